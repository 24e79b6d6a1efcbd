"""The graph as a folder for Neo4j's offline importer: header files, gzip data files, and the lines to run.

The importer's CSV cannot tell an empty list from a missing one, nor from a list with one empty text. A relationship
with such a list is imported with a digest that marks it as unfinished; `finish.cypher` puts the lists right and takes
the mark away. Where that is left out, the next `kg load` makes those relationships anew, so nothing is wrong unseen.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from kg.graph import (
    ACTOR,
    ACTOR_PROPERTIES,
    DOCUMENT,
    DOCUMENT_PROPERTIES,
    FLOAT_PROPERTIES,
    LEDGER,
    LIST_PROPERTIES,
    MENTIONED_IN,
    STATEMENT_PROPERTIES,
    ActorRow,
    DocumentRow,
    StatementRow,
)
from kg.model import SCHEMA_VERSION
from kg.projection import LedgerLike, Projection
from kg.store import cypher

FILE_ROWS = 1_000_000
DIVIDER = "\x1f"
DIVIDER_OPTION = "U+001F"
INTEGERS = frozenset({"sentences", "statements", "abstained", "sentence_index", "count", "schema_version", "revision"})
TRUTHS = frozenset({"factual", "symmetric"})
SPEAKERS = frozenset({"speakers", "speaker_uids"})
INTEGER_LISTS = frozenset({"speaker_steps"})
UNFINISHED = "unfinished:"
UNREADABLE = "?"
FINISH_ROWS = 10_000
LOADING = -1

Cell = Any
Cells = Sequence[Cell]


def export_neo4j_admin(ledger: LedgerLike, folder: Path) -> tuple[int, str | None]:
    """Write the files into an empty folder.

    Returns:
        How many statements were written, and one line on rows that only `kg load` can put right, or None.
    """
    rows = Projection(ledger)
    cells = _Cells()
    tables = [
        _write_table(
            folder,
            "actors",
            ["uid:ID(Actor)", *_typed(ACTOR_PROPERTIES[1:]), ":LABEL"],
            cells.of_nodes(rows.actors(), ACTOR_PROPERTIES, ACTOR),
        ),
        _write_table(
            folder,
            "documents",
            ["uid:ID(Document)", *_typed(DOCUMENT_PROPERTIES[1:]), ":LABEL"],
            cells.of_nodes(rows.documents(), DOCUMENT_PROPERTIES, DOCUMENT),
        ),
        _write_table(
            folder,
            "ledger",
            ["uid:ID(Ledger)", *_typed(("name", "schema_version", "revision")), ":LABEL"],
            [(ledger.uid, "ledger", SCHEMA_VERSION, LOADING, LEDGER)],
        ),
        _write_table(
            folder,
            "statements",
            [":START_ID(Actor)", ":END_ID(Actor)", ":TYPE", *_typed(STATEMENT_PROPERTIES)],
            cells.of_statements(rows.statements()),
        ),
        _write_table(
            folder,
            "mentions",
            [":START_ID(Actor)", ":END_ID(Document)", ":TYPE", "count:long"],
            ((row.actor_uid, row.document_uid, MENTIONED_IN, row.count) for row in rows.mentions()),
        ),
    ]
    (folder / "import.sh").write_text(_import_script(dict(tables)), encoding="utf-8", newline="\n")
    (folder / "import.sh").chmod(0o755)
    finish = ";\n".join((*schema_texts(cells.types), *finishing_texts(ledger.uid, ledger.revision))) + ";\n"
    (folder / "finish.cypher").write_text(finish, encoding="utf-8", newline="\n")
    note = None
    if cells.unreadable:
        note = f"{cells.unreadable} rows have a list that CSV cannot hold; `kg load` puts them right after the import"
    return cells.statements, note


def schema_texts(types: Iterable[str]) -> Iterator[str]:
    """Yield the texts that make the constraints and indexes that `kg load` would make."""
    yield from (*cypher.NODE_CONSTRAINTS, *cypher.NODE_INDEXES, cypher.FULL_TEXT_INDEX)
    for name in sorted(types):
        yield cypher.document_index(name)
        yield cypher.statement_constraint(name)


def finishing_texts(ledger_uid: str, revision: int) -> Iterator[str]:
    """Yield the texts that put lists right after the import, and say which revision the database holds."""
    in_steps = f"IN TRANSACTIONS OF {FINISH_ROWS} ROWS"
    yield f"MATCH (n:Actor) WHERE n.aliases IS NULL CALL (n) {{ SET n.aliases = [] }} {in_steps}"
    plain = sorted(LIST_PROPERTIES - SPEAKERS - {"aliases"})
    lists = [f"r.{name} = coalesce(r.{name}, [])" for name in plain]
    one = "CASE WHEN size(r.speaker_steps) = 1 THEN [''] ELSE [] END"
    speakers = [f"r.{name} = coalesce(r.{name}, {one})" for name in sorted(SPEAKERS)]
    digest = f"r.digest = substring(r.digest, {len(UNFINISHED)})"
    yield (
        f"MATCH (:Actor)-[r]->(:Actor) WHERE r.digest STARTS WITH '{UNFINISHED}' "
        f"CALL (r) {{ SET {', '.join(lists)} SET {', '.join(speakers)}, {digest} }} {in_steps}"
    )
    yield f"MATCH (l:Ledger {{uid: '{ledger_uid}'}}) SET l.revision = {revision}"


class _Cells:
    """Rows of the graph as rows of the importer, and how many of them it cannot read as they are.

    Attributes:
        statements: statements so far.
        unreadable: rows with a list that CSV cannot hold.
        types: relationship types so far.
    """

    def __init__(self) -> None:
        self.statements = 0
        self.unreadable = 0
        self.types: set[str] = set()

    def of_nodes(self, rows: Iterable[ActorRow | DocumentRow], names: Iterable[str], label: str) -> Iterator[Cells]:
        """Yield the cells of each node; `kg load` finds by itself what differs."""
        columns = tuple(names)
        for row in rows:
            self.unreadable += not _is_readable(row.properties)
            yield (*(row.properties.get(name) for name in columns), label)

    def of_statements(self, rows: Iterable[StatementRow]) -> Iterator[Cells]:
        """Yield the cells of each relationship; `kg load` finds by its digest what is not finished."""
        for row in rows:
            self.types.add(row.rel_type)
            self.statements += 1
            digest = row.digest
            if not _is_readable(row.properties):
                digest = UNREADABLE
                self.unreadable += 1
            elif any(value in ([], [""]) for value in row.properties.values()):
                digest = UNFINISHED + digest
            facts = {**row.properties, "digest": digest}
            yield (row.source_uid, row.target_uid, row.rel_type, *(facts.get(name) for name in STATEMENT_PROPERTIES))


def _is_readable(properties: Mapping[str, Any]) -> bool:
    """Whether all lists come back from CSV, if need be by `finish.cypher`."""
    return not any(
        DIVIDER in item or (value == [""] and name not in SPEAKERS)
        for name, value in properties.items()
        if isinstance(value, list)
        for item in value
        if isinstance(item, str)
    )


def _typed(names: Iterable[str]) -> list[str]:
    return [f"{name}:{_type_of(name)}" for name in names]


def _type_of(name: str) -> str:
    if name in INTEGER_LISTS:
        return "long[]"
    if name in LIST_PROPERTIES:
        return "string[]"
    if name in FLOAT_PROPERTIES:
        return "double"
    if name in INTEGERS:
        return "long"
    return "boolean" if name in TRUTHS else "string"


def _write_table(folder: Path, name: str, header: Sequence[str], rows: Iterable[Cells]) -> tuple[str, int]:
    """Write a header file and as many data files as it takes; return the table's name and the number of data files."""
    (folder / f"{name}_header.csv").write_text(",".join(header) + "\n", encoding="utf-8", newline="\n")
    remaining = iter(rows)
    files = 0
    written = FILE_ROWS
    while written == FILE_ROWS:
        written = 0
        with _gzip_file(folder / f"{name}_{files:03d}.csv.gz") as stream:
            for row in islice(remaining, FILE_ROWS):
                stream.write(_line(row))
                written += 1
        files += 1
    return name, files


