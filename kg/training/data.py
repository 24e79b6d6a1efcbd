"""Where the training and measuring data lies (`KG_DATA`), and which files may train what is shipped."""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import ConfigError

EWT_TRAIN = "treebank/ewt/en_ewt-ud-train.conllu"
GUM_TRAIN = "treebank/gum/en_gum-open-train.conllu"
SHIPPABLE_TREEBANKS = (
    EWT_TRAIN,
    GUM_TRAIN,
    "treebank/news/news-train.conllu",
)
"""Trees that shipped weights may learn from."""
EWT_DEV = "treebank/ewt/en_ewt-ud-dev.conllu"
GUM_DEV = "treebank/gum/en_gum-ud-dev.conllu"
NEWS_DEV = "treebank/news/news-dev.conllu"
GMB = "ner/gmb/gmb.tsv"
GMB_HELD_OUT_FROM = 29_644
"""No shipped weight learns from this GMB sentence (counted from 0) or a later one."""
WIKIGOLD = "ner/wikigold/test.conllu"
WNUT = "ner/wnut17/wnut17train.conll"
CROSSNER = "ner/crossner-politics/train.txt"
CROSSNER_DEV = "ner/crossner-politics/dev.txt"
UNER_DEV = "ner/uner-ewt/en_ewt-ud-dev.iob2"
GOLD = ("gold/dev.jsonl", "gold/calibration.jsonl")
"""Held-out news sentences whose text alone is used here, to see where sentences end."""
COUNTRIES = "linking/countries.json"


def find_data(folder: str | Path | None = None) -> Path:
    """The data folder: the argument, else `KG_DATA`, else `../shared/data` beside the project's root.

    Raises:
        ConfigError: there is no such folder, or it holds no training data.

    Example:
        >>> find_data("/nowhere")  # doctest: +IGNORE_EXCEPTION_DETAIL
        Traceback (most recent call last):
        kg.errors.ConfigError: no training data in /nowhere
    """
    default = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
    root = Path(folder or os.environ.get("KG_DATA") or default)
    if not (root / "treebank").is_dir() or not (root / "ner").is_dir():
        raise ConfigError(
            f"no training data in {root}",
            hint="set KG_DATA (or --data) to the folder that holds treebank/, ner/ and linking/",
        )
    return root.resolve()
