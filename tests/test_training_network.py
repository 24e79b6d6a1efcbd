"""The teacher itself, where PyTorch is installed (`pip install "actorkg[teacher]"`): it learns, and twice the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch")

from training_data import write_training_data

from kg.training.teacher import Ensemble, ParsedSentence, train_teacher

WORDS = ["Peru", "met", "Chile", "again", "today", "."]


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A teacher of thirty passes over four sentences."""
    folder = tmp_path_factory.mktemp("teacher")
    train_teacher(data=write_training_data(folder / "data"), output=folder / "one", seed=1, epochs=30)
    return folder / "one"


def test_teacher_learns_the_trees_it_saw(teacher: Path) -> None:
    """After thirty passes the loss has fallen and a training sentence gets its own tree, one root and all."""
    log = [json.loads(line) for line in (teacher / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["epoch"] for row in log] == list(range(1, 31))
    assert log[-1]["loss"] < 0.5 * log[0]["loss"]
    (parsed,) = Ensemble.load([teacher]).parse([WORDS])
    assert parsed.heads == (0, 0, 0, 0, 0, 0)
    assert parsed.deps == ("ROOT", "dep", "dep", "dep", "dep", "dep")


def test_votes_outweigh_a_teacher(teacher: Path) -> None:
    """Another parser's tree wins over the teacher's where its votes weigh more; sentences come back in order."""
    vote = ParsedSentence(("NN",) * 6, (1, 1, 1, 1, 1, 1), ("dep", "ROOT", "dep", "dep", "dep", "dep"), 1.0)
    lone = ParsedSentence(("NN",), (0,), ("ROOT",), 1.0)
    first, second = Ensemble.load([teacher]).parse([["One"], WORDS], votes=[lone, vote], weight=20.0)
    assert first.heads == (0,)
    assert second.heads == (1, 1, 1, 1, 1, 1)


def test_same_seed_same_weights(teacher: Path, tmp_path: Path) -> None:
    """Two trainings with one seed write the same bytes of weights."""
    data = write_training_data(tmp_path / "data")
    for name in ("a", "b"):
        train_teacher(data=data, output=tmp_path / name, seed=3, epochs=2)
    assert (tmp_path / "a" / "weights.pt").read_bytes() == (tmp_path / "b" / "weights.pt").read_bytes()
