"""Sentences that no editor would let through: the time they take grows with their length, not with its square."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from kg.model import Document, Sentence
from kg.pipeline import Pipeline, document_of
from kg.tree import Token, Tree

SHORT, FACTOR = 150, 4
Shape = Callable[[int], list[tuple[str, str, str, int]]]
"""Words, their part of speech, relation and head, for a number of repetitions."""


def coordinated(count: int) -> list[tuple[str, str, str, int]]:
    """Russia supports Iraq and Russia supports Iraq and ... : clauses that hang on one another in a chain."""
    rows = []
    for number in range(count):
        verb = 4 * number + 1
        head, dep = (verb - 4, "conj") if number else (verb, "root")
        rows += [("Russia", "PROPN", "nsubj", verb), ("supports", "VERB", dep, head), ("Iraq", "PROPN", "obj", verb)]
        rows.append(("and", "CCONJ", "cc", verb))
    return rows


def reported(count: int) -> list[tuple[str, str, str, int]]:
    """Russia says Iraq says Russia says ... : each clause inside the one before."""
    rows = []
    for number in range(count):
        verb = 2 * number + 1
        head, dep = (verb - 2, "ccomp") if number else (verb, "root")
        rows += [("Russia" if number % 2 else "Iraq", "PROPN", "nsubj", verb), ("says", "VERB", dep, head)]
    return rows


def listed(count: int) -> list[tuple[str, str, str, int]]:
    """Russia supports Iraq, Iraq, Iraq ...: one clause with many objects."""
    rows = [("Russia", "PROPN", "nsubj", 1), ("supports", "VERB", "root", 1), ("Iraq", "PROPN", "obj", 1)]
    return rows + [("Iraq", "PROPN", "conj", 2)] * count


def owned(count: int) -> list[tuple[str, str, str, int]]:
    """The army of the army of the army ...: a noun phrase without end."""
    rows = [("Russia", "PROPN", "nsubj", 1), ("supports", "VERB", "root", 1), ("army", "NOUN", "obj", 1)]
    for number in range(count):
        rows += [("of", "ADP", "case", 4 + 2 * number), ("army", "NOUN", "nmod", 2 if number == 0 else 2 + 2 * number)]
    return rows


def bracketed(count: int) -> list[tuple[str, str, str, int]]:
    """Russia ((((( supports Iraq ))))) ."""
    marks = [("(", "PUNCT", "punct", count + 1)] * count
    rows = [("Russia", "PROPN", "nsubj", count + 1), *marks]
    rows += [("supports", "VERB", "root", count + 1), ("Iraq", "PROPN", "obj", count + 1)]
    return rows + [(")", "PUNCT", "punct", count + 1)] * count


def quoted(count: int) -> list[tuple[str, str, str, int]]:
    """Nothing but quotation marks."""
    return [("”" if number % 2 else "“", "PUNCT", "root" if number == 0 else "punct", 0) for number in range(count)]


TAGS = {"PROPN": "NNP", "VERB": "VBZ", "NOUN": "NN", "ADP": "IN", "CCONJ": "CC", "PUNCT": ":"}
LEMMAS = {"supports": "support", "says": "say"}


def make_tree(rows: list[tuple[str, str, str, int]]) -> tuple[Document, Tree]:
    """Return the document that consists of these words, and its tree."""
    text = " ".join(word for word, *_ in rows)
    tokens, start = [], 0
    for i, (word, pos, dep, head) in enumerate(rows):
        entity = "B-GPE" if pos == "PROPN" else "O"
        end = start + len(word)
        tokens.append(Token(i, start, end, word, LEMMAS.get(word, word), pos, TAGS[pos], dep, head, entity=entity))
        start = end + 1
    return document_of(text), Tree(Sentence(0, 0, len(text), text), tuple(tokens))


def seconds(pipeline: Pipeline, shape: Shape, count: int) -> float:
    """Return the processor time of one reading, the best of five, without what the garbage collector costs."""
    document, tree = make_tree(shape(count))
    times = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(5):
            fresh = Tree(tree.sentence, tree.tokens)
            start = time.process_time()
            pipeline.read_trees(document, [fresh])
            times.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(times)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """The shipped pipeline without a parser."""
    return Pipeline.without_parser()


@pytest.mark.parametrize("shape", [listed, owned, bracketed, quoted], ids=lambda shape: shape.__name__)
def test_time_grows_with_the_length(pipeline: Pipeline, shape: Shape) -> None:
    """Four times the words take at most twelve times the time (four to nine are usual), not sixteen."""
    seconds(pipeline, shape, 10)
    short, long = seconds(pipeline, shape, SHORT), seconds(pipeline, shape, FACTOR * SHORT)
    assert long < 12 * short + 0.01


@pytest.mark.parametrize("shape", [coordinated, reported], ids=lambda shape: shape.__name__)
def test_clauses_inside_clauses_end_in_time(pipeline: Pipeline, shape: Shape) -> None:
    """Each clause looks at those above it, so that time may grow with the square, but never more; a block is short."""
    seconds(pipeline, shape, 10)
    short, long = seconds(pipeline, shape, 60), seconds(pipeline, shape, FACTOR * 60)
    assert long < 22 * short + 0.01
    assert long < 10


def test_every_clause_is_accounted_for(pipeline: Pipeline) -> None:
    """However long the sentence: what gave nothing has its reason."""
    for shape in (coordinated, reported, listed, owned, bracketed, quoted):
        document, tree = make_tree(shape(120))
        reading = pipeline.read_trees(document, [tree])
        tried = reading.clauses + reading.sentences_without_clause
        assert reading.clauses_with_statements + len(reading.abstentions) == tried, shape.__name__
    document, tree = make_tree(listed(120))
    assert len(pipeline.read_trees(document, [tree]).statements) >= 1
