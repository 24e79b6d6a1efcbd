"""The portable subset of Cypher: one construct each, with the same literal rows in every store."""

from __future__ import annotations

import json
from typing import Any

from question_graph import make_ledger

from kg.query.portability import portability_notes
from kg.query.run import run_query
from kg.store import GraphStore
from kg.sync import load

Row = tuple[Any, ...]
QUERIES: list[tuple[str, dict[str, Any], list[Row]]] = [
    ("RETURN 1 + 2 * 3 AS n, 7 % 4 AS m, 'a' + 'b' AS s, 2 ^ 3 AS p, -1.5 AS f", {}, [(7, 3, "ab", 8.0, -1.5)]),
    (
        "MATCH (a:Actor) WHERE a.kind = 'PERSON' AND a.sector IS NOT NULL RETURN a.name AS name ORDER BY name",
        {},
        [("Anna Keller",), ("Tomas Radek",)],
    ),
    (
        "MATCH (a:Actor) WHERE a.name STARTS WITH 'B' OR a.name ENDS WITH 's' RETURN a.name AS name ORDER BY name DESC",
        {},
        [("rebels",), ("rebels",), ("Bordurian army",), ("Borduria",)],
    ),
    ("MATCH (a:Actor) WHERE a.name =~ '(?i)b.*a' RETURN a.uid AS uid", {}, [("Q2",)]),
    (
        "MATCH (a:Actor) WHERE $alias IN a.aliases RETURN a.name AS name",
        {"alias": "Republic of Arcadia"},
        [("Arcadia",)],
    ),
    (
        "MATCH (a:Actor) WHERE a.uid IN $uids RETURN a.name AS x ORDER BY x",
        {"uids": ["Q1", "Q2"]},
        [("Arcadia",), ("Borduria",)],
    ),
    ("MATCH (a:Actor) RETURN a.uid AS uid ORDER BY uid SKIP 2 LIMIT $most", {"most": 2}, [("Q4",), ("a3",)]),
    (
        "MATCH (a:Actor {uid: $uid})-[r:SUPPORTS|AIDS]->(b:Actor) "
        "RETURN type(r) AS t, count(DISTINCT r.origin) AS n ORDER BY t",
        {"uid": "Q1"},
        [("AIDS", 2), ("SUPPORTS", 2)],
    ),
    (
        "MATCH (a:Actor {uid: 'Q2'}) OPTIONAL MATCH (a)-[r:SUPPORTS]->(b) "
        "RETURN a.name AS a, b.name AS b, r.sid AS sid",
        {},
        [("Borduria", None, None)],
    ),
    (
        "MATCH (a:Actor) WHERE EXISTS { MATCH (a)-[:URGES|DEMANDS_OF]->(b:Actor) WHERE b.uid = 'Q2' } "
        "RETURN a.name AS x",
        {},
        [("Anna Keller",)],
    ),
    (
        "MATCH (a:Actor {uid: 'Q1'}) RETURN COUNT { (a)-[:SUPPORTS]->() } AS n, COUNT { (a)<-[:AIDS]-() } AS m",
        {},
        [(3, 0)],
    ),
    (
        "MATCH (a:Actor) WHERE a.uid IN ['Q1', 'a5'] CALL (a) { MATCH (a)-[r:AIDS]->(b) RETURN count(r) AS n } "
        "RETURN a.name AS a, n ORDER BY a",
        {},
        [("Arcadia", 2), ("rebels", 0)],
    ),
    (
        "MATCH p = shortestPath((a:Actor {uid: 'a6'})-[:SUPPORTS|AIDS*..4]-(b:Actor {uid: 'Q2'})) "
        "RETURN length(p) AS steps, [n IN nodes(p) | n.name] AS names",
        {},
        [(3, ["Bordurian army", "Coastal Union", "Arcadia", "Borduria"])],
    ),
    (
        "MATCH (a:Actor {uid: 'a8'})-[:CRITICIZES|PROMISES_HELP*1..2]->(b) RETURN b.name AS b ORDER BY b",
        {},
        [("Borduria",), ("Coastal Union",)],
    ),
    (
        "MATCH (a:Actor {uid: 'Q1'})-[r:SUPPORTS]->(b) WITH b, r ORDER BY r.sid DESC "
        "RETURN b.name AS b, collect(r.sid)[..2] AS s",
        {},
        [("Borduria", ["s03", "s02"])],
    ),
    (
        "MATCH (a:Actor {uid: 'Q1'})-[r]->(b:Actor) WITH b.name AS b, count(*) AS n WHERE n > 1 "
        "RETURN b, n ORDER BY n DESC, b",
        {},
        [("Borduria", 5), ("Coastal Union", 2), ("rebels", 2)],
    ),
    ("UNWIND [3, 1, 2, 1] AS x WITH DISTINCT x ORDER BY x RETURN collect(x) AS xs", {}, [([1, 2, 3],)]),
    (
        "RETURN [x IN range(1, 4) WHERE x % 2 = 0 | x * 10] AS l, reduce(t = 0, x IN [1, 2, 3] | t + x) AS r, "
        "all(x IN [1, 2] WHERE x > 0) AS a, any(x IN [] WHERE x > 0) AS b, none(x IN [1] WHERE x > 1) AS c",
        {},
        [([20, 40], 6, True, False, True)],
    ),
    (
        "RETURN head([1, 2]) AS h, last([1, 2]) AS l, tail([1, 2]) AS t, size('abc') AS s, [1, 2, "
        "3][-1] AS m, [][0] AS n",
        {},
        [(1, 2, [2], 3, 3, None)],
    ),
    (
        "RETURN toUpper('a') AS u, toLower('B') AS l, trim(' a ') AS t, replace('aba', 'b', 'c') AS r, "
        "substring('2015-03-05', 0, 7) AS s, split('a,b', ',') AS p, left('abc', 2) AS f, reverse('ab') AS v",
        {},
        [("A", "b", "a", "aca", "2015-03", ["a", "b"], "ab", "ba")],
    ),
    (
        "RETURN toInteger('5') AS i, toFloat('1.5') AS f, toString(5) AS s, coalesce(null, 1) AS c, abs(-2) AS a, "
        "floor(1.7) AS d, ceil(1.2) AS e, sign(-3) AS g, sqrt(9) AS h",
        {},
        [(5, 1.5, "5", 1, 2, 1.0, 2.0, -1, 3.0)],
    ),
    (
        "RETURN CASE 2 WHEN 1 THEN 'a' ELSE 'b' END AS x, CASE WHEN null THEN 1 END AS y, 1 = null AS z, "
        "null IS NULL AS w",
        {},
        [("b", None, None, True)],
    ),
    (
        "MATCH (a:Actor {uid: 'Q2'}) RETURN a {.name, .kind, n: 1} AS m, [(a)-[:PROMISES_HELP]->(b) | b.name] AS names",
        {},
        [({"name": "Borduria", "kind": "GPE", "n": 1}, ["Coastal Union"])],
    ),
    ("RETURN 1 AS x UNION RETURN 1 AS x", {}, [(1,)]),
    ("CALL { RETURN 2 AS x UNION ALL RETURN 1 AS x } RETURN x ORDER BY x", {}, [(1,), (2,)]),
    (
        "MATCH (d:Document) WHERE d.published >= '2015-02-01' "
        "RETURN date.truncate('month', date(d.published)) AS m ORDER BY m",
        {},
        [("2015-02-01",), ("2015-03-01",)],
    ),
    (
        "MATCH ()-[r:SUPPORTS]->() "
        "RETURN count(*) AS n, sum(r.score) AS s, avg(r.score) AS a, min(r.sid) AS i, max(r.sid) AS j",
        {},
        [(3, 12.0, 4.0, "s01", "s03")],
    ),
    (
        "MATCH (a:Actor)-[r:NONFACTUAL]->(b) WITH r.relation AS name, count(*) AS count "
        "RETURN name, count ORDER BY name",
        {},
        [("AIDS", 2), ("ATTACKS", 1), ("COMMANDS", 1), ("SANCTIONS", 1), ("SUPPORTS", 1)],
    ),
]


def test_portable_subset_gives_the_same_rows_in_every_store(any_store: GraphStore) -> None:
    """Literal rows, of the same types; what this list has is what the notes call portable."""
    load(make_ledger(), any_store)
    answers = [(cypher, values, run_query(any_store, cypher, values).rows) for cypher, values, _ in QUERIES]
    assert answers == QUERIES
    assert json.dumps(answers, sort_keys=True) == json.dumps(QUERIES, sort_keys=True)


def test_portable_subset_has_no_notes() -> None:
    """What gives the same rows everywhere is not warned of."""
    assert {cypher: portability_notes(cypher) for cypher, _, _ in QUERIES if portability_notes(cypher)} == {}
