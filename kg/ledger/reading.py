"""Rows of the tables as the objects they were made from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from kg.model import Abstention, Document, Entity, Kind, Link, Mention, Reason, Scope, Sentence, Words
from kg.records import statement_from_record

DOCUMENT_COLUMNS = tuple(field.name for field in fields(Document))


def document_from_row(row: Sequence[Any]) -> Document:
    """Return the document of a row with `DOCUMENT_COLUMNS`."""
    values: dict[str, Any] = dict(zip(DOCUMENT_COLUMNS, row, strict=True))
    values["own_id"] = bool(values["own_id"])
    for name in ("fields", "found_in"):
        values[name] = tuple(json.loads(values[name]))
    return Document(**values)


def read_sentences(connection: sqlite3.Connection, document_uid: str) -> Iterator[Sentence]:
    """Yield the sentences of a document, in order; without its text, those that gave statements."""
    row = connection.execute("SELECT text FROM documents WHERE uid = ?", (document_uid,)).fetchone()
    text = "" if row is None else str(row[0])
    if not text:
        yield from _sentences_of_statements(connection, document_uid)
        return
    for number, first, last in connection.execute(
        "SELECT number, first, last FROM sentences WHERE document_uid = ? ORDER BY number", (document_uid,)
    ):
        yield Sentence(number, first, last, text[first:last])


def _sentences_of_statements(connection: sqlite3.Connection, document_uid: str) -> Iterator[Sentence]:
    last = -1
    for number, record in connection.execute(
        "SELECT sentence, record FROM statements WHERE document_uid = ? ORDER BY sentence", (document_uid,)
    ):
        if number != last:
            last = number
            yield statement_from_record(json.loads(record)).sentence


def read_mentions(connection: sqlite3.Connection, document_uid: str) -> Iterator[Mention]:
    """Yield the mentions of a document as they were read, in order."""
    for row in connection.execute(
        "SELECT sentence, head, first, last, words, link, uid, name, kind, sector, scope, country,"
        " antecedent, antecedent_first, antecedent_last, reason FROM mentions WHERE document_uid = ? ORDER BY position",
        (document_uid,),
    ):
        sentence, head, first, last, words, link, *actor, antecedent, start, end, reason = row
        yield Mention(
            sentence=sentence,
            head=head,
            start=first,
            end=last,
            text=words,
            entity=_entity(actor),
            link=Link(link),
            antecedent=None if antecedent is None else Words(antecedent, start, end),
            reason=reason,
        )


def read_abstentions(connection: sqlite3.Connection, document_uid: str) -> Iterator[Abstention]:
    """Yield what gave nothing in a document, in order."""
    for sentence, first, last, words, reason in connection.execute(
        "SELECT sentence, first, last, words, reason FROM abstentions WHERE document_uid = ? ORDER BY position",
        (document_uid,),
    ):
        yield Abstention(sentence, first, last, words, Reason(reason))


def _entity(actor: Sequence[Any]) -> Entity | None:
    uid, name, kind, sector, scope, country = actor
    if name is None:
        return None
    return Entity(uid, name, None if kind is None else Kind(kind), sector, Scope(scope), country)
