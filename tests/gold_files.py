"""Reads the gold files of `tests/gold`: sentences with the statements that a careful reader signs, and their parses.

A file is Markdown. A section `## …` is one construction; names of rules stand in its heading between backticks. An
example is a quoted line (the text) with a list of the statements expected of it; after a line that begins with
`Variant:` comes the look-alike in which the construction must not be read. The parse stands beside it, folded away.

One statement a line: `Kerry -URGES-> Russia | by Lavrov < the official | matter “to leave”`.

- Ends are canonical names; `A <-MEETS-> B` is symmetric and its ends may change places.
- `NEGATED`, a modality, `phase ENDS`, `by A + B < C` (nearest speaker first; A and B speak together), `if “words”` and
  `date 2014-09-19` (or `date 2014-09-15..2014-09-21`, or `date “words”` where the days stay unknown) stand where they
  are not the default, and have to stand there.
- `matter “words”`, `at Place`, `predicate “words”`, `within RELATION` are checked where they stand.
- `nothing` alone: no statement.

A line `published: 2014-09-19` gives the document's date, `known gap: why` marks what the rules cannot read yet, and
`parse: corrected` a parse that was mended by hand.

Fill in missing parses with `python tests/gold_files.py` (needs the shipped model).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.model import Document, Participant, Statement
from kg.parsing.conllu import read_conllu, write_conllu
from kg.pipeline import document_of
from kg.tree import Tree

FOLDER = Path(__file__).parent / "gold"
MODALITIES = ("PLANNED", "POSSIBLE", "OBLIGED", "REQUESTED", "CONDITIONAL")
_LINE = re.compile(r"^(?P<a>.+?) (?P<left><)?-(?P<relation>[A-Z_]+)-> (?P<b>.+)$")
_OPEN, _CLOSE = "<details><summary>parse</summary>", "</details>"


@dataclass(frozen=True, slots=True)
class Expected:
    """One expected statement: what has to be equal, and what is looked at only where it is written."""

    source: str
    relation: str
    target: str
    symmetric: bool = False
    status: frozenset[str] = frozenset()
    extra: tuple[tuple[str, str], ...] = ()

    def shown(self) -> str:
        """The line as it stands in a gold file, without what is only looked at where written."""
        arrow = f"<-{self.relation}->" if self.symmetric else f"-{self.relation}->"
        return " | ".join([f"{self.source} {arrow} {self.target}", *sorted(self.status)])


@dataclass(slots=True)
class Example:
    """One text of a gold file with what is expected of it."""

    file: str
    line: int
    section: str
    rules: tuple[str, ...]
    variant: bool
    text: str
    expected: list[Expected] = field(default_factory=list)
    nothing: bool = False
    published: str | None = None
    gap: str | None = None
    corrected: bool = False
    conllu: str = ""

    @property
    def name(self) -> str:
        """File and line, for test reports."""
        return f"{self.file}:{self.line}"

    @property
    def document(self) -> Document:
        """The text as a document."""
        return document_of(self.text, id=self.name, published=self.published)

    @property
    def trees(self) -> tuple[Tree, ...]:
        """The stored parse."""
        return read_conllu(self.conllu, path=self.name)


def read_examples(path: Path) -> Iterator[Example]:
    """Yield the examples of one gold file, in order.

    Raises:
        ValueError: a line that is neither prose nor part of an example's form.
    """
    section, variant, example, folded, fenced = "", False, None, False, False
    rules: tuple[str, ...] = ()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line == _OPEN or folded:
            folded = line != _CLOSE
            if line.startswith("```"):
                fenced = not fenced
            elif fenced and example is not None:
                example.conllu += f"{line}\n"
            continue
        if line.startswith("## "):
            if example is not None:
                yield example
            section, variant, example = line[3:], False, None
            rules = tuple(re.findall(r"`([a-z-]+)`", section))
        elif line.startswith("Variant:"):
            variant = True
        elif line.startswith("> "):
            if example is not None:
                yield example
            example = Example(path.name, number, section, rules, variant, line[2:].replace("\\n", "\n"))
        elif example is not None and line.startswith("- "):
            if line == "- nothing":
                example.nothing = True
            else:
                example.expected.append(read_expected(line[2:]))
        elif example is not None and ": " in line and (key := line.partition(": ")[0]) in _FIELDS:
            setattr(example, *_FIELDS[key](line.partition(": ")[2]))
    if example is not None:
        yield example


_FIELDS = {
    "published": lambda value: ("published", value),
    "known gap": lambda value: ("gap", value),
    "parse": lambda value: ("corrected", value == "corrected"),
}


def read_expected(line: str) -> Expected:
    """Return the expected statement of one line.

    Raises:
        ValueError: the line is not of the form that the module's docstring describes.
    """
    head, *parts = line.split(" | ")
    found = _LINE.match(head)
    if found is None:
        raise ValueError(f"not a statement: {line}")
    status, extra = set(), []
    for part in parts:
        key = part.split(" ")[0]
        if part == "NEGATED" or part in MODALITIES or key in ("phase", "by", "if", "date"):
            status.add(part)
        elif key in ("matter", "at", "predicate", "within"):
            extra.append((key, part.removeprefix(key).strip(" “”")))
        else:
            raise ValueError(f"{part} is no part of a statement: {line}")
    return Expected(
        found["a"], found["relation"], found["b"], found["left"] is not None, frozenset(status), tuple(extra)
    )


def seen(statement: Statement, expected: Expected | None = None, parent: Statement | None = None) -> Expected:
    """Return a statement in the form of the gold files, ends in the order of the expected one where it is symmetric."""
    status = set()
    if statement.polarity == "NEGATED":
        status.add("NEGATED")
    if statement.modality != "ASSERTED":
        status.add(str(statement.modality))
    if statement.phase is not None:
        status.add(f"phase {statement.phase}")
    if statement.attributed_to:
        status.add("by " + " < ".join(" + ".join(p.name for p in step) for step in statement.attributed_to))
    if statement.condition is not None:
        status.add(f"if “{statement.condition.text}”")
    if statement.date is not None:
        status.add(f"date {_days(statement)}")
    source, target = statement.source.name, statement.target.name
    if statement.symmetric and (expected is None or expected.source == target):
        source, target = target, source
    wanted = () if expected is None else expected.extra
    values = {
        "matter": "" if statement.matter is None else statement.matter.text,
        "at": _name(statement.place),
        "predicate": statement.predicate.text,
        "within": "" if parent is None else parent.relation,
    }
    extra = tuple((key, values[key]) for key, _ in wanted)
    return Expected(source, statement.relation, target, statement.symmetric, frozenset(status), extra)


def _name(participant: Participant | None) -> str:
    return "" if participant is None else participant.name


def _days(statement: Statement) -> str:
    date = statement.date
    assert date is not None
    if date.first is None:
        return f"“{date.text}”"
    return date.first if date.first == date.last else f"{date.first}..{date.last}"


def differences(example: Example, statements: tuple[Statement, ...]) -> list[str]:
    """Return what is missing and what was not expected, one line each; empty where the reading is as expected."""
    by_sid = {s.sid: s for s in statements}
    rest, lines = list(statements), []
    for expected in example.expected:
        for statement in rest:
            if seen(statement, expected, by_sid.get(statement.within or "")) == expected:
                rest.remove(statement)
                break
        else:
            lines.append(f"missing    {expected.shown()} {dict(expected.extra) or ''}".rstrip())
    return lines + [f"unexpected {seen(s).shown()}   [{', '.join(s.rules)}]" for s in rest]


def all_examples() -> list[Example]:
    """Return the examples of all gold files, in the order of file names and lines."""
    return [example for path in sorted(FOLDER.glob("*.md")) for example in read_examples(path)]


def fill_parses() -> int:
    """Add the parse of the shipped model to every example without one, and return how many were added."""
    from kg.parsing import make_parser

    parser, added = make_parser(), 0
    for path in sorted(FOLDER.glob("*.md")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for example in sorted(read_examples(path), key=lambda e: -e.line):
            if example.conllu:
                continue
            end = example.line
            while end < len(lines) and lines[end].strip() and not lines[end].startswith(("## ", "> ")):
                end += 1
            block = ["", _OPEN, "", "```conllu", *write_conllu(parser.parse(example.text)).rstrip("\n").split("\n")]
            lines[end:end] = [*block, "```", "", _CLOSE]
            added += 1
        path.write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8")
    return added


if __name__ == "__main__":
    sys.stdout.write(f"{fill_parses()} parses added\n")
