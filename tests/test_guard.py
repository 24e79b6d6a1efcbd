"""The read-only guard: what it refuses, with the reason, and the look-alikes it lets through."""

from __future__ import annotations

import pytest

from kg.errors import QueryRefused
from kg.query.guard import check_read_only
from kg.query.tokens import TokenKind, tokenize, without_comments

HOSTILE = [
    # plain writes
    ("CREATE (n:Actor {uid: 'x'})", "CREATE writes"),
    ("CREATE (n)", "CREATE writes"),
    ("create (n) return n", "CREATE writes"),
    ("CrEaTe\n(n)", "CREATE writes"),
    ("MERGE (n:Actor {uid: 'x'}) RETURN n", "MERGE writes"),
    ("MATCH (n) SET n.name = 'x'", "SET writes"),
    ("MATCH (n) SET n += {name: 'x'} RETURN n", "SET writes"),
    ("MATCH (n) SET n:Label RETURN n", "SET writes"),
    ("MATCH (n) REMOVE n.name", "REMOVE writes"),
    ("MATCH (n) DELETE n", "DELETE writes"),
    ("MATCH (n) DETACH DELETE n", "DETACH writes"),
    ("MATCH (n) NODETACH DELETE n", "NODETACH writes"),
    ("INSERT (n:Actor)", "INSERT writes"),
    ("MATCH (n) FOREACH (x IN [1] | SET n.a = x)", "FOREACH writes"),
    ("FOREACH (x IN [1] | CREATE (:A))", "FOREACH writes"),
    ("MATCH (n) WITH n FOREACH(x IN [1] | DELETE n)", "FOREACH writes"),
    ("DROP INDEX actor_name", "DROP writes"),
    ("DROP CONSTRAINT c IF EXISTS", "DROP writes"),
    ("CREATE INDEX i FOR (n:Actor) ON (n.name)", "CREATE writes"),
    ("CREATE CONSTRAINT c FOR (n:Actor) REQUIRE n.uid IS UNIQUE", "CREATE writes"),
    ("CREATE DATABASE x", "CREATE writes"),
    ("ALTER USER neo4j SET PASSWORD 'x'", "ALTER writes"),
    ("RENAME USER a TO b", "RENAME writes"),
    ("GRANT ROLE admin TO neo4j", "GRANT writes"),
    ("DENY READ {*} ON GRAPH * TO x", "DENY writes"),
    ("REVOKE ROLE admin FROM neo4j", "REVOKE writes"),
    ("START DATABASE neo4j", "START writes"),
    ("STOP DATABASE neo4j", "STOP writes"),
    ("START n=node(*) RETURN n", "START writes"),
    # writes behind every sort of reading clause
    ("MATCH (n) WHERE n.a = 1 DELETE n", "DELETE writes"),
    ("MATCH (n) WHERE n:Actor SET n.x = 1", "SET writes"),
    ("MATCH (n) WHERE n:Actor|Document SET n.x = 1", "SET writes"),
    ("MATCH (n) WHERE n.a IS NULL DELETE n", "DELETE writes"),
    ("MATCH (n) WHERE n.a IS NOT NULL DELETE n", "DELETE writes"),
    ("MATCH (n) WITH * DELETE n", "DELETE writes"),
    ("MATCH (n) WITH * DELETE [n][0]", "DELETE writes"),
    ("MATCH (n) WITH DISTINCT * DELETE n", "DELETE writes"),
    ("MATCH (n) WITH n ORDER BY n.name DESC DELETE n", "DELETE writes"),
    ("MATCH (n) WITH n SKIP 1 LIMIT 2 DELETE n", "DELETE writes"),
    ("MATCH (n) WITH n LIMIT $k DELETE n", "DELETE writes"),
    ("MATCH (n) WITH n, CASE WHEN true THEN 1 END AS x DELETE n", "DELETE writes"),
    ("MATCH (n) RETURN n.name AS x DELETE n", "DELETE writes"),
    ("UNWIND [1, 2] AS x CREATE (:A {x: x})", "CREATE writes"),
    ("UNWIND $rows AS row MERGE (a:A {uid: row.uid})", "MERGE writes"),
    ("OPTIONAL MATCH (n) DELETE n", "DELETE writes"),
    ("MATCH (a), (b) CREATE (a)-[:X]->(b)", "CREATE writes"),
    ("MATCH p = (a)-->(b) DELETE p", "DELETE writes"),
    ("RETURN 1 AS x UNION CREATE (n) RETURN 1 AS x", "CREATE writes"),
    ("RETURN 1 AS x UNION ALL MATCH (n) DELETE n RETURN 1 AS x", "DELETE writes"),
    ("MATCH (a)-[:X*1..3]->(b) DELETE b", "DELETE writes"),
    ("MATCH (a)-[:X*]->(b) DELETE b", "DELETE writes"),
    ("MATCH (a)-[*]-(b) DELETE b", "DELETE writes"),
    ("MATCH ((a)-->(b))+ DELETE a", "DELETE writes"),
    ("RETURN DELETE n", "DELETE writes"),
    ("MATCH ((a)-->(b))+ DELETE [a][0]", "behind +"),
    ("MATCH ((a)-->(b)){1,3} DELETE [a][0]", "DELETE writes"),
    ("MATCH (n) WHERE n:A&% DELETE [n][0]", "behind %"),
    ("MATCH (n) RETURN n.a - DELETE [n][0]", "behind -"),
    # writes in subqueries
    ("CALL { CREATE (n) RETURN n } RETURN n", "CREATE writes"),
    ("MATCH (a) CALL { WITH a DELETE a } RETURN 1 AS x", "DELETE writes"),
    ("MATCH (a) CALL (a) { SET a.x = 1 } RETURN a", "SET writes"),
    ("MATCH (a) CALL (*) { DELETE a } RETURN 1 AS x", "DELETE writes"),
    ("OPTIONAL CALL { CREATE (n) RETURN n } RETURN n", "CREATE writes"),
    ("RETURN EXISTS { CREATE (n) } AS x", "CREATE writes"),
    ("RETURN EXISTS { MATCH (n) DELETE n } AS x", "DELETE writes"),
    ("RETURN COUNT { MATCH (n) SET n.x = 1 RETURN n } AS x", "SET writes"),
    ("RETURN COLLECT { MERGE (n) RETURN n } AS x", "MERGE writes"),
    ("RETURN EXISTS { (n) DELETE n } AS x", "DELETE writes"),
    ("CALL { CALL { CREATE (n) RETURN n } RETURN n } RETURN n", "CREATE writes"),
    ("CALL { MATCH (n) RETURN n } IN TRANSACTIONS RETURN n", "IN TRANSACTIONS"),
    ("MATCH (n) CALL (n) { RETURN 1 AS x } IN 3 CONCURRENT TRANSACTIONS OF 10 ROWS RETURN x", "IN TRANSACTIONS"),
    # procedures
    ("CALL db.labels()", "CALL db.labels calls a procedure"),
    ("CALL db.labels", "CALL db.labels calls a procedure"),
    ("CALL db.labels() YIELD label RETURN label", "CALL db.labels calls a procedure"),
    ("CALL dbms.listConfig()", "CALL dbms.listConfig calls a procedure"),
    ("CALL dbms.security.createUser('a', 'b', false)", "calls a procedure"),
    ("CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value", "calls a procedure"),
    ("CALL apoc.cypher.runWrite('CREATE (n)', {})", "calls a procedure"),
    ("call  `apoc`.`load`.`json`('x')", "calls a procedure"),
    ("CALL /* x */ apoc.load.json('x')", "calls a procedure"),
    ("MATCH (n) CALL apoc.create.node(['A'], {}) YIELD node RETURN node", "calls a procedure"),
    ("MATCH (n) OPTIONAL CALL db.labels() RETURN n", "calls a procedure"),
    ("CALL (n) db.labels()", "calls a procedure"),
    ("CALL ($x) { RETURN 1 AS y } RETURN y", "names of variables"),
    # functions
    ("RETURN apoc.load.json('x') AS x", "apoc.load.json()"),
    ("RETURN apoc.text.join(['a'], '') AS x", "apoc.text.join()"),
    ("RETURN dbms.listConfig() AS x", "dbms.listConfig()"),
    ("RETURN `apoc`.`cypher`.`runFirstColumn`('CREATE (n)') AS x", "apoc.cypher.runFirstColumn()"),
    ("RETURN `load_file`('x') AS x", "load_file()"),
    ("RETURN file('x') AS x", "file()"),
    ("RETURN linenumber() AS x", "linenumber()"),
    ("MATCH (n) WHERE custom.f(n) RETURN n", "custom.f()"),
    ("RETURN db.nameFromElementId('x') AS x", "db.nameFromElementId()"),
    ("RETURN graph.byName('x') AS x", "graph.byName()"),
    ("RETURN text_score('x') AS x", "text_score()"),
    ("MATCH (n) RETURN n.name('x') AS x", "n.name()"),
    ("RETURN [1][0].f(1) AS x", "not understood"),
    # files, network, other databases
    ("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", "LOAD reaches outside"),
    ("load csv with headers from 'http://example.org/x' as row return row", "LOAD reaches outside"),
    ("MATCH (n) LOAD CSV FROM 'x' AS row RETURN row", "LOAD reaches outside"),
    ("CALL { LOAD CSV FROM 'x' AS row RETURN row } RETURN row", "LOAD reaches outside"),
    ("LOAD/**/CSV FROM 'x' AS row RETURN row", "LOAD reaches outside"),
    ("LOAD FROM 'x.csv' RETURN *", "LOAD reaches outside"),
    ("USING PERIODIC COMMIT 500 LOAD CSV FROM 'x' AS row CREATE (:A)", "USING reaches outside"),
    ("COPY Actor TO 'x.csv'", "COPY reaches outside"),
    ("COPY (MATCH (n) RETURN n) TO 'x.csv'", "COPY reaches outside"),
    ("EXPORT DATABASE '/x'", "EXPORT reaches outside"),
    ("IMPORT DATABASE '/x'", "IMPORT reaches outside"),
    ("INSTALL httpfs", "INSTALL reaches outside"),
    ("ATTACH 'x' AS y (dbtype duckdb)", "ATTACH reaches outside"),
    ("USE system MATCH (n) RETURN n", "USE reaches outside"),
    ("USE graph.byName('x') MATCH (n) RETURN n", "USE reaches outside"),
    ("CALL { USE system MATCH (n) RETURN n } RETURN n", "USE reaches outside"),
    ("MATCH (n:Actor) USING INDEX n:Actor(name) RETURN n", "USING reaches outside"),
    # administration and plans
    ("SHOW DATABASES", "SHOW is not among"),
    ("SHOW USERS", "SHOW is not among"),
    ("SHOW TRANSACTIONS YIELD *", "SHOW is not among"),
    ("TERMINATE TRANSACTION 'x'", "TERMINATE is not among"),
    ("EXPLAIN CREATE (n)", "EXPLAIN is not among"),
    ("PROFILE MATCH (n) DELETE n", "PROFILE is not among"),
    ("CYPHER 25 MATCH (n) RETURN n", "CYPHER is not among"),
    ("CYPHER runtime=slotted CREATE (n)", "CYPHER is not among"),
    (":use system", "not understood"),
    ("PRAGMA x", "not understood"),
    # several statements
    ("MATCH (n) RETURN n; CREATE (m)", "more than one statement"),
    ("RETURN 1 AS x;;", "more than one statement"),
    ("RETURN 1 AS x; // done\nMATCH (n) DETACH DELETE n", "more than one statement"),
    ("CALL { RETURN 1 AS x; } RETURN x", "more than one statement"),
    (";", "not understood"),
    # hiding in comments, strings, names, escapes
    ("MATCH (n) /* harmless */ DELETE n", "DELETE writes"),
    ("MATCH (n) // harmless\nDELETE n", "DELETE writes"),
    ("MATCH (n) // harmless\r\nDELETE n", "DELETE writes"),
    ("MATCH (n) RETURN n // x\rDELETE n", "line end of its own"),
    ("MATCH (n) RETURN n // x\u2028DELETE n", "line end of its own"),
    ("MATCH (n) RETURN n // x\x0bDELETE n", "line end of its own"),
    ("MATCH (n) RETURN n // \\u000aDELETE n", "Unicode escape in a comment"),
    ("MATCH (n) /* /* */ RETURN n /* */ DELETE n", "comment inside a comment"),
    ("/* /* */ 'x */ CREATE (n) //' */ RETURN 1 AS x", "comment inside a comment"),
    ("MATCH (n) RETURN n /* \\u002a\\u002f DELETE n */", "Unicode escape in a comment"),
    ("\\u0043REATE (n)", "backslash outside a string"),
    ("MATCH (n) D\\u0045LETE n", "backslash outside a string"),
    ("MATCH (n) RETURN '\\u0027 DELETE n //' AS x", "Unicode escape \\u0027"),
    ("MATCH (n) RETURN '\\\\u0027 DELETE n //' AS x", "Unicode escape \\u0027"),
    ("MATCH (n) RETURN '\\u005c' DELETE n //'", "Unicode escape \\u005c"),
    ("MATCH (n) RETURN '\\u00' AS x", "unfinished Unicode escape"),
    ("MATCH (n) RETURN n AS `x\\u0060 DELETE n`", "backslash in a name"),
    ("MATCH (n) RETURN 'it''s' AS x DELETE n", "not understood"),
    ("MATCH (n) RETURN 'x\\'' AS y DELETE n", "DELETE writes"),
    ("MATCH (n) RETURN '\\\\' AS y DELETE n //'", "DELETE writes"),
    ('MATCH (n) RETURN "\'" AS y DELETE n //"', "DELETE writes"),
    ("MATCH (n) RETURN `a``b` AS y DELETE n", "DELETE writes"),
    ("MATCH (n) RETURN 'x", "does not end"),
    ("MATCH (n) RETURN `x", "does not end"),
    ("MATCH (n) RETURN n /* x", "does not end"),
    ("MATCH (n) RETURN 'a\0b' AS x", "null character"),
    ("MATCH\u00a0(n) DELETE n", "U+00A0"),
    ("MATCH (n) \u200bDELETE n", "U+200B"),
    ("\ufeffMATCH (n) DELETE n", "U+FEFF"),
    ("MATCH (n) RETURN n\u2028DELETE n", "U+2028"),
    ("MATCH (n) \u017fET n.x = 1", "not understood"),
    ("MATCH (n) \uff33\uff25\uff34 n.x = 1", "not understood"),
    ("MATCH (n) WITH n LIMIT 1DELETE n", "number runs into a word"),
    ("MATCH (n) RETURN 1SET n.x = 2", "number runs into a word"),
    # labels and types that are not literal
    ("MATCH (n:$(x)) RETURN n", "plain name"),
    ("MATCH (n)-[:$type]->(m) RETURN n", "plain name"),
    # unfinished or crossed
    ("", "empty"),
    ("  // nothing\n", "empty"),
    ("MATCH (n", "( is not closed"),
    ("MATCH (n) RETURN n)", ") closes nothing"),
    ("MATCH (n] RETURN n", "] closes nothing"),
    ("CALL { RETURN 1 AS x ) RETURN x", ") closes nothing"),
    ("MATCH (n) RETURN", "stops in the middle"),
    ("MATCH (n) RETURN n AS", "not understood"),
    ("MATCH (n) WHERE n.a != 1 RETURN n", "!= is no operator"),
    ("CALL { " * 101 + "RETURN 1 AS x" + " } RETURN x" * 101, "brackets more than 100 deep"),
    ("RETURN " + "(" * 101 + "1" + ")" * 101 + " AS x", "brackets more than 100 deep"),
    ("RETURN 1 AS x" + " UNION RETURN 1 AS x" * 101, "more than 100 times UNION"),
    ("RETURN " + "1 + " * 30_000 + "1", "more than 100,000 characters"),
]

