"""Single measurements of a pipeline on development data; kg.training.evaluate makes the table of them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.training.augment import curl_quotes, straighten_quotes
from kg.training.sentences import TrainingSentence, make_doc, make_example
from kg.training.treebank import read_paragraphs

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the table: what, on which data, in which unit, and how much."""

    data: str
    what: str
    value: float


def measure_trees(nlp: Language, path: Path, name: str, *, punctuation: bool = True) -> Iterator[Measure]:
    """Accuracies on gold words and gold sentences, each sentence parsed alone.

    Args:
        nlp: pipeline with a parser.
        path: CoNLL-U file.
        name: name of the data in the table.
        punctuation: count punctuation marks, as the shared tasks do.
    """
    sentences = [sentence for paragraph in read_paragraphs(path) for sentence in paragraph]
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


def measure_raw_trees(nlp: Language, path: Path, name: str, *, limit: int = 8) -> Iterator[Measure]:
    """LAS (F over words) and sentences (F) from raw text, in paragraphs of at most `limit` sentences."""
    gold_words = found_words = right = 0
    gold_ends = found_ends = right_ends = 0
    for paragraph in read_paragraphs(path):
        for group in _chunks(paragraph, limit):
            doc = make_doc(nlp, _spaced(group))
            predicted = nlp(doc.text)
            gold_arcs, found_arcs = _arcs(doc), _arcs(predicted)
            gold_words, found_words = gold_words + len(gold_arcs), found_words + len(found_arcs)
            right += len(gold_arcs & found_arcs)
            gold_spans, found_spans = _sentence_spans(doc), _sentence_spans(predicted)
            gold_ends, found_ends = gold_ends + len(gold_spans), found_ends + len(found_spans)
            right_ends += len(gold_spans & found_spans)
    yield Measure(name, "LAS from raw text", 200 * right / (gold_words + found_words))
    yield Measure(name, "sentences F", 200 * right_ends / (gold_ends + found_ends))


def _chunks(sentences: Sequence[TrainingSentence], size: int) -> Iterator[Sequence[TrainingSentence]]:
    rest = iter(sentences)
    while chunk := list(islice(rest, size)):
        yield chunk


def _spaced(sentences: Sequence[TrainingSentence]) -> list[TrainingSentence]:
    return [sentence.with_space_at_end(True) for sentence in sentences]


def _arcs(doc: Doc) -> set[tuple[int, int, int, str]]:
    return {(t.idx, t.idx + len(t.text), -1 if t.head.i == t.i else t.head.idx, t.dep_) for t in doc if not t.is_space}


def _sentence_spans(doc: Doc) -> set[tuple[int, int]]:
    return {(sentence.start_char, sentence.start_char + len(sentence.text.rstrip())) for sentence in doc.sents}


def measure_names(nlp: Language, sentences: Sequence[TrainingSentence], name: str) -> Iterator[Measure]:
    """F of exact spans with label, overall, for the five main types, and for each type."""
    right: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for sentence, doc in zip(sentences, nlp.pipe(s.text.rstrip() for s in sentences), strict=True):
        ends: list[tuple[int, int]] = []
        at = 0
        for word, space in zip(sentence.words, sentence.spaces, strict=True):
            ends.append((at, at + len(word)))
            at += len(word) + space
        expected = {(ends[a][0], ends[b - 1][1], label) for a, b, label in sentence.names or ()}
        predicted = {(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents}
        gold.update(label for *_, label in expected)
        found.update(label for *_, label in predicted)
        right.update(label for *_, label in expected & predicted)
    labels = sorted(gold)
    yield Measure(name, "names F, all types", f_score(right.total(), gold.total(), found.total()))
    five = [label for label in labels if label != "LOC"]
    yield Measure(name, "names F, five types", f_score(*(sum(c[x] for x in five) for c in (right, gold, found))))
    for label in labels:
        yield Measure(name, f"names F, {label}", f_score(right[label], gold[label], found[label]))


def f_score(right: int, gold: int, found: int) -> float:
    """Harmonic mean of precision and recall, in percent.

    Example:
        >>> f_score(8, 10, 10)
        80.0
    """
    return 200 * right / (gold + found) if gold + found else 0.0


def with_quotes(sentences: Iterable[TrainingSentence], *, curly: bool) -> list[TrainingSentence]:
    """The sentences that have a quote or an apostrophe, with quotes of one kind."""
    quoted = [s for s in sentences if any("'" in word or '"' in word for word in s.words)]
    return [curl_quotes(s) if curly else straighten_quotes(s) for s in quoted]


def measure_speed(nlp: Language, sentences: Sequence[TrainingSentence]) -> float:
    """Words a second over the sentences, by processor time on one core."""
    texts = ["".join(s.with_space_at_end(True).text for s in group) for group in _chunks(sentences, 8)]
    list(nlp.pipe(texts[:20]))
    started = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    return words / (time.process_time() - started)


def count_examples(nlp: Language, sentences: Sequence[TrainingSentence]) -> tuple[int, int]:
    """Words of the sentences, and how many of them the tokenizer gives exactly."""
    same = total = 0
    for sentence in sentences:
        example = make_example(nlp, [sentence])
        spans = {(t.idx, len(t.text)) for t in example.predicted}
        total += len(example.reference)
        same += sum((t.idx, len(t.text)) in spans for t in example.reference)
    return total, same
