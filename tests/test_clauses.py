"""Clauses of hand-written trees: predicates, logical slots, tense, matter, time and place."""

from __future__ import annotations

from functools import cache

import pytest
from resolve_trees import make_tree

from kg.clause import Clause
from kg.extraction.clauses import find_clauses
from kg.pipeline import Pipeline


@cache
def _pipeline() -> Pipeline:
    return Pipeline.without_parser()


def clauses(line: str) -> tuple[Clause, ...]:
    """The clauses of one tree."""
    return find_clauses(make_tree(line), _pipeline().lexicon, _pipeline().cues)


def slots(line: str, lemma: str) -> set[tuple[str, str, str]]:
    """Slot, word and rule of each argument of the predicate with this lemma."""
    tree = make_tree(line)
    clause = next(c for c in clauses(line) if c.predicate.lemma == lemma)
    return {(a.slot, tree[a.head].text, a.rule) for a in clause.arguments}


ACTIVE = "Ghana|NNP|nsubj|2|B-GPE attacked~attack|VBD|root|0 Togo|NNP|obj|2|B-GPE .|.|punct|2"
PASSIVE = (
    "Togo|NNP|nsubj:pass|3|B-GPE was~be|VBD|aux:pass|3 attacked~attack|VBN|root|0 by|IN|case|5 "
    "Ghana|NNP|obl:agent|3|B-GPE .|.|punct|3"
)
BY_NIGHT = "Togo|NNP|nsubj:pass|3|B-GPE was~be|VBD|aux:pass|3 attacked~attack|VBN|root|0 by|IN|case|5 night|NN|obl|3"
CONTROL = (
    "Ghana|NNP|nsubj|2|B-GPE urged~urge|VBD|root|0 Togo|NNP|obj|2|B-GPE to|TO|mark|5 help|VB|xcomp|2 "
    "Benin|NNP|obj|5|B-GPE .|.|punct|2"
)
RELATIVE = (
    "Togo|NNP|nsubj|7|B-GPE ,|,|punct|5 which|WDT|obj|5 Ghana|NNP|nsubj|5|B-GPE attacked~attack|VBD|acl:relcl|1 "
    ",|,|punct|5 wept~weep|VBD|root|0 .|.|punct|7"
)
REDUCED = (
    "Rebels~rebel|NNS|nsubj|5 backed~back|VBN|acl|1 by|IN|case|4 Ghana|NNP|obl:agent|2|B-GPE left~leave|VBD|root|0"
)
NOMINAL = (
    "Ghana|NNP|nmod:poss|3|B-GPE 's|POS|case|1 attack|NN|nsubj|6 on|IN|case|5 Togo|NNP|nmod|3|B-GPE "
    "failed~fail|VBD|root|0"
)


@pytest.mark.parametrize(
    ("line", "lemma", "expected"),
    [
        (ACTIVE, "attack", {("subject", "Ghana", "active-subject"), ("object", "Togo", "direct-object")}),
        (PASSIVE, "attack", {("subject", "Ghana", "passive-agent"), ("object", "Togo", "passive-subject")}),
        (
            CONTROL,
            "urge",
            {
                ("subject", "Ghana", "active-subject"),
                ("object", "Togo", "direct-object"),
                ("content-object", "Benin", "content-object"),
            },
        ),
        (CONTROL, "help", {("subject", "Togo", "object-control"), ("object", "Benin", "direct-object")}),
        (RELATIVE, "attack", {("subject", "Ghana", "active-subject"), ("object", "Togo", "relative-object")}),
        (REDUCED, "back", {("subject", "Ghana", "passive-agent"), ("object", "Rebels", "reduced-relative")}),
        (NOMINAL, "attack", {("possessor", "Ghana", "noun-possessor"), ("on", "Togo", "noun-preposition")}),
    ],
)
def test_slots_are_logical(line: str, lemma: str, expected: set[tuple[str, str, str]]) -> None:
    """Active, passive, control, relative clause and noun lead to the same ends, each by its rule."""
    assert slots(line, lemma) == expected


def test_every_verb_gives_one_clause() -> None:
    """In the order of the predicates, with the parent where one embeds the other."""
    found = clauses(CONTROL)
    assert [(c.predicate.lemma, c.parent) for c in found] == [("urge", None), ("help", 1)]


def test_passive_is_kept() -> None:
    """How it was said stays known."""
    attacks = [c for line in (ACTIVE, PASSIVE) for c in clauses(line) if c.predicate.lemma == "attack"]
    assert [c.predicate.passive for c in attacks] == [False, True]


def test_matter_of_a_request() -> None:
    """What is asked for, in the words read."""
    matter = clauses(CONTROL)[0].matter
    assert matter is not None
    assert matter.text == "to help Benin"


@pytest.mark.parametrize(
    ("line", "past", "future"),
    [
        (ACTIVE, True, False),
        (ACTIVE.replace("attacked~attack|VBD", "attacks~attack|VBZ"), False, False),
        (
            "Ghana|NNP|nsubj|3|B-GPE will|MD|aux|3 attack|VB|root|0 Togo|NNP|obj|3|B-GPE .|.|punct|3",
            False,
            True,
        ),
        (
            "Ghana|NNP|nsubj|3|B-GPE has~have|VBZ|aux|3 attacked~attack|VBN|root|0 Togo|NNP|obj|3|B-GPE .|.|punct|3",
            True,
            False,
        ),
    ],
)
def test_tense(line: str, past: bool, future: bool) -> None:
    """Past, future, or neither."""
    clause = next(c for c in clauses(line) if c.predicate.lemma == "attack")
    assert (clause.past, clause.future) == (past, future)


def test_time_and_place_are_no_actors() -> None:
    """ "In Accra on Friday": a place and words of time, found by their prepositions."""
    line = (
        "Ghana|NNP|nsubj|2|B-GPE met~meet|VBD|root|0 Togo|NNP|obj|2|B-GPE in|IN|case|5 Accra|NNP|obl|2|B-GPE "
        "on|IN|case|7 Friday|NNP|obl|2|B-DATE .|.|punct|2"
    )
    clause = clauses(line)[0]
    assert clause.places == (4,)
    assert clause.time is not None
    assert clause.time.text == "Friday"


def test_by_phrase_of_a_thing_stays_a_candidate_only() -> None:
    """ "By night" stands in the agent's place; that nobody is called so is found later."""
    assert ("object", "Togo", "passive-subject") in slots(BY_NIGHT, "attack")


def test_span_of_a_clause_is_without_outer_punctuation() -> None:
    """Reports show the words of the clause alone."""
    assert clauses(ACTIVE)[0].span.text == "Ghana attacked Togo"


def test_a_sentence_without_predicate_has_no_clause() -> None:
    """Nothing is invented for a greeting."""
    assert clauses("Good|JJ|amod|2 morning|NN|root|0 .|.|punct|2") == ()
