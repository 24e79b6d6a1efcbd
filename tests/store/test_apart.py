"""A store in a process of its own: the same answers, and queries that take all memory or time end there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_graph import make_ledger

from kg.errors import ConfigError, QueryError, QueryRefused, QueryTimeout, QueryTooLarge, StoreError
from kg.query.run import run_query
from kg.store import open_store
from kg.store.apart import StoreApart
from kg.sync import load

MEMORY = 256 << 20
DOUBLED = "RETURN size(reduce(text = 'x', i IN range(1, 40) | text + text)) AS size"
HOURS = "UNWIND range(1, 9999) AS a UNWIND range(1, 9999) AS b UNWIND range(1, 9999) AS c RETURN sum(a * b * c) AS d"
NAMES = "MATCH (a:Actor) RETURN a AS actor, a.name AS name ORDER BY name"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a small graph."""
    home = tmp_path_factory.mktemp("home")
    with open_store("embedded", home=home) as store:
        load(make_ledger(), store)
    return home


@pytest.fixture(scope="module")
def apart(home: Path) -> Iterator[StoreApart]:
    """The graph of the home in a process of its own."""
    with StoreApart("embedded", home=home, memory=MEMORY) as store:
        yield store


def test_answers_are_those_of_the_store_itself(apart: StoreApart, home: Path) -> None:
    """Mark, columns, rows and what a limit cuts off."""
    with open_store("embedded", home=home) as store:
        assert apart.mark() == store.mark()
        assert apart.query(NAMES) == store.query(NAMES)
        assert len(apart.query(NAMES).rows) > 2
        assert apart.query(NAMES, limit=1) == store.query(NAMES, limit=1)
        assert apart.query("RETURN $x AS x", {"x": [1, "é", None]}).rows == [([1, "é", None],)]


def test_errors_come_over_whole(apart: StoreApart) -> None:
    """Their class, message and hint; and the process goes on."""
    with pytest.raises(QueryError, match="nonsense") as caught:
        apart.query("MATCH (a:Actor) RETURN nonsense AS x")
    assert caught.value.hint
    with pytest.raises(QueryRefused, match="would change the graph"):
        apart.query("CREATE (a:Actor {uid: 'x'})")
    assert apart.query("RETURN 1 AS one").rows == [(1,)]


def test_query_that_takes_all_memory_is_ended(apart: StoreApart) -> None:
    """This process lives, the error says what happened, and the next query is answered."""
    with pytest.raises(QueryTooLarge, match="more memory than it may use"):
        run_query(apart, DOUBLED, timeout=120)
    assert apart.query("RETURN 1 AS one").rows == [(1,)]


def test_time_limit_holds(home: Path) -> None:
    """The query is given up soon after its time is over, though it would take hours."""
    with StoreApart("embedded", home=home) as store:
        store.mark()
        start = time.monotonic()
        with pytest.raises(QueryTimeout, match=r"longer than 0\.2 seconds"):
            store.query(HOURS, timeout=0.2)
        assert time.monotonic() - start < 10


def test_process_is_ended_where_the_engine_does_not_look_at_the_time(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that is given hours has its process ended when the caller's time and the grace are over."""
    monkeypatch.setattr("kg.store.apart.GRACE_SECONDS", 0.1)
    with StoreApart("embedded", home=home) as store:
        store.mark()
        request = {"ask": "query", "cypher": HOURS, "parameters": {}, "timeout": 36_000, "limit": None}
        with pytest.raises(QueryTimeout, match=r"longer than 0\.2 seconds"):
            store._call(request, 0.2)
        assert store.query("RETURN 1 AS one").rows == [(1,)]


def test_store_that_is_not_there(tmp_path: Path) -> None:
    """An empty home has no mark, a query says so, and a file of no known form is refused."""
    with StoreApart("embedded", home=tmp_path) as store:
        assert store.mark() is None
        with pytest.raises(StoreError, match="there is no graph"):
            store.query("RETURN 1 AS one")
    broken = tmp_path / "graph.json"
    broken.write_text("{", encoding="utf-8")
    with (
        StoreApart(str(broken), home=tmp_path) as store,
        pytest.raises((StoreError, ConfigError), match=r"graph\.json"),
    ):
        store.mark()


def test_process_that_was_killed_is_started_again(home: Path) -> None:
    """Whatever ended it."""
    with StoreApart("networkx", home=home) as store:
        assert store.query("RETURN 1 AS one").rows == [(1,)]
        assert store._process is not None
        store._process.kill()
        store._process.wait()
        with pytest.raises(StoreError, match="its process ended"):
            store.mark()
        assert store.query("RETURN 1 AS one").rows == [(1,)]
