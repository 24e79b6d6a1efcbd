"""Reprints: documents whose texts are nearly the same count as one origin.

Today two texts are one story when they are equal but for letter case and white space. A later version may compare
them more loosely: then this module finds the groups by other keys, and nothing outside it changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from kg.ids import make_id


def origin_key(text: str) -> str:
    """Return the key that reprints of `text` share.

    Example:
        >>> origin_key("Russia supports Iraq.") == origin_key("RUSSIA supports\\n Iraq. ")
        True
    """
    return make_id("origin", " ".join(text.split()).casefold())


def regroup(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Set `origin` of the documents with one of `keys` to the smallest uid of their group."""
    for key in sorted(set(keys)):
        connection.execute(
            "UPDATE documents SET origin = (SELECT MIN(uid) FROM documents WHERE origin_key = ?) WHERE origin_key = ?",
            (key, key),
        )
