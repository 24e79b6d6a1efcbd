"""Actors inside a longer phrase: institutions before another noun, and nationalities that share a noun."""

from __future__ import annotations

import pytest
from resolve_trees import mention_of, resolve

from kg.model import Kind, Link, Scope

NESTED = {
    "army": "An|DT|det|3 army|NN|compound|3 spokesman|NN|nsubj|4 resigned|VBD|root|0",
    "coalition": "Coalition~coalition|NN|compound|3 air|NN|compound|3 strikes~strike|NNS|nsubj|4 stopped|VBD|root|0",
    "rebel": "The|DT|det|3 rebel|NN|compound|3 attack|NN|nsubj|4 failed|VBD|root|0",
    "opposition": "Some|DT|det|3 opposition|NN|compound|3 leaders~leader|NNS|nsubj|4 left|VBD|root|0",
    "Afghan government": (
        "An|DT|det|4 Afghan|JJ|amod|4|B-NORP government|NN|compound|4 adviser|NN|nsubj|5 left|VBD|root|0"
    ),
    "U.S. military": ("A|DT|det|4 U.S.|NNP|compound|4|B-GPE military|JJ|amod|4 spokesman|NN|nsubj|5 left|VBD|root|0"),
    "Israeli military": "An|DT|det|4 Israeli|JJ|amod|4|B-NORP military|JJ|amod|4 strike|NN|nsubj|5 failed|VBD|root|0",
}
ONE_ACTOR = {
    "government forces": "The|DT|det|3 government|NN|compound|3 forces~force|NNS|nsubj|4 fled|VBD|root|0",
    "army officers": "Army|NN|compound|2 officers~officer|NNS|nsubj|3 fled|VBD|root|0",
    "state governor": "The|DT|det|3 state|NN|compound|3 governor|NN|nsubj|4 left|VBD|root|0",
    "press secretary": "The|DT|det|3 press|NN|compound|3 secretary|NN|nsubj|4 left|VBD|root|0",
    "terrorist leader": "A|DT|det|3 terrorist|NN|compound|3 leader|NN|nsubj|4 left|VBD|root|0",
}
OFFICIALS = (
    "Iranian|JJ|amod|4|B-NORP and|CC|cc|3 Russian|JJ|conj|1|B-NORP officials~official|NNS|nsubj|5 met|VBD|root|0"
)


@pytest.mark.parametrize(("words", "line"), NESTED.items(), ids=list(NESTED))
def test_an_institution_before_another_noun_is_an_actor(words: str, line: str) -> None:
    """It has a mention of its own, beside the longer phrase."""
    mention = next(m for m in resolve(line).mentions if m.text.casefold() == words.casefold())
    assert mention.entity is not None


@pytest.mark.parametrize(("words", "line"), ONE_ACTOR.items(), ids=list(ONE_ACTOR))
def test_what_is_one_actor_is_not_read_twice(words: str, line: str) -> None:
    """The first noun of a phrase that means one actor as a whole has no mention of its own."""
    first = words.split()[0]
    assert first.casefold() not in {m.text.casefold() for m in resolve(line).mentions}


def test_a_nested_institution_is_that_of_its_country() -> None:
    """ "Afghan government" inside a longer phrase is the same actor as anywhere else."""
    inner = mention_of(resolve(NESTED["Afghan government"]), "Afghan government")
    alone = mention_of(
        resolve("The|DT|det|3 Afghan|JJ|amod|3|B-NORP government|NN|nsubj|4 fell|VBD|root|0"), "Afghan government"
    )
    assert inner.entity is not None
    assert alone.entity is not None
    assert (inner.entity.uid, inner.entity.country) == (alone.entity.uid, "AFG")


def test_a_possessor_gives_its_country_to_a_nested_institution() -> None:
    """In "Ukraine's opposition leader" the opposition is Ukraine's."""
    line = "Ukraine|NNP|nmod:poss|4|B-GPE 's|POS|case|1 opposition|NN|compound|4 leader|NN|nsubj|5 won|VBD|root|0"
    mention = mention_of(resolve(line), "opposition")
    assert mention.entity is not None
    assert (mention.entity.name, mention.entity.scope, mention.entity.country) == (
        "Ukrainian opposition",
        Scope.NAMED,
        "UKR",
    )


def test_two_nationalities_share_a_noun() -> None:
    """ "Iranian and Russian officials" are two actors, each with its own country."""
    resolution = resolve(OFFICIALS)
    first, second = mention_of(resolution, "Iranian"), mention_of(resolution, "Russian officials")
    assert first.entity is not None
    assert second.entity is not None
    assert (first.entity.name, first.entity.kind, first.entity.country) == ("Iranian officials", Kind.GROUP, "IRN")
    assert (second.entity.name, second.entity.country) == ("Russian officials", "RUS")
    assert first.link is Link.DESCRIPTION
    assert resolution.sharing(0, 3) == (0,)
    assert resolution.shares(0, 0)
    assert not resolution.shares(0, 2)


def test_nationalities_that_share_forces_are_institutions() -> None:
    """ "American and Iraqi forces" are the forces of two countries, the same as when each is named alone."""
    line = (
        OFFICIALS.replace("Iranian", "American")
        .replace("Russian", "Iraqi")
        .replace("officials~official", "forces~force")
    )
    alone = resolve("American|JJ|amod|2|B-NORP forces~force|NNS|nsubj|3 left|VBD|root|0")
    assert mention_of(resolve(line), "American").entity == mention_of(alone, "American forces").entity


def test_a_single_noun_is_not_shared() -> None:
    """ "The Iranian and Russian leader" is no pair of leaders, and neither is the name of one body."""
    single = OFFICIALS.replace("officials~official|NNS", "leader|NN")
    assert resolve(single).sharing(0, 3) == ()


def test_a_compound_takes_up_the_only_one_so_described() -> None:
    """ "A coalition spokesman" after "the coalition" speaks for that coalition."""
    lines = "An|DT|det|3 international|JJ|amod|3 coalition|NN|nsubj|4 formed|VBD|root|0\n" + (
        "A|DT|det|3 coalition|NN|compound|3 spokesman|NN|nsubj|4 left|VBD|root|0"
    )
    resolution = resolve(lines)
    assert mention_of(resolution, "coalition", 1).entity == mention_of(resolution, "international coalition").entity
