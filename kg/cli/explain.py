"""`kg explain`: how a sentence was read, rule by rule."""

from __future__ import annotations

import re
import sys

import click

from kg.cli.base import command
from kg.cli.params import Shared, pass_shared, shared_options
from kg.errors import ConfigError

SID = re.compile(r"[0-9a-f]{24}")


@command(
    "explain",
    examples=(
        'kg explain "Russia supports Iraq, Rogachev told reporters."',
        'echo "Iran denied that it supports the rebels." | kg explain -',
    ),
)
@click.argument("sentence", metavar="SENTENCE|SID")
@click.option("--pipeline", metavar="NAME", help="Shipped pipeline, or a folder with a pipeline.toml.")
@click.option("--model", metavar="NAME", help="Any installed spaCy pipeline, or a folder of one.")
@shared_options
@pass_shared
def explain_command(shared: Shared, /, sentence: str, pipeline: str | None, model: str | None) -> None:
    """Show how a sentence was read, rule by rule.

    Its parse, the rules that fired, what was found, and why the rest gave nothing.
    With the sid of a statement, its sentence is taken from the ledger; - reads the text from stdin.
    """
    settings = shared.settings(pipeline=pipeline, model=model)
    from kg.explain import explain
    from kg.pipeline import Pipeline

    if SID.fullmatch(sentence):
        from kg.ledger import Ledger

        with Ledger.open(settings.home, readonly=True) as ledger:
            statement = ledger.statement(sentence)
        if statement is None:
            raise ConfigError(f"no statement has the sid {sentence}", hint="`kg export` lists the sids")
        text = statement.sentence.text
    else:
        text = sys.stdin.read() if sentence == "-" else sentence
    if not text.strip():
        raise click.UsageError("there is no text to explain")
    loaded = Pipeline.load(settings.pipeline, model=settings.model)
    click.echo(explain(text, pipeline=loaded).to_text())
