"""What `kg explain` tells of a text, in plain text and as a page."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from gold_files import all_examples

from kg.explain import Explanation, explain
from kg.explain.marks import ROLES, Mark, bracketed, cut, marks_of
from kg.explain.reasons import MEANINGS
from kg.explain.text import tree_lines
from kg.model import Reason, Sentence
from kg.pipeline import Pipeline
from kg.tree import Token, Tree

EXAMPLES = {example.text: example for example in all_examples()}
TITLES = ("Parse", "Parse mended", "Actors", "Status cues", "Statements", "What gave nothing, and why")


@cache
def _pipeline() -> Pipeline:
    return Pipeline.without_parser()


def explain_gold(text: str, monkeypatch: pytest.MonkeyPatch) -> Explanation:
    """The explanation of a gold sentence, by its stored parse."""
    example, pipeline = EXAMPLES[text], _pipeline()

    def stored(_: str) -> tuple[Tree, ...]:
        return example.trees

    monkeypatch.setattr(pipeline, "parse", stored)
    return explain(example.document, pipeline=pipeline)


def test_explanation_names_parse_actors_statements_and_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule of a statement's trail is explained by its line of the table, with its look-alike."""
    lines = explain_gold("Brazil urged Venezuela to free the priests.", monkeypatch).to_text().splitlines()
    assert lines[0] == "Brazil urged Venezuela to free the priests."
    assert [line for line in lines if line in TITLES] == ["Parse", "Actors", "Status cues", "Statements"]
    assert "    [source: Brazil] [predicate: urged] [target: Venezuela] to free the priests." in lines
    assert "  “urged” makes it REQUESTED: “free”" in lines
    assert "    within: Brazil -URGES-> Venezuela" in lines
    rule = (
        "object-control: the object of the embedding verb is the subject of the infinitive, as in “Kerry urged Russia"
    )
    assert any(rule in line and "(not in “" in line for line in lines)
    assert lines[-1] == "2 clauses: 2 with 2 statements, 0 with a reason"


def test_the_tree_shows_each_word_below_its_head(monkeypatch: pytest.MonkeyPatch) -> None:
    """Branches in the order of the sentence, with part of speech, relation and name."""
    lines = explain_gold("Norway sleeps.", monkeypatch).to_text().splitlines()
    assert lines[3:6] == [
        "  sleeps    VERB   root",
        "  ├ Norway  PROPN  nsubj  [GPE]",
        "  └ .       PUNCT  punct",
    ]


def test_explanation_says_why_a_clause_gave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence has a reason, with the words of the clause, what the rules found, and what the reason means."""
    text = explain_gold("Norway sleeps.", monkeypatch).to_text()
    assert "Statements\n  none" in text
    assert "What gave nothing, and why\n  verb unknown: Norway sleeps [“sleeps” with subject “Norway”]\n" in text
    assert f"    {MEANINGS[Reason.VERB_UNKNOWN]}" in text
    assert text.endswith("1 clause: 0 with 0 statements, 1 with a reason")


def test_explanation_goes_sentence_by_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """One part a sentence; a pronoun shows whom it stands for."""
    explanation = explain_gold("Russia attacked Georgia. It is also supporting Armenia.", monkeypatch)
    assert len(explanation.sentences) == 2
    assert "“It”: Russia" in explanation.to_text()
    assert explanation.to_text().count("\nParse\n") == 2


def test_explanation_is_the_reading_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shown is what would be recorded."""
    explanation = explain_gold("Mali and Niger accused France.", monkeypatch)
    assert tuple(s for part in explanation.sentences for s in part.statements) == explanation.reading.statements
    assert len(explanation.reading.statements) == 2


def test_a_look_alike_of_negation_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "not only" is shown as no negation, and no cue of that name is."""
    text = next(t for t in EXAMPLES if "not only" in t)
    part = explain_gold(text, monkeypatch).sentences[0]
    assert "not only" in part.blocked
    assert all(scope.cue.text != "not" for scope in part.scopes)


def test_a_cue_reaches_the_clauses_that_it_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scope of "urged" is the embedded act, not the request."""
    part = explain_gold("Brazil urged Venezuela to free the priests.", monkeypatch).sentences[0]
    (scope,) = part.scopes
    assert (scope.cue.text, [p.text for p in scope.predicates]) == ("urged", ["free"])
    assert [s.text for s in scope.spans] == ["to free the priests"]


