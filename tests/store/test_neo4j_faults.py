"""Faults around a Neo4j server: killed in mid-load, short of memory, TLS not spoken, two loads at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from neo4j_server import PASSWORD, Server
from sample_graph import ARCADIA, BORDURIA, make_ledger, make_statement

from kg.comparison import compare
from kg.errors import StoreError, StoreMismatch, StoreUnavailable
from kg.graph import StatementRow
from kg.model import Sentence
from kg.settings import read_settings
from kg.store import GraphStore, LedgerMark, open_store
from kg.store.base import StatementRef
from kg.store.neo4j_store import Neo4jStore
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


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc"])
def test_tls_that_a_server_does_not_speak(neo4j_uri: str, scheme: str) -> None:
    """StoreUnavailable within seconds, and the hint names TLS, not the port."""
    address = neo4j_uri.replace("bolt", scheme)
    with pytest.raises(StoreUnavailable, match="does not answer") as caught:
        open_store(address, settings=read_settings({}))
    assert caught.value.hint == "it does not speak TLS there: leave out +s, or switch TLS on in the server"


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_tls_with_a_certificate_that_the_server_signed_itself(locked_neo4j_uri: str, scheme: str) -> None:
    """+s refuses it and says what would take it; +ssc loads and asks."""
    settings = read_settings({"NEO4J_PASSWORD": PASSWORD})
    with pytest.raises(StoreUnavailable, match="does not answer") as caught:
        open_store(locked_neo4j_uri.replace("bolt", f"{scheme}+s"), settings=settings)
    assert caught.value.hint == "its certificate is not trusted: +ssc in place of +s takes one that it signed itself"
    with open_store(locked_neo4j_uri.replace("bolt", f"{scheme}+ssc"), settings=settings) as store:
        store.clear()
        assert load(make_ledger(), store).statements == Change(added=8)
        assert store.query("MATCH (a:Actor {uid: 'Q1'}) RETURN a.name").rows == [("Arcadia",)]


def test_batches_that_a_server_has_no_memory_for_are_halved(locked_neo4j_uri: str) -> None:
    """A transaction of at most 16 MB takes a part of the batch; all of it arrives, and batches stay small."""
    ledger = make_ledger()
    sentence = Sentence(0, 0, 4_000, "x" * 4_000)
    ledger.statement_list = [
        replace(make_statement(f"m{number:04}", ARCADIA, "SUPPORTS", BORDURIA), sentence=sentence)
        for number in range(2_000)
    ]
    with open_store(locked_neo4j_uri, settings=read_settings({"NEO4J_PASSWORD": PASSWORD})) as store:
        assert isinstance(store, Neo4jStore)
        store.clear()
        assert load(ledger, store).statements == Change(added=2_000)
        assert store.batch_rows < 2_000
        assert load(ledger, store).is_unchanged
        assert all(table.is_equal for table in compare(ledger, store).tables)
        store.clear()


def test_one_row_that_a_server_has_no_memory_for_is_an_error(locked_neo4j_uri: str) -> None:
    """It cannot be halved: the error names the setting of the server."""
    ledger = make_ledger()
    ledger.statement_list = [
        replace(make_statement("m1", ARCADIA, "SUPPORTS", BORDURIA), sentence=Sentence(0, 0, 9, "x" * 20_000_000))
    ]
    with open_store(locked_neo4j_uri, settings=read_settings({"NEO4J_PASSWORD": PASSWORD})) as store:
        store.clear()
        with pytest.raises(StoreError, match="has not enough memory") as caught:
            load(ledger, store)
        assert "db.memory.transaction.max" in str(caught.value.hint)
        store.clear()


def test_two_first_loads_at_once_while_constraints_are_there(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that comes second in writing stops with what to do, and doubles nothing; the next load is a no-op."""
    ledger = make_ledger()
    settings = read_settings({})
    with open_store(neo4j_uri, settings=settings) as first, open_store(neo4j_uri, settings=settings) as second:
        first.clear()
        write = second.replace_statements

        def write_after_the_other(rows: Iterable[StatementRow], held: Mapping[str, StatementRef]) -> None:
            assert load(ledger, first).statements == Change(added=8)
            write(rows, held)

        monkeypatch.setattr(second, "replace_statements", write_after_the_other)
        with pytest.raises(StoreError, match="holds it already") as caught:
            load(ledger, second)
        assert "is another load under way?" in str(caught.value.hint)
        assert first.counts().relationship_types["SUPPORTS"] == 2
        assert load(ledger, first).statements == Change(unchanged=8)
        assert all(table.is_equal for table in compare(ledger, first).tables)


def test_two_first_loads_at_once_before_there_are_constraints(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements that were written twice are told at the end of the load and by the next one; a rebuild mends it."""
    import neo4j

    ledger = make_ledger()
    settings = read_settings({})
    with neo4j.GraphDatabase.driver(neo4j_uri) as driver:
        for record in driver.execute_query("SHOW CONSTRAINTS YIELD name").records:
            driver.execute_query(f"DROP CONSTRAINT `{record['name']}`")
    with open_store(neo4j_uri, settings=settings) as first, open_store(neo4j_uri, settings=settings) as second:
        first.clear()
        write = second.replace_statements
        monkeypatch.setattr(first, "ensure_types", lambda _types: None)

        def write_after_the_other(rows: Iterable[StatementRow], held: Mapping[str, StatementRef]) -> None:
            load(ledger, first)
            write(rows, held)

        monkeypatch.setattr(second, "replace_statements", write_after_the_other)
        with pytest.raises(StoreError, match="holds a statement twice") as caught:
            load(ledger, second)
        assert "`kg load --rebuild`" in str(caught.value.hint)
        with pytest.raises(StoreError, match=r"holds the statement .* twice"):
            load(ledger, first)
        monkeypatch.undo()
        assert load(ledger, first, rebuild=True).statements == Change(added=8)
        assert all(table.is_equal for table in compare(ledger, first).tables)


def test_first_loads_of_two_ledgers_at_once(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that got the marks of two ledgers is refused from then on."""
    settings = read_settings({})
    one, other = make_ledger(), make_ledger()
    other.uid = "another ledger"
    with open_store(neo4j_uri, settings=settings) as first, open_store(neo4j_uri, settings=settings) as second:
        first.clear()
        mark = second.set_mark

        def mark_after_the_other(made: LedgerMark) -> None:
            load(one, first)
            mark(made)

        monkeypatch.setattr(second, "set_mark", mark_after_the_other)
        with pytest.raises(StoreError):
            load(other, second)
        with pytest.raises(StoreMismatch, match="carries the marks of 2 ledgers") as caught:
            load(one, first)
        assert caught.value.hint == "load each ledger into a database of its own"
        first.clear()
