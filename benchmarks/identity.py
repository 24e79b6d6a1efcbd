"""Score who is who: pairs of words in texts of our own that mean one actor, or two.

Usage: python benchmarks/identity.py [--errors N] [--json]

The pairs stand in tests/eval/identity_pairs.toml. Each text is read as any document. A pair of two actors is a false
merge if both words lead to one actor; a pair of one actor is found if they do. Words that lead to nobody merge nothing
and are found in nothing.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from figures import Share, read_options, report

from kg.model import Reading
from kg.pipeline import Pipeline

PAIRS = Path(__file__).parents[1] / "tests" / "eval" / "identity_pairs.toml"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two wordings in a text, and whether they mean one actor."""

    text: str
    one: str
    other: str
    same: bool


def read_pairs() -> list[Pair]:
    """Return the pairs in the order of the file."""
    rows = tomllib.loads(PAIRS.read_text(encoding="utf-8"))["text"]
    return [
        Pair(row["text"], one, other, kind == "same")
        for row in rows
        for kind in ("same", "different")
        for one, other in row.get(kind, ())
    ]


def actor_at(reading: Reading, start: int, words: str) -> str | None:
    """Return the uid of the shortest mention around the words at an offset, else of the longest that ends in them."""
    end = start + len(words)
    around = [m for m in reading.mentions if m.start <= start and m.end >= end]
    ending = [m for m in reading.mentions if start < m.end <= end]
    found = min(around, key=lambda m: m.end - m.start, default=None) or max(
        ending, key=lambda m: (m.end - m.start, -m.start), default=None
    )
    return None if found is None or found.entity is None else found.entity.uid


def judge(pairs: list[Pair], pipeline: Pipeline) -> list[tuple[Pair, bool]]:
    """Return each pair with whether its words lead to one actor."""
    readings = {text: pipeline.read_text(text) for text in dict.fromkeys(pair.text for pair in pairs)}
    judged = []
    for pair in pairs:
        reading = readings[pair.text]
        one = actor_at(reading, pair.text.index(pair.one), pair.one)
        other = actor_at(reading, pair.text.rindex(pair.other), pair.other)
        judged.append((pair, one is not None and one == other))
    return judged


def main() -> None:
    """Print the table and fail where a figure is below its floor."""
    options = read_options(__doc__)
    judged = judge(read_pairs(), Pipeline.load())
    same = [joined for pair, joined in judged if pair.same]
    apart = [not joined for pair, joined in judged if not pair.same]
    shares = [
        Share("apart", "pairs of two actors kept apart", sum(apart), len(apart), 100),
        Share("joined", "pairs of one actor found", sum(same), len(same), 95),
    ]
    good = report("who is who, own pairs", "identity", shares, as_json=options.json)
    for pair in [pair for pair, joined in judged if joined != pair.same][: options.errors]:
        print(
            f"{'not found' if pair.same else 'FALSE MERGE'}: {pair.one} / {pair.other} | {pair.text}", file=sys.stderr
        )
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
