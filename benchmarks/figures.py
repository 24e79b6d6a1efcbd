"""Shares with their intervals, the table they are printed in, and the floors below which they may not fall."""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from kg.model import Statement
from kg.pipeline import Pipeline, document_of
from kg.settings import read_settings
from kg.texts import extract

FLOORS = Path(__file__).with_name("floors_shares.json")
Z = 1.959964
DRAWS, SEED = 2_000, 5


@dataclass(frozen=True, slots=True)
class Share:
    """A share that was counted: `hits` of `total`.

    Attributes:
        name: key in the floors file.
        label: what is counted, for the table.
        target: percentage aimed at, or None where the share is only reported.
    """

    name: str
    label: str
    hits: int
    total: int
    target: float | None = None

    @property
    def percent(self) -> float:
        """The share in percent, 0 where nothing was counted."""
        return round(100 * self.hits / self.total, 1) if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval at 95 %, in percent."""
        return wilson(self.hits, self.total)


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return Wilson's score interval of `hits` of `total` at 95 %, in percent.

    Example:
        >>> wilson(50, 100)
        (40.4, 59.6)
    """
    if not total:
        return 0.0, 100.0
    share, spread = hits / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return round(100 * max(0.0, middle - half), 1), round(100 * min(1.0, middle + half), 1)


def f1(counts: Mapping[str, int], name: str) -> float:
    """Return F1 in percent of the counts `NAME gold`, `NAME system` and `NAME hit`.

    Example:
        >>> f1({"pair gold": 6, "pair system": 4, "pair hit": 3}, "pair")
        60.0
    """
    both = counts.get(f"{name} gold", 0) + counts.get(f"{name} system", 0)
    return round(200 * counts.get(f"{name} hit", 0) / both, 1) if both else 0.0


def drawn_interval(rows: Sequence[Counter[str]], name: str) -> tuple[float, float]:
    """Return the middle 95 % of F1 over 2,000 seeded draws of as many texts with replacement."""
    keys = [f"{name} {part}" for part in ("gold", "system", "hit")]
    told = [[row[key] for key in keys] for row in rows if row[keys[0]] or row[keys[1]]]
    rng, found = random.Random(SEED), []
    for _ in range(DRAWS):
        drawn = rng.choices(told, k=len(told))
        found.append(f1(dict(zip(keys, map(sum, zip(*drawn, strict=True)), strict=True)), name))
    found.sort()
    return found[DRAWS // 40], found[-DRAWS // 40 - 1]


def read_by_row(pipeline: Pipeline, texts: Iterable[str]) -> list[list[Statement]]:
    """Return the statements of each text, read in batches as `kg.extract` reads them."""
    documents = [document_of(text, id=str(index)) for index, text in enumerate(texts)]
    rows: list[list[Statement]] = [[] for _ in documents]
    for statement in extract(iter(documents), pipeline=pipeline):
        rows[int(statement.document.id)].append(statement)
    return rows


def data_file(*parts: str) -> Path:
    """Return a file of the measuring data, or stop with a line that says what is missing."""
    path = read_settings().data.joinpath(*parts)
    if not path.is_file():
        sys.exit(f"{path} is missing: point KG_DATA at the folder of measuring data")
    return path


def report(title: str, section: str, shares: Sequence[Share], *, as_json: bool = False) -> bool:
    """Print the shares with intervals, targets and floors; return whether each reaches its floor."""
    floors = read_floors().get(section, {})
    if as_json:
        counts = {s.name: [s.hits, s.total] for s in shares}
        print(json.dumps({section: {s.name: s.percent for s in shares}, "counts": counts}))
    else:
        print(title)
        width = max(len(s.label) for s in shares)
        for share in shares:
            low, high = share.interval
            target = "" if share.target is None else f"  target {share.target:g}"
            floor = floors.get(share.name)
            mark = "" if floor is None else f"  floor {floor:g}{'  BELOW' if share.percent < floor else ''}"
            print(
                f"  {share.label:<{width}}  {share.percent:5.1f}  [{low:.1f}, {high:.1f}]"
                f"  {share.hits} of {share.total}{target}{mark}"
            )
    return all(share.percent >= floors.get(share.name, 0.0) for share in shares)


def read_floors() -> Mapping[str, Mapping[str, float]]:
    """Return the floors by section and share."""
    floors: Mapping[str, Mapping[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


def read_options(doc: str | None) -> argparse.Namespace:
    """Return the options that each of these benchmarks takes."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N rows of each kind of error")
    return parser.parse_args()
