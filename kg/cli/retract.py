"""`kg retract`: take a document out of the ledger and of every store it was loaded into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.base import command
from kg.cli.errors import DONE, UNREACHABLE
from kg.cli.output import RowOutput, write_rows
from kg.cli.params import Shared, note, pass_shared, row_options, shared_options

if TYPE_CHECKING:
    from kg.loading import StoreOutcome

STORE_COLUMNS = ("store", "state", "actors", "documents", "statements", "reason")
LIST_COLUMNS = ("document", "uid", "made", "reason")


@command("retract", examples=("kg retract news/monday.txt --reason withdrawn", "kg retract --format json"))
@click.argument("document", required=False)
@click.option("--reason", metavar="TEXT", default="", help="Why, for the record.")
@click.option("--readmit", "is_readmission", is_flag=True, help="Let a document be read again by later builds.")
@row_options
@shared_options
@pass_shared
def retract_command(
    shared: Shared, /, document: str | None, reason: str, is_readmission: bool, to: RowOutput
) -> int | None:
    """Take a document out, for good and everywhere.

    Its text, statements and actors that nothing else names leave the ledger and every store that was loaded from it.
    Later builds pass it over. DOCUMENT is its id or uid, or the path of its file; without it, those taken out are
    listed. A store that is down keeps the removal for its next load, or for the same line again; exit code 3.
    """
    from kg.ledger import Ledger
    from kg.retraction import readmit, retract

    settings = shared.settings()
    if document is None:
        if is_readmission:
            raise click.UsageError("--readmit needs a document")
        with Ledger.open(settings.home, readonly=True) as ledger:
            write_rows(LIST_COLUMNS, [(r.id, r.uid, r.made, r.reason) for r in ledger.retractions()], to=to)
        return DONE
    with Ledger.open(settings.home) as ledger:
        if is_readmission:
            note(shared, f"{readmit(ledger, document)} may be read again: build its source")
            return DONE
        report = retract(ledger, document, reason=reason, settings=settings)
    if report.was_out:
        note(shared, f"{report.id} was taken out before")
    else:
        note(shared, f"{report.id} is out of the ledger, with {report.statements} statements")
    write_rows(STORE_COLUMNS, [store_row(outcome) for outcome in report.stores], to=to)
    if report.is_complete:
        return DONE
    note(shared, "kg: a store that is pending still holds it: run the same line again, or `kg load --to` that store")
    return UNREACHABLE


def store_row(outcome: StoreOutcome) -> tuple[str, str, int | None, int | None, int | None, str | None]:
    """Return what became of a store as a row, columns as in `STORE_COLUMNS`; counts are of what was removed."""
    report = outcome.report
    removed = (
        (None,) * 3 if report is None else (report.actors.removed, report.documents.removed, report.statements.removed)
    )
    return (outcome.address, str(outcome.state), *removed, None if outcome.error is None else outcome.error.message)
