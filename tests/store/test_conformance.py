"""What every store does alike; each test runs on every kind of store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sample_graph import (
    ARCADIA,
    BORDURIA,
    HOSTILE_NAME,
    UNION,
    SampleLedger,
    make_document,
    make_ledger,
    make_participant,
    make_statement,
)

from kg.errors import QueryError, QueryRefused, QueryTimeout, StoreError, StoreMismatch
from kg.graph import actor_row, document_row, mention_row, statement_row
from kg.store import GraphStore, LedgerMark
from kg.store.cypher_store import CypherStore
from kg.store.networkx_store import NetworkXStore
from kg.sync import Change, load

OpenStore = Callable[[], GraphStore]


@pytest.fixture
def ledger() -> SampleLedger:
    return make_ledger()


@pytest.fixture
def store(any_store: GraphStore, ledger: SampleLedger) -> GraphStore:
    """A store that holds the sample ledger."""
    load(ledger, any_store)
    return any_store


def sids(store: GraphStore, pattern: str) -> list[str]:
    """Return the sids of the relationships `r` in a pattern, in order."""
    return [sid for (sid,) in store.query(f"MATCH {pattern} RETURN r.sid AS sid ORDER BY sid").rows]


def test_first_load_adds_everything(any_store: GraphStore, ledger: SampleLedger) -> None:
    """All rows are new, and a mention of an actor without a statement has no node to hang on."""
    report = load(ledger, any_store)
    assert report.actors == Change(added=7)
    assert report.documents == Change(added=4)
    assert report.statements == Change(added=8)
    assert report.mentions == Change(added=8)


def test_counts_are_the_same_in_every_store(store: GraphStore) -> None:
    """Labels, relationship types and categories are counted; the ledger's mark is left out."""
    counts = store.counts()
    assert counts.labels == {"Actor": 7, "Document": 4}
    assert counts.relationship_types == {
        "ALLY_OF": 1,
        "ATTACKS": 1,
        "MENTIONED_IN": 8,
        "NONFACTUAL": 3,
        "SUPPORTS": 2,
        "URGES": 1,
    }
    assert counts.relations == {
        "AIDS": 1,
        "ALLY_OF": 1,
        "ATTACKS": 1,
        "HOLDS_OFFICE_IN": 1,
        "SUPPORTS": 3,
        "URGES": 1,
    }
    assert counts.categories == {"AID": 1, "ALLY": 1, "ASSAULT": 1, "REQUEST": 1, "ROLE": 1, "SUPPORT": 3}


def test_second_load_changes_nothing(open_any_store: OpenStore, ledger: SampleLedger) -> None:
    """Counts, keys and digests are equal after a second load, also from a store opened anew."""
    with open_any_store() as first:
        load(ledger, first)
        counts, state = first.counts(), first.state()
    with open_any_store() as second:
        report = load(ledger, second)
        assert report.is_unchanged
        assert report.statements == Change(unchanged=8)
        assert report.mentions == Change(unchanged=8)
        assert second.counts() == counts
        assert second.state() == state


def test_store_holds_the_digests_of_the_rows(store: GraphStore, ledger: SampleLedger) -> None:
    """What is read back has the digests of the rows that were written: nothing is lost or changed on the way."""
    state = store.state()
    assert state.actors == {actor.uid: actor_row(actor).digest for actor in ledger.actor_list}
    assert state.documents == {entry.document.uid: document_row(entry).digest for entry in ledger.document_list}
    assert {sid: ref.digest for sid, ref in state.statements.items()} == {
        statement.sid: statement_row(statement).digest for statement in ledger.statement_list
    }
    assert state.mentions["Q1.d4"] == mention_row("Q1", "d4", 3).digest


