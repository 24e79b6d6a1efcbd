"""Random histories of a ledger: whatever changed in between, a load ends in what the ledger says."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sample_graph import ACTORS, SampleLedger, make_document, make_statement

from kg.graph import actor_row, document_row, mention_row, statement_row
from kg.model import Statement
from kg.store import open_store
from kg.store.networkx_store import NetworkXStore
from kg.sync import load

SIDS = [f"s{number}" for number in range(6)]


@st.composite
def statements(draw: st.DrawFn, sid: str) -> Statement:
    source, target = draw(st.permutations(ACTORS))[:2]
    relation = draw(st.sampled_from(["SUPPORTS", "URGES", "ATTACKS"]))
    made = make_statement(sid, source, relation, target, document=draw(st.integers(1, 3)))
    return replace(made, factual=draw(st.booleans()), score=float(draw(st.integers(-10, 10))))


@st.composite
def states(draw: st.DrawFn) -> SampleLedger:
    """A ledger with some of six statements, the actors they need, and some of three documents' mentions."""
    found = [draw(statements(sid)) for sid in draw(st.lists(st.sampled_from(SIDS), unique=True))]
    needed = {uid for statement in found for uid in (statement.source.uid, statement.target.uid)}
    documents = [make_document(number) for number in draw(st.lists(st.integers(1, 3), unique=True))]
    uids = st.sampled_from([actor.uid for actor in ACTORS])
    counts = {(uid, entry.document.uid): draw(st.integers(1, 3)) for entry in documents for uid in draw(st.sets(uids))}
    return SampleLedger(
        actor_list=[actor for actor in ACTORS if actor.uid in needed],
        document_list=documents,
        statement_list=found,
        mention_list=[(*ends, count) for ends, count in counts.items()],
    )


@settings(max_examples=40)
@given(history=st.lists(states(), min_size=1, max_size=4))
def test_every_load_ends_in_what_the_ledger_says(history: list[SampleLedger]) -> None:
    """After each state the embedded graph and the NetworkX graph hold exactly its rows, by key and digest."""
    with tempfile.TemporaryDirectory() as home:
        live = NetworkXStore()
        for revision, ledger in enumerate(history):
            ledger.revision = revision
            with open_store("embedded", home=Path(home)) as embedded:
                reports = [load(ledger, store) for store in (embedded, live)]
                states = [store.state() for store in (embedded, live)]
                assert load(ledger, embedded).is_unchanged
            assert states[0] == states[1]
            assert replace(reports[0], store="networkx") == reports[1]
            held = states[0]
            assert held.actors == {actor.uid: actor_row(actor).digest for actor in ledger.actor_list}
            assert held.documents == {entry.document.uid: document_row(entry).digest for entry in ledger.document_list}
            assert {sid: (ref.digest, ref.rel_type, ref.source_uid) for sid, ref in held.statements.items()} == {
                s.sid: (statement_row(s).digest, s.relation if s.factual else "NONFACTUAL", s.source.uid)
                for s in ledger.statement_list
            }
            assert held.mentions == {
                f"{row[0]}.{row[1]}": mention_row(*row).digest for row in ledger.mention_list if row[0] in held.actors
            }
            totals = (reports[0].actors.total, reports[0].documents.total, reports[0].statements.total)
            assert totals == (len(ledger.actor_list), len(ledger.document_list), len(ledger.statement_list))
