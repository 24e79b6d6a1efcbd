"""The training data is read without loss, corrected by the stated rules, and what may not be learned from stays out."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
import spacy

from kg.errors import ConfigError
from kg.training.augment import augment, can_lose_space, curl_quotes, drop_full_stop, straighten_quotes, vary_spaces
from kg.training.corrections import SilverSentence, complete_sentence, correct_sentence, learn_majorities
from kg.training.data import find_data
from kg.training.date_spans import find_dates
from kg.training.measures import f_score
from kg.training.names import make_training_sentence, read_held_out_names, read_training_names
from kg.training.places import Places
from kg.training.readers import join_sentences
from kg.training.sentences import TrainingSentence, make_doc, make_example
from kg.training.swaps import NamePool, swap_names
from kg.training.tokenizing import add_infixes, split_hyphenated
from kg.training.treebank import read_paragraphs

CONLLU = """# newdoc id = toy
# newpar
# sent_id = toy-1
# text = Peru's envoy didn't wait.
1-2\tPeru's\t_\t_\t_\t_\t_\t_\t_\t_
1\tPeru\tPeru\tPROPN\tNNP\tNumber=Sing\t3\tnmod:poss\t_\t_
2\t's\t's\tPART\tPOS\t_\t1\tcase\t_\t_
3\tenvoy\tenvoy\tNOUN\tNN\tNumber=Sing\t6\tnsubj\t_\t_
4-5\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
4\tdid\tdo\tAUX\tVBD\t_\t6\taux\t_\t_
5\tn't\tnot\tPART\tRB\t_\t6\tadvmod\t_\t_
6\twait\twait\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t6\tpunct\t_\t_

# sent_id = toy-2
# text = Lima voted.
1\tLima\tLima\tPROPN\tNNP\t_\t2\tnsubj\t_\t_
2\tvoted\tvote\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newpar
# sent_id = toy-3
# text = The end
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
2\tend\tend\tNOUN\tNN\t_\t0\troot\t_\t_
"""
PLACES = Places(
    countries=frozenset({"Peru", "Chile", "Norway", "U.S.", "Sri Lanka"}),
    capitals=frozenset({"Lima"}),
    peoples=frozenset({"Peruvian", "Norwegian", "Chilean"}),
)


@pytest.fixture
def paragraphs(tmp_path: Path) -> list[list[TrainingSentence]]:
    """The toy treebank as read."""
    path = tmp_path / "toy.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return read_paragraphs(path)


def test_multiword_tokens_keep_their_spaces(paragraphs: list[list[TrainingSentence]]) -> None:
    """The words of a sentence add up to its text, and paragraphs are kept."""
    assert [[s.text.rstrip() for s in p] for p in paragraphs] == [
        ["Peru's envoy didn't wait.", "Lima voted."],
        ["The end"],
    ]
    first = paragraphs[0][0]
    assert first.words[:5] == ("Peru", "'s", "envoy", "did", "n't")
    assert first.spaces[:5] == (False, True, True, False, True)
    assert first.heads[5] == 5
    assert first.deps[5] == "ROOT"


def test_gold_doc_has_the_sentences(paragraphs: list[list[TrainingSentence]]) -> None:
    """Joined sentences keep their trees, shifted, and the tokenizer's words align with the gold ones."""
    nlp = spacy.blank("en")
    doc = make_doc(nlp, paragraphs[0])
    assert [sentence.root.text for sentence in doc.sents] == ["wait", "voted"]
    assert doc[8].head.text == "voted" or doc[7].head.text == "voted"
    example = make_example(nlp, paragraphs[0])
    assert [token.text for token in example.predicted] == [token.text for token in example.reference]
    assert example.get_aligned("HEAD")[0] == 2
    with pytest.raises(ValueError, match="same kinds"):
        make_doc(nlp, [paragraphs[0][0], TrainingSentence(("Lima",), (True,), names=())])


def test_words_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    """A file whose words are not its text is an error, not a dropped sentence."""
    path = tmp_path / "broken.conllu"
    path.write_text(CONLLU.replace("# text = The end", "# text = The start"), encoding="utf-8")
    with pytest.raises(ValueError, match="toy-3"):
        read_paragraphs(path)


def test_augmentation_changes_writing_alone(paragraphs: list[list[TrainingSentence]]) -> None:
    """Whatever is drawn, words, heads and labels stay in number and order."""
    for seed in range(200):
        for before, after in zip(paragraphs[0], augment(paragraphs[0], random.Random(seed)), strict=True):
            assert len(after.words) == len(before.words)
            assert (after.heads, after.deps, after.tags) == (before.heads, before.deps, before.tags)
            assert after.text.lower().replace("’", "'").split() == before.text.lower().split()
    assert augment(paragraphs[0], random.Random(3)) == augment(paragraphs[0], random.Random(3))


