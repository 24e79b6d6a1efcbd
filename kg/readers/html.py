"""HTML and XHTML: a page is a document, its main text without menus and other page furniture."""

from __future__ import annotations

import codecs
import logging
import re
from typing import TYPE_CHECKING, Any

from kg.errors import ReaderError
from kg.model import Document
from kg.readers.base import Notes, ReaderOptions, SourceFile, make_document, one_document, read_bytes
from kg.readers.encoding import decode_text, marked_encoding
from kg.readers.html_blocks import render_blocks
from kg.readers.html_metadata import find_metadata
from kg.readers.metadata import take_metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_BYTES = 16 << 20
"""Pages have far more markup than text, but larger ones are no articles."""
MAX_ELEMENTS = 50_000
MAX_DEPTH = 200
MAX_ATTRIBUTES = 1_000
"""Of one element: the time to parse it grows with their square."""

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_DECLARED_WITHIN = 4096
_XHTML = re.compile(r"\s*<\?xml\b|.{0,1000}?<(?:!doctype[^>]{0,200}xhtml|html\b[^>]{0,500}/1999/xhtml)", re.I | re.S)
_OWN_ENTITIES = re.compile(r"\s*+(?:<\?xml\b[^>]*+>\s*+)?<!doctype[^<>\[]*+\[.*?\]\s*+>", re.I | re.S)
_ATTRIBUTE = r"""\s++[^\s=>"']++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?"""
_TOO_MANY_ATTRIBUTES = re.compile(rf"<[a-zA-Z][^\s<>]*+(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES + 1}}}")
_XML_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")
# A page of these elements alone has no furniture: all of it is text.
_TEXT_NAMES = """
    html body p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre br hr b i u s em strong mark a span font sub sup
    small big q cite abbr acronym time address article main table caption thead tbody tfoot tr td th colgroup col
    figure figcaption img center tt code del ins
"""
_TEXT_ELEMENTS = frozenset(_TEXT_NAMES.split())


@one_document
def read_html(file: SourceFile, options: ReaderOptions, notes: Notes) -> Document:
    """Return the document of a page.

    Raises:
        OSError, ReaderError: why there is none.
    """
    data = read_bytes(file, MAX_BYTES)
    page = _decode(data, file, notes)
    root = _parse(page)
    metadata = take_metadata(find_metadata(root), file, options, notes)
    title = metadata["title"]
    blocks = _main_blocks(root, notes)
    # The title is no part of the text, even where the page repeats it as its headline.
    if blocks and title is not None and _same_words(blocks[0], title):
        del blocks[0]
    if not blocks:
        raise ReaderError("the page has no text")
    return make_document("\n\n".join(blocks), **file.identity(), **metadata)


def _decode(data: bytes, file: SourceFile, notes: Notes) -> str:
    """Return the characters of a page: by its mark, as UTF-8, by the encoding it declares, or by a guess."""
    if marked_encoding(data) is None and b"\0" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            declared = _declared_encoding(data)
        if declared is not None:
            try:
                text = data.decode(declared)
            except UnicodeDecodeError:
                notes.add(f"{file.shown_path}: it is not {declared}, as it says")
            else:
                notes.add(f"read as {declared}, as the page says")
                return text
    text, guessed = decode_text(data)
    if guessed is not None:
        notes.add(f"{file.shown_path}: read as {guessed}")
    return text


def _declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page declares, in Python's name, or None."""
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    if match is None:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
        is_text = "<p>".encode(name) == b"<p>" and isinstance(b"<p>".decode(name), str)
    except (LookupError, UnicodeError, TypeError, AttributeError):
        return None
    if not is_text or name == "utf-8":
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name  # what browsers do, too


def _parse(page: str) -> HtmlElement:
    """Return the tree of a page.

    Raises:
        ReaderError: it is no page, or too large, or too deep.
    """
    from lxml import etree, html

    if _TOO_MANY_ATTRIBUTES.search(page):
        raise ReaderError(f"an element of the page has more than {MAX_ATTRIBUTES:,} attributes")
    is_xhtml = _XHTML.match(page) is not None
    if own_entities := _OWN_ENTITIES.match(page):
        page = page[own_entities.end() :]
    page = _XML_DECLARATION.sub("", page)
    root = None
    if is_xhtml:
        parser = html.XHTMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            root = html.document_fromstring(page.encode(), parser=parser)
            html.xhtml_to_html(root)
        except (etree.LxmlError, ValueError):
            root = None  # it only says that it is XHTML
    if root is None:
        lenient = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        try:
            root = html.document_fromstring(page.encode(), parser=lenient)
        except (etree.LxmlError, ValueError) as error:
            raise ReaderError("the page is empty, or no HTML") from error
    _check_size(root)
    return root


def _check_size(root: HtmlElement) -> None:
    from lxml import etree

    elements = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if elements > MAX_ELEMENTS:
            raise ReaderError(f"the page has more than {MAX_ELEMENTS:,} elements")
        if depth > MAX_DEPTH:
            raise ReaderError(f"the page's elements stand more than {MAX_DEPTH} deep in each other")


def _main_blocks(root: HtmlElement, notes: Notes) -> list[str]:
    """Return the paragraphs, headlines, items and cells of a page's main text."""
    body = root.find("body")
    if body is None:
        return []
    if all(element.tag in _TEXT_ELEMENTS for element in body.iter()):
        return render_blocks(body)
    found = _extract_main(root)
    if found is not None and (blocks := render_blocks(found)):
        notes.add("main text taken out of a page with other parts")
        return blocks
    notes.add("no main text told apart: the whole page was read")
    return render_blocks(body)


def _extract_main(root: HtmlElement) -> Any:
    """Return the element that trafilatura makes of a page's main text, or None."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds wrong is no news to our users
    page = trafilatura.bare_extraction(root, favor_recall=True, include_comments=False, include_tables=True)
    return getattr(page, "body", None)


def _same_words(left: str, right: str) -> bool:
    return left.casefold().split() == right.casefold().split()
