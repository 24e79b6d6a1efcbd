"""The command lines that help shows work as they stand."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kg.cli.base import ExampleCommand
from kg.cli.reference import all_commands

ROOT = Path(__file__).parent.parent
EXAMPLES = [
    example
    for _, command, _ in all_commands()
    if isinstance(command, ExampleCommand)
    for example in command.examples
    if "://" not in example  # a server's address: tests of Neo4j load into one
]
pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the examples speak of, and a home built from the seeds."""
    folder = tmp_path_factory.mktemp("examples")
    (folder / "bin").mkdir()
    program = folder / "bin" / "kg"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m kg \"$@\"\n")
    program.chmod(0o755)
    (folder / "news").mkdir()
    (folder / "news" / "monday.txt").write_text("Russia supports Iraq.\n")
    (folder / "news" / "a.txt").write_text("Pavel Ivanov accused Iran.\n")
    (folder / "news" / "b.txt").write_text("Pavel Ivanov thanked France. Anna Karlsen met Ann Carlsen.\n")
    (folder / "report.txt").write_text("France criticised Iran.\n")
    (folder / "articles.jsonl").write_text('{"body": "Germany urged Russia to help Iraq.", "id": "1"}\n')
    for line in (
        f"kg build '{ROOT}/seeds/documents' news/",
        "kg load --to graph.json",
        "kg extract news/ -o statements.jsonl",
        "kg actors merge 'Anna Karlsen' 'Ann Carlsen' --reason 'one woman'",
    ):
        done = run(line, folder)
        assert done.returncode == 0, done.stderr
    return folder


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line in a shell, with `kg` the one that is tested."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KG_", "NEO4J_"))}
    env = {**kept, "PATH": f"{folder / 'bin'}{os.pathsep}{kept['PATH']}", "HOME": str(folder)}
    return subprocess.run(["sh", "-c", line], cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_help_works(prepared: Path, tmp_path: Path, example: str) -> None:
    """Exit code 0, nothing that looks like an error, and something comes of it."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    with closing(sqlite3.connect(tmp_path / ".kg" / "ledger.sqlite")) as ledger, ledger:  # its files moved with it
        ledger.execute("UPDATE stores SET address = replace(address, ?, ?)", (str(prepared), str(tmp_path)))
    before = {path.name for path in tmp_path.iterdir()}
    done = run(example, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "kg: " not in done.stderr or "documents" in done.stderr
    made = {path.name for path in tmp_path.iterdir()} - before
    assert done.stdout or made or example.startswith(("kg build", "kg runs", "kg audit"))
