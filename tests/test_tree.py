"""Trees: walking helpers and offsets."""

from __future__ import annotations

from kg.model import Sentence, Words
from kg.tree import Token, Tree

TEXT = "Iraq was supported by Russia."
OFFSET = 100


def make_tree() -> Tree:
    rows = [
        ("Iraq", "Iraq", "PROPN", "NNP", "nsubj:pass", 2, "Number=Sing", "B-GPE"),
        ("was", "be", "AUX", "VBD", "aux:pass", 2, "Tense=Past|VerbForm=Fin", "O"),
        ("supported", "support", "VERB", "VBN", "root", 2, "VerbForm=Part|Voice=Pass", "O"),
        ("by", "by", "ADP", "IN", "case", 4, "", "O"),
        ("Russia", "Russia", "PROPN", "NNP", "obl:agent", 2, "Number=Sing", "I-GPE"),
        (".", ".", "PUNCT", ".", "punct", 2, "", "O"),
    ]
    tokens, at = [], 0
    for i, (text, lemma, pos, tag, dep, head, morph, entity) in enumerate(rows):
        start = TEXT.index(text, at)
        at = start + len(text)
        tokens.append(Token(i, OFFSET + start, OFFSET + at, text, lemma, pos, tag, dep, head, morph, entity))
    return Tree(Sentence(3, OFFSET, OFFSET + len(TEXT), TEXT), tuple(tokens))


def texts(tokens: tuple[Token, ...]) -> list[str]:
    return [token.text for token in tokens]


def test_root_and_length() -> None:
    """The root is the token that is its own head."""
    tree = make_tree()
    assert tree.root.text == "supported"
    assert len(tree) == 6
    assert [token.i for token in tree] == [0, 1, 2, 3, 4, 5]
    assert tree[4].text == "Russia"


def test_children_by_relation_take_subtypes_in() -> None:
    """ "nsubj" finds "nsubj:pass"; a subtype finds itself alone."""
    tree = make_tree()
    assert texts(tree.children(2)) == ["Iraq", "was", "Russia", "."]
    assert texts(tree.children(2, "nsubj")) == ["Iraq"]
    assert texts(tree.children(2, "nsubj:outer")) == []
    assert texts(tree.children(2, "obl:agent", "aux")) == ["was", "Russia"]


def test_child_is_the_first_or_none() -> None:
    """One dependent, where one is enough."""
    tree = make_tree()
    child = tree.child(2, "obl")
    assert child is not None
    assert child.text == "Russia"
    assert tree.child(2, "iobj") is None


def test_heads_subtrees_and_ancestors() -> None:
    """Up and down the tree."""
    tree = make_tree()
    head = tree.head(3)
    assert head is not None
    assert head.text == "Russia"
    assert tree.head(2) is None
    assert texts(tree.subtree(4)) == ["by", "Russia"]
    assert texts(tree.subtree(2)) == ["Iraq", "was", "supported", "by", "Russia", "."]
    assert texts(tuple(tree.ancestors(3))) == ["Russia", "supported"]


def test_words_are_the_slice_of_the_document() -> None:
    """Offsets are the document's, the text is what stands there."""
    assert make_tree().words(3, 4) == Words("by Russia", 119, 128)


def test_token_properties() -> None:
    """Relation without subtype, entity type without its position, exact features."""
    tree = make_tree()
    assert tree[0].relation == "nsubj"
    assert tree[0].entity_type == "GPE"
    assert tree[1].entity_type is None
    assert tree[1].has("Tense", "Past")
    assert not tree[1].has("Tense", "Pas")
    assert not tree[3].has("Tense", "Past")


def test_a_parse_with_two_roots_has_the_first() -> None:
    """A broken parse is still a tree that can be walked."""
    tokens = tuple(Token(i, i, i + 1, "x", "x", "X", "XX", "root", i) for i in range(2))
    assert Tree(Sentence(0, 0, 2, "xx"), tokens).root.i == 0
