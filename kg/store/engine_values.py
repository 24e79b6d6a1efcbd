"""Values as the embedded engine gives them, in the normal form of `QueryResult`.

Nodes show `id`, `title` and `type` among their properties, `keys` and `properties` of a relationship show `type`, and
relationships name their ends by internal numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.store.normal import duration_text, plain_value

STRUCTURAL = frozenset({"id", "title", "type"})
NODE = frozenset({"id", "labels", "properties"})
RELATIONSHIP = frozenset({"id", "start", "end", "type", "properties"})
DURATION = frozenset({"months", "days", "seconds"})


def collect_ends(value: Any, numbers: set[Any]) -> None:
    """Add the internal numbers of the nodes at the ends of every relationship in `value` to `numbers`."""
    if isinstance(value, Mapping):
        if value.keys() == RELATIONSHIP:
            numbers |= {value["start"], value["end"]}
        elif value.keys() != NODE:
            for item in value.values():
                collect_ends(item, numbers)
    elif isinstance(value, list | tuple):
        for item in value:
            collect_ends(item, numbers)


def normal_value(value: Any, ends: Mapping[Any, str]) -> Any:
    """Return a value in the normal form; `ends` gives the uid of a node by its internal number."""
    if isinstance(value, Mapping):
        return _normal_map(value, ends)
    if isinstance(value, list | tuple):
        leaked = _leaked(value) if all(isinstance(item, str) for item in value) else ()
        return [normal_value(item, ends) for item in value if not leaked or item not in leaked]
    return plain_value(value)


def _normal_map(value: Mapping[str, Any], ends: Mapping[Any, str]) -> Any:
    if value.keys() == NODE:
        kept = {name: item for name, item in value["properties"].items() if name not in STRUCTURAL}
        return {"labels": sorted(value["labels"]), "properties": _sorted(kept, ends)}
    if value.keys() == RELATIONSHIP:
        return {
            "type": value["type"],
            "source": ends.get(value["start"]),
            "target": ends.get(value["end"]),
            "properties": _sorted(value["properties"], ends),
        }
    if value.keys() == DURATION:
        return duration_text(value["months"], value["days"], value["seconds"])
    leaked = _leaked(value)
    return {name: normal_value(value[name], ends) for name in sorted(value) if name not in leaked}


def _sorted(properties: Mapping[str, Any], ends: Mapping[Any, str]) -> dict[str, Any]:
    return {name: normal_value(properties[name], ends) for name in sorted(properties)}


def _leaked(names: Iterable[str]) -> frozenset[str]:
    """Return the engine's own among the names that `keys` or `properties` of a node or relationship shows."""
    known = set(names)
    if known >= STRUCTURAL | {"uid", "name"}:
        return STRUCTURAL
    if known >= {"type", "sid", "digest"} or known == {"type", "count"}:
        return frozenset({"type"})
    return frozenset()
