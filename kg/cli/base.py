"""The group that imports a command only when it is asked for, and the command whose help opens with examples."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from inspect import cleandoc
from typing import Any

import click

from kg.cli.errors import close_output, report_error


class ExampleCommand(click.Command):
    """A command with `examples`: command lines that work, shown right below its summary."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write usage, summary, examples, the rest of the text and the options."""
        self.format_usage(ctx, formatter)
        summary, _, rest = cleandoc(self.help or "").partition("\n\n")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(summary)
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{example}\n")
        if rest:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(rest)
        self.format_options(ctx, formatter)


def command(name: str, *, examples: Sequence[str]) -> Callable[[Callable[..., Any]], ExampleCommand]:
    """Return the decorator that makes a command `name` with its `examples`."""
    return click.command(name, cls=ExampleCommand, examples=examples)


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own and are imported when they are first used.

    Every error that reaches it becomes one line on stderr and an exit code (`kg.cli.errors`).

    Args:
        table: command name to `"module:attribute"`, in the order of the help.
    """

    def __init__(self, *args: Any, table: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = dict(table or {})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """Return the names of the commands in the order of the table."""
        return [*self.table, *(name for name in self.commands if name not in self.table)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        """Return the command, imported now, or None."""
        if cmd_name in self.table and cmd_name not in self.commands:
            module, _, attribute = self.table[cmd_name].partition(":")
            self.commands[cmd_name] = getattr(import_module(module), attribute)
        return self.commands.get(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command to run; an unknown name is answered with the nearest ones."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            near = get_close_matches(name, self.list_commands(ctx), n=1)
            meant = f"; did you mean {ctx.command_path} {near[0]}?" if near else ""
            raise click.UsageError(f"there is no command {name!r}{meant}", ctx)
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line; in standalone mode, leave the process with its exit code."""
        try:
            result = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except (Exception, KeyboardInterrupt) as error:
            result = report_error(error)
        code = result if isinstance(result, int) else 0
        if standalone_mode:
            sys.exit(code)
        return code

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command; flush what it wrote, so that a full disk is noticed and a closed pipe is not."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except click.exceptions.Exit:
            raise
        except BrokenPipeError:
            close_output()
            return 0
        except (Exception, KeyboardInterrupt) as error:
            code = report_error(error)
            if isinstance(error, OSError):
                close_output()
            return code
        return result
