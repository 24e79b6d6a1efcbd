"""Read again what failed: the files that earlier builds could not read, or not all of, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kg.job import make_reader_of, update_embedded_graph
from kg.ledger import Ledger, Run
from kg.model import Report
from kg.readers import ReaderOptions, read_sources
from kg.readers.base import STANDARD_INPUT
from kg.work import DocumentReader, Limits, Pass, Progress, Tally, open_extractor, record_run


@dataclass(frozen=True, slots=True)
class _Retry:
    """A run whose failures nobody has seen to, and the files they are in."""

    run: Run
    paths: frozenset[str]

    @property
    def sources(self) -> list[str]:
        folder = Path(self.run.folder or ".")
        return [str(folder / source) for source in self.run.sources if source != STANDARD_INPUT]

    def options(self) -> ReaderOptions:
        asked = self.run.options
        return ReaderOptions(
            input_format=asked.get("input_format"),
            fields=dict(asked.get("fields", {})),
            published=asked.get("published"),
            publisher=asked.get("publisher"),
            working_folder=Path(self.run.folder) if self.run.folder else None,
        )


def retry_failed(
    *,
    home: str | Path = ".kg",
    pipeline: str | Path | DocumentReader = "newswire",
    model: str | None = None,
    workers: int = 1,
    on_progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Report:
    """Read again the files in which documents failed, each as the run that failed was asked to; return the counts.

    What is unchanged in these files is passed over. What fails again stays to be retried; what came by standard input,
    or was extracted elsewhere, cannot be read again from here, and is left as it is.

    Args:
        home: folder of the ledger.
        pipeline, model, workers, on_progress, stop: as for `kg.build`.

    Raises:
        LedgerMissing: there is no home.
        ReaderError: the sources are not there any more.

    Example:
        >>> retry_failed(home=".kg").failures                                             # doctest: +SKIP
        ()
    """
    total = Tally()
    with Ledger.open(Path(home)) as ledger:
        retries = _find_retries(ledger)
        if not retries:
            return Report(notes=("no document failed that could be read again",))
        with closing(open_extractor(make_reader_of(pipeline, model), workers=workers)) as extractor:
            for retry in retries:
                tally = Tally()
                items = read_sources(retry.sources, retry.options(), notes=tally.notes, only=retry.paths)
                limits = Limits(stop=stop or (lambda: False))
                with record_run(
                    ledger,
                    tally,
                    sources=retry.run.sources,
                    versions=extractor.versions,
                    options=retry.run.options,
                    folder=retry.run.folder,
                ) as run:
                    Pass(extractor, tally, limits, on_progress=on_progress).run(items, ledger, run)
                total.absorb(tally)
        update_embedded_graph(ledger)
    return total.report()


def _find_retries(ledger: Ledger) -> list[_Retry]:
    """Return the runs to go by, oldest first; a file that failed in several is read as the last one read it."""
    last = {failure.path: run for run, failure in ledger.unsettled_failures() if failure.path is not None}
    runs = {run.id: run for run in ledger.runs() if run.command == "build"}
    wanted = sorted({run for run in last.values() if run in runs}, key=int)
    retries = [_Retry(runs[run], frozenset(path for path, r in last.items() if r == run)) for run in wanted]
    return [retry for retry in retries if retry.sources]
