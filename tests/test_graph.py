"""The neutral rows: what a statement, actor, document or mention is in the graph."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_graph import ARCADIA, BORDURIA, MINISTER, UNION, make_document, make_statement, make_statements

from kg.errors import StoreError
from kg.graph import (
    ACTOR_PROPERTIES,
    DOCUMENT_PROPERTIES,
    LIST_PROPERTIES,
    STATEMENT_PROPERTIES,
    actor_row,
    document_row,
    mention_row,
    split_mention_key,
    statement_row,
)
from kg.model import Polarity

FORBIDDEN = {"id", "title", "type", "key", "start", "end", "exists"}


def test_actor_without_values_has_few_properties() -> None:
    """What is not known is absent; aliases are sorted and always there."""
    assert actor_row(ARCADIA).properties == {
        "uid": "Q1",
        "name": "Arcadia",
        "kind": "GPE",
        "scope": "NAMED",
        "country": "ARC",
        "aliases": ["Arcadians", "Republic of Arcadia"],
        "wikidata": "Q1",
    }
    assert actor_row(MINISTER).properties == {
        "uid": "a3",
        "name": "Anna Keller",
        "kind": "PERSON",
        "sector": "GOV",
        "scope": "NAMED",
        "country": "ARC",
        "aliases": [],
    }


def test_document_is_named_by_its_title_or_its_id() -> None:
    """`name` is always there, as one engine invents one otherwise."""
    assert document_row(make_document(2)).properties == {
        "uid": "d2",
        "source_id": "news/2.txt",
        "name": "Report 2",
        "publisher": "Coast Herald",
        "published": "2015-03-02",
        "language": "en",
        "digest": "text-2",
        "origin": "d1",
        "sentences": 3,
        "statements": 2,
        "abstained": 1,
    }
    assert document_row(make_document(2, title=None)).properties["name"] == "news/2.txt"


def test_factual_statement_is_typed_by_its_relation() -> None:
    """All flat properties of a plain statement, the digest apart."""
    row = statement_row(make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA))
    assert (row.key, row.rel_type, row.source_uid, row.target_uid) == ("s1", "SUPPORTS", "Q1", "Q2")
    properties = dict(row.properties)
    assert properties.pop("digest") == row.digest
    assert properties == {
        "sid": "s1",
        "claim": "claim-Q1-SUPPORTS-Q2",
        "event": "event-s1",
        "relation": "SUPPORTS",
        "category": "SUPPORT",
        "quad": "VERBAL_COOPERATION",
        "cameo": "05",
        "score": 4.0,
        "verb": "supports",
        "polarity": "AFFIRMED",
        "modality": "ASSERTED",
        "cues": [],
        "factual": True,
        "symmetric": False,
        "speakers": [],
        "speaker_uids": [],
        "speaker_steps": [],
        "source_text": "Arcadia",
        "source_link": "NAME",
        "source_country": "ARC",
        "target_text": "Borduria",
        "target_link": "NAME",
        "target_country": "BOR",
        "published": "2015-03-01",
        "doc_uid": "d1",
        "origin": "d1",
        "sentence_index": 0,
        "sentence": "Somebody did something.",
        "rules": ["verb-object"],
    }


def test_every_other_statement_is_nonfactual() -> None:
    """A denied statement keeps its relation as a property, so that no path runs through it."""
    rows = {row.sid: row for row in map(statement_row, make_statements())}
    assert {sid for sid, row in rows.items() if row.rel_type == "NONFACTUAL"} == {"s3", "s5", "s8"}
    assert rows["s3"].properties["relation"] == "SUPPORTS"
    assert rows["s8"].properties["phase"] == "FORMER"
    assert rows["s5"].properties["within"] == "s4"
    assert rows["s5"].properties["condition"] == "if the port opens"


def test_properties_keep_to_the_contract() -> None:
    """Names come from the contract's list, values are strings, numbers, booleans or lists of one of these."""
    for row in map(statement_row, make_statements()):
        assert row.properties.keys() <= set(STATEMENT_PROPERTIES)
        for name, value in row.properties.items():
            assert type(value) in (str, int, float, bool, list), name
            assert (type(value) is list) == (name in LIST_PROPERTIES)
            if type(value) is list:
                assert len({type(item) for item in value}) <= 1
    assert not FORBIDDEN & {*STATEMENT_PROPERTIES, *ACTOR_PROPERTIES, *DOCUMENT_PROPERTIES}


def test_same_statement_has_the_same_digest() -> None:
    """A digest depends on what the relationship says alone, and is pinned: stores keep it."""
    statement = make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA)
    assert statement_row(statement).digest == statement_row(statement).digest == "a14d5d0a480283209de7c17d"


@pytest.mark.parametrize(
    "changes",
    [
        {"polarity": Polarity.NEGATED},
        {"factual": False},
        {"score": 5.0},
        {"rules": ("other",)},
        {"confidence": 0.5},
        {"relation": "PRAISES"},
        {"event": "other"},
    ],
)
def test_whatever_changes_changes_the_digest(changes: dict[str, object]) -> None:
    """Every field that the graph shows is part of the digest."""
    statement = make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA)
    changed = replace(statement, **changes)  # type: ignore[arg-type]
    assert statement_row(changed).digest != statement_row(statement).digest


def test_ends_are_part_of_the_digest() -> None:
    """A relationship that moves to another actor is another row, even if its words stay."""
    statement = make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA)
    moved = replace(statement, target=replace(statement.target, uid="Q4"))
    assert statement_row(moved).properties.keys() == statement_row(statement).properties.keys()
    assert statement_row(moved).digest != statement_row(statement).digest


@pytest.mark.parametrize("uid", [None, "Q1"])
def test_statement_needs_two_actors(uid: str | None) -> None:
    """Nobody, or the same actor, at the other end is no relationship."""
    statement = make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA)
    with pytest.raises(StoreError, match="no two actors"):
        statement_row(replace(statement, target=replace(statement.target, uid=uid)))


def test_mention_is_named_by_its_ends() -> None:
    """The key of a mention gives back the uids it was made of; the count is part of its digest."""
    row = mention_row("Q1", "d1", 2)
    assert row.key == "Q1.d1"
    assert split_mention_key(row.key) == ("Q1", "d1")
    assert row.digest != mention_row("Q1", "d1", 3).digest


def test_row_of_a_symmetric_statement_says_so() -> None:
    """Queries match symmetric relations both ways by this property."""
    assert (
        statement_row(make_statement("s6", ARCADIA, "ALLY_OF", UNION, symmetric=True)).properties["symmetric"] is True
    )
