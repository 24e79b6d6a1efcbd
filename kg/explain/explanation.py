"""Explain how a text is read: the parse, the actors, the rules that fired, what was found, and why the rest was not."""

from __future__ import annotations

from dataclasses import dataclass

from kg.clause import Clause
from kg.extraction.clauses import find_clauses
from kg.extraction.rules import BY_NAME, describe_rule
from kg.model import Abstention, Document, Mention, Participant, Reading, Statement
from kg.pipeline import Pipeline, document_of
from kg.tree import Tree


@dataclass(frozen=True, slots=True)
class SentenceExplanation:
    """All that happened to one sentence."""

    tree: Tree
    clauses: tuple[Clause, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    abstentions: tuple[Abstention, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a text was read, sentence by sentence.

    Attributes:
        sentences: one entry a sentence, in order.
        reading: the document's reading as a whole.
    """

    sentences: tuple[SentenceExplanation, ...]
    reading: Reading

    def to_text(self) -> str:
        """Return the explanation for a terminal, plain text, lines joined by line feeds."""
        return "\n\n".join(_sentence_text(s) for s in self.sentences)


def explain(text: str | Document, *, pipeline: Pipeline | None = None) -> Explanation:
    """Return how a text is read.

    Args:
        text: one or more sentences, or a document.
        pipeline: the pipeline to read it with; the shipped one by default.

    Example:
        >>> print(explain("Russia supports Iraq.").to_text())  # doctest: +SKIP
    """
    pipeline = pipeline or Pipeline.load()
    document = text if isinstance(text, Document) else document_of(text)
    trees = pipeline.parse(document.text)
    reading = pipeline.read_trees(document, trees)
    parts = []
    for tree in trees:
        index = tree.sentence.index
        parts.append(
            SentenceExplanation(
                tree,
                find_clauses(tree, pipeline.lexicon, pipeline.cues),
                tuple(m for m in reading.mentions if m.sentence == index),
                tuple(s for s in (*reading.statements, *reading.same_actor) if s.sentence.index == index),
                tuple(a for a in reading.abstentions if a.sentence == index),
            )
        )
    return Explanation(tuple(parts), reading)


def _sentence_text(part: SentenceExplanation) -> str:
    lines = [part.tree.sentence.text, "", "Parse"]
    lines.extend(_tree_lines(part.tree))
    lines.extend(["", "Actors"])
    lines.extend([_mention_line(m) for m in part.mentions] or ["  none"])
    lines.extend(["", "Statements"])
    for statement in part.statements:
        lines.extend(_statement_lines(statement, part.statements))
    if not part.statements:
        lines.append("  none")
    if part.abstentions:
        lines.extend(["", "What gave nothing, and why"])
        lines.extend(f"  {a.reason}: {a.text}" for a in part.abstentions)
    return "\n".join(lines)


def _tree_lines(tree: Tree) -> list[str]:
    width = max(len(t.text) for t in tree)
    lines = []
    for token in tree:
        head = "" if token.head == token.i else tree[token.head].text
        entity = "" if token.entity == "O" else f"  [{token.entity_type}]"
        lines.append(f"  {token.text:<{width}}  {token.pos or token.tag:<6} {token.dep:<14} {head}{entity}".rstrip())
    return lines


def _mention_line(mention: Mention) -> str:
    if mention.entity is None:
        return f"  “{mention.text}”: nobody ({mention.reason or 'unresolved'})"
    entity = mention.entity
    country = f", {entity.country}" if entity.country else ""
    via = f", by “{mention.antecedent.text}”" if mention.antecedent else ""
    return (
        f"  “{mention.text}”: {entity.name} ({entity.kind}{country}, {entity.uid}); "
        f"{mention.link}{via}: {mention.reason}"
    )


def _statement_lines(statement: Statement, others: tuple[Statement, ...]) -> list[str]:
    status = f"{statement.polarity}, {statement.modality}"
    if statement.phase:
        status += f", {statement.phase}"
    lines = [
        f"  {statement.source.name} -{statement.relation}-> {statement.target.name}"
        f"   ({statement.category}, score {statement.score:g}; {status}; "
        f"{'factual' if statement.factual else 'not factual'})",
        f"    sid {statement.sid}: "
        f"“{statement.source.text}” – “{statement.predicate.text}” – “{statement.target.text}”",
    ]
    if statement.attributed_to:
        chain = " < ".join(" and ".join(p.name for p in step) for step in statement.attributed_to)
        lines.append(f"    on the word of: {chain}")
    details = {
        "cues": ", ".join(f"“{c.text}”" for c in statement.cues),
        "condition": statement.condition.text if statement.condition else "",
        "matter": statement.matter.text if statement.matter else "",
        "place": _name(statement.place),
        "date": _date(statement),
    }
    lines.extend(f"    {label}: {value}" for label, value in details.items() if value)
    if statement.within:
        parent = next((s for s in others if s.sid == statement.within), None)
        if parent is not None:
            lines.append(f"    within: {parent.source.name} -{parent.relation}-> {parent.target.name}")
    lines.extend(f"    {name}: {describe_rule(name)}" for name in statement.rules if name in BY_NAME)
    return lines


def _name(participant: Participant | None) -> str:
    return "" if participant is None else participant.name


def _date(statement: Statement) -> str:
    if statement.date is None:
        return ""
    if statement.date.first is None:
        return f"“{statement.date.text}” (not grounded)"
    days = (
        statement.date.first
        if statement.date.first == statement.date.last
        else (f"{statement.date.first} to {statement.date.last}")
    )
    return f"“{statement.date.text}” = {days} ({statement.date.precision})"
