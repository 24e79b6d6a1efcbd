"""The whole of a person's name where the tagger saw a part of it: the parser joins its pieces with "flat"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Kind
from kg.resolve.name import Name, Origin
from kg.resolve.tagged_names import trimmed_name
from kg.resolve.words import is_calendar, is_title_word, word_class
from kg.tables import ActorTables
from kg.tree import Token, Tree

JOINTS = frozenset({"-", '"', "'", "“", "”", "‘", "’", "``", "''"})
PARTICLES = frozenset(
    {
        "de", "da", "do", "dos", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den", "zu", "ten", "ter",
        "bin", "ibn", "bint", "ben", "al", "el", "ul", "ur", "e", "y", "af", "av", "abu", "uz", "ud",
    }
)  # fmt: skip


def whole_names(tree: Tree, tagged: Sequence[Name], tables: ActorTables) -> Iterator[Name]:
    """Yield the tagged names of a sentence, persons with all pieces of their names.

    What the tagger took for an organisation and is a title with a name is parted: "Army Inspector General | Lee Brown".

    Args:
        tree: the sentence.
        tagged: the names that the tagger found, in order.
        tables: the pipeline's actor tables.

    Example: tagged "John" in "General John Vines" gives "John Vines".
    """
    persons = [_stretched(tree, name, tables) for name in tagged if name.kind is Kind.PERSON]
    persons.extend(person for name in tagged if (person := _titled_person(tree, name, tables)) is not None)
    for name in tagged:
        if name.kind is Kind.PERSON:
            continue
        inside = [person for person in persons if person.first <= name.last and name.first <= person.last]
        if not inside:
            yield name
            continue
        last = min(person.first for person in inside) - 1
        while last >= name.first and is_title_word(tree[last], tables):
            last -= 1
        rest = trimmed_name(tree, name.first, last, name.kind, tables)
        if rest is not None:
            yield rest
    seen = -1
    for person in sorted(persons, key=lambda name: (name.first, -name.last)):
        if person.first > seen:
            yield person
            seen = person.last


def _stretched(tree: Tree, name: Name, tables: ActorTables) -> Name:
    first, last = stretch(tree, name.first, name.last)
    while first < name.first and is_title_word(tree[first], tables):
        first += 1
    return replace(name, first=first, last=last)


def _titled_person(tree: Tree, name: Name, tables: ActorTables) -> Name | None:
    """The person at the end of what the tagger took for an organisation: "Inspector General Lee Brown"."""
    if name.kind is not Kind.ORG:
        return None
    for i in range(name.first + 1, name.last + 1):
        titled = any(c.i == i - 1 and is_title_word(c, tables) for c in tree.children(i, "nmod:desc"))
        if titled and tree.children(i, "flat"):
            return Name(*stretch(tree, i, i), Kind.PERSON, Origin.TAGGER)
    return None


def stretch(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """Return the run of tokens that the parser holds together as one name around `first` to `last`.

    Example: "Jaap" in "Jaap de Hoop Scheffer" gives the four words.
    """
    top = tree[first]
    while top.relation == "flat" and top.head != top.i:
        top = tree[top.head]
    pieces = {t.i for t in (top, *tree.children(top.i, "flat")) if _is_piece(t)}
    joints = {t.i for i in pieces for t in tree.children(i, "punct") if t.text in JOINTS}
    joined = pieces | joints
    start, end = first, last
    while start - 1 in joined:
        start -= 1
    while end + 1 in joined:
        end += 1
    while start < first and start not in pieces:
        start += 1
    while end > last and (end not in pieces or tree[end].text.islower()):
        end -= 1
    return start, end


def _is_piece(token: Token) -> bool:
    if is_calendar(token) or word_class(token) == "NUM":
        return False
    return token.text[:1].isupper() or token.text.casefold() in PARTICLES
