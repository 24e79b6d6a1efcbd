"""spaCy corpus reader of the second stage, named in `pipelines/language/refine.cfg`: gold, corrected, silver trees."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.util import registry

from kg.training.augment import augment
from kg.training.corrected import read_corrected_trees
from kg.training.data import find_data
from kg.training.readers import close_gaps, join_sentences, read_training_paragraphs
from kg.training.sentences import make_example
from kg.training.silver import read_silver_trees

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example


@registry.readers("kg.mixed_trees.v1")  # type: ignore[untyped-decorator]
def make_mixed_tree_reader(
    data: str | None,
    seed: int,
    news_weight: int,
    silver: str | None,
    silver_share: float,
    corrected_weight: int,
) -> Callable[[Language], Iterator[Example]]:
    """Reader of all gold and corrected trees and, in each pass, of another random share of the silver ones.

    Args:
        data: the data folder.
        seed: of order and writing.
        news_weight: how often the gold news trees are given.
        silver: file of silver trees; without one, gold trees alone.
        silver_share: share of the silver trees given in one pass.
        corrected_weight: how often in one pass the trees corrected by reading are given (kg.training.corrected).

    A corrected tree takes the place of the silver one. Documents hold gold or silver trees, never both, for silver and
    corrected ones have no parts of speech.
    """
    gold = read_training_paragraphs(data, news_weight)
    corrected = [[sentence] for sentence in read_corrected_trees(find_data(data))] if corrected_weight else []
    known = {sentence.words for sentences in corrected for sentence in sentences}
    silver_trees = read_silver_trees(Path(silver)) if silver else []
    unsure = [[sentence] for sentence in silver_trees if sentence.words not in known]
    passes = iter(range(1_000_000))

    def read(nlp: Language) -> Iterator[Example]:
        rng = random.Random(f"{seed}-{next(passes)}")
        drawn = rng.sample(unsure, int(len(unsure) * silver_share))
        without_speech_parts = [*drawn, *corrected * corrected_weight]
        documents = [*join_sentences(gold, rng), *join_sentences(without_speech_parts, rng)]
        rng.shuffle(documents)
        for sentences in documents:
            yield make_example(nlp, close_gaps(augment(sentences, rng), rng))

    return read
