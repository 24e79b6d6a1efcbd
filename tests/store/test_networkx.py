"""The live NetworkX graph, and what it is good for beside Cypher."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from sample_graph import ARCADIA, BORDURIA, make_ledger, make_statement

from kg.errors import StoreError
from kg.store import open_store
from kg.store.networkx_store import NetworkXStore
from kg.sync import load


@pytest.fixture
def store() -> NetworkXStore:
    store = NetworkXStore()
    load(make_ledger(), store)
    return store


def test_graph_has_the_shape_of_the_contract(store: NetworkXStore) -> None:
    """Node key uid, edge key sid, all properties as attributes, `label` and `rel_type` beside them."""
    graph = store.graph
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.nodes["Q2"] == {
        "label": "Actor",
        "uid": "Q2",
        "name": "Borduria",
        "kind": "GPE",
        "scope": "NAMED",
        "country": "BOR",
        "aliases": [],
        "wikidata": "Q2",
    }
    edge = graph.edges["a3", "Q2", "s4"]
    assert (edge["rel_type"], edge["sid"], edge["matter"]) == ("URGES", "s4", "to open the port")
    assert graph.edges["Q1", "d4", "Q1.d4"] == {"rel_type": "MENTIONED_IN", "count": 3}
    assert graph.graph == {"ledger": "ledger-1", "schema_version": 1, "revision": 1}


def test_any_algorithm_runs_on_it(store: NetworkXStore) -> None:
    """It is a plain NetworkX graph."""
    actors = store.graph.subgraph(uid for uid, label in store.graph.nodes(data="label") if label == "Actor")
    assert nx.number_weakly_connected_components(actors) == 2
    assert actors.out_degree("Q1") == 4


def test_simple_graph_holds_factual_statements_alone(store: NetworkXStore) -> None:
    """One weighted edge for each pair; reprints of one origin count once, a symmetric relation in both directions."""
    simple = store.to_networkx(simple=True)
    assert type(simple) is nx.DiGraph
    assert set(simple) == {"Q1", "Q2", "a3", "Q4", "a5", "a6", "Q7"}
    assert {(s, t): (data["weight"], data["statements"]) for s, t, data in simple.edges(data=True)} == {
        ("Q1", "Q2"): (1, 2),
        ("a3", "Q2"): (1, 1),
        ("Q1", "Q4"): (1, 1),
        ("Q4", "Q1"): (1, 1),
        ("a6", "a5"): (1, 1),
    }
    assert simple.edges["Q1", "Q2"]["relations"] == ["SUPPORTS"]
    assert simple.edges["a6", "a5"]["score"] == -9.0


def test_simple_graph_averages_scores() -> None:
    """`score` is the mean of the statements, `weight` counts different claims of different origins."""
    ledger = make_ledger()
    ledger.statement_list = [
        make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA, score=4.0),
        make_statement("s2", ARCADIA, "ACCUSES", BORDURIA, score=-2.0),
        make_statement("s3", ARCADIA, "SUPPORTS", BORDURIA, document=3, score=4.0),
    ]
    store = NetworkXStore()
    load(ledger, store)
    assert store.to_networkx(simple=True).edges["Q1", "Q2"] == {
        "weight": 3,
        "statements": 3,
        "relations": ["ACCUSES", "SUPPORTS"],
        "score": 2.0,
    }


def test_whole_graph_is_the_live_one(store: NetworkXStore) -> None:
    """Without `simple` it is the graph itself, not a copy."""
    assert store.to_networkx() is store.graph


def test_query_sees_what_changed(store: NetworkXStore) -> None:
    """The shadow is made anew after a change by the store, a change of size, or `changed()`."""
    names = "MATCH (a:Actor) RETURN a.name AS name ORDER BY name LIMIT 1"
    assert store.query(names).rows == [("Anna Keller",)]
    store.delete_actors(["a3"])
    assert store.query(names).rows == [("Arcadia",)]
    store.graph.remove_node("Q1")
    assert store.query(names).rows == [("Borduria",)]
    store.graph.nodes["Q2"]["name"] = "Aborduria"
    store.changed()
    assert store.query(names).rows == [("Aborduria",)]


def test_name_networkx_is_a_copy_of_the_embedded_graph(tmp_path: Path) -> None:
    """`open_store("networkx")` comes with what the home's graph holds."""
    with open_store("embedded", home=tmp_path) as embedded:
        load(make_ledger(), embedded)
        state = embedded.state()
    with open_store("networkx", home=tmp_path) as copy:
        assert copy.state() == state
        assert load(make_ledger(), copy).is_unchanged


def test_name_networkx_without_a_graph_is_empty(tmp_path: Path) -> None:
    """A home without a graph gives an empty one, to be loaded."""
    with open_store("networkx", home=tmp_path) as store:
        assert store.counts().labels == {}


@pytest.mark.parametrize("ending", ["json", "graphml", "gexf"])
def test_file_of_a_stranger_is_not_overwritten(tmp_path: Path, ending: str) -> None:
    """A graph file that no load wrote is refused and stays as it was."""
    path = tmp_path / f"mine.{ending}"
    stranger = NetworkXStore()
    stranger.graph.add_edge("a", "b", "k")
    stranger.save(path)
    before = path.read_bytes()
    with open_store(path, home=tmp_path) as store, pytest.raises(StoreError, match="not loaded from a ledger"):
        load(make_ledger(), store)
    assert path.read_bytes() == before
