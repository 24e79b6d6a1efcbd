"""The pieces of text that a statement rests on, and whether they stand where it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model import Participant, Statement

Piece = tuple[str, str, int, int]
"""A piece of evidence: what it is, its words, and where they should stand."""


def evidence_of(statement: Statement) -> Iterator[Piece]:
    """Yield every piece of text that a statement rests on."""
    sentence, predicate = statement.sentence, statement.predicate
    yield "sentence", sentence.text, sentence.start, sentence.end
    yield "predicate", predicate.text, predicate.start, predicate.end
    yield from _evidence_of_participant("source", statement.source)
    yield from _evidence_of_participant("target", statement.target)
    for step in statement.attributed_to:
        for speaker in step:
            yield from _evidence_of_participant("speaker", speaker)
    if statement.place is not None:
        yield from _evidence_of_participant("place", statement.place)
    for cue in statement.cues:
        yield "cue", cue.text, cue.start, cue.end
    for part, words in (("condition", statement.condition), ("matter", statement.matter), ("date", statement.date)):
        if words is not None:
            yield part, words.text, words.start, words.end


def find_misplaced(pieces: Iterable[Piece], text: str) -> Iterator[tuple[str, str]]:
    """Yield part and reason of each piece that does not stand in `text` where it should.

    Example:
        >>> list(find_misplaced([("source", "Iraq", 0, 4), ("target", "Iran", 5, 9)], "Iraq left"))
        [('target', "at 5 to 9 stands 'left', not 'Iran'")]
    """
    for part, words, start, end in pieces:
        if not 0 <= start < end <= len(text):
            yield part, f"{start} to {end} lies outside the text of {len(text)} characters"
        elif text[start:end] != words:
            yield part, f"at {start} to {end} stands {_short(text[start:end])}, not {_short(words)}"


def _evidence_of_participant(part: str, participant: Participant) -> Iterator[Piece]:
    yield part, participant.text, participant.start, participant.end
    if participant.antecedent is not None:
        antecedent = participant.antecedent
        yield f"{part}'s antecedent", antecedent.text, antecedent.start, antecedent.end


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
