"""Give each name of a document its actor: table, aliases stated in the text, fuller names, words of office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kg.model import Entity, Kind
from kg.resolve.aliases import Groups, Spoken, body_group, initials, person_group, spoken_text, stated_aliases
from kg.resolve.canonical import named_entity
from kg.resolve.mentions import Form, Phrase
from kg.resolve.name import Origin
from kg.resolve.titles import Office
from kg.tables import ActorTables, name_key

GROUPED_ORIGINS = frozenset({Origin.TABLE, Origin.TAGGER, Origin.CAPITALS})
Resolved = tuple[Entity, str]


class Naming:
    """The actors of the names in one document.

    Args:
        text: the document's text, for namesakes ("Georgia" in a text about Atlanta).
        phrases: all phrases of the document in order.
        offices: the offices it states.
        tables: the pipeline's actor tables.
    """

    def __init__(self, text: str, phrases: Sequence[Phrase], offices: Sequence[Office], tables: ActorTables) -> None:
        self.text, self.tables = text, tables
        self.spoken = _collect(phrases, offices, tables)
        self.table_keys = [key for key in self.spoken if key in tables.names]
        self.groups = Groups()
        self.doubtful: dict[str, str] = {}
        self._join_stated(phrases)
        self._join_shorter()
        self.entities = self._entities()

    def resolve(self, phrase: Phrase) -> Resolved:
        """Return the actor of a name phrase, and why it is this one."""
        key = self._key(phrase)
        entity = self.entities[self.groups.find(key)]
        if key in self.tables.names:
            return entity, "table" if entity == self.tables.names[key] else "namesake told by the text"
        return entity, self.groups.reasons.get(key) or self.doubtful.get(key) or "name"

    def entity_of(self, text: str) -> Entity | None:
        """Return the actor of a name that the document's phrases hold, None for other words."""
        key = name_key(text)
        return self.entities[self.groups.find(key)] if key in self.spoken else None

    def uid_of(self, phrase: Phrase) -> str | None:
        """Return the uid of a person's name phrase, None for what is no collected name."""
        key = self._key(phrase)
        return self.entities[self.groups.find(key)].uid if key in self.spoken else None

    def _key(self, phrase: Phrase) -> str:
        return name_key(spoken_text(phrase))

    def _join_stated(self, phrases: Sequence[Phrase]) -> None:
        by_tree: dict[int, list[Phrase]] = {}
        for phrase in phrases:
            by_tree.setdefault(id(phrase.tree), []).append(phrase)
        for group in by_tree.values():
            names = sorted((p.name for p in group if p.name is not None), key=lambda name: name.first)
            for one, other in stated_aliases(group[0].tree, names):
                self._join_alias(name_key(one), name_key(other), one, other)

    def _join_alias(self, one: str, other: str, text: str, other_text: str) -> None:
        known = {self.tables.names[key].uid for key in (one, other) if key in self.tables.names}
        roots = {self._table_uid(key) for key in (one, other)} - {None}
        if one == other or len(known) > 1 or len(roots) > 1:
            return
        for key, words in ((one, text), (other, other_text)):
            if key not in self.spoken:
                self.spoken[key] = Spoken(key, words, Kind.ORG, len(self.spoken), key in self.tables.names)
                if key in self.tables.names:
                    self.table_keys.append(key)
        self.groups.join(other, one, "alias stated in the text")
        if one not in self.tables.names:
            self.groups.reasons.setdefault(one, "alias stated in the text")

    def _table_uid(self, key: str) -> str | None:
        """Return the uid of the table entity in the group of `key`, if there is one."""
        root = self.groups.find(key)
        members = (k for k in self.table_keys if self.groups.find(k) == root)
        return next((self.tables.names[k].uid for k in members), None)

    def _join_shorter(self) -> None:
        persons = [s for s in self.spoken.values() if s.kind is Kind.PERSON]
        bodies = [s for s in self.spoken.values() if s.kind is Kind.ORG]
        by_piece = _index(persons, lambda spoken: {spoken.pieces[0], spoken.pieces[-1]})
        for short in persons:
            others = [*by_piece[short.pieces[-1]], *by_piece[short.pieces[0]]]
            longer, reason = person_group(short, list({s.key: s for s in others}.values()), self.tables)
            if longer is not None:
                self.groups.join(short.key, longer.key, reason)
            elif reason and short.key not in self.doubtful:
                self.doubtful[short.key] = reason
        by_end = _index(bodies, lambda spoken: {spoken.pieces[-1], *initials(spoken.text)})
        for short in bodies:
            if not short.known and self.groups.find(short.key) == short.key:
                others = [*by_end.get(short.pieces[-1], ()), *by_end.get(short.text.replace(".", "").casefold(), ())]
                longer, reason = body_group(short, list({s.key: s for s in others}.values()))
                if longer is not None:
                    self.groups.join(short.key, longer.key, reason)

    def _entities(self) -> dict[str, Entity]:
        members: dict[str, list[Spoken]] = {}
        for spoken in self.spoken.values():
            members.setdefault(self.groups.find(spoken.key), []).append(spoken)
        return {root: self._entity(group) for root, group in members.items()}

    def _entity(self, group: list[Spoken]) -> Entity:
        for spoken in group:
            if spoken.key in self.tables.names:
                return self._namesake(spoken.key) or self.tables.names[spoken.key]
        fullest = max(group, key=lambda s: (len(s.pieces), len(s.text), -s.order))
        kind = Counter(s.kind for s in group).most_common(1)[0][0]
        return named_entity(fullest.text, kind, self.tables)

    def _namesake(self, key: str) -> Entity | None:
        for namesake in self.tables.namesakes.get(key, ()):
            if any(word in self.text for word in namesake.when):
                return namesake.entity
        return None

    def add_offices(self, offices: Mapping[str, tuple[str | None, str | None]]) -> None:
        """Fill in the sector and country of persons: uid to (sector, country)."""
        for root, entity in self.entities.items():
            if entity.uid is not None and entity.uid in offices and entity.kind is Kind.PERSON:
                sector, country = offices[entity.uid]
                self.entities[root] = replace(entity, sector=entity.sector or sector, country=entity.country or country)


