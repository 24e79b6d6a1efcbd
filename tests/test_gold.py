"""The gold files: every sentence gives what a careful reader signs, and nothing else, by the rules that are named."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from gold_files import Example, all_examples, differences, read_expected

from kg.errors import KgError
from kg.extraction.rules import RULES
from kg.model import Reading
from kg.pipeline import Pipeline

EXAMPLES = all_examples()


@cache
def _pipeline() -> Pipeline:
    return Pipeline.without_parser()


@cache
def _reading(index: int) -> Reading:
    example = EXAMPLES[index]
    return _pipeline().read_trees(example.document, example.trees)


def _params() -> list[object]:
    marks = {True: lambda gap: (pytest.mark.xfail(reason=f"known gap: {gap}", strict=True),), False: lambda _: ()}
    return [pytest.param(i, id=e.name, marks=marks[e.gap is not None](e.gap)) for i, e in enumerate(EXAMPLES)]


def _trail(index: int) -> set[str]:
    return {rule for statement in _reading(index).statements for rule in statement.rules}


@pytest.mark.parametrize("index", _params())
def test_sentence_gives_the_expected_statements_and_no_other(index: int) -> None:
    """What is missing or was not expected is named, with the rules that made it."""
    example = EXAMPLES[index]
    found = differences(example, _reading(index).statements)
    assert not found, "\n".join([example.section, example.text, *found])


@pytest.mark.parametrize("index", range(len(EXAMPLES)), ids=[e.name for e in EXAMPLES])
def test_counts_add_up(index: int) -> None:
    """Every clause gave a statement or says why not, and so does every sentence without a clause."""
    reading = _reading(index)
    accounted = reading.clauses_with_statements + len(reading.abstentions)
    assert accounted == reading.clauses + reading.sentences_without_clause


@pytest.mark.parametrize("index", range(len(EXAMPLES)), ids=[e.name for e in EXAMPLES])
def test_words_stand_where_the_record_says(index: int) -> None:
    """Predicate, ends, speakers, cues, condition, matter, place and date are slices of the text; ids are unique."""
    example, reading = EXAMPLES[index], _reading(index)
    statements = (*reading.statements, *reading.same_actor)
    for s in statements:
        speakers = [p for step in s.attributed_to for p in step]
        optional = [w for w in (s.condition, s.matter, s.place, s.date) if w is not None]
        for words in (s.predicate, s.source, s.target, s.sentence, *speakers, *s.cues, *optional):
            assert example.text[words.start : words.end] == words.text
    assert len({s.sid for s in statements}) == len(statements)
    assert all(s.within is None or s.within in {other.sid for other in statements} for s in statements)


def test_every_rule_has_an_example() -> None:
    """A rule's name stands in a heading, and in the trail of an expected statement of that section."""
    read = {r for i, e in enumerate(EXAMPLES) if not e.variant and not e.gap for r in _trail(i) if r in e.rules}
    gaps = {r for e in EXAMPLES if not e.variant and e.gap for r in e.rules}
    missing = [rule.name for rule in RULES if rule.name not in read and rule.name not in gaps]
    assert missing == []


def test_every_rule_has_a_look_alike() -> None:
    """Each rule's section has a variant, and there the rule does not fire."""
    variants = [(i, e) for i, e in enumerate(EXAMPLES) if e.variant]
    assert [rule.name for rule in RULES if not any(rule.name in e.rules for _, e in variants)] == []
    fired = [f"{e.name} {r}" for i, e in variants if not e.gap for r in e.rules if r in _trail(i)]
    assert fired == []


def test_rules_of_trails_are_in_the_table() -> None:
    """No statement carries a rule that nobody can look up."""
    known = {rule.name for rule in RULES}
    assert {rule for i in range(len(EXAMPLES)) for rule in _trail(i)} - known == set()


def test_headings_name_rules_of_the_table() -> None:
    """A name between backticks in a heading is a rule."""
    assert {r for e in EXAMPLES for r in e.rules} - {rule.name for rule in RULES} == set()


def test_every_section_has_a_variant() -> None:
    """A construction without its look-alike shows only half of what is wanted."""
    sections = {(e.file, e.section) for e in EXAMPLES}
    assert sorted(sections - {(e.file, e.section) for e in EXAMPLES if e.variant}) == []


def test_examples_say_what_they_expect() -> None:
    """Each example lists statements or says `nothing`, and has its parse."""
    unclear = [e.name for e in EXAMPLES if e.nothing == bool(e.expected) or not e.conllu]
    assert unclear == []


def test_no_sentence_stands_twice() -> None:
    """Each sentence is tested once."""
    assert [text for text, count in Counter(e.text for e in EXAMPLES).items() if count > 1] == []


def test_there_are_enough_examples() -> None:
    """The files are a description of what is read, not a sample."""
    assert len(EXAMPLES) >= 340


def test_status_is_part_of_the_comparison() -> None:
    """A statement that differs in status only is another one."""
    assert read_expected("A -AIDS-> B | PLANNED") != read_expected("A -AIDS-> B")
    assert read_expected("A <-MEETS-> B") != read_expected("A -MEETS-> B")
    assert read_expected("A -AIDS-> B | by C < D").status == frozenset({"by C < D"})
    with pytest.raises(ValueError, match="no part of a statement"):
        read_expected("A -AIDS-> B | PLANED")


def test_stored_parses_are_read_without_a_model() -> None:
    """The pipeline of these tests has no parser at all."""
    with pytest.raises(KgError, match="no parser"):
        _pipeline().parse("Russia supports Iraq.")


def test_differences_name_what_is_missing_and_what_was_not_expected() -> None:
    """The comparison sees a wrong expectation on both sides."""
    index = next(i for i, e in enumerate(EXAMPLES) if not e.gap and len(e.expected) == 1)
    example = EXAMPLES[index]
    wrong = Example(example.file, 1, "", (), False, example.text, [read_expected("Nobody -AIDS-> Nobody")])
    found = differences(wrong, _reading(index).statements)
    assert [line.split()[0] for line in found] == ["missing", "unexpected"]
