"""Which arcs of the parse cost statements: sentences read from the model's own trees and from corrected ones.

Usage: python benchmarks/parse_errors.py [--sets dev hard] [--list] [--json]

Sets: `dev`, the gold sentences of that name, whose trees were corrected by reading (`treebank/news/news-dev.conllu`),
and `hard`, the corrected trees of `pipelines/language/trees_news.jsonl`, chosen because parsers disagreed about them.
The corrected tree is the model's own with the corrected heads and labels; words, tags and names stay the model's. Where
a statement comes from one of the two trees alone, the arcs that differ are put right one by one: an arc that alone
makes the difference is its cause. Causes are counted by construction. `--list` prints each difference with its arcs.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from statements import load_scorer

from kg.pipeline import Pipeline, document_of
from kg.records import statement_to_record
from kg.settings import read_settings
from kg.training.corrected import read_corrected_trees
from kg.training.data import NEWS_DEV
from kg.training.sentences import TrainingSentence
from kg.training.tokenizing import split_hyphenated
from kg.training.treebank import read_annotated
from kg.tree import Token, Tree

NAME_PARTS = frozenset({"flat", "compound", "nmod:desc", "goeswith"})
CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis"})
Arc = tuple[int, str]
"""Head and label of a word."""
Change = tuple[str, str]
"""What a tree gives ("statement", or "gold" for a gold statement that is found) and in which words."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something read from one of the two trees alone.

    Attributes:
        kind: "statement" or "gold".
        statement: what it says, in words.
        lost: whether it comes from the corrected tree alone, not from the model's own alone.
        words: the words whose arcs alone make the difference.
    """

    kind: str
    statement: str
    lost: bool
    words: tuple[int, ...]


def sentence_spans(sentence: TrainingSentence) -> list[tuple[int, int]]:
    """Where each word stands in the text of its sentence."""
    spans, at = [], 0
    for word, space in zip(sentence.words, sentence.spaces, strict=True):
        spans.append((at, at + len(word)))
        at += len(word) + space
    return spans


def gold_arcs(tree: Tree, gold: TrainingSentence) -> list[Arc] | None:
    """The corrected head and label of each word of the model's tree, or None where the two have different words."""
    start = tree.sentence.start
    if [(token.start - start, token.end - start) for token in tree] != sentence_spans(gold):
        return None
    return [(head, "root" if dep == "ROOT" else dep) for head, dep in zip(gold.heads, gold.deps, strict=True)]


def with_arcs(tree: Tree, arcs: Mapping[int, Arc]) -> Tree | None:
    """The tree with some arcs replaced, or None where that makes a circle.

    Example:
        >>> from kg.parsing.conllu import read_conllu
        >>> rows = "1 Iran _ _ _ _ 2 nsubj _ _", "2 left _ _ _ _ 0 root _ _"
        >>> tree = read_conllu("# text = Iran left\\n" + "\\n".join("\\t".join(row.split()) for row in rows))[0]
        >>> [token.dep for token in with_arcs(tree, {0: (1, "obj")})]
        ['obj', 'root']
    """
    tokens = tuple(
        replace(token, head=arcs[token.i][0], dep=arcs[token.i][1]) if token.i in arcs else token for token in tree
    )
    for token in tokens:
        seen: set[int] = set()
        while token.head != token.i and token.i not in seen:
            seen.add(token.i)
            token = tokens[token.head]
        if token.i in seen:
            return None
    return Tree(tree.sentence, tokens)


def construction(word: Token, gold: Arc, tree: Tree) -> str:
    """The kind of arc that was missed, as the table names it; `word` has the model's arc, `gold` is the right one."""
    labels = {word.dep, gold[1]}
    plain = {label.partition(":")[0] for label in labels}
    marks = {child.text.lower() for child in tree.children(word.i, "case", "mark")}
    if "appos" in plain:
        return "apposition"
    if plain & {"conj", "cc"}:
        return "coordination"
    if "acl:relcl" in labels:
        return "relative clause"
    if plain & CLAUSES and "to" in marks:
        return "to-clause"
    if plain & CLAUSES and "that" in marks:
        return "that-clause"
    if plain & {"ccomp", "parataxis", "csubj"}:
        return "other clause of what is said or done"
    if word.tag in {"VBN", "VBG", "VBD"} and plain & CLAUSES:
        return "participle"
    if plain <= {"obl", "nmod", "obj", "iobj"} and plain & {"obl", "nmod"}:
        return "of, for, on ...: noun or verb"
    if labels & NAME_PARTS:
        return "names, titles, compounds"
    if plain & {"nsubj", "obj", "iobj"}:
        return "subject or object"
    if plain & CLAUSES:
        return "other clause"
    return "other"


def outcomes(scorer: ModuleType, row: Mapping[str, Any], records: Sequence[Mapping[str, Any]]) -> set[Change]:
    """All statements, each with its type and qualities, and the gold statements among them."""
    text, golds = row["text"], row.get("statements", [])
    seen: set[Change] = set()
    for record in records:
        speaker = "".join(f", says {p['name']}" for step in record["attributed_to"] or [] for p in step)
        parts = [record[part]["text"] for part in ("source", "predicate", "target")]
        qualities = ", ".join(record[part] for part in ("category", "polarity", "modality"))
        seen.add(("statement", f"{' | '.join(parts)} ({qualities}{speaker})"))
    pairs = scorer.align(text, golds, records, {})
    for number, gold in enumerate(golds):
        if number in pairs and not gold.get("optional"):
            parts = [text[slice(*gold[part])] for part in ("source", "predicate", "target")]
            seen.add(("gold", f"{' | '.join(parts)} ({gold['type']})"))
    return seen


