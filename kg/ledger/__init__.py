"""The ledger: documents, statements, mentions, judgements and runs, kept in one SQLite file."""

from kg.ledger.entries import Actor, Decision, DocumentState, Judgement, LedgerDocument, Retraction, Run, StoreEntry
from kg.ledger.ledger import Ledger
from kg.ledger.sightings import Sighting

__all__ = [
    "Actor",
    "Decision",
    "DocumentState",
    "Judgement",
    "Ledger",
    "LedgerDocument",
    "Retraction",
    "Run",
    "Sighting",
    "StoreEntry",
]
