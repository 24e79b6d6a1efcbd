"""CSV with a header: a row is a document."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from kg.errors import ReaderError
from kg.model import Document, Failure
from kg.readers.base import STANDARD_INPUT, Notes, ReaderOptions, SourceFile, make_row_document, row_id
from kg.readers.encoding import find_encoding
from kg.readers.jsonl import open_bytes

MAX_FIELD_CHARACTERS = 4_000_000
_MAX_LINE_CHARACTERS = 8_000_000
_DELIMITERS = ",;\t|"


def read_csv(file: SourceFile, options: ReaderOptions, notes: Notes) -> Iterator[Document | Failure]:
    """Yield the documents of a CSV file, and a failure for each row that is none; blank rows are passed over."""
    try:
        with open_bytes(file) as raw, _rewindable(raw, file) as stream:
            encoding = find_encoding(stream)
            stream.seek(0)
            if not encoding.startswith("utf-8"):
                notes.add(f"{file.shown_path}: read as {encoding}")
            with io.TextIOWrapper(stream, encoding, newline="", errors="strict") as text:
                yield from _read_rows(text, file, options, notes)
    except OSError as error:
        yield file.failure(f"the file cannot be read: {error.strerror or error}")
    except ReaderError as error:
        yield file.failure(error.message, line=error.line)
    except UnicodeDecodeError as error:
        yield file.failure(f"the file is not {error.encoding} to its end")


def _rewindable(raw: io.BufferedReader, file: SourceFile) -> BinaryIO:
    """Return the file itself, or a copy of standard input, so that it can be read twice."""
    if file.path != STANDARD_INPUT:
        return raw
    copy: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=1 << 24)  # noqa: SIM115 the caller closes it
    while chunk := raw.read(1 << 16):
        copy.write(chunk)
    copy.seek(0)
    return cast("BinaryIO", copy)


def _read_rows(
    text: io.TextIOWrapper, file: SourceFile, options: ReaderOptions, notes: Notes
) -> Iterator[Document | Failure]:
    lines = _Lines(text)
    first = next(lines, "")
    delimiter = _find_delimiter(first, options.fields.get("text", "text"))
    if delimiter != ",":
        notes.add(f"{file.shown_path}: cells are parted by {delimiter!r}")
    rows = _read_cells(_chain(first, lines), lines, delimiter)
    header = next(rows, None)
    if header is None:
        raise ReaderError("the file is empty")
    names, line = header
    if isinstance(names, str):
        raise ReaderError(f"the header is malformed: {names}", line=line)
    names = [name.strip() for name in names]
    _check_header(names, options.fields.get("text", "text"))
    found = False
    for cells, line in rows:
        found = True
        if isinstance(cells, str):
            yield file.failure(f"the row is malformed: {cells}", line=line)
        elif len(cells) != len(names):
            yield file.failure(f"the row has {len(cells)} cells, the header has {len(names)}", line=line)
        else:
            row = dict(zip(names, cells, strict=True))
            try:
                yield make_row_document(row, file, options)
            except ReaderError as error:
                yield file.failure(error.message, line=line, id=row_id(row, options))
    if not found:
        raise ReaderError("the file has a header and no rows")


class _Lines:
    """The lines of a text, counted; a line too long for any document is passed on as an empty one and noted."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.number = 0
        self.too_long: list[int] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(_MAX_LINE_CHARACTERS)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == _MAX_LINE_CHARACTERS and not line.endswith("\n"):
            while line and not line.endswith("\n"):
                line = self._text.readline(_MAX_LINE_CHARACTERS)
            self.too_long.append(self.number)
            return "\n"
        return line


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


def _read_cells(text: Iterator[str], lines: _Lines, delimiter: str) -> Iterator[tuple[list[str] | str, int]]:
    """Yield the cells of each row that is not blank, or what is wrong with it, with the line where it begins."""
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            cells = []
            ended = True
        except csv.Error as error:
            unread = f"; nothing was read up to line {lines.number}" if lines.number > line else ""
            yield f"{error}{unread}", line
            ended, cells = False, []
        else:
            ended = False
        if cells:
            yield cells, line
        for number in lines.too_long:
            yield f"a line has more than {_MAX_LINE_CHARACTERS:,} characters", number
        lines.too_long.clear()
        if ended:
            return
        line = lines.number + 1


def _find_delimiter(header: str, text_name: str) -> str:
    """Return the delimiter that makes the text's column appear in the header; a comma where none does."""
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader([header], delimiter=delimiter), [])
        except csv.Error:
            continue
        if text_name in (name.strip() for name in names):
            return delimiter
    return ","


def _check_header(names: list[str], text_name: str) -> None:
    if text_name not in names:
        raise ReaderError(
            f'the header has no column "{text_name}"; it has: {", ".join(names)}'
            f" (name the column with --field text=COLUMN)",
            line=1,
        )
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise ReaderError(f'the header has the column "{doubled[0]}" twice', line=1)
