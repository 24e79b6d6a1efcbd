"""One worker process: what runs in it, and the handle that the main process has of it.

The two talk over a pipe of their own, so that a worker that is killed at any moment harms nobody else's. Messages to
the worker are tuples of documents. Messages from it are its `Versions`, once, when it is ready; then a list of results
for each tuple, in the order of the tuples; or `Trouble`, its last word.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue

from kg.errors import ConfigError, KgError, ModelNotFound, WorkerError
from kg.model import Document
from kg.work.base import ReaderMaker, Versions, pack_results

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
_SECONDS_AT_LEAST = 120.0
_CHARACTERS_A_SECOND = 200
_KNOWN_ERRORS = {kind.__name__: kind for kind in (ConfigError, ModelNotFound)}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What kept a worker from working, fit for a pipe; `kind` is the name of the error's class."""

    kind: str
    message: str
    hint: str | None

    @classmethod
    def of(cls, error: Exception) -> Trouble:
        """Return what there is to say of an error."""
        if isinstance(error, KgError):
            return cls(type(error).__name__, error.message, error.hint)
        return cls(type(error).__name__, f"a worker process failed: {type(error).__name__}: {error}", None)

    def error(self) -> KgError:
        """Return the error to raise in the main process."""
        return _KNOWN_ERRORS.get(self.kind, WorkerError)(self.message, hint=self.hint)


@dataclass(frozen=True, slots=True)
class Task:
    """Documents for one worker.

    Attributes:
        batch: number of the batch they belong to.
        first: position of the first one in the batch.
        documents: what to read.
        deaths: workers that died, or had to be stopped, with this task in hand.
    """

    batch: int
    first: int
    documents: tuple[Document, ...]
    deaths: int = 0

    @property
    def seconds(self) -> float:
        """How long a worker may take: far more than any machine needs."""
        return _SECONDS_AT_LEAST + sum(len(document.text) for document in self.documents) / _CHARACTERS_A_SECOND


@dataclass(slots=True, eq=False)
class Worker:
    """A worker process as the main process sees it.

    Attributes:
        connection: our end of the pipe; readable when the worker has something to say, or is dead.
        process: the process.
        versions: what it reads with; None until it is ready.
        tasks: what it was given and has not given back; it works on the first.
        done: documents that it gave back.
        since: when it began with its first task, or with its start (`time.monotonic`).
    """

    connection: Connection
    process: BaseProcess
    versions: Versions | None = None
    tasks: deque[Task] = field(default_factory=deque)
    done: int = 0
    since: float = field(default_factory=time.monotonic)

    @classmethod
    def start(cls, make_reader: ReaderMaker) -> Worker:
        """Start a process; it says later that it is ready."""
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_run, args=(theirs, make_reader), daemon=True, name="kg worker")
        process.start()
        theirs.close()
        return cls(ours, process)

    @property
    def is_overdue(self) -> bool:
        """Whether it has worked on one task, or on its start, for longer than anything takes."""
        allowed = self.tasks[0].seconds if self.tasks else _SECONDS_AT_LEAST
        is_busy = bool(self.tasks) or self.versions is None
        return is_busy and time.monotonic() - self.since > allowed

    def give(self, task: Task) -> None:
        """Hand a task over; a dead worker does not mind, and is found out later."""
        if not self.tasks:
            self.since = time.monotonic()
        self.tasks.append(task)
        with suppress(OSError):
            self.connection.send(task.documents)

    def take_back(self) -> Task:
        """Return the task whose results have come."""
        task = self.tasks.popleft()
        self.done += len(task.documents)
        self.since = time.monotonic()
        return task

    def stop(self) -> str:
        """Stop the process, whatever it does, and return how it ended, in words."""
        self.connection.close()
        self.process.join(0.2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        code = self.process.exitcode or 0
        self.process.close()
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _run(connection: Connection, make_reader: ReaderMaker) -> None:
    """Make a reader and read what comes, until the main process closes the pipe or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the main process decides
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    with suppress(OSError):  # the main process is gone
        try:
            reader = make_reader()
            inbox: SimpleQueue[tuple[Document, ...]] = SimpleQueue()
            threading.Thread(target=_receive, args=(connection, inbox), daemon=True).start()
            connection.send(Versions.of(reader))
            while True:
                connection.send(list(pack_results(reader, inbox.get())))
        except OSError:
            raise
        except Exception as error:
            connection.send(Trouble.of(error))


def _receive(connection: Connection, inbox: SimpleQueue[tuple[Document, ...]]) -> None:
    """Empty the pipe at all times, so that neither side waits for the other; leave when the main process is gone."""
    try:
        while True:
            inbox.put(connection.recv())
    except (EOFError, OSError):
        os._exit(0)
