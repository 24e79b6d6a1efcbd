"""Cut a readable part out of the graph: one actor and its strongest neighbours, or the backbone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.picture.graph import Graph, Line, Node, order_lines

LINKS_AMONG_NEIGHBOURS = 14
LINKS_PER_ACTOR = 3
READABLE_ACTORS = 40


@dataclass(frozen=True, slots=True)
class View:
    """What one drawing shows, and what it leaves out.

    Attributes:
        focus: uid of the actor in the middle; None for the backbone.
        nodes: the actors, the focus first; neighbours in order of net tone, hostile first; further ones after them.
        hops: uid to its distance from the focus; 0 for all in the backbone.
        lines: the lines, strongest first.
        candidates: how many neighbours, or actors, there are in all.
        shown: how many of those are drawn.
    """

    focus: str | None
    nodes: tuple[Node, ...]
    hops: Mapping[str, int]
    lines: tuple[Line, ...]
    candidates: int
    shown: int

    @property
    def caption(self) -> str:
        """What is shown and what is hidden, in words: "24 of 98 neighbours, 74 hidden"."""
        noun = "actors" if self.focus is None else "neighbours"
        hidden = self.candidates - self.shown
        further = sum(hop > 1 for hop in self.hops.values())
        words = f"{self.shown} of {self.candidates} {noun}" + (f", {hidden} hidden" if hidden else "")
        return words + (f", and {further} more further off" if further else "")


def view_actor(graph: Graph, focus: str, *, top: int, depth: int = 1) -> View:
    """Return the view of one actor, `top` neighbours by evidence, and at most 14 lines among them.

    A `depth` of 2 or 3 adds neighbours of the drawn ones, strongest first, up to 40 actors in all.
    """
    beside = _by_neighbour(graph.lines, focus)
    strongest = sorted(beside, key=lambda uid: (-sum(line.evidence for line in beside[uid]), uid))[:top]
    ring = sorted(strongest, key=lambda uid: (_net_tone(beside[uid]), uid))
    hops = {focus: 0, **dict.fromkeys(ring, 1)}
    lines = [line for uid in ring for line in beside[uid]]
    neighbours = set(ring)
    lines += [line for line in graph.lines if line.ends <= neighbours][:LINKS_AMONG_NEIGHBOURS]
    for hop in range(2, depth + 1):
        lines += _add_hop(graph, hops, hop)
    nodes = tuple(graph.nodes[uid] for uid in hops)
    return View(focus, nodes, hops, order_lines(lines), candidates=len(beside), shown=len(ring))


def view_backbone(graph: Graph, *, top: int) -> View:
    """Return the `top` actors by evidence, each with its three strongest lines to others of them.

    Actors without a line to another strong actor are left out, and counted as hidden.
    """
    strongest = sorted(graph.nodes.values(), key=lambda node: (-node.evidence, node.uid))[:top]
    among = {node.uid for node in strongest}
    taken: dict[str, int] = defaultdict(int)
    lines = []
    for line in graph.lines:
        if line.ends <= among and min(taken[line.source], taken[line.target]) < LINKS_PER_ACTOR:
            lines.append(line)
            taken[line.source] += 1
            taken[line.target] += 1
    nodes = tuple(node for node in strongest if node.uid in taken)
    hops = {node.uid: 0 for node in nodes}
    return View(None, nodes, hops, tuple(lines), candidates=len(graph.nodes), shown=len(nodes))


def _by_neighbour(lines: Iterable[Line], focus: str) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if focus in line.ends:
            found[line.other(focus)].append(line)
    return found


def _net_tone(lines: Sequence[Line]) -> float:
    return sum(line.score * line.evidence for line in lines) / sum(line.evidence for line in lines)


def _add_hop(graph: Graph, hops: dict[str, int], hop: int) -> list[Line]:
    room = READABLE_ACTORS - len(hops)
    edge = {uid for uid, distance in hops.items() if distance == hop - 1}
    found: dict[str, list[Line]] = defaultdict(list)
    for line in graph.lines:
        inside = line.ends & edge
        outside = [uid for uid in sorted(line.ends) if uid not in hops]
        if len(inside) == 1 and outside:
            found[outside[0]].append(line)
    strongest = sorted(found, key=lambda uid: (-sum(line.evidence for line in found[uid]), uid))[: max(room, 0)]
    order = {uid: place for place, uid in enumerate(hops)}
    for uid in sorted(strongest, key=lambda uid: (order[found[uid][0].other(uid)], uid)):
        hops[uid] = hop
    return [line for uid in strongest for line in found[uid]]
