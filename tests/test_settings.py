"""Settings: which value wins, where it came from, and what is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ConfigError
from kg.settings import read_settings


def test_defaults_without_anything() -> None:
    """With an empty environment every setting has its documented default."""
    settings = read_settings({})
    assert settings.home == Path(".kg")
    assert settings.pipeline == "newswire"
    assert settings.model is None
    assert settings.neo4j_uri is None
    assert settings.neo4j_username == "neo4j"
    assert set(settings.origins.values()) == {"default"}


def test_an_argument_wins_over_the_environment() -> None:
    """Flag, environment, default: the first that is given."""
    settings = read_settings({"KG_HOME": "/from/environment", "KG_MODEL": "en_core_web_sm"}, home="/from/flag")
    assert settings.home == Path("/from/flag")
    assert settings.model == "en_core_web_sm"
    assert settings.origins["home"] == "argument"
    assert settings.origins["model"] == "environment KG_MODEL"


def test_an_empty_variable_counts_as_not_set() -> None:
    """`KG_HOME=` is the same as no KG_HOME."""
    assert read_settings({"KG_HOME": ""}).home == Path(".kg")


def test_a_flag_of_none_counts_as_not_given() -> None:
    """Options that were not used leave the environment in force."""
    assert read_settings({"KG_HOME": "/a"}, home=None).home == Path("/a")


def test_the_password_is_never_shown() -> None:
    """Neither the rows for the user nor the representation contain it."""
    settings = read_settings({"NEO4J_PASSWORD": "hunter2"})
    assert settings.neo4j_password == "hunter2"
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in str(settings.shown())
    row = next(row for row in settings.shown() if row["setting"] == "neo4j_password")
    assert row == {"setting": "neo4j_password", "value": "(set)", "origin": "environment NEO4J_PASSWORD"}


def test_an_unknown_setting_is_refused() -> None:
    """A misspelt name is an error that carries it."""
    with pytest.raises(ConfigError, match="unknown setting hoem") as caught:
        read_settings({}, hoem="/a")
    assert caught.value.key == "hoem"


def test_rows_name_every_setting_once() -> None:
    """`kg config show` lists all settings."""
    assert [row["setting"] for row in read_settings({}).shown()] == [
        "home",
        "model",
        "data",
        "pipeline",
        "neo4j_uri",
        "neo4j_username",
        "neo4j_password",
        "neo4j_database",
    ]
