"""Reading on many machines with Ray Data: files in, Parquet shards out.

Ray tasks read the files with the readers of every build, actors that hold the model extract with the same pure function
as every worker, and each block of documents becomes a shard (`kg.shards`). Nothing here touches a ledger.
"""

from __future__ import annotations

import logging
import os
import pickle
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ConfigError, ReaderError, WorkerError
from kg.model import Document, Failure
from kg.readers import READERS, Notes, ReaderOptions, read_file
from kg.readers.base import STANDARD_INPUT, SourceFile, make_row_document
from kg.readers.sources import find_sources
from kg.shards.parquet import shard_table
from kg.work.base import ReaderMaker, Versions, pack_results

if TYPE_CHECKING:
    import pyarrow as pa

DOCUMENTS_A_SHARD = 1_000
DOCUMENTS_A_BLOCK = 128
"""What one actor takes at a time."""
DOCUMENTS_AT_ONCE = 64
PARQUET = "parquet"
_ITEM = "item"


@dataclass(frozen=True, slots=True)
class RayJob:
    """What to read on Ray, and where the shards go.

    Attributes:
        sources: files, folders and globs, or addresses of files and folders on another file system ("s3://...").
        options: how to read them.
        make_reader: makes the reader in each actor.
        out: folder of the shards, or its address; every machine must reach it.
        workers: actors that hold the model.
        limit: read at most so many documents.
    """

    sources: tuple[str, ...]
    options: ReaderOptions
    make_reader: ReaderMaker
    out: str
    workers: int
    limit: int | None = None


def write_shards(job: RayJob) -> None:
    """Read and extract on the Ray cluster of `RAY_ADDRESS`, or on one that is started on this machine.

    Shards are named so that their order is that of the documents in the sources.

    Raises:
        ConfigError: Ray is not installed.
        ReaderError: there is nothing to read among the sources.
        WorkerError: Ray could not finish.
    """
    files, failures = _find_files(job)
    with _cluster(job.workers) as ray, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about few blocks for many actors, as small builds have
        items = [{_ITEM: pickle.dumps(item)} for item in (*failures, *files)]
        try:
            documents = ray.data.from_items(items).flat_map(_ReadFiles(job.options))
            if job.limit is not None:
                documents = documents.limit(job.limit)
            blocks = documents.repartition(target_num_rows_per_block=DOCUMENTS_A_BLOCK, strict=True)
            shards = blocks.map_batches(
                _Extract,
                fn_constructor_args=(job.make_reader,),
                batch_size=DOCUMENTS_AT_ONCE,
                batch_format="pyarrow",
                compute=ray.data.ActorPoolStrategy(size=job.workers),
                num_cpus=1,
            )
            shards.write_parquet(job.out, min_rows_per_file=DOCUMENTS_A_SHARD)
        except ray.exceptions.RayError as error:
            said = str(error).strip().splitlines()[-1]
            raise WorkerError(f"Ray could not finish: {said}", hint="its logs say more (`ray logs`)") from error


def _find_files(job: RayJob) -> tuple[list[SourceFile], list[Failure]]:
    if STANDARD_INPUT in job.sources:
        raise ReaderError("standard input cannot be read on other machines", hint="name a file, a folder or a glob")
    here = [source for source in job.sources if "://" not in source]
    files, failures = [], []
    if here:
        found = find_sources(here, job.options, (*READERS, PARQUET), Notes())
        files, failures = found.files, found.failures
    for source in job.sources:
        if "://" in source:
            files += _find_far(source)
    return files, failures


def _find_far(source: str) -> list[SourceFile]:
    """Return the files at an address, a file or a folder, by path; their ids begin below the folder's parent."""
    from pyarrow import fs

    system, path = fs.FileSystem.from_uri(source)
    info = system.get_file_info(path)
    if info.type == fs.FileType.NotFound:
        raise ReaderError(f"there is no file or folder {source}", path=source, hint="check the address")
    found = [info] if info.is_file else system.get_file_info(fs.FileSelector(path, recursive=True))
    parent = path.rstrip("/").rpartition("/")[0]
    scheme = source.partition("://")[0]
    paths = sorted(entry.path for entry in found if entry.is_file and not entry.base_name.startswith("."))
    return [SourceFile(f"{scheme}://{path}", path[len(parent) :].lstrip("/")) for path in paths]


