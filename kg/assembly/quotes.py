"""Quotations that run over several sentences: who speaks where the sentence itself does not say."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kg.model import Participant
from kg.tree import Tree

INTRODUCTION = re.compile(r"[^\n.!?:;“\"]{0,60}:\s*")
OPENING, CLOSING, STRAIGHT = "“", "”", '"'


def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches between quotation marks, curly or straight, as (start, end) without the marks.

    A paragraph break ends a quotation that nobody closed.

    Example:
        >>> quoted_spans('He said: “We agree. We act.”')
        ((10, 27),)
    """
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for i, character in enumerate(text):
        if character == OPENING or (character == STRAIGHT and opened is None):
            opened = i + 1
        elif opened is not None and (
            character in (CLOSING, STRAIGHT) or (character == "\n" and text[i + 1 : i + 2] in ("\n", ""))
        ):
            spans.append((opened, i))
            opened = None
    return tuple(spans)


def introduced_spans(text: str, verbs: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return the stretches that a reporting verb and a colon introduce without quotation marks, as in press statements.

    Args:
        text: the document's text.
        verbs: offsets of the reporting verbs outside quotations, in order.

    Such a stretch ends before the next paragraph that names a speaker of its own, else with the text.

    Example:
        >>> text = "Hammond said: We agree.\\n\\nWe act."
        >>> introduced_spans(text, [8])
        ((14, 32),)
    """
    spans: list[tuple[int, int]] = []
    for number, at in enumerate(verbs):
        found = INTRODUCTION.match(text, at)
        if found is None or text[found.end() : found.end() + 1] in (OPENING, STRAIGHT, ""):
            continue
        end = len(text)
        for later in verbs[number + 1 :]:
            paragraph = text.rfind("\n", found.end(), later)
            if paragraph != -1:
                end = paragraph
                break
        spans.append((found.end(), end))
    return tuple(spans)


def quotation_of(tree: Tree, token: int, spans: Sequence[tuple[int, int]]) -> int | None:
    """Return the index of the quotation that token stands in, or None."""
    at = tree[token].start
    for index, (start, end) in enumerate(spans):
        if start <= at < end:
            return index
    return None


def carry_speakers(
    trees: Sequence[Tree],
    spans: Sequence[tuple[int, int]],
    named: Sequence[tuple[int, int, Participant]],
) -> dict[int, Participant]:
    """Return the speaker of each quotation, by its index in `spans`.

    Args:
        trees: the document's sentences.
        spans: the quotations.
        named: (sentence, offset of the reporting verb, speaker) for each reporting verb outside quotations.

    A quotation belongs to the reporting verb of a sentence it stands in, the one that follows it first; else to the
    speaker of the sentence before it in the same paragraph.
    """
    starts, ends = [t.sentence.start for t in trees], [t.sentence.end for t in trees]
    by_sentence: dict[int, list[tuple[int, Participant]]] = {}
    for sentence, at, participant in named:
        by_sentence.setdefault(sentence, []).append((at, participant))
    speakers: dict[int, Participant] = {}
    for index, (start, end) in enumerate(spans):
        inside = [t.sentence.index for t in trees[bisect_right(ends, start) : bisect_left(starts, end)]]
        if not inside:
            continue
        beside = [one for sentence in inside for one in by_sentence.get(sentence, ())]
        after = [p for at, p in beside if at >= end]
        before = [p for at, p in beside if at < start]
        earlier = [p for _, p in by_sentence.get(inside[0] - 1, ())]
        found = after[:1] or before[-1:] or earlier[-1:]
        if found:
            speakers[index] = found[0]
    return speakers
