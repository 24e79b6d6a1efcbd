"""The ledger: what goes in comes out, loading replaces, and every bad home is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from ledger_fixture import make_document, make_reading

from kg.errors import LedgerBusy, LedgerError, LedgerMissing, LedgerVersionError
from kg.ledger import Actor, DocumentState, Ledger
from kg.ledger import schema as ledger_schema
from kg.ledger.audit import audit
from kg.ledger.connection import ledger_errors
from kg.ledger.schema import LEDGER_VERSION, MIGRATIONS
from kg.model import Document, Entity, Failure, Kind, Link, Report, Scope, Words

TEXT = "Russia supports Iraq.\nLavrov says Russia meets France.\nNothing happens.\nIraq attacks Iraq."
LAVROV = "b2" * 12


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A new ledger."""
    with Ledger.open(tmp_path / "home", create=True, timeout=0.1) as opened:
        yield opened


def record(ledger: Ledger, *documents: Document, digest: str = "p1") -> None:
    ledger.record([make_reading(document) for document in documents], run="1", digest=digest)


def triples(ledger: Ledger, *, same_actor: bool = False) -> list[tuple[str, str, str]]:
    return [(s.source.name, s.relation, s.target.name) for s in ledger.statements(same_actor=same_actor)]


def test_readings_come_out_as_they_went_in(ledger: Ledger) -> None:
    """Statements and documents are equal to those recorded; one-actor statements are set aside."""
    document = replace(
        make_document(TEXT, "a.txt", path="/news/a.txt"),
        title="T", publisher="P", url="https://example.org", language="en", fields=("stars", "score"),
    )  # fmt: skip
    reading = make_reading(document)
    ledger.record([reading], run="7", digest="p1")
    assert tuple(ledger.statements()) == reading.statements
    assert tuple(ledger.statements(same_actor=True)) == reading.same_actor
    assert [s.relation for s in reading.statements] == ["SUPPORTS", "MEETS"]
    assert [s.relation for s in reading.same_actor] == ["ATTACKS"]
    (entry,) = ledger.documents()
    assert entry.document == document
    assert (entry.sentences, entry.statements, entry.abstained, entry.same_actor) == (4, 2, 1, 1)
    assert (entry.origin, entry.run, entry.pipeline_digest) == (document.uid, "7", "p1")
    sid = reading.statements[0].sid
    assert ledger.statement(sid) == reading.statements[0]
    assert ledger.statement("0" * 24) is None


def test_the_whole_reading_is_kept(ledger: Ledger) -> None:
    """Sentences, mentions and abstentions come out as they went in, unresolved mentions and antecedents too."""
    reading = make_reading(make_document(TEXT, "a"))
    first, *others = reading.mentions
    unresolved = replace(first, entity=None, link=Link.PRONOUN, antecedent=Words("Iraq", 16, 20), reason="two fit")
    nobody = replace(others[0], entity=Entity(None, "officials", None, scope=Scope.DESCRIBED))
    reading = replace(reading, mentions=(unresolved, nobody, *others[1:]))
    ledger.record([reading], run="1", digest="p1")
    uid = reading.document.uid
    assert tuple(ledger.sentences(uid)) == reading.sentences
    assert tuple(ledger.mentions(uid)) == reading.mentions
    assert tuple(ledger.abstentions(uid)) == reading.abstentions
    assert ledger.mentions("0" * 24) == ledger.sentences("0" * 24) == []


def test_statements_are_ordered(ledger: Ledger) -> None:
    """By document id, sentence and sid, in whatever order they were recorded."""
    record(ledger, make_document("France meets Iraq.\nRussia supports Iraq.", "b.txt"))
    record(ledger, make_document("Russia meets France.", "a.txt"))
    assert [(s.document.id, s.sentence.index) for s in ledger.statements()] == [
        ("a.txt", 0),
        ("b.txt", 0),
        ("b.txt", 1),
    ]
    uid = next(d.uid for d in ledger.documents() if d.id == "b.txt")
    assert [s.document.id for s in ledger.statements(document_uid=uid)] == ["b.txt", "b.txt"]


