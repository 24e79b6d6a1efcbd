"""Readings made by hand, for the tests of the ledger and of the job."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.ids import claim_id, document_uid, make_id, text_digest
from kg.model import (
    Abstention,
    Category,
    Document,
    DocumentReference,
    Entity,
    Kind,
    Link,
    Mention,
    Modality,
    Participant,
    Phase,
    Polarity,
    PredicateWords,
    Quad,
    Reading,
    Reason,
    Scope,
    Sentence,
    Statement,
)

RUSSIA = Entity("Q159", "Russia", Kind.GPE, None, Scope.NAMED, "RUS")
IRAQ = Entity("Q796", "Iraq", Kind.GPE, None, Scope.NAMED, "IRQ")
FRANCE = Entity("Q142", "France", Kind.GPE, None, Scope.NAMED, "FRA")
LAVROV = Entity("a1" * 12, "Sergei Lavrov", Kind.PERSON, "GOV", Scope.NAMED, "RUS")
LAVROV_SHORT = Entity("b2" * 12, "Lavrov", Kind.PERSON, None, Scope.NAMED, None)

_KNOWN = {"Russia": RUSSIA, "Iraq": IRAQ, "France": FRANCE, "Sergei Lavrov": LAVROV, "Lavrov": LAVROV_SHORT}
_NAME = re.compile("Russia|Iraq|France|Sergei Lavrov|Lavrov")
_VERBS = {
    "supports": ("SUPPORTS", Category.SUPPORT, Quad.VERBAL_COOPERATION, "05", 4.0, False),
    "meets": ("MEETS", Category.CONSULT, Quad.VERBAL_COOPERATION, "04", 1.0, True),
    "attacks": ("ATTACKS", Category.ASSAULT, Quad.MATERIAL_CONFLICT, "19", -9.0, False),
}


def make_document(
    text: str, id: str, *, path: str | None = None, own_id: bool = False, published: str | None = "2014-09-19"
) -> Document:
    """Return a document with the given text and id."""
    return Document(
        uid=document_uid(id),
        id=id,
        digest=text_digest(text),
        text=text,
        published=published,
        path=path,
        own_id=own_id,
    )


@dataclass(frozen=True)
class _Found:
    entity: Entity
    words: str
    start: int

    def participant(self) -> Participant:
        e = self.entity
        return Participant(
            e.uid,
            e.name,
            e.kind,
            e.sector,
            e.scope,
            e.country,
            self.words,
            self.start,
            self.start + len(self.words),
            Link.NAME,
        )


def make_reading(document: Document) -> Reading:
    """Return the reading of a text of sentences like "Russia supports Iraq." or "Nothing happens.", one a line.

    "Lavrov says Russia supports Iraq." gives the speaker.
    """
    sentences, mentions, statements, same, abstentions = [], [], [], [], []
    start = 0
    for index, line in enumerate(document.text.split("\n")):
        sentence = Sentence(index, start, start + len(line), line)
        sentences.append(sentence)
        found = [_Found(_KNOWN[match[0]], match[0], start + match.start()) for match in _NAME.finditer(line)]
        for head, f in enumerate(found):
            end = f.start + len(f.words)
            mentions.append(Mention(index, head, f.start, end, f.words, f.entity, Link.NAME, reason="table"))
        speakers = (found.pop(0),) if " says " in line else ()
        verb = next((v for v in _VERBS if f" {v} " in line), None)
        if verb is None or not found:
            abstentions.append(Abstention(index, start, start + len(line), line, Reason.NO_ACTOR))
        else:
            source, target = found[0], found[-1]
            statement = _statement(document, sentence, source, verb, target, speakers)
            (same if source.entity.uid == target.entity.uid else statements).append(statement)
        start += len(line) + 1
    return Reading(
        document=document,
        sentences=tuple(sentences),
        mentions=tuple(mentions),
        statements=tuple(statements),
        abstentions=tuple(abstentions),
        same_actor=tuple(same),
        clauses=len(sentences),
        clauses_with_statements=len(statements) + len(same),
        sentences_without_clause=0,
    )


def _statement(
    document: Document, sentence: Sentence, source: _Found, verb: str, target: _Found, speakers: tuple[_Found, ...]
) -> Statement:
    relation, category, quad, cameo, score, symmetric = _VERBS[verb]
    at = sentence.start + sentence.text.index(verb)
    span = [at, at + len(verb)]
    first, last = source, target
    if symmetric:
        first, last = sorted((source, target), key=lambda f: f.entity.uid or "")
    steps = (tuple(s.participant() for s in speakers),) if speakers else ()
    return Statement(
        sid=make_id(document.uid, relation, span, source.start, target.start),
        claim=claim_id(
            first.entity.uid,
            relation,
            last.entity.uid,
            polarity="AFFIRMED",
            modality="ASSERTED",
            phase=None,
            speaker_uids=[[s.entity.uid for s in speakers]] if speakers else [],
        ),
        document=DocumentReference(
            document.uid, document.id, document.published, document.publisher, document.url, document.uid
        ),
        sentence=sentence,
        source=first.participant(),
        predicate=PredicateWords(verb, span[0], span[1], verb.removesuffix("s")),
        target=last.participant(),
        relation=relation,
        category=category,
        quad=quad,
        cameo=cameo,
        score=score,
        polarity=Polarity.AFFIRMED,
        modality=Modality.ASSERTED,
        phase=None if relation != "ENDS" else Phase.ENDS,
        condition=None,
        cues=(),
        factual=True,
        attributed_to=steps,
        symmetric=symmetric,
        event=make_id(document.uid, span),
        within=None,
        matter=None,
        place=None,
        date=None,
        confidence=None,
        rules=("verb-object",),
        pipeline="test@1",
        model="test@1",
    )
