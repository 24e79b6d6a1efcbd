"""The main job from the command line with the shipped model: the same bytes each time, the same answers everywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds" / "documents"
pytestmark = [pytest.mark.model, pytest.mark.slow]


def kg(*args: str, cwd: Path, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run `kg` in a process of its own, with this seed of Python's string hashes."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KG_", "NEO4J_"))}
    env = {**kept, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-m", "kg", *args], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders, each with a home of the seeds that was made with other string hashes."""
    folders = tuple(tmp_path_factory.mktemp(f"seed{seed}") for seed in (1, 2))
    for seed, folder in enumerate(folders, start=1):
        done = kg("build", str(SEEDS), cwd=folder, seed=str(seed))
        assert done.returncode == 0, done.stderr
    return folders[0], folders[1]


@pytest.mark.parametrize(
    "args",
    [
        ["export", "--format", "jsonl"],
        ["export", "--format", "csv"],
        ["actors", "list"],
        ["ask", "most_active"],
        ["ask", "strongest_dyads"],
        ["query", "MATCH (a)-[r]->(b) RETURN count(*) AS relations"],
        ["extract", str(SEEDS)],
    ],
    ids=" ".join,
)
def test_the_same_input_gives_the_same_bytes(homes: tuple[Path, Path], args: list[str]) -> None:
    """Nothing depends on the order of sets, the clock or the home."""
    one, other = kg(*args, cwd=homes[0], seed="3"), kg(*args, cwd=homes[1], seed="4")
    assert one.returncode == 0, one.stderr
    assert one.stdout
    assert one.stdout == other.stdout


@pytest.mark.parametrize("name", ["graph.svg", "graph.html"])
def test_the_same_ledger_gives_the_same_picture(homes: tuple[Path, Path], name: str) -> None:
    """To the byte."""
    for seed, folder in enumerate(homes, start=5):
        assert kg("picture", "-o", name, "--force", cwd=folder, seed=str(seed)).returncode == 0
    assert (homes[0] / name).read_bytes() == (homes[1] / name).read_bytes()


def test_extract_and_build_find_the_same(homes: tuple[Path, Path]) -> None:
    """The records of `kg extract` are those of the ledger, but for the origin, which a ledger alone can know."""

    def records(text: str) -> dict[str, dict[str, object]]:
        found = {}
        for record in map(json.loads, text.splitlines()):
            record["document"]["origin"] = None
            found[record["sid"]] = record
        return found

    extracted = records(kg("extract", str(SEEDS), cwd=homes[0]).stdout)
    exported = records(kg("export", cwd=homes[0]).stdout)
    assert len(exported) > 100
    assert extracted == exported


def test_a_second_build_reads_nothing_again(homes: tuple[Path, Path]) -> None:
    """All documents are unchanged, and the graph with them."""
    done = kg("build", str(SEEDS), cwd=homes[0])
    found = done.stderr.splitlines()[0]
    assert " 0 new + 0 replaced + " in found
    assert found.endswith(" 0 retracted + 0 failed")
    loaded = [json.loads(line) for line in kg("load", cwd=homes[0]).stdout.splitlines()]
    assert {row["added"] + row["changed"] + row["removed"] for row in loaded} == {0}


def test_the_audit_finds_nothing(homes: tuple[Path, Path]) -> None:
    """Every offset of every statement stands in its text; embedded graph and file hold what the ledger holds."""
    assert kg("load", "--to", "graph.json", cwd=homes[0]).returncode == 0
    audit = kg("audit", "--on", "embedded", "--on", "graph.json", cwd=homes[0])
    assert audit.returncode == 0, audit.stdout


def test_all_stores_of_the_home_answer_alike(homes: tuple[Path, Path]) -> None:
    """Counts by relation and category, in the embedded graph, a live NetworkX graph and its files."""
    assert kg("load", "--to", "graph.graphml", cwd=homes[0]).returncode == 0
    assert kg("load", "--to", "graph.json", cwd=homes[0]).returncode == 0
    cypher = (
        "MATCH (a:Actor)-[r]->(b:Actor) RETURN type(r) AS kind, r.relation AS relation, r.category AS category,"
        " count(*) AS number ORDER BY kind, relation, category"
    )
    answers = {
        target: kg("query", cypher, "--on", target, cwd=homes[0]).stdout
        for target in ("embedded", "networkx", "graph.json", "graph.graphml")
    }
    assert len(answers["embedded"].splitlines()) > 20
    assert len(set(answers.values())) == 1