def test_rows_are_read_back_whole(store: GraphStore, ledger: SampleLedger) -> None:
    """Every property of every row comes back with its value and type."""
    assert sorted(store.actor_rows(), key=lambda row: row.key) == sorted(
        map(actor_row, ledger.actor_list), key=lambda row: row.key
    )
    assert sorted(store.document_rows(), key=lambda row: row.key) == sorted(
        map(document_row, ledger.document_list), key=lambda row: row.key
    )
    assert sorted(store.statement_rows(), key=lambda row: row.key) == sorted(
        map(statement_row, ledger.statement_list), key=lambda row: row.key
    )


def test_status_that_changed_moves_to_nonfactual(store: GraphStore, ledger: SampleLedger) -> None:
    """A reading corrected to "planned" leaves its type and keeps its sid, once."""
    ledger.change("s1", factual=False, modality="PLANNED")
    assert load(ledger, store).statements == Change(changed=1, unchanged=7)
    assert sids(store, "(:Actor)-[r:SUPPORTS]->(:Actor)") == ["s2"]
    assert sids(store, "(:Actor)-[r:NONFACTUAL]->(:Actor)") == ["s1", "s3", "s5", "s8"]
    assert store.query("MATCH ()-[r:NONFACTUAL {sid: 's1'}]->() RETURN r.modality AS m").rows == [("PLANNED",)]
    assert load(ledger, store).is_unchanged


def test_end_that_changed_moves_the_relationship(store: GraphStore, ledger: SampleLedger) -> None:
    """A reading whose target was corrected hangs on the new actor alone."""
    ledger.change("s1", target=make_participant(UNION, start=30))
    assert load(ledger, store).statements == Change(changed=1, unchanged=7)
    rows = store.query("MATCH (a:Actor)-[r:SUPPORTS]->(b:Actor) RETURN r.sid AS sid, b.uid AS target ORDER BY sid").rows
    assert rows == [("s1", "Q4"), ("s2", "Q2")]


def test_source_that_changed_moves_the_relationship(store: GraphStore, ledger: SampleLedger) -> None:
    """A reading whose source was corrected leaves no second relationship behind."""
    ledger.change("s1", source=make_participant(UNION))
    load(ledger, store)
    rows = store.query("MATCH (a:Actor)-[r:SUPPORTS]->(b:Actor) RETURN r.sid AS sid, a.uid AS source ORDER BY sid").rows
    assert rows == [("s1", "Q4"), ("s2", "Q1")]


def test_what_is_gone_leaves(store: GraphStore, ledger: SampleLedger) -> None:
    """A document taken back leaves with its statements, mentions and the actors that nothing needs any more."""
    ledger.document_list = [entry for entry in ledger.document_list if entry.document.uid != "d4"]
    ledger.actor_list = [actor for actor in ledger.actor_list if actor.uid not in ("a6", "Q4")]
    ledger.mention_list = [row for row in ledger.mention_list if row[1] != "d4"]
    for sid in ("s3", "s6", "s7", "s8"):
        ledger.remove(sid)
    report = load(ledger, store)
    assert report.documents == Change(removed=1, unchanged=3)
    assert report.actors == Change(removed=2, unchanged=5)
    assert report.statements == Change(removed=4, unchanged=4)
    assert report.mentions == Change(removed=3, unchanged=5)
    assert store.counts().labels == {"Actor": 5, "Document": 3}
    assert store.counts().relationship_types == {"MENTIONED_IN": 5, "NONFACTUAL": 1, "SUPPORTS": 2, "URGES": 1}


def test_properties_that_are_gone_leave(store: GraphStore, ledger: SampleLedger) -> None:
    """A changed actor or document is replaced whole: an old property does not stay behind."""
    ledger.actor_list[0] = replace(ARCADIA, name="New Arcadia", country=None, aliases=())
    ledger.document_list[0] = make_document(1, publisher=None)
    ledger.mention_list[0] = ("Q1", "d1", 7)
    report = load(ledger, store)
    assert (report.actors.changed, report.documents.changed, report.mentions.changed) == (1, 1, 1)
    query = "MATCH (a:Actor {uid: 'Q1'})-[m:MENTIONED_IN]->(d:Document {uid: 'd1'}) RETURN {columns}"
    columns = "a.name AS n, a.country AS c, a.aliases AS al, m.count AS m, d.publisher AS p"
    assert store.query(query.replace("{columns}", columns)).rows == [("New Arcadia", None, [], 7, None)]


