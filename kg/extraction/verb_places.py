"""Verbs called nouns or adjectives, and nouns called verbs: the place in the tree decides, and the list of verbs.

A tagger errs where verb and noun look alike ("police shot a man", "fighting between X and Y"); a parser that gives a
word a subject and an object, or an auxiliary, has seen the verb, and one that gives it an article has seen the noun.
"""

from __future__ import annotations

from dataclasses import replace

from kg.lemmas import verb_lemma
from kg.tree import Token

CLAUSES = frozenset({"root", "conj", "ccomp", "xcomp", "advcl", "acl", "parataxis"})
BESIDE_SUBJECT = frozenset({"obj", "obl", "xcomp", "ccomp", "advcl", "conj"})
ARGUMENTS = frozenset({"nsubj", "obj", "obl", "nmod", "iobj"})
OF_NOUNS = frozenset({"det", "amod", "case", "nmod", "compound", "nummod"})
NOT_OF_NOUNS = frozenset({"obj", "aux", "mark", "nsubj", "cop", "advmod", "xcomp", "ccomp", "iobj"})
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


def make_nouns(tokens: list[Token]) -> bool:
    """Make nouns of the words in a noun's place that are called verbs; return whether there were any."""
    changed = False
    for token in tokens:
        if token.pos != "VERB" or token.relation not in ARGUMENTS:
            continue
        relations = {t.relation for t in tokens if t.head == token.i and t.i != token.i}
        if relations & NOT_OF_NOUNS or not relations & OF_NOUNS:
            continue
        if token.tag == "VBG" and not relations & (OF_NOUNS - {"case"}):
            continue
        tokens[token.i] = _as_noun(token)
        changed = True
    return changed


def _as_noun(token: Token) -> Token:
    """The word as a noun; a capital inside a sentence makes it a name."""
    form = token.text.lower()
    if token.i and token.text[:1].isupper():
        return replace(token, pos="PROPN", tag="NNP", lemma=token.text, morph="Number=Sing")
    if token.tag in ("VBZ", "NNS") and form.endswith("s"):
        lemma = verb_lemma(form, token.lemma.lower(), "VBZ") or form
        return replace(token, pos="NOUN", tag="NNS", lemma=lemma, morph="Number=Plur")
    return replace(token, pos="NOUN", tag="NN", lemma=form, morph="Number=Sing")


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
