"""Say that two actors are one, or that one is two, and take it back: in the ledger and in its stores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.errors import UnknownActor
from kg.ledger import Judgement, Ledger
from kg.loading import StoreOutcome, StoreState, update_stores
from kg.model import Statement
from kg.settings import Settings, read_settings


@dataclass(frozen=True, slots=True)
class JudgementReport:
    """What a judgement, or undoing one, did.

    Attributes:
        judgement: as the ledger keeps it.
        uid: the uid that the actor goes by now: of a merge the common one, of a split the new one.
        rewritten: statements whose ends, speakers or place changed.
        set_aside: statements whose two ends have become one actor; they stay in the ledger and leave the stores.
        returned: statements that were set aside, and are in the stores again.
        stores: what became of each store that was loaded from this ledger.
    """

    judgement: Judgement
    uid: str
    rewritten: int
    set_aside: int
    returned: int
    stores: tuple[StoreOutcome, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every store has it."""
        return all(store.state is not StoreState.PENDING for store in self.stores)


def merge(
    ledger: Ledger, left: str, right: str, *, reason: str, author: str = "user", settings: Settings | None = None
) -> JudgementReport:
    """Record that two actors are one; only the statements about them change, and `undo` gives them back as they were.

    Args:
        ledger: open for writing.
        left, right: uids of the two actors.
        reason: why they are one, for the record.
        author: who says so.
        settings: how to reach the stores; read from the environment by default.

    Raises:
        UnknownActor: the ledger has no such actor.
        LedgerError: they are one already, or the ledger cannot be written.

    Example:
        >>> with Ledger.open(Path(".kg")) as ledger:                                      # doctest: +SKIP
        ...     merge(ledger, "Q159", "7c1f…", reason="old name of the same state").rewritten
        4
    """
    before = _held(ledger)
    judgement = ledger.judge_same(left, right, reason=reason, author=author)
    return _report(ledger, judgement, before, ledger.uid_now(judgement.left), settings)


def split(
    ledger: Ledger,
    uid: str,
    documents: Sequence[str],
    *,
    reason: str,
    author: str = "user",
    settings: Settings | None = None,
) -> JudgementReport:
    """Record that an actor is somebody else in some documents; there it gets a uid of its own.

    Args:
        ledger: open for writing.
        uid: the actor.
        documents: ids, uids or paths of documents that speak of it.
        reason, author, settings: as in `merge`.

    Raises:
        UnknownDocument: the ledger has no such document.
        UnknownActor: one of the documents does not speak of the actor, or no other document does.
        LedgerError: the ledger cannot be written.
    """
    found = dict(ledger.find_document(document) for document in documents)
    speaking = {document for actor, document, _ in ledger.mention_counts() if actor == uid}
    silent = sorted(found[document] for document in found.keys() - speaking)
    if silent:
        raise UnknownActor(f"{', '.join(silent)} does not speak of {uid}", hint="`kg actors show` counts its documents")
    if speaking <= found.keys():
        raise UnknownActor(f"no other document speaks of {uid}", hint="leave out those in which it is the actor meant")
    before = _held(ledger)
    judgement = ledger.judge_apart(uid, sorted(found), reason=reason, author=author)
    return _report(ledger, judgement, before, judgement.right, settings)


def undo(ledger: Ledger, number: int, *, settings: Settings | None = None) -> JudgementReport:
    """Take a judgement back; everything is as it was without it.

    Raises:
        LedgerError: there is no such judgement in force, or the ledger cannot be written.
    """
    before = _held(ledger)
    judgement = ledger.undo_judgement(number)
    return _report(ledger, judgement, before, ledger.uid_now(judgement.left), settings)


@dataclass(frozen=True, slots=True)
class _Held:
    """The statements of a ledger: sid to what a judgement can change, and the sids that are set aside."""

    actors: dict[str, tuple[object, ...]]
    aside: frozenset[str]


def _held(ledger: Ledger) -> _Held:
    return _Held(
        {s.sid: _actors_of(s) for s in ledger.statements()},
        frozenset(s.sid for s in ledger.statements(same_actor=True)),
    )


def _actors_of(statement: Statement) -> tuple[object, ...]:
    speakers = tuple(tuple(speaker.uid for speaker in step) for step in statement.attributed_to)
    place = None if statement.place is None else statement.place.uid
    return statement.source.uid, statement.target.uid, speakers, place


def _report(
    ledger: Ledger, judgement: Judgement, before: _Held, uid: str, settings: Settings | None
) -> JudgementReport:
    after = _held(ledger)
    both = before.actors.keys() & after.actors.keys()
    stores: Iterable[StoreOutcome] = update_stores(ledger, settings=settings or read_settings())
    return JudgementReport(
        judgement,
        uid,
        rewritten=sum(before.actors[sid] != after.actors[sid] for sid in both),
        set_aside=len(after.aside - before.aside),
        returned=len(before.aside - after.aside),
        stores=tuple(stores),
    )
