"""The actors of a ledger: one row each, worked out from everything its statements say of them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge

from kg.ledger.entries import Actor
from kg.ledger.judgements import Resolution, is_wikidata_id
from kg.model import Kind, Link, Scope

_ATTRIBUTES = ("name", "kind", "sector", "scope", "country")
_LISTED = "(SELECT value FROM json_each(?))"


@dataclass(slots=True)
class _Profile:
    """What documents say of one actor: attribute to value to the documents that say so."""

    own: dict[str, dict[str, set[str]]] = field(default_factory=lambda: _table())
    joined: dict[str, dict[str, set[str]]] = field(default_factory=lambda: _table())
    names: set[str] = field(default_factory=set)

    def vote(self, values: Sequence[str | None], document: str, *, own: bool) -> None:
        """Count what a document says: values in the order of `_ATTRIBUTES`, under the actor's own uid or another."""
        said = self.own if own else self.joined
        for attribute, value in zip(_ATTRIBUTES, values, strict=True):
            if value is not None:
                said[attribute].setdefault(value, set()).add(document)
        if values[0] is not None:
            self.names.add(values[0])

    def most_frequent(self, attribute: str) -> str | None:
        """Return the value in most documents; what is said under the actor's own uid comes first."""
        for said in (self.own[attribute], self.joined[attribute]):
            if said:
                return min(said, key=lambda value: (-len(said[value]), value))
        return None


def _table() -> dict[str, dict[str, set[str]]]:
    return {attribute: {} for attribute in _ATTRIBUTES}


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


def find_profiles(
    connection: sqlite3.Connection,
    resolution: Resolution,
    set_aside: Collection[str],
    uids: Collection[str] | None = None,
) -> dict[str, Actor]:
    """Return the actors of the statements that stores get, by uid, in the order of the uids.

    Args:
        connection: the ledger.
        resolution: the judgements in force.
        set_aside: sids of statements that stores do not get.
        uids: only actors that go by one of these uids in some document; all by default.
    """
    profiles: dict[str, _Profile] = defaultdict(_Profile)
    counted = set(_uids_in(connection, set_aside)) | resolution.touched
    wanted = None if uids is None else set(uids)
    if wanted is not None and wanted & counted:
        wanted |= counted
    _add_unanimous(connection, profiles, counted, wanted)
    counted = counted if wanted is None else counted & wanted
    _add_counted(connection, profiles, counted, resolution, set_aside)
    _add_names(connection, profiles, counted, resolution, wanted)
    return {uid: _actor(uid, profiles[uid]) for uid in sorted(profiles)}


def _uids_in(connection: sqlite3.Connection, sids: Collection[str]) -> list[str]:
    """Return everyone in these statements."""
    return _column(connection, f"SELECT DISTINCT uid FROM participants WHERE sid IN {_LISTED}", _listed(sids))


def _add_unanimous(
    connection: sqlite3.Connection, profiles: dict[str, _Profile], counted: set[str], wanted: set[str] | None
) -> None:
    """Add each actor of whom all documents say the same; put the others, for whom documents vote, in `counted`."""
    # `+uid` keeps SQLite from walking the index of uids, which leaps through the whole table.
    listed, parameters = ("", ()) if wanted is None else (f"WHERE uid IN {_LISTED}", _listed(wanted))
    uid = "+uid" if wanted is None else "uid"
    rows = connection.execute(
        f"SELECT DISTINCT {uid}, name, kind, sector, scope, country FROM participants {listed}", parameters
    )
    said: dict[str, tuple[str | None, ...]] = {}
    for actor, *values in rows:
        if said.setdefault(actor, tuple(values)) != tuple(values):
            counted.add(actor)
    for actor, only in said.items():
        if actor not in counted:
            profiles[actor].vote(only, "", own=True)


def _add_counted(
    connection: sqlite3.Connection,
    profiles: dict[str, _Profile],
    counted: set[str],
    resolution: Resolution,
    set_aside: Collection[str],
) -> None:
    """Add the actors for whom documents vote."""
    rows = connection.execute(
        "SELECT DISTINCT uid, document_uid, name, kind, sector, scope, country FROM participants"
        f" WHERE uid IN {_LISTED} AND sid NOT IN {_LISTED}",
        (*_listed(counted), *_listed(set_aside)),
    )
    for uid, document, *values in rows:
        actor_uid = resolution.resolve(uid, document)
        profiles[actor_uid].vote(values, document, own=uid == actor_uid)


