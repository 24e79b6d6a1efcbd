"""Stores that are written in Cypher: the rows as `$rows` of the texts in `kg.store.cypher`, in batches."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    read_statement,
    split_mention_key,
)
from kg.store import cypher
from kg.store.base import BATCH_ROWS, Counts, GraphStore, LedgerMark, StatementRef, StoreState

T = TypeVar("T")
Parameters = dict[str, Any]
BATCH_CHARACTERS = 8_000_000
CLEAR_NODES = 2_000
MARK_NAME = "ledger"
USUAL_CHARACTERS = 500
"""About what a statement's row carries besides its sentence and its matter, which alone may be long."""


@dataclass(frozen=True, slots=True)
class Step:
    """One writing text and its rows.

    Attributes:
        text: takes `$rows`.
        rows: their parameters.
        made: what the text makes one of for each row and returns the number of; None where a row may find nothing.
    """

    text: str
    rows: Sequence[Parameters]
    made: str | None = None


class CypherStore(GraphStore):
    """A store whose engine takes Cypher for writing, too; an engine brings `_write` and `_read`.

    Attributes:
        batch_rows, batch_characters: when a batch is full.
    """

    batch_rows = BATCH_ROWS
    batch_characters = BATCH_CHARACTERS

    @abstractmethod
    def _write(self, text: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
        """Run a writing text in a transaction of its own and return its rows."""

    @abstractmethod
    def _read(self, text: str) -> Iterator[tuple[Any, ...]]:
        """Run a reading text of `kg.store.cypher` and yield its rows, in the normal form of `QueryResult`."""

    def _commit(self, batch: list[T], steps: Callable[[list[T]], list[Step]]) -> None:
        """Write what `steps` makes of a batch."""
        self._commit_steps(steps(batch))

    def _commit_steps(self, steps: Iterable[Step]) -> None:
        for step in steps:
            self._check_made(step, self._write(step.text, {"rows": step.rows}))

    def _send(self, items: Iterable[T], steps: Callable[[list[T]], list[Step]]) -> None:
        """Write the items batch by batch."""
        for batch in self._batches(items):
            self._commit(batch, steps)

    def _batches(self, items: Iterable[T]) -> Iterator[list[T]]:
        """Yield the items in lists that hold neither too many of them nor too much text."""
        batch: list[T] = []
        characters = 0
        for item in items:
            batch.append(item)
            characters += _characters(item)
            if len(batch) >= self.batch_rows or characters >= self.batch_characters:
                yield batch
                batch, characters = [], 0
        if batch:
            yield batch

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

    def state(self, *, verify: bool = False) -> StoreState:
        state = StoreState(
            actors={row.key: row.digest for row in self.actor_rows()},
            documents={row.key: row.digest for row in self.document_rows()},
            mentions={row.key: row.digest for row in self.mention_rows()},
        )
        for ref in self._refs(verify=verify):
            if ref.sid in state.statements:
                raise StoreError(
                    f"{self.name} holds the statement {ref.sid} twice", hint="load it with --rebuild to start afresh"
                )
            state.statements[ref.sid] = ref
        return state

    def _refs(self, *, verify: bool) -> Iterator[StatementRef]:
        if not verify:
            return (StatementRef(*row) for row in self._read(cypher.READ_REFS))
        rows = self.statement_rows(verify=True)
        return (StatementRef(row.sid, row.digest, row.rel_type, row.source_uid) for row in rows)

    def actor_rows(self) -> Iterator[ActorRow]:
        for (node,) in self._read(cypher.READ_ACTORS):
            yield read_actor(node["properties"])

    def document_rows(self) -> Iterator[DocumentRow]:
        for (node,) in self._read(cypher.READ_DOCUMENTS):
            yield read_document(node["properties"])

    def statement_rows(self, *, verify: bool = False) -> Iterator[StatementRow]:
        for rel_type, source, target, properties in self._read(cypher.READ_STATEMENTS):
            yield read_statement(rel_type, source, target, properties, verify=verify)

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
        def steps(batch: list[ActorRow]) -> list[Step]:
            return [Step(cypher.UPSERT_ACTORS, [_node_parameters(row, ACTOR_PROPERTIES) for row in batch])]

        self._send(rows, steps)

    def upsert_documents(self, rows: Iterable[DocumentRow]) -> None:
        def steps(batch: list[DocumentRow]) -> list[Step]:
            return [Step(cypher.UPSERT_DOCUMENTS, [_node_parameters(row, DOCUMENT_PROPERTIES) for row in batch])]

        self._send(rows, steps)

    def upsert_mentions(self, rows: Iterable[MentionRow]) -> None:
        def steps(batch: list[MentionRow]) -> list[Step]:
            return [Step(cypher.UPSERT_MENTIONS, [_mention_parameters(row) for row in batch], made="mentions")]

        self._send(rows, steps)

    def create_statements(self, rows: Iterable[StatementRow]) -> None:
        self.replace_statements(rows, {})

    def replace_statements(self, rows: Iterable[StatementRow], held: Mapping[str, StatementRef]) -> None:
        def steps(batch: list[StatementRow]) -> list[Step]:
            changed = [held[row.sid] for row in batch if row.sid in held]
            return [*_deleting(changed), *self._creating(batch)]

        self._send(rows, steps)

    def delete_statements(self, refs: Iterable[StatementRef]) -> None:
        self._send(refs, _deleting)

    def delete_mentions(self, keys: Iterable[str]) -> None:
        self._send(keys, lambda batch: [Step(cypher.DELETE_MENTIONS, [_mention_key_parameters(key) for key in batch])])

    def delete_actors(self, uids: Iterable[str]) -> None:
        self._send(uids, lambda batch: [Step(cypher.DELETE_ACTORS, [{"key": uid} for uid in batch])])

    def delete_documents(self, uids: Iterable[str]) -> None:
        self._send(uids, lambda batch: [Step(cypher.DELETE_DOCUMENTS, [{"key": uid} for uid in batch])])

    def clear(self) -> None:
        for text in cypher.DELETE_SOME_NODES:
            while self._write(text, {"most": CLEAR_NODES})[0][0]:
                pass

    def _creating(self, rows: Iterable[StatementRow]) -> list[Step]:
        """Return the steps that create relationships; a type stands in the text."""
        return [
            Step(cypher.create_statements(name), [statement_parameters(row) for row in group], f"{name} relationships")
            for name, group in _by_type(rows).items()
        ]

    def _check_made(self, step: Step, result: list[tuple[Any, ...]]) -> None:
        """A MATCH without a hit writes nothing and says nothing; here it becomes an error."""
        if step.made is not None and result[0][0] != len(step.rows):
            raise StoreError(
                f"{self.name} took {result[0][0]} of {len(step.rows)} {step.made}: "
                "an actor or document at their ends is missing",
                hint="load it with --rebuild to start afresh",
            )


def _deleting(refs: Iterable[StatementRef]) -> list[Step]:
    return [
        Step(cypher.delete_statements(name), [{"source": ref.source_uid, "sid": ref.sid} for ref in group])
        for name, group in _by_type(refs).items()
    ]


TypedT = TypeVar("TypedT", StatementRow, StatementRef)


def _by_type(items: Iterable[TypedT]) -> dict[str, list[TypedT]]:
    groups: dict[str, list[TypedT]] = defaultdict(list)
    for item in items:
        groups[item.rel_type].append(item)
    return dict(sorted(groups.items()))


def _characters(item: object) -> int:
    """Return about how much text a row carries; keys and references hardly matter."""
    if isinstance(item, StatementRow):
        properties = item.properties
        return USUAL_CHARACTERS + len(properties.get("sentence", "")) + len(properties.get("matter", ""))
    if isinstance(item, ActorRow | DocumentRow):
        return sum(len(value) for value in item.properties.values() if isinstance(value, str | list))
    return 0


def _totals(rows: Iterator[tuple[Any, ...]]) -> dict[str, int]:
    return {name: total for name, total in sorted(rows) if total}


def _node_parameters(row: ActorRow | DocumentRow, names: Iterable[str]) -> Parameters:
    """A null takes a property away; what others have set beside the contract's properties stays."""
    return {"key": row.key, "properties": {**dict.fromkeys(names), **row.properties}}


def statement_parameters(row: StatementRow) -> Parameters:
    """Return ends and properties of a relationship as a row of `$rows`."""
    return {"source": row.source_uid, "target": row.target_uid, "properties": row.properties}


def _mention_parameters(row: MentionRow) -> Parameters:
    return {"actor": row.actor_uid, "document": row.document_uid, "count": row.count}


def _mention_key_parameters(key: str) -> Parameters:
    actor, document = split_mention_key(key)
    return {"actor": actor, "document": document}
