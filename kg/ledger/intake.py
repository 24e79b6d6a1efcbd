"""Taking in what was extracted elsewhere: once, in any order, with the same outcome.

A document that comes with its text is as good as one that was read here. One that comes without (bare statements) is
kept as far as it goes: more of its statements are added to it, and its text, when that comes, completes it. An id that
comes with two texts has neither: the one that came first is taken out again. What was read here stays in any case.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from kg.ids import document_uid, text_digest
from kg.ledger.entries import DocumentState
from kg.ledger.evidence import evidence_of, find_misplaced
from kg.ledger.origins import withdraw
from kg.ledger.reading import DOCUMENT_COLUMNS, document_from_row
from kg.ledger.takedowns import Takedowns
from kg.ledger.writing import content_digest, delete_document, put_reading
from kg.model import Document, Failure, Statement
from kg.packing import PackedReading, pack_bare
from kg.records import record_line, statement_from_record, statement_to_record

_IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that was extracted elsewhere.

    Attributes:
        document: with its text, or with "" where nobody sent it.
        reading: what it gave.
        statements: the statements of `reading`, set aside or not, to be checked.
        digest: digest of the pipeline that read it; "" where nobody knows.
        source: the file it came in.
    """

    document: Document
    reading: PackedReading
    statements: tuple[Statement, ...]
    digest: str
    source: str

    def failure(self, reason: str) -> Failure:
        """Return the failure of this document."""
        return Failure(self.document.id, self.source, None, _IMPORT, reason)


@dataclass(frozen=True, slots=True)
class _Held:
    """What the ledger has of a document."""

    document: Document
    digest: str
    content: str
    command: str


class Intake(Takedowns):
    """The part of a ledger that takes in what was extracted elsewhere."""

    def take_in(self, arrivals: Iterable[Arrival], *, run: str) -> list[DocumentState | Failure]:
        """Put documents in, all or none, and return what became of each: a state, or the failure that it is.

        NEW was not there. SAME was there with all that it gave. CHANGED replaced or completed what was there.
        RETRACTED stays out.
        """
        with self._transaction() as connection:
            before = connection.total_changes
            outcomes = [_take_in(connection, arrival, run) for arrival in arrivals]
            if connection.total_changes != before:
                self._move_on(connection)
        return outcomes


def _take_in(connection: sqlite3.Connection, arrival: Arrival, run: str) -> DocumentState | Failure:
    document = arrival.document
    if (fault := _find_fault(arrival)) is not None:
        return arrival.failure(fault)
    if connection.execute("SELECT 1 FROM retractions WHERE uid = ?", (document.uid,)).fetchone():
        return DocumentState.RETRACTED
    if connection.execute("SELECT 1 FROM disputes WHERE uid = ?", (document.uid,)).fetchone():
        return arrival.failure(_two_texts(document))
    held = _find_held(connection, document.uid)
    if held is None:
        put_reading(connection, document, arrival.reading, run=run, digest=arrival.digest)
        return DocumentState.NEW
    ours = _read_statements(connection, document.uid)
    if not _agree(held, ours, arrival):
        return _dispute(connection, held, arrival, run)
    if document.text:
        if held.content == content_digest(document) and held.digest == arrival.digest:
            return DocumentState.SAME
        put_reading(connection, document, arrival.reading, run=run, digest=arrival.digest)
        return DocumentState.CHANGED
    if held.document.text:
        return DocumentState.SAME
    return _add_statements(connection, held, ours, arrival, run)


def _find_fault(arrival: Arrival) -> str | None:
    """Return what is wrong with a document in itself, or None."""
    document = arrival.document
    if document_uid(document.id) != document.uid:
        return "its uid is not that of its id"
    if document.text and text_digest(document.text) != document.digest:
        return "its text does not have the digest that it should have"
    for statement in arrival.statements:
        if statement.document.uid != document.uid:
            return f"the statement {statement.sid} is of another document"
        if document.text:
            for part, reason in find_misplaced(evidence_of(statement), document.text):
                return f"the statement {statement.sid} is not in the text: {part}: {reason}"
    return None


def _find_held(connection: sqlite3.Connection, uid: str) -> _Held | None:
    columns = ", ".join(f"d.{column}" for column in DOCUMENT_COLUMNS)
    row = connection.execute(
        f"SELECT {columns}, d.pipeline_digest, d.content, COALESCE(r.command, 'build') FROM documents d"
        " LEFT JOIN runs r ON r.number = CAST(d.run AS INTEGER) WHERE d.uid = ?",
        (uid,),
    ).fetchone()
    if row is None:
        return None
    return _Held(document_from_row(row[: len(DOCUMENT_COLUMNS)]), *row[len(DOCUMENT_COLUMNS) :])


def _read_statements(connection: sqlite3.Connection, uid: str) -> list[Statement]:
    rows = connection.execute("SELECT record FROM statements WHERE document_uid = ? ORDER BY sid", (uid,))
    return [statement_from_record(json.loads(record)) for (record,) in rows]


def _agree(held: _Held, ours: list[Statement], arrival: Arrival) -> bool:
    """Return whether what is there and what comes can be of one text."""
    here, there = held.document.text, arrival.document.text
    if here and there:
        return held.document.digest == arrival.document.digest
    if here or there:
        strangers = arrival.statements if here else ours
        pieces = (piece for statement in strangers for piece in evidence_of(statement))
        return next(find_misplaced(pieces, here or there), None) is None
    sentences = {statement.sentence.index: statement.sentence for statement in ours}
    return all(sentences.get(s.sentence.index, s.sentence) == s.sentence for s in arrival.statements)


def _dispute(connection: sqlite3.Connection, held: _Held, arrival: Arrival, run: str) -> Failure:
    document = arrival.document
    if held.command != _IMPORT:
        return arrival.failure(f"the id {document.id} is that of a document with other text, which was read here")
    delete_document(connection, document.uid)
    withdraw(connection, document.uid)
    connection.execute("INSERT INTO disputes VALUES (?, ?, ?)", (document.uid, document.id, run))
    return arrival.failure(_two_texts(document))


def _two_texts(document: Document) -> str:
    return f"the id {document.id} came with two texts, and neither is kept; give the documents ids of their own"


def _add_statements(
    connection: sqlite3.Connection, held: _Held, ours: list[Statement], arrival: Arrival, run: str
) -> DocumentState:
    """Join the statements of a document without a text; of two with one sid, the same one stays in any order."""
    joined = {statement.sid: statement for statement in ours}
    for statement in arrival.statements:
        joined[statement.sid] = min(joined.get(statement.sid, statement), statement, key=_line)
    document = min(held.document, arrival.document, key=_metadata)
    if joined == {statement.sid: statement for statement in ours} and document == held.document:
        return DocumentState.SAME
    statements = tuple(joined[sid] for sid in sorted(joined))
    put_reading(connection, document, pack_bare(document.uid, statements), run=run, digest="")
    return DocumentState.CHANGED


def _line(statement: Statement) -> str:
    return record_line(statement_to_record(statement))


def _metadata(document: Document) -> tuple[str, ...]:
    return tuple(value or "" for value in (document.published, document.publisher, document.url))
