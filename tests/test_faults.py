"""What goes wrong around a build: kills, a full disk, a home that cannot be written, two builds at once."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from worker_reader import Obedient

sys.path.insert(0, str(Path(__file__).parent / "torture"))

from kills import Trial, write_source

from kg.errors import LedgerError
from kg.job import build
from kg.ledger import Ledger
from kg.ledger import ledger as ledger_module
from kg.ledger.audit import audit
from kg.records import record_line, statement_to_record

VICTIM = Path(__file__).parent / "torture" / "victim.py"


def run(
    home: Path,
    source: Path | str = "",
    *targets: str,
    before: Callable[[], None] | None = None,
    as_nobody: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Build and load in a process of its own, in which `before` is called first."""
    line = [sys.executable, str(VICTIM), str(home), "1", str(source), *targets]
    env = {**os.environ, "KG_VICTIM_NOBODY": "1" if as_nobody else ""}
    return subprocess.run(line, capture_output=True, text=True, check=False, preexec_fn=before, env=env)


def export(home: Path) -> str:
    """Return the statements of a home as JSON lines."""
    with Ledger.open(home, readonly=True) as ledger:
        return "".join(record_line(statement_to_record(statement)) + "\n" for statement in ledger.statements())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two hundred documents."""
    write_source(tmp_path / "source.jsonl", 200)
    return tmp_path / "source.jsonl"


def test_kills_lose_nothing(tmp_path: Path) -> None:
    """A round of `make torture`: builds and loads are killed, go on, and end as if nothing had been."""
    trial = Trial(tmp_path, documents=100)
    trial.round(0, random.Random(20261123))
    assert trial.kills.total() >= 1


@pytest.mark.parametrize("kilobytes", [40, 300])
def test_full_disk(tmp_path: Path, source: Path, kilobytes: int) -> None:
    """The build ends with exit code 4 and says why; what was recorded stays, and the next build does the rest."""
    home = tmp_path / "home"

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    done = run(home, source, before=limit)
    assert done.returncode == 4, done.stderr
    assert done.stderr.startswith("kg: cannot ")
    assert "internal error" not in done.stderr
    assert run(home, source).returncode == 0
    with Ledger.open(home, readonly=True) as ledger:
        assert audit(ledger).is_sound
    assert run(tmp_path / "other", source).returncode == 0
    assert export(home) == export(tmp_path / "other") != ""


def test_home_that_cannot_be_written(tmp_path: Path, source: Path) -> None:
    """Building, and loading what is new, end with exit code 4; loading what is there already works."""
    home = tmp_path / "home"
    assert run(home, source, "embedded").returncode == 0
    write_source(source, 201)
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    home.chmod(0o555)
    try:
        built = run(home, source, as_nobody=True)
        assert built.returncode == 4, built.stderr
        assert built.stderr.startswith(f"kg: cannot open {home}: it is read-only"), built.stderr
        again = run(home, "", "embedded", as_nobody=True)
        assert again.returncode == 0, again.stderr
        other = run(home, "", str(tmp_path / "graph.json"), as_nobody=True)
        assert (other.returncode, "read-only" in other.stderr) == (4, True), other.stderr
    finally:
        home.chmod(0o755)


def test_disk_that_fills_up_in_mid_build(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches before the fault stay, the run is called failed, and the next build does the rest."""
    put, calls = ledger_module.put_reading, []

    def fail(connection: sqlite3.Connection, *args: object, **options: object) -> None:
        calls.append(args)
        if len(calls) > 40:
            raise sqlite3.OperationalError("database or disk is full")
        put(connection, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger_module, "put_reading", fail)
    with pytest.raises(LedgerError) as caught:
        build([source], home=tmp_path / "home", pipeline=Obedient())
    assert caught.value.message == f"cannot write to {tmp_path / 'home'}: the disk is full"
    monkeypatch.undo()
    with Ledger.open(tmp_path / "home", readonly=True) as ledger:
        assert ledger.runs()[0].outcome == "failed"
        assert len(list(ledger.documents())) == 32
    report = build([source], home=tmp_path / "home", pipeline=Obedient())
    assert (report.unchanged, report.new) == (32, 168)


def test_two_builds_at_once(tmp_path: Path, source: Path) -> None:
    """The second says so and can be repeated; readers are not kept waiting."""
    home = tmp_path / "home"
    with Ledger.open(home, create=True) as first:
        made = first.start_run(pipeline="p", model="m", digest="d", sources=[])
        second = run(home, source)
        assert second.returncode == 4
        assert f"kg: another process is writing to {home}" in second.stderr
        with Ledger.open(home, readonly=True) as reader:
            assert list(reader.documents()) == []
        first.finish_run(made)
    assert run(home, source).returncode == 0
