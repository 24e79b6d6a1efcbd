"""What building costs: against a bare parse, with more processes, with more documents, and on real stories."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from measuring import Cost, Row, Setting, at_least, at_most, ratio_of, reported, run, run_kg
from news_texts import paragraphs, write_documents

from kg.ledger import Ledger
from kg.settings import read_settings

HERE = Path(__file__).parent
ROUNDS = 3
RATIO_WORDS, QUICK_WORDS = 120_000, 20_000
WORKER_SENTENCES = 20_000
WORDS_PER_SENTENCE = 18
MEMORY_WORDS, QUICK_MEMORY_WORDS = 36_000, 12_000


def build_ratio(setting: Setting) -> Iterator[Row]:
    """Words per second of `kg build` against a bare pass of spaCy: whole processes, in turns."""
    source = setting.folder / "ratio.jsonl"
    documents = write_documents(source, QUICK_WORDS if setting.quick else RATIO_WORDS)
    bare, same, built = [], [], []
    for number in range(ROUNDS):
        bare.append(run([sys.executable, str(HERE / "bare_pass.py"), str(source)]))
        same.append(run([sys.executable, str(HERE / "bare_pass.py"), str(source), "--as-kg-loads-it"]))
        built.append(run_kg("build", str(source), "--home", str(setting.folder / f"ratio{number}"), "--quiet"))
    words = json.loads(bare[0].output)["words"]
    name = "build-ratio"
    yield reported(name, "text: words in documents", f"{words:,} in {documents:,}", words)
    yield _speed(name, "bare spaCy pass of the shipped model, one process", words, bare)
    yield _speed(name, "the same, the model loaded as `kg` loads it", words, same)
    yield _speed(name, "`kg build` end to end, one process", words, built)
    label = "`kg build` / bare pass, words/s"
    yield at_least(
        name, label, ratio_of([(b.seconds, k.seconds) for b, k in zip(bare, built, strict=True)]), 0.8, floor=0.6
    )
    by_cpu = ratio_of([(b.cpu, k.cpu) for b, k in zip(bare, built, strict=True)])
    yield reported(name, f"{label}, by processor time", f"{by_cpu:.2f}", round(by_cpu, 4))
    by_same = ratio_of([(b.cpu, k.cpu) for b, k in zip(same, built, strict=True)])
    yield reported(name, "the same against the model as `kg` loads it", f"{by_same:.2f}", round(by_same, 4))


def workers(setting: Setting) -> Iterator[Row]:
    """One process against two; what starting costs is measured on one document and taken off."""
    name, source, one = "workers", setting.folder / "workers.jsonl", setting.folder / "one.jsonl"
    words = (2_000 if setting.quick else WORKER_SENTENCES) * WORDS_PER_SENTENCE
    documents = write_documents(source, words)
    write_documents(one, 1)
    costs: dict[int, tuple[float, float]] = {}
    for count in (1, 2):
        extra = () if count == 1 else ("--workers", str(count))
        start = run_kg("build", str(one), "--home", str(setting.folder / f"one{count}"), "--quiet", *extra)
        whole = run_kg("build", str(source), "--home", str(setting.folder / f"workers{count}"), "--quiet", *extra)
        costs[count] = (whole.seconds - start.seconds, start.seconds)
        shown = f"{whole.seconds:.1f} s, of which starting {start.seconds:.1f} s"
        yield reported(name, f"{count} process{'es'[: 2 * (count - 1)]}, {documents:,} documents", shown, whole.seconds)
    yield at_least(name, "speed-up with `--workers 2`, start-up excluded", costs[1][0] / costs[2][0], 1.6)


def memory(setting: Setting) -> Iterator[Row]:
    """Peak memory of reading, extracting and recording, at one and at ten times the documents, worker processes too."""
    name, count = "memory", {}
    for times in (1, 10):
        words = (QUICK_MEMORY_WORDS if setting.quick else MEMORY_WORDS) * times
        count[times] = write_documents(setting.folder / f"memory{times}.jsonl", words)
    for workers in (1, 2):
        peaks = {times: _peaks(setting.folder, times, workers) for times in (1, 10)}
        for part in ("main",) if workers == 1 else ("main", "worker"):
            who = "one process" if workers == 1 else f"--workers {workers}, {part} process"
            small, large = peaks[1][part], peaks[10][part]
            documents = f"{count[10]:,} documents / {count[1]:,} documents"
            yield reported(name, f"peak memory without the graph, {who}, {documents}", f"{large} MB / {small} MB")
            yield at_most(name, f"the same, {who}", large / small, 1.1)


def _peaks(folder: Path, times: int, workers: int) -> dict[str, int]:
    """Return the highest memory of the main process and of the largest worker, in MB."""
    command = [sys.executable, str(HERE / "record_only.py"), str(folder / f"memory{times}.jsonl")]
    found: dict[str, int] = json.loads(run([*command, str(folder / f"memory{times}-{workers}"), str(workers)]).output)
    return found


def stories(setting: Setting) -> Iterator[Row]:
    """The 1,300 XHTML stories of the measuring data, where it is there, and ten times as much text as the seeds."""
    name = "stories"
    seeds = setting.folder / "seeds.jsonl"
    words = sum(len(part.split()) for part in paragraphs())
    write_documents(seeds, words if setting.quick else 10 * words)
    few = ("--limit", "50") if setting.quick else ()
    yield from _summary(name, "ten times the seed reports", seeds, setting.folder / "seeds", few)
    source = read_settings().data / "text" / "muc3"
    if source.is_dir():
        yield from _summary(name, "1,300 XHTML stories", source, setting.folder / "stories", few)
    else:
        yield reported(name, "1,300 XHTML stories", "not measured: set KG_DATA")


def _summary(name: str, what: str, source: Path, home: Path, few: Sequence[str]) -> Iterator[Row]:
    """Build from a source and yield its counts, its speed and why documents failed."""
    cost = run_kg("build", str(source), "--home", str(home), "--quiet", *few, fine=(0, 1))
    with Ledger.open(home, readonly=True) as ledger:
        report = dict(ledger.runs()[0].report or {})
        words = sum(len(entry.document.text.split()) for entry in ledger.documents())
        failures = Counter(reason_without_figures(f.reason) for _, f in ledger.unsettled_failures())
    parts = ("found", "new", "sentences", "clauses", "statements", "failures")
    yield reported(name, what, ", ".join(f"{report.get(part):,} {part}" for part in parts), report.get("statements"))
    speed = f"{words:,} words in {cost.seconds:.0f} s, {cost.cpu:.0f} s of the processor"
    yield reported(name, f"{what}: words/s by processor time", f"{words / cost.cpu:,.0f} ({speed})", words / cost.cpu)
    yield reported(name, f"{what}: peak memory, the graph included", f"{cost.megabytes:.0f} MB", cost.megabytes)
    for reason, count in failures.most_common():
        yield reported(name, f"{what}: failed", f"{count}: {reason}", count)


def reason_without_figures(reason: str) -> str:
    """Return why a document failed, without the figures in it, so that equal reasons can be counted."""
    return re.sub(r"\d[\d,.]*", "N", reason)


def _speed(name: str, measure: str, words: int, costs: list[Cost]) -> Row:
    wall = median(words / cost.seconds for cost in costs)
    cpu = median(words / cost.cpu for cost in costs)
    return reported(name, measure, f"{wall:,.0f} words/s ({cpu:,.0f} by processor time)", round(wall))
