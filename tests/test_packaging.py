"""Wheel and source archive: complete, installed elsewhere, and working there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.model]


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command without the settings of whoever runs the tests, and return its output."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KG_", "NEO4J_", "PYTHON"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=kept, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source archive, and the wheel made from it."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    (sdist,) = out.glob("*.tar.gz")
    (wheel,) = out.glob("*.whl")
    return sdist, wheel


@pytest.fixture(scope="module")
def installed(archives: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment with the wheel; other packages are lent by this one."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(folder / "bin" / "python", "-m", "pip", "install", "--no-deps", "--no-index", archives[1], cwd=folder)
    return folder / "bin"


def test_the_wheel_is_complete(archives: tuple[Path, Path]) -> None:
    """Pipelines, questions, seeds, model, types and licences travel along; tests and leftovers do not."""
    with zipfile.ZipFile(archives[1]) as wheel:
        names = wheel.namelist()
    for needed in (
        "kg/py.typed",
        "kg/cli/__init__.py",
        "kg/models/en_news/config.cfg",
        "kg/models/en_news/meta.json",
        "kg/_bundled/pipelines/newswire/pipeline.toml",
        "kg/_bundled/queries/actors/who_supports.cypher",
        "kg/_bundled/seeds/SOURCES.md",
        f"actorkg-{kg.__version__}.dist-info/licenses/LICENSE",
        f"actorkg-{kg.__version__}.dist-info/licenses/NOTICE",
        f"actorkg-{kg.__version__}.dist-info/entry_points.txt",
    ):
        assert needed in names
    assert {name.split("/")[0] for name in names} == {"kg", f"actorkg-{kg.__version__}.dist-info"}
    assert [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".sqlite", ".kgl"))] == []


def test_the_wheel_has_every_module_and_data_file(archives: tuple[Path, Path]) -> None:
    """Nothing that git keeps under the four folders is left behind."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout, so nothing says what belongs to it")
    listed = run("git", "ls-files", "kg", "pipelines", "queries", "seeds", cwd=ROOT).splitlines()
    with zipfile.ZipFile(archives[1]) as wheel:
        names = set(wheel.namelist())
    expected = {name if name.startswith("kg/") else f"kg/_bundled/{name}" for name in listed}
    assert expected - names == set()


def test_the_source_archive_can_be_tested(archives: tuple[Path, Path]) -> None:
    """Whoever packages it finds tests, documents and the way to run them."""
    with tarfile.open(archives[0]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"tests/test_cli.py", "docs/cli.md", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE"} <= names
    assert {"pipelines/newswire/pipeline.toml", "pyproject.toml", "Makefile"} <= names


def test_the_installed_package_is_the_wheel(installed: Path, tmp_path: Path) -> None:
    """Not the checkout that the tests run from."""
    where = run(installed / "python", "-c", "import kg; print(kg.__file__)", cwd=tmp_path)
    assert where.startswith(str(installed.parent))
    assert run(installed / "kg", "--version", cwd=tmp_path) == f"kg {kg.__version__}\n"


def test_the_installed_command_lists_its_questions(installed: Path, tmp_path: Path) -> None:
    """The questions come from the wheel."""
    listed = [json.loads(line)["name"] for line in run(installed / "kg", "ask", cwd=tmp_path).splitlines()]
    assert "who_supports" in listed
    assert len(listed) >= 12


def test_the_installed_command_builds_a_text_of_its_own(installed: Path, tmp_path: Path) -> None:
    """From text to answer, with the model in the wheel."""
    (tmp_path / "text.txt").write_text("Russia supports Iraq. France criticised Iran.\n")
    run(installed / "kg", "build", "text.txt", "--home", "home", cwd=tmp_path)
    answer = run(installed / "kg", "ask", "who_supports", "-p", "actor=Iraq", "--home", "home", cwd=tmp_path)
    assert [(row["source"], row["relation"]) for row in map(json.loads, answer.splitlines())] == [
        ("Russia", "SUPPORTS")
    ]
    run(installed / "kg", "picture", "-o", "page.html", "--home", "home", cwd=tmp_path)
    assert (tmp_path / "page.html").stat().st_size > 10_000