@pytest.mark.parametrize("text", sorted(EXAMPLES)[::5])
def test_every_gold_sentence_is_accounted_for(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every clause gave a statement or stands among the omissions, and the text says so without an error."""
    explanation = explain_gold(text, monkeypatch)
    reading = explanation.reading
    assert sum(len(part.omissions) for part in explanation.sentences) == len(reading.abstentions)
    assert sum(len(part.clauses) for part in explanation.sentences) == reading.clauses
    named = sum(o.predicate is not None for part in explanation.sentences for o in part.omissions)
    assert named == reading.clauses - reading.clauses_with_statements
    for part in explanation.sentences:
        for statement in part.statements:
            pieces = cut(part.tree.sentence, marks_of(statement))
            assert "".join(piece.text for piece in pieces) == part.tree.sentence.text
    assert "[source: " in explanation.to_text() or not reading.statements


def test_marks_nest_as_brackets() -> None:
    """An end within another is marked within it."""
    sentence = Sentence(0, 10, 27, "US officials left")
    marks = [Mark("source", 10, 22), Mark("target", 10, 12), Mark("predicate", 13, 22)]
    assert bracketed(sentence, marks) == "[source: [target: US] [predicate: officials]] left"


def test_marks_that_cross_are_cut() -> None:
    """Nothing is lost or doubled where two marks overlap."""
    sentence = Sentence(0, 0, 6, "abcdef")
    marks = [Mark("source", 0, 4), Mark("target", 2, 6)]
    assert bracketed(sentence, marks) == "[source: ab][source+target: cd][target: ef]"
    assert [piece.roles for piece in cut(sentence, marks)] == [("source",), ("source", "target"), ("target",)]


def test_marks_outside_the_sentence_are_left_out() -> None:
    """A speaker of the sentence before is not marked here."""
    assert bracketed(Sentence(1, 10, 13, "abc"), [Mark("speaker", 0, 5)]) == "abc"


def test_every_reason_is_explained() -> None:
    """A new reason needs its sentence."""
    assert set(MEANINGS) == set(Reason)


def test_a_statement_that_is_not_read_any_more_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger may hold what other rules read; the explanation shows the present reading and says it differs."""
    explanation = explain_gold("Mali and Niger accused France.", monkeypatch)
    statement = explanation.reading.statements[0]
    assert explanation.about(statement).chosen_is_read
    assert "<- asked for" in explanation.about(statement).to_text()
    gone = explanation.about(replace(statement, sid="0" * 24))
    assert not gone.chosen_is_read
    assert gone.to_text().startswith(f"{'0' * 24}: Mali -ACCUSES-> France, recorded by newswire@")
    assert "do not read it any more" in gone.to_text().splitlines()[0]


def test_a_sentence_without_its_document_is_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement whose text is not held is found again by its words, and the line says what is missing."""
    example = EXAMPLES["Mali and Niger accused France."]
    recorded = explain_gold(example.text, monkeypatch).reading.statements[0]
    elsewhere = replace(recorded, sid="0" * 24, sentence=replace(recorded.sentence, start=500, end=530))
    explanation = explain(example.text, pipeline=_pipeline(), alone=True).about(elsewhere)
    assert explanation.chosen_is_read
    lines = explanation.to_text().splitlines()
    assert "whose text is not held" in lines[0]
    assert sum("<- asked for" in line for line in lines) == 1
    assert 'class="card chosen"' in explanation.to_html()


def test_only_the_sentences_of_the_statement_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement of the second sentence leaves the first one out."""
    explanation = explain_gold("Russia attacked Georgia. It is also supporting Armenia.", monkeypatch)
    second = next(s for s in explanation.reading.statements if s.sentence.index == 1)
    assert [part.tree.sentence.index for part in explanation.about(second).sentences] == [1]


def test_the_page_is_complete_and_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sections, marks, drawing of the tree; no script, no address to load from, a policy that forbids both."""
    page = explain_gold("Brazil urged Venezuela to free the priests.", monkeypatch).to_html()
    assert "default-src &#x27;none&#x27;; style-src &#x27;sha256-" in page
    assert "<script" not in page
    assert set(re.findall(r'(?:href|src)="([^"#]*)', page)) <= {""}
    assert "http" not in page.replace('xmlns="http://www.w3.org/2000/svg"', "").replace("http-equiv", "")
    assert '<mark class="source" title="source"><bdi>Brazil</bdi></mark>' in page
    assert '<span class="badge">' not in page
    assert "asked for</span>" in page
    assert page.count("<article") == 2
    assert page.count('<path d="M') >= 2 * 6
    assert "<code>object-control</code> the object of the embedding verb" in page


def test_the_page_names_its_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each role stands in the legend and has a colour of its own in the style."""
    page = explain_gold("Norway sleeps.", monkeypatch).to_html()
    for role in ROLES:
        assert f'<mark class="{role}">{role}</mark>' in page
        assert f"mark.{role}" in page


def test_several_sentences_are_listed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list leads to each; one sentence needs none."""
    page = explain_gold("Russia attacked Georgia. It is also supporting Armenia.", monkeypatch).to_html()
    assert '<a href="#s2">' in page
    assert 'id="s2"' in page
    assert 'href="#s1"' not in explain_gold("Norway sleeps.", monkeypatch).to_html()


def long_tree(words: int, *, deep: bool) -> Tree:
    """A sentence of as many words, all below the first or each below the one before."""
    text = " ".join(["word"] * words)
    heads = [max(0, i - 1) if deep else 0 for i in range(words)]
    tokens = [
        Token(i, 5 * i, 5 * i + 4, "word", "word", "NOUN", "NN", "dep" if i else "root", heads[i]) for i in range(words)
    ]
    return Tree(Sentence(0, 0, len(text), text), tuple(tokens))


def test_a_long_sentence_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parse stands on the page as text."""
    tree = long_tree(301, deep=False)
    monkeypatch.setattr(_pipeline(), "parse", lambda _: (tree,))
    page = explain(tree.sentence.text, pipeline=_pipeline()).to_html()
    assert "<svg" not in page
    assert page.count("├ word") == 299


def test_a_deep_tree_stays_narrow() -> None:
    """A chain of thousands of words is as long as they are, not as long as their square."""
    lines = list(tree_lines(long_tree(3000, deep=True)))
    assert len(lines) == 3000
    assert max(map(len, lines)) < 200


@pytest.mark.model
def test_a_string_is_explained_with_the_shipped_model() -> None:
    """The whole way from a string, an empty one too."""
    assert "Ghana -THANKS-> Togo" in explain("Ghana thanked Togo.").to_text().replace("  ", " ")
    assert explain("").to_text() == ""
    assert "nothing to explain" in explain("").to_html()


@pytest.mark.model
def test_hostile_text_stays_text() -> None:
    """Tags are words on the page, marks that reorder are gone, and a long list of brackets is no deep recursion."""
    hostile = (
        'Ghana </style><script>alert(1)</script> thanked \u202eTogo & "Benin". ' + "(" * 300 + "Mali left" + ")" * 300
    )
    page = explain(hostile).to_html()
    assert "<script" not in page
    assert "\u202e" not in page
    assert page.count("</style>") == 1
    assert len(explain(hostile).to_text()) > len(hostile)


def test_confidence_is_told_with_its_strongest_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement's chance stands beside at most three features for it and three against it, with their weights."""
    text = explain_gold("Omar Faye met two Ghanaians, Kofi Boateng and Ama Mensah.", monkeypatch).to_text()
    line = next(line.strip() for line in text.splitlines() if line.strip().startswith("confidence: "))
    told = re.fullmatch(r"confidence: 0\.\d\d? (for: (?P<for>.+); )?against: (?P<against>.+)", line)
    assert told is not None, line
    weights = re.findall(r"\(([+-]\d\.\d)\)", told["against"])
    assert 1 <= len(weights) <= 3
    assert all(weight.startswith("-") for weight in weights)
