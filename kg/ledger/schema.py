"""The tables of a ledger, as an ordered list of migrations.

Step `n` of `MIGRATIONS` brings a ledger from version `n` to version `n + 1`; a step once released is never edited, a
change is a new step at the end. The version stands in SQLite's own `user_version`.
"""

from __future__ import annotations

import sqlite3
import uuid

from kg.errors import LedgerError, LedgerVersionError
from kg.ledger import origins

_VERSION_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    started TEXT NOT NULL, finished TEXT, outcome TEXT NOT NULL,
    pipeline TEXT NOT NULL, model TEXT NOT NULL, digest TEXT NOT NULL,
    sources TEXT NOT NULL, options TEXT NOT NULL, versions TEXT NOT NULL, report TEXT
);

CREATE TABLE documents (
    uid TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, text TEXT NOT NULL,
    title TEXT, publisher TEXT, url TEXT, published TEXT, language TEXT,
    path TEXT, own_id INTEGER NOT NULL, fields TEXT NOT NULL,
    content TEXT NOT NULL, pipeline_digest TEXT NOT NULL,
    origin_key TEXT NOT NULL, origin TEXT NOT NULL,
    clauses INTEGER NOT NULL, clauses_with_statements INTEGER NOT NULL, sentences_without_clause INTEGER NOT NULL,
    run TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX documents_by_origin_key ON documents (origin_key, uid);

CREATE TABLE sentences (
    document_uid TEXT NOT NULL REFERENCES documents (uid) ON DELETE CASCADE,
    number INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (document_uid, number)
) WITHOUT ROWID;

CREATE TABLE statements (
    sid TEXT PRIMARY KEY,
    document_uid TEXT NOT NULL REFERENCES documents (uid) ON DELETE CASCADE,
    sentence INTEGER NOT NULL, source_uid TEXT, target_uid TEXT,
    relation TEXT NOT NULL, category TEXT NOT NULL, factual INTEGER NOT NULL, same_actor INTEGER NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX statements_by_document ON statements (document_uid, sentence, sid);
CREATE INDEX statements_by_source ON statements (source_uid);
CREATE INDEX statements_by_target ON statements (target_uid);

-- The ends, speakers and places of the statements whose ends, as read, are two actors.
CREATE TABLE participants (
    sid TEXT NOT NULL REFERENCES statements (sid) ON DELETE CASCADE,
    position INTEGER NOT NULL, role TEXT NOT NULL,
    document_uid TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, words TEXT NOT NULL, link TEXT NOT NULL,
    uid TEXT NOT NULL, name TEXT NOT NULL, kind TEXT, sector TEXT, scope TEXT NOT NULL, country TEXT,
    PRIMARY KEY (sid, position)
) WITHOUT ROWID;
CREATE INDEX participants_by_uid ON participants (uid, document_uid);

CREATE TABLE mentions (
    document_uid TEXT NOT NULL REFERENCES documents (uid) ON DELETE CASCADE,
    position INTEGER NOT NULL, sentence INTEGER NOT NULL, head INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, words TEXT NOT NULL, link TEXT NOT NULL,
    uid TEXT, name TEXT, kind TEXT, sector TEXT, scope TEXT, country TEXT,
    antecedent TEXT, antecedent_first INTEGER, antecedent_last INTEGER, reason TEXT NOT NULL,
    PRIMARY KEY (document_uid, position)
) WITHOUT ROWID;
CREATE INDEX mentions_by_uid ON mentions (uid, document_uid);

CREATE TABLE abstentions (
    document_uid TEXT NOT NULL REFERENCES documents (uid) ON DELETE CASCADE,
    position INTEGER NOT NULL, sentence INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, words TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (document_uid, position)
) WITHOUT ROWID;

CREATE TABLE judgements (
    number INTEGER PRIMARY KEY, decision TEXT NOT NULL,
    left_uid TEXT NOT NULL, right_uid TEXT NOT NULL, documents TEXT NOT NULL,
    reason TEXT NOT NULL, author TEXT NOT NULL, made TEXT NOT NULL, undone TEXT
);

CREATE TABLE retractions (
    uid TEXT PRIMARY KEY, id TEXT NOT NULL, reason TEXT NOT NULL, made TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE failures (
    number INTEGER PRIMARY KEY, run TEXT NOT NULL, id TEXT NOT NULL, path TEXT, line INTEGER,
    stage TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE INDEX failures_by_run ON failures (run);

CREATE TABLE stores (
    address TEXT PRIMARY KEY, kind TEXT NOT NULL, revision INTEGER NOT NULL, loaded TEXT NOT NULL
) WITHOUT ROWID;
"""

# Reprints are found by signatures instead of by equal texts; a document knows where its metadata was found.
_VERSION_2 = f"""
DROP INDEX documents_by_origin_key;
ALTER TABLE documents DROP COLUMN origin_key;
ALTER TABLE documents ADD COLUMN found_in TEXT NOT NULL DEFAULT '[]';
{origins.TABLES}
"""

# What was extracted elsewhere is taken in by runs of another command, and an id that came with two texts is remembered;
# a failure that a later run saw to is settled; sources are found again from the folder where a run was started.
_VERSION_3 = """
ALTER TABLE runs ADD COLUMN command TEXT NOT NULL DEFAULT 'build';
ALTER TABLE runs ADD COLUMN folder TEXT;
ALTER TABLE failures ADD COLUMN settled TEXT;
CREATE INDEX failures_by_id ON failures (id);
CREATE TABLE disputes (uid TEXT PRIMARY KEY, id TEXT NOT NULL, run TEXT NOT NULL) WITHOUT ROWID;
"""

MIGRATIONS: tuple[str, ...] = (_VERSION_1, _VERSION_2, _VERSION_3)
LEDGER_VERSION = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the ledger behind `connection`; 0 for a new file."""
    row = connection.execute("PRAGMA user_version").fetchone()
    return int(row[0])


def check_version(connection: sqlite3.Connection) -> int:
    """Return the ledger's version.

    Raises:
        LedgerVersionError: a newer actorkg wrote it.
    """
    version = version_of(connection)
    if version > LEDGER_VERSION:
        raise LedgerVersionError(
            f"this home is of version {version}, and this actorkg knows versions up to {LEDGER_VERSION}",
            hint="upgrade actorkg (`pip install -U actorkg`), or name another home with --home",
        )
    return version


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the ledger up to `LEDGER_VERSION`, each step in the transaction that the caller has begun.

    A new ledger gets its random `uid` and revision 0.
    """
    version = check_version(connection)
    if version == 0 and connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
        raise LedgerError("the file ledger.sqlite is not a ledger: it has other tables", hint="name another home")
    for number in range(version, LEDGER_VERSION):
        for command in _commands(MIGRATIONS[number]):
            connection.execute(command)
    if version == 1:
        origins.fill(connection)
    if version == 0:
        connection.executemany(
            "INSERT INTO meta (key, value) VALUES (?, ?)", [("uid", uuid.uuid4().hex[:24]), ("revision", "0")]
        )
    connection.execute(f"PRAGMA user_version = {LEDGER_VERSION:d}")


def _commands(script: str) -> list[str]:
    """Return the commands of a script one by one (`executescript` would commit the transaction)."""
    return [command for part in script.split(";") if (command := part.strip())]
