"""Loading a store as a difference: the order of writing, what is written, and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from sample_graph import ARCADIA, SampleLedger, make_ledger

from kg.errors import StoreError
from kg.graph import StatementRow
from kg.store.base import LedgerMark
from kg.store.networkx_store import NetworkXStore
from kg.sync import Change, LoadReport, load

WRITING = (
    "set_mark",
    "clear",
    "ensure_schema",
    "upsert_actors",
    "upsert_documents",
    "create_statements",
    "upsert_mentions",
    "delete_statements",
    "delete_mentions",
    "delete_documents",
    "delete_actors",
    "checkpoint",
)


class RecordingStore(NetworkXStore):
    """Notes every writing call with the number of rows it was given, empty calls left out."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, Any]] = []

    def __getattribute__(self, name: str) -> Any:
        method = super().__getattribute__(name)
        if name not in WRITING:
            return method

        def noted(*arguments: Any) -> Any:
            if arguments and not isinstance(arguments[0], LedgerMark):
                rows = list(arguments[0])
                if rows:
                    self.calls.append((name, len(rows)))
                return method(rows)
            self.calls.append((name, arguments[0].revision if arguments else None))
            return method(*arguments)

        return noted


@pytest.fixture
def ledger() -> SampleLedger:
    return make_ledger()


def test_nodes_come_before_what_hangs_on_them(ledger: SampleLedger) -> None:
    """A first load marks the store as begun, writes nodes, relationships, then the revision, then saves."""
    store = RecordingStore()
    load(ledger, store)
    assert store.calls == [
        ("ensure_schema", None),
        ("set_mark", -1),
        ("upsert_actors", 7),
        ("upsert_documents", 4),
        ("create_statements", 8),
        ("upsert_mentions", 8),
        ("set_mark", 1),
        ("checkpoint", None),
    ]


def test_what_hangs_on_them_goes_before_nodes(ledger: SampleLedger) -> None:
    """A load that takes away deletes relationships first, nodes last."""
    store = RecordingStore()
    load(ledger, store)
    store.calls.clear()
    ledger.document_list.pop()
    ledger.actor_list = [actor for actor in ledger.actor_list if actor.uid not in ("a6", "Q4")]
    ledger.mention_list = [row for row in ledger.mention_list if row[1] != "d4"]
    for sid in ("s3", "s6", "s7", "s8"):
        ledger.remove(sid)
    load(ledger, store)
    assert store.calls == [
        ("ensure_schema", None),
        ("set_mark", -1),
        ("delete_statements", 4),
        ("delete_mentions", 3),
        ("delete_documents", 1),
        ("delete_actors", 2),
        ("set_mark", 5),
        ("checkpoint", None),
    ]


def test_store_that_is_up_to_date_is_not_written(ledger: SampleLedger) -> None:
    """A second load reads, and saves nothing."""
    store = RecordingStore()
    load(ledger, store)
    store.calls.clear()
    assert load(ledger, store).is_unchanged
    assert store.calls == []


def test_changed_statement_is_deleted_and_made_again(ledger: SampleLedger) -> None:
    """Only the changed relationship is touched: an update in place would keep its old type or end."""
    store = RecordingStore()
    load(ledger, store)
    store.calls.clear()
    ledger.change("s2", factual=False)
    load(ledger, store)
    assert store.calls == [
        ("ensure_schema", None),
        ("set_mark", -1),
        ("delete_statements", 1),
        ("create_statements", 1),
        ("set_mark", 2),
        ("checkpoint", None),
    ]


def test_new_revision_without_a_change_moves_the_mark(ledger: SampleLedger) -> None:
    """The store says that it holds the ledger's newest revision, even if that changed no row."""
    store = NetworkXStore()
    load(ledger, store)
    ledger.revision = 9
    assert load(ledger, store).is_unchanged
    assert store.mark() == LedgerMark("ledger-1", 1, 9)


def test_tampered_store_is_put_right(ledger: SampleLedger) -> None:
    """What somebody deleted or changed in a store comes back, although the revision is the same."""
    store = NetworkXStore()
    load(ledger, store)
    store.graph.remove_edge("Q1", "Q2", "s1")
    store.graph.nodes["Q1"]["name"] = "Somebody else"
    report = load(ledger, store)
    assert report.statements == Change(added=1, unchanged=7)
    assert report.actors == Change(changed=1, unchanged=6)
    assert store.graph.nodes["Q1"]["name"] == "Arcadia"


def test_older_shape_is_loaded_afresh(ledger: SampleLedger) -> None:
    """A store of an older version is dropped and loaded anew, not mixed."""
    store = NetworkXStore()
    load(ledger, store)
    store.set_mark(LedgerMark("ledger-1", 0, 1))
    assert load(ledger, store).statements == Change(added=8)
    assert store.mark() == LedgerMark("ledger-1", 1, 1)


def test_load_that_fails_does_not_claim_the_revision(ledger: SampleLedger) -> None:
    """A store that broke half-way is marked as begun, and the next load completes it."""

    class BreakingStore(NetworkXStore):
        broken = True

        def create_statements(self, rows: Iterable[StatementRow]) -> None:
            if self.broken:
                raise StoreError("the disk is full")
            super().create_statements(rows)

    store = BreakingStore()
    with pytest.raises(StoreError, match="disk is full"):
        load(ledger, store)
    assert store.mark() == LedgerMark("ledger-1", 1, -1)
    store.broken = False
    assert load(ledger, store).statements == Change(added=8)
    assert store.mark() == LedgerMark("ledger-1", 1, 1)


def test_counts_add_up() -> None:
    """What a table holds after a load is added, changed and unchanged together."""
    assert Change(added=2, changed=3, removed=4, unchanged=5).total == 10
    assert LoadReport("embedded", 1, actors=Change(unchanged=5)).is_unchanged
    assert not LoadReport("embedded", 1, mentions=Change(removed=1)).is_unchanged


def test_many_rows_go_in_batches(monkeypatch: pytest.MonkeyPatch, ledger: SampleLedger) -> None:
    """Statements are written in batches, and none is lost at a border."""
    monkeypatch.setattr("kg.store.base.BATCH_ROWS", 3)
    store = RecordingStore()
    load(ledger, store)
    assert [call for call in store.calls if call[0] == "create_statements"] == [
        ("create_statements", 3),
        ("create_statements", 3),
        ("create_statements", 2),
    ]
    assert store.counts().categories == {"AID": 1, "ALLY": 1, "ASSAULT": 1, "REQUEST": 1, "ROLE": 1, "SUPPORT": 3}


def test_empty_ledger_makes_an_empty_store() -> None:
    """A ledger without documents is no error."""
    report = load(SampleLedger(), store := NetworkXStore())
    assert report.is_unchanged
    assert store.mark() == LedgerMark("ledger-1", 1, 1)


def test_mentions_without_a_node_are_left_out(ledger: SampleLedger) -> None:
    """Actors without a statement are no nodes, and their mentions no relationships."""
    ledger.actor_list = [ARCADIA]
    ledger.statement_list = []
    assert load(ledger, NetworkXStore()).mentions == Change(added=4)


def test_key_that_comes_twice_is_an_error(ledger: SampleLedger) -> None:
    """A ledger that gives one sid twice is damaged; neither row is dropped in silence."""
    ledger.statement_list.append(ledger.statement_list[0])
    with pytest.raises(StoreError, match="gives s1 twice"):
        load(ledger, NetworkXStore())
