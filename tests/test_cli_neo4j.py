"""Neo4j from the command line: load, ask, and a server that refuses the login."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_examples import make_home
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.settings import read_settings
from kg.store import open_store

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two statements."""
    return make_home(tmp_path_factory.mktemp("neo4j-cli") / "home")


@pytest.fixture
def empty_server(neo4j_uri: str) -> Iterator[str]:
    """A server whose database is empty before and after."""
    for _ in range(2):
        with open_store(neo4j_uri, settings=read_settings({})) as store:
            store.clear()
        if _ == 0:
            yield neo4j_uri


def kg(*args: str, home: Path, **env: str) -> Result:
    """Run the command line in this process, with these variables and no others of Neo4j's."""
    clean: dict[str, str | None] = {"NEO4J_URI": None, "NEO4J_USERNAME": None, "NEO4J_PASSWORD": None}
    return CliRunner().invoke(cli, ["--home", str(home), *args], env={**clean, **env}, prog_name="kg")


def test_load_twice_then_ask(home: Path, empty_server: str) -> None:
    """The second load changes nothing, and the answers are those of the embedded graph."""
    assert kg("query", "RETURN 1 AS x", "--on", empty_server, home=home).exit_code == 2
    added = [
        {row["what"]: row["added"] for row in map(json.loads, result.stdout.splitlines())}
        for result in (kg("load", "--to", empty_server, home=home) for _ in range(2))
    ]
    assert added == [
        {"actors": 6, "documents": 1, "statements": 2, "mentions": 6},
        {"actors": 0, "documents": 0, "statements": 0, "mentions": 0},
    ]
    for args in (["ask", "who_supports", "-p", "actor=Iraq"], ["ask", "denied_statements", "-p", "actor=Iran"]):
        here, there = kg(*args, home=home), kg(*args, "--on", empty_server, home=home)
        assert here.exit_code == 0, here.stderr
        assert there.stdout == here.stdout
    assert kg("audit", "--on", empty_server, home=home).exit_code == 0


def test_a_database_of_another_ledger_is_refused(home: Path, empty_server: str, tmp_path: Path) -> None:
    """Code 2, and nothing is written."""
    assert kg("load", "--to", empty_server, home=home).exit_code == 0
    other = make_home(tmp_path / "other")
    result = kg("load", "--to", empty_server, home=other)
    assert result.exit_code == 2
    assert "belongs to another ledger" in result.stderr
    assert kg("audit", "--on", empty_server, home=home).exit_code == 0


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_refused_login(home: Path, locked_neo4j_uri: str, password: str) -> None:
    """Code 3, one line that names the variables, and the password never shown."""
    result = kg("load", "--to", locked_neo4j_uri, home=home, NEO4J_PASSWORD=password)
    assert result.exit_code == 3, result.output
    assert len(result.stderr.splitlines()) == 1
    assert "NEO4J_PASSWORD" in result.stderr
    assert "wrong" not in result.stderr


def test_doctor_tries_the_server_that_is_set(home: Path, empty_server: str) -> None:
    """A row of its own; a server that is down is a problem."""

    def row(uri: str) -> dict[str, str]:
        rows = map(json.loads, kg("doctor", home=home, NEO4J_URI=uri).stdout.splitlines())
        return next(row for row in rows if row["check"] == "Neo4j")

    assert row(empty_server)["state"] == "ok"
    assert row("bolt://127.0.0.1:1")["state"] == "problem"
