"""Measure how many ends of the gold statements have a mention: without one, no rule can find the statement.

Usage: python benchmarks/mentions.py [--sets train dev] [--missed KIND] [--examples N]

An end is a distinct span that stands as source or target of a gold statement; it is found where some mention of its
sentence matches it (or a span that gold accepts instead) by the rule of the scorer, and "with an actor" where such a
mention is resolved. Kinds are told by the parser's tree, so they shift a little with the model. Needs the measuring
data (`KG_DATA`) and the scorer beside it.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from statements import load_scorer

from kg.model import Mention
from kg.pipeline import Pipeline, document_of
from kg.settings import read_settings
from kg.tables import ActorTables, name_key
from kg.tree import Token, Tree

KINDS = ("name", "nationality", "possessive", "compound", "nominal", "pronoun")
COMPOUNDS = frozenset({"compound", "nmod:desc", "nmod:unmarked", "amod"})
Span = tuple[int, int]


@dataclass(slots=True)
class Counts:
    """Ends of one kind: all, those with a mention, those with a resolved one; and the missed, for reading."""

    ends: int = 0
    found: int = 0
    resolved: int = 0
    missed: list[str] = field(default_factory=list)


def main() -> None:
    """Print one table over all sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="+", default=["train", "dev"])
    parser.add_argument("--missed", choices=KINDS, help="show missed ends of this kind")
    parser.add_argument("--examples", type=int, default=40, metavar="N", help="how many of them")
    options = parser.parse_args()
    data = read_settings().data
    scorer, pipeline = load_scorer(data), Pipeline.load()
    counts: dict[str, Counts] = defaultdict(Counts)
    totals: Counter[str] = Counter()
    for name in options.sets:
        for row in scorer.read_lines(data / "gold" / f"{name}.jsonl"):
            measure(row, pipeline, scorer, counts, totals)
    show(counts, totals)
    missed = counts[options.missed].missed if options.missed else []
    for line in random.Random(1).sample(missed, min(options.examples, len(missed))):
        print(line, file=sys.stderr)


def measure(
    row: dict[str, Any], pipeline: Pipeline, scorer: ModuleType, counts: dict[str, Counts], totals: Counter[str]
) -> None:
    """Count the ends of one gold row."""
    text = row["text"]
    trees = pipeline.parse(text)
    mentions = pipeline.read_trees(document_of(text, id=row["id"]), trees).mentions
    totals["words"] += sum(len(tree) for tree in trees)
    totals["mentions"] += len(mentions)
    totals["mentions with an actor"] += sum(m.entity is not None for m in mentions)
    for span, accepted in gold_ends(row):
        kind = kind_of(text, span, trees, scorer, pipeline.resolver.tables)
        of_kind = counts[kind]
        of_kind.ends += 1
        matching = [m for m in mentions if any(scorer.same(text, s, *spans_of(m)) for s in accepted)]
        of_kind.found += bool(matching)
        of_kind.resolved += any(m.entity is not None for m in matching)
        if not matching:
            of_kind.missed.append(f"[{text[slice(*span)]}] {row['id']} {text}")


def gold_ends(row: dict[str, Any]) -> Iterator[tuple[Span, list[Span]]]:
    """Yield each distinct end of a row, optional statements left out, with the spans that gold accepts for it."""
    accepted: dict[Span, set[Span]] = {}
    for statement in row["statements"]:
        if not statement.get("optional"):
            for end in ("source", "target"):
                span = (statement[end][0], statement[end][1])
                alternatives = {(one[0], one[1]) for one in statement.get(f"{end}_alts", [])}
                accepted.setdefault(span, {span}).update(alternatives)
    for span in sorted(accepted):
        yield span, sorted(accepted[span])


def spans_of(mention: Mention) -> list[Span]:
    """Return the spans under which the scorer may find a participant made of this mention."""
    antecedent = mention.antecedent
    own = (mention.start, mention.end)
    return [own] if antecedent is None else [own, (antecedent.start, antecedent.end)]


def kind_of(text: str, span: Span, trees: tuple[Tree, ...], scorer: ModuleType, tables: ActorTables) -> str:
    """Return what kind of words an end is."""
    start, end = scorer.head(text, list(span))
    for tree in trees:
        for token in tree:
            if token.start < end and start < token.end:
                return _kind(token, text[slice(*span)], tables)
    return "nominal"


def _kind(token: Token, words: str, tables: ActorTables) -> str:
    if token.pos == "PRON" or token.tag in {"PRP", "PRP$"}:
        return "pronoun"
    if name_key(words) in tables.demonyms:
        return "nationality"
    if token.dep == "nmod:poss":
        return "possessive"
    if token.pos == "PROPN" or token.entity != "O":
        return "name"
    return "compound" if token.dep in COMPOUNDS or token.relation in COMPOUNDS else "nominal"


def show(counts: dict[str, Counts], totals: Counter[str]) -> None:
    """Print the table."""
    print("| kind of end | ends | with a mention | % | with an actor | % |")
    print("|---|---|---|---|---|---|")
    every = Counts(*(sum(getattr(c, key) for c in counts.values()) for key in ("ends", "found", "resolved")))
    for kind, of_kind in (*((kind, counts[kind]) for kind in KINDS), ("all", every)):
        ends = max(of_kind.ends, 1)
        found, resolved = 100 * of_kind.found / ends, 100 * of_kind.resolved / ends
        print(f"| {kind} | {of_kind.ends} | {of_kind.found} | {found:.1f} | {of_kind.resolved} | {resolved:.1f} |")
    shares = ", ".join(f"{key} {count}" for key, count in totals.items())
    print(f"\n{shares}; mentions per 100 words: {100 * totals['mentions'] / max(totals['words'], 1):.1f}")


if __name__ == "__main__":
    main()
