"""Words of time become days by the document's date and the tense, and never by anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.dates import ground_date
from kg.model import DateExpression, Precision, Words

WEDNESDAY = "2014-09-17"


def ground(text: str, published: str | None = WEDNESDAY, *, past: bool = False, future: bool = False) -> DateExpression:
    """The words grounded, as if they stood at the start of the text."""
    return ground_date(Words(text, 0, len(text)), published, past=past, future=future)


@pytest.mark.parametrize(
    ("text", "past", "future", "day"),
    [
        ("Friday", True, False, "2014-09-12"),
        ("Friday", False, True, "2014-09-19"),
        ("Wednesday", True, False, WEDNESDAY),
        ("Wednesday", False, True, WEDNESDAY),
        ("last Wednesday", True, False, "2014-09-10"),
        ("next Wednesday", False, True, "2014-09-24"),
        ("Monday", True, False, "2014-09-15"),
        ("Monday", False, True, "2014-09-22"),
        ("yesterday", True, False, "2014-09-16"),
        ("today", True, False, WEDNESDAY),
        ("tomorrow", False, True, "2014-09-18"),
        ("two days ago", True, False, "2014-09-15"),
        ("19 September 2011", True, False, "2011-09-19"),
        ("September 19, 2011", True, False, "2011-09-19"),
        ("Sept 3", True, False, "2014-09-03"),
        ("December 24", True, False, "2013-12-24"),
        ("January 2", False, True, "2015-01-02"),
        ("February 29, 2012", True, False, "2012-02-29"),
    ],
)
def test_words_for_a_day(text: str, past: bool, future: bool, day: str) -> None:
    """A weekday lies behind a past verb and ahead of a future one; a day without a year is the nearest that fits."""
    date = ground(text, past=past, future=future)
    assert (date.first, date.last, date.precision) == (day, day, Precision.DAY)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("last week", "2014-09-08", "2014-09-14", Precision.WEEK),
        ("earlier this week", "2014-09-15", "2014-09-21", Precision.WEEK),
        ("next week", "2014-09-22", "2014-09-28", Precision.WEEK),
        ("last month", "2014-08-01", "2014-08-31", Precision.MONTH),
        ("next month", "2014-10-01", "2014-10-31", Precision.MONTH),
        ("this year", "2014-01-01", "2014-12-31", Precision.YEAR),
        ("last year", "2013-01-01", "2013-12-31", Precision.YEAR),
        ("three months ago", "2014-06-01", "2014-06-30", Precision.MONTH),
        ("two years ago", "2012-01-01", "2012-12-31", Precision.YEAR),
        ("since 2011", "2011-01-01", "2011-12-31", Precision.YEAR),
        ("February 2012", "2012-02-01", "2012-02-29", Precision.MONTH),
        ("the second quarter of 2013", "2013-04-01", "2013-06-30", Precision.QUARTER),
        ("last quarter", "2014-04-01", "2014-06-30", Precision.QUARTER),
    ],
)
def test_words_for_a_stretch(text: str, first: str, last: str, precision: Precision) -> None:
    """Weeks run from Monday to Sunday; what is longer keeps both ends and says how exact it is."""
    date = ground(text, past=True)
    assert (date.first, date.last, date.precision) == (first, last, precision)


@pytest.mark.parametrize("text", ["last month", "yesterday", "Friday", "Sept 3", "three years ago", "first quarter"])
def test_nothing_is_grounded_without_the_documents_date(text: str) -> None:
    """Words that need a day to count from keep their text alone."""
    date = ground(text, None, past=True)
    assert (date.first, date.last, date.precision, date.text) == (None, None, None, text)


@pytest.mark.parametrize(("text", "year"), [("in 1999", "1999"), ("since 2011", "2011")])
def test_a_year_needs_no_date_of_the_document(text: str, year: str) -> None:
    """A year stands for itself."""
    assert ground(text, None).first == f"{year}-01-01"


@pytest.mark.parametrize("text", ["recently", "the dawn of time", "may", "some day", "31 February 2012", "the morning"])
def test_words_that_name_no_day_give_none(text: str) -> None:
    """Nothing is made up, and a day that is not in the calendar is none."""
    date = ground(text, past=True)
    assert (date.first, date.last, date.precision) == (None, None, None)


def test_a_weekday_in_the_present_stays_open() -> None:
    """Without a tense nobody knows which Friday."""
    assert ground("Friday").first is None


def test_words_keep_their_place() -> None:
    """Text and offsets are those of the words."""
    date = ground_date(Words("yesterday", 40, 49), WEDNESDAY, past=True, future=False)
    assert (date.text, date.start, date.end) == ("yesterday", 40, 49)


@given(st.text(max_size=60), st.sampled_from([None, WEDNESDAY, "0001-01-01", "9999-12-31", "2012-02-29"]))
def test_no_words_break_it(text: str, published: str | None) -> None:
    """Whatever the words, there is an answer, and its ends are in order."""
    date = ground(text, published, past=True)
    assert (date.first is None) == (date.last is None) == (date.precision is None)
    assert date.first is None or date.last is None or date.first <= date.last


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("text", ["last week", "next year", "yesterday", "tomorrow", "ten years ago", "next Friday"])
def test_the_ends_of_the_calendar(published: str, text: str) -> None:
    """A day before the first or after the last that can be written is none."""
    date = ground(text, published, past=True)
    assert (date.first is None) == (date.last is None)
    assert date.text == text
