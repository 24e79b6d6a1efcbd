"""Taking a document back: it leaves the ledger and every store, and stays out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from ledger_fixture import make_document, make_reading

from kg.cli import cli
from kg.errors import StoreUnavailable, UnknownDocument
from kg.ledger import DocumentState, Ledger
from kg.loading import StoreState, address_of, load_store
from kg.retraction import readmit, retract
from kg.settings import read_settings
from kg.store import open_store

SECRET = "Lavrov says Russia supports France."
KEPT = "Russia meets Iraq."
SETTINGS = read_settings({})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with two documents, loaded into the embedded graph and a file."""
    monkeypatch.chdir(tmp_path)
    documents = [
        make_document(SECRET, "wire/1.txt", path=str(tmp_path / "wire/1.txt")),
        make_document(KEPT, "wire/2.jsonl#1", path=str(tmp_path / "wire/2.jsonl")),
        make_document(KEPT + "\nFrance stays.", "wire/2.jsonl#2", path=str(tmp_path / "wire/2.jsonl")),
    ]
    with Ledger.open(tmp_path / "home", create=True) as ledger:
        run = ledger.start_run(pipeline="p", model="m", digest="d", sources=["wire"])
        ledger.record([make_reading(document) for document in documents], run=run, digest="d")
        ledger.finish_run(run)
        load_store(ledger, "embedded", settings=SETTINGS)
        load_store(ledger, "graph.json", settings=SETTINGS)
    return tmp_path / "home"


def actors_of(target: str, home: Path) -> list[str]:
    """Return the names of the actors that a store holds."""
    with open_store(target, home=home, settings=SETTINGS) as store:
        return sorted(str(row.properties["name"]) for row in store.actor_rows())


def test_document_leaves_ledger_and_stores(home: Path) -> None:
    """Its statements go, and so do the actors that nothing else names."""
    assert actors_of("embedded", home) == actors_of("graph.json", home) == ["France", "Iraq", "Lavrov", "Russia"]
    with Ledger.open(home) as ledger:
        report = retract(ledger, "wire/1.txt", reason="withdrawn", settings=SETTINGS)
        assert (report.id, report.was_out, report.statements, report.is_complete) == ("wire/1.txt", False, 1, True)
        assert [(store.address, store.state) for store in report.stores] == [
            (str(home.parent / "graph.json"), StoreState.DONE),
            ("embedded", StoreState.DONE),
        ]
        assert [d.id for d in ledger.documents()] == ["wire/2.jsonl#1", "wire/2.jsonl#2"]
        assert [(r.id, r.reason) for r in ledger.retractions()] == [("wire/1.txt", "withdrawn")]
        assert ledger.state_of(make_document(SECRET, "wire/1.txt"), "d") is DocumentState.RETRACTED
    assert actors_of("embedded", home) == actors_of("graph.json", home) == ["Iraq", "Russia"]


def test_text_is_wiped(home: Path) -> None:
    """Not one byte of the text is left in the ledger's files, its log included, nor in the stores."""
    words = SECRET.encode()
    assert any(words in path.read_bytes() for path in home.glob("ledger.sqlite*"))
    with Ledger.open(home) as ledger:
        retract(ledger, "wire/1.txt", settings=SETTINGS)
        for path in (*home.iterdir(), home.parent / "graph.json"):
            assert words not in path.read_bytes(), path
            assert b"Lavrov" not in path.read_bytes(), path


def test_store_that_is_down_is_pending(home: Path) -> None:
    """The others are done; the same call again, or its next load, does the rest."""
    with Ledger.open(home) as ledger:
        ledger.record_store("bolt://127.0.0.1:1", kind="neo4j", revision=1)
        report = retract(ledger, "wire/1.txt", settings=SETTINGS)
        states = {store.address: store.state for store in report.stores}
        assert states["bolt://127.0.0.1:1"] is StoreState.PENDING
        assert states["embedded"] is StoreState.DONE
        assert not report.is_complete
        errors = {store.address: store.error for store in report.stores if store.error}
        assert list(errors) == ["bolt://127.0.0.1:1"]
        assert isinstance(errors["bolt://127.0.0.1:1"], StoreUnavailable)
        assert {store.address: store.revision for store in ledger.stores()}["bolt://127.0.0.1:1"] == 1
        again = retract(ledger, "wire/1.txt", settings=SETTINGS)
        assert (again.was_out, again.statements, again.is_complete) == (True, 0, False)


