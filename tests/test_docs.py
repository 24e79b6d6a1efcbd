"""Documents that are made from the program, or name parts of it, are current."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kg.cli import COMMANDS
from kg.cli.errors import EXIT_CODES
from kg.cli.reference import all_commands, reference
from kg.job import build

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


def test_modules_name_documents_that_exist() -> None:
    """A docstring or comment that sends the reader to a page sends him somewhere."""
    sources = [*ROOT.glob("kg/**/*.py"), *ROOT.glob("pipelines/**/*.toml"), *ROOT.glob("queries/**/*.cypher")]
    wrong = {
        f"{path.relative_to(ROOT)}: {named}"
        for path in sources
        for named in re.findall(r"docs/[\w/-]+\.md", path.read_text(encoding="utf-8"))
        if not (ROOT / named).exists()
    }
    assert wrong == set()


@pytest.fixture(scope="module")
def home_of_seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home built from the seeds."""
    home = tmp_path_factory.mktemp("docs") / "home"
    build([ROOT / "seeds" / "documents"], home=home)
    return home


@pytest.mark.model
@pytest.mark.parametrize(
    "page", [page for page in PAGES if "```python" in page.read_text(encoding="utf-8")], ids=lambda page: page.name
)
def test_python_in_documents_runs(page: Path, home_of_seeds: Path, tmp_path: Path) -> None:
    """What a page shows can be pasted, block after block, in a folder with the seeds and a home."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    shutil.copytree(home_of_seeds, tmp_path / ".kg")
    blocks = re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    program = [sys.executable, "-c", "\n".join(blocks)]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_changelog_names_the_version() -> None:
    """The version that is being made has its section."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def _code(text: str) -> list[str]:
    """Return fenced blocks and code spans."""
    fenced = re.findall(r"^```[a-z]*\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return [*fenced, *re.findall(r"`(kg [^`\n]+)`", text)]


LATER = {"explore", "retract", "ledger"}  # in the contract, and not made yet
