"""Reading in worker processes: each holds the model, and none of them touches the ledger.

What a worker reads depends on the documents alone, so it makes no difference who reads what. A worker that dies, by
want of memory or by a signal, costs the documents that it had in hand: they are given out once more, one by one, and
a document that brings down a second worker is a failure with that reason. Workers are replaced after so many documents,
since a language model remembers every word that it has seen.
"""

from __future__ import annotations

import logging
import pickle
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait

from kg.errors import ConfigError, WorkerError
from kg.model import Failure
from kg.work.base import Batch, Extractor, ReaderMaker, Result, Versions
from kg.work.local import LocalExtractor
from kg.work.worker import Task, Trouble, Worker

_log = logging.getLogger(__name__)

TASKS_AT_ONCE = 2
DOCUMENTS_A_WORKER = 5_000
_DEATHS_AT_START = 3
_DEATHS_OF_A_DOCUMENT = 2
_SECONDS_BETWEEN_CHECKS = 5.0


@dataclass(slots=True)
class _Open:
    """A batch that is being read: the results so far, None where one is missing."""

    batch: Batch
    results: list[Result | None]

    def put(self, first: int, results: Iterable[Result]) -> None:
        for position, result in enumerate(results, first):
            self.results[position] = result

    def complete(self) -> list[Result] | None:
        found = [result for result in self.results if result is not None]
        return found if len(found) == len(self.results) else None


