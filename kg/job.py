"""The main job: read sources, keep what is new or changed in the ledger, bring the embedded graph up to date."""

from __future__ import annotations

import logging
import os
import platform
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Protocol

from kg.errors import KgError, LedgerMissing, StoreMismatch
from kg.ledger import DocumentState, Ledger
from kg.model import Document, Failure, Reading, Report
from kg.readers import Notes, ReaderOptions, count_documents, read_sources

_log = logging.getLogger(__name__)

BATCH_DOCUMENTS = 32
BATCH_CHARACTERS = 20_000
_PARTS = ("actorkg", "spacy", "kglite", "networkx")

Progress = Callable[[int, int | None, Report], None]
"""Called with the documents done, how many there are (None where nobody knows), and the counts so far."""


class DocumentReader(Protocol):
    """What the job needs of a `kg.pipeline.Pipeline`."""

    @property
    def name(self) -> str: ...
    @property
    def model_name(self) -> str: ...
    @property
    def digest(self) -> str: ...
    def read_all(self, documents: Iterable[Document]) -> Iterator[Reading | Failure]: ...


@dataclass(frozen=True, slots=True)
class _Limits:
    """When to stop: after so many documents, or when more than so many have failed; None for never."""

    documents: int | None
    failures: int | None


@dataclass(slots=True)
class _Tally:
    """The counts of a build as they grow."""

    states: Counter[DocumentState] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    began: float = field(default_factory=time.monotonic)

    @property
    def found(self) -> int:
        return self.states.total() + len(self.failures)

    def add(self, reading: Reading, state: DocumentState) -> None:
        self.states[state] += 1
        told = {s.sentence.index for s in (*reading.statements, *reading.same_actor)}
        self.counts["sentences"] += len(reading.sentences)
        self.counts["sentences_with_statements"] += len(told)
        self.counts["sentences_without_clause"] += reading.sentences_without_clause
        self.counts["clauses"] += reading.clauses
        self.counts["clauses_with_statements"] += reading.clauses_with_statements
        self.counts["statements"] += len(reading.statements)
        self.counts["same_actor"] += len(reading.same_actor)
        self.skipped.update(str(abstention.reason) for abstention in reading.abstentions)

    def report(self) -> Report:
        return Report(
            found=self.found,
            new=self.states[DocumentState.NEW],
            replaced=self.states[DocumentState.CHANGED],
            unchanged=self.states[DocumentState.SAME],
            retracted=self.states[DocumentState.RETRACTED],
            skipped=dict(sorted(self.skipped.items())),
            failures=tuple(self.failures),
            notes=(*self.notes.lines(), *self.remarks),
            seconds=time.monotonic() - self.began,
            **self.counts,
        )


