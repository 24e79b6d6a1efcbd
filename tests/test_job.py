"""The main job: what is read, skipped, replaced and failed adds up, and nothing that was done is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ledger_fixture import make_reading

import kg
from kg import job
from kg.errors import ConfigError, LedgerBusy, LedgerMissing, QueryRefused, ReaderError, StoreError, StoreMismatch
from kg.job import build, find_miscounts
from kg.ledger import Ledger
from kg.model import Document, Failure, Reading, Report

ONE = "Russia supports Iraq.\nLavrov says Russia meets France.\nNothing happens.\nIraq attacks Iraq."
TWO = "France attacks Iraq."


class HandMade:
    """A pipeline that reads the sentences of the hand-made readings; "boom" fails, "stop" interrupts."""

    name = "hand@1"
    model_name = "none@1"

    def __init__(self, digest: str = "p1") -> None:
        self.digest = digest
        self.read: list[str] = []

    def read_all(self, documents: Iterable[Document]) -> Iterator[Reading | Failure]:
        for document in documents:
            self.read.append(document.id)
            if "stop" in document.text:
                raise KeyboardInterrupt
            if "boom" in document.text:
                yield Failure(document.id, document.path, None, "extract", "boom")
            else:
                yield make_reading(document)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two documents in `news`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "1.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "news" / "2.txt").write_text(TWO, encoding="utf-8")
    return tmp_path


def run(*sources: str, pipeline: HandMade | None = None, **options: Any) -> Report:
    """Build into `home`, and check that the report adds up."""
    report = build(sources or ["news"], home="home", pipeline=pipeline or HandMade(), **options)
    assert find_miscounts(report) == []
    return report


def ids() -> list[str]:
    with Ledger.open(Path("home"), readonly=True) as ledger:
        return [document.id for document in ledger.documents()]


def test_first_build(folder: Path) -> None:
    """Everything is new; the counts are those of the readings."""
    report = run()
    assert replace(report, seconds=0) == Report(
        found=2, new=2, sentences=5, sentences_with_statements=4, clauses=5, clauses_with_statements=4,
        statements=3, same_actor=1, skipped={"no actor": 1},
    )  # fmt: skip
    assert ids() == ["news/1.txt", "news/2.txt"]


def test_graph_is_up_to_date_after_a_build(folder: Path) -> None:
    """The embedded graph holds the statements, and the ledger notes the load."""
    run()
    with kg.open("home") as home:
        rows = home.query("MATCH (a:Actor)-[r:ATTACKS]->(b:Actor) RETURN a.name AS a, b.name AS b").rows
        assert rows == [("France", "Iraq")]
        (entry,) = home.ledger.stores()
        assert (entry.address, entry.revision) == ("embedded", home.ledger.revision)


def test_second_build_reads_nothing(folder: Path) -> None:
    """What has not changed is passed over, without a change of content."""
    run()
    with Ledger.open(Path("home"), readonly=True) as ledger:
        before = ledger.revision
    again = HandMade()
    report = run(pipeline=again)
    assert (report.found, report.unchanged, report.statements, again.read) == (2, 2, 0, [])
    with Ledger.open(Path("home"), readonly=True) as ledger:
        assert ledger.revision == before


def test_changed_text_metadata_or_pipeline_is_read_again(folder: Path) -> None:
    """And replaces what the document gave before."""
    run()
    (folder / "news" / "2.txt").write_text("France supports Iraq.", encoding="utf-8")
    report = run()
    assert (report.new, report.replaced, report.unchanged) == (0, 1, 1)
    with kg.open("home") as home:
        assert [s.relation for s in home.statements() if s.document.id == "news/2.txt"] == ["SUPPORTS"]
        assert home.query("MATCH ()-[r:ATTACKS]->() RETURN count(r) AS n").rows == [(0,)]
    assert run(published="2015-01-01").replaced == 2
    assert run(published="2015-01-01", pipeline=HandMade("p2")).replaced == 2
    assert run(published="2015-01-01", pipeline=HandMade("p2")).unchanged == 2


def test_failures_are_counted_and_kept(folder: Path) -> None:
    """Documents that cannot be read or extracted are failures; the rest is recorded, and the run lists them."""
    (folder / "news" / "0.txt").write_text("", encoding="utf-8")
    (folder / "news" / "3.txt").write_text("boom", encoding="utf-8")
    (folder / "news" / "4.jsonl").write_text("{bad\n" + '{"text": "Iraq meets France.", "id": "x"}\n', "utf-8")
    report = run()
    assert (report.found, report.new) == (6, 3)
    assert [(f.id, f.line, f.stage) for f in report.failures] == [
        ("news/0.txt", None, "read"),
        ("news/4.jsonl", 1, "read"),
        ("news/3.txt", None, "extract"),
    ]
    with Ledger.open(Path("home"), readonly=True) as ledger:
        assert tuple(ledger.failures()) == report.failures
        (made,) = ledger.runs()
    assert made.outcome == "done"
    assert made.sources == ("news",)
    assert made.report is not None
    assert (made.report["found"], made.report["new"], made.report["failures"]) == (6, 3, 3)


def test_a_document_that_fails_now_keeps_what_it_gave(folder: Path) -> None:
    """A failure never takes statements away."""
    run()
    (folder / "news" / "2.txt").write_text("boom", encoding="utf-8")
    report = run()
    assert (report.unchanged, len(report.failures)) == (1, 1)
    assert ids() == ["news/1.txt", "news/2.txt"]


def test_path_of_another_file_is_never_taken_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same relative path in another folder with other text is a failure, not a replacement."""
    run()
    other = folder / "other"
    (other / "news").mkdir(parents=True)
    (other / "news" / "1.txt").write_text("Iraq supports France.", encoding="utf-8")
    monkeypatch.chdir(other)
    report = build(["news"], home=folder / "home", pipeline=HandMade())
    assert report.failures == (
        Failure(
            "news/1.txt", str(other / "news" / "1.txt"), None, "read",
            "the id news/1.txt belongs to another file with other text; give the documents ids of their own",
        ),
    )  # fmt: skip
    assert find_miscounts(report) == []


