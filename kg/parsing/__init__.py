"""Text to Trees: the only place, beside training and the spaCy component, that knows spaCy.

PARSERS lists what can make Trees. Everything heavy is imported when a parser is made, never by importing this package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import ConfigError
from kg.tree import Tree

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class Parser(Protocol):
    """What makes Trees of texts.

    Attributes:
        name: name and version, as statements carry it ("en_news@1").
        digest: hash of what the Trees depend on beside the text, or None where there is nothing on disk.
    """

    name: str
    digest: str | None

    def parse(self, text: str) -> tuple[Tree, ...]:
        """The sentences of one text as Trees, offsets in the text."""
        ...

    def parse_many(self, texts: Iterable[str]) -> Iterator[tuple[Tree, ...]]:
        """The Trees of each text, in order."""
        ...


def _spacy(model: str | None) -> Parser:
    from kg.parsing.spacy_parser import SpacyParser

    return SpacyParser(model)


def _stored(model: str | None) -> Parser:
    from kg.parsing.conllu import StoredParses

    if model is None:
        raise ConfigError("stored parses need a file", hint="give the path of a CoNLL-U file")
    return StoredParses(Path(model))


PARSERS: dict[str, Callable[[str | None], Parser]] = {
    "spacy": _spacy,  # a spaCy pipeline, by name or path; None is KG_MODEL, else the shipped one
    "stored": _stored,  # a CoNLL-U file: texts that were parsed before
}


def make_parser(model: str | None = None, *, kind: str = "spacy") -> Parser:
    """A parser of the table.

    Args:
        model: for "spacy" the name or path of a pipeline (None: `KG_MODEL`, else the shipped model), for "stored" the
            path of a CoNLL-U file.
        kind: a key of PARSERS.

    Raises:
        ConfigError: there is no such kind of parser.
        ModelNotFound: there is no such pipeline.

    Example:
        >>> make_parser().parse("Russia supports Iraq.")[0].root.lemma  # doctest: +SKIP
        'support'
    """
    if kind not in PARSERS:
        raise ConfigError(f"no parser called {kind}", hint=f"choose one of {', '.join(PARSERS)}")
    return PARSERS[kind](model)


def trees_of(doc: Doc) -> tuple[Tree, ...]:
    """The sentences of a spaCy Doc that was parsed already, labels translated where needed.

    Raises:
        ModelNotFound: the Doc has no dependency parse.
    """
    from kg.parsing.spacy_parser import trees_from_doc

    return tuple(trees_from_doc(doc))


def load_model(name: str | None = None) -> Language:
    """A loaded spaCy pipeline by name or path; None is `KG_MODEL`, else the shipped model.

    Raises:
        ModelNotFound: there is no such pipeline.
    """
    from kg.parsing.models import load_model as load

    return load(name)


__all__ = ["PARSERS", "Parser", "load_model", "make_parser", "trees_of"]
