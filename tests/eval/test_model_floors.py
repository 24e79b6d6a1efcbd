"""The shipped language model may not get worse unseen: its main figures against the pinned bounds."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kg.errors import ConfigError
from kg.training.data import find_data


@pytest.mark.data
@pytest.mark.model
@pytest.mark.slow
def test_no_figure_of_the_model_is_worse_than_its_bound() -> None:
    """Trees, tags, lemmas, sentence ends and names of the shipped model reach what is pinned."""
    try:
        data = find_data()
    except ConfigError as error:
        pytest.skip(error.message)
    command = [sys.executable, "-m", "kg.training.evaluate", "--quick", "--data", str(data)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "worse than pinned" not in run.stderr
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.splitlines()) > 30
