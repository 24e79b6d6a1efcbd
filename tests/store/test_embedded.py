"""The embedded graph of a home: one file, whole at any time, one writer, readers without a lock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sample_graph import make_ledger

from kg.errors import QueryError, StoreError
from kg.store import open_store
from kg.store.base import LedgerMark
from kg.store.embedded import EmbeddedStore
from kg.sync import Change, load

COUNT = "MATCH (a:Actor) RETURN count(a) AS actors"


def test_home_without_a_graph_says_what_to_do(tmp_path: Path) -> None:
    """A query before any load is an error with the command that makes a graph."""
    with open_store("embedded", home=tmp_path) as store:
        with pytest.raises(StoreError, match="there is no graph") as caught:
            store.query(COUNT)
        assert "kg build" in str(caught.value.hint)
        assert store.mark() is None
        assert store.counts().labels == {}
    assert list(tmp_path.iterdir()) == []


def test_reader_sees_the_last_whole_load_while_another_writes(tmp_path: Path) -> None:
    """Changes show when they are checkpointed, not before, and reading needs no lock."""
    with open_store("embedded", home=tmp_path) as writer:
        load(make_ledger(), writer)
        writer.set_mark(LedgerMark("ledger-1", 1, -1))
        writer.delete_documents(["d9"])
        with open_store("embedded", home=tmp_path) as reader:
            assert reader.query(COUNT).rows == [(7,)]
            assert reader.mark() == LedgerMark("ledger-1", 1, 1)
        assert writer.mark() == LedgerMark("ledger-1", 1, -1)


def test_load_that_was_cut_off_leaves_the_old_graph(tmp_path: Path) -> None:
    """A process that ends before the checkpoint leaves the last whole load, and the next one does the rest."""
    ledger = make_ledger()
    with open_store("embedded", home=tmp_path) as store:
        load(ledger, store)
    with open_store("embedded", home=tmp_path) as store:
        store.set_mark(LedgerMark("ledger-1", 1, -1))
        store.delete_statements(list(store.state().statements.values()))
    with open_store("embedded", home=tmp_path) as store:
        assert load(ledger, store).statements == Change(unchanged=8)


KILLED_LOAD = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from sample_graph import make_ledger
from kg.store import open_store
from kg.sync import load

store = open_store("embedded", home=Path(sys.argv[1]))
ledger = make_ledger()
if sys.argv[3] == "second":
    load(ledger, store)
    ledger.remove("s1")
store.upsert_mentions = lambda rows: os._exit(9)
load(ledger, store)
"""


@pytest.mark.parametrize(("when", "left"), [("first", Change(added=8)), ("second", Change(unchanged=8))])
def test_process_that_is_killed_leaves_the_last_whole_load(tmp_path: Path, when: str, left: Change) -> None:
    """A load that dies in its middle, without any clean-up, leaves no half graph and no lock."""
    tests = str(Path(__file__).parent.parent)
    done = subprocess.run([sys.executable, "-c", KILLED_LOAD, str(tmp_path), tests, when], check=False)
    assert done.returncode == 9
    with open_store("embedded", home=tmp_path) as store:
        assert load(make_ledger(), store).statements == left


def test_flipped_byte_is_noticed(tmp_path: Path) -> None:
    """Damage anywhere in the file is an error, not a wrong answer."""
    with EmbeddedStore(tmp_path) as store:
        load(make_ledger(), store)
        path = store.path
    whole = path.read_bytes()
    for place in range(0, len(whole), len(whole) // 20):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        path.write_bytes(damaged)
        with EmbeddedStore(tmp_path) as store, pytest.raises(StoreError, match="cannot be opened"):
            store.state()


def test_addition_to_the_language_is_refused(tmp_path: Path) -> None:
    """What only this engine understands is an error, as on every other."""
    with open_store("embedded", home=tmp_path) as store:
        load(make_ledger(), store)
        with pytest.raises(QueryError, match="not part of Cypher"):
            store.query("RETURN 1 AS one FORMAT CSV")


def test_second_writer_is_refused(tmp_path: Path) -> None:
    """Two writers at once would overwrite each other's file."""
    ledger = make_ledger()
    with open_store("embedded", home=tmp_path) as first:
        load(ledger, first)
        first.set_mark(LedgerMark("ledger-1", 1, 1))
        with open_store("embedded", home=tmp_path) as second, pytest.raises(StoreError, match="another process"):
            second.set_mark(LedgerMark("ledger-1", 1, 2))
    with open_store("embedded", home=tmp_path) as third:
        assert load(ledger, third).is_unchanged


def test_deleted_graph_is_made_again(tmp_path: Path) -> None:
    """The file can be deleted at any time."""
    ledger = make_ledger()
    with EmbeddedStore(tmp_path) as store:
        load(ledger, store)
        path = store.path
    path.unlink()
    with EmbeddedStore(tmp_path) as store:
        assert load(ledger, store).statements == Change(added=8)
    assert path.exists()


@pytest.mark.parametrize("content", [b"", b"no graph at all", b"KGL\x00" * 50])
def test_broken_file_is_an_error_that_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    """A damaged file is named, and can be made again from the ledger."""
    (tmp_path / "graph.kgl").write_bytes(content)
    with open_store("embedded", home=tmp_path) as store:
        with pytest.raises(StoreError, match=r"graph\.kgl cannot be opened") as caught:
            store.query(COUNT)
        assert "\n" not in caught.value.message
        assert "kg load" in str(caught.value.hint)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """A read-only home gives one clear error and stays readable."""
    with open_store("embedded", home=tmp_path) as store:
        load(make_ledger(), store)
    tmp_path.chmod(0o500)
    try:
        with open_store("embedded", home=tmp_path) as store:
            assert store.query(COUNT).rows == [(7,)]
            with pytest.raises(StoreError, match="cannot be"):
                load(make_ledger(), store, rebuild=True)
    finally:
        tmp_path.chmod(0o700)


def test_full_disk_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the engine says when it cannot save becomes one line with a hint; the old file stays."""
    ledger = make_ledger()
    with open_store("embedded", home=tmp_path) as store:
        load(ledger, store)
    before = (tmp_path / "graph.kgl").read_bytes()
    with EmbeddedStore(tmp_path) as store:
        store.set_mark(LedgerMark("ledger-1", 1, 7))
        engine = store._engine
        assert engine is not None

        class FullDisk:
            def save(self) -> None:
                raise OSError(28, "No space left on device")

        monkeypatch.setattr(engine, "_graph", FullDisk())
        with pytest.raises(StoreError, match=r"cannot be written: .*No space left") as caught:
            store.checkpoint()
        assert caught.value.hint == "check free space and rights"
    assert (tmp_path / "graph.kgl").read_bytes() == before


def test_warnings_of_the_engine_stay_out_of_sight(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A relation that the graph does not hold is an empty answer, not a line on stderr."""
    with open_store("embedded", home=tmp_path) as store:
        load(make_ledger(), store)
        assert store.query("MATCH (a:Actor)-[r:TRADES_WITH]->(b) WHERE b.colour = 'red' RETURN a.shape").rows == []
    assert capfd.readouterr() == ("", "")


def test_unknown_property_in_a_pattern_names_those_there_are(tmp_path: Path) -> None:
    """A misspelled property of an actor is an error with the right names."""
    with open_store("embedded", home=tmp_path) as store:
        load(make_ledger(), store)
        with pytest.raises(QueryError, match="nme") as caught:
            store.query("MATCH (a:Actor {nme: 'Arcadia'}) RETURN a.uid")
        assert "country" in str(caught.value.hint)
