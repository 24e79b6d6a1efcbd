"""The statement record: keys of the contract, in its order, there and back without loss."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from cli_examples import FULL, PLAIN

from kg.model import Statement
from kg.records import record_line, statement_from_record, statement_to_record

KEYS = [
    *("schema_version", "sid", "claim", "document", "sentence", "source", "predicate", "target"),
    *("relation", "category", "quad", "cameo", "score", "polarity", "modality", "phase", "condition", "cues"),
    *("factual", "attributed_to", "symmetric", "event", "within", "matter", "place", "date", "confidence"),
    *("rules", "pipeline", "model"),
]
PARTICIPANT_KEYS = [
    *("uid", "name", "kind", "sector", "scope", "country", "text", "start", "end", "link", "antecedent"),
]


@pytest.mark.parametrize("statement", [PLAIN, FULL], ids=["plain", "full"])
def test_there_and_back(statement: Statement) -> None:
    """A record says all that the statement says, also through JSON."""
    assert statement_from_record(json.loads(record_line(statement_to_record(statement)))) == statement


def test_keys_are_those_of_the_contract() -> None:
    """Names and order are public."""
    record = statement_to_record(FULL)
    assert list(record) == KEYS
    assert list(record["document"]) == ["uid", "id", "published", "publisher", "url", "origin"]
    assert list(record["sentence"]) == ["index", "start", "end", "text"]
    assert list(record["source"]) == PARTICIPANT_KEYS
    assert list(record["predicate"]) == ["text", "start", "end", "lemma"]
    assert list(record["date"]) == ["from", "to", "precision", "text", "start", "end"]


def test_every_field_of_a_statement_is_in_its_record() -> None:
    """A new field cannot be forgotten."""
    assert {field.name for field in fields(Statement)} | {"schema_version"} == set(KEYS)


def test_values_are_plain_json() -> None:
    """Closed sets are strings, missing values null, speakers a list of steps."""
    record = statement_to_record(FULL)
    assert type(record["category"]) is str
    assert type(record["source"]["kind"]) is str
    assert record["schema_version"] == 1
    assert [[p["name"] for p in step] for step in record["attributed_to"]] == [["It", "Russia"], ["Iraq"]]
    assert record["attributed_to"][0][0]["antecedent"] == {"text": "Iran", "start": 37, "end": 41}
    assert statement_to_record(PLAIN)["date"] is None


def test_a_line_is_one_line_in_plain_letters() -> None:
    """Letters are written as such; line breaks inside texts are escaped."""
    line = record_line({"text": "Çavuşoğlu\nsaid"})
    assert line == '{"text": "Çavuşoğlu\\nsaid"}'


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [("category", "FRIENDSHIP", ValueError), ("polarity", "MAYBE", ValueError), ("phase", "MIDDLE", ValueError)],
)
def test_values_outside_a_closed_list_are_refused(key: str, value: str, error: type[Exception]) -> None:
    """A record of another making is not taken on trust."""
    with pytest.raises(error, match=value):
        statement_from_record(statement_to_record(PLAIN) | {key: value})


@pytest.mark.parametrize("key", KEYS[1:])
def test_a_missing_field_is_refused(key: str) -> None:
    """No field has a silent default."""
    record = statement_to_record(FULL)
    del record[key]
    with pytest.raises(KeyError):
        statement_from_record(record)