def build(
    sources: Sequence[str | Path],
    *,
    home: str | Path = ".kg",
    pipeline: str | Path | DocumentReader = "newswire",
    model: str | None = None,
    limit: int | None = None,
    dry_run: bool = False,
    fail_fast: bool = False,
    max_failures: int | None = None,
    published: str | None = None,
    publisher: str | None = None,
    fields: Mapping[str, str] | None = None,
    input_format: str | None = None,
    on_progress: Progress | None = None,
) -> Report:
    """Read sources into a home, and return what came of it.

    What the home holds already, with the same text, metadata, pipeline and model, is passed over; a changed document
    replaces what it gave before. A document that fails is counted with its reason, and the rest goes on. After Ctrl-C
    the work so far is kept, and the same call goes on where it stopped.

    Args:
        sources: files, folders, globs, or "-" for standard input.
        home: folder of the ledger and the embedded graph; made where it is missing.
        pipeline: a shipped pipeline, a folder with a `pipeline.toml`, or a loaded `kg.Pipeline`.
        model: name or folder of a spaCy pipeline; the shipped model by default.
        limit: read at most so many documents.
        dry_run: read and count, but write nothing.
        fail_fast: stop at the first document that fails.
        max_failures: stop when more than so many documents have failed.
        published, publisher: for documents that do not say (`published` is an ISO day).
        fields: our name of a field to its name in JSON lines or CSV, e.g. `{"text": "body"}`.
        input_format: "txt", "md", "jsonl" or "csv" for all sources, whatever they are called.
        on_progress: called as the work goes on.

    Raises:
        ReaderError: there is nothing to read among the sources.
        ConfigError, ModelNotFound: the pipeline or the model cannot be used.
        LedgerError: the home cannot be read or written; what was recorded before stays.
        StoreError: the embedded graph could not be brought up to date; the ledger is complete.
        KeyboardInterrupt: it was interrupted, and the work so far is kept.

    Example:
        >>> report = build(["news/"], home=".kg")                                         # doctest: +SKIP
        >>> report.found == report.new + report.unchanged + len(report.failures)          # doctest: +SKIP
        True
    """
    options = ReaderOptions(
        input_format=input_format, fields=dict(fields or {}), published=published, publisher=publisher
    )
    paths = [os.fspath(source) for source in ([sources] if isinstance(sources, str | Path) else sources)]
    tally = _Tally()
    items = read_sources(paths, options, notes=tally.notes)
    total = _expected(count_documents(paths, options), limit)
    reader = _load_pipeline(pipeline, model)
    limits = _Limits(limit, 0 if fail_fast else max_failures)
    job = _Job(reader, tally, limits, total, on_progress)
    if dry_run:
        with _existing(Path(home)) as ledger:
            job.run(items, ledger, None)
        return tally.report()
    asked: dict[str, object] = {
        "limit": limit,
        "fail_fast": fail_fast,
        "max_failures": max_failures,
        "published": published,
    }
    asked |= {"publisher": publisher, "fields": dict(fields or {}), "input_format": input_format}
    with Ledger.open(Path(home), create=True) as ledger:
        run = ledger.start_run(
            pipeline=reader.name,
            model=reader.model_name,
            digest=reader.digest,
            sources=paths,
            options={name: value for name, value in asked.items() if value},
            versions=_versions(),
        )
        outcome = "failed"
        try:
            job.run(items, ledger, run)
            update_embedded_graph(ledger)
            outcome = "done"
        except KeyboardInterrupt:
            outcome = "interrupted"
            raise
        finally:
            with suppress(KgError) if outcome != "done" else nullcontext():
                ledger.finish_run(run, report=tally.report(), outcome=outcome)
    return tally.report()


def update_embedded_graph(ledger: Ledger) -> None:
    """Bring the embedded graph of a ledger's home up to date, and note it in the ledger.

    Raises:
        StoreError: the graph cannot be written, or belongs to another ledger.
    """
    from kg.store import open_store
    from kg.store.embedded import FILE_NAME
    from kg.sync import load

    try:
        with open_store("embedded", home=ledger.home) as store:
            report = load(ledger, store)
    except StoreMismatch as error:
        path = ledger.home / FILE_NAME
        raise StoreMismatch(error.message, hint=f"delete {path}; it is made again from the ledger") from error
    ledger.record_store("embedded", kind="embedded", revision=report.revision)


def find_miscounts(report: Report) -> list[str]:
    """Return each sum of a report that does not add up, in words; none is the rule.

    Example:
        >>> find_miscounts(Report(found=2, new=1))
        ['documents: 2 found, but 1 accounted for']
    """
    documents = report.new + report.replaced + report.unchanged + report.retracted + len(report.failures)
    tried = report.clauses + report.sentences_without_clause
    told = report.clauses_with_statements + sum(report.skipped.values())
    wrong = []
    if report.found != documents:
        wrong.append(f"documents: {report.found} found, but {documents} accounted for")
    if tried != told:
        wrong.append(f"clauses: {tried} tried, but {told} accounted for")
    if report.sentences_with_statements > report.sentences:
        wrong.append(f"sentences: {report.sentences_with_statements} of {report.sentences} gave statements")
    return wrong


