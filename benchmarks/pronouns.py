"""Score whom pronouns are taken for: GAP (he, she and two names) and the news of OntoGUM (whole documents).

Usage: python benchmarks/pronouns.py [--errors N] [--json]

GAP: a row marks a pronoun and two names, at most one of which it means. The pronoun is answered if it has an actor;
the answer is right if that actor is the one of the name marked as meant, and of no name marked as not meant. An actor
that is neither of the two is wrong, unless neither name is meant.
OntoGUM: each personal pronoun of the third person that stands in a chain of mentions; the answer is right if its
antecedent is, by the scorer's comparison of heads, another mention of that chain. Words of the corpus are joined with
blanks, so the texts are a little harder to parse than real ones. Both include all genders; "it" only means actors.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from figures import Share, data_file, read_options, report
from statements import load_scorer

from kg.model import Mention, Reading
from kg.pipeline import Pipeline, document_of
from kg.settings import read_settings

THIRD_PERSON = frozenset({"he", "him", "his", "she", "her", "it", "its", "they", "them", "their"})
NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?%)\]’']|['’](?:s|re|ve|ll|d|m|t)|n['’]t)$")
OPENS, CLOSES = re.compile(r"\((\d+)"), re.compile(r"(\d+)\)")
Span = tuple[int, int]


@dataclass(slots=True)
class Tally:
    """Pronouns asked, answered and right; the wrong answers, for reading."""

    asked: int = 0
    answered: int = 0
    right: int = 0
    wrong: list[str] | None = None

    def note(self, *, answered: bool, right: bool, line: str) -> None:
        """Count one pronoun."""
        self.asked += 1
        self.answered += answered
        self.right += answered and right
        if answered and not right and self.wrong is not None:
            self.wrong.append(line)


def main() -> None:
    """Print both tables and fail where a figure is below its floor."""
    options = read_options(__doc__)
    pipeline = Pipeline.load()
    gap, news = Tally(wrong=[]), Tally(wrong=[])
    score_gap(data_file("coref", "gap", "gap-development.tsv"), pipeline, gap)
    score_ontogum(news_files(), pipeline, news)
    good = report("pronouns, GAP", "gap", shares(gap, precision=85, answered=40), as_json=options.json)
    good &= report("pronouns, OntoGUM news", "ontogum", shares(news), as_json=options.json)
    for tally in (gap, news):
        for line in (tally.wrong or [])[: options.errors]:
            print(line, file=sys.stderr)
    sys.exit(0 if good else 1)


def shares(tally: Tally, *, precision: float | None = None, answered: float | None = None) -> list[Share]:
    """Return the figures of one set."""
    return [
        Share("precision", "right, of those answered", tally.right, tally.answered, precision),
        Share("answered", "answered, of all", tally.answered, tally.asked, answered),
    ]


def score_gap(path: Path, pipeline: Pipeline, tally: Tally) -> None:
    """Count the rows of GAP."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row, reading in zip(rows, readings(pipeline, (row["Text"] for row in rows)), strict=True):
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
        )


def has_meant(row: dict[str, str]) -> bool:
    """Return whether one of the two names is the one meant."""
    return "TRUE" in (row["A-coref"], row["B-coref"])


def readings(pipeline: Pipeline, texts: Iterable[str]) -> Iterator[Reading]:
    """Yield the reading of each text, in batches."""
    documents = (document_of(text, id=str(index)) for index, text in enumerate(texts))
    for reading in pipeline.read_all(documents):
        if not isinstance(reading, Reading):
            sys.exit(f"{reading.id} could not be read: {reading.reason}")
        yield reading


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
    texts = [read_chains(path) for path in files]
    for path, (text, chains), reading in zip(
        files, texts, readings(pipeline, (text for text, _ in texts)), strict=True
    ):
        for chain in chains.values():
            for span in chain:
                if text[slice(*span)].casefold() not in THIRD_PERSON:
                    continue
                mention = at(reading, span[0], text[slice(*span)])
                antecedent = mention.antecedent if mention is not None and uid_of(mention) is not None else None
                others = [list(other) for other in chain if other != span]
                right = antecedent is not None and any(
                    scorer.same(text, other, [antecedent.start, antecedent.end]) for other in others
                )
                around = text[max(0, span[0] - 120) : span[1] + 30]
                said = None if antecedent is None else antecedent.text
                line = f"{path.stem} {text[slice(*span)]} = {said} | {around}"
                tally.note(answered=antecedent is not None, right=right, line=line)


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
