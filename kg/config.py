"""Read and validate a pipeline folder: its `pipeline.toml` and the word lists that file names.

```toml
name = "newswire"
version = 1
language = "en"

[files]                                  # paths from this folder; a list where one job needs several files
relations = "relations.toml"
frames = ["frames_verbs.toml", "frames_nouns.toml"]

[switches]                               # read by the stage that they steer
```
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.errors import ConfigError
from kg.ids import make_id
from kg.resources import find_resource

FILE_NAME = "pipeline.toml"
KEYS = frozenset({"name", "version", "language", "description", "files", "switches"})
_NAME = re.compile(r"[a-z][a-z0-9_-]*")

Switch = bool | int | float | str


@dataclass(frozen=True, slots=True)
class PipelineConfig:
    """What one pipeline is made of.

    Attributes:
        name, version: as in `pipeline.toml`; together they stand in every statement ("newswire@1").
        folder: the pipeline's folder.
        digest: over `pipeline.toml` and all files it names, by their content.
        language: tag of the language that its word lists are for.
        description: one sentence for people, possibly empty.
        files: job ("relations", "cues", ...) to its file, for jobs that name one file.
        lists: job to its files in order, for jobs that name a list.
        switches: settings of single stages.
    """

    name: str
    version: int
    folder: Path
    digest: str
    language: str = "en"
    description: str = ""
    files: Mapping[str, Path] = field(default_factory=dict)
    lists: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    switches: Mapping[str, Switch] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Name and version as they stand in statements: "newswire@1"."""
        return f"{self.name}@{self.version}"

    def files_for(self, job: str) -> tuple[Path, ...]:
        """Return the files of a job, whether `pipeline.toml` names one or a list.

        Raises:
            ConfigError: the pipeline names no file for this job.
        """
        if job in self.files:
            return (self.files[job],)
        if job in self.lists:
            return self.lists[job]
        raise ConfigError(
            f"the pipeline {self.name} names no file for {job!r}",
            path=self.folder / FILE_NAME,
            key=f"files.{job}",
            hint=f'add `{job} = "{job}.toml"` to [files] in {FILE_NAME}',
        )

    def file_for(self, job: str) -> Path:
        """Return the one file of a job.

        Raises:
            ConfigError: the pipeline names none for it, or several.
        """
        paths = self.files_for(job)
        if len(paths) != 1:
            raise ConfigError(
                f"the pipeline {self.name} names {len(paths)} files for {job!r}, where one is needed",
                path=self.folder / FILE_NAME,
                key=f"files.{job}",
            )
        return paths[0]


def find_pipeline(name_or_path: str | Path) -> Path:
    """Return the folder of a pipeline: a folder with a `pipeline.toml`, or the name of a shipped one.

    A name without a slash means a shipped pipeline first, so that a folder of that name in the working folder cannot
    take its place unnoticed; write `./newswire` for the folder.

    Raises:
        ConfigError: there is no such pipeline.

    Example:
        >>> find_pipeline("newswire").name
        'newswire'
    """
    text = str(name_or_path)
    if isinstance(name_or_path, str) and _NAME.fullmatch(text):
        try:
            return find_resource("pipelines", text, FILE_NAME).parent
        except ConfigError:
            pass  # no shipped pipeline has this name: it may still be a folder
    folder = Path(name_or_path)
    if folder.name == FILE_NAME and folder.is_file():
        folder = folder.parent
    if (folder / FILE_NAME).is_file():
        return folder
    shipped = ", ".join(shipped_pipelines()) or "none found"
    raise ConfigError(
        f"there is no pipeline {text!r}",
        path=folder,
        hint=f"name a shipped pipeline ({shipped}) or a folder with a {FILE_NAME}",
    )


def shipped_pipelines() -> tuple[str, ...]:
    """Return the names of the pipelines that the package carries, sorted."""
    try:
        root = find_resource("pipelines")
    except ConfigError:
        return ()
    return tuple(sorted(path.parent.name for path in root.glob(f"*/{FILE_NAME}")))


