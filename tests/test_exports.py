"""Exports: the complete records as JSON lines, flat rows as CSV, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json

import pytest
from cli_examples import FULL, PLAIN

from kg.errors import ConfigError
from kg.exports import EXPORTS, export_statements
from kg.exports.csv import COLUMNS, defuse
from kg.records import statement_from_record


def exported(output_format: str) -> str:
    stream = io.StringIO()
    assert export_statements(iter([PLAIN, FULL]), stream, output_format=output_format) == 2
    return stream.getvalue()


def test_json_lines_are_the_whole_statement() -> None:
    """Reading the lines back gives the very statements."""
    lines = exported("jsonl").splitlines()
    assert [statement_from_record(json.loads(line)) for line in lines] == [PLAIN, FULL]


def test_csv_has_a_header_and_a_flat_row_each() -> None:
    """Every column is there, and lists are joined."""
    rows = list(csv.DictReader(io.StringIO(exported("csv"))))
    assert [len(row) for row in rows] == [42, 42]
    plain, full = rows
    assert (plain["source"], plain["relation"], plain["target"]) == ("Russia", "SUPPORTS", "Iraq")
    assert (plain["factual"], plain["score"], plain["speakers"], plain["condition"]) == ("true", "4.0", "Rogachev", "")
    assert (full["polarity"], full["modality"], full["phase"], full["factual"]) == (
        "NEGATED",
        "PLANNED",
        "ENDS",
        "false",
    )
    assert (full["cues"], full["condition"]) == ("will; no longer", "if it rains")
    assert (full["speakers"], full["speaker_uids"]) == ("It; Russia; Iraq", "; Q159; Q796")
    assert (full["date_from"], full["date_to"], full["date_text"]) == ("2014-09-15", "2014-09-15", "Monday")
    assert (full["place"], full["matter"], full["confidence"]) == ("Mosul", "rebels in Mosul", "0.75")


def test_csv_defuses_formulas_and_keeps_numbers() -> None:
    """An actor called `=rebels` does not become a formula."""
    rows = list(csv.DictReader(io.StringIO(exported("csv"))))
    assert rows[1]["target"] == "'=rebels"
    assert defuse(-4.0) == -4.0


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", "  =1", "＝1", "－1"])
def test_every_formula_start_is_defused(text: str) -> None:
    """Leading blanks and full-width signs do not get around it."""
    assert defuse(text) == "'" + text


@pytest.mark.parametrize("output_format", sorted(EXPORTS))
def test_no_statements_give_an_empty_file(output_format: str) -> None:
    """Nothing in, no rows out."""
    stream = io.StringIO()
    assert export_statements([], stream, output_format=output_format) == 0
    assert stream.getvalue() == {"jsonl": "", "csv": ",".join(COLUMNS) + "\n"}[output_format]


@pytest.mark.parametrize("output_format", sorted(EXPORTS))
def test_the_same_statements_give_the_same_bytes(output_format: str) -> None:
    """Two exports do not differ, and lines end in a line feed alone."""
    assert exported(output_format) == exported(output_format)
    assert "\r" not in exported(output_format)


def test_an_unknown_format_is_named() -> None:
    """The hint lists the formats there are."""
    with pytest.raises(ConfigError, match="xlsx") as caught:
        export_statements([], io.StringIO(), output_format="xlsx")
    assert caught.value.hint == "formats: csv, jsonl"
