"""Learn what speaks for whom a pronoun means: the weights of `pipelines/newswire/pronouns.toml`.

Usage: python -m kg.training.pronouns --data DATA [--out pipelines/newswire/pronouns.toml]

Learns from the coreference of the GUM documents that may be trained on, news left out because its pronouns are
measured. Each document is parsed and resolved as the product does it; a pronoun is followed to the actor that its
chain of mentions names, so that later pronouns find what a careful reader would have found. The weights maximise the
likelihood of those actors, with a normal prior; Newton's method finds the one maximum, so that the same data give the
same file.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from kg.config import read_config
from kg.cues import read_cues
from kg.extraction.normalize import normalize_tree
from kg.ids import document_uid, text_digest
from kg.model import Document
from kg.parsing import Parser, make_parser
from kg.resolve import Resolver
from kg.resolve.mentions import PRONOUNS, Phrase
from kg.resolve.pronouns import PERSONS, Choice, Option, section_of
from kg.tables import PRONOUN_SORTS, read_tables
from kg.training.treebank import read_annotated
from kg.tree import Tree

PRIOR = 15.0  # inverse variance of a weight
SMALLEST = 0.05  # weights nearer to zero are left out
STEPS = 30
THRESHOLDS = {"person": 0.67, "thing": 0.5, "plural": 0.5}
NEWS = {  # news speaks less of things than GUM does, save where "it" is an object: what is added to a weight
    ("thing", "nobody"): -2.0,
    ("thing", "nobody, as object"): 2.0,
    ("plural", "nobody"): -1.0,
}
HELD_OUT = "GUM_news"
GUM = ("treebank", "gum", "en_gum-open-train.conllu")
_BRACKET = re.compile(r"\((\w+)(?:-[^()]*)?(\))?|(?:^|(?<=[^(]))(\w+)\)")
_ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")

Span = tuple[int, int]


@dataclass(slots=True)
class Annotated:
    """A document with the mentions of each chain, as offsets in its text."""

    id: str
    text: str = ""
    chains: dict[str, list[Span]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """One pronoun: the options there were, and the place of the right one among them."""

    sort: str
    options: tuple[Option, ...]
    right: int


def read_chains(path: Path) -> Iterator[Annotated]:
    """Yield the documents of a GUM file with their chains of coreferent mentions."""
    document: Annotated | None = None
    opened: dict[str, list[int]] = {}
    for annotated in read_annotated(path):
        name = annotated.id.rpartition("-")[0]
        if document is None or document.id != name:
            if document is not None:
                yield document
            document, opened = Annotated(name), {}
        sentence = annotated.sentence
        for word, space, misc in zip(sentence.words, sentence.spaces, annotated.misc, strict=True):
            start = len(document.text)
            document.text += word
            for opening, whole, closing in _marks(misc):
                if opening and not whole:
                    opened.setdefault(opening, []).append(start)
                elif whole or opened.get(closing):
                    first = start if whole else opened[closing].pop()
                    document.chains.setdefault(opening or closing, []).append((first, len(document.text)))
            document.text += " " * space
    if document is not None:
        yield document


def _marks(misc: str) -> list[tuple[str, str, str]]:
    found = _ENTITY.search(misc)
    return _BRACKET.findall(found.group(1)) if found else []


class Collector:
    """Notes the options of each pronoun of a document and follows it to its chain, in place of a choice by weights."""

    def __init__(self, document: Annotated, trees: Sequence[Tree]) -> None:
        self.examples: list[Example] = []
        self._chains: dict[int, set[str]] = {}
        self._pronouns: dict[Span, set[str]] = {}
        for chain, spans in document.chains.items():
            for span in spans:
                self._pronouns.setdefault(span, set()).add(chain)
                head = _head_start(trees, span)
                if head is not None:
                    self._chains.setdefault(head, set()).add(chain)

    def choose(self, phrase: Phrase, options: Sequence[Option]) -> Choice:
        """Return the option of the pronoun's own chain."""
        token = phrase.tree[phrase.head]
        sort = PRONOUNS[token.text.casefold()]
        chains = self._pronouns.get((token.start, token.end), set())
        right = next((i for i, option in enumerate(options) if self._in_chain(option, chains)), len(options) - 1)
        if chains or sort not in PERSONS:
            self.examples.append(Example(section_of(sort), tuple(options), right))
        return Choice(options[right].candidate, "chain")

    def _in_chain(self, option: Option, chains: set[str]) -> bool:
        if option.candidate is None:
            return False
        phrase = option.candidate.phrase
        return bool(self._chains.get(phrase.tree[phrase.head].start, set()) & chains)


