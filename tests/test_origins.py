"""Reprints: which texts are nearly the same, and how documents are grouped as they come and go."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_fixture import make_document, make_reading

from kg.ledger import Ledger
from kg.ledger.origins import TABLES, place, withdraw
from kg.ledger.resemblance import band_keys, near, signature
from kg.ledger.schema import MIGRATIONS

PARAGRAPHS = (
    "The foreign minister of Ruritania told reporters on Monday that his government would not accept the new border "
    "and that it had asked the council to meet within three days.",
    "He said talks with Grustark had failed because the other side demanded the return of two villages before the "
    "delegations could agree on an agenda, a condition he called unheard of.",
    "A spokesman for Grustark rejected the charge and said his country remained ready to meet at any time and any "
    "place, provided that the agreements of last spring were respected.",
    "Observers along the river counted eleven armoured vehicles on the northern bank, fewer than in the week before, "
    "and reported that farmers had gone back to their fields.",
    "The council is expected to vote on a resolution later this week which would send forty monitors to the valley "
    "for a period of six months and ask both governments to withdraw their guns.",
)
STORY = "\n\n".join(PARAGRAPHS)
OTHER_STORY = (
    "Ruritania refuses to recognise the border with Grustark, its top diplomat announced, and wants the council to "
    "convene. Negotiations broke down over the fate of two villages.\n\nGrustark denies the accusation. Its "
    "government declares that it is willing to resume negotiations if the spring agreements are kept. Monitors on the "
    "ground say that they saw eleven vehicles near the river. A vote on sending forty monitors is due this week, "
    "diplomats say, while farmers in the valley are returning to work after days of fear."
)


def is_near(left: str, right: str) -> bool:
    """Return whether two texts are nearly the same."""
    return bool(near(signature(left), [signature(right)])[0])


@pytest.mark.parametrize(
    "edited",
    [
        STORY.upper(),
        STORY.replace("'", "’").replace(",", "").replace("\n\n", "\n"),
        "Minister rejects border\n\n" + STORY,
        "STRELSAU (Reuters) - " + STORY + "\n\n(Reporting by A. Writer; Editing by B. Reader)",
        "\n\n".join(PARAGRAPHS[:4]),
        "\n\n".join((*PARAGRAPHS[:2], *PARAGRAPHS[3:])),
        STORY.replace("would not accept the new border", "“will never, ever accept this border”"),
        "Talks fail\n\n" + "\n\n".join(PARAGRAPHS[:4]).replace("a condition he called unheard of", "he said"),
    ],
    ids=["capitals", "punctuation", "headline", "agency", "last-cut", "middle-cut", "quote", "headline-cut-quote"],
)
def test_a_reprint_is_near(edited: str) -> None:
    """A new headline, an agency's line, a paragraph cut or a quotation changed leave it the same story."""
    assert is_near(STORY, edited)
    assert is_near(edited, STORY)


def test_another_story_about_the_same_event_is_not_near() -> None:
    """Who writes in other words is another source."""
    assert not is_near(STORY, OTHER_STORY)
    assert not is_near(STORY, "\n\n".join(PARAGRAPHS[:1]))


def test_short_texts_are_near_only_with_the_same_words() -> None:
    """One word makes the difference in a text of less than forty."""
    assert is_near("Russia supports Iraq.", "“RUSSIA  supports Iraq!”")
    assert not is_near(
        "Russia supports Iraq in the council, a minister said on Monday.",
        "Russia supports Iran in the council, a minister said on Monday.",
    )
    assert not is_near("!", "?")


def test_signature_is_what_it_was() -> None:
    """A ledger keeps signatures, so they stay the same whatever becomes of the code."""
    assert signature(STORY)[:8].hex() == "fc3e947ccfecf6c5"
    assert len(signature(STORY)) == len(signature("Russia left.")) == 256
    assert band_keys(signature("Russia left."))[0] == 6114234645054656111


def test_long_texts_take_little_time() -> None:
    """The longest text that is read is signed piece by piece."""
    words = random.Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=500_000)
    assert len(signature(" ".join(words))) == 256


def origins(ledger: Ledger) -> dict[str, str]:
    """Return the id of each document's origin."""
    by_uid = {d.document.uid: d.id for d in ledger.documents()}
    return {d.id: by_uid[d.origin] for d in ledger.documents()}


def record(ledger: Ledger, texts: dict[str, str]) -> None:
    """Put documents in, one transaction for each."""
    for id, text in texts.items():
        ledger.record([make_reading(make_document(text, id))], run="1", digest="p1")


def variant(*cuts: int) -> str:
    """Return the story without some of its paragraphs."""
    return "\n\n".join(p for i, p in enumerate(PARAGRAPHS) if i not in cuts)


# The first and the last are no reprints of each other, but of the story between them.
CHAIN = {"left": variant(0, 1, 2), "middle": variant(0), "right": variant(0, 3, 4), "full": STORY}


def test_groups_are_connected_components(tmp_path: Path) -> None:
    """Near to near is one group, and its origin is the smallest uid, in whatever order they come."""
    found = []
    for order in (["left", "middle", "right", "full"], ["full", "right", "left", "middle"]):
        with Ledger.open(tmp_path / "-".join(order), create=True) as ledger:
            record(ledger, {id: CHAIN[id] for id in order} | {"apart": OTHER_STORY})
            found.append(origins(ledger))
            smallest = min((d for d in ledger.documents() if d.id != "apart"), key=lambda d: d.document.uid)
    assert found[0] == found[1] == dict.fromkeys(CHAIN, smallest.id) | {"apart": "apart"}
    assert not is_near(CHAIN["left"], CHAIN["right"])


