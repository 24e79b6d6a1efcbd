"""Find the data folders `pipelines/`, `queries/` and `seeds/`, in an installed wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path

from kg.errors import ConfigError

PACKAGE = Path(__file__).resolve().parent


def find_resource(*parts: str) -> Path:
    """Return the path of a bundled file or folder.

    Args:
        parts: path below the data folders, e.g. `("pipelines", "newswire", "pipeline.toml")`.

    Raises:
        ConfigError: neither the wheel's `kg/_bundled` nor the checkout has it.

    Example:
        >>> find_resource("pipelines", "newswire").name
        'newswire'
    """
    for root in (PACKAGE / "_bundled", PACKAGE.parent):
        candidate = root.joinpath(*parts)
        if candidate.exists():
            return candidate
    raise ConfigError(
        f"the bundled file {'/'.join(parts)} is missing", hint="reinstall actorkg, or run it from a complete checkout"
    )


def shipped_model_path() -> Path:
    """Return the folder of the language model that the package carries."""
    return PACKAGE / "models" / "en_news"
