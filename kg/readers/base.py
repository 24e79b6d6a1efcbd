"""What all readers share: options, notes, and how a text with its metadata becomes a `Document`."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypedDict

from kg.errors import ConfigError, ReaderError
from kg.ids import document_uid, text_digest
from kg.model import Document, Failure
from kg.readers.language import foreign_language

MAX_CHARACTERS = 1_000_000
KNOWN_FIELDS = ("text", "id", "title", "published", "publisher", "url", "language")
STANDARD_INPUT = "-"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """How to read sources.

    Attributes:
        input_format: name of a format ("txt", "jsonl", "csv", "html", ...) for all sources, whatever they are called.
        fields: our name of a field to the name it has in JSON lines or CSV, e.g. `{"text": "body"}`.
        published, publisher: for documents that say nothing of their own.
        working_folder: the folder that ids made from paths start in; the process's own by default.

    Raises:
        ConfigError: a field that we do not know, or `published` is not an ISO day.
    """

    input_format: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    published: str | None = None
    publisher: str | None = None
    working_folder: Path | None = None

    def __post_init__(self) -> None:
        for name in self.fields:
            if name not in KNOWN_FIELDS:
                raise ConfigError(
                    f"unknown field {name!r}", key="field", hint=f"the fields are {', '.join(KNOWN_FIELDS)}"
                )
        try:
            read_day(self.published)
        except ValueError as error:
            raise ConfigError(f"published: {error}", key="published") from error


class Notes:
    """Remarks for the user, each kind counted once, in the order in which they first came."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, note: str) -> None:
        """Count a remark once more."""
        self._counts[note] += 1

    def lines(self) -> tuple[str, ...]:
        """Return the remarks; one that came several times says how often."""
        return tuple(note if n == 1 else f"{note} ({n} times)" for note, n in self._counts.items())


class FileIdentity(TypedDict):
    """Identity of the document that a file is, as `make_document` takes it."""

    id: str
    own_id: bool
    path: str | None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read.

    Attributes:
        path: absolute path, or "-" for standard input.
        id: id made from the path, for the document or the rows in it.
    """

    path: str
    id: str

    @property
    def shown_path(self) -> str:
        """The path in characters that can be written anywhere."""
        return clean_name(self.path)

    def identity(self) -> FileIdentity:
        """Return what identifies the document that this file is."""
        from_input = self.path == STANDARD_INPUT
        return FileIdentity(
            id="#" if from_input else self.id, own_id=False, path=None if from_input else self.shown_path
        )

    def failure(self, reason: str, *, line: int | None = None, id: str | None = None) -> Failure:
        """Return the failure of this file, or of a line in it."""
        return Failure(self.id if id is None else id, self.shown_path, line, "read", reason)


Reader = Callable[[SourceFile, ReaderOptions, Notes], Iterator[Document | Failure]]


def one_document(read: Callable[[SourceFile, ReaderOptions, Notes], Document]) -> Reader:
    """Return the reader of a format in which a file is one document, from what reads that document.

    What `read` raises as OSError or ReaderError is the failure of the file.
    """

    @wraps(read)
    def read_one(file: SourceFile, options: ReaderOptions, notes: Notes) -> Iterator[Document | Failure]:
        item: Document | Failure
        try:
            item = read(file, options, notes)
        except OSError as error:
            item = file.failure(f"the file cannot be read: {error.strerror or error}")
        except ReaderError as error:
            item = file.failure(error.message)
        yield item

    return read_one


def clean_name(path: str) -> str:
    """Return a path whose bytes that are not UTF-8 are written as `\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_bytes(file: SourceFile, limit: int) -> bytes:
    """Return the bytes of a file or of standard input.

    Raises:
        OSError: it cannot be read.
        ReaderError: there are more than `limit`; no more than these are in memory.
    """
    if file.path == STANDARD_INPUT:
        data = sys.stdin.buffer.read(limit + 1)
    else:
        with open(file.path, "rb") as stream:
            data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReaderError(f"the file has more than {limit:,} bytes; at most {MAX_CHARACTERS:,} characters are read")
    return data


def read_day(value: str | None) -> str | None:
    """Return the day (YYYY-MM-DD) of an ISO date or time as written, None for none.

    Raises:
        ValueError: it is no ISO date.
    """
    if value is None or not value.strip():
        return None
    written = value.strip()
    if _DAY.match(written):
        try:
            return datetime.fromisoformat(written).date().isoformat()
        except ValueError:
            pass
    raise ValueError(f"the date {_short(written)} is not of the form YYYY-MM-DD")


def make_document(
    text: str,
    *,
    id: str,
    own_id: bool,
    path: str | None = None,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
    fields: tuple[str, ...] = (),
    found_in: tuple[str, ...] = (),
) -> Document:
    """Return a document whose text and metadata are checked.

    Args:
        text: the text; a byte order mark is taken off, CRLF becomes LF.
        id: the caller's id, or one made from a path; an id that ends in `#` gets the text's digest.
        own_id: whether the caller gave the id.
        fields: names of further fields, which are not used.
        found_in: where the metadata was found.

    Raises:
        ReaderError: the text is empty, too long, binary, broken or not English, or the date is not ISO.

    Example:
        >>> make_document("Russia supports Iraq.", id="#", own_id=False).id
        '#5723bd9a7381b29db1e29cb4'
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    reason = _unreadable(text)
    if reason is not None:
        raise ReaderError(reason)
    try:
        day = read_day(published)
    except ValueError as error:
        raise ReaderError(str(error)) from error
    digest = text_digest(text)
    if id.endswith("#"):
        id += digest
    return Document(
        uid=document_uid(id),
        id=id,
        digest=digest,
        text=text,
        title=title,
        publisher=publisher,
        url=url,
        published=day,
        language=language,
        path=path,
        own_id=own_id,
        fields=fields,
        found_in=found_in,
    )


