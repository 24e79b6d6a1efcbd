"""Read our own gold sentences (tests/gold) with the shipped model's parse instead of the stored one.

Usage: python benchmarks/gold.py [--errors N] [--json]

A sentence is right if it gives exactly the expected statements, as in `tests/test_gold.py`. Known gaps count as wrong.
The difference between the two shares is what the parser costs on these constructions.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from figures import Share, read_options, report

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from gold_files import all_examples, differences

from kg.model import Failure
from kg.pipeline import Pipeline


def main() -> None:
    """Print the shares, by file too; with --errors the sentences that are wrong by the model's parse alone."""
    options = read_options(__doc__)
    pipeline, examples = Pipeline.load(), all_examples()
    anew: Counter[str] = Counter()
    stored: Counter[str] = Counter()
    wrong = []
    for example, reading in zip(examples, pipeline.read_all(e.document for e in examples), strict=True):
        kept = differences(example, pipeline.read_trees(example.document, example.trees).statements)
        found = ["not read"] if isinstance(reading, Failure) else differences(example, reading.statements)
        stored[example.file] += not kept
        anew[example.file] += not found
        if found and not kept:
            wrong.append("\n".join([f"{example.name}: {example.text}", *(f"    {line}" for line in found)]))
    total = len(examples)
    shares = [
        Share("stored", "right with the stored parse", sum(stored.values()), total),
        Share("model", "right with the shipped model", sum(anew.values()), total, 90),
        Share("gaps", "known gaps", sum(e.gap is not None for e in examples), total),
        Share("corrected", "stored parses corrected by hand", sum(e.corrected for e in examples), total),
    ]
    good = report("Gold sentences of constructions (tests/gold)", "gold", shares, as_json=options.json)
    if not options.json:
        sizes = Counter(e.file for e in examples)
        print("  by file: sentences, right stored, right with the model")
        for file, size in sorted(sizes.items()):
            print(f"    {file:<16} {size:4} {stored[file]:4} {anew[file]:4}")
    for lines in wrong[: options.errors]:
        print(lines)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
