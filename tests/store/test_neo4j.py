"""What is Neo4j's own: its address and login, constraints, a database that others use, too."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from neo4j_server import PASSWORD, free_port
from sample_graph import ARCADIA, BORDURIA, make_ledger, make_statement

from kg.errors import ConfigError, StoreError, StoreUnavailable
from kg.graph import StatementRow, actor_row, statement_row
from kg.settings import read_settings
from kg.store import open_store
from kg.store.base import StatementRef
from kg.store.neo4j_store import Neo4jStore
from kg.sync import Change, LoadOptions, load


@pytest.fixture
def server(neo4j_uri: str) -> Iterator[Any]:
    """The official driver on an empty scratch server, without constraints."""
    import neo4j

    with neo4j.GraphDatabase.driver(neo4j_uri) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        for record in driver.execute_query("SHOW CONSTRAINTS YIELD name").records:
            driver.execute_query(f"DROP CONSTRAINT `{record['name']}`")
        yield driver


def constraints(server: Any) -> set[str]:
    return {record["name"] for record in server.execute_query("SHOW CONSTRAINTS YIELD name").records}


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_server_that_is_down_is_told_at_once(scheme: str) -> None:
    """Nothing listens there: StoreUnavailable with what to do, within seconds."""
    address = f"{scheme}://127.0.0.1:{free_port()}"
    started = time.monotonic()
    with pytest.raises(StoreUnavailable, match="does not answer") as caught:
        open_store(address, settings=read_settings({}))
    assert time.monotonic() - started < 8
    assert address in caught.value.message
    assert "docker compose up" in str(caught.value.hint)


def test_driver_stays_silent(capfd: pytest.CaptureFixture[str]) -> None:
    """The one line that the user sees is ours: the driver's log is not on stderr."""
    with pytest.raises(StoreUnavailable):
        open_store(f"neo4j://127.0.0.1:{free_port()}", settings=read_settings({}))
    assert capfd.readouterr() == ("", "")


def test_login_in_the_address_is_refused() -> None:
    """A password in an address would end in logs and shell histories; it is not repeated in the message."""
    with pytest.raises(ConfigError, match="must not carry a login") as caught:
        open_store("bolt://neo4j:secret@127.0.0.1:7687", settings=read_settings({}))
    assert "secret" not in f"{caught.value.message}{caught.value.hint}"
    assert "NEO4J_PASSWORD" in str(caught.value.hint)


@pytest.mark.parametrize("target", ["ftp://127.0.0.1", "graph.dot", "elsewhere", ""])
def test_what_is_no_store_is_an_error(target: str) -> None:
    """Names, endings and schemes that there are, are listed."""
    with pytest.raises(ConfigError, match="is no graph store") as caught:
        open_store(target, settings=read_settings({}))
    assert "embedded" in str(caught.value.hint)
    assert "neo4j+s://" in str(caught.value.hint)


@pytest.mark.neo4j
def test_login_is_told_apart(locked_neo4j_uri: str) -> None:
    """No password, a wrong one, one that must be changed, and the right one."""
    with pytest.raises(StoreUnavailable, match="refuses the login") as caught:
        Neo4jStore(locked_neo4j_uri)
    assert caught.value.hint == "set NEO4J_PASSWORD"
    with pytest.raises(StoreUnavailable, match="refuses the login") as caught:
        Neo4jStore(locked_neo4j_uri, password="wrong-password")
    assert caught.value.hint == "check NEO4J_USERNAME and NEO4J_PASSWORD"
    assert "wrong-password" not in str(caught.value.__cause__)
    with pytest.raises(StoreUnavailable, match="refuses the login") as caught:
        Neo4jStore(locked_neo4j_uri, username="newcomer", password=PASSWORD)
    assert "must be changed" in str(caught.value.hint)
    with Neo4jStore(locked_neo4j_uri, password=PASSWORD) as store:
        store.clear()
        assert load(make_ledger(), store).statements == Change(added=8)


@pytest.mark.neo4j
def test_unknown_database_is_named(neo4j_uri: str) -> None:
    """A database that the server does not have is an error about NEO4J_DATABASE."""
    settings = read_settings({"NEO4J_DATABASE": "nowhere"})
    with pytest.raises(ConfigError, match="nowhere") as caught:
        open_store(neo4j_uri, settings=settings)
    assert "NEO4J_DATABASE" in str(caught.value.hint)


@pytest.mark.neo4j
def test_constraints_come_when_a_type_is_first_used(neo4j_uri: str, server: Any) -> None:
    """Nodes have theirs from the start, relationship types only once they are there."""
    with open_store(neo4j_uri, settings=read_settings({})) as store:
        store.ensure_schema()
        assert constraints(server) == {"actor_uid", "document_uid"}
        load(make_ledger(), store)
    assert constraints(server) == {
        "actor_uid",
        "document_uid",
        "ally_of_sid",
        "attacks_sid",
        "nonfactual_sid",
        "supports_sid",
        "urges_sid",
    }


