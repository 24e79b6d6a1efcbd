"""Where a build reads: on this machine, or on a Ray cluster. An engine is a row of `ENGINES`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ConfigError
from kg.model import Document, Failure
from kg.readers import Notes, ReaderOptions, count_documents, read_sources
from kg.work.base import Extractor, ReaderMaker, Versions
from kg.work.pool import open_extractor

LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build is to read, and how.

    Attributes:
        sources: files, folders, globs, "-".
        options: how to read them.
        make_reader: makes the reader, in whatever process.
        workers: processes, or actors that hold the model.
        limit: read at most so many documents.
        notes: collects remarks of the readers.
        shards: new folder for shards that are to be kept, or None.
        only: absolute paths of the files to read, where that is not all of them.
    """

    sources: tuple[str, ...]
    options: ReaderOptions
    make_reader: ReaderMaker
    workers: int = 1
    limit: int | None = None
    notes: Notes | None = None
    shards: Path | None = None
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pass needs: items, who reads them, and how many they are, as far as that is known."""

    extractor: Extractor
    items: Iterator[Document | Failure]
    total: int | None


Engine = Callable[[Plan], AbstractContextManager[Reading]]


@contextmanager
def read_here(plan: Plan) -> Iterator[Reading]:
    """Read on this machine, in this process or in workers beside it."""
    if plan.shards is not None:
        raise ConfigError("only the engine ray writes shards", key="shards", hint="add `--engine ray`")
    items = read_sources(plan.sources, plan.options, notes=plan.notes, only=plan.only)
    total = None
    if plan.only is None:
        count = count_documents(plan.sources, plan.options)
        total = count if count is None or plan.limit is None else min(count, plan.limit)
    with closing(open_extractor(plan.make_reader, workers=plan.workers)) as extractor:
        yield Reading(extractor, items, total)


@contextmanager
def read_on_ray(plan: Plan) -> Iterator[Reading]:
    """Read and extract on a Ray cluster into shards, then give what they hold, in the order of the sources."""
    from kg.shards import find_shards
    from kg.work.ray_engine import RayJob, write_shards
    from kg.work.shard_reading import ShardExtractor

    if plan.shards is not None and plan.shards.exists() and any(plan.shards.iterdir()):
        raise ConfigError(f"the folder {plan.shards} is not empty", key="shards", hint="name a new one for the shards")
    versions = Versions.of(plan.make_reader())
    with tempfile.TemporaryDirectory(prefix="kg-") if plan.shards is None else nullcontext(plan.shards) as out:
        job = RayJob(plan.sources, plan.options, plan.make_reader, str(Path(out).absolute()), plan.workers, plan.limit)
        write_shards(job)
        extractor = ShardExtractor(find_shards([out]), versions)
        yield Reading(extractor, extractor.items(), None)


ENGINES: Mapping[str, Engine] = {LOCAL: read_here, "ray": read_on_ray}
