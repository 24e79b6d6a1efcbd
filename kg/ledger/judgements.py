"""Judgements about actors, and statements and mentions seen through them.

Readings are kept as they were made. What a judgement changes is worked out when the ledger is read, so that making or
undoing one touches just the statements it is about, and undoing one gives back exactly what was there before:

1. SAME joins actors; all that are joined, in whatever order, go by one uid: the smallest Wikidata id among them, else
   the smallest uid.
2. APART gives an actor, with all that are joined to it, another uid in the documents it names (the latest judgement
   wins); that one may be joined to others, or parted further, in its turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from kg.ids import claim_id, make_id
from kg.ledger.entries import Actor, Decision, Judgement
from kg.model import Entity, Mention, Participant, Statement

_Who = TypeVar("_Who", Participant, Entity)
_WIKIDATA_ID = re.compile(r"Q[1-9][0-9]*")


def is_wikidata_id(uid: str) -> bool:
    """Return whether `uid` is a Wikidata id such as Q159."""
    return _WIKIDATA_ID.fullmatch(uid) is not None


def apart_uid(uid: str, documents: Iterable[str]) -> str:
    """Return the uid that actor `uid` gets where it is parted off in `documents`."""
    return make_id("apart", uid, sorted(documents))


class Resolution:
    """What the judgements in force make of an actor's uid in a document.

    Example:
        >>> merge = Judgement(1, Decision.SAME, "ab12", "Q1", (), "one man", "editor", "2026-01-01T00:00:00+00:00")
        >>> Resolution([merge]).resolve("ab12", "d1")
        'Q1'
    """

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        in_force = sorted((j for j in judgements if j.undone is None), key=lambda j: j.number)
        self._same = _representatives((j.left, j.right) for j in in_force if j.decision is Decision.SAME)
        self._apart: dict[tuple[str, str], str] = {}
        for judgement in in_force:
            if judgement.decision is Decision.APART:
                left = self._same.get(judgement.left, judgement.left)
                self._apart |= {(left, document): judgement.right for document in judgement.documents}
        self._touched = frozenset(self._same) | {uid for uid, _ in self._apart} | set(self._apart.values())

    def __bool__(self) -> bool:
        return bool(self._apart or self._same)

    @property
    def touched(self) -> frozenset[str]:
        """The uids that some judgement in force is about."""
        return self._touched

    def resolve(self, uid: str, document_uid: str) -> str:
        """Return the uid that actor `uid` goes by in a document."""
        current, passed = self._same.get(uid, uid), set[str]()
        while current not in passed and (current, document_uid) in self._apart:
            passed.add(current)
            parted = self._apart[current, document_uid]
            current = self._same.get(parted, parted)
        return current


def _representatives(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return, for each uid in `pairs`, the uid that its connected group goes by."""
    groups: dict[str, set[str]] = {}
    for left, right in pairs:
        joined = groups.get(left, {left}) | groups.get(right, {right})
        for uid in joined:
            groups[uid] = joined
    return {uid: min(group, key=_preference) for uid, group in groups.items()}


def _preference(uid: str) -> tuple[int, int, str]:
    return (0, int(uid[1:]), uid) if is_wikidata_id(uid) else (1, 0, uid)


def rewrite_statement(statement: Statement, resolution: Resolution, actors: Mapping[str, Actor]) -> Statement:
    """Return the statement with its actors resolved, and its claim made anew; the same object where nothing changes.

    The two ends of a symmetric statement stand in the order of their uids. Its `sid`, a place in a text, stays.
    """
    document = statement.document.uid

    def seen(participant: Participant) -> Participant:
        return rewrite_participant(participant, document, resolution, actors)

    source, target = seen(statement.source), seen(statement.target)
    speakers = tuple(tuple(seen(speaker) for speaker in step) for step in statement.attributed_to)
    place = None if statement.place is None else seen(statement.place)
    before = (statement.source, statement.target, statement.attributed_to, statement.place)
    if (source, target, speakers, place) == before:
        return statement
    if statement.symmetric and (source.uid or "") > (target.uid or ""):
        source, target = target, source
    claim = claim_id(
        source.uid,
        statement.relation,
        target.uid,
        polarity=statement.polarity,
        modality=statement.modality,
        phase=statement.phase,
        speaker_uids=[[speaker.uid for speaker in step] for step in speakers],
    )
    return replace(statement, source=source, target=target, attributed_to=speakers, place=place, claim=claim)


def rewrite_participant(
    participant: Participant, document_uid: str, resolution: Resolution, actors: Mapping[str, Actor]
) -> Participant:
    """Return the participant as the actor it goes by; words, link, and what the text itself says of it stay."""
    return _rewrite(participant, document_uid, resolution, actors)


def rewrite_mention(
    mention: Mention, document_uid: str, resolution: Resolution, actors: Mapping[str, Actor]
) -> Mention:
    """Return the mention of the actor that its entity goes by."""
    if mention.entity is None:
        return mention
    return replace(mention, entity=_rewrite(mention.entity, document_uid, resolution, actors))


def _rewrite(who: _Who, document_uid: str, resolution: Resolution, actors: Mapping[str, Actor]) -> _Who:
    if who.uid is None:
        return who
    uid = resolution.resolve(who.uid, document_uid)
    if uid == who.uid:
        return who
    actor = actors.get(uid)
    if actor is None:
        return replace(who, uid=uid)
    return replace(
        who,
        uid=uid,
        name=actor.name,
        kind=actor.kind,
        scope=actor.scope,
        sector=who.sector or actor.sector,
        country=who.country or actor.country,
    )
