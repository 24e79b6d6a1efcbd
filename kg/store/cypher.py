"""Every Cypher text that writes to a store or reads its state; the same texts run on kglite and on Neo4j 5.

Values are always parameters. Labels and relationship types stand in the text, because plans are cached per text; a type
comes from the pipeline's closed list of relations and is checked here once more.
"""

from __future__ import annotations

import re

from kg.errors import StoreError
from kg.graph import MENTIONED_IN

ACTOR_NAMES = "actor_names"
"""The full-text index of actors' names and aliases."""
TYPE_NAME = re.compile(r"[A-Z][A-Z_]*")

NODE_CONSTRAINTS = (
    "CREATE CONSTRAINT actor_uid IF NOT EXISTS FOR (n:Actor) REQUIRE n.uid IS UNIQUE",
    "CREATE CONSTRAINT document_uid IF NOT EXISTS FOR (n:Document) REQUIRE n.uid IS UNIQUE",
)
NODE_INDEXES = (
    "CREATE INDEX actor_name IF NOT EXISTS FOR (n:Actor) ON (n.name)",
    "CREATE INDEX actor_country IF NOT EXISTS FOR (n:Actor) ON (n.country)",
)
FULL_TEXT_INDEX = f"CREATE FULLTEXT INDEX {ACTOR_NAMES} IF NOT EXISTS FOR (n:Actor) ON EACH [n.name, n.aliases]"

UPSERT_ACTORS = "UNWIND $rows AS row MERGE (n:Actor {uid: row.key}) SET n += row.properties"
UPSERT_DOCUMENTS = "UNWIND $rows AS row MERGE (n:Document {uid: row.key}) SET n += row.properties"
CREATE_STATEMENTS = (
    "UNWIND $rows AS row MATCH (s:Actor {uid: row.source}) MATCH (t:Actor {uid: row.target}) "
    "CREATE (s)-[r:$(row.type)]->(t) SET r = row.properties RETURN count(r) AS made"
)
"""For relationships of any type: each row names its own, which Neo4j knows since 5.26."""
UPSERT_MENTIONS = (
    "UNWIND $rows AS row MATCH (a:Actor {uid: row.actor}) MATCH (d:Document {uid: row.document}) "
    f"MERGE (a)-[m:{MENTIONED_IN}]->(d) SET m.count = row.count RETURN count(m) AS made"
)
DELETE_MENTIONS = (
    f"UNWIND $rows AS row MATCH (a:Actor {{uid: row.actor}})-[m:{MENTIONED_IN}]->(d:Document {{uid: row.document}}) "
    "DELETE m"
)
DELETE_ACTORS = "UNWIND $rows AS row MATCH (n:Actor {uid: row.key}) DELETE n"
DELETE_DOCUMENTS = "UNWIND $rows AS row MATCH (n:Document {uid: row.key}) DELETE n"

READ_MARK = "MATCH (l:Ledger) RETURN l.uid AS uid, l.schema_version AS schema_version, l.revision AS revision"
WRITE_MARK = (
    "UNWIND $rows AS row MERGE (l:Ledger {uid: row.uid}) SET l.name = row.name, "
    "l.schema_version = row.schema_version, l.revision = row.revision"
)
READ_ACTORS = "MATCH (n:Actor) RETURN n AS node"
READ_DOCUMENTS = "MATCH (n:Document) RETURN n AS node"
READ_REFS = (
    "MATCH (s:Actor)-[r]->(t:Actor) WHERE r.sid IS NOT NULL "
    "RETURN r.sid AS sid, r.digest AS digest, type(r) AS rel_type, s.uid AS source_uid"
)
READ_STATEMENTS = (
    "MATCH (s:Actor)-[r]->(t:Actor) WHERE r.sid IS NOT NULL "
    "RETURN type(r) AS rel_type, s.uid AS source, t.uid AS target, properties(r) AS properties"
)
READ_MENTIONS = (
    f"MATCH (a:Actor)-[m:{MENTIONED_IN}]->(d:Document) RETURN a.uid AS actor, d.uid AS document, m.count AS count"
)
READ_CONSTRAINTS = "SHOW CONSTRAINTS YIELD name"
COUNT_LABELS = (
    "MATCH (n:Actor) RETURN 'Actor' AS name, count(n) AS total "
    "UNION ALL MATCH (n:Document) RETURN 'Document' AS name, count(n) AS total"
)
COUNT_TYPES = (
    "MATCH (a:Actor)-[r]->(b:Actor) WHERE r.sid IS NOT NULL RETURN type(r) AS name, count(r) AS total "
    f"UNION ALL MATCH (a:Actor)-[r:{MENTIONED_IN}]->(d:Document) RETURN '{MENTIONED_IN}' AS name, count(r) AS total"
)
COUNT_RELATIONS = "MATCH (a:Actor)-[r]->(b:Actor) WHERE r.sid IS NOT NULL RETURN r.relation AS name, count(r) AS total"
COUNT_CATEGORIES = "MATCH (a:Actor)-[r]->(b:Actor) WHERE r.sid IS NOT NULL RETURN r.category AS name, count(r) AS total"
DELETE_SOME_RELATIONSHIPS = "MATCH (:Actor)-[r]->() WITH r LIMIT $most DELETE r RETURN count(*) AS gone"
DELETE_SOME_NODES = (
    "MATCH (n:Actor) WITH n LIMIT $most DETACH DELETE n RETURN count(*) AS gone",
    "MATCH (n:Document) WITH n LIMIT $most DETACH DELETE n RETURN count(*) AS gone",
    "MATCH (n:Ledger) WITH n LIMIT $most DETACH DELETE n RETURN count(*) AS gone",
)


def create_statements(rel_type: str) -> str:
    """Return the text that creates the relationships `$rows` of one type."""
    return (
        "UNWIND $rows AS row MATCH (s:Actor {uid: row.source}) MATCH (t:Actor {uid: row.target}) "
        f"CREATE (s)-[r:{check_type(rel_type)}]->(t) SET r = row.properties RETURN count(r) AS made"
    )


def delete_statements(rel_type: str) -> str:
    """Return the text that deletes the relationships `$rows` of one type."""
    return (
        f"UNWIND $rows AS row MATCH (s:Actor {{uid: row.source}})-[r:{check_type(rel_type)} {{sid: row.sid}}]->() "
        "DELETE r"
    )


def constraint_name(rel_type: str) -> str:
    """Return the name of the constraint of a relationship type."""
    return f"{check_type(rel_type).lower()}_sid"


def statement_constraint(rel_type: str) -> str:
    """Return the text that makes the sid unique among the relationships of one type."""
    name = constraint_name(rel_type)
    return f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR ()-[r:{rel_type}]-() REQUIRE r.sid IS UNIQUE"


def document_index(rel_type: str) -> str:
    """Return the text that indexes the document uid of the relationships of one type."""
    name = check_type(rel_type)
    return f"CREATE INDEX {name.lower()}_doc_uid IF NOT EXISTS FOR ()-[r:{name}]-() ON (r.doc_uid)"


def check_type(rel_type: str) -> str:
    """Return `rel_type` if it can stand in a Cypher text as the type of a statement.

    Raises:
        StoreError: it is not of capitals and underscores, or is the type of mentions.

    Example:
        >>> check_type("SUPPORTS")
        'SUPPORTS'
    """
    if not TYPE_NAME.fullmatch(rel_type) or rel_type == MENTIONED_IN:
        raise StoreError(
            f"{rel_type!r} cannot be the type of a relationship",
            hint=f"relations are capitals and underscores, other than {MENTIONED_IN}; see relations.toml",
        )
    return rel_type
