"""The graph as neutral rows, the same for every store: actors, documents, statements and mentions.

A row has a `key` that names it, flat `properties` and a `digest` of all it says; two rows with one digest are equal, so
loading a store is a difference of digests. Properties are strings, numbers, booleans or lists of one of these: no nulls
(a property without a value is absent), no maps. Lists are always there, if need be empty, so that
`NOT "x" IN r.speakers` holds for a statement without speakers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kg.errors import StoreError
from kg.ids import make_id
from kg.model import Document, Statement
from kg.records import Record, statement_to_record

Properties = dict[str, Any]

ACTOR_PROPERTIES = ("uid", "name", "kind", "sector", "scope", "country", "aliases", "wikidata")
DOCUMENT_PROPERTIES = (
    "uid",
    "source_id",
    "name",
    "publisher",
    "url",
    "published",
    "language",
    "digest",
    "origin",
    "sentences",
    "statements",
    "abstained",
)
STATEMENT_PROPERTIES = (
    "sid",
    "digest",
    "claim",
    "event",
    "within",
    "relation",
    "category",
    "quad",
    "cameo",
    "score",
    "verb",
    "polarity",
    "modality",
    "phase",
    "condition",
    "cues",
    "factual",
    "confidence",
    "symmetric",
    "speakers",
    "speaker_uids",
    "speaker_steps",
    "source_text",
    "source_link",
    "source_country",
    "target_text",
    "target_link",
    "target_country",
    "matter",
    "place",
    "place_uid",
    "date_from",
    "date_to",
    "date_precision",
    "published",
    "doc_uid",
    "origin",
    "sentence_index",
    "sentence",
    "rules",
)
LIST_PROPERTIES = frozenset({"aliases", "cues", "speakers", "speaker_uids", "speaker_steps", "rules"})
FLOAT_PROPERTIES = frozenset({"score", "confidence"})

ACTOR = "Actor"
DOCUMENT = "Document"
LEDGER = "Ledger"
NONFACTUAL = "NONFACTUAL"
MENTIONED_IN = "MENTIONED_IN"


class ActorLike(Protocol):
    """What an actor of the ledger has."""

    @property
    def uid(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str | None: ...
    @property
    def sector(self) -> str | None: ...
    @property
    def scope(self) -> str: ...
    @property
    def country(self) -> str | None: ...
    @property
    def aliases(self) -> Sequence[str]: ...
    @property
    def wikidata(self) -> str | None: ...


class DocumentLike(Protocol):
    """What a document of the ledger has."""

    @property
    def document(self) -> Document: ...
    @property
    def origin(self) -> str: ...
    @property
    def sentences(self) -> int: ...
    @property
    def statements(self) -> int: ...
    @property
    def abstained(self) -> int: ...


@dataclass(frozen=True, slots=True)
class ActorRow:
    """A node `(:Actor)`; `key` is its uid."""

    key: str
    digest: str
    properties: Properties


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A node `(:Document)`; `key` is its uid. The property `digest` is that of the text, the row's covers the row."""

    key: str
    digest: str
    properties: Properties


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A relationship between two actors.

    Attributes:
        sid: names the relationship.
        digest: of everything the relationship says: its type, its ends, its properties.
        rel_type: the relation if the statement is factual, else NONFACTUAL.
        source_uid, target_uid: uids of the actors at its ends.
        properties: flat, `digest` among them.
    """

    sid: str
    digest: str
    rel_type: str
    source_uid: str
    target_uid: str
    properties: Properties

    @property
    def key(self) -> str:
        """The sid."""
        return self.sid


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A relationship `(:Actor)-[:MENTIONED_IN {count}]->(:Document)`; one for each actor and document."""

    actor_uid: str
    document_uid: str
    count: int

    @property
    def key(self) -> str:
        """The uids of actor and document, joined by a dot."""
        return f"{self.actor_uid}.{self.document_uid}"

    @property
    def digest(self) -> str:
        """The digest of the row."""
        return mention_digest(self.actor_uid, self.document_uid, self.count)


def actor_row(actor: ActorLike) -> ActorRow:
    """Return the node of an actor.

    Example:
        >>> from types import SimpleNamespace
        >>> iraq = SimpleNamespace(uid="Q796", name="Iraq", kind="GPE", sector=None, scope="NAMED", country="IRQ",
        ...                        aliases=("Republic of Iraq",), wikidata="Q796")
        >>> "sector" in actor_row(iraq).properties
        False
    """
    properties = _present(
        uid=actor.uid,
        name=actor.name,
        kind=_word(actor.kind),
        sector=actor.sector,
        scope=_word(actor.scope),
        country=actor.country,
        aliases=sorted(actor.aliases),
        wikidata=actor.wikidata,
    )
    return read_actor(properties)


