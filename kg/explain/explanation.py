"""Read a text and keep what is otherwise thrown away: trees, clauses, scopes of cues, mended parses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.clause import Clause
from kg.confidence import Confidence
from kg.explain.scopes import Scope, find_blocked, find_scopes
from kg.extraction.clauses import find_clauses
from kg.extraction.normalize import normalize_tree
from kg.model import Abstention, Document, Mention, Reading, Sentence, Statement
from kg.pipeline import Pipeline, document_of
from kg.tree import Token, Tree


@dataclass(frozen=True, slots=True)
class Omission:
    """A clause, or a sentence without one, that gave nothing: why, and what it had.

    Attributes:
        abstention: its words and the reason.
        predicate: the predicate as written, or None where there is none.
        arguments: slot and words of what the rules found, in order.
    """

    abstention: Abstention
    predicate: str | None
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SentenceExplanation:
    """All that happened to one sentence.

    Attributes:
        tree: the parse as the rules saw it.
        mended: tokens whose parse was brought to the form that the rules expect: as parsed, and as read.
        clauses: what the rules found, before anybody knows who the actors are.
        mentions: who is named in it, each with its reason.
        statements: those of the record, and those whose two ends are one actor.
        omissions: clauses that gave nothing.
        scopes: words that set a status, and what they reach.
        blocked: words that look like a negation and are none.
        confidence: the pipeline's weights of the chance that a statement is right, or None.
    """

    tree: Tree
    mended: tuple[tuple[Token, Token], ...]
    clauses: tuple[Clause, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    omissions: tuple[Omission, ...]
    scopes: tuple[Scope, ...]
    blocked: tuple[str, ...]
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a text was read, sentence by sentence.

    Attributes:
        sentences: one entry a sentence, in order.
        reading: the document's reading as a whole.
        chosen: the statement that was asked for, as it stands in the ledger, or None.
        alone: whether its sentence was read without its document, whose text the ledger does not hold.
    """

    sentences: tuple[SentenceExplanation, ...]
    reading: Reading
    chosen: Statement | None = None
    alone: bool = False

    @property
    def chosen_is_read(self) -> bool:
        """Whether the statement asked for is read again now; another pipeline or model may read otherwise."""
        return any(self.is_chosen(s) for part in self.sentences for s in part.statements)

    def is_chosen(self, statement: Statement) -> bool:
        """Return whether a statement is the one asked for: by its sid, or by its words where it was read alone."""
        if self.chosen is None or not self.alone:
            return self.chosen is not None and self.chosen.sid == statement.sid
        return _words(self.chosen) == _words(statement)

    def about(self, statement: Statement) -> Explanation:
        """Return the explanation of the sentences that a recorded statement was read from.

        Where the document's text is not held, the explanation is that of the sentence alone.
        """
        if self.alone:
            return replace(self, chosen=statement)
        where = statement.sentence
        kept = tuple(s for s in self.sentences if _overlap(s.tree.sentence, where))
        return replace(self, sentences=kept, chosen=statement)

    def to_text(self) -> str:
        """Return the explanation for a terminal, plain text, lines joined by line feeds."""
        from kg.explain.text import explanation_text

        return explanation_text(self)

    def to_html(self) -> str:
        """Return the explanation as an offline page."""
        from kg.explain.page import explanation_page

        return explanation_page(self)


def explain(text: str | Document, *, pipeline: Pipeline | None = None, alone: bool = False) -> Explanation:
    """Return how a text is read.

    Args:
        text: one or more sentences, or a document.
        pipeline: the pipeline to read it with; the shipped one by default.
        alone: the text is a sentence of a document that is not at hand.

    Example:
        >>> print(explain("Russia supports Iraq.").to_text())  # doctest: +SKIP
    """
    pipeline = pipeline or Pipeline.load()
    document = text if isinstance(text, Document) else document_of(text)
    trees = pipeline.parse(document.text)
    reading = pipeline.read_trees(document, trees)
    statements = sorted(
        (*reading.statements, *reading.same_actor), key=lambda s: (s.sentence.index, s.predicate.start, s.source.start)
    )
    parts = tuple(_explain_sentence(tree, reading, statements, pipeline) for tree in trees)
    return Explanation(parts, reading, alone=alone)


def _explain_sentence(
    parsed: Tree, reading: Reading, statements: Sequence[Statement], pipeline: Pipeline
) -> SentenceExplanation:
    tree, index = normalize_tree(parsed, pipeline.cues), parsed.sentence.index
    clauses = find_clauses(tree, pipeline.lexicon, pipeline.cues)
    own = tuple(s for s in statements if s.sentence.index == index)
    return SentenceExplanation(
        tree=tree,
        mended=tuple((before, after) for before, after in zip(parsed, tree, strict=True) if before != after),
        clauses=clauses,
        mentions=tuple(m for m in reading.mentions if m.sentence == index),
        statements=own,
        omissions=_omissions(tree, clauses, [a for a in reading.abstentions if a.sentence == index], own),
        scopes=find_scopes(tree, clauses, pipeline.cues),
        blocked=find_blocked(tree, pipeline.cues),
        confidence=pipeline.confidence,
    )


def _omissions(
    tree: Tree, clauses: Sequence[Clause], abstentions: Sequence[Abstention], statements: Sequence[Statement]
) -> tuple[Omission, ...]:
    """Abstentions know their words alone; the clause of each is the next one of these words, silent ones first."""
    told = {s.predicate.start for s in statements}
    open_clauses = sorted(clauses, key=lambda c: c.predicate.words.start in told)
    found = []
    for abstention in abstentions:
        place = (abstention.start, abstention.end)
        clause = next((c for c in open_clauses if (c.span.start, c.span.end) == place), None)
        if clause is None:
            found.append(Omission(abstention, None, ()))
            continue
        open_clauses.remove(clause)
        arguments = tuple((a.slot, tree[a.head].text) for a in clause.arguments)
        found.append(Omission(abstention, clause.predicate.words.text, arguments))
    return tuple(found)


def _words(statement: Statement) -> tuple[str, str, str, str]:
    return statement.relation, statement.source.text, statement.predicate.text, statement.target.text


def _overlap(sentence: Sentence, other: Sentence) -> bool:
    return sentence.start < other.end and other.start < sentence.end
