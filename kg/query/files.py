"""Find saved questions by name: one `.cypher` file each (see `kg.query.header`), in a folder of topics."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from kg.errors import ConfigError, UnknownQuery
from kg.query.header import load_question
from kg.query.question import Question
from kg.resources import find_resource


def list_questions(folder: Path | None = None) -> tuple[Question, ...]:
    """Return all saved questions, by topic and name.

    Args:
        folder: folder of topics; the package's own `queries/` by default.

    Raises:
        ConfigError: a file that does not load, or two of one name; `path` and the message say where.

    Example:
        >>> "who_supports" in [question.name for question in list_questions()]
        True
    """
    return tuple(load_question(path) for path in _question_paths(folder).values())


def read_question(name: str, folder: Path | None = None) -> Question:
    """Return the saved question of that name.

    Args:
        name: stem of its file; `-` counts as `_`.
        folder: as `list_questions`.

    Raises:
        UnknownQuery: there is none; the hint names the closest.
        ConfigError: its file does not load, or two files have one name.
    """
    paths = _question_paths(folder)
    wanted = name.strip().lower().replace("-", "_")
    if wanted in paths:
        return load_question(paths[wanted])
    close = get_close_matches(wanted, paths, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else "`kg ask` lists the saved questions"
    raise UnknownQuery(f"there is no saved question {name!r}", hint=hint)


def _question_paths(folder: Path | None) -> dict[str, Path]:
    paths: dict[str, Path] = {}
    for path in sorted((folder or find_resource("queries")).glob("*/*.cypher")):
        if path.stem in paths:
            raise ConfigError(f"{path}: the name is taken by {paths[path.stem]}", path=path)
        paths[path.stem] = path
    return paths
