"""The reference of all commands as Markdown, made from their help: `python -m kg.cli.reference > docs/cli.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from kg.cli import cli
from kg.cli.errors import __doc__ as exit_codes

INTRODUCTION = """\
# The command line

Made from the commands' own help by `python -m kg.cli.reference > docs/cli.md`; do not edit.

Data goes to stdout, everything else to stderr; `-` means stdin or stdout. `--home`, `--quiet`, `--no-progress` and
`--color` are taken before or after the command. Completion: `kg completion bash`, `zsh` or `fish`.

Settings come from the command line, else from the environment (`KG_HOME`, `KG_MODEL`, `KG_PIPELINE`, `NEO4J_URI`,
`NEO4J_USERNAME`, `NEO4J_PASSWORD`, `NEO4J_DATABASE`), else from defaults; `kg config show` says which. A password is
taken from the environment alone.
"""


def all_commands() -> Iterator[tuple[str, click.Command, click.Context]]:
    """Yield each command with its full name and a context to format it in, groups before what is in them."""
    root = click.Context(cli, info_name="kg", terminal_width=100, max_content_width=100, **cli.context_settings)
    yield from _walk("kg", cli, root)


def _walk(name: str, command: click.Command, ctx: click.Context) -> Iterator[tuple[str, click.Command, click.Context]]:
    yield name, command, ctx
    if isinstance(command, click.Group):
        for sub in command.list_commands(ctx):
            found = command.get_command(ctx, sub)
            if found is not None:
                inner = click.Context(found, parent=ctx, info_name=sub, terminal_width=100, max_content_width=100)
                yield from _walk(f"{name} {sub}", found, inner)


def reference() -> str:
    """Return the whole reference as Markdown."""
    table = (exit_codes or "").partition("\n\n")[2].strip()
    parts = [INTRODUCTION, f"## Exit codes\n\n{table}\n"]
    for name, command, ctx in all_commands():
        formatter = ctx.make_formatter()
        command.format_help(ctx, formatter)
        parts.append(f"## {name}\n\n```text\n{formatter.getvalue().rstrip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(reference())
