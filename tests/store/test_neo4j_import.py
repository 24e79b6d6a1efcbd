"""The folder for Neo4j's offline importer, imported for real: the same graph as `kg load` makes."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from neo4j_server import Server, run_import
from sample_graph import ARCADIA, BORDURIA, FOX, REBELS, SampleLedger, make_ledger, make_participant, make_statement

from kg.comparison import compare
from kg.exports.neo4j_admin import export_neo4j_admin
from kg.settings import read_settings
from kg.store import open_store
from kg.store.networkx_store import NetworkXStore
from kg.sync import load

HOSTILE_WORDS = "a 'quote', \"another\"; \\ back\r\nnew line\ttab \x07 bell, Żółć 日本 🕊"


def make_hostile_ledger() -> SampleLedger:
    """Return the sample with statements whose texts and lists are hard on CSV."""
    ledger = make_ledger()
    nobody = replace(make_participant(REBELS, "officials"), uid=None, name="officials", kind=None)
    ledger.statement_list += [
        make_statement("s9", ARCADIA, "SUPPORTS", BORDURIA, sentence=HOSTILE_WORDS, attributed_to=((nobody,),)),
        make_statement("s10", FOX, "ATTACKS", ARCADIA, sentence="", attributed_to=((nobody, nobody),), rules=()),
    ]
    ledger.actor_list = [
        replace(actor, aliases=("a; b", 'c,"d"', "line\nbreak", "|")) if actor.uid == "Q2" else actor
        for actor in ledger.actor_list
    ]
    return ledger


def read_cells(path: Path) -> list[str]:
    """Return the lines of a data file."""
    return gzip.decompress(path.read_bytes()).decode().splitlines()


def test_files_are_headers_data_and_the_lines_to_run(tmp_path: Path) -> None:
    """A table is a header and gzip data; the same ledger gives the same bytes."""
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
        assert export_neo4j_admin(make_ledger(), folder) == (8, None)
    tables = ("actors", "documents", "ledger", "mentions", "statements")
    names = sorted(
        ["finish.cypher", "import.sh", *(f"{t}_{end}" for t in tables for end in ("000.csv.gz", "header.csv"))]
    )
    assert sorted(path.name for path in folders[0].iterdir()) == names
    assert [(folders[0] / name).read_bytes() for name in names] == [(folders[1] / name).read_bytes() for name in names]
    assert (folders[0] / "mentions_header.csv").read_text() == ":START_ID(Actor),:END_ID(Document),:TYPE,count:long\n"
    assert read_cells(folders[0] / "mentions_000.csv.gz")[0] == '"Q1","d1","MENTIONED_IN",2'
    script = (folders[0] / "import.sh").read_text()
    assert "--nodes=actors_header.csv,actors_000.csv.gz" in script
    assert "--array-delimiter=U+001F" in script


def test_data_files_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large table is several files, none of its rows lost at a border, and all are in the script."""
    monkeypatch.setattr("kg.exports.neo4j_admin.FILE_ROWS", 3)
    export_neo4j_admin(make_ledger(), tmp_path)
    sizes = [len(read_cells(tmp_path / f"mentions_{number:03d}.csv.gz")) for number in range(3)]
    assert sizes == [3, 3, 2]
    script = (tmp_path / "import.sh").read_text()
    assert "mentions_header.csv,mentions_000.csv.gz,mentions_001.csv.gz,mentions_002.csv.gz" in script


def test_what_csv_cannot_hold_is_counted(tmp_path: Path) -> None:
    """A list with the divider in it is left to the next load, and said."""
    ledger = make_ledger()
    ledger.actor_list[0] = replace(ledger.actor_list[0], aliases=("a\x1fb",))
    ledger.change("s1", rules=("odd\x1frule",))
    _, note = export_neo4j_admin(ledger, tmp_path)
    assert note == "2 rows have a list that CSV cannot hold; `kg load` puts them right after the import"
    (line,) = [line for line in read_cells(tmp_path / "statements_000.csv.gz") if '"s1"' in line]
    assert '"SUPPORTS","s1","?"' in line


@pytest.mark.neo4j
def test_an_import_is_the_graph_that_a_load_makes(
    tmp_path: Path, start_neo4j: Callable[[Server], AbstractContextManager[Server]]
) -> None:
    """The script runs as it is; after `finish.cypher` a load finds nothing to do, property by property."""
    import neo4j

    folder, ledger = tmp_path / "export", make_hostile_ledger()
    folder.mkdir()
    assert export_neo4j_admin(ledger, folder) == (10, None)
    done = run_import(folder / "import.sh", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    expected = NetworkXStore()
    load(ledger, expected)
    with start_neo4j(Server(tmp_path)) as server, open_store(server.uri, settings=read_settings({})) as store:
        assert store.counts() == expected.counts()
        assert compare(ledger, store).tables[2].missing == ()
        with neo4j.GraphDatabase.driver(server.uri) as driver, driver.session() as session:
            for text in (folder / "finish.cypher").read_text(encoding="utf-8").split(";\n")[:-1]:
                session.run(text).consume()
            session.run("CALL db.awaitIndexes(300)").consume()
        assert store.state(verify=True) == expected.state(verify=True)
        assert store.mark() == expected.mark()
        assert load(ledger, store).is_unchanged
