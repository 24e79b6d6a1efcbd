"""Open a store to ask it something: it must have been loaded, and the user is told where it is behind."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.params import Shared, note
from kg.errors import ConfigError, StoreMismatch
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.ledger import Ledger
    from kg.store import GraphStore
    from kg.store.apart import StoreApart

OF_THE_HOME = frozenset({"embedded", "networkx"})


def open_to_ask(target: str, settings: Settings) -> AbstractContextManager[GraphStore | StoreApart]:
    """Return the store that `target` names: a database as it is, any other in a process of its own, which loads it.

    Args:
        target: as `kg.store.open_store`.
        settings: settings in force.

    Raises:
        ConfigError: there is no such file, or no such store.
        StoreUnavailable: the database does not answer or refuses the login.
    """
    from kg.store import STORES, open_store
    from kg.store.apart import StoreApart

    check_there(target)
    if "://" in target or not (target in STORES or Path(target).suffix.lower() in STORES):
        return open_store(target, home=settings.home, settings=settings)
    return StoreApart(target, home=settings.home)


def check_loaded(
    shared: Shared, store: GraphStore | StoreApart, target: str, settings: Settings, ledger: Ledger | None
) -> None:
    """Make sure that something was loaded into a store, and say if it is behind.

    Args:
        shared: says whether remarks are wanted.
        store: the open store.
        target: how it was named.
        settings: settings in force.
        ledger: the ledger that it must be of; None where any will do.

    Raises:
        ConfigError: nothing was loaded into the store.
        StoreMismatch: the store belongs to another ledger than `ledger`.
    """
    mark, load = store.mark(), _load_line(target)
    if mark is None:
        raise ConfigError(f"nothing was loaded into {store.name} yet", hint=f"run `{load}`")
    if ledger is None:
        return
    if mark.uid != ledger.uid:
        raise StoreMismatch(
            f"{store.name} belongs to another ledger than {settings.home}",
            hint="name its home with --home, or another store with --on",
        )
    if mark.revision != ledger.revision:
        note(shared, f"kg: {store.name} is not up to date with the ledger (run `{load}`)")


def check_there(target: str) -> None:
    """Refuse a graph file that does not exist: it would look like an empty graph.

    Raises:
        ConfigError: with the line that makes it.
    """
    path = Path(target)
    if target not in OF_THE_HOME and "://" not in target and path.suffix and not path.exists():
        raise ConfigError(f"there is no file {target}", path=path, hint=f"`{_load_line(target)}` makes it")


def _load_line(target: str) -> str:
    return "kg load" if target in OF_THE_HOME else f"kg load --to {target}"
