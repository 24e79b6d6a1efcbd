"""What a document tells about its actors as a whole, before any word is followed back: names, institutions, offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import Document, Entity, Kind
from kg.resolve.canonical import described_entity, institution, institution_words
from kg.resolve.mentions import Form, Phrase, find_phrases
from kg.resolve.names import find_names
from kg.resolve.naming import Naming, is_collected
from kg.resolve.nested import nested_phrases, shared_phrases
from kg.resolve.titles import Office, find_offices
from kg.resolve.words import find_title
from kg.tables import ActorTables, Title, name_key
from kg.tree import Tree

PLACES = frozenset({Kind.GPE, Kind.LOC})


class Survey:
    """The phrases of a document with what is known of them from the whole text.

    Attributes:
        document, tables: what it was made from.
        trees: index of a sentence to its tree.
        phrases: all phrases in text order.
        offices: the offices the text states.
        naming: the actors of the names.
        institutions: place of a phrase in `phrases` to the institution its words name, and why.
        held: uid of a person to titles, each with the state or organisation it belongs to.
        genders: uid of a person to "male" or "female", where told.
        covered: sentence and token of every word that belongs to a phrase.
    """

    def __init__(self, document: Document, trees: Sequence[Tree], tables: ActorTables) -> None:
        self.document, self.tables = document, tables
        self.phrases: list[Phrase] = []
        self.offices: list[Office] = []
        self.trees = {tree.sentence.index: tree for tree in trees}
        self._by_tree: dict[int, list[Phrase]] = {}
        for tree, found in zip(trees, _as_persons([_phrases_of(tree, tables) for tree in trees], tables), strict=True):
            self.phrases.extend(found)
            self.offices.extend(find_offices(found, tables))
            self._by_tree[id(tree)] = found
        self.covered = {(p.tree.sentence.index, i) for p in self.phrases for i in range(p.first, p.last + 1)}
        self._places = {id(phrase): at for at, phrase in enumerate(self.phrases)}
        self.naming = Naming(document.text, self.phrases, self.offices, tables)
        self.institutions = self._find_institutions()
        self.held: dict[str, list[tuple[Title, Entity | None]]] = {}
        self._read_offices()
        self.genders = self._read_genders()

    def place(self, phrase: Phrase) -> int:
        """Return where a phrase stands in `phrases`."""
        return self._places[id(phrase)]

    def beside(self, phrase: Phrase) -> list[Phrase]:
        """Return the phrases of the same sentence."""
        return self._by_tree[id(phrase.tree)]

    def institution_owning(self, phrase: Phrase) -> Entity | None:
        """Return the institution that a body belongs to ("the Foreign Ministry's Department"), or None."""
        owners = {child.i for child in phrase.tree.children(phrase.head, "nmod")}
        for other in self.beside(phrase):
            at = self.place(other)
            if at in self.institutions and other.head in owners:
                return self.institutions[at][0]
        return None

    def _find_institutions(self) -> dict[int, tuple[Entity, str]]:
        """Return what a country and an institution noun name together; bare words take up the only one so named."""
        found: dict[int, tuple[Entity, str]] = {}
        bare: list[tuple[int, str]] = []
        for at, phrase in enumerate(self.phrases):
            in_tables = phrase.shared is None and phrase.name is not None and phrase.name.entity is not None
            spelled = phrase.shared or phrase
            words = None if in_tables or phrase.form is Form.PRONOUN else institution_words(spelled, self.tables)
            if words is None or phrase.noun is None:
                continue
            country = phrase.country or (phrase.name.country if phrase.name else None)
            if country is not None:
                found[at] = (institution(words, country, phrase.noun, self.tables), "country and institution")
            elif " " in words:
                bare.append((at, words))
        named = {entity.uid: entity for entity, _ in found.values()}
        for at, words in bare:
            same = [entity for entity in named.values() if name_key(entity.name).endswith(" " + name_key(words))]
            if len(same) == 1:
                found[at] = (same[0], f"the only one named here: {same[0].name}")
        return found

    def _body_entity(self, phrase: Phrase | None) -> Entity | None:
        """Return the state or organisation of an office."""
        if phrase is None or phrase.form is Form.PRONOUN:
            return None
        if self.place(phrase) in self.institutions:
            return self.institutions[self.place(phrase)][0]
        owner = self.institution_owning(phrase)
        if owner is not None:
            return owner
        if is_collected(phrase) and not is_bare_institution(phrase):
            return self.naming.resolve(phrase)[0]
        if phrase.name is not None and phrase.name.country is not None:
            return self.tables.countries[phrase.name.country].entity
        return described_entity(phrase, self.document, country=phrase.country) if phrase.noun is not None else None

    def _read_offices(self) -> None:
        """Note the offices of each person; the first told gives the person's sector and country."""
        told: dict[str, tuple[str | None, str | None]] = {}
        for office in self.offices:
            uid = self.naming.uid_of(office.person)
            if uid is None:
                continue
            body = self._body_entity(office.body)
            self.held.setdefault(uid, []).append((office.title, body))
            sector, country = told.get(uid, (None, None))
            of_body = (body.sector, body.country) if body is not None else (None, None)
            told[uid] = (sector or office.title.sector or of_body[0], country or of_body[1])
        self.naming.add_offices(told)

    def _read_genders(self) -> dict[str, str]:
        """Return the gender of persons whom a form of address, a title or else the first name tells."""
        genders: dict[str, str] = {}
        for spoken in self.naming.spoken.values():
            entity = self.naming.entities[self.naming.groups.find(spoken.key)]
            told = set(spoken.genders)
            told |= {self.tables.forms.get(title.split()[-1], "neutral") for title in spoken.titles}
            told -= {"neutral"}
            if not told and spoken.pieces[0] in self.tables.genders:
                told = {self.tables.genders[spoken.pieces[0]]}
            if entity.uid is not None and len(told) == 1:
                genders.setdefault(entity.uid, told.pop())
        return genders


