"""A small graph made by hand for the saved questions; the events are invented.

Document d2 reprints d1, d5 has no date, publisher or title. Arcadia's minister Keller and Borduria's army and minister
Radek are found through `country`; Lund belongs to Arcadia, but to no body of the state. Two actors
are called "rebels".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sample_graph import SampleActor, SampleDocument, SampleLedger, make_participant

from kg.model import (
    Category,
    DateExpression,
    Document,
    DocumentReference,
    Kind,
    Modality,
    Participant,
    Phase,
    Polarity,
    Precision,
    PredicateWords,
    Scope,
    Sentence,
    Statement,
    Words,
)

ARCADIA = SampleActor("Q1", "Arcadia", country="ARC", aliases=("Republic of Arcadia",), wikidata="Q1")
BORDURIA = SampleActor("Q2", "Borduria", country="BOR", wikidata="Q2")
KELLER = SampleActor("a3", "Anna Keller", kind=Kind.PERSON, sector="GOV", country="ARC")
UNION = SampleActor("Q4", "Coastal Union", kind=Kind.ORG, sector="IGO", wikidata="Q4")
REBELS = SampleActor("a5", "rebels", kind=Kind.GROUP, sector="REB", scope=Scope.DESCRIBED, country="BOR")
ARMY = SampleActor("a6", "Bordurian army", kind=Kind.ORG, sector="MIL", country="BOR")
RADEK = SampleActor("a7", "Tomas Radek", kind=Kind.PERSON, sector="GOV", country="BOR")
LUND = SampleActor("a8", "Ida Lund", kind=Kind.PERSON, country="ARC")
NAMESAKES = SampleActor("a9", "rebels", kind=Kind.GROUP, sector="REB", scope=Scope.DESCRIBED, country="ARC")
ACTORS = (ARCADIA, BORDURIA, KELLER, UNION, REBELS, ARMY, RADEK, LUND, NAMESAKES)
OFFICIALS = Participant(
    None, "officials", None, None, Scope.DESCRIBED, None, "officials", 50, 59, make_participant(REBELS).link
)

HERALD, POST = "Coast Herald", "Valley Post"
# number: (published, publisher, title, number of the document that it reprints)
DOCUMENTS: dict[int, tuple[str | None, str | None, str | None, int]] = {
    1: ("2015-01-10", HERALD, "Talks begin", 1),
    2: ("2015-01-10", POST, "Talks begin", 1),
    3: ("2015-02-03", HERALD, "The port stays closed", 3),
    4: ("2015-03-05", POST, "Fighting spreads", 4),
    5: (None, None, None, 5),
}
RELATIONS: dict[str, tuple[Category, float]] = {
    "SUPPORTS": (Category.SUPPORT, 4.0),
    "AIDS": (Category.AID, 7.0),
    "URGES": (Category.REQUEST, 0.0),
    "DEMANDS_OF": (Category.REQUEST, -3.0),
    "MEETS": (Category.CONSULT, 1.5),
    "PROMISES_HELP": (Category.AGREE, 5.0),
    "SANCTIONS": (Category.SANCTION, -6.0),
    "ATTACKS": (Category.ASSAULT, -9.0),
    "FIGHTS": (Category.ASSAULT, -9.0),
    "CONDEMNS": (Category.ACCUSE, -4.5),
    "CRITICIZES": (Category.ACCUSE, -3.0),
    "HOLDS_OFFICE_IN": (Category.ROLE, 0.0),
    "COMMANDS": (Category.ROLE, 0.0),
    "ALLY_OF": (Category.ALLY, 5.0),
}


def make_document(number: int) -> SampleDocument:
    published, publisher, title, reprinted = DOCUMENTS[number]
    document = Document(
        uid=f"d{number}",
        id=f"news/{number}.txt",
        digest=f"text-{reprinted}",
        text="...",
        title=title,
        publisher=publisher,
        published=published,
    )
    return SampleDocument(document, origin=f"d{reprinted}")


def make_statement(
    number: int, document: int, source: SampleActor, relation: str, target: SampleActor, **changes: Any
) -> Statement:
    """Return a factual statement in the writer's own voice; its event is its own; `changes` replace its fields."""
    published, publisher, _, reprinted = DOCUMENTS[document]
    category, score = RELATIONS[relation]
    sentence = f"Sentence {number}."
    statement = Statement(
        sid=f"s{number:02}",
        claim=f"claim-{source.uid}-{relation}-{target.uid}",
        document=DocumentReference(f"d{document}", f"news/{document}.txt", published, publisher, None, f"d{reprinted}"),
        sentence=Sentence(number, 0, len(sentence), sentence),
        source=make_participant(source),
        predicate=PredicateWords(relation.lower(), 10, 10 + len(relation), relation.lower()),
        target=make_participant(target, start=30),
        relation=relation,
        category=category,
        quad=None,
        cameo=None,
        score=score,
        polarity=Polarity.AFFIRMED,
        modality=Modality.ASSERTED,
        phase=None,
        condition=None,
        cues=(),
        factual=True,
        attributed_to=(),
        symmetric=relation in ("MEETS", "FIGHTS", "ALLY_OF"),
        event=f"e{number:02}",
        within=None,
        matter=None,
        place=None,
        date=None,
        confidence=None,
        rules=("verb-object",),
        pipeline="newswire@1",
        model="en_news@1",
    )
    return replace(statement, **changes)


