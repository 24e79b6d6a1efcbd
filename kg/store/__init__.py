"""Graph stores: the embedded graph of a home, NetworkX graphs and files, Neo4j. `open_store` finds the right one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kg.errors import ConfigError
from kg.settings import Settings, read_settings
from kg.store.base import Counts, GraphStore, LedgerMark, QueryResult, copy_rows

__all__ = ["STORES", "Counts", "GraphStore", "LedgerMark", "QueryResult", "open_store"]


def _open_embedded(_target: str, home: Path, _settings: Settings) -> GraphStore:
    from kg.store.embedded import EmbeddedStore

    return EmbeddedStore(home)


def _open_networkx(_target: str, home: Path, _settings: Settings) -> GraphStore:
    from kg.store.embedded import EmbeddedStore
    from kg.store.networkx_store import NetworkXStore

    store = NetworkXStore()
    with EmbeddedStore(home) as embedded:
        if embedded.path.exists():
            copy_rows(embedded, store)
    return store


def _open_file(target: str, _home: Path, _settings: Settings) -> GraphStore:
    from kg.store.networkx_store import NetworkXStore

    return NetworkXStore(Path(target))


def _open_neo4j(target: str, _home: Path, settings: Settings) -> GraphStore:
    from kg.store.neo4j_store import Neo4jStore

    return Neo4jStore(
        target,
        username=settings.neo4j_username,
        password=settings.neo4j_password,
        database=settings.neo4j_database,
    )


Opener = Callable[[str, Path, Settings], GraphStore]

STORES: Mapping[str, Opener] = {
    "embedded": _open_embedded,
    "networkx": _open_networkx,
    ".json": _open_file,
    ".graphml": _open_file,
    ".gexf": _open_file,
    "neo4j://": _open_neo4j,
    "neo4j+s://": _open_neo4j,
    "neo4j+ssc://": _open_neo4j,
    "bolt://": _open_neo4j,
    "bolt+s://": _open_neo4j,
    "bolt+ssc://": _open_neo4j,
}
"""How to open a store, by its name, the ending of its file or the scheme of its address."""


def open_store(
    target: str | Path = "embedded", *, home: Path | None = None, settings: Settings | None = None
) -> GraphStore:
    """Return the store that `target` names; nothing is written until it is loaded.

    Args:
        target: "embedded" (the graph of the home), "networkx" (a copy of it as a live graph), a graph file, or the
            address of a Neo4j server.
        home: folder of the ledger; that of `settings` by default.
        settings: settings in force; read from the environment by default.

    Raises:
        ConfigError: no store goes by that name, or the server has no such database.
        StoreError: the file cannot be read.
        StoreUnavailable: the server does not answer or refuses the login.

    Example:
        >>> with open_store("networkx", home=Path(".kg")) as store:                      # doctest: +SKIP
        ...     store.graph.number_of_edges()
        412
    """
    settings = settings or read_settings()
    return _find_opener(str(target))(str(target), home or settings.home, settings)


def _find_opener(target: str) -> Opener:
    scheme, divider, _ = target.partition("://")
    for name in (f"{scheme.lower()}{divider}" if divider else target, Path(target).suffix.lower()):
        if name in STORES:
            return STORES[name]
    raise ConfigError(f"{target!r} is no graph store", hint=f"say one of {', '.join(STORES)}")
