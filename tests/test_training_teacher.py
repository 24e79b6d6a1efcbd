"""The teacher decodes the best tree, batching loses no sentence, and silver trees keep to what may be learned."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from training_data import HELD_OUT_FROM, write_training_data

from kg.training.digests import file_digest
from kg.training.sentences import TrainingSentence, make_doc, make_example
from kg.training.silver import (
    SilverCounts,
    agreement,
    make_silver,
    read_silver_trees,
    read_unparsed_news,
    tokenize,
)
from kg.training.teacher import Ensemble, ParsedSentence, compare
from kg.training.teacher_data import Vocabulary, batch_by_length, encode_sentence, word_columns
from kg.training.train import restore_lemma_labels
from kg.training.tree_readers import make_mixed_tree_reader
from kg.training.trees import best_tree

MET = TrainingSentence(
    ("Peru", "met", "Chile", "."),
    (True, True, False, True),
    tags=("NNP", "VBD", "NNP", "."),
    heads=(1, 1, 1, 1),
    deps=("nsubj", "ROOT", "obj", "punct"),
)


def test_cycle_is_broken_where_it_costs_least() -> None:
    """Two words that each want the other as head: the tree enters where the loss is smallest."""
    scores = np.array([[0, 0, 0, 0], [5, 0, 9, 1], [4, 9, 0, 1], [0, 8, 2, 0]])
    assert best_tree(scores) == [0, 1, 1]


def test_one_root_even_where_two_words_want_it() -> None:
    """Both words score best under the root, yet one of them must hang on the other."""
    assert best_tree(np.array([[0, 0, 0], [9, 0, 1], [8, 3, 0]])) == [0, 1]
    assert best_tree(np.array([[0.0, 0.0], [1.0, 0.0]])) == [0]


@given(arrays.arrays(float, (5, 5), elements=st.integers(-20, 20).map(float)))
def test_no_tree_scores_higher(scores: np.ndarray) -> None:
    """Of all single-rooted trees over four words none has a higher total."""
    found = best_tree(scores)
    totals = {
        heads: sum(scores[word, head] for word, head in enumerate(heads, 1))
        for heads in itertools.product(range(5), repeat=4)
        if heads.count(0) == 1 and all(_reaches_root(heads, word) for word in range(1, 5))
    }
    assert totals[tuple(found)] == max(totals.values())


def _reaches_root(heads: tuple[int, ...], word: int) -> bool:
    for _ in range(5):
        if word == 0:
            return True
        word = heads[word - 1]
    return False


def test_batches_hold_every_sentence_once_and_equal_lengths() -> None:
    """No sentence is lost or doubled, and no batch needs padding."""
    lengths = [3, 5, 3, 3, 40, 5]
    batches = list(batch_by_length(lengths, words=7, rng=random.Random(1)))
    assert sorted(i for batch in batches for i in batch) == [0, 1, 2, 3, 4, 5]
    assert {len({lengths[i] for i in batch}) for batch in batches} == {1}
    assert max(len(batch) for batch in batches) == 2


@pytest.mark.parametrize(
    ("word", "columns"),
    [
        ("U.S.", ("u.s.", ".s.", "s.", "u.s", "X.X.")),
        ("1998", ("0000", "000", "00", "000", "0")),
        ("’s", ("'s", "'s", "'s", "'s", "'x")),
    ],
)
def test_what_the_network_sees_of_a_word(word: str, columns: tuple[str, ...]) -> None:
    """Lower case, digits as 0, straight quotes, three affixes and a shape without repeats."""
    assert word_columns(word) == columns


def test_unknown_words_and_values_are_not_learned_from() -> None:
    """A word seen once has no number of its own; a missing tag is -1; the root has no head."""
    vocabulary = Vocabulary.learn([MET, MET])
    untagged = TrainingSentence(("Zamora", "met"), (True, True), heads=(1, 1), deps=("nsubj", "ROOT"))
    encoded = encode_sentence(vocabulary, untagged)
    assert encoded.columns[1][0] == 0
    assert encoded.columns[2][0] > 1
    assert (encoded.heads, encoded.tags) == ([-1, 2, 0], [-1, -1, -1])
    assert encoded.labels == [-1, vocabulary.labels["nsubj"], vocabulary.labels["ROOT"]]


def test_agreement_and_scores_leave_punctuation_out_where_told() -> None:
    """One wrong label of three words and a full stop: two thirds agree, LAS is 75 or 66.67."""
    gold = ParsedSentence(MET.tags, MET.heads, MET.deps, 1.0)
    other = ParsedSentence(MET.tags, MET.heads, ("nsubj", "ROOT", "obl", "punct"), 1.0)
    assert agreement(gold, other) == pytest.approx(2 / 3)
    assert compare([MET], [other], True) == {"LAS": 75.0, "UAS": 100.0, "tag": 100.0}
    assert compare([MET], [other], False) == {"LAS": 66.67, "UAS": 100.0, "tag": 100.0}


def test_news_without_trees_leaves_out_what_may_not_be_learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences of treebanks, held-out texts, repeats and very short ones are not parsed."""
    monkeypatch.setattr("kg.training.silver.GMB_HELD_OUT_FROM", HELD_OUT_FROM)
    texts = [sentence.text.rstrip() for sentence in read_unparsed_news(write_training_data(tmp_path))]
    assert texts == ["Lima said it would vote.", *(f"Filler number {'x' * n} says nothing new." for n in (1, 2, 3))]


