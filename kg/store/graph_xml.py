"""GraphML and GEXF: graphs as XML for Gephi, yEd, Cytoscape and NetworkX.

XML knows no lists and no control characters: lists stand there as JSON text, a control character as `\\x{7}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, iterparse
from xml.sax.saxutils import escape, quoteattr

from kg.graph import LIST_PROPERTIES
from kg.store.graph_data import Attributes, Edge, GraphData, Node

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://www.gexf.net/1.2draft"
NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPED = re.compile(r"\\x\{([0-9a-f]+)\}")
TYPE_NAMES = {bool: "boolean", int: "long", float: "double", str: "string", list: "string"}

Fields = dict[tuple[str, str], str]
Kinds = dict[str, tuple[str, str]]


def _fields(rows: Iterable[Attributes], prefix: str) -> Fields:
    """Return (name, type) of every attribute to the short id that the XML formats name it by."""
    found = {(name, _type_name(name, value)) for attributes in rows for name, value in attributes.items()}
    return {known: f"{prefix}{number}" for number, known in enumerate(sorted(found))}


def _type_name(name: str, value: Any) -> str:
    try:
        return TYPE_NAMES[type(value)]
    except KeyError:
        raise TypeError(f"the attribute {name} holds a {type(value).__name__}") from None


def graphml_lines(graph: GraphData) -> Iterator[str]:
    """Yield the lines of a GraphML file."""
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


def read_graphml(path: Path) -> GraphData:
    """Return the graph of a GraphML file."""
    graph: GraphData | None = None
    nodes: list[Node] = []
    edges: list[Edge] = []
    kinds: Kinds = {}
    for name, element in _elements(path, GRAPHML):
        if name == "key":
            kinds[element.attrib["id"]] = (element.attrib["attr.name"], element.attrib["attr.type"])
        elif name == "node":
            nodes.append((element.attrib["id"], _graphml_attributes(element, kinds)))
            element.clear()
        elif name == "edge":
            ends = (element.attrib["source"], element.attrib["target"])
            edges.append((*ends, element.attrib["id"], _graphml_attributes(element, kinds)))
            element.clear()
        elif name == "graph":
            graph = GraphData(_graphml_attributes(element, kinds), nodes, edges)
    return _found(graph)


def _graphml_attributes(element: Element, kinds: Kinds) -> Attributes:
    found = ((kinds[data.attrib["key"]], data.text or "") for data in element.iterfind(f"{{{GRAPHML}}}data"))
    return {name: _xml_value(name, kind, text) for (name, kind), text in found}


def gexf_lines(graph: GraphData) -> Iterator[str]:
    """Yield the lines of a GEXF file; attributes of the graph stand in its description."""
    parts = {
        "node": _fields((attributes for _, attributes in graph.nodes), "n"),
        "edge": _fields((attributes for *_, attributes in graph.edges), "e"),
    }
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<gexf xmlns="{GEXF}" version="1.2">'
    yield f"<meta><creator>actorkg</creator><description>{escape(json_text(graph.attributes))}</description></meta>"
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


def read_gexf(path: Path) -> GraphData:
    """Return the graph of a GEXF file that `gexf_lines` wrote."""
    graph: GraphData | None = None
    described: Attributes = {}
    nodes: list[Node] = []
    edges: list[Edge] = []
    kinds: Kinds = {}
    for name, element in _elements(path, GEXF):
        if name == "attribute":
            kinds[element.attrib["id"]] = (element.attrib["title"], element.attrib["type"])
        elif name == "description":
            described = json.loads(element.text or "{}")
        elif name == "node":
            nodes.append((element.attrib["id"], _gexf_attributes(element, kinds)))
            element.clear()
        elif name == "edge":
            ends = (element.attrib["source"], element.attrib["target"])
            edges.append((*ends, element.attrib["id"], _gexf_attributes(element, kinds)))
            element.clear()
        elif name == "graph":
            graph = GraphData(described, nodes, edges)
    return _found(graph)


def _gexf_attributes(element: Element, kinds: Kinds) -> Attributes:
    found = ((kinds[item.attrib["for"]], item.attrib["value"]) for item in element.iter(f"{{{GEXF}}}attvalue"))
    return {name: _xml_value(name, kind, text) for (name, kind), text in found}


def _elements(path: Path, namespace: str) -> Iterator[tuple[str, Element]]:
    """Yield name and element of everything in a namespace at its end; whoever is done with one clears it."""
    with path.open("rb") as file:
        for _, element in iterparse(file):
            if element.tag.startswith(f"{{{namespace}}}"):
                yield element.tag.rpartition("}")[2], element


def _found(graph: GraphData | None) -> GraphData:
    if graph is None:
        raise ValueError("no graph in it")
    return graph


def _xml_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):  # JSON has an escape of its own, which other programs know
        return NOT_IN_XML.sub(lambda match: f"\\u{ord(match.group()):04x}", json_text(value))
    text = str(value).replace("\\x{", "\\x{5c}x{")
    return NOT_IN_XML.sub(lambda match: f"\\x{{{ord(match.group()):x}}}", text)


def _xml_value(name: str, kind: str, text: str) -> Any:
    if kind == "boolean":
        return text == "true"
    if kind in ("int", "integer", "long"):
        return int(text)
    if kind in ("float", "double"):
        return float(text)
    if name in LIST_PROPERTIES:
        return json.loads(text)
    return ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)


def json_text(value: Any) -> str:
    """Return a value as JSON, other scripts as they are."""
    return json.dumps(value, ensure_ascii=False)
