"""A run in the ledger: written down when it begins, and with its outcome when it ends, whatever happens in it."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from importlib.metadata import PackageNotFoundError, version

from kg.errors import KgError
from kg.ledger import Ledger
from kg.work.base import Versions
from kg.work.tally import Tally

_PARTS = ("actorkg", "spacy", "kglite", "networkx", "pyarrow", "ray")


@contextmanager
def record_run(
    ledger: Ledger,
    tally: Tally,
    *,
    sources: Sequence[str],
    versions: Versions | None = None,
    options: Mapping[str, object] | None = None,
    command: str = "build",
    folder: str | None = None,
) -> Iterator[str]:
    """Yield the id of a run, which other writers wait for or refuse to wait for until it ends.

    Args:
        ledger: open for writing.
        tally: its counts so far are written down at the end.
        sources: what the run was asked to read.
        versions: pipeline and model, where one of each reads.
        options: what else it was asked; options without a value are left out.
        command: what the run is: "build" or "import".
        folder: where sources that are relative paths start; the working folder by default.

    Raises:
        LedgerBusy: another process is writing.
    """
    versions = versions or Versions("", "", "")
    run = ledger.start_run(
        pipeline=versions.pipeline,
        model=versions.model,
        digest=versions.digest,
        sources=sources,
        options={name: value for name, value in (options or {}).items() if value},
        versions=_versions(),
        command=command,
        folder=folder,
    )
    outcome = "failed"
    try:
        yield run
        outcome = "done"
    except KeyboardInterrupt:
        outcome = "interrupted"
        raise
    finally:
        with suppress(KgError) if outcome != "done" else nullcontext():
            ledger.finish_run(run, report=tally.report(), outcome=outcome)


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for part in _PARTS:
        with suppress(PackageNotFoundError):
            found[part] = version(part)
    return found
