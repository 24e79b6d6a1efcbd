"""Who is the subject of a verb that has none of its own: coordination, relative clauses, participles, control."""

from __future__ import annotations

from kg.extraction.grammar import (
    CURRENCIES,
    clause_tokens,
    conjuncts,
    is_infinitive,
    is_passive,
    is_relative_pronoun,
    markers,
    relative_antecedent,
)
from kg.tree import Token, Tree

SUBJECT_CONTROL = frozenset(
    {"promise", "threaten", "vow", "pledge", "swear", "visit", "use", "need", "telephone", "phone", "meet", "join",
     "contact", "leave", "attack", "kill", "fight", "cross", "enter", "defeat", "beat", "tour", "flee", "follow"}
)  # fmt: skip
ASKING_NOUNS = frozenset(
    {"call", "appeal", "request", "plea", "demand", "order", "invitation", "ultimatum", "instruction", "recommendation"}
)
OBJECT_CONTROL = frozenset(
    {"deploy", "position", "station", "hire", "recruit", "appoint", "name", "elect", "choose",
     "select", "pick", "nominate", "train", "invite", "summon", "assign", "designate", "pay", "bribe"}
)  # fmt: skip
DOINGS = frozenset(
    {"job", "work", "time", "role", "year", "day", "week", "month", "decade", "career", "life", "trouble", "difficulty",
     "success", "progress", "money", "effort", "energy", "hour", "mistake"}
)  # fmt: skip
OWNER_MARKS = frozenset({"of", "that", "after", "before", "while", "since", "without", "in", "for", "about", "on"})
POWERS = frozenset({"authority", "power", "right", "ability", "mandate", "permission", "force", "order"})
OBJECT_MARKS = frozenset({"of", "for", "from", "into", "as", "over", "against"})

Found = tuple[int, str]


def surface_subjects(tree: Tree, i: int, depth: int = 0) -> tuple[Found, ...]:
    """Return the grammatical subjects of verb `i` as (token, rule), its own or those it borrows.

    "Iran denied the report and accused Israel": the subject of "accused" is "Iran", by `shared-subject`.
    """
    if depth > 6:
        return ()
    own = tree.child(i, "nsubj", "nsubj:pass", "nsubj:outer")
    if own is not None:
        return _own_subject(tree, own)
    token = tree[i]
    if token.head == i:
        return ()
    if token.dep == "conj":
        return _renamed(surface_subjects(tree, token.head, depth + 1), "shared-subject") if _verbal(tree, token) else ()
    if token.dep == "acl:relcl":
        return tuple((j, "relative-subject") for j in joint_antecedents(tree, token.head, i))
    if token.dep == "acl":
        return _participle_subject(tree, token, depth)
    if token.dep in ("amod",) and token.pos == "VERB":
        return tuple((j, "participle-modifier") for j in (token.head,))
    if token.dep in ("xcomp", "advcl", "ccomp"):
        return _controlled_subject(tree, token, depth)
    return ()


def _own_subject(tree: Tree, own: Token) -> tuple[Found, ...]:
    if is_relative_pronoun(tree, own.i):
        antecedent = relative_antecedent(tree, own.i)
        if antecedent is not None:
            return tuple((j, "relative-subject") for j in joint_antecedents(tree, antecedent, own.i))
    return tuple((j, "subject" if j == own.i else "subject-conjunct") for j in conjuncts(tree, own.i))


def joint_antecedents(tree: Tree, antecedent: int, i: int) -> tuple[int, ...]:
    """Return the antecedent of a relative clause at `i` and what is coordinated with it before: "A and B, who ..."."""
    joined = conjuncts(tree, antecedent)
    return tuple(j for j in joined if j == antecedent or (antecedent < j < i and tree[j].pos == tree[antecedent].pos))


def _verbal(tree: Tree, token: Token) -> bool:
    head = tree[token.head]
    return head.pos in ("VERB", "AUX") or tree.child(head.i, "cop", "nsubj") is not None


def _participle_subject(tree: Tree, token: Token, depth: int) -> tuple[Found, ...]:
    """ "troops fighting X", "troops backed by X": the noun; "a plan to attack X", "blame for it": whoever has it.

    Of what somebody does or says it is he: "do a good job helping X", "comments after meeting X".
    """
    doing = token.tag == "VBG" and tree[token.head].lemma.lower() in DOINGS
    if not doing and not is_infinitive(tree, token.i) and not OWNER_MARKS & set(markers(tree, token.i)):
        apart = tree[clause_tokens(tree, token.i)[0].i - 1].text == ","
        heads = joint_antecedents(tree, token.head, token.i) if apart else (token.head,)
        return tuple((j, "reduced-relative") for j in heads)
    if tree.child(token.head, "cop") is not None:
        return _renamed(surface_subjects(tree, token.head, depth + 1), "copula")
    if is_infinitive(tree, token.i) and (asked := _asked(tree, token.head)):
        return asked
    owners = noun_owners(tree, token.head, depth + 1)
    if not is_infinitive(tree, token.i) or (owners and tree[token.head].lemma.lower() in POWERS):
        return owners
    return ((token.head, "reduced-relative"), *owners)


