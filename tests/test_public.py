"""The public names of `kg`: complete, sorted, documented, fetched when used."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from importlib.metadata import version

import pytest

import kg


def test_public_names_are_sorted_and_unique() -> None:
    """One can find a name in the list."""
    assert kg.__all__ == sorted(set(kg.__all__))
    assert set(kg.__all__) == {*kg._PUBLIC, "__version__"}


@pytest.mark.parametrize("name", sorted(kg._PUBLIC))
def test_each_public_name_is_there_and_documented(name: str) -> None:
    """Every name resolves to the object of its module and says what it is."""
    module, _, attribute = kg._PUBLIC[name].partition(":")
    found = getattr(kg, name)
    assert found is getattr(import_module(module), attribute)
    assert found.__doc__


def test_dir_lists_the_public_names() -> None:
    """Completion in a notebook sees them before they are used."""
    code = "import kg; print(sorted(set(kg.__all__) - set(dir(kg))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_is_that_of_the_package() -> None:
    """There is one place for the version."""
    assert kg.__version__ == version("actorkg")


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As in any module."""
    with pytest.raises(AttributeError, match="no attribute 'extrakt'"):
        kg.extrakt  # noqa: B018
