"""`kg actors merge`, `split`, `undo`, `review`: what they change in the ledger and in every store."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from ledger_fixture import make_document, make_reading

from kg.cli import cli
from kg.errors import StoreUnavailable, UnknownActor, UnknownDocument
from kg.judging import merge, split, undo
from kg.ledger import Actor, Ledger
from kg.loading import load_store
from kg.model import Kind, Scope
from kg.review import find_suggestions, skeleton
from kg.settings import read_settings
from kg.store import open_store

LONG, SHORT = "a1" * 12, "b2" * 12
TEXTS = {
    "a": "Sergei Lavrov supports Iraq.\nRussia meets France.",
    "b": "Lavrov says Russia supports Iraq.\nLavrov meets Iraq.\nSergei Lavrov attacks Lavrov.",
}
SETTINGS = read_settings({})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which one man goes by two names, loaded into the embedded graph and a file."""
    monkeypatch.chdir(tmp_path)
    with Ledger.open(tmp_path / "home", create=True) as ledger:
        run = ledger.start_run(pipeline="p", model="m", digest="d", sources=["wire"])
        ledger.record([make_reading(make_document(text, id)) for id, text in TEXTS.items()], run=run, digest="d")
        ledger.finish_run(run)
        load_store(ledger, "embedded", settings=SETTINGS)
        load_store(ledger, "graph.json", settings=SETTINGS)
    return tmp_path / "home"


def content(target: str, home: Path) -> dict[str, Any]:
    """Return what a store holds: keys and digests."""
    with open_store(target, home=home, settings=SETTINGS) as store:
        state = store.state()
        return {
            "actors": dict(state.actors),
            "statements": {sid: ref.digest for sid, ref in state.statements.items()},
            "mentions": dict(state.mentions),
        }


def kg(*args: str, home: Path) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(cli, ["--home", str(home), "actors", *args], env={"NEO4J_URI": None}, prog_name="kg")


def rows(result: Result) -> list[dict[str, Any]]:
    """Return the rows that a command wrote."""
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_merge_rewrites_only_what_it_is_about(home: Path) -> None:
    """In every store the statements of the merged actor change, the others keep their digests."""
    before = content("graph.json", home)
    with Ledger.open(home) as ledger:
        report = merge(ledger, SHORT, LONG, reason="one man", settings=SETTINGS)
        assert (report.uid, report.rewritten, report.set_aside, report.is_complete) == (LONG, 2, 1, True)
    for target in ("embedded", "graph.json"):
        after = content(target, home)
        assert SHORT not in after["actors"]
        assert len(before["statements"].keys() - after["statements"].keys()) == 1
        changed = [sid for sid, digest in after["statements"].items() if digest != before["statements"][sid]]
        assert len(changed) == 2
        assert len(after["statements"]) == 4


def test_undoing_a_merge_gives_everything_back(home: Path) -> None:
    """The stores hold the very digests that they held before."""
    before = {target: content(target, home) for target in ("embedded", "graph.json")}
    with Ledger.open(home) as ledger:
        merge(ledger, SHORT, LONG, reason="one man", settings=SETTINGS)
        report = undo(ledger, 1, settings=SETTINGS)
        assert (report.uid, report.rewritten, report.returned) == (SHORT, 2, 1)
    assert {target: content(target, home) for target in ("embedded", "graph.json")} == before


def test_a_split_gives_the_actor_another_uid_in_some_documents(home: Path) -> None:
    """Elsewhere it stays who it was."""
    with Ledger.open(home) as ledger:
        report = split(ledger, "Q796", ["b"], reason="another Iraq", settings=SETTINGS)
        assert report.rewritten == 2
        assert {s.target.uid for s in ledger.statements() if s.document.id == "a" and s.relation == "SUPPORTS"} == {
            "Q796"
        }
        assert {s.target.uid for s in ledger.statements() if s.document.id == "b" and s.relation == "SUPPORTS"} == {
            report.uid
        }
    assert report.uid in content("embedded", home)["actors"]


