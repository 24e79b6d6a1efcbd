"""Names exchanged for others while training, so that the model learns where names stand and not only which there are.

The news it learns from is of 2004 to 2012: groups and people that came later are in none of it, most families of names
are rare, and a few countries make up most of the places. What is put in stands in `names_world.toml` and `names.toml`.
"""

from __future__ import annotations

import random
import string
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from kg.resources import find_resource
from kg.training.sentences import NameSpan, TrainingSentence
from kg.training.words import read_list, read_words

GROUPS = read_words("groups")
OTHER_GROUPS = read_list("other_groups")
LASTING_ACRONYMS = read_words("lasting_acronyms")
GROUP_RATE = 0.25
ACRONYM_RATE = 0.2
PERSON_RATE = 0.25
WORLD_SHARE = 0.6
"""Of the exchanged people, how many are called from the families of the world; the others mix names of the data."""
ORGANISATION_RATE = 0.12
PARTY_SHARE = 0.45
"""Of the exchanged organisations of several words, how many become parties."""
PLACE_RATE = 0.08
LEAST_SEEN = 3
"""Places and peoples that are put in for others are named at least so often in the data."""


@dataclass(frozen=True, slots=True)
class NamePool:
    """First and last names of people with two names, and names of places and peoples by how they may stand."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    places: tuple[str, ...] = ()
    peoples: tuple[str, ...] = ()


def collect_names(sentences: Iterable[TrainingSentence]) -> NamePool:
    """The two-word names of people in the sentences, taken apart, and their places and peoples, in a fixed order."""
    first: set[str] = set()
    last: set[str] = set()
    named: dict[str, Counter[str]] = {"GPE": Counter(), "NORP": Counter()}
    for sentence in sentences:
        for start, end, label in sentence.names or ():
            words = sentence.words[start:end]
            capital = all(word[:1].isupper() and not word.isupper() for word in words)
            if label == "PERSON" and len(words) == 2:
                first.add(words[0])
                last.add(words[1])
            elif label in named and len(words) <= 2 and capital and words[0].isalpha():
                named[label][" ".join(words)] += 1
    usual = {label: {name for name, count in names.items() if count >= LEAST_SEEN} for label, names in named.items()}
    return NamePool(*(tuple(sorted(names)) for names in (first, last, usual["GPE"], usual["NORP"])))


def swap_names(sentence: TrainingSentence, pool: NamePool, rng: random.Random) -> TrainingSentence:
    """The sentence with some of its names exchanged for others of their kind; for sentences without trees."""
    if sentence.heads or not sentence.names:
        return sentence
    words: list[str] = []
    spaces: list[bool] = []
    names: list[NameSpan] = []
    at = 0
    for start, end, label in sentence.names:
        words += sentence.words[at:start]
        spaces += sentence.spaces[at:start]
        new = _other_name(sentence.words[start:end], label, pool, rng)
        names.append((len(words), len(words) + len(new), label))
        words += new
        same = new == sentence.words[start:end]
        spaces += sentence.spaces[start:end] if same else [*[True] * (len(new) - 1), sentence.spaces[end - 1]]
        at = end
    words += sentence.words[at:]
    spaces += sentence.spaces[at:]
    return replace(sentence, words=tuple(words), spaces=tuple(spaces), names=tuple(names))


def _other_name(old: Sequence[str], label: str, pool: NamePool, rng: random.Random) -> Sequence[str]:
    draw = rng.random()
    if label == "ORG":
        if len(old) > 1 and draw < ORGANISATION_RATE and old[0][:1].isupper():
            return (make_party(pool, rng) if rng.random() < PARTY_SHARE else make_organisation(rng)).split(" ")
        if len(old) == 1 and old[0] in GROUPS and draw < GROUP_RATE:
            return rng.choice(OTHER_GROUPS).split(" ")
        acronym = len(old) == 1 and old[0].isalpha() and old[0].isupper() and old[0] not in LASTING_ACRONYMS
        if acronym and draw < ACRONYM_RATE:
            return ["".join(rng.choices(string.ascii_uppercase, k=rng.randint(2, 5)))]
    if label == "PERSON" and len(old) <= 3 and draw < PERSON_RATE and old[-1][:1].isupper() and pool.first:
        full = make_person(rng) if rng.random() < WORLD_SHARE else [rng.choice(pool.first), rng.choice(pool.last)]
        return full if len(old) > 1 else full[-1].split(" ")
    if label == "GPE" and len(old) <= 2 and draw < PLACE_RATE and old[0].isalpha() and not old[0].isupper():
        return rng.choice(pool.places).split(" ") if pool.places else old
    if label == "NORP" and len(old) == 1 and draw < PLACE_RATE and pool.peoples:
        alike = [name for name in (rng.choice(pool.peoples) for _ in range(8)) if name[-1:] == old[0][-1:]]
        return alike[0].split(" ") if alike else old
    return old


def make_person(rng: random.Random) -> list[str]:
    """A full name of one of the families of `names_world.toml`, in words; surname last where it stands last.

    Example:
        >>> len(make_person(random.Random(1))) > 1
        True
    """
    family: Mapping[str, Any] = rng.choice(_read_world()["people"])
    parts = {"given": rng.choice(family["given"]), "family": rng.choice(family["family"])}
    parts["joined"] = parts["given"]
    return " ".join(parts[part] for part in family["order"]).split(" ")


def make_organisation(rng: random.Random) -> str:
    """A long name of an organisation, such as "Committee on Justice and Human Rights" or "Popular Unity Front"."""
    parts = _read_world()["organisations"]
    if rng.random() < 0.4:
        return " ".join(rng.choice(parts[part]) for part in ("fronts", "cores", "backs"))
    fields: list[str] = rng.sample(parts["fields"], rng.choice((1, 1, 2)))
    return f"{rng.choice(parts['bodies'])} {' and '.join(fields)}"


def make_party(pool: NamePool, rng: random.Random) -> str:
    """The name of a party or movement, of a country or a people or of none ("Socialist Party of Peru")."""
    parts = _read_world()["organisations"]
    party = f"{rng.choice(parts['creeds'])} {rng.choice(parts['kinds'])}"
    draw = rng.random()
    if draw < 0.3 and pool.places:
        return f"{party} of {rng.choice(pool.places)}"
    if draw < 0.55 and pool.peoples:
        return f"{rng.choice(pool.peoples)} {party}"
    return party if draw < 0.8 else f"{party} for {rng.choice(parts['fields'])}"


@cache
def _read_world() -> dict[str, Any]:
    return tomllib.loads(find_resource("pipelines", "language", "names_world.toml").read_text(encoding="utf-8"))
