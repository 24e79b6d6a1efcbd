"""Corrected trees come back with the words of the data, refuse other data, and take the place of silver ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from training_data import HELD_OUT_FROM, write_training_data

from kg.errors import KgError
from kg.training.corrected import (
    add_corrections,
    corrected_trees_path,
    find_fault,
    main,
    read_corrected_file,
    read_corrected_trees,
)
from kg.training.tree_readers import make_mixed_tree_reader

SILVER = {
    "words": ["Lima", "said", "it", "would", "vote", "."],
    "spaces": [1, 1, 1, 1, 0, 1],
    "tags": ["NNP", "VBD", "PRP", "MD", "NN", "."],
    "heads": [1, 1, 3, 1, 1, 1],
    "deps": ["nsubj", "ROOT", "nsubj", "ccomp", "obj", "punct"],
}
CORRECTIONS = {0: {2: (4, "nsubj"), 3: (4, "aux"), 4: (1, "ccomp", "VB")}}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small data folder, of whose news the last sentence is held out."""
    monkeypatch.setattr("kg.training.corrected.GMB_HELD_OUT_FROM", HELD_OUT_FROM)
    return write_training_data(tmp_path / "data")


def write_silver(folder: Path, **changes: object) -> Path:
    """A file of one silver tree."""
    path = folder / "silver.jsonl"
    path.write_text(json.dumps(SILVER | changes) + "\n", encoding="utf-8")
    return path


def test_words_come_back_from_the_data(tmp_path: Path, data: Path) -> None:
    """The file holds offsets and no word; read with the data it gives the corrected sentence."""
    output = tmp_path / "trees.jsonl"
    add_corrections(data, write_silver(tmp_path), CORRECTIONS, output)
    assert json.loads(output.read_text(encoding="utf-8")) == {
        "sentence": 1,
        "digest": "c2179eeb54de6666",
        "ends": [4, 9, 12, 18, 23, 24],
        "tags": ["NNP", "VBD", "PRP", "MD", "VB", "."],
        "heads": [1, 1, 4, 4, 1, 1],
        "deps": ["nsubj", "ROOT", "nsubj", "aux", "ccomp", "punct"],
    }
    (sentence,) = read_corrected_trees(data, output)
    assert sentence.words == ("Lima", "said", "it", "would", "vote", ".")
    assert sentence.text == "Lima said it would vote. "
    assert (sentence.heads[4], sentence.deps[4], sentence.tags[4]) == (1, "ccomp", "VB")
    assert sentence.pos == ()


def test_trees_of_other_data_are_refused(tmp_path: Path, data: Path) -> None:
    """A sentence whose text changed, or that is not there to learn from, stops the reading."""
    output = tmp_path / "trees.jsonl"
    add_corrections(data, write_silver(tmp_path), CORRECTIONS, output)
    row = json.loads(output.read_text(encoding="utf-8"))
    output.write_text(json.dumps(row | {"sentence": 0}) + "\n", encoding="utf-8")
    with pytest.raises(KgError, match=r"sentence 0 of ner/gmb/gmb.tsv is not the one that was corrected"):
        read_corrected_trees(data, output)
    output.write_text(json.dumps(row | {"sentence": HELD_OUT_FROM}) + "\n", encoding="utf-8")
    with pytest.raises(KgError, match=r"sentence 8 of ner/gmb/gmb.tsv is not there to learn from"):
        read_corrected_trees(data, output)


def test_new_corrections_join_those_there_are(tmp_path: Path, data: Path) -> None:
    """Trees are kept by sentence: a second correction replaces the first, another sentence stands beside it."""
    output, corrections, silver = tmp_path / "trees.jsonl", tmp_path / "corrections.json", tmp_path / "silver.jsonl"
    filler = {
        "words": ["Filler", "number", "x", "says", "nothing", "new", "."],
        "spaces": [1, 1, 1, 1, 1, 0, 1],
        "tags": ["NN", "NN", "NN", "VBZ", "NN", "JJ", "."],
        "heads": [2, 2, 3, 3, 3, 4, 3],
        "deps": ["compound", "compound", "nsubj", "ROOT", "obj", "amod", "punct"],
    }
    silver.write_text(f"{json.dumps(filler)}\n{json.dumps(SILVER)}\n", encoding="utf-8")
    corrections.write_text('{"0": {}, "1": {"4": [3, "obj"]}}', encoding="utf-8")
    arguments = ["--silver", str(silver), "--corrections", str(corrections), "--output", str(output)]
    main([*arguments, "--data", str(data)])
    assert [(tree.sentence, tree.deps[4]) for tree in read_corrected_file(output)] == [(1, "obj"), (5, "obj")]
    add_corrections(data, silver, {1: CORRECTIONS[0]}, output)
    assert [(tree.sentence, tree.deps[4]) for tree in read_corrected_file(output)] == [(1, "ccomp"), (5, "obj")]


@pytest.mark.parametrize(
    ("heads", "deps", "fault"),
    [
        ((1, 1, 1), ("nsubj", "ROOT", "obj"), None),
        ((1, 1, 2), ("nsubj", "ROOT", "ROOT"), "2 roots"),
        ((2, 1, 0), ("nsubj", "ROOT", "obj"), "word 0 hangs in a circle"),
        ((1, 1, 1), ("nsubj", "ROOT", "dobj"), "label dobj"),
        ((1, 1, 1), ("nsubj", "obj", "obj"), "label obj"),
    ],
)
def test_what_is_no_tree_is_named(heads: tuple[int, ...], deps: tuple[str, ...], fault: str | None) -> None:
    """One root, no circle, known labels, and the root's label at the root alone."""
    assert find_fault(heads, deps) == fault


def test_a_correction_that_makes_no_tree_is_refused(tmp_path: Path, data: Path) -> None:
    """Two words that depend on each other are reported with the line, and nothing is written."""
    output = tmp_path / "trees.jsonl"
    with pytest.raises(KgError, match=r"line 0 of silver.jsonl is no tree when corrected: word 2 hangs in a circle"):
        add_corrections(data, write_silver(tmp_path), {0: {2: (3, "nsubj"), 3: (2, "aux")}}, output)
    assert not output.exists()


def test_corrected_trees_take_the_place_of_silver_ones(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every pass gives the corrected sentence as often as its weight says, and never the silver tree of it."""
    output, silver = tmp_path / "trees.jsonl", write_silver(tmp_path)
    add_corrections(data, silver, CORRECTIONS, output)
    monkeypatch.setattr("kg.training.corrected.corrected_trees_path", lambda: output)
    reader = make_mixed_tree_reader(str(data), 3, 1, str(silver), 1.0, 2)
    for _ in range(2):
        trees = [[token.dep_ for token in sent] for doc in reader(spacy.blank("en")) for sent in doc.reference.sents]
        assert [deps for deps in trees if "aux" in deps or "ccomp" in deps] == [
            ["nsubj", "ROOT", "nsubj", "aux", "ccomp", "punct"]
        ] * 2


def test_the_trees_of_the_repository_are_trees() -> None:
    """Each has one root, known labels, as many heads as words, and stands before the held-out block, by sentence."""
    trees = read_corrected_file(corrected_trees_path())
    assert len(trees) >= 250
    assert [tree.sentence for tree in trees] == sorted({tree.sentence for tree in trees})
    assert trees[-1].sentence < 29_644
    for tree in trees:
        assert find_fault(tree.heads, tree.deps) is None, tree.sentence
        assert len(tree.ends) == len(tree.tags) == len(tree.heads) == len(tree.deps)
        assert list(tree.ends) == sorted(set(tree.ends))
