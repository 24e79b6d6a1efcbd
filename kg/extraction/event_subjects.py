"""Who takes part in an event that is itself the subject: "talks began between A and B", "the tour included A and B"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.clause import Argument
from kg.extraction.grammar import case_words, conjuncts
from kg.tree import Tree

LISTING_VERBS = frozenset({"include", "involve", "gather", "unite", "feature", "cover", "pit"})
SIDES = frozenset({"between", "among", "with"})


def event_subject_arguments(tree: Tree, i: int) -> Iterator[Argument]:
    """Yield who takes part in event noun `i` by what its verb says of it: the sides of talks, the stops of a tour."""
    token, governor = tree[i], tree.head(i)
    if governor is None or governor.pos != "VERB" or token.dep not in ("nsubj", "nsubj:pass"):
        return
    for child in tree.children(governor.i, "obl"):
        case = case_words(tree, child.i)
        if case in SIDES:
            yield from (Argument(case, j, "event-subject") for j in conjuncts(tree, child.i))
    if token.dep == "nsubj" and _lists(tree, governor.i):
        for child in tree.children(governor.i, "obj"):
            yield from (Argument("among", j, "event-subject") for j in conjuncts(tree, child.i))


def _lists(tree: Tree, i: int) -> bool:
    lemma = tree[i].lemma.lower()
    together = any(child.lemma.lower() == "together" for child in tree.children(i, "advmod", "compound:prt"))
    return lemma in LISTING_VERBS or (lemma == "bring" and together)
