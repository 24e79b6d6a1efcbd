# ruff: noqa: E501  (trees are written one line a sentence)
"""The stretch of a person's name, where the parser's tagger saw too little or too much of it."""

from __future__ import annotations

from resolve_trees import mention_of, resolve

from kg.model import Kind


def test_name_has_all_its_pieces_where_the_tagger_saw_the_first() -> None:
    """The parser joins the pieces of a name, small words among them."""
    resolution = resolve(
        "NATO|NNP|compound|2|B-ORG chief|NN|nmod:desc|3 Jaap|NNP|nsubj|7|B-PERSON de|FW|flat|3 Hoop|NNP|flat|3 Vries|NNP|flat|3 left~leave|VBD|root|0"
    )
    mention = mention_of(resolution, "NATO chief Jaap de Hoop Vries")
    assert mention.entity is not None
    assert mention.entity.name == "Jaap de Hoop Vries"
    assert mention.bare is not None
    assert mention.bare.text == "Jaap de Hoop Vries"


def test_name_has_all_its_pieces_where_the_tagger_saw_the_last() -> None:
    """A nickname between quotes and what stands before it belong to the name."""
    resolution = resolve(
        "Stan|NNP|nsubj|6 \"|``|punct|3 Bo|NNP|flat|1 \"|''|punct|3 Lee|NNP|flat|1|B-PERSON left~leave|VBD|root|0"
    )
    assert [m.text for m in resolution.mentions] == ['Stan " Bo " Lee']


def test_day_after_a_name_is_no_piece_of_it() -> None:
    """What the parser joins to a name by mistake and is a day stays outside."""
    resolution = resolve("Omar|NNP|nsubj|3|B-PERSON Monday|NNP|flat|1 left~leave|VBD|root|0")
    assert [m.text for m in resolution.mentions] == ["Omar"]


def test_title_taken_for_an_organisation_is_parted_from_the_person() -> None:
    """ "Army Inspector General Lee Brown", tagged as one organisation, is the army and its inspector general."""
    resolution = resolve(
        "Army|NNP|compound|3|B-ORG Inspector|NNP|compound|3|I-ORG General|NNP|nmod:desc|4|I-ORG Lee|NNP|nsubj|6|I-ORG Brown|NNP|flat|4|I-ORG left~leave|VBD|root|0"
    )
    person = next(m for m in resolution.mentions if m.bare is not None)
    assert person.bare is not None
    assert person.bare.text == "Lee Brown"
    assert person.entity is not None
    assert person.entity.kind is Kind.PERSON


def test_words_before_a_tagged_person_do_not_take_his_first_name() -> None:
    """Capitals before a name end where the name begins: "Energy Minister", not "Energy Minister Sergei"."""
    resolution = resolve(
        "Russian|JJ|amod|3|B-NORP Energy|NNP|compound|3 Minister|NNP|nmod:desc|4 Sergei|NNP|nsubj|6|B-PERSON Orlov|NNP|flat|4|I-PERSON left~leave|VBD|root|0"
    )
    assert [m.text for m in resolution.mentions] == ["Russian Energy Minister Sergei Orlov", "Russian"]
