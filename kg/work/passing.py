"""One pass over the sources: what is new or changed is read, batch by batch, and recorded as it comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from kg.ledger import DocumentState, Ledger
from kg.model import Document, Failure, Report
from kg.packing import PackedReading
from kg.work.base import Batch, Extractor, Result
from kg.work.tally import Tally

BATCH_DOCUMENTS = 32
BATCH_CHARACTERS = 20_000

Progress = Callable[[int, int | None, Report], None]
"""Called with the documents done, how many there are (None where nobody knows), and the counts so far."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: after so many documents, or when more than so many have failed; None for never.

    `stop` is asked between batches: once it says True, what is under way is finished and the rest is not read.
    """

    documents: int | None = None
    failures: int | None = None
    stop: Callable[[], bool] = lambda: False


class Pass:
    """One pass over the sources; what is done is always recorded.

    Args:
        extractor: reads the documents.
        tally: counts what becomes of them.
        limits: when to stop.
        total: how many documents there are, as far as anybody knows.
        on_progress: called as the work goes on.
    """

    def __init__(
        self,
        extractor: Extractor,
        tally: Tally,
        limits: Limits,
        *,
        total: int | None = None,
        on_progress: Progress | None = None,
    ) -> None:
        self._extractor = extractor
        self._tally = tally
        self._limits = limits
        self._total = total
        self._on_progress = on_progress
        self._failures: list[Failure] = []
        self._ledger: Ledger | None = None
        self._run: str | None = None

    def run(self, items: Iterable[Document | Failure], ledger: Ledger | None, run: str | None) -> None:
        """Read all items; record in `ledger` where there is a `run`, else only count.

        Raises:
            KeyboardInterrupt: `Limits.stop` said so; all that was read is recorded.
        """
        self._ledger, self._run = ledger, run
        before = _Unsettled.of(ledger) if ledger is not None and run is not None else _Unsettled()
        for batch, results in self._extractor.read(self._batches(before.watch(items))):
            self._finish(batch, results)
            self._show()
        self._record([])
        if ledger is not None and run is not None:
            was_cut = self._is_over() or self._limits.stop() or self._limits.documents is not None
            ledger.settle_failures(run, ids=before.seen_ids, paths=() if was_cut else before.seen_paths)
        if self._is_over():
            failed = len(self._tally.failures)
            self._tally.remarks.append(f"stopped after {failed} failures; the rest was not read")
        self._show()
        if self._limits.stop():
            raise KeyboardInterrupt

    def _batches(self, items: Iterable[Document | Failure]) -> Iterator[Batch]:
        """Yield the documents that are to be read; those that are not are counted."""
        waiting: list[tuple[Document, DocumentState]] = []
        seen = 0
        for item in islice(items, self._limits.documents):
            seen += 1
            if isinstance(item, Failure):
                self._failures.append(item)
            elif (state := self._state_of(item)) is DocumentState.CONFLICT:
                self._failures.append(_conflict(item))
            elif state in (DocumentState.NEW, DocumentState.CHANGED):
                waiting.append((item, state))
            else:
                self._tally.states[state] += 1
            characters = sum(len(document.text) for document, _ in waiting)
            if seen >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS or self._is_over():
                if waiting:
                    yield _batch(waiting)
                else:
                    self._record([])
                    self._show()
                waiting, seen = [], 0
                if self._is_over() or self._limits.stop():
                    return
        if waiting:
            yield _batch(waiting)

    def _state_of(self, document: Document) -> DocumentState:
        if self._ledger is None:
            return DocumentState.NEW
        return self._ledger.state_of(document, self._extractor.versions.digest)

    def _finish(self, batch: Batch, results: Iterable[Result]) -> None:
        """Record what a batch gave, up to the failure that is one too many."""
        readings: list[tuple[Document, PackedReading, DocumentState]] = []
        try:
            for document, state, result in zip(batch.documents, batch.states, results, strict=True):
                if not isinstance(result, Failure):
                    readings.append((document, result, state))
                    continue
                self._failures.append(result)
                if self._is_over():
                    break
        finally:
            self._record(readings)

    def _record(self, readings: list[tuple[Document, PackedReading, DocumentState]]) -> None:
        """Record readings and the failures that wait, then count them."""
        failures = self._failures
        if self._ledger is not None and self._run is not None:
            digest = self._extractor.versions.digest
            if readings:
                self._ledger.record_packed(((d, packed) for d, packed, _ in readings), run=self._run, digest=digest)
            if failures:
                self._ledger.record_failures(failures, run=self._run)
        self._failures = []
        for _, packed, state in readings:
            self._tally.add(packed, state)
        self._tally.failures.extend(failures)

    def _is_over(self) -> bool:
        failed = len(self._tally.failures) + len(self._failures)
        return self._limits.failures is not None and failed > self._limits.failures

    def _show(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self._tally.found, self._total, self._tally.report())


@dataclass(slots=True)
class _Unsettled:
    """What failed in earlier runs, and which of it came again in this one, whatever became of it."""

    ids: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    seen_ids: set[str] = field(default_factory=set)
    seen_paths: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, ledger: Ledger) -> _Unsettled:
        failures = [failure for _, failure in ledger.unsettled_failures()]
        return cls(frozenset(f.id for f in failures), frozenset(f.path for f in failures if f.path is not None))

    def watch(self, items: Iterable[Document | Failure]) -> Iterator[Document | Failure]:
        for item in items:
            if item.id in self.ids:
                self.seen_ids.add(item.id)
            if item.path in self.paths and item.path is not None:
                self.seen_paths.add(item.path)
            yield item


def _batch(waiting: list[tuple[Document, DocumentState]]) -> Batch:
    return Batch(tuple(document for document, _ in waiting), tuple(state for _, state in waiting))


def _conflict(document: Document) -> Failure:
    reason = f"the id {document.id} belongs to another file with other text; give the documents ids of their own"
    return Failure(document.id, document.path, None, "read", reason)
