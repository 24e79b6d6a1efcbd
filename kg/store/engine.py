"""The embedded Cypher engine (kglite) behind one small wall.

Nothing else imports kglite. What is levelled out here: a property that no node has yet is an error in a pattern,
warnings go to stderr, errors are of many kinds. For its ways with values see `kg.store.engine_values`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import QueryError, QueryRefused, QueryTimeout, StoreError
from kg.graph import ACTOR, ACTOR_PROPERTIES, DOCUMENT, DOCUMENT_PROPERTIES, LEDGER
from kg.store.base import QueryResult
from kg.store.engine_values import collect_ends, normal_value

SCHEMA = {
    "nodes": {
        ACTOR: {"optional": list(ACTOR_PROPERTIES)},
        DOCUMENT: {"optional": list(DOCUMENT_PROPERTIES)},
        LEDGER: {"optional": ["uid", "name", "schema_version", "revision"]},
    }
}


class Engine:
    """One kglite graph, in memory or of a file.

    Example:
        >>> engine = Engine.in_memory()
        >>> engine.read("RETURN 1 + 1 AS two").rows
        [(2,)]
    """

    def __init__(self, graph: Any, path: Path | None = None) -> None:
        self._graph = graph
        self._path = path

    @classmethod
    def in_memory(cls) -> Engine:
        """Return an empty graph without a file."""
        engine = cls(_kglite().KnowledgeGraph())
        engine.declare()
        return engine

    @classmethod
    def load(cls, path: Path) -> Engine:
        """Return the graph of a file as it was last saved, for reading; another process may be writing it."""
        kglite = _kglite()
        try:
            return cls(kglite.load(str(path)), path)
        except (kglite.KgError, OSError) as error:
            raise _file_error(error, path) from error

    @classmethod
    def open(cls, path: Path) -> Engine:
        """Return the graph of a file, made if there is none, for writing; one process at a time."""
        kglite = _kglite()
        try:
            engine = cls(kglite.open(str(path), durable="off"), path)
        except kglite.WriterLeaseHeldError as error:
            raise StoreError(
                f"another process is writing to the graph {path}", hint="wait until it is done, then try again"
            ) from error
        except (kglite.KgError, OSError) as error:
            raise _file_error(error, path) from error
        engine.declare()
        return engine

    def declare(self) -> None:
        """Make the properties of the contract known, so that a pattern may name one that no node has yet."""
        self._graph.define_schema(SCHEMA)

    def save(self) -> None:
        """Write the file anew, whole or not at all."""
        kglite = _kglite()
        try:
            self._graph.save()
        except (kglite.KgError, OSError) as error:
            raise StoreError(
                f"the graph {self._path} cannot be written: {_first_line(error)}", hint="check free space and rights"
            ) from error

    def close(self) -> None:
        """Drop the graph, and with it the writer's lease, without saving."""
        self._graph = None

    def write(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run a writing text and return its rows; it works as a whole or not at all."""
        kglite = _kglite()
        try:
            view = self._graph.cypher(text, params=dict(parameters or {}), timeout_ms=0)
        except kglite.KgError as error:
            raise StoreError(f"the embedded graph refuses a write: {_first_line(error)}") from error
        return [tuple(row.values()) for row in view]

    def rows(self, text: str) -> Iterator[tuple[Any, ...]]:
        """Run a reading text of our own without a time limit and yield its rows in the normal form."""
        yield from self.read(text, timeout=0).rows

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> QueryResult:
        """Answer a query on a frozen snapshot; see `GraphStore.query`."""
        kglite = _kglite()
        frozen = self._graph.freeze()
        try:
            view = frozen.cypher(
                cypher,
                params=dict(parameters or {}),
                timeout_ms=None if timeout is None else math.ceil(timeout * 1000),
                row_limit=None if limit is None else limit + 1,
            )
            if isinstance(view, str):  # an addition of the engine to the language: `... FORMAT CSV`
                raise QueryError("FORMAT is not part of Cypher", hint="choose the form of the answer with --format")
            rows = [tuple(row.values()) for row in view]
            columns = tuple(view.columns)
            truncated = limit is not None and len(rows) > limit
        except kglite.CypherTimeoutError as error:
            raise QueryTimeout(
                f"the query ran longer than {timeout} seconds" if timeout else "the query ran too long",
                hint="ask for less, bound its paths, or give it more time with --timeout",
            ) from error
        except kglite.ReadOnlyError as error:
            raise QueryRefused(
                "the query would change the graph", hint="the graph is made by `kg build` and `kg load` alone"
            ) from error
        except (kglite.KgError, TypeError, OverflowError, ValueError, RecursionError) as error:
            raise QueryError(_first_line(error), hint=_hint(error)) from error
        rows = rows[:limit]
        ends = self._ends(frozen, rows)
        return QueryResult(columns, [tuple(normal_value(value, ends) for value in row) for row in rows], truncated)

    def _ends(self, frozen: Any, rows: list[tuple[Any, ...]]) -> dict[Any, str]:
        """Return internal number to uid for the ends of all relationships among the values."""
        wanted: set[Any] = set()
        for row in rows:
            for value in row:
                collect_ends(value, wanted)
        if not wanted:
            return {}
        view = frozen.cypher(
            "MATCH (n) WHERE id(n) IN $ids RETURN id(n) AS number, n.uid AS uid", params={"ids": sorted(wanted)}
        )
        return {row["number"]: row["uid"] for row in view}


def _kglite() -> Any:
    import kglite

    kglite.set_query_warning_policy("silent")
    return kglite


def _first_line(error: BaseException) -> str:
    """Return what the engine says in one line, without the class of error that it starts with."""
    said = re.sub(
        r"^(?:Cypher (?:syntax|execution|type mismatch) error|Schema error|File \S+ error \(.*?\)):? ?", "", str(error)
    ).strip()
    return said.splitlines()[0] if said else type(error).__name__


def _hint(error: BaseException) -> str:
    if "Missing parameter" in str(error):
        return "give its value with -p name=value"
    if (valid := re.search(r"Valid properties: .+", str(error))) is not None:
        return valid.group().replace("Valid properties", "properties there are")
    return "check the spelling of the query"


def _file_error(error: BaseException, path: Path) -> StoreError:
    message = f"the graph {path} cannot be opened: {_first_line(error)}"
    return StoreError(message, hint="it can be made again: delete it and run `kg load`")
