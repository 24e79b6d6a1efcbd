"""Statements as the records of the contract (section 3), and back."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, TypeVar

from kg.model import (
    SCHEMA_VERSION,
    Category,
    DateExpression,
    DocumentReference,
    Kind,
    Link,
    Modality,
    Participant,
    Phase,
    Polarity,
    Precision,
    PredicateWords,
    Quad,
    Scope,
    Sentence,
    Statement,
    Words,
)

Record = dict[str, Any]

E = TypeVar("E", bound=StrEnum)


class _Members(dict[str, E]):
    """The members of a closed list by value: a third of the time of `Category(value)`, and ledgers hold millions."""

    def __init__(self, members: type[E]) -> None:
        super().__init__((member.value, member) for member in members)
        self._name = members.__name__

    def __missing__(self, value: str) -> E:
        raise ValueError(f"{value!r} is not a valid {self._name}")


_CATEGORIES = _Members(Category)
_QUADS = _Members(Quad)
_POLARITIES = _Members(Polarity)
_MODALITIES = _Members(Modality)
_PHASES = _Members(Phase)
_PRECISIONS = _Members(Precision)
_KINDS = _Members(Kind)
_SCOPES = _Members(Scope)
_LINKS = _Members(Link)


def statement_to_record(statement: Statement) -> Record:
    """Return the statement as a JSON-ready dict, keys in the contract's order."""
    date = statement.date
    return {
        "schema_version": SCHEMA_VERSION,
        "sid": statement.sid,
        "claim": statement.claim,
        "document": {
            "uid": statement.document.uid,
            "id": statement.document.id,
            "published": statement.document.published,
            "publisher": statement.document.publisher,
            "url": statement.document.url,
            "origin": statement.document.origin,
        },
        "sentence": {
            "index": statement.sentence.index,
            "start": statement.sentence.start,
            "end": statement.sentence.end,
            "text": statement.sentence.text,
        },
        "source": participant_to_record(statement.source),
        "predicate": {
            "text": statement.predicate.text,
            "start": statement.predicate.start,
            "end": statement.predicate.end,
            "lemma": statement.predicate.lemma,
        },
        "target": participant_to_record(statement.target),
        "relation": statement.relation,
        "category": str(statement.category),
        "quad": None if statement.quad is None else str(statement.quad),
        "cameo": statement.cameo,
        "score": statement.score,
        "polarity": str(statement.polarity),
        "modality": str(statement.modality),
        "phase": None if statement.phase is None else str(statement.phase),
        "condition": words_to_record(statement.condition),
        "cues": [words_to_record(cue) for cue in statement.cues],
        "factual": statement.factual,
        "attributed_to": [[participant_to_record(p) for p in step] for step in statement.attributed_to],
        "symmetric": statement.symmetric,
        "event": statement.event,
        "within": statement.within,
        "matter": words_to_record(statement.matter),
        "place": None if statement.place is None else participant_to_record(statement.place),
        "date": None
        if date is None
        else {
            "from": date.first,
            "to": date.last,
            "precision": None if date.precision is None else str(date.precision),
            "text": date.text,
            "start": date.start,
            "end": date.end,
        },
        "confidence": statement.confidence,
        "rules": list(statement.rules),
        "pipeline": statement.pipeline,
        "model": statement.model,
    }


def words_to_record(words: Words | None) -> Record | None:
    """Return words with their offsets as a dict, or None."""
    return None if words is None else {"text": words.text, "start": words.start, "end": words.end}


def participant_to_record(participant: Participant) -> Record:
    """Return one end, speaker or place as a dict."""
    return {
        "uid": participant.uid,
        "name": participant.name,
        "kind": None if participant.kind is None else str(participant.kind),
        "sector": participant.sector,
        "scope": str(participant.scope),
        "country": participant.country,
        "text": participant.text,
        "start": participant.start,
        "end": participant.end,
        "link": str(participant.link),
        "antecedent": words_to_record(participant.antecedent),
    }


def statement_from_record(record: Record) -> Statement:
    """Return the statement of a record.

    Raises:
        KeyError, ValueError: the record misses a field or has a value outside a closed list.
    """
    document, sentence, predicate, date = (record[name] for name in ("document", "sentence", "predicate", "date"))
    return Statement(
        sid=record["sid"],
        claim=record["claim"],
        document=DocumentReference(
            document["uid"],
            document["id"],
            document["published"],
            document["publisher"],
            document["url"],
            document["origin"],
        ),
        sentence=Sentence(sentence["index"], sentence["start"], sentence["end"], sentence["text"]),
        source=participant_from_record(record["source"]),
        predicate=PredicateWords(predicate["text"], predicate["start"], predicate["end"], predicate["lemma"]),
        target=participant_from_record(record["target"]),
        relation=record["relation"],
        category=_CATEGORIES[record["category"]],
        quad=None if record["quad"] is None else _QUADS[record["quad"]],
        cameo=record["cameo"],
        score=record["score"],
        polarity=_POLARITIES[record["polarity"]],
        modality=_MODALITIES[record["modality"]],
        phase=None if record["phase"] is None else _PHASES[record["phase"]],
        condition=words_from_record(record["condition"]),
        cues=tuple([Words(cue["text"], cue["start"], cue["end"]) for cue in record["cues"]]),
        factual=record["factual"],
        attributed_to=tuple([tuple([participant_from_record(p) for p in step]) for step in record["attributed_to"]]),
        symmetric=record["symmetric"],
        event=record["event"],
        within=record["within"],
        matter=words_from_record(record["matter"]),
        place=None if record["place"] is None else participant_from_record(record["place"]),
        date=None
        if date is None
        else DateExpression(
            date["from"],
            date["to"],
            None if date["precision"] is None else _PRECISIONS[date["precision"]],
            date["text"],
            date["start"],
            date["end"],
        ),
        confidence=record["confidence"],
        rules=tuple(record["rules"]),
        pipeline=record["pipeline"],
        model=record["model"],
    )


def words_from_record(record: Record | None) -> Words | None:
    """Return words with their offsets, or None."""
    return None if record is None else Words(record["text"], record["start"], record["end"])


def participant_from_record(record: Record) -> Participant:
    """Return one end, speaker or place."""
    return Participant(
        record["uid"],
        record["name"],
        None if record["kind"] is None else _KINDS[record["kind"]],
        record["sector"],
        _SCOPES[record["scope"]],
        record["country"],
        record["text"],
        record["start"],
        record["end"],
        _LINKS[record["link"]],
        words_from_record(record["antecedent"]),
    )


def record_line(record: Record) -> str:
    """Return a record as one JSON line, the same bytes for the same record."""
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": "))
