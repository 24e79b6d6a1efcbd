"""Hand-made statements for tests of exports and of the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.ids import document_uid, make_id, text_digest
from kg.model import (
    Abstention,
    Category,
    DateExpression,
    Document,
    DocumentReference,
    Entity,
    Failure,
    Kind,
    Link,
    Mention,
    Modality,
    Participant,
    Phase,
    Polarity,
    Precision,
    PredicateWords,
    Quad,
    Reading,
    Reason,
    Report,
    Scope,
    Sentence,
    Statement,
    Words,
)

TEXT = "Russia supports Iraq, Rogachev said. Iran will no longer arm =rebels in Mosul on Monday if it rains. It rained."

DOCUMENT = Document(
    uid=document_uid("news/a.txt"),
    id="news/a.txt",
    digest=text_digest(TEXT),
    text=TEXT,
    title='A, "quoted" title',
    publisher="Herald",
    published="2014-09-19",
    path="/data/news/a.txt",
)
FIRST = Sentence(0, 0, 36, TEXT[0:36])
SECOND = Sentence(1, 37, 100, TEXT[37:100])
THIRD = Sentence(2, 101, 111, TEXT[101:111])
REFERENCE = DocumentReference(DOCUMENT.uid, DOCUMENT.id, "2014-09-19", "Herald", None, DOCUMENT.uid)


def words(text: str) -> Words:
    """Return the first place of `text` in `TEXT`."""
    start = TEXT.index(text)
    return Words(text, start, start + len(text))


def participant(
    text: str, uid: str | None, kind: Kind | None, country: str | None = None, **more: object
) -> Participant:
    """Return a participant written as `text`."""
    at = words(text)
    values: dict[str, object] = {
        "uid": uid,
        "name": text,
        "kind": kind,
        "sector": None,
        "scope": Scope.NAMED,
        "country": country,
        "text": text,
        "start": at.start,
        "end": at.end,
        "link": Link.NAME,
        **more,
    }
    return Participant(**values)  # type: ignore[arg-type]


def predicate(text: str, lemma: str) -> PredicateWords:
    """Return predicate words written as `text`."""
    at = words(text)
    return PredicateWords(text, at.start, at.end, lemma)


RUSSIA = participant("Russia", "Q159", Kind.GPE, "RUS")
IRAQ = participant("Iraq", "Q796", Kind.GPE, "IRQ")
IRAN = participant("Iran", "Q794", Kind.GPE, "IRN")
ROGACHEV = participant("Rogachev", make_id("rogachev"), Kind.PERSON, "RUS")
REBELS = participant(
    "=rebels", make_id("rebels", DOCUMENT.uid), Kind.GROUP, scope=Scope.DESCRIBED, link=Link.DESCRIPTION
)
MOSUL = participant("Mosul", "Q83387", Kind.LOC, "IRQ")

PLAIN = Statement(
    sid=make_id("plain"),
    claim=make_id("plain claim"),
    document=REFERENCE,
    sentence=FIRST,
    source=RUSSIA,
    predicate=predicate("supports", "support"),
    target=IRAQ,
    relation="SUPPORTS",
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
    attributed_to=((ROGACHEV,),),
    symmetric=False,
    event=make_id("plain event"),
    within=None,
    matter=None,
    place=None,
    date=None,
    confidence=None,
    rules=("verb-object",),
    pipeline="newswire@1",
    model="en_news@1",
)

FULL = Statement(
    sid=make_id("full"),
    claim=make_id("full claim"),
    document=REFERENCE,
    sentence=SECOND,
    source=IRAN,
    predicate=predicate("arm", "arm"),
    target=REBELS,
    relation="ARMS",
    category=Category.AID,
    quad=Quad.MATERIAL_COOPERATION,
    cameo="07",
    score=7.5,
    polarity=Polarity.NEGATED,
    modality=Modality.PLANNED,
    phase=Phase.ENDS,
    condition=words("if it rains"),
    cues=(words("will"), words("no longer")),
    factual=False,
    attributed_to=(
        (participant("It", None, None, link=Link.PRONOUN, antecedent=words("Iran")), RUSSIA),
        (IRAQ,),
    ),
    symmetric=False,
    event=make_id("full event"),
    within=PLAIN.sid,
    matter=words("rebels in Mosul"),
    place=MOSUL,
    date=DateExpression(
        "2014-09-15", "2014-09-15", Precision.DAY, "Monday", TEXT.index("Monday"), TEXT.index("Monday") + 6
    ),
    confidence=0.75,
    rules=("verb-object", "no-longer"),
    pipeline="newswire@1",
    model="en_news@1",
)


def mention(person: Participant, sentence: int, head: int) -> Mention:
    """Return the mention that a participant was read from."""
    entity = Entity(person.uid, person.name, person.kind, person.sector, person.scope, person.country)
    return Mention(sentence, head, person.start, person.end, person.text, entity, person.link, None, "table")


READING = Reading(
    document=DOCUMENT,
    sentences=(FIRST, SECOND, THIRD),
    mentions=(
        mention(RUSSIA, 0, 0),
        mention(IRAQ, 0, 2),
        mention(ROGACHEV, 0, 4),
        mention(IRAN, 1, 0),
        mention(REBELS, 1, 5),
        mention(MOSUL, 1, 7),
    ),
    statements=(PLAIN, FULL),
    abstentions=(Abstention(2, 101, 111, "It rained.", Reason.NO_ACTOR),),
    clauses=3,
    clauses_with_statements=2,
)


def make_home(home: Path) -> Path:
    """Make a home with `READING` in its ledger and in its embedded graph."""
    from kg.ledger import Ledger
    from kg.store import open_store
    from kg.sync import load

    with Ledger.open(home, create=True) as ledger:
        run = ledger.start_run(
            pipeline="newswire@1", model="en_news@1", digest="d", sources=["news"], options={"limit": None}
        )
        ledger.record([READING], run=run, digest="d")
        failure = Failure("news/b.txt", "/data/news/b.txt", None, "read", "the text is empty")
        ledger.record_failures([failure], run=run)
        report = Report(
            found=2,
            new=1,
            sentences=3,
            sentences_with_statements=2,
            clauses=3,
            clauses_with_statements=2,
            statements=2,
            skipped={"no actor": 1},
            failures=(failure,),
        )
        ledger.finish_run(run, report=report)
        with open_store("embedded", home=home) as store:
            load(ledger, store)
    return home


class FakePipeline:
    """Reads "Russia supports Iraq." wherever it begins a text, and fails on texts with "!!"; needs no model."""

    name = "fake@1"
    model_name = "none@1"
    digest = "fake"

    def read_all(self, documents: Iterable[Document]) -> Iterator[Reading | Failure]:
        """Yield a reading or a failure for each document."""
        for document in documents:
            if "!!" in document.text:
                yield Failure(document.id, document.path, None, "extract", "the pipeline stumbled")
            else:
                yield self._read(document)

    def _read(self, document: Document) -> Reading:
        sentence = Sentence(0, 0, len(document.text), document.text)
        if not document.text.startswith("Russia supports Iraq"):
            nothing = Abstention(0, 0, len(document.text), document.text, Reason.NOT_A_CLAUSE)
            return Reading(document, (sentence,), (), (), (nothing,), sentences_without_clause=1)
        reference = DocumentReference(
            document.uid, document.id, document.published, document.publisher, document.url, document.uid
        )
        statement = replace(
            PLAIN,
            sid=make_id(document.uid, "sid"),
            document=reference,
            sentence=sentence,
            event=make_id(document.uid, "event"),
            attributed_to=(),
        )
        mentions = (mention(RUSSIA, 0, 0), mention(IRAQ, 0, 2))
        return Reading(document, (sentence,), mentions, (statement,), (), clauses=1, clauses_with_statements=1)
