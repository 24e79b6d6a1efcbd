"""Who used force where the verb names nobody: "killed in an attack by rebels", "wounded when troops opened fire"."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from kg.clause import Argument
from kg.extraction.arguments import noun_arguments
from kg.extraction.grammar import case_words, is_passive, markers
from kg.extraction.subjects import agents, surface_subjects
from kg.lexicon import Frame, Lexicon
from kg.model import Category
from kg.tree import Token, Tree

RULE = EVENT_AGENT = "event-agent"
EVENT_CASES = frozenset({"in", "by", "during", "from", "after", "following", "amid", "as a result of"})
WHEN = frozenset({"when", "after", "as", "since"})
FORCE = frozenset({Category.ASSAULT, Category.COERCE})
OPPOSED = frozenset({"with", "against"})


def event_agents(tree: Tree, i: int, lexicon: Lexicon) -> tuple[Argument, ...]:
    """Return who acts in the violent event that verb `i` names beside it, in a phrase or in a clause of time.

    Nobody, where `i` is neither a violent verb in the passive nor one whose frame asks for it ("die").

    Args:
        tree: the sentence.
        i: a verb.
        lexicon: tells which nouns and verbs are violent events.
    """
    own = [f for f in _frames(tree[i], "VERB", lexicon) if EVENT_AGENT in f.source or is_passive(tree, i)]
    kinds = {lexicon.relations[frame.relation].category for frame in own}
    force = FORCE if Category.ASSAULT in kinds else kinds & FORCE
    if not force:
        return ()
    found = [
        argument
        for child in tree.children(i, "obl", "obl:agent", "nmod")
        if child.dep == "obl:agent" or case_words(tree, child.i) in EVENT_CASES
        for argument in _of_noun(tree, child, lexicon, force)
    ]
    if not is_passive(tree, i):
        found.extend(Argument(EVENT_AGENT, a.i, RULE) for a in agents(tree, i))
    for child in tree.children(i, "advcl"):
        if set(markers(tree, child.i)) & WHEN or _asks_when(tree, child):
            found.extend(_of_clause(tree, child, lexicon, force))
    return tuple(found)


def _of_noun(tree: Tree, noun: Token, lexicon: Lexicon, force: AbstractSet[Category]) -> Iterator[Argument]:
    for frame in _frames(noun, "NOUN", lexicon, force)[:1]:
        arguments = noun_arguments(tree, noun.i, frozenset())
        slots = OPPOSED if lexicon.relations[frame.relation].symmetric else frozenset(frame.source) - {"between"}
        for a in arguments:
            if a.slot in slots:
                yield Argument(EVENT_AGENT, a.head, a.rule if a.rule == "blamed" else RULE)


def _of_clause(tree: Tree, verb: Token, lexicon: Lexicon, force: AbstractSet[Category]) -> Iterator[Argument]:
    """The subject of "when troops opened fire": of a violent verb, or of one whose object is a violent event."""
    objects = tree.children(verb.i, "obj")
    lemmas = {o.lemma.lower() for o in objects}
    carries = verb.lemma.lower() in lexicon.light_verbs and any(_frames(o, "NOUN", lexicon, force) for o in objects)
    frames = _frames(verb, "VERB", lexicon, force)
    if is_passive(tree, verb.i) or not (carries or any(not f.object or f.object & lemmas for f in frames)):
        return
    for j, _ in surface_subjects(tree, verb.i):
        yield Argument(EVENT_AGENT, j, RULE)


def _frames(token: Token, pos: str, lexicon: Lexicon, force: AbstractSet[Category] = FORCE) -> list[Frame]:
    frames = lexicon.frames(token.lemma.lower(), pos)
    return [frame for frame in frames if lexicon.relations[frame.relation].category in force]


def is_violent(token: Token, pos: str, lexicon: Lexicon) -> bool:
    """Return whether a word is that of a violent event, as a noun or as a verb."""
    return bool(_frames(token, pos, lexicon))


def _asks_when(tree: Tree, verb: Token) -> bool:
    return any(child.text.lower() == "when" for child in tree.children(verb.i, "advmod"))