def read_config(name_or_path: str | Path = "newswire") -> PipelineConfig:
    """Return the checked configuration of a pipeline.

    Args:
        name_or_path: see `find_pipeline`.

    Raises:
        ConfigError: no such pipeline; a key that is missing, unknown or of the wrong type; a missing file.

    Example:
        >>> read_config("newswire").label
        'newswire@1'
    """
    folder = find_pipeline(name_or_path)
    path = folder / FILE_NAME
    table = read_toml(path)
    refuse_unknown_keys(table, KEYS, path=path)
    name = _text(table, "name", path)
    if not _NAME.fullmatch(name):
        raise ConfigError(
            f"{path}: name is {name!r}",
            path=path,
            key="name",
            hint="use lower-case letters, digits, '-' and '_', a letter first",
        )
    version = table.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ConfigError(f"{path}: version must be a whole number from 1, not {version!r}", path=path, key="version")
    files, lists = _read_files(table.get("files"), folder, path)
    everything = [path, *files.values(), *(one for group in lists.values() for one in group)]
    return PipelineConfig(
        name=name,
        version=version,
        folder=folder,
        digest=_digest(everything),
        language=_text(table, "language", path, default="en"),
        description=_text(table, "description", path, default=""),
        files=MappingProxyType(files),
        lists=MappingProxyType(lists),
        switches=MappingProxyType(_read_switches(table.get("switches", {}), path)),
    )


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file.

    Raises:
        ConfigError: the file is missing, not UTF-8 or not TOML (the message says in which line).
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"{path} is missing", path=path) from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}", path=path) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8", path=path, hint="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}", path=path) from error


def refuse_unknown_keys(
    table: Mapping[str, Any], known: frozenset[str], *, path: Path, at: str = "", line: int | None = None
) -> None:
    """Raise for the first key of `table` that nobody reads: a misspelt key must not be passed over in silence.

    Args:
        table: a TOML table.
        known: the keys that may stand in it.
        path: the file, for the message.
        at: the table's own key, for the message.
        line: the line where the table begins, for the message.

    Raises:
        ConfigError: an unknown key; the hint lists the known ones.
    """
    for key in table:
        if key not in known:
            full = f"{at}.{key}" if at else key
            place = f"{path}, line {line}" if line else str(path)
            raise ConfigError(
                f"{place}: unknown key {full!r}", path=path, key=full, hint=f"known here: {', '.join(sorted(known))}"
            )


def _text(table: Mapping[str, Any], key: str, path: Path, *, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str):
        problem = "is missing" if value is None else f"must be a string, not {value!r}"
        raise ConfigError(f"{path}: {key} {problem}", path=path, key=key)
    return value


def _read_files(table: Any, folder: Path, path: Path) -> tuple[dict[str, Path], dict[str, tuple[Path, ...]]]:
    if not isinstance(table, dict) or not table:
        raise ConfigError(f"{path}: the table [files] is missing or empty", path=path, key="files")
    files: dict[str, Path] = {}
    lists: dict[str, tuple[Path, ...]] = {}
    for job, named in table.items():
        several = isinstance(named, list)
        names = named if several else [named]
        if not names or not all(isinstance(one, str) and one for one in names):
            raise ConfigError(
                f"{path}: files.{job} must be a file name or a list of file names, not {named!r}",
                path=path,
                key=f"files.{job}",
            )
        if len(set(names)) != len(names):
            raise ConfigError(f"{path}: files.{job} names a file twice", path=path, key=f"files.{job}")
        paths = tuple(folder / one for one in names)
        for one in paths:
            if not one.is_file():
                raise ConfigError(
                    f"{path}: files.{job} names {one.name}, which is missing", path=path, key=f"files.{job}"
                )
        if several:
            lists[job] = paths
        else:
            files[job] = paths[0]
    return files, lists


def _read_switches(table: Any, path: Path) -> dict[str, Switch]:
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: switches must be a table", path=path, key="switches")
    for key, value in table.items():
        if not isinstance(value, (bool, int, float, str)):
            raise ConfigError(
                f"{path}: switches.{key} must be a truth value, a number or a string, not {value!r}",
                path=path,
                key=f"switches.{key}",
            )
    return dict(table)


def _digest(paths: list[Path]) -> str:
    """Hash names and contents; line ends do not count, so that a checkout with CRLF is the same pipeline."""
    rows = [(one.name, hashlib.sha256(one.read_bytes().replace(b"\r\n", b"\n")).hexdigest()) for one in paths]
    return make_id("pipeline", rows)
