"""Shapes, colours and dashes, and the legend that says what they mean."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kg.model import Kind
from kg.picture.evidence import Tone
from kg.picture.layout import Point
from kg.picture.xml import Markup, element

TONE_COLORS = {Tone.SUPPORTIVE: "#0b6fb8", Tone.HOSTILE: "#c2410c", Tone.NEUTRAL: "#757575", Tone.MIXED: "#2b2b2b"}
TONE_SIGNS = {Tone.SUPPORTIVE: "+", Tone.HOSTILE: "−", Tone.NEUTRAL: "o", Tone.MIXED: "±"}

KIND_SHAPES: Mapping[Kind | None, str] = {
    Kind.GPE: "country",
    Kind.ORG: "organisation",
    Kind.PERSON: "person",
    Kind.LOC: "place",
    Kind.NORP: "group",
    Kind.GROUP: "group",
    None: "group",
}
_FILLS = {
    "country": "#3f4650",
    "organisation": "#e6d5b0",
    "person": "#f6ecd8",
    "place": "#ffffff",
    "group": "#efe3c8",
}


def draw_shape(shape: str, centre: Point, radius: float, *, strong: bool = False) -> Markup:
    """Return the shape of a sort of actor; a strong one has a thick rim."""
    x, y = centre
    look: dict[str, str | float | None] = {
        "fill": _FILLS[shape],
        "stroke": "#1f1f1f" if strong else "#6b6250",
        "stroke-width": 3 if strong else 1.2,
    }
    if shape in {"country", "person"}:
        return element("circle", {"cx": x, "cy": y, "r": round(radius, 1), **look})
    if shape == "organisation":
        side = round(radius * 0.9, 1)
        return element(
            "rect", {"x": round(x - side, 1), "y": round(y - side, 1), "width": 2 * side, "height": 2 * side, **look}
        )
    corners, turn = (4, 0.0) if shape == "place" else (6, math.pi / 6)
    points = [
        (
            x + radius * math.cos(turn + 2 * math.pi * k / corners),
            y + radius * math.sin(turn + 2 * math.pi * k / corners),
        )
        for k in range(corners)
    ]
    return element("polygon", {"points": " ".join(f"{px:.1f},{py:.1f}" for px, py in points), **look})


def draw_legend(corner: Point, tones: Mapping[Tone, int], shapes: Sequence[str]) -> Markup:
    """Return the legend, three rows from `corner` down: tones with numbers of lines, certainty, sorts of actors."""
    x, y = corner
    rows: list[Markup] = []
    place = x
    for tone, color in TONE_COLORS.items():
        words = f"{tone.value} ({tones.get(tone, 0)})"
        rows += [_stroke(place, y, color, None), _words(f"{TONE_SIGNS[tone]} {words}", place + 40, y)]
        place += 165
    rows.append(_words("width: amount of independent evidence", place, y))
    place, y = x, y + 24
    for words, dashes in (
        ("mostly asserted", None),
        ("mostly reported or only possible", "7 4"),
        ("mostly denied", "1.5 4"),
    ):
        rows += [_stroke(place, y, "#444444", dashes), _words(words, place + 40, y)]
        place += {"mostly asserted": 165, "mostly denied": 165}.get(words, 330)
    rows.append(_words("no arrow: holds both ways", place, y))
    place, y = x, y + 24
    for shape in shapes:
        rows += [draw_shape(shape, (place + 14, y), 8), _words(shape, place + 40, y)]
        place += 165
    return element("g", {"class": "legend"}, *rows)


def _stroke(x: float, y: float, color: str, dashes: str | None) -> Markup:
    return element(
        "path",
        {
            "d": f"M{x:g} {y:g}H{x + 32:g}",
            "stroke": color,
            "stroke-width": 3,
            "stroke-dasharray": dashes,
            "stroke-linecap": "round" if dashes and dashes.startswith("1.5") else None,
        },
    )


def _words(words: str, x: float, y: float) -> Markup:
    return element("text", {"x": round(x, 1), "y": round(y + 4, 1), "font-size": 12, "fill": "#333333"}, words)
