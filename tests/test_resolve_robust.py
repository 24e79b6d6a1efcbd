"""The resolver on trees that no parser should make: it never fails, and its mentions are slices of the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from resolve_trees import TABLES

from kg.ids import document_uid, text_digest
from kg.model import Document, Link, Sentence
from kg.resolve import Resolver
from kg.tree import Token, Tree

WORDS = (
    "Russia", "the", "of", "Foreign", "Minister", "Ministry", "Sergey", "Lavrov", "he", "its", "we", "IS", "ISIS", "(",
    ")", "'s", "-", ".", "said", "group", "government", "Moscow", "in", "U.S.", "troops", "al", "Qaida", "Mr.",
    "country", "president",
    "two", "Bank", "and", "’s", "Iraqi", "police", "those", "Taliban", "insurgents", "[2]",
)  # fmt: skip
TAGS = ("NN", "NNS", "NNP", "JJ", "IN", "DT", "PRP", "PRP$", "POS", "VBD", "CC", "CD", ".", "HYPH")
POS = ("NOUN", "PROPN", "ADJ", "ADP", "DET", "PRON", "VERB", "PUNCT", "")
RELATIONS = (
    "nsubj", "obj", "obl", "nmod", "nmod:poss", "nmod:desc", "compound", "amod", "appos", "flat", "case", "det", "conj",
    "acl:relcl", "cop", "punct", "nsubj:pass", "obl:agent", "xcomp", "nummod",
)  # fmt: skip
ENTITIES = ("O", "O", "O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG", "B-GPE", "B-NORP", "B-DATE")

rows = st.lists(
    st.tuples(
        st.sampled_from(WORDS), st.sampled_from(TAGS), st.sampled_from(POS), st.sampled_from(RELATIONS),
        st.integers(0, 11), st.sampled_from(ENTITIES),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@given(st.lists(rows, min_size=1, max_size=4))
def test_any_tree_is_resolved_and_mentions_are_slices(
    sentences: list[list[tuple[str, str, str, str, int, str]]],
) -> None:
    """Whatever heads and tags: no error, words at their offsets, one mention a head, reasons given."""
    trees, start = [], 0
    for index, row in enumerate(sentences):
        tokens, at = [], start
        for i, (word, tag, pos, relation, head, entity) in enumerate(row):
            at_head = head % len(row) if head % len(row) < i else 0
            dep = relation if at_head != i else "root"
            tokens.append(Token(i, at, at + len(word), word, word.lower(), pos, tag, dep, at_head, "", entity))
            at += len(word) + 1
        text = " ".join(word for word, *_ in row)
        trees.append(Tree(Sentence(index, start, start + len(text), text), tuple(tokens)))
        start += len(text) + 1
    text = "\n".join(tree.sentence.text for tree in trees)
    document = Document(document_uid("any"), "any", text_digest(text), text)
    resolution = Resolver(TABLES).resolve(document, trees)
    assert all(text[m.start : m.end] == m.text and m.text for m in resolution.mentions)
    assert all(m.reason for m in resolution.mentions)
    assert all(m.antecedent is None for m in resolution.mentions if m.link is Link.NAME)
    assert len({(m.sentence, m.head) for m in resolution.mentions}) == len(resolution.mentions)
    assert all(resolution.at(m.sentence, m.head) == m for m in resolution.mentions)
    assert resolution.mentions == Resolver(TABLES).resolve(document, trees).mentions
