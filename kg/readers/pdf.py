"""PDF: a file is a document, its lines put together to paragraphs. Needs the extra `pdf` (pypdfium2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from typing import Any

from kg.errors import ReaderError
from kg.model import Document
from kg.readers.base import MAX_CHARACTERS, Notes, ReaderOptions, SourceFile, make_document, one_document, read_bytes
from kg.readers.metadata import Candidate, take_metadata
from kg.readers.pdf_lines import Line, join_lines, read_lines

MAX_BYTES = 64 << 20
MAX_PAGES = 2_000

_FURNITURE_PAGES = 3
"""A line at the edge of so many pages, but for its numbers, is a running header or footer."""
_EDGE_LINES = 2
_NO_TITLES = ("microsoft word -", "untitled", "microsoft powerpoint -")


@one_document
def read_pdf(file: SourceFile, options: ReaderOptions, notes: Notes) -> Document:
    """Return the document of a PDF file.

    Raises:
        OSError, ReaderError: why there is none.
    """
    import pypdfium2

    data = read_bytes(file, MAX_BYTES)
    try:
        with closing(pypdfium2.PdfDocument(data)) as pdf:
            candidates = list(_properties(pdf.get_metadata_dict()))
            pages = _read_pages(pdf)
    except pypdfium2.PdfiumError as error:
        protected = "password" in str(error).lower()
        reason = "protected by a password" if protected else "damaged, or no PDF"
        raise ReaderError(f"the file is {reason}") from error
    kept = _without_furniture(pages)
    left_out = sum(map(len, pages)) - sum(map(len, kept))
    if left_out:
        notes.add(f"{file.shown_path}: {left_out} running headers, footers and page numbers left out")
    blocks = join_lines(list(chain.from_iterable(kept)))
    metadata = take_metadata(candidates, file, options, notes)
    title = metadata["title"]
    if blocks and title is not None and blocks[0].casefold().split() == title.casefold().split():
        del blocks[0]
    if not blocks:
        raise ReaderError("the PDF has no text; it may be a scan")
    return make_document("\n\n".join(blocks), **file.identity(), **metadata)


def _properties(found: dict[str, str]) -> Iterator[Candidate]:
    title = found.get("Title", "")
    if not title.strip().lower().startswith(_NO_TITLES):
        yield Candidate("title", title, "PDF Title")
    if date := found.get("CreationDate"):
        yield Candidate("published", date, "PDF CreationDate")


def _read_pages(pdf: Any) -> list[list[Line]]:
    """Return the lines of each page."""
    if len(pdf) > MAX_PAGES:
        raise ReaderError(f"the PDF has {len(pdf):,} pages; at most {MAX_PAGES:,} are read")
    pages: list[list[Line]] = []
    characters = 0
    for number in range(len(pdf)):
        with closing(pdf[number]) as page, closing(page.get_textpage()) as text:
            characters += text.count_chars()
            if characters > 2 * MAX_CHARACTERS:
                raise ReaderError(f"the PDF has far more than {MAX_CHARACTERS:,} characters")
            pages.append(read_lines(text, number))
    return pages


def _without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """Return the pages without page numbers and lines that stand at the edge of many of them."""
    edges = Counter(
        key for page in pages for key in {_key(line) for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:])}
    )
    kept: list[list[Line]] = []
    for page in pages:
        last = len(page) - _EDGE_LINES
        kept.append(
            [
                line
                for i, line in enumerate(page)
                if not ((i < _EDGE_LINES or i >= last) and (not _key(line) or edges[_key(line)] >= _FURNITURE_PAGES))
            ]
        )
    return kept


def _key(line: Line) -> str:
    """Return what repeated headers and footers have in common: the line without digits and signs around them."""
    return "".join(c for c in line.text.casefold() if c.isalpha())
