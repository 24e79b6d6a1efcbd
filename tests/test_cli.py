"""The command line as a user meets it: help, options, output, errors."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import click
import pytest
from cli_examples import FULL, PLAIN, make_home
from click.testing import CliRunner, Result

from kg.cli import COMMANDS, cli
from kg.cli.base import ExampleCommand
from kg.cli.reference import all_commands
from kg.records import statement_from_record

LEAVES = [(name, command) for name, command, _ in all_commands() if not isinstance(command, click.Group)]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one document, two statements and one failure; nobody writes to it."""
    return make_home(tmp_path_factory.mktemp("cli") / "home")


def kg(
    *args: str, home: Path | None = None, stdin: str | None = None, env: dict[str, str | None] | None = None
) -> Result:
    """Run the command line in this process."""
    before = () if home is None else ("--home", str(home))
    return CliRunner().invoke(cli, [*before, *args], input=stdin, env=env, prog_name="kg")


def rows(result: Result) -> list[dict[str, object]]:
    """Return the JSON lines of a result that is fine."""
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


# -- help


def test_help_is_fast() -> None:
    """`kg --help` takes under 0.3 seconds: processor time, the best of three."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "kg", "--help"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 0.3


def test_the_commands_are_those_of_the_contract() -> None:
    """Commands that do not exist yet are absent."""
    assert list(COMMANDS) == [
        *("build", "extract", "load", "query", "ask", "picture", "export", "explain", "actors", "retract", "ledger"),
        *("runs", "doctor", "audit", "config", "completion"),
    ]
    assert {name for name, _ in LEAVES if " " in name.removeprefix("kg ")} == {
        "kg actors list",
        "kg actors merge",
        "kg actors review",
        "kg actors show",
        "kg actors split",
        "kg actors undo",
        "kg config show",
        "kg ledger import",
    }


@pytest.mark.parametrize(("name", "command"), LEAVES)
def test_help_opens_with_two_examples(name: str, command: click.Command) -> None:
    """Summary, then at least two command lines to copy; the summary fits the list of commands."""
    assert isinstance(command, ExampleCommand)
    assert len(command.examples) >= 2
    assert all(f"{name}" in example for example in command.examples)
    result = kg(*name.split()[1:], "--help")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[4] == "Examples:"
    assert lines[5] == f"  {command.examples[0]}"
    assert len(command.get_short_help_str(200)) <= 64


@pytest.mark.parametrize(("name", "command"), LEAVES)
def test_every_option_is_explained(name: str, command: click.Command) -> None:
    """No option without a word of help."""
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert silent == []


def test_a_misspelt_command_is_answered_with_the_right_one() -> None:
    """One line, and the nearest name."""
    result = kg("biuld", "news")
    assert result.exit_code == 2
    assert result.stderr == "kg: there is no command 'biuld'; did you mean kg build? (see `kg --help`)\n"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["build"], "Missing argument"),
        (["build", "--limit", "many", "x"], "'many' is not a valid integer"),
        (["build", "--field", "body", "x"], "'body' is not OURS=THEIRS"),
        (["query"], "give the Cypher either as an argument or with --file"),
        (["query", "RETURN 1", "--file", "x"], "give the Cypher either as an argument or with --file"),
        (["query", "RETURN 1 AS x", "-p", "name"], "'name' is not NAME=VALUE"),
        (["query", "RETURN 1 AS x", "-p", "a=1", "-p", "a=2"], "a is given twice"),
        (["picture", "-o", "x.png"], "x.png ends neither in .html nor in .svg"),
        (["picture", "--from", "yesterday", "-o", "x.svg"], "'yesterday' is not an ISO day"),
        (["picture", "--actor", "a", "--backbone", "-o", "x.svg"], "exclude each other"),
        (["export", "-o", "statements"], "does not say the format"),
        (["completion", "tcsh"], "'tcsh' is not one of 'bash', 'zsh', 'fish'"),
        (["actors", "list", "--nonsense"], "No such option"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(args: list[str], words: str) -> None:
    """What is wrong, and where the help is."""
    result = kg(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("kg: ")
    assert words in result.stderr
    assert "--help`" in result.stderr


# -- settings


def test_home_is_taken_before_and_after_the_command(tmp_path: Path) -> None:
    """And the one after the command wins; both win over KG_HOME."""
    shown = rows(kg("config", "show", "--home", str(tmp_path), home=Path("/other"), env={"KG_HOME": "/third"}))
    assert shown[0] == {"setting": "home", "value": str(tmp_path), "origin": "argument"}
    shown = rows(kg("config", "show", home=Path("/other"), env={"KG_HOME": "/third"}))
    assert shown[0] == {"setting": "home", "value": "/other", "origin": "argument"}
    shown = rows(kg("config", "show", env={"KG_HOME": "/third"}))
    assert shown[0] == {"setting": "home", "value": "/third", "origin": "environment KG_HOME"}


def test_the_password_is_not_shown() -> None:
    """Only that it is set."""
    result = kg("config", "show", env={"NEO4J_PASSWORD": "hunter2"})
    assert "hunter2" not in result.output
    assert '{"setting": "neo4j_password", "value": "(set)", "origin": "environment NEO4J_PASSWORD"}' in result.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str) -> None:
    """Something that the shell can source, and nothing on stderr."""
    result = kg("completion", shell)
    assert result.exit_code == 0
    assert "_KG_COMPLETE" in result.stdout
    assert result.stderr == ""


def test_completion_knows_commands() -> None:
    """The protocol behind the script answers with the names that fit."""
    env = {**os.environ, "_KG_COMPLETE": "bash_complete", "COMP_WORDS": "kg ex", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()"], env=env, capture_output=True, text=True, check=False
    )
    assert [line.partition(",")[2] for line in done.stdout.splitlines()] == ["extract", "export", "explain"]


# -- a home


def test_export_gives_the_statements_back(home: Path) -> None:
    """JSON lines on stdout, the count on stderr."""
    result = kg("export", home=home)
    assert [statement_from_record(record) for record in rows(result)] == [PLAIN, FULL]
    assert result.stderr == "2 statements written\n"


def test_export_takes_the_format_from_the_name(home: Path, tmp_path: Path) -> None:
    """A .csv is a CSV; a file that is there is not overwritten without --force."""
    target = tmp_path / "statements.csv"
    assert kg("export", "-o", str(target), home=home).exit_code == 0
    assert [row["relation"] for row in csv.DictReader(io.StringIO(target.read_text()))] == ["SUPPORTS", "ARMS"]
    again = kg("export", "-o", str(target), home=home)
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert kg("export", "-o", str(target), "--force", "--quiet", home=home).stderr == ""


def test_actors_are_listed_by_statements(home: Path) -> None:
    """Each actor of the graph with its counts."""
    listed = rows(kg("actors", "list", home=home))
    assert [(row["name"], row["statements"]) for row in listed][:2] == [("Iraq", 1), ("Iran", 1)] or [
        row["name"] for row in listed
    ][:4] == ["=rebels", "Iran", "Iraq", "Russia"]
    assert {row["name"] for row in listed} == {"=rebels", "Iran", "Iraq", "Russia", "Rogachev", "Mosul"}
    assert [row["name"] for row in rows(kg("actors", "list", "--kind", "PERSON", home=home))] == ["Rogachev"]
    assert len(rows(kg("actors", "list", "--top", "2", home=home))) == 2


def test_an_actor_is_shown_by_name_or_uid(home: Path) -> None:
    """Who it is and what it does."""
    for name in ("Russia", "Q159", "russia"):
        shown = [(row["field"], row["value"]) for row in rows(kg("actors", "show", name, home=home))]
        assert ("uid", "Q159") in shown
        assert ("does", "SUPPORTS Iraq (1)") in shown
        assert ("statements as speaker", 1) in shown


def test_an_unknown_actor_is_answered_with_the_nearest(home: Path) -> None:
    """Code 2, one line."""
    result = kg("actors", "show", "Rusia", home=home)
    assert result.exit_code == 2
    assert result.stderr.startswith("kg: ")
    assert "Russia" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_runs_are_listed_and_shown(home: Path) -> None:
    """What was run, what came of it, what failed."""
    (run,) = rows(kg("runs", home=home))
    assert (run["run"], run["outcome"], run["documents"], run["failed"]) == ("1", "done", 2, 1)
    details = {str(row["field"]): row["value"] for row in rows(kg("runs", "1", home=home))}
    assert details["count statements"] == 2
    assert details["pipeline"] == "newswire@1"
    (failure,) = rows(kg("runs", "1", "--failures", home=home))
    assert failure["reason"] == "the text is empty"
    assert kg("runs", "7", home=home).exit_code == 2


def test_query_answers_in_every_format(home: Path) -> None:
    """The same row as JSON lines, JSON, CSV and table."""
    cypher = "MATCH (a:Actor)-[r:SUPPORTS]->(b:Actor) RETURN a.name AS who, b.name AS whom, r.score AS score"
    expected = {"who": "Russia", "whom": "Iraq", "score": 4.0}
    assert rows(kg("query", cypher, home=home)) == [expected]
    assert json.loads(kg("query", cypher, "--format", "json", home=home).stdout) == [expected]
    assert kg("query", cypher, "--format", "csv", home=home).stdout == "who,whom,score\nRussia,Iraq,4.0\n"
    table = kg("query", cypher, "--format", "table", home=home).stdout.splitlines()
    assert (table[0].split(), table[-1].split()) == (["who", "whom", "score"], ["Russia", "Iraq", "4"])


def test_query_takes_parameters_files_and_stdin(home: Path, tmp_path: Path) -> None:
    """JSON values keep their type; anything else is text."""
    cypher = "MATCH (a:Actor {name: $name}) RETURN a.uid AS uid"
    (tmp_path / "q.cypher").write_text(cypher)
    for args, stdin in (((cypher,), None), (("--file", str(tmp_path / "q.cypher")), None), (("--file", "-"), cypher)):
        assert rows(kg("query", *args, "-p", "name=Iran", home=home, stdin=stdin)) == [{"uid": "Q794"}]
    typed = kg("query", "RETURN $n + 1 AS n, $s AS s", "-p", "n=41", "-p", "s=NaN", home=home)
    assert rows(typed) == [{"n": 42, "s": "NaN"}]


def test_a_limited_answer_says_so(home: Path) -> None:
    """The rows on stdout, the remark on stderr."""
    result = kg("query", "MATCH (a:Actor) RETURN a.name AS name ORDER BY name", "--limit", "2", home=home)
    assert len(rows(result)) == 2
    assert "only the first 2 rows" in result.stderr


def test_a_question_can_be_shown() -> None:
    """Its header and its Cypher, without a home; what is shown is what is asked."""
    result = kg("ask", "who_supports", "--show", home=Path("nowhere"))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("// summary: ")
    assert "MATCH" in result.stdout
    assert "$actor" in result.stdout


def test_questions_are_listed_without_a_home() -> None:
    """Name, parameters (optional ones in brackets), summary, columns."""
    listed = {row["name"]: row for row in rows(kg("ask", home=Path("nowhere")))}
    assert len(listed) >= 12
    assert str(listed["who_supports"]["parameters"]).startswith("actor [")
    assert all(row["summary"] and row["columns"] for row in listed.values())


def test_load_twice_changes_nothing(home: Path) -> None:
    """The embedded graph was up to date already."""
    loaded = {str(row["what"]): row for row in rows(kg("load", home=home))}
    assert loaded["statements"] == {"what": "statements", "added": 0, "changed": 0, "removed": 0, "unchanged": 2}
    assert loaded["documents"]["unchanged"] == 1


def test_load_into_a_file_and_ask_it(home: Path, tmp_path: Path) -> None:
    """A NetworkX file is a store like the others."""
    graph = tmp_path / "graph.json"
    assert rows(kg("load", "--to", str(graph), home=home))[2]["added"] == 2
    cypher = "MATCH (a)-[r:NONFACTUAL]->(b) RETURN a.name AS who, r.relation AS relation, r.phase AS phase"
    answer = rows(kg("query", cypher, "--on", str(graph), home=home))
    assert answer == [{"who": "Iran", "relation": "ARMS", "phase": "ENDS"}]


def test_progress_of_a_build_that_fails_is_no_traceback(tmp_path: Path) -> None:
    """A missing source is one line, whatever was set up before."""
    result = kg("build", str(tmp_path / "missing"), home=tmp_path / "home")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert not (tmp_path / "home").exists()


# -- streams


def run(*args: str, home: Path, **more: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "kg", "--home", str(home), *args]
    return subprocess.run(command, text=True, check=False, stderr=subprocess.PIPE, **more)  # type: ignore[call-overload]


def test_a_closed_pipe_ends_quietly(home: Path) -> None:
    """`kg export | head -0` says nothing."""
    read, write = os.pipe()
    os.close(read)
    done = run("export", "--quiet", home=home, stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_stdout_is_one_line_and_code_4(home: Path) -> None:
    """What could not be written is not passed over."""
    with Path("/dev/full").open("w") as full:
        done = run("export", "--quiet", home=home, stdout=full)
    assert done.returncode == 4
    assert done.stderr == (
        "kg: cannot read or write (No space left on device)"
        " (the disk is full; free some space and run the same line again)\n"
    )


def test_no_color_is_respected(home: Path) -> None:
    """NO_COLOR and --color never beat a terminal; --color always beats a pipe."""
    plain = kg("query", "MATCH (a:Nobody) RETURN a.name AS name", "--format", "table", "--color", "never", home=home)
    assert "\x1b" not in plain.output
    colored = kg("--color", "always", "nonsense")
    assert "\x1b[" in colored.stderr
    assert "\x1b" not in kg("nonsense", env={"NO_COLOR": "1"}).stderr
