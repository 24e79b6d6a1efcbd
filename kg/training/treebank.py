"""Universal Dependencies files (CoNLL-U) as training sentences, in the paragraphs they stand in.

Words are the syntactic words; spaces inside a multiword token are kept as written (`don't` is `do` + `n't`), so the
text of a sentence is its `# text` line and no sentence has to be dropped. Where a word of a multiword token is not a
part of its letters (`du` = `de` + `le` elsewhere), the token's letters go to its first word; English has no such case
in the files used here, and the reader refuses one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.training.sentences import TrainingSentence

UNRELIABLE_TAGS = frozenset({"gmb"})
"""Prefixes of sentence ids whose tags and features came from a parser: their heads and labels alone are learned."""


@dataclass(slots=True)
class _Block:
    """The lines of one sentence."""

    comments: dict[str, str] = field(default_factory=dict)
    words: list[list[str]] = field(default_factory=list)
    multiword: list[tuple[int, int, str, bool]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """A sentence with its id in the treebank and its MISC column, word by word."""

    id: str
    sentence: TrainingSentence
    misc: tuple[str, ...]


def read_paragraphs(path: Path) -> list[list[TrainingSentence]]:
    """The sentences of a CoNLL-U file, grouped by its `# newpar` and `# newdoc` lines.

    Raises:
        ValueError: a sentence's words do not add up to its text.
    """
    paragraphs: list[list[TrainingSentence]] = []
    for block in _read_blocks(path):
        if not paragraphs or "newpar" in block.comments or "newdoc" in block.comments or _is_single(block):
            paragraphs.append([])
        paragraphs[-1].append(_make_sentence(block))
    return paragraphs


def read_annotated(path: Path) -> Iterator[AnnotatedSentence]:
    """The sentences of a CoNLL-U file one by one, with their ids and what the last column says of each word."""
    for block in _read_blocks(path):
        misc = tuple(row[9] for row in block.words)
        yield AnnotatedSentence(block.comments.get("sent_id", ""), _make_sentence(block), misc)


def _is_single(block: _Block) -> bool:
    return block.comments.get("sent_id", "").split("-")[0] in UNRELIABLE_TAGS


def _read_blocks(path: Path) -> Iterator[_Block]:
    block = _Block()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                if block.words:
                    yield block
                block = _Block()
            elif line.startswith("#"):
                key, _, value = line[1:].partition("=")
                block.comments[key.strip().split(" ")[0]] = value.strip()
            else:
                columns = line.split("\t")
                number = columns[0]
                if "-" in number:
                    first, last = number.split("-")
                    block.multiword.append((int(first) - 1, int(last), columns[1], _has_space(columns)))
                elif "." not in number:
                    block.words.append(columns)
    if block.words:
        yield block


def _has_space(columns: list[str]) -> bool:
    return "SpaceAfter=No" not in columns[9].split("|")


def _make_sentence(block: _Block) -> TrainingSentence:
    rows = block.words
    words = tuple(row[1] for row in rows)
    spaces = [_has_space(row) for row in rows]
    for first, last, form, space in block.multiword:
        if "".join(words[first:last]) != form:
            raise ValueError(f"{block.comments.get('sent_id')}: {form} is not {words[first:last]} written together")
        spaces[first:last] = [*[False] * (last - first - 1), space]
    known = not _is_single(block)
    sentence = TrainingSentence(
        words=words,
        spaces=tuple(spaces),
        tags=tuple(_known(row[4], known) for row in rows),
        pos=tuple(_known(row[3], True) for row in rows),
        morphs=tuple(_known(row[5], True) for row in rows),
        lemmas=tuple(_known(row[2], known and row[7] != "goeswith" and "Typo=Yes" not in row[5]) for row in rows),
        heads=tuple(int(row[6]) - 1 if row[6] != "0" else i for i, row in enumerate(rows)),
        deps=tuple("ROOT" if row[6] == "0" else row[7] for row in rows),
    )
    if sentence.text.rstrip() != block.comments.get("text", sentence.text).rstrip():
        raise ValueError(f"{block.comments.get('sent_id')}: words do not add up to the text")
    return sentence


def _known(value: str, known: bool) -> str:
    return value if known and value != "_" else ""