def test_store_that_is_gone_is_forgotten(home: Path) -> None:
    """A file that was deleted is not made again, and one of another ledger is left alone."""
    (home.parent / "graph.json").unlink()
    with Ledger.open(home.parent / "other", create=True) as other:
        load_store(other, "taken.json", settings=SETTINGS)
    before = (home.parent / "taken.json").read_bytes()
    with Ledger.open(home) as ledger:
        ledger.record_store(str(home.parent / "taken.json"), kind="networkx", revision=1)
        report = retract(ledger, "wire/1.txt", settings=SETTINGS)
        assert [store.state for store in report.stores] == [StoreState.GONE, StoreState.GONE, StoreState.DONE]
        assert [store.address for store in ledger.stores()] == ["embedded"]
    assert not (home.parent / "graph.json").exists()
    assert (home.parent / "taken.json").read_bytes() == before


@pytest.mark.parametrize("name", ["wire/1.txt", "PATH", "UID"])
def test_names_of_a_document(home: Path, name: str) -> None:
    """Its id, its uid, or the path of its file."""
    names = {"PATH": str(home.parent / "wire" / "1.txt"), "UID": make_document("", "wire/1.txt").uid}
    with Ledger.open(home) as ledger:
        assert ledger.find_document(names.get(name, name))[1] == "wire/1.txt"


def test_names_that_mean_no_document(home: Path) -> None:
    """An unknown name changes nothing; a file of several documents lists some of them."""
    with Ledger.open(home) as ledger:
        revision = ledger.revision
        with pytest.raises(UnknownDocument, match="has no document wire"):
            retract(ledger, "wire/9.txt", settings=SETTINGS)
        with pytest.raises(UnknownDocument, match="holds several documents") as caught:
            retract(ledger, str(home.parent / "wire/2.jsonl"), settings=SETTINGS)
        assert caught.value.hint == "name one by its id: wire/2.jsonl#1, wire/2.jsonl#2, ..."
        assert ledger.revision == revision


def test_readmission(home: Path) -> None:
    """Afterwards a build reads it again."""
    with Ledger.open(home) as ledger:
        with pytest.raises(UnknownDocument):
            readmit(ledger, "wire/1.txt")
        retract(ledger, "wire/1.txt", settings=SETTINGS)
        assert readmit(ledger, make_document("", "wire/1.txt").uid) == "wire/1.txt"
        assert ledger.state_of(make_document(SECRET, "wire/1.txt"), "d") is DocumentState.NEW


def test_addresses_do_not_depend_on_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is remembered by its absolute path, a database by server and name."""
    monkeypatch.chdir(tmp_path)
    assert address_of("a/graph.gexf", SETTINGS) == str(tmp_path / "a" / "graph.gexf")
    assert address_of("embedded", SETTINGS) == "embedded"
    assert address_of("bolt://h", SETTINGS) == "bolt://h"
    assert address_of("bolt://h", read_settings({"NEO4J_DATABASE": "news"})) == "bolt://h?database=news"


def test_command(home: Path) -> None:
    """`kg retract` says what left, lists what was taken out, and readmits."""
    run = CliRunner().invoke
    done = run(cli, ["retract", "--home", str(home), "wire/1.txt", "--reason", "withdrawn", "--format", "jsonl"])
    assert done.exit_code == 0
    assert "wire/1.txt is out of the ledger, with 1 statements" in done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["store"], row["state"], row["actors"], row["statements"]) for row in rows] == [
        (str(home.parent / "graph.json"), "done", 2, 1),
        ("embedded", "done", 2, 1),
    ]
    listed = run(cli, ["retract", "--home", str(home), "--format", "jsonl"])
    assert [json.loads(line)["document"] for line in listed.stdout.splitlines()] == ["wire/1.txt"]
    assert run(cli, ["retract", "--home", str(home), "--readmit", "wire/1.txt"]).exit_code == 0
    assert run(cli, ["retract", "--home", str(home), "--readmit", "wire/1.txt"]).exit_code == 2
    assert run(cli, ["retract", "--home", str(home), "--readmit"]).exit_code == 2
    assert run(cli, ["retract", "--home", str(home), "nothing"]).exit_code == 2


def test_command_with_a_store_that_is_down(home: Path) -> None:
    """Exit code 3, and the line that does the rest."""
    with Ledger.open(home) as ledger:
        ledger.record_store("bolt://127.0.0.1:1", kind="neo4j", revision=1)
    done = CliRunner().invoke(cli, ["retract", "--home", str(home), "wire/1.txt"])
    assert done.exit_code == 3
    assert "a store that is pending still holds it" in done.stderr
