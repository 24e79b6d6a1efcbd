"""Measure what docs/scale.md reckons with: processor time and bytes for each step, one process, one machine.

Usage: python benchmarks/scale.py [--words 60000]

Times are processor seconds of this process, so that they hold on a busy machine; texts are those of `make bench`.
"""

from __future__ import annotations

import argparse
import pickle
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pyarrow.parquet as pq
from news_texts import write_documents

from kg.job import update_embedded_graph
from kg.ledger import Ledger
from kg.ledger.intake import Arrival
from kg.model import Document, Failure
from kg.packing import PackedReading
from kg.pipeline import Pipeline
from kg.readers import ReaderOptions, read_sources
from kg.shards.parquet import read_parquet, shard_table
from kg.work.base import pack_results

T = TypeVar("T")
BATCH = 32


def main() -> None:
    """Print the figures as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=60_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-scale-") as folder:
        measure(Path(folder), options.words)


def measure(folder: Path, words: int) -> None:
    """Read, extract, record, and take in, and print what each took."""
    write_documents(folder / "texts.jsonl", words)
    items, reading = timed(lambda: list(read_sources([folder / "texts.jsonl"], ReaderOptions())))
    documents = [item for item in items if isinstance(item, Document)]
    pipeline, loading = timed(Pipeline.load)
    results, extracting = timed(lambda: list(pack_results(pipeline, documents)))
    pairs = [(d, r) for d, r in zip(documents, results, strict=True) if not isinstance(r, Failure)]
    _, sending = timed(lambda: pickle.loads(pickle.dumps(results)))
    recording, home = record(folder / "home", pairs, pipeline.digest)
    with Ledger.open(home) as ledger:
        _, graph = timed(lambda: update_embedded_graph(ledger))
    table, writing = timed(lambda: shard_table(pairs, digest=pipeline.digest))
    pq.write_table(table, folder / "shard.parquet")
    arrivals, shard_reading = timed(lambda: list(read_parquet(str(folder / "shard.parquet"))))
    taking = take_in(folder / "far", [a for a in arrivals if isinstance(a, Arrival)])
    sentences = sum(len(r.sentences) for _, r in pairs)
    statements = sum(len(r.statements) for _, r in pairs)
    rows = [
        ("documents, sentences, statements", f"{len(pairs):,}, {sentences:,}, {statements:,}"),
        ("loading the model", f"{loading:.1f} s"),
        ("reading sources", f"{sentences / reading:,.0f} sentences/s"),
        ("extracting, a core", f"{sentences / extracting:,.0f} sentences/s"),
        ("sending what was extracted from one process to another", f"{sentences / sending:,.0f} sentences/s"),
        ("recording in the ledger, one writer", f"{sentences / recording:,.0f} sentences/s"),
        ("writing a shard", f"{sentences / writing:,.0f} sentences/s"),
        ("reading a shard and taking it in, one writer", f"{sentences / (shard_reading + taking):,.0f} sentences/s"),
        ("first load of the embedded graph", f"{statements / graph:,.0f} statements/s"),
        ("ledger", f"{size(home / 'ledger.sqlite') / sentences:,.0f} bytes a sentence"),
        ("embedded graph, on disk", f"{size(home / 'graph.kgl') / statements:,.0f} bytes a statement"),
        ("shard", f"{size(folder / 'shard.parquet') / sentences:,.0f} bytes a sentence"),
    ]
    print("| measure | figure |\n|---|---|")
    for what, figure in rows:
        print(f"| {what} | {figure} |")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what `work` gives, and the processor seconds that it took."""
    began = time.process_time()
    done = work()
    return done, max(time.process_time() - began, 1e-9)


def record(home: Path, pairs: list[tuple[Document, PackedReading]], digest: str) -> tuple[float, Path]:
    """Record as the one writer of a build does; return the processor seconds and the home."""
    with Ledger.open(home, create=True) as ledger:
        run = ledger.start_run(pipeline="newswire", model="en_news", digest=digest, sources=[])
        began = time.process_time()
        for first in range(0, len(pairs), BATCH):
            ledger.record_packed(pairs[first : first + BATCH], run=run, digest=digest)
        seconds = time.process_time() - began
        ledger.finish_run(run)
    return seconds, home


def take_in(home: Path, arrivals: list[Arrival]) -> float:
    """Take in what a shard holds; return the processor seconds."""
    with Ledger.open(home, create=True) as ledger:
        run = ledger.start_run(pipeline="", model="", digest="", sources=[], command="import")
        began = time.process_time()
        for first in range(0, len(arrivals), BATCH):
            ledger.take_in(arrivals[first : first + BATCH], run=run)
        seconds = time.process_time() - began
        ledger.finish_run(run)
    return seconds


def size(path: Path) -> int:
    """Return the bytes of a file."""
    return path.stat().st_size


if __name__ == "__main__":
    main()
