"""Which words set the status of which predicates: each cue with its effect and its scope, and words that are no cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.clause import Clause
from kg.cues import Cues, Embedding
from kg.model import Modality, Polarity, Words
from kg.tree import Token, Tree


@dataclass(frozen=True, slots=True)
class Scope:
    """One cue: its words, what it does, and the clauses whose status it sets.

    Attributes:
        cue: the words as written.
        effect: what it does, in words ("turns to NEGATED", "makes it PLANNED").
        predicates: the predicates under it, in text order.
        spans: the clauses of these predicates.
    """

    cue: Words
    effect: str
    predicates: tuple[Words, ...]
    spans: tuple[Words, ...]


def find_scopes(tree: Tree, clauses: Sequence[Clause], cues: Cues) -> tuple[Scope, ...]:
    """Return the cues of one sentence in text order, each with all the clauses that it reaches."""
    reached: dict[Words, list[Clause]] = {}
    for clause in clauses:
        for words in clause.status.cues:
            reached.setdefault(words, []).append(clause)
    found = []
    for words in sorted(reached, key=lambda w: (w.start, w.end)):
        under = sorted(reached[words], key=lambda c: c.predicate.words.start)
        predicates = dict.fromkeys(c.predicate.words for c in under)
        spans = dict.fromkeys(c.span for c in under)
        found.append(Scope(words, effect_of(tree, words, cues), tuple(predicates), tuple(spans)))
    return tuple(found)


def find_blocked(tree: Tree, cues: Cues) -> tuple[str, ...]:
    """Return the phrases of the sentence that look like a negation and are none ("not only"), as listed."""
    lower = f" {' '.join(t.text.lower() for t in tree)} "
    return tuple(phrase for phrase in cues.blocked if f" {phrase} " in lower)


def effect_of(tree: Tree, words: Words, cues: Cues) -> str:
    """Return what a cue does, by the lists it stands in; "sets the status" where its form alone does it ("is to")."""
    token = next((t for t in tree if t.start == words.start), None)
    if token is None:
        return "sets the status"
    text, lemma = token.text.lower(), token.lemma.lower()
    if {text, lemma} & (cues.negation | cues.negative_determiners | cues.negative_prepositions):
        return "turns to NEGATED"
    if token.pos == "AUX":
        modality = cues.modals.get(text)
        return "makes it PLANNED (“is to”)" if modality is None else f"makes it {modality}"
    embedding = _embedding(tree, token, cues)
    if embedding is not None:
        return _embedding_words(embedding)
    for table in (cues.adverbs, cues.adjectives, cues.phases):
        for word in (text, lemma):
            if word in table:
                return f"makes it {table[word]}"
    return "sets the status"


def _embedding(tree: Tree, token: Token, cues: Cues) -> Embedding | None:
    pos = {"AUX": "VERB", "PROPN": "NOUN"}.get(token.pos, token.pos)
    lemma = token.lemma.lower()
    particles = [c.text.lower() for c in tree.children(token.i, "compound:prt", "advmod", "mark", "case")]
    for phrase in (*(f"{lemma} {p}" for p in particles), lemma, token.text.lower()):
        for kind in (pos, "ADJ", "NOUN", "VERB"):
            found = cues.embedding(phrase, kind)
            if found is not None:
                return found
    return None


def _embedding_words(embedding: Embedding) -> str:
    effects = []
    if embedding.polarity is Polarity.NEGATED:
        effects.append("turns to NEGATED")
    if embedding.modality not in (None, Modality.ASSERTED):
        effects.append(f"makes it {embedding.modality}")
    if embedding.phase is not None:
        effects.append(f"gives the phase {embedding.phase}")
    return " and ".join(effects) or "hands on the status it has itself"
