"""Load a store and remember it in the ledger, so that what leaves the ledger later leaves that store too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from kg.errors import ConfigError, KgError, LedgerError, StoreError
from kg.ledger import Ledger, StoreEntry
from kg.settings import Settings
from kg.store import GraphStore, open_store
from kg.store.embedded import FILE_NAME
from kg.sync import LOADING, LoadOptions, LoadReport, check_mark, load

EMBEDDED = "embedded"
_DATABASE = "?database="


class StoreState(StrEnum):
    """What became of a store that the ledger remembers.

    DONE: it holds what the ledger holds. PENDING: it could not be reached or written; its next load does the rest.
    GONE: it is not there any more, or is another ledger's by now, and was forgotten.
    """

    DONE = "done"
    PENDING = "pending"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """What became of one store; `error` says why it is pending, `report` what was changed in it."""

    address: str
    state: StoreState
    report: LoadReport | None = None
    error: KgError | None = None


def load_store(ledger: Ledger, target: str, *, settings: Settings, options: LoadOptions | None = None) -> LoadReport:
    """Bring the store that `target` names up to date with the ledger, remember it, and return what changed.

    It is remembered before its first row is written, so that a document that is retracted leaves half-loaded stores,
    too. A store that is remembered and up to date can be loaded from a home that cannot be written.

    Raises:
        StoreMismatch: the store belongs to another ledger.
        StoreError, StoreUnavailable, ConfigError: as `kg.store.open_store` and `kg.sync.load`.
    """
    address, kind = address_of(target, settings), kind_of(target)
    with open_store(target, home=ledger.home, settings=settings) as store:
        check_mark(ledger.uid, store)
        if not any(entry.address == address for entry in ledger.stores()):
            if ledger.readonly:
                raise LedgerError(
                    f"{ledger.home} is read-only, so that {target} is loaded could not be noted there",
                    hint="make it writable, or load from a copy of it",
                )
            ledger.record_store(address, kind=kind, revision=LOADING)
        report = load(ledger, store, options=options)
    if not ledger.readonly:
        ledger.record_store(address, kind=kind, revision=report.revision)
    return report


def update_stores(ledger: Ledger, *, settings: Settings) -> list[StoreOutcome]:
    """Bring every store that the ledger remembers up to date, and return what became of each, by address.

    A store that cannot be reached keeps nobody waiting: it is pending, and the others go on.
    """
    return [_update(ledger, entry, settings) for entry in ledger.stores()]


def kind_of(target: str) -> str:
    """Return the kind of store that a target names: embedded, neo4j or networkx."""
    if target == EMBEDDED:
        return EMBEDDED
    return "neo4j" if "://" in target else "networkx"


def address_of(target: str, settings: Settings) -> str:
    """Return the name by which a ledger remembers a store, the same from whatever folder.

    Example:
        >>> from kg.settings import read_settings
        >>> address_of("bolt://127.0.0.1:7687", read_settings({"NEO4J_DATABASE": "news"}))
        'bolt://127.0.0.1:7687?database=news'
    """
    match kind_of(target):
        case "neo4j":
            return target + (f"{_DATABASE}{settings.neo4j_database}" if settings.neo4j_database else "")
        case "networkx":
            return str(Path(target).absolute())
    return target


def target_of(entry: StoreEntry) -> tuple[str, str | None]:
    """Return what to open for a store that a ledger remembers: its target, and the database of a server or None."""
    target, _, database = entry.address.partition(_DATABASE)
    return target, database or None


def _update(ledger: Ledger, entry: StoreEntry, settings: Settings) -> StoreOutcome:
    target, database = target_of(entry)
    if entry.kind == "neo4j":
        settings = replace(settings, neo4j_database=database)
    try:
        with _open_existing(ledger, target, entry.kind, settings) as store:
            mark = store.mark()
            is_ours = mark is not None and mark.uid == ledger.uid
            report = load(ledger, store) if is_ours else None
    except FileNotFoundError:
        report = None
    except (StoreError, ConfigError) as error:
        return StoreOutcome(entry.address, StoreState.PENDING, error=error)
    if report is None:
        ledger.forget_store(entry.address)
        return StoreOutcome(entry.address, StoreState.GONE)
    ledger.record_store(entry.address, kind=entry.kind, revision=report.revision)
    return StoreOutcome(entry.address, StoreState.DONE, report)


def _open_existing(ledger: Ledger, target: str, kind: str, settings: Settings) -> GraphStore:
    """Open a store that was there once; a file that was deleted is not made again.

    Raises:
        FileNotFoundError: the file is gone.
    """
    path = ledger.home / FILE_NAME if target == EMBEDDED else Path(target)
    if kind != "neo4j" and not path.exists():
        raise FileNotFoundError(path)
    return open_store(target, home=ledger.home, settings=settings)
