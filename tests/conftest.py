"""Fixtures that many tests share: the three stores, a Neo4j server."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from kg.settings import read_settings
from kg.store import GraphStore, open_store

sys.path.insert(0, str(Path(__file__).parent / "store"))

from neo4j_server import (
    LONG_TERM,
    NEWEST,
    PASSWORD,
    NoServerError,
    Server,
    find_java,
    find_maven,
    make_certificate,
    set_password,
)

settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.load_profile("repeatable")

STORE_KINDS = ("embedded", "networkx", "json", "graphml", "gexf", pytest.param("neo4j", marks=pytest.mark.neo4j))
SCRATCH_SERVER = "KG_TEST_NEO4J_URI"


def pytest_report_header() -> list[str]:
    """Say at the top of the report whether the Neo4j tests run."""
    return [_neo4j_header(version) for version in (LONG_TERM, NEWEST)]


def _neo4j_header(version: str) -> str:
    if os.environ.get(SCRATCH_SERVER) and version == LONG_TERM:
        return f"neo4j: the scratch server of {SCRATCH_SERVER}"
    try:
        find_java(version)
        find_maven()
    except NoServerError as error:
        return f"neo4j {version}: {'FAILS' if os.environ.get('CI') else 'SKIPPED'}, {error}"
    return f"neo4j {version}: a server of Maven's jars, started when a test needs it"


@pytest.fixture(scope="session")
def neo4j_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a scratch server without a password; its database is emptied again and again."""
    if uri := os.environ.get(SCRATCH_SERVER):
        yield uri
        return
    yield from _serve(Server(tmp_path_factory.mktemp("neo4j"), LONG_TERM))


@pytest.fixture(scope="session")
def newest_neo4j_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a scratch server of the newest version that is tested."""
    yield from _serve(Server(tmp_path_factory.mktemp("neo4j-newest"), NEWEST))


@pytest.fixture(scope="session")
def locked_neo4j_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server that asks for `PASSWORD`, takes TLS and has little memory for a transaction.

    The user `newcomer` has to change the first password, which is the same.
    """
    folder = tmp_path_factory.mktemp("neo4j-locked")
    settings = {
        "dbms.security.auth_enabled": "true",
        "db.memory.transaction.max": "16m",
        **make_certificate(folder / "certificates"),
    }
    for uri in _serve(Server(folder, LONG_TERM, settings)):
        set_password(uri, PASSWORD)
        yield uri


@contextmanager
def started(server: Server) -> Iterator[Server]:
    """Start a server for a test, or skip it where that cannot be; where `CI` is set, fail."""
    try:
        server.start()
        yield server
    except NoServerError as error:
        if os.environ.get("CI"):
            pytest.fail(f"no Neo4j server: {error}")
        pytest.skip(f"no Neo4j server: {error}")
    finally:
        server.kill()


@pytest.fixture
def start_neo4j() -> Callable[[Server], AbstractContextManager[Server]]:
    """A function that starts a server of a test's own, as a context manager."""
    return started


def _serve(server: Server) -> Iterator[str]:
    with started(server):
        yield server.uri


@pytest.fixture(params=STORE_KINDS)
def open_any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], GraphStore]]:
    """A function that opens the same store again and again, empty at first; once for every kind of store."""
    if request.param == "networkx":
        live = open_store("networkx", home=tmp_path)
        yield lambda: live
        return
    target = {"embedded": "embedded", "neo4j": ""}.get(request.param, str(tmp_path / f"graph.{request.param}"))
    if request.param == "neo4j":
        target = request.getfixturevalue("neo4j_uri")
        _empty(target)
    stores: list[GraphStore] = []

    def open_it() -> GraphStore:
        stores.append(open_store(target, home=tmp_path, settings=read_settings({})))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


@pytest.fixture
def any_store(open_any_store: Callable[[], GraphStore]) -> GraphStore:
    """An empty store, once for every kind of store."""
    return open_any_store()


def _empty(uri: str) -> None:
    """Drop every node: the tests' own, and those that a test put there as a stranger's."""
    import neo4j

    with neo4j.GraphDatabase.driver(uri) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
