"""Random statements of news that nothing learns from, read one by one against their sentences.

Usage: python benchmarks/sample.py            the shares by the marks kept in tests/eval/random_statements.jsonl
       python benchmarks/sample.py --draw F   draw the sample anew and print it for reading; F gets the unmarked rows

The sentences are 2,000 of GMB from 29,644 on, drawn with a fixed seed, none of which the gold sets use; of their
statements 100 are drawn with the same seed. The marks hold numbers and offsets, no text: `triple` says that both ends,
their direction and the category are right by the statement guide, `whole` that all of the record is: polarity,
modality, phase and speaker too. A marked statement is still made if the present version gives the same reading.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from figures import Share, read_by_row, report
from gmb import BLOCK_START, gold_numbers, read_sentences

from kg.model import Participant, Statement
from kg.pipeline import Pipeline

MARKS = Path(__file__).resolve().parent.parent / "tests" / "eval" / "random_statements.jsonl"
SEED, SENTENCES, STATEMENTS = 20_261_124, 2_000, 100


def draw() -> Iterator[tuple[int, str, Statement]]:
    """Yield number and text of the sentence and the statement, for each statement of the sample, in text order."""
    used = gold_numbers()
    open_sentences = [(number, text) for number, text in read_sentences(BLOCK_START) if number not in used]
    rng = random.Random(SEED)
    chosen = sorted(rng.sample(open_sentences, SENTENCES))
    rows = read_by_row(Pipeline.load(), [text for _, text in chosen])
    found = [(number, text, s) for (number, text), row in zip(chosen, rows, strict=True) for s in row]
    print(f"{len(found)} statements in {SENTENCES} sentences", file=sys.stderr)
    yield from sorted(rng.sample(found, STATEMENTS), key=lambda row: (row[0], row[2].predicate.start, row[2].sid))


def mark_of(number: int, statement: Statement) -> dict[str, Any]:
    """Return what is kept of a statement: the reading by numbers and closed lists, no words."""
    return {
        "sentence": number,
        "source": _span(statement.source),
        "predicate": [statement.predicate.start, statement.predicate.end],
        "target": _span(statement.target),
        "relation": statement.relation,
        "category": str(statement.category),
        "polarity": str(statement.polarity),
        "modality": str(statement.modality),
        "phase": None if statement.phase is None else str(statement.phase),
        "speakers": [[_span(p) for p in step] for step in statement.attributed_to],
    }


def _span(participant: Participant) -> list[int]:
    return [participant.start, participant.end]


def read_marks() -> list[dict[str, Any]]:
    """Return the marks, one a statement."""
    return [json.loads(line) for line in MARKS.read_text(encoding="utf-8").splitlines() if line.strip()]


def shown(text: str, statement: Statement) -> str:
    """Return a statement for reading."""
    speakers = " < ".join("+".join(p.text for p in step) for step in statement.attributed_to)
    status = [str(statement.polarity), str(statement.modality), *([str(statement.phase)] if statement.phase else [])]
    ends = [
        f"{p.text}{f' ({p.antecedent.text})' if p.antecedent else ''}" for p in (statement.source, statement.target)
    ]
    arrow = "<->" if statement.symmetric else "->"
    return (
        f"{ends[0]} -{statement.relation}{arrow} {ends[1]} [{statement.category}] {' '.join(status)}"
        f" by [{speakers}] at “{statement.predicate.text}”\n    {text}"
    )


def shares_of(marks: list[dict[str, Any]]) -> list[Share]:
    """Return the shares by the marks, and how many of the marked statements are still made."""
    texts = dict(read_sentences(BLOCK_START))
    numbers = sorted({mark["sentence"] for mark in marks})
    rows = dict(zip(numbers, read_by_row(Pipeline.load(), [texts[n] for n in numbers]), strict=True))
    made = {json.dumps(mark_of(n, s), sort_keys=True) for n, row in rows.items() for s in row}
    still = [mark for mark in marks if _reading(mark) in made]
    total = len(marks)
    return [
        Share("whole", "right as a whole", sum(m["whole"] for m in marks), total, 70),
        Share("triple", "ends, direction and category right", sum(m["triple"] for m in marks), total, 80),
        Share("still", "marked statements still made", len(still), total),
        Share("whole still", "right as a whole, of those still made", sum(m["whole"] for m in still), len(still)),
        Share("triple still", "ends, direction, category, of those", sum(m["triple"] for m in still), len(still)),
    ]


def _reading(mark: Mapping[str, Any]) -> str:
    return json.dumps({k: v for k, v in mark.items() if k not in ("whole", "triple")}, sort_keys=True)


def main() -> None:
    """Print the shares, or the sample for reading."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draw", metavar="FILE", help="draw anew; FILE gets the marks without verdicts")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    options = parser.parse_args()
    if options.draw:
        with Path(options.draw).open("w", encoding="utf-8") as lines:
            for place, (number, text, statement) in enumerate(draw(), start=1):
                lines.write(json.dumps(mark_of(number, statement)) + "\n")
                print(f"{place} {shown(text, statement)}")
        return
    shares = shares_of(read_marks())
    sys.exit(0 if report("Random statements, marked by reading", "sample", shares, as_json=options.json) else 1)


if __name__ == "__main__":
    main()
