"""The summary of a build: counts that add up, line by line."""

from __future__ import annotations

from kg.cli.output import clean
from kg.model import Failure, Report

SHOWN_FAILURES = 10


def summary_lines(report: Report) -> list[str]:
    """Return the summary: documents, sentences, clauses, statements, what gave nothing and why, failures, notes.

    In each line both sides of `=` add up to the same number.
    """
    failed = len(report.failures)
    nothing = sum(report.skipped.values())
    lines = [
        f"documents   {report.found} found = {report.new} new + {report.replaced} replaced + "
        f"{report.unchanged} unchanged + {report.retracted} retracted + {failed} failed",
        f"sentences   {report.sentences} = {report.sentences_with_statements} with statements + "
        f"{report.sentences - report.sentences_with_statements} without",
        f"clauses     {report.clauses} + {report.sentences_without_clause} sentences that have none = "
        f"{report.clauses_with_statements} with statements + {nothing} without",
    ]
    if nothing:
        reasons = sorted(report.skipped.items(), key=lambda item: (-item[1], item[0]))
        lines.append(f"without     {nothing} = " + " + ".join(f"{count} {reason}" for reason, count in reasons))
    kept = f" (and {report.same_actor} whose two ends are one actor: kept in the ledger, not in the graph)"
    lines.append(f"statements  {report.statements}" + (kept if report.same_actor else ""))
    lines.append(f"time        {report.seconds:.1f} s")
    lines.extend(f"failed      {failure_text(failure)}" for failure in report.failures[:SHOWN_FAILURES])
    if failed > SHOWN_FAILURES:
        lines.append(f"failed      and {failed - SHOWN_FAILURES} more (`kg runs` has them all)")
    lines.extend(f"note        {clean(remark)}" for remark in report.notes)
    return lines


def failure_text(failure: Failure) -> str:
    """Return a failure as one line: where, and why."""
    place = failure.path or failure.id
    if failure.line is not None:
        place = f"{place}:{failure.line}"
    elif failure.path and failure.id != failure.path and not failure.path.endswith(failure.id):
        place = f"{place} ({failure.id})"
    return clean(f"{place}: {failure.reason}")
