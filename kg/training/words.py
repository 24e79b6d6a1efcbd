"""The word lists of `pipelines/language/names.toml`, read once."""

from __future__ import annotations

import tomllib
from functools import cache

from kg.resources import find_resource


@cache
def read_words(name: str) -> frozenset[str]:
    """One of the lists as a set.

    Raises:
        KeyError: the file has no such list.

    Example:
        >>> "President" in read_words("titles")
        True
    """
    return frozenset(read_list(name))


@cache
def read_list(name: str) -> tuple[str, ...]:
    """One of the lists in its order."""
    return tuple(_read_file()[name])


@cache
def read_known_labels() -> dict[str, str]:
    """Names whose label is known, and that label."""
    return dict(_read_file()["known_labels"])


@cache
def _read_file() -> dict[str, dict[str, str]]:
    return tomllib.loads(find_resource("pipelines", "language", "names.toml").read_text(encoding="utf-8"))
