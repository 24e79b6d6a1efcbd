"""Score who favours or opposes whom on news sentences with two marked actors (relations/directed-sentiment).

Usage: python benchmarks/sentiment.py [--errors N] [--json]

A row marks two actors (an "s" after the bracket belongs to the name): 1 the first favours the second, 2 the second the
first, 3 the first opposes the second, 4 the second the first, 0 neither. The answer for a row is the statement with the
highest score by amount whose ends are the two marked actors, by the scorer's comparison of heads (the first in the text
where several are equal). A statement with score 0 is no answer, and neither is a negated one that says no harm was
done; a negated friendly one counts as opposed. An answer is right if direction and sign are; symmetric statements have
either direction.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from figures import Share, data_file, read_by_row, read_options, report
from plv import spans
from statements import load_scorer

from kg.model import Participant, Polarity, Statement
from kg.pipeline import Pipeline
from kg.settings import read_settings

POSSESSIVE = re.compile(r"['’]s?$")
MARK = re.compile(r"\[([^\[\]]+)\](s\b)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence without its brackets, the spans of the two actors, and the label."""

    line: int
    text: str
    first: list[int]
    second: list[int]
    label: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the statements of a row say: the labels it stands for, and the statement."""

    labels: frozenset[int]
    statement: Statement


def read_rows() -> tuple[list[Row], int]:
    """Return the rows with two marks, and how many rows there are."""
    lines = data_file("relations", "directed-sentiment", "valid.txt").read_text(encoding="utf-8").splitlines()
    rows = []
    for number, line in enumerate(lines, start=1):
        marked, _, _, label = line.split("\t")
        text, found, last = "", [], 0
        for mark in MARK.finditer(marked):
            text += marked[last : mark.start()]
            words = mark[1] + (mark[2] or "")
            found.append([len(text), len(text) + len(POSSESSIVE.sub("", words))])
            text += words
            last = mark.end()
        if len(found) == 2:
            rows.append(Row(number, text + marked[last:], found[0], found[1], int(label)))
    return rows, len(lines)


def answer(same: Callable[..., bool], row: Row, statements: Sequence[Statement]) -> Answer | None:
    """Return what the statements say of the two actors, or None."""

    def stands(participant: Participant, span: list[int]) -> bool:
        return bool(same(row.text, span, *spans(participant)))

    best: Answer | None = None
    for s in statements:
        directions = set()
        if stands(s.source, row.first) and stands(s.target, row.second):
            directions.add(1)
        if stands(s.source, row.second) and stands(s.target, row.first):
            directions.add(2)
        if s.symmetric and directions:
            directions = {1, 2}
        score = -s.score if s.polarity is Polarity.NEGATED else s.score
        if s.polarity is Polarity.NEGATED and score > 0:
            score = 0.0
        if not directions or not score:
            continue
        if best is None or abs(s.score) > abs(best.statement.score):
            best = Answer(frozenset(d if score > 0 else d + 2 for d in directions), s)
    return best


def main() -> None:
    """Print the table; with --errors the rows of each kind, for reading."""
    options = read_options(__doc__)
    scorer: Any = load_scorer(read_settings().data)
    rows, read = read_rows()
    counts: Counter[str] = Counter()
    errors: dict[str, list[str]] = {}
    for row, statements in zip(rows, read_by_row(Pipeline.load(), [r.text for r in rows]), strict=True):
        found = answer(scorer.same, row, statements)
        kind = "neutral" if row.label == 0 else "labelled"
        counts[kind] += 1
        if found is None:
            outcome = "no answer"
        elif row.label in found.labels:
            outcome = "right"
        elif row.label == 0:
            outcome = "sign on neutral"
        else:
            outcome = "direction" if any((row.label > 2) == (x > 2) for x in found.labels) else "sign"
        counts[f"{kind} {outcome}"] += 1
        told = "" if found is None else f"{found.statement.source.text} {found.statement.relation} "
        told += "" if found is None else f"{found.statement.target.text} {found.statement.score:g}"
        ends = f"{row.text[slice(*row.first)]} / {row.text[slice(*row.second)]}"
        errors.setdefault(f"{kind} {outcome}", []).append(f"{row.line} {row.label}: {ends} | {told} | {row.text}")
    answered = sum(counts[f"labelled {o}"] for o in ("right", "direction", "sign"))
    shares = [
        Share("precision", "sign and direction right where answered", counts["labelled right"], answered, 80),
        Share("answered", "labelled rows answered", answered, counts["labelled"]),
        Share("neutral", "neutral rows given a sign", counts["neutral sign on neutral"], counts["neutral"]),
        Share("rows", "rows with two marks", len(rows), read),
    ]
    good = report("Directed sentiment", "sentiment", shares, as_json=options.json)
    if not options.json:
        print(f"  wrong: sign {counts['labelled sign']}, direction {counts['labelled direction']}")
    for outcome in sorted(errors):
        if not outcome.endswith("right"):
            for line in errors[outcome][: options.errors]:
                print(f"{outcome}: {line}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
