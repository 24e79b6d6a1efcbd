"""Make the canonical entity of a phrase: its uid, name, kind, sector, scope and country."""

from __future__ import annotations

from kg.ids import make_id
from kg.model import Document, Entity, Kind, Scope
from kg.resolve.mentions import Phrase
from kg.resolve.name import Origin
from kg.resolve.words import first_joined, word_class
from kg.tables import ActorTables, Noun, name_key

INSTITUTION_WORDS = frozenset(
    {"armed", "special", "central", "constitutional", "supreme", "high", "foreign", "internal", "electoral", "royal"}
    | {"revolutionary", "secret", "naval", "lower", "upper", "external", "national"}
)
DATELINE_MARKS = frozenset({"-", "–", "—", "("})
PEOPLE = frozenset({"people", "public"})
PORTFOLIOS = frozenset({"ministry"})
SPELLINGS = {"defence": "Defense", "labour": "Labor"}


def named_entity(
    name: str, kind: Kind, tables: ActorTables, *, sector: str | None = None, country: str | None = None
) -> Entity:
    """Return the actor with a name: the tables' own where they know it, else one with a hash of the name as uid.

    Example: named_entity("Uri Party", Kind.ORG, tables) has the uid make_id("uri party").
    """
    key = name_key(name)
    known = tables.names.get(key)
    if known is not None:
        return known
    uid = make_id(key, str(kind)) if key in tables.both_kinds else make_id(key)
    return Entity(uid, name, kind, sector, Scope.NAMED, country)


def described_entity(phrase: Phrase, document: Document, *, country: str | None, owner: str | None = None) -> Entity:
    """Return the actor of a description: it lives in its document under its words.

    Args:
        phrase: the description.
        document: its document.
        country: ISO alpha-3 of the state it belongs to, or None.
        owner: whose it is, where a pronoun says so: "his brother" of two men are two actors.
    """
    noun = phrase.noun
    kind = Kind.GROUP if noun is None else described_kind(noun, plural=phrase.plural)
    sector = None if noun is None else noun.sector
    text = phrase.text if phrase.shared is None else f"{phrase.text} {phrase.shared.text}"
    key = text.casefold()
    uid = make_id(document.uid, key) if owner is None else make_id(document.uid, key, owner)
    return Entity(uid, text, kind, sector, Scope.DESCRIBED, country)


def described_kind(noun: Noun, *, plural: bool) -> Kind:
    """Return the kind of a described actor: several persons or states are a group."""
    return Kind.GROUP if plural and noun.kind in {Kind.PERSON, Kind.GPE} else noun.kind


def institution_words(phrase: Phrase, tables: ActorTables) -> str | None:
    """Return what an institution is called without its country ("Foreign Ministry", "security forces"), or None.

    Bodies with a name of their own count too ("Broadcasting Council"), plain common nouns ("council") do not.
    """
    noun = phrase.noun
    if noun is None or phrase.body is not None or phrase.tree.children(phrase.head, "nummod"):
        return None
    tree, head = phrase.tree, phrase.head
    words = [SPELLINGS.get(word.casefold(), word) for word in _own_words(phrase, tables)]
    canonical = tables.canonical.get(noun.words)
    if not noun.institution:
        named = noun.kind is Kind.ORG and tree[head].text[:1].isupper() and any(word[:1].isupper() for word in words)
        return " ".join([*words, tree[head].text]) if named and not phrase.plural else None
    if noun.words in PORTFOLIOS and (portfolio := _portfolio(phrase, tables)) is not None:
        return f"{portfolio} {tree[head].text}"
    own = [t.text for t in tree.tokens[phrase.noun_first : head]] if canonical is None else []
    closing = " ".join([*own, canonical or tree[head].text])
    capital = canonical is None and any(word[:1].isupper() for word in words)
    return " ".join([*words, closing if capital else closing.casefold()])


def _own_words(phrase: Phrase, tables: ActorTables) -> list[str]:
    """Return the words before the noun that belong to an institution's name: no countries, no ordinary adjectives."""
    words: list[str] = []
    for token in phrase.tree.tokens[phrase.first : phrase.noun_first]:
        key = name_key(token.text)
        if key in tables.demonyms or key in tables.names or token.tag == "POS" or word_class(token) == "PUNCT":
            continue
        capital = token.i > 0 and token.text[:1].isupper() and word_class(token) == "ADJ"
        named = capital or word_class(token) == "PROPN" or token.text.casefold() in INSTITUTION_WORDS
        if named or token.relation == "compound":
            words.append(token.text)
    return words


