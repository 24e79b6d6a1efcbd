"""Loading Neo4j: `kg.sync.load` into an empty database against raw UNWIND and CREATE of the same rows, in turns.

Usage: python benchmarks/neo4j_load.py [--statements 20000] [--rounds 2]

Starts a Neo4j from Maven's jars for each measurement, as the tests do (Java 17 and Maven needed). The raw way is told
the rows ready-made and writes nodes, then relationships, one text for each type, in batches of 5,000, each in a
transaction, with the index on the actors' ids alone; it checks, remembers and compares nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from generated_ledger import write_ledger

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "store"))
from neo4j_server import NoServerError, Server

from kg.graph import actor_row, document_row, statement_row
from kg.ledger import Ledger
from kg.store import open_store
from kg.sync import load

BATCH = 5_000


def measure_load(home: Path, server: Server) -> tuple[int, float, float, int]:
    """Statements loaded, seconds of a first load, seconds of a second one, and what the second changed."""
    with Ledger.open(home, readonly=True) as ledger, open_store(server.uri, home=home) as store:
        started = time.perf_counter()
        made = load(ledger, store).statements.added
        first = time.perf_counter() - started
        started = time.perf_counter()
        again = load(ledger, store).statements
        return made, first, time.perf_counter() - started, again.added + again.changed + again.removed


def measure_raw(home: Path, server: Server) -> float:
    """Seconds of writing the same actors, documents and statements as they come."""
    with Ledger.open(home, readonly=True) as ledger:
        actors = [{"properties": actor_row(a).properties} for a in ledger.actors()]
        documents = [{"properties": document_row(d).properties} for d in ledger.documents()]
        by_type: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in map(statement_row, ledger.statements()):
            by_type[row.rel_type].append({"s": row.source_uid, "t": row.target_uid, "properties": row.properties})
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.uri) as driver, driver.session() as session:
        started = time.perf_counter()
        session.run("CREATE CONSTRAINT FOR (n:Actor) REQUIRE n.uid IS UNIQUE").consume()
        for label, rows in (("Actor", actors), ("Document", documents)):
            for batch in _batches(rows):
                session.run(f"UNWIND $rows AS row CREATE (n:{label}) SET n = row.properties", rows=batch).consume()
        for rel_type, rows in by_type.items():
            text = (
                "UNWIND $rows AS row MATCH (s:Actor {uid: row.s}) MATCH (t:Actor {uid: row.t}) "
                f"CREATE (s)-[r:{rel_type}]->(t) SET r = row.properties"
            )
            for batch in _batches(rows):
                session.run(text, rows=batch).consume()
        return time.perf_counter() - started


def _batches(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [rows[at : at + BATCH] for at in range(0, len(rows), BATCH)]


def main() -> None:
    """Print one table: a measure, its figure and the target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    firsts, seconds, raws, made, changed = [], [], [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        write_ledger(home, options.statements)
        for number in range(options.rounds):
            for way in ("load", "raw"):
                server = Server(Path(folder) / f"{way}{number}")
                try:
                    server.start()
                except NoServerError as error:
                    sys.exit(f"no Neo4j can be started here: {error}")
                try:
                    if way == "raw":
                        raws.append(measure_raw(home, server))
                    else:
                        made, first, second, differences = measure_load(home, server)
                        firsts.append(first)
                        seconds.append(second)
                        changed += differences
                finally:
                    server.kill()
    first, second, raw = made / median(firsts), median(seconds), made / median(raws)
    print("| measure | figure | target |\n|---|---|---|")
    print(f"| statements/s of a first load, {made} statements | {first:,.0f} | |")
    print(f"| statements/s of raw UNWIND and CREATE | {raw:,.0f} | |")
    print(f"| load / raw | {first / raw:.2f} | 0.5 |")
    print(f"| second load of the same, seconds (first: {median(firsts):.1f}) | {second:.1f} | no slower |")
    print(f"| statements changed by the second load | {changed} | 0 |")


if __name__ == "__main__":
    main()
