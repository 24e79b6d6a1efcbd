"""What a ledger looks like as a graph: the rows that every store and every graph file should hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from kg.graph import (
    ActorLike,
    ActorRow,
    DocumentLike,
    DocumentRow,
    MentionRow,
    StatementRow,
    actor_row,
    document_row,
    mention_row,
    record_row,
)
from kg.model import Statement
from kg.records import Record


class LedgerLike(Protocol):
    """What a projection reads of the ledger."""

    @property
    def uid(self) -> str: ...
    @property
    def revision(self) -> int: ...
    def snapshot(self) -> AbstractContextManager[object]: ...
    def actors(self) -> Iterable[ActorLike]: ...
    def documents(self) -> Iterable[DocumentLike]: ...
    def statements(self) -> Iterable[Statement]: ...
    def records(self) -> Iterable[Record]: ...
    def mention_counts(self) -> Iterable[tuple[str, str, int]]: ...


class Projection:
    """The rows of a ledger's graph, each table read anew whenever it is asked for, in the ledger's order.

    Whoever needs several tables of one state asks within `ledger.snapshot()`.

    Example:
        >>> with ledger.snapshot():                                                       # doctest: +SKIP
        ...     sum(1 for row in Projection(ledger).statements())
        412
    """

    def __init__(self, ledger: LedgerLike) -> None:
        self._ledger = ledger

    def actors(self) -> Iterator[ActorRow]:
        """Yield the actors, by uid."""
        return map(actor_row, self._ledger.actors())

    def documents(self) -> Iterator[DocumentRow]:
        """Yield the documents, by id."""
        return map(document_row, self._ledger.documents())

    def statements(self) -> Iterator[StatementRow]:
        """Yield the relationships between actors, by document id, sentence and sid."""
        return map(record_row, self._ledger.records())

    def mentions(self) -> Iterator[MentionRow]:
        """Yield the mentions of the actors that are nodes; an actor without a statement has no node to hang them on."""
        nodes = {actor.uid for actor in self._ledger.actors()}
        return (mention_row(*counted) for counted in self._ledger.mention_counts() if counted[0] in nodes)
