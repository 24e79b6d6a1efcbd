"""A build from shards: what a pass does with documents that were extracted elsewhere."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
from ledger_fixture import make_document, make_reading

from kg.ledger import Ledger
from kg.model import Document, Failure
from kg.packing import pack_reading
from kg.shards.parquet import shard_table
from kg.work import Limits, Pass, Tally, Versions
from kg.work.shard_reading import ShardExtractor


def write_shard(path: Path, *items: Document | Failure, digest: str = "p1") -> str:
    """Write a Parquet shard of documents and failures."""
    results = [item if isinstance(item, Failure) else (item, pack_reading(make_reading(item))) for item in items]
    pq.write_table(shard_table(results, digest=digest), path)
    return str(path)


def run(home: Path, *shards: str) -> Tally:
    """Record shards as a build does."""
    tally = Tally()
    extractor = ShardExtractor(shards, Versions("hand@1", "none@1", "p1"))
    with Ledger.open(home, create=True) as ledger:
        made = ledger.start_run(pipeline="p", model="m", digest="p1", sources=[])
        Pass(extractor, tally, Limits()).run(extractor.items(), ledger, made)
        ledger.finish_run(made)
    return tally


def test_a_build_from_shards(tmp_path: Path) -> None:
    """New documents are recorded, those that are there are passed over, changed ones replaced, failures counted."""
    failed = Failure("x", None, 3, "extract", "broken")
    one, two = make_document("Russia supports Iraq.", "1", own_id=True), make_document("Iraq stays.", "2", own_id=True)
    run(tmp_path / "home", write_shard(tmp_path / "a.parquet", one, failed))
    changed = make_document("Russia meets Iraq.", "1", own_id=True)
    tally = run(
        tmp_path / "home", write_shard(tmp_path / "b.parquet", two), write_shard(tmp_path / "c.parquet", changed)
    )
    report = tally.report()
    assert (report.found, report.new, report.replaced, report.failures) == (2, 1, 1, ())
    assert run(tmp_path / "home", str(tmp_path / "b.parquet")).report().unchanged == 1
    with Ledger.open(tmp_path / "home", readonly=True) as ledger:
        assert [statement.relation for statement in ledger.statements()] == ["MEETS"]
        assert ledger.failures(run="1") == [failed]


def test_many_documents(tmp_path: Path) -> None:
    """More than one batch, with documents in between that need not be read."""
    documents = [make_document(f"Russia supports Iraq.\nNumber {n}.", str(n), own_id=True) for n in range(90)]
    run(tmp_path / "home", write_shard(tmp_path / "a.parquet", *documents[::3]))
    report = run(tmp_path / "home", write_shard(tmp_path / "b.parquet", *documents)).report()
    assert (report.new, report.unchanged, report.statements) == (60, 30, 60)


def test_ids_that_come_twice_and_other_versions(tmp_path: Path) -> None:
    """The first of two documents with one id stays; what another version has read is a failure."""
    one, two = make_document("Russia supports Iraq.", "1", own_id=True), make_document("Iraq stays.", "2", own_id=True)
    again = make_document("France supports Iraq.", "1", own_id=True)
    shards = [
        write_shard(tmp_path / "a.parquet", one, again),
        write_shard(tmp_path / "b.parquet", two, digest="p2"),
    ]
    report = run(tmp_path / "home", *shards).report()
    assert report.new == 1
    assert [failure.reason for failure in report.failures] == [
        "the id 1 came before in this build",
        "it was read with another version of the pipeline or the model",
    ]
