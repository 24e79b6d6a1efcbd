"""Find and load language models; name them and tell one version from another by a digest of their files."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ModelNotFound
from kg.resources import shipped_model_path
from kg.settings import read_settings

if TYPE_CHECKING:
    from spacy.language import Language

CHUNK = 1 << 20


def load_model(name: str | None = None) -> Language:
    """A loaded spaCy pipeline.

    Args:
        name: an installed pipeline ("en_core_web_sm") or the path of a pipeline's folder; None means `KG_MODEL`, and
            the shipped model where that is not set.

    Raises:
        ModelNotFound: there is no such pipeline, or the installed spaCy cannot read it.

    Example:
        >>> load_model().meta["name"]  # doctest: +SKIP
        'news'
    """
    path = find_model(name)
    # A process parses with one thread, `kg build --workers` with more processes; NumPy reads this when first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import spacy

    from kg.parsing.products import use_fast_products

    try:
        nlp = spacy.load(path)
    except (OSError, ValueError, ImportError) as error:
        raise ModelNotFound(
            f"the language model {path} cannot be loaded: {str(error).splitlines()[0]}",
            hint="check that it is a spaCy pipeline made for the installed spaCy version",
        ) from error
    use_fast_products(nlp)
    return nlp


def find_model(name: str | None = None) -> Path:
    """The folder of a pipeline, found without loading anything.

    Raises:
        ModelNotFound: there is no such pipeline.
    """
    chosen = read_settings(model=name).model
    if chosen is None:
        path = shipped_model_path()
        if not (path / "config.cfg").is_file():
            raise ModelNotFound(
                "the shipped language model is missing",
                hint="reinstall actorkg, train it with `make model`, or name another spaCy pipeline with --model",
            )
        return path
    path = Path(chosen).expanduser()
    if (path / "config.cfg").is_file():
        return path
    installed = None if path.is_dir() else _find_installed(chosen)
    if installed is None:
        raise ModelNotFound(
            f"no language model called {chosen}",
            hint="give the name of an installed spaCy pipeline or the path of a pipeline's folder",
        )
    return installed


def _find_installed(name: str) -> Path | None:
    """The data folder of a pipeline installed as a package (`en_core_web_sm`), or None."""
    from importlib.util import find_spec

    if not name.isidentifier():
        return None
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    package = Path(next(iter(spec.submodule_search_locations)))
    found = sorted(package.glob("*/config.cfg"))
    return found[0].parent if found else None


def model_label(nlp: Language) -> str:
    """Name and version of a pipeline, as statements carry it.

    Example:
        >>> model_label(load_model())  # doctest: +SKIP
        'en_news@1'
    """
    return f"{nlp.meta['lang']}_{nlp.meta['name']}@{nlp.meta['version']}"


def model_digest(model: Path | Language | None) -> str | None:
    """Hash over names and contents of a model's files; None for a pipeline that was not loaded from disk.

    The files are read once in a process (about 20 ms for the shipped model) and again only when one was changed.
    """
    path = model if model is None or isinstance(model, Path) else model.path
    if path is None:
        return None
    files = tuple(
        (file.relative_to(path).as_posix(), file.stat().st_size, file.stat().st_mtime_ns)
        for file in sorted(path.rglob("*"))
        if file.is_file()
    )
    return _digest_files(path, files)


@lru_cache(maxsize=16)
def _digest_files(path: Path, files: tuple[tuple[str, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for name, size, _ in files:
        digest.update(f"{name}\n{size}\n".encode())
        with (path / name).open("rb") as content:
            while chunk := content.read(CHUNK):
                digest.update(chunk)
    return digest.hexdigest()[:24]
