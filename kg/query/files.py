"""Saved questions: one `.cypher` file each, whose stem is the question's name and whose folder is its topic.

The file begins with a header, one comment line for each entry, and goes on with one read-only query:

```
// summary: Who supports an actor.
// parameter actor: actor, required. The actor that is supported.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// returns supporter: name of the supporting actor
// returns origins: number of independent origins that say so
// example: actor=Iraq since=2014-09-01
MATCH ...
```

Parameters declared and used must be the same, and so must columns declared and returned; else the file does not load.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any

from kg.errors import ConfigError, QueryError, UnknownQuery
from kg.query.guard import check_read_only
from kg.query.tokens import Token, TokenKind, tokenize
from kg.resources import find_resource

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ENTRY = re.compile(r"//\s*(?P<entry>summary|parameter|returns|example)\b(?:\s+(?P<name>\w+))?\s*:\s*(?P<rest>.*\S)\s*")
_PARAMETER = re.compile(r"(?P<type>\w+), (?:required\. |default (?=\S))(?P<rest>.*)", re.DOTALL)


class ParameterType(StrEnum):
    """What a parameter of a saved question takes."""

    ACTOR = "actor"
    """A name, alias or uid; the query gets the uid."""
    ACTORS = "actors"
    """A list of such; the query gets a list of uids."""
    COUNTRY = "country"
    """A country's name, alias or three-letter code; the query gets the code."""
    STRING = "string"
    INT = "int"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    """A day such as 2014-09-19."""
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a saved question; `default` is None where it is required."""

    name: str
    type: ParameterType
    required: bool
    default: Any
    meaning: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a saved question's answer."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """A saved question.

    Attributes:
        name: stem of its file.
        topic: folder of its file.
        summary: one sentence.
        parameters, columns: in the order of the header.
        example: values of parameters to try it with.
        cypher: the query, header included, so that line numbers in errors are those of the file.
        path: its file.
    """

    name: str
    topic: str
    summary: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    example: Mapping[str, str]
    cypher: str
    path: Path

    @property
    def command(self) -> str:
        """The command line that asks the example."""
        values = (f"-p {shlex.quote(f'{name}={value}')}" for name, value in self.example.items())
        return " ".join(["kg ask", self.name, *values])


def list_questions(folder: Path | None = None) -> tuple[Question, ...]:
    """Return all saved questions, by topic and name.

    Args:
        folder: folder of topics; the package's own `queries/` by default.

    Raises:
        ConfigError: a file that does not load, or two of one name; `path` and the message say where.

    Example:
        >>> "who_supports" in [question.name for question in list_questions()]
        True
    """
    return tuple(load_question(path) for path in _question_paths(folder).values())


def read_question(name: str, folder: Path | None = None) -> Question:
    """Return the saved question of that name.

    Args:
        name: stem of its file; `-` counts as `_`.
        folder: as `list_questions`.

    Raises:
        UnknownQuery: there is none; the hint names the closest.
        ConfigError: its file does not load, or two files have one name.
    """
    paths = _question_paths(folder)
    wanted = name.strip().lower().replace("-", "_")
    if wanted in paths:
        return load_question(paths[wanted])
    close = get_close_matches(wanted, paths, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else "`kg ask` lists the saved questions"
    raise UnknownQuery(f"there is no saved question {name!r}", hint=hint)


def _question_paths(folder: Path | None) -> dict[str, Path]:
    paths: dict[str, Path] = {}
    for path in sorted((folder or find_resource("queries")).glob("*/*.cypher")):
        if path.stem in paths:
            raise ConfigError(f"{path}: the name is taken by {paths[path.stem]}", path=path)
        paths[path.stem] = path
    return paths


def load_question(path: Path) -> Question:
    """Return the question of one file.

    Raises:
        ConfigError: the header is incomplete or does not fit the query, or the query may not run.
    """
    return _QuestionFile(path).question()


class _QuestionFile:
    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: it cannot be read: {error}", path=path) from error
        self.summaries: dict[str, int] = {}
        self.parameters: dict[str, Parameter] = {}
        self.columns: dict[str, Column] = {}
        self.example: dict[str, str] | None = None
        self.lines: dict[str, int] = {}

    def question(self) -> Question:
        if not _NAME.fullmatch(self.path.stem):
            raise self._error(1, "a question's name has lower-case letters, digits and _ only")
        for number, line in self._header():
            self._read_entry(number, line)
        if not self.summaries:
            raise self._error(1, "the summary is missing", "begin with `// summary: ...`")
        if self.example is None:
            raise self._error(
                1, "the example is missing", "add `// example: name=value` (nothing behind the colon: `none`)"
            )
        self._check_query()
        self._check_example(self.example)
        return Question(
            name=self.path.stem,
            topic=self.path.parent.name,
            summary=next(iter(self.summaries)),
            parameters=tuple(self.parameters.values()),
            columns=tuple(self.columns.values()),
            example=self.example,
            cypher=self.text,
            path=self.path,
        )

    def _header(self) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(self.text.splitlines(), start=1):
            if not line.startswith("//"):
                return
            yield number, line

    def _read_entry(self, number: int, line: str) -> None:
        found = _ENTRY.fullmatch(line)
        if found is None or (found["name"] is None) != (found["entry"] in ("summary", "example")):
            raise self._error(number, "not a line of a header", "use summary, parameter NAME, returns NAME, example")
        name, rest = found["name"], found["rest"]
        match found["entry"]:
            case "summary":
                if self.summaries:
                    raise self._error(number, "a second summary")
                self.summaries[rest] = number
            case "parameter":
                if name in self.parameters:
                    raise self._error(number, f"the parameter {name} is declared twice")
                self.parameters[name] = self._read_parameter(number, name, rest)
                self.lines[name] = number
            case "returns":
                if name in self.columns:
                    raise self._error(number, f"the column {name} is declared twice")
                self.columns[name] = Column(name, rest)
            case "example":
                if self.example is not None:
                    raise self._error(number, "a second example")
                self.example = self._read_example(number, rest)

    def _read_parameter(self, number: int, name: str, rest: str) -> Parameter:
        hint = "write `// parameter NAME: TYPE, required. Meaning.` or `TYPE, default JSON. Meaning.`"
        found = _PARAMETER.fullmatch(rest)
        if found is None:
            raise self._error(number, f"the parameter {name} is not declared in full", hint)
        if found["type"] not in ParameterType.__members__.values():
            known = ", ".join(ParameterType)
            raise self._error(number, f"{found['type']} is no type of a parameter", f"the types are {known}")
        required = rest.startswith(f"{found['type']}, required")
        default, meaning = None, found["rest"]
        if not required:
            try:
                default, end = json.JSONDecoder().raw_decode(meaning)
            except ValueError:
                raise self._error(number, f"the default of {name} is not JSON", hint) from None
            if not meaning.startswith(". ", end):
                raise self._error(number, f"the parameter {name} has no meaning", hint)
            meaning = meaning[end + 2 :]
        return Parameter(name, ParameterType(found["type"]), required, default, meaning.strip())

    def _read_example(self, number: int, rest: str) -> dict[str, str]:
        if rest == "none":
            return {}
        pairs = [pair.partition("=") for pair in shlex.split(rest)]
        if not all(name and equals for name, equals, _ in pairs):
            raise self._error(
                number, "an example is a list of name=value", 'write `// example: actor="United Nations"`'
            )
        return {name: value for name, _, value in pairs}

    def _check_query(self) -> None:
        try:
            check_read_only(self.text)
            tokens = tokenize(self.text)
        except QueryError as error:
            raise ConfigError(f"{self.path}: {error.message}", path=self.path, hint=error.hint) from error
        used = {token.name: self._line(token) for token in tokens if token.kind is TokenKind.PARAMETER}
        for name in sorted(used.keys() - self.parameters.keys()):
            raise self._error(used[name], f"the parameter ${name} is used but not declared")
        for name in sorted(self.parameters.keys() - used.keys()):
            raise self._error(self.lines[name], f"the parameter {name} is declared but not used")
        returned = returned_columns(tokens)
        if returned != tuple(self.columns):
            declared = ", ".join(self.columns) or "nothing"
            line = self._line(next(token for token in reversed(tokens) if token.keyword == "RETURN"))
            raise self._error(line, f"it returns {', '.join(returned)}, but declares {declared}")

    def _check_example(self, example: Mapping[str, str]) -> None:
        for name in sorted(example.keys() - self.parameters.keys()):
            raise self._error(1, f"the example gives {name}, which is not declared")
        for parameter in self.parameters.values():
            if parameter.required and parameter.name not in example:
                raise self._error(1, f"the example lacks the required {parameter.name}")

    def _line(self, token: Token) -> int:
        return self.text.count("\n", 0, token.start) + 1

    def _error(self, line: int, reason: str, hint: str | None = None) -> ConfigError:
        return ConfigError(f"{self.path}:{line}: {reason}", path=self.path, key=self.path.stem, hint=hint)


def returned_columns(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """Return the aliases of the last RETURN outside braces, in order; an item without `AS` counts as its last word."""
    depth, items, item = 0, list[str](), ""
    inside = False
    for index, token in enumerate(tokens):
        if token.is_symbol("(", "[", "{"):
            depth += 1
        elif token.is_symbol(")", "]", "}"):
            depth -= 1
        elif depth == 0 and token.keyword == "RETURN":
            items, item, inside = [], "", True
        elif depth == 0 and inside and token.is_symbol(","):
            items.append(item)
        elif depth == 0 and inside and _ends_items(tokens, index):
            items.append(item)
            inside = False
        elif depth == 0 and token.is_name:
            item = token.name
    return tuple([*items, item] if inside else items)


def _ends_items(tokens: tuple[Token, ...], index: int) -> bool:
    if tokens[index - 1].keyword == "AS":
        return False
    return tokens[index].keyword in ("ORDER", "SKIP", "LIMIT", "UNION") or tokens[index].is_symbol(";")
