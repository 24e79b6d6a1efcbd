"""Write statements to files that other tools read.

The table names every format; a new one is a file and a row.

Example:
    >>> with open("statements.csv", "w", encoding="utf-8", newline="\\n") as stream:  # doctest: +SKIP
    ...     export_statements(ledger.statements(), stream, output_format="csv")
    402
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TextIO

from kg.errors import ConfigError
from kg.exports.csv import write_csv
from kg.exports.jsonl import write_jsonl
from kg.model import Statement

__all__ = ["EXPORTS", "Export", "export_statements"]


@dataclass(frozen=True, slots=True)
class Export:
    """One file format.

    Attributes:
        name: what `--format` takes.
        suffix: the usual end of the file's name, with its dot.
        summary: one line for the help.
        write: takes statements and a text stream, returns how many it wrote.
    """

    name: str
    suffix: str
    summary: str
    write: Callable[[Iterable[Statement], TextIO], int]


EXPORTS: dict[str, Export] = {
    "csv": Export("csv", ".csv", "one row a statement, flat, for spreadsheets and data frames", write_csv),
    "jsonl": Export("jsonl", ".jsonl", "one statement record a line, complete", write_jsonl),
}


def export_statements(statements: Iterable[Statement], stream: TextIO, *, output_format: str) -> int:
    """Write statements to a stream, in the order given, and return how many there were.

    Args:
        statements: what to write; a stream is consumed once and never held in memory.
        stream: text stream, opened as UTF-8 with `newline="\\n"`; the same statements give the same bytes.
        output_format: a name of `EXPORTS`.

    Raises:
        ConfigError: a format that is not in the table.
    """
    export = EXPORTS.get(output_format)
    if export is None:
        raise ConfigError(f"unknown export format {output_format}", hint=f"formats: {', '.join(sorted(EXPORTS))}")
    return export.write(statements, stream)
