"""Names for training come from every set by stated rules, and development sets are counted in one scheme."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import spacy

from kg.training.names_dev import find_spaces, read_uner_dev
from kg.training.names_gum import keep_outermost, read_gum_names, read_mentions
from kg.training.names_web import KnownNames, find_runs, label_run, read_web_names
from kg.training.places import Places
from kg.training.sentences import UNKNOWN, TrainingSentence, make_doc
from kg.training.swaps import NamePool, make_organisation, make_party, make_person, swap_names

PLACES = Places(frozenset({"Peru", "Chile"}), frozenset({"Lima"}), frozenset({"Peruvian"}))
GUM = """# newdoc id = GUM_news_toy
# sent_id = GUM_news_toy-1
# text = President Ana Ruiz of the Bank of Lima visited Cuzco Airport in May 2003.
1\tPresident\tpresident\tPROPN\tNNP\t_\t9\tnsubj\t_\tEntity=(1-person-new-cf1-2-coref-Ana_Ruiz
2\tAna\tAna\tPROPN\tNNP\t_\t1\tflat\t_\t_
3\tRuiz\tRuiz\tPROPN\tNNP\t_\t1\tflat\t_\t_
4\tof\tof\tADP\tIN\t_\t6\tcase\t_\t_
5\tthe\tthe\tDET\tDT\t_\t6\tdet\t_\tEntity=(2-organization-new-cf2-2-sgl
6\tBank\tbank\tPROPN\tNNP\t_\t1\tnmod\t_\t_
7\tof\tof\tADP\tIN\t_\t8\tcase\t_\t_
8\tLima\tLima\tPROPN\tNNP\t_\t6\tnmod\t_\tEntity=(3-place-new-cf3-1-sgl)2)1)
9\tvisited\tvisit\tVERB\tVBD\t_\t0\troot\t_\t_
10\tCuzco\tCuzco\tPROPN\tNNP\t_\t11\tcompound\t_\tEntity=(4-place-new-cf4-2-sgl(5-place-new-cf5-1-sgl)
11\tAirport\tairport\tPROPN\tNNP\t_\t9\tobj\t_\tEntity=4)
12\tin\tin\tADP\tIN\t_\t13\tcase\t_\t_
13\tMay\tMay\tPROPN\tNNP\t_\t9\tobl\t_\tEntity=(6-time-new-cf6-1-sgl
14\t2003\t2003\tNUM\tCD\t_\t13\tnummod\t_\tEntity=6)|SpaceAfter=No
15\t.\t.\tPUNCT\t.\t_\t9\tpunct\t_\t_
"""


def test_gum_names_are_cut_out_of_mentions(tmp_path: Path) -> None:
    """Titles and other words of a mention stay outside, nested places inside, and dates come by pattern."""
    path = tmp_path / "gum.conllu"
    path.write_text(GUM, encoding="utf-8")
    [(number, sentence)] = read_gum_names(path, PLACES)
    assert number == "GUM_news_toy-1"
    assert [(" ".join(sentence.words[a:b]), label) for a, b, label in sentence.names or ()] == [
        ("Ana Ruiz", "PERSON"),
        ("Bank of Lima", "ORG"),
        ("Cuzco Airport", "LOC"),
        ("May 2003", "DATE"),
    ]


def test_mentions_nest_and_end() -> None:
    """A mention of one word, one inside another, and one that never ends."""
    found = read_mentions(["Entity=(7-person-new(8-place-new)", "SpaceAfter=No|Entity=(9-event-new", "Entity=7)"])
    assert [(m.first, m.last, m.type) for m in found] == [(0, 1, "place"), (0, 3, "person")]
    assert keep_outermost([(0, 1, "GPE"), (0, 3, "ORG"), (2, 4, "GPE"), (5, 6, "GPE")]) == [
        (0, 3, "ORG"),
        (5, 6, "GPE"),
    ]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Acme Holdings Corp.", "ORG"),
        ("Peru", "GPE"),
        ("PERUVIAN", "NORP"),
        ("Elm Street", "LOC"),
        ("Mr. Xyz", "PERSON"),
        ("ana maria ruiz", "PERSON"),
        ("University of Xyz", UNKNOWN),
        ("Thanksgiving", ""),
        ("Xyz", UNKNOWN),
    ],
)
def test_runs_of_proper_nouns_are_labelled_by_facts(name: str, label: str) -> None:
    """Tables, endings, titles and first names decide; a run that none of them knows stays open."""
    known = KnownNames({"Thanksgiving": ""}, frozenset({"Ana"}))
    assert label_run(name.split(" "), known, PLACES) == label


def test_runs_leave_dates_out() -> None:
    """A month is no name, and "of" joins two proper nouns only."""
    words = ["the", "Bank", "of", "Lima", "and", "of", "May", "2003", ",", "Peru"]
    assert find_runs(words, ["DT", "NNP", "IN", "NNP", "CC", "IN", "NNP", "CD", ",", "NNP"]) == [(1, 4), (9, 10)]


def test_web_names_stay_open_where_nothing_is_known(tmp_path: Path) -> None:
    """An unknown proper noun is neither a name nor none for the learner."""
    path = tmp_path / "web.conllu"
    rows = ("Zorblat\tNNP\t2\tnsubj", "called\tVBD\t0\troot", "Peru\tNNP\t2\tobj")
    lines = ["# sent_id = web-1", "# text = Zorblat called Peru"]
    for i, row in enumerate(rows, 1):
        word, tag, head, dep = row.split("\t")
        lines.append(f"{i}\t{word}\t{word}\tX\t{tag}\t_\t{head}\t{dep}\t_\t_")
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    [sentence] = read_web_names(path, KnownNames({}, frozenset()), PLACES)
    assert sentence.names == ((0, 1, UNKNOWN), (2, 3, "GPE"))
    doc = make_doc(spacy.blank("en"), [sentence])
    assert [token.ent_iob_ for token in doc] == ["", "O", "B"]


def test_spaces_are_found_in_the_text() -> None:
    """Words are matched with the text in order; other words are an error."""
    assert find_spaces(["ca", "n't", "go", "."], "can't  go.") == (False, True, False, False)
    with pytest.raises(ValueError, match="do not add up"):
        find_spaces(["can", "not"], "can't")


def test_uner_is_read_in_three_types(tmp_path: Path) -> None:
    """The file's own text gives the spaces, and its labels become those that all sets share."""
    folder = tmp_path / "ner" / "uner-ewt"
    folder.mkdir(parents=True)
    text = "# sent_id = a-1\n# text = Lima's Ana\n1\tLima\tB-LOC\t-\tx\n2\t's\tO\t-\tx\n3\tAna\tB-PER\t-\tx\n"
    (folder / "en_ewt-ud-dev.iob2").write_text(text, encoding="utf-8")
    [sentence] = read_uner_dev(tmp_path)
    assert (sentence.text, sentence.names) == ("Lima's Ana", ((0, 1, "PLACE"), (2, 3, "PERSON")))


