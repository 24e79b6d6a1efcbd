"""Judgements about actors: applied when the ledger is read, undone without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_fixture import make_document, make_reading

from kg.errors import LedgerError, UnknownActor
from kg.ledger import Decision, Judgement, Ledger
from kg.ledger.judgements import Resolution

LONG, SHORT = "a1" * 12, "b2" * 12
TEXT_A = "Sergei Lavrov supports Iraq.\nRussia meets France."
TEXT_B = "Lavrov says Russia supports Iraq.\nLavrov meets Iraq.\nSergei Lavrov attacks Lavrov."
A, B = make_document(TEXT_A, "a").uid, make_document(TEXT_B, "b").uid


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of two documents in which one man goes by two names."""
    with Ledger.open(tmp_path / "home", create=True, timeout=0.1) as opened:
        readings = [make_reading(make_document(TEXT_A, "a")), make_reading(make_document(TEXT_B, "b"))]
        opened.record(readings, run="1", digest="p1")
        yield opened


def content(ledger: Ledger) -> tuple[object, ...]:
    return (
        list(ledger.statements()),
        list(ledger.statements(same_actor=True)),
        list(ledger.actors()),
        list(ledger.mention_counts()),
        list(ledger.documents()),
    )


def same(number: int, left: str, right: str, *, undone: str | None = None) -> Judgement:
    return Judgement(number, Decision.SAME, left, right, (), "", "", "", undone)


def test_merging_rewrites_statements_mentions_and_claims(ledger: Ledger) -> None:
    """Both names lead to one actor: ends, speakers, counts and claims follow, words and sids stay."""
    before = {s.sid: s for s in ledger.statements()}
    judgement = ledger.judge_same(SHORT, LONG, reason="one man", author="editor")
    assert (judgement.number, judgement.decision, judgement.reason) == (1, Decision.SAME, "one man")
    after = {s.sid: s for s in ledger.statements()}
    said, met = (s for s in after.values() if s.document.id == "b")
    assert [p.uid for step in said.attributed_to for p in step] == [LONG]
    assert said.attributed_to[0][0].text == "Lavrov"
    assert said.attributed_to[0][0].name == "Sergei Lavrov"
    assert said.claim != before[said.sid].claim
    assert {met.source.uid, met.target.uid} == {"Q796", LONG}
    actor = ledger.actor(LONG)
    assert actor is not None
    assert (actor.name, actor.sector, actor.country, actor.aliases) == ("Sergei Lavrov", "GOV", "RUS", ("Lavrov",))
    assert ledger.actor(SHORT) is None
    assert [row for row in ledger.mention_counts() if row[0] == LONG] == [(LONG, A, 1), (LONG, B, 4)]
    assert [a.uid for a in ledger.find_actors("Lavrov")] == [LONG]
    assert [(m.text, m.entity.name) for m in ledger.mentions(B) if m.entity is not None and m.entity.uid == LONG] == [
        ("Lavrov", "Sergei Lavrov"), ("Lavrov", "Sergei Lavrov"), ("Sergei Lavrov", "Sergei Lavrov"),
        ("Lavrov", "Sergei Lavrov"),
    ]  # fmt: skip


def test_only_the_statements_it_touches_change(ledger: Ledger) -> None:
    """Statements that do not speak of the merged actors stay as they are."""
    before = {s.sid: s for s in ledger.statements()}
    ledger.judge_same(SHORT, LONG, reason="one man")
    changed = {s.sid for s in ledger.statements() if s != before[s.sid]}
    assert changed == {s.sid for s in before.values() if s.document.id == "b" and s.relation != "ATTACKS"}


