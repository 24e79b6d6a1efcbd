"""Parquet shards: a row for each document, with its text and all that it gave, or with the reason why it failed.

A document and its statements stand in one row, so that a shard is complete in itself, and a row is there or not there
as a whole. The columns of statements repeat what is in `record` (the contract's statement record) for those who query
shards; what is read back is the record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from kg.errors import ConfigError
from kg.ledger.intake import Arrival
from kg.model import Document, Failure
from kg.packing import (
    ABSTENTION_COLUMNS,
    MENTION_COLUMNS,
    SENTENCE_COLUMNS,
    STATEMENT_COLUMNS,
    PackedReading,
    Row,
    participant_rows,
    statement_row,
)
from kg.records import statement_from_record

if TYPE_CHECKING:
    import pyarrow as pa

SHARD_VERSION = 1
ROWS_AT_ONCE = 64

_NUMBERS = frozenset(
    {
        *("number", "first", "last", "position", "sentence", "head", "factual", "same_actor"),
        *("antecedent_first", "antecedent_last"),
    }
)
_TABLES = {
    "sentences": SENTENCE_COLUMNS,
    "statements": STATEMENT_COLUMNS,
    "mentions": MENTION_COLUMNS,
    "abstentions": ABSTENTION_COLUMNS,
}
_DOCUMENT_COLUMNS = tuple(field.name for field in fields(Document))
_FAILURE_COLUMNS = tuple(field.name for field in fields(Failure))
_COUNTS = ("clauses", "clauses_with_statements", "sentences_without_clause")
_VERSION_KEY = b"actorkg_shard"


def shard_schema() -> pa.Schema:
    """Return the schema of a shard, its version in the metadata."""
    pa = _pyarrow()
    text, number, texts = pa.string(), pa.int64(), pa.list_(pa.string())
    kinds = {"own_id": pa.bool_(), "fields": texts, "found_in": texts}
    columns = [(name, kinds.get(name, text)) for name in _DOCUMENT_COLUMNS]
    for table, names in _TABLES.items():
        row = pa.struct([(name, number if name in _NUMBERS else text) for name in names])
        columns.append((table, pa.list_(row)))
    columns += [(name, number) for name in _COUNTS]
    columns.append(("pipeline_digest", text))
    columns.append(("failure", pa.struct([(name, number if name == "line" else text) for name in _FAILURE_COLUMNS])))
    return pa.schema(columns, metadata={_VERSION_KEY: str(SHARD_VERSION).encode()})


def shard_table(results: Iterable[tuple[Document, PackedReading] | Failure], *, digest: str) -> pa.Table:
    """Return documents with what they gave, and failures, as a table with `shard_schema`.

    Args:
        results: one for each document.
        digest: digest of the pipeline that read them.
    """
    rows = [_failure_row(r) if isinstance(r, Failure) else _document_row(*r, digest) for r in results]
    return _pyarrow().Table.from_pylist(rows, schema=shard_schema())


def read_parquet(path: str) -> Iterator[Arrival | Failure]:
    """Yield the documents of a shard, and what failed in it; a file that is no shard is one failure.

    Raises:
        ConfigError: pyarrow is not installed.
    """
    pa = _pyarrow()
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            if (reason := _refuse(file.schema_arrow)) is not None:
                yield Failure(path, path, None, "import", reason)
                return
            for batch in file.iter_batches(ROWS_AT_ONCE):
                for row in batch.to_pylist():
                    yield _from_row(row, path)
    except (pa.ArrowException, OSError) as error:
        yield Failure(path, path, None, "import", f"the shard cannot be read: {' '.join(str(error).split())}")


def _refuse(schema: pa.Schema) -> str | None:
    version = (schema.metadata or {}).get(_VERSION_KEY)
    if version is None:
        return "this Parquet file is not a shard of actorkg"
    if int(version) > SHARD_VERSION:
        return f"the shard is of version {int(version)}, and this actorkg knows versions up to {SHARD_VERSION}"
    return None


def _document_row(document: Document, reading: PackedReading, digest: str) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(document, name) for name in _DOCUMENT_COLUMNS}
    for table, names in _TABLES.items():
        row[table] = [dict(zip(names, values, strict=True)) for values in getattr(reading, table)]
    row |= {name: getattr(reading, name) for name in _COUNTS}
    return row | {"pipeline_digest": digest, "failure": None}


def _failure_row(failure: Failure) -> dict[str, Any]:
    told = {name: getattr(failure, name) for name in _FAILURE_COLUMNS}
    return {"id": failure.id, "failure": told}


def _from_row(row: dict[str, Any], path: str) -> Arrival | Failure:
    if row["failure"] is not None:
        return Failure(**row["failure"])
    try:
        values = {name: row[name] for name in _DOCUMENT_COLUMNS}
        values |= {"fields": tuple(row["fields"]), "found_in": tuple(row["found_in"])}
        document = Document(**values)
        flagged = [(statement_from_record(json.loads(s["record"])), s["same_actor"]) for s in row["statements"]]
        reading = PackedReading(
            document_uid=document.uid,
            sentences=_rows(row, "sentences"),
            statements=tuple(statement_row(statement, flag) for statement, flag in flagged),
            participants=tuple(p for statement, flag in flagged if not flag for p in participant_rows(statement)),
            mentions=_rows(row, "mentions"),
            abstentions=_rows(row, "abstentions"),
            **{name: row[name] for name in _COUNTS},
        )
        return Arrival(document, reading, tuple(s for s, _ in flagged), row["pipeline_digest"], path)
    except (KeyError, TypeError, ValueError) as error:
        return Failure(str(row["id"]), path, None, "import", f"the row of {row['id']} is not complete: {error!r}")


def _rows(row: dict[str, Any], table: str) -> tuple[Row, ...]:
    return tuple(tuple(entry[name] for name in _TABLES[table]) for entry in row[table])


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise ConfigError("Parquet needs pyarrow", hint="install it with `pip install 'actorkg[scale]'`") from error
    return pyarrow
