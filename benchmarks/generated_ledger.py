"""A ledger of any size with the shape of news, for measuring: nothing in it was read anywhere.

Usage: python benchmarks/generated_ledger.py HOME [--statements 100000]

The states and relations are the pipeline's own, everyone else is made up. Actors are met as often as Zipf's law says,
the busiest in some 3 % of all casts. A document has a cast of its own, some of it "rebels" or "officials", and ten
statements on average; documents spread over two years, and a tenth of them reprint another one. Five in six statements
are factual, a third rest on a speaker's word, an eighth have a date of their own. The same size gives the same ledger.
"""

from __future__ import annotations

import argparse
import tomllib
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path
from random import Random

from kg.config import read_config
from kg.ids import claim_id, document_uid, make_id, text_digest
from kg.ledger import Ledger
from kg.lexicon import read_lexicon
from kg.lexicon.words import Relation
from kg.model import (
    DateExpression,
    Document,
    DocumentReference,
    Entity,
    Kind,
    Link,
    Mention,
    Modality,
    Participant,
    Polarity,
    Precision,
    PredicateWords,
    Reading,
    Report,
    Scope,
    Sentence,
    Statement,
    Words,
)
from kg.resources import find_resource

SEED = 20141119
FIRST_DAY = date(2014, 1, 1)
DAYS = 730
STATEMENTS_PER_DOCUMENT = 10
STATEMENTS_PER_ACTOR = 15
ZIPF_SHIFT = 2.7
BATCH_DOCUMENTS = 2_000
PIPELINE, MODEL = "generated@1", "none@1"
SYLLABLES = ("ba", "den", "kor", "li", "mar", "no", "pel", "ra", "sto", "ti", "ul", "ver", "wen", "zo", "gra", "hal")
BODIES = (
    ("government", Kind.ORG, "GOV"),
    ("army", Kind.ORG, "MIL"),
    ("parliament", Kind.ORG, "LEG"),
    ("police", Kind.ORG, "COP"),
)
GROUPS = (("rebels", "REB"), ("officials", "GOV"), ("protesters", "CVL"), ("aid workers", "NGO"), ("militants", "REB"))
SECTORS = ("GOV", "GOV", "MIL", "OPP", "BUS", "MED", None)
THEMES = ("the border", "the talks in the capital", "the new law", "the missing ship", "grain and gas", "the election")
FILLER_WORDS = 14


@dataclass(frozen=True, slots=True)
class _Verb:
    facts: Relation
    lemma: str


@dataclass(frozen=True, slots=True)
class _End:
    entity: Entity
    words: str
    link: Link


class World:
    """Who may act, and how: actors by rank with their weights, and relations by weight.

    Attributes:
        actors: the actors, busiest first; the first, third, fifth and so on are the states.
        words: words that mean nothing, to fill sentences with, so that no two documents are alike by chance.
    """

    def __init__(self, statements: int) -> None:
        random = Random(SEED)
        states = _states()
        random.shuffle(states)
        others = [_body(state, words) for state in states for words in BODIES]
        random.shuffle(others)
        wanted = max(statements // STATEMENTS_PER_ACTOR, len(states) + len(others))
        others += [_person(random, states, number) for number in range(wanted - len(states) - len(others))]
        # The states take every second place at the top, as they do in news.
        head = [actor for pair in zip(states, others[: len(states)], strict=True) for actor in pair]
        self.actors: tuple[Entity, ...] = (*head, *others[len(states) :])
        self.words = ["".join(random.choices(SYLLABLES, k=2 + number % 2)) for number in range(3_000)]
        self._weights = list(accumulate(1 / (rank + 1 + ZIPF_SHIFT) for rank in range(len(self.actors))))
        self._verbs = _verbs()
        random.shuffle(self._verbs)
        self._verb_weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._verbs))))

    def actor(self, random: Random) -> Entity:
        """Return one actor by Zipf's law."""
        return self.actors[bisect(self._weights, random.random() * self._weights[-1])]

    def verb(self, random: Random) -> _Verb:
        """Return one relation, frequent ones more often."""
        return self._verbs[bisect(self._verb_weights, random.random() * self._verb_weights[-1])]


