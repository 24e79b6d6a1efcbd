"""Statements as Parquet: one row each, with the nested fields of the record; what is read back equals the record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import ConfigError
from kg.projection import LedgerLike
from kg.records import Record

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 10_000


def export_parquet(ledger: LedgerLike, stream: BinaryIO) -> int:
    """Write one row a statement and return how many there were.

    Raises:
        ConfigError: pyarrow is not installed.
    """
    pa = _pyarrow()
    import pyarrow.parquet as pq

    schema = record_schema()
    count = 0
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        for batch in _lists(iter(ledger.records())):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count


def record_schema() -> pa.Schema:
    """Return the types of the statement record, field by field, in the contract's order."""
    pa = _pyarrow()
    text, number, real, truth = pa.string(), pa.int64(), pa.float64(), pa.bool_()
    words = pa.struct([("text", text), ("start", number), ("end", number)])
    participant = pa.struct(
        [
            *((name, text) for name in ("uid", "name", "kind", "sector", "scope", "country", "text")),
            ("start", number),
            ("end", number),
            ("link", text),
            ("antecedent", words),
        ]
    )
    date = pa.struct([("from", text), ("to", text), ("precision", text), *words])
    return pa.schema(
        [
            ("schema_version", number),
            ("sid", text),
            ("claim", text),
            (
                "document",
                pa.struct([(name, text) for name in ("uid", "id", "published", "publisher", "url", "origin")]),
            ),
            ("sentence", pa.struct([("index", number), ("start", number), ("end", number), ("text", text)])),
            ("source", participant),
            ("predicate", pa.struct([*words, ("lemma", text)])),
            ("target", participant),
            *((name, text) for name in ("relation", "category", "quad", "cameo")),
            ("score", real),
            *((name, text) for name in ("polarity", "modality", "phase")),
            ("condition", words),
            ("cues", pa.list_(words)),
            ("factual", truth),
            ("attributed_to", pa.list_(pa.list_(participant))),
            ("symmetric", truth),
            ("event", text),
            ("within", text),
            ("matter", words),
            ("place", participant),
            ("date", date),
            ("confidence", real),
            ("rules", pa.list_(text)),
            ("pipeline", text),
            ("model", text),
        ]
    )


def _lists(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, ROWS_AT_ONCE)):
        yield batch


def _pyarrow() -> Any:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise ConfigError(
            "Parquet needs the package pyarrow", hint="install it with `pip install 'actorkg[parquet]'`"
        ) from error
    return pa
