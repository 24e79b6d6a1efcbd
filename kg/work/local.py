"""Reading in this process, one batch after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.work.base import Batch, DocumentReader, Result, Versions, pack_results


class LocalExtractor:
    """Reads in this process; a batch is read while its results are asked for."""

    def __init__(self, reader: DocumentReader) -> None:
        self.versions = Versions.of(reader)
        self._reader = reader

    def read(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Iterable[Result]]]:
        """See `kg.work.base.Extractor`."""
        for batch in batches:
            yield batch, pack_results(self._reader, batch.documents)

    def close(self) -> None:
        """Nothing to let go of."""
