"""Stores that are written in Cypher: the rows as `$rows` of the texts in `kg.store.cypher`, in batches."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from kg.errors import StoreError, StoreMismatch
from kg.graph import (
    ACTOR_PROPERTIES,
    DOCUMENT_PROPERTIES,
    ActorRow,
    DocumentRow,
    MentionRow,
    StatementRow,
    read_actor,
    read_document,
    split_mention_key,
)
from kg.store import cypher
from kg.store.base import BATCH_ROWS, Counts, GraphStore, LedgerMark, StatementRef, StoreState, batches

T = TypeVar("T")
Parameters = dict[str, Any]
CLEAR_NODES = 2_000
MARK_NAME = "ledger"


class CypherStore(GraphStore):
    """A store whose engine takes Cypher for writing, too; an engine brings `_write` and `_read`."""

    batch_rows = BATCH_ROWS

    @abstractmethod
    def _write(self, text: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
        """Run a writing text in a transaction of its own and return its rows."""

    @abstractmethod
    def _read(self, text: str) -> Iterator[tuple[Any, ...]]:
        """Run a reading text of `kg.store.cypher` and yield its rows, in the normal form of `QueryResult`."""

    def _prepare_types(self, rel_types: Iterable[str]) -> None:
        """Make what relationships of these types need, before the first of them is written."""

    def ensure_schema(self) -> None:
        for text in cypher.NODE_CONSTRAINTS + cypher.NODE_INDEXES:
            self._write(text)

    def mark(self) -> LedgerMark | None:
        marks = [LedgerMark(*row) for row in self._read(cypher.READ_MARK)]
        if len(marks) > 1:
            raise StoreMismatch(
                f"{self.name} carries the marks of {len(marks)} ledgers",
                hint="load each ledger into a database of its own",
            )
        return marks[0] if marks else None

    def set_mark(self, mark: LedgerMark) -> None:
        row = {"uid": mark.uid, "name": MARK_NAME, "schema_version": mark.schema_version, "revision": mark.revision}
        self._write(cypher.WRITE_MARK, {"rows": [row]})

    def state(self) -> StoreState:
        state = StoreState(
            actors={row.key: row.digest for row in self.actor_rows()},
            documents={row.key: row.digest for row in self.document_rows()},
            mentions={row.key: row.digest for row in self.mention_rows()},
        )
        for row in self._read(cypher.READ_REFS):
            ref = StatementRef(*row)
            if ref.sid in state.statements:
                raise StoreError(
                    f"{self.name} holds the statement {ref.sid} twice", hint="load it with --rebuild to start afresh"
                )
            state.statements[ref.sid] = ref
        return state

    def actor_rows(self) -> Iterator[ActorRow]:
        for (node,) in self._read(cypher.READ_ACTORS):
            yield read_actor(node["properties"])

    def document_rows(self) -> Iterator[DocumentRow]:
        for (node,) in self._read(cypher.READ_DOCUMENTS):
            yield read_document(node["properties"])

    def statement_rows(self) -> Iterator[StatementRow]:
        for rel_type, source, target, properties in self._read(cypher.READ_STATEMENTS):
            yield StatementRow(properties["sid"], properties["digest"], rel_type, source, target, properties)

    def mention_rows(self) -> Iterator[MentionRow]:
        for row in self._read(cypher.READ_MENTIONS):
            yield MentionRow(*row)

    def counts(self) -> Counts:
        return Counts(
            labels=_totals(self._read(cypher.COUNT_LABELS)),
            relationship_types=_totals(self._read(cypher.COUNT_TYPES)),
            relations=_totals(self._read(cypher.COUNT_RELATIONS)),
            categories=_totals(self._read(cypher.COUNT_CATEGORIES)),
        )

    def upsert_actors(self, rows: Iterable[ActorRow]) -> None:
        self._write_batches(cypher.UPSERT_ACTORS, rows, lambda row: _node_parameters(row, ACTOR_PROPERTIES))

    def upsert_documents(self, rows: Iterable[DocumentRow]) -> None:
        self._write_batches(cypher.UPSERT_DOCUMENTS, rows, lambda row: _node_parameters(row, DOCUMENT_PROPERTIES))

    def upsert_mentions(self, rows: Iterable[MentionRow]) -> None:
        for batch in batches(rows, self.batch_rows):
            made = self._write(cypher.UPSERT_MENTIONS, {"rows": [_mention_parameters(row) for row in batch]})
            self._check_made(made, len(batch), "mentions")

    def create_statements(self, rows: Iterable[StatementRow]) -> None:
        for batch in batches(rows, self.batch_rows):
            groups = _by_type(batch)
            self._prepare_types(groups)
            for rel_type, group in groups.items():
                made = self._write(
                    cypher.create_statements(rel_type), {"rows": [_statement_parameters(row) for row in group]}
                )
                self._check_made(made, len(group), f"{rel_type} relationships")

    def delete_statements(self, refs: Iterable[StatementRef]) -> None:
        for batch in batches(refs, self.batch_rows):
            for rel_type, group in _by_type(batch).items():
                rows = [{"source": ref.source_uid, "sid": ref.sid} for ref in group]
                self._write(cypher.delete_statements(rel_type), {"rows": rows})

    def delete_mentions(self, keys: Iterable[str]) -> None:
        self._write_batches(cypher.DELETE_MENTIONS, keys, _mention_key_parameters)

    def delete_actors(self, uids: Iterable[str]) -> None:
        self._write_batches(cypher.DELETE_ACTORS, uids, lambda uid: {"key": uid})

    def delete_documents(self, uids: Iterable[str]) -> None:
        self._write_batches(cypher.DELETE_DOCUMENTS, uids, lambda uid: {"key": uid})

    def clear(self) -> None:
        for text in cypher.DELETE_SOME:
            while self._write(text, {"most": CLEAR_NODES})[0][0]:
                pass

    def _write_batches(self, text: str, items: Iterable[T], parameters: Callable[[T], Parameters]) -> None:
        for batch in batches(items, self.batch_rows):
            self._write(text, {"rows": [parameters(item) for item in batch]})

    def _check_made(self, made: list[tuple[Any, ...]], wanted: int, what: str) -> None:
        """A MATCH without a hit writes nothing and says nothing; here it becomes an error."""
        if made[0][0] != wanted:
            raise StoreError(
                f"{self.name} took {made[0][0]} of {wanted} {what}: an actor or document at their ends is missing",
                hint="load it with --rebuild to start afresh",
            )


TypedT = TypeVar("TypedT", StatementRow, StatementRef)


def _by_type(items: Iterable[TypedT]) -> dict[str, list[TypedT]]:
    groups: dict[str, list[TypedT]] = defaultdict(list)
    for item in items:
        groups[item.rel_type].append(item)
    return dict(sorted(groups.items()))


def _totals(rows: Iterator[tuple[Any, ...]]) -> dict[str, int]:
    return {name: total for name, total in sorted(rows) if total}


def _node_parameters(row: ActorRow | DocumentRow, names: Iterable[str]) -> Parameters:
    """A null takes a property away; what others have set beside the contract's properties stays."""
    return {"key": row.key, "properties": {**dict.fromkeys(names), **row.properties}}


def _statement_parameters(row: StatementRow) -> Parameters:
    return {"source": row.source_uid, "target": row.target_uid, "properties": row.properties}


def _mention_parameters(row: MentionRow) -> Parameters:
    return {"actor": row.actor_uid, "document": row.document_uid, "count": row.count}


def _mention_key_parameters(key: str) -> Parameters:
    actor, document = split_mention_key(key)
    return {"actor": actor, "document": document}
