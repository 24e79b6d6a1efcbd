"""Hand-written trees for the tests of kg.resolve: one line a sentence, `word|tag|relation|head[|entity]` a word.

A lemma other than the lower-case word is written after a tilde ("forces~force"); heads count from 1, 0 is the root.
"""

from __future__ import annotations

from kg.ids import document_uid, text_digest
from kg.model import Document, Mention, Sentence
from kg.resolve import Resolution, Resolver
from kg.resources import find_resource
from kg.tables import ActorTables, read_tables
from kg.tree import Token, Tree

TABLES: ActorTables = read_tables(find_resource("pipelines", "newswire"))
POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "DT": "DET", "IN": "ADP", "CD": "NUM",
    "PRP": "PRON", "PRP$": "PRON", "POS": "PART", "CC": "CCONJ", "RB": "ADV", "MD": "AUX", "TO": "PART", "WP": "PRON",
}  # fmt: skip
CLOSE = {".", ",", ")", "'s", "”"}


def make_tree(line: str, *, index: int = 0, start: int = 0) -> Tree:
    """Return the tree of one line."""
    rows = [word.split("|") for word in line.split()]
    text, spans = "", []
    for row in rows:
        word = row[0].partition("~")[0].replace("_", " ")
        if text and word not in CLOSE and not text.endswith(("(", "“", "-")) and word != "-":
            text += " "
        spans.append((len(text), len(text) + len(word)))
        text += word
    tokens = []
    for i, (row, (first, last)) in enumerate(zip(rows, spans, strict=True)):
        word, _, lemma = row[0].partition("~")
        head = int(row[3]) - 1
        tokens.append(
            Token(
                i=i,
                start=start + first,
                end=start + last,
                text=word,
                lemma=lemma or (word if row[1].startswith("NNP") else word.lower()),
                pos=POS.get(row[1], "VERB" if row[1].startswith("VB") else "PUNCT"),
                tag=row[1],
                dep=row[2],
                head=i if head < 0 else head,
                entity=row[4] if len(row) > 4 else "O",
            )
        )
    return Tree(Sentence(index, start, start + len(text), text), tuple(tokens))


def make_document(lines: str, *, name: str = "test") -> tuple[Document, list[Tree]]:
    """Return a document and its trees, one for each non-empty line."""
    trees: list[Tree] = []
    start = 0
    for index, line in enumerate(line for line in lines.strip().splitlines() if line.strip()):
        trees.append(make_tree(line, index=index, start=start))
        start = trees[-1].sentence.end + 1
    text = "\n".join(tree.sentence.text for tree in trees)
    return Document(document_uid(name), name, text_digest(text), text), trees


def resolve(lines: str, *, name: str = "test") -> Resolution:
    """Return the resolution of the sentences with the shipped tables."""
    document, trees = make_document(lines, name=name)
    resolution = Resolver(TABLES).resolve(document, trees)
    for mention in resolution.mentions:
        assert document.text[mention.start : mention.end] == mention.text
    return resolution


def mention_of(resolution: Resolution, text: str, sentence: int = 0) -> Mention:
    """Return the first mention with these words in a sentence."""
    found = [m for m in resolution.mentions if m.text == text and m.sentence == sentence]
    assert found, f"no mention {text!r} among {[m.text for m in resolution.mentions if m.sentence == sentence]}"
    return found[0]


def name_of(resolution: Resolution, text: str, sentence: int = 0) -> str | None:
    """Return the name of the actor that these words stand for, None where they stay unresolved."""
    entity = mention_of(resolution, text, sentence).entity
    return None if entity is None else entity.name
