"""A live NetworkX graph as a store: run any algorithm on it, save it as a file, ask it in Cypher.

One `MultiDiGraph`: node key `uid`, edge key `sid` (a mention's is "actor.document"), all properties as attributes, with
`label` on nodes and `rel_type` on edges. Cypher runs on a read-only shadow in the embedded engine, which is made at the
first query and dropped when the graph changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kg.errors import StoreError
from kg.graph import (
    ACTOR,
    ACTOR_PROPERTIES,
    DOCUMENT,
    DOCUMENT_PROPERTIES,
    MENTIONED_IN,
    NONFACTUAL,
    ActorRow,
    DocumentRow,
    MentionRow,
    StatementRow,
    read_actor,
    read_document,
    read_statement,
    split_mention_key,
)
from kg.store.base import Counts, GraphStore, LedgerMark, QueryResult, StatementRef, StoreState, copy_rows
from kg.store.cypher_store import CypherStore, Parameters
from kg.store.engine import Engine
from kg.store.graph_data import GraphData
from kg.store.graph_files import read_graph, write_graph

if TYPE_CHECKING:
    import networkx as nx

MARK = ("ledger", "schema_version", "revision")


class NetworkXStore(GraphStore):
    """A graph in memory, and in a file if `path` is given (`.json`, `.graphml`, `.gexf`; read now, if it is there).

    Args:
        path: file to read from and to write at each checkpoint.
        name: how the store is spoken of; the path by default.

    Attributes:
        graph: the live graph. Whoever changes it by hand calls `changed()`, so that queries see it.

    Example:
        >>> store = NetworkXStore()
        >>> store.upsert_actors([ActorRow("Q796", "", {"uid": "Q796", "name": "Iraq", "aliases": []})])
        >>> store.query("MATCH (a:Actor) RETURN a.name").rows
        [('Iraq',)]
    """

    graph: nx.MultiDiGraph[str]

    def __init__(self, path: Path | None = None, *, name: str | None = None) -> None:
        import networkx as nx

        self.graph = nx.MultiDiGraph()
        self.path = path
        self.name = name or ("networkx" if path is None else str(path))
        self._shadow: _Shadow | None = None
        if path is not None and path.exists():
            data = read_graph(path)
            self.graph.graph.update(data.attributes)
            self.graph.add_nodes_from(data.nodes)
            self.graph.add_edges_from(cast(Any, data.edges))

    def changed(self) -> None:
        """Drop the shadow that queries run on; to be called after the graph was changed by hand."""
        self._shadow = None

    def to_networkx(self, *, simple: bool = False) -> nx.MultiDiGraph[str] | nx.DiGraph[str]:
        """Return the graph itself, or a simple one of actors and factual statements.

        Args:
            simple: return a new `DiGraph` with one edge for each pair of actors: `weight` counts different claims of
                different origins (reprints count once), `statements` counts all, `relations` names them, `score` is
                their mean. A symmetric statement counts in both directions.
        """
        return _simplify(self.graph) if simple else self.graph

    def save(self, path: Path) -> None:
        """Write the graph to a file in the format of its suffix.

        Raises:
            StoreError: the suffix is unknown, or the file cannot be written.
        """
        nodes = [(uid, attributes) for uid, attributes in self.graph.nodes(data=True)]
        edges = [(s, t, key, attributes) for s, t, key, attributes in self.graph.edges(keys=True, data=True)]
        write_graph(path, GraphData(dict(self.graph.graph), nodes, edges))

    def close(self) -> None:
        self._shadow = None

    def checkpoint(self) -> None:
        if self.path is not None:
            self.save(self.path)

    def ensure_schema(self) -> None:
        """Nothing to make: keys are unique in a graph."""

    def mark(self) -> LedgerMark | None:
        attributes = self.graph.graph
        return LedgerMark(*(attributes[name] for name in MARK)) if "ledger" in attributes else None

    def set_mark(self, mark: LedgerMark) -> None:
        self.graph.graph.update(ledger=mark.uid, schema_version=mark.schema_version, revision=mark.revision)
        self.changed()

    def state(self, *, verify: bool = False) -> StoreState:
        return StoreState(
            actors={row.key: row.digest for row in self.actor_rows()},
            documents={row.key: row.digest for row in self.document_rows()},
            statements={
                row.sid: StatementRef(row.sid, row.digest, row.rel_type, row.source_uid)
                for row in self.statement_rows(verify=verify)
            },
            mentions={row.key: row.digest for row in self.mention_rows()},
        )

    def actor_rows(self) -> Iterator[ActorRow]:
        return map(read_actor, self._nodes(ACTOR))

    def document_rows(self) -> Iterator[DocumentRow]:
        return map(read_document, self._nodes(DOCUMENT))

    def statement_rows(self, *, verify: bool = False) -> Iterator[StatementRow]:
        for source, target, _, data in self.graph.edges(keys=True, data=True):
            if (rel_type := data.get("rel_type", "")) != MENTIONED_IN and "sid" in data:
                yield read_statement(rel_type, source, target, _without(data, "rel_type"), verify=verify)

    def mention_rows(self) -> Iterator[MentionRow]:
        for source, target, data in self.graph.edges(data=True):
            if data.get("rel_type") == MENTIONED_IN:
                yield MentionRow(source, target, data["count"])

    def counts(self) -> Counts:
        edges = [
            data for *_, data in self.graph.edges(data=True) if "sid" in data or data.get("rel_type") == MENTIONED_IN
        ]
        return Counts(
            labels=_sorted(Counter(str(label) for _, label in self.graph.nodes(data="label", default=""))),
            relationship_types=_sorted(Counter(str(edge.get("rel_type", "")) for edge in edges)),
            relations=_sorted(Counter(edge["relation"] for edge in edges if "relation" in edge)),
            categories=_sorted(Counter(edge["category"] for edge in edges if "category" in edge)),
        )

    def upsert_actors(self, rows: Iterable[ActorRow]) -> None:
        self._upsert_nodes(ACTOR, ACTOR_PROPERTIES, rows)

    def upsert_documents(self, rows: Iterable[DocumentRow]) -> None:
        self._upsert_nodes(DOCUMENT, DOCUMENT_PROPERTIES, rows)

    def upsert_mentions(self, rows: Iterable[MentionRow]) -> None:
        for row in rows:
            self._put_edge(row.actor_uid, row.document_uid, row.key, {"rel_type": MENTIONED_IN, "count": row.count})

    def create_statements(self, rows: Iterable[StatementRow]) -> None:
        for row in rows:
            self._put_edge(row.source_uid, row.target_uid, row.sid, {"rel_type": row.rel_type, **row.properties})

    def delete_statements(self, refs: Iterable[StatementRef]) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        for ref in refs:
            wanted[ref.source_uid].add(ref.sid)
        for source, sids in wanted.items():
            if source in self.graph:
                found = [edge for edge in self.graph.out_edges(source, keys=True) if edge[2] in sids]
                self.graph.remove_edges_from(found)
        self.changed()

    def delete_mentions(self, keys: Iterable[str]) -> None:
        self.graph.remove_edges_from(cast(Any, [(*split_mention_key(key), key) for key in keys]))
        self.changed()

    def delete_actors(self, uids: Iterable[str]) -> None:
        self._delete_nodes(uids)

    def delete_documents(self, uids: Iterable[str]) -> None:
        self._delete_nodes(uids)

    def clear(self) -> None:
        self.graph.clear()
        self.changed()

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> QueryResult:
        if self._shadow is None or not self._shadow.is_of(self.graph):
            self._shadow = _Shadow(self)
        return self._shadow.query(cypher, parameters, timeout=timeout, limit=limit)

    def _nodes(self, label: str) -> Iterator[dict[str, Any]]:
        for _, data in self.graph.nodes(data=True):
            if data.get("label") == label:
                yield _without(data, "label")

    def _upsert_nodes(self, label: str, names: Iterable[str], rows: Iterable[ActorRow] | Iterable[DocumentRow]) -> None:
        for row in rows:
            self.graph.add_node(row.key)
            attributes = self.graph.nodes[row.key]
            others = {name: value for name, value in attributes.items() if name != "label" and name not in names}
            attributes.clear()
            attributes.update(label=label, **row.properties, **others)
        self.changed()

    def _delete_nodes(self, uids: Iterable[str]) -> None:
        self.graph.remove_nodes_from(list(uids))
        self.changed()

    def _put_edge(self, source: str, target: str, key: str, attributes: dict[str, Any]) -> None:
        if source not in self.graph or target not in self.graph:
            raise StoreError(
                f"{self.name} cannot take {key}: an actor or document at its ends is missing",
                hint="load it with --rebuild to start afresh",
            )
        if self.graph.has_edge(source, target, key):
            self.graph.remove_edge(source, target, key)
        self.graph.add_edge(source, target, key, **attributes)
        self.changed()


class _Shadow(CypherStore):
    """A copy of a NetworkX graph in the embedded engine, to be asked in Cypher."""

    def __init__(self, store: NetworkXStore) -> None:
        self.name = store.name
        self._engine = Engine.in_memory()
        self._size = _size(store.graph)
        copy_rows(store, self)

    def is_of(self, graph: nx.MultiDiGraph[str]) -> bool:
        """Say whether the graph has as many nodes and edges as when it was copied."""
        return self._size == _size(graph)

    def close(self) -> None:
        self._engine.close()

    def checkpoint(self) -> None:
        """Nothing to keep."""

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> QueryResult:
        return self._engine.read(cypher, parameters, timeout=timeout, limit=limit)

    def _write(self, text: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
        return self._engine.write(text, parameters)

    def _read(self, text: str) -> Iterator[tuple[Any, ...]]:
        return self._engine.rows(text)


def _simplify(graph: nx.MultiDiGraph[str]) -> nx.DiGraph[str]:
    import networkx as nx

    simple: nx.DiGraph[str] = nx.DiGraph()
    simple.graph.update(graph.graph)
    simple.add_nodes_from((uid, dict(data)) for uid, data in graph.nodes(data=True) if data.get("label") == ACTOR)
    pairs: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for source, target, data in graph.edges(data=True):
        if data.get("rel_type") not in (MENTIONED_IN, NONFACTUAL):
            pairs[source, target].append(data)
            if data.get("symmetric"):
                pairs[target, source].append(data)
    for (source, target), statements in sorted(pairs.items()):
        simple.add_edge(
            source,
            target,
            weight=len({(data["origin"], data["claim"]) for data in statements}),
            statements=len(statements),
            relations=sorted({data["relation"] for data in statements}),
            score=sum(data["score"] for data in statements) / len(statements),
        )
    return simple


def _without(attributes: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in attributes.items() if key != name}


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))


def _size(graph: nx.MultiDiGraph[str]) -> tuple[int, int]:
    return graph.number_of_nodes(), graph.number_of_edges()