def test_state_of_a_document(ledger: Ledger) -> None:
    """SAME needs the same text, metadata and pipeline; anything else is CHANGED."""
    document = make_document(TEXT, "a", own_id=True)
    assert ledger.state_of(document, "p1") is DocumentState.NEW
    record(ledger, document)
    assert ledger.state_of(document, "p1") is DocumentState.SAME
    assert ledger.state_of(document, "p2") is DocumentState.CHANGED
    assert ledger.state_of(make_document("Other.", "a", own_id=True), "p1") is DocumentState.CHANGED
    for field in ("published", "title", "publisher", "url", "language"):
        assert ledger.state_of(replace(document, **{field: "2015-01-01"}), "p1") is DocumentState.CHANGED


def test_id_made_from_a_path_is_never_taken_over(ledger: Ledger) -> None:
    """Another file with the same path-made id and other text is in conflict; the same text is the same document."""
    record(ledger, make_document(TEXT, "a.txt", path="/one/a.txt"))
    other = make_document("Other.", "a.txt", path="/two/a.txt")
    assert ledger.state_of(other, "p1") is DocumentState.CONFLICT
    assert ledger.state_of(make_document(TEXT, "a.txt", path="/two/a.txt"), "p1") is DocumentState.SAME
    assert ledger.state_of(replace(other, path="/one/a.txt"), "p1") is DocumentState.CHANGED
    assert ledger.state_of(replace(other, own_id=True), "p1") is DocumentState.CHANGED


def test_recording_again_replaces(ledger: Ledger) -> None:
    """A document read again loses all it gave before."""
    record(ledger, make_document(TEXT, "a"), make_document("France meets Iraq.", "b"))
    record(ledger, make_document("Russia attacks France.", "a"))
    assert triples(ledger) == [("Russia", "ATTACKS", "France"), ("France", "MEETS", "Iraq")]
    assert list(ledger.mention_counts()) == [
        ("Q142", make_document("", "a").uid, 1), ("Q142", make_document("", "b").uid, 1),
        ("Q159", make_document("", "a").uid, 1), ("Q796", make_document("", "b").uid, 1),
    ]  # fmt: skip
    assert LAVROV not in {actor.uid for actor in ledger.actors()}


def test_recording_twice_changes_nothing_but_the_revision(ledger: Ledger) -> None:
    """The same reading gives the same content."""
    record(ledger, make_document(TEXT, "a"))
    before = (list(ledger.statements()), list(ledger.actors()), list(ledger.documents()))
    assert ledger.revision == 1
    record(ledger, make_document(TEXT, "a"))
    assert (list(ledger.statements()), list(ledger.actors()), list(ledger.documents())) == before
    assert ledger.revision == 2


def test_batch_is_all_or_nothing(ledger: Ledger) -> None:
    """A batch that cannot be recorded leaves no trace, and the revision stays."""
    record(ledger, make_document("France meets Iraq.", "b"))
    good = make_reading(make_document(TEXT, "a"))
    bad = make_reading(make_document("Russia supports Iraq.", "c"))
    bad = replace(bad, statements=bad.statements * 2)
    with pytest.raises(LedgerError):
        ledger.record([good, bad], run="1", digest="p1")
    assert [d.id for d in ledger.documents()] == ["b"]
    assert ledger.revision == 1
    record(ledger, make_document(TEXT, "a"))
    assert [d.id for d in ledger.documents()] == ["a", "b"]


def test_actors_are_the_ends_speakers_and_places(ledger: Ledger) -> None:
    """Every end and speaker of a statement is an actor; who is only mentioned, or set aside, is not."""
    record(
        ledger, make_document("Lavrov says Russia supports Iraq.\nFrance.\nSergei Lavrov attacks Sergei Lavrov.", "a")
    )
    assert list(ledger.actors()) == [
        Actor("Q159", "Russia", Kind.GPE, None, Scope.NAMED, "RUS", (), "Q159"),
        Actor("Q796", "Iraq", Kind.GPE, None, Scope.NAMED, "IRQ", (), "Q796"),
        Actor(LAVROV, "Lavrov", Kind.PERSON, None, Scope.NAMED, None, (), None),
    ]
    assert ledger.actor("Q142") is None


