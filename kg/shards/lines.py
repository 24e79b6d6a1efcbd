"""Bare statements: the lines of `kg extract`. They name their documents, but carry no texts."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby

from kg.ids import document_uid
from kg.ledger.intake import Arrival
from kg.model import SCHEMA_VERSION, Document, Failure, Statement
from kg.packing import pack_bare
from kg.records import statement_from_record

STANDARD_INPUT = "-"


def read_lines(path: str) -> Iterator[Arrival | Failure]:
    """Yield a document for each run of lines that name the same one; a line that is no statement is a failure.

    Args:
        path: a file of JSON lines, by gzip if it ends in `.gz`; "-" for standard input.
    """
    try:
        with _open(path) as lines:
            statements = (_read(line, number, path) for number, line in enumerate(lines, start=1) if line.strip())
            for uid, group in groupby(statements, key=_document_of):
                if uid is None:
                    yield from (failure for failure in group if isinstance(failure, Failure))
                else:
                    yield _arrival([statement for statement in group if isinstance(statement, Statement)], path)
    except (OSError, EOFError) as error:
        yield Failure(path, path, None, "import", f"the file cannot be read: {error}")


@contextmanager
def _open(path: str) -> Iterator[Iterable[bytes]]:
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    with gzip.open(path) if path.endswith(".gz") else open(path, "rb") as lines:
        yield lines


def _read(line: bytes, number: int, path: str) -> Statement | Failure:
    try:
        record = json.loads(line)
        if record["schema_version"] > SCHEMA_VERSION:
            return Failure(path, path, number, "import", "the statement was written by a newer version of actorkg")
        return statement_from_record(record)
    except (KeyError, TypeError, ValueError) as error:
        return Failure(path, path, number, "import", f"the line is no statement: {type(error).__name__}: {error}")


def _document_of(statement: Statement | Failure) -> str | None:
    return None if isinstance(statement, Failure) else statement.document.uid


def _arrival(statements: list[Statement], path: str) -> Arrival:
    said = min(
        (s.document for s in statements), key=lambda d: tuple(v or "" for v in (d.published, d.publisher, d.url))
    )
    document = Document(
        uid=said.uid,
        id=said.id,
        digest="",
        text="",
        publisher=said.publisher,
        url=said.url,
        published=said.published,
        own_id=True,
    )
    by_sid = {statement.sid: statement for statement in statements}
    kept = tuple(by_sid[sid] for sid in sorted(by_sid))
    return Arrival(document, pack_bare(document_uid(said.id), kept), kept, "", path)
