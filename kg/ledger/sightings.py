"""Where a name of an actor was read, for those who judge whether two actors are one."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from kg.ledger.judgements import Resolution
from kg.model import Link


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place where an actor is named.

    Attributes:
        document: id of the document.
        words: the name as written.
        reason: why these words mean the actor ("table", "alias stated in the text", "last name of ...").
        sentence: the sentence around them.
    """

    document: str
    words: str
    reason: str
    sentence: str


def find_sighting(
    connection: sqlite3.Connection, resolution: Resolution, uid: str, name: str | None = None
) -> Sighting | None:
    """Return the first place, by document id, where an actor is named, or None.

    Args:
        connection: the ledger's.
        resolution: the judgements in force.
        uid: the actor's uid as the judgements have it.
        name: only places with exactly these words.
    """
    wanted = json.dumps(sorted({uid, *resolution.touched}))
    rows = connection.execute(
        "SELECT m.uid, m.document_uid, d.id, m.words, m.reason, substr(d.text, s.first + 1, s.last - s.first)"
        " FROM mentions m JOIN documents d ON d.uid = m.document_uid"
        " JOIN sentences s ON s.document_uid = m.document_uid AND s.number = m.sentence"
        " WHERE m.uid IN (SELECT value FROM json_each(?)) AND m.link = ? AND (? IS NULL OR m.words = ?)"
        " ORDER BY d.id, m.position",
        (wanted, str(Link.NAME), name, name),
    )
    for as_read, document_uid, document, words, reason, sentence in rows:
        if resolution.resolve(as_read, document_uid) == uid:
            return Sighting(document, words, reason, " ".join(sentence.split()))
    return None
