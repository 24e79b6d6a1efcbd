"""What `kg explain` tells of a text."""

from __future__ import annotations

import pytest
from gold_files import all_examples

from kg.explain import Explanation, explain
from kg.pipeline import Pipeline
from kg.tree import Tree

EXAMPLES = {example.text: example for example in all_examples()}


def explain_gold(text: str, monkeypatch: pytest.MonkeyPatch) -> Explanation:
    """The explanation of a gold sentence, by its stored parse."""
    example = EXAMPLES[text]
    pipeline = Pipeline.without_parser()

    def stored(_: str) -> tuple[Tree, ...]:
        return example.trees

    monkeypatch.setattr(pipeline, "parse", stored)
    return explain(example.document, pipeline=pipeline)


def test_explanation_names_parse_actors_statements_and_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule of a statement's trail is explained by its line of the table."""
    lines = explain_gold("Brazil urged Venezuela to free the priests.", monkeypatch).to_text().splitlines()
    assert lines[0] == "Brazil urged Venezuela to free the priests."
    assert [line for line in lines if line and not line.startswith(" ")][1:] == ["Parse", "Actors", "Statements"]
    assert any("URGES" in line and "Brazil" in line and "Venezuela" in line for line in lines)
    assert any("within: Brazil -URGES-> Venezuela" in line for line in lines)
    rule = "    object-control: the object of the embedding verb is the subject of the infinitive, as in “Kerry urged"
    assert any(line.startswith(rule) for line in lines)


def test_explanation_says_why_a_clause_gave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence has a reason, with the words of the clause."""
    text = explain_gold("Norway sleeps.", monkeypatch).to_text()
    assert "Statements\n  none" in text
    assert "What gave nothing, and why\n  verb unknown: Norway sleeps" in text


def test_explanation_goes_sentence_by_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """One part a sentence; a pronoun shows whom it stands for."""
    explanation = explain_gold("Russia attacked Georgia. It is also supporting Armenia.", monkeypatch)
    assert len(explanation.sentences) == 2
    assert "“It”: Russia" in explanation.to_text()
    assert explanation.to_text().count("Parse") == 2


def test_explanation_is_the_reading_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown is what would be recorded."""
    explanation = explain_gold("Mali and Niger accused France.", monkeypatch)
    assert tuple(s for part in explanation.sentences for s in part.statements) == explanation.reading.statements
    assert len(explanation.reading.statements) == 2


@pytest.mark.model
def test_a_string_is_explained_with_the_shipped_model() -> None:
    """The whole way from a string, an empty one too."""
    assert "Ghana -THANKS-> Togo" in explain("Ghana thanked Togo.").to_text().replace("  ", " ")
    assert explain("").to_text() == ""
