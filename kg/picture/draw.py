"""From a ledger to a drawing or a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal, Protocol

from kg.errors import UnknownActor
from kg.model import Scope, Statement
from kg.picture.graph import ActorLike, Graph, Node, build_graph
from kg.picture.html import Drawing, write_page
from kg.picture.options import DEFAULT_BACKBONE, DEFAULT_NEIGHBOURS, PictureOptions
from kg.picture.page_data import DocumentLike, make_page_data
from kg.picture.svg import describe_view, draw_svg
from kg.picture.views import View, view_actor, view_backbone
from kg.picture.words import clean

MOST_DRAWINGS = 30
"""How many actors get a drawing of their own inside the page."""

OutputFormat = Literal["html", "svg"]


class NamedActor(ActorLike, Protocol):
    """What the picture asks of the actors a name may mean."""

    @property
    def scope(self) -> Scope: ...


class PictureLedger(Protocol):
    """What the picture asks of a ledger: `kg.ledger.Ledger` has it."""

    def statements(self) -> Iterable[Statement]: ...
    def actors(self) -> Iterable[ActorLike]: ...
    def documents(self) -> Iterable[DocumentLike]: ...
    def find_actors(self, name: str) -> Sequence[NamedActor]: ...


def draw(ledger: PictureLedger, options: PictureOptions, *, output_format: OutputFormat = "html") -> str:
    """Return the picture as an SVG document, or as an HTML page that needs nothing else.

    Args:
        ledger: what to draw.
        options: which part of it.
        output_format: "html" or "svg".

    Raises:
        UnknownActor: the actor's name means none of the ledger's actors, or several.

    Example:
        >>> with Ledger.open(Path(".kg"), readonly=True) as ledger:                       # doctest: +SKIP
        ...     page = draw(ledger, PictureOptions(actor="Russia"))
    """
    actors = list(ledger.actors())
    focus = None if options.actor is None else find_focus(ledger, options.actor)
    graph = build_graph(ledger.statements(), actors, from_date=options.from_date, to_date=options.to_date)
    if focus is not None and focus.uid not in graph.nodes:
        node = Node(focus.uid, focus.name, focus.kind, focus.country, evidence=0)
        graph = replace(graph, nodes={**graph.nodes, focus.uid: node})
    view = _cut(graph, focus, options)
    note = _note(graph, view, options)
    if output_format == "svg":
        return draw_svg(graph, view, title=_title(graph, view), note=note)
    drawings = [_drawing(graph, view, note), *_further_drawings(graph, view)]
    data = make_page_data(graph, ledger.documents(), focus=view.focus, redact_text=options.redact_text)
    return write_page(drawings, data)


def find_focus(ledger: PictureLedger, name: str) -> NamedActor:
    """Return the one actor that a name, alias or uid means.

    Raises:
        UnknownActor: it means none, or several; `candidates` lists these as "name (uid)".
    """
    found = ledger.find_actors(name)
    if not found:
        raise UnknownActor(f"the ledger has no actor {name!r}", hint="see `kg actors list`")
    if len(found) > 1:
        candidates = tuple(f"{actor.name} ({actor.uid})" for actor in found)
        raise UnknownActor(
            f"{name!r} may mean {len(found)} actors: {', '.join(candidates[:8])}" + (", ..." if found[8:] else ""),
            candidates=candidates,
            hint="name one by its uid",
        )
    return found[0]


def _cut(graph: Graph, focus: NamedActor | None, options: PictureOptions) -> View:
    if focus is None:
        return view_backbone(graph, top=options.count)
    return view_actor(graph, focus.uid, top=options.count, depth=options.depth)


def _further_drawings(graph: Graph, view: View) -> Iterator[Drawing]:
    if view.focus is not None:
        yield _drawing(graph, view_backbone(graph, top=DEFAULT_BACKBONE))
    drawn = (node for node in view.nodes if node.uid != view.focus)
    for node in sorted(drawn, key=lambda node: (-node.evidence, node.uid))[:MOST_DRAWINGS]:
        yield _drawing(graph, view_actor(graph, node.uid, top=DEFAULT_NEIGHBOURS))


def _drawing(graph: Graph, view: View, note: str = "") -> Drawing:
    title = _title(graph, view)
    svg = draw_svg(graph, view, title=title, note=note, heading=False)
    return Drawing(svg, title, view.focus, describe_view(graph, view))


def _title(graph: Graph, view: View) -> str:
    if view.focus is None:
        return "The strongest actors and their relations"
    return f"{clean(graph.nodes[view.focus].name)} and its neighbours"


def _note(graph: Graph, view: View, options: PictureOptions) -> str:
    if view.lines:
        return ""
    if options.from_date or options.to_date:
        period = " ".join(
            f"{word} {day}" for word, day in (("from", options.from_date), ("to", options.to_date)) if day
        )
        return f"No statements {period}. Choose another period."
    return "No statements yet: run `kg build SOURCE` first." if not graph.statements else "No statements of this actor."
