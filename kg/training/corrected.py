"""News trees corrected by reading, kept without the text: `pipelines/language/trees_news.jsonl`.

    python -m kg.training.corrected --silver FILE --corrections FILE [--output FILE] [--data DIR]

One JSON object a line: `sentence` (number in the Groningen Meaning Bank file, from 0), `digest` of its text, `ends`
(the place after each word), `tags`, `heads` (from 0, the root is its own head), `deps`. The words come back from the
data, and a digest that differs says that the data are not those the trees were made for.

The command takes the trees of a file of silver trees, changes what the corrections say and adds them to the file. The
corrections are one JSON object: line of the silver file (from 0) to word (from 0) to its head, label and, where that
was wrong too, tag. A tree that was read and found right has an empty object.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import KgError
from kg.resources import find_resource
from kg.training.data import GMB, GMB_HELD_OUT_FROM, find_data
from kg.training.names import make_training_sentence, read_silver
from kg.training.sentences import TrainingSentence
from kg.training.silver import read_silver_trees

_LABELS = """
ROOT acl acl:relcl advcl advcl:relcl advmod amod appos aux aux:pass case cc cc:preconj ccomp compound compound:prt conj
cop csubj csubj:outer csubj:pass dep det det:predet discourse expl fixed flat goeswith iobj list mark nmod nmod:desc
nmod:poss nmod:unmarked nsubj nsubj:outer nsubj:pass nummod obj obl obl:agent obl:unmarked orphan parataxis punct
vocative xcomp
"""
LABELS = frozenset(_LABELS.split())
"""Labels of the treebanks that the trees stand beside."""
Change = Sequence[int | str]
"""Head, label and perhaps tag of a word."""


@dataclass(frozen=True, slots=True)
class CorrectedTree:
    """A tree without its words."""

    sentence: int
    digest: str
    ends: tuple[int, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]


def digest_text(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a sentence's text.

    Example:
        >>> digest_text("Peru met Chile.")
        'b0f2690fbce39cd2'
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def corrected_trees_path() -> Path:
    """The file of the repository."""
    return find_resource("pipelines", "language", "trees_news.jsonl")


def read_corrected_file(path: Path) -> list[CorrectedTree]:
    """The trees as they are kept."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        CorrectedTree(
            sentence=row["sentence"],
            digest=row["digest"],
            ends=tuple(row["ends"]),
            tags=tuple(row["tags"]),
            heads=tuple(row["heads"]),
            deps=tuple(row["deps"]),
        )
        for row in rows
    ]


def read_corrected_trees(data: Path, path: Path | None = None) -> list[TrainingSentence]:
    """The trees with the words of the data; parts of speech, features and lemmas are unknown.

    Args:
        data: the data folder.
        path: file of the trees (default: the one of the repository).

    Raises:
        KgError: a sentence is not in the data, is held out from training, or its text is another one.
    """
    trees = read_corrected_file(path or corrected_trees_path())
    news = read_silver(data / GMB)
    sentences = []
    for tree in trees:
        if tree.sentence >= min(len(news), GMB_HELD_OUT_FROM):
            raise KgError(f"sentence {tree.sentence} of {GMB} is not there to learn from")
        text = make_training_sentence(news[tree.sentence]).text.rstrip()
        if digest_text(text) != tree.digest:
            raise KgError(
                f"sentence {tree.sentence} of {GMB} is not the one that was corrected",
                hint="the trees fit one edition of the data; make them anew, or set corrected_weight to 0",
            )
        sentences.append(_join(tree, text))
    return sentences


def _join(tree: CorrectedTree, text: str) -> TrainingSentence:
    spaces = [text[end : end + 1] == " " for end in tree.ends[:-1]]
    starts = [0, *(end + space for end, space in zip(tree.ends, spaces, strict=False))]
    return TrainingSentence(
        words=tuple(text[start:end] for start, end in zip(starts, tree.ends, strict=True)),
        spaces=(*spaces, True),
        tags=tree.tags,
        heads=tree.heads,
        deps=tree.deps,
    )


