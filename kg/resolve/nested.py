"""Find actors inside a longer phrase: the institution before another noun, and what two nationalities share a noun for.

"An army spokesman", "coalition air strikes", "the Afghan government's adviser": the army, the coalition and the
government are actors beside the longer phrase. "Government forces" and "police officers" are one actor.
"Iranian and Russian officials" are two: "Iranian" stands for Iranian officials.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.model import Kind
from kg.resolve.mentions import Form, Phrase, find_country, find_noun, is_actor_body, is_hyphenated, noun_means_many
from kg.resolve.name import Name, Origin
from kg.resolve.words import first_joined, word_class
from kg.tables import ActorTables, Noun
from kg.tree import Token, Tree

PREFIXES = frozenset({"pro", "anti"})
MODIFIERS = frozenset({"compound", "amod", "nmod:desc", "nmod:unmarked"})
MEMBERS = frozenset({"officer", "soldier", "private", "recruit", "militant", "player", "specialist", "sergeant"})
RANKING = frozenset({"ADJ", "NUM", "ADV"})
ONE_ACTOR_SECTORS = frozenset({"MIL", "COP", "REB"})  # "army officers", "rebel fighters" are one actor


def nested_phrases(
    tree: Tree, names: tuple[Name, ...], phrases: Sequence[Phrase], tables: ActorTables
) -> Iterator[Phrase]:
    """Yield a phrase for each common noun that names an actor and stands before another noun.

    Args:
        tree: the sentence.
        names: its names.
        phrases: its phrases so far.
        tables: the pipeline's actor tables.

    Example: "a U.S. military spokesman" gives "U.S. military", "an opposition rally" gives "opposition".
    """
    heads = {phrase.head for phrase in phrases}
    for token in tree:
        outer = _modified(tree, token)
        if outer is None or token.i in heads or any(name.covers(token.i) for name in names):
            continue
        noun, noun_first = find_noun(tree, token, max(0, token.i - 2), tables)
        if noun is None or not _may_act(token, noun, outer, tables):
            continue
        inner = _nested(tree, token, outer, noun, noun_first, names)
        around = next((p for p in phrases if p.first <= token.i <= p.last and p.head == outer.i), None)
        if _is_apart(inner, outer, around, tables):
            yield inner


def _modified(tree: Tree, token: Token) -> Token | None:
    """Return the noun that a token stands before as a modifier, itself or through what it is joined to."""
    if word_class(token) not in {"NOUN", "PROPN", "ADJ"}:
        return None
    at = first_joined(tree, token)
    if at.dep not in MODIFIERS and at.relation not in MODIFIERS:
        return None
    outer = tree[at.head]
    return outer if outer.i > token.i else None


def _may_act(token: Token, noun: Noun, outer: Token, tables: ActorTables) -> bool:
    """Return whether a noun before another can mean an actor: a body, fighters or a group, no "press" or "state"."""
    if noun.state or noun.words in tables.never_nested:
        return False
    if noun.words in tables.nested_before_persons and not is_office(outer, tables):
        return False
    if word_class(token) == "ADJ" and not noun.institution and not noun.fighters:
        return False
    return noun.kind in {Kind.ORG, Kind.GROUP} or noun.fighters


def is_office(token: Token, tables: ActorTables) -> bool:
    """Return whether a word says what somebody is for a body: "spokesman", "leader", "commander", no mere "officer"."""
    forms = (token.lemma.casefold(), token.text.casefold())
    return any(form in tables.titles for form in forms) and not MEMBERS.intersection(forms)


def _is_apart(inner: Phrase, outer: Token, around: Phrase | None, tables: ActorTables) -> bool:
    """Return whether the longer phrase is somebody, or something, else than its modifier."""
    token = inner.tree[inner.head]
    if is_office(outer, tables):
        named = inner.country is not None or inner.body is not None
        return named or inner.noun is None or inner.noun.kind is not Kind.PERSON
    if _is_prefixed(inner.tree, inner.first):
        return True
    if around is None or around.noun is None:
        return (
            word_class(token) != "ADJ" or inner.country is not None or (inner.noun is not None and inner.noun.fighters)
        )
    if around.noun.kind is Kind.PERSON and not around.noun.fighters and around.noun.sector not in ONE_ACTOR_SECTORS:
        return True
    return token.relation == "conj" or bool(inner.tree.children(token.i, "conj"))


def _is_prefixed(tree: Tree, first: int) -> bool:
    """Return whether a word hangs on a prefix by a hyphen: "government" in "pro-government militias"."""
    return first > 1 and tree[first - 1].text == "-" and tree[first - 2].text.casefold() in PREFIXES


def _nested(tree: Tree, token: Token, outer: Token, noun: Noun, noun_first: int, names: tuple[Name, ...]) -> Phrase:
    first = noun_first
    while first > 0 and _belongs(tree, first - 1, token, outer, names):
        first -= 1
    inside = [n for n in names if first <= n.first and n.last < token.i and is_actor_body(n)]
    country = find_country(tree, first, token.i - 1, names, token) or _owner_country(tree, outer, first, names)
    plural = token.has("Number", "Plur") or noun.kind is Kind.PERSON or noun_means_many(token, noun)
    body = inside[-1] if inside and not is_hyphenated(tree, inside[-1]) else None
    return Phrase(
        tree, token.i, first, token.i, Form.NOUN, None, noun, noun_first, country, body, plural=plural, nested=True
    )


def _belongs(tree: Tree, i: int, token: Token, outer: Token, names: tuple[Name, ...]) -> bool:
    """Return whether the word before a nested noun belongs to it: its own modifier, or a name beside it."""
    word = tree[i]
    if word.tag == "POS" or word_class(word) in {"PUNCT", "CCONJ", "DET"}:
        return False
    if word.head == token.i:
        return word.relation in {"compound", "amod", "nmod", "flat"}
    name = next((n for n in names if n.covers(i)), None)
    if name is None or is_hyphenated(tree, name):
        return False
    top = tree[name.last]
    return top.head in {outer.i, token.i, top.i} or name.covers(top.head)


def _owner_country(tree: Tree, outer: Token, first: int, names: tuple[Name, ...]) -> str | None:
    """Return the country of "Ukraine's" in "Ukraine's opposition leader"."""
    for child in tree.children(outer.i, "nmod:poss"):
        for name in names:
            if name.covers(child.i) and name.last < first:
                return name.country
    return None


def shared_phrases(tree: Tree, names: tuple[Name, ...], phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Return the phrases with "Iranian and Russian officials" read as two actors: "Iranian", "Russian officials".

    The phrase of the first nationality has as `shared` the words that follow the last one, with its own country.
    """
    found: list[Phrase] = []
    for phrase in phrases:
        joined = _joined_nationalities(tree, names, phrase)
        if len(joined) < 2:
            found.append(phrase)
            continue
        last = joined[-1]
        whole = replace(phrase, first=last.first, country=last.country)
        found.append(whole)
        found.extend(
            Phrase(tree, n.last, n.first, n.last, Form.NOUN, n, phrase.noun, phrase.noun_first, n.country, None,
                   definite=phrase.definite, plural=True, shared=replace(whole, first=last.last + 1, country=n.country))
            for n in joined[:-1]
        )  # fmt: skip
    taken = {(p.first, p.last) for p in found if p.shared is not None}
    alone = [p for p in found if p.shared is not None or (p.first, p.last) not in taken]
    return tuple(sorted(alone, key=lambda p: (p.first, -p.last)))


