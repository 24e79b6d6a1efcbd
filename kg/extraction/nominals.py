"""The arguments of nouns that denote somebody in a relation ("minister", "ally"), and of what joins two names."""

from __future__ import annotations

from collections.abc import Iterator

from kg.clause import Argument
from kg.extraction.arguments import modifiers, noun_prepositions, possessors, unique
from kg.extraction.grammar import case_words, conjuncts, is_passive
from kg.extraction.subjects import noun_owners, surface_subjects
from kg.tree import Token, Tree

BECOMING = frozenset({"become", "remain", "be", "stay"})
NAMING = frozenset(
    {
        "appoint", "choose", "confirm", "crown", "declare", "designate", "elect", "hire", "inaugurate", "install",
        "make", "name", "pick", "proclaim", "reappoint", "reelect", "re-elect", "select", "swear", "vote", "anoint",
    }
)  # fmt: skip
DESCRIBING = frozenset(
    {
        "accept", "consider", "denounce", "depict", "describe", "dismiss", "endorse", "identify", "label", "nominate",
        "portray", "recognize", "recognise", "reject", "see", "treat", "view", "regard", "brand", "cast", "know",
    }
)  # fmt: skip
PRETENDING = frozenset({"pose", "masquerade", "disguise", "dress", "impersonate"})


def nominal_arguments(tree: Tree, i: int) -> tuple[Argument, ...]:
    """Return the arguments of a noun that denotes somebody in a relation ("ally", "minister").

    `self` is whoever the noun denotes: the subject of a copula ("X is an ally of Y"), the other half of an apposition
    ("X, an ally of Y"), the name it is a title of ("ally X"), else the noun itself ("Y's ally").
    """
    selves, before = list(_selves(tree, i)), list(modifiers(tree, i))
    for child in tree.children(i, "compound"):
        if child.i < i and child.entity_type is None and not before[1:]:
            before.extend(modifiers(tree, child.i))  # "EU Development Commissioner"
    found = [*selves, *possessors(tree, i), *before, *noun_prepositions(tree, i)]
    if tree[tree[i].head].entity_type == "PERSON" and any(argument.rule == "title" for argument in selves):
        name = tree[i].head
        found.extend(Argument(a.slot, a.head, "titled-name") for a in possessors(tree, name))
        found.extend(Argument(a.slot, a.head, "titled-name") for a in noun_prepositions(tree, name) if a.slot == "of")
        if not any(argument.slot in ("possessor", "modifier", "of") for argument in found):
            found.extend(_shared_titles(tree, name))
    if any(argument.rule != "nominal" for argument in selves):
        found.extend(Argument("affiliation", argument.head, argument.rule) for argument in before)
    return unique(found)


def _shared_titles(tree: Tree, name: int) -> Iterator[Argument]:
    """Whose office a titled name shares with the names it is joined to.

    "Chilean President Lagos and Foreign Minister Walker", "Foreign Minister Walker and other Chilean officials".
    """
    first = tree.head(name)
    if first is not None and tree[name].dep == "conj":
        titles = [c.i for c in tree.children(first.i, "nmod:desc", "compound") if c.i < first.i]
        for i in (*titles, first.i):
            yield from _shared(tree, i)
    for other in tree.children(name, "conj"):
        if any(c.lemma.lower() == "other" for c in tree.children(other.i, "amod")):
            yield from _shared(tree, other.i)


def _shared(tree: Tree, i: int) -> Iterator[Argument]:
    for argument in (*possessors(tree, i), *modifiers(tree, i)):
        if tree[argument.head].entity_type in ("GPE", "NORP", "ORG"):
            yield Argument(argument.slot, argument.head, "shared-title")


def case_lemma(token: Token) -> str:
    """Return the word that joins two names, the possessive as "'s" however it is written."""
    return "'s" if token.tag == "POS" else token.text.lower()


def joins_names(tree: Tree, i: int) -> bool:
    """Return whether the case word `i` joins one name to another: "VOA's Larry London", not "VOA's report"."""
    owner = tree[i].head
    owned = tree[owner].head
    if owned == owner or tree[owner].relation != "nmod":
        return False
    return all(tree[j].entity_type in ("PERSON", "ORG", "GPE") and tree[j].pos == "PROPN" for j in (owner, owned))


