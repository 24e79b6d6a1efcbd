"""What a picture shows: one frozen set of options, with its defaults in one place."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_NEIGHBOURS = 24
DEFAULT_BACKBONE = 60


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """Which part of the graph to draw.

    Attributes:
        actor: name, alias or uid of the actor in the middle; None draws the backbone.
        backbone: draw the strongest actors with their strongest lines; what is drawn where no actor is given anyway.
        from_date, to_date: ISO days; only statements of documents published in between, both inclusive.
        top: how many neighbours, or actors of the backbone, to draw; 24 and 60 if not given.
        depth: 1 draws the neighbours; 2 and 3 also their neighbours, and those of these.
        redact_text: leave every word of the documents out of the page, for a file to share.

    Example:
        >>> PictureOptions(actor="Russia").count
        24
    """

    actor: str | None = None
    backbone: bool = False
    from_date: str | None = None
    to_date: str | None = None
    top: int | None = None
    depth: int = 1
    redact_text: bool = False

    @property
    def count(self) -> int:
        """How many neighbours, or actors of the backbone, are drawn at most."""
        return self.top or (DEFAULT_NEIGHBOURS if self.actor is not None else DEFAULT_BACKBONE)