class _Job:
    """One pass over the sources, batch by batch; what is done is always recorded."""

    def __init__(
        self, reader: DocumentReader, tally: _Tally, limits: _Limits, total: int | None, on_progress: Progress | None
    ) -> None:
        self._reader = reader
        self._tally = tally
        self._limits = limits
        self._total = total
        self._on_progress = on_progress

    def run(self, items: Iterator[Document | Failure], ledger: Ledger | None, run: str | None) -> None:
        """Read all items; record in `ledger` where there is a `run`, else only count."""
        with closing(_Batch(self._reader, self._tally, ledger, run, self._is_over)) as batch:
            for item in islice(items, self._limits.documents):
                batch.take(item)
                if batch.is_full or self._is_over(batch.failed):
                    batch.read()
                    self._show()
                if self._is_over(len(self._tally.failures)):
                    break
            else:
                batch.read()
        failed = len(self._tally.failures)
        if self._is_over(failed):
            self._tally.remarks.append(f"stopped after {failed} failures; the rest was not read")
        self._show()

    def _is_over(self, failed: int) -> bool:
        return self._limits.failures is not None and failed > self._limits.failures

    def _show(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self._tally.found, self._total, self._tally.report())


class _Batch:
    """Documents that wait to be read, and readings that wait to be recorded in one transaction."""

    def __init__(
        self,
        reader: DocumentReader,
        tally: _Tally,
        ledger: Ledger | None,
        run: str | None,
        is_over: Callable[[int], bool],
    ) -> None:
        self._reader = reader
        self._tally = tally
        self._ledger = ledger
        self._run = run
        self._is_over = is_over
        self._waiting: list[tuple[Document, DocumentState]] = []
        self._readings: list[tuple[Reading, DocumentState]] = []
        self._failures: list[Failure] = []
        self._seen = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time to read."""
        characters = sum(len(document.text) for document, _ in self._waiting)
        return self._seen >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS

    @property
    def failed(self) -> int:
        """Failures so far, those that wait to be recorded included."""
        return len(self._tally.failures) + len(self._failures)

    def take(self, item: Document | Failure) -> None:
        """Take one item of the sources in."""
        self._seen += 1
        if isinstance(item, Failure):
            self._failures.append(item)
            return
        state = DocumentState.NEW
        if self._ledger is not None:
            state = self._ledger.state_of(item, self._reader.digest)
        if state is DocumentState.CONFLICT:
            self._failures.append(_conflict(item))
        elif state in (DocumentState.NEW, DocumentState.CHANGED):
            self._waiting.append((item, state))
        else:
            self._tally.states[state] += 1

    def read(self) -> None:
        """Read what waits, up to the failure that is one too many, and record it."""
        waiting, self._waiting, self._seen = self._waiting, [], 0
        results = self._reader.read_all(document for document, _ in waiting)
        for (_, state), result in zip(waiting, results, strict=True):
            if isinstance(result, Failure):
                self._failures.append(result)
                if self._is_over(self.failed):
                    break
            else:
                self._readings.append((result, state))
        self.close()

    def close(self) -> None:
        """Record what is read so far."""
        readings, failures = self._readings, self._failures
        if self._ledger is not None and self._run is not None:
            if readings:
                self._ledger.record((r for r, _ in readings), run=self._run, digest=self._reader.digest)
            if failures:
                self._ledger.record_failures(failures, run=self._run)
        self._readings, self._failures = [], []
        for reading, state in readings:
            self._tally.add(reading, state)
        self._tally.failures.extend(failures)


def _conflict(document: Document) -> Failure:
    reason = f"the id {document.id} belongs to another file with other text; give the documents ids of their own"
    return Failure(document.id, document.path, None, "read", reason)


def _expected(count: int | None, limit: int | None) -> int | None:
    return count if count is None or limit is None else min(count, limit)


def _load_pipeline(pipeline: str | Path | DocumentReader, model: str | None) -> DocumentReader:
    if not isinstance(pipeline, str | Path):
        return pipeline
    from kg.pipeline import Pipeline

    return Pipeline.load(os.fspath(pipeline), model=model)


def _existing(home: Path) -> Ledger | nullcontext[None]:
    """Open the ledger of a home for reading, if there is one."""
    try:
        return Ledger.open(home, readonly=True)
    except LedgerMissing:
        return nullcontext()


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for part in _PARTS:
        with suppress(PackageNotFoundError):
            found[part] = version(part)
    return found
