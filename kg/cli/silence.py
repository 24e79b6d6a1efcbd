"""What gave nothing and why: the lines of `kg extract --report`, and the table that adds them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.model import Reading, Reason, Statement


def report_rows(reading: Reading) -> Iterator[dict[str, Any]]:
    """Yield a row for each clause, or sentence without one, that gave no record, in text order.

    A statement whose two ends are one actor is no record either: its row has the words from its first end to its last.
    """
    rows = [(a.sentence, a.start, a.end, a.text, a.reason) for a in reading.abstentions]
    rows += [(s.sentence.index, *_span(s), Reason.SAME_ACTOR) for s in reading.same_actor]
    for sentence, start, end, text, reason in sorted(rows):
        yield {
            "document": reading.document.id,
            "sentence": sentence,
            "span": {"text": text, "start": start, "end": end},
            "reason": str(reason),
        }


def _span(statement: Statement) -> tuple[int, int, str]:
    places = [(p.start, p.end) for p in (statement.source, statement.predicate, statement.target)]
    inside = [(a, b) for a, b in places if a >= statement.sentence.start and b <= statement.sentence.end]
    start, end = min(a for a, _ in inside), max(b for _, b in inside)
    offset = statement.sentence.start
    return start, end, statement.sentence.text[start - offset : end - offset]


@dataclass(slots=True)
class Silence:
    """Counts of what gave statements and what did not, over many readings; both sides of each line add up."""

    sentences: int = 0
    sentences_with_statements: int = 0
    sentences_without_clause: int = 0
    clauses: int = 0
    clauses_with_statements: int = 0
    same_actor: int = 0
    reasons: Counter[Reason] = field(default_factory=Counter)

    def add(self, reading: Reading) -> None:
        """Count one reading."""
        self.sentences += len(reading.sentences)
        self.sentences_with_statements += len({s.sentence.index for s in reading.statements})
        self.sentences_without_clause += reading.sentences_without_clause
        self.clauses += reading.clauses
        self.clauses_with_statements += reading.clauses_with_statements
        self.same_actor += len(reading.same_actor)
        self.reasons.update(a.reason for a in reading.abstentions)

    def lines(self) -> list[str]:
        """Return the totals and the table by reason, most frequent first."""
        from kg.explain.reasons import meaning

        silent = sum(self.reasons.values())
        lines = [
            f"sentences   {self.sentences} = {self.sentences_with_statements} with statements + "
            f"{self.sentences - self.sentences_with_statements} without",
            f"clauses     {self.clauses} + {self.sentences_without_clause} sentences that have none = "
            f"{self.clauses_with_statements} with statements + {silent} without",
        ]
        if silent:
            width = max(len(reason) for reason in self.reasons)
            lines.append(f"{'reason':<{width}}  {'clauses':>7}  {'share':>6}  meaning")
            for reason, count in sorted(self.reasons.items(), key=lambda item: (-item[1], item[0])):
                lines.append(f"{reason:<{width}}  {count:>7}  {100 * count / silent:>5.1f}%  {meaning(reason)}")
            lines.append(f"{'together':<{width}}  {silent:>7}  100.0%")
        if self.same_actor:
            lines.append(f"same actor  {self.same_actor} statements whose two ends are one actor, not written")
        return lines
