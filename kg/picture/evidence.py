"""What a bundle of statements weighs: how much evidence, in what tone, how certain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

from kg.model import Modality, Polarity, Statement

TONE_THRESHOLD = 2.0
"""Scores nearer to zero than this (appeals, meetings, plain talk) bear no tone."""

TONE_BEARING_SHARE = 0.20
LESSER_SIDE_SHARE = 0.25


class Tone(StrEnum):
    """How friendly the acts of a line are; it comes from the scores, and has nothing to do with negation."""

    SUPPORTIVE = "supportive"
    HOSTILE = "hostile"
    NEUTRAL = "neutral"
    MIXED = "mixed"


class Certainty(StrEnum):
    """Whether a line is mostly asserted, mostly on somebody's word or only possible, or mostly denied."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    DENIED = "denied"


Unit = tuple[Statement, ...]
"""The statements that count as one piece of evidence: those of one event in one independent text."""


def group_evidence(statements: Iterable[Statement]) -> tuple[Unit, ...]:
    """Return the statements as units that count once each, reprints left out.

    Documents of one origin tell one story: of these only the document with the most events counts (the first by uid
    among equals). In it, statements of one event are one unit.
    """
    events: dict[tuple[str, str], dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for statement in statements:
        reference = statement.document
        events[reference.origin, reference.uid][statement.event].append(statement)
    counted: dict[str, str] = {}
    for origin, uid in sorted(events, key=lambda place: (place[0], -len(events[place]), place[1])):
        counted.setdefault(origin, uid)
    return tuple(tuple(unit) for origin in sorted(counted) for unit in events[origin, counted[origin]].values())


def tone_of_score(score: float) -> Tone:
    """Return the tone of one score (-10 to 10)."""
    if abs(score) < TONE_THRESHOLD:
        return Tone.NEUTRAL
    return Tone.SUPPORTIVE if score > 0 else Tone.HOSTILE


def mean_score(units: Sequence[Unit]) -> float:
    """Return the mean score of the units that are not denied; 0 where all are."""
    scores = [unit_score(unit) for unit in units if not is_denied(unit)]
    return sum(scores) / len(scores) if scores else 0.0


def unit_score(unit: Unit) -> float:
    """Return the mean score of a unit's statements."""
    return sum(statement.score for statement in unit) / len(unit)


def tone_of(units: Sequence[Unit]) -> Tone:
    """Return the tone of a line.

    Where most units are denied, it is the tone of what is denied; else only the others speak. Where fewer than a fifth
    bear a tone, the line is neutral; where the lesser side is at least a quarter of those that do, it is mixed.
    """
    denied = certainty_of(units) is Certainty.DENIED
    telling = [unit for unit in units if is_denied(unit) == denied]
    tones = [tone_of_score(unit_score(unit)) for unit in telling]
    supportive, hostile = tones.count(Tone.SUPPORTIVE), tones.count(Tone.HOSTILE)
    bearing = supportive + hostile
    if bearing == 0 or bearing < TONE_BEARING_SHARE * len(tones):
        return Tone.NEUTRAL
    if min(supportive, hostile) >= LESSER_SIDE_SHARE * bearing:
        return Tone.MIXED
    return Tone.SUPPORTIVE if supportive > hostile else Tone.HOSTILE


def certainty_of(units: Sequence[Unit]) -> Certainty:
    """Return DENIED where most units are denied, ASSERTED where at least half are asserted, else REPORTED."""
    denied = sum(is_denied(unit) for unit in units)
    asserted = sum(is_asserted(unit) for unit in units)
    if 2 * denied > len(units):
        return Certainty.DENIED
    return Certainty.ASSERTED if 2 * asserted >= len(units) else Certainty.REPORTED


def is_denied(unit: Unit) -> bool:
    """Return whether every statement of the unit is negated."""
    return all(statement.polarity is Polarity.NEGATED for statement in unit)


def is_asserted(unit: Unit) -> bool:
    """Return whether a statement of the unit is told as a fact, in the writer's own voice."""
    return any(statement.factual and not statement.attributed_to for statement in unit)


def badges(statement: Statement) -> tuple[str, ...]:
    """Return the words that warn a reader how far a statement is one: "denied", "reported", "planned", ..."""
    found = []
    if statement.polarity is Polarity.NEGATED:
        found.append("denied")
    if statement.modality is not Modality.ASSERTED:
        found.append(_MODALITY_WORDS[statement.modality])
    if statement.phase is not None:
        found.append(statement.phase.value.lower())
    if statement.attributed_to:
        found.append("reported")
    return tuple(found)


_MODALITY_WORDS = {
    Modality.PLANNED: "planned",
    Modality.POSSIBLE: "possible",
    Modality.OBLIGED: "should be",
    Modality.REQUESTED: "asked for",
    Modality.CONDITIONAL: "conditional",
}
