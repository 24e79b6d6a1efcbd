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
from pathlib import Path

from kg.errors import ConfigError, QueryError
from kg.query.guard import check_read_only
from kg.query.question import Column, Parameter, ParameterType, Question
from kg.query.tokens import Token, TokenKind, tokenize

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ENTRY = re.compile(r"//\s*(?P<entry>summary|parameter|returns|example)\b(?:\s+(?P<name>\w+))?\s*:\s*(?P<rest>.*\S)\s*")
_PARAMETER = re.compile(r"(?P<type>\w+), (?:required\. |default (?=\S))(?P<rest>.*)", re.DOTALL)


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