def test_attributes_are_the_most_frequent_over_documents(ledger: Ledger) -> None:
    """The value in most documents wins, ties by code point; a value unknown in a document does not count."""

    def with_source(id: str, **changes: object) -> None:
        reading = make_reading(make_document("Lavrov supports Iraq.\nLavrov meets Iraq.", id))
        statements = tuple(
            replace(s, source=replace(s.source, **changes), target=s.target)
            if s.source.uid == LAVROV
            else replace(s, target=replace(s.target, **changes))
            for s in reading.statements
        )
        ledger.record([replace(reading, statements=statements)], run="1", digest="p1")

    with_source("a", country="SYR", sector="MIL", name="S. Lavrov")
    with_source("b", country="RUS", sector="GOV")
    with_source("c", country=None, sector="MIL")
    actor = ledger.actor(LAVROV)
    assert actor is not None
    assert (actor.name, actor.country, actor.sector, actor.aliases) == ("Lavrov", "RUS", "MIL", ("S. Lavrov",))


def test_finding_actors(ledger: Ledger) -> None:
    """By uid, name or alias; an exact match leaves the others out."""
    record(ledger, make_document("Sergei Lavrov meets Lavrov.\nRussia supports Iraq.", "a"))
    assert [a.uid for a in ledger.find_actors("Q159")] == ["Q159"]
    assert [a.uid for a in ledger.find_actors(" russia ")] == ["Q159"]
    assert [a.name for a in ledger.find_actors("Lavrov")] == ["Lavrov"]
    assert [a.name for a in ledger.find_actors("sergei  LAVROV")] == ["Sergei Lavrov"]
    assert ledger.find_actors("Atlantis") == []


def test_mentions_are_counted(ledger: Ledger) -> None:
    """All mentions of an actor in a document count; one without a mention row counts where it stands in statements."""
    reading = make_reading(make_document("Russia supports Iraq.\nRussia meets Iraq.\nRussia.", "a"))
    uid = reading.document.uid
    without = tuple(m for m in reading.mentions if m.entity is not None and m.entity.uid != "Q796")
    ledger.record([replace(reading, mentions=without)], run="1", digest="p1")
    assert list(ledger.mention_counts()) == [("Q159", uid, 3), ("Q796", uid, 2)]


def test_reprints_share_an_origin(ledger: Ledger) -> None:
    """Texts that differ in case and white space are one story, by the smallest uid; it is worked out anew each time."""
    first, second = make_document("Russia supports Iraq.", "a"), make_document("RUSSIA  supports\nIraq. ", "b")
    other = make_document("Russia supports France.", "c")
    smallest, largest = sorted((first, second), key=lambda d: d.uid)
    record(ledger, largest, other)
    assert {d.id: d.origin for d in ledger.documents()} == {largest.id: largest.uid, "c": other.uid}
    record(ledger, smallest)
    assert {d.id: d.origin for d in ledger.documents()} == {"a": smallest.uid, "b": smallest.uid, "c": other.uid}
    assert {s.document.origin for s in ledger.statements() if s.document.id != "c"} == {smallest.uid}
    ledger.retract(smallest.uid, reason="withdrawn")
    assert {d.id: d.origin for d in ledger.documents()} == {largest.id: largest.uid, "c": other.uid}
    record(ledger, make_document("Now another text.", largest.id), smallest)
    assert {d.origin for d in ledger.documents()} == {largest.uid, smallest.uid, other.uid}


