"""Follow common nouns to their actor: "the US official", "the country", "Taliban insurgents", "its army".

Each way is a function that returns what it found, or None; `WAYS` lists them in the order they are tried. What none of
them can place is described: an actor of its own, that lives in its document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kg.model import Entity, Kind, Link, Mention, Words
from kg.resolve.canonical import described_entity, institution, institution_words, named_entity
from kg.resolve.coreference import Candidate, Discourse
from kg.resolve.mentions import Form, Phrase
from kg.resolve.naming import is_collected
from kg.resolve.survey import Survey
from kg.resolve.titles import Office
from kg.resolve.words import find_title, title_words
from kg.tables import Noun, Side

DEFINITE = frozenset({"the", "this", "that", "these", "those"})
IGO_CLASSES = frozenset({"alliance", "bloc", "organization", "organisation"})
OTHERS = frozenset({"next", "future", "new", "previous", "former", "another", "other", "first", "second", "only"})
SUSPECTED = frozenset({"suspected", "alleged", "accused", "purported", "presumed", "reputed", "apparent", "supposed"})
NAMING_VERBS = frozenset({"know", "call", "dub", "name"})


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a phrase stands for, how the words lead there, and why; entity None where that stays open."""

    entity: Entity | None
    link: Link
    reason: str
    antecedent: Words | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a way may look at: the whole document's survey, what was mentioned so far, mentions by (sentence, head)."""

    survey: Survey
    discourse: Discourse
    made: Mapping[tuple[int, int], Mention]


Way = Callable[[Phrase, Noun, Context], Found | None]


def follow_noun(phrase: Phrase, context: Context) -> Found:
    """Return whom a common noun stands for."""
    noun = phrase.noun
    assert noun is not None
    if phrase.shared is not None:
        entity = described_entity(phrase, context.survey.document, country=phrase.country)
        return Found(entity, Link.DESCRIPTION, "shares the noun that follows")
    for way in WAYS:
        found = way(phrase, noun, context)
        if found is not None:
            return found
    owner = context.survey.institution_owning(phrase)
    country = phrase.country or (owner.country if owner is not None else None)
    whose = _pronoun_owner(phrase, context)
    entity = described_entity(phrase, context.survey.document, country=country, owner=whose)
    if phrase.body is not None and phrase.body.entity is not None and noun.sector in {None, "GOV"}:
        entity = replace(entity, sector=phrase.body.entity.sector)
    return Found(entity, Link.DESCRIPTION, "described")


def _pronoun_owner(phrase: Phrase, context: Context) -> str | None:
    """Return the uid of the actor whose possession "his", "its", "their" tell, the word itself where it stays open."""
    for child in phrase.tree.children(phrase.head, "nmod:poss"):
        mention = context.made.get((phrase.tree.sentence.index, child.i))
        if child.tag == "PRP$":
            known = mention is not None and mention.entity is not None and mention.entity.uid
            return known or child.text.casefold()
    return None


def _through(candidate: Candidate, link: Link, reason: str, entity: Entity | None = None) -> Found:
    return Found(entity or candidate.entity, link, reason, candidate.words)


def _name_before(phrase: Phrase, noun: Noun, context: Context) -> Found | None:
    """ "The Hamas movement", "Interfax news agency", "Taliban insurgents" are what the name says."""
    entity = _body_entity(phrase, context)
    if entity is None or phrase.body is None or entity.kind is Kind.PERSON:
        return None
    if phrase.body.last + 1 != phrase.noun_first or phrase.tree[phrase.body.last + 1].tag == "POS":
        return None
    if noun.classifier and (entity.sector != "IGO" or noun.words in IGO_CLASSES):
        return Found(entity, Link.NAME, "class noun after a name")
    if noun.fighters and entity.sector == "REB" and not _is_apart(phrase):
        return Found(entity, Link.NAME, "fighters of the named group")
    return None


def _is_apart(phrase: Phrase) -> bool:
    """ "Suspected Taliban insurgents" may not be the Taliban, and "a Taliban insurgent" is only one of them."""
    if any(token.text.casefold() in {"a", "an"} for token in phrase.tree.children(phrase.head, "det")):
        return True
    return any(token.text.casefold() in SUSPECTED for token in phrase.tree.tokens[phrase.first : phrase.head])


def _body_entity(phrase: Phrase, context: Context) -> Entity | None:
    if phrase.body is None or phrase.body.entity is not None:
        return None if phrase.body is None else phrase.body.entity
    return context.survey.naming.entity_of(phrase.tree.words(phrase.body.first, phrase.body.last).text)


def _government_under(phrase: Phrase, noun: Noun, context: Context) -> Found | None:
    """ "The Assad regime", "the Bush administration" are the government of his country, where the text tells it."""
    tables = context.survey.tables
    ruler = _body_entity(phrase, context)
    if ruler is None or tables.canonical.get(noun.words, noun.words) != "government":
        return None
    reason = "government of the named person or party"
    if ruler.country is not None:
        return Found(institution("government", ruler.country, noun, tables), Link.NAME, reason)
    last_name = ruler.name.split()[-1] if ruler.kind is Kind.PERSON else ruler.name
    entity = named_entity(f"{last_name} government", noun.kind, tables, sector=noun.sector)
    return Found(entity, Link.NAME, reason)


