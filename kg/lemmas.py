"""Dictionary forms made sure of: clitics by table, verbs by a list of those there are.

A trained lemmatizer invents words for verbs it has not seen ("condemned" for condemn, "provok" for provoke), and a verb
that is no word matches no frame. So the lemma of a verb is taken only if it is a verb and the form can be its form, and
an adjective that is not compared is its own lemma ("unwilling").
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

CLITIC_LEMMAS = {"n't": "not", "'ve": "have", "'re": "be", "'ll": "will", "'m": "be"}
"""Dictionary forms of what hangs on another word, whatever kind of apostrophe it is written with."""
AUXILIARIES = {
    "am": "be", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "'s": "be",
    "has": "have", "had": "have", "having": "have", "does": "do", "did": "do", "done": "do", "doing": "do",
    "wo": "will", "ca": "can", "sha": "shall",
}  # fmt: skip
ENDINGS = (("ies", "y"), ("ied", "y"), ("es", ""), ("es", "e"), ("s", ""))
STEM_ENDINGS = ("ed", "ing")
SIBILANTS = ("s", "x", "z", "ch", "sh", "o")
BASE_TAGS = frozenset({"VB", "VBP", ""})
VOWELS = frozenset("aeiou")


def lemma_of(word: str, lemma: str, pos: str = "", tag: str = "") -> str:
    """The dictionary form of a word: the lemmatizer's, or a better one.

    Args:
        word: the word as written, with either kind of apostrophe.
        lemma: what the pipeline says, possibly empty.
        pos: universal part of speech; verbs are checked against the list.
        tag: Penn tag; it tells "found" of find from "found" an institution.

    Example:
        >>> lemma_of("n’t", "n’t"), lemma_of("condemned", "condemned", "VERB", "VBD")
        ('not', 'condemn')
    """
    plain = word.replace("’", "'").lower()
    if plain in CLITIC_LEMMAS:
        return CLITIC_LEMMAS[plain]
    lemma = lemma.replace("’", "'") or plain
    if pos == "AUX" and plain in AUXILIARIES and lemma.lower() not in AUXILIARIES.values():
        return AUXILIARIES[plain]
    if pos == "ADJ" and tag == "JJ" and lemma.lower() != plain:
        return plain
    if pos == "NOUN" and plain.endswith("sses"):  # "witnesses", of which some make "witnesse"
        return plain[:-2]
    return verb_lemma(plain, lemma.lower(), tag) or lemma if pos == "VERB" else lemma


def verb_lemma(form: str, lemma: str, tag: str) -> str | None:
    """The verb that a lower-case form belongs to; None where no known verb has such a form.

    Example:
        >>> verb_lemma("fined", "fin", "VBN"), verb_lemma("found", "found", "VBD"), verb_lemma("found", "found", "VB")
        ('fine', 'find', 'found')
    """
    verbs, irregular = _read_verbs()
    if tag in BASE_TAGS and form in verbs:
        return form
    if form in irregular:
        return lemma if lemma in irregular[form] else irregular[form][0]
    return next((verb for verb in _regular(form) if verb in verbs), form if form in verbs else None)


def _regular(form: str) -> list[str]:
    """What the form may be a regular form of, likelier ones first."""
    found = [form[: -len(ending)] + base for ending, base in ENDINGS if form.endswith(ending)]
    if form.endswith("es") and not form[:-2].endswith(SIBILANTS):  # "hopes" is of hope: hop makes "hops"
        found = [verb for verb in found if verb != form[:-2]]
    for ending in STEM_ENDINGS:
        stem = form[: -len(ending)]
        if not form.endswith(ending) or len(stem) < 2:
            continue
        if _must_double(stem):  # "fined" is of fine, because fin makes "finned"
            found.append(stem + "e")
        else:
            found += [stem, stem + "e"]
            if stem[-1] == stem[-2]:
                found.append(stem[:-1])
            if stem.endswith("ck"):  # "mimicked"
                found.append(stem[:-1])
    return found


def _must_double(stem: str) -> bool:
    """Whether the stem is one syllable ending in one vowel and one consonant, which is doubled before -ed and -ing."""
    vowels = [c in VOWELS for c in stem]
    return vowels.count(True) == 1 and len(stem) > 2 and vowels[-2] and not vowels[-1] and stem[-1] not in "wxy"


@cache
def _read_verbs() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """All verbs, and the irregular forms with the verbs they belong to."""
    verbs: set[str] = set()
    irregular: dict[str, tuple[str, ...]] = {}
    for line in (Path(__file__).with_name("verbs.txt")).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        verb, *forms = line.split(" ")
        verbs.add(verb)
        for form in forms:
            irregular[form] = (*irregular.get(form, ()), verb)
    return frozenset(verbs), irregular
