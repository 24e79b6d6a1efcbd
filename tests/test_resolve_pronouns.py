# ruff: noqa: E501  (trees are written one line a sentence)
"""Whom pronouns of the third person stand for, on hand-written trees."""

from __future__ import annotations

from resolve_trees import mention_of, name_of, resolve

from kg.model import Kind


def test_owner_is_not_who_stands_beside_the_owned_noun() -> None:
    """ "Her sister Anna" speaks of somebody else's sister: of the woman named before."""
    resolution = resolve(
        """
        Maria|NNP|nsubj|3|B-PERSON Dahl|NNP|flat|1|I-PERSON left~leave|VBD|root|0 .|.|punct|3
        Her|PRP$|nmod:poss|2 sister|NN|nsubj|4 Anna|NNP|appos|2|B-PERSON stayed~stay|VBD|root|0 .|.|punct|4
        """
    )
    assert name_of(resolution, "Her", 1) == "Maria Dahl"


def test_who_is_asked_to_act_is_not_the_object_of_the_act() -> None:
    """In "Weber begged Dahl to free him" Dahl would free Weber: the object of the asking is the subject of the act."""
    resolution = resolve(
        "Peter|NNP|nsubj|3|B-PERSON Weber|NNP|flat|1|I-PERSON begged~beg|VBD|root|0 Erik|NNP|obj|3|B-PERSON Dahl|NNP|flat|4|I-PERSON "
        "to|TO|mark|7 free|VB|xcomp|3 him|PRP|obj|7 .|.|punct|3"
    )
    assert name_of(resolution, "him") == "Peter Weber"


def test_who_tries_to_act_is_not_the_object_of_the_act() -> None:
    """In "Dahl tried to free him" the pronoun is not Dahl: he is the subject of both verbs."""
    resolution = resolve(
        """
        Peter|NNP|nsubj|3|B-PERSON Weber|NNP|flat|1|I-PERSON stayed~stay|VBD|root|0 .|.|punct|3
        Erik|NNP|nsubj|3|B-PERSON Dahl|NNP|flat|1|I-PERSON tried~try|VBD|root|0 to|TO|mark|5 free|VB|xcomp|3 him|PRP|obj|5 .|.|punct|3
        """
    )
    assert name_of(resolution, "him", 1) == "Peter Weber"


def test_first_name_alone_is_a_person_whatever_the_tagger_says() -> None:
    """ "Louise left" with a tag of a place is a person; "in Louise" may be a place."""
    line = "Louise|NNP|nsubj|2|B-GPE left~leave|VBD|root|0 .|.|punct|2"
    person = mention_of(resolve(line), "Louise").entity
    assert person is not None
    assert person.kind is Kind.PERSON
    line = "Troops~troop|NNS|nsubj|2 stayed~stay|VBD|root|0 in|IN|case|4 Louise|NNP|obl|2|B-GPE .|.|punct|2"
    place = mention_of(resolve(line), "Louise").entity
    assert place is not None
    assert place.kind is Kind.GPE


RIVALS = """
Peter|NNP|nsubj|3|B-PERSON Weber|NNP|flat|1|I-PERSON met~meet|VBD|root|0 {rival} .|.|punct|3
Then|RB|advmod|3 {pronoun} left~leave|VBD|root|0 .|.|punct|3
"""
ERIK = "Erik|NNP|obj|3|B-PERSON Dahl|NNP|flat|4|I-PERSON"
MARIA = "Maria|NNP|obj|3|B-PERSON Dahl|NNP|flat|4|I-PERSON"


def test_pronoun_with_a_rival_of_the_same_gender_stays_open() -> None:
    """After "Weber met Dahl", "he" may be either: the likeliest is not likely enough."""
    mention = mention_of(resolve(RIVALS.format(rival=ERIK, pronoun="he|PRP|nsubj|3")), "he", 1)
    assert mention.entity is None
    assert mention.reason.startswith("several antecedents fit (")


def test_gender_decides_between_rivals() -> None:
    """With a woman and a man before, "he" and "she" are clear, and the reason says how likely and why."""
    resolution = resolve(RIVALS.format(rival=MARIA, pronoun="he|PRP|nsubj|3"))
    assert name_of(resolution, "he", 1) == "Peter Weber"
    assert "% likely: " in mention_of(resolution, "he", 1).reason
    assert name_of(resolve(RIVALS.format(rival=MARIA, pronoun="she|PRP|nsubj|3")), "she", 1) == "Maria Dahl"


def test_aide_by_trade_is_no_rival() -> None:
    """ "Worked as an aide" names nobody else: "he" is Weber."""
    resolution = resolve(
        """
        Peter|NNP|nsubj|3|B-PERSON Weber|NNP|flat|1|I-PERSON worked~work|VBD|root|0 as|IN|case|6 an|DT|det|6 aide|NN|obl|3 .|.|punct|3
        Then|RB|advmod|3 he|PRP|nsubj|3 left~leave|VBD|root|0 .|.|punct|3
        """
    )
    assert name_of(resolution, "he", 1) == "Peter Weber"


def test_unknown_name_that_the_tagger_took_for_a_body_is_weighed_as_a_person() -> None:
    """ "Prytz said she would leave": a name tagged as a body may be hers, yet that is in doubt."""
    resolution = resolve(
        "Prytz|NNP|nsubj|2|B-ORG said~say|VBD|root|0 she|PRP|nsubj|5 would|MD|aux|5 leave|VB|ccomp|2 .|.|punct|2"
    )
    mention = mention_of(resolution, "she")
    assert mention.entity is None
    assert mention.reason.endswith(" for Prytz)")
