"""Putting one reading into the tables, and taking one document out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from kg.ids import make_id
from kg.ledger.origins import place
from kg.model import Document
from kg.packing import PARTICIPANT_COLUMNS, PackedReading, Row

_BEFORE_FIRST = PARTICIPANT_COLUMNS.index("first")
"""Where the table of participants has the uid of the document."""


def content_digest(document: Document) -> str:
    """Return the digest of everything in a document that a reading or the graph depends on."""
    return make_id(
        document.digest, document.title, document.publisher, document.url, document.published, document.language
    )


def delete_document(connection: sqlite3.Connection, uid: str) -> None:
    """Take a document and all it gave out, but leave it in its group of reprints (`kg.ledger.origins`)."""
    connection.execute("DELETE FROM documents WHERE uid = ?", (uid,))


def put_reading(
    connection: sqlite3.Connection, document: Document, reading: PackedReading, *, run: str, digest: str
) -> None:
    """Put a reading in, in place of what the document gave before.

    A document that comes without its text is nobody's reprint.
    """
    delete_document(connection, document.uid)
    _insert_reading(connection, document, reading, run=run, digest=digest)
    if document.text:
        place(connection, document.uid, document.text)


def _insert_reading(
    connection: sqlite3.Connection, document: Document, reading: PackedReading, *, run: str, digest: str
) -> None:
    row = (
        *(document.uid, document.id, document.digest, document.text),
        *(document.title, document.publisher, document.url, document.published, document.language),
        *(document.path, int(document.own_id), json.dumps(document.fields, ensure_ascii=False)),
        *(content_digest(document), digest, document.uid),
        *(reading.clauses, reading.clauses_with_statements, reading.sentences_without_clause, run),
        json.dumps(document.found_in, ensure_ascii=False),
    )
    uid = document.uid
    _insert(connection, "documents", [row])
    _insert(connection, "sentences", [(uid, *row) for row in reading.sentences])
    _insert(connection, "statements", [(row[0], uid, *row[1:]) for row in reading.statements])
    at = _BEFORE_FIRST
    _insert(connection, "participants", [(*row[:at], uid, *row[at:]) for row in reading.participants])
    _insert(connection, "mentions", [(uid, *row) for row in reading.mentions])
    _insert(connection, "abstentions", [(uid, *row) for row in reading.abstentions])


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Insert full rows, in the order of the table's columns."""
    rows = list(rows)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
