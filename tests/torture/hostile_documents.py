"""Read 10,000 hostile files and extract from them: no crash, no hang, nothing unaccounted for.

Usage: python tests/torture/hostile_documents.py [--files 10000] [--seed 1] [--seconds 30] [--extract-every 20]
           [--json]

Each file goes through the readers and, in every 20th round of all kinds (0 for none), what can be read of it through
the pipeline, in a child process that is killed
when one file takes longer than `--seconds` (for a long text: for each 100,000 characters) or when it dies. Each
reading is checked: its counts add up, and every piece of evidence stands where it says. The exit code is 1 if
anything of this goes wrong.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from torture.hostile_files import KINDS, MEGABYTE, HostileFile, make_file

CHARACTERS_A_TURN = 100_000


@dataclass
class Outcome:
    """What became of one file: documents and statements read, the reasons of failures, what is wrong, seconds."""

    documents: int = 0
    statements: int = 0
    characters: int = 0
    reasons: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    read_seconds: float = 0.0
    extract_seconds: float = 0.0


def read_hostile(path: Path, pipeline: Any) -> Outcome:
    """Return what becomes of a file; `pipeline` may be None, then it is only read."""
    from kg.model import Document
    from kg.readers import ReaderOptions, read_sources

    outcome = Outcome()
    start = time.perf_counter()
    items = list(read_sources([path], ReaderOptions()))
    outcome.read_seconds = time.perf_counter() - start
    if not items:
        outcome.wrong.append("neither a document nor a failure")
    documents = [item for item in items if isinstance(item, Document)]
    outcome.reasons = [item.reason for item in items if not isinstance(item, Document)]
    outcome.characters = sum(len(d.text) for d in documents)
    start = time.perf_counter()
    if pipeline is None:
        outcome.documents = len(documents)
    else:
        _extract(documents, pipeline, outcome)
    outcome.extract_seconds = time.perf_counter() - start
    return outcome


def _extract(documents: list[Any], pipeline: Any, outcome: Outcome) -> None:
    from kg.ledger.audit import evidence_of
    from kg.model import Failure

    readings = list(pipeline.read_all(documents))
    if len(readings) != len(documents):
        outcome.wrong.append(f"{len(documents)} documents gave {len(readings)} readings")
    for reading in readings:
        if isinstance(reading, Failure):
            outcome.reasons.append(reading.reason)
            continue
        outcome.documents += 1
        outcome.statements += len(reading.statements)
        told = reading.clauses_with_statements + len(reading.abstentions)
        if told != reading.clauses + reading.sentences_without_clause:
            outcome.wrong.append("clauses do not add up")
        text = reading.document.text
        for statement in (*reading.statements, *reading.same_actor):
            for part, words, begin, end in evidence_of(statement):
                if not 0 <= begin < end <= len(text) or text[begin:end] != words:
                    outcome.wrong.append(f"the {part} of {statement.sid} does not stand where it says")


def _work(calls: Connection, *, extraction: bool, gigabytes: int) -> None:
    """Answer paths with outcomes until None comes."""
    resource.setrlimit(resource.RLIMIT_AS, (gigabytes << 30, gigabytes << 30))
    pipeline = None
    if extraction:
        from kg.pipeline import Pipeline

        pipeline = Pipeline.load("newswire")
    calls.send(None)
    while (call := calls.recv()) is not None:
        path, extract = call
        try:
            outcome = read_hostile(Path(path), pipeline if extract else None)
        except Exception as error:
            outcome = Outcome(wrong=[f"{type(error).__name__}: {error}"[:200]])
        calls.send((outcome, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


class Worker:
    """A child process that is replaced when it hangs or dies."""

    def __init__(self, *, seconds: float, extraction: bool) -> None:
        self._seconds = seconds
        self._extraction = extraction
        self._process: Any = None
        self.peak = 0

    def read(self, path: Path, size: int, *, extract: bool) -> Outcome:
        """Return what became of a file."""
        if self._process is None:
            self._start()
        self._calls.send((str(path), extract))
        turns = max(1, min(size, MEGABYTE) // CHARACTERS_A_TURN) if extract else 1
        if not self._calls.poll(self._seconds * turns):
            self._process.kill()
            self._process.join()
            self._process = None
            return Outcome(wrong=[f"it took more than {self._seconds * turns:.0f} s"])
        try:
            outcome, peak = self._calls.recv()
        except EOFError:
            self._process.join()
            code, self._process = self._process.exitcode, None
            return Outcome(wrong=[f"the process died ({code})"])
        self.peak = max(self.peak, peak)
        return outcome  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the child process."""
        if self._process is not None:
            self._calls.send(None)
            self._process.join()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._calls, theirs = context.Pipe()
        self._process = context.Process(
            target=_work, args=(theirs,), kwargs={"extraction": self._extraction, "gigabytes": 8}
        )
        self._process.start()
        theirs.close()
        self._calls.recv()


