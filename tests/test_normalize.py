"""Parses brought to one form before rules see them."""

from __future__ import annotations

import pytest
from resolve_trees import make_tree

from kg.cues import Cues, read_cues
from kg.extraction.normalize import normalize_tree
from kg.resources import find_resource
from kg.tree import Tree


@pytest.fixture(scope="module")
def cues() -> Cues:
    """The shipped cue words."""
    folder = find_resource("pipelines", "newswire")
    return read_cues(folder / "cues.toml", folder / "reporting.toml")


def heads(tree: Tree) -> dict[str, tuple[str, str]]:
    """Relation and head of each word, by its form."""
    return {t.text: (t.dep, "" if t.head == t.i else tree[t.head].text) for t in tree}


def test_a_tree_in_good_form_is_left_alone(cues: Cues) -> None:
    """Nothing to do gives the same object back."""
    tree = make_tree("Ghana|NNP|nsubj|2|B-GPE thanked~thank|VBD|root|0 Togo|NNP|obj|2|B-GPE .|.|punct|2")
    assert normalize_tree(tree, cues) is tree


def test_dateline_is_cut_off(cues: Cues) -> None:
    """What stands before the dash names no actor, and the sentence begins after it."""
    tree = make_tree(
        "ACCRA|NNP|root|0|B-GPE ,|,|punct|3 Sept|NNP|appos|1|B-DATE –|:|punct|6 Ghana|NNP|nsubj|6|B-GPE "
        "thanked~thank|VBD|parataxis|1 Togo|NNP|obj|6|B-GPE .|.|punct|1"
    )
    normal = normalize_tree(tree, cues)
    assert normal.root.text == "thanked"
    assert heads(normal)["Ghana"] == ("nsubj", "thanked")
    assert [t.entity for t in normal][:4] == ["O", "O", "O", "O"]
    assert heads(normal)["ACCRA"][0] == "discourse"


@pytest.mark.parametrize(
    "line",
    [
        "Ghana|NNP|root|0|B-GPE –|:|punct|3 thanks~thank|VBZ|parataxis|1 Togo|NNP|obj|3|B-GPE again|RB|advmod|3",
        "NATO|NNP|compound|3|B-ORG -|HYPH|punct|1 led~lead|VBN|amod|4 troops~troop|NNS|nsubj|5 left~leave|VBD|root|0",
    ],
)
def test_a_dash_alone_makes_no_dateline(cues: Cues, line: str) -> None:
    """A sentence with a dash, or a hyphen after a name in capitals, keeps its root."""
    tree = make_tree(line)
    assert normalize_tree(tree, cues).root.i == tree.root.i


def test_infinitive_of_a_request_is_its_complement(cues: Cues) -> None:
    """ "Urged X on Monday to leave" asks for leaving, whatever the parser called it."""
    tree = make_tree(
        "Ghana|NNP|nsubj|2|B-GPE urged~urge|VBD|root|0 Togo|NNP|obj|2|B-GPE to|TO|mark|5 leave|VB|advcl|2 .|.|punct|2"
    )
    assert heads(normalize_tree(tree, cues))["leave"] == ("xcomp", "urged")


def test_infinitive_of_purpose_stays_one(cues: Cues) -> None:
    """ "Sent X to leave": no request, so an adverbial clause it is."""
    tree = make_tree(
        "Ghana|NNP|nsubj|2|B-GPE carried~carry|VBD|root|0 maize|NN|obj|2 to|TO|mark|5 help|VB|advcl|2 .|.|punct|2"
    )
    assert heads(normalize_tree(tree, cues))["help"] == ("advcl", "carried")


def test_name_in_capitals_is_no_auxiliary(cues: Cues) -> None:
    """ "IS" with the tag of a name is a noun again."""
    tree = make_tree(
        "Ghana|NNP|nsubj|2|B-GPE fought~fight|VBD|root|0 IS~be|VBZ|obj|2|B-ORG in|IN|case|5 Togo|NNP|obl|2|B-GPE"
    )
    token = normalize_tree(tree, cues)[2]
    assert (token.pos, token.tag, token.lemma) == ("PROPN", "NNP", "IS")


def test_words_of_a_headline_in_capitals_stay_what_they_are(cues: Cues) -> None:
    """Where everything is in capitals, capitals say nothing."""
    tree = make_tree("GHANA|NNP|nsubj|3|B-GPE IS~be|VBZ|cop|3|B-ORG READY~ready|JJ|root|0")
    assert normalize_tree(tree, cues)[1].tag == "VBZ"


def test_clause_before_the_reporting_verb_is_what_was_told(cues: Cues) -> None:
    """ "X will leave, Y told reporters" reports the leaving."""
    tree = make_tree(
        "Togo|NNP|nsubj|2|B-GPE left~leave|VBD|advcl|5 ,|,|punct|2 Khalil|NNP|nsubj|5|B-PERSON told~tell|VBD|root|0 "
        "reporters~reporter|NNS|obj|5 .|.|punct|5"
    )
    assert heads(normalize_tree(tree, cues))["left"] == ("ccomp", "told")


def test_names_of_a_list_are_coordinated(cues: Cues) -> None:
    """ "A, B and C": the middle name is no apposition."""
    tree = make_tree(
        "Ghana|NNP|nsubj|6|B-GPE ,|,|punct|3 Togo|NNP|appos|1|B-GPE and|CC|cc|5 Benin|NNP|conj|1|B-GPE "
        "met~meet|VBD|root|0 .|.|punct|6"
    )
    assert heads(normalize_tree(tree, cues))["Togo"] == ("conj", "Ghana")


def test_an_apposition_stays_one(cues: Cues) -> None:
    """Without a list behind it, the second name explains the first."""
    tree = make_tree(
        "Burma|NNP|nsubj|5|B-GPE ,|,|punct|3 Myanmar|NNP|appos|1|B-GPE ,|,|punct|1 met~meet|VBD|root|0 "
        "Togo|NNP|obj|5|B-GPE .|.|punct|5"
    )
    assert heads(normalize_tree(tree, cues))["Myanmar"] == ("appos", "Burma")


def test_first_side_of_a_war_is_no_modifier_of_the_second(cues: Cues) -> None:
    """ "Between X and Y militants": the parser hung X at the noun of the other side."""
    tree = make_tree(
        "war|NN|root|0 between|IN|case|3 Ghana|NNP|compound|6|B-GPE and|CC|cc|5 Togo|NNP|conj|3|B-GPE "
        "militants~militant|NNS|nmod|1 .|.|punct|1"
    )
    normal = heads(normalize_tree(tree, cues))
    assert normal["Ghana"] == ("nmod", "war")
    assert normal["militants"] == ("conj", "Ghana")
    assert normal["Togo"] == ("compound", "militants")


def test_clause_with_a_mere_mark_is_what_the_noun_says(cues: Cues) -> None:
    """ "Accusations that X left" is no relative clause: "that" has no part in it."""
    tree = make_tree(
        "Ghana|NNP|nsubj|2|B-GPE denied~deny|VBD|root|0 claims~claim|NNS|obj|2 that|IN|mark|6 Togo|NNP|nsubj|6|B-GPE "
        "left~leave|VBD|acl:relcl|3 .|.|punct|2"
    )
    assert heads(normalize_tree(tree, cues))["left"] == ("acl", "claims")
