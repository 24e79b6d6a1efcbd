"""A real ledger and a real store together: documents read again, taken back, actors merged and parted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_fixture import make_document, make_reading

from kg.ledger import Ledger
from kg.store import GraphStore, open_store
from kg.sync import Change, load

A = "Russia supports Iraq.\nSergei Lavrov meets France.\nNothing happens."
B = "Lavrov says Russia supports Iraq.\nFrance attacks Iraq."
RELATIONS = (
    "MATCH (a:Actor)-[r]->(b:Actor) RETURN a.name AS a, type(r) AS relation, b.name AS b ORDER BY a, relation, b"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path, create=True) as ledger:
        record(ledger, A, "a.txt")
        record(ledger, B, "b.txt")
        yield ledger


@pytest.fixture
def store(tmp_path: Path, ledger: Ledger) -> Iterator[GraphStore]:
    with open_store("embedded", home=tmp_path) as store:
        load(ledger, store)
        yield store


def record(ledger: Ledger, text: str, document: str) -> None:
    run = ledger.start_run(pipeline="test@1", model="test@1", digest="d", sources=[document], options={})
    ledger.record([make_reading(make_document(text, document))], run=run, digest="d")


def test_graph_is_that_of_the_ledger(ledger: Ledger, store: GraphStore) -> None:
    """Every statement is a relationship between its actors; the mark names ledger and revision."""
    assert store.query(RELATIONS).rows == [
        ("France", "ATTACKS", "Iraq"),
        ("France", "MEETS", "Sergei Lavrov"),
        ("Russia", "SUPPORTS", "Iraq"),
        ("Russia", "SUPPORTS", "Iraq"),
    ]
    mark = store.mark()
    assert mark is not None
    assert (mark.uid, mark.revision) == (ledger.uid, ledger.revision)
    documents = "MATCH (d:Document) RETURN d.source_id, d.sentences, d.statements, d.abstained ORDER BY d.source_id"
    assert store.query(documents).rows == [("a.txt", 3, 2, 1), ("b.txt", 2, 2, 0)]
    mentions = "MATCH (a:Actor {name: 'Iraq'})-[m:MENTIONED_IN]->(d) RETURN d.source_id, m.count ORDER BY d.source_id"
    assert store.query(mentions).rows == [("a.txt", 1), ("b.txt", 2)]
    assert load(ledger, store).is_unchanged


def test_document_that_changed_is_replaced(ledger: Ledger, store: GraphStore) -> None:
    """Reading a document again leaves nothing of its old text behind."""
    record(ledger, "France supports Iraq.", "b.txt")
    report = load(ledger, store)
    assert report.documents == Change(changed=1, unchanged=1)
    assert report.statements == Change(added=1, removed=2, unchanged=2)
    assert store.query(RELATIONS).rows == [
        ("France", "MEETS", "Sergei Lavrov"),
        ("France", "SUPPORTS", "Iraq"),
        ("Russia", "SUPPORTS", "Iraq"),
    ]
    assert load(ledger, store).is_unchanged


def test_retracted_document_leaves(ledger: Ledger, store: GraphStore) -> None:
    """Statements, mentions and actors that only it had go with it."""
    uid = next(entry.document.uid for entry in ledger.documents() if entry.document.id == "a.txt")
    ledger.retract(uid, reason="asked for")
    report = load(ledger, store)
    assert report.documents == Change(removed=1, unchanged=1)
    assert store.query(RELATIONS).rows == [("France", "ATTACKS", "Iraq"), ("Russia", "SUPPORTS", "Iraq")]
    assert load(ledger, store).is_unchanged


def test_merge_rewrites_what_it_touches_and_can_be_undone(ledger: Ledger, store: GraphStore) -> None:
    """Two actors judged to be one are one node; undoing it brings the old graph back, digest for digest."""
    before = store.state()
    record(ledger, "Lavrov attacks Iraq.", "c.txt")
    load(ledger, store)
    both = store.state()
    judgement = ledger.judge_same("a1" * 12, "b2" * 12, reason="one man")
    report = load(ledger, store)
    assert report.actors.removed == 1
    assert store.query("MATCH (a:Actor) WHERE a.name CONTAINS 'Lavrov' RETURN count(a) AS n").rows == [(1,)]
    ledger.undo_judgement(judgement.number)
    load(ledger, store)
    assert store.state() == both
    assert before.statements.keys() < both.statements.keys()


def test_ledger_made_anew_is_another_ledger(ledger: Ledger, store: GraphStore, tmp_path: Path) -> None:
    """The same texts in another home are another ledger, whose graph this is not."""
    from kg.errors import StoreMismatch

    with Ledger.open(tmp_path / "other", create=True) as other:
        record(other, A, "a.txt")
        with pytest.raises(StoreMismatch, match="belongs to another ledger"):
            load(other, store)
