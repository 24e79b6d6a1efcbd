"""Names in the web treebank (EWT train): its proper nouns say where, tables of facts say what kind, or nothing does.

Every run of proper nouns is looked up: people by title or by a first name, organisations, places and things that are no
names here by `pipelines/language/names_web.toml`, by the endings of their names, and by the one label that the other
sets give them. A run that nothing is known of is marked UNKNOWN: the model may call it what it likes. All other words
are taught to be no name.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.resources import find_resource
from kg.training.corrections import CERTAIN_TITLES, TITLES, SilverSentence, complete_sentence, correct_name
from kg.training.date_spans import find_dates
from kg.training.places import Places
from kg.training.sentences import UNKNOWN, NameSpan, TrainingSentence
from kg.training.treebank import read_annotated
from kg.training.words import read_words

INSIDE = frozenset({"of", "-", "&", "/"})
"""Words that stand between two proper nouns of one run."""
NO_PEOPLE = frozenset({"of", "&", "/"})
LISTS = {"organisations": "ORG", "places": "GPE", "areas": "LOC", "others": ""}
FACILITIES = read_words("facility_words")
ENDINGS = read_words("organisation_endings")
MAJORITY = 0.85


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What is known of names: whole names with their label ("" for none), and first words of people's names."""

    labels: Mapping[str, str]
    people: frozenset[str]


def read_web_names(path: Path, known: KnownNames, places: Places) -> Iterator[TrainingSentence]:
    """The sentences of the treebank with names, some of them UNKNOWN, without trees.

    Args:
        path: EWT train in CoNLL-U.
        known: tables, from `collect_known`.
        places: facts on countries and peoples.
    """
    for annotated in read_annotated(path):
        sentence = annotated.sentence
        words, tags = list(sentence.words), list(sentence.tags)
        names = [name for first, last in find_runs(words, tags) for name in name_run(words, first, last, known, places)]
        completed = complete_sentence(SilverSentence(words, tags, names), {}, places)
        yield TrainingSentence(sentence.words, sentence.spaces, names=tuple(completed.names))


def collect_known(sentences: Iterable[TrainingSentence]) -> KnownNames:
    """What the named sentences of other sets agree on, under the lists of `names_web.toml`, which come first."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    leading: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    for sentence in sentences:
        for first, last, label in sentence.names or ():
            seen[" ".join(sentence.words[first:last])][label] += 1
            if label == "PERSON":
                leading[sentence.words[first]] += last - first > 1
            else:
                elsewhere[sentence.words[first]] += 1
    labels: dict[str, str] = {}
    for name, counts in seen.items():
        label, count = counts.most_common(1)[0]
        if counts.total() > 1 and count >= MAJORITY * counts.total() and label not in {"DATE", UNKNOWN}:
            labels[name] = label
    people = {word for word, count in leading.items() if count > 1 and count > 2 * elsewhere[word]}
    lists = _read_lists()
    labels |= {name: label for key, label in LISTS.items() for name in lists[key]}
    listed = {word for key in LISTS for name in lists[key] for word in [name]}
    return KnownNames(labels, frozenset({*people, *lists["people_words"]} - listed))


def find_runs(words: Sequence[str], tags: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of proper nouns `[first, after last)`, dates left out.

    Example:
        >>> find_runs("the University of York in May 2003".split(), "DT NNP IN NNP IN NNP CD".split())
        [(1, 4)]
    """
    dates = {i for first, last in find_dates(words) for i in range(first, last)}
    proper = [tag in {"NNP", "NNPS"} and i not in dates for i, tag in enumerate(tags)]
    runs: list[tuple[int, int]] = []
    first = 0
    while first < len(words):
        if not proper[first] or not any(c.isalpha() for c in words[first]):
            first += 1
            continue
        last = first + 1
        while last < len(words) and (proper[last] or (words[last] in INSIDE and proper[last + 1 : last + 2] == [True])):
            last += 1
        runs.append((first, last))
        first = last
    return runs


def name_run(words: Sequence[str], first: int, last: int, known: KnownNames, places: Places) -> list[NameSpan]:
    """The name of one run with its label, UNKNOWN where nothing tells it, or nothing where it is known to be none."""
    label = label_run(words[first:last], known, places)
    if label == "":
        return []
    if label == UNKNOWN:
        return [(first, last, UNKNOWN)]
    corrected = correct_name(words, first, last, label, places)
    return [corrected] if corrected else []


def label_run(words: Sequence[str], known: KnownNames, places: Places) -> str:
    """The label of a run of proper nouns: one of the model's, "" for no name, UNKNOWN.

    Example:
        >>> label_run(["Acme", "Corp."], KnownNames({}, frozenset()), Places(frozenset(), frozenset(), frozenset()))
        'ORG'
    """
    name = " ".join(words)
    shown = name.title() if name.islower() or (name.isupper() and len(name) > 5) else name
    for spelling in (name, shown):
        if spelling in known.labels:
            return known.labels[spelling]
        if places.is_country(spelling):
            return "GPE"
        if places.is_people(spelling):
            return "NORP"
    if words[-1] in ENDINGS and len(words) > 1:
        return "ORG"
    if words[-1] in FACILITIES and len(words) > 1:
        return "LOC"
    if NO_PEOPLE.isdisjoint(words) and len(words) <= 4:
        titled = words[0] in CERTAIN_TITLES and len(words) > 1
        bare = [word for word in words if word not in TITLES]
        leads = shown.split(" ")[len(words) - len(bare)] if bare else ""
        if titled or (bare and leads in known.people):
            return "PERSON"
    return UNKNOWN


@cache
def _read_lists() -> dict[str, list[str]]:
    return tomllib.loads(find_resource("pipelines", "language", "names_web.toml").read_text(encoding="utf-8"))