def _owned_institution(phrase: Phrase, noun: Noun, context: Context) -> Found | None:
    """ "Its army", "the country's parliament" are institutions of the owner, where that is a state or its official."""
    tables = context.survey.tables
    words = institution_words(phrase, tables) if noun.institution and phrase.country is None else None
    for child in phrase.tree.children(phrase.head, "nmod:poss"):
        owner = context.made.get((phrase.tree.sentence.index, child.i))
        if words is None or owner is None or owner.entity is None:
            continue
        country = owner.entity.country
        if country in tables.countries and country and (owner.entity.kind is Kind.GPE or owner.entity.sector == "GOV"):
            entity = institution(words, country, noun, tables)
            antecedent = owner.antecedent or Words(owner.text, owner.start, owner.end)
            return Found(entity, Link.DESCRIPTION, f"belongs to {owner.entity.name}", antecedent)
    return None


def _country_of_owner(phrase: Phrase, noun: Noun, context: Context) -> Found | None:
    """ "His country", "its nation" are the owner's country; "the failed state of Somalia" is Somalia."""
    if noun.state and not phrase.plural:
        for child in phrase.tree.children(phrase.head, "nmod"):
            if not any(case.text == "of" for case in phrase.tree.children(child.i, "case")):
                continue
            named = context.survey.naming.entity_of(child.text)
            if named is not None and named.kind is Kind.GPE and child.entity_type == "GPE":
                return Found(named, Link.NAME, "the state has its name after it")
    for child in phrase.tree.children(phrase.head, "nmod:poss"):
        owner = context.made.get((phrase.tree.sentence.index, child.i))
        if owner is None or owner.entity is None or not noun.state or phrase.plural:
            continue
        country = context.survey.tables.countries.get(owner.entity.country or "")
        if country is not None:
            antecedent = owner.antecedent or Words(owner.text, owner.start, owner.end)
            return Found(country.entity, Link.DESCRIPTION, f"country of {owner.entity.name}", antecedent)
    return None


def _apposition(phrase: Phrase, noun: Noun, context: Context) -> Found | None:
    """ "The spokesman, Aleksander Lukashevich": the description is whom the name beside it says."""
    tree, survey = phrase.tree, context.survey
    heads = {child.i for child in tree.children(phrase.head, "appos")}
    if tree[phrase.head].relation == "appos":
        heads.add(tree[phrase.head].head)
    for other in survey.beside(phrase):
        if phrase.plural or other.head not in heads or not is_collected(other):
            continue
        entity = survey.naming.resolve(other)[0]
        if (entity.kind is Kind.PERSON) == (noun.kind is Kind.PERSON):
            return Found(entity, Link.DESCRIPTION, "in apposition", other.words)
    return None


def _holder_of_title(phrase: Phrase, _noun: Noun, context: Context) -> Found | None:
    """ "The US official", "the top Russian diplomat", "the minister": the person whose title and country fit."""
    tables = context.survey.tables
    title = find_title(phrase.tree, phrase.head, tables, phrase.first)
    if title is None or phrase.plural or phrase.nested or not _is_definite(phrase):
        return None
    words = title_words(phrase.tree, *title, tables) or ""
    if _is_another(phrase):
        return _person_around(phrase, words, context) if _says_former(phrase) else None
    person = context.discourse.title(phrase, words)
    if person is not None:
        return _through(person, Link.TITLE, "title fits")
    return _only_holder(phrase, words, context.survey) or _person_around(phrase, words, context)


def _says_former(phrase: Phrase) -> bool:
    return any(token.text.casefold() == "former" for token in phrase.tree.tokens[phrase.first : phrase.head])


def _person_around(phrase: Phrase, words: str, context: Context) -> Found | None:
    """ "A spokesman for Allawi says the Iraqi leader ...": the only person of the sentence who can hold that office."""
    held = context.survey.tables.titles.get(words)
    if held is None or held.side is Side.SELF or (phrase.country is None and phrase.body is None):
        return None
    person = context.discourse.person_around(phrase, words)
    return None if person is None else _through(person, Link.TITLE, "the only person of the sentence")


def _is_another(phrase: Phrase) -> bool:
    """Return whether the words tell a holder apart from the one named before: "the next president"."""
    return any(token.text.casefold() in OTHERS for token in phrase.tree.tokens[phrase.first : phrase.head])


def _only_holder(phrase: Phrase, words: str, survey: Survey) -> Found | None:
    """Return the one holder of a title of several words whom the document names only later, in that very office."""
    holders: dict[str, Office] = {}
    for office in survey.offices:
        uid = survey.naming.uid_of(office.person)
        if uid is not None and " " in words and office.title.words == words:
            holders.setdefault(uid, office)
    if len(holders) != 1:
        return None
    person = next(iter(holders.values())).person
    entity = survey.naming.resolve(person)[0]
    if phrase.country is not None and entity.country != phrase.country:
        return None
    antecedent = person.words
    return Found(entity, Link.TITLE, "the only holder of that title named here", antecedent)


