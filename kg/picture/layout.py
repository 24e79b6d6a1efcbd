"""Places of actors on the drawing: the same view always gives the same places."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.picture.graph import Line, Node
from kg.picture.views import View

Point = tuple[float, float]

WIDTH = 1200.0
HEIGHT = 860.0
INNER_RING = (300.0, 190.0)
OUTER_RING = (490.0, 345.0)
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """Return the area that both share."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0

    @property
    def area(self) -> float:
        """Width times height."""
        return (self.right - self.left) * (self.bottom - self.top)


def node_radius(node: Node) -> float:
    """Return half the diameter 14 + 5 log2(1 + n), which is at most 52."""
    return min(14 + 5 * math.log2(1 + node.evidence), 52) / 2


def place_actors(view: View) -> dict[str, Point]:
    """Return uid to centre, rounded to a tenth."""
    places = _rings(view) if view.focus is not None else _spread(view)
    return {uid: (round(x, 1), round(y, 1)) for uid, (x, y) in places.items()}


def _rings(view: View) -> dict[str, Point]:
    """Neighbours in order of net tone from left to right, by turns above and below, by turns on two rings."""
    centre = (WIDTH / 2, HEIGHT / 2)
    places = {uid: centre for uid, hop in view.hops.items() if hop == 0}
    ring = [uid for uid, hop in view.hops.items() if hop == 1]
    further = [uid for uid, hop in view.hops.items() if hop > 1]
    rings = _ring_sizes(len(ring))
    for half, sign in ((ring[0::2], -1), (ring[1::2], 1)):
        for place, uid in enumerate(half):
            angle = math.pi * (1 - (place + 0.5) / len(half))
            across, down = rings[(place + (sign > 0)) % len(rings)]
            places[uid] = (centre[0] + across * math.cos(angle), centre[1] + sign * down * math.sin(angle))
    if further:
        _add_further(places, further, centre, squeeze=0.72)
    return places


def _ring_sizes(count: int) -> tuple[Point, ...]:
    if count <= 6:
        return ((290.0, 190.0),)
    return ((380.0, 250.0),) if count <= 10 else (OUTER_RING, INNER_RING)


def _add_further(places: dict[str, Point], further: Sequence[str], centre: Point, *, squeeze: float) -> None:
    for uid, (x, y) in places.items():
        places[uid] = (centre[0] + (x - centre[0]) * squeeze, centre[1] + (y - centre[1]) * squeeze)
    for place, uid in enumerate(further):
        angle = math.pi * (1 - 2 * (place + 0.5) / len(further))
        places[uid] = (centre[0] + 540 * math.cos(angle), centre[1] - 390 * math.sin(angle))


def _spread(view: View) -> dict[str, Point]:
    """The backbone: each connected part by forces, then the parts side by side, the largest first."""
    parts = _connected_parts(view.nodes, view.lines)
    places: dict[str, Point] = {}
    laid = [_by_forces(part, view.lines) for part in parts]
    x = y = row_height = 0.0
    sizes = [_size(part) for part in laid]
    area = sum(width * height for width, height in sizes)
    total_width = max([min(math.sqrt(1.5 * area), WIDTH), *(width for width, _ in sizes)])
    for part in laid:
        width, height = _size(part)
        if x and x + width > total_width:
            x, y, row_height = 0.0, y + row_height, 0.0
        left, top = min(p[0] for p in part.values()), min(p[1] for p in part.values())
        for uid, (px, py) in part.items():
            places[uid] = (x + px - left + _MARGIN / 2, y + py - top + _MARGIN / 2)
        x, row_height = x + width, max(row_height, height)
    return places


_MARGIN = 130.0


def _size(part: Mapping[str, Point]) -> tuple[float, float]:
    across = [x for x, _ in part.values()]
    down = [y for _, y in part.values()]
    return max(across) - min(across) + _MARGIN, max(down) - min(down) + _MARGIN


def _connected_parts(nodes: Sequence[Node], lines: Iterable[Line]) -> list[list[str]]:
    beside: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        beside[line.source].add(line.target)
        beside[line.target].add(line.source)
    seen: set[str] = set()
    parts = []
    for node in nodes:
        if node.uid in seen:
            continue
        part, queue = [], [node.uid]
        seen.add(node.uid)
        while queue:
            uid = queue.pop(0)
            part.append(uid)
            fresh = sorted(beside[uid] - seen)
            seen.update(fresh)
            queue += fresh
        parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _by_forces(uids: Sequence[str], lines: Iterable[Line], *, rounds: int = 260) -> dict[str, Point]:
    """Fruchterman and Reingold's forces from a fixed spiral, in a wide frame, then names moved apart."""
    index = {uid: number for number, uid in enumerate(uids)}
    pairs = sorted({tuple(sorted((index[n.source], index[n.target]))) for n in lines if n.source in index})
    ideal = 100.0
    xs = [ideal * 0.8 * math.sqrt(k) * math.cos(k * _GOLDEN_ANGLE) for k in range(len(uids))]
    ys = [ideal * 0.8 * math.sqrt(k) * math.sin(k * _GOLDEN_ANGLE) for k in range(len(uids))]
    for turn in range(rounds):
        pulls_x, pulls_y = [0.0] * len(uids), [0.0] * len(uids)
        for i in range(len(uids)):
            for j in range(i):
                dx, dy = xs[i] - xs[j], ys[i] - ys[j]
                square = max(dx * dx + dy * dy, 1.0)
                push = ideal * ideal / square
                pulls_x[i] += dx * push
                pulls_y[i] += dy * push
                pulls_x[j] -= dx * push
                pulls_y[j] -= dy * push
        for i, j in pairs:
            dx, dy = xs[i] - xs[j], ys[i] - ys[j]
            pull = math.hypot(dx, dy) / ideal
            pulls_x[i] -= dx * pull
            pulls_y[i] -= dy * pull
            pulls_x[j] += dx * pull
            pulls_y[j] += dy * pull
        heat = ideal * (1 - turn / rounds)
        for i in range(len(uids)):
            pulls_x[i] -= xs[i] * 0.12
            pulls_y[i] -= ys[i] * 0.30
            strength = math.hypot(pulls_x[i], pulls_y[i]) or 1.0
            step = min(strength, heat) / strength
            xs[i] += pulls_x[i] * step
            ys[i] += pulls_y[i] * step
    if max(ys) - min(ys) > max(xs) - min(xs):
        xs, ys = ys, xs
    wide = 60 + 130 * math.sqrt(len(uids))
    xs, ys = _squeeze(xs, wide), _squeeze(ys, 0.7 * wide)
    _move_apart(xs, ys)
    return {uid: (xs[i], ys[i]) for uid, i in index.items()}


def _squeeze(values: list[float], most: float) -> list[float]:
    share = most / max(max(values) - min(values), most)
    return [value * share for value in values]


def _move_apart(xs: list[float], ys: list[float], *, across: float = 128.0, down: float = 66.0) -> None:
    for _ in range(60):
        moved = False
        for i in range(len(xs)):
            for j in range(i):
                dx, dy = xs[i] - xs[j], ys[i] - ys[j]
                lack_x, lack_y = across - abs(dx), down - abs(dy)
                if lack_x <= 0 or lack_y <= 0:
                    continue
                moved = True
                if lack_x / across < lack_y / down:
                    shift = math.copysign(lack_x / 2 + 0.5, dx or 1.0)
                    xs[i] += shift
                    xs[j] -= shift
                else:
                    shift = math.copysign(lack_y / 2 + 0.5, dy or 1.0)
                    ys[i] += shift
                    ys[j] -= shift
        if not moved:
            return
