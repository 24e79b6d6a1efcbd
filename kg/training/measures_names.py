"""Measures of names: exact spans with their type, from raw text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.training.measures import Measure, f_score
from kg.training.names_dev import COARSE, OTHER
from kg.training.sentences import TrainingSentence

if TYPE_CHECKING:
    from spacy.language import Language

FIVE = ("PERSON", "ORG", "GPE", "NORP", "DATE")
"""The types that the target speaks of; LOC, the sixth, is measured and left out of "five types"."""
ALL_TYPES = {label: label for label in (*FIVE, "LOC")}
Characters = tuple[int, int, str]


class NameCounts:
    """Names marked, found and rightly found, by type."""

    def __init__(self) -> None:
        self.gold: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.right: Counter[str] = Counter()

    def add(self, gold: set[Characters], found: set[Characters]) -> None:
        """Count one text."""
        self.gold.update(label for *_, label in gold)
        self.found.update(label for *_, label in found)
        self.right.update(label for *_, label in gold & found)

    def f(self, labels: Sequence[str] | None = None) -> float:
        """F over some labels (all by default), in percent."""
        chosen = sorted(self.gold | self.found) if labels is None else labels
        return f_score(*(sum(counts[label] for label in chosen) for counts in (self.right, self.gold, self.found)))


def count_names(
    nlp: Language,
    groups: Sequence[Sequence[TrainingSentence]],
    types: Mapping[str, str] = ALL_TYPES,
    show: Callable[[str], str] = str,
    *,
    inside_others: bool = True,
) -> NameCounts:
    """Counts over texts of one or more sentences.

    Args:
        nlp: pipeline with names.
        groups: the sentences of each text, names marked.
        types: the model's labels, and what they count as; others are left out.
        show: what is done with a text before the pipeline sees it, letter for letter.
        inside_others: count names found inside gold names marked OTHER, too: as errors.
    """
    counts = NameCounts()
    texts = ["".join(sentence.text for sentence in group).rstrip() for group in groups]
    for group, doc in zip(groups, nlp.pipe(map(show, texts)), strict=True):
        found = {(e.start_char, e.end_char, types[e.label_]) for e in doc.ents if e.label_ in types}
        marked = set(_marked(group))
        others = [(first, last) for first, last, label in marked if label == OTHER]
        if not inside_others:
            found = {n for n in found if not any(first <= n[0] and n[1] <= last for first, last in others)}
        counts.add({name for name in marked if name[2] != OTHER}, found)
    return counts


def _marked(group: Sequence[TrainingSentence]) -> Iterator[Characters]:
    at = 0
    for sentence in group:
        spans: list[tuple[int, int]] = []
        for word, space in zip(sentence.words, sentence.spaces, strict=True):
            spans.append((at, at + len(word)))
            at += len(word) + space
        for first, last, label in sentence.names or ():
            yield spans[first][0], spans[last - 1][1], label


def measure_news_names(nlp: Language, sentences: Sequence[TrainingSentence], name: str) -> Iterator[Measure]:
    """F of the model's own types: five of them together, all six, and each."""
    counts = count_names(nlp, [[sentence] for sentence in sentences])
    yield Measure(name, "names F, five types", counts.f(FIVE))
    yield Measure(name, "names F, all types", counts.f())
    for label in (*FIVE, "LOC"):
        yield Measure(name, f"names F, {label}", counts.f([label]))


def measure_shared_names(nlp: Language, sentences: Sequence[TrainingSentence], name: str) -> Iterator[Measure]:
    """F of people, organisations and places, together and each (kg.training.names_dev)."""
    counts = count_names(nlp, [[sentence] for sentence in sentences], COARSE)
    yield Measure(name, "names F", counts.f())
    for label in ("PERSON", "ORG", "PLACE"):
        yield Measure(name, f"names F, {label}", counts.f([label]))
    if any(label == OTHER for sentence in sentences for *_, label in sentence.names or ()):
        counts = count_names(nlp, [[sentence] for sentence in sentences], COARSE, inside_others=False)
        yield Measure(name, "names F, none inside others", counts.f())