def test_retracted_documents_stay_out(ledger: Ledger) -> None:
    """A retraction removes everything and is remembered until the document is readmitted."""
    document = make_document(TEXT, "a")
    record(ledger, document)
    ledger.retract(document.uid, reason="withdrawn by the publisher")
    assert ledger.state_of(document, "p1") is DocumentState.RETRACTED
    assert (triples(ledger), list(ledger.actors()), list(ledger.documents())) == ([], [], [])
    assert ledger.readmit(document.uid) is True
    assert ledger.readmit(document.uid) is False
    assert ledger.state_of(document, "p1") is DocumentState.NEW
    with pytest.raises(LedgerError, match="has no document"):
        ledger.retract(document.uid, reason="again")


def test_runs_failures_and_stores(ledger: Ledger) -> None:
    """A run is written down with inputs, versions, counts and failures; the newest comes first."""
    run = ledger.start_run(
        pipeline="newswire@1", model="en@1", digest="p1", sources=["news"], options={"limit": 3}, versions={"a": "1"}
    )
    assert ledger.runs()[0].outcome == "running"
    failures = [Failure("b", "/b", 3, "read", "broken"), Failure("c", None, None, "extract", "boom")]
    ledger.record_failures(failures, run=run)
    ledger.finish_run(run, report=Report(found=3, new=1, failures=tuple(failures), skipped={"no actor": 2}))
    again = ledger.start_run(pipeline="newswire@1", model="en@1", digest="p1", sources=["news"])
    ledger.finish_run(again, outcome="interrupted")
    newest, oldest = ledger.runs()
    assert (newest.id, newest.outcome, newest.report) == ("2", "interrupted", None)
    assert (oldest.id, oldest.outcome, oldest.sources, oldest.options) == ("1", "done", ("news",), {"limit": 3})
    assert oldest.versions == {"a": "1"}
    assert oldest.report is not None
    assert (oldest.report["found"], oldest.report["failures"], oldest.report["skipped"]) == (3, 2, {"no actor": 2})
    assert oldest.finished is not None
    assert ledger.failures("1") == failures
    assert ledger.failures() == []
    ledger.record_store("bolt://b", kind="neo4j", revision=1)
    ledger.record_store("bolt://b", kind="neo4j", revision=4)
    ledger.record_store("a.json", kind="networkx", revision=2)
    assert [(s.address, s.kind, s.revision) for s in ledger.stores()] == [
        ("a.json", "networkx", 2),
        ("bolt://b", "neo4j", 4),
    ]


def test_a_killed_run_is_told_by_the_next(ledger: Ledger) -> None:
    """A run without an end, whose process has given the home back, was killed."""
    ledger.start_run(pipeline="p", model="m", digest="d", sources=[])
    ledger.close()
    with Ledger.open(ledger.home, timeout=0.05) as again:
        again.start_run(pipeline="p", model="m", digest="d", sources=[])
        assert [run.outcome for run in again.runs()] == ["running", "killed"]


def test_runs_do_not_change_the_revision(ledger: Ledger) -> None:
    """Stores are out of date after changes of content alone."""
    run = ledger.start_run(pipeline="p", model="m", digest="d", sources=[])
    ledger.record_failures([Failure("b", None, None, "read", "broken")], run=run)
    ledger.finish_run(run)
    ledger.record_store("a.json", kind="networkx", revision=0)
    assert ledger.revision == 0


def test_one_writer_at_a_time(ledger: Ledger) -> None:
    """A run keeps other writers out from its first to its last moment; readers see what is committed."""
    run = ledger.start_run(pipeline="p", model="m", digest="d", sources=[])
    with Ledger.open(ledger.home, timeout=0.05) as other:
        record(ledger, make_document(TEXT, "a"))
        assert other.revision == 1
        with pytest.raises(LedgerBusy, match="another process is writing"):
            record(other, make_document("Other.", "b"))
        with pytest.raises(LedgerBusy) as caught:
            other.start_run(pipeline="p", model="m", digest="d", sources=[])
        assert caught.value.hint
        ledger.finish_run(run)
        record(other, make_document("Other.", "b"))
        assert [d.id for d in ledger.documents()] == ["a", "b"]