def test_equal_claims_meet_after_a_merge(ledger: Ledger) -> None:
    """What two documents say of one man under two names becomes one claim."""
    ledger.record(
        [
            make_reading(make_document("Lavrov attacks France.", "c")),
            make_reading(make_document("Sergei Lavrov attacks France.", "d")),
        ],
        run="1",
        digest="p1",
    )
    claims = {s.document.id: s.claim for s in ledger.statements() if s.relation == "ATTACKS"}
    assert claims["c"] != claims["d"]
    ledger.judge_same(LONG, SHORT, reason="one man")
    claims = {s.document.id: s.claim for s in ledger.statements() if s.relation == "ATTACKS"}
    assert claims["c"] == claims["d"]


def test_statement_between_merged_actors_is_set_aside(ledger: Ledger) -> None:
    """Its ends are one actor now: it stays in the ledger, counted, out of stores."""
    counts = {d.id: (d.statements, d.same_actor) for d in ledger.documents()}
    assert counts == {"a": (2, 0), "b": (3, 0)}
    ledger.judge_same(SHORT, LONG, reason="one man")
    assert [s.relation for s in ledger.statements(same_actor=True)] == ["ATTACKS"]
    assert "ATTACKS" not in {s.relation for s in ledger.statements()}
    counts = {d.id: (d.statements, d.same_actor) for d in ledger.documents()}
    assert counts == {"a": (2, 0), "b": (2, 1)}


def test_symmetric_ends_are_sorted_anew(ledger: Ledger) -> None:
    """After a merge the ends of a symmetric statement stand in the order of the new uids."""
    ledger.record([make_reading(make_document("Lavrov meets Sergei Lavrov.", "c"))], run="1", digest="p1")
    ledger.judge_same(SHORT, "Q796", reason="a test")
    (met,) = (s for s in ledger.statements() if s.document.id == "c")
    assert met.symmetric
    assert (met.source.uid, met.target.uid) == ("Q796", LONG)
    assert (met.source.text, met.target.text) == ("Lavrov", "Sergei Lavrov")


def test_undoing_gives_back_what_was(ledger: Ledger) -> None:
    """Undone, everything is as before, and the judgement stays in the list."""
    before = content(ledger)
    ledger.judge_same(SHORT, LONG, reason="one man")
    assert content(ledger) != before
    undone = ledger.undo_judgement(1)
    assert undone.undone is not None
    assert content(ledger) == before
    assert [j.number for j in ledger.judgements()] == [1]
    with pytest.raises(LedgerError, match="no judgement 1 in force"):
        ledger.undo_judgement(1)


def test_each_judgement_moves_the_revision(ledger: Ledger) -> None:
    """Stores learn that they are out of date."""
    assert ledger.revision == 1
    ledger.judge_same(SHORT, LONG, reason="one man")
    ledger.undo_judgement(1)
    assert ledger.revision == 3


def test_parting_namesakes(ledger: Ledger) -> None:
    """In the documents named, the actor is another one; elsewhere nothing changes."""
    judgement = ledger.judge_apart("Q796", [B], reason="another one")
    assert len(judgement.right) == 24
    assert {s.document.id: s.target.uid for s in ledger.statements() if s.relation == "SUPPORTS"} == {
        "a": "Q796",
        "b": judgement.right,
    }
    parted = ledger.actor(judgement.right)
    assert parted is not None
    assert (parted.name, parted.country, parted.wikidata) == ("Iraq", "IRQ", None)
    assert [row for row in ledger.mention_counts() if row[0] in ("Q796", judgement.right)] == sorted(
        [("Q796", A, 1), (judgement.right, B, 2)]
    )
    ledger.judge_same(judgement.right, "Q796", reason="no, the same")
    assert {s.target.uid for s in ledger.statements() if s.relation == "SUPPORTS"} == {"Q796"}


