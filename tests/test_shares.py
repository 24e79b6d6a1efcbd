"""The measures themselves: intervals, who counts as an actor, what counts as an answer, sentences joined from words."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sample_graph import ARCADIA, BORDURIA, make_statement

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import figures  # noqa: E402 - the benchmarks are no package
import gmb  # noqa: E402
import plv  # noqa: E402
import sentiment  # noqa: E402

from kg.model import Polarity, Statement  # noqa: E402


def backing(text: str, **changes: Any) -> Statement:
    """Arcadia, at 0, backs Borduria, at 14."""
    statement = make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA, sentence=text, **changes)
    return replace(statement, target=replace(statement.target, start=14, end=22))


def same(text: str, gold: list[int], *spans: list[int]) -> bool:
    """The scorer's comparison, made simple: equal spans."""
    return gold in list(spans)


def test_intervals_are_those_of_wilson() -> None:
    """Known values; nothing counted says nothing."""
    assert figures.wilson(50, 100) == (40.4, 59.6)
    assert figures.wilson(0, 10) == (0.0, 27.8)
    assert figures.wilson(10, 10) == (72.2, 100.0)
    assert figures.wilson(0, 0) == (0.0, 100.0)


def test_a_share_below_its_floor_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The table says so, and the caller learns it."""
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"x": {"low": 60.0, "high": 40.0}}))
    monkeypatch.setattr(figures, "FLOORS", floors)
    shares = [figures.Share("low", "a share", 5, 10, 80), figures.Share("high", "another", 5, 10)]
    assert not figures.report("Title", "x", shares)
    out = capsys.readouterr().out
    assert "a share   50.0  [23.7, 76.3]  5 of 10  target 80  floor 60  BELOW" in out
    assert "another   50.0  [23.7, 76.3]  5 of 10  floor 40\n" in out
    assert figures.report("Title", "x", shares[1:])


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("the Norwegian government", "government"),
        ("dozens of rebel fighters", "fighters"),
        ("Ilse Brandt, the chancellor of Arcadia", "brandt"),
        ("troops loyal to General Omar", "troops"),
        ("around 2,000 miners in Peru", "miners"),
        ("Arcadia's decision", "decision"),
        ("members of the Red Party", "party"),
    ],
)
def test_head_of_a_phrase(phrase: str, head: str) -> None:
    """The last word before what follows the head; counting nouns pass it on."""
    assert plv.head_word(phrase) == head


def test_things_and_places_are_no_actors() -> None:
    """A decision never is one, a place only where something is done to it."""
    text = "Arcadia condemned the decision and met Borduria in Sylvania."
    assert plv.actor_spans(text, "the decision", place=True) == ()
    assert plv.actor_spans(text, "Sylvania", place=False) == ()
    assert plv.actor_spans(text, "Sylvania", place=True) == ([51, 59],)
    assert plv.actor_spans(text, "Borduria", place=False) == ([39, 47],)
    assert plv.actor_spans(text, "a recipient", place=False) == ()


def test_each_of_joined_ends_counts() -> None:
    """ "Arcadia and Borduria" may be found as either."""
    text = "Arcadia and Borduria met the guests."
    assert plv.actor_spans(text, "Arcadia and Borduria", place=False) == ([0, 20], [0, 7], [12, 20])


def test_direction_of_a_row() -> None:
    """A statement the other way round is reversed, a symmetric one goes both ways."""
    text = "Arcadia backs Borduria."
    row = plv.Row(2, text, ([0, 7],), ([14, 22],), "SUPPORT", "past")
    straight = backing(text)
    assert plv.links(same, row, straight)
    assert not plv.links(same, row, straight, reverse=True)
    turned = plv.Row(2, text, ([14, 22],), ([0, 7],), "SUPPORT", "past")
    assert not plv.links(same, turned, straight)
    assert plv.links(same, turned, straight, reverse=True)


def test_what_became_of_a_row_has_one_name() -> None:
    """The outcomes exclude each other."""
    assert plv.outcome_of(right=True, linked=True, turned=True, silent=False) == "right"
    assert plv.outcome_of(right=False, linked=True, turned=False, silent=False) == "category"
    assert plv.outcome_of(right=False, linked=False, turned=True, silent=False) == "reversed"
    assert plv.outcome_of(right=False, linked=False, turned=False, silent=True) == "no statement"
    assert plv.outcome_of(right=False, linked=False, turned=False, silent=False) == "other ends"


@pytest.mark.parametrize(
    ("score", "polarity", "labels"),
    [
        (4.0, "AFFIRMED", {1}),
        (-4.0, "AFFIRMED", {3}),
        (4.0, "NEGATED", {3}),
        (-4.0, "NEGATED", None),
        (0.0, "AFFIRMED", None),
    ],
)
def test_an_answer_has_sign_and_direction(score: float, polarity: str, labels: set[int] | None) -> None:
    """A denied friendly act opposes; a denied hostile one and a neutral one say nothing."""
    text = "Arcadia backs Borduria."
    row = sentiment.Row(1, text, [0, 7], [14, 22], 1)
    statement = backing(text, score=score, polarity=Polarity(polarity))
    found = sentiment.answer(same, row, [statement])
    assert (None if found is None else set(found.labels)) == labels


def test_words_are_joined_as_they_were_written() -> None:
    """Clitics, brackets and stops have no space of their own."""
    words = ["Iran", "'s", "envoy", "(", "Mr.", "X", ")", "did", "n't", "leave", ",", "he", "said", "."]
    assert gmb.join_words(words) == "Iran's envoy (Mr. X) didn't leave, he said."


def test_marks_of_random_statements_hold_no_text() -> None:
    """A hundred marks of numbers, closed lists and verdicts; what is right as a whole has right ends and category."""
    path = ROOT / "tests" / "eval" / "random_statements.jsonl"
    marks = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(marks) == 100
    spans, lists = ("source", "predicate", "target"), ("relation", "category", "polarity", "modality", "phase")
    for mark in marks:
        assert set(mark) == {"sentence", *spans, *lists, "speakers", "triple", "whole"}
        assert mark["sentence"] >= gmb.BLOCK_START
        assert all(0 <= mark[span][0] < mark[span][1] for span in spans)
        assert all(mark[name] is None or mark[name].replace("_", "").isupper() for name in lists)
        assert mark["triple"] or not mark["whole"]
