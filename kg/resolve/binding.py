"""Which phrases a pronoun cannot mean, by grammar alone, whatever else speaks for them."""

from __future__ import annotations

from kg.model import Scope
from kg.resolve.mentions import Phrase
from kg.tree import Token, Tree

CORE = frozenset({"nsubj", "obj", "iobj", "obl"})
BESIDE = frozenset({"appos", "flat"})
NOMINAL_LINKS = frozenset({"nmod", "appos", "flat", "compound"})
PREDICATIVE = frozenset({"appos", "parataxis", "xcomp", "root", "list", "dep"})


def first_joined(tree: Tree, i: int) -> Token:
    """Return the first of the words that token `i` is joined to: the one that tells the role of all."""
    token = tree[i]
    while token.relation == "conj" and token.head != token.i:
        token = tree[token.head]
    return token


def may_be_meant(phrase: Phrase, other: Phrase, scope: Scope) -> bool:
    """Return whether a pronoun may mean an earlier phrase: no predicate, and nothing that the pronoun belongs to.

    Args:
        phrase: the pronoun.
        other: the earlier phrase.
        scope: whether it names or describes; a description beside another noun only says what that is.
    """
    return not (_is_predicate(other, scope) or _inside(phrase, other))


def _is_predicate(phrase: Phrase, scope: Scope) -> bool:
    """Return whether the phrase only says what somebody is: "are our allies", "worked as an aide"."""
    tree = phrase.tree
    if tree.children(phrase.head, "cop"):
        return True
    token = first_joined(tree, phrase.head)
    if scope is not Scope.DESCRIBED:
        return False
    as_what = any(case.text.casefold() == "as" for case in tree.children(token.i, "case"))
    return as_what or token.relation in PREDICATIVE or bool(tree.children(token.i, "cop"))


def _inside(phrase: Phrase, other: Phrase) -> bool:
    """Return whether the pronoun belongs to the very phrase, beside its name or in it: "her sister Anna"."""
    tree = phrase.tree
    if tree is not other.tree:
        return False
    if other.first <= phrase.first <= other.last:
        return True
    for token in (tree[phrase.head], *tree.ancestors(phrase.head)):
        beside = token.i != phrase.head and tree[other.head].head == token.i and tree[other.head].relation in BESIDE
        if beside or token.i == other.head:
            return True
        if token.relation not in NOMINAL_LINKS:
            return False
    return False


def fellow_argument(phrase: Phrase, other: Phrase) -> bool:
    """Return whether both are arguments of one predicate, so that they cannot be one actor ("he" and "him").

    A verb without a subject of its own shares that of the verb it is joined to: "A phoned B and told him ..."; who is
    asked to act is the subject of the act: "A asked B to free him".
    """
    tree = phrase.tree
    if tree is not other.tree:
        return False
    one, two = tree[phrase.head], first_joined(tree, other.head)
    if one.relation not in CORE or two.relation not in CORE:
        return False
    verb = tree[one.head]
    if verb.relation == "xcomp" and verb.head == two.head and two.relation in {"obj", "iobj"}:
        return one.relation != "nsubj"
    while verb.i != two.head:
        shares = two.relation == "nsubj" and verb.relation in {"conj", "xcomp"} and verb.head != verb.i
        controlled = verb.relation == "xcomp" and bool(tree.children(verb.head, "obj", "iobj"))
        if not shares or controlled or one.relation == "nsubj" or tree.children(verb.i, "nsubj"):
            return False
        verb = tree[verb.head]
    return True


def subject_after(tree: Tree, i: int) -> int | None:
    """Return the subject that a fronted word at `i` looks forward to: "In his speech, the president ..."."""
    at = i
    for token in tree.ancestors(i):
        subject = tree.child(token.i, "nsubj")
        if subject is not None:
            fronted = tree[at].relation in {"obl", "advcl"} and at < token.i and i < subject.i
            return subject.i if fronted else None
        at = token.i
    return None
