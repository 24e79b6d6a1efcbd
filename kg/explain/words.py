"""What text and page say alike: an actor, a status, a rule, the account of a sentence, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.explain.explanation import Explanation, SentenceExplanation
from kg.extraction.rules import BY_NAME
from kg.model import Mention, Participant, Statement

REASONS_SHOWN = 3


def identity_words(mention: Mention) -> str:
    """Return who a mention is and why, or why it is nobody."""
    if mention.entity is None:
        return f"nobody ({mention.reason or 'unresolved'})"
    entity = mention.entity
    country = f", {entity.country}" if entity.country else ""
    via = f", by “{mention.antecedent.text}”" if mention.antecedent else ""
    return f"{entity.name} ({entity.kind}{country}, {entity.uid}); {mention.link}{via}: {mention.reason}"


def actor_words(participant: Participant) -> str:
    """Return who an end of a statement is and by what link."""
    known = [str(participant.kind)] if participant.kind is not None else []
    known += [participant.country] if participant.country else []
    known.append(str(participant.uid) if participant.uid else "nobody known")
    via = f" by “{participant.antecedent.text}”" if participant.antecedent else ""
    return f"{participant.name} ({', '.join(known)}), {participant.link}{via}"


def status_words(statement: Statement) -> str:
    """Return category, score and status of a statement on one line."""
    status = f"{statement.polarity}, {statement.modality}"
    if statement.phase:
        status += f", {statement.phase}"
    factual = "factual" if statement.factual else "not factual"
    return f"{statement.category}, score {statement.score:g}; {status}; {factual}"


def details_of(statement: Statement, part: SentenceExplanation) -> Iterator[tuple[str, str]]:
    """Yield label and value of what a statement says beside its ends, where it says it."""
    if statement.source.uid == statement.target.uid:
        yield "left out", "both ends are one actor; kept in the ledger, in no store"
    if statement.attributed_to:
        yield (
            "on the word of",
            " < ".join(" and ".join(actor_words(p) for p in step) for step in statement.attributed_to),
        )
    values = {
        "cues": ", ".join(f"“{c.text}”" for c in statement.cues),
        "condition": statement.condition.text if statement.condition else "",
        "matter": statement.matter.text if statement.matter else "",
        "place": statement.place.name if statement.place else "",
        "date": _date(statement),
    }
    yield from ((label, value) for label, value in values.items() if value)
    parent = next((s for s in part.statements if s.sid == statement.within), None)
    if parent is not None:
        yield "within", f"{parent.source.name} -{parent.relation}-> {parent.target.name}"
    if statement.confidence is not None and part.confidence is not None:
        yield "confidence", _confidence(statement.confidence, part.confidence.reasons(statement))


def _confidence(chance: float, reasons: Sequence[tuple[str, float]]) -> str:
    """The chance with the strongest reasons for and against: "0.81 for: rule title (+0.9)"."""
    told = [f"{chance:.2f}"]
    for side, sign in (("for", 1), ("against", -1)):
        strongest = [f"{name} ({weight:+.1f})" for name, weight in reasons if weight * sign > 0][:REASONS_SHOWN]
        if strongest:
            told.append(f"{side}: {', '.join(strongest)}")
    return f"{told[0]} {'; '.join(told[1:])}".strip()


def rule_words(name: str) -> str:
    """Return what a rule reads, an example, and its look-alike; the bare name's lack where the table has it not."""
    rule = BY_NAME.get(name)
    if rule is None:
        return "not in this version's table of rules"
    return f"{rule.reads}, as in “{rule.example}” (not in “{rule.not_in}”)"


def mended_words(part: SentenceExplanation) -> Iterator[str]:
    """Yield what was changed in a parse before the rules saw it, word by word."""
    for before, after in part.mended:
        old = f"{before.pos} {before.dep} of “{part.tree[before.head].text}”"
        new = f"{after.pos} {after.dep} of “{part.tree[after.head].text}”"
        yield f"“{before.text}”: {old}, read as {new}" if old != new else f"“{before.text}”: lemma or features"


def accounts(part: SentenceExplanation) -> str:
    """Return how the clauses of a sentence add up."""
    silent = sum(o.predicate is not None for o in part.omissions)
    clauses = len(part.clauses)
    made = plural(len(part.statements), "statement")
    if not clauses:
        return "no clause: a sentence without a predicate that the rules look at"
    return f"{plural(clauses, 'clause')}: {clauses - silent} with {made}, {silent} with a reason"


def chosen_words(explanation: Explanation) -> str:
    """Return whether the statement that was asked for is read again, in one sentence."""
    statement = explanation.chosen
    assert statement is not None
    name = f"{statement.source.name} -{statement.relation}-> {statement.target.name}"
    made = f"recorded by {statement.pipeline}, {statement.model}, from {statement.document.id}"
    if explanation.alone:
        made += ", whose text is not held: the sentence is read without what stands before it"
    if explanation.chosen_is_read:
        return f"{statement.sid}: {name}, {made}; read again below"
    if explanation.alone:
        return f"{statement.sid}: {name}, {made}; and alone it does not say this"
    return f"{statement.sid}: {name}, {made}; this pipeline and model do not read it any more"


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: "1 clause", "2 clauses"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _date(statement: Statement) -> str:
    date = statement.date
    if date is None:
        return ""
    if date.first is None:
        return f"“{date.text}” (not grounded)"
    days = date.first if date.first == date.last else f"{date.first} to {date.last}"
    return f"“{date.text}” = {days} ({date.precision})"
