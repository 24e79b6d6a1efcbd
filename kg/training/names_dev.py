"""Names of the development sets that nothing is learned from, each in its own scheme of types, to be measured.

| set | PERSON | ORG | PLACE | not counted |
|---|---|---|---|---|
| UNER, EWT dev | PER | ORG | LOC | |
| CrossNER politics dev | person politician | organisation politicalparty | country location | others |
| GUM dev, the names in its entities | person | organization | place | all others |

Of a model's names GPE and LOC count as PLACE; NORP and DATE are left out, for none of the sets marks them. A span is
right when its first character, its last and its type are. What a model calls a person, an organisation or a place
inside a name of a kind that is not counted (the country in the name of an election) is an error; a second figure for
CrossNER leaves such names out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.training.corrections import SilverSentence
from kg.training.data import COUNTRIES, CROSSNER_DEV, GUM_DEV, UNER_DEV
from kg.training.names import from_bio, make_training_sentence, read_rows
from kg.training.names_gum import read_gum_names
from kg.training.places import read_places
from kg.training.sentences import NameSpan, TrainingSentence

COARSE = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE"}
"""The three types that all sets share."""
OTHER = "OTHER"
"""Label of gold names of a kind that is not counted."""
UNER_TYPES = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}
CROSSNER_TYPES = {
    "person": "PERSON",
    "politician": "PERSON",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "country": "PLACE",
    "location": "PLACE",
    "election": OTHER,
    "event": OTHER,
    "misc": OTHER,
}


def read_uner_dev(root: Path) -> list[TrainingSentence]:
    """UNER's names on EWT dev, spaced as the text lines of the file say.

    Raises:
        ValueError: the words of a sentence do not add up to its text.
    """
    sentences: list[TrainingSentence] = []
    for block in (root / UNER_DEV).read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        text = next(line.partition("= ")[2] for line in lines if line.startswith("# text"))
        rows = [line.split("\t") for line in lines if not line.startswith("# ")]
        words = [row[1] for row in rows]
        names = from_bio([[row[1], "", row[2]] for row in rows]).names
        sentences.append(_named(TrainingSentence(tuple(words), find_spaces(words, text)), names, UNER_TYPES))
    return sentences


def find_spaces(words: Sequence[str], text: str) -> tuple[bool, ...]:
    """Whether a space follows each word in the text.

    Raises:
        ValueError: the words do not add up to the text.

    Example:
        >>> find_spaces(["We", "ca", "n't", "."], "We can't.")
        (True, False, False, False)
    """
    spaces: list[bool] = []
    at = 0
    for word in words:
        if not text.startswith(word, at):
            raise ValueError(f"words do not add up to the text: {text[:60]}")
        at += len(word)
        spaces.append(text[at : at + 1] == " ")
        at += len(text[at:]) - len(text[at:].lstrip())
    return tuple(spaces)


def read_crossner_dev(root: Path) -> list[TrainingSentence]:
    """CrossNER's politics dev, spaced as a newspaper would; names of kinds that are not counted are marked OTHER."""
    return [
        _named(make_training_sentence(SilverSentence(s.words, s.tags)), s.names, CROSSNER_TYPES)
        for rows in read_rows(root / CROSSNER_DEV, str.split)
        for s in [from_bio([[row[0], "", row[-1]] for row in rows])]
    ]


def read_gum_dev(root: Path) -> list[TrainingSentence]:
    """The names among the entities of GUM dev."""
    places = read_places(root / COUNTRIES)
    return [_named(sentence, sentence.names or (), COARSE) for _, sentence in read_gum_names(root / GUM_DEV, places)]


def _named(sentence: TrainingSentence, names: Iterable[NameSpan], types: Mapping[str, str]) -> TrainingSentence:
    kept = tuple((first, last, types[label]) for first, last, label in names if label in types)
    return TrainingSentence(sentence.words, sentence.spaces, names=kept)
