"""Faults of a Neo4j server in mid-load: killed and started again, killed for good, short of memory, TLS not spoken."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from neo4j_server import Server
from sample_graph import make_ledger

from kg.comparison import compare
from kg.errors import StoreUnavailable
from kg.graph import StatementRow
from kg.settings import read_settings
from kg.store import GraphStore, open_store
from kg.store.base import StatementRef
from kg.sync import Change, LoadOptions, load

pytestmark = pytest.mark.neo4j

StartServer = Callable[[Server], AbstractContextManager[Server]]


def kill_before_statements(store: GraphStore, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server die once, after the nodes and before the statements."""
    write = store.replace_statements
    left = [server.kill]

    def write_after_a_kill(rows: Iterable[StatementRow], held: Mapping[str, StatementRef]) -> None:
        while left:
            left.pop()()
        write(rows, held)

    monkeypatch.setattr(store, "replace_statements", write_after_a_kill)


def test_a_server_that_dies_and_comes_back(
    tmp_path: Path, start_neo4j: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gone for good: StoreUnavailable, and the next load goes on. Back after a while: the same load completes."""
    monkeypatch.setattr("kg.store.neo4j_store.RETRY_SECONDS", 1.0)
    ledger = make_ledger()
    with start_neo4j(Server(tmp_path)) as server:
        with open_store(server.uri, settings=read_settings({})) as store:
            kill_before_statements(store, server, monkeypatch)
            with pytest.raises(StoreUnavailable, match="does not answer"):
                load(ledger, store, options=LoadOptions(wait=1))
        server.start()
        told: list[str] = []
        with open_store(server.uri, settings=read_settings({})) as store:
            kill_before_statements(store, server, monkeypatch)
            later = threading.Timer(3, server.launch)
            later.start()
            report = load(ledger, store, options=LoadOptions(wait=120, notify=told.append))
            later.join()
            assert (report.actors, report.statements) == (Change(unchanged=7), Change(added=8))
            assert report.interruptions >= 1
            assert told[-1] == f"{server.uri} is back; the load goes on"
            assert all(table.is_equal for table in compare(ledger, store).tables)
