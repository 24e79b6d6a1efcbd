"""spaCy Docs and texts become Trees with exact offsets; pipelines are found, named and told apart."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.errors import ConfigError, ModelNotFound
from kg.parsing import load_model, make_parser, trees_of
from kg.parsing.models import find_model, model_digest, model_label
from kg.parsing.spacy_parser import SpacyParser
from kg.resources import shipped_model_path


def hand_parsed() -> Doc:
    """Two sentences with a line break between them."""
    words = ["Peru", "met", "Norway", ".", "\n", "Lima", "waits"]
    return Doc(
        Vocab(),
        words=words,
        spaces=[True, True, False, True, False, True, False],
        lemmas=["Peru", "meet", "Norway", ".", "\n", "Lima", "wait"],
        pos=["PROPN", "VERB", "PROPN", "PUNCT", "SPACE", "PROPN", "VERB"],
        tags=["NNP", "VBD", "NNP", ".", "_SP", "NNP", "VBZ"],
        deps=["nsubj", "ROOT", "obj", "punct", "dep", "nsubj", "ROOT"],
        heads=[1, 1, 1, 1, 1, 6, 6],
        ents=["B-GPE", "O", "B-GPE", "O", "O", "B-GPE", "O"],
    )


def test_doc_becomes_trees_without_space_tokens() -> None:
    """White space is no token; heads are counted in the sentence; offsets are the Doc's."""
    doc = hand_parsed()
    first, second = trees_of(doc)
    assert [token.text for token in first] == ["Peru", "met", "Norway", "."]
    assert [token.head for token in second] == [1, 1]
    assert [token.dep for token in second] == ["nsubj", "root"]
    assert second[0].entity == "B-GPE"
    assert first[1].entity == "O"
    assert second.sentence.index == 1
    assert all(doc.text[t.start : t.end] == t.text for tree in (first, second) for t in tree)
    assert doc.text[second.sentence.start : second.sentence.end] == second.sentence.text == "Lima waits"


def test_doc_without_a_parse_is_refused() -> None:
    """A Doc nobody parsed gives an error with a hint, not an empty result."""
    with pytest.raises(ModelNotFound, match="no dependency parse") as caught:
        trees_of(Doc(Vocab(), words=["Peru", "waits"]))
    assert caught.value.hint


def untrained_pipeline() -> Language:
    """A pipeline with a parser that knows nothing, and a component that lower-cases lemmas."""
    if "lower_lemmas" not in Language.factories:

        @Language.component("lower_lemmas")
        def lower_lemmas(doc: Doc) -> Doc:
            for token in doc:
                token.lemma_ = token.lower_
            return doc

    nlp = spacy.blank("en")
    parser: Any = nlp.add_pipe("parser")
    parser.add_label("dep")
    nlp.initialize()
    nlp.add_pipe("lower_lemmas")
    return nlp


def test_text_offsets_survive_lines_spaces_and_capitals() -> None:
    """Every token is the slice of the text, whatever white space and case the parser was spared."""
    parser = SpacyParser(untrained_pipeline())
    text = "NORWAY WARNS PERU OVER FISH\n\n  The\u00a0 envoy   left Lima.\nPeru waits. \n"
    trees = parser.parse(text)
    assert all(text[token.start : token.end] == token.text for tree in trees for token in tree)
    assert all(text[tree.sentence.start : tree.sentence.end] == tree.sentence.text for tree in trees)
    tokens = [token for tree in trees for token in tree]
    assert [token.text for token in tokens[:3]] == ["NORWAY", "WARNS", "PERU"]
    assert tokens[1].lemma == "warns"
    assert "".join(token.text for tree in trees for token in tree) == "".join(text.split())


def test_many_texts_keep_their_order_and_may_be_empty() -> None:
    """Each text has its own Trees, numbered from 0; an empty text has none."""
    parser = SpacyParser(untrained_pipeline())
    texts = ["Peru waits.", "", "Lima\nQuito", "  \n "] * 40
    parsed = list(parser.parse_many(texts))
    assert len(parsed) == 160
    assert [len(trees) > 0 for trees in parsed[:4]] == [True, False, True, False]
    assert [tree.sentence.index for tree in parsed[2]] == list(range(len(parsed[2])))
    assert parser.digest is None


def test_unknown_models_are_refused_with_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is no pipeline, a folder that is none, and a package that is none."""
    monkeypatch.delenv("KG_MODEL", raising=False)
    for name in ("no_such_pipeline", str(tmp_path), "json", "not a name"):
        with pytest.raises(ModelNotFound, match="no language model called") as caught:
            find_model(name)
        assert caught.value.hint
    with pytest.raises(ConfigError, match="no parser called"):
        make_parser(kind="oracle")


def test_parser_is_required(tmp_path: Path) -> None:
    """A pipeline without a parser cannot make Trees."""
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelNotFound, match="has no parser"):
        make_parser(str(tmp_path / "blank"))


def test_environment_names_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`KG_MODEL` is taken where no name is given; a name given wins."""
    for name in ("one", "two"):
        spacy.blank("en", meta={"name": name, "version": "3"}).to_disk(tmp_path / name)
    monkeypatch.setenv("KG_MODEL", str(tmp_path / "one"))
    assert model_label(load_model()) == "en_one@3"
    assert model_label(load_model(str(tmp_path / "two"))) == "en_two@3"


