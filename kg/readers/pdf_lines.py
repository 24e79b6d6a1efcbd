"""Lines of a PDF page with their place, and paragraphs out of lines."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

_LINE_END = frozenset("\r\n")
_SPLIT_WORD = frozenset("\x02\ufffe")
"""What PDFium gives for a hyphen that splits a word at the end of a line."""
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*$")
_ITEM = re.compile(r"(?:[•▪◦‣·*–-]|\(?\d{1,2}[.)])\s")
_WIDE_GAP = 1.35
_OTHER_SIZE = 1.15


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, where it begins, its baseline (larger is higher) and the height of its letters.

    `splits_word` is True where the line ends in the middle of a word.
    """

    text: str
    page: int
    left: float
    base: float
    size: float
    splits_word: bool = False


def read_lines(textpage: Any, page: int) -> list[Line]:
    """Return the lines of a page (a `pypdfium2` text page), in the order of the file."""
    from pypdfium2 import raw

    lines: list[Line] = []
    characters: list[int] = []
    first: int | None = None
    count = textpage.count_chars()
    for i in range(count + 1):
        code = raw.FPDFText_GetUnicode(textpage, i) if i < count else 10
        character = chr(code) if 0 < code < 0x110000 else " "
        if character in _LINE_END or character in _SPLIT_WORD:
            if first is not None:
                lines.append(_line(textpage, characters, page, first, character in _SPLIT_WORD))
            characters, first = [], None
        else:
            characters.append(code if 0 < code < 0x110000 else 32)
            if first is None and not character.isspace():
                first = i
    return [line for line in lines if line.text]


def _line(textpage: Any, codes: list[int], page: int, first: int, splits_word: bool) -> Line:
    from pypdfium2 import raw

    # Characters beyond the first plane may come as two surrogates.
    text = "".join(map(chr, codes)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(textpage, first, left, right, bottom, top)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, first, x, y)
    size = float(raw.FPDFText_GetFontSize(textpage, first)) or (top.value - bottom.value)
    return Line(" ".join(text.replace("\xad", "").split()), page, x.value, y.value, size, splits_word)


def join_lines(lines: list[Line]) -> list[str]:
    """Return the paragraphs that lines make.

    A paragraph ends before a wider gap than lines usually have, before letters of another size, before an item of a
    list, before an indented line that follows the end of a sentence, and at the end of a column or page where a
    sentence ends.

    Example:
        >>> join_lines([Line("Russia sup", 0, 9, 90, 10, True), Line("ports Iraq.", 0, 9, 78, 10)])
        ['Russia supports Iraq.']
    """
    gaps = [above.base - below.base for above, below in pairwise(lines) if _follows(above, below)]
    usual = median(gaps) if gaps else 0.0
    blocks: list[str] = []
    for i, line in enumerate(lines):
        previous = lines[i - 1] if i else None
        if previous is None or _begins_block(previous, line, usual):
            blocks.append(line.text)
        elif previous.splits_word:
            joined = line.text[0].islower()
            blocks[-1] += line.text if joined else f"-{line.text}"
        elif previous.text.endswith(("-", "\u2010")) and line.text[0].isalnum():
            blocks[-1] += line.text
        else:
            blocks[-1] += f" {line.text}"
    return blocks


def _follows(above: Line, below: Line) -> bool:
    """Return whether a line stands below another on the same page."""
    return above.page == below.page and above.base > below.base


def _begins_block(previous: Line, line: Line, usual: float) -> bool:
    if previous.splits_word:
        return False
    ended = _SENTENCE_END.search(previous.text) is not None
    larger, smaller = max(previous.size, line.size), max(min(previous.size, line.size), 0.1)
    if larger > _OTHER_SIZE * smaller or _ITEM.match(line.text):
        return True
    if previous.page != line.page or previous.base < line.base:
        return ended
    if abs(previous.base - line.base) < 1:  # two cells of a row
        return True
    if usual and previous.base - line.base > _WIDE_GAP * usual:
        return True
    return ended and line.left - previous.left > line.size
