"""Stored parses: read CoNLL-U into Trees, and write Trees as CoNLL-U.

Names stand in the last column as `Entity=B-PERSON`, `Entity=I-PERSON`; offsets come from `# text` and `SpaceAfter=No`.
A `# start = N` line (which `write_conllu` gives) says where in its document the sentence begins; without one, sentences
follow each other with one space between. Syntactic words of a multiword token (`don't` = `do` + `n't`) get their own
part of its letters; enhanced nodes ("8.1") are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import ReaderError
from kg.ids import text_digest
from kg.model import Sentence
from kg.tree import Token, Tree

COLUMNS = 10


@dataclass(slots=True)
class _Rows:
    """The lines of one sentence; `ranges` are multiword tokens as (first, last, letters), counted from 0."""

    line: int
    comments: dict[str, str] = field(default_factory=dict)
    words: list[list[str]] = field(default_factory=list)
    ranges: list[tuple[int, int, str, bool]] = field(default_factory=list)


def read_conllu(text: str, *, path: str | None = None) -> tuple[Tree, ...]:
    """The sentences of a CoNLL-U text as Trees, numbered from 0.

    Args:
        text: CoNLL-U with `# text` lines.
        path: where it came from, for errors.

    Raises:
        ReaderError: a line without ten columns, a head outside the sentence, words that do not add up to `# text`.

    Example:
        >>> rows = ["1 Iran Iran PROPN NNP _ 2 nsubj _ Entity=B-GPE", "2 left leave VERB VBD _ 0 root _ _"]
        >>> tree = read_conllu("# text = Iran left\\n" + "\\n".join("\\t".join(row.split()) for row in rows))[0]
        >>> tree.root.lemma, tree[0].entity
        ('leave', 'B-GPE')
    """
    trees: list[Tree] = []
    at = 0
    for rows in _split_rows(text, path):
        tree = _make_tree(rows, at, len(trees), path)
        at = tree.sentence.end + 1
        trees.append(tree)
    return tuple(trees)


def _split_rows(text: str, path: str | None) -> Iterator[_Rows]:
    rows = _Rows(1)
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.rstrip("\r")
        if not line.strip():
            if rows.words:
                yield rows
            rows = _Rows(number + 1)
        elif line.startswith("#"):
            key, _, value = line[1:].partition("=")
            rows.comments[key.strip()] = value.strip()
        else:
            columns = line.split("\t")
            if len(columns) != COLUMNS:
                raise ReaderError(f"expected {COLUMNS} columns, found {len(columns)}", path=path, line=number)
            if "-" in columns[0]:
                first, last = columns[0].split("-")
                rows.ranges.append((int(first) - 1, int(last) - 1, columns[1], _space_after(columns)))
            elif "." not in columns[0]:
                rows.words.append(columns)
    if rows.words:
        yield rows


def _space_after(columns: list[str]) -> bool:
    return "SpaceAfter=No" not in columns[9].split("|")


def _spans(rows: _Rows) -> list[tuple[int, int]]:
    """Where each word stands in the sentence."""
    spans: list[tuple[int, int]] = []
    ranges = {first: (last, form, space) for first, last, form, space in rows.ranges}
    at = i = 0
    while i < len(rows.words):
        last, form, space = ranges.get(i, (i, rows.words[i][1], _space_after(rows.words[i])))
        parts = [row[1] for row in rows.words[i : last + 1]]
        if "".join(parts) == form:
            inner = at
            for part in parts:
                spans.append((inner, inner + len(part)))
                inner += len(part)
        else:  # the words cannot be seen in the letters: each stands for the whole
            spans.extend((at, at + len(form)) for _ in parts)
        at += len(form) + space
        i = last + 1
    return spans


def _make_tree(rows: _Rows, at: int, index: int, path: str | None) -> Tree:
    spans = _spans(rows)
    text = rows.comments.get("text")
    if text is None:
        raise ReaderError("a sentence has no `# text` line", path=path, line=rows.line)
    start = int(rows.comments.get("start", at))
    tokens: list[Token] = []
    for i, (row, (first, last)) in enumerate(zip(rows.words, spans, strict=True)):
        form = text[first:last]
        if form != row[1] and not any(a <= i <= b for a, b, *_ in rows.ranges):
            raise ReaderError(f"{row[1]} does not stand at its place in the text", path=path, line=rows.line)
        head = int(row[6]) - 1
        if not -1 <= head < len(rows.words):
            raise ReaderError(f"{row[1]} has its head outside the sentence", path=path, line=rows.line)
        misc = dict(pair.partition("=")[::2] for pair in row[9].split("|"))
        tokens.append(
            Token(
                i=i,
                start=start + first,
                end=start + last,
                text=form,
                lemma=row[1] if row[2] == "_" and row[1] != "_" else row[2],
                pos=_value(row[3]),
                tag=_value(row[4]),
                dep="root" if head < 0 else row[7],
                head=i if head < 0 else head,
                morph=_value(row[5]),
                entity=_entity(misc.get("Entity", "O")),
            )
        )
    return Tree(Sentence(index, start, start + len(text), text), tuple(tokens))


def _value(column: str) -> str:
    return "" if column == "_" else column


def _entity(value: str) -> str:
    """The BIO tag; other uses of the key (GUM's coreference brackets) are none."""
    return value if value[:2] in {"B-", "I-"} else "O"


def write_conllu(trees: Iterable[Tree]) -> str:
    """CoNLL-U of the Trees; `read_conllu` gives the same Trees back.

    Args:
        trees: sentences of one document, in order.
    """
    lines: list[str] = []
    for tree in trees:
        text = tree.sentence.text.replace("\n", " ")
        lines += [f"# sent_id = {tree.sentence.index + 1}", f"# start = {tree.sentence.start}", f"# text = {text}"]
        for token, following in zip(tree.tokens, [*tree.tokens[1:], None], strict=True):
            misc = []
            if token.entity != "O":
                misc.append(f"Entity={token.entity}")
            if following is not None and following.start == token.end:
                misc.append("SpaceAfter=No")
            head = 0 if token.head == token.i else token.head + 1
            columns = [str(token.i + 1), token.text, token.lemma, token.pos, token.tag, token.morph, str(head)]
            columns += [token.dep, "", "|".join(misc)]
            lines.append("\t".join(column or "_" for column in columns))
        lines.append("")
    return "\n".join(lines) + "\n"


class StoredParses:
    """A parser that knows the texts of one CoNLL-U file and nothing else: for tests and for parses made elsewhere.

    Documents begin at `# newdoc` lines; a file without them is one document. A text is known when it is the sentences
    of a document, or one of its sentences alone, white space apart.

    Args:
        path: CoNLL-U file.

    Raises:
        ReaderError: the file is no CoNLL-U.
    """

    def __init__(self, path: Path) -> None:
        content = path.read_text(encoding="utf-8")
        self.name = f"{path.stem}@stored"
        self.digest: str | None = text_digest(content)
        self._documents: dict[str, tuple[Tree, ...]] = {}
        for part in re.split(r"^(?=# newdoc)", content, flags=re.MULTILINE):
            trees = read_conllu(part, path=str(path))
            for group in (trees, *((tree,) for tree in trees)):
                self._documents.setdefault(_squeezed(" ".join(tree.sentence.text for tree in group)), group)

    def parse(self, text: str) -> tuple[Tree, ...]:
        """The stored Trees of the text, offsets moved to where its words stand in it.

        Raises:
            ReaderError: the text is not among the stored ones.
        """
        stored = self._documents.get(_squeezed(text))
        if stored is None:
            raise ReaderError(f"no stored parse of {text[:60]!r}", hint="add the parsed text to the file")
        moved: list[Tree] = []
        at = 0
        for tree in stored:
            tokens: list[Token] = []
            for token in tree.tokens:
                at = text.index(token.text, at)
                tokens.append(_moved(token, at))
                at += len(token.text)
            start, end = tokens[0].start, tokens[-1].end
            moved.append(Tree(Sentence(len(moved), start, end, text[start:end]), tuple(tokens)))
        return tuple(moved)

    def parse_many(self, texts: Iterable[str]) -> Iterator[tuple[Tree, ...]]:
        """The stored Trees of each text, in order."""
        return (self.parse(text) for text in texts)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _moved(token: Token, start: int) -> Token:
    return replace(token, start=start, end=start + len(token.text))
