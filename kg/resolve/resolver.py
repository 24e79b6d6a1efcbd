"""Who the words of a document stand for: a pure function of document, trees and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.model import Document, Entity, Kind, Link, Mention, Scope, Words
from kg.resolve.canonical import (
    demonym_entity,
    described_entity,
    institution,
    institution_words,
    metonym_entity,
    named_entity,
)
from kg.resolve.coreference import Candidate, Discourse
from kg.resolve.mentions import PRONOUNS, Form, Phrase, find_phrases, find_title, title_words
from kg.resolve.names import Origin, word_class
from kg.resolve.naming import Naming, is_collected
from kg.resolve.titles import Office, find_offices
from kg.tables import ActorTables, Side, Title, name_key
from kg.tree import Tree

IGO_CLASSES = frozenset({"alliance", "bloc", "organization", "organisation"})
STATE_SECTORS = frozenset({"GOV", "MIL"})
CORE_RELATIONS = frozenset({"compound", "flat", "goeswith", "fixed"})
DEFINITE_ONLY = frozenset({"the", "this", "that", "these", "those"})


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """An office that the text gives to a person.

    Attributes:
        sentence: index of the sentence.
        person: the person's mention.
        name: the bare name ("Sergey Lavrov"); the mention's words may hold the title too.
        words: the words of office ("Foreign Minister").
        title: those words in lower case, as the tables list them.
        body: the mention that names the state or organisation ("Russian"), or None.
        head: index of the last title token in the sentence's tree.
    """

    sentence: int
    person: Mention
    name: Words
    words: Words
    title: str
    body: Mention | None
    head: int


class Resolution:
    """What one document's words stand for.

    Attributes:
        mentions: in text order.
        titles: the offices that the text gives to persons, in text order.
    """

    __slots__ = ("_by_head", "_by_token", "_sides", "mentions", "titles")

    def __init__(
        self,
        mentions: tuple[Mention, ...],
        titles: tuple[HeldTitle, ...],
        cover: dict[tuple[int, int], Mention],
        sides: dict[str, Entity],
    ) -> None:
        self.mentions = mentions
        self.titles = titles
        self._by_head = {(mention.sentence, mention.head): mention for mention in mentions}
        self._by_token = cover
        self._sides = sides

    def at(self, sentence: int, token: int) -> Mention | None:
        """Return the mention whose head is this token, else the one whose words it belongs to, else None.

        Example: in "Syrian government", at(0, 1) is the Syrian government and at(0, 0) Syria.
        """
        return self._by_head.get((sentence, token)) or self._by_token.get((sentence, token))

    def side_of(self, speaker: Mention, pronoun: str) -> Entity | None:
        """Return whom a speaker's pronoun stands for, None where that is not sure.

        "I", "me", "my" are the speaker. "We", "us", "our" are the speaker's side: the country of a minister, an
        official or a government; the organisation of its head or spokesman; an organisation or a state itself.

        Args:
            speaker: the speaker's mention.
            pronoun: the word as written.
        """
        entity = speaker.entity
        if entity is None or entity.uid is None:
            return None
        if pronoun.casefold() in {"i", "me", "my", "mine", "myself"}:
            return entity if entity.kind is Kind.PERSON else None
        return self._sides.get(entity.uid)


class Resolver:
    """Resolves the actors of documents with the tables of one pipeline.

    Example:
        >>> resolution = Resolver(read_tables(find_pipeline("newswire"))).resolve(document, trees)
        >>> resolution.at(0, 0).entity.uid
        'Q159'
    """

    def __init__(self, tables: ActorTables) -> None:
        self.tables = tables

    def resolve(self, document: Document, trees: Sequence[Tree]) -> Resolution:
        """Return the mentions of a document with their actors.

        Args:
            document: the document.
            trees: its sentences' trees in order.
        """
        return _Run(document, trees, self.tables).resolution()


class _Run:
    """The work on one document."""

    def __init__(self, document: Document, trees: Sequence[Tree], tables: ActorTables) -> None:
        self.document, self.tables = document, tables
        self.phrases: list[Phrase] = []
        self.offices: list[Office] = []
        for tree in trees:
            if not len(tree):
                continue
            found = find_phrases(tree, tables)
            self.phrases.extend(found)
            self.offices.extend(find_offices(found, tables))
        self.places = {id(phrase): at for at, phrase in enumerate(self.phrases)}
        self.by_tree: dict[int, list[Phrase]] = {}
        for phrase in self.phrases:
            self.by_tree.setdefault(id(phrase.tree), []).append(phrase)
        self.naming = Naming(document.text, self.phrases, self.offices, tables)
        self.institutions = self._institutions()
        self.held: dict[str, list[tuple[Title, Entity | None]]] = {}
        self.genders: dict[str, str] = {}
        self._fill_offices()
        self.discourse = Discourse(tables)
        self.mentions: dict[int, Mention] = {}

    def _institutions(self) -> dict[int, tuple[Entity, str]]:
        """Return what a country and an institution noun name, by the phrase's place; bare ones take up the only one."""
        found: dict[int, tuple[Entity, str]] = {}
        bare: list[tuple[int, str]] = []
        for at, phrase in enumerate(self.phrases):
            table_name = phrase.name is not None and phrase.name.entity is not None
            words = None if table_name or phrase.form is Form.PRONOUN else institution_words(phrase, self.tables)
            if words is None or phrase.noun is None:
                continue
            country = phrase.country or (phrase.name.country if phrase.name else None)
            if country is not None:
                found[at] = (institution(words, country, phrase.noun, self.tables), "country and institution")
            elif " " in words:
                bare.append((at, words))
        entities = {entity.uid: entity for entity, _ in found.values()}
        for at, words in bare:
            same = [e for e in entities.values() if name_key(e.name).endswith(" " + name_key(words))]
            if len(same) == 1:
                found[at] = (same[0], f"the only one named here: {same[0].name}")
        return found

    def _body_entity(self, phrase: Phrase | None) -> Entity | None:
        """Return the state or organisation of an office, before links are known."""
        if phrase is None:
            return None
        at = self.places[id(phrase)]
        if at in self.institutions:
            return self.institutions[at][0]
        owner = self._owner(phrase)
        if owner is not None:
            return owner
        if is_collected(phrase) and not _is_bare_institution(phrase):
            return self.naming.resolve(phrase)[0]
        if phrase.name is not None and phrase.name.country is not None:
            return self.tables.countries[phrase.name.country].entity
        return described_entity(phrase, self.document, country=phrase.country) if phrase.noun is not None else None

    def _owner(self, phrase: Phrase) -> Entity | None:
        """Return the institution that a body belongs to ("the Foreign Ministry's Department"), or None."""
        owners = {child.i for child in phrase.tree.children(phrase.head, "nmod")}
        for other in self.by_tree[id(phrase.tree)]:
            at = self.places[id(other)]
            if at in self.institutions and other.head in owners:
                return self.institutions[at][0]
        return None

    def _owned_country(self, phrase: Phrase) -> str | None:
        owner = self._owner(phrase)
        return None if owner is None else owner.country

    def _fill_offices(self) -> None:
        filled: dict[str, tuple[str | None, str | None]] = {}
        for office in self.offices:
            uid = self.naming.uid_of(office.person)
            if uid is None:
                continue
            body = self._body_entity(office.body)
            self.held.setdefault(uid, []).append((office.title, body))
            sector, country = filled.get(uid, (None, None))
            if sector is None:
                sector = office.title.sector or (body.sector if body is not None else None)
            filled[uid] = (sector, country or (body.country if body is not None else None))
        self.naming.add_offices(filled)
        for spoken in self.naming.spoken.values():
            entity = self.naming.entities[self.naming.groups.find(spoken.key)]
            told = spoken.genders - {"neutral"} or {self.tables.genders.get(spoken.pieces[0])} - {None}
            told |= {self.tables.forms[w] for t in spoken.titles for w in t.split()[-1:] if w in self.tables.forms} - {
                "neutral"
            }
            if entity.uid is not None and len(told) == 1:
                self.genders.setdefault(entity.uid, str(next(iter(told))))

    def resolution(self) -> Resolution:
        """Return the document's resolution."""
        for at, phrase in enumerate(self.phrases):
            mention, phrase = self._mention(at, phrase)
            self.mentions[at] = mention
            if mention.entity is not None and mention.link is not Link.SPEAKER:
                uid = mention.entity.uid or ""
                held = tuple(title for title, _ in self.held.get(uid, ()))
                gender = self.genders.get(uid) or self._noun_gender(phrase)
                self.discourse.add(Candidate(mention, phrase, at, mention.entity, held, gender))
        mentions = tuple(self.mentions[at] for at in range(len(self.phrases)))
        order = sorted(range(len(mentions)), key=lambda at: (mentions[at].start, -mentions[at].end))
        return Resolution(tuple(mentions[at] for at in order), self._titles(), self._cover(), self._sides())

    def _noun_gender(self, phrase: Phrase) -> str | None:
        gender = self.tables.forms.get(phrase.tree[phrase.head].lemma.casefold())
        return gender if gender != "neutral" else None

    def _mention(self, at: int, phrase: Phrase) -> tuple[Mention, Phrase]:
        if phrase.form is Form.PRONOUN:
            return self._pronoun(phrase), phrase
        if at in self.institutions:
            entity, reason = self.institutions[at]
            return self._make(phrase, entity, Link.NAME, reason), phrase
        if phrase.form is Form.NAME and not _is_bare_institution(phrase):
            return self._name(phrase), phrase
        return self._noun(phrase), phrase

    def _make(
        self, phrase: Phrase, entity: Entity | None, link: Link, reason: str, antecedent: Candidate | None = None
    ) -> Mention:
        words = phrase.tree.words(phrase.first, phrase.last)
        before = None
        if antecedent is not None:
            mention = antecedent.mention
            before = mention.antecedent or Words(mention.text, mention.start, mention.end)
        index = phrase.tree.sentence.index
        return Mention(index, phrase.head, words.start, words.end, words.text, entity, link, before, reason)

    def _pronoun(self, phrase: Phrase) -> Mention:
        if PRONOUNS[phrase.tree[phrase.head].text.casefold()] == "speaker":
            return self._make(phrase, None, Link.SPEAKER, "stands for the speaker's side")
        found, reason = self.discourse.pronoun(phrase)
        return self._make(phrase, found.entity if found else None, Link.PRONOUN, reason, found)

    def _name(self, phrase: Phrase) -> Mention:
        assert phrase.name is not None
        if is_collected(phrase):
            entity, reason = self.naming.resolve(phrase)
            if entity.kind is not Kind.PERSON and entity.country is None and phrase.country and entity.kind is Kind.ORG:
                entity = replace(entity, country=phrase.country)
        elif phrase.name.origin is Origin.SEAT:
            entity, reason = metonym_entity(phrase, self.tables)
        else:
            entity, reason = demonym_entity(phrase, self.document, self.tables)
        return self._make(phrase, entity, Link.NAME, reason)

    def _noun(self, phrase: Phrase) -> Mention:
        noun = phrase.noun
        assert noun is not None
        if phrase.body is not None and (entity := self._of_body(phrase)) is not None:
            reason = "class noun after a name" if noun.classifier else "fighters of the named group"
            return self._make(phrase, entity, Link.NAME, reason)
        if phrase.body is not None and noun.institution and noun.sector == "GOV":
            entity = self._government_under(phrase)
            if entity is not None:
                return self._make(phrase, entity, Link.NAME, "government of the named person or party")
        apposed = self._apposed_person(phrase)
        if apposed is not None:
            return apposed
        definite = self._is_definite(phrase)
        title = find_title(phrase.tree, phrase.head, self.tables, phrase.first)
        if definite and not phrase.plural and title is not None:
            words = title_words(phrase.tree, *title, self.tables) or ""
            found, reason = self.discourse.title(phrase, words)
            if found is not None:
                return self._make(phrase, found.entity, Link.TITLE, reason, found)
            holder = self._only_holder(phrase, words)
            if holder is not None:
                return holder
        if definite and not phrase.plural:
            linked = self._taken_up(phrase)
            if linked is not None:
                return linked
        called = self._called(phrase)
        if called is not None:
            return called
        country = phrase.country or self._owned_country(phrase)
        entity = described_entity(phrase, self.document, country=country)
        if phrase.body is not None and phrase.body.entity is not None and noun.sector in {None, "GOV"}:
            entity = replace(entity, sector=phrase.body.entity.sector)
        return self._make(phrase, entity, Link.DESCRIPTION, "described")

    def _called(self, phrase: Phrase) -> Mention | None:
        """Return the mention of a description that is given a name: "the rebels, also known as the Dawn Brigade"."""
        tree = phrase.tree
        calling = [c for c in tree.children(phrase.head, "acl") if c.lemma in {"know", "call", "dub", "name"}]
        inner = {child.i for clause in calling for child in tree.children(clause.i, "obl", "xcomp", "obj")}
        for other in self.by_tree[id(tree)]:
            if other.head in inner and is_collected(other):
                entity = self.naming.resolve(other)[0]
                mention = self._make(phrase, entity, Link.DESCRIPTION, "name stated in the text")
                return replace(mention, antecedent=tree.words(other.first, other.last))
        return None

    def _only_holder(self, phrase: Phrase, words: str) -> Mention | None:
        """Return the mention of a title whose one holder is named only later ("Foreign Secretary welcomes ...")."""
        found: dict[str, Office] = {}
        for office in self.offices:
            uid = self.naming.uid_of(office.person)
            if uid is not None and office.title.words == words and " " in words:
                found.setdefault(uid, office)
        if len(found) != 1:
            return None
        person = next(iter(found.values())).person
        entity = self.naming.resolve(person)[0]
        if phrase.country is not None and entity.country != phrase.country:
            return None
        mention = self._make(phrase, entity, Link.TITLE, "the only holder of that title named here")
        return replace(mention, antecedent=person.tree.words(person.first, person.last))

    def _of_body(self, phrase: Phrase) -> Entity | None:
        """Return the group itself for "the Hamas movement" and "Taliban insurgents", None for "Hamas officials"."""
        assert phrase.body is not None
        assert phrase.noun is not None
        if phrase.body.last + 1 != phrase.noun_first or phrase.tree[phrase.body.last + 1].tag == "POS":
            return None
        entity = phrase.body.entity
        if entity is None:
            inner = Phrase(phrase.tree, phrase.body.last, phrase.body.first, phrase.body.last, Form.NAME, phrase.body)
            key = name_key(phrase.tree.words(phrase.body.first, phrase.body.last).text)
            if key not in self.naming.spoken:
                return None
            entity = self.naming.resolve(inner)[0]
        if entity.kind is Kind.PERSON:
            return None
        if phrase.noun.classifier:
            return entity if entity.sector != "IGO" or phrase.noun.words in IGO_CLASSES else None
        return entity if phrase.noun.fighters and entity.sector == "REB" else None

    def _government_under(self, phrase: Phrase) -> Entity | None:
        """Return the government that "the Assad regime", "the Bush administration" mean: of his country, where told."""
        assert phrase.body is not None
        assert phrase.noun is not None
        key = name_key(phrase.tree.words(phrase.body.first, phrase.body.last).text)
        if key not in self.naming.spoken:
            return None
        ruler = self.naming.entities[self.naming.groups.find(key)]
        words = self.tables.canonical.get(phrase.noun.words, phrase.noun.words)
        if words != "government":
            return None
        if ruler.country is not None:
            return institution(words, ruler.country, phrase.noun, self.tables)
        last_name = ruler.name.split()[-1] if ruler.kind is Kind.PERSON else ruler.name
        return named_entity(f"{last_name} {words}", phrase.noun.kind, self.tables, sector=phrase.noun.sector)

    def _apposed_person(self, phrase: Phrase) -> Mention | None:
        """Return the named person that stands beside a description ("the spokesman, Aleksander Lukashevich")."""
        tree = phrase.tree
        beside = [child.i for child in tree.children(phrase.head, "appos")]
        if tree[phrase.head].relation == "appos":
            beside.append(tree[phrase.head].head)
        for other in self.by_tree[id(tree)]:
            if other.head not in beside or not is_collected(other):
                continue
            entity = self.naming.resolve(other)[0]
            if (entity.kind is Kind.PERSON) != (phrase.noun is not None and phrase.noun.kind is Kind.PERSON):
                continue
            if phrase.plural:
                continue
            words = tree.words(other.first, other.last)
            return replace(self._make(phrase, entity, Link.DESCRIPTION, "in apposition"), antecedent=words)
        return None

    def _is_definite(self, phrase: Phrase) -> bool:
        words = {t.text.casefold() for t in phrase.tree.children(phrase.head, "det")}
        if words:
            return bool(words & DEFINITE_ONLY)
        if phrase.tree.children(phrase.head, "nmod:poss"):
            return False
        return phrase.form is Form.NAME or (phrase.definite and phrase.tree[phrase.first].text[:1].isupper())

    def _taken_up(self, phrase: Phrase) -> Mention | None:
        """Return the mention of "the country", "the group", "the government" with what it takes up, or None."""
        noun = phrase.noun
        assert noun is not None
        of_phrase = any(child.i > phrase.head for child in phrase.tree.children(phrase.head, "nmod"))
        if noun.state and not of_phrase and phrase.country is None:
            found, reason = self.discourse.state(phrase)
            return self._make(phrase, found.entity if found else None, Link.DESCRIPTION, reason, found)
        if noun.classifier and not of_phrase and phrase.country is None and phrase.first == phrase.head:
            found, reason = self.discourse.body(phrase)
            if found is not None:
                return self._make(phrase, found.entity, Link.DESCRIPTION, reason, found)
        if noun.institution and not of_phrase and phrase.country is None:
            words = institution_words(phrase, self.tables)
            if words is None:
                return None
            found = self.discourse.institution(words)
            if found is not None:
                return self._make(phrase, found.entity, Link.DESCRIPTION, "the only one named before", found)
            same = self.discourse.same_noun(phrase)
            if same is not None:
                return self._make(phrase, same.entity, Link.DESCRIPTION, "the only one of that noun before", same)
            found = self.discourse.only_country(phrase.tree.sentence.index)
            country = found.entity.country if found is not None else None
            if country in self.tables.countries and country is not None:
                entity = institution(words, country, noun, self.tables)
                return self._make(phrase, entity, Link.DESCRIPTION, "of the only country named before", found)
        if phrase.first == phrase.head:
            same = self.discourse.same_noun(phrase)
            if same is not None:
                return self._make(phrase, same.entity, Link.DESCRIPTION, "the only one of that noun before", same)
        return None

    def _titles(self) -> tuple[HeldTitle, ...]:
        found: list[HeldTitle] = []
        for office in self.offices:
            person, tree = office.person, office.person.tree
            assert person.name is not None
            body = None if office.body is None else self.mentions[self.places[id(office.body)]]
            found.append(
                HeldTitle(
                    sentence=tree.sentence.index,
                    person=self.mentions[self.places[id(person)]],
                    name=tree.words(person.name.first, person.name.last),
                    words=tree.words(office.first, office.last),
                    title=office.title.words,
                    body=body,
                    head=office.last,
                )
            )
        return tuple(found)

    def _cover(self) -> dict[tuple[int, int], Mention]:
        """Return for each token the shortest mention whose words it belongs to, possessors left out."""
        cover: dict[tuple[int, int], tuple[int, Mention]] = {}
        for at, phrase in enumerate(self.phrases):
            mention, size = self.mentions[at], phrase.last - phrase.first
            for i in range(phrase.first, phrase.last + 1):
                if not _is_core(phrase, i):
                    continue
                place = (mention.sentence, i)
                if place not in cover or size < cover[place][0]:
                    cover[place] = (size, mention)
        return {place: mention for place, (_, mention) in cover.items()}

    def _sides(self) -> dict[str, Entity]:
        """Return for each actor of the document whom "we" from its mouth stands for."""
        sides: dict[str, Entity] = {}
        for mention in self.mentions.values():
            entity = mention.entity
            if entity is None or entity.uid is None or entity.uid in sides:
                continue
            side = self._side(entity)
            if side is not None:
                sides[entity.uid] = side
        return sides

    def _side(self, entity: Entity) -> Entity | None:
        country = self.tables.countries.get(entity.country or "")
        if entity.kind is Kind.GPE:
            return entity
        if entity.kind is Kind.PERSON and entity.scope is Scope.NAMED:
            for title, body in self.held.get(entity.uid or "", ()):
                if title.side is Side.STATE and country is not None and (body is None or body.sector != "IGO"):
                    return country.entity
                if body is not None and title.side is not Side.SELF:
                    return country.entity if country is not None and body.sector in STATE_SECTORS else body
            return None
        if country is not None and entity.sector == "GOV":
            return country.entity
        return entity if entity.kind is Kind.ORG and entity.scope is Scope.NAMED else None


def _is_bare_institution(phrase: Phrase) -> bool:
    """Return whether a name only says what an institution is, not whose: "Interior Ministry", "Supreme Court"."""
    name, noun = phrase.name, phrase.noun
    untold = name is not None and name.entity is None and name.kind is Kind.ORG and name.country is None
    return untold and noun is not None and noun.institution


def _is_core(phrase: Phrase, i: int) -> bool:
    """Return whether token `i` belongs to the name or noun itself: not to a possessor or a number."""
    if i == phrase.head or (phrase.name is not None and phrase.name.covers(i)):
        return True
    tree = phrase.tree
    if phrase.name is not None and phrase.name.kind is Kind.PERSON:
        return tree[i].tag != "POS" and tree[i].relation not in {"det", "punct", "nmod:poss"}
    token = tree[i]
    for _ in range(len(tree)):
        if token.i == phrase.head:
            return True
        if token.relation not in CORE_RELATIONS and token.dep not in {"nmod:desc", "nmod:unmarked"}:
            return token.relation == "amod" and token.head == phrase.head and word_class(token) == "PROPN"
        token = tree[token.head]
    return False