def test_swapped_names_keep_their_kind_and_place() -> None:
    """Whatever is put in, the words outside names stay, and spans and labels fit the new words."""
    pool = NamePool(("Ana",), ("Ruiz",), ("Chile", "Sri Lanka"), ("Iraqi", "Iraqis", "Poles"))
    words = ("Iraqis", "met", "John", "Smith", "of", "the", "Trade", "Union", "Council", "in", "Paris", "!")
    names = ((0, 1, "NORP"), (2, 4, "PERSON"), (6, 9, "ORG"), (10, 11, "GPE"))
    sentence = TrainingSentence(words, (True,) * 10 + (False, False), names=names)
    seen: set[str] = set()
    for seed in range(300):
        swapped = swap_names(sentence, pool, random.Random(seed))
        spans = swapped.names or ()
        seen.update(" ".join(swapped.words[a:b]) for a, b, _ in spans)
        assert [label for *_, label in spans] == ["NORP", "PERSON", "ORG", "GPE"]
        inside = {i for a, b, _ in spans for i in range(a, b)}
        outside = [word for i, word in enumerate(swapped.words) if i not in inside]
        assert outside == ["met", "of", "the", "in", "!"]
        assert swapped.text[-2:].strip() == swapped.text[-2:]
    assert {"Sri Lanka", "Ana Ruiz", "Iraqis"} <= seen
    assert "Iraqi" not in seen


def test_made_names_are_made_of_the_lists() -> None:
    """The same seed gives the same names, of at least two words."""
    pool = NamePool((), (), ("Peru",), ("Peruvian",))
    for seed in range(50):
        for make in (make_person, make_organisation, lambda rng: make_party(pool, rng)):
            made = make(random.Random(seed))
            assert made == make(random.Random(seed))
            assert len(made if isinstance(made, list) else made.split(" ")) > 1