def test_quotes_of_both_kinds() -> None:
    """Quotes turn typographic by their side and come back straight; spaces inside them go."""
    words = ("He", "said", '"', "we", "won", "'t", '"', ".")
    sentence = TrainingSentence(words, (True, True, True, True, False, True, False, True))
    assert curl_quotes(sentence).words == ("He", "said", "“", "we", "won", "’t", "”", ".")
    assert straighten_quotes(curl_quotes(sentence)).words == words
    assert 'said "we won\'t".' in {vary_spaces(sentence, random.Random(i)).text[3:].rstrip() for i in range(20)}


def test_full_stops_and_missing_spaces(paragraphs: list[list[TrainingSentence]]) -> None:
    """A full stop can be dropped with its arc; a space can be missing only where it can be found again."""
    first, second = paragraphs[0]
    assert drop_full_stop(second).words == ("Lima", "voted")
    assert drop_full_stop(second).heads == (1, 1)
    assert drop_full_stop(paragraphs[1][0]) == paragraphs[1][0]
    assert can_lose_space(first, second)
    assert not can_lose_space(paragraphs[1][0], second)


def test_sentences_are_joined_and_none_lost(paragraphs: list[list[TrainingSentence]]) -> None:
    """Every sentence comes once a pass, in documents of eight at most, the same for the same seed."""
    many = paragraphs * 30
    documents = list(join_sentences(many, random.Random(1)))
    assert sum(len(document) for document in documents) == 90
    assert max(len(document) for document in documents) <= 8
    assert documents == list(join_sentences(many, random.Random(1)))
    assert documents != list(join_sentences(many, random.Random(2)))


def test_tokenizer_finds_missing_spaces_and_abbreviations() -> None:
    """The additional places to split."""
    nlp = spacy.blank("en")
    add_infixes(nlp)
    text = "He saw threats.At noon U.S.-led ships (two).They left in 2014.Peru asked why?Nobody of NATO.Lima knew."
    words = [token.text for token in nlp.make_doc(text)]
    assert [words[i : i + 3] for i in range(len(words)) if words[i : i + 1] == ["threats"]] == [["threats", ".", "At"]]
    assert "U.S." in words
    assert {"They", "2014", "Nobody", "NATO"} <= set(words)
    assert "e.g." in [token.text for token in nlp.make_doc("ships, e.g. frigates")]


def test_hyphenated_abbreviations_become_three_words() -> None:
    """The tree of "U.S.-led ships" gets the two words that the tokenizer makes more."""
    sentence = TrainingSentence(
        words=("U.S.-led", "ships", "left"),
        spaces=(True, True, False),
        tags=("VBN", "NNS", "VBD"),
        pos=("VERB", "NOUN", "VERB"),
        morphs=("", "", ""),
        lemmas=("U.S.-led", "ship", "leave"),
        heads=(1, 2, 2),
        deps=("amod", "nsubj", "ROOT"),
    )
    split = split_hyphenated(sentence)
    assert split.words == ("U.S.", "-", "led", "ships", "left")
    assert split.heads == (2, 0, 3, 4, 4)
    assert split.deps == ("compound", "punct", "amod", "nsubj", "ROOT")
    assert split.text == sentence.text
    assert split_hyphenated(split) == split


