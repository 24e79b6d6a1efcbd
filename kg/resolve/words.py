"""Small facts about tokens and words that several parts of the resolver need."""

from __future__ import annotations

import re

from kg.model import Words
from kg.tables import ActorTables
from kg.tree import Token, Tree

TAG_CLASSES = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "DT": "DET",
    "PRP": "PRON", "PRP$": "PRON", "IN": "ADP", "TO": "PART", "RP": "ADP", "CC": "CCONJ", "MD": "AUX", "POS": "PART",
    "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB",
    "VBZ": "VERB", "CD": "NUM", "WP": "PRON", "WDT": "PRON", "WP$": "PRON", "WRB": "ADV", "PDT": "DET", "EX": "PRON",
}  # fmt: skip
TIME_TYPES = frozenset({"DATE", "TIME"})
CALENDAR = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "christmas", "easter", "ramadan",
})  # fmt: skip
_MARKS = re.compile(r"(?:[,;:\-–]|\[\d+\]?)+$")


def word_class(token: Token) -> str:
    """Return the token's universal part of speech, told by its Penn tag where the parser gave none."""
    return token.pos or TAG_CLASSES.get(token.tag, "X" if token.text[:1].isalnum() else "PUNCT")


def is_calendar(token: Token) -> bool:
    """Return whether the token is a day, a month or otherwise tagged as time."""
    return token.entity_type in TIME_TYPES or token.text.casefold().rstrip(".") in CALENDAR


def is_title_word(token: Token, tables: ActorTables) -> bool:
    """Return whether a word can belong to the title in front of a name ("Foreign", "Minister", "Mr.")."""
    word = token.text.casefold().rstrip(".")
    return word in tables.titles or word in tables.forms or word in tables.modifiers


def is_actor_noun(token: Token, tables: ActorTables) -> bool:
    """Return whether the token is one of the pipeline's actor nouns or words of office."""
    return any(
        word in tables.nouns or word in tables.titles for word in (token.lemma.casefold(), token.text.casefold())
    )


def top_token(tree: Tree, first: int, last: int) -> int:
    """Return the token of a stretch that hangs highest: the one whose head lies outside, the last of several."""
    tops = [t.i for t in tree.tokens[first : last + 1] if t.head == t.i or not first <= t.head <= last]
    nominal = [i for i in tops if word_class(tree[i]) not in {"PUNCT", "DET", "ADP", "CCONJ", "PART"}]
    return (nominal or tops)[-1]


def find_title(tree: Tree, last: int, tables: ActorTables, first: int = 0) -> tuple[int, int] | None:
    """Return the stretch of the longest words of office that end in token `last`, or None."""
    for start in range(max(first, last - 3), last + 1):
        if title_words(tree, start, last, tables) is not None:
            return start, last
    return None


def title_words(tree: Tree, first: int, last: int, tables: ActorTables) -> str | None:
    """Return the table's words of office that tokens `first` to `last` are, or None."""
    if word_class(tree[last]) == "PUNCT":
        return None
    words = tree.words(first, last).text.casefold().rstrip(".")
    if words in tables.titles:
        return words
    singular = words[: len(words) - len(tree[last].text.rstrip("."))] + tree[last].lemma.casefold()
    return singular if singular in tables.titles else None


def clean_words(words: Words) -> Words:
    """Return words without marks that the tokeniser left on the last one: "Israeli-", "sister.", "Assad,[1"."""
    text = _MARKS.sub("", words.text)
    if text.endswith(".") and text[:-1].rpartition(" ")[2].islower():
        text = text[:-1]
    return Words(text, words.start, words.start + len(text)) if text else words


def first_joined(tree: Tree, token: Token) -> Token:
    """Return the first word of a coordination that the token belongs to, else the token itself."""
    while token.relation == "conj" and token.head != token.i:
        token = tree[token.head]
    return token
