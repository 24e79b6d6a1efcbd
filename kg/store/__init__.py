"""Graph stores: the embedded graph of a home, NetworkX files, Neo4j. `open_store` finds the right one."""

from __future__ import annotations

from pathlib import Path

from kg.errors import StoreError
from kg.settings import Settings, read_settings
from kg.store.base import Counts, GraphStore, LedgerMark, QueryResult

__all__ = ["Counts", "GraphStore", "LedgerMark", "QueryResult", "open_store"]


def open_store(
    target: str | Path = "embedded", *, home: Path | None = None, settings: Settings | None = None
) -> GraphStore:
    """Return the store that `target` names.

    Args:
        target: "embedded".
        home: folder of the ledger; that of `settings` by default.
        settings: settings in force; read from the environment by default.

    Raises:
        StoreError: no store goes by that name.
    """
    from kg.store.embedded import EmbeddedStore

    settings = settings or read_settings()
    home = home or settings.home
    if str(target) == "embedded":
        return EmbeddedStore(home)
    raise StoreError(f"{target} is no graph store")
