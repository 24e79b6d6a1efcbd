"""Options that several commands share.

`--home`, `--quiet`, `--no-progress` and `--color` are taken before and after the command; the one nearer to the end
of the line wins.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from kg.cli.output import RowOutput
from kg.settings import Settings, read_settings

F = TypeVar("F", bound=Callable[..., Any])
ROW_FORMATS = ("table", "json", "jsonl", "csv")


@dataclass(slots=True)
class Shared:
    """What the shared options said.

    Attributes:
        home: folder given with `--home`, or None.
        quiet: nothing on stderr but errors.
        progress: show progress.
    """

    home: str | None = None
    quiet: bool = False
    progress: bool = True

    def settings(
        self, *, pipeline: str | None = None, model: str | None = None, database: str | None = None
    ) -> Settings:
        """Return the settings in force: these flags, the environment, defaults."""
        return read_settings(home=self.home, pipeline=pipeline, model=model, neo4j_database=database)


pass_shared = click.make_pass_decorator(Shared, ensure=True)


def note(shared: Shared, text: str) -> None:
    """Say something on stderr, unless `--quiet` is set."""
    if not shared.quiet:
        click.echo(text, err=True)


def color_of(choice: str) -> bool | None:
    """Return whether to colour: True, False, or None for "where it is a terminal"."""
    if choice == "always":
        return True
    if choice == "never" or os.environ.get("NO_COLOR"):
        return False
    return None


def _keep(name: str, value: Any) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Return a callback that keeps an option, if given, in the shared object; `value` makes it from what was given."""

    def keep(ctx: click.Context, _parameter: click.Parameter, given: Any) -> None:
        if given is not None and given is not False:
            setattr(ctx.ensure_object(Shared), name, value(given))

    return keep


def _keep_color(ctx: click.Context, _parameter: click.Parameter, given: str | None) -> None:
    if given is not None:
        ctx.color = ctx.find_root().color = color_of(given)
    elif ctx.parent is None:
        ctx.color = color_of("auto")


def shared_options(function: F) -> F:
    """Add `--home`, `--quiet`, `--no-progress` and `--color`; they end up in `Shared`."""
    for option in reversed(
        (
            click.option(
                "--home",
                metavar="DIR",
                expose_value=False,
                callback=_keep("home", str),
                help="Folder of the ledger and the embedded graph [default: .kg, or KG_HOME].",
            ),
            click.option(
                "--quiet",
                "-q",
                is_flag=True,
                expose_value=False,
                callback=_keep("quiet", bool),
                help="Nothing on stderr but errors.",
            ),
            click.option(
                "--no-progress",
                is_flag=True,
                expose_value=False,
                callback=_keep("progress", lambda given: not given),
                help="No progress bar.",
            ),
            click.option(
                "--color",
                type=click.Choice(("auto", "always", "never")),
                expose_value=False,
                callback=_keep_color,
                help="Colour; auto colours a terminal unless NO_COLOR is set.",
            ),
        )
    ):
        function = option(function)
    return function


def database_option(function: F) -> F:
    """Add `--database` for commands that open a store."""
    return click.option(
        "--database",
        metavar="NAME",
        help="Database of a Neo4j server [default: NEO4J_DATABASE, else the server's own].",
    )(function)


def file_options(function: F) -> F:
    """Add `-o/--output` and `--force`."""
    function = click.option("--force", "-F", is_flag=True, help="Overwrite the output file.")(function)
    return click.option(
        "--output", "-o", metavar="FILE", default="-", help="Write here instead of stdout; written whole or not at all."
    )(function)


def row_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--format`, `--output` and `--force` for commands that list rows; they arrive together as `to`."""

    @wraps(function)
    def with_output(*args: Any, row_format: str | None, output: str, force: bool, **kwargs: Any) -> Any:
        return function(*args, to=RowOutput(row_format, output, force), **kwargs)

    return click.option(
        "--format",
        "row_format",
        type=click.Choice(ROW_FORMATS),
        help="How to write rows [default: table on a terminal, jsonl otherwise].",
    )(file_options(with_output))


def reading_options(function: F, *, sources_required: bool = True) -> F:
    """Add what `build` and `extract` share: which sources, how to read them, with which pipeline and model."""
    for option in reversed(
        (
            click.argument("sources", metavar="SOURCE...", nargs=-1, required=sources_required),
            click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Read the first N documents only."),
            click.option("--fail-fast", is_flag=True, help="Stop at the first document that fails."),
            click.option(
                "--max-failures", type=click.IntRange(min=0), metavar="N", help="Stop after more than N failures."
            ),
            click.option("--published", metavar="DATE", help="Date of documents without one (ISO day, 2014-09-19)."),
            click.option("--publisher", metavar="NAME", help="Publisher of documents without one."),
            click.option(
                "--field",
                "fields",
                metavar="OURS=THEIRS",
                multiple=True,
                callback=_fields,
                help="Name of a column or JSON field, e.g. text=body; may be repeated.",
            ),
            click.option(
                "--input-format", metavar="FORMAT", help="Read every source as txt, jsonl, csv, html, pdf or docx."
            ),
            click.option("--pipeline", metavar="NAME", help="Shipped pipeline, or a folder with a pipeline.toml."),
            click.option("--model", metavar="NAME", help="Any installed spaCy pipeline, or a folder of one."),
        )
    ):
        function = option(function)
    return function


def _fields(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for item in given:
        ours, equals, theirs = item.partition("=")
        if not (equals and ours.strip() and theirs.strip()):
            raise click.BadParameter(f"{item!r} is not OURS=THEIRS, as in text=body", ctx=ctx, param=parameter)
        fields[ours.strip()] = theirs.strip()
    return fields
