"""Ground words of time to ISO days by the document's date and the tense; nothing is invented.

"on Friday" after a past verb is the last Friday up to the document's date, after a future one the next. Words that
cannot be grounded keep their text, with the days left out.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from kg.model import DateExpression, Precision, Words

WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}

Days = tuple[date, date, Precision]

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY_MONTH = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})|({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?)\b"
    r"(?:,?\s+(\d{4}))?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\.?(?:,?\s+(?:of\s+)?(\d{{4}}))?\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_QUARTER = re.compile(r"\b(first|second|third|fourth) quarter(?: of (\d{4}))?", re.IGNORECASE)
_AGO = re.compile(
    r"\b(\d+|a|an|one|two|three|four|five|six|seven|ten)\s+(day|week|month|year)s?\s+(ago|earlier|later)\b", re.I
)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_RELATIVE = re.compile(
    r"\b(last|past|previous|this|next|coming|earlier this|later this)\s+(week|month|year|quarter|weekend)\b", re.I
)
_WEEKDAY = re.compile(r"\b(last|next|this|coming)?\s*(" + "|".join(WEEKDAYS) + r")\b", re.IGNORECASE)


def ground_date(words: Words, published: str | None, *, past: bool, future: bool) -> DateExpression:
    """Return the words of time with the days they mean, as far as the document's date and the tense tell.

    Args:
        words: the words as written.
        published: ISO day of the document, or None.
        past, future: tense of the clause; both False for the present.

    Example:
        >>> ground_date(Words("Friday", 0, 6), "2014-09-19", past=True, future=False).first
        '2014-09-19'
    """
    anchor = date.fromisoformat(published) if published else None
    try:
        days = _explicit(words.text, anchor, past=past, future=future)
        if days is None and anchor is not None:
            days = _relative(words.text, anchor, past=past, future=future)
    except (OverflowError, ValueError):  # before the first or after the last day that a calendar has
        days = None
    if days is None:
        return DateExpression(None, None, None, words.text, words.start, words.end)
    first, last, precision = days
    return DateExpression(first.isoformat(), last.isoformat(), precision, words.text, words.start, words.end)


def _explicit(text: str, anchor: date | None, *, past: bool, future: bool) -> Days | None:
    found = _DAY_MONTH.search(text)
    if found:
        day = int(found[1] or found[4])
        month = MONTHS[(found[2] or found[3]).lower()]
        year = int(found[5]) if found[5] else _year_of(month, day, anchor, past=past, future=future)
        return _day(year, month, day) if year else None
    found = _QUARTER.search(text)
    if found:
        year = int(found[2]) if found[2] else (anchor.year if anchor else None)
        if year is None:
            return None
        first_month = 3 * ["first", "second", "third", "fourth"].index(found[1].lower()) + 1
        return date(year, first_month, 1), _month_end(year, first_month + 2), Precision.QUARTER
    found = _MONTH_YEAR.search(text)
    if found and (found[1].lower() != "may" or found[1][0].isupper()):
        month = MONTHS[found[1].lower()]
        year = int(found[2]) if found[2] else _year_of(month, 1, anchor, past=past, future=future)
        return (date(year, month, 1), _month_end(year, month), Precision.MONTH) if year else None
    found = _YEAR.search(text)
    if found:
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31), Precision.YEAR
    return None


def _year_of(month: int, day: int, anchor: date | None, *, past: bool, future: bool) -> int | None:
    """The year of a day without one: the nearest before the document's date after a past verb, after it otherwise."""
    if anchor is None:
        return None
    try:
        same = date(anchor.year, month, min(day, 28))
    except ValueError:
        return None
    if past and same > anchor + timedelta(days=1):
        return anchor.year - 1
    if future and same < anchor - timedelta(days=31):
        return anchor.year + 1
    return anchor.year


def _relative(text: str, anchor: date, *, past: bool, future: bool) -> Days | None:
    lower = text.lower()
    for word, shift in (("yesterday", -1), ("tomorrow", 1), ("today", 0), ("tonight", 0)):
        if re.search(rf"\b{word}\b", lower):
            day = anchor + timedelta(days=shift)
            return day, day, Precision.DAY
    found = _AGO.search(lower)
    if found:
        return _shifted(found, anchor)
    found = _RELATIVE.search(lower)
    if found:
        shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(found[1].lower(), 0)
        return _period(found[2].lower(), anchor, shift)
    found = _WEEKDAY.search(lower)
    if found:
        return _weekday(found[2], found[1], anchor, past=past, future=future)
    return None


def _weekday(name: str, which: str | None, anchor: date, *, past: bool, future: bool) -> Days | None:
    ahead = (WEEKDAYS[name] - anchor.weekday()) % 7
    if which in ("next", "coming") or (future and which != "last"):
        day = anchor + timedelta(days=ahead or 7) if which in ("next", "coming") else anchor + timedelta(days=ahead)
    elif past or which == "last":
        day = anchor - timedelta(days=(7 - ahead) % 7)
        if which == "last" and day == anchor:
            day -= timedelta(days=7)
    else:
        return None
    return day, day, Precision.DAY


def _shifted(found: re.Match[str], anchor: date) -> Days | None:
    if found[3].lower() != "ago":
        return None
    count = _NUMBERS.get(found[1].lower()) or int(found[1])
    unit = found[2].lower()
    if unit == "day":
        day = anchor - timedelta(days=count)
        return day, day, Precision.DAY
    if unit == "week":
        return _period("week", anchor - timedelta(weeks=count), 0)
    months = count if unit == "month" else 12 * count
    total = anchor.year * 12 + anchor.month - 1 - months
    if total < 12:
        return None
    return _period(unit, date(total // 12, total % 12 + 1, 1), 0)


def _period(unit: str, anchor: date, shift: int) -> Days:
    if unit in ("week", "weekend"):
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=shift)
        if unit == "weekend":
            return monday + timedelta(days=5), monday + timedelta(days=6), Precision.WEEK
        return monday, monday + timedelta(days=6), Precision.WEEK
    if unit == "month":
        total = anchor.year * 12 + anchor.month - 1 + shift
        year, month = total // 12, total % 12 + 1
        return date(year, month, 1), _month_end(year, month), Precision.MONTH
    if unit == "quarter":
        total = anchor.year * 4 + (anchor.month - 1) // 3 + shift
        year, first = total // 4, total % 4 * 3 + 1
        return date(year, first, 1), _month_end(year, first + 2), Precision.QUARTER
    return date(anchor.year + shift, 1, 1), date(anchor.year + shift, 12, 31), Precision.YEAR


def _day(year: int, month: int, day: int) -> Days | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found, Precision.DAY


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
