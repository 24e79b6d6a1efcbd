"""One annotated sentence as all the readers of training data give it, and the spaCy objects made from a few of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.training import Example

NameSpan = tuple[int, int, str]
"""First word, word after the last, label."""


@dataclass(frozen=True, slots=True)
class TrainingSentence:
    """A sentence with whatever is known about it; empty tuples where a source says nothing.

    `heads` are word numbers in the sentence (the root is its own head); an empty string among `tags`, `pos`, `morphs`
    or `lemmas` means unknown and is not learned from. `names` is None where a source has no names at all, which is
    not the same as a sentence without a name.
    """

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...] = ()
    pos: tuple[str, ...] = ()
    morphs: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    heads: tuple[int, ...] = ()
    deps: tuple[str, ...] = ()
    names: tuple[NameSpan, ...] | None = None

    @property
    def text(self) -> str:
        """The sentence as it is written, with the space after its last word."""
        return "".join(word + " " * space for word, space in zip(self.words, self.spaces, strict=True))

    def with_space_at_end(self, space: bool) -> TrainingSentence:
        """The same sentence, followed by a space or not."""
        return replace(self, spaces=(*self.spaces[:-1], space))


def make_doc(nlp: Language, sentences: Sequence[TrainingSentence]) -> Doc:
    """A gold Doc of the sentences in order, words as annotated.

    Raises:
        ValueError: sentences with and without trees, or with and without names, were mixed.
    """
    from spacy.tokens import Doc, Span

    trees = {bool(sentence.heads) for sentence in sentences}
    named = {sentence.names is not None for sentence in sentences}
    if len(trees) != 1 or len(named) != 1:
        raise ValueError("sentences of one training document must carry the same kinds of annotation")
    words, spaces = [w for s in sentences for w in s.words], [b for s in sentences for b in s.spaces]
    if not trees.pop():
        doc = Doc(nlp.vocab, words=words, spaces=spaces)
    else:
        heads: list[int] = []
        for sentence in sentences:
            offset = len(heads)
            heads.extend(head + offset for head in sentence.heads)
        doc = Doc(
            nlp.vocab,
            words=words,
            spaces=spaces,
            tags=[t for s in sentences for t in s.tags],
            pos=[p for s in sentences for p in s.pos],
            morphs=[m for s in sentences for m in s.morphs],
            lemmas=[m for s in sentences for m in s.lemmas],
            heads=heads,
            deps=[d for s in sentences for d in s.deps],
        )
    if named.pop():
        spans: list[Span] = []
        offset = 0
        for sentence in sentences:
            spans.extend(Span(doc, offset + a, offset + b, label=label) for a, b, label in sentence.names or ())
            offset += len(sentence.words)
        doc.set_ents(spans, default="outside")
    return doc


def make_example(nlp: Language, sentences: Sequence[TrainingSentence], *, gold_words: bool = False) -> Example:
    """A spaCy Example: the gold Doc beside an unannotated Doc of the same text.

    Args:
        nlp: gives the vocabulary and the tokenizer.
        sentences: annotated sentences, joined in order.
        gold_words: give the unannotated Doc the annotated words instead of the tokenizer's own.
    """
    from spacy.tokens import Doc
    from spacy.training import Example

    gold = make_doc(nlp, sentences)
    if gold_words:
        return Example(Doc(nlp.vocab, words=[t.text for t in gold], spaces=[bool(t.whitespace_) for t in gold]), gold)
    return Example(nlp.make_doc(gold.text), gold)
