"""Shards: what was extracted elsewhere, in files. Parquet shards carry everything, bare statements what they can.

`kg build --engine ray` writes Parquet shards, `kg extract` bare statements; `read_shards` reads both.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import ReaderError
from kg.ledger.intake import Arrival
from kg.model import Failure
from kg.shards.lines import read_lines
from kg.shards.parquet import read_parquet

__all__ = ["find_shards", "read_shards"]

STANDARD_INPUT = "-"
_LINES = (".jsonl", ".jsonl.gz")
_PARQUET = (".parquet",)


def find_shards(sources: Sequence[str | Path]) -> list[str]:
    """Return the shards that sources (files, folders, globs, "-") name, each once, by source and then by path.

    Raises:
        ReaderError: a source does not exist, holds no shard, or is of another format.
    """
    found: dict[str, None] = {}
    for source in sources:
        found |= dict.fromkeys(_find(os.fspath(source)))
    if not found:
        raise ReaderError("no shard was given", hint="name a .parquet or .jsonl file, a folder, a glob or -")
    return list(found)


def _find(source: str) -> list[str]:
    if source == STANDARD_INPUT or os.path.isfile(source):
        paths = [source]
    elif os.path.isdir(source):
        paths = [os.path.join(parent, name) for parent, _, names in os.walk(source) for name in names]
        paths = sorted(path for path in paths if path.endswith(_PARQUET + _LINES))
    else:
        paths = sorted(path for path in glob.glob(source, recursive=True) if os.path.isfile(path))
    if not paths:
        raise ReaderError(f"there are no shards at {source}", path=source, hint="check the path")
    for path in paths:
        if path != STANDARD_INPUT and not path.endswith(_PARQUET + _LINES):
            raise ReaderError(
                f"{path} is not a shard",
                path=path,
                hint="shards are .parquet files, or .jsonl (and .gz) files of `kg extract`",
            )
    return paths


def read_shards(paths: Sequence[str]) -> Iterator[Arrival | Failure]:
    """Yield the documents of shards, and what failed in them, in the order of the shards.

    A shard that cannot be read, as a whole or from some line on, is a failure, and the others go on.
    """
    for path in paths:
        read = read_parquet if path.endswith(_PARQUET) else read_lines
        yield from read(path)