class WorkerPool:
    """Worker processes that read batches; use it with `contextlib.closing`.

    Args:
        make_reader: makes the reader in each worker; must be picklable.
        workers: how many, from 1.
        documents_a_worker: after so many documents a worker is replaced by a new one.

    Attributes:
        versions: what the workers read with.

    Raises:
        ConfigError, ModelNotFound: the pipeline or the model cannot be used.
        WorkerError: no worker process can be started.
    """

    def __init__(self, make_reader: ReaderMaker, workers: int, *, documents_a_worker: int = DOCUMENTS_A_WORKER) -> None:
        self._make_reader = make_reader
        self._documents_a_worker = documents_a_worker
        self._deaths_at_start = 0
        self._waiting: deque[Task] = deque()
        self._open: dict[int, _Open] = {}
        self._workers: list[Worker] = []
        self._versions: Versions | None = None
        try:
            for _ in range(workers):
                self._start()
            while self._versions is None:
                self._hear()
        except BaseException:
            self.close()
            raise
        self.versions: Versions = self._versions

    def read(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Iterable[Result]]]:
        """See `kg.work.base.Extractor`; in memory are at most `TASKS_AT_ONCE` batches a worker, and one more."""
        source = enumerate(batches)
        is_over = False
        while True:
            while not is_over and not self._waiting and self._idlest() is not None:
                numbered = next(source, None)
                if numbered is None:
                    is_over = True
                else:
                    self._take(*numbered)
                self._feed()
            self._feed()
            if is_over and not self._open:
                return
            for number in self._hear():
                results = self._open[number].complete()
                if results is not None:
                    yield self._open.pop(number).batch, results

    def close(self) -> None:
        """Stop the workers; what they had in hand is dropped."""
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.connection.close()
        for worker in workers:
            worker.stop()

    def _start(self) -> None:
        self._workers.append(Worker.start(self._make_reader))

    def _take(self, number: int, batch: Batch) -> None:
        self._open[number] = _Open(batch, [None] * len(batch.documents))
        self._waiting.append(Task(number, 0, batch.documents))

    def _feed(self) -> None:
        while self._waiting and (worker := self._idlest()) is not None:
            worker.give(self._waiting.popleft())

    def _idlest(self) -> Worker | None:
        """Return the worker to give the next task to, if one has room."""
        ready = [
            worker
            for worker in self._workers
            if worker.versions is not None and not self._is_used_up(worker) and len(worker.tasks) < TASKS_AT_ONCE
        ]
        return min(ready, key=lambda worker: len(worker.tasks), default=None)

    def _is_used_up(self, worker: Worker) -> bool:
        return worker.done >= self._documents_a_worker

    def _hear(self) -> list[int]:
        """Wait until a worker says something or is found dead; return the batches that came further by it."""
        spoken = set(map(id, wait([worker.connection for worker in self._workers], _SECONDS_BETWEEN_CHECKS)))
        moved: list[int] = []
        for worker in [worker for worker in self._workers if id(worker.connection) in spoken]:
            try:
                message = worker.connection.recv()
            except (EOFError, OSError):
                moved += self._bury(worker, worker.stop())
                continue
            if isinstance(message, Trouble):
                raise message.error()
            if isinstance(message, Versions):
                self._greet(worker, message)
                continue
            moved.append(self._put(worker, message))
        for worker in [worker for worker in self._workers if worker.is_overdue]:
            worker.process.kill()
            worker.stop()
            moved += self._bury(worker, "it took too long")
        return moved

    def _greet(self, worker: Worker, versions: Versions) -> None:
        if self._versions is None:
            self._versions = versions
        elif versions != self._versions:
            raise ConfigError("the pipeline or its model was changed during the build", hint="run the build again")
        worker.versions = versions
        self._deaths_at_start = 0

    def _put(self, worker: Worker, results: list[Result]) -> int:
        task = worker.take_back()
        self._open[task.batch].put(task.first, results)
        if self._is_used_up(worker):
            if worker.done - len(task.documents) < self._documents_a_worker:
                self._start()
            if not worker.tasks:
                self._workers.remove(worker)
                worker.stop()
        return task.batch

    def _bury(self, worker: Worker, reason: str) -> list[int]:
        """Take a dead worker out, start another one, and give its documents to others; return batches with failures."""
        self._workers.remove(worker)
        if worker.versions is None:
            self._deaths_at_start += 1
            if self._deaths_at_start >= _DEATHS_AT_START:
                raise WorkerError(
                    f"worker processes die before they are ready ({reason})",
                    hint="try --workers 1; in a script, call kg.build below `if __name__ == '__main__':`",
                )
        elif worker.tasks:
            _log.warning("a worker process died (%s); its documents are read again", reason)
        if not self._is_used_up(worker):
            self._start()
        if not worker.tasks:
            return []
        suspect, *innocent = worker.tasks
        self._waiting.extendleft(reversed(innocent))
        deaths = suspect.deaths + 1
        if deaths >= _DEATHS_OF_A_DOCUMENT and len(suspect.documents) == 1:
            self._give_up(suspect, reason)
            return [suspect.batch]
        self._waiting.extendleft(
            Task(suspect.batch, suspect.first + i, (document,), deaths)
            for i, document in reversed(list(enumerate(suspect.documents)))
        )
        return []

    def _give_up(self, task: Task, reason: str) -> None:
        said = f"the worker process that read it ended before it was done, twice ({reason})"
        failures = [Failure(document.id, document.path, None, "extract", said) for document in task.documents]
        self._open[task.batch].put(task.first, failures)


def open_extractor(make_reader: ReaderMaker, *, workers: int) -> Extractor:
    """Return what reads documents: this process for one worker, else so many processes beside it.

    Raises:
        ConfigError: `workers` is less than one, or the reader cannot be sent to another process.
        ConfigError, ModelNotFound: the pipeline or the model cannot be used.
        WorkerError: no worker process can be started.
    """
    if workers < 1:
        raise ConfigError(f"there must be at least one worker, not {workers}", key="workers")
    if workers == 1:
        return LocalExtractor(make_reader())
    try:
        pickle.dumps(make_reader)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise ConfigError(
            "this pipeline cannot be sent to worker processes",
            key="workers",
            hint="name the pipeline and the model instead of giving a loaded one",
        ) from error
    return WorkerPool(make_reader, workers)