def strip_words(number: int, sentence: TrainingSentence) -> CorrectedTree:
    """The tree of a sentence, to be kept without its words."""
    ends: list[int] = []
    at = 0
    for word, space in zip(sentence.words, sentence.spaces, strict=True):
        ends.append(at + len(word))
        at = ends[-1] + space
    digest = digest_text(sentence.text.rstrip())
    return CorrectedTree(number, digest, tuple(ends), sentence.tags, sentence.heads, sentence.deps)


def change_tree(sentence: TrainingSentence, changes: Mapping[int, Change]) -> TrainingSentence:
    """The sentence with other heads, labels and tags where the changes say so."""
    tags, heads, deps = list(sentence.tags), list(sentence.heads), list(sentence.deps)
    for word, (head, dep, *tag) in changes.items():
        heads[word], deps[word] = int(head), str(dep)
        tags[word] = str(tag[0]) if tag else tags[word]
    return TrainingSentence(sentence.words, sentence.spaces, tuple(tags), heads=tuple(heads), deps=tuple(deps))


def find_fault(heads: Sequence[int], deps: Sequence[str]) -> str | None:
    """What makes heads and labels no tree of the scheme: not one root, a circle, an unknown label; else None.

    Example:
        >>> find_fault((1, 0), ("nsubj", "obj"))
        '0 roots'
    """
    roots = [i for i, head in enumerate(heads) if head == i]
    if len(roots) != 1:
        return f"{len(roots)} roots"
    for word in range(len(heads)):
        at, steps = word, 0
        while heads[at] != at and steps <= len(heads):
            at, steps = heads[at], steps + 1
        if steps > len(heads):
            return f"word {word} hangs in a circle"
    wrong = [dep for i, dep in enumerate(deps) if (dep == "ROOT") != (i == roots[0]) or dep not in LABELS]
    return f"label {wrong[0]}" if wrong else None


def add_corrections(
    data: Path, silver: Path, corrections: Mapping[int, Mapping[int, Change]], output: Path
) -> list[CorrectedTree]:
    """Correct trees of a file of silver ones, and write them with those that `output` has already, by sentence.

    Raises:
        KgError: a corrected tree is none, or its text is not among the sentences to learn from.
    """
    news = read_silver(data / GMB)[:GMB_HELD_OUT_FROM]
    numbers: dict[str, int] = {}
    for number, sentence in enumerate(news):
        numbers.setdefault(make_training_sentence(sentence).text.rstrip(), number)
    unread = read_silver_trees(silver)
    trees = {tree.sentence: tree for tree in (read_corrected_file(output) if output.exists() else ())}
    for row, changes in corrections.items():
        changed = change_tree(unread[row], changes)
        if fault := find_fault(changed.heads, changed.deps):
            raise KgError(f"line {row} of {silver.name} is no tree when corrected: {fault}")
        text = changed.text.rstrip()
        if text not in numbers:
            raise KgError(f"line {row} of {silver.name} is no sentence of {GMB} to learn from")
        trees[numbers[text]] = strip_words(numbers[text], changed)
    ordered = [trees[number] for number in sorted(trees)]
    output.write_text("".join(json.dumps(asdict(tree)) + "\n" for tree in ordered), encoding="utf-8")
    return ordered


def main(arguments: list[str] | None = None) -> None:
    """Command line of this module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--silver", type=Path, required=True)
    options.add_argument("--corrections", type=Path, required=True)
    options.add_argument("--output", type=Path)
    options.add_argument("--data")
    given = options.parse_args(arguments)
    corrections = {
        int(row): {int(word): change for word, change in changes.items()}
        for row, changes in json.loads(given.corrections.read_text(encoding="utf-8")).items()
    }
    trees = add_corrections(find_data(given.data), given.silver, corrections, given.output or corrected_trees_path())
    print(f"{len(trees)} corrected trees")


if __name__ == "__main__":
    main()
