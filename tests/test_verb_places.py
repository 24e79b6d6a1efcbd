"""Words in a verb's place that a tagger called nouns or adjectives, and nouns that it called verbs."""

from __future__ import annotations

import pytest
from resolve_trees import make_tree

from kg.extraction.verb_places import make_nouns, make_verbs


@pytest.mark.parametrize(
    ("line", "word", "lemma", "tag"),
    [
        (
            "Troops|NNS|nsubj|2 shot|NN|root|0 a|DT|det|4 farmer|NN|obj|2 .|.|punct|2",
            "shot",
            "shoot",
            "VBD",
        ),
        ("Ghana|NNP|nsubj|2 reports|NNS|root|0 to|IN|case|4 Togo|NNP|obl|2", "reports", "report", "VBZ"),
        ("Ghana|NNP|nsubj|4 will|MD|aux|4 not|RB|advmod|4 veto|NN|root|0", "veto", "veto", "VB"),
        ("plans|NNS|root|0 to|TO|mark|3 fund|NN|acl|1 Togo|NNP|obj|3", "fund", "fund", "VB"),
        ("Ghana|NNP|nsubj|2 urging|JJ|root|0 Togo|NNP|obj|2", "urging", "urge", "VBG"),
    ],
)
def test_a_word_with_the_company_of_a_verb_is_one(line: str, word: str, lemma: str, tag: str) -> None:
    """Subject and object, an auxiliary or "to" make a verb, with the tag and dictionary form that fit."""
    tokens = list(make_tree(line).tokens)
    assert make_verbs(tokens)
    found = next(t for t in tokens if t.text == word)
    assert (found.pos, found.lemma, found.tag) == ("VERB", lemma, tag)


@pytest.mark.parametrize(
    "line",
    [
        "Ghana|NNP|nsubj|4 is~be|VBZ|cop|4 a|DT|det|4 member|NN|root|0 of|IN|case|6 Togo|NNP|nmod|4",
        "Ghana|NNP|nsubj|3 is~be|VBZ|cop|3 ready|JJ|root|0 for|IN|case|5 Togo|NNP|obl|3",
        "Ghana|NNP|nsubj|2 calm|JJ|root|0 after|IN|case|4 vote|NN|obl|2",
        "Ghana|NNP|nsubj|2 president|NN|root|0 in|IN|case|4 Togo|NNP|obl|2",
    ],
)
def test_other_words_stay_what_they_are(line: str) -> None:
    """A copula, an adjective without an object and a noun that is no form of a verb keep their class."""
    tokens = list(make_tree(line).tokens)
    assert not make_verbs(tokens)


@pytest.mark.parametrize(
    ("line", "word", "pos", "lemma", "tag"),
    [
        (
            "during|IN|case|2 fighting~fight|VBG|obl|5 with|IN|case|4 rebels|NNS|nmod|2 fell|VBD|root|0",
            "fighting",
            "NOUN",
            "fighting",
            "NN",
        ),
        ("war|NN|compound|2 suspects~suspect|VBZ|nsubj|3 fled|VBD|root|0", "suspects", "NOUN", "suspect", "NNS"),
        ("Ghana|NNP|nsubj|2 went|VBD|root|0 to|IN|case|4 Togo~togo|VB|obl|2", "Togo", "PROPN", "Togo", "NNP"),
    ],
)
def test_a_word_with_the_company_of_a_noun_is_one(line: str, word: str, pos: str, lemma: str, tag: str) -> None:
    """An article, a preposition or a word before it makes a noun of what was called a verb."""
    tokens = list(make_tree(line).tokens)
    assert make_nouns(tokens)
    found = next(t for t in tokens if t.text == word)
    assert (found.pos, found.lemma, found.tag) == (pos, lemma, tag)


@pytest.mark.parametrize(
    "line",
    [
        "of|IN|case|2 leaving~leave|VBG|nmod|3 talk|NN|root|0",
        "Ghana|NNP|nsubj|2 avoids~avoid|VBZ|root|0 meeting~meet|VBG|obj|2 Togo|NNP|obj|3",
    ],
)
def test_a_gerund_stays_a_verb(line: str) -> None:
    """A gerund with nothing but a preposition before it, or with an object, is left alone."""
    assert not make_nouns(list(make_tree(line).tokens))
