"""A directed multigraph as plain rows, between a store and a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Attributes = dict[str, Any]
Node = tuple[str, Attributes]
Edge = tuple[str, str, str, Attributes]


@dataclass(slots=True)
class GraphData:
    """A directed multigraph as plain rows; who writes a file goes through nodes and edges twice.

    Attributes:
        attributes: of the graph itself.
        nodes: key and attributes.
        edges: source key, target key, edge key, attributes.
    """

    attributes: Attributes = field(default_factory=dict)
    nodes: Iterable[Node] = ()
    edges: Iterable[Edge] = ()


@dataclass(frozen=True, slots=True)
class Again(Generic[T]):
    """Rows that are made anew each time they are gone through, and so need not be held in memory.

    Example:
        >>> rows = Again(lambda: iter([1, 2]))
        >>> list(rows) == list(rows)
        True
    """

    make: Callable[[], Iterator[T]]

    def __iter__(self) -> Iterator[T]:
        return self.make()
