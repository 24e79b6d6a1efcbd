"""Statements as CSV: one flat row each, safe to open in a spreadsheet.

Lists are joined with `; `. Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay
numbers. Offsets and rule trails are left out: the JSON lines have them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from kg.model import Participant, Statement
from kg.projection import LedgerLike

COLUMNS = (
    "sid",
    "claim",
    "document",
    "published",
    "publisher",
    "url",
    "origin",
    "sentence_index",
    "source_uid",
    "source",
    "source_kind",
    "source_sector",
    "source_country",
    "relation",
    "target_uid",
    "target",
    "target_kind",
    "target_sector",
    "target_country",
    "category",
    "quad",
    "cameo",
    "score",
    "verb",
    "factual",
    "polarity",
    "modality",
    "phase",
    "condition",
    "cues",
    "speakers",
    "speaker_uids",
    "symmetric",
    "event",
    "within",
    "matter",
    "place",
    "date_from",
    "date_to",
    "date_text",
    "confidence",
    "sentence",
)

# A spreadsheet runs a cell that begins with one of these, full-width forms included, also after blanks.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def defuse(value: object) -> object:
    """Return a cell that no spreadsheet runs as a formula; numbers and harmless text come back unchanged.

    Example:
        >>> defuse("=HYPERLINK(A1)"), defuse(-4.0), defuse("Iraq")
        ("'=HYPERLINK(A1)", -4.0, 'Iraq')
    """
    if isinstance(value, str) and (value.startswith(FORMULA_STARTS) or value.lstrip().startswith(FORMULA_STARTS)):
        return "'" + value
    return value


def export_csv(ledger: LedgerLike, stream: TextIO) -> int:
    """Write a header and one row a statement, and return how many statements there were."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for statement in ledger.statements():
        row = flatten(statement)
        writer.writerow([defuse(row[column]) for column in COLUMNS])
        count += 1
    return count


def flatten(statement: Statement) -> dict[str, str | int | float | None]:
    """Return the statement as one flat row, keys as in `COLUMNS`."""
    source, target, date = statement.source, statement.target, statement.date
    speakers = [participant for step in statement.attributed_to for participant in step]
    return {
        "sid": statement.sid,
        "claim": statement.claim,
        "document": statement.document.id,
        "published": statement.document.published,
        "publisher": statement.document.publisher,
        "url": statement.document.url,
        "origin": statement.document.origin,
        "sentence_index": statement.sentence.index,
        **_end("source", source),
        "relation": statement.relation,
        **_end("target", target),
        "category": str(statement.category),
        "quad": None if statement.quad is None else str(statement.quad),
        "cameo": statement.cameo,
        "score": statement.score,
        "verb": statement.predicate.lemma,
        "factual": _truth(statement.factual),
        "polarity": str(statement.polarity),
        "modality": str(statement.modality),
        "phase": None if statement.phase is None else str(statement.phase),
        "condition": None if statement.condition is None else statement.condition.text,
        "cues": _joined(cue.text for cue in statement.cues),
        "speakers": _joined(speaker.name for speaker in speakers),
        "speaker_uids": _joined(speaker.uid or "" for speaker in speakers),
        "symmetric": _truth(statement.symmetric),
        "event": statement.event,
        "within": statement.within,
        "matter": None if statement.matter is None else statement.matter.text,
        "place": None if statement.place is None else statement.place.name,
        "date_from": None if date is None else date.first,
        "date_to": None if date is None else date.last,
        "date_text": None if date is None else date.text,
        "confidence": statement.confidence,
        "sentence": statement.sentence.text,
    }


def _end(name: str, participant: Participant) -> dict[str, str | None]:
    return {
        f"{name}_uid": participant.uid,
        name: participant.name,
        f"{name}_kind": None if participant.kind is None else str(participant.kind),
        f"{name}_sector": participant.sector,
        f"{name}_country": participant.country,
    }


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def _truth(value: bool) -> str:
    return "true" if value else "false"