def _portfolio(phrase: Phrase, tables: ActorTables) -> str | None:
    """Return "Foreign" for "Ministry of Foreign Affairs", "Defense" for "Ministry of Defence", None without "of"."""
    tree, head = phrase.tree, phrase.head
    for child in tree.children(head, "nmod"):
        markers = {case.text.casefold() for case in tree.children(child.i, "case")}
        owner = name_key(child.text) in tables.names
        if child.i > head and child.text[:1].isupper() and markers & {"of", "for"} and not owner:
            words = [t.text for t in tree.subtree(child.i) if t.relation in {"compound", "amod"} or t.i == child.i]
            words = words[:-1] if len(words) > 1 and words[-1].casefold() == "affairs" else words
            return " ".join(SPELLINGS.get(word.casefold(), word) for word in words)
    return None


def institution(words: str, country: str, noun: Noun, tables: ActorTables) -> Entity:
    """Return the one actor that a country and an institution name together.

    Example: ("government", "SYR") gives "Syrian government"; ("State Department", "USA") the tables' own department.
    """
    place = tables.countries[country]
    adjective = place.people_adjective if noun.words in PEOPLE else place.adjective
    name = f"{adjective} {words}"
    return named_entity(name, noun.kind, tables, sector=noun.sector, country=country)


def government_of(country: str, tables: ActorTables) -> Entity:
    """Return the government of a country, which its capital or seat stands for ("Moscow": "Russian government")."""
    return institution("government", country, tables.nouns["government"], tables)


def is_place(phrase: Phrase, tables: ActorTables) -> bool:
    """Return whether a capital or seat of government is only a place here, by its grammatical role.

    "in Moscow", "visited Moscow" and "the Moscow region" are places; "Moscow said", "with Moscow" and "urged Moscow"
    speak of the government.
    """
    tree = phrase.tree
    token = tree[phrase.head]
    if phrase.first == 0 and phrase.last + 1 < len(tree) and tree[phrase.last + 1].text in DATELINE_MARKS:
        return True
    while token.relation == "conj" and token.head != token.i:
        token = tree[token.head]
    if token.relation in {"compound", "amod", "flat", "root", "appos", "parataxis", "dep", "dislocated", "list"}:
        return True
    markers = {case.text.casefold() for case in tree.children(token.i, "case")} - {"'s", "’s", "'", "’"}
    if markers == {"of"} and tree[token.head].lemma.casefold() in tables.envoys:
        return False
    if markers:
        return bool(markers & tables.place_markers) or bool(tree.children(phrase.head, "compound"))
    verb = tree[token.head]
    if token.relation == "obj" or token.dep == "nsubj:pass":
        return verb.lemma.casefold() in tables.place_verbs
    return token.dep in {"obl", "nmod", "obl:unmarked", "nmod:unmarked"}


def metonym_entity(phrase: Phrase, tables: ActorTables) -> tuple[Entity, str]:
    """Return what a capital or seat of government stands for here, and why."""
    assert phrase.name is not None
    assert phrase.name.country is not None
    words = phrase.tree.words(phrase.name.first, phrase.name.last).text
    if is_place(phrase, tables):
        seats = tables.countries[phrase.name.country].seats
        spelled = next((seat for seat in seats if name_key(seat) == name_key(words)), words)
        return named_entity(spelled, Kind.GPE, tables, country=phrase.name.country), "a place here"
    return government_of(phrase.name.country, tables), "seat of government as actor"


def demonym_entity(phrase: Phrase, document: Document, tables: ActorTables) -> tuple[Entity, str]:
    """Return the country of an adjective ("Russian", of a title), or its people ("two Americans"), and why."""
    name = phrase.name
    assert name is not None
    token = phrase.tree[phrase.head]
    alone = phrase.first == name.first and phrase.last == name.last
    top = first_joined(phrase.tree, token)
    adjectival = top.relation in {"amod", "compound", "nmod:desc", "flat"} or top.dep in {"nmod:desc", "nmod:unmarked"}
    if name.country is not None and adjectival and name.origin is Origin.DEMONYM:
        return tables.countries[name.country].entity, "adjective of the country"
    words = phrase.text
    if alone and phrase.plural:
        return named_entity(words, Kind.NORP, tables, country=name.country), "a people"
    if alone and adjectival:
        return named_entity(words, Kind.NORP, tables, country=name.country), "word for a people"
    kind = Kind.GROUP if phrase.plural else Kind.PERSON
    uid = make_id(document.uid, words.casefold())
    return Entity(uid, words, kind, None, Scope.DESCRIBED, name.country), "described by nationality"
