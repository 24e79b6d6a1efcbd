"""Where names and line labels go, so that they do not cover each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.picture.graph import Line, Node
from kg.picture.layout import Box, Point, node_radius
from kg.picture.words import clean, shorten, text_width, wrap

NAME_SIZE = 14.0
LINE_HEIGHT = 15.5
LABEL_SIZE = 11.0
COVER_COST = 10.0
"""What it costs a name to cover one square unit of a shape or name; crossing a piece of a line costs one."""

CORNER_COST = 0.5
NUMBER_FROM = 4
"""A line with this much evidence shows the number even where there is no room for its relation."""


@dataclass(frozen=True, slots=True)
class Name:
    """The name of an actor: its lines of text, centred at x, baselines from y downwards."""

    rows: tuple[str, ...]
    x: float
    y: float
    box: Box


@dataclass(frozen=True, slots=True)
class Curve:
    """A line on the drawing: quadratic curve from `start` by way of `bend` to `end`."""

    start: Point
    bend: Point
    end: Point

    def at(self, share: float) -> Point:
        """Return the point after this share (0 to 1) of the curve."""
        rest = 1 - share
        return (
            rest * rest * self.start[0] + 2 * rest * share * self.bend[0] + share * share * self.end[0],
            rest * rest * self.start[1] + 2 * rest * share * self.bend[1] + share * share * self.end[1],
        )


@dataclass(frozen=True, slots=True)
class LineLabel:
    """Words on a line, centred at x, baseline y."""

    text: str
    x: float
    y: float
    box: Box


def disc_box(node: Node, centre: Point) -> Box:
    """Return the square around an actor's shape."""
    radius = node_radius(node)
    return Box(centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)


def place_names(nodes: Sequence[Node], places: Mapping[str, Point], curves: Sequence[Curve]) -> dict[str, Name]:
    """Return uid to name, each beside its shape where it covers least of shapes, names and lines."""
    points = [curve.at(step / 24) for curve in curves for step in range(25)]
    discs = {node.uid: disc_box(node, places[node.uid]) for node in nodes}
    names: dict[str, Name] = {}
    for node in sorted(nodes, key=lambda node: (-node.evidence, node.uid)):
        taken = [box for uid, box in discs.items() if uid != node.uid] + [name.box for name in names.values()]
        candidates = _name_candidates(node, places[node.uid])
        costs = [_cost(name.box, taken, points) + CORNER_COST * (place > 1) for place, name in enumerate(candidates)]
        names[node.uid] = candidates[costs.index(min(costs))]
    return names


def _cost(box: Box, taken: Sequence[Box], points: Sequence[Point]) -> float:
    crossed = sum(box.left < x < box.right and box.top < y < box.bottom for x, y in points)
    return COVER_COST * sum(box.overlap(other) for other in taken) + crossed


def _name_candidates(node: Node, centre: Point) -> list[Name]:
    rows = wrap(clean(node.name) or "?", 18)
    wide = max(text_width(row, NAME_SIZE) for row in rows)
    high = LINE_HEIGHT * len(rows)
    gap = node_radius(node) + 3
    x, y = centre
    corners = [(x - wide / 2, y + gap), (x - wide / 2, y - gap - high)]
    corners += [(x + gap, y - high / 2), (x - gap - wide, y - high / 2)]
    corners += [(x - wide * share, top) for share in (0.2, 0.8) for top in (y + gap, y - gap - high)]
    for drop in (0.6, -0.6):
        corners += [(x + gap * 0.8, y + drop * high - high / 2), (x - gap * 0.8 - wide, y + drop * high - high / 2)]
    return [
        Name(
            rows,
            round(left + wide / 2, 1),
            round(top + NAME_SIZE * 0.88, 1),
            Box(left, top, left + wide, top + high),
        )
        for left, top in corners
    ]


def trace(line: Line, source: Node, target: Node, places: Mapping[str, Point]) -> Curve:
    """Return the curve of a line, from the rim of one shape to the rim of the other; directions bend apart."""
    (x1, y1), (x2, y2) = places[line.source], places[line.target]
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    across, down = (x2 - x1) / length, (y2 - y1) / length
    bend = 0.0 if line.symmetric else min(max(0.13 * length, 16.0), 46.0)
    middle = ((x1 + x2) / 2 - down * bend, (y1 + y2) / 2 + across * bend)
    start = _towards((x1, y1), middle, node_radius(source) + 2)
    end = _towards((x2, y2), middle, node_radius(target) + (2 if line.symmetric else 4))
    return Curve(start, (round(middle[0], 1), round(middle[1], 1)), end)


def _towards(origin: Point, aim: Point, distance: float) -> Point:
    length = math.hypot(aim[0] - origin[0], aim[1] - origin[1]) or 1.0
    share = distance / length
    return (round(origin[0] + (aim[0] - origin[0]) * share, 1), round(origin[1] + (aim[1] - origin[1]) * share, 1))


def place_line_labels(lines: Sequence[Line], curves: Sequence[Curve], taken: Sequence[Box]) -> list[LineLabel | None]:
    """Return for each line the relation it shows most often, or its number alone, or None where there is no room.

    Args:
        lines, curves: in parallel, strongest first.
        taken: the boxes of shapes and names.
    """
    used = list(taken)
    labels: list[LineLabel | None] = []
    for line, curve in zip(lines, curves, strict=True):
        label = _first_free(line, curve, used)
        if label is not None:
            used.append(label.box)
        labels.append(label)
    return labels


def _first_free(line: Line, curve: Curve, used: Sequence[Box]) -> LineLabel | None:
    number = f"×{line.evidence}"
    name, denied, _ = line.relations[0]
    relation = ("denied: " if denied else "") + shorten(name.replace("_", " ").lower(), 22)
    words = [f"{relation} {number}", number] if line.evidence >= NUMBER_FROM else [relation]
    for text in words:
        wide = text_width(text, LABEL_SIZE)
        for share in (0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72):
            x, y = curve.at(share)
            box = Box(x - wide / 2, y - LABEL_SIZE * 0.6, x + wide / 2, y + LABEL_SIZE * 0.6)
            if not any(box.overlap(other) for other in used):
                return LineLabel(text, round(x, 1), round(y + LABEL_SIZE * 0.35, 1), box)
    return None
