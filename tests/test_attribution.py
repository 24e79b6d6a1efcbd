"""Speaker chains of stored parses, nearest first."""

from __future__ import annotations

from functools import cache

import pytest
from gold_files import all_examples

from kg.extraction.clauses import find_clauses
from kg.extraction.normalize import normalize_tree
from kg.pipeline import Pipeline

EXAMPLES = {example.text: example for example in all_examples()}


@cache
def _pipeline() -> Pipeline:
    return Pipeline.without_parser()


def chain(text: str, lemma: str) -> list[tuple[str, str]]:
    """Words and rule of each speaker of the predicate with this lemma."""
    for tree in EXAMPLES[text].trees:
        normal = normalize_tree(tree, _pipeline().cues)
        for found in find_clauses(normal, _pipeline().lexicon, _pipeline().cues):
            if found.predicate.lemma == lemma:
                return [(s.words.text, s.rule) for s in found.speakers]
    raise AssertionError(f"no clause of {lemma} in {text}")


@pytest.mark.parametrize(
    ("text", "lemma", "speakers"),
    [
        ("Norway supports Ukraine.", "support", []),
        ("Nadia Rossi said Hungary supports Serbia.", "support", [("Nadia Rossi", "reporting-verb")]),
        (
            "Nadia Rossi said Hungary believes that Serbia attacked Kosovo.",
            "attack",
            [("Hungary", "embedding-speaker"), ("Nadia Rossi", "reporting-verb")],
        ),
        ("Hungary, Nadia Rossi said, supports Romania.", "support", [("Nadia Rossi", "parenthetical-speaker")]),
        ("Qatar is said to fund Hamas.", "fund", [("said", "passive-report")]),
        ("Lithuania accused Belarus of arming smugglers.", "arm", [("Lithuania", "embedding-speaker")]),
        ("Armenia's claim that Turkey armed Azerbaijan spread.", "arm", [("Armenia", "reporting-noun")]),
        ("Armenia's plan to arm Georgia spread.", "arm", []),
        ("According to Ana Duarte, Bolivia armed Paraguay.", "arm", [("Ana Duarte", "according-to")]),
        ("Rwanda reportedly armed Burundi.", "arm", [("reportedly", "hearsay")]),
        ("Rwanda openly armed Burundi.", "arm", []),
        ("Brazil urged Venezuela to free the priests.", "free", [("Brazil", "embedding-speaker")]),
        ("Brazil urged Venezuela to free the priests.", "urge", []),
    ],
)
def test_speaker_chain(text: str, lemma: str, speakers: list[tuple[str, str]]) -> None:
    """Who says so, by which rule; the writer's own voice has nobody."""
    assert chain(text, lemma) == speakers


def test_speakers_who_speak_together_are_one_step() -> None:
    """ "A and B said" is one step of two heads."""
    text = "Britain and France said Russia attacked Moldova."
    tree = EXAMPLES[text].trees[0]
    found = next(c for c in find_clauses(tree, _pipeline().lexicon, _pipeline().cues) if c.predicate.lemma == "attack")
    assert [[tree[h].text for h in s.heads] for s in found.speakers] == [["Britain", "France"]]
