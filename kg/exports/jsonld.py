"""The ledger as JSON-LD with provenance: actors, documents and statements as linked data.

Each node stands on a line of its own. A statement is a reading, not a fact: it is an `rdf:Statement` with its status,
its speakers, the place in the text where it was read (Web Annotation), and the pipeline that read it (PROV-O). The
schema is written down in docs/exports.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TextIO
from urllib.parse import quote

from kg.graph import ActorRow, DocumentRow
from kg.ledger.judgements import is_wikidata_id
from kg.model import DateExpression, Kind, Participant, PredicateWords, Statement, Words
from kg.projection import LedgerLike, Projection

Node = dict[str, Any]

BASE = "urn:actorkg:"
WIKIDATA = "http://www.wikidata.org/entity/"
CONTEXT: Node = {
    "@version": 1.1,
    "kg": f"{BASE}term:",
    "relation": f"{BASE}relation:",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "@vocab": f"{BASE}term:",
    "id": "@id",
    "type": "@type",
    "name": "schema:name",
    "alternateName": "schema:alternateName",
    "identifier": "schema:identifier",
    "headline": "schema:headline",
    "publisher": "schema:publisher",
    "inLanguage": "schema:inLanguage",
    "url": {"@id": "schema:url", "@type": "xsd:anyURI"},
    "datePublished": {"@id": "schema:datePublished", "@type": "xsd:date"},
    "source": {"@id": "rdf:subject", "@type": "@id"},
    "predicate": {"@id": "rdf:predicate", "@type": "@id"},
    "target": {"@id": "rdf:object", "@type": "@id"},
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "generatedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "associatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "document": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": "oa:hasSelector",
    "exact": "oa:exact",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "actor": {"@id": "kg:actor", "@type": "@id"},
    "origin": {"@id": "kg:origin", "@type": "@id"},
    "claim": {"@id": "kg:claim", "@type": "@id"},
    "event": {"@id": "kg:event", "@type": "@id"},
    "within": {"@id": "kg:within", "@type": "@id"},
    "score": {"@id": "kg:score", "@type": "xsd:double"},
    "confidence": {"@id": "kg:confidence", "@type": "xsd:double"},
    "from": {"@id": "kg:from", "@type": "xsd:date"},
    "to": {"@id": "kg:to", "@type": "xsd:date"},
    "attributedTo": {"@id": "kg:attributedTo", "@container": "@list"},
    "cues": {"@id": "kg:cues", "@container": "@list"},
    "rules": {"@id": "kg:rules", "@container": "@list"},
}
SCHEMA_TYPES = {
    Kind.PERSON: "schema:Person",
    Kind.ORG: "schema:Organization",
    Kind.GPE: "schema:AdministrativeArea",
    Kind.LOC: "schema:Place",
}


def export_jsonld(ledger: LedgerLike, stream: TextIO) -> int:
    """Write one JSON-LD document, a node a line, and return how many statements there were."""
    stream.write(f'{{"@context": {_json(CONTEXT)},\n"@graph": [')
    count = 0
    for number, (node, is_statement) in enumerate(_nodes(ledger)):
        stream.write(("\n" if number == 0 else ",\n") + _json(node))
        count += is_statement
    stream.write("\n]}\n")
    return count


def _nodes(ledger: LedgerLike) -> Iterator[tuple[Node, bool]]:
    rows = Projection(ledger)
    yield from ((actor_node(row), False) for row in rows.actors())
    yield from ((document_node(row), False) for row in rows.documents())
    readers: set[tuple[str, str]] = set()
    for statement in ledger.statements():
        reader = (statement.pipeline, statement.model)
        if reader not in readers:
            readers.add(reader)
            yield from ((node, False) for node in reader_nodes(*reader))
        yield statement_node(statement), True


def actor_node(row: ActorRow) -> Node:
    """Return an actor; one that the tables know is named by its Wikidata address."""
    facts = row.properties
    kind = facts.get("kind")
    types = ["Actor", "prov:Agent"]
    if kind in SCHEMA_TYPES:
        types.append(SCHEMA_TYPES[Kind(kind)])
    return _present(
        id=actor_address(row.key),
        type=types,
        uid=row.key,
        name=facts.get("name"),
        alternateName=facts["aliases"] or None,
        kind=kind,
        sector=facts.get("sector"),
        scope=facts.get("scope"),
        country=facts.get("country"),
    )


def document_node(row: DocumentRow) -> Node:
    """Return a document with its metadata; its text stays in the ledger."""
    facts = row.properties
    return _present(
        id=_address("document", row.key),
        type=["schema:NewsArticle", "prov:Entity"],
        uid=row.key,
        identifier=facts.get("source_id"),
        headline=facts.get("name"),
        publisher=facts.get("publisher"),
        url=facts.get("url"),
        datePublished=facts.get("published"),
        inLanguage=facts.get("language"),
        digest=facts.get("digest"),
        origin=_address("document", facts["origin"]),
        sentences=facts.get("sentences"),
        statements=facts.get("statements"),
        abstained=facts.get("abstained"),
    )


def reader_nodes(pipeline: str, model: str) -> list[Node]:
    """Return pipeline and model as software agents, and their reading as an activity."""
    agents = [_address("pipeline", pipeline), _address("model", model)]
    return [
        {"id": agents[0], "type": ["prov:SoftwareAgent"], "name": pipeline},
        {"id": agents[1], "type": ["prov:SoftwareAgent"], "name": model},
        {"id": _reading(pipeline, model), "type": ["prov:Activity"], "associatedWith": agents},
    ]


def statement_node(statement: Statement) -> Node:
    """Return a statement with status, speakers, evidence and provenance."""
    document, sentence, date, place = statement.document, statement.sentence, statement.date, statement.place
    return _present(
        id=_address("statement", statement.sid),
        type=["Statement", "rdf:Statement", "prov:Entity"],
        source=_participant_address(statement.source),
        predicate=f"relation:{statement.relation}",
        target=_participant_address(statement.target),
        sid=statement.sid,
        claim=_address("claim", statement.claim),
        event=_address("event", statement.event),
        within=None if statement.within is None else _address("statement", statement.within),
        category=str(statement.category),
        quad=None if statement.quad is None else str(statement.quad),
        cameo=statement.cameo,
        score=float(statement.score),
        factual=statement.factual,
        polarity=str(statement.polarity),
        modality=str(statement.modality),
        phase=None if statement.phase is None else str(statement.phase),
        symmetric=statement.symmetric,
        confidence=statement.confidence,
        condition=_words(statement.condition),
        matter=_words(statement.matter),
        cues=[_words(cue) for cue in statement.cues] or None,
        sourceWords=_participant(statement.source),
        predicateWords={**_span(statement.predicate), "lemma": statement.predicate.lemma},
        targetWords=_participant(statement.target),
        attributedTo=[{"type": "Step", "speakers": [_participant(p) for p in step]} for step in statement.attributed_to]
        or None,
        place=None if place is None else _participant(place),
        date=None
        if date is None
        else _present(
            **_span(date),
            **{"from": date.first, "to": date.last},
            precision=None if date.precision is None else str(date.precision),
        ),
        evidence={
            "type": "oa:SpecificResource",
            "document": _address("document", document.uid),
            "sentenceIndex": sentence.index,
            "selector": [
                {"type": "oa:TextPositionSelector", "start": sentence.start, "end": sentence.end},
                {"type": "oa:TextQuoteSelector", "exact": sentence.text},
            ],
        },
        derivedFrom=_address("document", document.uid),
        generatedBy=_reading(statement.pipeline, statement.model),
        rules=list(statement.rules) or None,
    )


def actor_address(uid: str) -> str:
    """Return the address of an actor.

    Example:
        >>> actor_address("Q159")
        'http://www.wikidata.org/entity/Q159'
    """
    return WIKIDATA + uid if is_wikidata_id(uid) else _address("actor", uid)


def _address(what: str, name: str) -> str:
    return f"{BASE}{what}:{quote(name, safe='')}"


def _reading(pipeline: str, model: str) -> str:
    return f"{_address('reading', pipeline)}:{quote(model, safe='')}"


def _participant_address(participant: Participant) -> str | None:
    return None if participant.uid is None else actor_address(participant.uid)


def _participant(participant: Participant) -> Node:
    return _present(
        type="Participant",
        actor=_participant_address(participant),
        name=participant.name,
        kind=None if participant.kind is None else str(participant.kind),
        sector=participant.sector,
        scope=str(participant.scope),
        country=participant.country,
        **_span(participant),
        link=str(participant.link),
        antecedent=_words(participant.antecedent),
    )


def _span(words: Words | Participant | PredicateWords | DateExpression) -> Node:
    return {"exact": words.text, "start": words.start, "end": words.end}


def _words(words: Words | None) -> Node | None:
    return None if words is None else {"type": "Words", **_span(words)}


def _present(**values: Any) -> Node:
    return {name: value for name, value in values.items() if value is not None}


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
