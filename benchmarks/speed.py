"""Measure `kg build` against a bare spaCy pass of the same model in one run, start-up time and the size of the wheel.

Usage: python benchmarks/speed.py [--copies 20] [--rounds 3] [--no-wheel]

The text is the seed reports, repeated; ratios are medians over rounds that take turns, so that they hold on a busy
machine. Absolute figures are named beside them.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from kg.job import build
from kg.model import Document
from kg.parsing.models import load_model
from kg.readers import ReaderOptions, read_sources
from kg.resources import find_resource

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print the figures as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-wheel", action="store_true")
    options = parser.parse_args()
    seeds = [d for d in read_sources([find_resource("seeds", "documents")], ReaderOptions()) if isinstance(d, Document)]
    texts = [d.text for d in seeds] * options.copies
    nlp = load_model()
    words = sum(len(doc) for doc in nlp.pipe(d.text for d in seeds)) * options.copies
    bare, built = [], []
    with tempfile.TemporaryDirectory() as folder:
        source = _copies(seeds, options.copies, Path(folder))
        for number in range(options.rounds):
            start = time.perf_counter()
            for _ in nlp.pipe(texts, batch_size=64):
                pass
            bare.append(words / (time.perf_counter() - start))
            start = time.perf_counter()
            report = build([str(source)], home=Path(folder) / f"home{number}")
            built.append(words / (time.perf_counter() - start))
    print("| measure | figure |")
    print("|---|---|")
    print(f"| words, documents, statements | {words}, {report.found}, {report.statements} |")
    print(f"| bare spaCy pass, one process | {median(bare):,.0f} words/s |")
    print(f"| `kg build` end to end, model and stores included | {median(built):,.0f} words/s |")
    print(f"| ratio (target 0.8, floor 0.6) | {median(b / a for a, b in zip(bare, built, strict=True)):.2f} |")
    for command in (["--help"], ["--version"]):
        print(f"| `kg {command[0]}`, whole process | {median(_seconds(command) for _ in range(5)):.2f} s |")
    if not options.no_wheel:
        print(f"| wheel | {_wheel_megabytes():.1f} MB |")


def _copies(seeds: list[Document], copies: int, folder: Path) -> Path:
    import json

    path = folder / "copies.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for copy in range(copies):
            for document in seeds:
                row = {"id": f"{document.id}-{copy}", "text": document.text, "published": document.published}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def _seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def _wheel_megabytes() -> float:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, str(ROOT)]
        subprocess.run(command, check=True, capture_output=True)
        return next(Path(folder).glob("*.whl")).stat().st_size / 1e6


if __name__ == "__main__":
    main()