def make_row_document(row: Mapping[str, Any], file: SourceFile, options: ReaderOptions) -> Document:
    """Return the document of a JSON line or CSV row.

    Args:
        row: field name to value, as the file has them.
        file: where it stands.
        options: which of the row's fields are ours, and what holds where the row says nothing.

    Raises:
        ReaderError: there is no text, a value is of the wrong type, or the document is unfit (`make_document`).
    """
    names = {ours: options.fields.get(ours, ours) for ours in KNOWN_FIELDS}
    if names["text"] not in row:
        present = ", ".join(_short(str(name)) for name in row) or "none"
        raise ReaderError(f'there is no field "{names["text"]}"; the fields are: {present}')
    text = row[names["text"]]
    if not isinstance(text, str):
        raise ReaderError(f'the field "{names["text"]}" is not a text')
    values = {ours: _metadata(row.get(name), name) for ours, name in names.items() if ours != "text"}
    own_id = values.pop("id")
    return make_document(
        text,
        id=own_id if own_id is not None else f"{'' if file.path == STANDARD_INPUT else file.id}#",
        own_id=own_id is not None,
        path=None if file.path == STANDARD_INPUT else file.shown_path,
        title=values["title"],
        published=values["published"] or options.published,
        publisher=values["publisher"] or options.publisher,
        url=values["url"],
        language=values["language"],
        fields=tuple(str(name) for name in row if name not in names.values()),
    )


def row_id(row: Mapping[str, Any], options: ReaderOptions) -> str | None:
    """Return the id that a row gives itself, if it is fit for one; for naming a row that failed."""
    try:
        return _metadata(row.get(options.fields.get("id", "id")), "id")
    except ReaderError:
        return None


def _metadata(value: Any, name: str) -> str | None:
    """Return a metadata value as text; None for nothing."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ReaderError(f'the field "{name}" is not a text')
    written = str(value).strip()
    if _SURROGATE.search(written) or "\0" in written:
        raise ReaderError(f'the field "{name}" has a broken character')
    return written or None


def _unreadable(text: str) -> str | None:
    """Return why a text cannot be read, or None."""
    if not text.strip():
        return "the text is empty"
    if len(text) > MAX_CHARACTERS:
        return f"the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read"
    if "\0" in text:
        return "the text is binary (it has NUL characters)"
    if _SURROGATE.search(text):
        return "the text has a broken character (half of a surrogate pair)"
    language = foreign_language(text)
    if language is not None:
        return f"the text is not English (it looks {language})"
    return None


def _short(text: str) -> str:
    """Return a text fit for a message."""
    return repr(text if len(text) <= 40 else text[:39] + "…")
