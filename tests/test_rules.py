"""The table of rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.extraction.rules import BY_NAME, RULES, Rule, describe_rule

CODE = Path(__file__).parents[1] / "kg"


def test_names_are_unique_and_speak() -> None:
    """A rule is one name of lower-case words joined by hyphens."""
    assert len(BY_NAME) == len(RULES)
    assert [r.name for r in RULES if not re.fullmatch(r"[a-z]+(-[a-z]+)*", r.name)] == []


def test_families_stand_together_in_order() -> None:
    """Arguments come first, then actors, status, speakers, and what is stated last."""
    families = [r.family for r in RULES]
    assert list(dict.fromkeys(families)) == ["argument", "actor", "status", "speaker", "statement"]
    assert families == sorted(families, key=["argument", "actor", "status", "speaker", "statement"].index)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_an_example_and_another_in_which_it_must_not_fire(rule: Rule) -> None:
    """Both are sentences, and not the same."""
    assert rule.reads
    assert rule.example != rule.not_in
    assert all(re.fullmatch(r"[“A-Z].+[.”]", sentence) for sentence in (rule.example, rule.not_in))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_code_knows_the_rule(rule: Rule) -> None:
    """Each name of the table is given by some module of extraction or assembly."""
    files = [*(CODE / "extraction").glob("*.py"), *(CODE / "assembly").glob("*.py")]
    texts = [f.read_text(encoding="utf-8") for f in files if f.name != "rules.py"]
    assert any(f'"{rule.name}"' in text for text in texts)


def test_describe_rule_gives_reading_and_example() -> None:
    """One line for `kg explain`."""
    assert describe_rule("passive-agent") == "the by-phrase of a passive acts, as in “Iraq was attacked by rebels.”"


def test_describe_rule_knows_no_other_name() -> None:
    """A name outside the table is an error of the caller."""
    with pytest.raises(KeyError):
        describe_rule("active-object")
