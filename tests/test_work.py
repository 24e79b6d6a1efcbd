"""Worker processes: what they give does not depend on them, and what kills one costs one document."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from ledger_fixture import make_document
from worker_reader import Numbered, Obedient, die_at_start, make_none, make_obedient

from kg.errors import ConfigError, ModelNotFound, WorkerError
from kg.job import build, find_miscounts
from kg.ledger import DocumentState, Ledger
from kg.model import Failure, Report
from kg.packing import PackedReading
from kg.records import record_line, statement_to_record
from kg.work import Batch, WorkerPool, open_extractor
from kg.work import pool as pool_module
from kg.work import worker as worker_module

TEXTS = {
    f"{number:03}": f"{('Russia', 'Iraq', 'France')[number % 3]} supports {('Iraq', 'France', 'Russia')[number % 3]}."
    for number in range(100)
}


def batch_of(*texts: str) -> Batch:
    """Return a batch of documents named d0, d1, ..."""
    documents = tuple(make_document(text, f"d{number}", own_id=True) for number, text in enumerate(texts))
    return Batch(documents, (DocumentState.NEW,) * len(documents))


def read(pool: WorkerPool, *batches: Batch) -> list[list[PackedReading | Failure]]:
    """Return the results of each batch, in the order of the batches."""
    found = {id(batch): list(results) for batch, results in pool.read(batches)}
    return [found[id(batch)] for batch in batches]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a hundred documents in `news`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "news" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def export(home: str) -> str:
    """Return the statements of a home as JSON lines."""
    with Ledger.open(Path(home), readonly=True) as ledger:
        return "".join(record_line(statement_to_record(statement)) + "\n" for statement in ledger.statements())


def run(home: str, **options: object) -> Report:
    """Build `news`, and check that the report adds up."""
    report = build(["news"], home=home, pipeline=Obedient(), **options)  # type: ignore[arg-type]
    assert find_miscounts(report) == []
    return report


def test_as_many_workers_as_one_likes_give_the_same_bytes(folder: Path) -> None:
    """One process or three: the same counts, and the same export byte for byte."""
    alone, together = run("alone"), run("together", workers=3)
    assert (alone.new, alone.statements) == (together.new, together.statements) == (100, 100)
    assert export("alone") == export("together") != ""
    with Ledger.open(Path("together"), readonly=True) as ledger:
        assert ledger.runs()[0].options == {"workers": 3}
        assert ledger.runs()[0].digest == "p1"


def test_killed_worker_costs_nothing_the_first_time(tmp_path: Path) -> None:
    """A worker that is killed once with a batch in hand: all its documents are read by another one."""
    with closing(WorkerPool(make_obedient, 1)) as pool:
        (results,) = read(pool, batch_of("Russia supports Iraq.", f"die once at {tmp_path / 'flag'}", "Iraq stays."))
    assert [type(result) for result in results] == [PackedReading] * 3
    assert [len(result.statements) for result in results if isinstance(result, PackedReading)] == [1, 0, 0]


def test_document_that_kills_two_workers_is_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    """Its neighbours are read, and the reason says what happened."""
    with closing(WorkerPool(make_obedient, 2)) as pool:
        bad, good = read(pool, batch_of("Russia supports Iraq.", "die", "boom"), batch_of("Iraq supports France."))
    assert isinstance(bad[0], PackedReading)
    said = "the worker process that read it ended before it was done, twice (SIGKILL)"
    assert bad[1:] == [Failure("d1", None, None, "extract", said), Failure("d2", None, None, "extract", "boom")]
    assert isinstance(good[0], PackedReading)
    assert [record.message for record in caplog.records] == [
        "a worker process died (SIGKILL); its documents are read again"
    ] * 2


def test_document_that_takes_too_long_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that works on one document for too long is stopped, and the document set aside."""
    monkeypatch.setattr(worker_module, "_SECONDS_AT_LEAST", 0.5)
    monkeypatch.setattr(worker_module.Worker, "is_overdue", property(_overdue_when_ready))
    monkeypatch.setattr(pool_module, "_SECONDS_BETWEEN_CHECKS", 0.1)
    with closing(WorkerPool(make_obedient, 1)) as pool:
        (results,) = read(pool, batch_of("sleep", "Russia supports Iraq."))
    said = "the worker process that read it ended before it was done, twice (it took too long)"
    assert results[0] == Failure("d0", None, None, "extract", said)
    assert isinstance(results[1], PackedReading)