class Comparison:
    """Reads sentences from either tree and says what differs."""

    def __init__(self, pipeline: Pipeline, scorer: ModuleType) -> None:
        self._pipeline = pipeline
        self._scorer = scorer

    def parse(self, text: str) -> tuple[Tree, ...]:
        """The model's own trees of a text."""
        return self._pipeline.parse(text)

    def read(self, row: Mapping[str, Any], trees: Iterable[Tree]) -> set[Change]:
        """What the statements of some trees come to."""
        reading = self._pipeline.read_trees(document_of(row["text"], id=row["id"]), trees)
        return outcomes(self._scorer, row, [statement_to_record(statement) for statement in reading.statements])

    def differences(self, row: Mapping[str, Any], tree: Tree, arcs: Sequence[Arc]) -> Iterator[Difference]:
        """What the corrected tree gives and the model's own does not, or the reverse, with the words that cause it."""
        wrong = {t.i: arc for t, arc in zip(tree, arcs, strict=True) if (t.head, t.dep) != arc and t.dep != "punct"}
        corrected = with_arcs(tree, dict(enumerate(arcs)))
        if not wrong or corrected is None:
            return
        own, right = self.read(row, [tree]), self.read(row, [corrected])
        causes: dict[Change, list[int]] = defaultdict(list)
        for word, arc in wrong.items():
            changed = with_arcs(tree, {word: arc})
            for change in (self.read(row, [changed]) ^ own) & (own ^ right) if changed else ():
                causes[change].append(word)
        for kind, name in sorted(own ^ right):
            yield Difference(kind, name, (kind, name) in right, tuple(causes[kind, name]))


def read_set(name: str, data: Path, scorer: ModuleType) -> Iterator[tuple[dict[str, Any], TrainingSentence]]:
    """The rows of a set, gold statements included where there are any, with their corrected trees."""
    if name == "hard":
        for number, tree in enumerate(read_corrected_trees(data)):
            yield {"id": f"hard-{number}", "text": tree.text.rstrip()}, tree
    else:
        trees = {s.id: split_hyphenated(s.sentence) for s in read_annotated(data / NEWS_DEV)}
        for row in scorer.read_lines(data / "gold" / "dev.jsonl"):
            yield row, trees[row["id"]]


def main() -> None:
    """Print one table a set, and the raw list where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="+", default=["dev", "hard"], choices=["dev", "hard"])
    parser.add_argument("--list", action="store_true", help="print each difference")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    data = read_settings().data
    scorer, pipeline = load_scorer(data), Pipeline.load()
    for name in options.sets:
        table = count_causes(read_set(name, data, scorer), Comparison(pipeline, scorer), listed=options.list)
        print_table(name, table, as_json=options.json)


def count_causes(
    rows: Iterable[tuple[dict[str, Any], TrainingSentence]], compare: Comparison, *, listed: bool
) -> dict[str, Counter[str]]:
    """Wrong arcs, and what they cost, by construction."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for row, gold in rows:
        trees = compare.parse(row["text"])
        arcs = gold_arcs(trees[0], gold) if len(trees) == 1 else None
        table["all"]["sentences"] += 1
        if arcs is None:
            table["sentence ends" if len(trees) > 1 else "words"]["sentences"] += 1
            continue
        tree = trees[0]
        for token, arc in zip(tree, arcs, strict=True):
            if (token.head, token.dep) != arc and token.dep != "punct":
                table[construction(token, arc, tree)]["arcs"] += 1
        for difference in compare.differences(row, tree, arcs):
            kinds = {construction(tree[i], arcs[i], tree) for i in difference.words} or {"several arcs together"}
            for kind in (*kinds, "all"):
                table[kind][f"{difference.kind} {'lost' if difference.lost else 'added'}"] += 1
            if listed:
                show(row, tree, arcs, difference)
    return table


def show(row: Mapping[str, Any], tree: Tree, arcs: Sequence[Arc], difference: Difference) -> None:
    """Print one difference with its arcs."""
    sign = "lost" if difference.lost else "added"
    print(f"{row['id']} {difference.kind} {sign}: {difference.statement}\n    {row['text']}")
    shown = difference.words or [t.i for t in tree if (t.head, t.dep) != arcs[t.i] and t.dep != "punct"]
    for i in shown:
        word, (head, dep) = tree[i], arcs[i]
        mark = "" if difference.words else "(together) "
        print(f"    {mark}{word.text}: {word.dep} of {tree[word.head].text}, should be {dep} of {tree[head].text}")


def print_table(name: str, table: Mapping[str, Counter[str]], *, as_json: bool) -> None:
    """Print the counts by construction, the most costly first."""
    if as_json:
        print(json.dumps({name: table}))
        return
    columns = ("sentences", "arcs", "statement lost", "statement added", "gold lost", "gold added")
    print(f"| {name} | " + " | ".join(columns) + " |\n|" + "---|" * (len(columns) + 1))
    for kind, counts in sorted(table.items(), key=lambda item: (-item[1]["statement lost"], -item[1]["arcs"])):
        print(f"| {kind} | " + " | ".join(str(counts[column] or "") for column in columns) + " |")


if __name__ == "__main__":
    main()