def test_what_users_add_stays(store: GraphStore, ledger: SampleLedger) -> None:
    """Properties and relationships of the user's own are neither counted nor taken away, nor do they stop a load."""
    if isinstance(store, NetworkXStore):
        store.graph.nodes["Q1"]["rank"] = 0.5
        store.graph.add_edge("Q1", "Q2", "mine", rel_type="knows")
        store.changed()
    else:
        assert isinstance(store, CypherStore)
        store._write("MATCH (a:Actor {uid: 'Q1'}), (b:Actor {uid: 'Q2'}) SET a.rank = 0.5 CREATE (a)-[:knows]->(b)")
    assert load(ledger, store).is_unchanged
    ledger.actor_list[0] = replace(ARCADIA, country=None)
    ledger.revision += 1
    assert load(ledger, store).actors == Change(changed=1, unchanged=6)
    assert "knows" not in store.counts().relationship_types
    assert store.query("MATCH (a:Actor {uid: 'Q1'}) RETURN a.rank AS r, a.country AS c").rows == [(0.5, None)]


def test_parallel_statements_stay_apart(store: GraphStore) -> None:
    """Two readings of one relation between the same actors are two relationships."""
    assert sids(store, "(:Actor {uid: 'Q1'})-[r:SUPPORTS]->(:Actor {uid: 'Q2'})") == ["s1", "s2"]


def test_names_of_every_kind_survive(store: GraphStore) -> None:
    """Quotes, backslashes, line breaks, other scripts and Cypher in a name are only characters."""
    found = store.query(
        "MATCH (a:Actor {name: $name})-[r:ATTACKS]->() RETURN a.name, r.sentence", {"name": HOSTILE_NAME}
    )
    assert found.rows == [(HOSTILE_NAME, HOSTILE_NAME)]


def test_control_characters_survive(open_any_store: OpenStore, ledger: SampleLedger) -> None:
    """Characters that XML forbids, and what they are written as, come back unchanged."""
    strange = "bell\x07 return\r tab\t \\x{7} \\x{5c} end\x1f\uffff\x85\u2028"
    ledger.actor_list[0] = replace(ARCADIA, aliases=(strange,), name=strange)
    with open_any_store() as store:
        load(ledger, store)
    with open_any_store() as again:
        assert load(ledger, again).is_unchanged
        assert again.query("MATCH (a:Actor {uid: 'Q1'}) RETURN a.name, a.aliases").rows == [(strange, [strange])]


def test_status_and_speakers_are_flat(store: GraphStore) -> None:
    """Speakers stand in parallel lists, nearest step first, with an empty uid for nobody; cues are words."""
    columns = "r.speakers, r.speaker_uids, r.speaker_steps, r.cues, r.polarity, r.factual, type(r), r.relation"
    assert store.query(f"MATCH ()-[r:NONFACTUAL {{sid: 's3'}}]->() RETURN {columns}").rows == [
        (
            ["Anna Keller", "officials", "Coastal Union"],
            ["a3", "", "Q4"],
            [0, 0, 1],
            ["denied"],
            "NEGATED",
            False,
            "NONFACTUAL",
            "SUPPORTS",
        )
    ]


def test_what_is_not_said_is_absent(store: GraphStore) -> None:
    """A property without a value is null; a list without members is empty, so that NOT IN holds."""
    columns = "r.matter, r.place, r.date_from, r.confidence, r.within, r.speakers, NOT 'Q9' IN r.speaker_uids"
    assert store.query(f"MATCH ()-[r:SUPPORTS {{sid: 's1'}}]->() RETURN {columns}").rows == [
        (None, None, None, None, None, [], True)
    ]


