"""Whom a denial answers: "Washington accuses Tehran of fraud, a charge Iran denies" is Iran against Washington."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.assembly.pairing import Pair
from kg.assembly.participants import Cast
from kg.clause import Clause
from kg.cues import Cues
from kg.lexicon import Lexicon, Relation
from kg.model import Category, Kind, Participant, Statement
from kg.tree import Token, Tree

DENYING = "DENIES"
POINTING = frozenset({"it", "this", "that"})


def answered_pairs(
    clause: Clause,
    tree: Tree,
    *,
    accusations: Sequence[Statement],
    before: Sequence[Clause],
    cast: Cast,
    lexicon: Lexicon,
    cues: Cues,
) -> Iterator[Pair]:
    """Yield who denies whose word in a denial that names nobody else: the accuser's, else that of who spoke before.

    Args:
        clause: the denial.
        tree: its sentence.
        accusations: the statements of the sentence by which somebody is accused.
        before: the clauses of the sentence that stand before it.
        cast: finds the participants.
        lexicon, cues: the pipeline's words.
    """
    denied = [tree[a.head] for a in clause.filled("object")]
    claims = any(_is_claim(token, cues) for token in denied)
    relation = _denial(clause, lexicon, claims=claims)
    if relation is None:
        return
    for argument in clause.filled("subject"):
        for candidate in cast.candidates(clause.sentence, argument.head, argument.rule, None):
            denier = candidate.participant
            if denier is None or denier.uid is None:
                continue
            answered = [s.source for s in accusations if _one_side(s.target, denier)]
            if not answered and claims:
                answered = _last_speakers(clause, before, cast, cues)
            for speaker in answered:
                if speaker.uid not in (None, denier.uid):
                    yield Pair(denier, speaker, relation, (*candidate.rules, "denied-speaker"))


def _one_side(one: Participant, other: Participant) -> bool:
    """Whether two are one actor, or a state and its government ("Tehran", "Iran")."""
    states = all(p.kind is Kind.GPE or p.sector == "GOV" for p in (one, other))
    return one.uid == other.uid or (states and one.country is not None and one.country == other.country)


def _denial(clause: Clause, lexicon: Lexicon, *, claims: bool) -> Relation | None:
    """The relation of a verb that denies, or that rejects what somebody claims; None for any other clause."""
    predicate = clause.predicate
    if predicate.pos != "VERB" or predicate.passive:
        return None
    for frame in lexicon.frames(predicate.lemma, "VERB"):
        relation = lexicon.relations[frame.relation]
        rejects = frame.relation == DENYING or (claims and relation.category is Category.REJECT)
        if frame.particle == predicate.particle and not frame.object and rejects:
            return relation
    return None


def _is_claim(token: Token, cues: Cues) -> bool:
    return token.lemma.lower() in cues.reporting_nouns or token.text.lower() in POINTING


def _last_speakers(clause: Clause, before: Sequence[Clause], cast: Cast, cues: Cues) -> list[Participant]:
    """Who spoke last before a denial that is not part of that speech."""
    above = {head for speaker in clause.speakers for head in speaker.heads}
    for other in reversed(before):
        if other.predicate.pos != "VERB" or other.predicate.lemma not in cues.reporting_verbs:
            continue
        heads = [a.head for a in other.filled("subject")]
        if above.isdisjoint(heads):
            found = (cast.speaker(clause.sentence, head) for head in heads)
            return [speaker for speaker in found if speaker is not None]
    return []
