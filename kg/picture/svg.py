"""The drawing: SVG 1.1 of our own, without script, style sheets or anything from outside."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from kg.picture.evidence import Certainty
from kg.picture.graph import Graph, Line, Node
from kg.picture.labels import (
    LABEL_SIZE,
    LINE_HEIGHT,
    NAME_SIZE,
    Curve,
    LineLabel,
    Name,
    disc_box,
    place_line_labels,
    place_names,
    trace,
)
from kg.picture.layout import Box, Point, node_radius, place_actors
from kg.picture.legend import KIND_SHAPES, TONE_COLORS, draw_legend, draw_shape
from kg.picture.views import View
from kg.picture.words import clean, shorten
from kg.picture.xml import Markup, element

FONT = "Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif"
DASHES = {Certainty.ASSERTED: None, Certainty.REPORTED: "7 4", Certainty.DENIED: "1.5 4"}
HEADING_HEIGHT = 62.0
LEGEND_HEIGHT = 92.0
LEAST_WIDTH = 940.0
"""Room for the legend."""


def line_key(line: Line) -> str:
    """Return what the drawing and the page call a line."""
    return f"{line.source} {line.target} {'both' if line.symmetric else 'to'}"


def describe_line(line: Line, source: Node, target: Node) -> str:
    """Return a line in words: ends, evidence, tone, certainty, relations."""
    arrow = "and" if line.symmetric else "→"
    relations = ", ".join(
        ("denied " if denied else "") + name + (f" ×{count}" if count > 1 else "")
        for name, denied, count in line.relations
    )
    return (
        f"{clean(source.name)} {arrow} {clean(target.name)}: evidence {line.evidence},"
        f" {line.tone.value}, mostly {line.certainty.value}; {relations}"
    )


def describe_view(graph: Graph, view: View) -> str:
    """Return what is shown, what is hidden and what it was made from, in words."""
    words = f"{view.caption}; {graph.statements} statements from {graph.documents} documents"
    words += f", {graph.first_day} to {graph.last_day}" if graph.first_day else ""
    return words + (f"; {graph.undated} statements of undated documents left out" if graph.undated else "")


def draw_svg(graph: Graph, view: View, *, title: str, note: str = "", heading: bool = True) -> str:
    """Return the view as an SVG document.

    Args:
        graph: what the view was cut from; it gives the counts.
        view: what to draw.
        title: title of the drawing, also for screen readers.
        note: shown instead of lines where there are none.
        heading: write title and counts above the drawing; the page has them in its own words.
    """
    places = place_actors(view)
    nodes = {node.uid: node for node in view.nodes}
    discs = [disc_box(node, places[node.uid]) for node in view.nodes]
    curves = [trace(line, nodes[line.source], nodes[line.target], places) for line in view.lines]
    names = place_names(view.nodes, places, curves)
    labels = place_line_labels(view.lines, curves, discs + [name.box for name in names.values()])
    frame = _frame(view, discs + [name.box for name in names.values()], curves)
    top = frame.top - (HEADING_HEIGHT if heading else 0)
    size = (frame.right - frame.left, frame.bottom + LEGEND_HEIGHT - top)
    used_kinds = sorted({KIND_SHAPES[node.kind] for node in view.nodes})
    tones = Counter(line.tone for line in view.lines)
    summary = describe_view(graph, view)
    parts = [
        element("title", {"id": "picture-title"}, clean(title)),
        element("desc", {"id": "picture-desc"}, f"{summary}. " + _list_lines(view, nodes)),
        element("rect", {"x": frame.left, "y": top, "width": size[0], "height": size[1], "fill": "#ffffff"}),
    ]
    if heading:
        parts.append(_text(clean(title), frame.left + 24, top + 32, size=20, weight="bold", anchor="start"))
        parts.append(_text(summary, frame.left + 24, top + 53, size=12.5, color="#555555", anchor="start"))
    pairs = list(zip(view.lines, curves, strict=True))
    drawn = [_line(line, curve, describe_line(line, nodes[line.source], nodes[line.target])) for line, curve in pairs]
    parts.append(element("g", {"class": "lines", "fill": "none"}, *reversed(drawn)))
    written = [_label(label, line) for label, line in zip(labels, view.lines, strict=True) if label is not None]
    parts.append(element("g", {"class": "labels"}, *written))
    shapes = [_node(node, places[node.uid], names[node.uid], focus=node.uid == view.focus) for node in view.nodes]
    parts.append(element("g", {"class": "nodes"}, *shapes))
    if note:
        parts.append(_text(note, (frame.left + frame.right) / 2, frame.bottom - 30, size=14, color="#555555"))
    parts.append(draw_legend((frame.left + 24, frame.bottom + 22), tones, used_kinds))
    attributes: dict[str, str | float | None] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"{frame.left:g} {top:g} {size[0]:g} {size[1]:g}",
        "width": size[0],
        "height": size[1],
        "role": "img",
        "aria-labelledby": "picture-title picture-desc",
        "font-family": FONT,
    }
    return element("svg", attributes, *parts) + "\n"


def _frame(view: View, boxes: Sequence[Box], curves: Sequence[Curve]) -> Box:
    across = [box.left for box in boxes] + [box.right for box in boxes] + [curve.at(0.5)[0] for curve in curves]
    down = [box.top for box in boxes] + [box.bottom for box in boxes] + [curve.at(0.5)[1] for curve in curves]
    left, right = min(across, default=0.0) - 24, max(across, default=0.0) + 24
    middle = (left + right) / 2
    half = max((right - left) / 2, LEAST_WIDTH / 2)
    top, bottom = min(down, default=0.0) - 18, max(down, default=200.0) + 18 + (0 if view.lines else 60)
    return Box(math.floor(middle - half), math.floor(top), math.ceil(middle + half), math.ceil(bottom))


def _list_lines(view: View, nodes: dict[str, Node]) -> str:
    listed = [describe_line(line, nodes[line.source], nodes[line.target]) for line in view.lines[:12]]
    rest = len(view.lines) - len(listed)
    return ". ".join(listed) + (f". And {rest} more." if rest > 0 else ".")


def _line(line: Line, curve: Curve, words: str) -> Markup:
    color, width = TONE_COLORS[line.tone], min(1 + 1.3 * math.log2(line.evidence), 8.0)
    (x1, y1), (bx, by), (x2, y2) = curve.start, curve.bend, curve.end
    tip, base = (x2, y2), (x2, y2)
    head: list[Markup] = []
    if not line.symmetric:
        length = 7 + 1.6 * width
        base, corners = _arrow((bx, by), tip, length, half=2.6 + 0.75 * width)
        head = [element("polygon", {"points": " ".join(f"{x:g},{y:g}" for x, y in corners), "fill": color})]
    path = f"M{x1:g} {y1:g}Q{bx:g} {by:g} {base[0]:g} {base[1]:g}"
    stroke: dict[str, str | float | None] = {
        "d": path,
        "stroke": color,
        "stroke-width": round(width, 2),
        "stroke-dasharray": DASHES[line.certainty],
        "stroke-linecap": "round" if line.certainty is Certainty.DENIED else None,
    }
    hit = element("path", {"class": "hit", "d": path, "stroke": "#ffffff", "stroke-opacity": 0, "stroke-width": 14})
    return element(
        "g",
        {"class": "line", "data-line": line_key(line)},
        element("title", {}, words),
        hit,
        element("path", stroke),
        *head,
    )


def _arrow(origin: Point, tip: Point, length: float, *, half: float) -> tuple[Point, list[Point]]:
    distance = math.hypot(tip[0] - origin[0], tip[1] - origin[1]) or 1.0
    across, down = (tip[0] - origin[0]) / distance, (tip[1] - origin[1]) / distance
    base = (round(tip[0] - across * length, 1), round(tip[1] - down * length, 1))
    left = (round(base[0] - down * half, 1), round(base[1] + across * half, 1))
    right = (round(base[0] + down * half, 1), round(base[1] - across * half, 1))
    return base, [tip, left, right]


def _label(label: LineLabel, line: Line) -> Markup:
    color = TONE_COLORS[line.tone]
    words = _text(label.text, label.x, label.y, size=LABEL_SIZE, color=color, halo=True)
    return element("g", {"class": "label", "data-line": line_key(line)}, words)


def _node(node: Node, centre: Point, name: Name, *, focus: bool) -> Markup:
    words = f"{clean(node.name)} ({KIND_SHAPES[node.kind]}, evidence {node.evidence})"
    rows = [
        _text(row, name.x, name.y + LINE_HEIGHT * place, size=NAME_SIZE, weight="bold" if focus else None, halo=True)
        for place, row in enumerate(name.rows)
    ]
    shape = draw_shape(KIND_SHAPES[node.kind], centre, node_radius(node), strong=focus)
    return element("g", {"class": "node", "data-actor": node.uid}, element("title", {}, words), shape, *rows)


def _text(
    words: str,
    x: float,
    y: float,
    *,
    size: float,
    color: str = "#1f1f1f",
    weight: str | None = None,
    anchor: str = "middle",
    halo: bool = False,
) -> Markup:
    attributes: dict[str, str | float | None] = {
        "x": round(x, 1),
        "y": round(y, 1),
        "font-size": size,
        "text-anchor": anchor,
        "fill": color,
        "font-weight": weight,
    }
    if halo:
        attributes |= {"paint-order": "stroke", "stroke": "#ffffff", "stroke-width": 3, "stroke-linejoin": "round"}
    return element("text", attributes, shorten(words, 170))
