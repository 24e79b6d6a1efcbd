"""Who used force where the verb names nobody: "killed in an attack by rebels", "wounded when troops opened fire"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.clause import Argument
from kg.extraction.arguments import noun_arguments
from kg.extraction.grammar import case_words, is_passive, markers
from kg.extraction.subjects import surface_subjects
from kg.lexicon import Frame, Lexicon
from kg.model import Category
from kg.tree import Token, Tree

RULE = EVENT_AGENT = "event-agent"
EVENT_CASES = frozenset({"in", "by", "during", "from", "after", "following", "amid", "as a result of"})
WHEN = frozenset({"when", "after", "as", "since"})
OPPOSED = frozenset({"with", "against"})


def event_agents(tree: Tree, i: int, lexicon: Lexicon) -> tuple[Argument, ...]:
    """Return who acts in the violent event that verb `i` names beside it, in a phrase or in a clause of time.

    Nobody, where `i` is neither a violent verb in the passive nor one whose frame asks for it ("die").

    Args:
        tree: the sentence.
        i: a verb.
        lexicon: tells which nouns and verbs are violent events.
    """
    if not any(EVENT_AGENT in f.source or is_passive(tree, i) for f in _violent(tree[i], "VERB", lexicon)):
        return ()
    found = [
        argument
        for child in tree.children(i, "obl", "obl:agent", "nmod")
        if child.dep == "obl:agent" or case_words(tree, child.i) in EVENT_CASES
        for argument in _of_noun(tree, child, lexicon)
    ]
    for child in tree.children(i, "advcl"):
        if set(markers(tree, child.i)) & WHEN or _asks_when(tree, child):
            found.extend(_of_clause(tree, child, lexicon))
    return tuple(found)


def _of_noun(tree: Tree, noun: Token, lexicon: Lexicon) -> Iterator[Argument]:
    for frame in _violent(noun, "NOUN", lexicon):
        arguments = noun_arguments(tree, noun.i, frozenset())
        slots = OPPOSED if lexicon.relations[frame.relation].symmetric else frozenset(frame.source) - {"between"}
        yield from (Argument(EVENT_AGENT, a.head, RULE) for a in arguments if a.slot in slots)
        return


def _of_clause(tree: Tree, verb: Token, lexicon: Lexicon) -> Iterator[Argument]:
    """The subject of "when troops opened fire": of a violent verb, or of one whose object is a violent event."""
    if is_passive(tree, verb.i) or not _is_violent(tree, verb, lexicon):
        return
    for j, _ in surface_subjects(tree, verb.i):
        yield Argument(EVENT_AGENT, j, RULE)


def _is_violent(tree: Tree, verb: Token, lexicon: Lexicon) -> bool:
    objects = tree.children(verb.i, "obj")
    if verb.lemma.lower() in lexicon.light_verbs and any(_violent(o, "NOUN", lexicon) for o in objects):
        return True
    lemmas = {o.lemma.lower() for o in objects}
    return any(not frame.object or frame.object & lemmas for frame in _violent(verb, "VERB", lexicon))


def _violent(token: Token, pos: str, lexicon: Lexicon) -> list[Frame]:
    frames = lexicon.frames(token.lemma.lower(), pos)
    return [frame for frame in frames if lexicon.relations[frame.relation].category is Category.ASSAULT]


def _asks_when(tree: Tree, verb: Token) -> bool:
    return any(child.text.lower() == "when" for child in tree.children(verb.i, "advmod"))
