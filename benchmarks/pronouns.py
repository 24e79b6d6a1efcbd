"""Score whom pronouns are taken for: GAP (he, she and two names) and the news of OntoGUM (whole documents).

Usage: python benchmarks/pronouns.py [--errors N] [--json]

GAP: a row marks a pronoun and two names, at most one of which it means. The pronoun is answered if it has an actor;
the answer is right if that actor is the one of the name marked as meant, and of no name marked as not meant. An actor
that is neither of the two is wrong, unless neither name is meant.
OntoGUM: each personal pronoun of the third person that stands in a chain of mentions; the answer is right if its
antecedent is, by the scorer's comparison of heads, another mention of that chain, or else stands in no chain (the
corpus marks no names before other nouns) and its actor is named by a mention of that chain. Words of the corpus are
joined with blanks, so the texts are a little harder to parse than real ones. Both include all genders; "it" only means
actors. The weights of the ranking were learned from neither: GUM's news is left out of what they learn from.

The curve tells what other thresholds would give: all GAP pronouns are answered, likeliest first, and counted down to a
share of all of them.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType

from figures import Share, data_file, read_options, report
from statements import load_scorer

from kg.model import Link, Mention, Reading, Words
from kg.pipeline import Pipeline, document_of
from kg.resolve import Resolver
from kg.resolve.mentions import Phrase
from kg.resolve.pronouns import Choice, Option, likeliest
from kg.settings import read_settings
from kg.tree import Tree

THIRD_PERSON = frozenset({"he", "him", "his", "she", "her", "it", "its", "they", "them", "their"})
NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?%)\]’']|['’](?:s|re|ve|ll|d|m|t)|n['’]t)$")
OPENS, CLOSES = re.compile(r"\((\d+)"), re.compile(r"(\d+)\)")
CURVE = (20, 40, 60, 80)
Span = tuple[int, int]


@dataclass(slots=True)
class Tally:
    """Pronouns asked, answered and right; the wrong answers, for reading."""

    asked: int = 0
    answered: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    answers: list[tuple[float, bool]] = field(default_factory=list)

    def note(self, *, answered: bool, right: bool, line: str, chance: float = 1.0) -> None:
        """Count one pronoun."""
        self.asked += 1
        self.answered += answered
        self.right += answered and right
        if answered:
            self.answers.append((chance, right))
        if answered and not right:
            self.wrong.append(line)

    def precision_at(self, percent: int) -> float | None:
        """Return how many percent are right if only the likeliest answers are given; None where there are too few."""
        count = self.asked * percent // 100
        best = sorted(self.answers, key=lambda answer: -answer[0])[:count]
        return 100 * sum(right for _, right in best) / count if count and len(best) == count else None


class AnsweringAll:
    """Chooses the likeliest actor however unlikely, and notes the chance by the pronoun's offset."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.chances: dict[int, float] = {}
        weights = pipeline.resolver.tables.pronouns
        self._choose = likeliest({sort: replace(own, threshold=0.0) for sort, own in weights.items()})

    def __call__(self, phrase: Phrase, options: Sequence[Option]) -> Choice:
        """Return the likeliest option."""
        choice = self._choose(phrase, options)
        self.chances[phrase.tree[phrase.head].start] = choice.chance
        return choice


def main() -> None:
    """Print both tables and fail where a figure is below its floor."""
    options = read_options(__doc__)
    pipeline = Pipeline.load()
    gap, news, everything = Tally(), Tally(), Tally()
    rows = read_gap(data_file("coref", "gap", "gap-development.tsv"))
    parsed = [pipeline.parse(row["Text"]) for row in rows]
    score_gap(rows, parsed, pipeline, gap)
    score_ontogum(news_files(), pipeline, news)
    answering = AnsweringAll(pipeline)
    pipeline.resolver = Resolver(pipeline.resolver.tables, answering)
    score_gap(rows, parsed, pipeline, everything, answering.chances)
    good = report("pronouns, GAP", "gap", shares(gap, precision=85, answered=40), as_json=options.json)
    good &= report("pronouns, OntoGUM news", "ontogum", shares(news), as_json=options.json)
    if not options.json:
        shown = (f"{precision:.1f} at {at} %" for at in CURVE if (precision := everything.precision_at(at)) is not None)
        print(f"pronouns, GAP: right, of the likeliest answers, at a share answered of all: {', '.join(shown)}")
    for tally in (gap, news):
        for line in tally.wrong[: options.errors]:
            print(line, file=sys.stderr)
    sys.exit(0 if good else 1)


def shares(tally: Tally, *, precision: float | None = None, answered: float | None = None) -> list[Share]:
    """Return the figures of one set."""
    return [
        Share("precision", "right, of those answered", tally.right, tally.answered, precision),
        Share("answered", "answered, of all", tally.answered, tally.asked, answered),
    ]


