"""`kg export`: the ledger as files for other tools."""

from __future__ import annotations

import re

import click

from kg.cli.base import command
from kg.cli.output import check_output, open_binary_output, open_output, open_output_folder
from kg.cli.params import Shared, note, pass_shared, shared_options

FORMATS = ("csv", "gexf", "graphml", "jsonl", "jsonld", "neo4j-admin", "parquet")
"""The names of `kg.exports.EXPORTS`, which is imported only when something is exported."""

OF_AN_IMPORT = re.compile(r"import\.sh|finish\.cypher|[a-z]+(_header\.csv|_\d{3,}\.csv\.gz)")


def _format_of(name: str | None, output: str) -> str:
    if name is not None:
        return name
    for known in FORMATS:
        if output.endswith(f".{known}"):
            return known
    if output == "-":
        return "jsonl"
    raise click.UsageError(f"the name {output} does not say the format; add --format {'|'.join(FORMATS)}")


@command(
    "export",
    examples=(
        "kg export --format csv -o statements.csv",
        "kg export -o graph.gexf",
        "kg export --format neo4j-admin -o import",
    ),
)
@click.option(
    "--format",
    "export_format",
    type=click.Choice(FORMATS),
    help="Format [default: by the end of the file's name, else jsonl].",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    default="-",
    help="File, or folder for neo4j-admin, instead of stdout; written whole or not at all.",
)
@click.option("--force", "-F", is_flag=True, help="Overwrite what is there.")
@shared_options
@pass_shared
def export_command(shared: Shared, /, export_format: str | None, output: str, force: bool) -> None:
    """Write all statements, or the whole graph, for other tools.

    jsonl and parquet have the complete records (parquet needs pyarrow), csv one flat row a statement, safe to open in a
    spreadsheet. graphml and gexf are the graph for drawing programs, jsonld is linked data with provenance,
    neo4j-admin a folder for Neo4j's offline importer. The same ledger gives the same bytes.
    """
    chosen = _format_of(export_format, output)
    if chosen != "neo4j-admin":
        check_output(output, force=force)
    from kg.exports import EXPORTS, BinaryExport, TextExport
    from kg.ledger import Ledger

    export = EXPORTS[chosen]
    remark = None
    with Ledger.open(shared.settings().home, readonly=True) as ledger, ledger.snapshot():
        if isinstance(export, TextExport):
            with open_output(output, force=force) as stream:
                count = export.write(ledger, stream)
        elif isinstance(export, BinaryExport):
            with open_binary_output(output, force=force) as binary:
                count = export.write(ledger, binary)
        else:
            with open_output_folder(output, force=force, ours=_is_of_an_import) as folder:
                count, remark = export.write(ledger, folder)
    note(shared, f"{count} statements written" + ("" if output == "-" else f" to {output}"))
    if remark is not None:
        note(shared, remark)


def _is_of_an_import(name: str) -> bool:
    return OF_AN_IMPORT.fullmatch(name) is not None