def readings(statements: int, world: World | None = None) -> Iterator[Reading]:
    """Yield readings that hold `statements` statements together."""
    random = Random(SEED + 1)
    world = world or World(statements)
    recent: list[str] = []
    number = 0
    while statements > 0:
        wanted = min(statements, 1 + int(random.expovariate(1 / (STATEMENTS_PER_DOCUMENT - 0.5))))
        seed = random.getrandbits(48)
        reprinted = recent[random.randrange(len(recent))] if recent and random.random() < 0.1 else None
        # A reprint is made from the seed of the text that it reprints, so that it says the same.
        if reprinted is not None:
            seed, wanted = (int(part) for part in reprinted.split(":"))
            wanted = min(statements, wanted)
        else:
            recent = [*recent[-50:], f"{seed}:{wanted}"]
        yield _Writer(world, Random(seed), number, wanted).reading()
        statements -= wanted
        number += 1


class _Writer:
    """One document being made up, with the offsets of all that stands in it."""

    def __init__(self, world: World, random: Random, number: int, statements: int) -> None:
        self._world = world
        self._random = random
        self._wanted = statements
        self._id = f"generated/{number:07}.txt"
        self._uid = document_uid(self._id)
        self._parts: list[str] = []
        self._length = 0
        self._sentences: list[tuple[int, int]] = []
        self._mentions: list[Mention] = []
        self._published = (FIRST_DAY + timedelta(days=random.randrange(DAYS))).isoformat()
        self._publisher = f"Gazette {number % 40}"
        self._cast = [self._member() for _ in range(3 + statements)]

    def reading(self) -> Reading:
        drafts = [self._draft(index) for index in range(self._wanted)]
        text = "".join(self._parts)
        document = Document(
            uid=self._uid,
            id=self._id,
            digest=text_digest(text),
            text=text,
            title=f"{drafts[0].source.name} and {drafts[0].target.name}",
            publisher=self._publisher,
            url=f"https://news.example/{self._id}",
            published=self._published,
            language="en",
            own_id=True,
        )
        sentences = tuple(
            Sentence(index, first, last, text[first:last]) for index, (first, last) in enumerate(self._sentences)
        )
        reference = DocumentReference(
            document.uid, document.id, document.published, document.publisher, document.url, document.uid
        )
        return Reading(
            document=document,
            sentences=sentences,
            mentions=tuple(self._mentions),
            statements=tuple(draft.finish(sentences[i], reference) for i, draft in enumerate(drafts)),
            abstentions=(),
            clauses=len(drafts),
            clauses_with_statements=len(drafts),
        )

    def _draft(self, index: int) -> _Draft:
        random, world = self._random, self._world
        start = self._length
        verb = world.verb(random)
        source = self._end()
        target = self._end()
        while target.entity.uid == source.entity.uid:
            target = self._member()
        speakers: tuple[Participant, ...] = ()
        if random.random() < 0.35:
            speakers = (self._say(index, self._end()),)
            self._write(" said that ")
        first = self._say(index, source)
        status, modality = _status(random)
        self._write(f" {status}")
        predicate = self._words(verb.lemma)
        self._write(" ")
        last = self._say(index, target)
        self._write(" over ")
        matter = self._words(random.choice(THEMES))
        when = None
        if random.random() < 0.12:
            day = (date.fromisoformat(self._published) - timedelta(days=random.randrange(1, 9))).isoformat()
            self._write(" on ")
            words = self._words(day)
            when = DateExpression(day, day, Precision.DAY, words.text, words.start, words.end)
        self._write(f" {' '.join(random.choices(world.words, k=FILLER_WORDS))}.")
        self._sentences.append((start, self._length))
        self._write("\n")
        return _Draft(self._uid, verb, first, predicate, last, speakers, modality, matter, when)

    def _end(self) -> _End:
        return self._random.choice(self._cast)

    def _member(self) -> _End:
        random = self._random
        if random.random() < 0.1:
            words, sector = random.choice(GROUPS)
            uid = make_id(self._uid, words)
            return _End(Entity(uid, words, Kind.GROUP, sector, Scope.DESCRIBED, None), words, Link.DESCRIPTION)
        entity = self._world.actor(random)
        short = entity.name.split()[-1] if entity.kind is Kind.PERSON and random.random() < 0.4 else entity.name
        return _End(entity, short, Link.NAME)

    def _say(self, sentence: int, end: _End) -> Participant:
        e, words = end.entity, self._words(end.words)
        self._mentions.append(
            Mention(sentence, len(self._mentions), words.start, words.end, words.text, e, end.link, None, "made up")
        )
        return Participant(
            *(e.uid, e.name, e.kind, e.sector, e.scope, e.country, words.text, words.start, words.end, end.link)
        )

    def _words(self, text: str) -> Words:
        start = self._length
        self._write(text)
        return Words(text, start, self._length)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A statement before its sentence is whole."""

    document_uid: str
    verb: _Verb
    source: Participant
    predicate: Words
    target: Participant
    speakers: tuple[Participant, ...]
    status: tuple[Polarity, Modality]
    matter: Words
    when: DateExpression | None

    def finish(self, sentence: Sentence, document: DocumentReference) -> Statement:
        facts, predicate = self.verb.facts, self.predicate
        source, target = self.source, self.target
        if facts.symmetric and (source.uid or "") > (target.uid or ""):
            source, target = target, source
        polarity, modality = self.status
        steps = (self.speakers,) if self.speakers else ()
        spans = [(w.start, w.end) for w in (predicate, self.source, self.target)]
        return Statement(
            sid=make_id(self.document_uid, facts.name, spans),
            claim=claim_id(
                source.uid,
                facts.name,
                target.uid,
                polarity=polarity,
                modality=modality,
                phase=None,
                speaker_uids=[[speaker.uid for speaker in step] for step in steps],
            ),
            document=document,
            sentence=sentence,
            source=source,
            predicate=PredicateWords(predicate.text, predicate.start, predicate.end, predicate.text),
            target=target,
            relation=facts.name,
            category=facts.category,
            quad=facts.quad,
            cameo=facts.cameo,
            score=facts.score,
            polarity=polarity,
            modality=modality,
            phase=None,
            condition=None,
            cues=(),
            factual=self.status == (Polarity.AFFIRMED, Modality.ASSERTED),
            attributed_to=steps,
            symmetric=facts.symmetric,
            event=make_id(self.document_uid, predicate.start, predicate.end),
            within=None,
            matter=self.matter,
            place=None,
            date=self.when,
            confidence=None,
            rules=("verb-object",),
            pipeline=PIPELINE,
            model=MODEL,
        )


def write_ledger(home: Path, statements: int) -> int:
    """Make the ledger of a home that has none, and return its number of documents."""
    documents = 0
    with Ledger.open(home, create=True) as ledger:
        run = ledger.start_run(pipeline=PIPELINE, model=MODEL, digest="generated", sources=["generated"])
        stream = readings(statements)
        while batch := list(islice(stream, BATCH_DOCUMENTS)):
            ledger.record(batch, run=run, digest="generated")
            documents += len(batch)
        ledger.finish_run(run, report=Report(found=documents, new=documents, statements=statements))
    return documents


def _status(random: Random) -> tuple[str, tuple[Polarity, Modality]]:
    """Return how a statement stands, in words and as a status."""
    draw = random.random()
    if draw < 0.83:
        return "does ", (Polarity.AFFIRMED, Modality.ASSERTED)
    if draw < 0.88:
        return "does not ", (Polarity.NEGATED, Modality.ASSERTED)
    if draw < 0.94:
        return "plans to ", (Polarity.AFFIRMED, Modality.PLANNED)
    if draw < 0.98:
        return "is asked to ", (Polarity.AFFIRMED, Modality.REQUESTED)
    return "may ", (Polarity.AFFIRMED, Modality.POSSIBLE)


def _states() -> list[Entity]:
    rows = tomllib.loads(find_resource("pipelines", "newswire", "countries.toml").read_text(encoding="utf-8"))
    return [
        Entity(row["wikidata"], row["name"], Kind.GPE, None, Scope.NAMED, row["code"])
        for row in rows["country"]
        if "wikidata" in row
    ]


def _body(state: Entity, words: tuple[str, Kind, str]) -> Entity:
    noun, kind, sector = words
    name = f"{state.name} {noun}"
    return Entity(make_id(name), name, kind, sector, Scope.NAMED, state.country)


def _person(random: Random, states: list[Entity], number: int) -> Entity:
    first = "".join(random.choices(SYLLABLES, k=2)).title()
    last = "".join(random.choices(SYLLABLES, k=3)).title()
    country = states[min(int(random.expovariate(1 / 30)), len(states) - 1)].country
    return Entity(
        make_id("person", number), f"{first} {last}", Kind.PERSON, random.choice(SECTORS), Scope.NAMED, country
    )


def _verbs() -> list[_Verb]:
    relations = read_lexicon(read_config("newswire")).relations
    return [_Verb(facts, name.lower().replace("_", " ")) for name, facts in sorted(relations.items())]


def main() -> None:
    """Make one ledger and say how long it took."""
    import time

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--statements", type=int, default=100_000)
    options = parser.parse_args()
    start = time.perf_counter()
    documents = write_ledger(options.home, options.statements)
    size = (options.home / "ledger.sqlite").stat().st_size / 1e6
    seconds = time.perf_counter() - start
    print(f"{options.statements:,} statements in {documents:,} documents, {size:,.0f} MB, {seconds:.0f} s")


if __name__ == "__main__":
    main()
