"""What a ledger hands out besides statements: documents with counts, actors, runs, judgements, stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kg.model import Document, Kind, Scope


class DocumentState(StrEnum):
    """What the ledger knows of a document before it is read.

    NEW: not there. SAME: there, with the same text, metadata and pipeline. CHANGED: there, but one of these differs.
    RETRACTED: taken out, and not to be read again. CONFLICT: its id was made from a path, and is taken by another
    file with other text.
    """

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    RETRACTED = "retracted"
    CONFLICT = "conflict"


class Decision(StrEnum):
    """What a judgement says of actors: SAME makes two actors one, APART parts one actor's documents."""

    SAME = "same"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class LedgerDocument:
    """A document as the ledger holds it.

    Attributes:
        document: the document, text included.
        origin: smallest uid among the documents with near-identical text, so that reprints count once.
        sentences, statements, abstained: how many the document gave; `statements` counts those that stores get.
        same_actor: statements set aside because their two ends are one actor.
        run: the run that read it.
        pipeline_digest: digest of the pipeline that read it; "" where nobody knows.
    """

    document: Document
    origin: str
    sentences: int
    statements: int
    abstained: int
    same_actor: int = 0
    run: str = ""
    pipeline_digest: str = ""

    @property
    def uid(self) -> str:
        """The document's uid."""
        return self.document.uid

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def is_held(self) -> bool:
        """Whether the ledger has the text; bare statements come without theirs, and nothing can check them."""
        return bool(self.document.text)


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the graph: source, target, speaker or place of at least one statement.

    Attributes:
        uid: Wikidata id or hash.
        name: canonical name.
        kind, sector, country: the value in most documents, ties by code point; None where no document knows it.
        scope: NAMED or DESCRIBED.
        aliases: other names of it that the documents use, sorted.
        wikidata: the Wikidata id, or None.
    """

    uid: str
    name: str
    kind: Kind | None
    sector: str | None
    scope: Scope
    country: str | None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A recorded decision about actors; it is undone by a date, never deleted.

    Attributes:
        number: number in this ledger, from 1.
        decision: SAME or APART.
        left, right: SAME: the two actors that are one. APART: the actor, and the uid it gets in `documents`.
        documents: uids of the documents that APART is about.
        reason, author: why, and who says so.
        made, undone: UTC times in ISO form; `undone` is None while the judgement is in force.
    """

    number: int
    decision: Decision
    left: str
    right: str
    documents: tuple[str, ...]
    reason: str
    author: str
    made: str
    undone: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One build: when, with what, and what came of it.

    Attributes:
        id: number of the run, as text.
        started, finished: UTC times in ISO form; `finished` is None while it runs or when it was killed.
        outcome: "running", "done", "interrupted", "failed" or "killed".
        pipeline, model, digest: what it read with.
        sources, options, versions: what it was asked to read and how, and the versions of the parts.
        report: its counts (the fields of `kg.model.Report`, failures as a number), or None before the end.
        command: "build", or "import" for what was extracted elsewhere.
        folder: where sources that are relative paths start; None for runs of older versions.
    """

    id: str
    started: str
    finished: str | None
    outcome: str
    pipeline: str
    model: str
    digest: str
    sources: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    report: Mapping[str, Any] | None = None
    command: str = "build"
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class StoreEntry:
    """A store that was loaded from this ledger: its address, kind, the revision it has, and when it got it (UTC)."""

    address: str
    kind: str
    revision: int
    loaded: str


@dataclass(frozen=True, slots=True)
class Retraction:
    """A document that was taken out and stays out: its uid and id, why, and when (UTC)."""

    uid: str
    id: str
    reason: str
    made: str
