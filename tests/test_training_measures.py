"""The figures of the language model are counted right, and a figure worse than its bound is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.resources import find_resource
from kg.training.bounds import Bounds, read_bounds
from kg.training.evaluate import main
from kg.training.measures import (
    Measure,
    join_groups,
    measure_raw_trees,
    measure_sentence_ends,
    measure_trees,
)
from kg.training.measures_names import count_names, measure_shared_names
from kg.training.measures_running import make_first_recipe
from kg.training.measures_writing import as_read, capitals, curly, headline, straight, without_spaces
from kg.training.names_dev import COARSE
from kg.training.sentences import TrainingSentence


def tree(text: str, heads: tuple[int, ...], deps: tuple[str, ...]) -> TrainingSentence:
    """A sentence with a tree, its words parted by spaces."""
    words = tuple(text.split(" "))
    empty = ("",) * len(words)
    return TrainingSentence(words, (True,) * len(words), empty, empty, empty, words, heads, deps)


TREES = [
    tree("Peru won .", (1, 1, 1), ("nsubj", "ROOT", "punct")),
    tree("It 's over .", (2, 2, 2, 2), ("nsubj", "cop", "ROOT", "punct")),
]


@pytest.fixture
def first_root() -> spacy.language.Language:
    """A pipeline that hangs every word on the first one and ends sentences at full stops."""
    nlp = spacy.blank("en")

    @spacy.Language.component("first_root")
    def first_root(doc: Doc) -> Doc:
        heads: list[int] = []
        start = 0
        for token in doc:
            heads.append(start)
            start = token.i + 1 if token.text == "." else start
        deps = ["ROOT" if head == i else "nsubj" for i, head in enumerate(heads)]
        words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
        return Doc(doc.vocab, words, spaces, heads=heads, deps=deps)

    nlp.add_pipe("first_root")
    return nlp


def test_trees_are_counted_word_by_word(first_root: spacy.language.Language) -> None:
    """Of four words two hang where they should, one of them with the right label."""
    sentence = tree("won Peru over Chile", (0, 0, 0, 2), ("ROOT", "nsubj", "prep", "pobj"))
    measured = {m.what: m.value for m in measure_trees(first_root, [sentence], "toy")}
    assert (measured["UAS"], measured["LAS"]) == (75.0, 50.0)
    without = {m.what: m.value for m in measure_trees(first_root, [TREES[0]], "toy", punctuation=False)}
    assert without["LAS without punctuation"] == 0.0


def test_raw_text_counts_arcs_and_sentences(first_root: spacy.language.Language) -> None:
    """Sentences end where they should; no arc is right where every word hangs on the wrong one."""
    groups = list(join_groups(TREES))
    assert [len(group) for group in groups] == [2]
    measured = {m.what: m.value for m in measure_raw_trees(first_root, groups, "toy")}
    assert measured == {"LAS from raw text": 0.0, "sentences F": 100.0}


def test_sentence_ends_of_joined_lines(first_root: spacy.language.Language, tmp_path: Path) -> None:
    """A line with a full stop inside is found as two sentences, the other one as it is."""
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "Peru won . Chile lost ."}\n{"text": "It rained ."}\n', encoding="utf-8")
    assert measure_sentence_ends(first_root, [path], "toy").value == 200 * 1 / (2 + 3)


def test_names_are_counted_by_span_and_type() -> None:
    """A span of another length and one of another type are wrong; types outside the scheme are left out."""
    nlp = spacy.blank("en")

    @spacy.Language.component("toy_names")
    def toy_names(doc: Doc) -> Doc:
        doc.ents = (Span(doc, 0, 1, "GPE"), Span(doc, 2, 4, "PERSON"), Span(doc, 5, 6, "NORP"))
        return doc

    nlp.add_pipe("toy_names")
    words = ("Lima", "and", "Ana", "Ruiz", "and", "Poles", "and", "Acme")
    named = TrainingSentence(words, (True,) * 8, names=((0, 1, "PLACE"), (2, 3, "PERSON"), (7, 8, "ORG")))
    counts = count_names(nlp, [[named]], COARSE)
    assert (counts.gold.total(), counts.found.total(), counts.right.total()) == (3, 2, 1)
    assert counts.f() == 40.0
    assert [m.value for m in measure_shared_names(nlp, [named], "toy")] == [40.0, 0.0, 0.0, 100.0]
    other = TrainingSentence(words, (True,) * 8, names=((0, 1, "PLACE"), (1, 5, "OTHER")))
    measured = {m.what: m.value for m in measure_shared_names(nlp, [other], "toy")}
    assert (round(measured["names F"], 1), measured["names F, none inside others"]) == (66.7, 100.0)


def test_ways_of_writing() -> None:
    """Quotes turn, spaces after full stops go, and letters change case, each for the whole text."""
    pair = [
        TrainingSentence(("It", "'s", "U.S.", "oil", "."), (False, True, True, False, True)),
        TrainingSentence(("Peru", "won", "."), (True, False, True)),
    ]
    assert curly(pair)[0].text == "It’s U.S. oil. "
    assert straight(curly(pair))[0].text == "It's U.S. oil. "
    assert "".join(s.text for s in without_spaces(pair)) == "It's U.S. oil.Peru won. "
    assert headline(pair)[1].text == "Peru Won. "
    assert capitals(pair)[0].text == "IT'S U.S. OIL. "
    assert as_read("THE TALKS WITH THE U.S. FAILED") == "The talks with the U.S. failed"


def test_bounds_are_floors_or_ceilings() -> None:
    """Accuracy may not fall below its bound, loss and size not rise above it, and no bound may go unmeasured."""
    pinned = {
        "EWT dev: LAS": 80.0,
        "files: MB on disk": 25.0,
        "capitals only: points of LAS lost": 5.0,
        "x: LAS": 1.0,
        "x, first 9: LAS": 1.0,
    }
    measured = [
        Measure("EWT dev", "LAS", 79.9),
        Measure("files", "MB on disk", 25.5),
        Measure("capitals only", "points of LAS lost", 4.0),
    ]
    bounds = Bounds({}, pinned)
    assert bounds.find_worse(measured, complete=False) == [
        "EWT dev: LAS is 79.90, pinned at 80.00",
        "files: MB on disk is 25.50, pinned at 25.00",
    ]
    assert bounds.find_worse(measured, complete=True)[-1] == "x: LAS was not measured"


def test_pinning_raises_and_never_lowers() -> None:
    """A floor follows a better figure with a margin, stays above a worse one, and a loss is pinned by hand."""
    bounds = Bounds({}, {"EWT dev: LAS": 80.0, "GUM dev: LAS": 90.0})
    raised = bounds.raised(
        [
            Measure("EWT dev", "LAS", 84.0),
            Measure("GUM dev", "LAS", 85.0),
            Measure("UNER", "names F, ORG", 60.0),
            Measure("capitals only", "points of LAS lost", 4.0),
            Measure("files", "seconds to load", 0.4),
        ]
    )
    assert raised.pinned == {"EWT dev: LAS": 83.7, "GUM dev: LAS": 90.0, "UNER: names F, ORG": 59.7}


def test_bounds_file_speaks_of_one_scheme() -> None:
    """Every bound and target is a number under a key of data and measure; each target of size has its ceiling."""
    read = json.loads(find_resource("pipelines", "language", "floors.json").read_text(encoding="utf-8"))
    assert sorted(read) == ["bounds", "targets"]
    for key, value in [*read["targets"].items(), *read["bounds"].items()]:
        assert ": " in key
        assert isinstance(value, int | float)
    assert read_bounds().pinned["files: MB on disk"] <= 25


def test_first_recipe_has_one_cnn_for_trees_and_one_for_names() -> None:
    """The pipeline to compare speed with runs, with the labels of the pipeline it is compared with."""
    like = spacy.blank("en")
    for pipe, labels in {
        "tagger": ("NNP", "VBD"),
        "morphologizer": ("POS=PROPN", "POS=VERB"),
        "parser": ("nsubj", "ROOT"),
        "ner": ("GPE",),
    }.items():
        component = like.add_pipe(pipe)
        for label in labels:
            component.add_label(label)
    nlp = make_first_recipe(like, [TREES[0]])
    assert nlp.pipe_names == ["tok2vec", "tagger", "morphologizer", "parser", "ner"]
    assert nlp.get_pipe("ner").labels == ("GPE",)
    assert len(nlp("Peru won the cup.")) == 5


def test_data_that_is_missing_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The command ends with 2 and says what to set."""
    assert main(["--data", str(tmp_path)]) == 2
    assert "KG_DATA" in capsys.readouterr().err