def test_retracted_documents_stay_out(folder: Path) -> None:
    """They are counted, and not read."""
    run()
    with Ledger.open(Path("home")) as ledger:
        ledger.retract(next(ledger.documents()).uid, reason="withdrawn")
    report = run()
    assert (report.found, report.retracted, report.unchanged) == (2, 1, 1)
    assert ids() == ["news/2.txt"]


def test_dry_run_writes_nothing(folder: Path) -> None:
    """It counts as a build would, and leaves no home; beside a home it tells new from unchanged."""
    assert replace(run(dry_run=True), seconds=0) == Report(
        found=2, new=2, sentences=5, sentences_with_statements=4, clauses=5, clauses_with_statements=4,
        statements=3, same_actor=1, skipped={"no actor": 1},
    )  # fmt: skip
    assert not Path("home").exists()
    run()
    (folder / "news" / "3.txt").write_text(TWO, encoding="utf-8")
    report = run(dry_run=True)
    assert (report.new, report.unchanged) == (1, 2)
    assert ids() == ["news/1.txt", "news/2.txt"]


def test_limit(folder: Path) -> None:
    """At most so many documents are looked at."""
    assert run(limit=1).found == 1
    assert ids() == ["news/1.txt"]
    assert run(limit=0).found == 0


@pytest.mark.parametrize(
    ("options", "found", "failed"),
    [({"fail_fast": True}, 2, 1), ({"max_failures": 1}, 4, 2), ({"max_failures": 2}, 5, 2), ({}, 5, 2)],
)
def test_too_many_failures_stop_the_build(folder: Path, options: dict[str, Any], found: int, failed: int) -> None:
    """What was read before the stop is recorded, and the stop is said."""
    lines = ['{"text": "Russia supports Iraq.", "id": "a"}', "{bad", '{"text": "Iraq meets France.", "id": "b"}']
    lines += ["{bad", '{"text": "France supports Iraq.", "id": "c"}']
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    report = run("a.jsonl", **options)
    assert (report.found, len(report.failures)) == (found, failed)
    stopped = (f"stopped after {failed} failures; the rest was not read",) if found < 5 else ()
    assert report.notes == stopped
    assert len(ids()) == report.new == found - failed


