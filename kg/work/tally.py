"""The counts of a build as they grow."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from kg.ledger import DocumentState
from kg.model import Failure, Report
from kg.packing import ABSTENTION_COLUMNS, STATEMENT_COLUMNS, PackedReading
from kg.readers import Notes

_SENTENCE = STATEMENT_COLUMNS.index("sentence")
_SAME_ACTOR = STATEMENT_COLUMNS.index("same_actor")
_REASON = ABSTENTION_COLUMNS.index("reason")


@dataclass(slots=True)
class Tally:
    """What became of the documents so far; `report` makes the counts of it that users see."""

    states: Counter[DocumentState] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    began: float = field(default_factory=time.monotonic)

    @property
    def found(self) -> int:
        """Documents so far."""
        return self.states.total() + len(self.failures)

    def take(self, reading: PackedReading, state: DocumentState) -> None:
        """Count a document that was looked at: with what it gave, if that is new."""
        if state in (DocumentState.NEW, DocumentState.CHANGED):
            self.add(reading, state)
        else:
            self.states[state] += 1

    def add(self, reading: PackedReading, state: DocumentState) -> None:
        """Count a document that was read."""
        self.states[state] += 1
        same_actor = sum(row[_SAME_ACTOR] for row in reading.statements)
        self.counts["sentences"] += len(reading.sentences)
        self.counts["sentences_with_statements"] += len({row[_SENTENCE] for row in reading.statements})
        self.counts["sentences_without_clause"] += reading.sentences_without_clause
        self.counts["clauses"] += reading.clauses
        self.counts["clauses_with_statements"] += reading.clauses_with_statements
        self.counts["statements"] += len(reading.statements) - same_actor
        self.counts["same_actor"] += same_actor
        self.skipped.update(row[_REASON] for row in reading.abstentions)

    def absorb(self, other: Tally) -> None:
        """Add the counts of another pass."""
        self.states += other.states
        self.counts += other.counts
        self.skipped += other.skipped
        self.failures += other.failures
        self.remarks += (*other.notes.lines(), *other.remarks)

    def report(self) -> Report:
        """Return the counts as they are now."""
        return Report(
            found=self.found,
            new=self.states[DocumentState.NEW],
            replaced=self.states[DocumentState.CHANGED],
            unchanged=self.states[DocumentState.SAME],
            retracted=self.states[DocumentState.RETRACTED],
            skipped=dict(sorted(self.skipped.items())),
            failures=tuple(self.failures),
            notes=(*self.notes.lines(), *self.remarks),
            seconds=time.monotonic() - self.began,
            **self.counts,
        )
