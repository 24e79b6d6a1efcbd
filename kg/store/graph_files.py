"""Graph files that other programs read: node-link JSON (NetworkX, D3), GraphML and GEXF (Gephi, yEd, Cytoscape).

Written and read back without loss, the same bytes for the same graph. XML knows no lists and no control characters:
lists stand there as JSON text, a control character as `\\x{7}`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from kg.errors import StoreError
from kg.graph import LIST_PROPERTIES

Attributes = dict[str, Any]
Node = tuple[str, Attributes]
Edge = tuple[str, str, str, Attributes]
Row = tuple[str | None, Attributes]

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://www.gexf.net/1.2draft"
NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPED = re.compile(r"\\x\{([0-9a-f]+)\}")
TYPE_NAMES = {bool: "boolean", int: "long", float: "double", str: "string", list: "string"}


@dataclass(slots=True)
class GraphData:
    """A directed multigraph as plain rows.

    Attributes:
        attributes: of the graph itself.
        nodes: key and attributes.
        edges: source key, target key, edge key, attributes.
    """

    attributes: Attributes = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)


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
    except (ValueError, KeyError, TypeError, ElementTree.ParseError) as error:
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
    yield f'{{"directed": true, "multigraph": true, "graph": {_json(graph.attributes)},'
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
        line = _json(row)
    if line is not None:
        yield line


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


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


Fields = dict[tuple[str, str], str]


def _fields(rows: Iterable[Attributes], prefix: str) -> Fields:
    """Return (name, type) of every attribute to the short id that the XML formats name it by."""
    found = {(name, TYPE_NAMES[type(value)]) for attributes in rows for name, value in attributes.items()}
    return {known: f"{prefix}{number}" for number, known in enumerate(sorted(found))}


def _graphml_lines(graph: GraphData) -> Iterator[str]:
    parts = {
        "graph": _fields([graph.attributes], "g"),
        "node": _fields((attributes for _, attributes in graph.nodes), "n"),
        "edge": _fields((attributes for *_, attributes in graph.edges), "e"),
    }
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{GRAPHML}">'
    for part, fields in parts.items():
        for (name, kind), number in fields.items():
            yield f'<key id="{number}" for="{part}" attr.name={quoteattr(name)} attr.type="{kind}"/>'
    yield '<graph edgedefault="directed">'
    yield from _graphml_data(graph.attributes, parts["graph"])
    for key, attributes in graph.nodes:
        yield f"<node id={quoteattr(key)}>"
        yield from _graphml_data(attributes, parts["node"])
        yield "</node>"
    for source, target, key, attributes in graph.edges:
        yield f"<edge id={quoteattr(key)} source={quoteattr(source)} target={quoteattr(target)}>"
        yield from _graphml_data(attributes, parts["edge"])
        yield "</edge>"
    yield "</graph>"
    yield "</graphml>"


def _graphml_data(attributes: Attributes, fields: Fields) -> Iterator[str]:
    for name, value in attributes.items():
        yield f'<data key="{fields[name, TYPE_NAMES[type(value)]]}">{escape(_xml_text(value))}</data>'


def _read_graphml(path: Path) -> GraphData:
    root = ElementTree.parse(path).getroot()
    names = {"g": f"{{{GRAPHML}}}"}
    kinds = {key.get("id"): (key.attrib["attr.name"], key.attrib["attr.type"]) for key in root.iter(f"{names['g']}key")}
    graph = root.find(f"{names['g']}graph")
    if graph is None:
        raise ValueError("no graph in it")

    def attributes(element: ElementTree.Element) -> Attributes:
        found = ((kinds[data.get("key")], data.text or "") for data in element.iterfind(f"{names['g']}data"))
        return {name: _xml_value(name, kind, text) for (name, kind), text in found}

    return GraphData(
        attributes(graph),
        [(node.attrib["id"], attributes(node)) for node in graph.iterfind(f"{names['g']}node")],
        [
            (edge.attrib["source"], edge.attrib["target"], edge.attrib["id"], attributes(edge))
            for edge in graph.iterfind(f"{names['g']}edge")
        ],
    )


def _gexf_lines(graph: GraphData) -> Iterator[str]:
    parts = {
        "node": _fields((attributes for _, attributes in graph.nodes), "n"),
        "edge": _fields((attributes for *_, attributes in graph.edges), "e"),
    }
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<gexf xmlns="{GEXF}" version="1.2">'
    yield f"<meta><creator>actorkg</creator><description>{escape(_json(graph.attributes))}</description></meta>"
    yield '<graph defaultedgetype="directed" mode="static">'
    for part, fields in parts.items():
        yield f'<attributes class="{part}" mode="static">'
        for (name, kind), number in fields.items():
            yield f'<attribute id="{number}" title={quoteattr(name)} type="{kind}"/>'
        yield "</attributes>"
    yield "<nodes>"
    for key, attributes in graph.nodes:
        label = _xml_text(attributes.get("name", key))
        yield f"<node id={quoteattr(key)} label={quoteattr(label)}>"
        yield from _gexf_data(attributes, parts["node"])
        yield "</node>"
    yield "</nodes>"
    yield "<edges>"
    for source, target, key, attributes in graph.edges:
        label = _xml_text(attributes.get("rel_type", ""))
        ends = f"source={quoteattr(source)} target={quoteattr(target)}"
        yield f"<edge id={quoteattr(key)} {ends} label={quoteattr(label)}>"
        yield from _gexf_data(attributes, parts["edge"])
        yield "</edge>"
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def _gexf_data(attributes: Attributes, fields: Fields) -> Iterator[str]:
    yield "<attvalues>"
    for name, value in attributes.items():
        number = fields[name, TYPE_NAMES[type(value)]]
        yield f'<attvalue for="{number}" value={quoteattr(_xml_text(value))}/>'
    yield "</attvalues>"


def _read_gexf(path: Path) -> GraphData:
    tag = f"{{{GEXF}}}"
    root = ElementTree.parse(path).getroot()
    kinds = {item.get("id"): (item.attrib["title"], item.attrib["type"]) for item in root.iter(f"{tag}attribute")}

    def attributes(element: ElementTree.Element) -> Attributes:
        found = ((kinds[item.get("for")], item.attrib["value"]) for item in element.iter(f"{tag}attvalue"))
        return {name: _xml_value(name, kind, text) for (name, kind), text in found}

    description = root.findtext(f"{tag}meta/{tag}description")
    return GraphData(
        json.loads(description) if description else {},
        [(node.attrib["id"], attributes(node)) for node in root.iter(f"{tag}node")],
        [
            (edge.attrib["source"], edge.attrib["target"], edge.attrib["id"], attributes(edge))
            for edge in root.iter(f"{tag}edge")
        ],
    )


def _xml_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = _json(value) if isinstance(value, list) else str(value)
    text = text.replace("\\x{", "\\x{5c}x{")
    return NOT_IN_XML.sub(lambda match: f"\\x{{{ord(match.group()):x}}}", text)


def _xml_value(name: str, kind: str, text: str) -> Any:
    if kind == "boolean":
        return text == "true"
    if kind in ("int", "integer", "long"):
        return int(text)
    if kind in ("float", "double"):
        return float(text)
    text = ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
    return json.loads(text) if name in LIST_PROPERTIES else text


FORMATS: Mapping[str, tuple[Callable[[GraphData], Iterator[str]], Callable[[Path], GraphData]]] = {
    ".json": (_json_lines, _read_json),
    ".graphml": (_graphml_lines, _read_graphml),
    ".gexf": (_gexf_lines, _read_gexf),
}