def _joined_nationalities(tree: Tree, names: tuple[Name, ...], phrase: Phrase) -> list[Name]:
    """Return the peoples that a plural noun has before it, joined by commas and "and"; none for a single one.

    Words of rank and number may stand before them: "top Israeli and Palestinian officials".
    """
    if phrase.form is not Form.NOUN or phrase.noun is None or phrase.nested or phrase.head != phrase.last:
        return []
    several = phrase.plural or tree[phrase.head].tag == "NNS" or phrase.noun.institution
    own = [n for n in names if phrase.first <= n.first and n.last < phrase.noun_first and _says_whose(n)]
    if not several or len(own) < 2 or any(is_hyphenated(tree, n) for n in own):
        return []
    if any(word_class(t) not in RANKING for t in tree.tokens[phrase.first : own[0].first]):
        return []
    between = [t for one, two in pairwise(own) for t in tree.tokens[one.last + 1 : two.first]]
    same = own[0].country is not None and own[0].country == own[-1].country
    if same or not between or any(t.text not in {",", "and"} for t in between):
        return []
    return own if all(n.entity is None or n.entity.kind is Kind.GPE for n in own) else []


def _says_whose(name: Name) -> bool:
    return name.country is not None or (name.kind is Kind.NORP and name.origin is Origin.PEOPLE)