def read_gap(path: Path) -> list[dict[str, str]]:
    """Return the rows of GAP."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def score_gap(
    rows: Sequence[dict[str, str]],
    parsed: Sequence[tuple[Tree, ...]],
    pipeline: Pipeline,
    tally: Tally,
    chances: dict[int, float] | None = None,
) -> None:
    """Count the rows of GAP; `chances` holds those of the pronouns of the document read last, by their offset."""
    for row, trees in zip(rows, parsed, strict=True):
        reading = pipeline.read_trees(document_of(row["Text"], id=row["ID"]), trees)
        mention = at(reading, int(row["Pronoun-offset"]), row["Pronoun"])
        actor = uid_of(mention)
        meant: set[str] = set()
        not_meant: set[str] = set()
        for name in ("A", "B"):
            start = int(row[f"{name}-offset"])
            span = (start, start + len(row[name]))
            (meant if row[f"{name}-coref"] == "TRUE" else not_meant).update(actors_in(reading, span))
        right = actor not in not_meant - meant and (actor in meant or not has_meant(row))
        antecedent = mention.antecedent.text if mention is not None and mention.antecedent else None
        tally.note(
            answered=actor is not None,
            right=right,
            line=f"{row['ID']} {row['Pronoun']} = {antecedent} | A {row['A']} {row['A-coref']}"
            f" B {row['B']} {row['B-coref']} | {row['Text']}",
            chance=1.0 if chances is None else chances.get(int(row["Pronoun-offset"]), 0.0),
        )
        if chances is not None:
            chances.clear()


def has_meant(row: dict[str, str]) -> bool:
    """Return whether one of the two names is the one meant."""
    return "TRUE" in (row["A-coref"], row["B-coref"])


def at(reading: Reading, start: int, words: str) -> Mention | None:
    """Return the mention with these words at an offset."""
    return next((m for m in reading.mentions if m.start == start and m.text.casefold() == words.casefold()), None)


def uid_of(mention: Mention | None) -> str | None:
    """Return the uid of a mention's actor."""
    return None if mention is None or mention.entity is None else mention.entity.uid


def actors_in(reading: Reading, span: Span) -> set[str]:
    """Return the actors of the mentions that end with a name or within it."""
    found = [m for m in reading.mentions if m.start < span[1] and span[0] < m.end and span[0] < m.end <= span[1]]
    return {uid for m in found if (uid := uid_of(m)) is not None}


def news_files() -> list[Path]:
    """Return the news documents of OntoGUM."""
    folder = data_file("coref", "ontogum", "dev", "GUM_news_iodine.conll").parent.parent
    return sorted(folder.glob("*/GUM_news_*.conll"), key=lambda path: path.name)


def score_ontogum(files: list[Path], pipeline: Pipeline, tally: Tally) -> None:
    """Count the pronouns of whole documents."""
    scorer = load_scorer(read_settings().data)
    for path in files:
        text, chains = read_chains(path)
        reading = pipeline.read(document_of(text, id=path.stem))
        everywhere = [span for spans in chains.values() for span in spans]
        for chain in chains.values():
            for span in chain:
                if text[slice(*span)].casefold() not in THIRD_PERSON:
                    continue
                mention = at(reading, span[0], text[slice(*span)])
                actor = uid_of(mention)
                antecedent = mention.antecedent if mention is not None and actor is not None else None
                others = [other for other in chain if other != span]
                right = antecedent is not None and is_marked(scorer, text, antecedent, others)
                if antecedent is not None and not is_marked(scorer, text, antecedent, everywhere):
                    named = [m for m in reading.mentions if m.link is not Link.PRONOUN and uid_of(m) == actor]
                    right = any(is_marked(scorer, text, one, others) for one in named)
                around = text[max(0, span[0] - 120) : span[1] + 30]
                said = None if antecedent is None else antecedent.text
                line = f"{path.stem} {text[slice(*span)]} = {said} | {around}"
                tally.note(answered=antecedent is not None, right=right, line=line)


def is_marked(scorer: ModuleType, text: str, words: Words | Mention, spans: Sequence[Span]) -> bool:
    """Return whether the words are one of the marked spans, by the scorer's comparison of heads."""
    return any(scorer.same(text, list(span), [words.start, words.end]) for span in spans)


def read_chains(path: Path) -> tuple[str, dict[str, list[Span]]]:
    """Return the text of a document, its words joined, and the spans of each chain of two or more mentions."""
    text = ""
    chains: dict[str, list[Span]] = {}
    open_spans: dict[str, list[int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) < 3:
            continue
        word, marks = columns[1], columns[-1]
        if text and not NO_SPACE_BEFORE.match(word) and not text.endswith(("(", "[", "“")):
            text += " "
        start = len(text)
        text += word
        for chain in OPENS.findall(marks):
            open_spans.setdefault(chain, []).append(start)
        for chain in CLOSES.findall(marks):
            chains.setdefault(chain, []).append((open_spans[chain].pop(), len(text)))
    return text, {chain: sorted(spans) for chain, spans in chains.items() if len(spans) > 1}


if __name__ == "__main__":
    main()
