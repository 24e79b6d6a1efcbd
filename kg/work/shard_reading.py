"""A pass over shards instead of sources: the documents are read already, and what they gave comes with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.ledger.intake import Arrival
from kg.model import Document, Failure
from kg.packing import PackedReading
from kg.shards import read_shards
from kg.work.base import Batch, Result, Versions


class ShardExtractor:
    """Gives back what shards hold; the items of a pass come from `items`, and its batches are answered from there.

    Args:
        shards: the shards, in the order of their documents.
        versions: what they were read with; a document that another version has read is a failure.
    """

    def __init__(self, shards: Sequence[str], versions: Versions) -> None:
        self.versions = versions
        self._shards = shards
        self._readings: dict[str, PackedReading] = {}

    def items(self) -> Iterator[Document | Failure]:
        """Yield the documents of the shards and what failed in them; an id that comes twice fails the second time."""
        seen: set[bytes] = set()
        for arrival in read_shards(self._shards):
            if isinstance(arrival, Failure):
                yield arrival
                continue
            document = arrival.document
            key = bytes.fromhex(document.uid)
            if key in seen:
                yield _failure(arrival, f"the id {document.id} came before in this build")
            elif arrival.digest != self.versions.digest:
                yield _failure(arrival, "it was read with another version of the pipeline or the model")
            else:
                self._readings[document.uid] = arrival.reading
                yield document
            seen.add(key)

    def read(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Iterable[Result]]]:
        """See `kg.work.base.Extractor`."""
        for batch in batches:
            results = [self._readings[document.uid] for document in batch.documents]
            self._readings.clear()
            yield batch, results

    def close(self) -> None:
        """Nothing to let go of."""


def _failure(arrival: Arrival, reason: str) -> Failure:
    return Failure(arrival.document.id, arrival.document.path, None, "read", reason)
