"""What every graph store can do: take rows, give them up, say what it holds, answer read-only Cypher.

A store is a projection of the ledger: it can be dropped and loaded again at any time. `kg.sync.load` brings one up to
date; nothing else writes to it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import TracebackType
from typing import Any, Self, TypeVar

from kg.graph import ActorRow, DocumentRow, MentionRow, StatementRow

BATCH_ROWS = 5_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer to a query.

    Attributes:
        columns: names, in the order of RETURN.
        rows: plain Python values: None, bool, int, float, str, list, dict with its keys sorted. Dates and times are
            ISO strings; a node is `{"labels", "properties"}`, a relationship `{"type", "source", "target",
            "properties"}` with the uids of its ends, a path `{"nodes", "relationships"}`.
        truncated: True where `limit` cut rows off.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class LedgerMark:
    """Which ledger a store belongs to, and how far it has come.

    Attributes:
        uid: id of the ledger.
        schema_version: version of the graph's shape.
        revision: revision of the ledger that the store holds completely; -1 while the first load is under way.
    """

    uid: str
    schema_version: int
    revision: int


@dataclass(frozen=True, slots=True)
class StatementRef:
    """A relationship that a store holds, so that it can be found again quickly."""

    sid: str
    digest: str
    rel_type: str
    source_uid: str


@dataclass(frozen=True, slots=True)
class StoreState:
    """What a store holds: the key of each row to its digest, as read back from the store.

    Keys: an actor's or document's uid, a statement's sid (to its `StatementRef`), a mention's "actor.document".
    """

    actors: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    statements: dict[str, StatementRef] = field(default_factory=dict)
    mentions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a store holds, each in code-point order and without zeros; the ledger's mark is left out.

    Attributes:
        labels: nodes by label.
        relationship_types: relationships by type, mentions among them; NONFACTUAL is one type.
        relations: statements by relation, factual or not.
        categories: statements by category.
    """

    labels: dict[str, int]
    relationship_types: dict[str, int]
    relations: dict[str, int]
    categories: dict[str, int]


class GraphStore(ABC):
    """One graph of actors with evidence; a context manager that closes it.

    Rows are written in the order that `kg.sync` keeps: nodes before the relationships that need them, relationships
    gone before their nodes.

    Example:
        >>> from pathlib import Path
        >>> from kg.store import open_store
        >>> with open_store("embedded", home=Path(".kg")) as store:                      # doctest: +SKIP
        ...     store.query("MATCH (a:Actor) RETURN a.name ORDER BY a.name LIMIT 5").rows
    """

    name: str
    """How the store is spoken of: "embedded", "networkx", or an address without a password."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections. What was not checkpointed may be lost."""

    @abstractmethod
    def ensure_schema(self) -> None:
        """Make the constraints and indexes of the nodes, if they are not there."""

    @abstractmethod
    def mark(self) -> LedgerMark | None:
        """Return whose projection this is, or None for a store that was never loaded."""

    @abstractmethod
    def set_mark(self, mark: LedgerMark) -> None:
        """Say whose projection this is."""

    def reconnect(self, seconds: float) -> bool:  # noqa: ARG002 - for stores that have a server
        """Wait for a store that stopped answering, at most so many seconds, and return whether it is back."""
        return False

    def ensure_types(self, rel_types: Iterable[str]) -> None:  # noqa: B027 - for stores that have a schema
        """Make the constraints and indexes of relationship types that are in use, if they are not there."""

    @abstractmethod
    def state(self, *, verify: bool = False) -> StoreState:
        """Return keys and digests of all rows, read back from what the store really holds.

        Args:
            verify: work out the digests of statements from all their properties, instead of reading the property
                `digest`: slower, but finds what was changed behind it.
        """

    @abstractmethod
    def actor_rows(self) -> Iterator[ActorRow]:
        """Yield the actors as read back from the store."""

    @abstractmethod
    def document_rows(self) -> Iterator[DocumentRow]:
        """Yield the documents as read back from the store."""

    @abstractmethod
    def statement_rows(self, *, verify: bool = False) -> Iterator[StatementRow]:
        """Yield the relationships between actors as read back from the store; see `kg.graph.read_statement`."""

    @abstractmethod
    def mention_rows(self) -> Iterator[MentionRow]:
        """Yield the mentions as read back from the store."""

    @abstractmethod
    def counts(self) -> Counts:
        """Return how much the store holds."""

    @abstractmethod
    def upsert_actors(self, rows: Iterable[ActorRow]) -> None:
        """Create the actors, or replace all properties of those that are there."""

    @abstractmethod
    def upsert_documents(self, rows: Iterable[DocumentRow]) -> None:
        """Create the documents, or replace all properties of those that are there."""

    @abstractmethod
    def upsert_mentions(self, rows: Iterable[MentionRow]) -> None:
        """Create the mentions, or replace the count of those that are there. Both nodes must be there."""

    @abstractmethod
    def create_statements(self, rows: Iterable[StatementRow]) -> None:
        """Create the relationships. Both actors must be there, the sid must not: what changed is deleted first."""

    def replace_statements(self, rows: Iterable[StatementRow], held: Mapping[str, StatementRef]) -> None:
        """Create relationships; those whose sid is in `held` anew, as new properties would keep an old type or end."""
        for batch in batches(rows, BATCH_ROWS):
            self.delete_statements(held[row.sid] for row in batch if row.sid in held)
            self.create_statements(batch)

    @abstractmethod
    def delete_statements(self, refs: Iterable[StatementRef]) -> None:
        """Delete relationships; those that are not there any more are no error."""

    @abstractmethod
    def delete_mentions(self, keys: Iterable[str]) -> None:
        """Delete mentions by their keys."""

    @abstractmethod
    def delete_actors(self, uids: Iterable[str]) -> None:
        """Delete actors that nothing hangs on."""

    @abstractmethod
    def delete_documents(self, uids: Iterable[str]) -> None:
        """Delete documents that nothing hangs on."""

    @abstractmethod
    def clear(self) -> None:
        """Delete all that the ledger ever loaded: actors, documents, what hangs on them, and the mark."""

    @abstractmethod
    def checkpoint(self) -> None:
        """Make what was written last: other processes see it from now on."""

    @abstractmethod
    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> QueryResult:
        """Answer one read-only query.

        An engine refuses writes by itself, but some let a reading query open files and addresses (`LOAD CSV`): text
        that comes from elsewhere goes through `kg.query.run.run_query`, whose guard stands before every engine.

        Args:
            cypher: one statement.
            parameters: values for its `$names`.
            timeout: seconds after which to give up; None for the store's own limit.
            limit: most rows to return; `truncated` says whether there were more.

        Raises:
            QueryError: the engine does not understand it, or it fails.
            QueryRefused: it would write.
            QueryTimeout: it ran over `timeout`.
        """


def copy_rows(source: GraphStore, target: GraphStore) -> None:
    """Load an empty store with all that another one holds, its mark included."""
    target.ensure_schema()
    if (mark := source.mark()) is not None:
        target.set_mark(mark)
    target.upsert_actors(source.actor_rows())
    target.upsert_documents(source.document_rows())
    target.create_statements(source.statement_rows())
    target.upsert_mentions(source.mention_rows())


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of `size`; the last may be shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
