"""What a name in a tree is: a stretch of tokens, the sort of actor, and what tells that it is a name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model import Entity, Kind

DASHES = frozenset({"-", "–", "—"})
SMALL_WORDS = frozenset({"IS", "US", "WHO", "IT", "AM", "AN", "ALL"})  # in a text of capitals these are no names


class Origin(StrEnum):
    """Where a name comes from."""

    TABLE = "table"
    DEMONYM = "word for a country's people"
    SEAT = "seat of government"
    PEOPLE = "word for a people"
    TAGGER = "parser's tag"
    CAPITALS = "capitals"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a tree: tokens `first` to `last`, both included.

    Attributes:
        kind: sort of actor.
        origin: what tells that it is a name.
        entity: the actor, where the tables know it.
        country: ISO alpha-3 of the country that the name says ("Iraqi" in "Iraqi Red Crescent"), or None.
    """

    first: int
    last: int
    kind: Kind
    origin: Origin
    entity: Entity | None = None
    country: str | None = None

    def covers(self, i: int) -> bool:
        """Return whether token `i` belongs to the name."""
        return self.first <= i <= self.last