HARMLESS = [
    "MATCH (n) RETURN n",
    "match (n) return n;",
    "MATCH (n) RETURN n ; // end",
    "MATCH (a:Actor)-[r:SUPPORTS]->(b:Actor) RETURN a.name AS source, b.name AS target, count(*) AS statements",
    "MATCH (a)-[r:SUPPORTS|AIDS|PRAISES]->(b) RETURN count(DISTINCT r.origin) AS origins",
    "MATCH (a)-[r:SUPPORTS|:AIDS]->(b) RETURN r",
    "MATCH (a)-->(b)<--(c)--(d) RETURN a, b, c, d",
    "MATCH (a)-[:SUPPORTS*1..3]->(b) RETURN DISTINCT b.name AS name ORDER BY name",
    "MATCH (a)-[*..2]-(b) RETURN b",
    "MATCH (a)-[r*2]->(b) RETURN b",
    "MATCH p = shortestPath((a:Actor {uid: $a})-[*..6]-(b:Actor {uid: $b})) RETURN length(p) AS steps",
    "MATCH (a)-[:X]->{1,3}(b) RETURN b",
    "MATCH ((a)-[:X]->(b)){1,3} RETURN b",
    "MATCH ((a)-[:X]->(b))+ (c) RETURN c",
    # names that look like keywords
    "MATCH (n) RETURN n.set AS x",
    "MATCH (a)-[r]->(b) WHERE r.set = 1 AND r.delete <> 2 AND r.create IS NULL RETURN r.merge AS merge",
    "MATCH (n) RETURN n.name AS load",
    "MATCH (n) RETURN n.name AS set, n.uid AS delete ORDER BY set, delete",
    "MATCH (n) RETURN n.name AS create",
    "MATCH (n:Create) RETURN n",
    "MATCH (n:Set:Delete) RETURN n",
    "MATCH (a)-[:CREATE|DELETE|SET]->(b) RETURN a",
    "MATCH (a)-[:LOAD]->(b) WHERE b:Merge RETURN a",
    "MATCH (create)-[set]->(delete) RETURN create, set, delete",
    "MATCH (load) WHERE load.x > 1 RETURN load",
    "WITH 1 AS set RETURN set",
    "WITH {set: 1, delete: 2, call: 3} AS load RETURN load.set AS x",
    "RETURN {create: 'CREATE', `set`: 1}.create AS x",
    "RETURN $set AS x, $delete AS y, $`load` AS z",
    "MATCH (n {load: 1, delete: $delete}) RETURN n",
    "UNWIND [1, 2] AS delete RETURN delete",
    "MATCH (n) RETURN n {.set, .delete, load: n.load} AS drop",
    "MATCH (n) RETURN n.`DELETE n` AS x",
    "MATCH (n) RETURN n AS `CREATE (m)`",
    "MATCH (n:`Drop Index`) RETURN n",
    "RETURN [set IN [1, 2] WHERE set > 1 | set * 2] AS x",
    "RETURN reduce(merge = 0, remove IN [1, 2] | merge + remove) AS x",
    "MATCH (match)-[where]->(return) RETURN match, where, return",
    "MATCH (n) RETURN count(n) AS count, collect(n.name) AS collect",
    "MATCH (n) WHERE n.load IN ['LOAD', 'CSV'] RETURN n",
    # words in strings and comments
    "MATCH (n) WHERE n.name = 'CREATE (n)' RETURN n",
    'MATCH (n) WHERE n.name CONTAINS "; DELETE n" RETURN n',
    "MATCH (n) WHERE n.name STARTS WITH 'LOAD CSV' OR n.name ENDS WITH 'DETACH' RETURN n",
    "MATCH (n) WHERE n.url = 'http://example.org/*x*/' RETURN n",
    "MATCH (n) WHERE n.name =~ '(?i)^set\\\\s.*' RETURN n",
    "MATCH (n) WHERE n.name = 'it\\'s; CREATE' RETURN n",
    "MATCH (n) WHERE n.name = 'caf\\u00e9' RETURN n",
    "MATCH (n) WHERE n.name = 'Åland – “Küche”' RETURN n",
    "// CREATE (n)\nMATCH (n) /* DELETE n; */ RETURN n // SET",
    "MATCH (n) RETURN 'a // b' AS x, 'c /* d' AS y",
    "MATCH (größe) RETURN größe.naïve AS x",
    "MATCH (n)\r\nRETURN n\r\n",
    # every reading clause
    "OPTIONAL MATCH (a)-[r]->(b) WHERE r.factual RETURN a ORDER BY a.name DESC, a.uid ASC SKIP 1 LIMIT 5",
    "MATCH (a) WITH * WHERE a.x > 1 RETURN *",
    "MATCH (a) WITH DISTINCT a.kind AS kind RETURN DISTINCT kind ORDER BY kind DESCENDING",
    "RETURN 1 AS x UNION RETURN 2 AS x UNION ALL RETURN 3 AS x",
    "MATCH (a) CALL { WITH a MATCH (a)-[r]->() RETURN count(r) AS n } RETURN a.name AS name, n",
    "MATCH (a) CALL (a) { MATCH (a)-[r]->() RETURN count(r) AS n } RETURN a.name AS name, n",
    "CALL { RETURN 1 AS x UNION RETURN 2 AS x } RETURN x",
    "MATCH (a) OPTIONAL CALL (a) { MATCH (a)-[r]->() RETURN count(r) AS n } RETURN n",
    "MATCH (a) WHERE EXISTS { (a)-[:X]->(:Actor) } AND NOT EXISTS { MATCH (a)-[:Y]->() } RETURN a",
    "MATCH (a) WHERE exists((a)-[:X]->()) RETURN COUNT { (a)-->() } AS n",
    "MATCH (a) WHERE COUNT { p = (a)-->() } > 2 RETURN a",
    "RETURN COLLECT { MATCH (a) RETURN a.name ORDER BY a.name LIMIT 3 } AS names",
    "RETURN CASE WHEN 1 > 0 THEN 'a' WHEN false THEN 'b' ELSE 'c' END AS x",
    "MATCH (n) RETURN CASE n.kind WHEN 'GPE' THEN 1 ELSE 0 END AS x",
    "RETURN CASE WHEN true THEN CASE 1 WHEN 1 THEN 2 END ELSE 3 END + 1 AS x",
    "MATCH (n) WHERE (n.a = 1 OR n.b = 2) AND (NOT n.c XOR n.d) RETURN n",
    "MATCH (n) WHERE all(x IN n.aliases WHERE size(x) > 2) AND none(x IN n.aliases WHERE x = '') RETURN n",
    "RETURN [1, 2, 3][0..2] AS a, [1, 2][-1] AS b, range(1, 3) AS c, [] AS d, {} AS e, -1.5e-3 AS f, .5 AS g",
    "RETURN 1 + 2 * 3 - 4 / 5 % 6 ^ 7 AS x, 'a' || 'b' AS y, NOT true AS z",
    "RETURN [(a)-[:X]->(b) WHERE b.x > 1 | b.name] AS names",
    "MATCH (n:Actor&!Document|(Group&%)) RETURN n",
    "MATCH (n:Actor WHERE n.kind = 'GPE')-[r:X WHERE r.score > 1]->() RETURN n",
    "MATCH (n) RETURN date.truncate('month', date(n.published)) AS month, coalesce(n.x, 0) AS x",
    "MATCH (n) RETURN substring(n.published, 0, 7) AS month, count(DISTINCT n.event) AS events",
    "MATCH (n) RETURN n.uid AS uid OFFSET 3 LIMIT 2",
]

