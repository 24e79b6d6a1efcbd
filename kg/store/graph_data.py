"""A directed multigraph as plain rows, between a store and a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Attributes = dict[str, Any]
Node = tuple[str, Attributes]
Edge = tuple[str, str, str, Attributes]


@dataclass(slots=True)
class GraphData:
    """A directed multigraph as plain rows.

    Attributes:
        attributes: of the graph itself.
        nodes: key and attributes.
        edges: source key, target key, edge key, attributes.
    """

    attributes: Attributes = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