def said_by(*speakers: SampleActor | Participant) -> tuple[tuple[Participant, ...], ...]:
    """Return one step of the speaker chain."""
    return (tuple(s if isinstance(s, Participant) else make_participant(s) for s in speakers),)


def planned(**changes: Any) -> dict[str, Any]:
    return {"modality": Modality.PLANNED, "factual": False, **changes}


def denied(**changes: Any) -> dict[str, Any]:
    return {"polarity": Polarity.NEGATED, "factual": False, **changes}


def make_statements() -> list[Statement]:
    first_of_march = DateExpression("2015-03-01", "2015-03-01", Precision.DAY, "on Sunday", 60, 69)
    return [
        make_statement(1, 1, ARCADIA, "SUPPORTS", BORDURIA),
        make_statement(2, 2, ARCADIA, "SUPPORTS", BORDURIA),
        make_statement(3, 3, ARCADIA, "SUPPORTS", BORDURIA, attributed_to=said_by(RADEK)),
        make_statement(4, 3, ARCADIA, "SUPPORTS", BORDURIA, **denied(attributed_to=said_by(KELLER))),
        make_statement(5, 1, UNION, "AIDS", ARMY),
        make_statement(6, 3, KELLER, "URGES", BORDURIA, matter=Words("to help the rebels", 40, 58)),
        make_statement(
            7,
            3,
            BORDURIA,
            "AIDS",
            REBELS,
            modality=Modality.REQUESTED,
            factual=False,
            within="s06",
            attributed_to=said_by(KELLER),
        ),
        make_statement(8, 4, KELLER, "MEETS", RADEK, date=first_of_march),
        make_statement(9, 4, BORDURIA, "PROMISES_HELP", UNION, matter=Words("help with the port", 40, 58)),
        make_statement(10, 1, ARCADIA, "AIDS", REBELS, **planned()),
        make_statement(11, 4, ARCADIA, "AIDS", REBELS),
        make_statement(12, 3, KELLER, "SANCTIONS", REBELS, **planned()),
        make_statement(13, 4, ARMY, "ATTACKS", REBELS),
        make_statement(14, 4, ARCADIA, "CONDEMNS", BORDURIA, attributed_to=said_by(KELLER)),
        make_statement(15, 4, KELLER, "DEMANDS_OF", BORDURIA, matter=Words("to stop the attacks", 40, 59)),
        make_statement(
            16,
            1,
            KELLER,
            "HOLDS_OFFICE_IN",
            ARCADIA,
            predicate=PredicateWords("Foreign Minister", 0, 16, "foreign minister"),
        ),
        make_statement(
            17,
            1,
            RADEK,
            "COMMANDS",
            ARMY,
            phase=Phase.FORMER,
            factual=False,
            predicate=PredicateWords("former commander", 0, 16, "commander"),
        ),
        make_statement(18, 3, ARCADIA, "ALLY_OF", UNION),
        make_statement(19, 3, BORDURIA, "FIGHTS", REBELS),
        make_statement(20, 5, LUND, "CRITICIZES", BORDURIA),
        make_statement(21, 4, BORDURIA, "ATTACKS", ARCADIA, **denied(attributed_to=said_by(OFFICIALS, RADEK))),
        make_statement(22, 1, KELLER, "PROMISES_HELP", UNION),
        make_statement(23, 3, ARCADIA, "AIDS", UNION),
        make_statement(24, 4, REBELS, "CRITICIZES", LUND),
        make_statement(25, 4, NAMESAKES, "CRITICIZES", LUND),
    ]


class QuestionLedger(SampleLedger):
    """The ledger of this graph, which can also be asked for actors."""

    def find_actors(self, name: str) -> list[SampleActor]:
        return [actor for actor in self.actor_list if name in (actor.uid, actor.name, *actor.aliases)]


def make_ledger() -> QuestionLedger:
    return QuestionLedger(
        actor_list=list(ACTORS),
        document_list=[make_document(number) for number in DOCUMENTS],
        statement_list=make_statements(),
        mention_list=[("Q1", "d1", 2), ("Q2", "d1", 1)],
    )