def test_readers_are_never_kept_waiting(ledger: Ledger) -> None:
    """A snapshot stays as it was while a writer goes on; afterwards the reader sees the change."""
    record(ledger, make_document(TEXT, "a"))
    with Ledger.open(ledger.home, readonly=True, timeout=0.05) as reader:
        with reader.snapshot():
            assert len(list(reader.statements())) == 2
            record(ledger, make_document("France meets Iraq.", "b"))
            assert (len(list(reader.statements())), reader.revision) == (2, 1)
        assert (len(list(reader.statements())), reader.revision) == (3, 2)


def test_opening_again_finds_the_same_ledger(ledger: Ledger) -> None:
    """The uid is made once."""
    record(ledger, make_document(TEXT, "a"))
    with Ledger.open(ledger.home) as again, Ledger.open(ledger.home, readonly=True) as reader:
        assert again.uid == reader.uid == ledger.uid
        assert len(ledger.uid) == 24
        assert triples(reader) == triples(ledger)


def test_reading_alone_cannot_write(ledger: Ledger) -> None:
    """A ledger opened for reading refuses to write."""
    with Ledger.open(ledger.home, readonly=True) as reader, pytest.raises(LedgerError, match="for reading alone"):
        record(reader, make_document(TEXT, "a"))


def test_missing_home(tmp_path: Path) -> None:
    """No home is an error that says how to make one, and none is made on the way."""
    for readonly in (False, True):
        with pytest.raises(LedgerMissing) as caught:
            Ledger.open(tmp_path / "none", readonly=readonly)
        assert caught.value.message == f"there is no home at {tmp_path / 'none'}"
        assert caught.value.hint == "make one with `kg build SOURCE`, or name another with --home"
    assert not (tmp_path / "none").exists()


def test_home_of_a_newer_version(ledger: Ledger) -> None:
    """A home that a newer actorkg wrote is refused, and left as it is."""
    connection = sqlite3.connect(ledger.home / "ledger.sqlite")
    connection.execute(f"PRAGMA user_version = {LEDGER_VERSION + 1}")
    connection.close()
    for readonly in (False, True):
        with pytest.raises(LedgerVersionError) as caught:
            Ledger.open(ledger.home, readonly=readonly)
        assert caught.value.message == (
            f"this home is of version {LEDGER_VERSION + 1}, and this actorkg knows versions up to {LEDGER_VERSION}"
        )


