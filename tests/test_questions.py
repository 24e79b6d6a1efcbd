"""Every saved question on a small graph made by hand: literal rows, the same in every store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from question_graph import make_document, make_ledger, make_statements
from sample_graph import SampleDocument

from kg.errors import QueryParameterError, UnknownActor, UnknownQuery
from kg.query.files import list_questions
from kg.query.portability import portability_notes
from kg.query.question import Question
from kg.query.reference import reference
from kg.query.run import ask
from kg.query.tokens import tokenize
from kg.store import GraphStore, open_store
from kg.sync import load

JANUARY, FEBRUARY, SUNDAY, MARCH = "2015-01-10", "2015-02-03", "2015-03-01", "2015-03-05"
WRITER = "(the writer)"
HERALD, POST = "Coast Herald", "Valley Post"
AFFIRMED, NEGATED, ASSERTED = "AFFIRMED", "NEGATED", "ASSERTED"
PORT, SPREADS = "The port stays closed", "Fighting spreads"
ARCADIA, BORDURIA, KELLER, RADEK = "Arcadia", "Borduria", "Anna Keller", "Tomas Radek"

Row = tuple[Any, ...]
Case = tuple[str, dict[str, Any], list[Row]]
CASES: list[Case] = [
    (
        "who_supports",
        {"actor": BORDURIA},
        [
            (ARCADIA, "SUPPORTS", BORDURIA, 3, 2, JANUARY, FEBRUARY),
            ("Coastal Union", "AIDS", "Bordurian army", 1, 1, JANUARY, JANUARY),
        ],
    ),
    (
        "who_supports",
        {"actor": BORDURIA, "officials": False, "since": "2015-02-01"},
        [(ARCADIA, "SUPPORTS", BORDURIA, 1, 1, FEBRUARY, FEBRUARY)],
    ),
    ("who_supports", {"actor": "a5"}, [(ARCADIA, "AIDS", "rebels", 1, 1, MARCH, MARCH)]),
    (
        "who_opposes",
        {"actor": BORDURIA},
        [
            (KELLER, "DEMANDS_OF", BORDURIA, 1, 1, MARCH, MARCH),
            (ARCADIA, "CONDEMNS", BORDURIA, 1, 1, MARCH, MARCH),
            ("Ida Lund", "CRITICIZES", BORDURIA, 1, 1, None, None),
            ("rebels", "FIGHTS", BORDURIA, 1, 1, FEBRUARY, FEBRUARY),
        ],
    ),
    (
        "who_opposes",
        {"actor": "a5", "until": "2015-02-28"},
        [(BORDURIA, "FIGHTS", "rebels", 1, 1, FEBRUARY, FEBRUARY)],
    ),
    (
        "who_opposes",
        {"actor": "Ida Lund"},
        [
            ("rebels", "CRITICIZES", "Ida Lund", 1, 1, MARCH, MARCH),
            ("rebels", "CRITICIZES", "Ida Lund", 1, 1, MARCH, MARCH),
        ],
    ),
    (
        "allies_and_rivals",
        {"actor": "Ida Lund"},
        [
            (BORDURIA, 0, 1, 1, -3.0, None),
            ("rebels", 0, 1, 1, -3.0, MARCH),
            ("rebels", 0, 1, 1, -3.0, MARCH),
        ],
    ),
    (
        "whom_it_pressures",
        {"actor": BORDURIA},
        [
            (BORDURIA, "FIGHTS", "rebels", 1, 1, FEBRUARY, FEBRUARY),
            ("Bordurian army", "ATTACKS", "rebels", 1, 1, MARCH, MARCH),
        ],
    ),
    ("whom_it_pressures", {"actor": "a5"}, [("rebels", "FIGHTS", BORDURIA, 1, 1, FEBRUARY, FEBRUARY)]),
    (
        "who_holds_office",
        {"actor": "Republic of Arcadia"},
        [(KELLER, "HOLDS_OFFICE_IN", "foreign minister", ARCADIA, False, 1, JANUARY)],
    ),
    ("who_holds_office", {"actor": BORDURIA}, []),
    (
        "who_holds_office",
        {"actor": BORDURIA, "former": True},
        [(RADEK, "COMMANDS", "commander", "Bordurian army", True, 1, JANUARY)],
    ),
    ("who_holds_office", {"actor": BORDURIA, "former": True, "bodies": False}, []),
    (
        "allies_and_rivals",
        {"actor": BORDURIA},
        [
            ("Coastal Union", 2, 0, 2, 6.0, MARCH),
            (ARCADIA, 2, 1, 3, 1.2, MARCH),
            (KELLER, 1, 1, 1, -0.7, MARCH),
            ("Ida Lund", 0, 1, 1, -3.0, None),
            ("rebels", 0, 2, 2, -9.0, MARCH),
        ],
    ),
    (
        "allies_and_rivals",
        {"actor": BORDURIA, "officials": False, "until": "2015-02-28"},
        [
            (ARCADIA, 2, 0, 2, 4.0, FEBRUARY),
            ("Ida Lund", 0, 1, 1, -3.0, None),
            ("rebels", 0, 1, 1, -9.0, FEBRUARY),
        ],
    ),
    (
        "most_active",
        {"top": 4},
        [
            (ARCADIA, "GPE", 7, 3, 3),
            (KELLER, "PERSON", 4, 3, 3),
            (BORDURIA, "GPE", 2, 2, 2),
            ("Coastal Union", "ORG", 2, 2, 2),
        ],
    ),
    (
        "what_officials_do",
        {"country": BORDURIA},
        [
            ("Bordurian army", "ATTACKS", "rebels", 1, 1, MARCH, MARCH),
            (RADEK, "MEETS", KELLER, 1, 1, SUNDAY, SUNDAY),
        ],
    ),
    (
        "what_officials_do",
        {"country": "ARC", "since": "2015-02-01"},
        [
            (KELLER, "DEMANDS_OF", BORDURIA, 1, 1, MARCH, MARCH),
            (KELLER, "MEETS", RADEK, 1, 1, SUNDAY, SUNDAY),
            (KELLER, "URGES", BORDURIA, 1, 1, FEBRUARY, FEBRUARY),
        ],
    ),
    (
        "relations_by_month",
        {"actor": BORDURIA, "other": ARCADIA},
        [
            ("2015-01", ARCADIA, "SUPPORT", BORDURIA, 2, 1, 4.0),
            ("2015-02", ARCADIA, "REQUEST", BORDURIA, 1, 1, 0.0),
            ("2015-02", ARCADIA, "SUPPORT", BORDURIA, 1, 1, 4.0),
            ("2015-03", ARCADIA, "ACCUSE", BORDURIA, 1, 1, -4.5),
            ("2015-03", ARCADIA, "REQUEST", BORDURIA, 1, 1, -3.0),
            ("2015-03", BORDURIA, "CONSULT", ARCADIA, 1, 1, 1.5),
        ],
    ),
    (
        "relations_by_month",
        {"actor": BORDURIA, "other": ARCADIA, "officials": False, "since": "2015-02-01"},
        [
            ("2015-02", ARCADIA, "SUPPORT", BORDURIA, 1, 1, 4.0),
            ("2015-03", ARCADIA, "ACCUSE", BORDURIA, 1, 1, -4.5),
        ],
    ),
    (
        "relations_by_month",
        {"actor": BORDURIA, "other": "Ida Lund"},
        [(None, "Ida Lund", "ACCUSE", BORDURIA, 1, 1, -3.0)],
    ),
    (
        "strongest_dyads",
        {"top": 4},
        [
            (ARCADIA, BORDURIA, 4, 3, 1.2, MARCH),
            (BORDURIA, KELLER, 2, 2, -1.5, MARCH),
            (ARCADIA, "Coastal Union", 2, 1, 6.0, FEBRUARY),
            (KELLER, RADEK, 1, 1, 1.5, SUNDAY),
        ],
    ),
    ("who_meets", {"actor": BORDURIA}, [(RADEK, "MEETS", KELLER, 1, 1, SUNDAY, SUNDAY)]),
    ("who_meets", {"actor": KELLER}, [(KELLER, "MEETS", RADEK, 1, 1, SUNDAY, SUNDAY)]),
    ("who_meets", {"actor": BORDURIA, "officials": False}, []),
    (
        "who_urges_whom",
        {},
        [
            (KELLER, "DEMANDS_OF", BORDURIA, 1, 1, MARCH, MARCH),
            (KELLER, "URGES", BORDURIA, 1, 1, FEBRUARY, FEBRUARY),
        ],
    ),
    (
        "shifts_of_tone",
        {"actor": BORDURIA, "turn": SUNDAY},
        [
            (ARCADIA, 2, 4.0, 1, -4.5, -8.5),
            ("Coastal Union", 1, 7.0, 1, 5.0, -2.0),
            ("rebels", 1, -9.0, 1, -9.0, 0.0),
        ],
    ),
    (
        "shifts_of_tone",
        {"actor": BORDURIA, "turn": SUNDAY, "officials": False},
        [(ARCADIA, 2, 4.0, 1, -4.5, -8.5)],
    ),
    ("shifts_of_tone", {"actor": BORDURIA, "turn": "2016-01-01"}, []),
    (
        "evidence",
        {"actor": BORDURIA, "other": ARCADIA},
        [
            (
                JANUARY,
                ARCADIA,
                "SUPPORTS",
                BORDURIA,
                AFFIRMED,
                ASSERTED,
                [],
                "Sentence 1.",
                "Talks begin",
                HERALD,
                "s01",
            ),
            (JANUARY, ARCADIA, "SUPPORTS", BORDURIA, AFFIRMED, ASSERTED, [], "Sentence 2.", "Talks begin", POST, "s02"),
            (FEBRUARY, ARCADIA, "SUPPORTS", BORDURIA, AFFIRMED, ASSERTED, [RADEK], "Sentence 3.", PORT, HERALD, "s03"),
            (FEBRUARY, ARCADIA, "SUPPORTS", BORDURIA, NEGATED, ASSERTED, [KELLER], "Sentence 4.", PORT, HERALD, "s04"),
            (MARCH, ARCADIA, "CONDEMNS", BORDURIA, AFFIRMED, ASSERTED, [KELLER], "Sentence 14.", SPREADS, POST, "s14"),
            (
                MARCH,
                BORDURIA,
                "ATTACKS",
                ARCADIA,
                NEGATED,
                ASSERTED,
                ["officials", RADEK],
                "Sentence 21.",
                SPREADS,
                POST,
                "s21",
            ),
        ],
    ),
    (
        "evidence",
        {"actor": ARCADIA, "other": "a5", "factual": True},
        [(MARCH, ARCADIA, "AIDS", "rebels", AFFIRMED, ASSERTED, [], "Sentence 11.", SPREADS, POST, "s11")],
    ),
    (
        "evidence",
        {"actor": "Ida Lund", "other": BORDURIA, "relation": "CRITICIZES"},
        [(None, "Ida Lund", "CRITICIZES", BORDURIA, AFFIRMED, ASSERTED, [], "Sentence 20.", "news/5.txt", None, "s20")],
    ),
    (
        "evidence",
        {"actor": ARCADIA, "other": BORDURIA, "relation": "MEETS", "officials": True},
        [(SUNDAY, KELLER, "MEETS", RADEK, AFFIRMED, ASSERTED, [], "Sentence 8.", SPREADS, POST, "s08")],
    ),
    ("evidence", {"actor": ARCADIA, "other": BORDURIA, "relation": "MEETS"}, []),
    (
        "sources_behind",
        {"source": ARCADIA, "target": BORDURIA, "relation": "SUPPORTS"},
        [
            ("SUPPORTS", "d1", HERALD, "Talks begin", "news/1.txt", JANUARY, 1),
            ("SUPPORTS", "d1", POST, "Talks begin", "news/2.txt", JANUARY, 1),
            ("SUPPORTS", "d3", HERALD, PORT, "news/3.txt", FEBRUARY, 1),
        ],
    ),
    ("sources_behind", {"source": BORDURIA, "target": ARCADIA}, []),
    (
        "sources_behind",
        {"source": "a5", "target": BORDURIA},
        [("FIGHTS", "d3", HERALD, PORT, "news/3.txt", FEBRUARY, 1)],
    ),
    (
        "on_whose_word",
        {"actor": BORDURIA, "since": "2015-02-01"},
        [
            (WRITER, "ASSAULT", 2, 2, MARCH),
            (WRITER, "REQUEST", 2, 2, MARCH),
            (WRITER, "ACCUSE", 1, 1, None),
            (WRITER, "AGREE", 1, 1, MARCH),
            (WRITER, "CONSULT", 1, 1, SUNDAY),
            (KELLER, "ACCUSE", 1, 1, MARCH),
            (RADEK, "SUPPORT", 1, 1, FEBRUARY),
        ],
    ),
    (
        "on_whose_word",
        {"actor": ARCADIA, "factual": False, "since": "2015-02-01"},
        [
            (WRITER, "AID", 2, 2, MARCH),
            (WRITER, "REQUEST", 2, 2, MARCH),
            (WRITER, "ALLY", 1, 1, FEBRUARY),
            (WRITER, "CONSULT", 1, 1, SUNDAY),
            (WRITER, "SANCTION", 1, 1, FEBRUARY),
            (KELLER, "ACCUSE", 1, 1, MARCH),
            (KELLER, "SUPPORT", 1, 1, FEBRUARY),
            (RADEK, "ASSAULT", 1, 1, MARCH),
            (RADEK, "SUPPORT", 1, 1, FEBRUARY),
            ("officials", "ASSAULT", 1, 1, MARCH),
        ],
    ),
    (
        "what_it_says",
        {"speaker": ARCADIA, "about": BORDURIA},
        [
            (FEBRUARY, KELLER, ARCADIA, "SUPPORTS", BORDURIA, NEGATED, ASSERTED, "Sentence 4.", 1),
            (FEBRUARY, KELLER, BORDURIA, "AIDS", "rebels", AFFIRMED, "REQUESTED", "Sentence 7.", 1),
            (MARCH, KELLER, ARCADIA, "CONDEMNS", BORDURIA, AFFIRMED, ASSERTED, "Sentence 14.", 1),
        ],
    ),
    ("what_it_says", {"speaker": ARCADIA, "about": BORDURIA, "officials": False}, []),
    (
        "denied_statements",
        {"actor": BORDURIA},
        [
            (ARCADIA, "SUPPORTS", BORDURIA, KELLER, 1, 1, FEBRUARY),
            (BORDURIA, "ATTACKS", ARCADIA, "officials", 1, 1, MARCH),
        ],
    ),
    (
        "contested_statements",
        {"actor": BORDURIA},
        [
            (ARCADIA, "SUPPORTS", BORDURIA, WRITER, KELLER, 1, 1),
            (ARCADIA, "SUPPORTS", BORDURIA, RADEK, KELLER, 1, 1),
        ],
    ),
    (
        "pledges_without_act",
        {"actor": BORDURIA},
        [(MARCH, BORDURIA, "PROMISES_HELP", "Coastal Union", "help with the port", 1, 1)],
    ),
    ("pledges_without_act", {"actor": ARCADIA}, [(FEBRUARY, KELLER, "SANCTIONS", "rebels", None, 1, 1)]),
    (
        "pledges_without_act",
        {"actor": KELLER},
        [
            (JANUARY, KELLER, "PROMISES_HELP", "Coastal Union", None, 1, 1),
            (FEBRUARY, KELLER, "SANCTIONS", "rebels", None, 1, 1),
        ],
    ),
    (
        "what_it_demands",
        {"actor": ARCADIA},
        [
            (KELLER, "DEMANDS_OF", BORDURIA, "to stop the attacks", 1, 1, MARCH),
            (KELLER, "URGES", BORDURIA, "to help the rebels", 1, 1, FEBRUARY),
        ],
    ),
    ("what_is_asked_of", {"actor": BORDURIA}, [(BORDURIA, "AIDS", "rebels", KELLER, 1, 1, FEBRUARY)]),
]
QUESTIONS = list_questions()


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """The graph in the embedded store, for questions that change nothing."""
    with open_store("embedded", home=tmp_path_factory.mktemp("home")) as store:
        load(make_ledger(), store)
        yield store


@pytest.mark.parametrize(("name", "parameters", "rows"), CASES)
def test_question_gives_its_rows(embedded: GraphStore, name: str, parameters: dict[str, Any], rows: list[Row]) -> None:
    """Literal rows, in order."""
    assert ask(embedded, make_ledger(), name, parameters).rows == rows


def test_rows_are_the_same_in_every_store(any_store: GraphStore) -> None:
    """Each store gives each question's literal rows, of the same types."""
    ledger = make_ledger()
    load(ledger, any_store)
    answers = [(name, parameters, ask(any_store, ledger, name, parameters).rows) for name, parameters, _ in CASES]
    assert answers == CASES
    assert repr(answers) == repr(CASES)


