"""`kg runs`: what was run, with which versions, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.base import command
from kg.cli.output import RowOutput, write_rows
from kg.cli.params import Shared, pass_shared, row_options, shared_options
from kg.errors import ConfigError

if TYPE_CHECKING:
    from kg.ledger.entries import Run
    from kg.model import Failure

LIST_COLUMNS = (
    "run",
    "started",
    "finished",
    "outcome",
    "documents",
    "statements",
    "failed",
    "pipeline",
    "model",
    "sources",
)
LIST_IN_TABLE = ("run", "started", "outcome", "documents", "statements", "failed", "sources")
FAILURE_COLUMNS = ("document", "path", "line", "stage", "reason")
DETAIL_COLUMNS = ("field", "value")


@command("runs", examples=("kg runs", "kg runs 1 --failures"))
@click.argument("run", required=False)
@click.option("--failures", is_flag=True, help="List the documents that failed in this run, with the reasons.")
@row_options
@shared_options
@pass_shared
def runs_command(shared: Shared, /, run: str | None, failures: bool, to: RowOutput) -> None:
    """List the builds of this home, or show one.

    Of one: versions, inputs, options, counts; with --failures, the documents that failed.
    """
    from kg.ledger import Ledger

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    with Ledger.open(shared.settings().home, readonly=True) as ledger:
        all_runs = list(ledger.runs())
        if run is not None and all(found.id != run for found in all_runs):
            raise ConfigError(f"there is no run {run}", hint="`kg runs` lists them")
        if failures:
            columns, rows = FAILURE_COLUMNS, [failure_row(failure) for failure in ledger.failures(run=run)]
        elif run is not None:
            found = next(found for found in all_runs if found.id == run)
            columns, rows = DETAIL_COLUMNS, run_details(found)
        else:
            columns, rows = LIST_COLUMNS, [run_row(found) for found in all_runs]
    write_rows(columns, rows, to=to, in_table=LIST_IN_TABLE if columns is LIST_COLUMNS else None)


def run_row(run: Run) -> tuple[Any, ...]:
    """Return a run as a row, columns as in `LIST_COLUMNS`."""
    report = run.report or {}
    return (
        run.id,
        run.started,
        run.finished,
        run.outcome,
        report.get("found"),
        report.get("statements"),
        report.get("failures"),
        run.pipeline,
        run.model,
        list(run.sources),
    )


def run_details(run: Run) -> list[tuple[str, Any]]:
    """Return rows (field, value) about a run, columns as in `DETAIL_COLUMNS`."""
    return [
        ("run", run.id),
        ("started", run.started),
        ("finished", run.finished),
        ("outcome", run.outcome),
        ("pipeline", run.pipeline),
        ("model", run.model),
        ("digest", run.digest),
        ("sources", list(run.sources)),
        *((f"option {name}", value) for name, value in sorted(run.options.items())),
        *((f"version {name}", value) for name, value in sorted(run.versions.items())),
        *((f"count {name}", value) for name, value in (run.report or {}).items()),
    ]


def failure_row(failure: Failure) -> tuple[Any, ...]:
    """Return a failure as a row, columns as in `FAILURE_COLUMNS`."""
    return (failure.id, failure.path, failure.line, failure.stage, failure.reason)
