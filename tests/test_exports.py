"""Exports: the complete records as JSON lines, flat rows as CSV, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from cli_examples import FULL, PLAIN
from sample_graph import SampleLedger, make_ledger

from kg.errors import ConfigError
from kg.exports import EXPORTS, BinaryExport, TextExport
from kg.exports.csv import COLUMNS, defuse
from kg.records import statement_from_record, statement_to_record
from kg.store import LedgerMark, open_store
from kg.sync import load

TEXT_FORMATS = sorted(name for name, export in EXPORTS.items() if isinstance(export, TextExport))


def exported(output_format: str, ledger: SampleLedger | None = None) -> str:
    """Return what an export of the two example statements, or of a ledger, writes."""
    export = EXPORTS[output_format]
    assert isinstance(export, TextExport)
    ledger = ledger or SampleLedger(statement_list=[PLAIN, FULL])
    stream = io.StringIO()
    assert export.write(ledger, stream) == len(ledger.statement_list)
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


@pytest.mark.parametrize("output_format", TEXT_FORMATS)
def test_the_same_ledger_gives_the_same_bytes(output_format: str) -> None:
    """Two exports do not differ, and lines end in a line feed alone."""
    written = exported(output_format, make_ledger())
    assert written == exported(output_format, make_ledger())
    assert "\r" not in written
    assert written.endswith("\n")


@pytest.mark.parametrize(("output_format", "expected"), [("jsonl", ""), ("csv", ",".join(COLUMNS) + "\n")])
def test_no_statements_give_an_empty_file(output_format: str, expected: str) -> None:
    """Nothing in, no rows out."""
    assert exported(output_format, SampleLedger()) == expected


@pytest.mark.parametrize("output_format", ["graphml", "gexf"])
def test_graph_files_hold_what_a_load_writes(output_format: str, tmp_path: Path) -> None:
    """The exported file is a store of the ledger, up to date, hostile names and lists included."""
    path = tmp_path / f"graph.{output_format}"
    path.write_text(exported(output_format, make_ledger()), encoding="utf-8", newline="\n")
    with open_store(path) as store, open_store("networkx", home=tmp_path) as loaded:
        load(make_ledger(), loaded)
        assert store.mark() == LedgerMark("ledger-1", 1, 1)
        assert store.state(verify=True) == loaded.state(verify=True)
        assert load(make_ledger(), store).is_unchanged


def test_parquet_gives_the_records_back() -> None:
    """Every field of every record, nested ones and nulls included, in order; the same bytes each time."""
    pq = pytest.importorskip("pyarrow.parquet")
    export = EXPORTS["parquet"]
    assert isinstance(export, BinaryExport)
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        assert export.write(SampleLedger(statement_list=[PLAIN, FULL]), file) == 2
    assert files[0].getvalue() == files[1].getvalue()
    rows = pq.read_table(files[0]).to_pylist()
    assert rows == [statement_to_record(PLAIN), statement_to_record(FULL)]
    assert [list(row) for row in rows] == [list(statement_to_record(PLAIN))] * 2
    assert [statement_from_record(row) for row in rows] == [PLAIN, FULL]


def test_an_empty_ledger_is_a_parquet_file_without_rows() -> None:
    """The columns are there all the same."""
    pq = pytest.importorskip("pyarrow.parquet")
    file = io.BytesIO()
    assert EXPORTS["parquet"].write(SampleLedger(), file) == 0  # type: ignore[arg-type]
    assert pq.read_table(file).column_names == list(statement_to_record(PLAIN))


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing extra is a configuration error with the line that mends it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError, match="needs the package pyarrow") as caught:
        EXPORTS["parquet"].write(SampleLedger(), io.BytesIO())  # type: ignore[arg-type]
    assert "actorkg[parquet]" in str(caught.value.hint)