def test_home_of_an_older_version_is_migrated(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps that are missing are taken in order when the home is opened for writing; the content stays."""
    record(ledger, make_document(TEXT, "a"))
    ledger.close()
    steps = (*MIGRATIONS, "ALTER TABLE stores ADD COLUMN pending TEXT; CREATE TABLE extra (x)", "DROP TABLE extra")
    monkeypatch.setattr(ledger_schema, "MIGRATIONS", steps)
    for module in ("kg.ledger.schema", "kg.ledger.file"):
        monkeypatch.setattr(f"{module}.LEDGER_VERSION", len(steps))
    with pytest.raises(LedgerError, match="is of an older version"):
        Ledger.open(ledger.home, readonly=True)
    with Ledger.open(ledger.home) as migrated:
        assert len(list(migrated.statements())) == 2
        assert migrated.uid == ledger.uid
    connection = sqlite3.connect(ledger.home / "ledger.sqlite")
    columns = [row[1] for row in connection.execute("PRAGMA table_info (stores)")]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    assert columns == ["address", "kind", "revision", "loaded", "pending"]
    assert version == len(MIGRATIONS) + 2


@pytest.mark.parametrize("content", [b"This is no database at all. " * 50, None], ids=["text", "other-tables"])
def test_a_file_that_is_no_ledger(tmp_path: Path, content: bytes | None) -> None:
    """Some other file in the ledger's place is named, and not touched."""
    path = tmp_path / "ledger.sqlite"
    if content is None:
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE mine (x)")
        connection.commit()
        connection.close()
    else:
        path.write_bytes(content)
    with pytest.raises(LedgerError, match="is not a ledger"):
        Ledger.open(tmp_path, create=True)


def test_home_that_cannot_be_made(tmp_path: Path) -> None:
    """A file in the way of the folder is an error with a hint."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(LedgerError, match="cannot open") as caught:
        Ledger.open(tmp_path / "file" / "home", create=True)
    assert caught.value.hint == "check the disk and its permissions, or name another home with --home"


def test_full_disk_keeps_what_was_recorded(ledger: Ledger) -> None:
    """When the disk is full, the batch is undone as a whole and the message says so."""
    record(ledger, make_document(TEXT, "a"))
    pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]
    ledger._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(LedgerError) as caught:
        record(ledger, make_document("France meets Iraq.\n" * 2000, "b"))
    assert caught.value.message == f"cannot write to {ledger.home}: the disk is full"
    assert caught.value.hint == "free some space and run it again: what was recorded is kept"
    assert [d.id for d in ledger.documents()] == ["a"]
    ledger._connection.execute("PRAGMA max_page_count = 1073741823")
    record(ledger, make_document("France meets Iraq.", "b"))
    assert [d.id for d in ledger.documents()] == ["a", "b"]


def test_read_only_disk(ledger: Ledger) -> None:
    """Writing where nothing can be written is an error that says so."""
    ledger._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(LedgerError) as caught:
        record(ledger, make_document(TEXT, "a"))
    assert caught.value.message == f"cannot write to {ledger.home}: it is read-only"


@pytest.mark.parametrize(
    ("said", "kind", "message"),
    [
        ("database is locked", LedgerBusy, "another process is writing to home"),
        ("database or disk is full", LedgerError, "cannot write to home: the disk is full"),
        ("attempt to write a readonly database", LedgerError, "cannot write to home: it is read-only"),
        ("disk I/O error", LedgerError, "cannot write to home: the disk refuses"),
        ("unable to open database file", LedgerError, "cannot write to home: its files cannot be opened"),
        ("database disk image is malformed", LedgerError, "home/ledger.sqlite is not a ledger, or is damaged"),
        ("no such table: runs", LedgerError, "cannot write to home: no such table: runs"),
    ],
)
def test_errors_of_sqlite_in_our_words(said: str, kind: type[LedgerError], message: str) -> None:
    """Each error says what could not be done, and what to do about it."""
    with pytest.raises(LedgerError) as caught, ledger_errors("write to", Path("home")):
        raise sqlite3.OperationalError(said)
    assert type(caught.value) is kind
    assert caught.value.message == message
    assert caught.value.hint


def test_audit_of_a_sound_ledger(ledger: Ledger) -> None:
    """Every piece of evidence is checked, and the checks are counted by part."""
    record(ledger, make_document(TEXT, "a"), make_document("France meets Iraq.", "b"))
    result = audit(ledger)
    assert result.is_sound
    assert (result.documents, result.statements) == (2, 4)
    assert result.parts == {
        "abstention": 1, "foreign keys": 1, "mention": 9, "predicate": 4, "sentence": 4, "source": 4, "speaker": 1,
        "target": 4, "text": 2, "uid": 2,
    }  # fmt: skip
    assert result.checked == 32


def test_audit_finds_what_moved(ledger: Ledger) -> None:
    """A text that changed under its statements is found, in words; so is an offset outside it."""
    record(ledger, make_document("Russia supports Iraq.", "a"))
    sid = next(ledger.statements()).sid
    ledger._connection.execute("UPDATE documents SET text = 'Russia  supports Ira'")
    result = audit(ledger)
    assert [str(problem) for problem in result.problems] == [
        "a: text: it does not have the digest it was read with",
        f"a, statement {sid}: sentence: 0 to 21 lies outside the text of 20 characters",
        f"a, statement {sid}: predicate: at 7 to 15 stands ' support', not 'supports'",
        f"a, statement {sid}: target: at 16 to 20 stands ' Ira', not 'Iraq'",
        "a: mention: at 16 to 20 stands ' Ira', not 'Iraq'",
    ]
    assert not result.is_sound
