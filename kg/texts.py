"""From texts straight to statements, without a home: what `kg.extract` and `kg extract` do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.errors import ExtractionError
from kg.model import Document, Failure, Reading, Statement

if TYPE_CHECKING:
    from kg.pipeline import Pipeline


def extract(
    texts: Any,
    *,
    pipeline: str | Pipeline = "newswire",
    model: str | None = None,
    published: str | None = None,
) -> Iterator[Statement]:
    """Yield the statements of one text or of many, in document order.

    Args:
        texts: a text, a `Document` or a spaCy `Doc`, or an iterable of these, which may be endless. A parsed `Doc` is
            read as it is; anything else is parsed.
        pipeline: name of a shipped pipeline, a folder with a `pipeline.toml`, or a loaded `Pipeline`.
        model: name or folder of a spaCy pipeline; the shipped model by default.
        published: ISO day that words such as "on Monday" in bare texts are grounded by.

    Raises:
        ConfigError, ModelNotFound: before the first statement, when the pipeline or model cannot be used.
        ExtractionError: a document that cannot be read; `kg.build` counts such documents and goes on.
        TypeError: something that is no text.

    Example:
        >>> for statement in extract("Russia supports Iraq."):                            # doctest: +SKIP
        ...     print(statement.source.name, statement.relation, statement.target.name)
        Russia SUPPORTS Iraq
    """
    from kg.pipeline import Pipeline

    loaded = pipeline if isinstance(pipeline, Pipeline) else Pipeline.load(pipeline, model=model)
    single = isinstance(texts, str | Document) or _is_doc(texts)
    for is_parsed, group in groupby((texts,) if single else texts, key=_is_parsed):
        if is_parsed:
            readings: Iterable[Reading | Failure] = map(loaded.read_doc, group)
        else:
            readings = loaded.read_all(_as_document(text, published) for text in group)
        for reading in readings:
            if isinstance(reading, Failure):
                raise ExtractionError(reading.reason, document=reading.id)
            yield from reading.statements


def read_texts(pipeline: Pipeline, documents: Iterable[Document | Failure]) -> Iterator[Reading | Failure]:
    """Yield one reading or failure for each document or failure; readings in the order of their documents.

    A failure to read a source may come before its neighbours: the pipeline reads ahead in batches.
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


def _as_document(text: Any, published: str | None) -> Document:
    from kg.pipeline import document_of

    if isinstance(text, Document):
        return text
    words = text.text if _is_doc(text) else text
    if not isinstance(words, str):
        raise TypeError(f"expected a text, a Document or a spaCy Doc, not {type(text).__name__}")
    return document_of(words, published=published)


def _is_doc(text: Any) -> bool:
    return all(hasattr(text, name) for name in ("text", "vocab", "has_annotation"))


def _is_parsed(text: Any) -> bool:
    return _is_doc(text) and bool(text.has_annotation("DEP"))
