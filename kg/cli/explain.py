"""`kg explain`: how a sentence was read, rule by rule."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.base import command
from kg.cli.output import clean
from kg.cli.params import Shared, pass_shared, shared_options
from kg.errors import ConfigError

if TYPE_CHECKING:
    from kg.model import Document, Sentence
    from kg.pipeline import Pipeline

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
    With the sid of a statement, its sentence is read again within its document; - reads the text from stdin.
    """
    settings = shared.settings(pipeline=pipeline, model=model)
    from kg.pipeline import Pipeline

    text: str | Document
    where: Sentence | None = None
    if SID.fullmatch(sentence):
        text, where = find_evidence(settings.home, sentence)
    else:
        text = sys.stdin.read() if sentence == "-" else sentence
        if not text.strip():
            raise click.UsageError("there is no text to explain")
    loaded = Pipeline.load(settings.pipeline, model=settings.model)
    for line in explanation_text(text, where, loaded).splitlines():
        click.echo(clean(line))


def find_evidence(home: Path, sid: str) -> tuple[Document, Sentence]:
    """Return the document and the sentence that a statement was read from.

    Raises:
        LedgerMissing: there is no home.
        ConfigError: the ledger has no such statement.
    """
    from kg.ledger import Ledger

    with Ledger.open(home, readonly=True) as ledger:
        statement = ledger.statement(sid)
        if statement is None:
            raise ConfigError(f"no statement has the sid {sid}", hint="`kg export` lists the sids")
        document = next(entry.document for entry in ledger.documents() if entry.uid == statement.document.uid)
    return document, statement.sentence


def explanation_text(text: str | Document, where: Sentence | None, pipeline: Pipeline) -> str:
    """Return how a text is read; of a document, only the sentences that overlap `where`."""
    from kg.explain import explain

    explanation = explain(text, pipeline=pipeline)
    if where is not None:
        sentences = tuple(
            part
            for part in explanation.sentences
            if part.tree.sentence.start < where.end and where.start < part.tree.sentence.end
        )
        explanation = replace(explanation, sentences=sentences)
    return explanation.to_text()
