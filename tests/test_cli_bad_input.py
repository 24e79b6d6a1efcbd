"""Bad input, end to end: one clear line, the exit code, the rest of the batch done, nothing lost."""

from __future__ import annotations

import gzip
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_examples import FakePipeline, make_home
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.pipeline import Pipeline

GOOD = "Russia supports Iraq."


@pytest.fixture(autouse=True)
def fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about input, not about reading: no model is needed."""
    monkeypatch.setattr(Pipeline, "load", lambda *_args, **_kwargs: FakePipeline())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one good document, `good.txt`."""
    monkeypatch.chdir(tmp_path)
    for name in ("KG_HOME", "KG_MODEL", "KG_PIPELINE", "NEO4J_URI", "NEO4J_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "good.txt").write_text(GOOD)
    return tmp_path


def kg(*args: str, stdin: str | bytes | None = None) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(cli, args, input=stdin, prog_name="kg")


def one_line(result: Result, code: int, *words: str) -> str:
    """Check exit code and the one line on stderr, and return the line."""
    assert result.exit_code == code, result.output
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("kg: ")
    assert "Traceback" not in result.output
    for word in words:
        assert word in lines[0]
    return lines[0]


def summary(result: Result) -> dict[str, list[str]]:
    """Return the lines of a build's summary by their first word."""
    found: dict[str, list[str]] = {}
    for line in result.stderr.splitlines():
        word, _, rest = line.partition(" ")
        found.setdefault(word, []).append(rest.strip())
    return found


def failed(result: Result) -> str:
    """Check that the good document was read, and one failed; return why."""
    assert result.exit_code == 1, result.output
    lines = summary(result)
    assert lines["documents"] == ["2 found = 1 new + 0 replaced + 0 unchanged + 0 retracted + 1 failed"]
    assert lines["statements"] == ["1"]
    assert exported() == ["good.txt"]
    (reason,) = lines["failed"]
    return reason


def exported() -> list[str]:
    """Return the documents of the statements that the home holds."""
    result = kg("export", "--quiet")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line)["document"]["id"] for line in result.stdout.splitlines()]


# -- sources


def test_a_missing_path_alone(folder: Path) -> None:
    """Nothing to read is a usage error, and no home is made."""
    one_line(kg("build", "missing.txt"), 2, "missing.txt")
    assert not (folder / ".kg").exists()


def test_a_missing_path_beside_a_good_one(folder: Path) -> None:
    """The good one is read, the missing one is a failure."""
    assert "missing.txt" in failed(kg("build", "good.txt", "missing.txt"))


def test_a_pattern_without_a_match(folder: Path) -> None:
    """A glob that the shell did not expand."""
    one_line(kg("build", "*.csv"), 2, "*.csv")


def test_an_empty_file(folder: Path) -> None:
    """Empty is a failure with a reason, not a document without statements."""
    (folder / "empty.txt").write_text("")
    assert failed(kg("build", "good.txt", "empty.txt")).endswith("empty.txt: the text is empty")


def test_a_folder_without_documents(folder: Path) -> None:
    """It says which formats would be read."""
    (folder / "news").mkdir()
    one_line(kg("build", "news"), 2, "news", "txt", "csv")


def test_an_unknown_format(folder: Path) -> None:
    """The formats that are known are named."""
    (folder / "slides.pptx").write_bytes(b"PK")
    one_line(kg("build", "slides.pptx"), 2, "slides.pptx", "jsonl")


def test_a_binary_file(folder: Path) -> None:
    """A picture called .txt."""
    (folder / "binary.txt").write_bytes(b"\x89PNG\r\n\x00\x00\x01\xff" * 50)
    assert "binary" in failed(kg("build", "good.txt", "binary.txt"))


def test_text_in_another_encoding_is_read_and_said(folder: Path) -> None:
    """What is not UTF-8 is guessed, and the guess is a note."""
    (folder / "latin.txt").write_bytes(
        "Russia supports Iraq. The naïve envoy left the café in Bagdad.".encode("cp1252")
    )
    result = kg("build", "latin.txt")
    assert result.exit_code == 0, result.stderr
    assert "latin.txt" in summary(result)["note"][0]
    assert exported() == ["latin.txt"]


def test_broken_utf_8(folder: Path) -> None:
    """Bytes that no encoding explains."""
    (folder / "broken.txt").write_bytes(b"Russia \xff\xfe\x00\x81 supports Iraq")
    assert "broken.txt" in failed(kg("build", "good.txt", "broken.txt"))


