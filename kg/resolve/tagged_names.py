"""Names that the parser's tagger found, cut to what they are: without titles, marks and what belongs to an owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.model import Kind
from kg.resolve.name import DASHES, SMALL_WORDS, Name, Origin
from kg.resolve.words import is_calendar, is_title_word, word_class
from kg.tables import ActorTables, name_key
from kg.tree import Tree

KINDS = {kind.value: kind for kind in Kind}
CONTRASTS = frozenset(
    {"Northern", "Southern", "Eastern", "Western", "North", "South", "East", "West", "Upper", "Lower"}
)
PLACE_CASES = frozenset({"in", "at", "near"})


def tagged_names(tree: Tree, tables: ActorTables) -> Iterator[Name]:
    """Yield the names that the tagger found, in order."""
    i = 0
    while i < len(tree):
        kind = KINDS.get(tree[i].entity_type or "")
        if kind is None:
            i += 1
            continue
        last = i
        while last + 1 < len(tree) and tree[last + 1].entity == f"I-{kind}":
            last += 1
        while kind is Kind.PERSON and (step := goes_on(tree, last)):
            last += step
        for first, end in _split_at_owner(tree, i, last, kind, tables):
            kind = Kind.GPE if kind is Kind.PERSON and first > i and tree[first - 1].text == "of" else kind
            name = trimmed_name(tree, first, end, kind, tables)
            if name is not None:
                yield _as_person(tree, name, tables)
        i = last + 1


def _as_person(tree: Tree, name: Name, tables: ActorTables) -> Name:
    """Return a first name that stands alone as a person's name, whatever the tagger took it for: "Louise left"."""
    key = name_key(tree[name.first].text)
    if name.first != name.last or name.kind is Kind.PERSON or key not in tables.genders or key in tables.names:
        return name
    place = any(case.text.casefold() in PLACE_CASES for case in tree.children(name.first, "case"))
    return name if place or tree.children(name.first, "det") else replace(name, kind=Kind.PERSON)


def goes_on(tree: Tree, last: int) -> int:
    """Return over how many tokens a person's name goes on where the tagger stopped: "Ban Ki | - moon"."""
    if last + 1 < len(tree) and tree[last + 1].entity == "B-PERSON":
        joined = tree[last].head == last + 1 or tree[last + 1].relation == "flat"
        return 1 if joined else 0
    if last + 2 >= len(tree) or tree[last + 1].text != "-" or tree[last + 2].entity != "O":
        return 0
    return 2 if tree[last].end == tree[last + 1].start and tree[last + 1].end == tree[last + 2].start else 0


def _split_at_owner(tree: Tree, first: int, last: int, kind: Kind, tables: ActorTables) -> list[tuple[int, int]]:
    """Split a tagged name after an institution that owns the rest ("Foreign Ministry's | Department") and at a dash."""
    for i in range(first + 1, last):
        if kind is Kind.PERSON and tree[i].text == "of":  # "Dick Durbin of Illinois"
            return [(first, i - 1), (i + 1, last)]
        if tree[i].tag == "POS" and kind is Kind.ORG:
            noun = tables.nouns.get(tree[i - 1].text.casefold())
            if noun is not None and noun.institution and noun.kind is Kind.ORG:
                return [(first, i - 1), (i + 1, last)]
        if tree[i].text in DASHES and tree[i - 1].end < tree[i].start:
            return [(first, i - 1), *_split_at_owner(tree, i + 1, last, kind, tables)]
    return [(first, last)]


def trimmed_name(tree: Tree, first: int, last: int, kind: Kind, tables: ActorTables) -> Name | None:
    """Return the name that a tagged stretch holds, None where it is only a title, a day or marks."""
    while first <= last and (
        word_class(tree[first]) in {"DET", "PUNCT", "PRON", "ADP", "CCONJ"} or tree[first].tag == "POS"
    ):
        first += 1
    while last >= first and (word_class(tree[last]) in {"PUNCT", "CCONJ", "ADP"} or tree[last].tag == "POS"):
        if tree[last].text in {")", "."} and word_class(tree[last - 1]) != "PUNCT" and kind is not Kind.PERSON:
            break
        last -= 1
    while kind is Kind.ORG and last >= first and is_title_end(tree, last, tables):
        last -= 1
    if first > last:
        return None
    if kind is Kind.ORG and first > 0 and tree[first - 1].text in CONTRASTS and first <= tree[first - 1].head <= last:
        first -= 1
    if kind is Kind.ORG and first > 1 and tree[first].text == "State" and tree[first - 1].text == "of":
        return None
    if kind is Kind.PERSON:
        while first <= last and is_title_word(tree[first], tables):
            first += 1
        while first <= last and name_key(tree[first].text) in tables.demonyms and first < last:
            first += 1
    if first > last or all(is_calendar(tree[i]) for i in range(first, last + 1)):
        return None
    text = tree.words(first, last).text
    if not any(c.isalpha() for c in text) or (text in SMALL_WORDS and tree.sentence.text.isupper()):
        return None
    if all(tree[i].text[:1].islower() for i in range(first, last + 1)):
        return None
    return Name(first, last, kind, Origin.TAGGER)


def is_title_end(tree: Tree, i: int, tables: ActorTables) -> bool:
    """Return whether a capitalised word is an office before a person: "Leader" in "Majority Leader Lee"."""
    if i >= len(tree):
        return False
    follows = i + 1 < len(tree) and (tree[i + 1].entity[2:] == "PERSON" or is_title_word(tree[i + 1], tables))
    return follows and is_title_word(tree[i], tables)
