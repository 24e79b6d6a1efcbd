"""`kg.extract`: what it takes, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cli_examples import FakePipeline

import kg
from kg.errors import ExtractionError
from kg.model import Failure
from kg.pipeline import Pipeline, document_of
from kg.texts import read_texts

GOOD = "Russia supports Iraq."


@pytest.fixture(autouse=True)
def fake_pipeline(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No model is needed, but for the tests that say so."""
    if request.node.get_closest_marker("model") is None:
        monkeypatch.setattr(Pipeline, "load", lambda *_args, **_kwargs: FakePipeline())


def test_one_text() -> None:
    """A string is one document; its id is the digest of its text."""
    (statement,) = kg.extract(GOOD)
    assert (statement.source.name, statement.relation, statement.target.name) == ("Russia", "SUPPORTS", "Iraq")
    assert statement.document.id.startswith("#")


def test_many_texts_and_documents_in_order() -> None:
    """Strings and Documents may be mixed."""
    document = document_of(GOOD, id="mine", publisher="Herald")
    found = list(kg.extract([GOOD + " One.", document, "It rained."], published="2014-09-19"))
    assert [(s.document.id[:4], s.document.publisher) for s in found][1] == ("mine", "Herald")
    assert [s.document.published for s in found] == ["2014-09-19", None]


def test_an_endless_stream_is_read_as_needed() -> None:
    """The first statement comes before the stream ends."""

    def texts() -> Iterator[str]:
        while True:
            yield GOOD

    assert next(iter(kg.extract(texts()))).relation == "SUPPORTS"


def test_a_text_that_fails_is_an_error_with_its_document() -> None:
    """In Python nothing is skipped silently."""
    with pytest.raises(ExtractionError, match="stumbled") as caught:
        list(kg.extract([document_of("!!", id="bad")]))
    assert caught.value.document == "bad"


def test_something_else_is_a_type_error() -> None:
    """A number is no text, and a Path is not opened behind the caller's back."""
    with pytest.raises(TypeError, match="not int"):
        list(kg.extract([5]))


def test_failures_of_sources_are_kept_among_the_readings() -> None:
    """One result for each thing that came in, none lost."""
    broken = Failure("b", None, None, "read", "empty")
    items = [broken, document_of(GOOD), broken, document_of("It rained."), broken]
    results = list(read_texts(FakePipeline(), items))  # type: ignore[arg-type]
    assert len(results) == 5
    assert sum(isinstance(result, Failure) for result in results) == 3


@pytest.mark.model
def test_parsed_docs_are_read_as_they_are() -> None:
    """A spaCy Doc gives the same statements as its text."""
    nlp = kg.load_model()
    texts = ["Russia supports Iraq.", "France criticised Iran."]
    from_docs = [(s.source.name, s.relation, s.target.name) for s in kg.extract(nlp.pipe(texts))]
    assert from_docs == [(s.source.name, s.relation, s.target.name) for s in kg.extract(texts)]
    assert from_docs[0] == ("Russia", "SUPPORTS", "Iraq")
