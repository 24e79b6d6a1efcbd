"""`kg query` and `kg ask`: Cypher of the user's own, and the saved questions."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.cli.base import command
from kg.cli.complete import complete_questions
from kg.cli.output import RowOutput, check_output, write_rows
from kg.cli.params import Shared, note, pass_shared, row_options, shared_options
from kg.cli.stores import OF_THE_HOME, check_loaded, open_to_ask
from kg.errors import ConfigError

F = TypeVar("F", bound=Callable[..., Any])
QUESTION_COLUMNS = ("name", "parameters", "summary", "columns")


def _store_options(function: F) -> F:
    for option in reversed(
        (
            click.option(
                "--param",
                "-p",
                "parameters",
                metavar="NAME=VALUE",
                multiple=True,
                callback=_parameters,
                help="A parameter; the value is read as JSON, else as text. May be repeated.",
            ),
            click.option(
                "--on",
                "target",
                metavar="STORE",
                default="embedded",
                help="embedded, networkx, a neo4j:// or bolt:// address, or a graph file [default: embedded].",
            ),
            click.option(
                "--timeout",
                type=click.FloatRange(min=0, min_open=True),
                metavar="SECONDS",
                default=60.0,
                show_default=True,
                help="Give up after this time.",
            ),
            click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N rows."),
        )
    ):
        function = option(function)
    return function


def _parameters(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not (equals and name.strip()):
            raise click.BadParameter(f"{item!r} is not NAME=VALUE", ctx=ctx, param=parameter)
        if name.strip() in parameters:
            raise click.BadParameter(f"{name.strip()} is given twice", ctx=ctx, param=parameter)
        parameters[name.strip()] = _value(value)
    return parameters


def _value(text: str) -> Any:
    def refuse(constant: str) -> Any:
        raise ValueError(constant)

    try:
        return json.loads(text, parse_constant=refuse)  # NaN and Infinity are no JSON, but may be names
    except ValueError:
        return text


@command(
    "query",
    examples=(
        'kg query "MATCH (a)-[r:SUPPORTS]->(b) RETURN a.name AS who, b.name AS whom ORDER BY who, whom"',
        "kg query 'MATCH (a:Actor {name: $name}) RETURN a.uid AS uid' -p name=Russia --format json",
    ),
)
@click.argument("cypher", required=False)
@click.option("--file", "file", metavar="FILE", help="Read the Cypher from a file, or from stdin with -.")
@_store_options
@row_options
@shared_options
@pass_shared
def query_command(
    shared: Shared,
    /,
    cypher: str | None,
    file: str | None,
    parameters: dict[str, Any],
    target: str,
    timeout: float,
    limit: int | None,
    to: RowOutput,
) -> None:
    """Run read-only Cypher on the graph.

    What could write, or read files or the network, is refused before any engine sees it.
    Facts are relationships of their own type; denied, planned, asked and possible ones are NONFACTUAL.
    """
    text = _cypher_text(cypher, file)
    check_output(to.output, force=to.force)
    from kg.ledger import Ledger
    from kg.query.guard import check_read_only
    from kg.query.portability import portability_notes
    from kg.query.run import run_query

    check_read_only(text)
    settings = shared.settings()
    with ExitStack() as stack:
        ledger = stack.enter_context(Ledger.open(settings.home, readonly=True)) if target in OF_THE_HOME else None
        store = stack.enter_context(open_to_ask(target, settings))
        check_loaded(shared, store, target, settings, ledger)
        result = run_query(store, text, parameters, timeout=timeout, limit=limit)
    _write_result(shared, result, to)
    for remark in portability_notes(text):
        note(shared, f"kg: not in every store: {remark}")


@command("ask", examples=("kg ask", "kg ask who_supports -p actor=Iraq"))
@click.argument("name", required=False, shell_complete=complete_questions)
@click.option("--show", is_flag=True, help="Print the question itself: what it takes, what it gives, its Cypher.")
@_store_options
@row_options
@shared_options
@pass_shared
def ask_command(
    shared: Shared,
    /,
    name: str | None,
    show: bool,
    parameters: dict[str, Any],
    target: str,
    timeout: float,
    limit: int | None,
    to: RowOutput,
) -> None:
    """Ask a saved question, or list them.

    A parameter of type actor takes a name, an alias or a uid.
    """
    check_output(to.output, force=to.force)
    if name is None:
        write_rows(QUESTION_COLUMNS, question_rows(), to=to, in_table=QUESTION_COLUMNS[:-1])
        return
    from kg.ledger import Ledger
    from kg.query.files import read_question
    from kg.query.parameters import bind_parameters
    from kg.query.run import run_query

    question = read_question(name)
    if show:
        click.echo(question.cypher.rstrip())
        return
    settings = shared.settings()
    with Ledger.open(settings.home, readonly=True) as ledger, open_to_ask(target, settings) as store:
        values = bind_parameters(question, parameters, ledger)  # while a process apart loads the store
        check_loaded(shared, store, target, settings, ledger)
        result = run_query(store, question.cypher, values, timeout=timeout, limit=limit)
    _write_result(shared, result, to)


def question_rows() -> list[tuple[str, str, str, str]]:
    """Return one row a saved question, columns as in `QUESTION_COLUMNS`; optional parameters stand in brackets."""
    from kg.query.files import list_questions

    rows = []
    for question in list_questions():
        parameters = (p.name if p.required else f"[{p.name}]" for p in question.parameters)
        rows.append(
            (
                question.name,
                " ".join(parameters),
                question.summary,
                ", ".join(column.name for column in question.columns),
            )
        )
    return rows


def _cypher_text(cypher: str | None, file: str | None) -> str:
    if (cypher is None) == (file is None):
        raise click.UsageError("give the Cypher either as an argument or with --file")
    if cypher is not None:
        return cypher
    if file == "-":
        return sys.stdin.read()
    path = Path(str(file))
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(f"there is no file {path}", path=path, hint="check the name after --file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read as UTF-8 text: {error}", path=path) from error


def _write_result(shared: Shared, result: Any, to: RowOutput) -> None:
    count = write_rows(result.columns, result.rows, to=to)
    if result.truncated:
        note(shared, f"kg: only the first {count} rows are shown; raise --limit to see more")
    elif not count:
        note(shared, "kg: no rows")
