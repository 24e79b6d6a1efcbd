"""How documents are read for a build: one pass over the sources, in this process or in workers beside it."""

from __future__ import annotations

from kg.work.base import Batch, DocumentReader, Extractor, ReaderMaker, Versions
from kg.work.engines import ENGINES, LOCAL, Plan
from kg.work.local import LocalExtractor
from kg.work.passing import Limits, Pass, Progress
from kg.work.pool import WorkerPool, open_extractor
from kg.work.running import record_run
from kg.work.tally import Tally

__all__ = [
    "ENGINES",
    "LOCAL",
    "Batch",
    "DocumentReader",
    "Extractor",
    "Limits",
    "LocalExtractor",
    "Pass",
    "Plan",
    "Progress",
    "ReaderMaker",
    "Tally",
    "Versions",
    "WorkerPool",
    "open_extractor",
    "record_run",
]
