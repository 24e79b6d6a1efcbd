"""`kg explain`: how a sentence was read, rule by rule."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.base import command
from kg.cli.output import check_output, clean, open_output
from kg.cli.params import Shared, file_options, note, pass_shared, shared_options
from kg.errors import ConfigError

if TYPE_CHECKING:
    from kg.model import Document, Statement

SID = re.compile(r"[0-9a-f]{24}")


@command(
    "explain",
    examples=(
        'kg explain "Russia supports Iraq, Rogachev told reporters."',
        'echo "Iran denied that it supports the rebels." | kg explain -',
        'kg explain "Iran may attack Iraq." -o how.html',
    ),
)
@click.argument("sentence", metavar="SENTENCE|SID")
@click.option("--pipeline", metavar="NAME", help="Shipped pipeline, or a folder with a pipeline.toml.")
@click.option("--model", metavar="NAME", help="Any installed spaCy pipeline, or a folder of one.")
@file_options
@shared_options
@pass_shared
def explain_command(
    shared: Shared,
    /,
    sentence: str,
    pipeline: str | None,
    model: str | None,
    output: str,
    force: bool,
) -> None:
    """Show how a sentence was read, rule by rule.

    Its parse, who is named in it and why, the words that set its status, what was found by which rules, and why the
    rest gave nothing. An output file x.html is an offline page, any other one plain text.
    With the sid of a statement, its sentence is read again within its document; - reads the text from stdin.
    """
    settings = shared.settings(pipeline=pipeline, model=model)
    check_output(output, force=force)
    from kg.explain import explain
    from kg.model import Document
    from kg.pipeline import Pipeline

    text: str | Document
    statement: Statement | None = None
    if SID.fullmatch(sentence):
        text, statement = find_evidence(settings.home, sentence)
    else:
        text = sys.stdin.read() if sentence == "-" else sentence
        if not text.strip():
            raise click.UsageError("there is no text to explain")
    loaded = Pipeline.load(settings.pipeline, model=settings.model)
    if statement is not None and isinstance(text, Document) and not text.text:
        explanation = explain(statement.sentence.text, pipeline=loaded, alone=True)
    else:
        explanation = explain(text, pipeline=loaded)
    if statement is not None:
        explanation = explanation.about(statement)
    if output.lower().endswith((".html", ".htm")):
        lines = [explanation.to_html()]
    else:
        lines = [clean(line) + "\n" for line in explanation.to_text().splitlines()]
    with open_output(output, force=force) as stream:
        stream.writelines(lines)
    if output != "-":
        note(shared, f"written to {output}")


def find_evidence(home: Path, sid: str) -> tuple[Document, Statement]:
    """Return a recorded statement and the document that it was read from.

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
    return document, statement