INSERTED = ["DELETE x", "SET x.y = 1", "CREATE (x)", "MERGE (x)", "DETACH DELETE x", "LOAD CSV FROM 'x' AS row"]


@pytest.mark.parametrize(("cypher", "reason"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_query_is_refused_with_its_reason(cypher: str, reason: str) -> None:
    """Whatever writes, leaves the graph or reads differently in two engines is refused, and the message says why."""
    with pytest.raises(QueryRefused) as refusal:
        check_read_only(cypher)
    assert reason in refusal.value.message


@pytest.mark.parametrize("cypher", HARMLESS)
def test_harmless_look_alike_passes(cypher: str) -> None:
    """Reading queries pass, also those whose names, strings and comments look like writes."""
    assert check_read_only(cypher) is None


@pytest.mark.parametrize("inserted", INSERTED)
def test_a_write_between_any_two_tokens_is_refused(inserted: str) -> None:
    """A writing clause put between any two tokens of a harmless query never gets through."""
    let_through = []
    for cypher in HARMLESS:
        tokens = tokenize(cypher)
        for index in range(len(tokens) + 1):
            texts = [token.text for token in tokens]
            mixed = " ".join([*texts[:index], inserted, *texts[index:]])
            try:
                check_read_only(mixed)
            except QueryRefused:
                continue
            let_through.append(mixed)
    assert let_through == []


def test_corpora_are_large_enough() -> None:
    """At least 100 hostile and 60 harmless queries stand guard."""
    assert len({cypher for cypher, _ in HOSTILE}) == len(HOSTILE) >= 100
    assert len(set(HARMLESS)) == len(HARMLESS) >= 60


def test_refusal_says_where_and_what_to_do() -> None:
    """The message carries line and column, counted from 1, and the hint names the clauses allowed."""
    with pytest.raises(QueryRefused) as refusal:
        check_read_only("MATCH (n)\n  DETACH DELETE n")
    assert refusal.value.message == "query refused at line 2, column 3: DETACH writes to the graph"
    assert refusal.value.hint is not None
    assert refusal.value.hint.startswith("use MATCH, OPTIONAL MATCH, WITH")


def test_tokens_carry_kind_and_offsets() -> None:
    """Comments and blanks give no tokens, and offsets point into the text."""
    tokens = tokenize("RETURN `a b`.x /* c */ + $p, 1..2, 'd'")
    assert [(token.kind, token.text) for token in tokens] == [
        (TokenKind.WORD, "RETURN"),
        (TokenKind.QUOTED, "`a b`"),
        (TokenKind.SYMBOL, "."),
        (TokenKind.WORD, "x"),
        (TokenKind.SYMBOL, "+"),
        (TokenKind.PARAMETER, "$p"),
        (TokenKind.SYMBOL, ","),
        (TokenKind.NUMBER, "1"),
        (TokenKind.SYMBOL, ".."),
        (TokenKind.NUMBER, "2"),
        (TokenKind.SYMBOL, ","),
        (TokenKind.STRING, "'d'"),
    ]
    assert (tokens[5].start, tokens[5].end, tokens[5].name) == (25, 27, "p")


def test_comments_go_and_lines_stay() -> None:
    """Comments become blanks, line numbers stay, strings are left alone."""
    cypher = "// first\nMATCH (n) /* a\nb */ WHERE n.url = 'http://x' // end\nRETURN n"
    assert without_comments(cypher) == " \nMATCH (n)  \n WHERE n.url = 'http://x'  \nRETURN n"
