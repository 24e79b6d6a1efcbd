"""The tokenizer of the shipped model: spaCy's English one with a few more places to split, and trees split to fit.

The additions: a full stop, question or exclamation mark between a word and a capital ("threats?At", "(IS).He",
"in 2014.Russia", "IS.Russia"), and the hyphen after an abbreviation ("U.S.-led"), which spaCy splits everywhere else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.training.sentences import TrainingSentence

if TYPE_CHECKING:
    from spacy.language import Language

EXTRA_INFIXES = (
    r"(?<=[\)\]”’])[.?!](?=[A-Z“])",
    r"(?<=[a-z])[?!](?=[A-Z“])",
    r"(?<=[0-9])\.(?=[A-Z][a-z])",
    r"(?<=[A-Z]{2})\.(?=[A-Z][a-z])",
    r"(?<=[a-z])\.(?=“)",
    r"(?<=[A-Z]\.)[-–—](?=[A-Za-z])",
    r"(?<=[a-zA-Z0-9])[-–—](?=[A-Z]\.[A-Z])",
)


def add_infixes(nlp: Language) -> None:
    """Give the pipeline's tokenizer the additional infixes; they are saved with the model."""
    from spacy.util import compile_infix_regex

    infixes = [*(nlp.Defaults.infixes or []), *EXTRA_INFIXES]
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


def split_hyphenated(sentence: TrainingSentence) -> TrainingSentence:
    """The sentence with words like "U.S.-led" as three; the part before the hyphen depends on the part after it.

    The labels are those of the treebanks for "Moscow-based": `compound`, `punct`, and the word's own label.
    """
    at = next((i for i, word in enumerate(sentence.words) if _is_joined(word)), None)
    if at is None:
        return sentence
    left, _, right = sentence.words[at].rpartition(".-")
    left += "."

    def widen(values: tuple[str, ...], new: tuple[str, str, str]) -> tuple[str, ...]:
        return (*values[:at], *new, *values[at + 1 :]) if values else ()

    def move(head: int) -> int:
        return head + 2 if head >= at else head

    known = bool(sentence.tags[at]) if sentence.tags else False
    heads = tuple(move(head) for head in sentence.heads)
    changed = replace(
        sentence,
        words=widen(sentence.words, (left, "-", right)),
        spaces=(*sentence.spaces[:at], False, False, *sentence.spaces[at:]),
        tags=widen(sentence.tags, ("NNP", "HYPH", sentence.tags[at]) if known else ("", "", "")),
        pos=widen(sentence.pos, ("PROPN", "PUNCT", sentence.pos[at]) if sentence.pos[at] else ("", "", "")),
        morphs=widen(sentence.morphs, ("Number=Sing", "", sentence.morphs[at]) if sentence.pos[at] else ("", "", "")),
        lemmas=widen(sentence.lemmas, (left, "-", "")),
        heads=(*heads[:at], at + 2, at, *heads[at:]),
        deps=widen(sentence.deps, ("compound", "punct", sentence.deps[at])),
        names=None
        if sentence.names is None
        else tuple((a + 2 * (a > at), b + 2 * (b > at), label) for a, b, label in sentence.names),
    )
    return split_hyphenated(changed)


def _is_joined(word: str) -> bool:
    left, hyphen, right = word.rpartition(".-")
    return bool(hyphen) and left[-1:].isupper() and right[:1].isalpha()