def test_every_question_has_a_case_with_rows() -> None:
    """No question goes untested, and none only by an empty answer."""
    assert {name for name, _, rows in CASES if rows} == {question.name for question in QUESTIONS}
    assert len(QUESTIONS) >= 14


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_question_is_portable_and_sorted(question: Question) -> None:
    """Saved questions stay in the portable subset and end with an order, so that every store gives the same rows."""
    assert portability_notes(question.cypher) == ()
    assert max(map(len, question.cypher.splitlines())) <= 120
    keywords = [token.keyword for token in tokenize(question.cypher)]
    assert "ORDER" in keywords[len(keywords) - keywords[::-1].index("RETURN") :]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_columns_come_as_declared(embedded: GraphStore, question: Question) -> None:
    """The answer has the columns of the header, also where it has no rows."""
    names = {"actor": "Ida Lund", "other": "a5", "speaker": "Ida Lund", "about": "a5", "source": "Ida Lund"}
    names |= {"target": "a5", "country": "Arcadia", "turn": SUNDAY}
    given = {parameter.name: names[parameter.name] for parameter in question.parameters if parameter.required}
    result = ask(embedded, make_ledger(), question.name, given)
    assert result.columns == tuple(column.name for column in question.columns)


def test_reprints_do_not_count(tmp_path: Path) -> None:
    """Three reprints of a text change no answer, but for how many events there are; origins come first in the order."""
    ledger = make_ledger()
    for copy in "xyz":
        ledger.document_list.append(SampleDocument(replace(make_document(4).document, uid=f"d4{copy}"), origin="d4"))
        ledger.statement_list += [
            replace(s, sid=s.sid + copy, event=s.event + copy, document=replace(s.document, uid=f"d4{copy}"))
            for s in make_statements()
            if s.document.uid == "d4"
        ]
    columns = {question.name: [column.name for column in question.columns] for question in QUESTIONS}
    compared = [case for case in CASES if "origins" in columns[case[0]] and "top" not in case[1]]
    assert len({name for name, _, _ in compared}) >= 12
    with open_store("embedded", home=tmp_path) as store:
        load(ledger, store)
        for name, parameters, rows in compared:
            kept = [index for index, column in enumerate(columns[name]) if column != "events"]
            found = ask(store, ledger, name, parameters).rows
            without_events = [{tuple(row[index] for index in kept) for row in each} for each in (found, rows)]
            assert without_events[0] == without_events[1], name
        busiest = ask(store, ledger, "most_active", {"top": 5}).rows
    assert [row[columns["most_active"].index("origins")] for row in busiest] == [3, 3, 2, 2, 2]
    for question in QUESTIONS:
        _, _, order = question.cypher.rpartition("ORDER BY")
        assert "events" not in order.partition("origins")[0], question.name


