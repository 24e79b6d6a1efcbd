"""Rows to a table, JSON, JSON lines or CSV, on stdout or in a file that is written whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import click

from kg.errors import ConfigError

Row = Sequence[Any]

# Marks that reorder or hide neighbouring text: they could make a table say what the data does not.
HIDDEN_MARKS = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True, slots=True)
class RowOutput:
    """Where rows go, and how.

    Attributes:
        row_format: table, json, jsonl or csv; None for a table on a terminal and jsonl elsewhere.
        output: file, or `-` for stdout.
        force: overwrite the file.
    """

    row_format: str | None = None
    output: str = "-"
    force: bool = False


@contextmanager
def open_output(output: str, *, force: bool = False) -> Iterator[TextIO]:
    """Yield a text stream for `output` (`-` is stdout); a file appears only when everything was written.

    Raises:
        ConfigError: the file exists and `force` is not set, or its folder does not exist.
    """
    if output == "-":
        yield sys.stdout
        return
    with (
        _draft_of(output, force=force) as draft,
        draft.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream,
    ):
        yield stream


@contextmanager
def open_binary_output(output: str, *, force: bool = False) -> Iterator[BinaryIO]:
    """Yield a binary stream for `output`; see `open_output`.

    Raises:
        ConfigError: as `open_output`, or `output` is a terminal.
    """
    if output == "-":
        if sys.stdout.isatty():
            raise ConfigError("this format is not for a terminal", hint="add -o FILE")
        yield sys.stdout.buffer
        return
    with _draft_of(output, force=force) as draft, draft.open("wb") as stream:
        yield stream


@contextmanager
def open_output_folder(output: str, *, force: bool = False, ours: Callable[[str], bool]) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `output` when everything was written.

    Args:
        force: replace the folder that is there.
        ours: whether a file of that name may be in a folder that is replaced.

    Raises:
        ConfigError: it exists and `force` is not set, it holds other files, or it is no place for a folder.
    """
    if output == "-":
        raise ConfigError("this format is a folder of files", hint="add -o FOLDER")
    path = Path(output).resolve()
    if not path.parent.is_dir():
        raise ConfigError(f"the folder {path.parent} does not exist", hint="make it first")
    if path.exists() and not path.is_dir():
        raise ConfigError(f"{output} is not a folder", hint="choose another name")
    held = [item.name for item in path.iterdir()] if path.exists() else []
    if held and not force:
        raise ConfigError(f"{output} exists already", hint="add --force to overwrite it, or choose another name")
    if others := sorted(name for name in held if not ours(name)):
        raise ConfigError(f"{output} holds other files, such as {others[0]}", hint="choose another name")
    draft = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        yield draft
        draft.chmod(0o777 & ~_umask())
        if path.exists():
            shutil.rmtree(path)
        draft.replace(path)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


@contextmanager
def _draft_of(output: str, *, force: bool) -> Iterator[Path]:
    """Yield the path to write to: a draft that takes the place of `output` at the end, or a device itself."""
    check_output(output, force=force)
    path = Path(output).resolve()  # a link stays a link
    if _is_device(path):
        yield path
        return
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    draft = Path(temporary)
    try:
        yield draft
        draft.chmod(0o666 & ~_umask())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def check_output(output: str, *, force: bool = False) -> None:
    """Refuse, before any work is done, a file that exists already or whose folder does not.

    Raises:
        ConfigError: with what to do.
    """
    if output == "-":
        return
    path = Path(output)
    if path.is_dir():
        raise ConfigError(f"{output} is a folder", hint="give a file name")
    if path.exists() and not force and not _is_device(path):
        raise ConfigError(f"{output} exists already", hint="add --force to overwrite it, or choose another name")
    if not path.parent.is_dir():
        raise ConfigError(f"the folder {path.parent} does not exist", hint="make it first")


