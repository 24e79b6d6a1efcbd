"""`kg completion`: the script that lets a shell complete `kg` with the Tab key."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from kg.cli.base import command
from kg.errors import ConfigError

SHELLS = ("bash", "zsh", "fish")


@command("completion", examples=("kg completion bash >> ~/.bashrc", "kg completion fish > kg.fish"))
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell."""
    completion = get_completion_class(shell)
    if completion is None:
        raise ConfigError(f"no completion for {shell}", hint=f"shells: {', '.join(SHELLS)}")
    script = completion(ctx.find_root().command, {}, "kg", "_KG_COMPLETE")
    # `source_vars` and not `source`: the latter asks the installed bash for its version, and warns where there is none.
    click.echo(script.source_template % script.source_vars())
