"""Score status on matched pairs of dev and calibration together: negated, and not asserted.

Usage: python benchmarks/status.py [--errors N] [--json]

Pairs are matched by the scorer. A status counts as hit if it is the gold one and not the usual one. Such statements are
few, so F1 comes with an interval over draws of the sentences (`figures.drawn_interval`).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

from figures import Share, data_file, drawn_interval, f1, read_by_row, read_floors, read_options
from statements import load_scorer

from kg.pipeline import Pipeline
from kg.records import statement_to_record
from kg.settings import read_settings

SETS = ("dev", "calibration")
STATUSES = (("polarity", "AFFIRMED", "negated"), ("modality", "ASSERTED", "not asserted"))
TARGET = 80.0


def main() -> None:
    """Print the table, and fail where a figure is below its floor; with --errors the pairs whose status is wrong."""
    options = read_options(__doc__)
    scorer: Any = load_scorer(read_settings().data)
    gold_rows = [row for name in SETS for row in scorer.read_lines(data_file("gold", f"{name}.jsonl"))]
    rows: list[Counter[str]] = []
    errors = []
    for row, found in zip(gold_rows, read_by_row(Pipeline.load(), [r["text"] for r in gold_rows]), strict=True):
        records = [statement_to_record(s) for s in found]
        counts: Counter[str] = Counter()
        for g, r in scorer.align(row["text"], row["statements"], records, {}).items():
            gold, record = row["statements"][g], records[r]
            if gold.get("optional"):
                continue
            counts["pairs"] += 1
            for field, usual, name in STATUSES:
                counts[f"{name} gold"] += gold[field] != usual
                counts[f"{name} system"] += record[field] != usual
                counts[f"{name} hit"] += gold[field] == record[field] != usual
                if gold[field] != record[field]:
                    errors.append(f"{row['id']} {record['predicate']['text']}: {gold[field]}, read {record[field]}")
        rows.append(counts)
    total = sum(rows, Counter())
    floors = read_floors().get("status", {})
    measured = {name: f1(total, name) for _, _, name in STATUSES}
    if options.json:
        print(json.dumps({"status": measured, "intervals": {name: drawn_interval(rows, name) for name in measured}}))
    else:
        print(f"Status on {total['pairs']} matched pairs of {' and '.join(SETS)}")
        for name, value in measured.items():
            low, high = drawn_interval(rows, name)
            parts = [
                Share("precision", "P", total[f"{name} hit"], total[f"{name} system"]),
                Share("recall", "R", total[f"{name} hit"], total[f"{name} gold"]),
            ]
            shown = "  ".join(f"{p.label} {p.percent:.1f} ({p.hits} of {p.total})" for p in parts)
            floor = f"  floor {floors[name]:g}{'  BELOW' if value < floors[name] else ''}" if name in floors else ""
            print(f"  {name:<12}  F1 {value:5.1f}  [{low:.1f}, {high:.1f}]  {shown}  target {TARGET:g}{floor}")
    for line in errors[: options.errors]:
        print(line)
    sys.exit(0 if all(measured[name] >= floor for name, floor in floors.items()) else 1)


if __name__ == "__main__":
    main()
