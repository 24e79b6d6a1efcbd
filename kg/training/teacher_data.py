"""Sentences as the numbers that the teacher's network reads, and batches of sentences of equal length.

Equal length means no padding: every word counts, and the LSTM's fast path applies.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.training.augment import CURLY_TO_STRAIGHT
from kg.training.sentences import TrainingSentence

UNKNOWN, ROOT = 0, 1
MIN_COUNT = 2
COLUMNS = 5


def word_columns(word: str) -> tuple[str, ...]:
    """What the network sees of a word: itself and its affixes in lower case with straight quotes, and its shape.

    Example:
        >>> word_columns("Iraqis")
        ('iraqis', 'qis', 'is', 'ira', 'Xx')
    """
    straight = word.translate(CURLY_TO_STRAIGHT)
    norm = "".join("0" if letter.isdigit() else letter for letter in straight.lower())
    marks = ("X" if c.isupper() else "x" if c.islower() else "0" if c.isdigit() else c for c in straight)
    return norm, norm[-3:], norm[-2:], norm[:3], "".join(key for key, _ in groupby(marks))[:6]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Numbers of the values of each column, of the tags and of the labels."""

    columns: tuple[dict[str, int], ...]
    tags: dict[str, int]
    labels: dict[str, int]

    @classmethod
    def learn(cls, sentences: Iterable[TrainingSentence]) -> Vocabulary:
        """The values seen at least twice, all tags and all labels; in order of frequency, then of the alphabet."""
        counts: list[Counter[str]] = [Counter() for _ in range(COLUMNS)]
        tags: set[str] = set()
        labels: set[str] = set()
        for sentence in sentences:
            for word in sentence.words:
                for counter, value in zip(counts, word_columns(word), strict=True):
                    counter[value] += 1
            tags.update(tag for tag in sentence.tags if tag)
            labels.update(sentence.deps)
        columns = []
        for counter in counts:
            known = sorted((value for value, n in counter.items() if n >= MIN_COUNT), key=lambda v: (-counter[v], v))
            columns.append({value: i for i, value in enumerate(known, ROOT + 1)})
        return cls(
            tuple(columns),
            {tag: i for i, tag in enumerate(sorted(tags))},
            {label: i for i, label in enumerate(sorted(labels))},
        )

    def rows(self) -> tuple[int, ...]:
        """Number of embeddings that each column needs."""
        return tuple(len(column) + ROOT + 1 for column in self.columns)

    def encode_words(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """A row of numbers for the root and for each word."""
        rows: list[tuple[int, ...]] = [(ROOT,) * COLUMNS]
        for word in words:
            values = zip(self.columns, word_columns(word), strict=True)
            rows.append(tuple(column.get(value, UNKNOWN) for column, value in values))
        return rows


@dataclass(frozen=True, slots=True)
class EncodedSentence:
    """Rows of a sentence with its root; gold values are -1 where unknown (the root's always)."""

    columns: list[tuple[int, ...]]
    heads: list[int]
    labels: list[int]
    tags: list[int]


def encode_sentence(vocabulary: Vocabulary, sentence: TrainingSentence) -> EncodedSentence:
    """A sentence with whatever of its tree and tags is known; heads count from 1, the root is 0.

    Example:
        >>> talk = TrainingSentence(("Talks", "failed"), (True, False), heads=(1, 1), deps=("nsubj", "ROOT"))
        >>> encode_sentence(Vocabulary.learn([talk]), talk).heads
        [-1, 2, 0]
    """
    unknown = [-1] * len(sentence.words)
    heads = [0 if head == i else head + 1 for i, head in enumerate(sentence.heads)] or unknown
    labels = [vocabulary.labels.get(label, -1) for label in sentence.deps] or unknown
    tags = [vocabulary.tags.get(tag, -1) for tag in sentence.tags] or unknown
    return EncodedSentence(vocabulary.encode_words(sentence.words), [-1, *heads], [-1, *labels], [-1, *tags])


def batch_by_length(lengths: Sequence[int], *, words: int, rng: random.Random | None = None) -> Iterator[list[int]]:
    """Numbers of sentences of equal length, at most about `words` words together; in random order if `rng` is given.

    Example:
        >>> list(batch_by_length([2, 3, 2, 2], words=4))
        [[0, 2], [3], [1]]
    """
    by_length: dict[int, list[int]] = defaultdict(list)
    for i, length in enumerate(lengths):
        by_length[length].append(i)
    batches: list[list[int]] = []
    for length, members in sorted(by_length.items()):
        if rng is not None:
            rng.shuffle(members)
        size = max(1, words // length)
        batches.extend(members[i : i + size] for i in range(0, len(members), size))
    if rng is not None:
        rng.shuffle(batches)
    yield from batches
