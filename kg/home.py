"""A home in Python: its statements, its graph, and questions to it, behind one object (`kg.open`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kg.ledger import Actor, Ledger, LedgerDocument
from kg.model import Statement

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import QueryResult


class Home:
    """An open home, for reading; made by `kg.open`. Use it in a `with` block, or `close` it.

    Attributes:
        path: its folder.
        ledger: the ledger, opened for reading.
    """

    def __init__(self, path: Path, ledger: Ledger) -> None:
        self.path = path
        self.ledger = ledger

    def statements(self) -> Iterator[Statement]:
        """Yield the statements by document id, sentence and sid."""
        return self.ledger.statements()

    def documents(self) -> Iterator[LedgerDocument]:
        """Yield the documents by id."""
        return self.ledger.documents()

    def actors(self) -> Iterator[Actor]:
        """Yield the actors by uid."""
        return self.ledger.actors()

    def to_networkx(self, *, simple: bool = False) -> nx.MultiDiGraph[str] | nx.DiGraph[str]:
        """Return the graph as a `networkx.MultiDiGraph` of its own: nodes by uid, edges by sid.

        Args:
            simple: a weighted `networkx.DiGraph` of actors and factual statements instead.
        """
        from kg.store.networkx_store import NetworkXStore
        from kg.sync import load

        store = NetworkXStore()
        load(self.ledger, store)
        return store.to_networkx(simple=simple)

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> QueryResult:
        """Return the answer of the embedded graph to a read-only Cypher query.

        Raises:
            QueryRefused: the query could write.
            QueryError: it is wrong, or took longer than `timeout` seconds (`QueryTimeout`).

        Example:
            >>> home.query("MATCH (a)-[:SUPPORTS]->(b) RETURN a.name, b.name").rows     # doctest: +SKIP
            [('Russia', 'Iraq')]
        """
        from kg.query.run import run_query
        from kg.store import open_store

        with open_store("embedded", home=self.path) as store:
            return run_query(store, cypher, parameters, timeout=timeout, limit=limit)

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_home(home: str | Path = ".kg") -> Home:
    """Return the home in a folder, for reading.

    Raises:
        LedgerMissing: there is none; `kg.build` makes one.

    Example:
        >>> graph = open_home(".kg").to_networkx()                                        # doctest: +SKIP
    """
    path = Path(home)
    return Home(path, Ledger.open(path, readonly=True))
