"""The default store: one file in the home, read and written by the embedded engine.

The file always holds a whole load: changes live in memory until `checkpoint` writes the file anew, so a crash leaves
the last complete state and the next load does the rest. Readers take no lock; the writer's lease is taken at the first
change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import StoreError
from kg.store.base import BATCH_ROWS, QueryResult
from kg.store.cypher_store import CypherStore, Parameters, Step
from kg.store.engine import Engine

FILE_NAME = "graph.kgl"
T = TypeVar("T")


class EmbeddedStore(CypherStore):
    """The graph of a home.

    Args:
        home: folder of the ledger; the graph is its file `graph.kgl`.

    Example:
        >>> with EmbeddedStore(Path(".kg")) as store:                                    # doctest: +SKIP
        ...     store.query("MATCH (a:Actor) RETURN count(a) AS actors").rows
        [(412,)]
    """

    def __init__(self, home: Path) -> None:
        self.name = "embedded"
        self.batch_rows = 2 * BATCH_ROWS
        self.path = home / FILE_NAME
        self._engine: Engine | None = None
        self._writing = False

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()
        self._engine, self._writing = None, False

    def checkpoint(self) -> None:
        if self._writing and self._engine is not None:
            self._engine.save()

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> QueryResult:
        engine = self._reader()
        if engine is None:
            raise StoreError(
                f"there is no graph at {self.path}",
                hint="make one with `kg build SOURCE`, or `kg load` from the ledger",
            )
        return engine.read(cypher, parameters, timeout=timeout, limit=limit)

    def _send(self, items: Iterable[T], steps: Callable[[list[T]], list[Step]]) -> None:
        """Write the items batch by batch: the engine writes one in a thread while the next is made."""
        with ThreadPoolExecutor(max_workers=1) as thread:
            writing: Future[None] | None = None
            for batch in self._batches(items):
                made = steps(batch)
                if writing is not None:
                    writing.result()
                writing = thread.submit(self._commit_steps, made)
            if writing is not None:
                writing.result()

    def _write(self, text: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
        return self._writer().write(text, parameters)

    def _read(self, text: str) -> Iterator[tuple[Any, ...]]:
        engine = self._reader()
        return iter(()) if engine is None else engine.rows(text)

    def _reader(self) -> Engine | None:
        if self._engine is None and self.path.exists():
            self._engine = Engine.load(self.path)
        return self._engine

    def _writer(self) -> Engine:
        if not self._writing:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.close()
            self._engine, self._writing = Engine.open(self.path), True
        assert self._engine is not None
        return self._engine
