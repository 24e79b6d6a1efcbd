"""The log of runs, their failures, and the stores that were loaded."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from kg.ledger.entries import Run, StoreEntry
from kg.ledger.file import LedgerFile, now
from kg.model import Failure, Report


def report_counts(report: Report) -> dict[str, Any]:
    """Return a report as a JSON-ready dict; the failures, which have a table of their own, as a number."""
    counts = {field.name: getattr(report, field.name) for field in fields(report)}
    return counts | {
        "skipped": dict(sorted(report.skipped.items())),
        "failures": len(report.failures),
        "notes": list(report.notes),
    }


class RunLog(LedgerFile):
    """The part of a ledger that tells what was run, what failed, and which stores were loaded."""

    def start_run(
        self,
        *,
        pipeline: str,
        model: str,
        digest: str,
        sources: Sequence[str],
        options: Mapping[str, Any] | None = None,
        versions: Mapping[str, str] | None = None,
        command: str = "build",
        folder: str | None = None,
    ) -> str:
        """Write down that a run begins, keep other writers out until `finish_run` or `close`, and return its id.

        A run that is still called "running" by now was killed, and is called so from here on. `folder` is where
        sources that are relative paths start; the working folder by default.

        Raises:
            LedgerBusy: another process is writing.
        """
        inputs = (list(sources), dict(options or {}), dict(versions or {}))
        texts = [json.dumps(value, ensure_ascii=False, sort_keys=True) for value in inputs]
        self._hold()
        with self._transaction() as connection:
            connection.execute("UPDATE runs SET outcome = 'killed' WHERE outcome = 'running'")
            cursor = connection.execute(
                "INSERT INTO runs (started, outcome, pipeline, model, digest, sources, options, versions, command,"
                " folder) VALUES (?, 'running', ?, ?, ?, ?, ?, ?, ?, ?)",
                (now(), pipeline, model, digest, *texts, command, folder or os.getcwd()),
            )
            return str(cursor.lastrowid)

    def finish_run(self, run: str, *, report: Report | None = None, outcome: str = "done") -> None:
        """Write down how a run ended ("done", "interrupted", "failed"), and let other writers in."""
        counts = None if report is None else json.dumps(report_counts(report), ensure_ascii=False)
        try:
            with self._transaction() as connection:
                connection.execute(
                    "UPDATE runs SET finished = ?, outcome = ?, report = ? WHERE number = ?",
                    (now(), outcome, counts, int(run)),
                )
        finally:
            self._let_go()

    def runs(self) -> list[Run]:
        """Return the runs, newest first."""
        rows = self._rows(
            "SELECT number, started, finished, outcome, pipeline, model, digest, sources, options, versions, report,"
            " command, folder FROM runs ORDER BY number DESC"
        )
        return [_run(row) for row in rows]

    def record_failures(self, failures: Iterable[Failure], *, run: str) -> None:
        """Write down what failed in a run."""
        rows = [(run, f.id, f.path, f.line, f.stage, f.reason) for f in failures]
        with self._transaction() as connection:
            connection.executemany(
                "INSERT INTO failures (run, id, path, line, stage, reason) VALUES (?, ?, ?, ?, ?, ?)", rows
            )

    def failures(self, run: str | None = None) -> list[Failure]:
        """Return the failures of a run, or of the last run, in the order in which they came."""
        rows = self._rows(
            "SELECT id, path, line, stage, reason FROM failures"
            " WHERE run = COALESCE(?, (SELECT CAST(MAX(number) AS TEXT) FROM runs)) ORDER BY number",
            (run,),
        )
        return [Failure(*row) for row in rows]

    def unsettled_failures(self) -> list[tuple[str, Failure]]:
        """Return the failures that no later run has seen to, each with the id of its run, oldest first."""
        rows = self._rows(
            "SELECT run, id, path, line, stage, reason FROM failures WHERE settled IS NULL ORDER BY number"
        )
        return [(str(run), Failure(*rest)) for run, *rest in rows]

    def settle_failures(self, run: str, *, ids: Iterable[str] = (), paths: Iterable[str] = ()) -> None:
        """Write down that a run saw to the failures that earlier runs had with these documents, or in these files."""
        ids, paths = sorted(ids), sorted(paths)
        if not (ids or paths):
            return
        with self._transaction() as connection:
            connection.execute(
                "UPDATE failures SET settled = ? WHERE settled IS NULL AND CAST(run AS INTEGER) < ? AND"
                " (id IN (SELECT value FROM json_each(?)) OR path IN (SELECT value FROM json_each(?)))",
                (run, int(run), json.dumps(ids), json.dumps(paths)),
            )

    def record_store(self, address: str, *, kind: str, revision: int) -> None:
        """Write down that a store (address without any password) has this ledger's content of `revision`.

        Nothing is written where that is known already.
        """
        known = (address, kind, revision)
        if any((store.address, store.kind, store.revision) == known for store in self.stores()):
            return
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO stores VALUES (?, ?, ?, ?) ON CONFLICT (address) DO UPDATE"
                " SET kind = excluded.kind, revision = excluded.revision, loaded = excluded.loaded",
                (address, kind, revision, now()),
            )

    def forget_store(self, address: str) -> None:
        """Take a store off the list: it is gone, or is another ledger's now."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM stores WHERE address = ?", (address,))

    def stores(self) -> list[StoreEntry]:
        """Return the stores that were loaded from this ledger, by address."""
        rows = self._rows("SELECT address, kind, revision, loaded FROM stores ORDER BY address")
        return [StoreEntry(*row) for row in rows]


def _run(row: Sequence[Any]) -> Run:
    number, started, finished, outcome, pipeline, model, digest, sources, options, versions, report, *where = row
    command, folder = where
    return Run(
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
        command=command,
        folder=folder,
    )
