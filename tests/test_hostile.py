"""A slice of the hostile files of tests/torture: each kind is read, built and audited; nothing gets lost."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from torture.hostile_files import KINDS, MEGABYTE, make_file

from kg.job import build, find_miscounts
from kg.model import Document, Failure
from kg.readers import Notes, ReaderOptions, read_sources


@pytest.mark.parametrize("number", range(len(KINDS)), ids=list(KINDS))
def test_hostile_file_is_read_or_fails_with_a_reason(tmp_path: Path, number: int) -> None:
    """Each kind of file gives documents that can be stored, or failures with a reason on one line; never neither."""
    file = make_file(number, most_bytes=2 * MEGABYTE)
    path = tmp_path / file.name
    path.write_bytes(file.data)
    items = list(read_sources([path], ReaderOptions(working_folder=tmp_path)))
    assert items
    for item in items:
        if isinstance(item, Failure):
            assert item.reason
            assert "\n" not in item.reason
            assert len(item.reason) < 1_000
        else:
            assert 0 < len(item.text) <= 1_000_000
            assert "\0" not in item.text
            json.dumps([item.text, item.title, item.publisher, item.url, item.id]).encode()
            (item.text + (item.title or "") + item.id).encode()


def test_hostile_files_are_read_the_same_twice(tmp_path: Path) -> None:
    """Reading is a function of the bytes: the same documents and failures, in the same order, with the same notes."""
    for number in range(len(KINDS)):
        file = make_file(number, seed=2, most_bytes=MEGABYTE // 4)
        (tmp_path / file.name).write_bytes(file.data)
    seen = []
    for _ in range(2):
        notes = Notes()
        items = list(read_sources([tmp_path], ReaderOptions(working_folder=tmp_path), notes=notes))
        seen.append(hashlib.sha256(repr((items, notes.lines())).encode("utf-8", "surrogatepass")).hexdigest())
    assert seen[0] == seen[1]


@pytest.mark.model
def test_hostile_files_are_built(tmp_path: Path) -> None:
    """A build of hostile files adds up, its evidence holds, and a second build finds everything unchanged."""
    from kg.ledger import Ledger
    from kg.ledger.audit import audit

    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(len(KINDS)):
        file = make_file(number, seed=3, most_bytes=1_200)
        (folder / file.name).write_bytes(file.data)
    expected = list(read_sources([folder], ReaderOptions()))
    report = build([folder], home=tmp_path / "home")
    assert find_miscounts(report) == []
    assert report.found == len(expected)
    assert report.new == sum(isinstance(item, Document) for item in expected) > 25
    with Ledger.open(tmp_path / "home", readonly=True) as ledger:
        assert audit(ledger).problems == ()
    again = build([folder], home=tmp_path / "home")
    assert (again.new, again.replaced, again.unchanged) == (0, 0, report.new)
    assert len(again.failures) == len(report.failures)
