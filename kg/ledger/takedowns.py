"""Documents that are taken out for good: what they gave goes, texts are wiped, and later builds pass them over."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress

from kg.errors import UnknownDocument
from kg.ledger.connection import ledger_errors
from kg.ledger.entries import Retraction
from kg.ledger.file import now
from kg.ledger.origins import withdraw
from kg.ledger.runs import RunLog
from kg.ledger.writing import delete_document


class Takedowns(RunLog):
    """The part of a ledger that takes documents out and keeps them out."""

    def find_document(self, name: str) -> tuple[str, str]:
        """Return uid and id of the document that a name means: its id, its uid, or the file it is alone in.

        Documents that were taken out are found by id and uid.

        Raises:
            UnknownDocument: there is none, or the file holds several.
        """
        for column in ("id", "uid"):
            for table in ("documents", "retractions"):
                for uid, source_id in self._rows(f"SELECT uid, id FROM {table} WHERE {column} = ?", (name,)):
                    return str(uid), str(source_id)
        query = "SELECT uid, id FROM documents WHERE path IN (?, ?) ORDER BY id LIMIT 4"
        in_file = list(self._rows(query, (name, os.path.abspath(name))))
        if len(in_file) == 1:
            return str(in_file[0][0]), str(in_file[0][1])
        if in_file:
            some = ", ".join(str(row[1]) for row in in_file[:3])
            raise UnknownDocument(f"{name} holds several documents", hint=f"name one by its id: {some}, ...")
        raise UnknownDocument(
            f"the ledger has no document {name}",
            hint="name it by its id, as statements and `kg query` show it, by its uid or by the path of its file",
        )

    def retract(self, document_uid: str, *, reason: str) -> None:
        """Take a document and all it gave out; it stays out of later builds until `readmit`.

        Its text is overwritten in the file, not only marked as free.

        Raises:
            UnknownDocument: the ledger has no such document.
        """
        self._connection.execute("PRAGMA secure_delete = ON")
        try:
            with self._change() as connection:
                row = connection.execute("SELECT id FROM documents WHERE uid = ?", (document_uid,)).fetchone()
                if row is None:
                    raise UnknownDocument(f"the ledger has no document {document_uid}", hint="name it by its uid")
                delete_document(connection, document_uid)
                withdraw(connection, document_uid)
                values = (document_uid, row[0], reason, now())
                connection.execute("INSERT OR REPLACE INTO retractions VALUES (?, ?, ?, ?)", values)
        finally:
            self._connection.execute("PRAGMA secure_delete = OFF")
        with suppress(sqlite3.OperationalError):  # somebody reads; the log is wiped when the last one has closed
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def readmit(self, document_uid: str) -> bool:
        """Let a retracted document be read again; return whether it was retracted."""
        with self._transaction() as connection:
            return connection.execute("DELETE FROM retractions WHERE uid = ?", (document_uid,)).rowcount > 0

    def retractions(self) -> list[Retraction]:
        """Return the documents that were taken out, by id."""
        with ledger_errors("read", self.home):
            rows = self._connection.execute("SELECT uid, id, reason, made FROM retractions ORDER BY id").fetchall()
        return [Retraction(*row) for row in rows]
