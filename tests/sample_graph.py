"""A small ledger made by hand for tests of everything behind the ledger: stores, sync, queries.

The events are invented; four documents, seven actors, eight statements of every sort that the graph tells apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from kg.model import (
    Category,
    DateExpression,
    Document,
    DocumentReference,
    Kind,
    Link,
    Modality,
    Participant,
    Phase,
    Polarity,
    Precision,
    PredicateWords,
    Quad,
    Scope,
    Sentence,
    Statement,
    Words,
)
from kg.records import Record, statement_to_record


@dataclass(frozen=True)
class SampleActor:
    uid: str
    name: str
    kind: Kind | None = Kind.GPE
    sector: str | None = None
    scope: Scope = Scope.NAMED
    country: str | None = None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None


@dataclass(frozen=True)
class SampleDocument:
    document: Document
    origin: str
    sentences: int = 3
    statements: int = 2
    abstained: int = 1


@dataclass
class SampleLedger:
    """Answers what `kg.sync.load` asks of a ledger, from lists that a test may change."""

    uid: str = "ledger-1"
    revision: int = 1
    actor_list: list[SampleActor] = field(default_factory=list)
    document_list: list[SampleDocument] = field(default_factory=list)
    statement_list: list[Statement] = field(default_factory=list)
    mention_list: list[tuple[str, str, int]] = field(default_factory=list)

    def snapshot(self) -> AbstractContextManager[None]:
        return nullcontext()

    def actors(self) -> Iterable[SampleActor]:
        return iter(self.actor_list)

    def documents(self) -> Iterable[SampleDocument]:
        return iter(self.document_list)

    def statements(self) -> Iterator[Statement]:
        return iter(self.statement_list)

    def records(self) -> Iterator[Record]:
        return map(statement_to_record, self.statement_list)

    def mention_counts(self) -> Iterable[tuple[str, str, int]]:
        return iter(self.mention_list)

    def change(self, sid: str, **changes: Any) -> None:
        """Replace fields of one statement, as a corrected reading does."""
        self.statement_list = [
            replace(statement, **changes) if statement.sid == sid else statement for statement in self.statement_list
        ]
        self.revision += 1

    def remove(self, sid: str) -> None:
        self.statement_list = [statement for statement in self.statement_list if statement.sid != sid]
        self.revision += 1


HOSTILE_NAME = 'O\'Brien "the\\ Fox"\nline two\t— Żółć 日本 🕊 `}) DETACH DELETE n //'

ARCADIA = SampleActor("Q1", "Arcadia", country="ARC", aliases=("Republic of Arcadia", "Arcadians"), wikidata="Q1")
BORDURIA = SampleActor("Q2", "Borduria", country="BOR", wikidata="Q2")
MINISTER = SampleActor("a3", "Anna Keller", kind=Kind.PERSON, sector="GOV", country="ARC")
UNION = SampleActor("Q4", "Coastal Union", kind=Kind.ORG, wikidata="Q4")
REBELS = SampleActor("a5", "rebels", kind=Kind.GROUP, sector="REB", scope=Scope.DESCRIBED, country="BOR")
FOX = SampleActor("a6", HOSTILE_NAME, kind=Kind.PERSON)
CITY = SampleActor("Q7", "Port Arcady", kind=Kind.LOC, country="ARC", wikidata="Q7")
ACTORS = (ARCADIA, BORDURIA, MINISTER, UNION, REBELS, FOX, CITY)


def make_document(number: int, **changes: Any) -> SampleDocument:
    uid = f"d{number}"
    document = Document(
        uid=uid,
        id=f"news/{number}.txt",
        digest=f"text-{number}",
        text="...",
        title=f"Report {number}",
        publisher="Coast Herald",
        url=None,
        published=f"2015-03-0{number}",
        language="en",
    )
    return SampleDocument(replace(document, **changes), origin="d1" if number == 2 else uid)


def make_participant(actor: SampleActor, text: str | None = None, start: int = 0) -> Participant:
    text = text or actor.name
    return Participant(
        uid=actor.uid,
        name=actor.name,
        kind=actor.kind,
        sector=actor.sector,
        scope=actor.scope,
        country=actor.country,
        text=text,
        start=start,
        end=start + len(text),
        link=Link.NAME,
    )


def make_statement(
    sid: str,
    source: SampleActor,
    relation: str,
    target: SampleActor,
    *,
    document: int = 1,
    sentence: str = "Somebody did something.",
    **changes: Any,
) -> Statement:
    """Return an affirmed, asserted, factual statement of category SUPPORT; `changes` replace its fields."""
    uid = f"d{document}"
    statement = Statement(
        sid=sid,
        claim=f"claim-{source.uid}-{relation}-{target.uid}",
        document=DocumentReference(
            uid, f"news/{document}.txt", f"2015-03-0{document}", "Coast Herald", None, "d1" if document == 2 else uid
        ),
        sentence=Sentence(0, 0, len(sentence), sentence),
        source=make_participant(source),
        predicate=PredicateWords(relation.lower(), 10, 10 + len(relation), relation.lower()),
        target=make_participant(target, start=30),
        relation=relation,
        category=Category.SUPPORT,
        quad=Quad.VERBAL_COOPERATION,
        cameo="05",
        score=4.0,
        polarity=Polarity.AFFIRMED,
        modality=Modality.ASSERTED,
        phase=None,
        condition=None,
        cues=(),
        factual=True,
        attributed_to=(),
        symmetric=False,
        event=f"event-{sid}",
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


def make_statements() -> list[Statement]:
    unknown = replace(make_participant(REBELS, "officials"), uid=None, name="officials", kind=None)
    return [
        make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA),
        make_statement("s2", ARCADIA, "SUPPORTS", BORDURIA, document=2),
        make_statement(
            "s3",
            ARCADIA,
            "SUPPORTS",
            BORDURIA,
            document=3,
            polarity=Polarity.NEGATED,
            factual=False,
            cues=(Words("denied", 5, 11),),
            attributed_to=((make_participant(MINISTER), unknown), (make_participant(UNION),)),
        ),
        make_statement(
            "s4",
            MINISTER,
            "URGES",
            BORDURIA,
            category=Category.REQUEST,
            cameo="02",
            score=0.0,
            matter=Words("to open the port", 40, 56),
            place=make_participant(CITY),
            date=DateExpression("2015-03-01", "2015-03-07", Precision.WEEK, "this week", 60, 69),
            confidence=0.75,
        ),
        make_statement(
            "s5",
            BORDURIA,
            "AIDS",
            REBELS,
            category=Category.AID,
            quad=Quad.MATERIAL_COOPERATION,
            cameo="07",
            modality=Modality.REQUESTED,
            factual=False,
            within="s4",
            condition=Words("if the port opens", 70, 87),
        ),
        make_statement(
            "s6",
            ARCADIA,
            "ALLY_OF",
            UNION,
            category=Category.ALLY,
            quad=None,
            cameo=None,
            symmetric=True,
            document=4,
        ),
        make_statement(
            "s7",
            FOX,
            "ATTACKS",
            REBELS,
            category=Category.ASSAULT,
            quad=Quad.MATERIAL_CONFLICT,
            cameo="19",
            score=-9.0,
            document=4,
            sentence=HOSTILE_NAME,
        ),
        make_statement(
            "s8",
            MINISTER,
            "HOLDS_OFFICE_IN",
            ARCADIA,
            category=Category.ROLE,
            quad=None,
            cameo=None,
            score=0.0,
            phase=Phase.FORMER,
            factual=False,
            document=4,
        ),
    ]


def make_ledger() -> SampleLedger:
    """Return a fresh sample ledger; a test may change it."""
    return SampleLedger(
        actor_list=list(ACTORS),
        document_list=[make_document(number) for number in (1, 2, 3)] + [make_document(4, title=None, published=None)],
        statement_list=make_statements(),
        mention_list=[
            ("Q1", "d1", 2),
            ("Q1", "d2", 1),
            ("Q1", "d3", 1),
            ("Q1", "d4", 3),
            ("Q2", "d1", 2),
            ("a3", "d3", 1),
            ("Q4", "d4", 1),
            ("a6", "d4", 1),
            ("a9", "d4", 5),
        ],
    )
