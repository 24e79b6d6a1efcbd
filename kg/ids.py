"""Content-derived identifiers: the same input gives the same id on every machine.

An id is the first 96 bits of SHA-256 over a JSON array of its parts, as 24 hexadecimal digits. A JSON array keeps
`["a", "bc"]` and `["ab", "c"]` apart. The chance that any two of a thousand million ids collide is below 1 in 10^10.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

ID_DIGITS = 24
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def make_id(*parts: Any) -> str:
    """Return the id of `parts` (JSON values: strings, numbers, None, lists, dicts) as 24 hexadecimal digits.

    Example:
        >>> make_id("a", "bc") == make_id("ab", "c")
        False
        >>> len(make_id("a"))
        24
    """
    return hashlib.sha256(_encode(parts).encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


def document_uid(source_id: str) -> str:
    """Return the uid of the document with the caller's id `source_id`."""
    return make_id(source_id)


def text_digest(text: str) -> str:
    """Return the digest of a text, used to tell a changed document from an unchanged one."""
    return make_id("text", text)


def claim_id(
    source_uid: str | None,
    relation: str,
    target_uid: str | None,
    *,
    polarity: str,
    modality: str,
    phase: str | None,
    speaker_uids: Sequence[Sequence[str | None]],
) -> str:
    """Return the id that equal readings share: who, what, whom, its status, and on whose word (steps, nearest first).

    The uids are those of the statement's ends as they stand; a symmetric statement's ends are sorted before.
    """
    steps = [list(step) for step in speaker_uids]
    status = (str(polarity), str(modality), None if phase is None else str(phase))
    return make_id(source_uid, relation, target_uid, *status, steps)
