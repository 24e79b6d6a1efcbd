"""What is regularly wrong in the silver names of the Groningen Meaning Bank, put right by stated rules.

The rules, in order:
1. words joined by a hyphen are split where a name is inside ("NATO-led", "Israeli-Palestinian");
2. labels are mapped: `per` PERSON, `org` ORG, `geo` GPE or LOC, `gpe` NORP; `art`, `eve`, `nat` are dropped; `tim` is
   dropped, because dates are found by pattern (kg.training.date_spans);
3. titles leave names ("President Bush" is "Bush"), a name that is only a title or a common word is dropped, and a span
   that began with a person's title is a person;
4. articles, directions and trailing office words leave names ("southern Afghanistan", "U.N. Secretary-General");
5. a country is GPE and a people NORP, whatever the silver label; names seen often enough with one clear majority label
   take it;
6. countries, peoples and dates that were overlooked are added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.training.date_spans import find_dates
from kg.training.places import REGION_WORDS, Places
from kg.training.sentences import NameSpan
from kg.training.words import read_known_labels, read_words

TITLES = read_words("titles")
CERTAIN_TITLES = read_words("certain_titles")
EMPTY_NAMES = read_words("empty_names")
OFFICE_WORDS = read_words("office_words")
DIRECTIONS = read_words("directions")
KEEP_AS_ORG = read_words("organisations")
PORTFOLIOS = read_words("portfolios")
OFFICES = read_words("offices")
AMBIGUOUS_COUNTRIES = read_words("ambiguous_countries")
KNOWN_LABELS = read_known_labels()
LABELS = {"per": "PERSON", "org": "ORG", "geo": "GPE", "gpe": "NORP"}
TRAILING = frozenset({"'s", "'", ".", ",", "’s", "-", '"', "of", "and", "the", "in"})
HYPHEN_KEEPS = frozenset({"al", "el", "ul", "as", "bin", "Jean", "Port"})


@dataclass(slots=True)
class SilverSentence:
    """Words, Penn tags and silver names of one sentence."""

    words: list[str]
    tags: list[str]
    names: list[NameSpan] = field(default_factory=list)


def correct_sentence(sentence: SilverSentence, places: Places) -> SilverSentence:
    """The sentence with rules 1 to 4 and the first half of 5 applied; dates and overlooked names come later."""
    split = split_hyphens(_join_countries(sentence, places), places)
    names: list[NameSpan] = []
    for first, last, label in split.names:
        for start, end in _parts(split.words, first, last, label, places):
            corrected = correct_name(split.words, start, end, LABELS[label], places) if label in LABELS else None
            if corrected is not None:
                names.append(corrected)
    return SilverSentence(split.words, split.tags, names)


def _join_countries(sentence: SilverSentence, places: Places) -> SilverSentence:
    """The sentence with each country of two words as one name, where it was marked in pieces ("Sri" + "Lanka")."""
    names = list(sentence.names)
    for first in range(len(sentence.words) - 1):
        if places.is_country(" ".join(sentence.words[first : first + 2])):
            touching = [n for n in names if n[0] < first + 2 and n[1] > first]
            if touching and all(first <= a and b <= first + 2 for a, b, _ in touching):
                names = [*(n for n in names if n not in touching), (first, first + 2, "geo")]
    return SilverSentence(sentence.words, sentence.tags, sorted(names))


def _parts(words: Sequence[str], first: int, last: int, label: str, places: Places) -> list[tuple[int, int]]:
    """The span itself, or both sides of its "and" or "of" where a country stands there ("Iran and Iraq")."""
    if label == "geo" and "of" in words[first + 1 : last] and not places.is_country(" ".join(words[first:last])):
        at = first + 1 + words[first + 1 : last].index("of")
        if places.is_country(" ".join(words[at + 1 : last])) and words[first:last][0] not in REGION_WORDS:
            return [(first, at), (at + 1, last)]
    if label in {"geo", "org"} and "and" in words[first:last]:
        at = first + words[first:last].index("and")
        if places.is_country(" ".join(words[first:at])) and places.is_country(" ".join(words[at + 1 : last])):
            return [(first, at), (at + 1, last)]
    return [(first, last)]


def correct_name(words: Sequence[str], first: int, last: int, label: str, places: Places) -> NameSpan | None:
    """One span with its label, or None where nothing of it is a name.

    Args:
        words: words of the sentence.
        first, last: the span as marked, `last` after its last word.
        label: mapped label (PERSON, ORG, GPE, NORP).
        places: facts on countries and peoples.
    """
    if words[first] in CERTAIN_TITLES and label != "PERSON" and last - first > 1:
        label = "PERSON"
    while first < last and words[first] in DIRECTIONS and not (words[first] == "The" and label == "ORG"):
        first += 1
    following = words[last] if last < len(words) else ""
    if label == "PERSON":
        offices = [i + 1 for i in range(first, last) if words[i] in {"Minister", "President", "Secretary", "General"}]
        first = max([first, *offices])
        while first < last and (words[first] in TITLES or (last - first > 2 and places.is_people(words[first]))):
            first += 1
    elif label != "NORP":
        if last - first > 1 and following in OFFICES and words[last - 1] in PORTFOLIOS:
            last -= 1
        while last - first > 1 and words[last - 1] in OFFICE_WORDS:
            last -= 1
    while first < last and words[last - 1] in TRAILING:
        last -= 1
    name = " ".join(words[first:last])
    if not name or name in EMPTY_NAMES or not any(c.isupper() for c in name) or name.isdigit():
        return None
    return first, last, label_of(name, label, places)


def label_of(name: str, label: str, places: Places) -> str:
    """The label of a name by the facts, else the one given (a place: GPE or LOC)."""
    if name in KNOWN_LABELS or name in KEEP_AS_ORG:
        return KNOWN_LABELS.get(name, "ORG")
    if places.is_country(name) and not (label == "PERSON" and name in AMBIGUOUS_COUNTRIES):
        return "GPE"
    if places.is_people(name) and name != "Arctic":
        return "NORP"
    if name in places.capitals and label in {"ORG", "NORP"}:
        return "GPE"
    if places.is_region(name) and label in {"GPE", "NORP", "PERSON"}:
        return "LOC"
    return places.place_label(name) if label == "GPE" else label


def split_hyphens(sentence: SilverSentence, places: Places) -> SilverSentence:
    """The sentence with words such as "NATO-led" and "Israeli-Palestinian" as three words each, names moved along."""
    words: list[str] = []
    tags: list[str] = []
    starts: list[int] = []
    added: list[NameSpan] = []
    inside = {i: label for first, last, label in sentence.names for i in range(first, last)}
    alone = {first for first, last, _ in sentence.names if last - first == 1}
    leading = {first for first, last, _ in sentence.names if last - first > 1}
    dropped: set[int] = set()
    for i, (word, tag) in enumerate(zip(sentence.words, sentence.tags, strict=True)):
        starts.append(len(words))
        left, hyphen, right = word.partition("-")
        known_left = places.is_country(left) or places.is_people(left) or left in KEEP_AS_ORG
        known_right = places.is_country(right) or places.is_people(right)
        named = i in alone and left[:1].isupper() and right.islower() and len(right) > 2
        cut = i in leading and known_left and right.islower()
        free = i not in inside or i in alone or cut
        if not (hyphen and free and len(left) > 1 and left not in HYPHEN_KEEPS) or places.is_country(word):
            words.append(word)
            tags.append(tag)
            continue
        if not (named or (known_left and (right.islower() or known_right)) or (known_right and left.islower())):
            words.append(word)
            tags.append(tag)
            continue
        at = len(words)
        words.extend((left, "-", right))
        tags.extend((tag, "HYPH", tag))
        if i in alone or cut:
            dropped.add(i)
        if known_left or named:
            added.append((at, at + 1, "gpe" if cut else inside.get(i, "gpe")))
        if known_right:
            added.append((at + 2, at + 3, "gpe"))
    starts.append(len(words))
    kept = [
        (starts[a] + 3 * (a in dropped), starts[b], label)
        for a, b, label in sentence.names
        if not (b - a == 1 and a in dropped)
    ]
    return SilverSentence(words, tags, sorted([*kept, *added]))


def learn_majorities(sentences: Iterable[SilverSentence], *, least: int = 5, share: float = 0.6) -> dict[str, str]:
    """Names seen at least `least` times with one label for at least `share` of them, and that label."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for first, last, label in sentence.names:
            seen[" ".join(sentence.words[first:last])][label] += 1
    majorities: dict[str, str] = {}
    for name, labels in seen.items():
        label, count = labels.most_common(1)[0]
        if labels.total() >= least and count >= share * labels.total():
            majorities[name] = label
    return majorities


