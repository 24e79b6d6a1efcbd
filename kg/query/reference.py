"""The saved questions as a page, made from their headers: `python -m kg.query.reference > docs/questions.md`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import groupby

from kg.query.files import list_questions
from kg.query.question import Parameter, Question

INTRODUCTION = """\
# Saved questions

Made from the headers in `queries/` by `python -m kg.query.reference > docs/questions.md`; do not edit.

`kg ask NAME -p parameter=value` asks one, `kg ask` lists them; in Python, `kg.query.run.ask`. Each gives the same rows
on the embedded store, NetworkX and Neo4j. To add one, put a file into `queries/`; its name is the question's.

How they count:

- `events` are different events, `origins` independent origins: ten reprints of one report are one origin.
- They keep to factual statements, unless their summary says otherwise: what is denied, planned, asked or possible is a
  `NONFACTUAL` relationship. Being said by somebody does not make a statement unfactual.
- A symmetric relation (two actors meet) counts for both.
- A day is that of the statement, where the text tells it, else that of the publication.

Types of parameters: `actor` takes a name, alias or uid and looks it up in the ledger; `country` a country's name or
three-letter code; `date` a day such as 2014-09-19; `int`, `boolean` and `string` are what they say.
"""


def reference() -> str:
    """Return the page as Markdown."""
    return "\n".join([INTRODUCTION, *_overview(), *_details()])


def _overview() -> Iterator[str]:
    yield "| topic | question | what it answers |\n| --- | --- | --- |"
    for question in list_questions():
        yield f"| {question.topic} | [{question.name}](#{question.name}) | {question.summary} |"
    yield ""


def _details() -> Iterator[str]:
    for topic, questions in groupby(list_questions(), key=lambda question: question.topic):
        yield f"## {topic}\n"
        for question in questions:
            yield from _detail(question)


def _detail(question: Question) -> Iterator[str]:
    yield f"### {question.name}\n\n{question.summary}\n\n```sh\n{question.command}\n```\n"
    yield "| parameter | type | default | meaning |\n| --- | --- | --- | --- |"
    for parameter in question.parameters:
        yield f"| {parameter.name} | {parameter.type} | {_default(parameter)} | {parameter.meaning} |"
    yield "\n| column | meaning |\n| --- | --- |"
    for column in question.columns:
        yield f"| {column.name} | {column.meaning} |"
    yield ""


def _default(parameter: Parameter) -> str:
    return "required" if parameter.required else f"`{json.dumps(parameter.default, ensure_ascii=False)}`"


if __name__ == "__main__":
    sys.stdout.write(reference())
