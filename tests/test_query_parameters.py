"""Values for parameters: types, actors by name, and what is said when they do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg.errors import QueryError, QueryParameterError, QueryRefused, UnknownActor
from kg.query.parameters import bind_parameters, find_actor
from kg.query.question import Parameter, ParameterType, Question
from kg.query.run import run_query
from kg.store.base import GraphStore, QueryResult


@dataclass(frozen=True)
class KnownActor:
    uid: str
    name: str
    kind: str | None = "GPE"
    country: str | None = None
    aliases: tuple[str, ...] = ()


ARCADIA = KnownActor("Q1", "Arcadia", country="ARC", aliases=("Republic of Arcadia",))
GEORGIA_STATE = KnownActor("Q1428", "Georgia", country="USA")
GEORGIA = KnownActor("Q230", "Georgia", country="GEO")
UNION = KnownActor("Q4", "Coastal Union", kind="ORG")


class Known:
    def actors(self) -> Iterable[KnownActor]:
        return [ARCADIA, GEORGIA_STATE, GEORGIA, UNION]

    def find_actors(self, name: str) -> Sequence[KnownActor]:
        return [actor for actor in self.actors() if name in (actor.uid, actor.name, *actor.aliases)]


def make_question(kind: ParameterType, *, required: bool = True, default: Any = None) -> Question:
    parameter = Parameter("x", kind, required, default, "What it is.")
    return Question("q", "actors", "A question.", (parameter,), (), {"x": "1"}, "", Path("q.cypher"))


@pytest.mark.parametrize(
    ("kind", "given", "bound"),
    [
        (ParameterType.ACTOR, "Arcadia", "Q1"),
        (ParameterType.ACTOR, "Republic of Arcadia", "Q1"),
        (ParameterType.ACTOR, " Q230 ", "Q230"),
        (ParameterType.ACTORS, ["Arcadia", "Q4"], ["Q1", "Q4"]),
        (ParameterType.ACTORS, "Arcadia", ["Q1"]),
        (ParameterType.COUNTRY, "Arcadia", "ARC"),
        (ParameterType.COUNTRY, "GEO", "GEO"),
        (ParameterType.STRING, "a b", "a b"),
        (ParameterType.STRING, 5, "5"),
        (ParameterType.INT, "5", 5),
        (ParameterType.INT, 5.0, 5),
        (ParameterType.FLOAT, "0.5", 0.5),
        (ParameterType.BOOLEAN, "True", True),
        (ParameterType.BOOLEAN, False, False),
        (ParameterType.DATE, "2014-09-19", "2014-09-19"),
        (ParameterType.DATE, 20140919, "2014-09-19"),
        (ParameterType.LIST, [1, 2], [1, 2]),
        (ParameterType.LIST, "a", ["a"]),
    ],
)
def test_value_is_turned_by_its_type(kind: ParameterType, given: Any, bound: Any) -> None:
    """Strings from a command line and Python values alike become what the query takes."""
    values = bind_parameters(make_question(kind), {"x": given}, Known())
    assert values == {"x": bound}
    assert type(values["x"]) is type(bound)


@pytest.mark.parametrize(
    ("kind", "given", "wanted"),
    [
        (ParameterType.STRING, "", "a text, not ''"),
        (ParameterType.ACTOR, None, "a text, not None"),
        (ParameterType.ACTOR, ["Arcadia"], "a text, not ['Arcadia']"),
        (ParameterType.INT, "five", "a whole number, not 'five'"),
        (ParameterType.INT, 1.5, "a whole number, not 1.5"),
        (ParameterType.INT, True, "a whole number, not True"),
        (ParameterType.FLOAT, "x", "a number, not 'x'"),
        (ParameterType.BOOLEAN, 1, "true or false, not 1"),
        (ParameterType.DATE, "19 September", "a day such as 2014-09-19, not '19 September'"),
    ],
)
def test_wrong_value_is_refused(kind: ParameterType, given: Any, wanted: str) -> None:
    """The message says what the parameter takes and what came; the hint says what it means."""
    with pytest.raises(QueryParameterError) as error:
        bind_parameters(make_question(kind), {"x": given}, Known())
    assert error.value.message == f"the parameter x takes {wanted}"
    assert error.value.hint == "What it is."


def test_missing_parameter() -> None:
    """A required parameter must come, any other has its default."""
    optional = make_question(ParameterType.INT, required=False, default=3)
    assert bind_parameters(optional, {}, Known()) == {"x": 3}
    with pytest.raises(QueryParameterError, match="q needs the parameter x"):
        bind_parameters(make_question(ParameterType.INT), {}, Known())


def test_unknown_parameter() -> None:
    """A parameter that the question does not have is never ignored."""
    with pytest.raises(QueryParameterError, match="q has no parameter actor") as error:
        bind_parameters(make_question(ParameterType.INT), {"x": 1, "actor": "Arcadia"}, Known())
    assert error.value.hint == "its parameters: x"


def test_unknown_actor_is_answered_with_similar_names() -> None:
    """A misspelt name gives the names it may mean."""
    with pytest.raises(UnknownActor) as error:
        find_actor("Arcadya", Known())
    assert error.value.message == "no actor goes by the name 'Arcadya'"
    assert error.value.candidates == ("Arcadia",)
    assert error.value.hint == "did you mean Arcadia?"
    with pytest.raises(UnknownActor) as error:
        find_actor("Xyz", Known())
    assert error.value.hint == "`kg actors list` shows the actors"


def test_ambiguous_actor_lists_all() -> None:
    """A name of several actors gives them all, with the uids to choose by."""
    with pytest.raises(UnknownActor) as error:
        find_actor("Georgia", Known())
    assert error.value.message == ("'Georgia' may mean 2 actors: Georgia (GPE, USA) Q1428; Georgia (GPE, GEO) Q230")
    assert error.value.candidates == ("Q1428", "Q230")


def test_actor_without_country_is_no_country() -> None:
    """A country parameter needs an actor that belongs to a state."""
    with pytest.raises(QueryParameterError, match="Coastal Union belongs to no country"):
        bind_parameters(make_question(ParameterType.COUNTRY), {"x": "Coastal Union"}, Known())


class Listening(GraphStore):
    """A store that only remembers what it was asked."""

    name = "listening"

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any, float | None, int | None]] = []

    def query(
        self, cypher: str, parameters: Any = None, *, timeout: float | None = None, limit: int | None = None
    ) -> QueryResult:
        self.asked.append((cypher, parameters, timeout, limit))
        if "id(" in cypher:
            raise QueryError("unknown function", hint="check the spelling")
        return QueryResult(("x",), [(1,)])


Listening.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]


def test_query_reaches_the_store_without_comments() -> None:
    """The store gets the query, its values and its limits."""
    store = Listening()  # type: ignore[abstract]
    result = run_query(store, "RETURN /* a */ $x AS x // b", {"x": 1}, timeout=2.0, limit=3)
    assert result.rows == [(1,)]
    assert store.asked == [("RETURN   $x AS x  ", {"x": 1}, 2.0, 3)]


def test_refused_or_incomplete_query_never_reaches_the_store() -> None:
    """Guard and parameters are checked first, whatever the store."""
    store = Listening()  # type: ignore[abstract]
    with pytest.raises(QueryRefused):
        run_query(store, "MATCH (n) DETACH DELETE n")
    with pytest.raises(QueryParameterError, match="the query needs the parameter y"):
        run_query(store, "RETURN $x AS x, $y AS y", {"x": 1})
    assert store.asked == []


def test_error_of_the_store_gets_a_hint_what_to_write_instead() -> None:
    """Where a query is not portable, the hint is the rewrite; else it stays the store's."""
    store = Listening()  # type: ignore[abstract]
    with pytest.raises(QueryError, match="unknown function") as error:
        run_query(store, "MATCH (n) RETURN id(n) AS x")
    assert error.value.hint == "line 1, column 18: id(): use the property uid (of a relationship: sid)"
    with pytest.raises(QueryError, match="unknown function") as error:
        run_query(store, "MATCH (n) RETURN 'id(' AS x")
    assert error.value.hint == "check the spelling"
