"""Bring a graph store up to date with the ledger: a difference by digests, so that a second load changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from kg.errors import StoreError, StoreMismatch, StoreUnavailable
from kg.graph import ActorRow, DocumentRow, MentionRow, StatementRow
from kg.model import SCHEMA_VERSION
from kg.projection import LedgerLike, Projection
from kg.store.base import GraphStore, LedgerMark, StoreState

LOADING = -1
WAIT_SECONDS = 90.0
MOST_INTERRUPTIONS = 5

Notify = Callable[[str], None]
"""Called with one line when a load has to wait for its store, and when it goes on."""


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
        interruptions: how often the store went away in between and came back.
    """

    store: str
    revision: int
    actors: Change = field(default_factory=Change)
    documents: Change = field(default_factory=Change)
    statements: Change = field(default_factory=Change)
    mentions: Change = field(default_factory=Change)
    interruptions: int = 0

    @property
    def is_unchanged(self) -> bool:
        """Whether the store was up to date before."""
        tables = (self.actors, self.documents, self.statements, self.mentions)
        return not any(change.added or change.changed or change.removed for change in tables)


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How to load.

    Attributes:
        rebuild: drop everything that was loaded and start afresh.
        verify: read every property of the statements back, so that one that was changed behind its digest is found.
        wait: seconds to wait for a database that stops answering in mid-load.
        notify: told in one line when the load waits, and when it goes on.
    """

    rebuild: bool = False
    verify: bool = False
    wait: float = WAIT_SECONDS
    notify: Notify | None = None


class _Row(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def digest(self) -> str: ...


RowT = TypeVar("RowT", bound=_Row)


def load(
    ledger: LedgerLike, store: GraphStore, *, rebuild: bool = False, options: LoadOptions | None = None
) -> LoadReport:
    """Bring `store` up to date with `ledger` and return what changed.

    What a load has written stays when it is cut off, and the next load does the rest. A database that goes away in
    mid-load is waited for.

    Args:
        ledger: an open `kg.ledger.Ledger`; it is read in one snapshot, whatever others write meanwhile.
        store: an open store.
        rebuild: short for `LoadOptions(rebuild=True)`.
        options: how to load.

    Raises:
        StoreMismatch: the store belongs to another ledger, was written by a newer version, or holds actors or
            documents that no ledger loaded.
        StoreUnavailable: a database stopped answering, and did not come back within `options.wait` seconds.
        StoreError: the store cannot be written.

    Example:
        >>> with Ledger.open(home) as ledger, open_store("embedded", home=home) as store:  # doctest: +SKIP
        ...     load(ledger, store).statements
        Change(added=212, changed=0, removed=0, unchanged=0)
    """
    with ledger.snapshot():
        return _Load(ledger, store, options or LoadOptions(rebuild=rebuild)).run()


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


class _Load:
    """One load, in as many attempts as its store needs; each begins with what the store holds by then."""

    def __init__(self, ledger: LedgerLike, store: GraphStore, options: LoadOptions) -> None:
        self._rows = Projection(ledger)
        self._store = store
        self._options = options
        self._done = LedgerMark(ledger.uid, SCHEMA_VERSION, ledger.revision)
        self._rebuild = options.rebuild
        self._before: StoreState | None = None
        self._interruptions = 0

    def run(self) -> LoadReport:
        """Try until it is done, or the store is gone for good."""
        while True:
            try:
                return self._attempt()
            except StoreUnavailable:
                self._interruptions += 1
                if self._interruptions > MOST_INTERRUPTIONS:
                    raise
                self._notify(f"{self._store.name} does not answer; waiting up to {self._options.wait:.0f} s for it")
                if not self._store.reconnect(self._options.wait):
                    raise
                self._notify(f"{self._store.name} is back; the load goes on")

    def _attempt(self) -> LoadReport:
        """Load between two marks: one that says that a load is under way, and one that it is done."""
        store, done = self._store, self._done
        mark = check_mark(done.uid, store)
        if mark is not None and (self._rebuild or mark.schema_version < SCHEMA_VERSION):
            store.clear()
            mark = None
        self._rebuild = False
        if mark != done:
            store.ensure_schema()
            store.set_mark(LedgerMark(done.uid, done.schema_version, LOADING))
        held = store.state(verify=self._options.verify)
        self._before = self._before or held
        report = self._write_difference(held, self._before)
        if mark != done or not report.is_unchanged:
            store.set_mark(done)
            store.checkpoint()
        return report

    def _write_difference(self, held: StoreState, before: StoreState) -> LoadReport:
        """Nodes first, then the relationships that need them; what is gone leaves in the opposite order."""
        rows, store = self._rows, self._store
        actors: _Difference[ActorRow] = _Difference(held.actors, before.actors)
        documents: _Difference[DocumentRow] = _Difference(held.documents, before.documents)
        statements: _Difference[StatementRow] = _Difference(_digests(held), _digests(before))
        mentions: _Difference[MentionRow] = _Difference(held.mentions, before.mentions)
        types = {ref.rel_type for ref in held.statements.values()}

        store.upsert_actors(actors.news(rows.actors()))
        store.upsert_documents(documents.news(rows.documents()))
        store.replace_statements(_noting(types, statements.news(rows.statements())), held.statements)
        store.delete_statements(held.statements[sid] for sid in statements.gone())
        store.upsert_mentions(mentions.news(rows.mentions()))
        store.delete_mentions(mentions.gone())
        store.delete_documents(documents.gone())
        store.delete_actors(actors.gone())
        store.ensure_types(types)
        return LoadReport(
            store.name,
            self._done.revision,
            actors.change(),
            documents.change(),
            statements.change(),
            mentions.change(),
            self._interruptions,
        )

    def _notify(self, line: str) -> None:
        if self._options.notify is not None:
            self._options.notify(line)


class _Difference(Generic[RowT]):
    """Tells new and changed rows from those that a store holds, and counts; one table, one pass.

    Args:
        held: key to digest of what the store holds now.
        before: the same when the load began; the counts are about this.
    """

    def __init__(self, held: Mapping[str, str], before: Mapping[str, str]) -> None:
        self._held = held
        self._before = before
        self._seen: set[str] = set()
        self._added = 0
        self._changed = 0

    def news(self, rows: Iterable[RowT]) -> Iterator[RowT]:
        """Yield the rows that the store does not hold in this form.

        Raises:
            StoreError: a key comes twice; two rows with one key cannot both be held.
        """
        for row in rows:
            key, digest = row.key, row.digest
            if key in self._seen:
                raise StoreError(f"the ledger gives {key} twice", hint="`kg audit` checks the ledger")
            self._seen.add(key)
            if (known := self._before.get(key)) is None:
                self._added += 1
            elif known != digest:
                self._changed += 1
            if self._held.get(key) != digest:
                yield row

    def gone(self) -> list[str]:
        """Return the keys that the store holds and the ledger does not; to be asked after `news` is used up."""
        return [key for key in self._held if key not in self._seen]

    def change(self) -> Change:
        """Return the counts; to be asked after `news` is used up."""
        return Change(
            added=self._added,
            changed=self._changed,
            removed=sum(key not in self._seen for key in self._before),
            unchanged=len(self._seen) - self._added - self._changed,
        )


def _digests(state: StoreState) -> dict[str, str]:
    return {sid: ref.digest for sid, ref in state.statements.items()}


def _noting(types: set[str], rows: Iterable[StatementRow]) -> Iterator[StatementRow]:
    """Pass the rows on, and add their types to `types`."""
    for row in rows:
        types.add(row.rel_type)
        yield row