def test_a_split_off_actor_can_be_merged_with_another(home: Path) -> None:
    """Its uid is one like any other."""
    with Ledger.open(home) as ledger:
        parted = split(ledger, "Q796", ["b"], reason="another Iraq", settings=SETTINGS).uid
        assert merge(ledger, parted, "Q142", reason="a test", settings=SETTINGS).uid == "Q142"
        assert {s.target.uid for s in ledger.statements() if s.document.id == "b" and s.relation == "SUPPORTS"} == {
            "Q142"
        }


@pytest.mark.parametrize(
    ("documents", "error", "said"),
    [
        (["a", "b"], UnknownActor, "no other document speaks of"),
        (["c"], UnknownDocument, "c"),
    ],
)
def test_a_split_needs_documents_that_speak_of_the_actor(
    home: Path, documents: list[str], error: type[Exception], said: str
) -> None:
    """All of its documents, or one that the ledger does not have, are refused, and nothing is recorded."""
    with Ledger.open(home) as ledger:
        with pytest.raises(error, match=said):
            split(ledger, "Q796", documents, reason="x", settings=SETTINGS)
        assert ledger.judgements() == []


def test_a_split_names_documents_that_do_not_speak_of_the_actor(home: Path) -> None:
    """France is only in the first document."""
    with Ledger.open(home) as ledger, pytest.raises(UnknownActor, match="b does not speak of Q142"):
        split(ledger, "Q142", ["b"], reason="x", settings=SETTINGS)


def test_merge_split_undo_by_command(home: Path) -> None:
    """Names are enough; each writes one row and says how to take it back; undo alone lists the judgements."""
    result = kg("merge", "Lavrov", "Sergei Lavrov", "--reason", "one man", "--author", "ed", home=home)
    (row,) = rows(result)
    assert {key: row[key] for key in ("judgement", "decision", "actor", "name", "rewritten", "set_aside")} == {
        "judgement": 1,
        "decision": "same",
        "actor": LONG,
        "name": "Sergei Lavrov",
        "rewritten": 2,
        "set_aside": 1,
    }
    assert sorted(row["stores"]) == [str(home.parent / "graph.json"), "embedded"]
    assert row["pending"] == []
    assert "kg actors undo 1" in result.stderr
    (row,) = rows(kg("split", "Iraq", "--documents", "b", "--reason", "another", home=home))
    assert (row["judgement"], row["decision"], row["rewritten"]) == (2, "apart", 2)
    (row,) = rows(kg("undo", "1", home=home))
    assert (row["decision"], row["returned"]) == ("undone", 1)
    listed = rows(kg("undo", home=home))
    assert [(r["judgement"], r["decision"], r["reason"], r["author"]) for r in listed] == [
        (1, "same", "one man", "ed"),
        (2, "apart", "another", "user"),
    ]
    assert [r["undone"] is None for r in listed] == [False, True]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("merge", "Iraq", "Q796", "--reason", "x"), "are one actor already"),
        (("merge", "Iraq", "Nobody", "--reason", "x"), "no actor goes by the name 'Nobody'"),
        (("merge", "Iraq", "France"), "Missing option '--reason'"),
        (("undo", "7"), "there is no judgement 7"),
        (("split", "Iraq", "--reason", "x"), "Missing option '--documents'"),
    ],
)
def test_what_cannot_be_done_is_a_usage_error(home: Path, args: tuple[str, ...], said: str) -> None:
    """One line, exit code 2, nothing recorded."""
    result = kg(*args, home=home)
    assert result.exit_code == 2
    assert said in result.stderr
    assert rows(kg("undo", home=home)) == []


def test_undoing_twice_is_said(home: Path) -> None:
    """The second time nothing is left to undo."""
    kg("merge", "Lavrov", "Sergei Lavrov", "--reason", "one man", home=home)
    kg("undo", "1", home=home)
    result = kg("undo", "1", home=home)
    assert result.exit_code == 2
    assert "was undone before" in result.stderr


