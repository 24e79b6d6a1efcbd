"""The main job: read sources, keep what is new or changed in the ledger, bring the embedded graph up to date."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path

from kg.errors import LedgerMissing, StoreMismatch
from kg.ledger import Ledger
from kg.model import Report
from kg.readers import ReaderOptions, count_documents, read_sources
from kg.settings import read_settings
from kg.work import DocumentReader, Limits, Pass, Progress, Tally, open_extractor, record_run


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
        on_progress: called as the work goes on.
        stop: asked between batches; when it says True, what is under way is finished and recorded, and
            KeyboardInterrupt is raised.

    Raises:
        ReaderError: there is nothing to read among the sources.
        ConfigError, ModelNotFound: the pipeline or the model cannot be used.
        WorkerError: no worker process can be started.
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
    tally = Tally()
    items = read_sources(paths, options, notes=tally.notes)
    total = _expected(count_documents(paths, options), limit)
    limits = Limits(limit, 0 if fail_fast else max_failures, stop or (lambda: False))
    with closing(open_extractor(_reader_maker(pipeline, model), workers=workers)) as extractor:
        work = Pass(extractor, tally, limits, total=total, on_progress=on_progress)
        if dry_run:
            with _existing(Path(home)) as ledger:
                work.run(items, ledger, None)
            return tally.report()
        asked: dict[str, object] = {
            "limit": limit,
            "fail_fast": fail_fast,
            "max_failures": max_failures,
            "published": published,
        }
        asked |= {"publisher": publisher, "fields": dict(fields or {}), "input_format": input_format}
        asked |= {"workers": workers if workers > 1 else None}
        with (
            Ledger.open(Path(home), create=True) as ledger,
            record_run(ledger, tally, sources=paths, versions=extractor.versions, options=asked) as run,
        ):
            work.run(items, ledger, run)
            extractor.close()
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


def _expected(count: int | None, limit: int | None) -> int | None:
    return count if count is None or limit is None else min(count, limit)


def _reader_maker(pipeline: str | Path | DocumentReader, model: str | None) -> Callable[[], DocumentReader]:
    if isinstance(pipeline, str | Path):
        return partial(_load_pipeline, os.fspath(pipeline), model)
    return partial(_given, pipeline)


def _load_pipeline(pipeline: str, model: str | None) -> DocumentReader:
    from kg.pipeline import Pipeline

    return Pipeline.load(pipeline, model=model)


def _given(reader: DocumentReader) -> DocumentReader:
    return reader


def _existing(home: Path) -> Ledger | nullcontext[None]:
    """Open the ledger of a home for reading, if there is one."""
    try:
        return Ledger.open(home, readonly=True)
    except LedgerMissing:
        return nullcontext()
