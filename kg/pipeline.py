"""From documents to readings: parse, find clauses, resolve actors, assemble statements; one pure function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.assembly import Assembler
from kg.confidence import read_confidence
from kg.config import PipelineConfig, read_config
from kg.cues import read_cues
from kg.errors import ExtractionError
from kg.extraction.clauses import find_clauses
from kg.extraction.normalize import normalize_tree
from kg.ids import document_uid, make_id, text_digest
from kg.lexicon import read_lexicon
from kg.model import Abstention, Document, Failure, Reading, Reason
from kg.records import Record, statement_to_record
from kg.resolve import Resolver
from kg.tables import read_tables
from kg.tree import Tree

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.parsing.spacy_parser import SpacyParser

EXTRACTION_VERSION = 1
BATCH = 32


class Pipeline:
    """What turns documents into readings; made by `Pipeline.load`.

    Attributes:
        name: the pipeline with its version ("newswire@1").
        model_name: the language model with its version ("en_news@1").
        digest: hash of the pipeline files, the version of the extraction code and the model's files; a document read
            with the same digest need not be read again.
    """

    def __init__(self, config: PipelineConfig, parser: SpacyParser | None, *, model_name: str) -> None:
        self.name = config.label
        self.model_name = model_name
        self.lexicon = read_lexicon(config)
        self.cues = read_cues(config.file_for("cues"), config.file_for("reporting"))
        self.resolver = Resolver(read_tables(config))
        self._parser = parser
        self.confidence = read_confidence(config.file_for("confidence")) if "confidence" in config.files else None
        self._assembler = Assembler(
            self.lexicon, self.cues, pipeline=self.name, model=self.model_name, confidence=self.confidence
        )
        self.digest = make_id(config.digest, EXTRACTION_VERSION, parser.digest if parser else None, model_name)

    @classmethod
    def load(cls, name_or_path: str = "newswire", model: str | Language | None = None) -> Pipeline:
        """Return a pipeline with its language model loaded.

        Args:
            name_or_path: a shipped pipeline, or a folder with a `pipeline.toml`.
            model: name or path of a spaCy pipeline, a loaded one, or None for `KG_MODEL` or the shipped model.

        Raises:
            ConfigError: the pipeline's files are missing or wrong.
            ModelNotFound: there is no such language model.

        Example:
            >>> pipeline = Pipeline.load()  # doctest: +SKIP
            >>> [s.relation for s in pipeline.read_text("Russia supports Iraq.").statements]  # doctest: +SKIP
            ['SUPPORTS']
        """
        from kg.parsing.spacy_parser import SpacyParser

        config = read_config(name_or_path)
        parser = SpacyParser(model)
        return cls(config, parser, model_name=parser.name)

    @classmethod
    def without_parser(cls, name_or_path: str = "newswire", *, model_name: str = "stored") -> Pipeline:
        """Return a pipeline for trees that are parsed already (stored parses, spaCy Docs)."""
        return cls(read_config(name_or_path), None, model_name=model_name)

    def parse(self, text: str) -> tuple[Tree, ...]:
        """Return the trees of a text."""
        if self._parser is None:
            raise ExtractionError("this pipeline has no parser", document="", hint="make it with Pipeline.load")
        return self._parser.parse(text)

    def read(self, document: Document) -> Reading:
        """Return all that one document says.

        Raises:
            ExtractionError: the document could not be parsed or read.
        """
        try:
            return self.read_trees(document, self.parse(document.text))
        except ExtractionError:
            raise
        except Exception as error:
            raise ExtractionError(
                f"the document {document.id} could not be read: {type(error).__name__}: {error}", document=document.id
            ) from error

    def read_text(self, text: str) -> Reading:
        """Return all that a text says; its id is the text's digest."""
        return self.read(document_of(text))

    def read_all(self, documents: Iterable[Document]) -> Iterator[Reading | Failure]:
        """Yield the reading of each document, in order; one that cannot be read is a Failure, and the rest goes on."""
        if self._parser is None:
            raise ExtractionError("this pipeline has no parser", document="", hint="make it with Pipeline.load")
        stream = iter(documents)
        while batch := list(islice(stream, BATCH)):
            try:
                parsed = list(self._parser.parse_many(d.text for d in batch))
            except Exception:
                parsed = None
            for index, document in enumerate(batch):
                try:
                    yield (self.read(document) if parsed is None else self.read_trees(document, parsed[index]))
                except Exception as error:
                    reason = error.message if isinstance(error, ExtractionError) else f"{type(error).__name__}: {error}"
                    yield Failure(document.id, document.path, None, "extract", reason)

    def read_trees(self, document: Document, trees: Iterable[Tree]) -> Reading:
        """Return all that a parsed document says."""
        trees = tuple(normalize_tree(tree, self.cues) for tree in trees)
        clauses = [find_clauses(tree, self.lexicon, self.cues) for tree in trees]
        resolution = self.resolver.resolve(document, trees)
        flat = [clause for group in clauses for clause in group]
        assembled = self._assembler.assemble(document, trees, flat, resolution)
        empty = [tree for tree, group in zip(trees, clauses, strict=True) if not group]
        without_clause = tuple(
            Abstention(t.sentence.index, t.sentence.start, t.sentence.end, t.sentence.text, Reason.NOT_A_CLAUSE)
            for t in empty
        )
        abstentions = sorted((*assembled.abstentions, *without_clause), key=lambda a: (a.sentence, a.start, a.end))
        return Reading(
            document=document,
            sentences=tuple(t.sentence for t in trees),
            mentions=resolution.mentions,
            statements=assembled.statements,
            abstentions=tuple(abstentions),
            same_actor=assembled.same_actor,
            clauses=len(flat),
            clauses_with_statements=assembled.clauses_with_statements,
            sentences_without_clause=len(empty),
        )

    def read_doc(self, doc: Doc, document: Document | None = None) -> Reading:
        """Return all that a parsed spaCy Doc says."""
        from kg.parsing.spacy_parser import trees_from_doc

        return self.read_trees(document or document_of(doc.text), trees_from_doc(doc))

    def records_of_doc(self, doc: Doc) -> list[Record]:
        """Return the statement records of a parsed spaCy Doc as plain dicts."""
        return [statement_to_record(s) for s in self.read_doc(doc).statements]


def document_of(text: str, **metadata: Any) -> Document:
    """Return a document made from a string: its id is `#` and the text's digest, unless `id` is given."""
    digest = text_digest(text)
    own = metadata.pop("id", None)
    source_id = own or f"#{digest}"
    return Document(
        uid=document_uid(source_id), id=source_id, digest=digest, text=text, own_id=own is not None, **metadata
    )