def _add_names(
    connection: sqlite3.Connection,
    profiles: dict[str, _Profile],
    counted: set[str],
    resolution: Resolution,
    wanted: set[str] | None,
) -> None:
    """Add the names that documents use for the actors."""
    listed, parameters = ("", ()) if wanted is None else (f"AND uid IN {_LISTED}", _listed(wanted))
    uid = "+uid" if wanted is None else "uid"
    for table in ("mentions", "participants"):
        named = f"FROM {table} WHERE link = ? AND uid IS NOT NULL"
        for actor, words in connection.execute(
            f"SELECT DISTINCT {uid}, words {named} {listed}", (Link.NAME.value, *parameters)
        ):
            if actor not in counted and actor in profiles:
                profiles[actor].names.add(words)
        for actor, document, words in connection.execute(
            f"SELECT DISTINCT uid, document_uid, words {named} AND uid IN {_LISTED}",
            (Link.NAME.value, *_listed(counted)),
        ):
            if (actor_uid := resolution.resolve(actor, document)) in profiles:
                profiles[actor_uid].names.add(words)


def _listed(values: Iterable[str]) -> tuple[str]:
    return (json.dumps(sorted(values)),)


def _column(connection: sqlite3.Connection, query: str, parameters: tuple[str, ...]) -> list[str]:
    return [row[0] for row in connection.execute(query, parameters)]


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
    connection: sqlite3.Connection, resolution: Resolution, actors: Container[str]
) -> Iterator[tuple[str, str, int]]:
    """Yield (actor uid, document uid, number of its mentions there) for the given actors, in order.

    An actor that takes part in a statement of a document is mentioned there at least where it stands as a participant.
    """
    mentioned = connection.execute(
        "SELECT uid, document_uid, COUNT(*) FROM mentions WHERE uid IS NOT NULL"
        " GROUP BY uid, document_uid ORDER BY uid, document_uid"
    )
    only_taking_part = connection.execute(
        "WITH bare AS (SELECT uid, document_uid FROM participants EXCEPT SELECT uid, document_uid FROM mentions)"
        " SELECT uid, document_uid, COUNT(*)"
        " FROM (SELECT DISTINCT uid, document_uid, first, last FROM bare JOIN participants USING (uid, document_uid))"
        " GROUP BY uid, document_uid ORDER BY uid, document_uid"
    )
    rows: Iterable[tuple[str, str, int]] = merge(mentioned, only_taking_part)
    if resolution:
        rows = _resolved_counts(mentioned, only_taking_part, resolution)
    return (row for row in rows if row[0] in actors)


def _resolved_counts(
    mentioned: Iterable[tuple[str, str, int]],
    only_taking_part: Iterable[tuple[str, str, int]],
    resolution: Resolution,
) -> list[tuple[str, str, int]]:
    places: dict[tuple[str, str], int] = defaultdict(int)
    for uid, document, count in mentioned:
        places[resolution.resolve(uid, document), document] += count
    taking_part: dict[tuple[str, str], int] = defaultdict(int)
    for uid, document, count in only_taking_part:
        taking_part[resolution.resolve(uid, document), document] += count
    return [(uid, document, count) for (uid, document), count in sorted((taking_part | places).items())]


def similar_uids(connection: sqlite3.Connection, name: str) -> set[str]:
    """Return the uids that some document names somewhat like `name`: all whom `find_by_name` may mean, and more."""
    pattern = re.sub(r"[^0-9A-Za-z]+", "%", " ".join(name.split()))
    found = {name.strip()}
    for query in (
        "SELECT uid FROM participants WHERE name LIKE ?1 OR (link = ?2 AND words LIKE ?1)",
        "SELECT uid FROM mentions WHERE link = ?2 AND words LIKE ?1 AND uid IS NOT NULL",
    ):
        found.update(_column(connection, query, (pattern, Link.NAME.value)))
    return found


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