def test_parting_after_merging(ledger: Ledger) -> None:
    """A merged actor is parted as what it is now, whatever its readings say; the new one can be parted again."""
    ledger.judge_same(SHORT, LONG, reason="one man")
    ledger.record([make_reading(make_document("Lavrov supports France.", "c"))], run="1", digest="p1")
    c = make_document("", "c").uid
    first = ledger.judge_apart(LONG, [B, c], reason="another man")
    assert [row for row in ledger.mention_counts() if row[0] in (LONG, first.right)] == sorted(
        [(LONG, A, 1), (first.right, B, 4), (first.right, c, 1)]
    )
    second = ledger.judge_apart(first.right, [c], reason="a third one")
    assert {s.source.uid for s in ledger.statements(document_uid=c)} == {second.right}
    ledger.undo_judgement(first.number)
    assert {s.source.uid for s in ledger.statements(document_uid=c)} == {LONG}


def test_judgements_outlive_their_documents(ledger: Ledger) -> None:
    """A merge holds for documents that come later, also when an actor was gone in between."""
    ledger.judge_same(SHORT, LONG, reason="one man")
    ledger.retract(A, reason="withdrawn")
    ledger.retract(B, reason="withdrawn")
    ledger.record([make_reading(make_document("Lavrov supports Iraq.", "c"))], run="1", digest="p1")
    (statement,) = ledger.statements()
    assert (statement.source.uid, statement.source.name) == (LONG, "Lavrov")


def test_judgements_about_nobody_are_refused(ledger: Ledger) -> None:
    """Both actors must be there, and be two."""
    with pytest.raises(UnknownActor):
        ledger.judge_same(SHORT, "Q1", reason="x")
    with pytest.raises(UnknownActor):
        ledger.judge_apart("Q142", [B], reason="x")
    with pytest.raises(LedgerError, match="one actor already"):
        ledger.judge_same("Q796", "Q796", reason="x")
    ledger.judge_same(SHORT, LONG, reason="one man")
    with pytest.raises(UnknownActor):
        ledger.judge_same(LONG, SHORT, reason="again")
    assert [j.number for j in ledger.judgements()] == [1]


def test_a_group_goes_by_its_smallest_wikidata_id() -> None:
    """Q9 comes before Q10, and both before any hash; undone judgements do not count."""
    judgements = [same(1, "ff", "Q10"), same(2, "aa", "bb"), same(3, "Q9", "ff"), same(4, "bb", "Q9", undone="x")]
    resolution = Resolution(judgements)
    assert [resolution.resolve(uid, "d") for uid in ("ff", "Q10", "Q9", "aa", "bb", "cc")] == [
        "Q9", "Q9", "Q9", "aa", "aa", "cc",
    ]  # fmt: skip
    assert not Resolution([same(1, "a", "b", undone="x")])


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=8), st.randoms())
def test_order_of_merges_does_not_matter(pairs: list[tuple[str, str]], random: object) -> None:
    """Any order of the same merges gives the same actors, and resolving twice changes nothing more."""
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = Resolution(same(i, a, b) for i, (a, b) in enumerate(pairs))
    two = Resolution(same(i, a, b) for i, (a, b) in enumerate(shuffled))
    for uid in "abcdef":
        found = one.resolve(uid, "d")
        assert two.resolve(uid, "d") == found
        assert one.resolve(found, "d") == found
    for left, right in pairs:
        assert one.resolve(left, "d") == one.resolve(right, "d")


uids = st.sampled_from("abcdef")
decisions = st.tuples(st.sampled_from(Decision), uids, uids, st.sets(st.sampled_from("xyz"), min_size=1))


@given(st.lists(decisions, max_size=10))
def test_resolving_ends_and_is_final(made: list[tuple[Decision, str, str, set[str]]]) -> None:
    """Whatever was decided, each uid has one answer in a document, which is its own answer."""
    resolution = Resolution(
        Judgement(number, decision, left, right, tuple(sorted(documents)), "", "", "")
        for number, (decision, left, right, documents) in enumerate(made)
    )
    for uid in "abcdef":
        for document in "wxyz":
            found = resolution.resolve(uid, document)
            assert resolution.resolve(found, document) == found