def test_place_date_and_matter_are_flat(store: GraphStore) -> None:
    """Place is a name beside its uid, dates are ISO days, matter is words, numbers are numbers."""
    columns = (
        "r.place, r.place_uid, r.date_from, r.date_to, r.date_precision, r.matter, r.confidence, r.score, r.category"
    )
    assert store.query(f"MATCH ()-[r:URGES {{sid: 's4'}}]->() RETURN {columns}").rows == [
        ("Port Arcady", "Q7", "2015-03-01", "2015-03-07", "WEEK", "to open the port", 0.75, 0.0, "REQUEST")
    ]


def test_documents_have_a_name(store: GraphStore) -> None:
    """A document is called by its title, or by its source id where it has none."""
    rows = store.query("MATCH (d:Document) RETURN d.name, d.source_id, d.published, d.origin ORDER BY d.uid").rows
    assert rows == [
        ("Report 1", "news/1.txt", "2015-03-01", "d1"),
        ("Report 2", "news/2.txt", "2015-03-02", "d1"),
        ("Report 3", "news/3.txt", "2015-03-03", "d3"),
        ("news/4.txt", "news/4.txt", None, "d4"),
    ]


BORDURIA_NODE = {
    "labels": ["Actor"],
    "properties": {
        "aliases": [],
        "country": "BOR",
        "kind": "GPE",
        "name": "Borduria",
        "scope": "NAMED",
        "uid": "Q2",
        "wikidata": "Q2",
    },
}
REPORT_NODE = {
    "labels": ["Document"],
    "properties": {
        "abstained": 1,
        "digest": "text-1",
        "language": "en",
        "name": "Report 1",
        "origin": "d1",
        "published": "2015-03-01",
        "publisher": "Coast Herald",
        "sentences": 3,
        "source_id": "news/1.txt",
        "statements": 2,
        "uid": "d1",
    },
}
MENTION = {"type": "MENTIONED_IN", "source": "Q2", "target": "d1", "properties": {"count": 2}}


def test_values_have_one_form(store: GraphStore) -> None:
    """Nodes, relationships, paths, lists and maps of them come back the same from every engine."""
    result = store.query(
        "MATCH p = (a:Actor {uid: 'Q2'})-[m:MENTIONED_IN]->(d:Document) "
        "RETURN a, m, p, [a, 1] AS list, {node: a, edge: m} AS map, labels(a) AS labels, "
        "properties(a) AS properties, properties(m) AS edge_properties"
    )
    assert result.columns == ("a", "m", "p", "list", "map", "labels", "properties", "edge_properties")
    assert result.rows == [
        (
            BORDURIA_NODE,
            MENTION,
            {"nodes": [BORDURIA_NODE, REPORT_NODE], "relationships": [MENTION]},
            [BORDURIA_NODE, 1],
            {"node": BORDURIA_NODE, "edge": MENTION},
            ["Actor"],
            BORDURIA_NODE["properties"],
            {"count": 2},
        )
    ]


def test_maps_have_their_keys_in_one_order(store: GraphStore) -> None:
    """Sorted, however the query writes them, so that the same question prints the same bytes on every store."""
    rows = store.query(
        "MATCH (a:Actor) WHERE a.uid = 'Q1' RETURN {b: 1, a: [{z: 1, y: 2}]} AS m, a {.uid, .name} AS p"
    ).rows
    assert repr(rows) == "[({'a': [{'y': 2, 'z': 1}], 'b': 1}, {'name': 'Arcadia', 'uid': 'Q1'})]"


def test_keys_are_those_of_the_contract(store: GraphStore) -> None:
    """No engine shows properties of its own."""
    (names,) = store.query("MATCH (a:Actor {uid: 'a6'}) RETURN keys(a) AS names").rows[0]
    assert sorted(names) == ["aliases", "kind", "name", "scope", "uid"]