@pytest.mark.neo4j
def test_constraints_that_are_there_are_not_made_again(
    neo4j_uri: str, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later load makes only those of types that are new to the database."""
    ledger = make_ledger()
    with open_store(neo4j_uri, settings=read_settings({})) as store:
        load(ledger, store)
    ledger.statement_list += [
        make_statement("s9", ARCADIA, "URGES", BORDURIA),
        make_statement("s10", ARCADIA, "MEETS", BORDURIA),
    ]
    ledger.revision += 1
    made: list[str] = []
    change_schema = Neo4jStore._change_schema

    def noted(self: Neo4jStore, texts: Sequence[str]) -> None:
        made.extend(texts)
        change_schema(self, texts)

    monkeypatch.setattr(Neo4jStore, "_change_schema", noted)
    with open_store(neo4j_uri, settings=read_settings({})) as store:
        assert load(ledger, store).statements == Change(added=2, unchanged=8)
    nodes = ["actor_uid", "document_uid", "actor_name", "actor_country", "actor_names"]
    assert [text.split(" IF ")[0].split()[-1] for text in made] == [*nodes, "meets_doc_uid", "meets_sid"]


@pytest.mark.neo4j
def test_sid_is_unique_in_the_database(neo4j_uri: str, server: Any) -> None:
    """Two loads at once cannot double a statement, once its type is known to the database."""
    row = statement_row(make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA))
    with open_store(neo4j_uri, settings=read_settings({})) as store:
        store.ensure_schema()
        store.upsert_actors([actor_row(ARCADIA), actor_row(BORDURIA)])
        store.create_statements([row])
        store.ensure_types(["SUPPORTS"])
        with pytest.raises(StoreError, match="already exists"):
            store.create_statements([row])
        assert store.counts().relationship_types == {"SUPPORTS": 1}


@pytest.mark.neo4j
def test_what_others_keep_there_stays(neo4j_uri: str, server: Any) -> None:
    """Nodes with other labels are not counted, not loaded and survive a rebuild."""
    server.execute_query("CREATE (:Film {name: 'a'})-[:SHOWN_IN]->(:Cinema {name: 'b'})")
    with open_store(neo4j_uri, settings=read_settings({})) as store:
        load(make_ledger(), store)
        assert store.counts().labels == {"Actor": 7, "Document": 4}
        load(make_ledger(), store, rebuild=True)
    assert server.execute_query("MATCH (:Film)-[r:SHOWN_IN]->(:Cinema) RETURN count(r) AS n").records[0]["n"] == 1


@pytest.mark.neo4j
def test_clear_works_in_steps(neo4j_uri: str, server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large graph is not dropped in one transaction that the server cannot hold."""
    monkeypatch.setattr(Neo4jStore, "clear_rows", 2)
    with open_store(neo4j_uri, settings=read_settings({})) as store:
        load(make_ledger(), store)
        store.clear()
        assert store.counts().labels == {}
        assert store.mark() is None


class Wire:
    """A loopback address that passes everything on to a server, until it is cut."""

    def __init__(self, uri: str) -> None:
        host, _, port = uri.removeprefix("bolt://").partition(":")
        self._server = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self.uri = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Let nobody in any more and break every connection."""
        for end in (self._listener, *self._ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._server)
                self._ends += [near, far]
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    @staticmethod
    def _pass_on(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)


@pytest.mark.neo4j
def test_server_that_goes_away_in_a_load(neo4j_uri: str, server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A load that loses its server ends in StoreUnavailable, and the next load does the rest."""
    monkeypatch.setattr("kg.store.neo4j_store.RETRY_SECONDS", 1.0)
    wire = Wire(neo4j_uri)
    with open_store(wire.uri, settings=read_settings({})) as store:
        write = store.replace_statements

        def write_without_a_server(rows: Iterable[StatementRow], held: Mapping[str, StatementRef]) -> None:
            wire.cut()
            write(rows, held)

        monkeypatch.setattr(store, "replace_statements", write_without_a_server)
        with pytest.raises(StoreUnavailable, match="does not answer"):
            load(make_ledger(), store, options=LoadOptions(wait=2))
    with open_store(neo4j_uri, settings=read_settings({})) as store:
        mark = store.mark()
        assert mark is not None
        assert mark.revision == -1
        report = load(make_ledger(), store)
        assert (report.actors, report.statements) == (Change(unchanged=7), Change(added=8))


@pytest.mark.neo4j
def test_store_that_was_closed_is_told(neo4j_uri: str) -> None:
    """A query on a closed store is an error of ours, not the driver's."""
    store = open_store(neo4j_uri, settings=read_settings({}))
    store.close()
    with pytest.raises(StoreUnavailable):
        store.query("RETURN 1")
