"""Trees of news that nobody has parsed by hand: the teachers and the first stage write them, the second reads them.

    python -m kg.training.silver --teacher FOLDER [--teacher FOLDER ...] --model FOLDER --output FILE [--data DIR]

One JSON object a line: `words`, `spaces`, `tags`, `heads`, `deps`, and how sure and how agreed the parsers were. The
file is derived data: it stays outside the repository, and the digest of its bytes is what names it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.training.data import EWT_DEV, GMB, GMB_HELD_OUT_FROM, GUM_DEV, NEWS_DEV, SHIPPABLE_TREEBANKS, find_data
from kg.training.digests import file_digest
from kg.training.names import make_training_sentence, read_silver
from kg.training.sentences import TrainingSentence
from kg.training.teacher import Ensemble, ParsedSentence
from kg.training.treebank import read_paragraphs

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SHORTEST, LONGEST = 5, 70
"""Words of the sentences that are parsed."""
LEAST_CONFIDENCE = 0.75
LEAST_AGREEMENT = 0.7
FIRST_STAGE_VOTES = 0.5
"""How much the first stage's own tree counts beside one teacher's."""
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class SilverCounts:
    """What became of the sentences: `read` is the sum of the others."""

    read: int
    kept: int
    unsure: int
    disputed: int


def read_unparsed_news(root: Path) -> Iterator[TrainingSentence]:
    """GMB sentences that may train what ships and have no tree yet, each text once, in order.

    Left out: the held-out block and earlier sentences whose text stands there too, every sentence of a treebank's train
    or dev part, and the shortest and longest.
    """
    news = read_silver(root / GMB)
    taken = {_letters(sentence.words) for sentence in news[GMB_HELD_OUT_FROM:]}
    for name in (*SHIPPABLE_TREEBANKS, EWT_DEV, GUM_DEV, NEWS_DEV):
        taken.update(_letters(s.words) for paragraph in read_paragraphs(root / name) for s in paragraph)
    for sentence in news[:GMB_HELD_OUT_FROM]:
        letters = _letters(sentence.words)
        if letters not in taken and SHORTEST <= len(sentence.words) <= LONGEST:
            taken.add(letters)
            yield make_training_sentence(sentence)


def _letters(words: Sequence[str]) -> str:
    return "".join(letter for word in words for letter in word if letter.isalnum()).lower()


def tokenize(nlp: Language, sentence: TrainingSentence) -> Doc:
    """The text of one sentence in the words of the pipeline's own tokenizer, held together as a sentence."""
    doc = nlp.make_doc(sentence.text.rstrip())
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def parse_with_pipeline(nlp: Language, docs: Iterable[Doc]) -> list[ParsedSentence]:
    """The trees of a spaCy pipeline; words and sentences stay as they are."""
    return [
        ParsedSentence(
            tags=tuple(token.tag_ for token in doc),
            heads=tuple(token.head.i for token in doc),
            deps=tuple(token.dep_ for token in doc),
            confidence=1.0,
        )
        for doc in nlp.pipe(docs)
    ]


def agreement(one: ParsedSentence, other: ParsedSentence) -> float:
    """Share of the words, punctuation apart, with the same head and label in both trees.

    Example:
        >>> tree = ParsedSentence(("NNS", "VBD"), (1, 1), ("nsubj", "ROOT"), 1.0)
        >>> agreement(tree, tree)
        1.0
    """
    counted = [i for i, dep in enumerate(one.deps) if dep != "punct"]
    same = sum(one.heads[i] == other.heads[i] and one.deps[i] == other.deps[i] for i in counted)
    return same / max(1, len(counted))


def make_silver(
    *, data: Path, teachers: Ensemble, nlp: Language, output: Path, limit: int | None = None
) -> SilverCounts:
    """Parse the news, keep the trees that the parsers are sure of and agree on, and write them.

    Args:
        data: the data folder.
        teachers: they parse together, the first stage voting with them.
        nlp: pipeline of the first stage; its tokenizer gives the words.
        output: JSONL file to write.
        limit: only so many sentences, for a quick try.
    """
    read = kept = unsure = disputed = 0
    sentences = islice(read_unparsed_news(data), limit)
    new = output.with_name(output.name + ".new")
    with new.open("w", encoding="utf-8") as lines:
        while chunk := [tokenize(nlp, sentence) for sentence in islice(sentences, CHUNK)]:
            first = parse_with_pipeline(nlp, chunk)
            words = [[token.text for token in doc] for doc in chunk]
            together = teachers.parse(words, votes=first, weight=FIRST_STAGE_VOTES)
            for doc, own, tree in zip(chunk, first, together, strict=True):
                read += 1
                agreed = agreement(tree, own)
                if tree.confidence < LEAST_CONFIDENCE:
                    unsure += 1
                elif agreed < LEAST_AGREEMENT:
                    disputed += 1
                else:
                    kept += 1
                    lines.write(json.dumps(_as_row(doc, tree, agreed), ensure_ascii=False) + "\n")
    new.replace(output)
    return SilverCounts(read, kept, unsure, disputed)


def _as_row(doc: Doc, tree: ParsedSentence, agreed: float) -> dict[str, object]:
    return {
        "words": [token.text for token in doc],
        "spaces": [*(int(bool(token.whitespace_)) for token in doc[:-1]), 1],
        "tags": tree.tags,
        "heads": tree.heads,
        "deps": tree.deps,
        "confidence": round(tree.confidence, 3),
        "agreement": round(agreed, 3),
    }


def read_silver_trees(path: Path) -> list[TrainingSentence]:
    """The sentences of a file that `make_silver` wrote; parts of speech, features and lemmas are unknown."""
    sentences = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            sentences.append(
                TrainingSentence(
                    words=tuple(row["words"]),
                    spaces=tuple(bool(space) for space in row["spaces"]),
                    tags=tuple(row["tags"]),
                    heads=tuple(row["heads"]),
                    deps=tuple(row["deps"]),
                )
            )
    return sentences


def main(arguments: list[str] | None = None) -> None:
    """Command line of this module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--teacher", type=Path, action="append", required=True)
    options.add_argument("--model", type=Path, required=True)
    options.add_argument("--output", type=Path, required=True)
    options.add_argument("--data")
    options.add_argument("--limit", type=int)
    given = options.parse_args(arguments)
    import spacy
    import torch

    torch.set_num_threads(1)
    nlp = spacy.load(given.model, exclude=["ner"])
    counts = make_silver(
        data=find_data(given.data),
        teachers=Ensemble.load(given.teacher),
        nlp=nlp,
        output=given.output,
        limit=given.limit,
    )
    print(f"{counts}\nsha256 {file_digest(given.output)}")


if __name__ == "__main__":
    main()
