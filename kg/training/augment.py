"""Ways in which the same sentence may be written: what raw news has and the treebanks lack.

Each function takes a sentence and gives it back with the same words in the same order, differently written: quotes and
apostrophes of both kinds, dashes, spaces round quotes and after `$`, capitals. Trees and names stay right because no
word is added or taken away; lemmas of words whose letters changed case become unknown, so that nothing wrong is
learned from them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from kg.training.sentences import TrainingSentence

STRAIGHT_TO_CURLY = str.maketrans({"'": "’"})
CURLY_TO_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
DASHES = ("--", "–", "—", "-")
CURLY_RATE = 0.35
STRAIGHT_RATE = 0.3
DASH_RATE = 0.2
CASE_RATES = {"lower": 0.02, "upper": 0.02, "headline": 0.03}
NO_FULL_STOP_RATE = 0.04
SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)


def augment(
    sentences: list[TrainingSentence], rng: random.Random, case_rates: Mapping[str, float] = CASE_RATES
) -> list[TrainingSentence]:
    """The sentences of one training document, written in one consistent way chosen at random.

    Args:
        sentences: the sentences.
        rng: where chance comes from.
        case_rates: how often all is written in lower case, in capitals, like a headline.
    """
    changed = [vary_spaces(sentence, rng) for sentence in sentences]
    draw = rng.random()
    if draw < CURLY_RATE:
        changed = [curl_quotes(sentence) for sentence in changed]
    elif draw > 1 - STRAIGHT_RATE:
        changed = [straighten_quotes(sentence) for sentence in changed]
    if rng.random() < DASH_RATE:
        dash = rng.choice(DASHES)
        changed = [replace_dashes(sentence, dash) for sentence in changed]
    draw = rng.random()
    for name, rate in case_rates.items():
        if draw < rate:
            changed = [change_case(sentence, CASES[name]) for sentence in changed]
            break
        draw -= rate
    return changed


def find_quotes(sentence: TrainingSentence) -> dict[int, str]:
    """Word number to "open" or "close" for the double quotes: by Penn tag where there is one, else by turns."""
    found: dict[int, str] = {}
    inside = False
    for i, word in enumerate(sentence.words):
        if word not in {'"', "``", "''", "“", "”"}:
            continue
        tag = sentence.tags[i] if sentence.tags else ""
        opens = tag == "``" if tag in {"``", "''"} else not inside
        if word in {"“", "”"}:
            opens = word == "“"
        found[i] = "open" if opens else "close"
        inside = opens
    return found


def curl_quotes(sentence: TrainingSentence) -> TrainingSentence:
    """Straight quotes and apostrophes as typographic ones.

    Example:
        >>> curl_quotes(TrainingSentence(("don", "'t"), (False, False))).words
        ('don', '’t')
    """
    words = [word.translate(STRAIGHT_TO_CURLY) for word in sentence.words]
    for i, side in find_quotes(sentence).items():
        words[i] = "“" if side == "open" else "”"
    for i, word in enumerate(words):
        if word == "’" and i + 1 < len(words) and not sentence.spaces[i] and (i == 0 or sentence.spaces[i - 1]):
            words[i] = "‘"
    return replace(sentence, words=tuple(words))


def straighten_quotes(sentence: TrainingSentence) -> TrainingSentence:
    """Typographic quotes, apostrophes and dashes as the keys of a typewriter."""
    return replace(sentence, words=tuple(word.translate(CURLY_TO_STRAIGHT) for word in sentence.words))


def replace_dashes(sentence: TrainingSentence, dash: str) -> TrainingSentence:
    """Dashes that stand free between spaces, or were typed as two hyphens, written as `dash`."""
    words = list(sentence.words)
    for i, word in enumerate(words):
        free = i > 0 and sentence.spaces[i - 1] and sentence.spaces[i]
        if (word in {"--", "–", "—"} and free) or (word == "-" and free):
            words[i] = dash
    return replace(sentence, words=tuple(words))


def vary_spaces(sentence: TrainingSentence, rng: random.Random) -> TrainingSentence:
    """The spaces inside quotes and after `$`, which tokenised corpora have and newspapers do not, often taken out."""
    spaces = list(sentence.spaces)
    if rng.random() < 0.7:
        for i, side in find_quotes(sentence).items():
            if side == "open" and i + 1 < len(spaces):
                spaces[i] = False
            elif side == "close" and i > 0:
                spaces[i - 1] = False
    if rng.random() < 0.5:
        for i, word in enumerate(sentence.words[:-1]):
            if word == "$" and sentence.words[i + 1][0].isdigit():
                spaces[i] = False
    return replace(sentence, spaces=tuple(spaces))


def change_case(sentence: TrainingSentence, case: Callable[[str], str]) -> TrainingSentence:
    """The sentence with every word through `case`; lemmas of changed words become unknown."""
    words = tuple(case(word) for word in sentence.words)
    lemmas = tuple(
        lemma if word == old else "" for lemma, word, old in zip(sentence.lemmas, words, sentence.words, strict=False)
    )
    if any(len(word) != len(old) for word, old in zip(words, sentence.words, strict=True)):
        return sentence
    return replace(sentence, words=words, lemmas=lemmas)


def drop_full_stop(sentence: TrainingSentence) -> TrainingSentence:
    """The sentence without its last full stop, as headlines are written; unchanged where there is none to drop."""
    last = len(sentence.words) - 1
    if last < 1 or sentence.words[last] != "." or last in sentence.heads[:last]:
        return sentence
    if any(end > last for _, end, _ in sentence.names or ()):
        return sentence
    cut = {
        name: getattr(sentence, name)[:last]
        for name in ("words", "spaces", "tags", "pos", "morphs", "lemmas", "heads", "deps")
    }
    return replace(sentence, **cut).with_space_at_end(sentence.spaces[last])


def can_lose_space(left: TrainingSentence, right: TrainingSentence) -> bool:
    """Whether the space between two sentences may be missing ("Threats.At the same time") and still be found."""
    if len(left.words) < 2 or left.words[-1] not in {".", "?", "!"}:
        return False
    return left.words[-2].isalpha() and left.words[-2][-2:].islower() and right.words[0][:1].isupper()


def headline(word: str) -> str:
    """The word as headlines capitalise it.

    Example:
        >>> [headline(word) for word in "talks with the U.S.".split()]
        ['Talks', 'with', 'the', 'U.S.']
    """
    return word if word in SMALL_WORDS or not word[:1].islower() or "'" in word else word[:1].upper() + word[1:]


CASES: dict[str, Callable[[str], str]] = {"lower": str.lower, "upper": str.upper, "headline": headline}
