"""The log of runs, their failures, and the stores that were loaded."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from kg.ledger.entries import Run, StoreEntry
from kg.model import Failure, Report


def now() -> str:
    """Return the time in UTC, to the second, in ISO form."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def insert_run(
    connection: sqlite3.Connection,
    *,
    pipeline: str,
    model: str,
    digest: str,
    sources: Sequence[str],
    options: Mapping[str, Any],
    versions: Mapping[str, str],
) -> str:
    """Write down that a run begins; return its id."""
    texts = [json.dumps(value, ensure_ascii=False, sort_keys=True) for value in (list(sources), options, versions)]
    cursor = connection.execute(
        "INSERT INTO runs (started, outcome, pipeline, model, digest, sources, options, versions)"
        " VALUES (?, 'running', ?, ?, ?, ?, ?, ?)",
        (now(), pipeline, model, digest, *texts),
    )
    return str(cursor.lastrowid)


def update_run(connection: sqlite3.Connection, run: str, *, outcome: str, report: Report | None) -> None:
    """Write down how a run ended, with its counts."""
    counts = None if report is None else json.dumps(report_counts(report), ensure_ascii=False)
    connection.execute(
        "UPDATE runs SET finished = ?, outcome = ?, report = ? WHERE number = ?", (now(), outcome, counts, int(run))
    )


def report_counts(report: Report) -> dict[str, Any]:
    """Return the report as a JSON-ready dict; the failures, which have a table of their own, as a number."""
    counts = {field.name: getattr(report, field.name) for field in fields(report)}
    return counts | {
        "skipped": dict(sorted(report.skipped.items())),
        "failures": len(report.failures),
        "notes": list(report.notes),
    }


def read_runs(connection: sqlite3.Connection) -> Iterator[Run]:
    """Yield the runs, newest first."""
    for row in connection.execute(
        "SELECT number, started, finished, outcome, pipeline, model, digest, sources, options, versions, report"
        " FROM runs ORDER BY number DESC"
    ):
        number, started, finished, outcome, pipeline, model, digest, sources, options, versions, report = row
        yield Run(
            id=str(number),
            started=started,
            finished=finished,
            outcome=outcome,
            pipeline=pipeline,
            model=model,
            digest=digest,
            sources=tuple(json.loads(sources)),
            options=json.loads(options),
            versions=json.loads(versions),
            report=None if report is None else json.loads(report),
        )


def insert_failures(connection: sqlite3.Connection, failures: Iterable[Failure], *, run: str) -> None:
    """Write down what failed in a run."""
    connection.executemany(
        "INSERT INTO failures (run, id, path, line, stage, reason) VALUES (?, ?, ?, ?, ?, ?)",
        [(run, f.id, f.path, f.line, f.stage, f.reason) for f in failures],
    )


def read_failures(connection: sqlite3.Connection, run: str | None) -> Iterator[Failure]:
    """Yield the failures of a run, or of the last one, in the order in which they came."""
    if run is None:
        row = connection.execute("SELECT MAX(number) FROM runs").fetchone()
        run = str(row[0])
    for row in connection.execute(
        "SELECT id, path, line, stage, reason FROM failures WHERE run = ? ORDER BY number", (run,)
    ):
        yield Failure(*row)


def upsert_store(connection: sqlite3.Connection, address: str, *, kind: str, revision: int) -> None:
    """Write down that a store has the ledger's content of `revision`."""
    connection.execute(
        "INSERT INTO stores VALUES (?, ?, ?, ?) ON CONFLICT (address) DO UPDATE"
        " SET kind = excluded.kind, revision = excluded.revision, loaded = excluded.loaded",
        (address, kind, revision, now()),
    )


def read_stores(connection: sqlite3.Connection) -> Iterator[StoreEntry]:
    """Yield the stores that were loaded, by address."""
    for row in connection.execute("SELECT address, kind, revision, loaded FROM stores ORDER BY address"):
        yield StoreEntry(*row)
