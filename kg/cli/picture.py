"""`kg picture`: the graph as an offline page or a drawing."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import click

from kg.cli.base import command
from kg.cli.complete import complete_actors
from kg.cli.output import check_output, open_output
from kg.cli.params import Shared, note, pass_shared, shared_options

FORMATS: dict[str, Literal["html", "svg"]] = {".html": "html", ".svg": "svg"}


def _day(ctx: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise click.BadParameter(f"{given!r} is not an ISO day such as 2014-09-19", ctx=ctx, param=parameter) from None


@command("picture", examples=('kg picture --actor "Russia" -o russia.html', "kg picture --backbone -o graph.svg"))
@click.option(
    "--actor",
    metavar="NAME",
    shell_complete=complete_actors,
    help="One actor and its neighbours: a name, alias or uid.",
)
@click.option("--backbone", is_flag=True, help="The strongest actors with their strongest relations [the default].")
@click.option("--from", "from_date", metavar="DATE", callback=_day, help="Only documents of this day or later.")
@click.option("--to", "to_date", metavar="DATE", callback=_day, help="Only documents of this day or earlier.")
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="How many neighbours or actors to draw.")
@click.option("--depth", type=click.IntRange(min=1, max=3), metavar="N", help="How far from the actor to go.")
@click.option("--redact-text", is_flag=True, help="Leave the sentences out, for a file to share.")
@click.option("--output", "-o", metavar="FILE", required=True, help="x.html for a page, x.svg for a drawing.")
@click.option("--force", "-F", is_flag=True, help="Overwrite the output file.")
@shared_options
@pass_shared
def picture_command(
    shared: Shared,
    /,
    actor: str | None,
    backbone: bool,
    output: str,
    force: bool,
    **choices: Any,
) -> None:
    """Draw the graph as an offline page or an SVG.

    An .html page has filters and shows the sentences behind each line; an .svg is for reports and print.
    """
    output_format = next((name for suffix, name in FORMATS.items() if output.lower().endswith(suffix)), None)
    if output_format is None:
        raise click.UsageError(f"{output} ends neither in .html nor in .svg")
    if actor is not None and backbone:
        raise click.UsageError("--actor and --backbone exclude each other")
    check_output(output, force=force)
    from kg.ledger import Ledger
    from kg.picture import PictureOptions, draw

    given = {name: value for name, value in choices.items() if value is not None}
    options = PictureOptions(actor=actor, backbone=actor is None, **given)
    with Ledger.open(shared.settings().home, readonly=True) as ledger:
        drawing = draw(ledger, options, output_format=output_format)
    with open_output(output, force=force) as stream:
        stream.write(drawing)
    note(shared, f"written to {output}")
