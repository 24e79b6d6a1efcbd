"""Read who holds which office: titles before a name, appositions and "X is the president of Y"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Kind
from kg.resolve.mentions import Form, Phrase
from kg.resolve.name import Origin
from kg.resolve.words import find_title, title_words
from kg.tables import ActorTables, Title
from kg.tree import Token, Tree


@dataclass(frozen=True, slots=True)
class Office:
    """A person together with words of office.

    Attributes:
        person: the person's phrase.
        first, last: tokens of the title words, in the same tree.
        title: the table's entry.
        body: the phrase that names the state or organisation of the office, or None.
    """

    person: Phrase
    first: int
    last: int
    title: Title
    body: Phrase | None


def find_offices(phrases: Sequence[Phrase], tables: ActorTables) -> tuple[Office, ...]:
    """Return the offices that a sentence states.

    Examples: "Russian Foreign Minister Sergey Lavrov", "Sergey Lavrov, Russia's foreign minister,",
    "the head of the Foreign Ministry's Department, Ilya Rogachev", "Bouterse is the president of Suriname".
    """
    by_head = {phrase.head: phrase for phrase in phrases}
    offices: list[Office] = []
    for phrase in phrases:
        if phrase.form is Form.NAME and phrase.name is not None and phrase.name.kind is Kind.PERSON:
            offices.extend(_before_name(phrase, phrases, tables))
            offices.extend(_beside_name(phrase, by_head, phrases, tables))
    return tuple(offices)


def _before_name(person: Phrase, phrases: Sequence[Phrase], tables: ActorTables) -> Iterator[Office]:
    assert person.name is not None
    tree = person.tree
    for last in range(person.name.first - 1, person.first - 1, -1):
        found = find_title(tree, last, tables, person.first)
        if found is not None:
            body = _body(person, found[0], phrases, tree[found[1]])
            yield Office(person, *found, _title(tree, *found, tables), body)
            return


def _beside_name(
    person: Phrase, by_head: dict[int, Phrase], phrases: Sequence[Phrase], tables: ActorTables
) -> Iterator[Office]:
    """Yield offices in apposition on either side of the name, and of a clause that says what the person is."""
    tree = person.tree
    token = tree[person.head]
    others = list(tree.children(token.i, "appos"))
    if token.relation == "appos":
        others.append(tree[token.head])
    if token.relation == "nsubj" and tree.children(token.head, "cop"):
        others.append(tree[token.head])
    for other in others:
        found = find_title(tree, other.i, tables)
        phrase = by_head.get(other.i)
        if found is None or (phrase is not None and phrase.form is Form.NAME):
            continue
        inside = Phrase(tree, other.i, phrase.first if phrase else found[0], other.i, Form.NOUN)
        yield Office(person, *found, _title(tree, *found, tables), _body(inside, found[0], phrases, other))


def _title(tree: Tree, first: int, last: int, tables: ActorTables) -> Title:
    words = title_words(tree, first, last, tables)
    assert words is not None
    return tables.titles[words]


def _body(phrase: Phrase, before: int, phrases: Sequence[Phrase], head: Token) -> Phrase | None:
    """Return whose office it is: named in front ("Russia's", "Interior Ministry") or after "of", "for", "at"."""
    tree = phrase.tree
    for child in tree.children(head.i, "nmod"):
        marked = {case.text.casefold() for case in tree.children(child.i, "case")}
        if child.i > head.i and marked & {"of", "for", "at"}:
            for other in phrases:
                if other.head == child.i and other.form is not Form.PRONOUN:
                    return other
    found = [
        other
        for other in phrases
        if other is not phrase and phrase.first <= other.first and other.last < max(before, phrase.first + 1)
        and other.form is not Form.PRONOUN and _can_have_office(other)
    ]  # fmt: skip
    if found:
        return max(found, key=lambda other: (other.last - other.first, other.last))
    owner = tree.child(head.i, "nmod:poss")
    return next((other for other in phrases if owner is not None and other.head == owner.i), None)


def _can_have_office(phrase: Phrase) -> bool:
    if phrase.form is Form.NAME:
        assert phrase.name is not None
        return phrase.name.kind is not Kind.PERSON and phrase.name.origin is not Origin.PEOPLE
    return phrase.noun is not None and (phrase.noun.institution or phrase.noun.classifier)
