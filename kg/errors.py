"""Every error that actorkg raises, as one tree.

```
KgError
├── ConfigError
├── ReaderError
│   └── UnknownFormat
├── ModelNotFound
├── ExtractionError
├── WorkerError
├── LedgerError
│   ├── LedgerMissing
│   ├── LedgerBusy
│   ├── UnknownDocument
│   └── LedgerVersionError
├── StoreError
│   ├── StoreUnavailable
│   └── StoreMismatch
└── QueryError
    ├── UnknownActor
    ├── UnknownQuery
    ├── QueryParameterError
    ├── QueryRefused
    ├── QueryTimeout
    └── QueryTooLarge
```

The library raises these; only the command line turns them into one line on stderr and an exit code.
"""

from __future__ import annotations

from pathlib import Path


class KgError(Exception):
    """Root of the tree: what happened, and in `hint` what to do about it.

    Args:
        message: one sentence that says what happened.
        hint: one sentence that says what to do, or None.

    Example:
        >>> str(KgError("no home at .kg", hint="run `kg build SOURCE` first"))
        'no home at .kg'
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(KgError):
    """A setting, pipeline file or word list that cannot be used; `path` and `key` say where."""

    def __init__(
        self, message: str, *, path: Path | None = None, key: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.key = key


class ReaderError(KgError):
    """A source that cannot be read; `path` and `line` say where."""

    def __init__(
        self, message: str, *, path: str | None = None, line: int | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.line = line


class UnknownFormat(ReaderError):
    """A file whose format no reader knows."""


class ModelNotFound(KgError):
    """A language model that is not installed or not a spaCy pipeline."""


class ExtractionError(KgError):
    """A document that the pipeline could not read; `document` is its id, `sentence` the index where it stopped."""

    def __init__(self, message: str, *, document: str, sentence: int | None = None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.document = document
        self.sentence = sentence


class WorkerError(KgError):
    """Worker processes that cannot be started, or a worker whose reader is broken (exit code 4)."""


class LedgerError(KgError):
    """A ledger that cannot be opened, read or written (exit code 4 unless a leaf says otherwise)."""


class LedgerMissing(LedgerError):
    """There is no home at this place (exit code 2)."""


class LedgerBusy(LedgerError):
    """Another process is writing to this home."""


class UnknownDocument(LedgerError):
    """A name that means no document of the ledger, or several (exit code 2)."""


class LedgerVersionError(LedgerError):
    """The home was written by a newer version of actorkg (exit code 2)."""


class StoreError(KgError):
    """A graph store that cannot be opened or written."""


class StoreUnavailable(StoreError):
    """A database that does not answer or refuses the login; worth trying again (exit code 3)."""


class StoreMismatch(StoreError):
    """A store of another ledger or of a newer version (exit code 2)."""


class QueryError(KgError):
    """A question that cannot be answered."""


class UnknownActor(QueryError):
    """A name that means no actor of the ledger, or several; `candidates` lists those it may mean."""

    def __init__(self, message: str, *, candidates: tuple[str, ...] = (), hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.candidates = candidates


class UnknownQuery(QueryError):
    """A saved question that does not exist."""


class QueryParameterError(QueryError):
    """A parameter that is missing, unknown or of the wrong type."""


class QueryRefused(QueryError):
    """Cypher that the read-only guard does not let through."""


class QueryTimeout(QueryError):
    """A query that ran over its time limit (exit code 4)."""


class QueryTooLarge(QueryError):
    """A query that needed more memory than it may use (exit code 4)."""
