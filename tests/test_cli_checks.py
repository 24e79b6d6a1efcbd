"""`kg doctor`, `kg audit`, `kg explain`, and completion of names."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from cli_examples import FULL, FakePipeline, make_home
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.errors import ModelNotFound
from kg.pipeline import Pipeline


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that the test may damage."""
    return make_home(tmp_path / "home")


def kg(*args: str, home: Path) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(cli, ["--home", str(home), *args], env={"NEO4J_URI": None}, prog_name="kg")


def table(result: Result) -> dict[str, dict[str, object]]:
    """Return the rows of a check by their first column."""
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    return {row["check"]: row for row in rows}


def test_doctor_without_anything_wrong(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every check has a row, and the code is 0."""
    monkeypatch.setattr(Pipeline, "load", lambda *_args, **_kwargs: Pipeline.without_parser())
    monkeypatch.setattr(Pipeline, "read_all", lambda _self, documents: FakePipeline().read_all(documents))
    result = kg("doctor", home=home)
    checks = table(result)
    assert result.exit_code == 0, result.stdout
    assert list(checks) == ["versions", "pipeline and model", "home", "embedded graph", "Neo4j", "disk"]
    assert "Russia SUPPORTS Iraq" in str(checks["pipeline and model"]["detail"])
    assert checks["home"]["detail"] == f"{home}: 1 documents, revision 1"
    assert checks["embedded graph"]["detail"] == "6 Actor, 1 Document"
    assert checks["Neo4j"]["detail"] == "not set (NEO4J_URI)"


def test_doctor_goes_on_after_a_problem(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong is a row with what to do; the code is 1."""

    def missing(*_args: object, **_kwargs: object) -> None:
        raise ModelNotFound("no language model called x", hint="install it")

    monkeypatch.setattr(Pipeline, "load", missing)
    (home / "graph.kgl").write_text("damaged")
    result = kg("doctor", home=home)
    checks = table(result)
    assert result.exit_code == 1
    assert checks["pipeline and model"] == {
        "check": "pipeline and model",
        "state": "problem",
        "detail": "no language model called x (install it)",
    }
    assert checks["embedded graph"]["state"] == "problem"
    assert checks["home"]["state"] == "ok"
    assert result.stderr == ""


def test_doctor_needs_no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first build all can be well; nothing is made."""
    monkeypatch.setattr(Pipeline, "load", lambda *_args, **_kwargs: Pipeline.without_parser())
    monkeypatch.setattr(Pipeline, "read_all", lambda _self, documents: FakePipeline().read_all(documents))
    result = kg("doctor", home=tmp_path / "none")
    assert result.exit_code == 0, result.stdout
    assert "not made yet" in str(table(result)["home"]["detail"])
    assert not (tmp_path / "none").exists()


def test_doctor_finds_a_home_that_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in the place of the home."""
    monkeypatch.setattr(Pipeline, "load", lambda *_args, **_kwargs: Pipeline.without_parser())
    monkeypatch.setattr(Pipeline, "read_all", lambda _self, documents: FakePipeline().read_all(documents))
    (tmp_path / "file").write_text("x")
    result = kg("doctor", home=tmp_path / "file")
    assert result.exit_code == 1
    assert "is no folder" in str(table(result)["home"]["detail"])


def test_audit_of_a_sound_home(home: Path) -> None:
    """All evidence stands, and the embedded graph holds what the ledger holds."""
    result = kg("audit", home=home)
    assert result.exit_code == 0, result.output
    checks = table(result)
    assert {row["state"] for row in checks.values()} == {"ok"}
    assert [(name, row["held"], row["expected"]) for name, row in checks.items()][1:] == [
        ("embedded actors", 6, 6),
        ("embedded documents", 1, 1),
        ("embedded statements", 2, 2),
        ("embedded mentions", 6, 6),
        ("embedded revision", 1, 1),
    ]


def test_audit_finds_evidence_that_moved(home: Path) -> None:
    """A text that was changed behind the ledger's back is found, offset by offset."""
    connection = sqlite3.connect(home / "ledger.sqlite")
    connection.execute("UPDATE documents SET text = 'X' || text")
    connection.commit()
    connection.close()
    result = kg("audit", home=home)
    assert result.exit_code == 1
    evidence = table(result)["evidence offsets"]
    assert evidence["state"] == "problem"
    assert "news/a.txt" in str(evidence["detail"])


def test_audit_finds_a_store_that_differs(home: Path, tmp_path: Path) -> None:
    """A statement taken out of a graph file, and one that was changed there, are both named."""
    graph = tmp_path / "graph.json"
    assert kg("load", "--to", str(graph), home=home).exit_code == 0
    assert kg("audit", "--on", str(graph), home=home).exit_code == 0
    data = json.loads(graph.read_text())
    edges = data["edges"]
    data["edges"] = [edge for edge in edges if edge.get("sid") != FULL.sid]
    assert len(data["edges"]) == len(edges) - 1
    graph.write_text(json.dumps(data))
    result = kg("audit", "--on", str(graph), home=home)
    assert result.exit_code == 1
    row = table(result)[f"{graph} statements"]
    assert (row["state"], row["held"], row["expected"]) == ("problem", 1, 2)
    assert row["detail"] == f"1 missing: {FULL.sid}"
    assert "kg load" in result.stderr
    assert kg("load", "--to", str(graph), home=home).exit_code == 0
    assert kg("audit", "--on", str(graph), home=home).exit_code == 0


def test_explain_wants_a_text(home: Path) -> None:
    """Nothing to explain is a usage error."""
    assert kg("explain", " ", home=home).exit_code == 2
    result = kg("explain", "0" * 24, home=home)
    assert result.exit_code == 2
    assert "no statement has the sid" in result.stderr


@pytest.mark.model
def test_explain_shows_rules_and_reasons(tmp_path: Path) -> None:
    """The parse, the statement with its rules, and what gave nothing."""
    result = kg("explain", "Russia supports Iraq. It rained in Paris.", home=tmp_path / "none")
    assert result.exit_code == 0, result.output
    assert "Russia -SUPPORTS-> Iraq" in result.stdout
    assert "direct-object" in result.stdout
    assert "What gave nothing, and why" in result.stdout


@pytest.mark.model
def test_explain_reads_a_statement_within_its_document(tmp_path: Path) -> None:
    """The sid that the ledger has is found again, in a sentence that needs the one before it."""
    (tmp_path / "a.txt").write_text("Angela Merkel visited Kiev. She criticised Russia.\n")
    home = tmp_path / "home"
    assert kg("build", str(tmp_path / "a.txt"), home=home).exit_code == 0
    records = [json.loads(line) for line in kg("export", home=home).stdout.splitlines()]
    (second,) = [record for record in records if record["sentence"]["index"] == 1]
    result = kg("explain", second["sid"], home=home)
    assert result.exit_code == 0, result.output
    assert f"sid: {second['sid']}" in result.stdout
    head, _, rest = result.stdout.partition("\n\n")
    assert head.startswith(f"{second['sid']}: Angela Merkel -CRITICIZES-> Russia, recorded by newswire@")
    assert rest.startswith("She criticised Russia.")


@pytest.mark.model
def test_explain_writes_a_page(tmp_path: Path) -> None:
    """The suffix decides; an existing file is not overwritten unasked."""
    page = tmp_path / "how.html"
    result = kg("explain", "Russia supports Iraq.", "-o", str(page), home=tmp_path / "none")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert kg("explain", "Russia supports Iraq.", "-o", str(page), home=tmp_path / "none").exit_code == 2
    text = tmp_path / "how.txt"
    assert kg("explain", "Russia supports Iraq.", "-o", str(text), home=tmp_path / "none").exit_code == 0
    assert "Russia -SUPPORTS-> Iraq" in text.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kg ask who_s", ["who_supports"]),
        ("kg ask who-s", ["who_supports"]),
        ("kg actors show ir", ["Iran", "Iraq"]),
        ("kg picture --actor Ru", ["Russia"]),
        ("kg --home nowhere actors show Ru", []),
    ],
)
def test_tab_completes_questions_and_actors(home: Path, words: str, expected: list[str]) -> None:
    """Names that begin so; without a home, nothing and no noise."""
    count = len(words.split()) - 1
    env = {
        **os.environ,
        "KG_HOME": str(home),
        "_KG_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(count),
    }
    program = [sys.executable, "-c", "from kg.cli import main; main()"]
    done = subprocess.run(program, env=env, capture_output=True, text=True, check=False)
    assert [line.partition(",")[2] for line in done.stdout.split()] == expected
    assert done.stderr == ""
