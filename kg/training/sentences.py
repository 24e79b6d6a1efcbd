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
UNKNOWN = "?"
"""Label of words that are a name of some kind, or none: nothing is learned from them."""


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
            tags=_join("tags", sentences),
            pos=_join("pos", sentences),
            morphs=_join("morphs", sentences),
            lemmas=_join("lemmas", sentences),
            heads=heads,
            deps=_join("deps", sentences),
        )
    if named.pop():
        spans: list[Span] = []
        unknown: list[Span] = []
        offset = 0
        for sentence in sentences:
            for a, b, label in sentence.names or ():
                (unknown if label == UNKNOWN else spans).append(Span(doc, offset + a, offset + b, label=label))
            offset += len(sentence.words)
        doc.set_ents(spans, missing=unknown, default="outside")
    return doc


def _join(layer: str, sentences: Sequence[TrainingSentence]) -> list[str] | None:
    """One layer of all sentences; None where they have none of it, which spaCy takes as missing and not as empty."""
    joined = [value for sentence in sentences for value in getattr(sentence, layer)]
    if joined and len(joined) != sum(len(sentence.words) for sentence in sentences):
        raise ValueError(f"some sentences of one training document have {layer}, others have none")
    return joined or None


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
