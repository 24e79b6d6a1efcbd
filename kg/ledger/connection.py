"""SQLite underneath a ledger: opening it, one writer at a time, and its errors in our words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import LedgerBusy, LedgerError

LEDGER_FILE = "ledger.sqlite"
LOCK_FILE = "writer.lock"


@contextmanager
def ledger_errors(doing: str, home: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the file system into a `LedgerError` that says what could not be done."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate(error, doing, home) from error
    except OSError as error:
        raise LedgerError(
            f"cannot {doing} {home}: {error.strerror or error}",
            hint="check the disk and its permissions, or name another home with --home",
        ) from error


def _translate(error: sqlite3.Error, doing: str, home: Path) -> LedgerError:
    said = str(error).lower()
    if "locked" in said or "busy" in said:
        return LedgerBusy(
            f"another process is writing to {home}", hint="wait until it has finished, or name another home with --home"
        )
    if "full" in said:
        return LedgerError(
            f"cannot {doing} {home}: the disk is full",
            hint="free some space and run it again: what was recorded is kept",
        )
    if "readonly" in said or "read-only" in said:
        return LedgerError(
            f"cannot {doing} {home}: it is read-only", hint="make it writable, or name another home with --home"
        )
    if "not a database" in said or "malformed" in said:
        return LedgerError(
            f"{home / LEDGER_FILE} is not a ledger, or is damaged", hint="restore it from a copy, or build a new home"
        )
    if "unable to open" in said:
        return LedgerError(
            f"cannot {doing} {home}: its files cannot be opened",
            hint="check the disk and its permissions, or name another home with --home",
        )
    if "i/o" in said:
        return LedgerError(
            f"cannot {doing} {home}: the disk refuses",
            hint="check the disk and its free space: what was recorded is kept",
        )
    return LedgerError(f"cannot {doing} {home}: {error}", hint="run `kg audit` to see whether the home is sound")


def connect(home: Path, *, readonly: bool, timeout: float) -> sqlite3.Connection:
    """Return a connection to the ledger file of `home`, in autocommit mode with foreign keys on.

    A read-only connection never waits for a writer. On a read-only disk without a write-ahead log the file is opened
    as unchanging, which SQLite needs there.
    """
    path = home / LEDGER_FILE
    if not readonly:
        connection = sqlite3.connect(path, timeout=timeout, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection
    address = path.absolute().as_uri() + "?mode=ro"
    if not os.access(home, os.W_OK) and not path.with_name(LEDGER_FILE + "-wal").exists():
        address += "&immutable=1"
    return sqlite3.connect(address, uri=True, timeout=timeout, isolation_level=None)


class WriterLock:
    """The right to write to a home, held by one process at a time and given up by itself when the process dies.

    It is an exclusive transaction on a small SQLite file, so it works wherever the ledger itself works.
    """

    def __init__(self, home: Path, *, timeout: float) -> None:
        self._home = home
        self._timeout = timeout
        self._holder: sqlite3.Connection | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._holder is not None

    def acquire(self) -> None:
        """Take the lock; nothing happens where it is held already.

        Raises:
            LedgerBusy: another process has held it for the whole timeout.
            LedgerError: the home cannot be written.
        """
        if self._holder is not None:
            return
        with ledger_errors("write to", self._home):
            holder = sqlite3.connect(self._home / LOCK_FILE, timeout=self._timeout, isolation_level=None)
            try:
                holder.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error:
                holder.close()
                raise
        self._holder = holder

    def release(self) -> None:
        """Give the lock up; nothing happens where it is not held."""
        holder, self._holder = self._holder, None
        if holder is not None:
            with suppress(sqlite3.Error):
                holder.execute("ROLLBACK")
            holder.close()
