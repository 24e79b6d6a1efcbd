"""On whose word a clause stands: the chain of speakers above it, nearest first."""

from __future__ import annotations

from kg.clause import Speaker
from kg.cues import Cues
from kg.extraction.grammar import case_words, clause_tokens, conjuncts, is_passive, is_relative_pronoun
from kg.extraction.qualify import Qualifier
from kg.extraction.subjects import agents, noun_owners, surface_subjects
from kg.model import Polarity, Words
from kg.tree import Token, Tree


def find_speakers(tree: Tree, i: int, cues: Cues, qualifier: Qualifier) -> tuple[Speaker, ...]:
    """Return the speaker chain of the predicate at token `i`, nearest first, within this sentence.

    "Lavrov said Washington had told him Turkey attacked": Turkey's attack rests on Washington, and that on Lavrov.
    """
    chain: list[Speaker] = []
    said: set[Words] = set()
    at = tree[i]
    seen: set[int] = {i}
    while True:
        for speaker in _beside(tree, at, cues, seen):
            if speaker.words not in said:
                chain.append(speaker)
                said.add(speaker.words)
        governor = tree.head(at.i)
        if governor is None or governor.i in seen:
            break
        seen.add(governor.i)
        if at.i not in qualifier.speakers_above:
            qualifier.speakers_above[at.i] = _above(tree, at, governor, cues, qualifier)
        step = qualifier.speakers_above[at.i]
        if step is not None and not _repeats(chain, step) and i not in step.heads:
            chain.append(step)
            said.add(step.words)
        at = governor
    return tuple(chain)


def _repeats(chain: list[Speaker], step: Speaker) -> bool:
    return bool(chain) and chain[-1].heads == step.heads and chain[-1].words == step.words


def _above(tree: Tree, child: Token, governor: Token, cues: Cues, qualifier: Qualifier) -> Speaker | None:
    """The speaker where `governor` reports, asks for, denies or suspects what `child` says."""
    lemma = governor.lemma.lower()
    if governor.pos == "VERB" and child.relation == "ccomp" and lemma in cues.reporting_verbs:
        if lemma in cues.knowing_verbs and qualifier.own_status(governor.i).polarity is Polarity.NEGATED:
            return None
        return subject_speaker(tree, governor, "reporting-verb")
    if (
        governor.pos == "VERB"
        and child.relation == "xcomp"
        and is_passive(tree, governor.i)
        and (lemma in cues.reporting_verbs or lemma in ("believe", "suspect", "think", "allege"))
    ):
        return subject_speaker(tree, governor, "passive-report")
    found = qualifier.embedding(child.i)
    if found is not None and found[0].i == governor.i and found[1].attributed:
        if governor.pos == "VERB":
            return subject_speaker(tree, governor, "embedding-speaker")
        return _owner_of(tree, governor, "embedding-speaker")
    if governor.pos == "NOUN" and child.dep == "acl" and lemma in cues.reporting_nouns:
        return _owner_of(tree, governor, "reporting-noun")
    return None


def _beside(tree: Tree, at: Token, cues: Cues, path: set[int]) -> list[Speaker]:
    """Speakers named beside the clause: "according to X", ", X said", "reportedly" (not what the clause is part of)."""
    found = []
    for child in tree.children(at.i):
        if child.i in path:
            continue
        if child.relation in ("obl", "nmod") and case_words(tree, child.i) in cues.source_prepositions:
            heads = conjuncts(tree, child.i)
            found.append(Speaker(heads, _phrase(tree, child.i), None, "according-to"))
        elif child.relation == "advcl" and child.lemma.lower() == "accord":
            found.extend(
                Speaker(conjuncts(tree, thing.i), _phrase(tree, thing.i), None, "according-to")
                for thing in tree.children(child.i, "obl")
            )
        elif child.relation == "parataxis" and child.lemma.lower() in cues.reporting_verbs:
            if not tree.child(child.i, "ccomp"):
                speaker = subject_speaker(tree, child, "parenthetical-speaker")
                if speaker is not None:
                    found.append(speaker)
        elif child.relation == "advmod" and child.text.lower() in cues.hearsay:
            found.append(Speaker((), tree.words(child.i, child.i), None, "hearsay"))
    return found


def subject_speaker(tree: Tree, verb: Token, rule: str) -> Speaker | None:
    """Return whoever says or does what `verb` says as a speaker; its words alone where a passive names nobody."""
    if is_passive(tree, verb.i):
        heads = tuple(a.i for a in agents(tree, verb.i))
    else:
        heads = tuple(j for j, _ in surface_subjects(tree, verb.i))
    heads = tuple(j for j in heads if not is_relative_pronoun(tree, j))
    if not heads:
        return Speaker((), tree.words(verb.i, verb.i), verb.i, rule) if is_passive(tree, verb.i) else None
    return Speaker(heads, _phrase(tree, heads[0]), verb.i, rule)


def _owner_of(tree: Tree, noun: Token, rule: str) -> Speaker | None:
    heads = tuple(j for j, _ in noun_owners(tree, noun.i))
    return Speaker(heads, _phrase(tree, heads[0]), noun.i, rule) if heads else None


def _phrase(tree: Tree, i: int) -> Words:
    """The noun phrase of `i` up to its relative clause or apposition."""
    last = i
    for token in clause_tokens(tree, i):
        if token.i > i and token.dep in ("acl:relcl", "acl", "appos", "conj", "parataxis") and token.head == i:
            break
        last = max(last, token.i)
    first = min([i, *[t.i for t in tree.children(i, "compound", "amod", "nmod:desc", "det", "nmod:poss", "nummod")]])
    tokens = [t for t in tree.subtree(i) if first <= t.i <= last and t.pos != "PUNCT"]
    if tokens and tokens[-1].dep == "case" and tokens[-1].head == i:  # "Iran's claim" is Iran's
        tokens.pop()
    return tree.words(tokens[0].i, tokens[-1].i) if tokens else tree.words(i, i)
