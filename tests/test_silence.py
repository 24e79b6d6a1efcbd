"""What gave nothing and why: rows for each clause and sentence, and a table that adds up."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from cli_examples import DOCUMENT, FIRST, FULL, SECOND, TEXT, THIRD
from gold_files import all_examples
from test_cli import kg

from kg.cli.silence import Silence, report_rows
from kg.model import Abstention, Reading, Reason
from kg.pipeline import Pipeline

EXAMPLES = all_examples()
SILENT = Abstention(2, THIRD.start, THIRD.end, THIRD.text, Reason.NOT_A_CLAUSE)
LATER = Abstention(1, 82, 99, TEXT[82:99], Reason.VERB_UNKNOWN)
READING = Reading(
    document=DOCUMENT,
    sentences=(FIRST, SECOND, THIRD),
    mentions=(),
    statements=(FULL,),
    abstentions=(SILENT, LATER),
    same_actor=(FULL,),
    clauses=3,
    clauses_with_statements=2,
    sentences_without_clause=1,
)


@cache
def _pipeline() -> Pipeline:
    return Pipeline.without_parser()


def test_rows_are_in_text_order_with_the_words_of_the_document() -> None:
    """A clause, a sentence without one, and a statement about one actor, each with its words and reason."""
    rows = list(report_rows(READING))
    assert [row["reason"] for row in rows] == ["same actor", "verb unknown", "no predicate"]
    assert [row["sentence"] for row in rows] == [1, 1, 2]
    assert rows[2] == {
        "document": "news/a.txt",
        "sentence": 2,
        "span": {"text": "It rained.", "start": 101, "end": 111},
        "reason": "no predicate",
    }
    for row in rows:
        assert TEXT[row["span"]["start"] : row["span"]["end"]] == row["span"]["text"]


def test_the_table_adds_up() -> None:
    """Sentences, clauses and reasons, the most frequent reason first."""
    silence = Silence()
    silence.add(READING)
    silence.add(READING)
    lines = silence.lines()
    assert lines[:2] == [
        "sentences   6 = 2 with statements + 4 without",
        "clauses     6 + 2 sentences that have none = 4 with statements + 4 without",
    ]
    assert lines[2].split() == ["reason", "clauses", "share", "meaning"]
    assert [line.split("  ")[0] for line in lines[3:6]] == ["no predicate", "verb unknown", "together"]
    assert lines[5].split() == ["together", "4", "100.0%"]
    assert lines[6] == "same actor  2 statements whose two ends are one actor, not written"


def test_nothing_read_is_no_table() -> None:
    """No division by zero, no empty table."""
    assert Silence().lines() == [
        "sentences   0 = 0 with statements + 0 without",
        "clauses     0 + 0 sentences that have none = 0 with statements + 0 without",
    ]


@pytest.mark.parametrize("index", range(0, len(EXAMPLES), 5))
def test_every_silent_sentence_has_a_row(index: int) -> None:
    """No sentence without a statement is without a reason."""
    reading = _pipeline().read_trees(EXAMPLES[index].document, EXAMPLES[index].trees)
    told = {s.sentence.index for s in reading.statements} | {row["sentence"] for row in report_rows(reading)}
    assert told == {s.index for s in reading.sentences}
    silence = Silence()
    silence.add(reading)
    assert silence.clauses + silence.sentences_without_clause == silence.clauses_with_statements + sum(
        silence.reasons.values()
    )


@pytest.mark.model
def test_extract_prints_the_table_on_stderr(tmp_path: Path) -> None:
    """Records stay alone on stdout; the report's lines are as many as the table says."""
    (tmp_path / "a.txt").write_text("Norway sleeps. Ghana thanked Togo.\n")
    report = tmp_path / "report.jsonl"
    result = kg("extract", str(tmp_path / "a.txt"), "--summary", "--report", str(report))
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") == 1
    assert "sentences   2 = 1 with statements + 1 without" in result.stderr
    assert "verb unknown        1  100.0%  the word has no frame" in result.stderr
    assert report.read_text().count("\n") == 1
