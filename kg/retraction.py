"""Take a document back: out of the ledger, and of every store it was loaded into."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import UnknownDocument
from kg.ledger import Ledger
from kg.loading import StoreOutcome, StoreState, update_stores
from kg.settings import Settings, read_settings


@dataclass(frozen=True, slots=True)
class RetractionReport:
    """What a retraction did.

    Attributes:
        uid, id: the document.
        was_out: it had been taken out before; this time only the stores were seen to.
        statements: statements of it that left the ledger.
        stores: what became of each store that was loaded from this ledger.
    """

    uid: str
    id: str
    was_out: bool
    statements: int
    stores: tuple[StoreOutcome, ...]

    @property
    def is_complete(self) -> bool:
        """Whether no store holds the document any more."""
        return all(store.state is not StoreState.PENDING for store in self.stores)


def retract(ledger: Ledger, document: str, *, reason: str = "", settings: Settings | None = None) -> RetractionReport:
    """Take a document out of a ledger and of its stores; later builds pass it over until it is readmitted.

    The stores are brought up to date with the ledger. One that is down keeps the removal for its next load; the same
    call again tries it again.

    Args:
        ledger: open for writing.
        document: id, uid, or the path of the file that it is alone in.
        reason: why, for the record.
        settings: how to reach the stores; read from the environment by default.

    Raises:
        UnknownDocument: the ledger has no such document.
        LedgerError: the ledger cannot be written; nothing was changed.

    Example:
        >>> with Ledger.open(Path(".kg")) as ledger:                                      # doctest: +SKIP
        ...     retract(ledger, "news/monday.txt", reason="withdrawn by the publisher").is_complete
        True
    """
    uid, source_id = ledger.find_document(document)
    was_out = uid in {entry.uid for entry in ledger.retractions()}
    statements = 0 if was_out else sum(1 for _ in ledger.statements(document_uid=uid))
    if not was_out:
        ledger.retract(uid, reason=reason)
    stores = tuple(update_stores(ledger, settings=settings or read_settings()))
    return RetractionReport(uid, source_id, was_out, statements, stores)


def readmit(ledger: Ledger, document: str) -> str:
    """Let a document that was taken out be read by later builds, and return its id.

    Raises:
        UnknownDocument: no document of that id or uid was taken out.
    """
    for entry in ledger.retractions():
        if document in (entry.id, entry.uid):
            ledger.readmit(entry.uid)
            return entry.id
    raise UnknownDocument(f"no document {document} was taken out", hint="`kg retract` alone lists those that were")
