"""A small, cautious detector of texts that are not English."""

from __future__ import annotations

import re
from collections import Counter

MIN_LETTERS = 200
SURE_SHARE = 0.12

_WORD = re.compile(r"[^\W\d_]+")

# Frequent function words of each language.
_FUNCTION_WORDS = {
    "French": "les des est dans que qui une pour pas sur au aux avec ce cette sont il elle ont été nous du et le la",
    "German": "der und das ist nicht mit den dem ein eine auf für sich von zu auch werden sie hat wird bei als",
    "Spanish": "el los las una que del por para con se su lo más como pero fue han ser está y en la de",
    "Italian": "il che di della per un è con non del una sono gli dei nel alla più anche ha e le la delle",
    "Portuguese": "o os uma que do da dos das não para com se em um por mais ao pela pelo foi são e de",
    "Dutch": "het een van dat niet en zijn op te met voor er aan bij ook naar uit wordt heeft de ze",
    "Swedish": "och att det som är av för till den inte ett på har med om var kan från en jag",
    "Danish or Norwegian": "og at det som er av af til den ikke et på har med om var kan fra en jeg",
    "Polish": "się nie na jest że w z do o jak po przez ale od są za który dla i",
    "Romanian": "și în la care nu este cu din că pe a pentru sunt mai o al ale fost",
    "Turkish": "ve bir bu için ile da de olarak çok daha gibi olan kadar sonra ne ama değil",
    "Indonesian or Malay": "yang dan di dengan untuk dari ini itu dalam tidak akan pada adalah juga ke oleh",
}
_ENGLISH_WORDS = (
    "the of and to in a that is was for on with as by at from it he his be are has have had not this but they an "
    "were which their will would said who its been or she her after also about"
)
_ENGLISH_SET = frozenset(_ENGLISH_WORDS.split())
_WORD_SETS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}


def foreign_language(text: str) -> str | None:
    """Return the language (or script) of a text that is surely not English, else None.

    Texts of fewer than 200 letters are never judged, and neither are texts with few function words of any language,
    such as lists of names.

    Example:
        >>> foreign_language("La Russie soutient l'Irak.") is None        # too short to say
        True
    """
    letters = sum(map(str.isalpha, text))
    if letters < MIN_LETTERS:
        return None
    latin = sum(1 for c in text if c.isalpha() and c < "\u0250")
    if latin < letters / 2:
        return "written in another script"
    counts = Counter(word.lower() for word in _WORD.findall(text))
    total = sum(counts.values())
    shares = {language: _share(counts, words, total) for language, words in _WORD_SETS.items()}
    best = max(shares, key=lambda language: (shares[language], language))
    is_sure = shares[best] >= SURE_SHARE and _share(counts, _ENGLISH_SET, total) < shares[best] / 2
    return best if is_sure else None


def _share(counts: Counter[str], words: frozenset[str], total: int) -> float:
    return sum(counts[word] for word in words) / total if total else 0.0
