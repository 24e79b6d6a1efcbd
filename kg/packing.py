"""Readings as plain rows: what a worker process hands back, what a shard holds, and what the ledger writes down.

A row is a tuple of texts, numbers and None in the order of the columns named here, so that it costs little to send
from one process to another. The document itself is not packed: whoever sent it has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.model import Abstention, Mention, Participant, Reading, Statement
from kg.records import record_line, statement_to_record

Row = tuple[Any, ...]

SENTENCE_COLUMNS = ("number", "first", "last")
STATEMENT_COLUMNS = (
    *("sid", "sentence", "source_uid", "target_uid", "relation", "category", "factual", "same_actor", "record"),
)
PARTICIPANT_COLUMNS = (
    *("sid", "position", "role", "first", "last", "words", "link"),
    *("uid", "name", "kind", "sector", "scope", "country"),
)
MENTION_COLUMNS = (
    *("position", "sentence", "head", "first", "last", "words", "link"),
    *("uid", "name", "kind", "sector", "scope", "country"),
    *("antecedent", "antecedent_first", "antecedent_last", "reason"),
)
ABSTENTION_COLUMNS = ("position", "sentence", "first", "last", "words", "reason")


@dataclass(frozen=True, slots=True)
class PackedReading:
    """What one document gave, as rows.

    Attributes:
        document_uid: the document.
        sentences, statements, participants, mentions, abstentions: rows, columns as in `SENTENCE_COLUMNS` and so on.
            A statement's `record` is its line of JSON; `same_actor` is 1 where its two ends are one actor, and such a
            statement has no participants.
        clauses, clauses_with_statements, sentences_without_clause: the counts of `kg.model.Reading`.
    """

    document_uid: str
    sentences: tuple[Row, ...]
    statements: tuple[Row, ...]
    participants: tuple[Row, ...]
    mentions: tuple[Row, ...]
    abstentions: tuple[Row, ...]
    clauses: int
    clauses_with_statements: int
    sentences_without_clause: int


def pack_reading(reading: Reading) -> PackedReading:
    """Return a reading as rows; the same reading gives the same rows."""
    return PackedReading(
        document_uid=reading.document.uid,
        sentences=tuple((s.index, s.start, s.end) for s in reading.sentences),
        statements=tuple(
            [statement_row(statement, 0) for statement in reading.statements]
            + [statement_row(statement, 1) for statement in reading.same_actor]
        ),
        participants=tuple(row for statement in reading.statements for row in participant_rows(statement)),
        mentions=tuple(_mention_row(position, mention) for position, mention in enumerate(reading.mentions)),
        abstentions=tuple(_abstention_row(position, a) for position, a in enumerate(reading.abstentions)),
        clauses=reading.clauses,
        clauses_with_statements=reading.clauses_with_statements,
        sentences_without_clause=reading.sentences_without_clause,
    )


def pack_bare(document_uid: str, statements: Sequence[Statement]) -> PackedReading:
    """Return the reading that bare statements stand for: their sentences, and nothing of what gave none."""
    sentences = {s.sentence.index: (s.sentence.index, s.sentence.start, s.sentence.end) for s in statements}
    return PackedReading(
        document_uid=document_uid,
        sentences=tuple(sentences[index] for index in sorted(sentences)),
        statements=tuple(statement_row(statement, 0) for statement in statements),
        participants=tuple(row for statement in statements for row in participant_rows(statement)),
        mentions=(),
        abstentions=(),
        clauses=len({statement.event for statement in statements}),
        clauses_with_statements=len({statement.event for statement in statements}),
        sentences_without_clause=0,
    )


def statement_row(statement: Statement, same_actor: int) -> Row:
    """Return a statement as a row with `STATEMENT_COLUMNS`."""
    return (
        *(statement.sid, statement.sentence.index, statement.source.uid, statement.target.uid),
        *(statement.relation, str(statement.category), int(statement.factual), same_actor),
        record_line(statement_to_record(statement)),
    )


def participant_rows(statement: Statement) -> Iterator[Row]:
    """Yield the actors that take part in a statement, as rows with `PARTICIPANT_COLUMNS`; nobody is no actor."""
    for position, (role, p) in enumerate(roles_of(statement)):
        if p.uid is not None:
            yield (
                *(statement.sid, position, role, p.start, p.end, p.text, str(p.link)),
                *(p.uid, p.name, None if p.kind is None else str(p.kind), p.sector, str(p.scope), p.country),
            )


def roles_of(statement: Statement) -> Iterator[tuple[str, Participant]]:
    """Yield everyone in a statement with the role: source, target, speaker, place."""
    yield "source", statement.source
    yield "target", statement.target
    for step in statement.attributed_to:
        for speaker in step:
            yield "speaker", speaker
    if statement.place is not None:
        yield "place", statement.place


def _mention_row(position: int, mention: Mention) -> Row:
    e, words = mention.entity, mention.antecedent
    actor: Row = (None,) * 6
    if e is not None:
        actor = (e.uid, e.name, None if e.kind is None else str(e.kind), e.sector, str(e.scope), e.country)
    antecedent = (None, None, None) if words is None else (words.text, words.start, words.end)
    return (
        *(position, mention.sentence, mention.head, mention.start, mention.end, mention.text, str(mention.link)),
        *actor,
        *antecedent,
        mention.reason,
    )


def _abstention_row(position: int, a: Abstention) -> Row:
    return (position, a.sentence, a.start, a.end, a.text, str(a.reason))