def _country_before(phrase: Phrase, noun: Noun, context: Context) -> Found | None:
    """ "The country", "this nation": the last country named; it stays open where there is none."""
    if not noun.state or not _takes_up(phrase):
        return None
    country = context.discourse.state(phrase)
    if country is None:
        return Found(None, Link.DESCRIPTION, "no country named before")
    return _through(country, Link.DESCRIPTION, "last country named")


def _organisation_before(phrase: Phrase, noun: Noun, context: Context) -> Found | None:
    """ "The group", "the party", "the company": the last organisation named whose sector fits."""
    if noun.institution or noun.kind is not Kind.ORG or not _takes_up(phrase) or phrase.first != phrase.head:
        return None
    body = context.discourse.body(phrase)
    return None if body is None else _through(body, Link.DESCRIPTION, "last organisation that fits")


def _institution_before(phrase: Phrase, noun: Noun, context: Context) -> Found | None:
    """ "The government", "the army": the only one named before, else that of the only country around."""
    tables = context.survey.tables
    words = institution_words(phrase, tables) if noun.institution and _takes_up(phrase) else None
    if words is None:
        return None
    named = context.discourse.institution(words)
    if named is not None:
        return _through(named, Link.DESCRIPTION, "the only one named before")
    same = context.discourse.same_noun(phrase)
    if same is not None:
        return _through(same, Link.DESCRIPTION, "the only one of that noun before")
    if phrase.nested:
        return None
    country = context.discourse.only_country(phrase.tree.sentence.index)
    code = None if country is None else country.entity.country
    if country is None or code is None or code not in tables.countries:
        return None
    entity = institution(words, code, noun, tables)
    return _through(country, Link.DESCRIPTION, "of the only country named before", entity)


def _same_noun_before(phrase: Phrase, noun: Noun, context: Context) -> Found | None:
    """ "The coalition", "a coalition spokesman" after "an international coalition": the only one so described."""
    if phrase.first != phrase.head or noun.state or not _is_definite(phrase):
        return None
    if phrase.plural and not phrase.nested:
        return None
    same = context.discourse.same_noun(phrase)
    return None if same is None else _through(same, Link.DESCRIPTION, "the only one of that noun before")


def _given_name(phrase: Phrase, noun: Noun, context: Context) -> Found | None:
    """ "The rebels, also known as the Red Dawn Brigade" are the brigade."""
    tree, survey = phrase.tree, context.survey
    clauses = [clause for clause in tree.children(phrase.head, "acl") if clause.lemma in NAMING_VERBS]
    heads = {child.i for clause in clauses for child in tree.children(clause.i, "obl", "xcomp", "obj")}
    for other in survey.beside(phrase):
        if other.head in heads and is_collected(other) and noun.kind is not Kind.GPE:
            words = other.words
            return Found(survey.naming.resolve(other)[0], Link.DESCRIPTION, "name stated in the text", words)
    return None


def _written_as_name(phrase: Phrase, noun: Noun, context: Context) -> Found | None:
    """ "The Social Democratic Party", "the Asia Foundation": every word of a body's name has a capital."""
    tree, first = phrase.tree, phrase.first
    while first < phrase.head and tree[first].text.casefold() in DEFINITE:
        first += 1
    tokens = tree.tokens[first : phrase.head + 1]
    if noun.kind is not Kind.ORG or noun.institution or phrase.plural or phrase.nested or len(tokens) < 2:
        return None
    if tree.sentence.text.isupper() or any(t.tag == "POS" or not t.text[:1].isupper() for t in tokens):
        return None
    words = tree.words(first, phrase.head).text
    entity = named_entity(words, noun.kind, context.survey.tables, sector=noun.sector, country=phrase.country)
    return Found(entity, Link.NAME, "written as a name")


def _takes_up(phrase: Phrase) -> bool:
    """Return whether a definite singular without country or of-phrase can only mean something named before."""
    after = any(child.i > phrase.head for child in phrase.tree.children(phrase.head, "nmod"))
    return not after and phrase.country is None and not phrase.plural and _is_definite(phrase)


def _is_definite(phrase: Phrase) -> bool:
    if phrase.nested:
        return True
    words = {token.text.casefold() for token in phrase.tree.children(phrase.head, "det")}
    if words:
        return bool(words & DEFINITE)
    if phrase.tree.children(phrase.head, "nmod:poss"):
        return False
    return phrase.form is Form.NAME or phrase.tree[phrase.first].text[:1].isupper()


WAYS: tuple[Way, ...] = (
    _name_before,
    _government_under,
    _owned_institution,
    _country_of_owner,
    _apposition,
    _holder_of_title,
    _country_before,
    _organisation_before,
    _institution_before,
    _same_noun_before,
    _given_name,
    _written_as_name,
)