def test_a_group_falls_apart_when_its_link_is_retracted(tmp_path: Path) -> None:
    """After a retraction, and after a change of text, groups are what they would have been without it."""
    texts = {"left": CHAIN["left"], "middle": CHAIN["middle"], "right": CHAIN["right"]}
    with Ledger.open(tmp_path / "home", create=True) as ledger:
        record(ledger, texts)
        assert len(set(origins(ledger).values())) == 1
        middle = next(d for d in ledger.documents() if d.id == "middle")
        record(ledger, {"middle": OTHER_STORY})
        assert origins(ledger) == {"left": "left", "middle": "middle", "right": "right"}
        record(ledger, {"middle": CHAIN["middle"]})
        assert len(set(origins(ledger).values())) == 1
        ledger.retract(middle.document.uid, reason="test")
        assert origins(ledger) == {"left": "left", "right": "right"}


def test_reading_again_leaves_groups_alone(tmp_path: Path) -> None:
    """A document that is read again with another pipeline keeps its group."""
    with Ledger.open(tmp_path / "home", create=True) as ledger:
        record(ledger, CHAIN)
        before = origins(ledger)
        for id, text in CHAIN.items():
            ledger.record([make_reading(make_document(text, id))], run="2", digest="p2")
        assert origins(ledger) == before


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 9)), min_size=1, max_size=25), st.randoms())
def test_history_does_not_matter(history: list[tuple[int, int]], order: random.Random) -> None:
    """However documents came, changed and went, the groups are those of a fresh ledger with the last state."""
    texts = [variant(i, j) for i in range(3) for j in range(i, 3)] + [STORY, OTHER_STORY, "", STORY + OTHER_STORY]
    connections = [_connection(), _connection()]
    state: dict[str, str] = {}
    for number, choice in history:
        uid = f"{number:024x}"
        if choice == 9:
            state.pop(uid, None)
            connections[0].execute("DELETE FROM documents WHERE uid = ?", (uid,))
            withdraw(connections[0], uid)
        else:
            state[uid] = texts[choice]
            _put(connections[0], uid, texts[choice])
    for uid in order.sample(sorted(state), len(state)):
        _put(connections[1], uid, state[uid])
    groups = [dict(c.execute("SELECT uid, origin FROM documents")) for c in connections]
    assert groups[0] == groups[1] == _components_of(state)
    counts = [c.execute("SELECT COUNT(*) FROM bands").fetchone() for c in connections]
    assert counts[0] == counts[1]


def _components_of(state: dict[str, str]) -> dict[str, str]:
    """Return the smallest uid of each document's component, worked out pair by pair."""
    origin = {uid: uid for uid in state}
    for _ in state:
        for a in state:
            for b in state:
                if is_near(state[a], state[b]):
                    origin[a] = origin[b] = min(origin[a], origin[b])
    return origin


def _connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE documents (uid TEXT PRIMARY KEY, text TEXT, origin TEXT)")
    connection.executescript(TABLES)
    return connection


def _put(connection: sqlite3.Connection, uid: str, text: str) -> None:
    connection.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", (uid, text, uid))
    place(connection, uid, text)


def test_home_of_version_1_gets_its_groups(tmp_path: Path) -> None:
    """The documents of an older home are grouped when it is opened for writing."""
    with Ledger.open(tmp_path, create=True) as ledger:
        record(ledger, CHAIN)
        expected = origins(ledger)
    connection = sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None)
    for table in ("signatures", "bands"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("ALTER TABLE documents DROP COLUMN found_in")
    connection.execute("ALTER TABLE documents ADD COLUMN origin_key TEXT NOT NULL DEFAULT ''")
    connection.execute("CREATE INDEX documents_by_origin_key ON documents (origin_key, uid)")
    for command in (
        "ALTER TABLE runs DROP COLUMN command",
        "ALTER TABLE runs DROP COLUMN folder",
        "DROP INDEX failures_by_id",
        "ALTER TABLE failures DROP COLUMN settled",
        "DROP TABLE disputes",
        "UPDATE documents SET origin = uid",
        "PRAGMA user_version = 1",
    ):
        connection.execute(command)
    connection.close()
    assert len(MIGRATIONS) >= 2
    with Ledger.open(tmp_path) as ledger:
        assert origins(ledger) == expected


def test_the_graph_counts_reprints_once(tmp_path: Path) -> None:
    """Three reprints and one report of its own are two origins in the graph that questions are asked of."""
    from kg.job import update_embedded_graph
    from kg.store import open_store

    line = "Russia supports Iraq."
    reprint = f"{line}\n{STORY}"
    texts = {"a": reprint, "b": f"Talks fail\n{reprint}", "c": f"{reprint}\nThe end.", "d": line}
    with Ledger.open(tmp_path, create=True) as ledger:
        record(ledger, texts)
        update_embedded_graph(ledger)
    with open_store("embedded", home=tmp_path) as store:
        (row,) = store.query("MATCH ()-[r:SUPPORTS]->() RETURN count(r) AS n, count(DISTINCT r.origin) AS origins").rows
    assert tuple(row) == (4, 2)