def test_extraction_failures_stop_the_build_too(folder: Path) -> None:
    """A document that fails in extraction counts like one that cannot be read; nothing after it is read."""
    for name in "3456":
        (folder / "news" / f"{name}.txt").write_text("boom", encoding="utf-8")
    (folder / "news" / "7.txt").write_text(TWO, encoding="utf-8")
    report = run(max_failures=1)
    assert [failure.id for failure in report.failures] == ["news/3.txt", "news/4.txt"]
    assert (report.found, report.new) == (4, 2)
    assert report.notes == ("stopped after 2 failures; the rest was not read",)
    assert ids() == ["news/1.txt", "news/2.txt"]


def test_interruption_keeps_the_work(folder: Path) -> None:
    """After Ctrl-C the documents read so far are recorded; the next build goes on from there."""
    (folder / "news" / "3.txt").write_text("stop", encoding="utf-8")
    (folder / "news" / "4.txt").write_text(TWO, encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        run()
    assert ids() == ["news/1.txt", "news/2.txt"]
    with Ledger.open(Path("home"), readonly=True) as ledger:
        (made,) = ledger.runs()
        assert made.report is not None
        assert (made.outcome, made.report["new"]) == ("interrupted", 2)
    (folder / "news" / "3.txt").unlink()
    report = run()
    assert (report.new, report.unchanged) == (1, 2)


def test_graph_that_fails_leaves_the_ledger_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error comes through; the documents are recorded, and the run says that it failed."""

    def refuse(ledger: Ledger) -> None:
        raise StoreError("the graph cannot be written")

    monkeypatch.setattr(job, "update_embedded_graph", refuse)
    with pytest.raises(StoreError):
        run()
    assert ids() == ["news/1.txt", "news/2.txt"]
    with Ledger.open(Path("home"), readonly=True) as ledger:
        assert ledger.runs()[0].outcome == "failed"
    monkeypatch.undo()


def test_graph_of_another_ledger(folder: Path) -> None:
    """A graph left over from a ledger that is gone is not overwritten; the error says which file to delete."""
    run()
    for path in folder.glob("home/ledger.sqlite*"):
        path.unlink()
    with pytest.raises(StoreMismatch) as caught:
        run()
    assert caught.value.hint == "delete home/graph.kgl; it is made again from the ledger"
    Path("home/graph.kgl").unlink()
    assert run().unchanged == 2
    with kg.open("home") as home:
        assert home.query("MATCH ()-[r:ATTACKS]->() RETURN count(r) AS n").rows == [(1,)]


def test_damaged_graph_is_an_error_that_names_it(folder: Path) -> None:
    """The ledger is complete, and the next build makes the graph again once the file is gone."""
    run()
    Path("home/graph.kgl").write_bytes(b"damaged")
    with pytest.raises(StoreError) as caught:
        run()
    assert "graph.kgl" in caught.value.message
    assert caught.value.hint is not None
    Path("home/graph.kgl").unlink()
    assert run().unchanged == 2


def test_progress(folder: Path) -> None:
    """It goes up to the number of documents, which is known for texts and JSON lines, but not for rows of CSV."""
    calls: list[tuple[int, int | None, int]] = []
    run(on_progress=lambda done, total, report: calls.append((done, total, report.statements)))
    assert calls[-1] == (2, 2, 3)
    (folder / "a.jsonl").write_text('{"text": "One.", "id": "a"}', encoding="utf-8")
    run("a.jsonl", "news", on_progress=lambda done, total, report: calls.append((done, total, report.statements)))
    assert calls[-1] == (3, 3, 0)
    (folder / "b.csv").write_text("id,text\nb,Two.\n", encoding="utf-8")
    run("b.csv", "news", on_progress=lambda done, total, report: calls.append((done, total, report.statements)))
    assert calls[-1] == (3, None, 0)


def test_many_documents_come_in_batches(folder: Path) -> None:
    """Each batch is recorded by itself, and all are counted."""
    for number in range(70):
        (folder / "news" / f"n{number:02}.txt").write_text(f"Russia supports Iraq.\nNumber {number}.", "utf-8")
    report = run()
    assert (report.found, report.new, report.statements) == (72, 72, 73)
    with Ledger.open(Path("home"), readonly=True) as ledger:
        assert ledger.revision == 3


@pytest.mark.parametrize(
    ("sources", "options", "error"),
    [
        (["none"], {}, ReaderError),
        (["news"], {"published": "soon"}, ConfigError),
        (["news"], {"fields": {"body": "text"}}, ConfigError),
        (["news"], {"input_format": "odt"}, ReaderError),
    ],
)
def test_wrong_calls_leave_no_home(
    folder: Path, sources: list[str], options: dict[str, Any], error: type[Exception]
) -> None:
    """What is wrong with the call is said before anything is made."""
    with pytest.raises(error):
        run(*sources, **options)
    assert not Path("home").exists()


def test_one_source_may_stand_alone(folder: Path) -> None:
    """A single path is as good as a list of one."""
    report = build("news/2.txt", home="home", pipeline=HandMade())
    assert report.new == 1


def test_locked_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process builds, a second build is refused, and can be repeated afterwards."""
    opened: Callable[..., Ledger] = Ledger.open
    monkeypatch.setattr(Ledger, "open", lambda home, **options: opened(home, timeout=0.05, **options))
    with Ledger.open(Path("home"), create=True) as first:
        made = first.start_run(pipeline="p", model="m", digest="d", sources=[])
        with pytest.raises(LedgerBusy):
            run()
        first.finish_run(made)
    assert run().new == 2


def test_miscounts_are_found() -> None:
    """Every sum that a report promises is checked."""
    assert find_miscounts(Report(found=3, new=1, replaced=1, unchanged=1)) == []
    wrong = Report(found=3, new=1, clauses=4, clauses_with_statements=2, skipped={"no actor": 1}, sentences=1,
                   sentences_with_statements=2)  # fmt: skip
    assert find_miscounts(wrong) == [
        "documents: 3 found, but 1 accounted for",
        "clauses: 4 tried, but 3 accounted for",
        "sentences: 2 of 1 gave statements",
    ]


def test_home_in_python(folder: Path) -> None:
    """An open home gives statements, documents, actors, a NetworkX graph, and answers to read-only Cypher."""
    run()
    with kg.open("home") as home:
        assert [s.relation for s in home.statements()] == ["SUPPORTS", "MEETS", "ATTACKS"]
        assert [d.id for d in home.documents()] == ["news/1.txt", "news/2.txt"]
        assert [a.name for a in home.actors()] == ["France", "Russia", "Iraq", "Lavrov"]
        graph = home.to_networkx()
        assert {data["rel_type"] for *_, data in graph.edges(data=True)} == {
            "ATTACKS", "MEETS", "SUPPORTS", "MENTIONED_IN",
        }  # fmt: skip
        assert home.to_networkx(simple=True).number_of_edges() == 4
        with pytest.raises(QueryRefused):
            home.query("MATCH (n) DELETE n")
    with pytest.raises(LedgerMissing):
        kg.open("elsewhere")
