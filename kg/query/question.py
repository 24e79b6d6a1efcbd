"""A saved question and what it is made of."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


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
