"""The yardstick of `kg build`: spaCy loads the shipped model and parses the texts of a file of JSON lines, no more.

Usage: python benchmarks/bare_pass.py FILE [--as-kg-loads-it]

Prints the number of words (spaCy tokens) as JSON. With the option the model is loaded as `kg` does, which multiplies
matrices faster on some processors.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    """Parse every text once, in batches of 64."""
    import spacy

    from kg.parsing.models import find_model, load_model

    nlp = load_model() if "--as-kg-loads-it" in sys.argv else spacy.load(find_model())
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        texts = (json.loads(line)["text"] for line in lines)
        words = sum(len(doc) for doc in nlp.pipe(texts, batch_size=64))
    print(json.dumps({"words": words}))


if __name__ == "__main__":
    main()
