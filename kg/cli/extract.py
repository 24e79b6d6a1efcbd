"""`kg extract`: statement records on stdout, without a home."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import ExitStack
from itertools import islice
from typing import TextIO

import click

from kg.cli.base import command
from kg.cli.errors import DONE, FINDINGS
from kg.cli.output import check_output, open_output
from kg.cli.params import Shared, file_options, note, pass_shared, reading_options, shared_options
from kg.cli.progress import show_progress
from kg.cli.silence import Silence, report_rows
from kg.cli.summary import failure_text
from kg.model import Failure, Reading, Report
from kg.records import record_line, statement_to_record


@command(
    "extract",
    examples=(
        "kg extract report.txt",
        "kg extract news/ -o monday.jsonl --report nothing.jsonl --summary",
    ),
)
@reading_options
@click.option("--report", "report_file", metavar="FILE", help="Write why clauses gave nothing, as JSON lines.")
@click.option("--summary", is_flag=True, help="Print on stderr how many clauses gave nothing, by reason.")
@file_options
@shared_options
@pass_shared
def extract_command(
    shared: Shared,
    /,
    sources: tuple[str, ...],
    limit: int | None,
    fail_fast: bool,
    max_failures: int | None,
    published: str | None,
    publisher: str | None,
    fields: dict[str, str],
    input_format: str | None,
    pipeline: str | None,
    model: str | None,
    report_file: str | None,
    summary: bool,
    output: str,
    force: bool,
) -> int:
    """Write the statements of documents; nothing is kept.

    One record a line, in document order.
    SOURCE is a file, a folder, a glob or - for stdin: .txt, .md, .jsonl, .jsonl.gz, .csv.
    A document that fails is reported and the rest goes on; the exit code is then 1.
    """
    for file in (output, report_file or "-"):
        check_output(file, force=force)
    if report_file is not None and report_file == output:
        raise click.UsageError("--report and --output need two different places")
    from kg.pipeline import Pipeline
    from kg.readers import ReaderOptions, read_sources
    from kg.texts import read_texts

    settings = shared.settings(pipeline=pipeline, model=model)
    options = ReaderOptions(published=published, publisher=publisher, fields=fields, input_format=input_format)
    loaded = Pipeline.load(settings.pipeline, model=settings.model)
    counts: Counter[str] = Counter()
    silence = Silence()
    failures: list[Failure] = []
    most = 0 if fail_fast else max_failures
    with ExitStack() as stack:
        progress = None if output == "-" and sys.stdout.isatty() else stack.enter_context(show_progress(shared))
        records = stack.enter_context(open_output(output, force=force))
        report = stack.enter_context(open_output(report_file, force=force)) if report_file else None
        for result in read_texts(loaded, islice(read_sources(sources, options), limit)):
            counts["documents"] += 1
            if isinstance(result, Failure):
                failures.append(result)
                if most is not None and len(failures) > most:
                    break
                continue
            counts["statements"] += write_reading(result, records, report)
            silence.add(result)
            if progress is not None:
                progress(counts["documents"], None, Report(statements=counts["statements"], failures=tuple(failures)))
    for failure in failures:
        note(shared, f"kg: failed: {failure_text(failure)}")
    if most is not None and len(failures) > most:
        note(shared, f"kg: stopped after {len(failures)} failures; the rest was not read")
    if summary:
        click.echo("\n".join(silence.lines()), err=True)
    note(shared, f"kg: {counts['documents']} documents, {counts['statements']} statements, {len(failures)} failed")
    return FINDINGS if failures else DONE


def write_reading(reading: Reading, records: TextIO, report: TextIO | None) -> int:
    """Write the records of one document, and to `report` why its other clauses gave nothing; return the records."""
    for statement in reading.statements:
        records.write(record_line(statement_to_record(statement)) + "\n")
    if report is not None:
        report.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in report_rows(reading))
    return len(reading.statements)
