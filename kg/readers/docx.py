"""DOCX: a file is a document, its paragraphs, items and cells as blocks, then its notes.

Inserted words are read, deleted ones are not; headers and footers of pages are left out.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.errors import ReaderError
from kg.model import Document
from kg.readers.base import Notes, ReaderOptions, SourceFile, make_document, one_document, read_bytes
from kg.readers.metadata import Candidate, take_metadata

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES = 64 << 20
MAX_PART_BYTES = 32 << 20
"""Of one part of the file, unpacked: what a text of the longest kind may take."""
MAX_ELEMENTS = 2_000_000

_PROPERTIES = "docProps/core.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_LEFT_OUT = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "pPr", "rPr"))
_SPACES = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_CORE_FIELDS = {"title": "title", "created": "published", "language": "language", "publisher": "publisher"}
_BLANKS = re.compile(r"[^\S\n]+")


@one_document
def read_docx(file: SourceFile, options: ReaderOptions, notes: Notes) -> Document:
    """Return the document of a DOCX file.

    Raises:
        OSError, ReaderError: why there is none.
    """
    data = read_bytes(file, MAX_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if "word/document.xml" not in names:
                raise ReaderError("the file is no DOCX document")
            candidates = list(_properties(package)) if _PROPERTIES in names else []
            blocks = [b for part in ("word/document.xml", *_NOTES) if part in names for b in _blocks(package, part)]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ReaderError("the file is a damaged or protected DOCX document") from error
    metadata = take_metadata(candidates, file, options, notes)
    title = metadata["title"]
    if blocks and title is not None and blocks[0].casefold().split() == title.casefold().split():
        del blocks[0]
    return make_document("\n\n".join(blocks), **file.identity(), **metadata)


def _parse(package: zipfile.ZipFile, name: str) -> _Element:
    """Return the tree of a part; entities of its own are not filled in, and nothing is fetched.

    Raises:
        ReaderError: it is too large, or broken.
    """
    from lxml import etree

    with package.open(name) as part:
        data = part.read(MAX_PART_BYTES + 1)
    if len(data) > MAX_PART_BYTES:
        raise ReaderError(f"the part {name} has more than {MAX_PART_BYTES:,} bytes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser=parser)
    except etree.LxmlError as error:
        raise ReaderError(f"the part {name} is broken XML, or nested too deep") from error


def _properties(package: zipfile.ZipFile) -> Iterator[Candidate]:
    for element in _parse(package, _PROPERTIES):
        name = _local_name(element)
        if name in _CORE_FIELDS and element.text:
            yield Candidate(_CORE_FIELDS[name], element.text, f"DOCX {name}")


def _blocks(package: zipfile.ZipFile, part: str) -> Iterator[str]:
    """Yield the paragraphs of a part, in order; a text box comes where it is anchored."""
    from lxml import etree

    pieces: list[str] = []
    elements = 0
    walk = etree.iterwalk(_parse(package, part), events=("start", "end"))
    for event, element in walk:
        name = _local_name(element)
        if event == "start":
            elements += 1
            if elements > MAX_ELEMENTS:
                raise ReaderError(f"the part {part} has more than {MAX_ELEMENTS:,} elements")
            if name in _LEFT_OUT:
                walk.skip_subtree()
                continue
            if name == "t":
                pieces.append("".join(element.itertext()))
            elif name in _SPACES:
                pieces.append(_SPACES[name])
        if name == "p" and pieces:
            block = _squeeze("".join(pieces))
            pieces.clear()
            if block:
                yield block


def _squeeze(text: str) -> str:
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _local_name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
