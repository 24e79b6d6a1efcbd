"""Sentences with names, from every set that may train what ships, in one label scheme.

PERSON ORG GPE LOC NORP DATE: people; organisations; countries, cities, provinces; seas, mountains, continents and
regions; peoples, religions and adjectives of nationality; dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from kg.training.corrections import (
    SilverSentence,
    complete_sentence,
    correct_name,
    correct_sentence,
    learn_majorities,
)
from kg.training.data import COUNTRIES, CROSSNER, EWT_TRAIN, GMB, GMB_HELD_OUT_FROM, GUM_TRAIN, WIKIGOLD, WNUT
from kg.training.names_gum import read_gum_names
from kg.training.names_web import collect_known, read_web_names
from kg.training.places import Places, read_places
from kg.training.sentences import TrainingSentence

NO_SPACE_BEFORE = frozenset(
    {".", ",", ";", ":", "?", "!", "%", ")", "]", "'", "'s", "'re", "'ve", "'ll", "'d", "'m", "n't", "’s", "…"}
)
NO_SPACE_AFTER = frozenset({"(", "[", "#"})
SMALL_SETS: dict[str, tuple[str, dict[str, str]]] = {
    "wikigold": (WIKIGOLD, {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE", "MISC": "MISC"}),
    "wnut": (WNUT, {"person": "PERSON", "location": "GPE", "group": "ORG", "corporation": "ORG"}),
    "crossner": (
        CROSSNER,
        {
            "person": "PERSON",
            "politician": "PERSON",
            "organisation": "ORG",
            "politicalparty": "ORG",
            "country": "GPE",
            "location": "GPE",
            "misc": "MISC",
        },
    ),
}
"""Label maps of the small gold sets; what is not listed is dropped, MISC survives as NORP where it is a people."""


def read_training_names(root: Path, weights: Mapping[str, int] | None = None) -> list[TrainingSentence]:
    """All sentences whose names may train what ships; GMB ones that stand in the held-out block too are left out.

    Args:
        root: the data folder.
        weights: how many times each set comes ("gmb", "gum", "web", "wikigold", "wnut", "crossner"); one that is not
            mentioned comes once.
    """
    places, majorities, silver, held_out = _read_corrected_gmb(root)
    texts = {" ".join(sentence.words) for sentence in held_out}
    raw = read_silver(root / GMB)
    kept = [sentence for sentence, original in zip(silver, raw, strict=False) if " ".join(original.words) not in texts]
    sets = {"gmb": [make_training_sentence(complete_sentence(sentence, majorities, places)) for sentence in kept]}
    for name in SMALL_SETS:
        small = (complete_sentence(sentence, {}, places) for sentence in _read_small_set(root, name, places))
        sets[name] = [make_training_sentence(sentence) for sentence in small]
    sets["gum"] = [sentence for _, sentence in read_gum_names(root / GUM_TRAIN, places)]
    known = collect_known(sentence for sentences in sets.values() for sentence in sentences)
    sets["web"] = list(read_web_names(root / EWT_TRAIN, known, places))
    times = {name: (weights or {}).get(name, 1) for name in sets}
    chosen = [sentence for name, sentences in sets.items() for sentence in sentences * times[name]]
    return [sentence for sentence in chosen if " ".join(sentence.words) not in texts]


def read_held_out_names(root: Path, *, corrected: bool = True) -> list[TrainingSentence]:
    """The held-out GMB block: labels corrected by the same rules, or the silver ones merely mapped.

    The majority labels used in correcting come from the training part alone.
    """
    places, majorities, _, held_out = _read_corrected_gmb(root)
    if corrected:
        done = [complete_sentence(correct_sentence(s, places), majorities, places) for s in held_out]
    else:
        mapped = {"per": "PERSON", "org": "ORG", "gpe": "NORP", "tim": "DATE"}
        done = [
            SilverSentence(
                s.words,
                s.tags,
                [
                    (a, b, places.place_label(" ".join(s.words[a:b])) if label == "geo" else mapped[label])
                    for a, b, label in s.names
                    if label == "geo" or label in mapped
                ],
            )
            for s in held_out
        ]
    return [make_training_sentence(sentence) for sentence in done]


@cache
def _read_corrected_gmb(
    root: Path,
) -> tuple[Places, dict[str, str], list[SilverSentence], list[SilverSentence]]:
    places = read_places(root / COUNTRIES)
    silver = read_silver(root / GMB)
    corrected = [correct_sentence(sentence, places) for sentence in silver[:GMB_HELD_OUT_FROM]]
    return places, learn_majorities(corrected), corrected, silver[GMB_HELD_OUT_FROM:]


def read_silver(path: Path) -> list[SilverSentence]:
    """The sentences of `gmb.tsv` in order, names as marked."""
    return [from_bio(rows) for rows in read_rows(path, lambda line: line.split("\t"))]


def _read_small_set(root: Path, name: str, places: Places) -> Iterator[SilverSentence]:
    path, labels = SMALL_SETS[name]
    for rows in read_rows(root / path, str.split):
        words, marks = [row[-2] for row in rows], [row[-1] for row in rows]
        if words[0] == "-DOCSTART-":
            continue
        sentence = from_bio([[word, "", mark] for word, mark in zip(words, marks, strict=True)])
        names = []
        for first, last, label in sentence.names:
            mapped = labels.get(label)
            if mapped == "MISC":
                mapped = "NORP" if places.is_people(" ".join(words[first:last])) else None
            corrected = correct_name(words, first, last, mapped, places) if mapped else None
            if corrected:
                names.append(corrected)
        yield SilverSentence(words, sentence.tags, names)


def read_rows(path: Path, cut: Callable[[str], list[str]]) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = cut(line.rstrip("\n")) if line.strip() else []
            if len(row) > 1:
                rows.append(row)
            elif rows:
                yield rows
                rows = []
    if rows:
        yield rows


def from_bio(rows: list[list[str]]) -> SilverSentence:
    names: list[tuple[int, int, str]] = []
    for i, row in enumerate(rows):
        mark, _, label = row[2].partition("-")
        if mark == "I" and names and names[-1][1] == i and names[-1][2] == label:
            names[-1] = (names[-1][0], i + 1, label)
        elif mark in {"B", "I"}:
            names.append((i, i + 1, label))
    return SilverSentence([row[0] for row in rows], [row[1] for row in rows], names)


def make_training_sentence(sentence: SilverSentence) -> TrainingSentence:
    """The sentence with the spaces a newspaper would have.

    Example:
        >>> make_training_sentence(SilverSentence(["Iran", "'s", "oil", "."], ["NNP", "POS", "NN", "."])).text
        "Iran's oil. "
    """
    words = sentence.words
    spaces = [True] * len(words)
    inside_quotes = False
    for i, word in enumerate(words):
        if i and (word in NO_SPACE_BEFORE or (word == "-" and sentence.tags[i] == "HYPH")):
            spaces[i - 1] = False
        if word in NO_SPACE_AFTER or (word == "-" and sentence.tags[i] == "HYPH"):
            spaces[i] = False
        if word == '"':
            if inside_quotes and i:
                spaces[i - 1] = False
            elif not inside_quotes:
                spaces[i] = False
            inside_quotes = not inside_quotes
    return TrainingSentence(words=tuple(words), spaces=tuple(spaces), names=tuple(sentence.names))
