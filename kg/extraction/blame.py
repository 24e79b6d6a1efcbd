"""Who is blamed by what is said of him: "X says Y failed", "X considers Y a threat", "what X calls Y's aggression"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.clause import Argument
from kg.cues import Cues
from kg.extraction.grammar import case_words, complement, conjuncts, is_content, is_finite, is_passive, named_examples
from kg.extraction.subjects import agents, surface_subjects
from kg.tree import Token, Tree


def blame_arguments(tree: Tree, i: int, cues: Cues) -> tuple[Argument, ...]:
    """Return those with whom the words that verb or noun `i` governs find fault, in the slot `faulted`."""
    return tuple(Argument("faulted", j, "finds-fault") for j in dict.fromkeys(_faulted(tree, i, cues)))


def _faulted(tree: Tree, i: int, cues: Cues) -> Iterator[int]:
    named = complement(tree, i) if tree[i].pos == "VERB" else None
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
    """The clauses that verb or noun `i` reports: its own, or the one that it stands beside (", X said")."""
    if any(n.lemma.lower() in ("not", "n't", "never") for n in tree.children(i, "advmod")):
        return
    own = [
        c for c in tree.children(i, "ccomp", "acl") if c.dep == "ccomp" or (c.dep == "acl" and is_content(tree, c.i))
    ]
    yield from (c for c in own if is_finite(tree, c.i))
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
    if lemma in faults.trying and any(_is_fault(tree, deed, cues) for deed in tree.children(token.i, "xcomp")):
        return True
    things = tree.children(token.i, "obj", "xcomp") if lemma in faults.carriers else ()
    return lemma in faults.verbs or _too_little(tree, token.i) or any(_is_evil(tree, t, cues) for t in things)


def _is_evil(tree: Tree, thing: Token, cues: Cues) -> bool:
    """Whether it is a fault to have, make or support such a thing, or something for it: "fuel for warheads"."""
    meant = [thing, *(c for c in tree.children(thing.i, "nmod") if case_words(tree, c.i) in ("of", "for"))]
    return any(t.lemma.lower() in cues.faults.evils for j in meant for t in (tree[k] for k in conjuncts(tree, j.i)))


def _too_little(tree: Tree, i: int) -> bool:
    return any(
        c.lemma.lower() == "little" and any(a.lemma.lower() == "too" for a in tree.children(c.i, "advmod"))
        for c in tree.children(i, "advmod", "obj")
    )
