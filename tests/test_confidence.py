"""The chance that a statement is right: features, weights, their sum, and what a wrong file says."""

from __future__ import annotations

from dataclasses import replace
from math import isclose
from pathlib import Path

import pytest
from sample_graph import ARCADIA, BORDURIA, make_statement

from kg.confidence import Confidence, features, read_confidence
from kg.errors import ConfigError
from kg.pipeline import Pipeline

PLAIN = make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA)


def test_no_weights_leave_the_chance_at_the_intercept() -> None:
    """A table without weights gives every statement the same chance."""
    assert Confidence(0.0, {}).of(PLAIN) == 0.5
    assert Confidence(-1.0986, {}).of(PLAIN) == 0.25


def test_weights_of_its_features_are_added() -> None:
    """The sum of intercept and weights goes through the logistic function; other features do not count."""
    first = next(features(PLAIN))
    table = Confidence(0.5, {first: 0.5986, f"category {PLAIN.category}": 0.0, "rule of nobody": 9.0})
    assert table.of(PLAIN) == 0.75


def test_reasons_come_strongest_first() -> None:
    """The features with a weight, by how much they weigh, whatever the sign."""
    names = [f"category {PLAIN.category}", f"relation {PLAIN.relation}", f"polarity {PLAIN.polarity}"]
    table = Confidence(0.0, dict(zip(names, (0.1, -0.7, 0.3), strict=True)))
    assert [name for name, _ in table.reasons(PLAIN)] == [names[1], names[2], names[0]]


def test_features_do_not_depend_on_the_confidence_given() -> None:
    """What was measured before has no part in what is measured."""
    assert list(features(replace(PLAIN, confidence=0.1))) == list(features(replace(PLAIN, confidence=None)))


def test_the_shipped_pipeline_gives_every_statement_a_chance() -> None:
    """Its table is read, and its weights are numbers that tell features apart."""
    confidence = Pipeline.without_parser().confidence
    assert confidence is not None
    assert 0 < confidence.of(PLAIN) < 1
    assert isclose(confidence.of(PLAIN), round(confidence.of(PLAIN), 2))
    assert len(confidence.weights) > 100
    assert min(confidence.weights.values()) < 0 < max(confidence.weights.values())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[weights]\n", "intercept"),
        ("intercept = true\n[weights]\n", "intercept"),
        ("intercept = 1\n", "weights"),
        ('intercept = 1\n[weights]\n"rule x" = "much"\n', "weights.rule x"),
    ],
)
def test_a_wrong_file_names_its_key(tmp_path: Path, text: str, key: str) -> None:
    """What is missing or no number is a configuration error that names file and key."""
    path = tmp_path / "confidence.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_confidence(path)
    assert caught.value.key == key