def corrected(text: str, *names: tuple[int, int, str]) -> list[tuple[str, str]]:
    """The names of a sentence after all rules, as words and label."""
    words = text.split()
    sentence = correct_sentence(SilverSentence(words, ["NNP"] * len(words), list(names)), PLACES)
    done = complete_sentence(sentence, {"Solberg": "PERSON"}, PLACES)
    return [(" ".join(done.words[a:b]), label) for a, b, label in done.names]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("President Erna Solberg spoke", [(0, 3, "per")], [("Erna Solberg", "PERSON")]),
        ("Mr. spoke", [(0, 1, "per")], []),
        ("General Solberg spoke", [(0, 2, "org")], [("Solberg", "PERSON")]),
        ("southern Peru voted", [(0, 2, "geo")], [("Peru", "GPE")]),
        ("the Black Sea froze", [(1, 3, "geo")], [("Black Sea", "LOC")]),
        ("Peruvian ships left", [(0, 1, "gpe")], [("Peruvian", "NORP")]),
        ("Peru voted", [(0, 1, "gpe")], [("Peru", "GPE")]),
        ("Lima voted", [(0, 1, "org")], [("Lima", "GPE")]),
        ("Sri Lanka voted", [(0, 1, "per"), (1, 2, "gpe")], [("Sri Lanka", "GPE")]),
        ("NATO-led ships left", [(0, 1, "org")], [("NATO", "ORG")]),
        ("Chilean-Peruvian talks", [], [("Chilean", "NORP"), ("Peruvian", "NORP")]),
        ("Peru and Chile voted", [(0, 3, "org")], [("Peru", "GPE"), ("Chile", "GPE")]),
        ("U.S. Defense Secretary Cole spoke", [(0, 2, "org"), (3, 4, "per")], [("U.S.", "GPE"), ("Cole", "PERSON")]),
        ("two ships left several ports", [(0, 1, "tim"), (3, 4, "tim")], []),
        ("ships left Norway on Monday", [(4, 5, "tim")], [("Norway", "GPE"), ("Monday", "DATE")]),
        ("the Vioxx trial", [(1, 2, "art")], []),
    ],
)
def test_silver_names_are_corrected(
    text: str, names: list[tuple[int, int, str]], expected: list[tuple[str, str]]
) -> None:
    """Each stated rule on a sentence of its own."""
    assert corrected(text, *names) == expected


def test_majority_labels_need_enough_and_clear_cases() -> None:
    """A name takes its majority label only if seen often and labelled mostly alike."""
    often = [SilverSentence(["Fatima"], ["NNP"], [(0, 1, label)]) for label in ["PERSON"] * 4 + ["ORG"]]
    rare = [SilverSentence(["Otto"], ["NNP"], [(0, 1, "PERSON")])] * 3
    split = [SilverSentence(["Sava"], ["NNP"], [(0, 1, label)]) for label in ["GPE"] * 5 + ["LOC"] * 5]
    assert learn_majorities([*often, *rare, *split]) == {"Fatima": "PERSON"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left last Friday , two days after May 3 , 2011 .", ["last Friday", "May 3 , 2011"]),
        ("In 2004 about 2004 people came in March", ["2004", "March"]),
        ("They may march for three days", []),
        ("earlier this month and two weeks ago in the 1990s", ["earlier this month", "two weeks ago", "the 1990s"]),
    ],
)
def test_dates_by_pattern(text: str, expected: list[str]) -> None:
    """What answers "when" is a date; durations and bare numbers are none."""
    words = text.split()
    assert [" ".join(words[a:b]) for a, b in find_dates(words)] == expected


def test_names_are_swapped_with_their_spans() -> None:
    """Exchanged names keep label and place, also where the number of words changes."""
    sentence = make_training_sentence(SilverSentence(["Hamas", "met", "Ana", "Ruiz", "."], [""] * 5, [(0, 1, "ORG")]))
    pool = NamePool(("Ana",), ("Ruiz",))
    seen = set()
    for seed in range(300):
        swapped = swap_names(sentence, pool, random.Random(seed))
        assert swapped.names is not None
        start, end, label = swapped.names[0]
        assert label == "ORG"
        assert swapped.words[end:] == ("met", "Ana", "Ruiz", ".")
        assert len(swapped.words) == len(swapped.spaces)
        seen.add(" ".join(swapped.words[start:end]))
    assert {"Hamas", "Islamic State", "IS"} <= seen


def test_missing_data_is_said_clearly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the data there is an error that names KG_DATA."""
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    with pytest.raises(ConfigError, match="no training data") as caught:
        find_data()
    assert "KG_DATA" in (caught.value.hint or "")


def test_f_score_of_nothing_is_zero() -> None:
    """No division by zero, and the usual value else."""
    assert f_score(0, 0, 0) == 0
    assert f_score(3, 4, 2) == 100


def test_using_a_model_needs_no_training_code() -> None:
    """Parsing does not import the training package."""
    import subprocess

    program = "import sys, kg.parsing.spacy_parser; print([m for m in sys.modules if m.startswith('kg.training')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.data
@pytest.mark.slow
def test_nothing_held_out_is_trained_on() -> None:
    """No training sentence stands in the held-out block, word for word."""
    try:
        root = find_data()
    except ConfigError as error:
        pytest.skip(error.message)
    held_out = {" ".join(s.words) for s in read_held_out_names(root, corrected=False)}
    hyphens_split = {" ".join(s.words) for s in read_held_out_names(root)}
    training = {" ".join(s.words) for s in read_training_names(root)}
    assert len(held_out) > 13_000
    assert training.isdisjoint(held_out)
    assert training.isdisjoint(hyphens_split)