def write_rows(
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    to: RowOutput,
    in_table: Sequence[str] | None = None,
) -> int:
    """Write rows and return how many there were.

    Args:
        columns: names of the columns.
        rows: one sequence of plain values a row, as long as `columns`; JSON formats keep nested values.
        to: where, and in which format.
        in_table: the columns that a table shows, where it has no room for all; by default all.
    """
    chosen = to.row_format or ("table" if to.output == "-" and sys.stdout.isatty() else "jsonl")
    if chosen == "table" and in_table is not None:
        places = [columns.index(column) for column in in_table]
        columns, rows = in_table, ([row[i] for i in places] for row in rows)
    with open_output(to.output, force=to.force) as stream:
        return _WRITERS[chosen](columns, rows, stream)


def clean(text: str) -> str:
    """Return the text as it may be shown: no control characters, no marks that reorder it, line breaks as blanks.

    Example:
        >>> clean("Ira\\u202eq\\n\\x1b[31m")
        'Iraq [31m'
    """
    shown = (" " if c in "\n\r\t" else c for c in text if c not in HIDDEN_MARKS)
    return "".join(c for c in shown if c == " " or unicodedata.category(c) not in {"Cc", "Cs"})


def cell_text(value: Any) -> str:
    """Return a value as a table shows it: nothing for None, names for nodes, types for relationships."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.6g}"
        case str():
            return clean(value)
        case list() | tuple():
            return ", ".join(cell_text(item) for item in value)
        case {"nodes": [*nodes], "relationships": [*relationships]}:
            steps = (f" -{cell_text(r)}- {cell_text(n)}" for r, n in zip(relationships, nodes[1:], strict=True))
            return "".join((*map(cell_text, nodes[:1]), *steps))
        case {"type": str(kind), "source": _, "target": _}:
            return clean(kind)
        case {"properties": {"name": str(name)}} | {"name": str(name)}:
            return clean(name)
        case dict():
            return clean(_json(value))
        case _:
            return clean(str(value))


def _write_table(columns: Sequence[str], rows: Iterable[Row], stream: TextIO) -> int:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    is_terminal = stream is sys.stdout and sys.stdout.isatty()
    context = click.get_current_context(silent=True)
    wanted = context.color if context else None
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    kept = [list(row) for row in rows]
    for i, column in enumerate(columns):
        numeric = any(_is_number(row[i]) for row in kept) and all(row[i] is None or _is_number(row[i]) for row in kept)
        table.add_column(Text(clean(column)), justify="right" if numeric else "left", overflow="fold")
    for row in kept:
        table.add_row(*(Text(cell_text(value)) for value in row))
    console = Console(
        file=stream,
        width=None if is_terminal else 100_000,
        color_system="standard" if wanted or (wanted is None and is_terminal) else None,
        force_terminal=bool(wanted) or is_terminal,
        legacy_windows=False,
    )
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        stream.write(line.rstrip() + "\n")
    return len(kept)


def _write_json(columns: Sequence[str], rows: Iterable[Row], stream: TextIO) -> int:
    stream.write("[")
    count = 0
    for count, row in enumerate(rows, start=1):
        stream.write(("\n  " if count == 1 else ",\n  ") + _json(dict(zip(columns, row, strict=True))))
    stream.write("\n]\n" if count else "]\n")
    return count


def _write_jsonl(columns: Sequence[str], rows: Iterable[Row], stream: TextIO) -> int:
    count = 0
    for row in rows:
        stream.write(_json(dict(zip(columns, row, strict=True))) + "\n")
        count += 1
    return count


def _write_csv(columns: Sequence[str], rows: Iterable[Row], stream: TextIO) -> int:
    from kg.exports.csv import defuse

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([defuse(column) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([defuse(_csv_cell(value)) for value in row])
        count += 1
    return count


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _json(value) if isinstance(value, list | tuple | dict) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_device(path: Path) -> bool:
    """Whether it is /dev/null, a named pipe or the like: written to as it is, and never replaced."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


_WRITERS: dict[str, Callable[[Sequence[str], Iterable[Row], TextIO], int]] = {
    "table": _write_table,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "csv": _write_csv,
}
