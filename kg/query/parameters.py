"""Values for a saved question's parameters: checked by type, actors found in the ledger."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Protocol

from kg.errors import QueryParameterError, UnknownActor
from kg.query.question import Parameter, ParameterType, Question

_COUNTRY_CODE = re.compile(r"[A-Z]{3}")
_TRUE_OR_FALSE = {"true": True, "false": False}


class ActorLike(Protocol):
    """What is asked of an actor of the ledger."""

    @property
    def uid(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def aliases(self) -> Sequence[str]: ...


class ActorFinder(Protocol):
    """What is asked of the ledger."""

    def find_actors(self, name: str) -> Sequence[ActorLike]: ...
    def actors(self) -> Iterable[ActorLike]: ...


def bind_parameters(question: Question, given: Mapping[str, Any], finder: ActorFinder) -> dict[str, Any]:
    """Return a value for each parameter of a question, as its query takes it.

    Args:
        question: the saved question.
        given: values by name: Python values, or strings as a command line gives them.
        finder: the ledger, in which actors are looked up.

    Raises:
        QueryParameterError: a parameter that is missing, unknown or of the wrong type.
        UnknownActor: a name that means no actor, or several.
    """
    declared = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in declared:
            close = get_close_matches(name, declared, n=1)
            known = ", ".join(declared) or "none"
            hint = f"did you mean {close[0]}?" if close else f"its parameters: {known}"
            raise QueryParameterError(f"{question.name} has no parameter {name}", hint=hint)
    values: dict[str, Any] = {}
    for parameter in question.parameters:
        if parameter.name in given:
            values[parameter.name] = _bind(parameter, given[parameter.name], finder)
        elif parameter.required:
            hint = f"-p {parameter.name}=...: {parameter.meaning} For example: {question.command}"
            raise QueryParameterError(f"{question.name} needs the parameter {parameter.name}", hint=hint)
        else:
            values[parameter.name] = parameter.default
    return values


def find_actor(name: str, finder: ActorFinder) -> ActorLike:
    """Return the one actor that a uid, name or alias means.

    Raises:
        UnknownActor: none (`candidates` are similar names) or several (`candidates` are their uids).
    """
    found = finder.find_actors(name)
    if len(found) == 1:
        return found[0]
    if found:
        shown = "; ".join(_describe(actor) for actor in found)
        raise UnknownActor(
            f"{name!r} may mean {len(found)} actors: {shown}",
            candidates=tuple(actor.uid for actor in found),
            hint="give the uid of the one you mean",
        )
    names = {known: actor.name for actor in finder.actors() for known in (*actor.aliases, actor.name)}
    folded = {known.casefold(): known for known in sorted(names)}
    close = get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    candidates = tuple(dict.fromkeys(names[folded[match]] for match in close))
    hint = f"did you mean {' or '.join(candidates)}?" if candidates else "`kg actors list` shows the actors"
    raise UnknownActor(f"no actor goes by the name {name!r}", candidates=candidates, hint=hint)


def _bind(parameter: Parameter, value: Any, finder: ActorFinder) -> Any:
    match parameter.type:
        case ParameterType.ACTOR:
            return find_actor(_text(parameter, value), finder).uid
        case ParameterType.ACTORS:
            return [find_actor(_text(parameter, name), finder).uid for name in _as_list(value)]
        case ParameterType.COUNTRY:
            return _country(_text(parameter, value), finder)
        case ParameterType.STRING:
            return _text(parameter, value)
        case ParameterType.INT:
            return _number(parameter, value, int, "a whole number")
        case ParameterType.FLOAT:
            return _number(parameter, value, float, "a number")
        case ParameterType.BOOLEAN:
            return _boolean(parameter, value)
        case ParameterType.DATE:
            return _day(parameter, value)
        case ParameterType.LIST:
            return _as_list(value)


def _text(parameter: Parameter, value: Any) -> str:
    if isinstance(value, bool | list | dict | None) or not str(value).strip():
        raise _wrong(parameter, value, "a text")
    return str(value).strip()


def _number(parameter: Parameter, value: Any, kind: type[int] | type[float], wanted: str) -> int | float:
    if isinstance(value, bool) or (kind is int and isinstance(value, float) and not value.is_integer()):
        raise _wrong(parameter, value, wanted)
    try:
        return kind(value)
    except (TypeError, ValueError, OverflowError):
        raise _wrong(parameter, value, wanted) from None


def _boolean(parameter: Parameter, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _TRUE_OR_FALSE:
        return _TRUE_OR_FALSE[value.lower()]
    raise _wrong(parameter, value, "true or false")


def _day(parameter: Parameter, value: Any) -> str:
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise _wrong(parameter, value, "a day such as 2014-09-19") from None


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _country(name: str, finder: ActorFinder) -> str:
    if _COUNTRY_CODE.fullmatch(name) and any(actor.country == name for actor in finder.actors()):
        return name
    actor = find_actor(name, finder)
    if actor.country is None:
        raise QueryParameterError(f"{actor.name} belongs to no country", hint="give a country or its three-letter code")
    return actor.country


def _describe(actor: ActorLike) -> str:
    marks = ", ".join(mark for mark in (actor.kind, actor.country) if mark)
    return f"{actor.name} ({marks}) {actor.uid}" if marks else f"{actor.name} {actor.uid}"


def _wrong(parameter: Parameter, value: Any, wanted: str) -> QueryParameterError:
    return QueryParameterError(f"the parameter {parameter.name} takes {wanted}, not {value!r}", hint=parameter.meaning)
