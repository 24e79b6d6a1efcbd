"""A store in a process of its own, to be asked: what a query does to memory or to its engine happens there alone.

A query of a few words can ask for more memory than any machine has (a text that is doubled a hundred times, all pairs
of all pairs), and an engine inside this process would take it down. The process apart loads the store, may use half of
the machine's memory beyond that, and is ended when a query runs over its time or out of its memory.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from kg.errors import KgError, QueryTimeout, QueryTooLarge, StoreError
from kg.store.base import LedgerMark, QueryResult

GRACE_SECONDS = 2.0
"""What an engine gets, beyond a query's own time, to notice that the time is over."""
SHARE_OF_MEMORY = 2
LEAST_BYTES = 1 << 30
_SERVE = "from kg.store.apart import serve; serve()"
_ALLOCATOR = {"MIMALLOC_ARENA_EAGER_COMMIT": "0"}
"""The engine's allocator would take a gigabyte at once, which hides how much a query really takes."""


class StoreApart:
    """The embedded graph, a NetworkX graph or a graph file, opened for questions in another process.

    The process starts at once and loads the store while the caller goes on; the first call waits for it. After a query
    that ended the process the next call starts a new one.

    Args:
        target: "embedded", "networkx" or a graph file, as `kg.store.open_store` takes it.
        home: folder of the ledger.
        memory: bytes that queries may use beyond what the store takes; half of the machine's memory by default.

    Example:
        >>> with StoreApart("embedded", home=Path(".kg")) as store:                      # doctest: +SKIP
        ...     store.query("MATCH (a:Actor) RETURN count(a) AS actors").rows
        [(412,)]
    """

    def __init__(self, target: str, *, home: Path, memory: int | None = None) -> None:
        self.name = target
        self._opened = {"target": target, "home": home, "memory": memory}
        self._process: subprocess.Popen[bytes] | None = None
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            process.wait()

    def mark(self) -> LedgerMark | None:
        """Return whose projection the store is, or None for one that was never loaded.

        Raises:
            StoreError, ConfigError: the store cannot be opened.
        """
        mark: LedgerMark | None = self._call({"ask": "mark"}, None)
        return mark

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> QueryResult:
        """Answer one read-only query; see `kg.store.base.GraphStore.query`.

        Raises:
            QueryTimeout: it ran over `timeout`.
            QueryTooLarge: it needs more memory than it may use, or brought the engine down.
            QueryError, QueryRefused: as every store.
        """
        self._call({"ask": "mark"}, None)  # the time of the query begins when the store is loaded
        request = {"cypher": cypher, "parameters": dict(parameters or {}), "timeout": timeout, "limit": limit}
        result: QueryResult = self._call({"ask": "query", **request}, timeout)
        return result

    def _start(self) -> subprocess.Popen[bytes]:
        here = str(Path(__file__).resolve().parents[2])
        paths = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ALLOCATOR, "PYTHONPATH": paths},
        )
        _send(_pipe(self._process.stdin), self._opened)
        return self._process

    def _call(self, request: Mapping[str, Any], timeout: float | None) -> Any:
        process = self._process or self._start()
        over = threading.Event()

        def end() -> None:
            over.set()
            process.kill()

        watch = None if timeout is None else threading.Timer(timeout + GRACE_SECONDS, end)
        if watch is not None:
            watch.daemon = True
            watch.start()
        try:
            _send(_pipe(process.stdin), request)
            answer = pickle.load(_pipe(process.stdout))
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.close()
            if over.is_set():
                raise _too_long(timeout) from None
            if request["ask"] == "mark":
                raise StoreError(f"{self.name} cannot be opened: its process ended", hint="try `kg load`") from error
            raise QueryTooLarge(
                "the query needs more memory than it may use, or brought the engine down",
                hint="ask for less: fewer pairs, shorter lists and texts, a LIMIT further inside",
            ) from None
        finally:
            if watch is not None:
                watch.cancel()
        if isinstance(answer, BaseException):
            raise answer
        return answer


def serve() -> None:
    """Load the store that the first message names and answer the messages after it; the other side of `StoreApart`."""
    from kg.store import open_store

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the asking process's, which ends this one
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    opened = pickle.load(requests)
    try:
        store = open_store(opened["target"], home=opened["home"])
        mark = store.mark()
        _bound_memory(opened["memory"])
    except KgError as error:
        _answer(answers, error)
        return
    while True:
        try:
            request = pickle.load(requests)
        except EOFError:
            return
        if request["ask"] == "mark":
            _answer(answers, mark)
            continue
        try:
            answer: object = store.query(
                request["cypher"], request["parameters"], timeout=request["timeout"], limit=request["limit"]
            )
        except KgError as error:
            answer = error
        _answer(answers, answer)


def _bound_memory(memory: int | None) -> None:
    """Let this process take so many bytes more than now, where the system can hold it to that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    if memory is None:
        memory = max(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // SHARE_OF_MEMORY, LEAST_BYTES)
    limit = _bytes_now() + memory
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (limit if hard < 0 else min(limit, hard), hard))


def _bytes_now() -> int:
    """Return the bytes of data that this process has mapped by now; 0 where the system does not say."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return 0


def _answer(answers: IO[bytes], answer: object) -> None:
    if isinstance(answer, BaseException):
        answer.__cause__ = answer.__context__ = None  # what the engine raised may not be known to the other side
        answer.__traceback__ = None
    _send(answers, answer)


def _send(pipe: IO[bytes], message: object) -> None:
    pickle.dump(message, pipe)
    pipe.flush()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _too_long(timeout: float | None) -> QueryTimeout:
    return QueryTimeout(
        f"the query ran longer than {timeout} seconds",
        hint="ask for less, bound its paths, or give it more time with --timeout",
    )