def _overdue_when_ready(worker: worker_module.Worker) -> bool:
    """Starting a process may take longer than the limit that the test sets."""
    return bool(worker.tasks) and time.monotonic() - worker.since > worker.tasks[0].seconds


def test_workers_are_replaced() -> None:
    """After so many documents another process takes over, and nothing is lost on the way."""
    batches = [batch_of("Russia supports Iraq.", "Iraq meets France.") for _ in range(5)]
    with closing(WorkerPool(make_obedient, 1, documents_a_worker=4)) as pool:
        first = {worker.process.pid for worker in pool._workers}
        results = read(pool, *batches)
        assert {worker.process.pid for worker in pool._workers} != first
        assert len(pool._workers) == 1
    assert [len(result) for result in results] == [2] * 5


def test_room_is_bounded() -> None:
    """No more is taken from the sources than the workers have room for."""
    taken = 0

    def batches() -> Iterator[Batch]:
        nonlocal taken
        for _ in range(50):
            taken += 1
            yield batch_of("Russia supports Iraq.")

    with closing(WorkerPool(make_obedient, 1)) as pool:
        for given_back, _ in enumerate(pool.read(batches()), start=1):
            assert taken - given_back <= 2
    assert taken == 50


@pytest.mark.parametrize(
    ("maker", "error", "message"),
    [
        (make_none, ModelNotFound, "there is no such model"),
        (die_at_start, WorkerError, "worker processes die before they are ready (SIGKILL)"),
    ],
)
def test_workers_that_cannot_start(maker: object, error: type[Exception], message: str) -> None:
    """What is wrong with the model is said as ever; processes that die are not started for ever."""
    with pytest.raises(error) as caught:
        WorkerPool(maker, 2)  # type: ignore[arg-type]
    assert str(caught.value) == message


def test_broken_reader_ends_the_build() -> None:
    """An error that no document is to blame for comes through."""
    with closing(WorkerPool(make_obedient, 1)) as pool, pytest.raises(WorkerError, match="this reader is broken"):
        read(pool, batch_of("break"))


def test_pipeline_that_changes_during_the_build(tmp_path: Path) -> None:
    """A worker that is started later and reads with other files cannot work on the same build."""
    batches = [batch_of("Russia supports Iraq.") for _ in range(3)]
    with (
        closing(WorkerPool(Numbered(tmp_path), 1, documents_a_worker=1)) as pool,
        pytest.raises(ConfigError, match="was changed during the build"),
    ):
        read(pool, *batches)


def test_pipeline_that_cannot_be_sent() -> None:
    """A loaded pipeline that cannot go through a pipe is refused with what to do."""
    reader = Obedient()
    with pytest.raises(ConfigError) as caught:
        open_extractor(lambda: reader, workers=2)
    assert caught.value.hint == "name the pipeline and the model instead of giving a loaded one"
    with pytest.raises(ConfigError, match="at least one worker"):
        open_extractor(make_obedient, workers=0)


def test_too_many_failures_stop_the_workers(folder: Path) -> None:
    """What was read before the stop is recorded, the rest is not read."""
    for name in ("000", "001"):
        (folder / "news" / f"{name}.txt").write_text("boom", encoding="utf-8")
    report = run("home", workers=2, fail_fast=True)
    assert 1 <= len(report.failures) <= 2
    assert report.found < 100
    assert report.notes == (f"stopped after {len(report.failures)} failures; the rest was not read",)


def test_wish_to_stop_finishes_what_is_under_way(folder: Path) -> None:
    """What the workers have in hand is recorded, the run is called interrupted, and the next build does the rest."""
    asked = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 1

    with pytest.raises(KeyboardInterrupt):
        run("home", workers=2, stop=stop)
    with Ledger.open(Path("home"), readonly=True) as ledger:
        (made,) = ledger.runs()
        assert made.outcome == "interrupted"
        assert made.report is not None
        assert made.report["new"] == sum(1 for _ in ledger.documents()) == 64
    report = run("home", workers=2)
    assert (report.new, report.unchanged) == (36, 64)


def test_workers_end_with_the_main_process(tmp_path: Path) -> None:
    """A worker whose main process is gone ends by itself, even while it reads."""
    pool = WorkerPool(make_obedient, 1)
    (worker,) = pool._workers
    worker.connection.send(batch_of("sleep").documents)
    time.sleep(0.2)
    pid = worker.process.pid
    assert pid is not None
    worker.connection.close()
    worker.process.join(10)
    assert worker.process.exitcode == 0
    pool._workers.clear()