def test_limit_cuts_and_says_so(embedded: GraphStore) -> None:
    """A limit is never silent."""
    result = ask(embedded, make_ledger(), "who_opposes", {"actor": BORDURIA}, limit=2)
    assert [row[0] for row in result.rows] == [KELLER, ARCADIA]
    assert result.truncated


def test_wrong_questions_are_answered_with_what_to_do(embedded: GraphStore, tmp_path: Path) -> None:
    """Unknown question, actor and parameter each have their error."""
    ledger = make_ledger()
    with pytest.raises(UnknownQuery):
        ask(embedded, ledger, "who_supprts", {"actor": BORDURIA})
    with pytest.raises(UnknownActor):
        ask(embedded, ledger, "who_supports", {"actor": "Bordura"})
    with pytest.raises(QueryParameterError):
        ask(embedded, ledger, "who_supports", {"target": BORDURIA})
    with pytest.raises(UnknownQuery):
        ask(embedded, ledger, "who_supports", {"actor": BORDURIA}, folder=tmp_path)


def test_page_of_questions_is_current() -> None:
    """docs/questions.md is what the headers say today."""
    page = (Path(__file__).parent.parent / "docs" / "questions.md").read_text(encoding="utf-8")
    assert page == reference(), "run `python -m kg.query.reference > docs/questions.md`"
    assert "| actor | actor | required | The actor that is supported. |" in page
    assert "kg ask what_it_demands -p 'actor=John Kerry'" in page
