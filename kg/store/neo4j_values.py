"""Values as the Neo4j driver gives them, in the normal form of `QueryResult`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kg.store.normal import duration_text, plain_value


def normal_rows(
    rows: list[tuple[Any, ...]], find_uids: Callable[[list[str]], Mapping[str, Any]]
) -> list[tuple[Any, ...]]:
    """Return the rows in the normal form.

    Args:
        rows: as the driver gives them.
        find_uids: internal ids of nodes to their uids; asked only for ends that are not among the rows.
    """
    uids: dict[str, Any] = {}
    unknown: set[str] = set()
    for row in rows:
        for value in row:
            _collect_ends(value, uids, unknown)
    if missing := sorted(unknown - uids.keys()):
        uids.update(find_uids(missing))
    return [tuple(_normal(value, uids) for value in row) for row in rows]


def _collect_ends(value: Any, uids: dict[str, Any], unknown: set[str]) -> None:
    """Note the uid of every node among the values, and the nodes at the ends of every relationship."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        uids[value.element_id] = value.get("uid")
    elif isinstance(value, Relationship):
        unknown |= {node.element_id for node in value.nodes if node is not None}
    elif isinstance(value, Path):
        for part in (*value.nodes, *value.relationships):
            _collect_ends(part, uids, unknown)
    elif isinstance(value, Mapping):
        for item in value.values():
            _collect_ends(item, uids, unknown)
    elif isinstance(value, list):
        for item in value:
            _collect_ends(item, uids, unknown)


def _normal(value: Any, uids: Mapping[str, Any]) -> Any:
    from neo4j.graph import Node, Path, Relationship
    from neo4j.time import Date, DateTime, Duration, Time

    if isinstance(value, Node):
        return {"labels": sorted(value.labels), "properties": _normal(dict(sorted(value.items())), uids)}
    if isinstance(value, Relationship):
        source, target = value.nodes
        return {
            "type": value.type,
            "source": None if source is None else uids.get(source.element_id),
            "target": None if target is None else uids.get(target.element_id),
            "properties": _normal(dict(sorted(value.items())), uids),
        }
    if isinstance(value, Path):
        return {
            "nodes": [_normal(node, uids) for node in value.nodes],
            "relationships": [_normal(relationship, uids) for relationship in value.relationships],
        }
    if isinstance(value, Mapping):
        return {name: _normal(value[name], uids) for name in sorted(value)}
    if isinstance(value, list):
        return [_normal(item, uids) for item in value]
    if isinstance(value, Date | DateTime | Time):
        return plain_value(value.to_native())
    if isinstance(value, Duration):
        return duration_text(value.months, value.days, value.seconds)
    return plain_value(value)
