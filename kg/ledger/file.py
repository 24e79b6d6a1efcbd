"""The file of a ledger: opened, closed, and written by one process at a time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kg.errors import LedgerError, LedgerMissing
from kg.ledger.connection import LEDGER_FILE, WriterLock, connect, ledger_errors
from kg.ledger.schema import LEDGER_VERSION, check_version, migrate, version_of


def now() -> str:
    """Return the time in UTC, to the second, in ISO form."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class LedgerFile:
    """An open ledger file with its transactions; `Ledger` says what is in it.

    Attributes:
        home: the folder.
        readonly: whether it was opened for reading alone.
        uid: random id of this ledger, made once.
    """

    def __init__(self, home: Path, connection: sqlite3.Connection, *, readonly: bool, timeout: float) -> None:
        self.home = home
        self.readonly = readonly
        self._connection = connection
        self._lock = WriterLock(home, timeout=timeout)
        self._holding = False
        self.uid: str = self._meta("uid")

    @classmethod
    def open(cls, home: Path, *, create: bool = False, readonly: bool = False, timeout: float = 5.0) -> Self:
        """Return the ledger of a home.

        Args:
            home: the folder.
            create: make the home where there is none.
            readonly: never write; works beside a writer and on a read-only disk. A home that cannot be written is
                opened so in any case, unless `create` is set.
            timeout: seconds to wait for another writer.

        Raises:
            LedgerMissing: there is no home, and `create` is False.
            LedgerVersionError: a newer actorkg wrote it.
            LedgerBusy: another process is writing, and this one would have to.
            LedgerError: the home cannot be read, or made.
        """
        home = Path(home)
        path = home / LEDGER_FILE
        with ledger_errors("open", home):
            if not path.exists() or path.stat().st_size == 0:
                if not create or readonly:
                    raise LedgerMissing(
                        f"there is no home at {home}",
                        hint="make one with `kg build SOURCE`, or name another with --home",
                    )
                home.mkdir(parents=True, exist_ok=True)
            readonly = readonly or not (create or os.access(home, os.W_OK))
            connection = connect(home, readonly=readonly, timeout=timeout)
            try:
                if check_version(connection) < LEDGER_VERSION:
                    _bring_up_to_date(connection, home, readonly=readonly, timeout=timeout)
                return cls(home, connection, readonly=readonly, timeout=timeout)
            except BaseException:
                connection.close()
                raise

    def close(self) -> None:
        """Give the file and the right to write back; a ledger may be closed twice."""
        self._let_go()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def revision(self) -> int:
        """Number of committed changes of content so far; stores tell by it whether they are up to date."""
        return int(self._meta("revision"))

    @contextmanager
    def snapshot(self) -> Iterator[Self]:
        """See one state of the ledger through several calls, whatever others write meanwhile; for reading alone."""
        with ledger_errors("read", self.home):
            self._connection.execute("BEGIN")
        try:
            yield self
        finally:
            self._connection.execute("COMMIT")

    def loose_rows(self) -> list[str]:
        """Return the table of each row whose parent is missing; none is the rule."""
        return [str(row[0]) for row in self._rows("PRAGMA foreign_key_check")]

    def _hold(self) -> None:
        """Keep other writers out beyond one transaction."""
        self._lock.acquire()
        self._holding = True

    def _let_go(self) -> None:
        self._holding = False
        self._lock.release()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Write, all or nothing, as the one writer of this home."""
        if self.readonly:
            raise LedgerError(
                f"cannot write to {self.home}: it is read-only, or was opened for reading alone",
                hint="make it writable, or name another home with --home",
            )
        self._lock.acquire()
        try:
            with ledger_errors("write to", self.home):
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
        finally:
            if not self._holding:
                self._lock.release()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """Write a change of content: a transaction that moves the revision on."""
        with self._transaction() as connection:
            yield connection
            self._move_on(connection)

    @staticmethod
    def _move_on(connection: sqlite3.Connection) -> None:
        """Move the revision on, inside a transaction."""
        connection.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")

    def _rows(self, query: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        with ledger_errors("read", self.home):
            yield from self._connection.execute(query, parameters)

    def _meta(self, key: str) -> str:
        for row in self._rows("SELECT value FROM meta WHERE key = ?", (key,)):
            return str(row[0])
        raise LedgerError(f"{self.home / LEDGER_FILE} is not a ledger, or is damaged")


def _bring_up_to_date(connection: sqlite3.Connection, home: Path, *, readonly: bool, timeout: float) -> None:
    if readonly:
        raise LedgerError(
            f"{home} is of an older version", hint="run `kg build` on it once, which brings it up to date"
        )
    lock = WriterLock(home, timeout=timeout)
    lock.acquire()
    try:
        connection.execute("BEGIN IMMEDIATE")
        if version_of(connection) < LEDGER_VERSION:
            migrate(connection)
        connection.execute("COMMIT")
    finally:
        lock.release()