def _head_start(trees: Sequence[Tree], span: Span) -> int | None:
    """Return the offset of the word of a span that hangs highest."""
    for tree in trees:
        if tree.sentence.start <= span[0] < tree.sentence.end:
            inside = {t.i for t in tree if span[0] <= t.start and t.end <= span[1]}
            return next(
                (tree[i].start for i in sorted(inside) if tree[i].head == i or tree[i].head not in inside), None
            )
    return None


def collect(data: Path, parser: Parser) -> list[Example]:
    """Return the pronouns of all documents that may be learned from."""
    config = read_config("newswire")
    cues, tables = read_cues(config.file_for("cues"), config.file_for("reporting")), read_tables(config)
    examples: list[Example] = []
    for annotated in read_chains(data.joinpath(*GUM)):
        if annotated.id.startswith(HELD_OUT):
            continue
        trees = tuple(normalize_tree(tree, cues) for tree in parser.parse(annotated.text))
        collector = Collector(annotated, trees)
        document = Document(document_uid(annotated.id), annotated.id, text_digest(annotated.text), annotated.text)
        Resolver(tables, collector.choose).resolve(document, trees)
        examples.extend(collector.examples)
    return examples


def fit(examples: Sequence[Example], prior: float = PRIOR) -> dict[str, float]:
    """Return the weights that make the right options likeliest, small ones left out."""
    names = sorted({name for example in examples for option in example.options for name in option.features})
    column = {name: i for i, name in enumerate(names)}
    tables: list[tuple[np.ndarray[Any, Any], int]] = []
    for example in examples:
        matrix = np.zeros((len(example.options), len(names)))
        for row, option in enumerate(example.options):
            for name, value in option.features.items():
                matrix[row, column[name]] = value
        tables.append((matrix, example.right))
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        gradient, curvature = -prior * weights, prior * np.eye(len(names))
        for matrix, right in tables:
            scores = matrix @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            mean = chances @ matrix
            gradient += matrix[right] - mean
            curvature += (matrix.T * chances) @ matrix - np.outer(mean, mean)
        step = np.linalg.solve(curvature, gradient)
        weights += step
        if float(np.abs(step).max()) < 1e-6:
            break
    return {name: round(float(w), 2) for name, w in zip(names, weights, strict=True) if abs(w) >= SMALLEST}


def as_toml(learned: Mapping[str, Mapping[str, float]]) -> str:
    """Return the file of weights."""
    lines = [
        "# What speaks for (above zero) and against an actor that a pronoun may mean;",
        "# made by `python -m kg.training.pronouns`.",
        "# The thresholds say how likely the best actor must be; below, the pronoun stays open.",
    ]
    for sort in PRONOUN_SORTS:
        lines += ["", f"[{sort}]", f"threshold = {THRESHOLDS[sort]}", "", f"[{sort}.weights]"]
        lines += [f'"{name}" = {weight}' for name, weight in sorted(learned[sort].items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Learn the weights and write them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path, default=Path("pipelines/newswire/pronouns.toml"))
    given = options.parse_args()
    examples = collect(given.data, make_parser())
    learned = {sort: fit([e for e in examples if e.sort == sort]) for sort in PRONOUN_SORTS}
    for (sort, name), shift in NEWS.items():
        learned[sort][name] = round(learned[sort].get(name, 0.0) + shift, 2)
    given.out.write_text(as_toml(learned), encoding="utf-8")


if __name__ == "__main__":
    main()