def test_a_line_of_10_mb(folder: Path) -> None:
    """It is a failure, quickly, and its neighbours are read."""
    lines = [{"id": "long", "text": "Russia supports Iraq. " * 480_000}, {"id": "good.txt", "text": GOOD}]
    (folder / "rows.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    assert "1,000,000" in failed(kg("build", "rows.jsonl"))


def test_a_malformed_json_line(folder: Path) -> None:
    """File and line are named."""
    good = json.dumps({"id": "good.txt", "text": GOOD})
    (folder / "rows.jsonl").write_text('{"id": "x", "text": "Russia\n' + good + "\n")
    assert "rows.jsonl:1: the line is not JSON" in failed(kg("build", "rows.jsonl"))


def test_a_damaged_gzip_file(folder: Path) -> None:
    """Half a download."""
    whole = gzip.compress(json.dumps({"text": GOOD * 1000}).encode())
    (folder / "rows.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    assert "rows.jsonl.gz" in failed(kg("build", "good.txt", "rows.jsonl.gz"))


def test_a_malformed_csv(folder: Path) -> None:
    """A quote that is never closed."""
    (folder / "rows.csv").write_text(f'text,id\n{GOOD},good.txt\n"Russia,2\n')
    assert "rows.csv:3" in failed(kg("build", "rows.csv"))


def test_a_csv_without_a_text_column(folder: Path) -> None:
    """The hint names the option that helps."""
    (folder / "rows.csv").write_text(f"body,id\n{GOOD},good.txt\n")
    result = kg("build", "rows.csv")
    assert result.exit_code == 1
    assert "--field text=" in summary(result)["failed"][0]
    again = kg("build", "rows.csv", "--field", "text=body")
    assert again.exit_code == 0, again.stderr
    assert exported() == ["good.txt"]


def test_duplicate_ids(folder: Path) -> None:
    """The first one stands, the second is a failure that names the id."""
    rows = [{"id": "good.txt", "text": GOOD}, {"id": "good.txt", "text": "Russia supports Iraq again."}]
    (folder / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    assert "the id good.txt came before" in failed(kg("build", "rows.jsonl"))


def test_a_wrong_date_in_a_row(folder: Path) -> None:
    """The row is a failure with its line; dates are never guessed."""
    rows = [{"id": "good.txt", "text": GOOD}, {"id": "bad", "text": GOOD, "published": "19/09/2014"}]
    (folder / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    reason = failed(kg("build", "rows.jsonl"))
    assert "rows.jsonl:2" in reason
    assert "19/09/2014" in reason


def test_a_wrong_date_as_an_option(folder: Path) -> None:
    """Before anything is read."""
    one_line(kg("build", "good.txt", "--published", "tomorrow"), 2, "tomorrow", "YYYY-MM-DD")
    assert not (folder / ".kg").exists()


def test_a_document_on_which_the_pipeline_fails(folder: Path) -> None:
    """It is kept among the failures, and the rest goes on."""
    (folder / "bad.txt").write_text("Russia!!")
    assert failed(kg("build", "bad.txt", "good.txt")).endswith("bad.txt: the pipeline stumbled")
    (failure,) = [json.loads(line) for line in kg("runs", "1", "--failures").stdout.splitlines()]
    assert (failure["document"], failure["stage"]) == ("bad.txt", "extract")


def test_fail_fast_keeps_what_was_read(folder: Path) -> None:
    """The first failure ends the build, what came before it is kept."""
    (folder / "empty.txt").write_text("")
    result = kg("build", "good.txt", "empty.txt", "missing.txt", "--fail-fast")
    assert result.exit_code == 1
    assert any("the rest was not read" in remark for remark in summary(result)["note"])


def test_extract_goes_on_after_failures(folder: Path) -> None:
    """The same for `kg extract`: records on stdout, failures on stderr, code 1; the report says why nothing came."""
    (folder / "empty.txt").write_text("")
    (folder / "dull.txt").write_text("It rained.")
    result = kg("extract", "empty.txt", "dull.txt", "good.txt", "--report", "nothing.jsonl")
    assert result.exit_code == 1
    assert [json.loads(line)["document"]["id"] for line in result.stdout.splitlines()] == ["good.txt"]
    assert "empty.txt: the text is empty" in result.stderr
    assert result.stderr.splitlines()[-1] == "kg: 3 documents, 1 statements, 1 failed"
    assert [json.loads(line) for line in (folder / "nothing.jsonl").read_text().splitlines()] == [
        {
            "document": "dull.txt",
            "sentence": 0,
            "span": {"text": "It rained.", "start": 0, "end": 10},
            "reason": "no predicate",
        }
    ]


def test_extract_reads_stdin(folder: Path) -> None:
    """Text or JSON lines, by how the input starts."""
    result = kg("extract", "-", stdin=GOOD)
    assert json.loads(result.stdout)["document"]["id"].startswith("#")
    result = kg("extract", "-", stdin=json.dumps({"id": "mine", "text": GOOD}) + "\n")
    assert json.loads(result.stdout)["document"]["id"] == "mine"


# -- the home

NEED_A_HOME = [
    ["export"],
    ["load"],
    ["query", "RETURN 1 AS x"],
    ["ask", "most_active"],
    ["picture", "-o", "x.svg"],
    ["actors", "list"],
    ["actors", "show", "Iraq"],
    ["runs"],
    ["audit"],
    ["explain", "0123456789abcdef01234567"],
]


@pytest.mark.parametrize("args", NEED_A_HOME, ids=" ".join)
def test_no_home(folder: Path, args: list[str]) -> None:
    """Every command that needs one says how to make one, and makes nothing itself."""
    one_line(kg(*args), 2, "there is no home at .kg", "kg build SOURCE", "--home")
    assert sorted(path.name for path in folder.iterdir()) == ["good.txt"]


@pytest.mark.parametrize("args", [["build", "good.txt"], *NEED_A_HOME], ids=" ".join)
def test_a_home_of_a_newer_version(folder: Path, args: list[str]) -> None:
    """It is not touched."""
    make_home(folder / ".kg")
    with sqlite3.connect(folder / ".kg" / "ledger.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    one_line(kg(*args), 2, "99", "upgrade actorkg")


def test_a_damaged_ledger(folder: Path) -> None:
    """Something else in the place of the ledger."""
    make_home(folder / ".kg")
    for extra in folder.glob(".kg/ledger.sqlite-*"):
        extra.unlink()
    (folder / ".kg" / "ledger.sqlite").write_text("not a database " * 100)
    one_line(kg("runs"), 4, "ledger.sqlite", "damaged")


def test_a_deleted_graph_is_said_and_made_again(folder: Path) -> None:
    """No graph is not an empty answer."""
    assert kg("build", "good.txt").exit_code == 0
    (folder / ".kg" / "graph.kgl").unlink()
    one_line(kg("ask", "most_active"), 2, "nothing was loaded into embedded", "kg load")
    assert kg("load", "--quiet").exit_code == 0
    assert json.loads(kg("ask", "most_active").stdout)["actor"] == "Russia"


def test_a_damaged_graph_is_made_anew(folder: Path) -> None:
    """It is said, and `kg load --rebuild` mends it from the ledger."""
    assert kg("build", "good.txt").exit_code == 0
    (folder / ".kg" / "graph.kgl").write_bytes(b"RGF damaged")
    one_line(kg("ask", "most_active"), 4, "graph.kgl", "kg load")
    mended = kg("load", "--rebuild")
    assert mended.exit_code == 0, mended.stderr
    assert "made anew" in mended.stderr
    assert json.loads(kg("ask", "most_active").stdout)["actor"] == "Russia"


def test_a_graph_that_is_behind_is_said(folder: Path) -> None:
    """The rows come, with a remark."""
    assert kg("build", "good.txt").exit_code == 0
    shutil.copy(".kg/graph.kgl", "old.kgl")
    (folder / "more.txt").write_text("Russia supports Iraq, again.")
    assert kg("build", "more.txt").exit_code == 0
    shutil.copy("old.kgl", ".kg/graph.kgl")
    result = kg("query", "MATCH (a:Actor) RETURN count(a) AS actors")
    assert result.exit_code == 0
    assert "not up to date with the ledger (run `kg load`)" in result.stderr
    audit = kg("audit")
    assert audit.exit_code == 1
    assert "kg load" in audit.stderr


def test_a_store_of_another_ledger(folder: Path) -> None:
    """Neither loaded into nor asked about this ledger's actors."""
    make_home(folder / "other")
    assert kg("--home", "other", "load", "--to", "graph.json", "--quiet").exit_code == 0
    assert kg("build", "good.txt").exit_code == 0
    before = (folder / "graph.json").read_bytes()
    one_line(kg("load", "--to", "graph.json"), 2, "graph.json belongs to another ledger")
    one_line(kg("ask", "most_active", "--on", "graph.json"), 2, "graph.json belongs to another ledger")
    assert (folder / "graph.json").read_bytes() == before


def test_a_locked_home(folder: Path) -> None:
    """A second writer is told so; readers are not kept waiting; nothing is lost."""
    assert kg("build", "good.txt").exit_code == 0
    (folder / "more.txt").write_text("Russia supports Iraq, again.")
    holder = sqlite3.connect(folder / ".kg" / "writer.lock", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        one_line(kg("build", "more.txt"), 4, "another process is writing to .kg", "wait")
        assert exported() == ["good.txt"]
    finally:
        holder.close()
    assert kg("build", "more.txt").exit_code == 0
    assert exported() == ["good.txt", "more.txt"]


# -- the disk

CHILD = """
import sys
from dataclasses import replace
sys.path.insert(0, {tests!r})
from cli_examples import FakePipeline
from kg.pipeline import Pipeline
Pipeline.load = lambda *args, **kwargs: FakePipeline()
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
from kg.cli import cli
cli(sys.argv[1:], prog_name="kg")
"""


def kg_with_little_disk(size: int, *args: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process that cannot write a file larger than `size` bytes."""
    script = textwrap.dedent(CHILD).format(tests=str(Path(__file__).parent), size=size)
    return subprocess.run([sys.executable, "-c", script, *args], capture_output=True, text=True, check=False)


@pytest.fixture
def many(folder: Path) -> Path:
    """A hundred documents in one file."""
    rows = [{"id": f"d{number:03}", "text": f"{GOOD} {'x' * 2000} {number}"} for number in range(100)]
    (folder / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    return folder


def test_a_full_disk_during_a_build(many: Path) -> None:
    """One line and code 4; what was recorded stays, and with space again the same line finishes the work."""
    done = kg_with_little_disk(600_000, "build", "rows.jsonl")
    assert done.returncode == 4, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("kg: ")
    kept = exported()
    assert 0 < len(kept) < 100
    assert kept == [f"d{number:03}" for number in range(len(kept))]
    again = kg("build", "rows.jsonl")
    assert again.exit_code == 0, again.stderr
    assert f"{100 - len(kept)} new" in again.stderr
    assert f"{len(kept)} unchanged" in again.stderr
    assert exported() == [f"d{number:03}" for number in range(100)]
    assert kg("audit", "--quiet").exit_code == 0


def test_ctrl_c_keeps_what_was_read(many: Path) -> None:
    """A real signal in the middle: code 130, the line to go on; that line finishes the work."""
    script = textwrap.dedent(CHILD).format(tests=str(Path(__file__).parent), size=10**9)
    slow = "import time, cli_examples as e\nread = e.FakePipeline._read\n"
    slow += "e.FakePipeline._read = lambda self, document: (time.sleep(0.05), read(self, document))[1]\n"
    script = script.replace("from kg.cli import cli\n", f"from kg.cli import cli\n{slow}")
    command = [sys.executable, "-c", script, "build", "rows.jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        for _ in range(200):
            time.sleep(0.1)
            if kg("export", "--quiet").stdout:
                break
        child.send_signal(signal.SIGINT)
        _, stderr = child.communicate(timeout=30)
    assert child.returncode == 130, stderr
    assert stderr.splitlines()[-1].startswith("kg: interrupted; what was recorded is kept (to go on: kg ")
    assert "Traceback" not in stderr
    kept = exported()
    assert 0 < len(kept) < 100
    assert json.loads(kg("runs").stdout)["outcome"] == "interrupted"
    again = kg("build", "rows.jsonl")
    assert f"{100 - len(kept)} new" in again.stderr
    assert exported() == [f"d{number:03}" for number in range(100)]


def test_a_full_disk_during_an_export(many: Path) -> None:
    """No half file is left, and the old one stays."""
    assert kg("build", "rows.jsonl").exit_code == 0
    (many / "out.jsonl").write_text("old")
    done = kg_with_little_disk(50_000, "export", "--force", "-o", "out.jsonl")
    assert done.returncode == 4
    assert len(done.stderr.splitlines()) == 1
    assert (many / "out.jsonl").read_text() == "old"
    assert not list(many.glob(".out.jsonl*"))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="this system has no /proc to stand for a read-only disk")
def test_a_read_only_disk(folder: Path) -> None:
    """Neither a home nor an output can be made there."""
    one_line(kg("build", "good.txt", "--home", "/proc/nowhere/home"), 4, "/proc/nowhere/home", "--home")
    assert kg("build", "good.txt").exit_code == 0
    result = kg("export", "-o", "/proc/statements.jsonl")
    assert result.exit_code == 4
    assert len(result.stderr.splitlines()) == 1


def test_an_output_in_a_missing_folder(folder: Path) -> None:
    """Said before any work is done."""
    one_line(kg("extract", "good.txt", "-o", "no/such.jsonl"), 2, "the folder no does not exist")


# -- questions


@pytest.fixture
def built(folder: Path) -> Iterator[Path]:
    """A home with one statement."""
    assert kg("build", "good.txt").exit_code == 0
    return folder


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (a:Actor {uid: 'x'}) RETURN a",
        "MATCH (a) SET a.name = 'x' RETURN a",
        "MATCH (a) DETACH DELETE a",
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
        "CALL apoc.load.json('x') YIELD value RETURN value",
    ],
)
def test_a_query_that_writes_or_reads_files(built: Path, cypher: str) -> None:
    """It is refused before an engine sees it, and nothing changes."""
    one_line(kg("query", cypher), 2, "refused")
    assert json.loads(kg("query", "MATCH (a:Actor) RETURN count(a) AS n").stdout) == {"n": 2}


@pytest.mark.parametrize("cypher", ["MATCH (a RETURN a", "RETRUN 1", "", "MATCH (a:Actor) RETURN b.name AS name"])
def test_bad_cypher(built: Path, cypher: str) -> None:
    """One line and code 2."""
    result = kg("query", cypher)
    assert result.exit_code == 2, result.output
    assert len(result.stderr.splitlines()) == 1


def test_a_missing_cypher_file(built: Path) -> None:
    """The name after --file is wrong."""
    one_line(kg("query", "--file", "missing.cypher"), 2, "missing.cypher")


def test_unknown_names_are_answered_with_near_ones(built: Path) -> None:
    """Questions, parameters and actors."""
    one_line(kg("ask", "who_suports"), 2, "who_supports")
    one_line(kg("ask", "who_supports", "-p", "actr=Iraq"), 2, "did you mean actor?")
    one_line(kg("ask", "who_supports", "-p", "actor=Irak"), 2, "Iraq")
    one_line(kg("ask", "who_supports"), 2, "actor", "-p")
    one_line(kg("query", "RETURN $x AS x"), 2, "-p x=")


@pytest.mark.parametrize("args", [["load", "--to"], ["query", "RETURN 1 AS x", "--on"], ["ask", "most_active", "--on"]])
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_neo4j_that_is_down(built: Path, args: list[str], scheme: str) -> None:
    """Code 3, and a hint to start it; the ledger is as it was."""
    one_line(kg(*args, f"{scheme}://127.0.0.1:1"), 3, "127.0.0.1:1", "does not answer")
    assert exported() == ["good.txt"]


def test_a_graph_file_that_is_not_there(built: Path) -> None:
    """An empty answer would be a lie."""
    one_line(kg("query", "RETURN 1 AS x", "--on", "graph.json"), 2, "there is no file graph.json", "kg load --to")


def test_a_store_of_unknown_kind(built: Path) -> None:
    """The kinds that are known are named."""
    result = kg("load", "--to", "graph.xlsx")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert ".graphml" in result.stderr


def test_an_unexpected_error_is_one_line_with_the_way_to_the_traceback(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours does not look like a crash, and can be reported."""
    monkeypatch.setattr("kg.ledger.Ledger.runs", lambda _self: 1 / 0)
    one_line(kg("runs"), 4, "internal error: ZeroDivisionError", "--traceback")
    assert "Traceback (most recent call last)" in kg("--traceback", "runs").stderr


def test_an_interrupt_says_how_to_go_on(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code 130, and the line to continue."""

    def interrupted(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.job.build", interrupted)
    monkeypatch.setattr(sys, "argv", ["kg", "build", "good.txt", "--home", "my home"])
    line = one_line(kg("build", "good.txt"), 130, "what was recorded is kept")
    assert "to go on: kg build good.txt --home 'my home'" in line
