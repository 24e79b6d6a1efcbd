"""Reprints: documents whose texts are nearly the same form a group, which counts as one origin.

Each document has a signature (`kg.ledger.resemblance`); a group is a connected component of near signatures, so the
order in which documents come does not matter. Signatures are looked up by the keys of their bands, each key with the
number of the group, so that a new document is compared with one member of a large group, not with all.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from kg.ledger.resemblance import band_keys, near, signature

TABLES = """
CREATE TABLE signatures (
    number INTEGER PRIMARY KEY, document_uid TEXT NOT NULL UNIQUE, story INTEGER NOT NULL, signature BLOB NOT NULL
);
CREATE INDEX signatures_by_story ON signatures (story, document_uid);
CREATE TABLE bands (
    key INTEGER NOT NULL, story INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, story, number)
) WITHOUT ROWID;
"""
"""What this module keeps: the signature of each document with its group (its story), and the keys of their bands."""

_FIRSTS = """
WITH RECURSIVE with_key (story) AS (
    SELECT MIN(story) FROM bands WHERE key = :key
    UNION ALL
    SELECT (SELECT MIN(b.story) FROM bands b WHERE b.key = :key AND b.story > with_key.story)
    FROM with_key WHERE with_key.story IS NOT NULL
)
SELECT story, (SELECT MIN(b.number) FROM bands b WHERE b.key = :key AND b.story = with_key.story),
    (SELECT MAX(b.number) FROM bands b WHERE b.key = :key AND b.story = with_key.story)
FROM with_key WHERE story IS NOT NULL
"""
"""Each group that has a member with a key, by one step in the index, with the first and the last such member."""
_MEMBERS_AT_ONCE = 256


def place(connection: sqlite3.Connection, uid: str, text: str) -> None:
    """Put a document that is in the ledger into its group, and set `origin` where it changes.

    A text that was replaced by a nearly equal one may change its group, and so may others by it.
    """
    signed = signature(text)
    row = connection.execute("SELECT story, signature FROM signatures WHERE document_uid = ?", (uid,)).fetchone()
    if row is not None and row[1] == signed:
        _set_origin(connection, [uid], _smallest_uid(connection, row[0]))
        return
    if row is not None:
        withdraw(connection, uid)
    _add(connection, uid, signed)


def withdraw(connection: sqlite3.Connection, uid: str) -> None:
    """Take a document out of its group, which may fall apart; nothing happens where it is in none."""
    row = connection.execute(
        "SELECT number, story, signature FROM signatures WHERE document_uid = ?", (uid,)
    ).fetchone()
    if row is None:
        return
    number, story, signed = row
    connection.execute("DELETE FROM signatures WHERE number = ?", (number,))
    connection.executemany(
        "DELETE FROM bands WHERE key = ? AND story = ? AND number = ?",
        [(key, story, number) for key in set(band_keys(signed))],
    )
    members = {
        number: (uid, signed)
        for number, uid, signed in connection.execute(
            "SELECT number, document_uid, signature FROM signatures WHERE story = ? ORDER BY number", (story,)
        )
    }
    parts = sorted(_components({number: signed for number, (_, signed) in members.items()}), key=len, reverse=True)
    for i, part in enumerate(parts):
        if i:
            _move(connection, part, story, _new_story(connection))
        uids = [members[number][0] for number in part]
        _set_origin(connection, uids, min(uids))


def fill(connection: sqlite3.Connection) -> None:
    """Place every document of a ledger that has none in a group yet."""
    for (uid,) in connection.execute("SELECT uid FROM documents ORDER BY uid").fetchall():
        (text,) = connection.execute("SELECT text FROM documents WHERE uid = ?", (uid,)).fetchone()
        place(connection, uid, text)


def _add(connection: sqlite3.Connection, uid: str, signed: bytes) -> None:
    keys = sorted(set(band_keys(signed)))
    stories = sorted(_near_stories(connection, keys, signed))
    if len(stories) > 1:
        stories.sort(key=lambda story: (-_size(connection, story), story))
    kept, rest = (stories[0], stories[1:]) if stories else (_new_story(connection), [])
    old_origin = _smallest_uid(connection, kept)
    moved: list[str] = []
    for story in rest:
        rows = connection.execute("SELECT number, document_uid FROM signatures WHERE story = ?", (story,)).fetchall()
        _move(connection, [number for number, _ in rows], story, kept)
        moved += [document_uid for _, document_uid in rows]
    number = connection.execute(
        "INSERT INTO signatures (document_uid, story, signature) VALUES (?, ?, ?)", (uid, kept, signed)
    ).lastrowid
    connection.executemany("INSERT INTO bands VALUES (?, ?, ?)", [(key, kept, number) for key in keys])
    origin = _smallest_uid(connection, kept)
    if origin != old_origin:
        rows = connection.execute("SELECT document_uid FROM signatures WHERE story = ?", (kept,)).fetchall()
        moved = [document_uid for (document_uid,) in rows]
    _set_origin(connection, [*moved, uid], origin)


def _near_stories(connection: sqlite3.Connection, keys: list[int], signed: bytes) -> set[int]:
    """Return the groups that have a member near to a signature, comparing as few members as that needs.

    The first member of each group with one of the keys is compared in one go: texts that share no more than what a
    publisher puts under all of them meet in many groups of one. Other members follow only where the first is not near.
    """
    with_key = [(key, *row) for key in keys for row in connection.execute(_FIRSTS, {"key": key})]
    compared = {first for _, _, first, _ in with_key}
    near_firsts = _near_members(connection, compared, signed)
    found = {story for _, story, first, _ in with_key if first in near_firsts}
    for key, story, first, last in with_key:
        if story not in found and first != last and _has_near(connection, key, story, signed, compared):
            found.add(story)
    return found


def _near_members(connection: sqlite3.Connection, numbers: set[int], signed: bytes) -> set[int]:
    """Return those of the members whose signatures are near."""
    listed = (json.dumps(sorted(numbers)),)
    rows = connection.execute(
        "SELECT number, signature FROM signatures WHERE number IN (SELECT value FROM json_each(?))", listed
    ).fetchall()
    if not rows:
        return set()
    is_near = near(signed, [other for _, other in rows])
    return {rows[i][0] for i in is_near.nonzero()[0].tolist()}


def _has_near(connection: sqlite3.Connection, key: int, story: int, signed: bytes, compared: set[int]) -> bool:
    """Return whether one of the group's members with this key is near; members in `compared` were looked at before."""
    last = 0
    while True:
        rows = connection.execute(
            "SELECT b.number, s.signature FROM bands b JOIN signatures s ON s.number = b.number"
            " WHERE b.key = ? AND b.story = ? AND b.number > ? ORDER BY b.number LIMIT ?",
            (key, story, last, _MEMBERS_AT_ONCE),
        ).fetchall()
        if not rows:
            return False
        last = rows[-1][0]
        new = [(number, other) for number, other in rows if number not in compared]
        compared.update(number for number, _ in new)
        if new and near(signed, [other for _, other in new]).any():
            return True


