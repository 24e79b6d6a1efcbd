"""Graph files: written and read back without loss, readable for NetworkX, the same bytes for the same graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_graph import HOSTILE_NAME, make_ledger

from kg.errors import StoreError
from kg.store.graph_data import GraphData
from kg.store.graph_files import FORMATS, read_graph, write_graph
from kg.store.networkx_store import NetworkXStore
from kg.sync import load

ENDINGS = sorted(FORMATS)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.one_of(TEXTS, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False))


@pytest.fixture
def store() -> NetworkXStore:
    store = NetworkXStore()
    load(make_ledger(), store)
    return store


def read_with_networkx(path: Path) -> Any:
    """Return the graph as a NetworkX user would read it."""
    if path.suffix == ".json":
        return nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
    if path.suffix == ".graphml":
        return nx.read_graphml(path, force_multigraph=True, edge_key_type=str)
    return nx.read_gexf(path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_networkx_reads_the_file(tmp_path: Path, store: NetworkXStore, ending: str) -> None:
    """NetworkX's own readers see every node, edge and value."""
    path = tmp_path / f"graph{ending}"
    store.save(path)
    graph = read_with_networkx(path)
    assert isinstance(graph, nx.MultiDiGraph)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (11, 16)
    assert graph.nodes["a6"]["name"] == HOSTILE_NAME
    edges = {data["sid"]: data for _, _, data in graph.edges(data=True) if "sid" in data}
    assert (edges["s1"]["score"], edges["s1"]["factual"], edges["s3"]["factual"]) == (4.0, True, False)
    assert (edges["s1"]["sentence_index"], edges["s7"]["rel_type"]) == (0, "ATTACKS")
    cues = edges["s3"]["cues"]
    assert (cues if ending == ".json" else json.loads(cues)) == ["denied"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_same_graph_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    """The order in which rows came in does not show in the file."""
    ledger = make_ledger()
    forward, backward = NetworkXStore(), NetworkXStore()
    load(ledger, forward)
    for rows in (ledger.actor_list, ledger.document_list, ledger.statement_list, ledger.mention_list):
        rows.reverse()
    load(ledger, backward)
    forward.save(tmp_path / f"a{ending}")
    backward.save(tmp_path / f"b{ending}")
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
@given(name=TEXTS, values=st.dictionaries(st.sampled_from(["a", "b", "c d", "é<&"]), VALUES), cues=st.lists(TEXTS))
def test_whatever_goes_in_comes_out(
    tmp_path_factory: pytest.TempPathFactory, ending: str, name: str, values: dict[str, Any], cues: list[str]
) -> None:
    """Every text, number, boolean and list survives writing and reading, with its type."""
    path = tmp_path_factory.mktemp("graphs") / f"graph{ending}"
    graph = GraphData(
        {"ledger": name},
        [("n1", {"label": "Actor", "name": name, "aliases": cues}), ("n2", {"label": "Actor", **values})],
        [("n1", "n2", "e1", {"rel_type": "SUPPORTS", "cues": cues, **values}), ("n1", "n2", "e2", {})],
    )
    write_graph(path, graph)
    read = read_graph(path)
    assert (read.attributes, read.nodes, read.edges) == (graph.attributes, graph.nodes, graph.edges)
    assert [type(value) for value in read.nodes[1][1].values()] == [type(v) for v in graph.nodes[1][1].values()]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "content", [b"", b"no graph", b"[]", b"{}", b"<a/>", b"\xff\xfe\x00", b'{"nodes": [1], "edges": []}']
)
def test_file_that_is_no_graph_is_an_error(tmp_path: Path, ending: str, content: bytes) -> None:
    """The file is named, in one line."""
    path = tmp_path / f"x{ending}"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=f"x{ending} is not a {ending} graph") as caught:
        read_graph(path)
    assert "\n" not in caught.value.message


def test_unknown_ending_is_an_error(tmp_path: Path) -> None:
    """The endings that there are, are named."""
    with pytest.raises(StoreError, match="no graph file") as caught:
        write_graph(tmp_path / "x.dot", GraphData())
    assert ".graphml" in str(caught.value.hint)


def test_file_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    """A folder in the way is an error in one line, and no draft stays behind."""
    (tmp_path / "x.json").mkdir()
    (tmp_path / "x.json" / "inside").touch()
    with pytest.raises(StoreError, match=r"x\.json cannot be written"):
        write_graph(tmp_path / "x.json", GraphData())
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_attribute_that_no_file_can_hold_is_an_error(tmp_path: Path, ending: str) -> None:
    """A value that somebody put on the live graph and that no format knows is named; no draft stays behind."""
    with pytest.raises(StoreError, match="cannot be written: "):
        write_graph(tmp_path / f"x{ending}", GraphData({}, [("n", {"place": 1 + 2j})]))
    assert list(tmp_path.iterdir()) == []


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    """`kg load --to out/graph.json` needs no mkdir before."""
    write_graph(tmp_path / "out" / "deep" / "graph.json", GraphData())
    assert read_graph(tmp_path / "out" / "deep" / "graph.json").nodes == []
