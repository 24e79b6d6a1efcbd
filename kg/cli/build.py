"""`kg build`: the main job."""

from __future__ import annotations

import shlex
from typing import Any

import click

from kg.cli.base import command
from kg.cli.errors import DONE, FINDINGS
from kg.cli.interrupts import finish_before_stopping
from kg.cli.params import Shared, note, pass_shared, reading_options, shared_options
from kg.cli.progress import show_progress
from kg.cli.summary import summary_lines


@command("build", examples=("kg build news/", "kg build articles.jsonl --field text=body --publisher Herald"))
@reading_options
@click.option("--dry-run", is_flag=True, help="Read and count, but write nothing.")
@click.option(
    "--workers", type=click.IntRange(min=1), default=1, metavar="N", help="Read in N processes [default: this one]."
)
@click.option("--engine", type=click.Choice(("local", "ray")), default="local", help="Read here, or on a Ray cluster.")
@click.option("--shards", metavar="DIR", help="With --engine ray: write shards there, for `kg ledger import`, no more.")
@shared_options
@pass_shared
def build_command(shared: Shared, /, sources: tuple[str, ...], **options: Any) -> int:
    """Read documents and keep what they tell as a graph.

    SOURCE is a file, a folder, a glob or - for stdin: .txt, .md, .jsonl, .jsonl.gz, .csv.
    What was read before and has not changed is skipped; a changed document replaces its old statements.
    A document that fails is reported and the rest goes on; the exit code is then 1.
    After Ctrl-C the batch under way is finished and kept, and the line to go on with is shown.
    """
    from kg.job import build

    settings = shared.settings(pipeline=options.pop("pipeline"), model=options.pop("model"))
    with show_progress(shared) as on_progress, finish_before_stopping(shared) as stop:
        report = build(
            sources,
            home=settings.home,
            pipeline=settings.pipeline,
            model=settings.model,
            on_progress=on_progress,
            stop=stop,
            **options,
        )
    for line in summary_lines(report):
        note(shared, line)
    if options["shards"] is not None:
        note(
            shared,
            f"shards are in {options['shards']}: `kg ledger import {shlex.quote(options['shards'])}` takes them in",
        )
    if options["dry_run"]:
        note(shared, "dry run: nothing was written")
    return FINDINGS if report.failures else DONE
