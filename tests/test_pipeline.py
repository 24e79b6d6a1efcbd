"""The pipeline on texts of every sort: no crash, counts that add up, offsets that fit, the same bytes twice."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from gold_files import all_examples

from kg.errors import ConfigError, ExtractionError, KgError
from kg.model import Document, Failure, Reading
from kg.pipeline import Pipeline, document_of
from kg.records import statement_to_record
from kg.tree import Tree

LONG = "The minister, " + "who had come from the coast and wanted to see the harbour, " * 33 + "thanked Togo and Benin."
ODD_TEXTS = {
    "empty": "",
    "blank": " \n\t\n ",
    "one letter": "x",
    "only quotes": "“”“”\"\"''",
    "open quote": "“We support Togo, and we support Benin.\n\nGhana left.",
    "brackets": "(((Ghana))) [attacked] {Togo} )))",
    "emoji": "Ghana 🇬🇭 attacked Togo 😀😀. 👍🏽",
    "right to left": "\u200fGhana\u200f attacked \u202bTogo\u202c.",
    "combining": "Ghan\u0061\u0301 thanked To\u0301go\u0301.",
    "capitals": "GHANA ATTACKS TOGO AS BENIN WATCHES",
    "list": "- Ghana\n- Togo\n  * Benin\n1. Niger\n2) Mali",
    "table": "Ghana\t12\t0.4\nTogo\t9\t0.1\n",
    "e-mail": "From: a@example.org\nTo: b@example.org\nSubject: Ghana attacks Togo\n\n> Benin thanked Mali.\n-- \nA",
    "long sentence": LONG,
    "no full stops": "Ghana attacked Togo and Benin thanked Mali " * 20,
    "dashes": "Ghana - - - -- Togo — – Benin",
    "one long word": "a" * 3000,
    "one name": "Ghana " * 200,
    "numbers": "1 2 3 4.5 6,000 7/8 9%",
    "control": "Ghana\x00attacked\x07Togo.\x1b[0m",
    "surrogate neighbours": "\ud7ff\ue000\ufffd Ghana thanked Togo.",
    "other line ends": "Ghana thanked Togo.\u2028Benin left.\x85Mali stayed.",
}


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """The shipped pipeline with the shipped model."""
    return Pipeline.load()


def check(reading: Reading) -> None:
    """Counts add up and every word stands where the record says."""
    text = reading.document.text
    accounted = reading.clauses_with_statements + len(reading.abstentions)
    assert accounted == reading.clauses + reading.sentences_without_clause
    statements = (*reading.statements, *reading.same_actor)
    speakers = [p for s in statements for step in s.attributed_to for p in step]
    ends = [w for s in statements for w in (s.source, s.target, s.predicate, s.sentence)]
    for words in (*reading.sentences, *reading.mentions, *reading.abstentions, *ends, *speakers):
        assert text[words.start : words.end] == words.text
    assert len({s.sid for s in statements}) == len(statements)


@pytest.mark.model
@pytest.mark.parametrize("name", ODD_TEXTS)
def test_odd_texts_are_read(pipeline: Pipeline, name: str) -> None:
    """Whatever the text, there is a reading that adds up."""
    check(pipeline.read_text(ODD_TEXTS[name]))


@pytest.mark.model
@pytest.mark.parametrize("name", ["empty", "blank"])
def test_nothing_gives_nothing(pipeline: Pipeline, name: str) -> None:
    """A text without words has no sentence, and nothing to account for."""
    reading = pipeline.read_text(ODD_TEXTS[name])
    assert (reading.sentences, reading.statements, reading.abstentions, reading.clauses) == ((), (), (), 0)


@pytest.mark.model
def test_the_long_sentence_has_its_length() -> None:
    """The test above would be worth nothing with a short one."""
    assert len(LONG.split()) > 400


@pytest.mark.model
def test_gold_sentences_as_one_text_add_up(pipeline: Pipeline) -> None:
    """All gold sentences as one document: every clause is accounted for."""
    reading = pipeline.read_text("\n\n".join(e.text for e in all_examples()))
    check(reading)
    assert len(reading.statements) > 150


@pytest.mark.model
def test_same_input_gives_the_same_bytes(pipeline: Pipeline) -> None:
    """Records of two runs, of two pipelines, are equal to the byte."""
    text = "Ghana's minister said Togo must help Benin. “We support Mali,” he said on Friday."

    def records(of: Pipeline) -> bytes:
        document = document_of(text, id="a", published="2014-09-19")
        rows = [statement_to_record(s) for s in of.read(document).statements]
        assert rows
        return json.dumps(rows, ensure_ascii=False).encode()

    assert records(pipeline) == records(pipeline) == records(Pipeline.load())


@pytest.mark.model
def test_a_document_reads_the_same_alone_and_in_company(pipeline: Pipeline) -> None:
    """Neither order nor neighbours change a reading."""
    documents = [document_of(e.text, id=e.name) for e in all_examples()[:40]]
    together = list(pipeline.read_all(documents))
    assert together == [pipeline.read(d) for d in documents]
    assert list(pipeline.read_all(documents[::-1])) == together[::-1]


class _Failing:
    """A parser that cannot read one text."""

    name = "failing@1"
    digest = None

    def __init__(self, inner: Pipeline) -> None:
        self._inner = inner

    def parse(self, text: str) -> tuple[Tree, ...]:
        if "Togo" in text:
            raise RuntimeError("the parser stumbled")
        return self._inner.parse(text)

    def parse_many(self, texts: Iterator[str]) -> Iterator[tuple[Tree, ...]]:
        return (self.parse(text) for text in texts)


@pytest.mark.model
def test_a_bad_document_is_a_failure_and_the_rest_goes_on(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """The failure names the document and what happened, in its place among the readings."""
    broken = Pipeline.without_parser()
    monkeypatch.setattr(broken, "_parser", _Failing(pipeline))
    documents = [document_of(t, id=t) for t in ("Ghana left.", "Togo left.", "Benin left.")]
    found = list(broken.read_all(documents))
    assert [type(f) for f in found] == [Reading, Failure, Reading]
    failure = found[1]
    assert isinstance(failure, Failure)
    assert (failure.id, failure.stage) == ("Togo left.", "extract")
    assert "the parser stumbled" in failure.reason


@pytest.mark.model
def test_read_raises_an_error_of_its_own(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """One document that cannot be read is an ExtractionError that names it."""
    broken = Pipeline.without_parser()
    monkeypatch.setattr(broken, "_parser", _Failing(pipeline))
    with pytest.raises(ExtractionError, match="RuntimeError: the parser stumbled") as caught:
        broken.read(document_of("Togo left.", id="x"))
    assert caught.value.document == "x"


def test_without_a_parser_nothing_can_be_parsed() -> None:
    """A pipeline for stored trees says so."""
    with pytest.raises(KgError, match="no parser"):
        list(Pipeline.without_parser().read_all([document_of("Ghana left.")]))


def test_unknown_pipeline_is_refused() -> None:
    """A name that is no pipeline is a matter of configuration."""
    with pytest.raises(ConfigError):
        Pipeline.without_parser("no-such-pipeline")


def test_document_of_a_string() -> None:
    """Its id is made of the text's digest, unless the caller gives one."""
    plain, named = document_of("Ghana left."), document_of("Ghana left.", id="wire-1", published="2014-09-19")
    assert plain.id == f"#{plain.digest}"
    assert (plain.own_id, named.own_id) == (False, True)
    assert (named.id, named.published) == ("wire-1", "2014-09-19")
    assert isinstance(plain, Document)
    assert plain.digest == named.digest


def test_digest_follows_the_model_name() -> None:
    """A document read with another model is read again."""
    first, second = (Pipeline.without_parser(model_name=name) for name in ("a@1", "a@2"))
    assert first.digest != second.digest
    assert first.digest == Pipeline.without_parser(model_name="a@1").digest
