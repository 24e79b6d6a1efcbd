"""Graph files that other programs read: node-link JSON (NetworkX, D3), GraphML and GEXF (Gephi, yEd, Cytoscape).

Written and read back without loss, the same bytes for the same graph.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from kg.errors import StoreError
from kg.store.graph_data import Attributes, Edge, GraphData, Node
from kg.store.graph_xml import gexf_lines, graphml_lines, json_text, read_gexf, read_graphml


def write_graph(path: Path, graph: GraphData) -> None:
    """Write a graph in the format of the file's suffix, whole or not at all.

    Raises:
        StoreError: the suffix is none of `.json`, `.graphml`, `.gexf`, or the file cannot be written.
    """
    write, _ = _format(path)
    ordered = GraphData(graph.attributes, sorted(graph.nodes, key=_node_key), sorted(graph.edges, key=_edge_key))
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(f"{line}\n" for line in write(ordered))
        draft.replace(path)
    except TypeError as error:
        draft.unlink(missing_ok=True)
        raise StoreError(
            f"{path} cannot be written: {error}", hint="attributes are texts, numbers, booleans or lists of these"
        ) from error
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written: {error.strerror}", hint="check free space and rights") from error


def read_graph(path: Path) -> GraphData:
    """Return the graph of a file in the format of its suffix.

    Raises:
        StoreError: the suffix is unknown, the file cannot be read or is not of that format.
    """
    _, read = _format(path)
    try:
        return read(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, ParseError) as error:
        raise StoreError(
            f"{path} is not a {path.suffix.lower()} graph: {error}", hint="name another file, or delete this one"
        ) from error


def _format(path: Path) -> tuple[Callable[[GraphData], Iterator[str]], Callable[[Path], GraphData]]:
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise StoreError(
            f"{path} is no graph file", hint=f"the endings of graph files are {', '.join(FORMATS)}"
        ) from None


def _node_key(node: Node) -> tuple[str, str]:
    return str(node[1].get("label", "")), node[0]


def _edge_key(edge: Edge) -> tuple[str, str, str]:
    return edge[0], edge[1], edge[2]


def _json_lines(graph: GraphData) -> Iterator[str]:
    yield f'{{"directed": true, "multigraph": true, "graph": {json_text(graph.attributes)},'
    yield '"nodes": ['
    yield from _with_commas({"id": key, **attributes} for key, attributes in graph.nodes)
    yield '], "edges": ['
    yield from _with_commas(
        {"source": source, "target": target, "key": key, **attributes}
        for source, target, key, attributes in graph.edges
    )
    yield "]}"


def _with_commas(rows: Iterable[Attributes]) -> Iterator[str]:
    line = None
    for row in rows:
        if line is not None:
            yield f"{line},"
        line = json_text(row)
    if line is not None:
        yield line


def _read_json(path: Path) -> GraphData:
    data = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or not {"nodes", "edges"} <= data.keys():
        raise ValueError('no "nodes" and "edges"')
    return GraphData(
        dict(data.get("graph", {})),
        [(node["id"], _without(node, "id")) for node in data["nodes"]],
        [
            (edge["source"], edge["target"], edge["key"], _without(edge, "source", "target", "key"))
            for edge in data["edges"]
        ],
    )


def _without(row: Mapping[str, Any], *names: str) -> Attributes:
    return {name: value for name, value in row.items() if name not in names}


FORMATS: Mapping[str, tuple[Callable[[GraphData], Iterator[str]], Callable[[Path], GraphData]]] = {
    ".json": (_json_lines, _read_json),
    ".graphml": (graphml_lines, read_graphml),
    ".gexf": (gexf_lines, read_gexf),
}
