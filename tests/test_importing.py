"""Shards and bare statements: taken in once, in any order, with the same outcome."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from ledger_fixture import make_document, make_reading

from kg.cli import cli
from kg.errors import ConfigError, ReaderError
from kg.importing import import_shards
from kg.job import find_miscounts
from kg.ledger import Ledger
from kg.ledger.audit import audit
from kg.model import Document, Failure, Report
from kg.packing import pack_reading
from kg.records import record_line, statement_to_record
from kg.shards import parquet
from kg.shards.parquet import shard_table

ONE = make_document(
    "Russia supports Iraq.\nLavrov says Russia meets France.\nIraq attacks Iraq.\nNothing.", "1", own_id=True
)
TWO = make_document("France attacks Iraq.", "2", own_id=True)
THREE = replace(make_document("France attacks Iraq!\nIraq meets Russia.", "3", path="/far/3.txt"), title="Three")


def write_shard(path: Path, *items: Document | Failure, digest: str = "p1") -> Path:
    """Write a Parquet shard of documents and failures."""
    results = [item if isinstance(item, Failure) else (item, pack_reading(make_reading(item))) for item in items]
    pq.write_table(shard_table(results, digest=digest), path)
    return path


def lines_of(*documents: Document) -> list[str]:
    """Return the lines that `kg extract` would write."""
    return [record_line(statement_to_record(s)) + "\n" for d in documents for s in make_reading(d).statements]


def write_lines(path: Path, *documents: Document) -> Path:
    """Write the lines that `kg extract` would write."""
    path.write_text("".join(lines_of(*documents)), encoding="utf-8")
    return path


def built(home: Path, *documents: Document) -> Path:
    """Record documents as a build does."""
    with Ledger.open(home, create=True) as ledger:
        run = ledger.start_run(pipeline="p", model="m", digest="p1", sources=[])
        ledger.record([make_reading(document) for document in documents], run=run, digest="p1")
        ledger.finish_run(run)
    return home


def export(home: Path) -> str:
    """Return the statements of a home as JSON lines."""
    with Ledger.open(Path(home), readonly=True) as ledger:
        return "".join(record_line(statement_to_record(statement)) + "\n" for statement in ledger.statements())


def content(home: Path) -> list[object]:
    """Return all that a ledger says of its documents, but for the runs."""
    with Ledger.open(home, readonly=True) as ledger:
        return [
            (
                replace(entry, run=""),
                ledger.sentences(entry.uid),
                ledger.mentions(entry.uid),
                ledger.abstentions(entry.uid),
                list(ledger.statements(document_uid=entry.uid, same_actor=True)),
            )
            for entry in ledger.documents()
        ]


def take(home: Path, *sources: Path) -> Report:
    """Import, and check that the report adds up."""
    report = import_shards(sources, home=home)
    assert find_miscounts(report) == []
    return report


def test_shards_hold_all_that_a_build_keeps(tmp_path: Path) -> None:
    """Texts, metadata, sentences, mentions, abstentions, set-aside statements: as if it had been read here."""
    shards = [write_shard(tmp_path / "a.parquet", ONE), write_shard(tmp_path / "b.parquet", TWO, THREE)]
    report = take(tmp_path / "home", *shards)
    assert (report.found, report.new, report.statements, report.same_actor) == (3, 3, 5, 1)
    built(tmp_path / "other", ONE, TWO, THREE)
    assert content(tmp_path / "home") == content(tmp_path / "other")
    assert export(tmp_path / "home") == export(tmp_path / "other") != ""
    with Ledger.open(tmp_path / "home", readonly=True) as ledger:
        assert audit(ledger).is_sound
        (run,) = ledger.runs()
        assert (run.command, run.outcome) == ("import", "done")
        assert ledger.stores()[0].address == "embedded"


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    """The documents are passed over, and the revision stays."""
    shard = write_shard(tmp_path / "a.parquet", ONE, TWO)
    lines = write_lines(tmp_path / "b.jsonl", THREE)
    take(tmp_path / "home", shard, lines)
    with Ledger.open(tmp_path / "home", readonly=True) as ledger:
        revision = ledger.revision
    report = take(tmp_path / "home", lines, shard)
    assert (report.found, report.unchanged) == (3, 3)
    with Ledger.open(tmp_path / "home", readonly=True) as ledger:
        assert ledger.revision == revision


def test_a_build_passes_over_what_was_taken_in(tmp_path: Path) -> None:
    """A document that was extracted elsewhere with the same pipeline need not be read again."""
    take(tmp_path / "home", write_shard(tmp_path / "a.parquet", ONE))
    with Ledger.open(tmp_path / "home") as ledger:
        assert str(ledger.state_of(ONE, "p1")) == "same"
        assert str(ledger.state_of(ONE, "p2")) == "changed"


def test_order_makes_no_difference(tmp_path: Path) -> None:
    """Shards, bare lines with and without shards, a document cut in two, disputes: every order ends alike."""
    other = make_document("France supports Russia.", "2", own_id=True)
    first, second = lines_of(ONE)
    sources = [
        write_shard(tmp_path / "a.parquet", TWO),
        write_shard(tmp_path / "b.parquet", THREE, other),
        write_lines(tmp_path / "c.jsonl", THREE),
        tmp_path / "d.jsonl",
        tmp_path / "e.jsonl",
    ]
    sources[3].write_text(first, encoding="utf-8")
    sources[4].write_text(second + first, encoding="utf-8")
    outcomes = []
    orders = list(itertools.permutations(sources))
    for number, order in enumerate(random.Random(1).sample(orders, 12)):
        home = tmp_path / f"home{number}"
        reports = [take(home, source) for source in order]
        assert sum(len(report.failures) for report in reports) == 1
        outcomes.append((export(home), content(home)))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert [json.loads(line)["document"]["id"] for line in outcomes[0][0].splitlines()] == ["1", "1", "3", "3"]


@pytest.mark.parametrize("first_is_bare", [False, True])
@pytest.mark.parametrize("second_is_bare", [False, True])
def test_id_with_two_texts_has_none(tmp_path: Path, first_is_bare: bool, second_is_bare: bool) -> None:
    """Whichever comes first, with or without its text; and it stays so."""
    other = make_document("France supports Russia.", "2", own_id=True)
    one = write_lines(tmp_path / "1.jsonl", TWO) if first_is_bare else write_shard(tmp_path / "1.parquet", TWO)
    two = write_lines(tmp_path / "2.jsonl", other) if second_is_bare else write_shard(tmp_path / "2.parquet", other)
    for home, order in ((tmp_path / "x", (one, two)), (tmp_path / "y", (two, one))):
        take(home, order[0])
        assert export(home)
        report = take(home, order[1])
        said = "the id 2 came with two texts, and neither is kept; give the documents ids of their own"
        assert report.failures == (Failure("2", str(order[1]), None, "import", said),)
        assert export(home) == ""
        assert len(take(home, order[0]).failures) == 1
        assert export(home) == ""


def test_what_was_read_here_stays(tmp_path: Path) -> None:
    """A shard with another text for an id that was built here is a failure, and nothing changes."""
    home = built(tmp_path / "home", TWO)
    before = content(home)
    other = make_document("France supports Russia.", "2", own_id=True)
    report = take(home, write_shard(tmp_path / "a.parquet", other))
    assert [f.reason for f in report.failures] == [
        "the id 2 is that of a document with other text, which was read here"
    ]
    assert content(home) == before


def test_a_build_settles_a_dispute(tmp_path: Path) -> None:
    """Once the document was read here, it is there."""
    other = make_document("France supports Russia.", "2", own_id=True)
    take(tmp_path / "home", write_shard(tmp_path / "a.parquet", TWO, other))
    built(tmp_path / "home", TWO)
    assert take(tmp_path / "home", write_shard(tmp_path / "b.parquet", TWO)).unchanged == 1
    assert len(export(tmp_path / "home").splitlines()) == 1


def test_new_pipeline_replaces(tmp_path: Path) -> None:
    """The same text, read with another pipeline: the last reading stands."""
    take(tmp_path / "home", write_shard(tmp_path / "a.parquet", TWO))
    report = take(tmp_path / "home", write_shard(tmp_path / "b.parquet", TWO, digest="p2"))
    assert (report.replaced, report.unchanged) == (1, 0)


def test_retracted_documents_stay_out(tmp_path: Path) -> None:
    """They are counted as such."""
    home = built(tmp_path / "home", TWO)
    with Ledger.open(home) as ledger:
        ledger.retract(TWO.uid, reason="withdrawn")
    report = take(home, write_shard(tmp_path / "a.parquet", ONE, TWO), write_lines(tmp_path / "b.jsonl", TWO))
    assert (report.new, report.retracted) == (1, 2)


def test_bare_lines_come_without_texts(tmp_path: Path) -> None:
    """Their statements are there with their sentences, and the audit says what it cannot check."""
    lines = write_lines(tmp_path / "a.jsonl", ONE)
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress("".join(lines_of(TWO)).encode()))
    report = take(tmp_path / "home", lines, packed)
    assert (report.new, report.statements, report.sentences) == (2, 3, 3)
    built(tmp_path / "other", ONE, TWO)
    assert export(tmp_path / "home") == export(tmp_path / "other")
    with Ledger.open(tmp_path / "home", readonly=True) as ledger:
        assert [entry.is_held for entry in ledger.documents()] == [False, False]
        assert [s.text for s in ledger.sentences(ONE.uid)] == [
            "Russia supports Iraq.",
            "Lavrov says Russia meets France.",
        ]
        result = audit(ledger)
        assert (result.is_sound, result.documents, result.without_text, result.statements) == (True, 2, 2, 3)
        assert {name: count for name, _, count in ledger.mention_counts() if name == "Q159"} == {"Q159": 2}


def test_audit_says_that_texts_are_missing(tmp_path: Path) -> None:
    """A row of its own, and exit code 1: what cannot be checked is not called right."""
    home = tmp_path / "home"
    take(home, write_lines(tmp_path / "a.jsonl", ONE), write_shard(tmp_path / "b.parquet", TWO))
    done = CliRunner().invoke(cli, ["audit", "--home", str(home), "--format", "jsonl"])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 1
    assert [(r["check"], r["held"], r["expected"]) for r in rows if r["state"] != "ok"] == [("texts held", 1, 2)]


def test_text_completes_bare_lines(tmp_path: Path) -> None:
    """When the text comes, all is there as if it had come at once."""
    take(tmp_path / "home", write_lines(tmp_path / "a.jsonl", ONE))
    report = take(tmp_path / "home", write_shard(tmp_path / "b.parquet", ONE))
    assert report.replaced == 1
    assert content(tmp_path / "home") == content(built(tmp_path / "other", ONE))


def test_failures_travel_with_the_shard(tmp_path: Path) -> None:
    """What failed elsewhere is counted and kept here with its reason."""
    failed = Failure("4", "/far/4.jsonl", 7, "extract", "it could not be read")
    report = take(tmp_path / "home", write_shard(tmp_path / "a.parquet", TWO, failed))
    assert report.failures == (failed,)
    with Ledger.open(tmp_path / "home", readonly=True) as ledger:
        assert ledger.failures() == [failed]


def test_shards_that_were_changed(tmp_path: Path) -> None:
    """A text that is not what was read, or evidence that is not in it, is a failure of that document alone."""
    forged = replace(TWO, text="France attacks Iran.")
    moved = make_reading(ONE)
    moved = replace(
        moved, document=replace(ONE, text="So. " + ONE.text, digest=make_document("So. " + ONE.text, "x").digest)
    )
    table = shard_table([(forged, pack_reading(make_reading(TWO))), (moved.document, pack_reading(moved)),
                         (THREE, pack_reading(make_reading(THREE)))], digest="p1")  # fmt: skip
    pq.write_table(table, tmp_path / "a.parquet")
    report = take(tmp_path / "home", tmp_path / "a.parquet")
    assert report.new == 1
    assert [failure.id for failure in report.failures] == ["2", "1"]
    assert report.failures[0].reason == "its text does not have the digest that it should have"
    assert "is not in the text: sentence: at 0 to 21 stands" in report.failures[1].reason


def test_files_that_are_no_shards(tmp_path: Path) -> None:
    """Broken files and lines are failures with their place, and the rest is taken in."""
    (tmp_path / "a.parquet").write_bytes(b"PAR1 no")
    pq.write_table(shard_table([], digest="p1").replace_schema_metadata({}), tmp_path / "b.parquet")
    newer = shard_table([], digest="p1").replace_schema_metadata({b"actorkg_shard": b"99"})
    pq.write_table(newer, tmp_path / "c.parquet")
    (tmp_path / "d.jsonl").write_text("{}\n[]\nno\n\n" + lines_of(TWO)[0], encoding="utf-8")
    (tmp_path / "e.jsonl.gz").write_bytes(b"not gzip")
    report = take(tmp_path / "home", tmp_path)
    assert report.new == 1
    places = [(Path(f.path or "").name, f.line) for f in report.failures]
    assert places == [("a.parquet", None), ("b.parquet", None), ("c.parquet", None), ("d.jsonl", 1), ("d.jsonl", 2),
                      ("d.jsonl", 3), ("e.jsonl.gz", None)]  # fmt: skip
    assert report.failures[2].reason == "the shard is of version 99, and this actorkg knows versions up to 1"


@pytest.mark.parametrize("name", ["none.parquet", "empty", "text.txt"])
def test_sources_without_shards(tmp_path: Path, name: str) -> None:
    """They are refused before a home is made."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text("Russia.", encoding="utf-8")
    with pytest.raises(ReaderError):
        import_shards([tmp_path / name], home=tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_parquet_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra that is missing is named."""
    shard = write_shard(tmp_path / "a.parquet", TWO)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ConfigError) as caught:
        parquet.shard_schema()
    assert caught.value.hint == "install it with `pip install 'actorkg[scale]'`"
    with pytest.raises(ConfigError):
        take(tmp_path / "home", shard)


def test_wish_to_stop(tmp_path: Path) -> None:
    """What was taken in stays, and the same call goes on."""
    shard = write_shard(tmp_path / "a.parquet", *(make_document("Russia supports Iraq.", str(n)) for n in range(100)))
    with pytest.raises(KeyboardInterrupt):
        import_shards([shard], home=tmp_path / "home", stop=lambda: True)
    report = take(tmp_path / "home", shard)
    assert (report.unchanged, report.new) == (64, 36)


def test_command(tmp_path: Path) -> None:
    """`kg ledger import` takes files and standard input, and says what came of it."""
    home = str(tmp_path / "home")
    lines = "".join(lines_of(ONE))
    done = CliRunner().invoke(cli, ["ledger", "import", "-", "--home", home], input=lines)
    assert done.exit_code == 0, done.stderr
    assert "documents   1 found = 1 new" in done.stderr
    write_shard(tmp_path / "a.parquet", ONE, Failure("4", None, None, "extract", "broken"))
    done = CliRunner().invoke(cli, ["ledger", "import", str(tmp_path / "a.parquet"), "--home", home])
    assert done.exit_code == 1
    assert "documents   2 found = 0 new + 1 replaced + 0 unchanged + 0 retracted + 1 failed" in done.stderr
    assert CliRunner().invoke(cli, ["ledger", "import", "none", "--home", home]).exit_code == 2
