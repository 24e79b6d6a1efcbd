"""spaCy corpus reader of the second stage: gold trees and silver ones, named in `pipelines/language/refine.cfg`."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.util import registry

from kg.training.augment import augment
from kg.training.readers import close_gaps, join_sentences, read_training_paragraphs
from kg.training.sentences import make_example
from kg.training.silver import read_silver_trees

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example


@registry.readers("kg.mixed_trees.v1")  # type: ignore[untyped-decorator]
def make_mixed_tree_reader(
    data: str | None, seed: int, news_weight: int, silver: str | None, silver_share: float
) -> Callable[[Language], Iterator[Example]]:
    """Reader of all gold trees and, in each pass, of another random share of the silver ones.

    Args:
        data: the data folder.
        seed: of order and writing.
        news_weight: how often the gold news trees are given.
        silver: file of silver trees; without one, gold trees alone.
        silver_share: share of the silver trees given in one pass.

    Documents hold gold or silver trees, never both, for silver ones have no parts of speech.
    """
    gold = read_training_paragraphs(data, news_weight)
    unsure = [[sentence] for sentence in read_silver_trees(Path(silver))] if silver else []
    passes = iter(range(1_000_000))

    def read(nlp: Language) -> Iterator[Example]:
        rng = random.Random(f"{seed}-{next(passes)}")
        drawn = rng.sample(unsure, int(len(unsure) * silver_share))
        documents = [*join_sentences(gold, rng), *join_sentences(drawn, rng)]
        rng.shuffle(documents)
        for sentences in documents:
            yield make_example(nlp, close_gaps(augment(sentences, rng), rng))

    return read
