"""Readers: sources to documents. A format is a row of `READERS` and a module that reads it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import UnknownFormat
from kg.model import Document, Failure
from kg.readers.base import KNOWN_FIELDS, Notes, Reader, ReaderOptions, SourceFile, make_document
from kg.readers.csv import read_csv
from kg.readers.docx import read_docx
from kg.readers.html import read_html
from kg.readers.jsonl import read_jsonl
from kg.readers.pdf import read_pdf
from kg.readers.sources import find_sources, format_of
from kg.readers.text import read_text

__all__ = [
    "KNOWN_FIELDS",
    "READERS",
    "Notes",
    "ReaderOptions",
    "count_documents",
    "make_document",
    "read_file",
    "read_sources",
]

MOST_BYTES_TO_COUNT = 1 << 30
"""Files of JSON lines up to this size are counted beforehand, so that the time left can be told."""

READERS: Mapping[str, Reader] = {
    "txt": read_text,
    "md": read_text,
    "jsonl": read_jsonl,
    "jsonl.gz": read_jsonl,
    "csv": read_csv,
    "html": read_html,
    "htm": read_html,
    "xhtml": read_html,
    "pdf": read_pdf,
    "docx": read_docx,
}
_ONE_DOCUMENT = frozenset({"txt", "md", "html", "htm", "xhtml", "pdf", "docx"})
_EXTRAS: Mapping[str, tuple[str, str]] = {"pdf": ("pypdfium2", "pdf")}
"""For formats that need more than the core: the module, and the extra that installs it."""
_BEGINNINGS = (
    ("jsonl", re.compile(rb"(\xef\xbb\xbf)?\s*\{\s*\"|\x1f\x8b")),
    ("html", re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype\s+html|html[\s>])", re.IGNORECASE)),
    ("pdf", re.compile(rb"%PDF-")),
)
"""How standard input of a format begins; anything else is text."""


def read_sources(
    sources: Sequence[str | Path],
    options: ReaderOptions,
    *,
    notes: Notes | None = None,
    only: Collection[str] | None = None,
) -> Iterator[Document | Failure]:
    """Return a stream of the documents that sources hold, and of what could not be read, in a stable order.

    One document is in memory at a time. An id that comes twice is a failure the second time.

    Args:
        sources: files, folders, globs, or "-" for standard input (JSON lines, HTML or PDF where it starts like one,
            else text).
        options: how to read them.
        notes: collects remarks: guessed encodings, files left out, fields not used.
        only: absolute paths; other files among the sources are passed over.

    Raises:
        ReaderError: there is not one file to read among the sources, the format asked for is not known, or one of the
            files needs an extra that is not installed.

    Example:
        >>> [document.id for document in read_sources(["news"], ReaderOptions())]         # doctest: +SKIP
        ['news/2014/monday.txt', 'news/2014/tuesday.jsonl#4a5a2d3e51a7f6de5b0d3e59']
    """
    notes = Notes() if notes is None else notes
    _check_format(options)
    found = find_sources([os.fspath(source) for source in sources], options, tuple(READERS), notes)
    _check_extras({_format(file, options) for file in found.files})
    files = found.files if only is None else [file for file in found.files if file.shown_path in only]
    return _read(files, found.failures, options, notes)


def read_file(file: SourceFile, options: ReaderOptions, notes: Notes) -> Iterator[Document | Failure]:
    """Return a stream of the documents of one file, and of what could not be read in it, in its order."""
    known = _format(file, options)
    if known is None:
        known = _format_of_input()
        _check_extras({known})
    return READERS[known](file, options, notes)


def count_documents(sources: Sequence[str | Path], options: ReaderOptions) -> int | None:
    """Return how many documents sources hold if that can be told without parsing them, else None.

    Raises:
        ReaderError: there is not one file to read among the sources.
    """
    _check_format(options)
    found = find_sources([os.fspath(source) for source in sources], options, tuple(READERS), Notes())
    counts = [_count(file, options) for file in found.files]
    return None if None in counts else sum(count or 0 for count in counts) + len(found.failures)


def _count(file: SourceFile, options: ReaderOptions) -> int | None:
    """Return how many documents a file holds, if that costs next to nothing: one, or the lines of JSON."""
    known = _format(file, options)
    if known in _ONE_DOCUMENT:
        return 1
    try:
        if known != "jsonl" or os.path.getsize(file.path) > MOST_BYTES_TO_COUNT:
            return None
        with open(file.path, "rb") as lines:
            return max(sum(1 for line in lines if line.strip()), 1)
    except OSError:
        return 1  # the failure that reading it will be


def _check_format(options: ReaderOptions) -> None:
    if options.input_format is not None and options.input_format not in READERS:
        raise UnknownFormat(
            f"the format {options.input_format!r} is not known", hint=f"known formats: {', '.join(READERS)}"
        )


def _check_extras(formats: Collection[str | None]) -> None:
    for name, (module, extra) in _EXTRAS.items():
        if name in formats and find_spec(module) is None:
            raise UnknownFormat(
                f"reading {name.upper()} files needs the extra {extra}", hint=f"pip install 'actorkg[{extra}]'"
            )


def _format(file: SourceFile, options: ReaderOptions) -> str | None:
    """Return the format of a file; None for standard input, of which nothing is known yet."""
    return options.input_format or format_of(file.path, tuple(READERS))


def _read(
    files: list[SourceFile], failures: list[Failure], options: ReaderOptions, notes: Notes
) -> Iterator[Document | Failure]:
    yield from failures
    seen: dict[bytes, str] = {}
    for file in files:
        for item in read_file(file, options, notes):
            if isinstance(item, Document):
                key = bytes.fromhex(item.uid)
                if key in seen:
                    yield file.failure(f"the id {item.id} came before in this build, in {seen[key]}", id=item.id)
                    continue
                seen[key] = file.shown_path
                for name in item.fields:
                    notes.add(f"{file.shown_path}: field not used: {name}")
            yield item


def _format_of_input() -> str:
    """Return the format of standard input, by how it starts."""
    stream: Any = sys.stdin.buffer
    if hasattr(stream, "peek"):
        start = stream.peek(4096)
    else:
        start = stream.read(4096)
        stream.seek(-len(start), os.SEEK_CUR)
    return next((name for name, beginning in _BEGINNINGS if beginning.match(start)), "txt")
