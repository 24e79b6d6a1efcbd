"""ClearNLP trees become Universal Dependencies: each construction from a Doc built by hand."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.parsing.labels import is_clearnlp
from kg.parsing.spacy_parser import trees_from_doc
from kg.tree import Tree


def make_tree(*rows: str, translate: bool | None = True) -> Tree:
    """The Tree of rows `word lemma POS TAG dep head`, heads from 1 and 0 for the root; translated if not told."""
    columns = [row.split() for row in rows]
    doc = Doc(
        Vocab(),
        words=[c[0] for c in columns],
        lemmas=[c[1] for c in columns],
        pos=[c[2] for c in columns],
        tags=[c[3] for c in columns],
        deps=[c[4] for c in columns],
        heads=[int(c[5]) - 1 if c[5] != "0" else i for i, c in enumerate(columns)],
    )
    trees = tuple(trees_from_doc(doc, translate=translate))
    assert len(trees) == 1
    return trees[0]


def arcs(tree: Tree) -> dict[str, tuple[str, str]]:
    """Word to its label and head word."""
    return {token.text: (token.dep, tree[token.head].text if token.head != token.i else "-") for token in tree}


def test_preposition_hangs_on_its_noun() -> None:
    """ "Peru voted against Norway in Lima": obliques of the verb with `case`."""
    found = arcs(
        make_tree(
            "Peru Peru PROPN NNP nsubj 2",
            "voted vote VERB VBD ROOT 0",
            "against against ADP IN prep 2",
            "Norway Norway PROPN NNP pobj 3",
            "in in ADP IN prep 2",
            "Lima Lima PROPN NNP pobj 5",
        )
    )
    assert found["Norway"] == ("obl", "voted")
    assert found["against"] == ("case", "Norway")
    assert found["Lima"] == ("obl", "voted")
    assert found["voted"] == ("root", "-")


def test_noun_modifier_under_a_noun() -> None:
    """ "talks with allies of Peru": `nmod` one below the other."""
    found = arcs(
        make_tree(
            "talks talk NOUN NNS ROOT 0",
            "with with ADP IN prep 1",
            "allies ally NOUN NNS pobj 2",
            "of of ADP IN prep 3",
            "Peru Peru PROPN NNP pobj 4",
        )
    )
    assert found["allies"] == ("nmod", "talks")
    assert found["Peru"] == ("nmod", "allies")
    assert found["of"] == ("case", "Peru")


def test_passive_with_agent() -> None:
    """ "Lima was attacked by rebels": subject, auxiliary and agent of a passive."""
    found = arcs(
        make_tree(
            "Lima Lima PROPN NNP nsubjpass 3",
            "was be AUX VBD auxpass 3",
            "attacked attack VERB VBN ROOT 0",
            "by by ADP IN agent 3",
            "rebels rebel NOUN NNS pobj 4",
        )
    )
    assert found["Lima"] == ("nsubj:pass", "attacked")
    assert found["was"] == ("aux:pass", "attacked")
    assert found["rebels"] == ("obl:agent", "attacked")
    assert found["by"] == ("case", "rebels")


def test_copula_hangs_on_its_predicate() -> None:
    """ "Peru is not an ally of Norway": the noun is the root, all else hangs on it."""
    tree = make_tree(
        "Peru Peru PROPN NNP nsubj 2",
        "is be AUX VBZ ROOT 0",
        "not not PART RB neg 2",
        "an a DET DT det 5",
        "ally ally NOUN NN attr 2",
        "of of ADP IN prep 5",
        "Norway Norway PROPN NNP pobj 6",
    )
    found = arcs(tree)
    assert tree.root.text == "ally"
    assert found["Peru"] == ("nsubj", "ally")
    assert found["is"] == ("cop", "ally")
    assert found["not"] == ("advmod", "ally")
    assert found["Norway"] == ("nmod", "ally")


def test_copula_inside_a_clause_takes_its_label() -> None:
    """ "He said Peru was ready": the adjective is the `ccomp`."""
    found = arcs(
        make_tree(
            "He he PRON PRP nsubj 2",
            "said say VERB VBD ROOT 0",
            "Peru Peru PROPN NNP nsubj 4",
            "was be AUX VBD ccomp 2",
            "ready ready ADJ JJ acomp 4",
        )
    )
    assert found["ready"] == ("ccomp", "said")
    assert found["was"] == ("cop", "ready")
    assert found["Peru"] == ("nsubj", "ready")


def test_place_as_predicate_and_there_is() -> None:
    """ "The envoy is in Lima" has the place as root; "there is" keeps its verb."""
    place = make_tree(
        "The the DET DT det 2",
        "envoy envoy NOUN NN nsubj 3",
        "is be AUX VBZ ROOT 0",
        "in in ADP IN prep 3",
        "Lima Lima PROPN NNP pobj 4",
    )
    assert place.root.text == "Lima"
    assert arcs(place)["is"] == ("cop", "Lima")
    there = make_tree("There there PRON EX expl 2", "is be AUX VBZ ROOT 0", "hope hope NOUN NN attr 2")
    assert there.root.text == "is"
    assert arcs(there)["hope"] == ("nsubj", "is")


def test_subject_of_an_infinitive_is_the_object_above() -> None:
    """ "Peru urged Norway to leave": object and `xcomp`, with "to" as marker."""
    found = arcs(
        make_tree(
            "Peru Peru PROPN NNP nsubj 2",
            "urged urge VERB VBD ROOT 0",
            "Norway Norway PROPN NNP nsubj 5",
            "to to PART TO aux 5",
            "leave leave VERB VB ccomp 2",
        )
    )
    assert found["Norway"] == ("obj", "urged")
    assert found["leave"] == ("xcomp", "urged")
    assert found["to"] == ("mark", "leave")


def test_clause_after_a_preposition() -> None:
    """ "accused Peru of hiding ships": an adverbial clause with its marker."""
    found = arcs(
        make_tree(
            "accused accuse VERB VBD ROOT 0",
            "Peru Peru PROPN NNP dobj 1",
            "of of ADP IN prep 1",
            "hiding hide VERB VBG pcomp 3",
            "ships ship NOUN NNS dobj 4",
        )
    )
    assert found["Peru"] == ("obj", "accused")
    assert found["hiding"] == ("advcl", "accused")
    assert found["of"] == ("mark", "hiding")
    assert found["ships"] == ("obj", "hiding")


def test_conjuncts_hang_on_the_first() -> None:
    """ "Peru, Chile and Norway met": both conjuncts on the first, comma and "and" on what they introduce."""
    tree = make_tree(
        "Peru Peru PROPN NNP nsubj 6",
        ", , PUNCT , punct 1",
        "Chile Chile PROPN NNP conj 1",
        "and and CCONJ CC cc 3",
        "Norway Norway PROPN NNP conj 3",
        "met meet VERB VBD ROOT 0",
    )
    found = arcs(tree)
    assert found["Chile"] == ("conj", "Peru")
    assert found["Norway"] == ("conj", "Peru")
    assert found["and"] == ("cc", "Norway")
    assert found[","] == ("punct", "Chile")


def test_according_to_and_nested_prepositions() -> None:
    """ "according to Peru" and "from inside Lima" end on their noun."""
    found = arcs(
        make_tree(
            "according accord VERB VBG prep 4",
            "to to ADP IN prep 1",
            "Peru Peru PROPN NNP pobj 2",
            "fired fire VERB VBD ROOT 0",
            "from from ADP IN prep 4",
            "inside inside ADP IN prep 5",
            "Lima Lima PROPN NNP pobj 6",
        )
    )
    assert found["Peru"] == ("obl", "fired")
    assert found["according"] == ("case", "Peru")
    assert found["to"] == ("fixed", "according")
    assert found["Lima"] == ("obl", "fired")
    assert found["from"] == ("case", "Lima")
    assert found["inside"] == ("case", "Lima")


def test_passive_without_agent_and_reduced_passive() -> None:
    """ "Troops backed by Iran may have been attacked": no source invented, the agent of the participle kept."""
    found = arcs(
        make_tree(
            "Troops troop NOUN NNS nsubjpass 8",
            "backed back VERB VBN acl 1",
            "by by ADP IN agent 2",
            "Iran Iran PROPN NNP pobj 3",
            "may may AUX MD aux 8",
            "have have AUX VB aux 8",
            "been be AUX VBN auxpass 8",
            "attacked attack VERB VBN ROOT 0",
        )
    )
    assert found["Troops"] == ("nsubj:pass", "attacked")
    assert found["been"] == ("aux:pass", "attacked")
    assert found["may"] == ("aux", "attacked")
    assert found["backed"] == ("acl", "Troops")
    assert found["Iran"] == ("obl:agent", "backed")
    assert found["by"] == ("case", "Iran")


def test_agent_beside_a_clause() -> None:
    """ "Peru was accused by Chile and Norway of hiding ships": two agents and what they allege."""
    found = arcs(
        make_tree(
            "Peru Peru PROPN NNP nsubjpass 3",
            "was be AUX VBD auxpass 3",
            "accused accuse VERB VBN ROOT 0",
            "by by ADP IN agent 3",
            "Chile Chile PROPN NNP pobj 4",
            "and and CCONJ CC cc 5",
            "Norway Norway PROPN NNP conj 5",
            "of of ADP IN prep 3",
            "hiding hide VERB VBG pcomp 8",
            "ships ship NOUN NNS dobj 9",
        )
    )
    assert found["Chile"] == ("obl:agent", "accused")
    assert found["Norway"] == ("conj", "Chile")
    assert found["and"] == ("cc", "Norway")
    assert found["hiding"] == ("advcl", "accused")
    assert found["ships"] == ("obj", "hiding")


def test_both_forms_of_giving() -> None:
    """ "gave Peru ships" has an indirect object, "gave ships to Peru" an oblique."""
    double = arcs(
        make_tree(
            "Chile Chile PROPN NNP nsubj 2",
            "gave give VERB VBD ROOT 0",
            "Peru Peru PROPN NNP dative 2",
            "ships ship NOUN NNS dobj 2",
        )
    )
    assert (double["Peru"], double["ships"]) == (("iobj", "gave"), ("obj", "gave"))
    oblique = arcs(
        make_tree(
            "Chile Chile PROPN NNP nsubj 2",
            "gave give VERB VBD ROOT 0",
            "ships ship NOUN NNS dobj 2",
            "to to ADP IN dative 2",
            "Peru Peru PROPN NNP pobj 4",
        )
    )
    assert (oblique["Peru"], oblique["to"]) == (("obl", "gave"), ("case", "Peru"))


def test_possessives() -> None:
    """ "Peru's envoy and his aide": owners hang on what they own, the apostrophe on the owner."""
    found = arcs(
        make_tree(
            "Peru Peru PROPN NNP poss 3",
            "'s 's PART POS case 1",
            "envoy envoy NOUN NN nsubj 7",
            "and and CCONJ CC cc 3",
            "his his PRON PRP$ poss 6",
            "aide aide NOUN NN conj 3",
            "left leave VERB VBD ROOT 0",
        )
    )
    assert found["Peru"] == ("nmod:poss", "envoy")
    assert found["'s"] == ("case", "Peru")
    assert found["his"] == ("nmod:poss", "aide")
    assert found["aide"] == ("conj", "envoy")


def test_joined_prepositional_phrases() -> None:
    """ "voted in Lima and against Chile": the second noun is a conjunct of the first, each with its preposition."""
    found = arcs(
        make_tree(
            "Peru Peru PROPN NNP nsubj 2",
            "voted vote VERB VBD ROOT 0",
            "in in ADP IN prep 2",
            "Lima Lima PROPN NNP pobj 3",
            "and and CCONJ CC cc 3",
            "against against ADP IN conj 3",
            "Chile Chile PROPN NNP pobj 6",
        )
    )
    assert found["Lima"] == ("obl", "voted")
    assert found["Chile"] == ("conj", "Lima")
    assert found["against"] == ("case", "Chile")
    assert found["and"] == ("cc", "Chile")


def test_clausal_complements_keep_their_subjects() -> None:
    """ "said that Peru left" keeps the clause; "made Peru leave" has an object and an infinitive."""
    said = arcs(
        make_tree(
            "Chile Chile PROPN NNP nsubj 2",
            "said say VERB VBD ROOT 0",
            "that that SCONJ IN mark 5",
            "Peru Peru PROPN NNP nsubj 5",
            "left leave VERB VBD ccomp 2",
        )
    )
    assert (said["left"], said["Peru"], said["that"]) == (("ccomp", "said"), ("nsubj", "left"), ("mark", "left"))
    made = arcs(
        make_tree(
            "Chile Chile PROPN NNP nsubj 2",
            "made make VERB VBD ROOT 0",
            "Peru Peru PROPN NNP nsubj 4",
            "leave leave VERB VB ccomp 2",
        )
    )
    assert (made["Peru"], made["leave"]) == (("obj", "made"), ("xcomp", "made"))
    waited = arcs(
        make_tree(
            "Chile Chile PROPN NNP nsubj 2",
            "wanted want VERB VBD ROOT 0",
            "for for SCONJ IN mark 6",
            "Peru Peru PROPN NNP nsubj 6",
            "to to PART TO aux 6",
            "leave leave VERB VB ccomp 2",
        )
    )
    assert (waited["Peru"], waited["leave"], waited["to"]) == (
        ("nsubj", "leave"),
        ("ccomp", "wanted"),
        ("mark", "leave"),
    )


def test_copula_in_a_relative_clause() -> None:
    """ "Peru, which is an ally, left": the predicate noun is the head of the relative clause."""
    found = arcs(
        make_tree(
            "Peru Peru PROPN NNP nsubj 8",
            ", , PUNCT , punct 1",
            "which which PRON WDT nsubj 4",
            "is be AUX VBZ relcl 1",
            "an a DET DT det 6",
            "ally ally NOUN NN attr 4",
            ", , PUNCT , punct 1",
            "left leave VERB VBD ROOT 0",
        )
    )
    assert found["ally"] == ("acl:relcl", "Peru")
    assert found["which"] == ("nsubj", "ally")
    assert found["is"] == ("cop", "ally")


@pytest.mark.parametrize(
    ("label", "universal"),
    [
        ("poss", "nmod:poss"),
        ("relcl", "acl:relcl"),
        ("dative", "iobj"),
        ("prt", "compound:prt"),
        ("npadvmod", "obl:unmarked"),
        ("intj", "discourse"),
        ("amod", "amod"),
    ],
)
def test_labels_renamed(label: str, universal: str) -> None:
    """Labels that differ in name alone."""
    tree = make_tree("told tell VERB VBD ROOT 0", "Peru Peru PROPN NNP dobj 1", f"thing thing NOUN NN {label} 1")
    assert tree[2].dep == universal


def test_universal_trees_pass_unchanged() -> None:
    """A Doc with UD labels is not translated."""
    rows = "Peru Peru PROPN NNP nsubj 2", "met meet VERB VBD ROOT 0", "Norway Norway PROPN NNP obj 2"
    tree = make_tree(*rows, translate=None)
    assert [token.dep for token in tree] == ["nsubj", "root", "obj"]
    assert not is_clearnlp({"nsubj", "obj", "obl", "case"})
    assert is_clearnlp({"nsubj", "dobj"})
    rows = "Peru Peru PROPN NNP nsubj 2", "met meet VERB VBD ROOT 0", "Norway Norway PROPN NNP dobj 2"
    assert [token.dep for token in make_tree(*rows, translate=None)] == ["nsubj", "root", "obj"]
