"""Small ledgers for tests of pictures, one of them hostile."""

from __future__ import annotations

from dataclasses import replace

from sample_graph import ACTORS, BORDURIA, SampleActor, SampleDocument, SampleLedger, make_document, make_statement

from kg.model import Kind, Statement, Words

HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> \u202eNNA\u2066 & <b>"


class PictureLedger(SampleLedger):
    """The hand-made ledger with the search by name that pictures need."""

    def find_actors(self, name: str) -> list[SampleActor]:
        return [actor for actor in self.actor_list if name in {actor.uid, actor.name, *actor.aliases}]


def make_ledger(statements: list[Statement], actors: list[SampleActor] | None = None) -> PictureLedger:
    used = sorted({statement.document.uid for statement in statements})
    documents: list[SampleDocument] = []
    for uid in used:
        reference = next(statement.document for statement in statements if statement.document.uid == uid)
        entry = make_document(int(uid[1:]), published=reference.published)
        documents.append(replace(entry, origin=reference.origin))
    return PictureLedger(actor_list=list(actors or ACTORS), document_list=documents, statement_list=statements)


def hostile_ledger() -> PictureLedger:
    """Return a ledger whose every word tries to get out."""
    actor = SampleActor("h1", HOSTILE, kind=Kind.PERSON)
    statement = make_statement("s1", actor, "SUPPORTS", BORDURIA, sentence=HOSTILE, matter=Words(HOSTILE, 0, 5))
    ledger = make_ledger([statement], [actor, BORDURIA])
    entry = make_document(1, title=HOSTILE, publisher=HOSTILE, id=HOSTILE)
    ledger.document_list = [entry]
    return ledger
