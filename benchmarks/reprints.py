"""Measure which texts count as reprints: made-up edits that must, and different stories that must not.

Usage: python benchmarks/reprints.py [--data ../shared/data] [--json]

The stories are those of text/muc3. Each edit is made to every story of at least four paragraphs and 150 words, with a
seeded random choice of what is cut or reworded.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import Path

from kg.ledger.origins import place
from kg.ledger.resemblance import near, signature
from kg.ledger.schema import migrate
from kg.model import Document
from kg.readers import ReaderOptions, read_sources

Edit = Callable[[list[str], random.Random], list[str]]


def _headline(story: list[str], choice: random.Random) -> list[str]:
    return [" ".join(choice.sample(story[1].split(), min(9, len(story[1].split())))), *story[1:]]


def _agency(story: list[str], choice: random.Random) -> list[str]:  # noqa: ARG001 one shape for all edits
    return ["BRUSSELS (Agency) -- " + story[0], *story[1:], "(Reporting by A. Writer; editing by B. Reader)"]


def _one_cut(story: list[str], choice: random.Random) -> list[str]:
    at = choice.randrange(len(story))
    return story[:at] + story[at + 1 :]


def _quotes(story: list[str], choice: random.Random) -> list[str]:
    """Reword every tenth sentence: its words are replaced by others of the same story."""
    words = " ".join(story).split()
    return [
        ". ".join(
            " ".join(choice.choices(words, k=len(s.split()))) if choice.random() < 0.1 else s for s in part.split(". ")
        )
        for part in story
    ]


def _all_of_these(story: list[str], choice: random.Random) -> list[str]:
    return _agency(_headline(_one_cut(_quotes(story, choice), choice), choice), choice)


def _words_changed(share: float) -> Edit:
    def edit(story: list[str], choice: random.Random) -> list[str]:
        return [" ".join("x" if choice.random() < share else word for word in part.split()) for part in story]

    return edit


def _tail_cut(share: float) -> Edit:
    def edit(story: list[str], choice: random.Random) -> list[str]:  # noqa: ARG001 one shape for all edits
        words = "\n\n".join(story).split(" ")
        return [" ".join(words[: round(len(words) * (1 - share))])]

    return edit


EDITS: Mapping[str, Edit] = {
    "another headline": _headline,
    "lines of an agency before and after": _agency,
    "one paragraph cut": _one_cut,
    "every tenth sentence reworded": _quotes,
    "all of these": _all_of_these,
    "every tenth word changed": _words_changed(0.1),
    "every fifth word changed": _words_changed(0.2),
    "the last third cut": _tail_cut(1 / 3),
    "the last half cut": _tail_cut(1 / 2),
}


def main() -> None:
    """Print the figures as a Markdown table, or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("KG_DATA", "../shared/data")))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = options.data / "text" / "muc3"
    if not folder.is_dir():
        sys.exit(f"there is no folder {folder}: name the data with --data or KG_DATA")
    stories = [d for d in read_sources([str(folder / "*.xhtml")], ReaderOptions()) if isinstance(d, Document)]
    figures = _edits(stories) | _groups(stories)
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    print("| measure | figure |")
    print("|---|---|")
    for name, value in figures.items():
        print(f"| {name} | {value} |")


def _edits(stories: list[Document]) -> dict[str, str]:
    """Return the share of edited stories that count as reprints of the story."""
    long = [parts for d in stories if len(parts := d.text.split("\n\n")) >= 4 and len(d.text.split()) >= 150]
    found = Counter[str]()
    for number, story in enumerate(long):
        signed = signature("\n\n".join(story))
        for name, edit in EDITS.items():
            edited = edit(story, random.Random(f"{name} {number}"))
            found[name] += int(near(signed, [signature("\n\n".join(edited))])[0])
    return {f"grouped: {name}": f"{100 * found[name] / len(long):.1f} % of {len(long)}" for name in EDITS}


def _groups(stories: list[Document]) -> dict[str, str]:
    """Return how many stories are grouped as they are, and how fast."""
    import sqlite3

    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "ledger.sqlite", isolation_level=None)
        connection.execute("BEGIN")
        migrate(connection)
        start = time.perf_counter()
        for d in stories:
            connection.execute(
                "INSERT INTO documents (uid, id, digest, text, own_id, fields, content, pipeline_digest, origin,"
                " clauses, clauses_with_statements, sentences_without_clause, run)"
                " VALUES (?, ?, '', '', 0, '[]', '', '', ?, 0, 0, 0, '1')",
                (d.uid, d.id, d.uid),
            )
            place(connection, d.uid, d.text)
        seconds = time.perf_counter() - start
        origins = Counter(origin for (origin,) in connection.execute("SELECT origin FROM documents"))
        connection.close()
    by_day: dict[str | None, list[Document]] = {}
    for d in stories:
        by_day.setdefault(d.published, []).append(d)
    pairs = sum(1 for day, found in by_day.items() if day for _ in combinations(found, 2))
    groups = [size for size in origins.values() if size > 1]
    return {
        "stories": f"{len(stories)}, {sum(len(d.text.split()) for d in stories):,} words",
        "pairs of stories of one day": f"{pairs:,}",
        "groups found": f"{len(groups)} of {', '.join(map(str, sorted(set(groups))))} stories",
        "time to sign and group": f"{1000 * seconds / len(stories):.2f} ms a story",
    }


if __name__ == "__main__":
    main()
