"""The actor tables: keys of names, what is shipped, and errors that name file and key."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kg.config import read_config
from kg.errors import ConfigError
from kg.ids import make_id
from kg.model import Kind
from kg.resources import find_resource
from kg.tables import Side, name_key, read_tables

SHIPPED = find_resource("pipelines", "newswire")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped tables that a test may spoil."""
    for job in ("countries", "actors", "titles", "nouns", "names"):
        shutil.copy(SHIPPED / f"{job}.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("the U.S.", "US"),
        ("U.S.'s", "US"),
        ("us", "us"),
        ("al-Qaida’s", "al qaida"),
        ("Kurdistan Workers’ Party", "kurdistan workers party"),
        ("Côte d’Ivoire", "cote divoire"),
        ("Guinea-Bissau", "guinea bissau"),
        ("Theresa May", "theresa may"),
        ("ISIS", "isis"),
        ("IS", "IS"),
        ("is", "is"),
        ("Network Solutions.[2]", "network solutions"),
        ("", ""),
    ],
)
def test_name_key(name: str, key: str) -> None:
    """Quotes, dots, hyphens, accents, articles and case do not count; short capitals keep their case."""
    assert name_key(name) == key


def test_shipped_tables_know_countries_by_checked_ids() -> None:
    """Russia has its Wikidata id, code, adjective and seats; every country has an id of the right form."""
    tables = read_tables(SHIPPED)
    russia = tables.countries["RUS"]
    assert (russia.entity.uid, russia.entity.kind, russia.entity.country) == ("Q159", Kind.GPE, "RUS")
    assert russia.adjective == "Russian"
    assert set(russia.seats) == {"Moscow", "Kremlin"}
    assert len(tables.countries) >= 200
    assert all(re.fullmatch(r"Q\d+", country.entity.uid or "") for country in tables.countries.values())
    assert len({country.entity.uid for country in tables.countries.values()}) == len(tables.countries)


def test_actor_without_checked_id_is_named_by_its_hash() -> None:
    """Hezbollah has no id in a checked table: its uid is the hash of its normalised name."""
    tables = read_tables(SHIPPED)
    assert tables.names["hezbollah"].uid == make_id("hezbollah")
    assert tables.names["hizbollah"] == tables.names["hezbollah"]
    assert "Hizbollah" in tables.aliases_of(make_id("hezbollah"))
    assert tables.aliases_of("Q0") == ()


def test_titles_say_for_whom_their_bearer_speaks() -> None:
    """A foreign minister speaks for the state, a director for the organisation, an analyst for himself."""
    titles = read_tables(SHIPPED).titles
    assert titles["foreign minister"].side is Side.STATE
    assert titles["director"].side is Side.ORGANISATION
    assert titles["analyst"].side is Side.SELF
    assert "diplomat" in titles["foreign minister"].fits


def test_nouns_carry_kind_and_sector() -> None:
    """An army is an institution of the military, a rebel a person under arms."""
    nouns = read_tables(SHIPPED).nouns
    assert (nouns["army"].kind, nouns["army"].sector, nouns["army"].institution) == (Kind.ORG, "MIL", True)
    assert (nouns["rebel"].kind, nouns["rebel"].sector, nouns["rebel"].fighters) == (Kind.PERSON, "REB", True)


def test_tables_are_found_through_the_configuration() -> None:
    """A pipeline's configuration and its folder give the same tables."""
    assert read_tables(read_config("newswire")).names == read_tables(SHIPPED).names


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "words"),
    [
        ("countries.toml", 'code = "AFG"', 'code = "Afg"', "country[1].code", "no ISO 3166"),
        ("countries.toml", 'wikidata = "Q889"', 'wikidata = "889"', "country[1].wikidata", "no Wikidata id"),
        ("countries.toml", 'name = "Afghanistan"\n', "", "country[1].name", "is missing"),
        ("countries.toml", 'code = "AFG"', 'code = "AFG"\nflag = "x"', "country[1].flag", "is not known"),
        (
            "countries.toml",
            'people = ["Afghans", "Afghan"]',
            'people = "Afghans"',
            "country[1].people",
            "must be a list",
        ),
        ("countries.toml", '["Albanians", "Albanian"]', '["Afghans"]', "country[2].people", "already stands for AFG"),
        ("actors.toml", 'kind = "ORG"', 'kind = "CLUB"', "actor[1].kind", "is not one of"),
        ("actors.toml", 'name = "Hamas"', 'name = "Hezbollah"', "name", "already stands for"),
        ("titles.toml", 'side = "STATE"', 'side = "LEFT"', "title[1].side", "is not one of"),
        (
            "nouns.toml",
            '"GOV"\ninstitution = true',
            '"GOV"\ninstitution = "yes"',
            "noun[1].institution",
            "must be true or false",
        ),
        ("names.toml", "male = [", 'neither = ["X"]\nmale = [', "names.neither", "is not known"),
    ],
)
def test_errors_name_file_and_key(folder: Path, file: str, old: str, new: str, key: str, words: str) -> None:
    """A spoilt entry is refused with the file, the entry's place and what is wrong."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_tables(folder)
    assert caught.value.path == path
    assert key in (caught.value.key or "")
    assert words in str(caught.value)
    assert file in str(caught.value)


def test_missing_file_and_broken_toml_are_config_errors(folder: Path) -> None:
    """A table that is missing or no TOML is named."""
    (folder / "names.toml").write_text("male = [", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"names\.toml is no valid TOML"):
        read_tables(folder)
    (folder / "names.toml").unlink()
    with pytest.raises(ConfigError, match=r"names\.toml is missing"):
        read_tables(folder)
