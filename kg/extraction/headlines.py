"""Put headlines in full: "Chad to visit Mali", "Chad, Mali meet", "Chad accused of lying", "US sanctions bank".

A headline leaves out auxiliaries, articles and "and", and parsers that learned from full sentences take its verbs for
nouns. What is mended here is mended only in sentences without a mark at their end.
"""

from __future__ import annotations

from dataclasses import replace

from kg.cues import Cues
from kg.lemmas import verb_lemma
from kg.tree import Token

ENDS = frozenset({".", "?", "!", "…", ";", ":"})
QUOTES = frozenset({'"', "”", "'", "’", ")"})
NAMES = frozenset({"GPE", "NORP", "ORG", "PERSON"})
DONE_TO = frozenset(
    {"accuse", "suspect", "charge", "convict", "arrest", "detain", "jail", "sentence", "acquit", "indict", "kill",
     "fine", "injure", "wound", "kidnap", "abduct", "extradite", "deport", "expel", "oust",
     "urge", "force", "criticize", "hit"}
)  # fmt: skip
"""What nobody does without saying to whom: "X accused of", "X killed in"."""
GIVES = frozenset({"pledge", "vow", "offer", "promise", "demand", "request", "order", "plan", "seek"})
"""Verbs that look like plural nouns, before a noun that looks like a verb: "pledges support", "offers help"."""


def mend_headline(tokens: list[Token], cues: Cues) -> bool:
    """Mend the tree of a headline in place; return whether it was one with something to mend."""
    last = next((t for t in reversed(tokens) if t.text not in QUOTES), None)
    if last is None or last.text in ENDS:
        return False
    changed = _object_verbs(tokens, cues)
    changed |= _given(tokens)
    changed |= _listed_subjects(tokens)
    changed |= _to_come(tokens)
    return _done_to(tokens) or changed


def _children(tokens: list[Token], i: int) -> list[Token]:
    return [t for t in tokens if t.head == i and t.i != i]


def _name_before(tokens: list[Token], noun: Token) -> Token | None:
    """The name that stands as modifier right before a noun, the first word of its sentence part."""
    found = [t for t in _children(tokens, noun.i) if t.relation in ("compound", "nmod", "amod") and t.i < noun.i]
    return found[0] if len(found) == 1 and found[0].entity_type in NAMES and found[0].pos == "PROPN" else None


def _object_verbs(tokens: list[Token], cues: Cues) -> bool:
    """ "US sanctions Iranian bank", "Chad aids Mali, says minister": a noun has no object."""
    changed = False
    for token in tokens:
        name = _name_before(tokens, token) if token.pos == "NOUN" and token.text.endswith("s") else None
        if name is None or not any(t.relation == "obj" and t.i > token.i for t in _children(tokens, token.i)):
            continue
        lemma = verb_lemma(token.text.lower(), token.lemma.lower(), "VBZ")
        if lemma is None:
            continue
        governor, dep = tokens[token.head], token.dep
        if dep == "nsubj" and governor.lemma.lower() in cues.reporting_verbs:
            dep = "ccomp"
        tokens[token.i] = replace(token, pos="VERB", tag="VBZ", lemma=lemma, dep=dep, morph="")
        tokens[name.i] = replace(name, dep="nsubj")
        changed = True
    return changed


def _given(tokens: list[Token]) -> bool:
    """ "Chad pledges support to Mali": the first word is the verb, the second what is pledged."""
    changed = False
    for noun in tokens:
        verb = tokens[noun.head]
        name = _name_before(tokens, noun) if noun.dep == "nsubj" and noun.tag == "NNS" else None
        lemma = verb_lemma(noun.text.lower(), noun.lemma.lower(), "VBZ")
        if name is None or lemma not in GIVES or verb.pos != "VERB" or verb.i != noun.i + 1 or verb.text.endswith("s"):
            continue
        own = [t for t in _children(tokens, verb.i) if t.i != noun.i]
        if any(t.relation in ("obj", "aux", "mark", "ccomp", "xcomp") for t in own):
            continue
        head = noun.i if verb.dep == "root" else verb.head
        tokens[noun.i] = replace(noun, pos="VERB", tag="VBZ", lemma=lemma, dep=verb.dep, head=head, morph="")
        tokens[verb.i] = replace(verb, pos="NOUN", tag="NN", lemma=verb.text.lower(), dep="obj", head=noun.i, morph="")
        tokens[name.i] = replace(name, dep="nsubj")
        for t in own:
            if t.relation == "obl":
                tokens[t.i] = replace(t, dep="nmod")
            else:
                tokens[t.i] = replace(t, head=noun.i)
        changed = True
    return changed


def _listed_subjects(tokens: list[Token]) -> bool:
    """ "Chad, Mali meet": the comma is an "and", nobody is spoken to."""
    changed = False
    for first in tokens:
        if first.relation not in ("vocative", "dislocated", "discourse") or first.entity_type not in NAMES:
            continue
        second = next((t for t in _children(tokens, first.head) if t.relation == "nsubj" and t.i > first.i), None)
        if (
            second is None
            or second.entity_type not in NAMES
            or tokens[first.head].tag not in ("VB", "VBP", "VBD", "VBN")
        ):
            continue
        between = tokens[first.i + 1 : second.i]
        if any(t.text != "," and t.head not in (first.i, second.i) for t in between):
            continue
        tokens[first.i] = replace(first, dep=second.dep)
        tokens[second.i] = replace(second, dep="conj", head=first.i)
        changed = True
    for second in tokens:
        first = tokens[second.head]
        if second.relation not in ("list", "appos") or first.relation != "nsubj" or second.i > first.i + 2:
            continue
        own = _children(tokens, second.i)
        if first.entity_type == second.entity_type in NAMES and [t.text for t in own] == [","]:
            tokens[second.i] = replace(second, dep="conj")
            changed = True
    return changed


def _to_come(tokens: list[Token]) -> bool:
    """ "Chad to visit Mali": it will."""
    changed = False
    for mark in tokens:
        verb = tokens[mark.head]
        if mark.dep != "mark" or mark.text.lower() != "to" or verb.tag != "VB":
            continue
        name = tokens[verb.head]
        if verb.dep == "acl" and name.dep == "root" and name.entity_type in NAMES and name.i < mark.i:
            for t in _children(tokens, name.i):
                if t.i > verb.i:
                    tokens[t.i] = replace(t, head=verb.i)
            verb = tokens[verb.i] = replace(verb, dep="root", head=verb.i)
            tokens[name.i] = replace(name, dep="nsubj", head=verb.i)
        said = verb.dep == "ccomp" and verb.head > verb.i
        if (verb.dep == "root" or said) and any(
            t.relation == "nsubj" and t.i < mark.i for t in _children(tokens, verb.i)
        ):
            tokens[mark.i] = replace(mark, pos="AUX", tag="MD", lemma="will", dep="aux")
            changed = True
    return changed


def _done_to(tokens: list[Token]) -> bool:
    """ "Chad accused of lying": it is done to Chad."""
    changed = False
    for verb in tokens:
        if verb.tag not in ("VBD", "VBN") or verb.dep != "root" or verb.lemma.lower() not in DONE_TO:
            continue
        own = _children(tokens, verb.i)
        subject = next((t for t in own if t.dep == "nsubj" and t.i < verb.i), None)
        if subject is None or any(t.relation in ("obj", "aux", "ccomp") for t in own):
            continue
        tokens[verb.i] = replace(verb, tag="VBN", morph="Tense=Past|VerbForm=Part|Voice=Pass")
        tokens[subject.i] = replace(subject, dep="nsubj:pass")
        changed = True
    return changed