def case_arguments(tree: Tree, i: int) -> tuple[Argument, ...]:
    """Return who belongs to whom by the case word `i` between two names: slots `self` and `possessor`."""
    owner = tree[i].head
    selves = [Argument("self", j, "joined-names") for j in conjuncts(tree, tree[owner].head)]
    return (*selves[:1], Argument("possessor", owner, "joined-names"))


def _selves(tree: Tree, i: int) -> Iterator[Argument]:
    token = tree[i]
    if tree.child(i, "cop") and token.dep not in ("acl", "advcl"):
        for j, _ in surface_subjects(tree, i):
            yield Argument("self", j, "copula")
        return
    if token.dep == "xcomp" and tree[token.head].lemma.lower() in BECOMING:
        for j, _ in surface_subjects(tree, token.head):
            yield Argument("self", j, "copula")
        return
    if token.relation == "obl" and case_words(tree, i) == "as" and tree[token.head].lemma.lower() in PRETENDING:
        return
    named = named_as(tree, i)
    if named:
        for j in named:
            yield Argument("self", j, "named-as")
        return
    if _is_one_of_several(tree, token):
        found = [a for a in _selves(tree, token.head) if a.rule != "nominal"]
        yield from found or [Argument("self", i, "nominal")]
        return
    if token.dep == "appos":
        yield Argument("self", token.head, "apposition")
        return
    if token.dep in ("nmod:desc", "compound", "flat", "nmod:unmarked") and _names(tree, token.head):
        yield Argument("self", token.head, "title")
        for other in tree.children(token.head, "conj"):
            if token.text.lower().endswith("s") and other.pos == "PROPN":
                yield Argument("self", other.i, "title")
        return
    if token.dep == "conj":
        head = tree[token.head]
        if head.dep == "appos":
            yield Argument("self", head.head, "apposition")
            return
        if tree.child(head.i, "cop"):
            for j, _ in surface_subjects(tree, head.i):
                yield Argument("self", j, "copula")
            return
    beside = [c for c in tree.children(i, "appos", "flat") if c.pos == "PROPN"]
    if beside:
        yield Argument("self", beside[0].i, "apposition")
        return
    yield Argument("self", i, "nominal")


def _names(tree: Tree, i: int) -> bool:
    return tree[i].pos == "PROPN" or tree[i].entity_type in ("PERSON", "ORG", "GPE")


def named_as(tree: Tree, i: int) -> tuple[int, ...]:
    """Return who is, becomes or is made what the noun `i` says: "named X president", "X served as president".

    Example: "X" in "X was named as coach", "X resigned as coach", "X's role as coach".
    """
    token, governor = tree[i], tree.head(i)
    if governor is None:
        return ()
    if token.dep == "xcomp" and governor.lemma.lower() in NAMING:
        return _holders(tree, governor)
    if token.relation in ("obl", "nmod") and case_words(tree, i) == "as":
        if governor.pos == "VERB":
            return _holders(tree, governor)
        return tuple(j for j, _ in noun_owners(tree, governor.i))
    return ()


def _holders(tree: Tree, verb: Token) -> tuple[int, ...]:
    """Whom a verb of naming names, or its subject: "named X president", "X was named president", "X served as"."""
    named = None if is_passive(tree, verb.i) else tree.child(verb.i, "obj")
    if named is not None and (verb.lemma.lower() in NAMING | DESCRIBING or _is_name(named)):
        return conjuncts(tree, named.i)
    return tuple(j for j, _ in surface_subjects(tree, verb.i))


def _is_name(token: Token) -> bool:
    return token.pos in ("PROPN", "PRON") or token.entity_type is not None


def _is_one_of_several(tree: Tree, token: Token) -> bool:
    """Whether the noun stands after "one of", "another of"."""
    head = tree[token.head]
    counts = head.pos in ("NUM", "DET", "PRON") or head.lemma.lower() in ("one", "another")
    return token.dep == "nmod" and counts and case_words(tree, token.i) == "of"
