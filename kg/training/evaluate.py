"""Print the development table of a language model, and hold it against the pinned floors.

    python -m kg.training.evaluate [--model NAME_OR_PATH] [--data DIR] [--quick] [--markdown] [--pin]

Development data only: nothing here was learned from. The exit code is 1 when a figure is worse than its bound in
`pipelines/language/floors.json`, or when the table has no such figure; 2 when the data is missing.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.parsing.models import load_model
from kg.resources import shipped_model_path
from kg.training.bounds import QUICK_MARK, Bounds, read_bounds, write_bounds
from kg.training.data import EWT_DEV, GOLD, GUM_DEV, NEWS_DEV, find_data
from kg.training.measures import Measure, join_groups, measure_raw_trees, measure_sentence_ends, measure_trees
from kg.training.measures_names import measure_news_names, measure_shared_names
from kg.training.measures_running import measure_files, measure_speed
from kg.training.measures_writing import measure_writing
from kg.training.names import read_held_out_names
from kg.training.names_dev import read_crossner_dev, read_gum_dev, read_uner_dev
from kg.training.treebank import read_annotated, read_paragraphs

if TYPE_CHECKING:
    from spacy.language import Language

QUICK_LIMIT = 2_000
WRITING_LIMIT = 1_000
SPEED_LIMIT = 1_000


def evaluate_model(nlp: Language, data: Path, *, quick: bool = False) -> Iterator[Measure]:
    """All rows of the table that a loaded pipeline gives.

    Args:
        nlp: pipeline with tags, lemmas, trees and names.
        data: the data folder.
        quick: trees on gold words, sentence ends, and names on the first 2,000 held-out sentences only.
    """
    with nlp.select_pipes(disable=["ner"]):
        yield from _measure_parsing(nlp, data, quick=quick)
    with nlp.select_pipes(enable=["ner"]):
        yield from _measure_naming(nlp, data, quick=quick)
    if not quick:
        held_out = read_held_out_names(data)
        news = [sentence for paragraph in read_paragraphs(data / NEWS_DEV) for sentence in paragraph]
        yield from measure_writing(nlp, news, held_out[:WRITING_LIMIT])
        yield from measure_speed(nlp, held_out[:SPEED_LIMIT], "GMB held out")


def _measure_parsing(nlp: Language, data: Path, *, quick: bool) -> Iterator[Measure]:
    gum = list(read_annotated(data / GUM_DEV))
    sets = {
        "EWT dev": [annotated.sentence for annotated in read_annotated(data / EWT_DEV)],
        "GUM dev": [annotated.sentence for annotated in gum],
        "GUM dev, news": [annotated.sentence for annotated in gum if annotated.id.startswith("GUM_news")],
    }
    for name, sentences in sets.items():
        yield from measure_trees(nlp, sentences, name)
    news = [annotated.sentence for annotated in read_annotated(data / NEWS_DEV)]
    yield from measure_trees(nlp, news, "news dev", punctuation=False)
    for name, path in (("EWT dev", EWT_DEV), ("GUM dev", GUM_DEV)):
        if not quick:
            groups = [group for paragraph in read_paragraphs(data / path) for group in join_groups(paragraph)]
            yield from measure_raw_trees(nlp, groups, name)
    yield measure_sentence_ends(nlp, [data / path for path in GOLD], "gold, joined")


def _measure_naming(nlp: Language, data: Path, *, quick: bool) -> Iterator[Measure]:
    limit = QUICK_LIMIT if quick else None
    part = f"{QUICK_MARK}{QUICK_LIMIT}" if quick else ""
    yield from measure_news_names(nlp, read_held_out_names(data)[:limit], f"GMB held out, corrected{part}")
    if not quick:
        yield from measure_news_names(nlp, read_held_out_names(data, corrected=False), "GMB held out, silver")
    yield from measure_shared_names(nlp, read_uner_dev(data), "UNER, EWT dev")
    yield from measure_shared_names(nlp, read_crossner_dev(data), "CrossNER politics dev")
    yield from measure_shared_names(nlp, read_gum_dev(data), "GUM dev")


def main(arguments: list[str] | None = None) -> int:
    """Command line of this module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--model", default=str(shipped_model_path()))
    options.add_argument("--data", help="data folder (default: KG_DATA, else ../shared/data)")
    options.add_argument("--markdown", action="store_true", help="print a Markdown table")
    options.add_argument("--quick", action="store_true", help="the main figures only, in about a minute")
    options.add_argument("--pin", action="store_true", help="raise the bounds that the model surpasses; lowers none")
    given = options.parse_args(arguments)
    try:
        data = find_data(given.data)
    except KgError as error:
        print(f"{error.message} ({error.hint})", file=sys.stderr)
        return 2
    return _run(given.model, data, quick=given.quick, markdown=given.markdown, pin=given.pin)


def _run(model: str, data: Path, *, quick: bool, markdown: bool, pin: bool) -> int:
    started = time.monotonic()
    bounds = read_bounds()
    form = "| {} | {} | {} | {} | {} | {} |" if markdown else "{:34} {:30} {:>9} {:>9} {:>9} {}"
    print(form.format("data", "measure", "value", "target", "bound", ""))
    if markdown:
        print("|---|---|---:|---:|---:|---|")
    measured: list[Measure] = []
    for measure in _all_rows(load_model(model), Path(model), data, quick=quick):
        measured.append(measure)
        print(_row(form, measure, bounds), flush=True)
    worse = bounds.find_worse(measured, complete=not quick)
    print(f"measured in {time.monotonic() - started:.0f} s", file=sys.stderr)
    if pin:
        write_bounds(bounds.raised(measured))
    for line in worse:
        print(f"worse than pinned: {line}", file=sys.stderr)
    return 1 if worse else 0


def _all_rows(nlp: Language, folder: Path, data: Path, *, quick: bool) -> Iterator[Measure]:
    yield from evaluate_model(nlp, data, quick=quick)
    if folder.is_dir() and not quick:
        yield from measure_files(folder, read_held_out_names(data)[:SPEED_LIMIT])


def _row(form: str, measure: Measure, bounds: Bounds) -> str:
    target, bound = bounds.targets.get(measure.key), bounds.pinned.get(measure.key)
    missed = target is not None and not bounds.reaches(measure, target)
    mark = "WORSE" if bound is not None and not bounds.reaches(measure, bound) else "below target" if missed else ""
    shown = ("" if value is None else f"{value:.2f}" for value in (measure.value, target, bound))
    return form.format(measure.data, measure.what, *shown, mark).rstrip()


if __name__ == "__main__":
    sys.exit(main())