def _as_persons(found: Sequence[Sequence[Phrase]], tables: ActorTables) -> list[list[Phrase]]:
    """Return the phrases of each sentence, persons where a person's name was taken for a place or an organisation.

    Examples: "Garland" in a text that speaks of "Judge Merrick Garland"; "Mara Dunleavy" in "the ministry's
    spokeswoman, Mara Dunleavy".
    """
    mended = [[_as_person(p) if _is_named_after_title(p, tables) else p for p in phrases] for phrases in found]
    names = [(phrase, phrase.name) for phrases in mended for phrase in phrases if phrase.name is not None]
    last_names = {_spelled(p, n.last) for p, n in names if n.kind is Kind.PERSON and n.last > n.first}
    return [[_as_person(p) if _is_last_name(p, last_names) else p for p in phrases] for phrases in mended]


def _as_person(phrase: Phrase) -> Phrase:
    assert phrase.name is not None
    return replace(phrase, name=replace(phrase.name, kind=Kind.PERSON))


def _is_last_name(phrase: Phrase, last_names: set[str]) -> bool:
    name = phrase.name
    if name is None or name.kind not in PLACES or name.first < name.last or (name.entity or name.country) is not None:
        return False
    return phrase.first == phrase.last and _spelled(phrase, name.first) in last_names


def _is_named_after_title(phrase: Phrase, tables: ActorTables) -> bool:
    name, token = phrase.name, phrase.tree[phrase.head]
    if name is None or name.kind is Kind.PERSON or name.first == name.last or token.relation != "appos":
        return False
    if name.entity is not None or name.country is not None or phrase.noun is not None or token.head > token.i:
        return False
    return find_title(phrase.tree, token.head, tables) is not None


def _spelled(phrase: Phrase, i: int) -> str:
    return name_key(phrase.tree[i].text)


def _phrases_of(tree: Tree, tables: ActorTables) -> tuple[Phrase, ...]:
    names = find_names(tree, tables)
    whole = shared_phrases(tree, names, find_phrases(tree, names, tables))
    inner = nested_phrases(tree, names, whole, tables)
    return tuple(sorted((*whole, *inner), key=lambda phrase: (phrase.first, -phrase.last)))


def is_bare_institution(phrase: Phrase) -> bool:
    """Return whether a name only says what an institution is, not whose: "Interior Ministry", "Supreme Court"."""
    name, noun = phrase.name, phrase.noun
    untold = name is not None and name.entity is None and name.kind is Kind.ORG and name.country is None
    return untold and noun is not None and noun.institution
