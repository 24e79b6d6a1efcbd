"""Progress and the summary of a build."""

from __future__ import annotations

import pytest

from kg.cli import progress
from kg.cli.params import Shared
from kg.cli.summary import failure_text, summary_lines
from kg.model import Failure, Report

REPORT = Report(
    found=10,
    new=4,
    replaced=1,
    unchanged=2,
    retracted=1,
    sentences=20,
    sentences_with_statements=12,
    sentences_without_clause=3,
    clauses=30,
    clauses_with_statements=15,
    statements=18,
    same_actor=2,
    skipped={"no actor": 7, "verb unknown": 8, "no predicate": 3},
    failures=(
        Failure("rows.jsonl", "/data/rows.jsonl", 3, "read", "the line is not JSON"),
        Failure("b.txt", "/data/b.txt", None, "extract", "it \x1b[31mstumbled"),
    ),
    notes=("/data/c.txt: read as cp1252",),
    seconds=1.25,
)


def test_the_summary_adds_up() -> None:
    """Both sides of each = are the same number, and every failure and note is there."""
    assert summary_lines(REPORT) == [
        "documents   10 found = 4 new + 1 replaced + 2 unchanged + 1 retracted + 2 failed",
        "sentences   20 = 12 with statements + 8 without",
        "clauses     30 + 3 sentences that have none = 15 with statements + 18 without",
        "without     18 = 8 verb unknown + 7 no actor + 3 no predicate",
        "statements  18 (and 2 whose two ends are one actor: kept in the ledger, not in the graph)",
        "time        1.2 s",
        "failed      /data/rows.jsonl:3: the line is not JSON",
        "failed      /data/b.txt: it [31mstumbled",
        "note        /data/c.txt: read as cp1252",
    ]


def test_many_failures_are_cut_and_counted() -> None:
    """Ten are shown, the rest is a number."""
    failures = tuple(Failure(f"{n}.txt", None, None, "read", "empty") for n in range(25))
    lines = [line for line in summary_lines(Report(found=25, failures=failures)) if line.startswith("failed")]
    assert lines[0] == "failed      0.txt: empty"
    assert lines[10] == "failed      and 15 more (`kg runs` has them all)"
    assert len(lines) == 11


def test_a_row_that_failed_is_named_by_its_id() -> None:
    """Where the path alone does not say which document it was."""
    assert failure_text(Failure("d7", "/data/rows.csv", None, "extract", "x")) == "/data/rows.csv (d7): x"


def test_plain_lines_come_every_half_minute(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where stderr is no terminal: rate, counts and failures, and not more often."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with progress.show_progress(Shared()) as show:
        assert show is not None
        for now[0] in (110.0, 131.0, 140.0, 165.0):
            show(62, 100, REPORT)
    assert capsys.readouterr().err.splitlines() == [
        "kg: 62 of 100 documents, 2.0 a second, 18 statements, 2 failed",
        "kg: 62 of 100 documents, 1.0 a second, 18 statements, 2 failed",
    ]


@pytest.mark.parametrize("shared", [Shared(quiet=True), Shared(progress=False)])
def test_no_progress_where_none_is_wanted(shared: Shared) -> None:
    """--quiet and --no-progress leave the callback out."""
    with progress.show_progress(shared) as show:
        assert show is None


def test_the_bar_takes_an_unknown_total(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal, with and without a total; it clears itself away."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with progress.show_progress(Shared()) as show:
        assert show is not None
        show(1, None, REPORT)
        show(2, 4, REPORT)
    assert capsys.readouterr().out == ""