def test_installed_package_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed pipeline package is found by name without importing it."""
    package = tmp_path / "en_toy_news"
    package.mkdir()
    spacy.blank("en").to_disk(package / "en_toy_news-1.0")
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert find_model("en_toy_news") == package / "en_toy_news-1.0"
    assert "en_toy_news" not in sys.modules


def test_digest_follows_the_files(tmp_path: Path) -> None:
    """The digest is the same for equal files wherever they lie, and another when one byte changes."""
    for name in ("a", "b"):
        spacy.blank("en").to_disk(tmp_path / name)
    first = model_digest(tmp_path / "a")
    assert first == model_digest(tmp_path / "b")
    assert len(first or "") == 24
    meta = tmp_path / "b" / "meta.json"
    meta.write_text(meta.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert model_digest(tmp_path / "b") != first
    assert model_digest(spacy.load(tmp_path / "a")) == first
    assert model_digest(spacy.blank("en")) is None


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    """The shipped model, loaded once."""
    return SpacyParser(str(shipped_model_path()))


@pytest.mark.model
class TestShippedModel:
    """What the shipped model must get right, in sentences of our own."""

    def test_is_named_and_small(self, parser: SpacyParser) -> None:
        """The name goes into every statement; 25 MB is the limit."""
        assert parser.name == "en_news@2"
        files = [file for file in shipped_model_path().rglob("*") if file.is_file()]
        assert sum(file.stat().st_size for file in files) < 25_000_000

    def test_who_did_what(self, parser: SpacyParser) -> None:
        """Subject, verb, object and names of a plain sentence."""
        (tree,) = parser.parse("Norway supports Peru.")
        assert (tree.root.text, tree.root.lemma, tree.root.pos) == ("supports", "support", "VERB")
        assert [t.text for t in tree.children(tree.root.i, "nsubj")] == ["Norway"]
        assert [t.text for t in tree.children(tree.root.i, "obj")] == ["Peru"]
        assert [t.entity for t in tree] == ["B-GPE", "O", "B-GPE", "O"]

    @pytest.mark.parametrize("mark", ["'", "’"])
    def test_both_apostrophes(self, parser: SpacyParser, mark: str) -> None:
        """Possessives and negations are read the same with either apostrophe."""
        (tree,) = parser.parse(f"Norway{mark}s army didn{mark}t attack Peru on Tuesday.")
        assert tree.root.lemma == "attack"
        assert [t.lemma for t in tree.children(tree.root.i, "advmod")] == ["not"]
        assert tree[0].entity == "B-GPE"
        assert tree[0].dep == "nmod:poss"

    def test_passive_agent(self, parser: SpacyParser) -> None:
        """The by-phrase of a passive is an agent."""
        (tree,) = parser.parse("The village was attacked by Chilean troops.")
        assert [t.text for t in tree.children(tree.root.i, "nsubj:pass")] == ["village"]
        assert [t.text for t in tree.children(tree.root.i, "obl:agent")] == ["troops"]

    def test_sentences_without_a_space_between(self, parser: SpacyParser) -> None:
        """A missing space after a full stop does not join two sentences."""
        text = "Norway rejected the threats.At the same time Peru sent ships."
        trees = parser.parse(text)
        assert [tree.sentence.text for tree in trees] == [
            "Norway rejected the threats.",
            "At the same time Peru sent ships.",
        ]

    def test_abbreviations_and_datelines_do_not_end_sentences(self, parser: SpacyParser) -> None:
        """Titles, initials and a dateline stay inside their sentence."""
        text = "LIMA, Sept 19 (Agency) - Mr. Solberg met U.S. officials in the city on Friday. He left on Sunday."
        trees = parser.parse(text)
        assert [tree.sentence.text for tree in trees][-1] == "He left on Sunday."
        assert len(trees) == 2

    def test_headlines_in_capitals(self, parser: SpacyParser) -> None:
        """A headline in capitals has its verb and its actors."""
        (tree,) = parser.parse("NORWAY WARNS PERU OVER FISHING")
        assert tree.root.lemma == "warn"
        assert [t.text for t in tree if t.entity == "B-GPE"] == ["NORWAY", "PERU"]

    def test_acronym_that_is_a_word(self, parser: SpacyParser) -> None:
        """IS is a name with its own letters, not a verb."""
        (tree,) = parser.parse("Norway supports Peru in the fight against IS.")
        name = tree[7]
        assert (name.text, name.lemma, name.pos, name.entity) == ("IS", "IS", "PROPN", "B-ORG")

    def test_loads_without_our_code(self) -> None:
        """Plain spaCy loads the model: nothing of ours is registered for it."""
        config = (shipped_model_path() / "config.cfg").read_text(encoding="utf-8")
        assert "kg." not in config
        assert "/" not in [line.partition("=")[2] for line in config.split("\n") if "path" in line]
