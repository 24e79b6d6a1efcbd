"""The sentences of GMB news as texts, by their numbers (0 is the first of ner/gmb/gmb.tsv)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from figures import data_file

BLOCK_START = 29_644
"""From here on nothing that ships learns from these sentences."""
GOLD = ("dev", "calibration")
NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:?!%)\]}’]|''|n't|'(?:s|S|re|ve|ll|d|m)?)$")
NO_SPACE_AFTER = frozenset("([{")


def read_sentences(start: int = 0) -> Iterator[tuple[int, str]]:
    """Yield number and text of each sentence from `start` on."""
    number, words = 0, []
    for line in data_file("ner", "gmb", "gmb.tsv").read_text(encoding="utf-8").split("\n"):
        if line.strip():
            words.append(line.split("\t")[0])
        elif words:
            if number >= start:
                yield number, join_words(words)
            number, words = number + 1, []
    if words and number >= start:
        yield number, join_words(words)


def join_words(words: list[str]) -> str:
    """Return the words as they are written in a text.

    Example:
        >>> join_words(["Iran", "'s", "envoy", "(", "Mr.", "X", ")", "left", "."])
        "Iran's envoy (Mr. X) left."
    """
    text = ""
    for word in words:
        glued = not text or NO_SPACE_BEFORE.match(word) or text[-1] in NO_SPACE_AFTER
        text += word if glued else f" {word}"
    return text


def gold_numbers() -> frozenset[int]:
    """Return the numbers of the sentences that the gold sets use."""
    found = set()
    for name in GOLD:
        for line in data_file("gold", f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            if line.strip():
                source, _, number = json.loads(line)["id"].partition("-")
                if source == "gmb":
                    found.add(int(number))
    return frozenset(found)
