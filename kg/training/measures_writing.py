"""What other ways of writing cost: the same text with other quotes, a space missing, as a headline, in capitals.

Both texts are read as the product reads them: capitals are recased first (kg.parsing.capitals).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.parsing.capitals import is_capitals, recase, show_acronyms
from kg.training.augment import (
    CASES,
    change_case,
    curl_quotes,
    straighten_quotes,
)
from kg.training.measures import Measure, join_groups, measure_raw_trees
from kg.training.measures_names import count_names
from kg.training.sentences import TrainingSentence

if TYPE_CHECKING:
    from spacy.language import Language

Group = Sequence[TrainingSentence]
GROUP = 4
"""Sentences of one text."""
ENDS = frozenset({".", "?", "!", '"'})


def curly(group: Group) -> list[TrainingSentence]:
    """The sentences with typographic quotes and apostrophes."""
    return [curl_quotes(sentence) for sentence in group]


def straight(group: Group) -> list[TrainingSentence]:
    """The sentences with straight quotes and apostrophes, as the news to measure on is written."""
    return [straighten_quotes(sentence) for sentence in group]


def without_spaces(group: Group) -> list[TrainingSentence]:
    """The sentences without the space after a full stop, wherever a word with a capital follows."""
    gaps = [left.words[-1] not in ENDS or not right.words[0][:1].isupper() for left, right in pairwise(group)]
    return [s.with_space_at_end(gap) for s, gap in zip(group, [*gaps, True], strict=True)]


def headline(group: Group) -> list[TrainingSentence]:
    """The sentences as headlines are written: all but small words with a capital."""
    return [change_case(sentence, CASES["headline"]) for sentence in group]


def capitals(group: Group) -> list[TrainingSentence]:
    """The sentences in capitals."""
    return [change_case(sentence, CASES["upper"]) for sentence in group]


Change = Callable[[Group], list[TrainingSentence]]
WRITINGS: dict[str, tuple[Change, int]] = {
    "curly quotes": (curly, GROUP),
    "no space after a full stop": (without_spaces, GROUP),
    "headline case": (headline, 1),
    "capitals only": (capitals, GROUP),
}
"""Each way of writing, and how many sentences stand in one text: a headline stands alone."""


def measure_writing(
    nlp: Language, trees: Sequence[TrainingSentence], named: Sequence[TrainingSentence]
) -> Iterator[Measure]:
    """Points of LAS and of F of names lost by each way of writing against straight quotes, from raw text.

    For curly quotes only sentences that have quotes or apostrophes are read.
    """
    for writing, (change, size) in WRITINGS.items():
        parsed, marked = (_quoted(s) if change is curly else s for s in (trees, named))
        clean, changed = (_las(nlp, _written(parsed, how, size)) for how in (straight, change))
        yield Measure(writing, "points of LAS lost", clean - changed)
        clean, changed = (count_names(nlp, _written(marked, how, size), show=as_read).f() for how in (straight, change))
        yield Measure(writing, "points of names F lost", clean - changed)


def _written(sentences: Sequence[TrainingSentence], change: Change, size: int) -> list[list[TrainingSentence]]:
    return [change(group) for group in join_groups(sentences, size)]


def as_read(text: str) -> str:
    """The text as the product shows it to the pipeline.

    Example:
        >>> as_read("IRAN WARNS ISRAEL OVER TALKS")
        'Iran warns Israel over talks'
    """
    return recase(text) if is_capitals(text) else show_acronyms(text)


def _las(nlp: Language, groups: Sequence[Group]) -> float:
    return next(iter(measure_raw_trees(nlp, groups, "", show=as_read))).value


def _quoted(sentences: Sequence[TrainingSentence]) -> list[TrainingSentence]:
    return [s for s in sentences if any(mark in word for word in s.words for mark in "'\"’‘“”")]
