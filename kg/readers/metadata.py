"""Metadata that files bring along in many forms: the first usable value of each field, and where it was found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from kg.readers.base import Notes, ReaderOptions, SourceFile

_LONGEST = {"title": 1_000, "publisher": 300, "url": 2_000, "language": 35}
# ISO with or without hyphens; what follows is a time or nothing, so that seconds since 1970 are no date.
_NUMBERS = re.compile(r"(?:D:)?(\d{4})([-/.]?)(\d{2})\2(\d{2})(?=\D|$|\d{4}(?:\d{2})?(?!\d))")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"(?:[A-Za-z]{3,9},\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})\b")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$")
_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that may be the field's, and the place where the file has it."""

    field: str
    value: str
    place: str


class DocumentFields(TypedDict):
    """The metadata of a document, as `make_document` takes them."""

    title: str | None
    published: str | None
    publisher: str | None
    url: str | None
    language: str | None
    found_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself; `found_in` says where, `unusable` what could not be used."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    found_in: tuple[str, ...] = ()
    unusable: tuple[Candidate, ...] = ()


def choose(candidates: Iterable[Candidate]) -> Metadata:
    """Return the first usable value of each field.

    Example:
        >>> choose([Candidate("published", "soon", "meta date"), Candidate("published", "19900103", "<time>")])
        Metadata(title=None, published='1990-01-03', publisher=None, url=None, language=None, \
found_in=('published: <time>',), unusable=(Candidate(field='published', value='soon', place='meta date'),))
    """
    values: dict[str, str] = {}
    places: dict[str, str] = {}
    unusable: list[Candidate] = []
    for candidate in candidates:
        if candidate.field in values:
            continue
        value = _usable(candidate.field, candidate.value)
        if value is None:
            unusable.append(candidate)
        else:
            values[candidate.field] = value
            places[candidate.field] = candidate.place
    found_in = tuple(f"{field}: {places[field]}" for field in sorted(places))
    return Metadata(**values, found_in=found_in, unusable=tuple(unusable))


def take_metadata(
    candidates: Iterable[Candidate], file: SourceFile, options: ReaderOptions, notes: Notes
) -> DocumentFields:
    """Return the metadata of a file for its document; what stands in no place is taken from the options.

    The notes say where each field was found, and what could not be used.
    """
    chosen = choose(candidates)
    for place in chosen.found_in:
        notes.add(f"{place.replace(':', ' taken from', 1)}")
    for candidate in chosen.unusable:
        if candidate.field == "published" and chosen.published is None:
            written = " ".join(candidate.value.split())[:40]
            notes.add(f"{file.shown_path}: no day of publication: {candidate.place} says {written!r}")
    if chosen.published is None and options.published is None:
        notes.add("no day of publication found")
    return DocumentFields(
        title=chosen.title,
        published=chosen.published or options.published,
        publisher=chosen.publisher or options.publisher,
        url=chosen.url,
        language=chosen.language,
        found_in=chosen.found_in,
    )


def day_of(written: str) -> str | None:
    """Return the ISO day of a date as files write it (ISO, digits alone, English words), or None.

    Example:
        >>> [day_of(w) for w in ("2014-09-19T10:00:00Z", "D:20140919100000", "Fri, 19 Sep 2014 10:00 GMT", "19.9.14")]
        ['2014-09-19', '2014-09-19', '2014-09-19', None]
    """
    written = written.strip()
    if match := _NUMBERS.match(written):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _DAY_FIRST.match(written):
        year, month, day = int(match[3]), _month(match[2]), int(match[1])
    elif match := _MONTH_FIRST.match(written):
        year, month, day = int(match[3]), _month(match[1]), int(match[2])
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int:
    """Return the number of a month by its English name or the beginning of it; 0 for none."""
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _usable(field: str, value: str) -> str | None:
    if field == "published":
        return day_of(value)
    value = _UNFIT.sub(" ", value)
    value = " ".join(value.split())
    if not value or len(value) > _LONGEST[field]:
        return None
    if field == "url" and not _ADDRESS.match(value):
        return None
    if field == "language":
        return value.replace("_", "-") if _LANGUAGE.match(value) else None
    return value