def _index(spoken: Sequence[Spoken], keys: Callable[[Spoken], set[str]]) -> dict[str, list[Spoken]]:
    found: dict[str, list[Spoken]] = {}
    for one in spoken:
        for key in keys(one):
            found.setdefault(key, []).append(one)
    return found


def is_collected(phrase: Phrase) -> bool:
    """Return whether a phrase is a name that this module gives an actor (adjectives and seats have their own rules)."""
    return phrase.form is Form.NAME and phrase.name is not None and phrase.name.origin in GROUPED_ORIGINS


def _collect(phrases: Sequence[Phrase], offices: Sequence[Office], tables: ActorTables) -> dict[str, Spoken]:
    found: dict[str, Spoken] = {}
    kinds: dict[str, Counter[Kind]] = {}
    for phrase in phrases:
        if not is_collected(phrase):
            continue
        assert phrase.name is not None
        text = spoken_text(phrase)
        key = name_key(text)
        spoken = found.setdefault(key, Spoken(key, text, phrase.name.kind, len(found), key in tables.names))
        kinds.setdefault(key, Counter())[phrase.name.kind] += 1
        spoken.belongs |= _belongs(phrase)
        for token in phrase.tree.tokens[phrase.first : phrase.name.first]:
            gender = tables.forms.get(token.text.casefold().rstrip("."))
            if gender is not None:
                spoken.genders.add(gender)
    for office in offices:
        key = name_key(spoken_text(office.person))
        if key in found:
            found[key].titles.add(office.title.words)
    for key, spoken in found.items():
        spoken.kind = max(kinds[key].items(), key=lambda item: (item[1], item[0] is Kind.PERSON))[0]
    _persons_by_last_name(found, tables)
    return found


def _belongs(phrase: Phrase) -> bool:
    """Return whether a name is set beside words that say whose it is: "his brother, Raul Castro"."""
    head = phrase.tree[phrase.head]
    return head.dep == "appos" and any(child.tag == "PRP$" for child in phrase.tree.children(head.head, "nmod:poss"))


def _persons_by_last_name(found: dict[str, Spoken], tables: ActorTables) -> None:
    """Take names for a person's that a person of the document bears in part or in full.

    A single word where a fuller name of a person ends in it, or begins with it and it is no first name ("Moon" beside
    "Moon Jae-in"); a longer one that ends in what somebody is addressed by ("Aung San Suu Kyi" beside "Ms. Suu Kyi").
    """
    persons = [s for s in found.values() if s.kind is Kind.PERSON]
    parts = {s.pieces[-1] for s in persons if len(s.pieces) > 1}
    parts |= {s.pieces[0] for s in persons if len(s.pieces) > 1} - set(tables.genders)
    addressed = [s.pieces for s in persons if s.genders]
    for spoken in found.values():
        if spoken.known or spoken.kind not in {Kind.ORG, Kind.GPE, Kind.LOC}:
            continue
        in_full = any(len(p) < len(spoken.pieces) and spoken.pieces[-len(p) :] == p for p in addressed)
        if spoken.key in parts or in_full:
            spoken.kind = Kind.PERSON
