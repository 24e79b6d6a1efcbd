"""Quotations over several sentences, and who speaks in them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resolve_trees import make_document

from kg.assembly.quotes import carry_speakers, quotation_of, quoted_spans
from kg.model import Link, Participant, Scope


def somebody(name: str) -> Participant:
    """A speaker of whom only the name counts."""
    return Participant(name, name, None, None, Scope.NAMED, None, name, 0, len(name), Link.NAME)


def quoted(text: str) -> list[str]:
    """The words between quotation marks."""
    return [text[start:end] for start, end in quoted_spans(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He said: “We agree. We act.”", ["We agree. We act."]),
        ('"We agree," he said. "We act."', ["We agree,", "We act."]),
        ("“One,” he said, “two.”", ["One,", "two."]),
        ("No quotation at all.", []),
        ("“Nobody closed it.\n\nA new paragraph.", ["Nobody closed it."]),
        ("“Nobody closed it", []),
        ("The ‘so-called’ plan of Chad's army.", []),
        ("“A line\nbreak inside.” After.", ["A line\nbreak inside."]),
        ("“”", [""]),
    ],
)
def test_quoted_spans(text: str, words: list[str]) -> None:
    """Curly and straight marks count, apostrophes do not, and a blank line ends what nobody closed."""
    assert quoted(text) == words


@given(st.text(alphabet='ab “”"\n', max_size=40))
def test_spans_are_in_order_and_do_not_overlap(text: str) -> None:
    """Whatever the marks, each stretch ends before the next begins."""
    spans = quoted_spans(text)
    assert all(start <= end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


TWO_SENTENCES = """
“|``|punct|3 Chad|NNP|nsubj|3|B-GPE left~leave|VBD|ccomp|6 ”|''|punct|3 Khalil|NNP|nsubj|6|B-PERSON said~say|VBD|root|0 .|.|punct|6
“|``|punct|3 We|PRP|nsubj|3 stay|VBP|root|0 .|.|punct|3 ”|''|punct|3
"""  # noqa: E501


def test_speaker_is_carried_to_the_next_sentence() -> None:
    """A quotation without a reporting verb belongs to the speaker of the sentence before."""
    document, trees = make_document(TWO_SENTENCES)
    spans = quoted_spans(document.text)
    khalil = somebody("Khalil")
    assert len(spans) == 2
    assert carry_speakers(trees, spans, [(0, trees[0][5].start, khalil)]) == {0: khalil, 1: khalil}


def test_verb_after_the_quotation_comes_first() -> None:
    """Between a verb before and a verb after the quotation, the one that follows it names the speaker."""
    document, trees = make_document(TWO_SENTENCES)
    spans = quoted_spans(document.text)
    first, second = somebody("First"), somebody("Second")
    named = [(0, 0, first), (0, trees[0][5].start, second)]
    assert carry_speakers(trees, spans, named)[0] is second


def test_quotation_without_anybody_stays_without_a_speaker() -> None:
    """Nobody is invented."""
    document, trees = make_document(TWO_SENTENCES)
    assert carry_speakers(trees, quoted_spans(document.text), []) == {}


def test_quotation_of_a_token() -> None:
    """A word inside the marks is in the quotation, the reporting verb is not."""
    document, trees = make_document(TWO_SENTENCES)
    spans = quoted_spans(document.text)
    assert [quotation_of(trees[0], i, spans) for i in (1, 2, 4, 5)] == [0, 0, None, None]
    assert quotation_of(trees[1], 2, spans) == 1
