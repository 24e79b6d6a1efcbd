"""For whom "we" stands in an actor's mouth, and which tokens belong to which mention."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Entity, Kind, Mention, Scope
from kg.resolve.mentions import Phrase
from kg.resolve.survey import Survey
from kg.resolve.words import word_class
from kg.tables import Side

STATE_SECTORS = frozenset({"GOV", "MIL"})
CORE_RELATIONS = frozenset({"compound", "flat", "goeswith", "fixed"})
CORE_SUBTYPES = frozenset({"nmod:desc", "nmod:unmarked"})


def find_sides(entities: Iterable[Entity], survey: Survey) -> dict[str, Entity]:
    """Return uid to side: the country of a minister, an official or a government, an organisation for its head.

    Who speaks for himself alone (a lawmaker, an analyst) is not in it. A person whose side is not told is his own.
    """
    sides: dict[str, Entity] = {}
    for entity in entities:
        if entity.uid is not None and entity.uid not in sides:
            side = _side_of(entity, survey)
            if side is not None:
                sides[entity.uid] = side
    return sides


def _side_of(entity: Entity, survey: Survey) -> Entity | None:
    country = survey.tables.countries.get(entity.country or "")
    if entity.kind is Kind.GPE:
        return entity
    if entity.kind is Kind.PERSON and entity.scope is Scope.NAMED:
        held = survey.held.get(entity.uid or "", ())
        for title, body in held:
            if title.side is Side.STATE and country is not None and (body is None or body.sector != "IGO"):
                return country.entity
            if body is not None and title.side is not Side.SELF:
                return country.entity if country is not None and body.sector in STATE_SECTORS else body
        return None if any(title.side is Side.SELF for title, _ in held) else entity
    if country is not None and entity.sector == "GOV":
        return country.entity
    return entity if entity.kind is Kind.ORG and entity.scope is Scope.NAMED else None


def cover_tokens(phrases: Iterable[tuple[Phrase, Mention]]) -> dict[tuple[int, int], Mention]:
    """Return (sentence, token) to the shortest mention whose name, title or noun the token belongs to."""
    cover: dict[tuple[int, int], tuple[int, Mention]] = {}
    for phrase, mention in phrases:
        size = phrase.last - phrase.first
        for i in range(phrase.first, phrase.last + 1):
            place = (mention.sentence, i)
            if _is_core(phrase, i) and (place not in cover or size < cover[place][0]):
                cover[place] = (size, mention)
    return {place: mention for place, (_, mention) in cover.items()}


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
        if token.relation not in CORE_RELATIONS and token.dep not in CORE_SUBTYPES:
            return token.relation == "amod" and token.head == phrase.head and word_class(token) == "PROPN"
        token = tree[token.head]
    return False
