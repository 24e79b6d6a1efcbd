"""Where dates stand in a tokenised sentence, by pattern: silver corpora mark them too unevenly to be learned from.

A date here answers "when": a weekday, a day of a month, a month, a year, a decade, "last week", "two days ago",
"earlier this year". How long something lasts ("three days", "two-day") is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.|Jul\.|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
WEEKDAYS = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
NUMBER = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a|an|few|several|couple\ of|many)"
UNIT = r"(?:day|week|month|year|decade|century|weekend|quarter|season)"
PART = r"(?:morning|afternoon|evening|night)"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?)"
PATTERNS = (
    rf"(?:(?:early|late|mid)\ )?(?:{WEEKDAYS}(?:\ ,)?\ )?{MONTHS}\ {DAY}(?:\ ,\ {YEAR}|\ {YEAR})?",
    rf"{DAY}\ (?:of\ )?{MONTHS}(?:\ ,)?(?:\ {YEAR})?",
    rf"(?:(?:early|late|mid|last|next|this)\ )?{MONTHS}(?:\ (?:,\ |of\ )?{YEAR})",
    rf"(?:(?:early|late|earlier|later|last|next|this|past)\ )*{WEEKDAYS}(?:\ {PART})?",
    rf"(?:the\ )?(?:(?:early|late|earlier|later)\ )?(?:this|last|next|past|previous|following|coming)"
    rf"\ (?:{UNIT}|{PART}|summer|spring|autumn|fall|winter)",
    rf"{NUMBER}\ {UNIT}s?\ (?:ago|earlier|later)",
    rf"(?:the\ )?(?:last|past|next|previous|coming)\ {NUMBER}\ {UNIT}s",
    r"(?:the\ )?(?:(?:early|late|mid)\ )?(?:1[5-9]|20)\d0s",
    rf"(?:(?:early|late|mid|later|earlier)\ )?"
    rf"(?:today|yesterday|tomorrow|tonight|Today|Yesterday|Tomorrow)(?:\ {PART})?",
    r"(?:\d{1,2}(?:st|nd|rd|th)|nineteenth|twentieth|eighteenth)\ century",
    r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}",
    r"New\ Year\ (?:'s|’s)\ (?:Day|Eve)|Christmas(?:\ (?:Day|Eve))?|Easter(?:\ Sunday)?|Ramadan",
)
DATE = re.compile(r"(?:(?<=\ )|^)(?:" + "|".join(PATTERNS) + r")(?=\ |$)")
BARE_MONTH = re.compile(rf"(?:(?:early|late|mid|last|next|this|past)\ )?{MONTHS}(?=\ |$)")
BARE_YEAR = re.compile(rf"(?:(?:early|late|mid)\ )?{YEAR}(?=\ |$)")
BEFORE_MONTH = frozenset(
    {
        "in",
        "since",
        "until",
        "by",
        "of",
        "from",
        "during",
        "and",
        "between",
        "for",
        "before",
        "after",
        "through",
        "late",
        "early",
        "to",
    }
)
BEFORE_YEAR = BEFORE_MONTH | {"year", "(", "the", "about", "around", "than", "-", ","}
NOT_AFTER_YEAR = frozenset(
    {
        "people",
        "troops",
        "%",
        "percent",
        "meters",
        "kilometers",
        "miles",
        "dollars",
        "barrels",
        "feet",
        "points",
        "jobs",
    }
)


def find_dates(words: Sequence[str]) -> list[tuple[int, int]]:
    """Word spans `[first, after last)` of the dates, in order, without overlaps.

    Example:
        >>> find_dates("He left Paris last Friday , two days after May 3 .".split())
        [(3, 5), (9, 11)]
    """
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = 0
    for i, word in enumerate(words):
        starts[at] = i
        at += len(word)
        ends[at] = i + 1
        at += 1
    text = " ".join(words)
    found = [(starts[m.start()], ends[m.end()]) for m in DATE.finditer(text) if m.start() in starts and m.end() in ends]
    taken = {i for first, last in found for i in range(first, last)}
    for pattern, before in ((BARE_MONTH, BEFORE_MONTH), (BARE_YEAR, BEFORE_YEAR)):
        for first in range(len(words)):
            match = pattern.match(text, _offset(words, first))
            if match is None or match.end() not in ends:
                continue
            last = ends[match.end()]
            previous = words[first - 1].lower() if first else ""
            following = words[last].lower() if last < len(words) else ""
            led = previous in before or last - first > 1
            if led and following not in NOT_AFTER_YEAR and not taken & set(range(first, last)):
                found.append((first, last))
                taken |= set(range(first, last))
    return sorted(found)


def _offset(words: Sequence[str], first: int) -> int:
    return sum(len(word) + 1 for word in words[:first])