def test_relationship_without_its_nodes_names_its_ends(store: GraphStore) -> None:
    """A relationship that is returned alone still says between whom it stands, and in which direction."""
    ((edge,),) = store.query("MATCH (b:Actor {uid: 'Q2'})<-[r:URGES]-(a) RETURN r").rows
    assert (edge["type"], edge["source"], edge["target"]) == ("URGES", "a3", "Q2")


def test_scalars_have_one_form(store: GraphStore) -> None:
    """Numbers, booleans, nulls are Python's own; dates, times and durations are ISO strings."""
    query = (
        "RETURN 1 AS i, 1.5 AS f, true AS t, null AS n, 'ü' AS s, [1, null] AS l, {a: 1, b: {c: []}} AS m, "
        "date('2014-09-19') AS d, datetime('2014-09-19T10:00:00Z') AS dt, duration('P14M3DT60S') AS du"
    )
    assert store.query(query).rows == [
        (
            1,
            1.5,
            True,
            None,
            "ü",
            [1, None],
            {"a": 1, "b": {"c": []}},
            "2014-09-19",
            "2014-09-19T10:00:00+00:00",
            "P14M3DT60S",
        )
    ]


@pytest.mark.parametrize(
    "cypher",
    [
        "CREATE (:Actor {uid: 'x', name: 'x'})",
        "MATCH (n) DETACH DELETE n",
        "MATCH (a:Actor) SET a.name = 'x'",
        "MERGE (:Document {uid: 'x', name: 'x'})",
        "MATCH (a:Actor) REMOVE a.kind",
        "CREATE INDEX other IF NOT EXISTS FOR (n:Actor) ON (n.scope)",
    ],
)
def test_queries_cannot_write(store: GraphStore, cypher: str) -> None:
    """A store refuses a writing query by itself, and stays as it was."""
    before = store.state()
    with pytest.raises(QueryRefused, match="would change the graph"):
        store.query(cypher)
    assert store.state() == before


@pytest.mark.parametrize(
    ("cypher", "hint"),
    [
        ("MATCH (a:Actor RETURN a", "check the spelling"),
        ("MATCH (a:Actor) RETURN b", "check the spelling"),
        ("RETURN $nobody", "-p name=value"),
        ("", "check the spelling"),
        ("RETURN 1/0", "check the spelling"),
    ],
)
def test_bad_queries_are_errors_in_one_line(store: GraphStore, cypher: str, hint: str) -> None:
    """The engine's own words in one line, with a hint what to do."""
    with pytest.raises(QueryError) as caught:
        store.query(cypher)
    assert caught.value.message
    assert "\n" not in caught.value.message
    assert hint in str(caught.value.hint)


def test_parameter_that_no_engine_takes_is_an_error(store: GraphStore) -> None:
    """An object of Python's is no value of Cypher's."""
    with pytest.raises(QueryError):
        store.query("RETURN $value", {"value": object()})


def test_names_that_nothing_bears_find_nothing(store: GraphStore) -> None:
    """A relation, category or property that this graph does not hold gives no rows, not an error."""
    assert store.query("MATCH (a:Actor)-[r:SANCTIONS]->() RETURN r.sid").rows == []
    assert store.query("MATCH (d:Document {url: 'http://example.org'}) RETURN d.uid").rows == []
    assert store.query("MATCH (a:Actor)-[r:SUPPORTS {phase: 'ENDS'}]->() RETURN r.sid").rows == []


def test_limit_cuts_and_says_so(store: GraphStore) -> None:
    """`truncated` tells a cut answer from a whole one."""
    query = "MATCH (a:Actor) WHERE a.uid STARTS WITH 'Q' RETURN a.uid AS uid ORDER BY uid"
    cut = store.query(query, limit=2)
    assert (cut.rows, cut.truncated) == ([("Q1",), ("Q2",)], True)
    whole = store.query(query, limit=4)
    assert (whole.rows, whole.truncated) == ([("Q1",), ("Q2",), ("Q4",), ("Q7",)], False)
    assert store.query(query, limit=0).rows == []


