"""`kg export`: the ledger's statements as a file for other tools."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from typing import TYPE_CHECKING

import click

from kg.cli.base import command
from kg.cli.output import check_output, open_output
from kg.cli.params import Shared, file_options, note, pass_shared, shared_options
from kg.exports import EXPORTS, export_statements

if TYPE_CHECKING:
    from kg.ledger import Ledger
    from kg.model import Statement


def _format_of(name: str | None, output: str) -> str:
    if name is not None:
        return name
    by_suffix = {export.suffix: export.name for export in EXPORTS.values()}
    for suffix, found in by_suffix.items():
        if output.endswith(suffix):
            return found
    if output == "-":
        return "jsonl"
    raise click.UsageError(f"the name {output} does not say the format; add --format {'|'.join(sorted(EXPORTS))}")


def _stream(ledger: Ledger) -> Generator[Statement, None, None]:
    """Yield the statements as a generator that can be closed before the ledger is, should writing fail."""
    yield from ledger.statements()


@command("export", examples=("kg export --format csv -o statements.csv", "kg export --format jsonl -o -"))
@click.option(
    "--format",
    "export_format",
    type=click.Choice(sorted(EXPORTS)),
    help="Format [default: by the end of the file's name, else jsonl].",
)
@file_options
@shared_options
@pass_shared
def export_command(shared: Shared, /, export_format: str | None, output: str, force: bool) -> None:
    """Write all statements as JSON lines or CSV.

    They come in document order. jsonl has the complete records; csv is flat,
    one row a statement, safe to open in a spreadsheet.
    """
    chosen = _format_of(export_format, output)
    check_output(output, force=force)
    from kg.ledger import Ledger

    with (
        Ledger.open(shared.settings().home, readonly=True) as ledger,
        open_output(output, force=force) as stream,
        closing(_stream(ledger)) as statements,
    ):
        count = export_statements(statements, stream, output_format=chosen)
    note(shared, f"{count} statements written" + ("" if output == "-" else f" to {output}"))
