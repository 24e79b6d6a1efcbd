"""Find pairs of actors that may be one, with the evidence for it; a person judges, nothing is joined here.

A pair is offered where one actor's name is also used for the other, where a person's single name ends (or begins) the
fuller name of another, and where two persons' names are spelled alike. Actors that two Wikidata ids tell apart, that
are of different kinds or countries, or that were judged before, are never offered.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.ledger import Actor, Decision, Judgement, Ledger, Sighting
from kg.model import Kind, Scope
from kg.tables import name_key

STATED = "alias stated in the text"
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset({"al", "el", "bin", "ibn", "abu", "de", "van", "von", "der", "da", "di"})
_ALIKE = (
    (re.compile(r"ph|v|w"), "f"),
    (re.compile(r"kh|gh|ck|[gqcx]"), "k"),
    (re.compile(r"dh|th|[tz]h?"), "d"),
    (re.compile(r"sh|ch|j"), "s"),
    (re.compile(r"[aeiouyh]"), ""),
)
_DOUBLED = re.compile(r"(.)\1+")
_SHORTEST = 4  # letters of a whole skeleton below which too many names look alike


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two actors that may be one.

    Attributes:
        left, right: the actors; `left` is the one with the shorter name.
        reason: what speaks for it, in words.
        left_seen, right_seen: a place where each is named, or None where the texts only describe it.
        statements: statements that a merge would bring together.
    """

    left: Actor
    right: Actor
    reason: str
    left_seen: Sighting | None
    right_seen: Sighting | None
    statements: int


def find_suggestions(ledger: Ledger, *, limit: int | None = None) -> list[Suggestion]:
    """Return pairs of actors that may be one: names stated as equal first, then those with most statements.

    Args:
        ledger: an open ledger.
        limit: at most so many.

    Example:
        >>> with Ledger.open(Path(".kg")) as ledger:                                      # doctest: +SKIP
        ...     [(s.left.name, s.right.name, s.reason) for s in find_suggestions(ledger)]
        [('Lavrov', 'Sergey Lavrov', 'the last name of Sergey Lavrov')]
    """
    actors = [actor for actor in ledger.actors() if actor.scope is Scope.NAMED]
    judged = _judged(ledger.judgements())
    found: dict[tuple[str, str], tuple[Actor, Actor, str]] = {}
    for one, other, reason in _pairs(actors):
        left, right = sorted((one, other), key=lambda a: (len(a.name.split()), len(a.name), a.uid))
        pair = (left.uid, right.uid)
        if frozenset(pair) not in judged and _may_be_one(left, right):
            found.setdefault(pair, (left, right, reason))
    counts = _statements(ledger)
    order = sorted(
        found.values(),
        key=lambda p: (not p[2].startswith("both"), -counts[p[0].uid] - counts[p[1].uid], p[0].name, p[1].name),
    )
    return [
        _suggestion(ledger, left, right, reason, counts[left.uid] + counts[right.uid])
        for left, right, reason in order[:limit]
    ]


def _suggestion(ledger: Ledger, left: Actor, right: Actor, reason: str, statements: int) -> Suggestion:
    shared = name_key(left.name)
    alias = next((alias for alias in right.aliases if name_key(alias) == shared), None)
    right_seen = (ledger.sighting(right.uid, alias) if alias else None) or ledger.sighting(right.uid)
    if right_seen is not None and right_seen.reason == STATED and alias is not None:
        reason = f"a text says that {right.name} is also called {alias}"
    return Suggestion(left, right, reason, ledger.sighting(left.uid), right_seen, statements)


def _pairs(actors: Sequence[Actor]) -> Iterator[tuple[Actor, Actor, str]]:
    """Yield pairs of actors with what speaks for them, strongest evidence first."""
    by_name: dict[str, list[Actor]] = defaultdict(list)
    for actor in actors:
        by_name[name_key(actor.name)].append(actor)
    for actor in actors:
        for alias in actor.aliases:
            for other in by_name.get(name_key(alias), ()):
                if other.uid != actor.uid:
                    yield actor, other, f"both are called {alias}"
    for same in by_name.values():
        for one, other in combinations(same, 2):
            yield one, other, f"both are called {one.name}"
    yield from _shorter_forms([actor for actor in actors if actor.kind is Kind.PERSON])
    yield from _spelled_alike([actor for actor in actors if actor.kind is Kind.PERSON])


def _shorter_forms(persons: Iterable[Actor]) -> Iterator[tuple[Actor, Actor, str]]:
    """Yield persons with one name, each with those whose fuller name ends or begins with it."""
    single: dict[str, list[Actor]] = defaultdict(list)
    fuller: list[tuple[Actor, list[str]]] = []
    for actor in persons:
        pieces = _pieces(actor)
        if len(pieces) == 1:
            single[pieces[0]].append(actor)
        elif pieces:
            fuller.append((actor, pieces))
    for at, how in ((-1, "last"), (0, "first")):
        for actor, pieces in fuller:
            for short in single.get(pieces[at], ()):
                yield short, actor, f"the {how} name of {actor.name}"


def _spelled_alike(persons: Iterable[Actor]) -> Iterator[tuple[Actor, Actor, str]]:
    """Yield persons with as many names, all of which sound alike: "Moammar Gadhafi", "Muammar Gaddafi"."""
    by_sound: dict[tuple[str, ...], list[Actor]] = defaultdict(list)
    for actor in persons:
        sound = tuple(skeleton(piece) for piece in _pieces(actor) if piece not in _PARTICLES)
        if len(sound) > 1 and sum(map(len, sound)) >= _SHORTEST:
            by_sound[sound].append(actor)
    for alike in by_sound.values():
        for one, other in combinations(alike, 2):
            yield one, other, "spelled alike"


def skeleton(word: str) -> str:
    """Return what is left of a word when the ways of writing its sounds in Latin letters no longer count.

    Example:
        >>> skeleton("gadhafi") == skeleton("qaddafi") == skeleton("kadafi")
        True
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    for pattern, sound in _ALIKE:
        plain = pattern.sub(sound, plain)
    return _DOUBLED.sub(r"\1", plain)


def _pieces(actor: Actor) -> list[str]:
    return [piece for piece in name_key(actor.name).split() if piece.casefold() not in _SUFFIXES]


def _may_be_one(one: Actor, other: Actor) -> bool:
    if one.wikidata and other.wikidata:
        return False
    if _sort_of(one) != _sort_of(other):
        return False
    suffixes = [{p for p in name_key(a.name).split() if p in _SUFFIXES} for a in (one, other)]
    if all(suffixes) and suffixes[0] != suffixes[1]:
        return False
    return one.country is None or other.country is None or one.country == other.country


def _sort_of(actor: Actor) -> Kind | None:
    """Return the kind of an actor, places and states as one, and so organisations and groups."""
    same = {Kind.LOC: Kind.GPE, Kind.NORP: Kind.GROUP, Kind.ORG: Kind.GROUP}
    return None if actor.kind is None else same.get(actor.kind, actor.kind)


def _judged(judgements: Iterable[Judgement]) -> set[frozenset[str]]:
    """Return the pairs that somebody judged: parted, or joined and parted again."""
    pairs = {frozenset({j.left, j.right}) for j in judgements if j.undone is not None and j.decision is Decision.SAME}
    return pairs | {frozenset({j.left, j.right}) for j in judgements if j.decision is Decision.APART}


def _statements(ledger: Ledger) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for statement in ledger.statements():
        for uid in {statement.source.uid, statement.target.uid} - {None}:
            counts[str(uid)] += 1
    return counts
