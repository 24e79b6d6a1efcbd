"""Names exchanged for others while training, so that the model learns where names stand and not only which there are.

The news it learns from is of 2004 to 2012: groups and people that came later are in none of it.
"""

from __future__ import annotations

import random
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.training.sentences import NameSpan, TrainingSentence
from kg.training.words import read_list, read_words

GROUPS = read_words("groups")
OTHER_GROUPS = read_list("other_groups")
LASTING_ACRONYMS = read_words("lasting_acronyms")
GROUP_RATE = 0.25
ACRONYM_RATE = 0.25
PERSON_RATE = 0.15


@dataclass(frozen=True, slots=True)
class NamePool:
    """First and last names of people with two names."""

    first: tuple[str, ...]
    last: tuple[str, ...]


def collect_names(sentences: Iterable[TrainingSentence]) -> NamePool:
    """The two-word names of people in the sentences, taken apart, in a fixed order."""
    first: set[str] = set()
    last: set[str] = set()
    for sentence in sentences:
        for start, end, label in sentence.names or ():
            if label == "PERSON" and end - start == 2:
                first.add(sentence.words[start])
                last.add(sentence.words[start + 1])
    return NamePool(tuple(sorted(first)), tuple(sorted(last)))


def swap_names(sentence: TrainingSentence, pool: NamePool, rng: random.Random) -> TrainingSentence:
    """The sentence with some of its groups, acronyms and people called otherwise; for sentences without trees."""
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
    if label == "ORG" and len(old) == 1:
        if old[0] in GROUPS and draw < GROUP_RATE:
            return tuple(rng.choice(OTHER_GROUPS).split(" "))
        acronym = old[0].isalpha() and old[0].isupper() and old[0] not in LASTING_ACRONYMS
        if acronym and draw < ACRONYM_RATE:
            return ("".join(rng.choices(string.ascii_uppercase, k=rng.randint(2, 5))),)
    if label == "PERSON" and len(old) <= 2 and draw < PERSON_RATE and pool.first:
        full = (rng.choice(pool.first), rng.choice(pool.last))
        return full if len(old) == 2 else full[1:]
    return old
