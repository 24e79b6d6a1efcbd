"""Bring parses to one form before rules see them: datelines cut off, infinitives of requests, lists, names as names.

Parsers differ in these, and one parser errs in them; each repair is a rule of Universal Dependencies or of newspapers,
not of one sentence.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.cues import Cues
from kg.extraction.headlines import mend_headline
from kg.extraction.joined_words import split_words
from kg.extraction.verb_places import make_nouns, make_verbs
from kg.model import Modality
from kg.tree import Token, Tree

DASHES = frozenset({"-", "–", "—", "--"})
DATELINE_WORDS = 12
JOINED_MARKS = (("as", "long", "as"), ("so", "long", "as"), ("far", "from"))
"""Words that mark a clause together, which Universal Dependencies takes apart."""
NAME_TYPES = frozenset({"ORG", "GPE", "PERSON", "NORP"})
NAMING = frozenset(
    {
        "call",
        "consider",
        "deem",
        "dub",
        "label",
        "brand",
        "term",
        "name",
        "declare",
        "find",
        "think",
        "elect",
        "appoint",
    }
)


def normalize_tree(tree: Tree, cues: Cues) -> Tree:
    """Return the tree in the form that the rules expect; the same object where nothing is to be done."""
    tokens = split_words(tree.tokens)
    changed = len(tokens) > len(tree)
    changed |= _names(tokens)
    changed |= mend_headline(tokens, cues)
    changed |= make_verbs(tokens)
    changed |= make_nouns(tokens)
    changed |= _request_infinitives(tokens, cues)
    changed |= _calls_to_act(tokens, cues)
    changed |= _dateline(tokens)
    changed |= _reported_clauses(tokens, cues)
    changed |= _content_clauses(tokens)
    changed |= _told_clauses(tokens, cues)
    changed |= _parentheses(tokens, cues)
    changed |= _garden_paths(tokens, cues)
    changed |= _joined_marks(tokens)
    changed |= _lists(tokens)
    changed |= _sides(tokens)
    changed |= _named_members(tokens)
    changed |= _given_names(tokens)
    return Tree(tree.sentence, tuple(tokens)) if changed else tree


def _names(tokens: list[Token]) -> bool:
    """A name in capitals that looks like a function word ("IS", "US") is a proper noun, and no auxiliary."""
    if sum(t.text.isupper() for t in tokens if t.text.isalpha()) * 2 > len(tokens):
        return False
    changed = False
    for token in tokens:
        if token.pos in ("AUX", "VERB", "PRON") and token.text.isupper() and token.entity_type in NAME_TYPES:
            dep = "compound" if token.dep in ("cop", "aux", "aux:pass") and token.head > token.i else token.dep
            tokens[token.i] = replace(token, pos="PROPN", tag="NNP", lemma=token.text, dep=dep, morph="Number=Sing")
            changed = True
    return changed


def _request_infinitives(tokens: list[Token], cues: Cues) -> bool:
    """ "urged X on Monday to leave": the infinitive is a complement, not a purpose."""
    changed = False
    for token in tokens:
        if token.dep != "advcl" or not any(
            t.head == token.i and t.dep == "mark" and t.text.lower() == "to" for t in tokens[: token.i]
        ):
            continue
        governor = tokens[token.head]
        lemma = governor.lemma.lower()
        embedding = cues.embedding(f"{lemma} to", "VERB") or cues.embedding(lemma, "VERB")
        if governor.pos != "VERB" or embedding is None or embedding.modality is not Modality.REQUESTED:
            continue
        if any(t.head == governor.i and t.dep in ("obj", "iobj") for t in tokens):
            tokens[token.i] = replace(token, dep="xcomp")
            changed = True
    return changed


def _calls_to_act(tokens: list[Token], cues: Cues) -> bool:
    """ "called X to congratulate her" is a call by telephone and its purpose, "called X to leave" asks X to leave.

    Neither gives X a name, as "called X a liar" does.
    """
    changed = False
    for token in tokens:
        call = tokens[token.head]
        if token.dep != "xcomp" or token.tag != "VB" or call.lemma.lower() != "call" or call.pos != "VERB":
            continue
        if not any(t.head == call.i and t.dep == "obj" for t in tokens):
            continue
        conveys = token.lemma.lower() in cues.conveying_verbs | cues.reporting_verbs
        tokens[call.i] = replace(call, lemma="phone" if conveys else "ask")
        tokens[token.i] = replace(token, dep="advcl" if conveys else "xcomp")
        changed = True
    return changed


def _reported_clauses(tokens: list[Token], cues: Cues) -> bool:
    """ "X will leave, Y told reporters": the clause before the reporting verb is what was told."""
    changed = False
    for token in tokens:
        governor = tokens[token.head]
        if token.dep != "advcl" or token.i > governor.i or governor.lemma.lower() not in cues.reporting_verbs:
            continue
        own = {t.relation for t in tokens if t.head == token.i and t.i != token.i}
        if "nsubj" in own and "mark" not in own and token.tag not in ("VBG", "VBN", "VB"):
            tokens[token.i] = replace(token, dep="ccomp")
            changed = True
    return changed


def _content_clauses(tokens: list[Token]) -> bool:
    """ "Accusations that X armed Y": a clause with a mere mark "that" is what the noun says, not a relative clause."""
    changed = False
    for mark in tokens:
        clause = tokens[mark.head]
        if mark.dep == "mark" and mark.text.lower() == "that" and clause.dep == "acl:relcl":
            tokens[clause.i] = replace(clause, dep="acl")
            changed = True
    return changed


def _told_clauses(tokens: list[Token], cues: Cues) -> bool:
    """ "told the meeting that X had left": a meeting has no content, so the clause is what was told."""
    changed = False
    for mark in tokens:
        clause = tokens[mark.head]
        if mark.dep != "mark" or mark.text.lower() != "that" or clause.dep != "acl":
            continue
        told = tokens[clause.head]
        verb = tokens[told.head]
        if told.dep not in ("obj", "iobj") or verb.pos != "VERB" or verb.lemma.lower() not in cues.reporting_verbs:
            continue
        if told.lemma.lower() in cues.reporting_nouns or any(t.head == verb.i and t.dep == "ccomp" for t in tokens):
            continue
        tokens[clause.i] = replace(clause, dep="ccomp", head=verb.i)
        changed = True
    return changed


def _parentheses(tokens: list[Token], cues: Cues) -> bool:
    """ "X supports Y, Z told reporters": a reporting verb set beside the clause without "and" is a parenthesis."""
    changed = False
    for token in tokens:
        if token.dep not in ("conj", "appos", "dep", "acl", "advcl") or token.lemma.lower() not in cues.reporting_verbs:
            continue
        head = tokens[token.head]
        own = [t for t in tokens if t.head == token.i and t.i != token.i]
        relations = {t.relation for t in own}
        if token.i < head.i or "nsubj" not in relations or relations & {"cc", "ccomp", "xcomp", "mark"}:
            continue
        if token.tag not in ("VBD", "VBZ", "VBP") or not any(t.text == "," for t in tokens[head.i : token.i]):
            continue
        if head.pos == "VERB" and any(t.head == head.i and t.relation == "nsubj" for t in tokens):
            tokens[token.i] = replace(token, dep="parataxis")
            changed = True
    return changed


def _garden_paths(tokens: list[Token], cues: Cues) -> bool:
    """ "X supports A and B has left": no clause is supported, so A is the object and "B has left" a second clause."""
    changed = False
    for token in tokens:
        governor = tokens[token.head]
        lemma = governor.lemma.lower()
        if token.dep != "ccomp" or governor.pos != "VERB" or token.i < governor.i or lemma in cues.reporting_verbs:
            continue
        if cues.embedding(lemma, "VERB") or any(t.head == token.i and t.relation == "mark" for t in tokens):
            continue
        first = next((t for t in tokens if t.head == token.i and t.relation == "nsubj"), None)
        second = None if first is None else next((t for t in tokens if t.head == first.i and t.dep == "conj"), None)
        if first is None or second is None or any(t.head == governor.i and t.dep == "obj" for t in tokens):
            continue
        if second.i > token.i or first.i < governor.i:
            continue
        tokens[first.i] = replace(first, head=governor.i, dep="obj")
        tokens[second.i] = replace(second, head=token.i, dep=first.dep)
        tokens[token.i] = replace(token, dep="conj")
        for other in tokens[first.i : second.i]:
            if other.head == second.i and other.dep == "cc":
                tokens[other.i] = replace(other, head=token.i)
        changed = True
    return changed


def _lists(tokens: list[Token]) -> bool:
    """ "A, B, C and D met": names of one type in a list are coordinated, whatever the parser called the middle ones."""
    changed = False
    for token in tokens:
        head = tokens[token.head]
        if token.dep == "appos" and token.pos == "PROPN" and token.entity_type == head.entity_type == "GPE":
            later = [t for t in tokens if t.i > token.i and t.pos == "PROPN" and t.entity_type == "GPE"]
            if any(t.head == head.i or (t.head == head.head and t.relation == head.relation) for t in later):
                tokens[token.i] = replace(token, dep="conj")
                changed = True
    for token in tokens:
        if token.relation != "nsubj" or token.head == token.i:
            continue
        first = next((t for t in tokens[: token.i] if t.head == token.head and t.relation == "nsubj"), None)
        if first is not None and first.pos == token.pos == "PROPN" and first.i < token.head:
            between = tokens[first.i + 1 : token.i]
            if any(t.text == "," for t in between) and not any(t.pos in ("VERB", "AUX") for t in between):
                tokens[token.i] = replace(token, head=first.i, dep="conj")
                changed = True
    return changed


def _joined_marks(tokens: list[Token]) -> bool:
    """ "as long as X attacks", "far from helping X": one marker, and the clause belongs to the verb above."""
    changed = False
    for words in JOINED_MARKS:
        for first in range(len(tokens) - len(words)):
            joined = tokens[first : first + len(words)]
            clause = tokens[joined[-1].head]
            if tuple(t.text.lower() for t in joined) != words or joined[-1].relation != "mark":
                continue
            outer = next((t.head for t in joined if t.i == clause.head), None)
            if outer is None or outer == clause.head or clause.dep not in ("advcl", "acl", "ccomp"):
                continue
            for other in tokens:
                if other.head == clause.head and other.i not in (clause.i, *(t.i for t in joined)):
                    tokens[other.i] = replace(other, head=clause.i)
            tokens[clause.i] = replace(clause, head=outer, dep="advcl")
            tokens[first] = replace(joined[0], head=clause.i, dep="mark")
            for token in joined[1:]:
                tokens[token.i] = replace(token, head=first, dep="fixed")
            changed = True
    return changed


def _named_members(tokens: list[Token]) -> bool:
    """ "two ministers, A and B": the second name is listed with the first, not with the noun for both."""
    changed = False
    for token in tokens:
        head = tokens[token.head]
        if token.dep != "conj" or token.pos != "PROPN" or head.tag not in ("NNS", "NNPS"):
            continue
        first = next((t for t in tokens[head.i : token.i] if t.head == head.i and t.dep == "appos"), None)
        if first is not None and first.pos == "PROPN" and first.entity_type == token.entity_type:
            tokens[token.i] = replace(token, head=first.i)
            changed = True
    return changed


def _given_names(tokens: list[Token]) -> bool:
    """ "considers X a friend", "what X calls a crime": the name given is a complement, and no second object."""
    changed = False
    for thing in tokens:
        verb = tokens[thing.head]
        if thing.dep not in ("obj", "xcomp") or thing.i < verb.i or verb.lemma.lower() not in NAMING:
            continue
        before = tokens[verb.i : thing.i]
        named = next((t for t in before if t.head == verb.i and t.dep in ("iobj", "obj")), None)
        if named is not None:
            tokens[named.i] = replace(named, dep="obj")
        elif thing.dep == "xcomp" or verb.dep != "acl:relcl" or tokens[verb.head].text.lower() != "what":
            continue
        tokens[thing.i] = replace(thing, dep="xcomp")
        changed = True
    return changed


def _sides(tokens: list[Token]) -> bool:
    """ "The war between X and Y militants": a first name with the preposition is a side of its own, no modifier."""
    changed = False
    for token in tokens:
        noun = tokens[token.head]
        if token.relation != "compound" or token.i > noun.i:
            continue
        own = [t for t in tokens if t.head == token.i and t.i != token.i]
        second = next((t for t in own if t.dep == "conj" and token.i < t.i < noun.i), None)
        if second is None or not any(t.dep == "case" and t.text.lower() == "between" for t in own):
            continue
        tokens[token.i] = replace(token, head=noun.head, dep=noun.dep)
        tokens[noun.i] = replace(noun, head=token.i, dep="conj")
        tokens[second.i] = replace(second, head=noun.i, dep="compound")
        changed = True
    return changed


def _dateline(tokens: list[Token]) -> bool:
    """ "BAGHDAD, Sept 19 (Agency) - Rebels ...": what stands before the dash is no part of the sentence."""
    end = _dateline_end(tokens)
    if end is None:
        return False
    outside = [t for t in tokens[end:] if t.head < end or t.head == t.i]
    if not outside:
        return False
    root = next((t for t in outside if t.head == t.i or t.pos in ("VERB", "AUX")), outside[0])
    for token in outside:
        dep = token.dep if token.i != root.i else "root"
        if token.i != root.i and dep in ("root", "appos", "parataxis", "flat", "conj", "nmod"):
            dep = "nsubj" if token.i < root.i and token.pos in ("NOUN", "PROPN", "PRON") else "dep"
        tokens[token.i] = replace(token, head=root.i, dep=dep)
    for token in tokens[:end]:
        tokens[token.i] = replace(token, head=root.i, dep="discourse", entity="O")
    return True


def _dateline_end(tokens: list[Token]) -> int | None:
    """Index of the first token after a dateline, or None: capitals first, a dash within a few words."""
    if len(tokens) < 5 or not re.fullmatch(r"[A-Z]{3,}[A-Z.]*", tokens[0].text):
        return None
    for token in tokens[1:DATELINE_WORDS]:
        if token.text in DASHES:
            spaced = token.start > tokens[token.i - 1].end
            before = tokens[: token.i]
            plain = all(t.text.isupper() or not t.text.isalpha() or t.text[0].isupper() for t in before)
            return token.i + 1 if spaced and plain and token.i + 1 < len(tokens) else None
    return None
