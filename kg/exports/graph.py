"""The graph as GraphML and GEXF, streamed from the ledger: what `kg load --to FILE` writes, in the ledger's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from kg.graph import ACTOR, DOCUMENT, MENTIONED_IN
from kg.model import SCHEMA_VERSION
from kg.projection import LedgerLike, Projection
from kg.store.graph_data import Again, Edge, GraphData, Node
from kg.store.graph_xml import gexf_lines, graphml_lines


def export_graphml(ledger: LedgerLike, stream: TextIO) -> int:
    """Write the graph as GraphML and return how many statements it holds."""
    return _write(ledger, graphml_lines(graph_of(ledger)), stream)


def export_gexf(ledger: LedgerLike, stream: TextIO) -> int:
    """Write the graph as GEXF and return how many statements it holds."""
    return _write(ledger, gexf_lines(graph_of(ledger)), stream)


def graph_of(ledger: LedgerLike) -> GraphData:
    """Return the graph of a ledger as rows that are read anew each time, with the mark that stores carry."""
    rows = Projection(ledger)

    def nodes() -> Iterator[Node]:
        for actor in rows.actors():
            yield actor.key, {"label": ACTOR, **actor.properties}
        for document in rows.documents():
            yield document.key, {"label": DOCUMENT, **document.properties}

    def edges() -> Iterator[Edge]:
        for row in rows.statements():
            yield row.source_uid, row.target_uid, row.sid, {"rel_type": row.rel_type, **row.properties}
        for mention in rows.mentions():
            attributes = {"rel_type": MENTIONED_IN, "count": mention.count}
            yield mention.actor_uid, mention.document_uid, mention.key, attributes

    mark = {"ledger": ledger.uid, "schema_version": SCHEMA_VERSION, "revision": ledger.revision}
    return GraphData(mark, Again(nodes), Again(edges))


def _write(ledger: LedgerLike, lines: Iterable[str], stream: TextIO) -> int:
    stream.writelines(f"{line}\n" for line in lines)
    return sum(1 for _ in ledger.statements())
