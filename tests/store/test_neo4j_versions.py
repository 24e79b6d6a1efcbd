"""Every version of Neo4j that is supported: load, load again, change, audit, search, answer."""

from __future__ import annotations

from typing import Any

import pytest
from sample_graph import HOSTILE_NAME, make_ledger

from kg.comparison import compare
from kg.settings import read_settings
from kg.store import open_store
from kg.store.networkx_store import NetworkXStore
from kg.sync import Change, LoadOptions, load

pytestmark = pytest.mark.neo4j


@pytest.fixture(params=["neo4j_uri", "newest_neo4j_uri"])
def uri(request: pytest.FixtureRequest) -> str:
    """Address of an empty database, once for each version."""
    import neo4j

    address: str = request.getfixturevalue(request.param)
    with neo4j.GraphDatabase.driver(address) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    return address


def ask(uri: str, text: str, **parameters: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a query of the tests' own."""
    import neo4j

    with neo4j.GraphDatabase.driver(uri) as driver:
        return [tuple(record.values()) for record in driver.execute_query(text, parameters).records]


def test_load_change_and_load_again(uri: str) -> None:
    """The graph is that of the other stores, property by property, and stays so through a correction."""
    ledger = make_ledger()
    with open_store(uri, settings=read_settings({})) as store:
        assert load(ledger, store).statements == Change(added=8)
        assert load(ledger, store).is_unchanged
        ledger.change("s2", factual=False)
        ledger.remove("s7")
        assert load(ledger, store).statements == Change(changed=1, removed=1, unchanged=6)
        expected = NetworkXStore()
        load(ledger, expected)
        assert store.state(verify=True) == expected.state(verify=True)
        assert store.counts() == expected.counts()


def test_names_and_aliases_are_found(uri: str) -> None:
    """The full-text index finds actors by parts of names and aliases, misspelt ones included."""
    with open_store(uri, settings=read_settings({})) as store:
        load(make_ledger(), store)
    ask(uri, "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    search = "CALL db.index.fulltext.queryNodes('actor_names', $words) YIELD node RETURN node.uid"
    assert ask(uri, search, words="kelller~") == [("a3",)]
    assert ask(uri, search, words="republic") == [("Q1",)]
    assert ask(uri, "MATCH (a:Actor {uid: 'a6'}) RETURN a.name") == [(HOSTILE_NAME,)]


def test_audit_finds_what_was_changed_and_a_load_puts_it_right(uri: str) -> None:
    """A property behind its digest, a lost relationship, a foreign one: each is named, and repaired."""
    ledger = make_ledger()
    with open_store(uri, settings=read_settings({})) as store:
        load(ledger, store)
        ask(uri, "MATCH ()-[r {sid: 's1'}]->() SET r.sentence = 'Something else.'")
        ask(uri, "MATCH ()-[r {sid: 's6'}]->() DELETE r")
        ask(uri, "MATCH (a:Actor {uid: 'Q1'}), (b:Actor {uid: 'Q2'}) CREATE (a)-[:URGES {sid: 'strange'}]->(b)")
        statements = compare(ledger, store).tables[2]
        assert (statements.missing, statements.surplus, statements.different) == (("s6",), ("strange",), ("s1",))
        assert (statements.held, statements.expected) == (6, 8)
        report = load(ledger, store, options=LoadOptions(verify=True))
        assert report.statements == Change(added=1, changed=1, removed=1, unchanged=6)
        assert all(table.is_equal for table in compare(ledger, store).tables)
