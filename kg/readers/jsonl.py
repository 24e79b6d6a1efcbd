"""JSON lines, plain or gzipped: a line is a document."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from kg.errors import ReaderError
from kg.model import Document, Failure
from kg.readers.base import STANDARD_INPUT, Notes, ReaderOptions, SourceFile, make_row_document, row_id

# A text of 1,000,000 characters takes at most 12 bytes for each (two escaped surrogates); the rest is for metadata.
MAX_LINE_BYTES = 16 << 20
_GZIP_MARK = b"\x1f\x8b"


def read_jsonl(
    file: SourceFile,
    options: ReaderOptions,
    notes: Notes,  # noqa: ARG001 one shape for all readers
) -> Iterator[Document | Failure]:
    """Yield the documents of a JSON lines file, and a failure for each line that is none; blank lines do not count."""
    number, found = 0, False
    try:
        with _open(file) as stream:
            for number, line in enumerate(_lines(stream), 1):
                if line is None or line.strip():
                    found = True
                    yield _read_line(line, number, file, options)
    except (OSError, EOFError, zlib.error) as error:
        said = getattr(error, "strerror", None) or error
        yield file.failure(f"the file cannot be read on from here: {said}", line=number + 1)
        return
    if not found:
        yield file.failure("the file is empty")


def _read_line(line: bytes | None, number: int, file: SourceFile, options: ReaderOptions) -> Document | Failure:
    """Return the document of a line, or its failure; None stands for a line that is too long."""
    if line is None:
        return file.failure(f"the line has more than {MAX_LINE_BYTES:,} bytes", line=number)
    try:
        row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return file.failure(f"the line is not UTF-8 (byte {error.start})", line=number)
    except json.JSONDecodeError as error:
        return file.failure(f"the line is not JSON: {error.msg} (column {error.colno})", line=number)
    except (ValueError, RecursionError):
        return file.failure("the line is not JSON that can be read", line=number)
    if not isinstance(row, dict):
        return file.failure("the line is JSON, but not an object", line=number)
    try:
        return make_row_document(row, file, options)
    except ReaderError as error:
        return file.failure(error.message, line=number, id=row_id(row, options))


@contextmanager
def _open(file: SourceFile) -> Iterator[BinaryIO]:
    """Open the file, unpacked if it is gzipped."""
    with open_bytes(file) as raw:
        if raw.peek(2)[:2] == _GZIP_MARK:
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield cast("BinaryIO", unpacked)
        else:
            yield raw


@contextmanager
def open_bytes(file: SourceFile) -> Iterator[io.BufferedReader]:
    """Open a file, or standard input, which is left open."""
    if file.path == STANDARD_INPUT:
        stream = sys.stdin.buffer
        yield stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    else:
        with open(file.path, "rb") as stream:
            yield stream


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines of a stream; None for one that is too long, which never stands in memory as a whole."""
    while line := stream.readline(MAX_LINE_BYTES + 1):
        if len(line) <= MAX_LINE_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE_BYTES)
        yield None
