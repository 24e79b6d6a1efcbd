"""The import direction of docs/architecture.md, checked on the source of every module."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).parent

# A module imports from lower lines only; parts of one line do not know each other.
LINES: tuple[frozenset[str], ...] = tuple(
    frozenset(line.split())
    for line in (
        "__main__",
        "cli",
        "__init__ explorer home",
        "home explain",
        "importing retrying",
        "job query picture exports component texts retraction judging review",
        "work loading",
        "sync comparison pipeline shards",
        "assembly projection training",
        "readers parsing extraction resolve ledger store",
        "lexicon tables packing confidence",
        "config cues",
        "tree settings resources graph clause lemmas",
        "records",
        "model",
        "ids errors",
    )
)
HEIGHT = {part: -number for number, line in enumerate(LINES) for part in line}

# Who may import what is heavy, or belongs to one side alone: the package to module prefixes.
ALLOWED: dict[str, tuple[str, ...]] = {
    "spacy": ("kg.parsing", "kg.training", "kg.component"),
    "thinc": ("kg.parsing", "kg.training"),
    "networkx": ("kg.store.networkx_store", "kg.exports"),
    "neo4j": ("kg.store.neo4j_store", "kg.store.neo4j_errors", "kg.store.neo4j_values"),
    "kglite": ("kg.store",),
    "pandas": ("kg.store",),
    "pyarrow": ("kg.shards", "kg.exports", "kg.work.ray_engine"),
    "ray": ("kg.work.ray_engine",),
    "lxml": ("kg.readers",),
    "trafilatura": ("kg.readers.html",),
    "pypdfium2": ("kg.readers.pdf", "kg.readers.pdf_lines"),
    "click": ("kg.cli",),
    "rich": ("kg.cli",),
}


def modules() -> list[tuple[str, Path]]:
    """Return name and path of every module of the package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] == "_bundled":
            continue
        kept = parts[:-1] if parts[-1] == "__init__" else parts
        found.append((".".join(("kg", *kept)), path))
    return found


def part_of(module: str) -> str:
    """Return the part of the package that a module belongs to: "store" for "kg.store.base"."""
    return module.split(".")[1] if "." in module else "__init__"


def imports_of(path: Path, *, at_run_time: bool = False) -> Iterator[str]:
    """Yield the full names of what a module imports, inside functions too; without those for types if `at_run_time`."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if at_run_time and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            skipped.update(inner for statement in node.body for inner in ast.walk(statement))
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            if node.module == "kg":
                yield from (f"kg.{alias.name}" for alias in node.names)
            else:
                yield node.module


def test_every_part_has_its_line() -> None:
    """A new module must be given a place before it is merged."""
    parts = {part_of(name) for name, _ in modules()}
    assert parts - HEIGHT.keys() == set()


def test_modules_import_downwards_only() -> None:
    """No module knows one above it or beside it, not even inside a function or for types."""
    wrong = []
    for name, path in modules():
        for imported in imports_of(path):
            if imported == "kg" or imported.startswith("kg."):
                own, other = part_of(name), part_of(imported)
                if own != other and other in HEIGHT and HEIGHT[other] >= HEIGHT[own]:
                    wrong.append(f"{name} imports {imported}")
    assert wrong == []


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_heavy_packages_stay_where_they_belong(package: str) -> None:
    """One engine, one driver, one parser: each behind one door."""
    wrong = [
        name
        for name, path in modules()
        for imported in imports_of(path, at_run_time=True)
        if imported.split(".")[0] == package and not name.startswith(ALLOWED[package])
    ]
    assert wrong == []


def test_the_check_sees_imports_inside_functions(tmp_path: Path) -> None:
    """The check itself looks into functions and tells imports for types apart."""
    path = tmp_path / "module.py"
    path.write_text(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import networkx\n"
        "def f():\n    import spacy.tokens\n    from kg import errors\n"
    )
    assert set(imports_of(path)) == {"typing", "networkx", "spacy.tokens", "kg.errors"}
    assert set(imports_of(path, at_run_time=True)) == {"typing", "spacy.tokens", "kg.errors"}


@pytest.mark.parametrize(
    "statement", ["import kg", "import kg.cli", "from kg.cli import cli; cli(['--help'], standalone_mode=False)"]
)
def test_nothing_heavy_is_imported_before_it_is_needed(statement: str) -> None:
    """`import kg` and `kg --help` load no parser, engine, driver, data frame or terminal library."""
    heavy = ("spacy", "thinc", "networkx", "neo4j", "pandas", "numpy", "kglite", "rich")
    probe = f"import sys\n{statement}\nprint([m for m in {heavy!r} if m in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_no_module_has_the_name_of_a_public_function() -> None:
    """A submodule `kg.extract` would shadow the function `kg.extract`."""
    parts = {part_of(name) for name, _ in modules()}
    assert parts & set(kg.__all__) == set()


def test_nobody_prints_outside_the_command_line() -> None:
    """Libraries return and raise; only commands (and the making of the model) write to the terminal."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, path in modules()
        if not name.startswith(("kg.cli", "kg.training"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert wrong == []
