"""Part words that a tokenizer left joined: "U.S.-led" is a name, a hyphen and a participle, as "NATO-led" is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.lemmas import verb_lemma
from kg.tree import Token

_JOINED = re.compile(r"(?P<name>(?:[A-Z]\.){2,})(?P<hyphen>[-–])(?P<word>[a-z]{3,})")


def split_words(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with each name that is joined to a participle by a hyphen as three tokens.

    The participle keeps the place of the word in the tree, name and hyphen depend on it.

    Example: "U.S.-led" gives "U.S." (compound), "-" (punct), "led" (as it was).
    """
    parted = {token.i: found for token in tokens if (found := _JOINED.fullmatch(token.text))}
    if not parted:
        return list(tokens)
    moved, shift = {}, 0
    for token in tokens:
        shift += 2 * (token.i in parted)
        moved[token.i] = token.i + shift
    made: list[Token] = []
    for token in tokens:
        at, head = moved[token.i], moved[token.head]
        if token.i in parted:
            made.extend(_parts(token, parted[token.i], at, head))
        else:
            made.append(replace(token, i=at, head=head))
    return made


def _parts(token: Token, found: re.Match[str], at: int, head: int) -> tuple[Token, Token, Token]:
    word = found["word"]
    hyphen = token.start + found.start("hyphen")
    tag = "VBG" if word.endswith("ing") else "VBN"
    name = replace(
        token, i=at - 2, end=hyphen, text=found["name"], lemma=found["name"], pos="PROPN", tag="NNP",
        morph="Number=Sing", dep="compound", head=at, entity="O",
    )  # fmt: skip
    joint = replace(
        token, i=at - 1, start=hyphen, end=hyphen + 1, text=found["hyphen"], lemma=found["hyphen"], pos="PUNCT",
        tag="HYPH", morph="", dep="punct", head=at, entity="O",
    )  # fmt: skip
    lemma = verb_lemma(word, word, tag)
    last = replace(
        token, i=at, start=hyphen + 1, text=word, lemma=lemma or word, pos="VERB" if lemma else "ADJ",
        tag=tag if lemma else "JJ", morph="VerbForm=Part" if lemma else "Degree=Pos", head=head, entity="O",
    )  # fmt: skip
    return name, joint, last