def run(numbers: Iterator[int], *, seed: int, seconds: float, extract_every: int) -> dict[str, Any]:
    """Return the figures of a run, JSON-ready; every so many rounds of all kinds are extracted from, 0 for none."""
    kinds: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    reasons: Counter[str] = Counter()
    slowest: list[tuple[float, str, str]] = []
    wrong: list[str] = []
    worker = Worker(seconds=seconds, extraction=extract_every > 0)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            file: HostileFile = make_file(number, seed=seed)
            path = Path(folder) / file.name
            path.write_bytes(file.data)
            extract = extract_every > 0 and (number // len(KINDS)) % extract_every == 0
            outcome = worker.read(path, len(file.data), extract=extract)
            taken = outcome.read_seconds + outcome.extract_seconds
            path.unlink()
            counts = kinds[file.kind]
            counts["files"] += 1
            counts["extracted"] += outcome.documents if extract else 0
            counts["documents"] += outcome.documents
            counts["statements"] += outcome.statements
            counts["failures"] += len(outcome.reasons)
            reasons.update(_without_figures(reason) for reason in outcome.reasons)
            wrong += [f"file {number} ({file.kind}): {what}" for what in outcome.wrong]
            share = f"{outcome.characters:,} characters, reading {outcome.read_seconds:.1f} s"
            slowest = sorted([*slowest, (taken, f"file {number} ({file.kind})", share)], reverse=True)[:8]
    worker.close()
    total = sum(kinds.values(), Counter[str]())
    return {
        **dict(total),
        "seconds": round(time.perf_counter() - began, 1),
        "peak_megabytes": worker.peak,
        "kinds": {kind: dict(counts) for kind, counts in kinds.items()},
        "reasons": dict(reasons.most_common()),
        "slowest": [{"seconds": round(s, 1), "file": file, "of": of} for s, file, of in slowest],
        "wrong": wrong,
    }


def _without_figures(reason: str) -> str:
    """Return a reason with its numbers and names left out, for counting."""
    import re

    reason = re.sub(r"'[^']*'|\"[^\"]*\"", "…", reason)
    return re.sub(r"\d[\d,.]*", "N", re.sub(r"the id .* came before", "the id … came before", reason))[:90]


def main() -> None:
    """Print the figures; exit with 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--extract-every", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    numbers = iter(range(options.first, options.first + options.files))
    figures = run(numbers, seed=options.seed, seconds=options.seconds, extract_every=options.extract_every)
    if options.json:
        print(json.dumps(figures, indent=2, ensure_ascii=False))
    else:
        _print_tables(figures)
    sys.exit(1 if figures["wrong"] else 0)


def _print_tables(figures: dict[str, Any]) -> None:
    print("| hostile files | documents read | extracted from | statements | failures | wrong | seconds | peak memory |")
    print("|---|---|---|---|---|---|---|---|")
    counts = tuple(figures.get(name, 0) for name in ("files", "documents", "extracted", "statements", "failures"))
    print("|", *(f"{count:,} |" for count in counts), end="")
    print(f" {len(figures['wrong'])} | {figures['seconds']:,.0f} | {figures['peak_megabytes']:,} MB |\n")
    print("| reason | failures |\n|---|---|")
    for reason, count in figures["reasons"].items():
        print(f"| {reason} | {count:,} |")
    print("\n| slowest files | seconds | of |\n|---|---|---|")
    for slow in figures["slowest"]:
        print(f"| {slow['file']} | {slow['seconds']:.1f} | {slow['of']} |")
    for what in figures["wrong"]:
        print(f"WRONG: {what}")


if __name__ == "__main__":
    main()
