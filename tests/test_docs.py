"""Documents that are made from the program, or name parts of it, are current."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kg.cli import COMMANDS
from kg.cli.errors import EXIT_CODES
from kg.cli.reference import all_commands, reference

ROOT = Path(__file__).parent.parent
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))


def test_the_command_reference_is_current() -> None:
    """`python -m kg.cli.reference > docs/cli.md` after every change of a command."""
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference()


def test_the_reference_has_every_command_and_exit_code() -> None:
    """Nothing is left out."""
    page = reference()
    assert [f"kg {name}" for name in COMMANDS if f"\n## kg {name}\n" not in page] == []
    assert all(f"| {code} |" in page for code in {0, 1, 130, *EXIT_CODES.values()})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_documents_exist(page: Path) -> None:
    """A page names no command that the program does not have."""
    known = {name for name, _, _ in all_commands()}
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w/.-])kg ([a-z]+)(?= |`|$)", "\n".join(_code(text)), flags=re.MULTILINE))
    assert {name for name in named if f"kg {name}" not in known} - LATER == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    """A relative link points to a file of the project."""
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_changelog_names_the_version() -> None:
    """The version that is being made has its section."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def _code(text: str) -> list[str]:
    """Return fenced blocks and code spans."""
    fenced = re.findall(r"^```[a-z]*\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return [*fenced, *re.findall(r"`(kg [^`\n]+)`", text)]


LATER = {"explore", "retract", "ledger"}  # in the contract, and not made yet
