"""`kg load`: bring a store up to date with the ledger."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.base import command
from kg.cli.output import RowOutput, write_rows
from kg.cli.params import Shared, database_option, note, pass_shared, row_options, shared_options
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.sync import LoadReport

WAIT_SECONDS = 90.0
COLUMNS = ("what", "added", "changed", "removed", "unchanged")


@command("load", examples=("kg load", "kg load --to graph.graphml", "kg load --to bolt://127.0.0.1:7687"))
@click.option(
    "--to",
    "target",
    metavar="URL|FILE",
    default="embedded",
    help="neo4j:// or bolt:// address, or a .json, .graphml or .gexf file [default: the embedded graph].",
)
@database_option
@click.option("--rebuild", is_flag=True, help="Empty the store first and load everything afresh.")
@click.option("--verify", is_flag=True, help="Compare every property, not only digests; puts right what was changed.")
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    default=WAIT_SECONDS,
    show_default=True,
    help="How long to wait for a database that goes away in between.",
)
@row_options
@shared_options
@pass_shared
def load_command(
    shared: Shared, /, target: str, database: str | None, rebuild: bool, verify: bool, wait: float, to: RowOutput
) -> None:
    """Bring a store up to date with the ledger.

    Only what is new, changed or gone is written. A load that was cut off is finished by the next one.
    Neo4j's user, password and database come from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.
    A database that belongs to another ledger is refused.
    """
    from kg.ledger import Ledger
    from kg.loading import load_store
    from kg.sync import LoadOptions

    settings = shared.settings(database=database)
    if rebuild and target == "embedded" and discard_damaged(settings.home):
        note(shared, "the embedded graph was damaged; it is made anew")
    options = LoadOptions(rebuild=rebuild, verify=verify, wait=wait, notify=partial(note, shared))
    with Ledger.open(settings.home, readonly=not os.access(settings.home, os.W_OK)) as ledger:
        report = load_store(ledger, target, settings=settings, options=options)
    note(shared, f"{target} is up to date")
    write_rows(COLUMNS, report_rows(report), to=to)


def discard_damaged(home: Path) -> bool:
    """Delete the embedded graph of a home if it cannot be read, and return whether it was deleted.

    The ledger has all that was in it.
    """
    from kg.store.embedded import FILE_NAME, EmbeddedStore

    try:
        with EmbeddedStore(home) as store:
            store.mark()
    except StoreError:
        (home / FILE_NAME).unlink(missing_ok=True)
        return True
    return False


def report_rows(report: LoadReport) -> list[tuple[str, int, int, int, int]]:
    """Return one row for actors, documents, statements and mentions, columns as in `COLUMNS`."""
    tables = {
        "actors": report.actors,
        "documents": report.documents,
        "statements": report.statements,
        "mentions": report.mentions,
    }
    return [(name, c.added, c.changed, c.removed, c.unchanged) for name, c in tables.items()]
