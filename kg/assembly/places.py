"""Places and things that force is used on: whose they are, whom they carry, where they lie."""

from __future__ import annotations

from kg.tree import Token, Tree

AROUND = frozenset({"in", "inside", "within", "of", "on", "with"})
CARRYING = frozenset({"carry", "transport", "bring", "ferry"})


def owners(tree: Tree, head: int) -> list[int]:
    """Return whose a thing is: "Hezbollah's positions", "Hezbollah positions", "positions of Hezbollah"."""
    before = [child.i for child in tree.children(head, "nmod:poss", "compound", "nmod:desc") if child.i < head]
    return [*before, *(child.i for child in tree.children(head, "nmod") if _cases(tree, child) & {"of"})]


def nested(tree: Tree, head: int) -> list[int]:
    """Return the words that tell a thing apart: "Israeli", "militant", "Hezbollah's"."""
    return [c.i for c in tree.children(head, "nmod:poss", "amod", "compound", "nmod:desc") if c.i < head]


def surroundings(tree: Tree, head: int) -> list[int]:
    """Return where a thing lies: "targets in Ecuadorean territory", "the border with Rwanda"."""
    return [c.i for c in tree.children(head, "nmod") if _cases(tree, c) & AROUND]


def passengers(tree: Tree, head: int) -> list[int]:
    """Return whom a vehicle carries: "a bus carrying soldiers"."""
    return [
        thing.i
        for clause in tree.children(head, "acl", "acl:relcl")
        if clause.lemma.lower() in CARRYING
        for thing in tree.children(clause.i, "obj")
    ]


def _cases(tree: Tree, token: Token) -> set[str]:
    return {case.text.lower() for case in tree.children(token.i, "case")}
