"""What a page says of itself: title, day, publisher, address and language, from the places where pages put them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.readers.metadata import Candidate

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# For each field, the names of <meta> elements that hold it, best first ("JSON-LD x" stands for linked data).
_PLACES: Mapping[str, tuple[str, ...]] = {
    "title": (
        "og:title",
        "JSON-LD headline",
        "citation_title",
        "dc.title",
        "dcterms.title",
        "twitter:title",
        "<title>",
        "<h1>",
    ),
    "published": (
        "JSON-LD datePublished",
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "citation_publication_date",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "dc.date.created",
        "dcterms.created",
        "dcterms.date",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "published",
        "date",
        "<time>",
        "JSON-LD dateCreated",
    ),
    "publisher": (
        "JSON-LD publisher",
        "og:site_name",
        "citation_publisher",
        "dc.publisher",
        "dcterms.publisher",
        "publisher",
        "application-name",
    ),
    "url": ("<link rel=canonical>", "og:url", "JSON-LD url", "JSON-LD mainEntityOfPage", "dc.identifier"),
    "language": ("<html lang>", "content-language", "dc.language", "dcterms.language", "og:locale"),
}
_ARTICLE_TYPES = ("NewsArticle", "Article", "BlogPosting", "Report", "WebPage")
_MAX_LINKED_DATA = 1 << 20
_MAX_OBJECTS = 1_000


def find_metadata(root: HtmlElement) -> Iterator[Candidate]:
    """Yield what a page says of itself, for each field the best place first.

    Example:
        >>> from lxml.html import fromstring
        >>> page = fromstring('<html><head><meta name="DC.date" content="1990-01-03"></head></html>')
        >>> list(find_metadata(page))
        [Candidate(field='published', value='1990-01-03', place='meta DC.date')]
    """
    found: dict[str, list[tuple[str, str]]] = {}

    def add(place: str, value: object, shown: str) -> None:
        if isinstance(value, str) and value.strip():
            found.setdefault(place, []).append((value, shown))

    for meta in root.iter("meta"):
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            name = meta.get(attribute)
            if name:
                add(name.strip().lower(), meta.get("content"), f"meta {name.strip()[:60]}")
    for name, linked in _linked_data(root).items():
        add(f"JSON-LD {name}", linked, f"JSON-LD {name}")
    for place, said in _elements(root):
        add(place, said, place)
    for field, places in _PLACES.items():
        for place in places:
            yield from (Candidate(field, value, shown) for value, shown in found.get(place, []))


def _elements(root: HtmlElement) -> Iterator[tuple[str, str | None]]:
    for tag in ("title", "h1"):
        for element in root.iter(tag):
            yield f"<{tag}>", "".join(element.itertext())
            break
    for time in root.iter("time"):
        yield "<time>", time.get("datetime")
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("itemprop") == "datePublished" and element.tag != "meta":
            yield "datepublished", element.get("datetime") or element.get("content")
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield "<link rel=canonical>", link.get("href")
    yield (
        "<html lang>",
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
    )


def _linked_data(root: HtmlElement) -> dict[str, str]:
    """Return the wanted values of the page's linked data (schema.org): of an article, if there is one."""
    objects: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            objects += _objects(script.text or "")
    articles = [o for wanted in _ARTICLE_TYPES for o in objects if _is_a(o, wanted)]
    values: dict[str, str] = {}
    for found in articles:
        for name in ("headline", "datePublished", "dateCreated", "publisher", "url", "mainEntityOfPage"):
            value = _text_of(found.get(name))
            if value is not None:
                values.setdefault(name, value)
    return values


def _objects(script: str) -> list[dict[str, Any]]:
    """Return the objects of a script, outer ones first; none if it is no JSON."""
    if len(script) > _MAX_LINKED_DATA:
        return []
    try:
        waiting: list[Any] = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return []
    found: list[dict[str, Any]] = []
    for value in waiting:  # grows while it is walked
        if isinstance(value, dict):
            found.append(value)
        inner = value.values() if isinstance(value, dict) else value
        waiting += [v for v in inner if isinstance(v, dict | list)]
        if len(found) >= _MAX_OBJECTS:
            break
    return found


def _is_a(found: Mapping[str, Any], wanted: str) -> bool:
    """Return whether a linked object is of a type, whatever stands before its name ("ReportageNewsArticle")."""
    types = found.get("@type")
    return any(isinstance(t, str) and t.endswith(wanted) for t in (types if isinstance(types, list) else [types]))


def _text_of(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    return value if isinstance(value, str) else None
