"""The normal form of single values in query results: what JSON knows, dates and times as ISO strings."""

from __future__ import annotations

import datetime
from typing import Any


def plain_value(value: Any) -> Any:
    """Return a date, time or moment as an ISO string, anything else as it is.

    Example:
        >>> plain_value(datetime.date(2014, 9, 19))
        '2014-09-19'
    """
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray):
        return bytes(value).hex()
    return value


def duration_text(months: int, days: int, seconds: int) -> str:
    """Return a duration as an ISO string.

    Example:
        >>> duration_text(14, 3, 60)
        'P14M3DT60S'
    """
    return f"P{months}M{days}DT{seconds}S"
