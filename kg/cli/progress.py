"""Progress on stderr: a bar on a terminal, a plain line now and then elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from kg.cli.params import Shared

if TYPE_CHECKING:
    from kg.model import Report

SECONDS_BETWEEN_LINES = 30.0


class Progress(Protocol):
    """What a long job calls after each document or batch."""

    def __call__(self, done: int, total: int | None, report: Report, /) -> None:
        """Take the documents done, how many there are (None where nobody knows), and the counts so far."""


@contextmanager
def show_progress(shared: Shared) -> Iterator[Progress | None]:
    """Yield the callback for a long job, or None where nothing is to be shown."""
    if shared.quiet or not shared.progress:
        yield None
    elif sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _PlainLines()


def counts_text(report: Report) -> str:
    """Return the counts that move: statements, and failures where there are any."""
    failed = f", {len(report.failures)} failed" if report.failures else ""
    return f"{report.statements} statements{failed}"


class _PlainLines:
    """One line every 30 seconds, for logs."""

    def __init__(self) -> None:
        self._started = self._last = time.monotonic()

    def __call__(self, done: int, total: int | None, report: Report, /) -> None:
        now = time.monotonic()
        if now - self._last < SECONDS_BETWEEN_LINES:
            return
        self._last = now
        rate = done / (now - self._started)
        of = f" of {total}" if total is not None else ""
        click.echo(f"kg: {done}{of} documents, {rate:.1f} a second, {counts_text(report)}", err=True)


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    context = click.get_current_context(silent=True)
    no_color = context is not None and context.color is False
    started = time.monotonic()
    with Bar(
        TextColumn("documents"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[counts]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True, no_color=no_color),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None, rate="", counts="loading the model")

        def progress(done: int, total: int | None, report: Report, /) -> None:
            rate = done / max(time.monotonic() - started, 1e-9)
            bar.update(task, completed=done, total=total, rate=f"{rate:.1f}/s", counts=counts_text(report))

        yield progress
