"""A parsed sentence in Universal Dependencies labels, with walking helpers.

Rules see this and nothing else of the parser, so they can be tested from stored parses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.model import Sentence, Words


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a tree.

    Attributes:
        i: index in the tree, from 0.
        start, end: offsets in the document's text.
        text, lemma: as written; dictionary form.
        pos: universal part of speech ("VERB", "PROPN", ...).
        tag: Penn tag ("VBD", "NNP", ...).
        dep: full UD relation ("nsubj:pass", "obl", ...); "root" for the root.
        head: index of the head token; its own index for the root.
        morph: UD features as `Name=Value|Name=Value`, possibly empty.
        entity: BIO tag with the type ("B-PERSON", "I-GPE") or "O".
        relation: the UD relation without its subtype: "nsubj" for "nsubj:pass" (made from `dep`).
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    morph: str = ""
    entity: str = "O"
    relation: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "relation", self.dep.partition(":")[0])

    def has(self, feature: str, value: str) -> bool:
        """Return whether the features say `feature=value`, e.g. `has("Number", "Plur")`."""
        return f"{feature}={value}" in self.morph.split("|")

    @property
    def entity_type(self) -> str | None:
        """The entity type without B- or I-, or None outside names."""
        return None if self.entity == "O" else self.entity[2:]


class Tree:
    """A sentence with its tokens; heads and labels are those of Universal Dependencies.

    Args:
        sentence: the sentence, with offsets in the document.
        tokens: its tokens in order; token `i` must carry index `i`.

    Example:
        >>> tree.root.lemma
        'support'
        >>> [t.text for t in tree.children(tree.root.i, "nsubj")]
        ['Russia']
    """

    __slots__ = ("_children", "_subtrees", "sentence", "tokens")

    def __init__(self, sentence: Sentence, tokens: tuple[Token, ...]) -> None:
        self.sentence = sentence
        self.tokens = tokens
        children: list[list[Token]] = [[] for _ in tokens]
        for token in tokens:
            if token.head != token.i:
                children[token.head].append(token)
        self._children = tuple(tuple(group) for group in children)
        self._subtrees: dict[int, tuple[Token, ...]] = {}

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __getitem__(self, i: int) -> Token:
        return self.tokens[i]

    @property
    def root(self) -> Token:
        """The root; the first one where a broken parse has several."""
        return next((t for t in self.tokens if t.head == t.i), self.tokens[0])

    def head(self, i: int) -> Token | None:
        """Return the head of token `i`, None for a root."""
        token = self.tokens[i]
        return None if token.head == i else self.tokens[token.head]

    def children(self, i: int, *relations: str) -> tuple[Token, ...]:
        """Return the dependents of token `i` in order, all or those with one of the UD `relations`.

        A relation without a subtype takes its subtypes in: "nsubj" finds "nsubj:pass" too.
        """
        if not relations:
            return self._children[i]
        return tuple([t for t in self._children[i] if t.dep in relations or t.relation in relations])

    def child(self, i: int, *relations: str) -> Token | None:
        """Return the first dependent of token `i` with one of the `relations`, or None."""
        for token in self._children[i]:
            if not relations or token.dep in relations or token.relation in relations:
                return token
        return None

    def subtree(self, i: int) -> tuple[Token, ...]:
        """Return token `i` and everything below it, in order."""
        if (known := self._subtrees.get(i)) is not None:
            return known
        found, stack = [], [i]
        while stack:
            at = stack.pop()
            found.append(at)
            stack.extend(child.i for child in self._children[at])
        self._subtrees[i] = subtree = tuple([self.tokens[j] for j in sorted(found)])
        return subtree

    def ancestors(self, i: int) -> Iterator[Token]:
        """Yield the head of token `i`, its head, and so on up to the root."""
        head = self.head(i)
        while head is not None:
            yield head
            head = self.head(head.i)

    def words(self, first: int, last: int) -> Words:
        """Return the words from token `first` to token `last`, both included, as written."""
        start, end = self.tokens[first].start, self.tokens[last].end
        offset = self.sentence.start
        return Words(self.sentence.text[start - offset : end - offset], start, end)