def test_a_store_that_is_down_is_pending(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger has the judgement; the store gets it with its next load; exit code 3."""

    def down(*_args: object, **_kwargs: object) -> None:
        raise StoreUnavailable("down")

    monkeypatch.setattr("kg.loading.open_store", down)
    result = kg("merge", "Lavrov", "Sergei Lavrov", "--reason", "one man", home=home)
    assert result.exit_code == 3
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert row["stores"] == []
    assert len(row["pending"]) == 2
    monkeypatch.undo()
    with Ledger.open(home) as ledger:
        assert load_store(ledger, "embedded", settings=SETTINGS).statements.changed == 2


def test_review_offers_the_short_form_of_a_name(home: Path) -> None:
    """With where each was read; nothing is joined."""
    (row,) = rows(kg("review", home=home))
    assert (row["left_name"], row["right_name"], row["reason"]) == (
        "Lavrov",
        "Sergei Lavrov",
        "the last name of Sergei Lavrov",
    )
    assert (row["left_document"], row["left_sentence"]) == ("b", "Lavrov says Russia supports Iraq.")
    assert (row["right_document"], row["right_sentence"]) == ("a", "Sergei Lavrov supports Iraq.")
    assert rows(kg("undo", home=home)) == []


@pytest.mark.parametrize("decision", ["merged", "undone"])
def test_what_was_judged_is_not_offered_again(home: Path, decision: str) -> None:
    """Neither a pair that is one now, nor one that was joined and parted again."""
    kg("merge", "Lavrov", "Sergei Lavrov", "--reason", "one man", home=home)
    if decision == "undone":
        kg("undo", "1", home=home)
    result = kg("review", home=home)
    assert rows(result) == []
    assert "no pair of actors looks like one" in result.stderr


class FakeLedger:
    """Gives out actors; nothing was judged, and nothing was read."""

    def __init__(self, *actors: Actor) -> None:
        self._actors = actors

    def actors(self) -> tuple[Actor, ...]:
        """Return the actors."""
        return self._actors

    def statements(self) -> tuple[()]:
        """Return no statements."""
        return ()

    def judgements(self) -> list[Any]:
        """Return no judgements."""
        return []

    def sighting(self, *_args: object) -> None:
        """Return no place."""
        return


def person(name: str, **more: Any) -> Actor:
    """Return an actor of the ledger."""
    return replace(Actor(f"uid of {name}", name, Kind.PERSON, None, Scope.NAMED, None), **more)


def offered(*actors: Actor) -> set[tuple[str, str]]:
    """Return the names of the pairs that are offered."""
    return {(s.left.name, s.right.name) for s in find_suggestions(FakeLedger(*actors))}  # type: ignore[arg-type]


def test_spellings_of_one_name_are_offered() -> None:
    """Transliterations differ in vowels and in how they write a sound."""
    assert offered(person("Moammar Gadhafi"), person("Muammar Qaddafi")) == {("Moammar Gadhafi", "Muammar Qaddafi")}
    assert skeleton("aleksandr") != skeleton("aleksey")


def test_an_alias_that_is_another_actors_name_is_offered() -> None:
    """What one text calls equal is looked for in the others."""
    brigade = person("Red Dawn Brigade", kind=Kind.ORG, aliases=("RDB",))
    assert offered(brigade, person("RDB", kind=Kind.ORG)) == {("RDB", "Red Dawn Brigade")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Ivanov", country="RUS"), person("Petar Ivanov", country="BGR")),
        (person("Lavrov", wikidata="Q1"), person("Sergey Lavrov", wikidata="Q2")),
        (person("Jordan", kind=Kind.GPE), person("Michael Jordan")),
        (person("George Smith Jr."), person("George Smith Sr.")),
        (person("Kim Jong Un"), person("Kim Jong Nam")),
        (person("Moscow", kind=Kind.GPE), person("Russian government", kind=Kind.ORG, aliases=("Moscow",))),
        (person("a man", scope=Scope.DESCRIBED), person("John Man")),
        (person("Sergey Lavrov", aliases=("Lavrov",)), person("Ivan Lavrov", aliases=("Lavrov",))),
    ],
)
def test_what_cannot_be_one_is_not_offered(one: Actor, other: Actor) -> None:
    """Two countries, two Wikidata ids, a person and a state, father and son, two full names."""
    assert offered(one, other) == set()
