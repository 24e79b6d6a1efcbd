"""The actors of a ledger: one row each, worked out from everything its statements say of them."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.ledger.entries import Actor
from kg.ledger.judgements import Resolution, is_wikidata_id
from kg.model import Kind, Link, Scope

_ATTRIBUTES = ("name", "kind", "sector", "scope", "country")


@dataclass(slots=True)
class _Profile:
    """What documents say of one actor: attribute to value to the documents that say so."""

    own: dict[str, dict[str, set[str]]] = field(default_factory=lambda: _table())
    joined: dict[str, dict[str, set[str]]] = field(default_factory=lambda: _table())
    names: set[str] = field(default_factory=set)

    def most_frequent(self, attribute: str) -> str | None:
        """Return the value in most documents; what is said under the actor's own uid comes first."""
        for said in (self.own[attribute], self.joined[attribute]):
            if said:
                return min(said, key=lambda value: (-len(said[value]), value))
        return None


def _table() -> dict[str, dict[str, set[str]]]:
    return {attribute: defaultdict(set) for attribute in _ATTRIBUTES}


def set_aside_sids(connection: sqlite3.Connection, resolution: Resolution) -> list[str]:
    """Return the sids of statements whose two ends became one actor by a judgement."""
    if not resolution:
        return []
    touched = json.dumps(sorted(resolution.touched))
    rows = connection.execute(
        "SELECT sid, document_uid, source_uid, target_uid FROM statements WHERE same_actor = 0"
        " AND source_uid IN (SELECT value FROM json_each(?)) ORDER BY sid",
        (touched,),
    )
    return [
        sid
        for sid, document, source, target in rows
        if source is not None
        and target is not None
        and resolution.resolve(source, document) == resolution.resolve(target, document)
    ]


def find_profiles(connection: sqlite3.Connection, resolution: Resolution, set_aside: Iterable[str]) -> dict[str, Actor]:
    """Return every actor of the statements that stores get, by uid, in the order of the uids."""
    profiles: dict[str, _Profile] = defaultdict(_Profile)
    without = json.dumps(list(set_aside))
    rows = connection.execute(
        "SELECT DISTINCT uid, document_uid, name, kind, sector, scope, country FROM participants"
        " WHERE sid NOT IN (SELECT value FROM json_each(?))",
        (without,),
    )
    for uid, document, *values in rows:
        actor_uid = resolution.resolve(uid, document)
        profile = profiles[actor_uid]
        said = profile.own if uid == actor_uid else profile.joined
        for attribute, value in zip(_ATTRIBUTES, values, strict=True):
            if value is not None:
                said[attribute][value].add(document)
        profile.names.add(values[0])
    for uid, document, name in _names_as_written(connection):
        actor_uid = resolution.resolve(uid, document)
        if actor_uid in profiles:
            profiles[actor_uid].names.add(name)
    return {uid: _actor(uid, profiles[uid]) for uid in sorted(profiles)}


def _names_as_written(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    for table in ("mentions", "participants"):
        yield from connection.execute(
            f"SELECT DISTINCT uid, document_uid, words FROM {table} WHERE uid IS NOT NULL AND link = ?",
            (str(Link.NAME),),
        )


def _actor(uid: str, profile: _Profile) -> Actor:
    name = profile.most_frequent("name") or uid
    kind = profile.most_frequent("kind")
    aliases = {" ".join(alias.split()) for alias in profile.names} - {name, ""}
    return Actor(
        uid=uid,
        name=name,
        kind=None if kind is None else Kind(kind),
        sector=profile.most_frequent("sector"),
        scope=Scope(profile.most_frequent("scope") or Scope.NAMED),
        country=profile.most_frequent("country"),
        aliases=tuple(sorted(aliases)),
        wikidata=uid if is_wikidata_id(uid) else None,
    )


def count_mentions(
    connection: sqlite3.Connection, resolution: Resolution, actors: Mapping[str, Actor]
) -> list[tuple[str, str, int]]:
    """Return (actor uid, document uid, number of its mentions there) for the given actors, in order.

    An actor that takes part in a statement of a document is mentioned there at least where it stands as a participant.
    """
    places: dict[tuple[str, str], int] = defaultdict(int)
    for uid, document, count in connection.execute(
        "SELECT uid, document_uid, COUNT(*) FROM mentions WHERE uid IS NOT NULL GROUP BY uid, document_uid"
    ):
        places[resolution.resolve(uid, document), document] += count
    taking_part: dict[tuple[str, str], int] = defaultdict(int)
    for uid, document, count in connection.execute(
        "SELECT uid, document_uid, COUNT(*) FROM (SELECT DISTINCT uid, document_uid, first, last FROM participants)"
        " GROUP BY uid, document_uid"
    ):
        taking_part[resolution.resolve(uid, document), document] += count
    for place, count in taking_part.items():
        if place not in places:
            places[place] = count
    return [(uid, document, places[uid, document]) for uid, document in sorted(places) if uid in actors]


def find_by_name(actors: Iterable[Actor], name: str) -> list[Actor]:
    """Return the actors that `name` may mean, best way of matching only.

    The ways, best first: the uid; the name; an alias; the name and then an alias without regard to letter case.
    """
    wanted, folded = " ".join(name.split()), " ".join(name.split()).casefold()
    found: dict[int, list[Actor]] = defaultdict(list)
    for actor in actors:
        if actor.uid == wanted:
            found[0].append(actor)
        elif actor.name == wanted:
            found[1].append(actor)
        elif wanted in actor.aliases:
            found[2].append(actor)
        elif actor.name.casefold() == folded:
            found[3].append(actor)
        elif folded in {alias.casefold() for alias in actor.aliases}:
            found[4].append(actor)
    return found[min(found)] if found else []