def _asked(tree: Tree, i: int) -> tuple[Found, ...]:
    """ "a call on X to help", "an appeal to X to leave": X."""
    if tree[i].lemma.lower() not in ASKING_NOUNS:
        return ()
    for child in tree.children(i, "nmod"):
        if any(c.text.lower() in ("on", "to", "for") for c in tree.children(child.i, "case")):
            return tuple((j, "object-control") for j in conjuncts(tree, child.i))
    return ()


def noun_owners(tree: Tree, i: int, depth: int = 0) -> tuple[Found, ...]:
    """Return whoever has the plan, call or threat `i`: its possessor, its modifier, or the subject of its verb."""
    for child in tree.children(i, "nmod:poss"):
        if is_relative_pronoun(tree, child.i):
            antecedent = relative_antecedent(tree, child.i)
            return () if antecedent is None else ((antecedent, "noun-possessor"),)
        return tuple((j, "noun-possessor") for j in conjuncts(tree, child.i))
    for child in tree.children(i, "nmod"):
        if any(c.text.lower() == "by" for c in tree.children(child.i, "case")):
            return tuple((j, "noun-agent") for j in conjuncts(tree, child.i))
    for child in tree.children(i, "compound", "amod", "nmod:desc"):
        if child.pos == "PROPN" or child.entity_type in ("GPE", "NORP", "ORG", "PERSON"):
            return ((child.i, "noun-modifier"),)
    token = tree[i]
    governor = tree.head(i)
    if governor is not None and governor.pos == "VERB" and token.relation in ("obj", "obl", "xcomp"):
        return _renamed(_agents(tree, governor.i, depth), "light-verb-subject")
    return ()


def _agents(tree: Tree, i: int, depth: int) -> tuple[Found, ...]:
    if is_passive(tree, i):
        return tuple((a.i, "passive-agent") for a in agents(tree, i))
    return surface_subjects(tree, i, depth + 1)


def agents(tree: Tree, i: int) -> tuple[Token, ...]:
    """Return the by-phrase of a passive verb, or whose hands it speaks of, with its conjuncts."""
    found: list[Token] = []
    for child in tree.children(i, "obl", "nmod"):
        if child.lemma.lower() == "hand" and any(c.text.lower() == "at" for c in tree.children(child.i, "case")):
            found.extend(tree[j] for whose in tree.children(child.i, "nmod") for j in conjuncts(tree, whose.i))
        if child.dep == "obl:agent" or any(c.text.lower() == "by" for c in tree.children(child.i, "case")):
            if child.dep != "obl:agent" and child.entity_type == "DATE":
                continue
            found.extend(tree[j] for j in conjuncts(tree, child.i))
    return tuple(found)


def _controlled_subject(tree: Tree, token: Token, depth: int) -> tuple[Found, ...]:
    """ "urged X to leave": X; "promised X to leave": the promiser; "accused X of arming Y": X."""
    governor = tree[token.head]
    marks = markers(tree, token.i)
    if token.dep == "ccomp" and not is_infinitive(tree, token.i):
        return ()
    objects = [o.i for o in tree.children(governor.i, "obj", "iobj")]
    addressed = [
        o.i for o in tree.children(governor.i, "obl") if _addressee(tree, governor, o) and o.lemma not in CURRENCIES
    ]
    takes_object = token.dep == "xcomp" or is_infinitive(tree, token.i) or OBJECT_MARKS & set(marks)
    if governor.lemma.lower() not in SUBJECT_CONTROL and takes_object:
        purpose = token.dep == "advcl" and is_infinitive(tree, token.i)
        heads = addressed or objects
        sent = governor.lemma.lower() in OBJECT_CONTROL
        if heads and not (purpose and not addressed and not sent and not _person_like(tree, heads[0])):
            return tuple((j, "object-control") for head in heads[:1] for j in conjuncts(tree, head))
    if governor.pos in ("NOUN", "PROPN") and governor.dep != "root" and not tree.child(governor.i, "nsubj"):
        return noun_owners(tree, governor.i, depth + 1)
    return _renamed(surface_subjects(tree, governor.i, depth + 1), "subject-control")


def _addressee(tree: Tree, governor: Token, oblique: Token) -> bool:
    """ "called on X to leave", "appealed to X to leave": the oblique is who is asked."""
    cases = {c.text.lower() for c in tree.children(oblique.i, "case")}
    lemma = governor.lemma.lower()
    return (lemma == "call" and bool(cases & {"on", "upon", "for"})) or (
        lemma in ("appeal", "plead", "push", "press") and bool(cases & {"to", "with", "for"})
    )


def _person_like(tree: Tree, i: int) -> bool:
    return tree[i].pos in ("PROPN", "PRON") or tree[i].entity_type is not None


def _renamed(found: tuple[Found, ...], rule: str) -> tuple[Found, ...]:
    return tuple((j, rule) for j, _ in found)
