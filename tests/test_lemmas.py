"""Dictionary forms of clitics and verbs, whatever the trained lemmatizer made of them."""

from __future__ import annotations

import pytest

from kg.lemmas import lemma_of, verb_lemma


@pytest.mark.parametrize("word", ["n't", "n’t", "N’T"])
def test_negation_does_not_depend_on_the_apostrophe(word: str) -> None:
    """Both kinds of apostrophe, and capitals, give "not"."""
    assert lemma_of(word, word, "PART", "RB") == "not"


def test_auxiliaries_that_the_pipeline_does_not_know() -> None:
    """Short and inflected auxiliaries have their dictionary form."""
    for word, lemma in {"wo": "will", "Ca": "can", "’s": "be", "Were": "be", "did": "do"}.items():
        assert lemma_of(word, word, "AUX", "MD") == lemma


def test_other_words_keep_the_lemma_of_the_pipeline() -> None:
    """Nouns, names and auxiliaries are not touched; an empty lemma becomes the lower-case word."""
    assert lemma_of("’s", "’s", "PART", "POS") == "'s"
    assert lemma_of("Talks", "talk", "NOUN", "NNS") == "talk"
    assert lemma_of("witnesses", "witnesse", "NOUN", "NNS") == "witness"
    assert lemma_of("Lima", "Lima", "PROPN", "NNP") == "Lima"
    assert lemma_of("’s", "have", "AUX", "VBZ") == "have"
    assert lemma_of("Waits", "", "X", "") == "waits"


def test_adjectives_that_are_not_compared_are_their_own_lemma() -> None:
    """No "unwille"; comparatives and names keep what the pipeline says."""
    assert lemma_of("Unwilling", "unwille", "ADJ", "JJ") == "unwilling"
    assert lemma_of("better", "good", "ADJ", "JJR") == "good"
    assert lemma_of("Russian", "Russian", "ADJ", "JJ") == "Russian"


@pytest.mark.parametrize(
    ("form", "guess", "tag", "verb"),
    [
        ("condemned", "condemned", "VBD", "condemn"),
        ("provoking", "provok", "VBG", "provoke"),
        ("fled", "flead", "VBD", "flee"),
        ("occupied", "occupie", "VBN", "occupy"),
        ("fined", "fin", "VBN", "fine"),
        ("timed", "tim", "VBN", "time"),
        ("filled", "fille", "VBN", "fill"),
        ("submitting", "submitt", "VBG", "submit"),
        ("mimicking", "mimick", "VBG", "mimic"),
        ("expresses", "expresse", "VBZ", "express"),
        ("leaves", "leaf", "VBZ", "leave"),
        ("singing", "singe", "VBG", "sing"),
        ("found", "found", "VBD", "find"),
        ("found", "find", "VB", "found"),
        ("lay", "lie", "VBP", "lay"),
        ("left", "leave", "VBD", "leave"),
        ("abducted", "abducte", "VBN", "abduct"),
        ("Warns", "Warns", "VBZ", "warn"),
        ("accused", "accuse", "VBD", "accuse"),
        ("died", "dy", "VBD", "die"),
        ("goes", "goe", "VBZ", "go"),
        ("said", "say", "VBD", "say"),
        ("hopes", "hop", "VBZ", "hope"),
        ("rides", "rid", "VBZ", "ride"),
        ("rates", "rat", "VBZ", "rate"),
        ("passes", "passe", "VBZ", "pass"),
        ("teaches", "teach", "VBZ", "teach"),
        ("forgoes", "forgo", "VBZ", "forgo"),
    ],
)
def test_verbs_are_verbs(form: str, guess: str, tag: str, verb: str) -> None:
    """Regular and irregular forms lead to a verb that exists, and a right guess stays."""
    assert lemma_of(form, guess, "VERB", tag) == verb


def test_unknown_verbs_keep_their_lemma() -> None:
    """Where no known verb has the form, the lemmatizer is believed."""
    assert verb_lemma("retweeted", "retweet", "VBD") is None
    assert lemma_of("retweeted", "retweet", "VERB", "VBD") == "retweet"
