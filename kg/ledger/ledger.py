"""The ledger: the one thing that remembers, and the truth that every store is a projection of."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.errors import LedgerError, UnknownActor
from kg.ledger.actors import count_mentions, find_by_name, find_profiles, set_aside_sids, similar_uids
from kg.ledger.connection import ledger_errors
from kg.ledger.entries import Actor, Decision, DocumentState, Judgement, LedgerDocument
from kg.ledger.file import now
from kg.ledger.intake import Intake
from kg.ledger.judgements import Resolution, apart_uid, rewrite_mention, rewrite_statement
from kg.ledger.reading import (
    DOCUMENT_COLUMNS,
    document_from_row,
    read_abstentions,
    read_mentions,
    read_sentences,
)
from kg.ledger.sightings import Sighting, find_sighting
from kg.ledger.writing import content_digest, put_reading
from kg.model import Abstention, Document, Mention, Reading, Sentence, Statement
from kg.packing import PackedReading, pack_reading
from kg.records import Record, statement_from_record, statement_to_record


@dataclass
class _View:
    """What the judgements make of the ledger at one revision; worked out when first asked for."""

    connection: sqlite3.Connection
    revision: int

    @cached_property
    def resolution(self) -> Resolution:
        return Resolution(_read_judgements(self.connection))

    @cached_property
    def set_aside(self) -> frozenset[str]:
        return frozenset(set_aside_sids(self.connection, self.resolution))

    @cached_property
    def actors(self) -> dict[str, Actor]:
        return find_profiles(self.connection, self.resolution, sorted(self.set_aside))


class Ledger(Intake):
    """Documents, what was read in them, and what was decided about actors, in one SQLite file.

    One process writes at a time, and readers are never kept waiting. Every method that reads or writes raises
    `LedgerError` (or a leaf of it) when the file cannot be read or written.

    Example:
        >>> with Ledger.open(Path(".kg")) as ledger:                                      # doctest: +SKIP
        ...     for statement in ledger.statements():
        ...         print(statement.source.name, statement.relation, statement.target.name)
        Russia SUPPORTS Iraq
    """

    _view: _View | None = None

    # -- documents and readings

    def state_of(self, document: Document, digest: str) -> DocumentState:
        """Return what the ledger knows of a document.

        Args:
            document: as read now.
            digest: digest of the pipeline that would read it.
        """
        with ledger_errors("read", self.home):
            if self._connection.execute("SELECT 1 FROM retractions WHERE uid = ?", (document.uid,)).fetchone():
                return DocumentState.RETRACTED
            row = self._connection.execute(
                "SELECT content, pipeline_digest, digest, path, own_id FROM documents WHERE uid = ?", (document.uid,)
            ).fetchone()
        if row is None:
            return DocumentState.NEW
        content, pipeline_digest, text_digest, path, own_id = row
        made_from_paths = not document.own_id and not own_id
        if made_from_paths and path != document.path and text_digest != document.digest:
            return DocumentState.CONFLICT
        same = content == content_digest(document) and pipeline_digest == digest
        return DocumentState.SAME if same else DocumentState.CHANGED

    def record(self, readings: Iterable[Reading], *, run: str, digest: str) -> None:
        """Put readings in, all or none; what a document gave before is replaced.

        Args:
            readings: what the documents gave.
            run: id of the run, from `start_run`.
            digest: digest of the pipeline that read them.
        """
        self.record_packed(((r.document, pack_reading(r)) for r in readings), run=run, digest=digest)

    def record_packed(self, readings: Iterable[tuple[Document, PackedReading]], *, run: str, digest: str) -> None:
        """Put in what documents gave, packed (`kg.packing`), all or none; what they gave before is replaced."""
        batch = list(readings)
        with self._change() as connection:
            for document, packed in batch:
                put_reading(connection, document, packed, run=run, digest=digest)
                connection.execute("DELETE FROM disputes WHERE uid = ?", (document.uid,))

    def documents(self) -> Iterator[LedgerDocument]:
        """Yield the documents, ordered by id."""
        set_aside = self._set_aside_by_document()
        counts = (
            "(SELECT COUNT(*) FROM sentences x WHERE x.document_uid = d.uid),"
            " (SELECT COUNT(*) FROM statements x WHERE x.document_uid = d.uid AND x.same_actor = 0),"
            " (SELECT COUNT(*) FROM statements x WHERE x.document_uid = d.uid AND x.same_actor = 1),"
            " (SELECT COUNT(*) FROM abstentions x WHERE x.document_uid = d.uid)"
        )
        columns = ", ".join(DOCUMENT_COLUMNS)
        query = f"SELECT {columns}, origin, run, pipeline_digest, {counts} FROM documents d ORDER BY id"
        for row in self._rows(query):
            document, rest = document_from_row(row[: len(DOCUMENT_COLUMNS)]), row[len(DOCUMENT_COLUMNS) :]
            origin, run, pipeline_digest, sentences, statements, same_actor, abstained = rest
            joined = set_aside.get(document.uid, 0)
            yield LedgerDocument(
                document=document,
                origin=origin,
                sentences=sentences,
                statements=statements - joined,
                abstained=abstained,
                same_actor=same_actor + joined,
                run=run,
                pipeline_digest=pipeline_digest,
            )

    def sentences(self, document_uid: str) -> list[Sentence]:
        """Return the sentences of a document, in order."""
        with ledger_errors("read", self.home):
            return list(read_sentences(self._connection, document_uid))

    def mentions(self, document_uid: str) -> list[Mention]:
        """Return the mentions of a document as the judgements in force have them, in order."""
        view = self._seen()
        with ledger_errors("read", self.home):
            mentions = list(read_mentions(self._connection, document_uid))
            if view.resolution:
                mentions = [rewrite_mention(m, document_uid, view.resolution, view.actors) for m in mentions]
        return mentions

    def abstentions(self, document_uid: str) -> list[Abstention]:
        """Return the clauses and sentences of a document that gave nothing, in order."""
        with ledger_errors("read", self.home):
            return list(read_abstentions(self._connection, document_uid))

    # -- statements

    def statements(self, *, document_uid: str | None = None, same_actor: bool = False) -> Iterator[Statement]:
        """Yield the statements as the judgements in force have them, by document id, sentence and sid.

        Args:
            document_uid: only those of one document.
            same_actor: instead of the statements that stores get, those that are set aside because their two ends
                are one actor, as read or by a judgement.
        """
        return map(statement_from_record, self.records(document_uid=document_uid, same_actor=same_actor))

    def records(self, *, document_uid: str | None = None, same_actor: bool = False) -> Iterator[Record]:
        """Yield the records of the statements (`kg.records`), which costs half of the time; see `statements`."""
        where = "" if document_uid is None else "WHERE s.document_uid = ?"
        query = (
            "SELECT s.sid, s.record, d.origin, s.same_actor FROM statements s JOIN documents d"
            f" ON d.uid = s.document_uid {where} ORDER BY d.id, s.sentence, s.sid"
        )
        view = self._seen()
        for sid, text, origin, flag in self._rows(query, () if document_uid is None else (document_uid,)):
            if same_actor == (bool(flag) or sid in view.set_aside):
                yield _resolved(text, origin, view)

    def statement(self, sid: str) -> Statement | None:
        """Return the statement with this sid, set aside or not, or None."""
        query = "SELECT s.record, d.origin FROM statements s JOIN documents d ON d.uid = s.document_uid WHERE s.sid = ?"
        for text, origin in self._rows(query, (sid,)):
            return statement_from_record(_resolved(text, origin, self._seen()))
        return None

    # -- actors

    def actors(self) -> Iterator[Actor]:
        """Yield every actor that is source, target, speaker or place of a statement, by uid."""
        yield from self._actors().values()

    def actor(self, uid: str) -> Actor | None:
        """Return the actor with this uid, or None."""
        return self._actors().get(uid)

    def find_actors(self, name: str) -> list[Actor]:
        """Return the actors that a uid, name or alias may mean, by uid; exact matches alone where there are any."""
        view = self._seen()
        with ledger_errors("read", self.home):
            similar = similar_uids(self._connection, name)
            profiles = find_profiles(self._connection, view.resolution, view.set_aside, similar)
        return find_by_name(profiles.values(), name)

    def sighting(self, uid: str, name: str | None = None) -> Sighting | None:
        """Return the first place, by document id, where the texts name an actor (with exactly this name, if given)."""
        view = self._seen()
        with ledger_errors("read", self.home):
            return find_sighting(self._connection, view.resolution, uid, name)

    def mention_counts(self) -> Iterator[tuple[str, str, int]]:
        """Yield (actor uid, document uid, number of mentions of the actor there), in order."""
        view = self._seen()
        with ledger_errors("read", self.home):
            yield from count_mentions(self._connection, view.resolution, view.actors)

    def _actors(self) -> Mapping[str, Actor]:
        view = self._seen()
        with ledger_errors("read", self.home):
            return view.actors

    # -- judgements

    def judge_same(self, left: str, right: str, *, reason: str, author: str = "user") -> Judgement:
        """Record that two actors are one, and return the judgement.

        Raises:
            UnknownActor: the ledger has no such actor.
            LedgerError: the two are one already.
        """
        for uid in (left, right):
            if self.actor(uid) is None:
                raise UnknownActor(f"the ledger has no actor {uid}", hint="see `kg actors list`")
        if left == right:
            raise LedgerError(f"{left} is one actor already")
        return self._judge(Decision.SAME, left, right, (), reason, author)

    def judge_apart(self, uid: str, documents: Sequence[str], *, reason: str, author: str = "user") -> Judgement:
        """Record that an actor is another one in some documents (by uid); the judgement's `right` is its new uid.

        Raises:
            UnknownActor: none of these documents speaks of such an actor.
        """
        parted = tuple(sorted(set(documents)))
        rows = self._rows(
            "SELECT DISTINCT uid, document_uid FROM participants"
            " WHERE document_uid IN (SELECT value FROM json_each(?))",
            (json.dumps(parted),),
        )
        resolution = self._seen().resolution
        if uid not in {resolution.resolve(found, document) for found, document in rows}:
            raise UnknownActor(f"these documents do not speak of {uid}", hint="see `kg actors show`")
        return self._judge(Decision.APART, uid, apart_uid(uid, parted), parted, reason, author)

    def uid_now(self, uid: str) -> str:
        """Return the uid that an actor goes by, documents that part it left out: its own where it is joined to none."""
        return self._seen().resolution.resolve(uid, "")

    def undo_judgement(self, number: int) -> Judgement:
        """Take a judgement back, and return it; it stays in the list.

        Raises:
            LedgerError: there is no such judgement, or it is undone already.
        """
        with self._change() as connection:
            done = connection.execute(
                "UPDATE judgements SET undone = ? WHERE number = ? AND undone IS NULL", (now(), number)
            ).rowcount
            if not done:
                raise LedgerError(f"there is no judgement {number} in force", hint="see the list of judgements")
            return next(j for j in _read_judgements(connection) if j.number == number)

    def judgements(self) -> list[Judgement]:
        """Return all judgements, undone ones too, oldest first."""
        with ledger_errors("read", self.home):
            return _read_judgements(self._connection)

    def _judge(
        self, decision: Decision, left: str, right: str, documents: tuple[str, ...], reason: str, author: str
    ) -> Judgement:
        with self._change() as connection:
            cursor = connection.execute(
                "INSERT INTO judgements (decision, left_uid, right_uid, documents, reason, author, made)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (str(decision), left, right, json.dumps(documents), reason, author, now()),
            )
            return next(j for j in _read_judgements(connection) if j.number == cursor.lastrowid)

    def _seen(self) -> _View:
        revision = self.revision
        if self._view is None or self._view.revision != revision:
            self._view = _View(self._connection, revision)
        return self._view

    def _set_aside_by_document(self) -> dict[str, int]:
        sids = json.dumps(sorted(self._seen().set_aside))
        return dict(
            self._rows(
                "SELECT document_uid, COUNT(*) FROM statements WHERE sid IN (SELECT value FROM json_each(?))"
                " GROUP BY document_uid",
                (sids,),
            )
        )


def _resolved(text: str, origin: str, view: _View) -> Record:
    """Return a record of the ledger as the judgements in force have it."""
    record: Record = json.loads(text)
    record["document"]["origin"] = origin
    if not view.resolution:
        return record
    statement = statement_from_record(record)
    rewritten = rewrite_statement(statement, view.resolution, view.actors)
    return record if rewritten is statement else statement_to_record(rewritten)


def _read_judgements(connection: sqlite3.Connection) -> list[Judgement]:
    rows = connection.execute(
        "SELECT number, decision, left_uid, right_uid, documents, reason, author, made, undone"
        " FROM judgements ORDER BY number"
    )
    return [
        Judgement(number, Decision(decision), left, right, tuple(json.loads(documents)), reason, author, made, undone)
        for number, decision, left, right, documents, reason, author, made, undone in rows
    ]