def complete_sentence(sentence: SilverSentence, majorities: Mapping[str, str], places: Places) -> SilverSentence:
    """The corrected sentence with majority labels, and with the countries, peoples and dates that were overlooked."""
    names: list[NameSpan] = []
    for marked, last, silver in sentence.names:
        titled = last - marked > 1 and sentence.words[marked] in TITLES and silver != "PERSON"
        person = titled and majorities.get(" ".join(sentence.words[marked + 1 : last])) == "PERSON"
        first = marked + 1 if person else marked
        label = majorities.get(" ".join(sentence.words[first:last]), silver)
        if names and label == names[-1][2] == "PERSON" and names[-1][1] == first:
            names[-1] = (names[-1][0], last, label)
        else:
            names.append((first, last, label))
    taken = {i for first, last, _ in names for i in range(first, last)}
    for size in (4, 3, 2, 1):
        for first in range(len(sentence.words) - size + 1):
            span = range(first, first + size)
            if not taken.isdisjoint(span):
                continue
            found = _overlooked(sentence, first, size, places)
            if found:
                names.append((first, first + size, found))
                taken.update(span)
    names = [*names, *_dates(sentence.words, names)]
    return SilverSentence(sentence.words, sentence.tags, sorted(names))


def _overlooked(sentence: SilverSentence, first: int, size: int, places: Places) -> str | None:
    name = " ".join(sentence.words[first : first + size])
    if name in AMBIGUOUS_COUNTRIES or not name[0].isupper():
        return None
    last = first + size
    after = sentence.words[last] if last < len(sentence.words) else ""
    before = sentence.words[first - 1] if first else ""
    if places.is_country(name):
        in_longer_name = after[:1].isupper() or (before[:1].isupper() and first > 1)
        return None if in_longer_name and size == 1 and name not in {"U.S.", "US"} else "GPE"
    if places.is_people(name) and sentence.tags[last - 1] in {"JJ", "NNP", "NNPS", "NNS"} and not before[:1].isupper():
        return "NORP"
    return None


def _dates(words: Sequence[str], names: Sequence[NameSpan]) -> list[NameSpan]:
    taken = {i for first, last, _ in names for i in range(first, last)}
    return [(a, b, "DATE") for a, b in find_dates(words) if taken.isdisjoint(range(a, b))]
