"""What failed is read again, as it was read when it failed, and nothing else is."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner
from worker_reader import Obedient

from kg.cli import cli
from kg.errors import LedgerMissing
from kg.job import build, find_miscounts
from kg.ledger import Ledger
from kg.model import Report
from kg.retrying import retry_failed


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder whose first build had failures in two files, with other names of fields."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    for name, text in {"1": "boom", "2": "Russia supports Iraq.", "3": ""}.items():
        (tmp_path / "news" / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = '{"body": "Iraq meets France.", "id": "a"}\n{"body": 7, "id": "b"}\n{bad\n'
    (tmp_path / "rows.jsonl").write_text(rows, encoding="utf-8")
    assert len(build(["news"], home="home", pipeline=Obedient()).failures) == 2
    assert len(build(["rows.jsonl"], home="home", pipeline=Obedient(), fields={"text": "body"}).failures) == 2
    return tmp_path


def retry(**options: object) -> Report:
    """Read again what failed, and check that the counts add up."""
    report = retry_failed(home="home", pipeline=Obedient(), **options)  # type: ignore[arg-type]
    assert find_miscounts(report) == []
    return report


def unsettled() -> list[tuple[str, int | None]]:
    """Return id and line of the failures that nobody has seen to."""
    with Ledger.open(Path("home"), readonly=True) as ledger:
        return [(failure.id, failure.line) for _, failure in ledger.unsettled_failures()]


def test_what_failed_is_read_again(folder: Path) -> None:
    """With the options of then, and from whatever folder; what fails again can be retried once more."""
    assert unsettled() == [("news/3.txt", None), ("news/1.txt", None), ("b", 2), ("rows.jsonl", 3)]
    (folder / "news" / "1.txt").write_text("France attacks Iraq.", encoding="utf-8")
    rows = '{"body": "Iraq meets France.", "id": "a"}\n{"body": "France stays.", "id": "b"}\n{bad\n'
    (folder / "rows.jsonl").write_text(rows, encoding="utf-8")
    report = retry()
    assert (report.found, report.new, report.unchanged) == (5, 2, 1)
    assert [(failure.id, failure.line) for failure in report.failures] == [("news/3.txt", None), ("rows.jsonl", 3)]
    assert unsettled() == [("news/3.txt", None), ("rows.jsonl", 3)]
    with Ledger.open(Path("home"), readonly=True) as ledger:
        assert [entry.id for entry in ledger.documents()] == ["a", "b", "news/1.txt", "news/2.txt"]
        assert [run.options for run in ledger.runs()[:2]] == [{"fields": {"text": "body"}}, {}]


def test_from_another_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources and ids are found as from the folder of the first build."""
    (folder / "news" / "1.txt").write_text("France attacks Iraq.", encoding="utf-8")
    (folder / "else").mkdir()
    monkeypatch.chdir(folder / "else")
    retry_failed(home="../home", pipeline=Obedient())
    with Ledger.open(Path("../home"), readonly=True) as ledger:
        assert [entry.id for entry in ledger.documents()] == ["a", "news/1.txt", "news/2.txt"]


def test_nothing_to_retry(folder: Path) -> None:
    """A build that reads everything settles what it saw to; then there is nothing to do."""
    (folder / "news" / "1.txt").write_text("France attacks Iraq.", encoding="utf-8")
    (folder / "news" / "3.txt").write_text("France stays.", encoding="utf-8")
    (folder / "rows.jsonl").write_text('{"body": "Iraq meets France.", "id": "a"}\n', encoding="utf-8")
    build(["news"], home="home", pipeline=Obedient())
    build(["rows.jsonl"], home="home", pipeline=Obedient(), fields={"text": "body"})
    assert unsettled() == []
    assert retry() == Report(notes=("no document failed that could be read again",))
    with pytest.raises(LedgerMissing):
        retry_failed(home="none", pipeline=Obedient())


def test_build_that_is_cut_short_settles_what_it_saw(folder: Path) -> None:
    """Lines that were not reached stay to be retried."""
    build(["rows.jsonl"], home="home", pipeline=Obedient(), fields={"text": "body"}, limit=1)
    assert unsettled()[2:] == [("b", 2), ("rows.jsonl", 3)]


def test_workers(folder: Path) -> None:
    """They read what is retried, too."""
    (folder / "news" / "1.txt").write_text("France attacks Iraq.", encoding="utf-8")
    assert retry(workers=2).new == 1


@pytest.mark.model
def test_what_cannot_be_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input is gone, and stays a failure."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"{bad\n"))
    done = CliRunner().invoke(cli, ["build", "-", "--home", "home"], input="")
    assert done.exit_code == 1, done.stderr
    assert len(unsettled()) == 1
    assert retry() == Report(notes=("no document failed that could be read again",))


def test_command(folder: Path) -> None:
    """`kg build --retry-failed` takes no source and no option of reading."""
    for wrong in (["news"], ["--published", "2014-09-19"], ["--limit", "3"]):
        done = CliRunner().invoke(cli, ["build", "--home", "home", "--retry-failed", *wrong])
        assert done.exit_code == 2
        assert "reads what failed as it was read then" in done.stderr
    done = CliRunner().invoke(cli, ["build", "--home", "home"])
    assert done.exit_code == 2
    assert "SOURCE" in done.stderr
