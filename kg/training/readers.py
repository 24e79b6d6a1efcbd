"""spaCy corpus readers of the training data; named in the configs of `pipelines/language/`, needed only for training.

The training readers give an endless supply: each pass shuffles anew, joins sentences to documents of changing length
(so that the parser learns where sentences end) and writes them in changing ways (kg.training.augment). All of it
follows from the seed and the number of the pass.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.util import registry

from kg.training.augment import CASE_RATES, NO_FULL_STOP_RATE, augment, can_lose_space, drop_full_stop
from kg.training.data import EWT_DEV, NEWS_DEV, SHIPPABLE_TREEBANKS, find_data
from kg.training.names import read_held_out_names, read_training_names
from kg.training.sentences import TrainingSentence, make_example
from kg.training.swaps import collect_names, swap_names
from kg.training.tokenizing import split_hyphenated
from kg.training.treebank import read_paragraphs

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

Paragraphs = list[list[TrainingSentence]]
MISSING_SPACE_RATE = 0.06
NAME_CASE_RATES = {"lower": 0.04, "upper": 0.04, "headline": 0.06}
LONGEST = 8
"""Most sentences joined to one training document."""


def read_training_paragraphs(data: str | None, news_weight: int = 2) -> Paragraphs:
    """All trees that may train what ships; the news trees `news_weight` times."""
    root = find_data(data)
    paragraphs: Paragraphs = []
    for name in SHIPPABLE_TREEBANKS:
        read = [[split_hyphenated(s) for s in paragraph] for paragraph in read_paragraphs(root / name)]
        paragraphs.extend(read * (news_weight if "news" in name else 1))
    return paragraphs


def join_sentences(
    paragraphs: Paragraphs, rng: random.Random, *, join_rate: float = 0.3
) -> Iterator[list[TrainingSentence]]:
    """The paragraphs in random order as documents of one to eight sentences; some paragraphs joined, long ones cut."""
    order = list(range(len(paragraphs)))
    rng.shuffle(order)
    pending: list[TrainingSentence] = []
    for at in order:
        pending = [*pending, *paragraphs[at]]
        while len(pending) > LONGEST:
            size = rng.randint(2, LONGEST)
            yield pending[:size]
            pending = pending[size:]
        ends_well = pending and pending[-1].words[-1] in {".", "?", "!", '"', "”"}
        if pending and not (ends_well and rng.random() < join_rate):
            yield pending
            pending = []
    if pending:
        yield pending


def close_gaps(sentences: Sequence[TrainingSentence], rng: random.Random) -> list[TrainingSentence]:
    """The sentences with a space between them, or, rarely and where it can be found again, without one."""
    joined = [
        left.with_space_at_end(not (can_lose_space(left, right) and rng.random() < MISSING_SPACE_RATE))
        for left, right in pairwise(sentences)
    ]
    last = sentences[-1]
    return [*joined, drop_full_stop(last) if rng.random() < NO_FULL_STOP_RATE else last]


def _endless(
    nlp: Language,
    read: Callable[[random.Random], Paragraphs],
    seed: int,
    number: int,
    join_rate: float,
    case_rates: Mapping[str, float] = CASE_RATES,
) -> Iterator[Example]:
    rng = random.Random(f"{seed}-{number}")
    for sentences in join_sentences(read(rng), rng, join_rate=join_rate):
        yield make_example(nlp, close_gaps(augment(sentences, rng, case_rates), rng))


@registry.readers("kg.trees.v1")  # type: ignore[untyped-decorator]
def make_tree_reader(data: str | None, seed: int, news_weight: int) -> Callable[[Language], Iterator[Example]]:
    """Reader of the trees that train what ships: EWT, open GUM and news."""
    paragraphs = read_training_paragraphs(data, news_weight)
    passes = iter(range(1_000_000))
    return lambda nlp: _endless(nlp, lambda _: paragraphs, seed, next(passes), 0.3)


@registry.readers("kg.dev_trees.v1")  # type: ignore[untyped-decorator]
def make_dev_tree_reader(data: str | None, limit: int) -> Callable[[Language], Iterator[Example]]:
    """Reader of EWT dev (its first `limit` paragraphs) and news dev, as raw text, one document a paragraph."""
    root = find_data(data)

    def read(nlp: Language) -> Iterator[Example]:
        for paragraph in [*read_paragraphs(root / EWT_DEV)[:limit], *read_paragraphs(root / NEWS_DEV)]:
            yield make_example(nlp, [split_hyphenated(sentence) for sentence in paragraph])

    return read


@registry.readers("kg.names.v2")  # type: ignore[untyped-decorator]
def make_name_reader(
    data: str | None, seed: int, weights: dict[str, int], swap_share: float
) -> Callable[[Language], Iterator[Example]]:
    """Reader of the names that train what ships, each set as often as its weight says (kg.training.names).

    Names are exchanged (kg.training.swaps) in `swap_share` of the sentences.
    """
    sentences = read_training_names(find_data(data), weights)
    passes = iter(range(1_000_000))
    pool = collect_names(sentences)

    def rename(rng: random.Random) -> Paragraphs:
        return [[s if swap_share < 1 and rng.random() >= swap_share else swap_names(s, pool, rng)] for s in sentences]

    return lambda nlp: _endless(nlp, rename, seed, next(passes), 0.4, NAME_CASE_RATES)


@registry.readers("kg.dev_names.v1")  # type: ignore[untyped-decorator]
def make_dev_name_reader(data: str | None, limit: int) -> Callable[[Language], Iterator[Example]]:
    """Reader of the first `limit` held-out GMB sentences, labels corrected, one document a sentence."""
    held_out = read_held_out_names(find_data(data))[:limit]

    def read(nlp: Language) -> Iterator[Example]:
        for sentence in held_out:
            yield make_example(nlp, [sentence])

    return read