@contextmanager
def _gzip_file(path: Path) -> Iterator[gzip.GzipFile]:
    """Open a gzip file without name and time in it, so that the same rows give the same bytes."""
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
        yield packed


def _line(cells: Cells) -> bytes:
    return (",".join(map(_cell, cells)) + "\n").encode()


def _cell(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case list():
            return _quoted(DIVIDER.join(map(str, value))) if value else ""
        case _:
            return _quoted(str(value))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _import_script(files: Mapping[str, int]) -> str:
    def option(kind: str, name: str) -> str:
        parts = [f"{name}_header.csv", *(f"{name}_{number:03d}.csv.gz" for number in range(files[name]))]
        return f"  --{kind}={','.join(parts)} \\\n"

    nodes = "".join(option("nodes", name) for name in ("actors", "documents", "ledger"))
    relationships = "".join(option("relationships", name) for name in ("statements", "mentions"))
    return f"""#!/bin/sh
# Makes a database of these files, with the server stopped or the database not yet there:
#
#   ./import.sh [DATABASE]                              (neo4j, if none is named; needs neo4j-admin on the path)
#
# Then start the server, make constraints and indexes, and put right what CSV cannot say:
#
#   cypher-shell -d DATABASE -f finish.cypher
#
# From then on `kg load --to ADDRESS` keeps it up to date.
set -eu
cd "$(dirname "$0")"
"${{NEO4J_ADMIN:-neo4j-admin}}" database import full "${{1:-neo4j}}" \\
{nodes}{relationships}  --id-type=string --array-delimiter={DIVIDER_OPTION} --multiline-fields=true \\
  --overwrite-destination=true
"""
