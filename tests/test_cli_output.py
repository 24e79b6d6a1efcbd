"""Rows on their way out: formats, safety, whole files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kg.cli.output import RowOutput, cell_text, clean, open_output, write_rows
from kg.errors import ConfigError

COLUMNS = ("name", "count", "aliases")
ROWS = [("Iraq", 3, ["Republic of Iraq"]), ('Sürmeli, "A"', None, [])]


def written(tmp_path: Path, row_format: str) -> str:
    target = tmp_path / "rows.out"
    assert write_rows(COLUMNS, ROWS, to=RowOutput(row_format, str(target))) == 2
    return target.read_text(encoding="utf-8")


def test_json_lines_keep_types_and_letters(tmp_path: Path) -> None:
    """One object a row, nested values kept, nothing escaped that need not be."""
    assert written(tmp_path, "jsonl") == (
        '{"name": "Iraq", "count": 3, "aliases": ["Republic of Iraq"]}\n'
        '{"name": "Sürmeli, \\"A\\"", "count": null, "aliases": []}\n'
    )


def test_json_is_one_array(tmp_path: Path) -> None:
    """The whole file is one JSON array of objects."""
    rows = json.loads(written(tmp_path, "json"))
    assert [row["name"] for row in rows] == ["Iraq", 'Sürmeli, "A"']
    assert rows[0]["count"] == 3


def test_json_without_rows_is_an_empty_array(tmp_path: Path) -> None:
    """No rows give `[]`, not nothing."""
    target = tmp_path / "rows.json"
    write_rows(COLUMNS, [], to=RowOutput("json", str(target)))
    assert target.read_text(encoding="utf-8") == "[]\n"


def test_csv_quotes_and_holds_lists_as_json(tmp_path: Path) -> None:
    """A list is a JSON text in its cell, a missing value an empty cell."""
    assert written(tmp_path, "csv") == ('name,count,aliases\nIraq,3,"[""Republic of Iraq""]"\n"Sürmeli, ""A""",,[]\n')


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_csv_defuses_formulas(tmp_path: Path, value: str) -> None:
    """Text that a spreadsheet would run starts with an apostrophe."""
    target = tmp_path / "rows.csv"
    write_rows(("cell",), [(value,)], to=RowOutput("csv", str(target)))
    assert target.read_text(encoding="utf-8").splitlines()[1].lstrip('"').startswith("'")


def test_csv_leaves_numbers_alone(tmp_path: Path) -> None:
    """A negative number is a number, not a formula."""
    target = tmp_path / "rows.csv"
    write_rows(("score", "factual"), [(-4.0, True)], to=RowOutput("csv", str(target)))
    assert target.read_text(encoding="utf-8") == "score,factual\n-4.0,true\n"


def test_table_aligns_and_has_no_escapes(tmp_path: Path) -> None:
    """A table in a file is plain text with one line a row and no trailing blanks."""
    lines = written(tmp_path, "table").splitlines()
    assert lines[0].split() == ["name", "count", "aliases"]
    assert lines[2].split() == ["Iraq", "3", "Republic", "of", "Iraq"]
    assert not any(line.endswith(" ") or "\x1b" in line for line in lines)


def test_table_strips_marks_that_reorder_text(tmp_path: Path) -> None:
    """Bidirectional overrides, escapes and line breaks cannot disturb a table."""
    target = tmp_path / "rows.txt"
    write_rows(("name",), [("Ira\u202eq\x1b[31m\nX",)], to=RowOutput("table", str(target)))
    assert target.read_text(encoding="utf-8").splitlines()[-1] == "Iraq[31m X"


def test_clean_drops_lone_surrogates_and_keeps_other_scripts() -> None:
    """What cannot be printed goes, Arabic and Chinese stay."""
    assert clean("العراق \ud800中国") == "العراق 中国"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "true"),
        (0.30000000000000004, "0.3"),
        (["a", None, "b"], "a, , b"),
        ({"labels": ["Actor"], "properties": {"name": "Iraq"}}, "Iraq"),
        ({"uid": "Q796", "name": "Iraq"}, "Iraq"),
        ({"type": "SUPPORTS", "source": "Q159", "target": "Q796", "properties": {"name": "x"}}, "SUPPORTS"),
        (
            {
                "nodes": [{"labels": ["Actor"], "properties": {"name": name}} for name in ("Iran", "Iraq", "Syria")],
                "relationships": [
                    {"type": kind, "source": "a", "target": "b", "properties": {}} for kind in ("AIDS", "MEETS")
                ],
            },
            "Iran -AIDS- Iraq -MEETS- Syria",
        ),
        ({"n": 1}, '{"n": 1}'),
    ],
)
def test_cells_are_short(value: object, shown: str) -> None:
    """Nodes show their name, lists their items, numbers six digits."""
    assert cell_text(value) == shown


def test_a_file_is_not_overwritten_without_force(tmp_path: Path) -> None:
    """An existing file stays as it was, and the hint names the option."""
    target = tmp_path / "rows.json"
    target.write_text("mine")
    with pytest.raises(ConfigError) as caught, open_output(str(target)) as stream:
        stream.write("new")
    assert "--force" in str(caught.value.hint)
    assert target.read_text() == "mine"


def test_force_replaces_the_file(tmp_path: Path) -> None:
    """With force the new content takes the place of the old."""
    target = tmp_path / "rows.json"
    target.write_text("mine")
    with open_output(str(target), force=True) as stream:
        stream.write("new")
    assert target.read_text() == "new"


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    """Neither a half-written file nor a temporary one stays behind, and an old file keeps its content."""
    target = tmp_path / "rows.json"
    target.write_text("mine")

    def write_half() -> None:
        with open_output(str(target), force=True) as stream:
            stream.write("half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="full"):
        write_half()
    assert target.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["rows.json"]


def test_a_device_is_written_to_and_never_replaced() -> None:
    """`-o /dev/null` needs no --force, and leaves /dev/null what it is."""
    with open_output(os.devnull) as stream:
        stream.write("gone")
    assert not Path(os.devnull).is_file()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that it points to gets the new content."""
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    with open_output(str(tmp_path / "link.json"), force=True) as stream:
        stream.write("new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text() == "new"


def test_the_file_has_the_usual_permissions(tmp_path: Path) -> None:
    """Others may read it as far as the umask lets them, not only its owner as with temporary files."""
    before = os.umask(0o022)
    try:
        with open_output(str(tmp_path / "rows.json")) as stream:
            stream.write("x")
    finally:
        os.umask(before)
    assert (tmp_path / "rows.json").stat().st_mode & 0o777 == 0o644


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    """The folder is not made silently."""
    with pytest.raises(ConfigError, match="does not exist"), open_output(str(tmp_path / "no" / "rows.json")):
        pass
