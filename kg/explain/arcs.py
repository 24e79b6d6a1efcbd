"""A parse as a drawing: the words in a row, an arc from each head to its dependents. SVG without script or fonts."""

from __future__ import annotations

from kg.picture.words import clean, text_width
from kg.picture.xml import Markup, element
from kg.tree import Tree

SIZE, SMALL, GAP, STEP, LEAST = 14.0, 10.5, 14.0, 17.0, 34.0
TALLEST = 14
"""Arcs over more levels than this are drawn at one height: a list of 200 words is no tower."""


def draw_tree(tree: Tree) -> Markup:
    """Return the tree as an SVG element, as wide as its words need; names in colour, roots with an arrow from above."""
    centres, width = _places(tree)
    levels = _levels(tree)
    top = STEP * max(levels.values(), default=1) + 30
    shapes: list[Markup] = []
    for token in tree:
        shapes.append(_word(token.text, centres[token.i], top + 18, name=token.entity_type))
        shapes.append(_small(token.pos or token.tag, centres[token.i], top + 33, "pos"))
        if token.head == token.i:
            shapes.append(_arrow(centres[token.i], 8, top))
            shapes.append(_small("root", centres[token.i] + 15, 16, "dep"))
        else:
            shapes.extend(_arc(centres[token.head], centres[token.i], top, levels[token.i], token.dep))
    size = (width, top + 42)
    title = element("title", {}, f"Parse of: {clean(tree.sentence.text)}")
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {size[0]:g} {size[1]:g}",
            "width": size[0],
            "height": size[1],
            "role": "img",
            "class": "tree",
        },
        title,
        *shapes,
    )


def _places(tree: Tree) -> tuple[list[float], float]:
    """The middle of each word from left to right, and the width of all."""
    centres, x = [], GAP
    for token in tree:
        wide = max(text_width(clean(token.text), SIZE), text_width(token.pos or token.tag, SMALL), LEAST)
        centres.append(x + wide / 2)
        x += wide + GAP
    return centres, x


def _levels(tree: Tree) -> dict[int, int]:
    """The height of each arc: one more than the highest under it, so that arcs do not cross without need."""
    arcs = sorted((t for t in tree if t.head != t.i), key=lambda t: abs(t.head - t.i))
    levels: dict[int, int] = {}
    highest = [0] * len(tree.tokens)
    for token in arcs:
        left, right = sorted((token.i, token.head))
        level = min(1 + max(highest[left:right], default=0), TALLEST)
        for place in range(left, right):
            highest[place] = max(highest[place], level)
        levels[token.i] = level
    return levels


def _arc(head: float, end: float, top: float, level: int, label: str) -> tuple[Markup, Markup, Markup]:
    side = 1 if end > head else -1
    start, high = head + 6 * side, top - STEP * level
    bend = min(10.0, abs(end - start) / 2)
    path = (
        f"M{start:.1f} {top:g} L{start:.1f} {high + bend:.1f} Q{start:.1f} {high:g} {start + bend * side:.1f} {high:g}"
        f" L{end - bend * side:.1f} {high:g} Q{end:.1f} {high:g} {end:.1f} {high + bend:.1f} L{end:.1f} {top - 3:g}"
    )
    line = element("path", {"d": path, "class": "arc"})
    return line, _head(end, top), _small(label, (start + end) / 2, high - 2.5, "dep")


def _arrow(x: float, high: float, top: float) -> Markup:
    line = element("path", {"d": f"M{x:.1f} {high:g} L{x:.1f} {top - 3:g}", "class": "arc"})
    return Markup(line + _head(x, top))


def _head(x: float, top: float) -> Markup:
    return element("path", {"d": f"M{x - 3:.1f} {top - 6:g} L{x + 3:.1f} {top - 6:g} L{x:.1f} {top:g} Z"})


def _word(text: str, x: float, y: float, *, name: str | None) -> Markup:
    kind = None if name is None else "name"
    return element("text", {"x": x, "y": y, "class": kind, "text-anchor": "middle", "font-size": SIZE}, clean(text))


def _small(text: str, x: float, y: float, kind: str) -> Markup:
    return element("text", {"x": x, "y": y, "class": kind, "text-anchor": "middle", "font-size": SMALL}, clean(text))