def document_row(entry: DocumentLike) -> DocumentRow:
    """Return the node of a document; its `name` is the title, or the source id where there is none."""
    document = entry.document
    properties = _present(
        uid=document.uid,
        source_id=document.id,
        name=document.title or document.id,
        publisher=document.publisher,
        url=document.url,
        published=document.published,
        language=document.language,
        digest=document.digest,
        origin=entry.origin,
        sentences=entry.sentences,
        statements=entry.statements,
        abstained=entry.abstained,
    )
    return read_document(properties)


def statement_row(statement: Statement) -> StatementRow:
    """Return the relationship of a statement.

    Raises:
        StoreError: one of its ends is nobody, or one actor stands at both (such statements stay in the ledger).
    """
    return record_row(statement_to_record(statement))


def record_row(record: Record) -> StatementRow:
    """Return the relationship of a statement's record (`kg.records`); as `statement_row`."""
    source, target = record["source"]["uid"], record["target"]["uid"]
    if source is None or target is None or source == target:
        raise StoreError(f"the statement {record['sid']} has no two actors at its ends")
    rel_type = record["relation"] if record["factual"] else NONFACTUAL
    properties = _statement_properties(record)
    digest = properties["digest"] = make_id(rel_type, source, target, properties)
    return StatementRow(record["sid"], digest, rel_type, source, target, properties)


def read_statement(
    rel_type: str, source_uid: str, target_uid: str, properties: Properties, *, verify: bool = False
) -> StatementRow:
    """Return a relationship's row as read back from a store.

    Args:
        verify: work the digest out anew; it is empty where the property `digest` does not say the same.
    """
    digest = properties.get("digest", "")
    if verify:
        known = {name: properties[name] for name in STATEMENT_PROPERTIES if name != "digest" and name in properties}
        digest = digest if digest == make_id(rel_type, source_uid, target_uid, known) else ""
    return StatementRow(properties["sid"], digest, rel_type, source_uid, target_uid, properties)


def mention_row(actor_uid: str, document_uid: str, count: int) -> MentionRow:
    """Return the relationship that says how often a document mentions an actor."""
    return MentionRow(actor_uid, document_uid, count)


def read_actor(properties: Properties) -> ActorRow:
    """Return an actor's row as read back from a store; properties beside the contract's are left out of its digest."""
    return ActorRow(properties["uid"], _node_digest(ACTOR, properties, ACTOR_PROPERTIES), properties)


def read_document(properties: Properties) -> DocumentRow:
    """Return a document's row as read back from a store; see `read_actor`."""
    return DocumentRow(properties["uid"], _node_digest(DOCUMENT, properties, DOCUMENT_PROPERTIES), properties)


def _node_digest(label: str, properties: Properties, names: Iterable[str]) -> str:
    return make_id(label, {name: properties[name] for name in names if name in properties})


def mention_digest(actor_uid: str, document_uid: str, count: int) -> str:
    """Return the digest of a mention, from the row or as read back from a store."""
    return make_id(MENTIONED_IN, actor_uid, document_uid, count)


def split_mention_key(key: str) -> tuple[str, str]:
    """Return the uids of actor and document that a mention's key names."""
    actor_uid, _, document_uid = key.rpartition(".")
    return actor_uid, document_uid


def _statement_properties(record: Record) -> Properties:
    steps = [(step, speaker) for step, group in enumerate(record["attributed_to"]) for speaker in group]
    document, sentence, place = record["document"], record["sentence"], record["place"] or {}
    source, target, date = record["source"], record["target"], record["date"] or {}
    return _present(
        sid=record["sid"],
        claim=record["claim"],
        event=record["event"],
        within=record["within"],
        relation=record["relation"],
        category=record["category"],
        quad=record["quad"],
        cameo=record["cameo"],
        score=float(record["score"]),
        verb=record["predicate"]["lemma"],
        polarity=record["polarity"],
        modality=record["modality"],
        phase=record["phase"],
        condition=_text(record["condition"]),
        cues=[cue["text"] for cue in record["cues"]],
        factual=record["factual"],
        confidence=None if record["confidence"] is None else float(record["confidence"]),
        symmetric=record["symmetric"],
        speakers=[speaker["name"] for _, speaker in steps],
        speaker_uids=[speaker["uid"] or "" for _, speaker in steps],
        speaker_steps=[step for step, _ in steps],
        source_text=source["text"],
        source_link=source["link"],
        source_country=source["country"],
        target_text=target["text"],
        target_link=target["link"],
        target_country=target["country"],
        matter=_text(record["matter"]),
        place=place.get("name"),
        place_uid=place.get("uid"),
        date_from=date.get("from"),
        date_to=date.get("to"),
        date_precision=date.get("precision"),
        published=document["published"],
        doc_uid=document["uid"],
        origin=document["origin"],
        sentence_index=sentence["index"],
        sentence=sentence["text"],
        rules=record["rules"],
    )


def _present(**properties: Any) -> Properties:
    return {name: value for name, value in properties.items() if value is not None}


def _text(words: Record | None) -> str | None:
    return None if words is None else words["text"]


def _word(value: str | None) -> str | None:
    """Return a member of a closed set as a plain string: drivers do not know enums."""
    return None if value is None else str(value)
