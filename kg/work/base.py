"""What a build needs of those who read for it: batches of documents in, what they gave out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from kg.ledger import DocumentState
from kg.model import Document, Failure, Reading
from kg.packing import PackedReading, pack_reading

Result = PackedReading | Failure


class DocumentReader(Protocol):
    """What a build needs of a `kg.pipeline.Pipeline`."""

    @property
    def name(self) -> str: ...
    @property
    def model_name(self) -> str: ...
    @property
    def digest(self) -> str: ...
    def read_all(self, documents: Iterable[Document]) -> Iterator[Reading | Failure]: ...


ReaderMaker = Callable[[], DocumentReader]
"""Makes the reader in the process that uses it; it must be picklable, and give the same reader everywhere."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Which pipeline and model read, as `DocumentReader` names them."""

    pipeline: str
    model: str
    digest: str

    @classmethod
    def of(cls, reader: DocumentReader) -> Versions:
        """Return the versions of a reader."""
        return cls(reader.name, reader.model_name, reader.digest)


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that are read together, each with what the ledger knew of it."""

    documents: tuple[Document, ...]
    states: tuple[DocumentState, ...]


class Extractor(Protocol):
    """Reads batches, here or in other processes."""

    versions: Versions

    def read(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Iterable[Result]]]:
        """Yield each batch with one result for each of its documents, in their order.

        Batches are asked for as there is room for them, and may come back in another order. All that was taken is
        given back, whenever `batches` ends. Results may be read as they are asked for.
        """

    def close(self) -> None:
        """Let go of processes; what is under way is dropped."""


def pack_results(reader: DocumentReader, documents: Iterable[Document]) -> Iterator[Result]:
    """Yield what each document gave, packed, in order; what this does depends on nothing but its arguments."""
    for reading in reader.read_all(documents):
        yield reading if isinstance(reading, Failure) else pack_reading(reading)