def _components(signatures: dict[int, bytes]) -> Iterator[list[int]]:
    """Yield the connected components of near signatures, as numbers in order."""
    left = dict(signatures)
    while left:
        number, signed = left.popitem()
        component, frontier = [number], [signed]
        while frontier and left:
            numbers, others = list(left), list(left.values())
            for i in near(frontier.pop(), others).nonzero()[0].tolist():
                component.append(numbers[i])
                frontier.append(left.pop(numbers[i]))
        yield sorted(component)


def _move(connection: sqlite3.Connection, numbers: list[int], old: int, new: int) -> None:
    """Move signatures from one group to another."""
    for number in numbers:
        (signed,) = connection.execute("SELECT signature FROM signatures WHERE number = ?", (number,)).fetchone()
        connection.execute("UPDATE signatures SET story = ? WHERE number = ?", (new, number))
        connection.executemany(
            "UPDATE bands SET story = ? WHERE key = ? AND story = ? AND number = ?",
            [(new, key, old, number) for key in set(band_keys(signed))],
        )


def _new_story(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT COALESCE(MAX(story), 0) + 1 FROM signatures").fetchone()[0])


def _size(connection: sqlite3.Connection, story: int) -> int:
    return int(connection.execute("SELECT COUNT(*) FROM signatures WHERE story = ?", (story,)).fetchone()[0])


def _smallest_uid(connection: sqlite3.Connection, story: int) -> str:
    """Return the smallest document uid of a group, "" for none."""
    (uid,) = connection.execute("SELECT MIN(document_uid) FROM signatures WHERE story = ?", (story,)).fetchone()
    return uid or ""


def _set_origin(connection: sqlite3.Connection, uids: list[str], origin: str) -> None:
    connection.executemany(
        "UPDATE documents SET origin = ? WHERE uid = ? AND origin <> ?", [(origin, uid, origin) for uid in uids]
    )
