"""`kg build`: the main job."""

from __future__ import annotations

import shlex
from functools import partial
from typing import Any

import click
from click.core import ParameterSource

from kg.cli.base import command
from kg.cli.errors import DONE, FINDINGS
from kg.cli.interrupts import finish_before_stopping
from kg.cli.params import Shared, note, pass_shared, reading_options, shared_options
from kg.cli.progress import show_progress
from kg.cli.summary import summary_lines

_DEFAULT = ParameterSource.DEFAULT


@command("build", examples=("kg build news/", "kg build articles.jsonl --field text=body --publisher Herald"))
@partial(reading_options, sources_required=False)
@click.option("--dry-run", is_flag=True, help="Read and count, but write nothing.")
@click.option(
    "--workers", type=click.IntRange(min=1), default=1, metavar="N", help="Read in N processes [default: this one]."
)
@click.option("--retry-failed", is_flag=True, help="Read again what failed in earlier builds; takes no SOURCE.")
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

    if options.pop("retry_failed"):
        return _retry(shared, sources, options)
    if not sources:
        raise click.UsageError("Missing argument 'SOURCE...'.")
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


def _retry(shared: Shared, sources: tuple[str, ...], options: dict[str, Any]) -> int:
    """Read again what failed, as it was read then."""
    from kg.retrying import retry_failed

    taken = {"workers", "pipeline", "model"}
    context = click.get_current_context()
    others = [name for name in options if name not in taken and context.get_parameter_source(name) is not _DEFAULT]
    if sources or others:
        raise click.UsageError("--retry-failed reads what failed as it was read then; add --workers at most")
    settings = shared.settings(pipeline=options["pipeline"], model=options["model"])
    with show_progress(shared) as on_progress, finish_before_stopping(shared) as stop:
        report = retry_failed(
            home=settings.home,
            pipeline=settings.pipeline,
            model=settings.model,
            workers=options["workers"],
            on_progress=on_progress,
            stop=stop,
        )
    for line in summary_lines(report):
        note(shared, line)
    return FINDINGS if report.failures else DONE
