"""The types that flow through actorkg: frozen, slotted, tuples instead of lists.

```
SOURCE -> Document -> Tree -> Clause -> Mention and Entity -> Statement -> ledger -> store -> query, picture, export
```

Offsets count Unicode code points in `Document.text`; a `text` beside offsets is always exactly that slice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SCHEMA_VERSION = 1


class Kind(StrEnum):
    """What sort of actor it is."""

    PERSON = "PERSON"
    ORG = "ORG"
    GPE = "GPE"
    NORP = "NORP"
    LOC = "LOC"
    GROUP = "GROUP"


class Scope(StrEnum):
    """NAMED for an actor with a name, DESCRIBED for "rebels", "all states", "the officials"."""

    NAMED = "NAMED"
    DESCRIBED = "DESCRIBED"


class Link(StrEnum):
    """How the words lead to the actor."""

    NAME = "NAME"
    TITLE = "TITLE"
    DESCRIPTION = "DESCRIPTION"
    PRONOUN = "PRONOUN"
    SPEAKER = "SPEAKER"


class Polarity(StrEnum):
    """Whether the text affirms or denies the relation."""

    AFFIRMED = "AFFIRMED"
    NEGATED = "NEGATED"

    @property
    def turned(self) -> Polarity:
        """The other one."""
        return Polarity.NEGATED if self is Polarity.AFFIRMED else Polarity.AFFIRMED


class Modality(StrEnum):
    """Whether the text tells the relation as a fact, a plan, a possibility, a duty, a request or a condition."""

    ASSERTED = "ASSERTED"
    PLANNED = "PLANNED"
    POSSIBLE = "POSSIBLE"
    OBLIGED = "OBLIGED"
    REQUESTED = "REQUESTED"
    CONDITIONAL = "CONDITIONAL"


class Phase(StrEnum):
    """Where in its course the relation is, if the text says so."""

    BEGINS = "BEGINS"
    CONTINUES = "CONTINUES"
    ENDS = "ENDS"
    FORMER = "FORMER"


class Category(StrEnum):
    """The 16 event categories (PLOVER's names), the standing relations, SAY and OTHER."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    CONCEDE = "CONCEDE"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    ROLE = "ROLE"
    MEMBER = "MEMBER"
    ALLY = "ALLY"
    RIVAL = "RIVAL"
    KIN = "KIN"
    OWN = "OWN"
    SAY = "SAY"
    OTHER = "OTHER"


class Quad(StrEnum):
    """The quad class of an event category."""

    VERBAL_COOPERATION = "VERBAL_COOPERATION"
    MATERIAL_COOPERATION = "MATERIAL_COOPERATION"
    VERBAL_CONFLICT = "VERBAL_CONFLICT"
    MATERIAL_CONFLICT = "MATERIAL_CONFLICT"


class Precision(StrEnum):
    """How exact a grounded date is."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


class Reason(StrEnum):
    """Why a clause, or a whole sentence, gave no statement."""

    NO_ACTOR = "no actor"
    NO_SECOND_ACTOR = "no second actor"
    NO_TARGET = "no target actor"
    NO_SOURCE = "no source actor"
    PRONOUN_UNRESOLVED = "pronoun unresolved"
    VERB_UNKNOWN = "verb unknown"
    SPEAKER_UNKNOWN = "speaker unknown"
    SAME_ACTOR = "same actor"
    NOT_A_CLAUSE = "no predicate"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch `[start, end)` of `Document.text`, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words as written, with their offsets: `text == document.text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One unit read.

    Attributes:
        uid: hash of `id`.
        id: the caller's id, or the path as seen from the working folder, or a digest.
        digest: digest of the text.
        text: the text, BOM off, line ends as LF, otherwise untouched; the title is not part of it.
        title, publisher, url: as the source says, or None.
        published: ISO day, or None.
        language: language tag as the source says, or None.
        path: absolute path of the file it came from, or None.
        own_id: True where the caller gave `id`; a path-made id never replaces another file's document.
        fields: names of further fields of the source row, which were not used.
        found_in: where title, publisher, url, published and language were found in a file that says so in many ways
            (HTML, PDF, DOCX): ("published: meta DC.date", "title: title"), sorted.
    """

    uid: str
    id: str
    digest: str
    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    path: str | None = None
    own_id: bool = False
    fields: tuple[str, ...] = ()
    found_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document: `text == document.text[start:end]`; `index` counts from 0."""

    index: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A resolved actor.

    Attributes:
        uid: Wikidata id where the checked tables know it, else a hash; None where nobody can be identified.
        name: canonical name.
        kind: sort of actor, or None for a speaker of whom nothing is known.
        sector: PLOVER's sector (GOV, MIL, REB, CVL, ...) or None.
        scope: NAMED or DESCRIBED.
        country: ISO 3166 alpha-3 of the state it belongs to at the document's date (a state carries its own), or None.
    """

    uid: str | None
    name: str
    kind: Kind | None
    sector: str | None = None
    scope: Scope = Scope.NAMED
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of text that refers to an actor.

    Attributes:
        sentence: index of the sentence.
        head: index of the head token in the sentence's tree; arguments find their mention by it.
        start, end, text: the words as written.
        entity: the actor, or None where it stays unresolved.
        link: how the words lead to the actor.
        antecedent: the words that the link goes through, or None (always None for names).
        reason: why this actor, in words ("table", "alias stated in the text", "last name of", ...), or why none.
        bare: the name of a person without the titles before it ("Sergey Lavrov"), None where there are none.
    """

    sentence: int
    head: int
    start: int
    end: int
    text: str
    entity: Entity | None
    link: Link
    antecedent: Words | None = None
    reason: str = ""
    bare: Words | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """One end, speaker or place of a statement: the actor together with the words as written."""

    uid: str | None
    name: str
    kind: Kind | None
    sector: str | None
    scope: Scope
    country: str | None
    text: str
    start: int
    end: int
    link: Link
    antecedent: Words | None = None


@dataclass(frozen=True, slots=True)
class PredicateWords:
    """The words that express the relation, with their lemma."""

    text: str
    start: int
    end: int
    lemma: str


@dataclass(frozen=True, slots=True)
class DateExpression:
    """Words of time, grounded to ISO days where they can be: `first` and `last` are inclusive, or None."""

    first: str | None
    last: str | None
    precision: Precision | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """What a statement's record says of its document."""

    uid: str
    id: str
    published: str | None
    publisher: str | None
    url: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One reading: who did, said, wants or denies what to whom, on whose word, and where it was read.

    The fields are those of the statement record (docs/record.md); `kg.records` turns one into the other.
    """

    sid: str
    claim: str
    document: DocumentReference
    sentence: Sentence
    source: Participant
    predicate: PredicateWords
    target: Participant
    relation: str
    category: Category
    quad: Quad | None
    cameo: str | None
    score: float
    polarity: Polarity
    modality: Modality
    phase: Phase | None
    condition: Words | None
    cues: tuple[Words, ...]
    factual: bool
    attributed_to: tuple[tuple[Participant, ...], ...]
    symmetric: bool
    event: str
    within: str | None
    matter: Words | None
    place: Participant | None
    date: DateExpression | None
    confidence: float | None
    rules: tuple[str, ...]
    pipeline: str
    model: str


@dataclass(frozen=True, slots=True)
class Abstention:
    """A clause (or a sentence without one) that gave no statement, and why."""

    sentence: int
    start: int
    end: int
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document gave: the pure result of (text, pipeline files, model).

    `clauses` counts the clauses found; every clause either gave a statement or stands in `abstentions`, and so does
    every sentence without a clause: `clauses_with_statements + len(abstentions) == clauses + sentences_without_clause`.
    A statement whose two ends are one actor stands in `same_actor`, not in `statements`.
    """

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    abstentions: tuple[Abstention, ...]
    same_actor: tuple[Statement, ...] = ()
    clauses: int = 0
    clauses_with_statements: int = 0
    sentences_without_clause: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A document, or a line that should have been one, that could not be read or extracted.

    Attributes:
        id: id of the document as far as it is known, else the path.
        path: file it came from, or None.
        line: line in that file from 1, or None.
        stage: "read" or "extract".
        reason: one sentence.
    """

    id: str
    path: str | None
    line: int | None
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What one build did; `found == new + replaced + unchanged + retracted + len(failures)`.

    Attributes:
        found: documents found in the sources.
        new, replaced, unchanged, retracted: what became of them (retracted ones stay out).
        sentences, clauses, statements: of the documents that were read now.
        sentences_with_statements: how many of those sentences gave at least one statement.
        skipped: reason to number of clauses, or sentences without a clause, that gave nothing.
        clauses_with_statements, sentences_without_clause: so that the counts can be added up.
        same_actor: statements whose two ends are one actor, kept in the ledger and out of stores.
        failures: documents that failed, with their reasons.
        notes: remarks for the user: encodings guessed, fields not used.
        seconds: wall-clock time.
    """

    found: int = 0
    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    retracted: int = 0
    sentences: int = 0
    sentences_with_statements: int = 0
    sentences_without_clause: int = 0
    clauses: int = 0
    clauses_with_statements: int = 0
    statements: int = 0
    same_actor: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
