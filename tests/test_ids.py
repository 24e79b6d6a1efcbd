"""Identifiers: stable across machines, apart for different parts."""

from __future__ import annotations

import re
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kg.ids import document_uid, make_id, text_digest

PARTS = st.lists(st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text(max_size=3), max_size=3)), max_size=5)


def test_known_ids_stay() -> None:
    """Ids written by an earlier version are found again; these were made once with sha256sum."""
    # printf '["a","bc"]' | sha256sum | cut -c1-24
    assert make_id("a", "bc") == "42a6f3f44be0aaf23c936b15"
    # printf '["text","Iraq"]' | sha256sum | cut -c1-24
    assert text_digest("Iraq") == "b773f8913a48914d625f19a8"
    # printf '["news/a.txt"]' | sha256sum | cut -c1-24
    assert document_uid("news/a.txt") == "feb4c2d63fc39dd8fee75032"


def test_adversarial_parts_stay_apart() -> None:
    """Parts that would run together with separators or conversions give different ids."""
    tricky: list[tuple[object, ...]] = [
        ("a", "bc"),
        ("ab", "c"),
        ("abc",),
        ("a", "b", "c"),
        ('a","b', "c"),
        ("a", "", "bc"),
        ("",),
        (),
        (None,),
        ("None",),
        ("null",),
        (1,),
        ("1",),
        (1.5,),
        (True,),
        (["a", "bc"],),
        (["a"], "bc"),
        ({"a": "bc"},),
        ("é",),
        ("e\u0301",),
    ]
    ids = [make_id(*parts) for parts in tricky]
    assert [pair for pair in combinations(range(len(ids)), 2) if ids[pair[0]] == ids[pair[1]]] == []


def test_order_of_keys_does_not_matter() -> None:
    """A mapping is the same mapping in any order."""
    assert make_id({"a": 1, "b": 2}) == make_id({"b": 2, "a": 1})


def test_lone_surrogates_are_no_obstacle() -> None:
    """JSON input may hold half a character; it still gets an id."""
    assert make_id("\ud800") != make_id("\ud801")


@given(PARTS)
def test_ids_are_24_lower_case_hexadecimal_digits(parts: list[object]) -> None:
    """Whatever the parts, the form is the same."""
    assert re.fullmatch(r"[0-9a-f]{24}", make_id(*parts))


@given(PARTS, PARTS)
def test_equal_parts_and_only_they_give_equal_ids(one: list[object], other: list[object]) -> None:
    """Two lists of parts share an id only when they are equal."""
    assert (make_id(*one) == make_id(*other)) == (one == other)
