"""Words that stand in a verb's place but are called nouns or adjectives: the tree decides, and the list of verbs.

A tagger errs where verb and noun look alike ("police shot a man", "he reports to her"); a parser that gives such a word
a subject and an object, or an auxiliary, has seen the verb.
"""

from __future__ import annotations

from dataclasses import replace

from kg.lemmas import verb_lemma
from kg.tree import Token

CLAUSES = frozenset({"root", "conj", "ccomp", "xcomp", "advcl", "acl", "parataxis"})
BESIDE_SUBJECT = frozenset({"obj", "obl", "xcomp", "ccomp", "advcl", "conj"})
NOT_OF_VERBS = frozenset({"cop", "det", "case", "amod", "nummod", "compound", "nmod"})
FINITE = frozenset({"do", "will", "would", "can", "could", "may", "might", "must", "shall", "should"})


def make_verbs(tokens: list[Token]) -> bool:
    """Make verbs of the words in a verb's place; return whether there were any."""
    changed = False
    for token in tokens:
        if token.pos not in ("NOUN", "ADJ") or token.relation not in CLAUSES:
            continue
        children = [t for t in tokens if t.head == token.i and t.i != token.i]
        if not _has_place_of_verb(token, children):
            continue
        tag = _tag(token, children)
        lemma = verb_lemma(token.text.lower(), token.lemma.lower(), tag)
        if lemma is not None:
            tokens[token.i] = replace(token, pos="VERB", tag=tag, lemma=lemma, morph="")
            changed = True
    return changed


def _has_place_of_verb(token: Token, children: list[Token]) -> bool:
    relations = {child.relation for child in children}
    if relations & NOT_OF_VERBS:
        return False
    if token.pos == "ADJ":
        return "obj" in relations or any(child.dep == "aux:pass" for child in children)
    if "obj" in relations or "aux" in relations or ("nsubj" in relations and relations & BESIDE_SUBJECT):
        return True
    if token.dep == "acl:relcl" and "nsubj" in relations and token.text.endswith("s"):  # "a charge Iran denies"
        return True
    return any(child.relation == "mark" and child.text.lower() == "to" for child in children)


def _tag(token: Token, children: list[Token]) -> str:
    """The Penn tag that fits its form and auxiliaries."""
    if token.tag.startswith("VB"):
        return token.tag
    form = token.text.lower()
    auxiliaries = [child for child in children if child.relation == "aux"]
    if form.endswith("ing"):
        return "VBG"
    if any(c.relation == "mark" and c.text.lower() == "to" for c in children):
        return "VB"
    if any(a.lemma.lower() in FINITE for a in auxiliaries):
        return "VB"
    if auxiliaries:
        return "VBN"
    if verb_lemma(form, form, "VB") == form:
        return "VBP"
    return "VBZ" if form.endswith("s") else "VBD"
