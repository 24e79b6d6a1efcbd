"""`kg config show`: the settings in force, and where each came from."""

from __future__ import annotations

import click

from kg.cli.base import command
from kg.cli.output import RowOutput, write_rows
from kg.cli.params import Shared, pass_shared, row_options, shared_options


@click.group("config")
def config_group() -> None:
    """Show the settings in force."""


@command("show", examples=("kg config show", "kg config show --format json"))
@row_options
@shared_options
@pass_shared
def show_command(shared: Shared, /, to: RowOutput) -> None:
    """Show each setting and where it came from.

    That is an argument, the environment or the default.
    A password is never shown, only whether it is set.
    """
    rows = [(row["setting"], row["value"], row["origin"]) for row in shared.settings().shown()]
    write_rows(("setting", "value", "origin"), rows, to=to)


config_group.add_command(show_command)
