"""The embedded graph of a home: one file, whole at any time, one writer, readers without a lock."""

from __future__ import annotations

import os
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
