"""Extraction on Ray: two actors on a local cluster give the bytes of a plain build, at once or by way of shards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

if not os.environ.get("CI"):
    pytest.importorskip("ray.data")

ROOT = Path(__file__).parent.parent
pytestmark = [pytest.mark.model, pytest.mark.slow]

ROWS = [
    {"id": "a", "text": "Russia supports Iraq. Iran denied that it attacked Israel.", "published": "2014-09-19"},
    {"text": "France and Germany urged Russia to help Iraq.", "publisher": "Herald"},
    {"id": "b", "text": "Sergei Lavrov met John Kerry in Geneva. He said Russia would not attack Ukraine."},
    {"id": "e", "text": 7},
    {"id": "c", "text": ""},
    {"id": "d", "text": "Turkey may impose sanctions on Syria, the minister said."},
]


def kg(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `kg` in a process of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KG_", "NEO4J_", "RAY_"))}
    done = subprocess.run(
        [sys.executable, "-m", "kg", *args], cwd=cwd, env=kept, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_ray_gives_the_bytes_of_a_plain_build(tmp_path: Path) -> None:
    """The same export, the same counts, the same failures; the shards are taken in by another home just so."""
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    (tmp_path / "note.txt").write_text("Egypt criticised Ethiopia on Monday.\n", encoding="utf-8")
    sources = ("rows.jsonl", "note.txt")
    plain = kg("build", *sources, "--home", "plain", cwd=tmp_path)
    on_ray = kg("build", *sources, "--engine", "ray", "--workers", "2", "--shards", "shards", cwd=tmp_path)
    assert plain.returncode == on_ray.returncode == 1
    found = "documents   7 found = 5 new + 0 replaced + 0 unchanged + 0 retracted + 2 failed"
    assert found in plain.stderr.splitlines()
    assert found in on_ray.stderr.splitlines()
    assert "kg ledger import shards" in on_ray.stderr
    assert kg("ledger", "import", "shards", "--home", "far", cwd=tmp_path).returncode == 1
    exports = [kg("export", "--format", "jsonl", "--home", home, cwd=tmp_path).stdout for home in ("plain", "far")]
    assert exports[0] == exports[1]
    assert len(exports[0].splitlines()) >= 6
    assert kg("audit", "--home", "far", cwd=tmp_path).returncode == 0
