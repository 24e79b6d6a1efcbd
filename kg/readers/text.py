"""Plain text and Markdown: a file is a document, its text as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import ReaderError
from kg.model import Document, Failure
from kg.readers.base import MAX_CHARACTERS, Notes, ReaderOptions, SourceFile, make_document, read_bytes
from kg.readers.encoding import decode_text

# No text of at most MAX_CHARACTERS is longer than this: four bytes each in UTF-8, five where every second is a CR.
_MAX_BYTES = 5 * MAX_CHARACTERS + 4


def read_text(file: SourceFile, options: ReaderOptions, notes: Notes) -> Iterator[Document | Failure]:
    """Yield the document of a text file, or its failure."""
    try:
        text, guessed = decode_text(read_bytes(file, _MAX_BYTES))
        if guessed is not None:
            notes.add(f"{file.shown_path}: read as {guessed}")
        yield make_document(text, **file.identity(), published=options.published, publisher=options.publisher)
    except OSError as error:
        yield file.failure(f"the file cannot be read: {error.strerror or error}")
    except ReaderError as error:
        yield file.failure(error.message)
