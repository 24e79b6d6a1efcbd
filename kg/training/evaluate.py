"""Print the development table of a language model.

    python -m kg.training.evaluate [--model NAME_OR_PATH] [--data DIR] [--markdown] [--quick]

Development data only: nothing here was learned from. Names are measured on the GMB block that training leaves out, on
labels corrected by the same rules as the training labels, with the uncorrected silver labels beside them.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.resources import shipped_model_path
from kg.training.data import EWT_DEV, GUM_DEV, NEWS_DEV, find_data
from kg.training.measures import (
    Measure,
    measure_names,
    measure_raw_trees,
    measure_speed,
    measure_trees,
    with_quotes,
)
from kg.training.names import read_held_out_names

if TYPE_CHECKING:
    from spacy.language import Language

QUICK_LIMIT = 2_000


def evaluate_model(nlp: Language, data: Path, *, quick: bool = False) -> Iterator[Measure]:
    """All rows of the table for a loaded pipeline.

    Args:
        nlp: pipeline with tags, lemmas, trees and names.
        data: the data folder.
        quick: names on the first 2,000 held-out sentences only.
    """
    with nlp.select_pipes(disable=["ner"]):
        yield from measure_trees(nlp, data / EWT_DEV, "EWT dev")
        yield from measure_raw_trees(nlp, data / EWT_DEV, "EWT dev")
        yield from measure_trees(nlp, data / GUM_DEV, "GUM dev")
        yield from measure_raw_trees(nlp, data / GUM_DEV, "GUM dev")
        yield from measure_trees(nlp, data / NEWS_DEV, "news dev", punctuation=False)
    limit = QUICK_LIMIT if quick else None
    corrected = read_held_out_names(data)[:limit]
    silver = read_held_out_names(data, corrected=False)[:limit]
    with nlp.select_pipes(enable=["ner"]):
        yield from measure_names(nlp, corrected, "GMB held out, corrected")
        yield from measure_names(nlp, silver, "GMB held out, silver")
        for curly, name in ((False, "straight"), (True, "curly")):
            quoted = with_quotes(corrected, curly=curly)
            for measure in measure_names(nlp, quoted, f"GMB held out, {name} quotes"):
                if measure.what.endswith("types"):
                    yield measure
    yield Measure("GMB held out", "words a second, one core", measure_speed(nlp, corrected[:QUICK_LIMIT]))


def measure_files(path: Path) -> Iterator[Measure]:
    """Size on disk in MB, and seconds that a fresh process needs to load the model (spaCy's own import apart)."""
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    yield Measure("files", "MB on disk", size / 1e6)
    program = f"import spacy, time; t = time.perf_counter(); spacy.load({str(path)!r}); print(time.perf_counter() - t)"
    seconds = min(
        float(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout)
        for _ in range(3)
    )
    yield Measure("files", "seconds to load", seconds)


def main(arguments: list[str] | None = None) -> int:
    """Command line of this module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--model", default=str(shipped_model_path()))
    options.add_argument("--data", help="data folder (default: KG_DATA, else ../shared/data)")
    options.add_argument("--markdown", action="store_true", help="print a Markdown table")
    options.add_argument("--quick", action="store_true", help="names on the first 2,000 held-out sentences only")
    given = options.parse_args(arguments)
    try:
        data = find_data(given.data)
    except KgError as error:
        print(f"{error.message} ({error.hint})", file=sys.stderr)
        return 2
    import spacy

    started = time.monotonic()
    form = "| {} | {} | {:.2f} |" if given.markdown else "{:32} {:32} {:>10.2f}"
    if given.markdown:
        print("| data | measure | value |\n|---|---|---|")
    for measure in evaluate_model(spacy.load(given.model), data, quick=given.quick):
        print(form.format(measure.data, measure.what, measure.value), flush=True)
    if Path(given.model).is_dir():
        for measure in measure_files(Path(given.model)):
            print(form.format(measure.data, measure.what, measure.value), flush=True)
    print(f"measured in {time.monotonic() - started:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
