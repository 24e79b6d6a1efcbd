"""Status of predicates in stored parses: polarity, modality, phase, condition and the cues that set them."""

from __future__ import annotations

from functools import cache

import pytest
from gold_files import all_examples

from kg.clause import Clause
from kg.extraction.clauses import find_clauses
from kg.extraction.normalize import normalize_tree
from kg.model import Modality, Phase, Polarity
from kg.pipeline import Pipeline

EXAMPLES = {example.text: example for example in all_examples()}


@cache
def _pipeline() -> Pipeline:
    return Pipeline.without_parser()


def clause(text: str, lemma: str) -> Clause:
    """The clause of a gold sentence whose predicate has this lemma."""
    for tree in EXAMPLES[text].trees:
        normal = normalize_tree(tree, _pipeline().cues)
        for found in find_clauses(normal, _pipeline().lexicon, _pipeline().cues):
            if found.predicate.lemma == lemma:
                return found
    raise AssertionError(f"no clause of {lemma} in {text}")


@pytest.mark.parametrize(
    ("text", "lemma", "polarity", "modality", "phase", "cues"),
    [
        ("Norway supports Ukraine.", "support", "AFFIRMED", "ASSERTED", None, []),
        ("Norway did not support Belarus.", "support", "NEGATED", "ASSERTED", None, ["not"]),
        ("Norway not only supports Malta.", "support", "AFFIRMED", "ASSERTED", None, []),
        ("Turkey launched no attack on Cyprus.", "attack", "NEGATED", "ASSERTED", None, ["no"]),
        ("Turkey withdrew without attacking Cyprus.", "attack", "NEGATED", "ASSERTED", None, ["without"]),
        ("Chad no longer supports Libya.", "support", "NEGATED", "ASSERTED", "ENDS", ["longer"]),
        ("Spain may recognize Kosovo.", "recognize", "AFFIRMED", "POSSIBLE", None, ["may"]),
        ("Spain won't recognize Kosovo.", "recognize", "NEGATED", "PLANNED", None, ["wo", "n't"]),
        ("Spain must help Malta.", "help", "AFFIRMED", "OBLIGED", None, ["must"]),
        ("Should Iran attack Israel, it will answer.", "attack", "AFFIRMED", "CONDITIONAL", None, ["Should"]),
        ("Karen Holm is to meet Ivan Petrov.", "meet", "AFFIRMED", "PLANNED", None, ["is"]),
        ("Poland plans to support Georgia.", "support", "AFFIRMED", "PLANNED", None, ["plans"]),
        ("Poland managed to support Georgia.", "support", "AFFIRMED", "ASSERTED", None, []),
        ("Serbia refused to recognize Kosovo.", "recognize", "NEGATED", "ASSERTED", None, ["refused"]),
        ("Serbia did not deny attacking Croatia.", "attack", "AFFIRMED", "POSSIBLE", None, ["not", "deny"]),
        ("Malta continues to support Libya.", "support", "AFFIRMED", "ASSERTED", "CONTINUES", ["continues"]),
        ("Portugal still supports Angola.", "support", "AFFIRMED", "ASSERTED", "CONTINUES", ["still"]),
        ("The alleged Turkish attack on Cyprus made headlines.", "attack", "AFFIRMED", "POSSIBLE", None, ["alleged"]),
        ("Ana Duarte said Bolivia must have armed Paraguay.", "arm", "AFFIRMED", "POSSIBLE", None, ["must"]),
    ],
)
def test_status(text: str, lemma: str, polarity: str, modality: str, phase: str | None, cues: list[str]) -> None:
    """Each construction sets polarity, modality and phase, and names the words that did it."""
    status = clause(text, lemma).status
    assert status.polarity is Polarity(polarity)
    assert status.modality is Modality(modality)
    assert status.phase is (None if phase is None else Phase(phase))
    assert [c.text for c in status.cues] == cues


@pytest.mark.parametrize(
    ("text", "lemma", "condition"),
    [
        ("Belgium would help Rwanda if Uganda agreed.", "help", "if Uganda agreed"),
        ("If Eritrea attacks Djibouti, France will help Djibouti.", "help", "If Eritrea attacks Djibouti"),
        (
            "Denmark will sanction Belarus unless Belarus frees the monks.",
            "sanction",
            "unless Belarus frees the monks",
        ),
        (
            "Belgium is ready to help Rwanda under the condition that Uganda agrees.",
            "help",
            "under the condition that Uganda agrees",
        ),
    ],
)
def test_condition_is_kept_in_its_words(text: str, lemma: str, condition: str) -> None:
    """The main clause carries the words of its condition."""
    found = clause(text, lemma).status.condition
    assert found is not None
    assert found.text == condition


def test_what_stands_in_the_condition_has_none_of_its_own() -> None:
    """The clause after “if” is conditional, and conditions nothing."""
    status = clause("If Eritrea attacks Djibouti, France will help Djibouti.", "attack").status
    assert (status.modality, status.condition) == (Modality.CONDITIONAL, None)
