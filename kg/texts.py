"""From texts straight to statements, without a home: what `kg.extract` and `kg extract` do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.errors import ExtractionError
from kg.ids import document_uid, text_digest
from kg.model import Document, Failure, Reading, Statement

if TYPE_CHECKING:
    from kg.pipeline import Pipeline

Text = str | Document | Any
"""A text, a `Document`, or a spaCy `Doc` (whose text is read)."""


def extract(
    texts: Text | Iterable[Text],
    *,
    pipeline: str | Pipeline = "newswire",
    model: str | None = None,
    published: str | None = None,
) -> Iterator[Statement]:
    """Yield the statements of one text or of many, in document order.

    Args:
        texts: a text, a `Document` or a spaCy `Doc`, or an iterable of these, which may be endless.
        pipeline: name of a shipped pipeline, a folder with a `pipeline.toml`, or a loaded `Pipeline`.
        model: name or folder of a spaCy pipeline; the shipped model by default.
        published: ISO day that dates in bare texts are grounded by.

    Raises:
        ConfigError, ModelNotFound: before the first statement, when the pipeline or model cannot be used.
        ExtractionError: a document that cannot be read; `kg.build` counts such documents and goes on.

    Example:
        >>> for statement in extract("Russia supports Iraq."):                            # doctest: +SKIP
        ...     print(statement.source.name, statement.relation, statement.target.name)
        Russia SUPPORTS Iraq
    """
    from kg.pipeline import Pipeline

    loaded = pipeline if isinstance(pipeline, Pipeline) else Pipeline.load(pipeline, model=model)
    for reading in loaded.read_all(as_documents(texts, published=published)):
        if isinstance(reading, Failure):
            raise ExtractionError(reading.reason, document=reading.id)
        yield from reading.statements


def as_documents(texts: Text | Iterable[Text], *, published: str | None = None) -> Iterator[Document]:
    """Yield each text as a `Document`; one without an id of its own gets `#` and the digest of its text."""
    single = isinstance(texts, str | Document) or _is_doc(texts)
    several: Any = (texts,) if single else texts
    for text in several:
        if isinstance(text, Document):
            yield text
            continue
        words = text.text if _is_doc(text) else text
        if not isinstance(words, str):
            raise TypeError(f"expected a text, a Document or a spaCy Doc, not {type(text).__name__}")
        digest = text_digest(words)
        yield Document(uid=document_uid(f"#{digest}"), id=f"#{digest}", digest=digest, text=words, published=published)


def read_texts(pipeline: Pipeline, documents: Iterable[Document | Failure]) -> Iterator[Reading | Failure]:
    """Yield one reading or failure for each document or failure, in the order read.

    A failure to read a source comes before or after its neighbours: the pipeline reads ahead in batches.
    """
    failures: list[Failure] = []

    def readable() -> Iterator[Document]:
        for document in documents:
            if isinstance(document, Failure):
                failures.append(document)
            else:
                yield document

    for reading in pipeline.read_all(readable()):
        yield reading
        yield from failures
        failures.clear()
    yield from failures


def _is_doc(text: object) -> bool:
    return hasattr(text, "text") and hasattr(text, "sents") and hasattr(text, "vocab")