class _ReadFiles:
    """Files to documents, each a row with a pickled `Document` or `Failure`."""

    def __init__(self, options: ReaderOptions) -> None:
        self._options = options

    def __call__(self, row: dict[str, Any]) -> list[dict[str, bytes]]:
        item: SourceFile | Failure = pickle.loads(row[_ITEM])
        found = [item] if isinstance(item, Failure) else self._read(item)
        return [{_ITEM: pickle.dumps(item)} for item in found]

    def _read(self, file: SourceFile) -> Iterator[Document | Failure]:
        if "://" not in file.path:
            yield from _read_near(file, self._options)
            return
        with _fetched(file) as near:
            for item in _read_near(near, self._options):
                yield replace(item, path=file.path)


@contextmanager
def _fetched(file: SourceFile) -> Iterator[SourceFile]:
    """Copy a file from another file system to this machine for as long as it is read."""
    from pyarrow import fs

    system, path = fs.FileSystem.from_uri(file.path)
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        copy = Path(folder) / Path(path).name
        fs.copy_files(path, str(copy), source_filesystem=system, destination_filesystem=fs.LocalFileSystem())
        yield SourceFile(str(copy), file.id)


def _read_near(file: SourceFile, options: ReaderOptions) -> Iterator[Document | Failure]:
    if file.path.lower().endswith(f".{PARQUET}") and options.input_format is None:
        return _read_rows(file, options)
    return read_file(file, options, Notes())


def _read_rows(file: SourceFile, options: ReaderOptions) -> Iterator[Document | Failure]:
    """Yield the documents of a Parquet file whose rows have the fields of a JSON line."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(file.path) as rows:
            for batch in rows.iter_batches(DOCUMENTS_AT_ONCE):
                for row in batch.to_pylist():
                    number += 1
                    try:
                        yield make_row_document({name: _plain(value) for name, value in row.items()}, file, options)
                    except ReaderError as error:
                        yield file.failure(error.message, line=number)
    except (pa.ArrowException, OSError) as error:
        yield file.failure(f"the file cannot be read on from here: {error}", line=number + 1)


def _plain(value: Any) -> Any:
    """Return a date or time as its ISO text, anything else as it is."""
    return value.isoformat() if hasattr(value, "isoformat") else value


class _Extract:
    """An actor that holds the model: documents in, rows of shards out."""

    def __init__(self, make_reader: ReaderMaker) -> None:
        self._reader = make_reader()
        self._versions = Versions.of(self._reader)

    def __call__(self, batch: pa.Table) -> pa.Table:
        items = [pickle.loads(item) for item in batch.column(_ITEM).to_pylist()]
        documents = [item for item in items if isinstance(item, Document)]
        results = iter(list(pack_results(self._reader, documents)))
        found: list[Any] = []
        for item in items:
            result = next(results) if isinstance(item, Document) else item
            found.append(result if isinstance(result, Failure) else (item, result))
        return shard_table(found, digest=self._versions.digest)


@contextmanager
def _cluster(workers: int) -> Iterator[Any]:
    """Yield Ray, connected: to the cluster that `RAY_ADDRESS` names, or to one on this machine, stopped in the end."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ConfigError("Ray is not installed", hint="install it with `pip install 'actorkg[scale]'`") from error
    is_ours = not ray.is_initialized()
    if is_ours:
        far = bool(os.environ.get("RAY_ADDRESS"))
        ray.init(
            num_cpus=None if far else workers + 1,
            include_dashboard=None if far else False,
            log_to_driver=False,
            logging_level=logging.ERROR,
        )
    logging.getLogger("ray.data").setLevel(logging.WARNING)
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    try:
        yield ray
    finally:
        if is_ours:
            ray.shutdown()
