"""Putting one reading into the tables, and taking one document out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from kg.ids import make_id
from kg.model import Document, Participant, Reading, Statement
from kg.records import record_line, statement_to_record


def content_digest(document: Document) -> str:
    """Return the digest of everything in a document that a reading or the graph depends on."""
    return make_id(
        document.digest, document.title, document.publisher, document.url, document.published, document.language
    )


def delete_document(connection: sqlite3.Connection, uid: str) -> None:
    """Take a document and all it gave out, but leave it in its group of reprints (`kg.ledger.origins`)."""
    connection.execute("DELETE FROM documents WHERE uid = ?", (uid,))


def insert_reading(connection: sqlite3.Connection, reading: Reading, *, run: str, digest: str) -> None:
    """Put a reading in, whose document is not there; its `origin` is to be set (`kg.ledger.origins`)."""
    document = reading.document
    row = (
        *(document.uid, document.id, document.digest, document.text),
        *(document.title, document.publisher, document.url, document.published, document.language),
        *(document.path, int(document.own_id), json.dumps(document.fields, ensure_ascii=False)),
        *(content_digest(document), digest, document.uid),
        *(reading.clauses, reading.clauses_with_statements, reading.sentences_without_clause, run),
        json.dumps(document.found_in, ensure_ascii=False),
    )
    _insert(connection, "documents", [row])
    _insert(connection, "sentences", [(document.uid, s.index, s.start, s.end) for s in reading.sentences])
    statements = [(statement, 0) for statement in reading.statements]
    statements += [(statement, 1) for statement in reading.same_actor]
    _insert(connection, "statements", [_statement_row(s, document.uid, flag) for s, flag in statements])
    participants = [row for statement in reading.statements for row in _participant_rows(statement, document.uid)]
    _insert(connection, "participants", participants)
    _insert(connection, "mentions", list(_mention_rows(reading)))
    abstentions = enumerate(reading.abstentions)
    _insert(
        connection,
        "abstentions",
        [(document.uid, i, a.sentence, a.start, a.end, a.text, str(a.reason)) for i, a in abstentions],
    )


def _insert(connection: sqlite3.Connection, table: str, rows: list[tuple[object, ...]]) -> None:
    """Insert full rows, in the order of the table's columns."""
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _statement_row(statement: Statement, document_uid: str, same_actor: int) -> tuple[object, ...]:
    return (
        *(statement.sid, document_uid, statement.sentence.index, statement.source.uid, statement.target.uid),
        *(statement.relation, str(statement.category), int(statement.factual), same_actor),
        record_line(statement_to_record(statement)),
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


def _participant_rows(statement: Statement, document_uid: str) -> Iterator[tuple[object, ...]]:
    for position, (role, p) in enumerate(roles_of(statement)):
        if p.uid is not None:
            yield (
                *(statement.sid, position, role, document_uid, p.start, p.end, p.text, str(p.link)),
                *(p.uid, p.name, None if p.kind is None else str(p.kind), p.sector, str(p.scope), p.country),
            )


def _mention_rows(reading: Reading) -> Iterator[tuple[object, ...]]:
    for position, m in enumerate(reading.mentions):
        e, words = m.entity, m.antecedent
        actor: tuple[object, ...] = (None,) * 6
        if e is not None:
            actor = (e.uid, e.name, None if e.kind is None else str(e.kind), e.sector, str(e.scope), e.country)
        antecedent = (None, None, None) if words is None else (words.text, words.start, words.end)
        yield (
            *(reading.document.uid, position, m.sentence, m.head, m.start, m.end, m.text, str(m.link)),
            *actor,
            *antecedent,
            m.reason,
        )
