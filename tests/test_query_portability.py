"""What is said of queries that the three stores would answer differently."""

from __future__ import annotations

import pytest

from kg.query.guard import check_read_only
from kg.query.portability import PortabilityNote, portability_notes

NOTED = [
    ("RETURN COLLECT { MATCH (a) RETURN a.name } AS x", "COLLECT { }"),
    ("MATCH (a) OPTIONAL CALL (a) { MATCH (a)-->(b) RETURN b } RETURN b", "OPTIONAL CALL"),
    ("MATCH (a) CALL { WITH a MATCH (a)-->(b) RETURN count(b) AS n } RETURN n", "CALL { WITH x ... }"),
    ("MATCH (a) CALL (a) { MATCH (a)-->(b) RETURN b LIMIT 3 } RETURN b", "LIMIT inside CALL { }"),
    ("MATCH (a)-[:X*]->(b) RETURN b", "a path without an upper bound"),
    ("MATCH (a)-[r:X*2..]->(b) RETURN b", "a path without an upper bound"),
    ("MATCH (a)-[*]-(b) RETURN b", "a path without an upper bound"),
    ("MATCH (a)-[:X]->{1,3}(b) RETURN b", "a quantified path"),
    ("MATCH ((a)-[:X]->(b)){1,3} RETURN b", "a quantified path"),
    ("MATCH ((a)-[:X]->(b))+ (c) RETURN c", "a quantified path"),
    ("MATCH (a:Actor&Person) RETURN a", "& between labels"),
    ("MATCH (a:!Document) RETURN a", "! in a label"),
    ("MATCH (a:%) RETURN a", "% in a label"),
    ("MATCH (a:Actor WHERE a.x = 1) RETURN a", "WHERE inside a pattern"),
    ("MATCH (a)-[r:X WHERE r.score > 1]->(b) RETURN b", "WHERE inside a pattern"),
    ("MATCH (a) WHERE 1 < a.x < 3 RETURN a", "a chain of comparisons"),
    ("MATCH (a) WHERE a.x = a.y = a.z RETURN a", "a chain of comparisons"),
    ("MATCH (a)-[r:X]->(b) MATCH (d:Document {uid: r.doc_uid}) RETURN d", "a relationship's property inside a pattern"),
    ("MATCH (a) RETURN a.id AS x", "the property id"),
    ("MATCH (a) RETURN a.type AS x", "the property type"),
    ("MATCH (a) RETURN id(a) AS x", "id()"),
    ("MATCH (a) RETURN exists(a.name) AS x", "exists()"),
    ("MATCH (a)-[r:X|:Y]->(b) RETURN b", "|: between types"),
    ("RETURN 1 AS x UNION RETURN 2 AS x UNION ALL RETURN 3 AS x", "UNION beside UNION ALL"),
    ("RETURN percentileCont(1, 0.5) AS x", "percentileCont()"),
    ("RETURN duration.between(date('2014-01-01'), date('2014-03-01')) AS x", "duration.between()"),
    ("RETURN toIntegerOrNull('1') AS x", "toIntegerOrNull()"),
]
PORTABLE = [
    "MATCH (a:Actor {uid: $uid})-[r:X*1..3 {x: 1}]->(b) WHERE a.x < 1 AND b.y > 2 RETURN b.name AS name",
    "MATCH (a)-[*..2]-(b)<-[r:Y*2]-(c) WHERE a.x <> b.x RETURN count(*) AS n, a.x * 2 AS y",
    "MATCH (a)<--(b)-->(c) WHERE NOT (a.x = 1) OR (b.x = 2) RETURN type(a) AS t, CASE WHEN 1 < 2 THEN 3 END AS u",
    "RETURN [x IN [1, 2] WHERE x > 1 | x] AS a, all(x IN [1] WHERE x = 1) AS b, 7 % 2 AS c, {k: 1} AS d",
    "MATCH (a) WHERE EXISTS { MATCH (a)-[:X]->(b) WHERE b.x = 1 } RETURN [(a)-[:X]->(b) WHERE b.x = 1 | b.x] AS x",
    "MATCH (a) CALL (a) { MATCH (a)-->(b) RETURN count(b) AS n } RETURN a {.name, n: n} AS row, a.x >= 1 AS y LIMIT 3",
    "MATCH (a)-[r]->(b) WITH r.doc_uid AS uid, {x: r.y} AS map MATCH (d:Document {uid: uid}) RETURN d, map",
]


@pytest.mark.parametrize(("cypher", "construct"), NOTED)
def test_construct_outside_the_subset_is_noted(cypher: str, construct: str) -> None:
    """Each such construct passes the guard and gives one note with a rewrite."""
    check_read_only(cypher)
    notes = portability_notes(cypher)
    assert [note.construct for note in notes] == [construct]
    assert notes[0].rewrite


@pytest.mark.parametrize("cypher", PORTABLE)
def test_portable_query_has_no_note(cypher: str) -> None:
    """Queries of the portable subset are left alone."""
    check_read_only(cypher)
    assert portability_notes(cypher) == ()


def test_note_says_where_and_what_to_write() -> None:
    """Line and column count from 1."""
    notes = portability_notes("MATCH (a)\nRETURN id(a) AS x, lower(a.name) AS y")
    assert notes == (
        PortabilityNote(2, 8, "id()", "use the property uid (of a relationship: sid)"),
        PortabilityNote(2, 20, "lower()", "write toLower(x)"),
    )
    assert str(notes[1]) == "line 2, column 20: lower(): write toLower(x)"
