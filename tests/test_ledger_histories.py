"""Whatever happened before, the ledger holds what its documents say, and a killed process loses nothing."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_fixture import make_document, make_reading

from kg.job import build
from kg.ledger import Ledger
from kg.ledger.audit import audit
from kg.model import Document, Failure, Reading

TEXTS = (
    "Russia supports Iraq.",
    "RUSSIA  supports Iraq.\nRussia supports Iraq.",
    "Russia supports Iraq.\nrussia  supports iraq.",
    "Lavrov says Russia meets France.\nIraq attacks Iraq.",
    "Sergei Lavrov attacks Lavrov.\nLavrov meets Iraq.",
    "Nothing happens.",
)
LONG, SHORT = "a1" * 12, "b2" * 12

versions = st.tuples(st.sampled_from("abcd"), st.sampled_from(TEXTS))
batches = st.lists(st.lists(versions, max_size=3, unique_by=lambda version: version[0]), max_size=5)


def content(ledger: Ledger) -> tuple[object, ...]:
    return (
        list(ledger.statements()),
        list(ledger.statements(same_actor=True)),
        list(ledger.actors()),
        list(ledger.mention_counts()),
        [replace(document, run="") for document in ledger.documents()],
    )


def record(ledger: Ledger, batch: Sequence[tuple[str, str]], run: str) -> None:
    ledger.record([make_reading(make_document(text, id)) for id, text in batch], run=run, digest="p1")


@settings(max_examples=25, deadline=None)
@given(history=batches, merge_first=st.booleans(), retracted=st.sampled_from("abcd"))
def test_only_the_last_state_counts(history: list[list[tuple[str, str]]], merge_first: bool, retracted: str) -> None:
    """Replacing, retracting, merging and undoing leave what a new ledger with the final documents holds."""
    final: dict[str, str] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open(Path(folder, "used"), create=True) as used,
        Ledger.open(Path(folder, "new"), create=True) as new,
    ):
        record(used, [("z", TEXTS[4])], "0")
        if merge_first:
            used.undo_judgement(used.judge_same(SHORT, LONG, reason="").number)
        for number, batch in enumerate(history):
            record(used, batch, str(number))
            final |= dict(batch)
        for id in ("z", retracted):
            if id == "z" or id in final:
                used.retract(make_document("", id).uid, reason="")
                final.pop(id, None)
        record(new, sorted(final.items(), reverse=True), "0")
        assert content(used) == content(new)
        assert audit(used).is_sound


class Numbers:
    """A pipeline of hand-made readings."""

    name, model_name, digest = "hand@1", "none@1", "p1"

    def read_all(self, documents: Sequence[Document]) -> Sequence[Reading | Failure]:
        return [make_reading(document) for document in documents]


CHILD = """
import sys, time
sys.path.insert(0, sys.argv[1])
from test_ledger_histories import Numbers
from kg.job import build
def progress(done, total, report):
    print(done, flush=True)
    time.sleep(0.2)
build([sys.argv[2]], home=sys.argv[3], pipeline=Numbers(), on_progress=progress)
"""


def test_a_killed_build_loses_nothing_that_was_recorded(tmp_path: Path) -> None:
    """After a kill the ledger is sound, holds whole batches, and the next build does the rest."""
    news, home = tmp_path / "news", tmp_path / "home"
    news.mkdir()
    for number in range(100):
        (news / f"{number:03}.txt").write_text(f"Russia supports Iraq.\nNumber {number}.", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(Path(__file__).parent), str(news), str(home)], stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"32\n"
        child.kill()
    with Ledger.open(home, readonly=True) as ledger:
        kept = sum(1 for _ in ledger.documents())
        assert kept in (32, 64)
        assert audit(ledger).is_sound
    report = build([news], home=home, pipeline=Numbers())
    assert (report.found, report.unchanged, report.new) == (100, kept, 100 - kept)
    with Ledger.open(home, readonly=True) as ledger:
        assert sum(1 for _ in ledger.statements()) == 100
        assert [run.outcome for run in ledger.runs()] == ["done", "killed"]
