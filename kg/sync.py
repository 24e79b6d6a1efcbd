"""Bring a graph store up to date with the ledger: a difference by digests, so that a second load changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from kg.errors import StoreError, StoreMismatch
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
    statement_row,
)
from kg.model import SCHEMA_VERSION, Statement
from kg.store.base import BATCH_ROWS, GraphStore, LedgerMark, StatementRef, batches

LOADING = -1


class LedgerLike(Protocol):
    """What a load reads of the ledger."""

    @property
    def uid(self) -> str: ...
    @property
    def revision(self) -> int: ...
    def snapshot(self) -> AbstractContextManager[object]: ...
    def actors(self) -> Iterable[ActorLike]: ...
    def documents(self) -> Iterable[DocumentLike]: ...
    def statements(self) -> Iterable[Statement]: ...
    def mention_counts(self) -> Iterable[tuple[str, str, int]]: ...


@dataclass(frozen=True, slots=True)
class Change:
    """What a load did to one table: `added + changed + unchanged` rows are in the store now."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        """Rows that the store holds now."""
        return self.added + self.changed + self.unchanged


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did.

    Attributes:
        store: name of the store.
        revision: revision of the ledger that the store holds now.
        actors, documents, statements, mentions: what became of each table.
    """

    store: str
    revision: int
    actors: Change = field(default_factory=Change)
    documents: Change = field(default_factory=Change)
    statements: Change = field(default_factory=Change)
    mentions: Change = field(default_factory=Change)

    @property
    def is_unchanged(self) -> bool:
        """Whether the store was up to date before."""
        tables = (self.actors, self.documents, self.statements, self.mentions)
        return not any(change.added or change.changed or change.removed for change in tables)


class _Row(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def digest(self) -> str: ...


RowT = TypeVar("RowT", bound=_Row)


def load(ledger: LedgerLike, store: GraphStore, *, rebuild: bool = False) -> LoadReport:
    """Bring `store` up to date with `ledger` and return what changed.

    Args:
        ledger: an open `kg.ledger.Ledger`; it is read in one snapshot, whatever others write meanwhile.
        store: an open store.
        rebuild: drop everything that was loaded and start afresh.

    Raises:
        StoreMismatch: the store belongs to another ledger, was written by a newer version, or holds actors or
            documents that no ledger loaded.
        StoreError: the store cannot be written.

    Example:
        >>> with Ledger.open(home) as ledger, open_store("embedded", home=home) as store:  # doctest: +SKIP
        ...     load(ledger, store).statements
        Change(added=212, changed=0, removed=0, unchanged=0)
    """
    with ledger.snapshot():
        return _load(ledger, store, rebuild=rebuild)


def check_mark(ledger_uid: str, store: GraphStore) -> LedgerMark | None:
    """Return the store's mark, or None for an empty store that any ledger may take.

    Raises:
        StoreMismatch: the store is somebody else's.
    """
    mark = store.mark()
    if mark is None:
        if any(store.counts().labels.values()):
            raise StoreMismatch(
                f"{store.name} holds actors or documents that were not loaded from a ledger",
                hint="load into an empty database or another file",
            )
        return None
    if mark.uid != ledger_uid:
        raise StoreMismatch(
            f"{store.name} belongs to another ledger ({mark.uid})",
            hint="use that ledger's home, or load into another database or file",
        )
    if mark.schema_version > SCHEMA_VERSION:
        raise StoreMismatch(
            f"{store.name} was written by a newer version of actorkg (schema {mark.schema_version})",
            hint="update actorkg",
        )
    return mark


def _load(ledger: LedgerLike, store: GraphStore, *, rebuild: bool) -> LoadReport:
    """Load between two marks: one that says that a load is under way, and one that it is done."""
    done = LedgerMark(ledger.uid, SCHEMA_VERSION, ledger.revision)
    mark = check_mark(ledger.uid, store)
    if mark is not None and (rebuild or mark.schema_version < SCHEMA_VERSION):
        store.clear()
    store.ensure_schema()
    if mark != done or rebuild:
        store.set_mark(LedgerMark(ledger.uid, SCHEMA_VERSION, LOADING))
    report = _load_difference(ledger, store, done.revision)
    if mark != done or rebuild or not report.is_unchanged:
        store.set_mark(done)
        store.checkpoint()
    return report


def _load_difference(ledger: LedgerLike, store: GraphStore, revision: int) -> LoadReport:
    """Nodes first, then the relationships that need them; what is gone leaves in the opposite order."""
    held = store.state()
    actors: _Difference[ActorRow] = _Difference(held.actors)
    documents: _Difference[DocumentRow] = _Difference(held.documents)
    statements: _Difference[StatementRow] = _Difference({sid: ref.digest for sid, ref in held.statements.items()})
    mentions: _Difference[MentionRow] = _Difference(held.mentions)

    store.upsert_actors(actors.news(map(actor_row, ledger.actors())))
    store.upsert_documents(documents.news(map(document_row, ledger.documents())))
    _replace_statements(store, statements.news(map(statement_row, ledger.statements())), held.statements)
    store.delete_statements(held.statements[sid] for sid in statements.gone())
    # The ledger counts the mentions of every actor; those of actors without a statement have no node to hang on.
    rows = (mention_row(*counted) for counted in ledger.mention_counts() if counted[0] in actors.seen)
    store.upsert_mentions(mentions.news(rows))
    store.delete_mentions(mentions.gone())
    store.delete_documents(documents.gone())
    store.delete_actors(actors.gone())
    return LoadReport(store.name, revision, actors.change(), documents.change(), statements.change(), mentions.change())


class _Difference(Generic[RowT]):
    """Tells new and changed rows from those that a store holds, and counts; one table, one pass."""

    def __init__(self, held: Mapping[str, str]) -> None:
        self._held = held
        self.seen: set[str] = set()
        self.changed: set[str] = set()
        self._added = 0

    def news(self, rows: Iterable[RowT]) -> Iterator[RowT]:
        """Yield the rows that the store does not hold in this form.

        Raises:
            StoreError: a key comes twice; two rows with one key cannot both be held.
        """
        for row in rows:
            if row.key in self.seen:
                raise StoreError(f"the ledger gives {row.key} twice", hint="`kg audit` checks the ledger")
            self.seen.add(row.key)
            digest = self._held.get(row.key)
            if digest == row.digest:
                continue
            if digest is None:
                self._added += 1
            else:
                self.changed.add(row.key)
            yield row

    def gone(self) -> list[str]:
        """Return the keys that the store holds and the ledger does not; to be asked after `news` is used up."""
        return [key for key in self._held if key not in self.seen]

    def change(self) -> Change:
        """Return the counts; to be asked after `news` is used up."""
        changed = len(self.changed)
        return Change(
            added=self._added,
            changed=changed,
            removed=len(self.gone()),
            unchanged=len(self.seen) - self._added - changed,
        )


def _replace_statements(store: GraphStore, rows: Iterable[StatementRow], held: Mapping[str, StatementRef]) -> None:
    """Create relationships, those that changed anew: setting their properties would keep an old type or end."""
    for batch in batches(rows, BATCH_ROWS):
        store.delete_statements(held[row.sid] for row in batch if row.sid in held)
        store.create_statements(batch)
