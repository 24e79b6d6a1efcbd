"""Plain text and Markdown: a file is a document, its text as it stands."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from kg.errors import ReaderError
from kg.model import Document, Failure
from kg.readers.base import MAX_CHARACTERS, STANDARD_INPUT, Notes, ReaderOptions, SourceFile, make_document
from kg.readers.encoding import decode_text

# No text of at most MAX_CHARACTERS is longer than this: four bytes each in UTF-8, five where every second is a CR.
_MAX_BYTES = 5 * MAX_CHARACTERS + 4


def read_text(file: SourceFile, options: ReaderOptions, notes: Notes) -> Iterator[Document | Failure]:
    """Yield the document of a text file, or its failure."""
    try:
        yield decode_document(_read_bytes(file), file, options, notes)
    except OSError as error:
        yield file.failure(f"the file cannot be read: {error.strerror or error}")
    except ReaderError as error:
        yield file.failure(error.message)


def decode_document(data: bytes, file: SourceFile, options: ReaderOptions, notes: Notes) -> Document:
    """Return the document of a text file's bytes.

    Raises:
        ReaderError: the bytes are no text, or the text is unfit.
    """
    if len(data) > _MAX_BYTES:
        raise ReaderError(
            f"the file has more than {_MAX_BYTES:,} bytes; at most {MAX_CHARACTERS:,} characters are read"
        )
    text, guessed = decode_text(data)
    if guessed is not None:
        notes.add(f"{file.shown_path}: read as {guessed}")
    from_input = file.path == STANDARD_INPUT
    return make_document(
        text,
        id="#" if from_input else file.id,
        own_id=False,
        path=None if from_input else file.shown_path,
        published=options.published,
        publisher=options.publisher,
    )


def _read_bytes(file: SourceFile) -> bytes:
    if file.path == STANDARD_INPUT:
        return sys.stdin.buffer.read(_MAX_BYTES + 1)
    with open(file.path, "rb") as stream:
        return stream.read(_MAX_BYTES + 1)
