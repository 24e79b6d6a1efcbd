"""The command line: `main` is the console script `kg`, `cli` the click group behind it.

Commands are imported when they are used, and import what they need when they run.
"""

from __future__ import annotations

import sys
from contextlib import suppress

import click

from kg.cli.base import LazyGroup
from kg.cli.params import shared_options

__all__ = ["cli", "main"]

COMMANDS = {
    "build": "kg.cli.build:build_command",
    "extract": "kg.cli.extract:extract_command",
    "load": "kg.cli.load:load_command",
    "query": "kg.cli.query:query_command",
    "ask": "kg.cli.query:ask_command",
    "picture": "kg.cli.picture:picture_command",
    "export": "kg.cli.export:export_command",
    "explain": "kg.cli.explain:explain_command",
    "actors": "kg.cli.actors:actors_group",
    "retract": "kg.cli.retract:retract_command",
    "ledger": "kg.cli.ledger:ledger_group",
    "runs": "kg.cli.runs:runs_command",
    "doctor": "kg.cli.doctor:doctor_command",
    "audit": "kg.cli.audit:audit_command",
    "config": "kg.cli.config:config_group",
    "completion": "kg.cli.completion:completion_command",
}


def _show_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        import kg

        click.echo(f"kg {kg.__version__}")
        ctx.exit()


@click.group("kg", cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@shared_options
@click.option("--traceback", is_flag=True, expose_value=True, help="Show where an error came from.")
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and exit.",
)
def cli(traceback: bool) -> None:
    """Find who did, said, wants or denies what to whom in news, as a graph with the evidence on every edge.

    Begin with `kg build FOLDER`, then `kg ask` for the questions it can answer.
    """


def main() -> None:
    """Run the command line on the process's arguments and leave with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):  # replaced by something that cannot be reconfigured
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    cli(prog_name="kg")