def test_slow_query_is_given_up(store: GraphStore) -> None:
    """A query that runs over its time limit ends in QueryTimeout, with the limit in words."""
    slow = "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b WITH a, b WHERE a * b % 7 = 3 RETURN count(*) AS n"
    with pytest.raises(QueryTimeout, match=r"longer than 0\.5 seconds"):
        store.query(slow, timeout=0.5)


def test_mark_says_whose_projection_it_is(open_any_store: OpenStore, ledger: SampleLedger) -> None:
    """After a load the store carries the ledger's uid and revision, also when it is opened anew."""
    with open_any_store() as store:
        assert store.mark() is None
        load(ledger, store)
    with open_any_store() as again:
        assert again.mark() == LedgerMark("ledger-1", 1, 1)
        assert again.query("MATCH (l:Ledger) RETURN l.uid, l.schema_version, l.revision").rows == [("ledger-1", 1, 1)]


def test_another_ledger_is_refused(store: GraphStore) -> None:
    """A store of one ledger is not overwritten by another, not even by a rebuild."""
    other = make_ledger()
    other.uid = "ledger-2"
    before = store.state()
    with pytest.raises(StoreMismatch, match="belongs to another ledger"):
        load(other, store)
    with pytest.raises(StoreMismatch, match="belongs to another ledger"):
        load(other, store, rebuild=True)
    assert store.state() == before


def test_newer_version_is_refused(store: GraphStore, ledger: SampleLedger) -> None:
    """A store that a newer version wrote is left alone."""
    store.set_mark(LedgerMark("ledger-1", 99, 1))
    with pytest.raises(StoreMismatch, match="newer version"):
        load(ledger, store)


def test_actors_of_a_stranger_are_refused(any_store: GraphStore, ledger: SampleLedger) -> None:
    """A store with actors but without a mark is somebody else's, and nothing in it is touched."""
    any_store.upsert_actors([actor_row(ARCADIA)])
    with pytest.raises(StoreMismatch, match="not loaded from a ledger"):
        load(ledger, any_store)
    assert any_store.counts().labels == {"Actor": 1}


def test_interrupted_load_is_finished_by_the_next(open_any_store: OpenStore, ledger: SampleLedger) -> None:
    """A load that stopped half-way leaves a store that the next load completes."""
    with open_any_store() as store:
        store.ensure_schema()
        store.set_mark(LedgerMark("ledger-1", 1, -1))
        store.upsert_actors([actor_row(ARCADIA), actor_row(BORDURIA)])
        store.create_statements([statement_row(ledger.statement_list[0])])
        store.checkpoint()
    with open_any_store() as again:
        report = load(ledger, again)
        assert report.actors == Change(added=5, unchanged=2)
        assert report.statements == Change(added=7, unchanged=1)
        assert again.mark() == LedgerMark("ledger-1", 1, 1)


def test_rebuild_starts_afresh(store: GraphStore, ledger: SampleLedger) -> None:
    """A rebuild writes every row again and ends in the same state."""
    before = store.state()
    report = load(ledger, store, rebuild=True)
    assert report.statements == Change(added=8)
    assert store.state() == before


def test_statement_without_its_actor_is_an_error(any_store: GraphStore) -> None:
    """A relationship is never dropped in silence because an end is missing."""
    any_store.upsert_actors([actor_row(ARCADIA)])
    with pytest.raises(StoreError, match="missing"):
        any_store.create_statements([statement_row(make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA))])


def test_mention_without_its_document_is_an_error(any_store: GraphStore) -> None:
    """A mention is never dropped in silence because its document is missing."""
    any_store.upsert_actors([actor_row(ARCADIA)])
    with pytest.raises(StoreError, match="missing"):
        any_store.upsert_mentions([mention_row("Q1", "d1", 1)])
