"""What the page knows, as one JSON object: actors, lines, statements, documents, sentences."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from kg.model import Document, Modality, Phase, Polarity, Statement
from kg.picture.evidence import badges, tone_of_score
from kg.picture.graph import Graph, Line
from kg.picture.legend import KIND_SHAPES
from kg.picture.svg import line_key
from kg.picture.words import clean, is_unseen

PAGE_VERSION = 1
MOST_STATEMENTS = 20_000
"""More statements than this make a page that browsers open slowly; the strongest lines are kept."""


class DocumentLike(Protocol):
    """What the page asks of a document: `kg.ledger.LedgerDocument` has it."""

    @property
    def document(self) -> Document: ...
    @property
    def origin(self) -> str: ...


def make_page_data(
    graph: Graph, documents: Iterable[DocumentLike], *, focus: str | None = None, redact_text: bool = False
) -> dict[str, Any]:
    """Return the page's data; with `redact_text` no word of the documents' texts is in it.

    Args:
        graph: gives actors and lines.
        documents: all that the statements stand in.
        focus: uid of the actor that the page opens on, whose lines are kept first; None for all actors.
        redact_text: leave out sentences, and all words read in them.
    """
    kept, left_out = _keep(sorted(graph.lines, key=lambda line: focus not in line.ends))
    uids = sorted({uid for line in kept for uid in line.ends}, key=lambda uid: (-graph.nodes[uid].evidence, uid))
    actors = {uid: number for number, uid in enumerate(uids)}
    statements = [(number, statement) for number, line in enumerate(kept) for statement in line.statements]
    used = sorted({statement.document.uid for _, statement in statements})
    places = {uid: number for number, uid in enumerate(used)}
    sentences: dict[str, int] = {}
    readings: dict[tuple[Any, ...], int] = {}
    rows = []
    for number, statement in statements:
        row = {"sid": statement.sid, "line": number, "document": places[statement.document.uid]}
        row["reading"] = readings.setdefault(tuple(_reading(statement).items()), len(readings))
        rows.append(row | _details(statement, sentences, redact_text=redact_text))
    relations = sorted({statement.relation for _, statement in statements})
    return {
        "schema_version": PAGE_VERSION,
        "redacted": redact_text,
        "left_out": left_out,
        "focus": actors.get(focus or ""),
        "actors": [_actor(graph, uid) for uid in uids],
        "lines": [_line(line, actors) for line in kept],
        "relations": {relation: relation.replace("_", " ").lower() for relation in relations},
        "readings": [dict(reading) for reading in readings],
        "statements": rows,
        "documents": _documents(used, documents),
        "sentences": list(sentences),
    }


def to_inert_json(value: Any) -> str:
    """Return JSON that stays data inside an HTML script element: nothing in it can end the element or open another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _keep(lines: Iterable[Line]) -> tuple[list[Line], int]:
    kept: list[Line] = []
    room, left_out = MOST_STATEMENTS, 0
    for line in lines:
        if len(line.statements) <= room:
            kept.append(line)
            room -= len(line.statements)
        else:
            room = 0
            left_out += len(line.statements)
    return kept, left_out


def _actor(graph: Graph, uid: str) -> dict[str, Any]:
    node = graph.nodes[uid]
    return {
        "uid": uid,
        "name": clean(node.name) or "?",
        "kind": KIND_SHAPES[node.kind],
        "country": node.country,
        "evidence": node.evidence,
    }


def _line(line: Line, actors: Mapping[str, int]) -> dict[str, Any]:
    return {
        "key": line_key(line),
        "source": actors[line.source],
        "target": actors[line.target],
        "symmetric": line.symmetric,
        "tone": line.tone.value,
        "certainty": line.certainty.value,
        "evidence": line.evidence,
        "relations": [list(item) for item in line.relations],
    }


def _reading(statement: Statement) -> dict[str, Any]:
    """Return what many statements have in common; the page keeps each such reading once."""
    return {
        "relation": statement.relation,
        "category": statement.category.value,
        "score": statement.score,
        "tone": tone_of_score(statement.score).value,
        "status": status_of(statement),
        "badges": badges(statement),
        "rules": statement.rules,
    }


