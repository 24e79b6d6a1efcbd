"""The main job: read sources, keep what is new or changed in the ledger, bring the embedded graph up to date."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from kg.errors import ConfigError, LedgerMissing, StoreMismatch
from kg.ledger import Ledger
from kg.model import Report
from kg.readers import ReaderOptions
from kg.settings import read_settings
from kg.work import ENGINES, LOCAL, DocumentReader, Limits, Pass, Plan, Progress, ReaderMaker, Tally, record_run


def build(
    sources: Sequence[str | Path],
    *,
    home: str | Path = ".kg",
    pipeline: str | Path | DocumentReader = "newswire",
    model: str | None = None,
    limit: int | None = None,
    dry_run: bool = False,
    fail_fast: bool = False,
    max_failures: int | None = None,
    published: str | None = None,
    publisher: str | None = None,
    fields: Mapping[str, str] | None = None,
    input_format: str | None = None,
    workers: int = 1,
    engine: str = LOCAL,
    shards: str | Path | None = None,
    on_progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Report:
    """Read sources into a home, and return what came of it.

    What the home holds already, with the same text, metadata, pipeline and model, is passed over; a changed document
    replaces what it gave before. A document that fails is counted with its reason, and the rest goes on. After Ctrl-C
    the work so far is kept, and the same call goes on where it stopped.

    Args:
        sources: files, folders, globs, or "-" for standard input.
        home: folder of the ledger and the embedded graph; made where it is missing.
        pipeline: a shipped pipeline, a folder with a `pipeline.toml`, or a loaded `kg.Pipeline`.
        model: name or folder of a spaCy pipeline; the shipped model by default.
        limit: read at most so many documents.
        dry_run: read and count, but write nothing.
        fail_fast: stop at the first document that fails.
        max_failures: stop when more than so many documents have failed.
        published, publisher: for documents that do not say (`published` is an ISO day).
        fields: our name of a field to its name in JSON lines or CSV, e.g. `{"text": "body"}`.
        input_format: "txt", "md", "jsonl", "csv", "html", "pdf" or "docx" for all sources, whatever they are called.
        workers: read in so many processes; with 1, in this one. What comes out is the same. A script that asks for
            more calls this below `if __name__ == "__main__":`.
        engine: "local", or "ray" to read and extract on the Ray cluster of `RAY_ADDRESS`, else on one of this machine.
        shards: with "ray": write what was extracted into this new folder, and leave the home alone;
            `kg.importing.import_shards` takes it in.
        on_progress: called as the work goes on.
        stop: asked between batches; when it says True, what is under way is finished and recorded, and
            KeyboardInterrupt is raised.

    Raises:
        ReaderError: there is nothing to read among the sources.
        ConfigError, ModelNotFound: the pipeline or the model cannot be used, or Ray is not installed.
        WorkerError: no worker process can be started, or Ray could not finish.
        LedgerError: the home cannot be read or written; what was recorded before stays.
        StoreError: the embedded graph could not be brought up to date; the ledger is complete.
        KeyboardInterrupt: it was interrupted, and the work so far is kept.

    Example:
        >>> report = build(["news/"], home=".kg")                                         # doctest: +SKIP
        >>> report.found == report.new + report.unchanged + len(report.failures)          # doctest: +SKIP
        True
    """
    options = ReaderOptions(
        input_format=input_format, fields=dict(fields or {}), published=published, publisher=publisher
    )
    paths = [os.fspath(source) for source in ([sources] if isinstance(sources, str | Path) else sources)]
    if engine not in ENGINES:
        raise ConfigError(f"there is no engine {engine!r}", key="engine", hint=f"engines: {', '.join(ENGINES)}")
    tally = Tally()
    plan = Plan(
        sources=tuple(paths),
        options=options,
        make_reader=make_reader_of(pipeline, model),
        workers=workers,
        limit=limit,
        notes=tally.notes,
        shards=None if shards is None else Path(shards),
    )
    limits = Limits(limit, 0 if fail_fast else max_failures, stop or (lambda: False))
    asked: dict[str, object] = {"limit": limit, "fail_fast": fail_fast, "max_failures": max_failures}
    asked |= {"published": published, "publisher": publisher, "fields": dict(fields or {})}
    asked |= {"input_format": input_format, "workers": workers if workers > 1 else None}
    asked |= {"engine": engine if engine != LOCAL else None}
    with ENGINES[engine](plan) as reading:
        work = Pass(reading.extractor, tally, limits, total=reading.total, on_progress=on_progress)
        if dry_run or shards is not None:
            with _existing(Path(home)) if shards is None else nullcontext() as known:
                work.run(reading.items, known, None)
            return tally.report()
        with (
            Ledger.open(Path(home), create=True) as ledger,
            record_run(ledger, tally, sources=paths, versions=reading.extractor.versions, options=asked) as run,
        ):
            work.run(reading.items, ledger, run)
            reading.extractor.close()
            update_embedded_graph(ledger)
    return tally.report()


def update_embedded_graph(ledger: Ledger) -> None:
    """Bring the embedded graph of a ledger's home up to date, and note it in the ledger.

    Raises:
        StoreError: the graph cannot be written, or belongs to another ledger.
    """
    from kg.loading import EMBEDDED, load_store
    from kg.store.embedded import FILE_NAME

    try:
        load_store(ledger, EMBEDDED, settings=read_settings())
    except StoreMismatch as error:
        path = ledger.home / FILE_NAME
        raise StoreMismatch(error.message, hint=f"delete {path}; it is made again from the ledger") from error


def find_miscounts(report: Report) -> list[str]:
    """Return each sum of a report that does not add up, in words; none is the rule.

    Example:
        >>> find_miscounts(Report(found=2, new=1))
        ['documents: 2 found, but 1 accounted for']
    """
    documents = report.new + report.replaced + report.unchanged + report.retracted + len(report.failures)
    tried = report.clauses + report.sentences_without_clause
    told = report.clauses_with_statements + sum(report.skipped.values())
    wrong = []
    if report.found != documents:
        wrong.append(f"documents: {report.found} found, but {documents} accounted for")
    if tried != told:
        wrong.append(f"clauses: {tried} tried, but {told} accounted for")
    if report.sentences_with_statements > report.sentences:
        wrong.append(f"sentences: {report.sentences_with_statements} of {report.sentences} gave statements")
    return wrong


def _existing(home: Path) -> Ledger | nullcontext[None]:
    """Open the ledger of a home for reading, if there is one."""
    try:
        return Ledger.open(home, readonly=True)
    except LedgerMissing:
        return nullcontext()


def make_reader_of(pipeline: str | Path | DocumentReader, model: str | None) -> ReaderMaker:
    """Return what makes the reader in each process: the pipeline of that name, or a loaded one."""
    if isinstance(pipeline, str | Path):
        return partial(_load_pipeline, os.fspath(pipeline), model)
    return partial(_given, pipeline)


def _load_pipeline(pipeline: str, model: str | None) -> DocumentReader:
    from kg.pipeline import Pipeline

    return Pipeline.load(pipeline, model=model)


def _given(reader: DocumentReader) -> DocumentReader:
    return reader
