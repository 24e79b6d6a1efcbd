"""Dictionary forms of inflected English verbs, by rule: what a trained lemmatizer gets wrong most.

A candidate counts when it is a known verb (`english_verbs.txt`: the verbs of the training treebanks); a form that no
rule leads back to a known verb keeps the lemma the model gave.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

INFLECTED = frozenset({"VBD", "VBN", "VBG", "VBZ"})
BARE = frozenset({"VB", "VBP"})
AUXILIARIES = {
    "am": "be", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "'m": "be",
    "'re": "be", "has": "have", "had": "have", "having": "have", "'ve": "have", "does": "do", "did": "do",
    "done": "do", "doing": "do",
}  # fmt: skip
_VERBS = Path(__file__).with_name("english_verbs.txt")


@cache
def known_verbs() -> tuple[frozenset[str], dict[str, str]]:
    """Return the known verbs, and the irregular forms with their verbs."""
    verbs: set[str] = set()
    irregular: dict[str, str] = {}
    for line in _VERBS.read_text(encoding="utf-8").splitlines():
        verb, *forms = line.split()
        verbs.add(verb)
        for form in forms:
            irregular.setdefault(form, verb)
    return frozenset(verbs), irregular


def verb_lemma(form: str, tag: str) -> str | None:
    """Return the dictionary form of a verb, or None where no rule leads to a known verb.

    Args:
        form: the word as written.
        tag: its Penn tag.

    Example:
        >>> verb_lemma("expressed", "VBD"), verb_lemma("Barred", "VBN")
        ('express', 'bar')
    """
    lower = form.lower().replace("’", "'")
    if lower in AUXILIARIES:
        return AUXILIARIES[lower]
    verbs, irregular = known_verbs()
    if tag in BARE:
        return lower if lower in verbs else None
    if tag not in INFLECTED:
        return None
    if lower in irregular:
        return irregular[lower]
    return next((c for c in _candidates(lower, tag) if c in verbs), None)


def _candidates(form: str, tag: str) -> tuple[str, ...]:
    if tag == "VBZ":
        if form.endswith("ies"):
            return (form[:-3] + "y", form[:-1], form[:-2])
        if form.endswith("es"):
            return (form[:-1], form[:-2])
        return (form[:-1],) if form.endswith("s") else ()
    if tag == "VBG":
        return _stems(form[:-3], double=True) if form.endswith("ing") else ()
    if form.endswith("ied"):
        return (form[:-3] + "y", form[:-1])
    return _stems(form[:-2], double=True) if form.endswith("ed") else (form,)


def _stems(stem: str, *, double: bool) -> tuple[str, ...]:
    """The stem as it is, with an e, and with a doubled last letter taken off; y for the i of "dying"."""
    found = [stem, stem + "e"]
    if double and len(stem) > 2 and stem[-1] == stem[-2]:
        found.insert(0 if stem[-1] not in "lsz" else 1, stem[:-1])
    if stem.endswith("y"):
        found.append(stem[:-1] + "ie")
    if stem.endswith("ick"):
        found.append(stem[:-1])
    return tuple(found)
