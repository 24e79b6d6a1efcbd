"""Plain text and Markdown: a file is a document, its text as it stands."""

from __future__ import annotations

from kg.model import Document
from kg.readers.base import MAX_CHARACTERS, Notes, ReaderOptions, SourceFile, make_document, one_document, read_bytes
from kg.readers.encoding import decode_text

# No text of at most MAX_CHARACTERS is longer than this: four bytes each in UTF-8, five where every second is a CR.
_MAX_BYTES = 5 * MAX_CHARACTERS + 4


@one_document
def read_text(file: SourceFile, options: ReaderOptions, notes: Notes) -> Document:
    """Return the document of a text file.

    Raises:
        OSError, ReaderError: why there is none.
    """
    text, guessed = decode_text(read_bytes(file, _MAX_BYTES))
    if guessed is not None:
        notes.add(f"{file.shown_path}: read as {guessed}")
    return make_document(text, **file.identity(), published=options.published, publisher=options.publisher)
