"""Who is who in texts of our own, read by the shipped pipeline: nobody is merged with somebody else."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXTS = tomllib.loads((ROOT / "tests" / "eval" / "identity_pairs.toml").read_text(encoding="utf-8"))["text"]


def test_pairs_are_many_and_stand_in_their_texts() -> None:
    """Three hundred pairs and more, each once, of words that their text holds."""
    pairs = [
        (row["text"], kind, *pair) for row in TEXTS for kind in ("same", "different") for pair in row.get(kind, ())
    ]
    assert len(pairs) >= 340
    assert len(set(pairs)) == len(pairs)
    assert [words for text, _, *both in pairs for words in both if words not in text] == []


@pytest.mark.model
@pytest.mark.slow
def test_no_two_actors_are_merged_and_few_names_of_one_are_missed() -> None:
    """No pair of two actors leads to one; 95 of 100 pairs of one actor do."""
    script = ROOT / "benchmarks" / "identity.py"
    run = subprocess.run([sys.executable, str(script), "--json"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert run.returncode in (0, 1), run.stderr
    measured = json.loads(run.stdout)["identity"]
    assert measured["apart"] == 100
    assert measured["joined"] >= 95
