"""Measures of trees, tags, lemmas and sentence ends; kg.training.evaluate makes the table of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.training.sentences import TrainingSentence, make_doc

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

JOINED = 8
"""Most sentences of one raw text."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the table: what, on which data, in which unit, and how much."""

    data: str
    what: str
    value: float

    @property
    def key(self) -> str:
        """What bounds call the row, such as "EWT dev: LAS"."""
        return f"{self.data}: {self.what}"


def measure_trees(
    nlp: Language, sentences: Sequence[TrainingSentence], name: str, *, punctuation: bool = True
) -> Iterator[Measure]:
    """Accuracies on gold words and gold sentences, each sentence parsed alone.

    Args:
        nlp: pipeline with a parser.
        sentences: sentences with trees.
        name: name of the data in the table.
        punctuation: count punctuation marks, as the shared tasks do.
    """
    gold = [make_doc(nlp, [sentence]) for sentence in sentences]
    counts: Counter[str] = Counter()
    for doc, predicted in zip(gold, nlp.pipe(_bare(nlp, gold)), strict=True):
        for token, found in zip(doc, predicted, strict=True):
            counts["tag of"] += bool(token.tag_)
            counts["tag"] += bool(token.tag_) and token.tag_ == found.tag_
            known = bool(token.lemma_)
            counts["lemma of"] += known
            counts["lemma"] += known and token.lemma_.lower() == found.lemma_.lower()
            verb = known and token.pos_ == "VERB"
            counts["verb lemma of"] += verb
            counts["verb lemma"] += verb and token.lemma_.lower() == found.lemma_.lower()
            if punctuation or token.dep_ != "punct":
                head = token.head.i == found.head.i
                counts["UAS of"] += 1
                counts["UAS"] += head
                counts["LAS"] += head and token.dep_ == found.dep_
    counts["LAS of"] = counts["UAS of"]
    suffix = "" if punctuation else " without punctuation"
    for what in ("LAS", "UAS", "tag", "lemma", "verb lemma"):
        if counts[f"{what} of"]:
            scored = suffix if what in {"LAS", "UAS"} else ""
            yield Measure(name, what + scored, 100 * counts[what] / counts[f"{what} of"])


def _bare(nlp: Language, gold: Iterable[Doc]) -> Iterator[Doc]:
    """The same words without annotation, held together as one sentence, with the norms that the tokenizer gives."""
    from spacy.tokens import Doc

    for doc in gold:
        starts: list[bool | int | None] = [i == 0 for i in range(len(doc))]
        bare = Doc(nlp.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc], sent_starts=starts)
        norms = {(token.idx, token.text): token.norm_ for token in nlp.make_doc(doc.text)}
        for token in bare:
            token.norm_ = norms.get((token.idx, token.text), token.norm_)
        yield bare


def measure_raw_trees(
    nlp: Language, groups: Iterable[Sequence[TrainingSentence]], name: str, *, show: Callable[[str], str] = str
) -> Iterator[Measure]:
    """LAS (F over words) and sentences (F) from raw text.

    Args:
        nlp: pipeline with a parser.
        groups: the sentences of each text, with trees.
        name: name of the data in the table.
        show: what is done with a text before the pipeline sees it, letter for letter.
    """
    gold_words = found_words = right = 0
    ends = SentenceEnds()
    golds = [make_doc(nlp, group) for group in groups]
    for doc, predicted in zip(golds, nlp.pipe(show(doc.text) for doc in golds), strict=True):
        gold_arcs, found_arcs = _arcs(doc), _arcs(predicted)
        gold_words, found_words = gold_words + len(gold_arcs), found_words + len(found_arcs)
        right += len(gold_arcs & found_arcs)
        ends.add(_sentence_spans(doc), predicted)
    yield Measure(name, "LAS from raw text", f_score(right, gold_words, found_words))
    yield Measure(name, "sentences F", ends.f)


@dataclass(slots=True)
class SentenceEnds:
    """Counts of sentences that begin and end where they should."""

    gold: int = 0
    found: int = 0
    right: int = 0

    def add(self, gold: set[tuple[int, int]], predicted: Doc) -> None:
        """Count one text: its sentences as `(first character, after the last)`, and the parsed Doc."""
        found = _sentence_spans(predicted)
        self.gold, self.found = self.gold + len(gold), self.found + len(found)
        self.right += len(gold & found)

    @property
    def f(self) -> float:
        """F of sentences, in percent."""
        return f_score(self.right, self.gold, self.found)


def measure_sentence_ends(nlp: Language, paths: Iterable[Path], name: str) -> Measure:
    """F of sentences where the texts of JSON-lines files (field `text`, one sentence each) stand joined by spaces."""
    lines = [json.loads(line)["text"] for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    ends = SentenceEnds()
    groups = [lines[i : i + JOINED] for i in range(0, len(lines), JOINED)]
    for group, predicted in zip(groups, nlp.pipe(" ".join(group) for group in groups), strict=True):
        gold: set[tuple[int, int]] = set()
        at = 0
        for line in group:
            gold.add((at, at + len(line)))
            at += len(line) + 1
        ends.add(gold, predicted)
    return Measure(name, "sentences F", ends.f)


def join_groups(sentences: Sequence[TrainingSentence], size: int = JOINED) -> Iterator[list[TrainingSentence]]:
    """The sentences in groups that follow each other, each sentence with a space after it."""
    rest = iter(sentences)
    while group := list(islice(rest, size)):
        yield [sentence.with_space_at_end(True) for sentence in group]


def _arcs(doc: Doc) -> set[tuple[int, int, int, str]]:
    return {(t.idx, t.idx + len(t.text), -1 if t.head.i == t.i else t.head.idx, t.dep_) for t in doc if not t.is_space}


def _sentence_spans(doc: Doc) -> set[tuple[int, int]]:
    return {(sentence.start_char, sentence.start_char + len(sentence.text.rstrip())) for sentence in doc.sents}


def f_score(right: int, gold: int, found: int) -> float:
    """Harmonic mean of precision and recall, in percent.

    Example:
        >>> f_score(8, 10, 10)
        80.0
    """
    return 200 * right / (gold + found) if gold + found else 0.0
