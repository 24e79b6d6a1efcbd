"""Stored parses are read and written without loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ReaderError
from kg.parsing import make_parser
from kg.parsing.conllu import StoredParses, read_conllu, write_conllu

STORED = """# newdoc
# text = Peru doesn't trust Norway's envoy.
1\tPeru\tPeru\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\tEntity=B-GPE
2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdoes\tdo\tAUX\tVBZ\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\tPolarity=Neg\t4\tadvmod\t_\t_
4\ttrust\ttrust\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\t_
5-6\tNorway's\t_\t_\t_\t_\t_\t_\t_\t_
5\tNorway\tNorway\tPROPN\tNNP\tNumber=Sing\t7\tnmod:poss\t_\tEntity=B-GPE
6\t's\t's\tPART\tPOS\t_\t5\tcase\t_\t_
7\tenvoy\tenvoy\tNOUN\tNN\tNumber=Sing\t4\tobj\t_\tSpaceAfter=No
8\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# text = Lima waits.
1\tLima\tLima\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\tEntity=B-GPE
2\twaits\twait\tVERB\tVBZ\t_\t0\troot\t_\tSpaceAfter=No
2.1\tempty\t_\t_\t_\t_\t_\t_\t_\t_
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""
TEXT = "Peru doesn't trust Norway's envoy. Lima waits."


def test_offsets_follow_the_text_lines() -> None:
    """Each token is the slice of the document's text; multiword tokens are shared out by letters."""
    trees = read_conllu(STORED)
    assert [tree.sentence.text for tree in trees] == ["Peru doesn't trust Norway's envoy.", "Lima waits."]
    assert [tree.sentence.index for tree in trees] == [0, 1]
    assert all(TEXT[token.start : token.end] == token.text for tree in trees for token in tree)
    assert [token.text for token in trees[0]] == ["Peru", "does", "n't", "trust", "Norway", "'s", "envoy", "."]


def test_roots_features_and_names_are_read() -> None:
    """The root is its own head; underscores are empty; names are BIO tags."""
    first = read_conllu(STORED)[0]
    assert (first.root.lemma, first.root.head, first.root.dep) == ("trust", 3, "root")
    assert first[2].has("Polarity", "Neg")
    assert first[1].morph == ""
    assert [token.entity for token in first][:2] == ["B-GPE", "O"]
    assert [token.text for token in first.children(first.root.i, "obj")] == ["envoy"]


def test_writing_and_reading_gives_the_same_trees() -> None:
    """What `write_conllu` gives is read back as the same tokens and sentences, offsets in the document too."""
    trees = read_conllu(STORED)
    again = read_conllu(write_conllu(trees[1:]))
    assert again[0].tokens == trees[1].tokens
    assert again[0].sentence.start == 35
    assert [tree.tokens for tree in read_conllu(write_conllu(trees))] == [tree.tokens for tree in trees]


def test_word_not_visible_in_its_token_stands_for_the_whole() -> None:
    """Syntactic words that are no part of the letters get the span of the whole token."""
    rows = "# text = wanna\n1-2\twanna" + "\t_" * 8
    rows += "\n1\twant\twant\tVERB\tVB\t_\t0\troot\t_\t_\n2\tto\tto\tPART\tTO\t_\t1\tmark\t_\t_\n"
    assert [(t.text, t.start, t.end) for t in read_conllu(rows)[0]] == [("wanna", 0, 5), ("wanna", 0, 5)]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("# text = Peru\n1\tPeru\tPeru", "10 columns"),
        ("# text = Lima\n1\tPeru" + "\t_" * 4 + "\t0\troot\t_\t_", "does not stand at its place"),
        ("# text = Lima\n1\tLima" + "\t_" * 4 + "\t7\tnsubj\t_\t_", "outside the sentence"),
        ("1\tLima" + "\t_" * 4 + "\t0\troot\t_\t_", "no `# text` line"),
    ],
)
def test_broken_files_are_refused_with_their_place(rows: str, message: str) -> None:
    """A broken line is an error that names the file and the line."""
    with pytest.raises(ReaderError, match=message) as caught:
        read_conllu(rows, path="stored.conllu")
    assert caught.value.path == "stored.conllu"
    assert caught.value.line is not None


def test_stored_parses_are_a_parser(tmp_path: Path) -> None:
    """Texts of the file are parsed as stored, wherever their white space stands; other texts are refused."""
    path = tmp_path / "lima.conllu"
    path.write_text(STORED, encoding="utf-8")
    parser = make_parser(str(path), kind="stored")
    assert parser.name == "lima@stored"
    text = "Peru doesn't\n  trust Norway's envoy.\n\nLima waits."
    trees = parser.parse(text)
    assert [tree.sentence.text for tree in trees] == ["Peru doesn't\n  trust Norway's envoy.", "Lima waits."]
    assert all(text[token.start : token.end] == token.text for tree in trees for token in tree)
    assert next(iter(parser.parse_many(["Lima waits."])))[0].root.lemma == "wait"
    with pytest.raises(ReaderError, match="no stored parse"):
        parser.parse("Quito waits.")
    assert StoredParses(path).digest == parser.digest
