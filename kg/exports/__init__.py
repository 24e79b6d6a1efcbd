"""Write a ledger to files that other tools read.

The table names every format; a new one is a file and a row. The same ledger gives the same bytes.

Example:
    >>> with Ledger.open(home, readonly=True) as ledger, open("graph.gexf", "w", encoding="utf-8") as stream:
    ...     EXPORTS["gexf"].write(ledger, stream)                                          # doctest: +SKIP
    402
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from kg.exports.csv import export_csv
from kg.exports.graph import export_gexf, export_graphml
from kg.exports.jsonl import export_jsonl
from kg.exports.jsonld import export_jsonld
from kg.exports.neo4j_admin import export_neo4j_admin
from kg.exports.parquet import export_parquet
from kg.projection import LedgerLike

__all__ = ["EXPORTS", "BinaryExport", "Export", "FolderExport", "TextExport"]


@dataclass(frozen=True, slots=True)
class Export:
    """One file format.

    Attributes:
        name: what `--format` takes.
        suffix: the usual end of the file's name, with its dot; empty for a folder.
        summary: one line for the help.
    """

    name: str
    suffix: str
    summary: str


@dataclass(frozen=True, slots=True)
class TextExport(Export):
    """A format of text; `write` takes a ledger and a text stream, and returns how many statements it wrote.

    The stream is opened as UTF-8 with `newline="\\n"`.
    """

    write: Callable[[LedgerLike, TextIO], int]


@dataclass(frozen=True, slots=True)
class BinaryExport(Export):
    """A binary format; `write` takes a ledger and a binary stream, and returns how many statements it wrote.

    It raises `ConfigError` where a package that it needs is not installed.
    """

    write: Callable[[LedgerLike, BinaryIO], int]


@dataclass(frozen=True, slots=True)
class FolderExport(Export):
    """Several files in one folder; `write` takes a ledger and an empty folder.

    It returns how many statements it wrote, and one line on what the format could not carry, or None.
    """

    write: Callable[[LedgerLike, Path], tuple[int, str | None]]


EXPORTS: Mapping[str, TextExport | BinaryExport | FolderExport] = {
    export.name: export
    for export in (
        TextExport("csv", ".csv", "one row a statement, flat, for spreadsheets and data frames", export_csv),
        TextExport("gexf", ".gexf", "the graph, for Gephi", export_gexf),
        TextExport("graphml", ".graphml", "the graph, for yEd, Cytoscape, igraph and NetworkX", export_graphml),
        TextExport("jsonl", ".jsonl", "one statement record a line, complete", export_jsonl),
        TextExport("jsonld", ".jsonld", "linked data with provenance (PROV-O, schema.org)", export_jsonld),
        FolderExport("neo4j-admin", "", "a folder for Neo4j's offline importer", export_neo4j_admin),
        BinaryExport("parquet", ".parquet", "one row a statement, complete, for data frames", export_parquet),
    )
}