class _Echo(Ensemble):
    """Teachers that repeat the votes, sure of every second sentence."""

    def __init__(self) -> None:
        super().__init__([])
        self.asked = 0

    def parse(
        self,
        sentences: Sequence[Sequence[str]],
        *,
        votes: Sequence[ParsedSentence] | None = None,
        weight: float = 1.0,
        batch_words: int = 4_000,
    ) -> list[ParsedSentence]:
        """The votes, as sure as the number of sentences asked for so far is odd."""
        del weight, batch_words
        trees = []
        for vote, _ in zip(votes or (), sentences, strict=True):
            self.asked += 1
            sure = 0.9 if self.asked % 2 else 0.1
            trees.append(ParsedSentence(vote.tags, vote.heads, vote.deps, sure))
        return trees


@pytest.mark.model
def test_silver_trees_add_up_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept, unsure and disputed are all that was read; the file reads back as trees without parts of speech."""
    from kg.resources import shipped_model_path

    monkeypatch.setattr("kg.training.silver.GMB_HELD_OUT_FROM", HELD_OUT_FROM)
    nlp = spacy.load(shipped_model_path(), exclude=["ner"])
    output = tmp_path / "silver.jsonl"
    counts = make_silver(data=write_training_data(tmp_path), teachers=_Echo(), nlp=nlp, output=output)
    assert counts == SilverCounts(read=4, kept=2, unsure=2, disputed=0)
    trees = read_silver_trees(output)
    assert [tree.text for tree in trees] == ["Lima said it would vote. ", "Filler number xx says nothing new. "]
    assert trees[0].deps[:2] == ("nsubj", "ROOT")
    assert trees[0].pos == ()
    assert [doc.text for doc in (tokenize(nlp, trees[0]),)] == ["Lima said it would vote."]


def test_silver_trees_teach_no_parts_of_speech() -> None:
    """A document of silver trees has no part of speech and no features at all, which spaCy skips."""
    nlp = spacy.blank("en")
    doc = make_doc(nlp, [MET, MET])
    assert doc.has_annotation("DEP")
    assert not doc.has_annotation("POS")
    assert not doc.has_annotation("MORPH")
    example = make_example(nlp, [MET])
    assert example.get_aligned("MORPH", as_string=True) == ["", "", "", ""]


def test_gold_and_silver_do_not_mix_in_one_document() -> None:
    """A document of sentences with and without parts of speech is refused."""
    gold = replace(MET, pos=("PROPN", "VERB", "PROPN", "PUNCT"))
    with pytest.raises(ValueError, match="some sentences of one training document have pos"):
        make_doc(spacy.blank("en"), [MET, gold])


def test_mixed_reader_gives_each_pass_another_share(tmp_path: Path) -> None:
    """Every gold tree in each pass, half of the silver ones, and not the same half; same seed, same order."""
    silver = tmp_path / "silver.jsonl"
    rows = []
    for i in range(20):
        words = [f"Silver{i}", "met", "."]
        rows.append(
            {
                "words": words,
                "spaces": [1, 0, 1],
                "tags": ["NNP", "VBD", "."],
                "heads": [1, 1, 1],
                "deps": ["nsubj", "ROOT", "punct"],
            }
        )
    silver.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    data = write_training_data(tmp_path / "data")
    nlp = spacy.blank("en")

    def passes(seed: int) -> list[str]:
        reader = make_mixed_tree_reader(str(data), seed, 1, str(silver), 0.5, 0)
        return [" ".join(example.reference.text for example in reader(nlp)).lower() for _ in range(2)]

    first, second = passes(3)
    assert first.count("silver") == second.count("silver") == 10
    assert first != second
    assert all(name in first for name in ("peru met chile", "one", "two"))
    assert passes(3) == [first, second]


def test_digest_names_the_bytes(tmp_path: Path) -> None:
    """The digest is the SHA-256 that `sha256sum` gives."""
    path = tmp_path / "empty"
    path.write_bytes(b"")
    assert file_digest(path) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_loaded_lemmatizer_goes_on_learning(tmp_path: Path) -> None:
    """After loading, an example whose lemma is already right gives no large loss, because its label is known again."""
    nlp = spacy.blank("en")
    lemmatizer: Any = nlp.add_pipe("trainable_lemmatizer", config={"min_tree_freq": 1})
    gold = TrainingSentence(
        ("ships", "sank"), (True, True), lemmas=("ship", "sink"), heads=(1, 1), deps=("nsubj", "ROOT")
    )
    nlp.initialize(lambda: [make_example(nlp, [gold])])
    expected = dict(lemmatizer.tree2label)
    nlp.to_disk(tmp_path / "model")
    loaded = spacy.load(tmp_path / "model")
    restore_lemma_labels(loaded)
    assert len(expected) == 2
    reread: Any = loaded.get_pipe("trainable_lemmatizer")
    assert reread.tree2label == expected
