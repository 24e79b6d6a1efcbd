"""Texts to build from: the seed reports cut into paragraphs and put together anew, as many as are wanted."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from kg.model import Document
from kg.readers import ReaderOptions, read_sources
from kg.resources import find_resource

SEED = 3


def paragraphs() -> list[str]:
    """Return the paragraphs of the seed reports, in order."""
    items = read_sources([find_resource("seeds", "documents")], ReaderOptions())
    texts = [item.text for item in items if isinstance(item, Document)]
    return [part.strip() for text in texts for part in text.split("\n\n") if part.strip()]


def write_documents(path: Path, words: int) -> int:
    """Write JSON lines of documents with at least `words` words together, and return their number.

    Each is made of six paragraphs drawn from all reports, so that no two are reprints of each other.
    """
    random, parts = Random(SEED), paragraphs()
    count = written = 0
    with path.open("w", encoding="utf-8") as lines:
        while written < words:
            text = "\n\n".join(random.sample(parts, 6))
            row = {"id": f"news-{count:05}", "text": text, "published": f"2014-09-{count % 28 + 1:02}"}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            written += len(text.split())
            count += 1
    return count