def _details(statement: Statement, sentences: dict[str, int], *, redact_text: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"sentence": None}
    if statement.attributed_to:
        row["speakers"] = _speakers(statement, redact_text=redact_text)
    if statement.date is not None and statement.date.first is not None:
        last = statement.date.last
        row["date"] = statement.date.first + (f" to {last}" if last not in {None, statement.date.first} else "")
    if statement.place is not None and statement.place.uid is not None:
        row["place"] = clean(statement.place.name)
    if redact_text:
        return row
    text, marks = mark_sentence(statement)
    row["sentence"] = sentences.setdefault(text, len(sentences))
    row["marks"] = marks
    aid = _reading_aid(statement)
    if aid:
        row["reads"] = aid
    for key, words in (("matter", statement.matter), ("condition", statement.condition), ("date", statement.date)):
        if words is not None and key not in row:
            row[key] = clean(words.text)
    return row


def status_of(statement: Statement) -> str:
    """Return the one word by which the page filters: factual, denied, asked or planned, ..."""
    if statement.polarity is Polarity.NEGATED:
        return "denied"
    if statement.modality in {Modality.POSSIBLE, Modality.CONDITIONAL}:
        return "possible or conditional"
    if statement.modality is not Modality.ASSERTED:
        return "asked or planned"
    return "ended" if statement.phase in {Phase.ENDS, Phase.FORMER} else "factual"


def mark_sentence(statement: Statement) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the sentence made harmless, and the stretches to mark in it, in UTF-16 units as browsers count.

    Where stretches overlap, the ends win over the predicate, and the predicate over its cues.
    """
    sentence = statement.sentence
    kept = [place for place, character in enumerate(sentence.text) if not is_unseen(character)]
    text = "".join(" " if sentence.text[place].isspace() else sentence.text[place] for place in kept)
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if ord(character) > 0xFFFF else 1))
    source, predicate, target = statement.source, statement.predicate, statement.target
    stretches = [
        (source.start, source.end, "source"),
        (target.start, target.end, "target"),
        (predicate.start, predicate.end, "predicate"),
        *((cue.start, cue.end, "cue") for cue in statement.cues),
    ]
    marks: list[tuple[int, int, str]] = []
    for start, end, role in stretches:
        first = bisect_left(kept, start - sentence.start)
        last = bisect_left(kept, end - sentence.start)
        inside = sentence.start <= start and end <= sentence.end and first < last
        if inside and all(units[last] <= begun or done <= units[first] for begun, done, _ in marks):
            marks.append((units[first], units[last], role))
    return text, sorted(marks)


def _reading_aid(statement: Statement) -> str | None:
    """Say whom the words stand for, where they are not the actor's own name."""
    aids = [
        f"“{clean(end.text)}” is {clean(end.name)}"
        for end in (statement.source, statement.target)
        if clean(end.name) not in clean(end.text)
    ]
    return "; ".join(aids) or None


def _speakers(statement: Statement, *, redact_text: bool) -> list[str]:
    found = []
    for step in statement.attributed_to:
        names = [clean(speaker.name) if speaker.uid or not redact_text else "a speaker" for speaker in step]
        found.append(" and ".join(names))
    return [f"{name} (nearest)" if place == 0 and len(found) > 1 else name for place, name in enumerate(found)]


def _documents(used: list[str], documents: Iterable[DocumentLike]) -> list[dict[str, Any]]:
    held = {entry.document.uid: entry for entry in documents}
    prints = Counter(entry.origin for entry in held.values())
    rows = []
    for uid in used:
        entry = held[uid]
        document = entry.document
        rows.append(
            {
                "id": clean(document.id),
                "title": clean(document.title) if document.title else None,
                "publisher": clean(document.publisher) if document.publisher else None,
                "published": document.published,
                "reprint": prints[entry.origin] > 1,
            }
        )
    return rows
