"""Cut a text into the blocks that are parsed one by one: no sentence ever crosses the end of a block.

A blank line ends a block, and so does every line break of a text that is not hard-wrapped: there a line is a headline,
an item of a list or a whole paragraph. Blocks carry their offsets, so nothing of the text is lost or moved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
NARROWEST, WIDEST = 45, 140
"""Widths, in characters, between which a text can be hard-wrapped."""
LONGEST_BLOCK = 10_000
"""Longer blocks are cut after a full stop, so that memory stays small whatever comes."""
UNBROKEN = re.compile(r"\S{200}(?=\S)")
"""A stretch without a blank that is no word: cut, for tokenizing one takes time with the square of its length."""
SAFE_END = re.compile(r"[a-z]{3}[.?!][\"'”’)]*\s+(?=[\"“‘A-Z])")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch `[start, end)` of the text, without white space at its ends, never empty."""

    start: int
    end: int


def split_blocks(text: str) -> list[Block]:
    """The blocks of a text in order.

    Args:
        text: any text with `\\n` as line end.

    Example:
        >>> text = "Talks fail\\nRussia left.\\n\\nIran stayed."
        >>> [text[block.start : block.end] for block in split_blocks(text)]
        ['Talks fail', 'Russia left.', 'Iran stayed.']
    """
    separator = BLANK_LINE if is_hard_wrapped(text) else re.compile(r"\n")
    blocks: list[Block] = []
    at = 0
    for match in separator.finditer(text):
        _add_block(blocks, text, at, match.start())
        at = match.end()
    _add_block(blocks, text, at, len(text))
    return blocks


def is_hard_wrapped(text: str) -> bool:
    """Whether the text's lines were broken to fit a width, so that a single line break means nothing.

    Two signs are asked for, over all lines that another one follows directly: most of the following lines go on in
    lower case or with a digit or bracket, and most lines were full, which is to say that the first word of the next
    line would not have fitted into the longest line.

    Example:
        >>> is_hard_wrapped("Russia supports Iraq\\nIran does not")
        False
    """
    lines = [line.rstrip() for line in text.split("\n")]
    pairs = [(line, following) for line, following in pairwise(lines) if line and following]
    if not pairs:
        return False
    width = max(len(line) for line, _ in pairs)
    if not NARROWEST <= width <= WIDEST:
        return False
    goes_on = full = 0
    for line, following in pairs:
        first_word = following.split(maxsplit=1)[0]
        goes_on += not first_word[0].isupper() and first_word[0] not in "-–—*•·\"“'‘" and not line.endswith((".", "!"))
        full += len(line) + 1 + len(first_word) > width
    capitals = sum(c.isupper() for c in text) > sum(c.islower() for c in text)
    if capitals:  # text all in capitals: how full its lines are is the only sign
        return len(pairs) > 2 and full >= 0.7 * len(pairs)
    return 2 * goes_on >= len(pairs) and 2 * full >= len(pairs)


def _add_block(blocks: list[Block], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_BLOCK:
        cut = _find_cut(text, start, end)
        _append_cut(blocks, text, start, cut)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        _append_cut(blocks, text, start, end)


def _append_cut(blocks: list[Block], text: str, start: int, end: int) -> None:
    for match in UNBROKEN.finditer(text, start, end):
        blocks.append(Block(start, match.end()))
        start = match.end()
    blocks.append(Block(start, end))


def _find_cut(text: str, start: int, end: int) -> int:
    middle = start + LONGEST_BLOCK // 2
    match = SAFE_END.search(text, middle, min(end, start + LONGEST_BLOCK))
    if match:
        return match.start() + len(match.group().rstrip())
    space = text.rfind(" ", middle, start + LONGEST_BLOCK)
    return space if space > 0 else start + LONGEST_BLOCK


def squeeze(text: str, block: Block) -> tuple[str, list[int]]:
    """The block with every run of white space as one space, and for each of its characters the offset in the text.

    Example:
        >>> squeeze("a  b", Block(0, 4))
        ('a b', [0, 1, 3])
    """
    characters: list[str] = []
    offsets: list[int] = []
    for i in range(block.start, block.end):
        character = text[i]
        if not character.isspace():
            characters.append(character)
            offsets.append(i)
        elif characters[-1] != " ":
            characters.append(" ")
            offsets.append(i)
    return "".join(characters), offsets
