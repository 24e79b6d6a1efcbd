"""Text to Trees with a spaCy pipeline: the shipped model or any other English one with a parser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.errors import ModelNotFound
from kg.lemmas import lemma_of
from kg.model import Sentence
from kg.parsing.blocks import split_blocks, squeeze
from kg.parsing.capitals import is_capitals, recase, show_acronyms
from kg.parsing.labels import is_clearnlp, to_universal
from kg.parsing.models import load_model, model_digest, model_label
from kg.tree import Token, Tree

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

TEXTS_AT_ONCE = 64
CHARACTERS_AT_ONCE = 40_000


class SpacyParser:
    """Parses texts with one loaded spaCy pipeline.

    Args:
        model: name or path of a pipeline (None: `KG_MODEL`, else the shipped model), or a loaded pipeline.

    Attributes:
        name: the pipeline with its version, as statements carry it ("en_news@1").
        digest: hash of the model's files; None for a pipeline that was given loaded and lies nowhere on disk.

    Raises:
        ModelNotFound: there is no such pipeline, or it has no parser.

    Example:
        >>> parser = SpacyParser()  # doctest: +SKIP
        >>> [tree.root.lemma for tree in parser.parse("Russia supports Iraq. Iran objects.")]  # doctest: +SKIP
        ['support', 'object']
    """

    def __init__(self, model: str | Language | None = None) -> None:
        self._nlp: Language = load_model(model) if model is None or isinstance(model, str) else model
        if "parser" not in self._nlp.pipe_names:
            raise ModelNotFound(
                f"the pipeline {model_label(self._nlp)} has no parser", hint="choose a spaCy pipeline with a parser"
            )
        self.name = model_label(self._nlp)
        self.digest = model_digest(self._nlp)
        self._translate = is_clearnlp(self._nlp.get_pipe("parser").labels)  # type: ignore[attr-defined]

    def parse(self, text: str) -> tuple[Tree, ...]:
        """The sentences of a text as Trees, in order, with offsets in the text.

        Args:
            text: a document's text, `\\n` as line end; blank lines, and line breaks of a text that is not
                hard-wrapped, end a sentence.
        """
        return next(iter(self.parse_many([text])))

    def parse_many(self, texts: Iterable[str]) -> Iterator[tuple[Tree, ...]]:
        """The Trees of each text, in order; faster than `parse` one by one."""
        pending: list[str] = []
        for text in texts:
            pending.append(text)
            if len(pending) == TEXTS_AT_ONCE:
                yield from self._parse_batch(pending)
                pending = []
        yield from self._parse_batch(pending)

    def _parse_batch(self, texts: list[str]) -> Iterator[tuple[Tree, ...]]:
        blocks = [[squeeze(text, block) for block in split_blocks(text)] for text in texts]
        docs = self._pipe([squeezed for group in blocks for squeezed, _ in group])
        for text, group in zip(texts, blocks, strict=True):
            trees: list[Tree] = []
            for _, offsets in group:
                for tree in trees_from_doc(next(docs), text, offsets, len(trees), translate=self._translate):
                    trees.append(tree)  # noqa: PERF402 - the length of the list numbers the sentences
            yield tuple(trees)

    def _pipe(self, texts: list[str]) -> Iterator[Doc]:
        """The parsed blocks, batched by length: what a batch holds in memory grows with its words."""
        batch: list[str] = []
        size = 0
        for text in texts:
            if batch and size + len(text) > CHARACTERS_AT_ONCE:
                yield from self._nlp.pipe(batch, batch_size=len(batch))
                batch, size = [], 0
            batch.append(recase(text) if is_capitals(text) else show_acronyms(text))
            size += len(text)
        if batch:
            yield from self._nlp.pipe(batch, batch_size=len(batch))


def trees_from_doc(
    doc: Doc,
    text: str | None = None,
    offsets: list[int] | None = None,
    first: int = 0,
    *,
    translate: bool | None = None,
) -> Iterator[Tree]:
    """The sentences of a parsed spaCy Doc as Trees.

    Args:
        doc: a Doc with a dependency parse.
        text: the document's text; the Doc's own by default.
        offsets: offset in `text` of each character of the Doc; the same by default.
        first: index of the first sentence.
        translate: whether the labels are ClearNLP's and must be translated; by default judged by the labels seen.

    Raises:
        ModelNotFound: the Doc has no dependency parse.
    """
    if not doc.has_annotation("DEP"):
        raise ModelNotFound("the spaCy Doc has no dependency parse", hint="use a pipeline with a parser")
    text = doc.text if text is None else text
    if translate is None:
        translate = is_clearnlp({token.dep_ for token in doc})
    index = first
    for sentence in doc.sents:
        tree = _make_tree(sentence, text, offsets, index)
        if tree is not None:
            yield to_universal(tree) if translate else tree
            index += 1


def _make_tree(sentence: Span, text: str, offsets: list[int] | None, index: int) -> Tree | None:
    words = [token for token in sentence if not token.text.isspace()]
    if not words:
        return None
    number = {token.i: i for i, token in enumerate(words)}
    tokens: list[Token] = []
    for i, word in enumerate(words):
        start, end = word.idx, word.idx + len(word.text)
        if offsets is not None:
            start, end = offsets[start], offsets[end - 1] + 1
        written = text[start:end]
        shown = word.text if written.lower() == word.text.lower() else written
        head = word.head
        while head.i not in number and head.head.i != head.i:
            head = head.head
        is_root = word.head.i == word.i or head.i not in number
        tokens.append(
            Token(
                i=i,
                start=start,
                end=end,
                text=written,
                lemma=lemma_of(shown, word.lemma_ if shown == word.text else written, word.pos_, word.tag_),
                pos=word.pos_,
                tag=word.tag_,
                dep="root" if is_root else word.dep_,
                head=i if is_root else number[head.i],
                morph=str(word.morph),
                entity=f"{word.ent_iob_}-{word.ent_type_}" if word.ent_type_ else "O",
            )
        )
    first, last = tokens[0].start, tokens[-1].end
    return Tree(Sentence(index, first, last, text[first:last]), tuple(tokens))
