"""`kg ledger`: what concerns the ledger itself; so far, taking in what was extracted elsewhere."""

from __future__ import annotations

import click

from kg.cli.base import command
from kg.cli.errors import DONE, FINDINGS
from kg.cli.interrupts import finish_before_stopping
from kg.cli.params import Shared, note, pass_shared, shared_options
from kg.cli.progress import show_progress
from kg.cli.summary import summary_lines


@click.group("ledger")
def ledger_group() -> None:
    """Take in what was extracted elsewhere."""


@command(
    "import",
    examples=(
        "kg extract news/ | kg ledger import - --home elsewhere",
        "kg ledger import statements.jsonl --home elsewhere",
    ),
)
@click.argument("shards", metavar="SHARDS...", nargs=-1, required=True)
@shared_options
@pass_shared
def import_command(shared: Shared, /, shards: tuple[str, ...]) -> int:
    """Take in shards or bare statements, once, in any order.

    SHARDS are Parquet files of `kg build --engine ray`, files of `kg extract` lines (.jsonl, .jsonl.gz), folders or
    globs of these, or - for lines on stdin. Bare lines come without texts: their evidence cannot be checked, and
    `kg audit` says so. An id that comes with two texts is a failure, and neither text is kept.
    The exit code is 1 when something failed.
    """
    from kg.importing import import_shards

    with show_progress(shared) as on_progress, finish_before_stopping(shared) as stop:
        report = import_shards(shards, home=shared.settings().home, on_progress=on_progress, stop=stop)
    for line in summary_lines(report):
        note(shared, line)
    return FINDINGS if report.failures else DONE


ledger_group.add_command(import_command)
