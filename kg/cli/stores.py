"""Open a store to ask it something: it must have been loaded, and the user is told where it is behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.params import Shared, note
from kg.errors import ConfigError, StoreMismatch
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.ledger import Ledger
    from kg.store import GraphStore

OF_THE_HOME = frozenset({"embedded", "networkx"})


@contextmanager
def open_loaded(
    shared: Shared, target: str, settings: Settings, *, ledger: Ledger | None = None
) -> Iterator[GraphStore]:
    """Yield the store that `target` names, if something was loaded into it.

    Args:
        shared: says whether remarks are wanted.
        target: as `kg.store.open_store`.
        settings: settings in force.
        ledger: the ledger that the store must be of; opened here for the stores of the home.

    Raises:
        LedgerMissing: there is no home, and the store is a home's.
        ConfigError: there is no such file, or nothing was loaded into the store.
        StoreMismatch: the store belongs to another ledger than `ledger`.
    """
    from kg.ledger import Ledger
    from kg.store import open_store

    with ExitStack() as stack:
        if ledger is None and target in OF_THE_HOME:
            ledger = stack.enter_context(Ledger.open(settings.home, readonly=True))
        check_there(target)
        load = _load_line(target)
        store = stack.enter_context(open_store(target, home=settings.home, settings=settings))
        mark = store.mark()
        if mark is None:
            raise ConfigError(f"nothing was loaded into {store.name} yet", hint=f"run `{load}`")
        if ledger is not None:
            if mark.uid != ledger.uid:
                raise StoreMismatch(
                    f"{store.name} belongs to another ledger than {settings.home}",
                    hint="name its home with --home, or another store with --on",
                )
            if mark.revision != ledger.revision:
                note(shared, f"kg: {store.name} is not up to date with the ledger (run `{load}`)")
        yield store


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
