"""A sentence cut where roles begin and end, so that each can be marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from kg.model import Sentence, Statement

ROLES = ("source", "predicate", "target", "speaker", "cue", "condition", "place", "date", "antecedent")


@dataclass(frozen=True, slots=True)
class Mark:
    """A role that a stretch of the document's text has."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive words of a sentence with the roles that they have, none for plain words."""

    text: str
    roles: tuple[str, ...]


def marks_of(statement: Statement) -> tuple[Mark, ...]:
    """Return the roles of one statement's words, wherever in the document they stand."""
    ends = (("source", statement.source), ("target", statement.target))
    found = [Mark(role, end.start, end.end) for role, end in ends]
    for _, end in ends:
        if end.antecedent is not None:
            found.append(Mark("antecedent", end.antecedent.start, end.antecedent.end))
    found.append(Mark("predicate", statement.predicate.start, statement.predicate.end))
    found.extend(Mark("speaker", p.start, p.end) for step in statement.attributed_to for p in step)
    found.extend(Mark("cue", cue.start, cue.end) for cue in statement.cues)
    optional = (("condition", statement.condition), ("place", statement.place), ("date", statement.date))
    found.extend(Mark(role, words.start, words.end) for role, words in optional if words is not None)
    return tuple(found)


def cut(sentence: Sentence, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Return the sentence in pieces, each with its roles in the order of `ROLES`.

    Marks may overlap; what stands outside the sentence is left out. The texts of the pieces joined are the sentence.
    """
    inside = [m for m in marks if m.start < sentence.end and m.end > sentence.start]
    borders = {sentence.start, sentence.end}
    for mark in inside:
        borders |= {max(mark.start, sentence.start), min(mark.end, sentence.end)}
    order = sorted(borders)
    pieces = []
    for start, end in pairwise(order):
        roles = {m.role for m in inside if m.start <= start and end <= m.end}
        text = sentence.text[start - sentence.start : end - sentence.start]
        pieces.append(Piece(text, tuple(role for role in ROLES if role in roles)))
    return tuple(pieces)


def bracketed(sentence: Sentence, marks: Iterable[Mark]) -> str:
    """Return the sentence with its marks as nested brackets; marks that cross are cut where they do.

    Example:
        >>> from kg.model import Sentence
        >>> bracketed(Sentence(0, 0, 12, "Mali met Oma"), [Mark("source", 0, 4)])
        '[source: Mali] met Oma'
    """
    inside = sorted(
        {m for m in marks if sentence.start <= m.start < m.end <= sentence.end},
        key=lambda m: (m.start, -m.end, ROLES.index(m.role)),
    )
    if any(a.start < b.start < a.end < b.end for a in inside for b in inside):
        return "".join(f"[{'+'.join(p.roles)}: {p.text}]" if p.roles else p.text for p in cut(sentence, inside))
    opening: dict[int, str] = {}
    closing: dict[int, str] = {}
    for mark in inside:
        opening[mark.start] = opening.get(mark.start, "") + f"[{mark.role}: "
        closing[mark.end] = closing.get(mark.end, "") + "]"
    shown = []
    for place in range(sentence.start, sentence.end + 1):
        shown.append(closing.get(place, "") + opening.get(place, ""))
        shown.append(sentence.text[place - sentence.start : place - sentence.start + 1])
    return "".join(shown)
