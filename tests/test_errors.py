"""The error tree is what its docstring draws, and each leaf has an exit code."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import click
import pytest

from kg import errors
from kg.cli.errors import EXIT_CODES, describe, exit_code_of


def drawn_tree() -> dict[str, str | None]:
    """Return class name to parent name, as the module's docstring draws them."""
    drawing = (errors.__doc__ or "").split("```")[1]
    parents: list[str] = []
    tree: dict[str, str | None] = {}
    for line in drawing.strip().splitlines():
        name = re.sub(r"[^A-Za-z]", "", line)
        depth = (len(line) - len(line.lstrip("│├└─ "))) // 4
        parents = [*parents[:depth], name]
        tree[name] = parents[depth - 1] if depth else None
    return tree


def real_tree() -> dict[str, str | None]:
    """Return class name to parent name, as the classes are."""
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass) if c.__module__ == errors.__name__]
    return {c.__name__: (None if c is errors.KgError else c.__bases__[0].__name__) for c in classes}


def test_the_drawing_is_the_tree() -> None:
    """Every class is drawn, under its parent, and nothing else is."""
    assert drawn_tree() == real_tree()


def test_every_error_says_what_it_is() -> None:
    """Each class has a docstring of its own."""
    for name in real_tree():
        assert vars(getattr(errors, name)).get("__doc__"), name


def test_message_and_hint_are_kept() -> None:
    """What happened and what to do are two things."""
    error = errors.ReaderError("no text", path="a.jsonl", line=3, hint="add a field text")
    assert (str(error), error.path, error.line, error.hint) == ("no text", "a.jsonl", 3, "add a field text")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.ConfigError("x"), 2),
        (errors.ReaderError("x"), 2),
        (errors.UnknownFormat("x"), 2),
        (errors.ModelNotFound("x"), 2),
        (errors.ExtractionError("x", document="a"), 4),
        (errors.LedgerError("x"), 4),
        (errors.LedgerMissing("x"), 2),
        (errors.LedgerBusy("x"), 4),
        (errors.LedgerVersionError("x"), 2),
        (errors.StoreError("x"), 4),
        (errors.StoreUnavailable("x"), 3),
        (errors.StoreMismatch("x"), 2),
        (errors.QueryError("x"), 2),
        (errors.UnknownActor("x"), 2),
        (errors.UnknownQuery("x"), 2),
        (errors.QueryParameterError("x"), 2),
        (errors.QueryRefused("x"), 2),
        (errors.QueryTimeout("x"), 4),
        (errors.QueryTooLarge("x"), 4),
    ],
)
def test_exit_codes_are_those_of_the_contract(error: errors.KgError, code: int) -> None:
    """Scripts rely on the code of each error."""
    assert exit_code_of(error) == code


def test_the_exit_code_table_names_only_errors_of_the_tree() -> None:
    """A renamed class cannot leave a dead row behind."""
    assert {kind.__name__ for kind in EXIT_CODES} <= real_tree().keys()


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OSError(28, "No space left on device", "x.jsonl"), 4, "free some space"),
        (OSError(30, "Read-only file system", "x.jsonl"), 4, "read-only"),
        (OSError(27, "File too large"), 4, "size limit"),
        (KeyboardInterrupt(), 130, "to go on: kg"),
        (click.Abort(), 130, "to go on: kg"),
        (click.UsageError("no"), 2, "--help"),
        (MemoryError(), 4, "fewer"),
        (ZeroDivisionError("x"), 4, "--traceback"),
    ],
)
def test_other_errors_have_code_and_hint(error: BaseException, code: int, words: str) -> None:
    """Errors from outside the tree end in a code and in what to do as well."""
    _, hint, found = describe(error)
    assert found == code
    assert words in str(hint)


def test_the_library_raises_only_errors_of_the_tree() -> None:
    """No module below the command line raises a bare Exception or RuntimeError."""
    package = Path(errors.__file__).parent
    bare = re.compile(r"raise (Exception|RuntimeError|AssertionError|SystemExit)\b")
    found = [
        f"{path.relative_to(package)}:{number}"
        for path in sorted(package.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if bare.search(line)
    ]
    assert found == []
