"""Words for drawing: made harmless, cut to size, and measured."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Controls, what XML forbids, and what turns or hides the text beside it."""

_NARROW = frozenset("iIjl.,:;'’|!()[]{}-tfr ")
_WIDE = frozenset("mwMW@%—")


def clean(text: str) -> str:
    """Return the text without control, bidirectional and invisible characters, white space as single blanks.

    Example:
        >>> clean("Anna\\u202e Keller\\n")
        'Anna Keller'
    """
    return " ".join(_UNSEEN.sub("", _SPACE.sub(" ", text)).split())


def is_unseen(character: str) -> bool:
    """Return whether `clean` takes the character away; white space counts as seen."""
    return not character.isspace() and _UNSEEN.match(character) is not None


_SPACE = re.compile(r"\s+")


def shorten(text: str, length: int) -> str:
    """Return the text cut to `length` characters, with an ellipsis where something was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def wrap(text: str, width: int, *, lines: int = 2) -> tuple[str, ...]:
    """Return the text in at most `lines` lines of about `width` characters, the last one shortened if need be."""
    found: list[str] = []
    rest = text.split(" ")
    while rest and len(found) < lines - 1:
        line = rest.pop(0)
        while rest and len(line) + 1 + len(rest[0]) <= width:
            line += " " + rest.pop(0)
        found.append(shorten(line, width + 4))
    if rest:
        found.append(shorten(" ".join(rest), width + 2))
    return tuple(found)


def text_width(text: str, size: float) -> float:
    """Return about how wide the text is in a sans-serif face of this size; rather too wide than too narrow."""
    return size * sum(_character_width(character) for character in text)


def _character_width(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if character in _WIDE:
        return 0.95
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    return 0.7 if character.isupper() else 0.59
