"""How documents are read for a build: one pass over the sources, in this process or in workers beside it."""

from __future__ import annotations

import pickle

from kg.errors import ConfigError
from kg.work.base import Batch, DocumentReader, Extractor, ReaderMaker, Versions
from kg.work.local import LocalExtractor
from kg.work.passing import Limits, Pass, Progress
from kg.work.pool import WorkerPool
from kg.work.running import record_run
from kg.work.tally import Tally

__all__ = [
    "Batch",
    "DocumentReader",
    "Extractor",
    "Limits",
    "LocalExtractor",
    "Pass",
    "Progress",
    "ReaderMaker",
    "Tally",
    "Versions",
    "WorkerPool",
    "open_extractor",
    "record_run",
]


def open_extractor(make_reader: ReaderMaker, *, workers: int) -> Extractor:
    """Return what reads documents: this process for one worker, else so many processes beside it.

    Raises:
        ConfigError: `workers` is less than one, or the reader cannot be sent to another process.
        ConfigError, ModelNotFound: the pipeline or the model cannot be used.
        WorkerError: no worker process can be started.
    """
    if workers < 1:
        raise ConfigError(f"there must be at least one worker, not {workers}", key="workers")
    if workers == 1:
        return LocalExtractor(make_reader())
    try:
        pickle.dumps(make_reader)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise ConfigError(
            "this pipeline cannot be sent to worker processes",
            key="workers",
            hint="name the pipeline and the model instead of giving a loaded one",
        ) from error
    return WorkerPool(make_reader, workers)
