"""Saved questions: what a file must have, and how files are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ConfigError, UnknownQuery
from kg.query.files import list_questions, read_question
from kg.query.header import load_question
from kg.query.question import Column, Parameter, ParameterType

GOOD = """\
// summary: Who supports an actor.
// parameter actor: actor, required. The actor that is supported.
// parameter since: date, default "0001-01-01". First day.
// returns supporter: name of the supporting actor
// returns origins: number of independent origins
// example: actor="Coastal Union" since=2014-09-01
MATCH (s:Actor)-[r:SUPPORTS]->(t:Actor {uid: $actor})
WHERE r.published >= $since
RETURN s.name AS supporter, count(DISTINCT r.origin) AS origins
ORDER BY origins DESC, supporter
"""


def write(folder: Path, text: str, name: str = "who_supports") -> Path:
    path = folder / "actors" / f"{name}.cypher"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_header_becomes_the_question(tmp_path: Path) -> None:
    """Name, topic, summary, parameters, columns and example come from the file."""
    question = load_question(write(tmp_path, GOOD))
    assert question.name == "who_supports"
    assert question.topic == "actors"
    assert question.summary == "Who supports an actor."
    assert question.parameters == (
        Parameter("actor", ParameterType.ACTOR, True, None, "The actor that is supported."),
        Parameter("since", ParameterType.DATE, False, "0001-01-01", "First day."),
    )
    assert question.columns == (
        Column("supporter", "name of the supporting actor"),
        Column("origins", "number of independent origins"),
    )
    assert question.command == "kg ask who_supports -p 'actor=Coastal Union' -p since=2014-09-01"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("// summary: Who supports an actor.\n", "", 1, "the summary is missing"),
        ("// returns supporter", "// summary: Twice.\n// returns supporter", 4, "a second summary"),
        ('// example: actor="Coastal Union" since=2014-09-01\n', "", 1, "the example is missing"),
        (
            "// returns supporter",
            "// parameter since: date, required. Again.\n// returns supporter",
            4,
            "declared twice",
        ),
        ("// returns origins", "// returns supporter: again\n// returns origins", 5, "supporter is declared twice"),
        ("$since", "'2014'", 3, "since is declared but not used"),
        ("$since", "$from", 8, "the parameter $from is used but not declared"),
        ("AS origins\n", "AS sources\n", 9, "it returns supporter, sources, but declares supporter, origins"),
        ("// returns origins: number of independent origins\n", "", 8, "but declares supporter"),
        ("actor, required", "actr, required", 2, "actr is no type of a parameter"),
        ("actor, required. The", "actor The", 2, "not declared in full"),
        ('"0001-01-01". First', "2014-01-01. First", 3, "the parameter since has no meaning"),
        ('"0001-01-01". First', "day one. First", 3, "the default of since is not JSON"),
        ("// parameter actor:", "// parametr actor:", 2, "not a line of a header"),
        ("// parameter actor:", "// parameter :", 2, "not a line of a header"),
        ('actor="Coastal Union" since', "since", 1, "the example lacks the required actor"),
        ("since=2014-09-01", "until=2014-09-01", 1, "the example gives until"),
        ("since=2014-09-01", "since", 6, "a list of name=value"),
    ],
)
def test_incomplete_file_does_not_load(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    """A header that does not fit is an error that names file and line."""
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(ConfigError) as error:
        load_question(path)
    assert error.value.message.startswith(f"{path}:{line}: ")
    assert reason in error.value.message
    assert error.value.path == path


def test_writing_question_does_not_load(tmp_path: Path) -> None:
    """The guard's reason, with the line in the file, is the error."""
    path = write(tmp_path, GOOD + "SET s.x = 1\n")
    with pytest.raises(ConfigError, match="line 11, column 1: SET writes to the graph"):
        load_question(path)


def test_bytes_that_are_no_text_do_not_load(tmp_path: Path) -> None:
    """A file that is not UTF-8 is an error with its path."""
    path = write(tmp_path, GOOD)
    path.write_bytes(b"// summary: \xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_question(path)


def test_file_name_must_be_a_name(tmp_path: Path) -> None:
    """The stem is what users type, so blanks and capitals are refused."""
    with pytest.raises(ConfigError, match="lower-case letters"):
        load_question(write(tmp_path, GOOD, name="Who Supports"))


def test_one_name_in_two_topics_is_refused(tmp_path: Path) -> None:
    """A name stands for one question."""
    write(tmp_path, GOOD)
    other = tmp_path / "stance" / "who_supports.cypher"
    other.parent.mkdir()
    other.write_text(GOOD, encoding="utf-8")
    with pytest.raises(ConfigError, match="the name is taken by"):
        list_questions(tmp_path)


def test_question_is_found_by_name(tmp_path: Path) -> None:
    """Letter case and hyphens do not matter; an unknown name is answered with the closest."""
    write(tmp_path, GOOD)
    assert read_question("Who-Supports", tmp_path).name == "who_supports"
    with pytest.raises(UnknownQuery) as unknown:
        read_question("who_suports", tmp_path)
    assert unknown.value.hint == "did you mean who_supports?"
    with pytest.raises(UnknownQuery) as unknown:
        read_question("zzz", tmp_path)
    assert unknown.value.hint == "`kg ask` lists the saved questions"
