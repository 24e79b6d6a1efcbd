"""Who is blamed by what is said of him: "X says Y failed", "X considers Y a threat", "what X calls Y's aggression"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.cues import Cues
from kg.extraction.grammar import case_words, complement, conjuncts, is_finite, is_passive, named_examples
from kg.extraction.subjects import agents, surface_subjects
from kg.tree import Token, Tree

CARRIERS = frozenset({"commit", "make", "have", "pose", "represent", "constitute", "become", "remain", "carry"})


def faulted(tree: Tree, i: int, cues: Cues) -> Iterator[int]:
    """Yield the heads of those with whom the words that verb `i` governs find fault."""
    named = complement(tree, i)
    if named is not None and named.dep != "ccomp" and _is_fault(tree, named, cues):
        yield from _named(tree, i, named)
    for content in _contents(tree, i):
        for j in conjuncts(tree, content.i):
            if _is_fault(tree, tree[j], cues):
                yield from _blamed(tree, j)


def _named(tree: Tree, i: int, name: Token) -> Iterator[int]:
    """Who is called so: the object; of "what X calls ..." the examples that are given, or else whose it is."""
    objects = [o.i for o in tree.children(i, "obj")]
    if is_passive(tree, i):
        objects = [j for j, _ in surface_subjects(tree, i)]
    if objects:
        for head in objects:
            yield from conjuncts(tree, head)
        return
    members = [*named_examples(tree, name.i), *(c.i for c in tree.children(name.i, "appos"))]
    yield from members or [name.i]


def _contents(tree: Tree, i: int) -> Iterator[Token]:
    """The clauses that verb `i` reports: its own, or the one that it stands beside (", X said")."""
    own = [c for c in tree.children(i, "ccomp") if is_finite(tree, c.i)]
    yield from own
    token = tree[i]
    if not own and token.dep == "parataxis" and tree.child(i, "obj") is None:
        yield tree[token.head]


def _blamed(tree: Tree, i: int) -> Iterator[int]:
    if is_passive(tree, i):
        yield from (a.i for a in agents(tree, i))
    else:
        yield from (j for j, _ in surface_subjects(tree, i))


def _is_fault(tree: Tree, token: Token, cues: Cues) -> bool:
    """Whether it is a fault to do or be this: "failed to act", "did not comply", "is a disgrace", "does too little"."""
    faults, lemma = cues.faults, token.lemma.lower()
    if any(a.tag == "MD" for a in tree.children(token.i, "aux")):
        return False
    negated = any(n.lemma.lower() in cues.negation for n in tree.children(token.i, "advmod"))
    if token.pos == "ADJ":
        return not negated and lemma in faults.adjectives
    if token.pos == "NOUN":
        if case_words(tree, token.i) not in (None, "as"):
            return False
        said = {lemma, *(c.lemma.lower() for c in tree.children(token.i, "amod", "compound"))}
        return not negated and bool(said & (faults.nouns | faults.adjectives))
    if token.pos != "VERB":
        return False
    degree = {c.lemma.lower() for c in tree.children(token.i, "advmod", "obj")}
    if negated:
        return lemma in faults.omissions or "enough" in degree
    if lemma in CARRIERS:
        return any(_is_fault(tree, thing, cues) for thing in tree.children(token.i, "obj", "xcomp"))
    return lemma in faults.verbs or _too_little(tree, token.i)


def _too_little(tree: Tree, i: int) -> bool:
    return any(
        c.lemma.lower() == "little" and any(a.lemma.lower() == "too" for a in tree.children(c.i, "advmod"))
        for c in tree.children(i, "advmod", "obj")
    )
