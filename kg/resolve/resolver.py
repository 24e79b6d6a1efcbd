"""Who the words of a document stand for: a pure function of document, trees and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import Document, Entity, Kind, Link, Mention, Words
from kg.resolve.canonical import demonym_entity, metonym_entity
from kg.resolve.coreference import Candidate, Discourse
from kg.resolve.descriptions import Context, Found, follow_noun
from kg.resolve.mentions import PRONOUNS, Form, Phrase
from kg.resolve.name import Origin
from kg.resolve.naming import is_collected
from kg.resolve.pronouns import Chooser, follow_pronoun, likeliest
from kg.resolve.sides import cover_tokens, find_sides
from kg.resolve.survey import Survey, is_bare_institution
from kg.resolve.words import clean_words
from kg.tables import ActorTables
from kg.tree import Tree

SPEAKER_ALONE = frozenset({"i", "me", "my", "mine", "myself"})
SPEAKER_AMONG_OTHERS = frozenset({"we", "us"})


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """An office that the text gives to a person.

    Attributes:
        sentence: index of the sentence.
        person: the person's mention.
        name: the bare name ("Sergey Lavrov"); the mention's words may hold the title too.
        words: the words of office ("Foreign Minister").
        title: those words in lower case, as the tables list them.
        body: the mention that names the state or organisation ("Russian"), or None.
        head: index of the last title token in the sentence's tree.
    """

    sentence: int
    person: Mention
    name: Words
    words: Words
    title: str
    body: Mention | None
    head: int


class Resolution:
    """What one document's words stand for.

    Attributes:
        mentions: in text order, longer ones first.
        titles: the offices that the text gives to persons, in text order.
    """

    __slots__ = ("_by_head", "_by_token", "_sharing", "_sides", "mentions", "titles")

    def __init__(
        self,
        mentions: tuple[Mention, ...],
        titles: tuple[HeldTitle, ...],
        by_token: Mapping[tuple[int, int], Mention],
        sides: Mapping[str, Entity],
        sharing: Mapping[tuple[int, int], tuple[int, ...]],
    ) -> None:
        self.mentions = mentions
        self.titles = titles
        self._by_head = {(mention.sentence, mention.head): mention for mention in mentions}
        self._by_token = by_token
        self._sides = sides
        self._sharing = sharing

    def at(self, sentence: int, token: int) -> Mention | None:
        """Return the mention whose head is this token, else the one whose words it belongs to, else None.

        Example: in "Syrian government", at(0, 1) is the Syrian government and at(0, 0) Syria.
        """
        return self._by_head.get((sentence, token)) or self._by_token.get((sentence, token))

    def sharing(self, sentence: int, token: int) -> tuple[int, ...]:
        """Return the heads of the mentions that share the noun at `token`, in text order; mostly none.

        Example: in "Iranian and Russian officials met", sharing(0, 3) is (0,): at(0, 0) are Iranian officials, at(0, 3)
        the Russian ones.
        """
        return self._sharing.get((sentence, token), ())

    def shares(self, sentence: int, token: int) -> bool:
        """Return whether the mention at `token` stands for a noun that it shares: "Iranian" in the example above."""
        return any(at == sentence and token in heads for (at, _), heads in self._sharing.items())

    def side_of(self, speaker: Mention, pronoun: str) -> Entity | None:
        """Return whom a speaker's pronoun stands for, None where that is not sure.

        "I", "me", "my" are the speaker. "We", "us", "our" are the speaker's side: the country of a minister, an
        official or a government; the organisation of its head or spokesman; an organisation or a state itself. A person
        whose side is not told is at least one of those who "we" and "us" are; whose "our" things are stays open.

        Args:
            speaker: the speaker's mention.
            pronoun: the word as written.
        """
        entity = speaker.entity
        if entity is None or entity.uid is None:
            return None
        if pronoun.casefold() in SPEAKER_ALONE:
            return entity if entity.kind is Kind.PERSON else None
        side = self._sides.get(entity.uid)
        if side is not None and side.kind is Kind.PERSON and pronoun.casefold() not in SPEAKER_AMONG_OTHERS:
            return None
        return side


class Resolver:
    """Resolves the actors of documents with the tables of one pipeline.

    Args:
        tables: the pipeline's actor tables.
        choose: what decides whom a pronoun means; by default the likeliest, by the weights of the tables.

    Example:
        >>> resolution = Resolver(read_tables(find_pipeline("newswire"))).resolve(document, trees)
        >>> resolution.at(0, 0).entity.uid
        'Q159'
    """

    def __init__(self, tables: ActorTables, choose: Chooser | None = None) -> None:
        self.tables = tables
        self._choose = choose or likeliest(tables.pronouns)

    def resolve(self, document: Document, trees: Sequence[Tree]) -> Resolution:
        """Return the mentions of a document with their actors.

        Args:
            document: the document.
            trees: its sentences' trees in order.
        """
        survey = Survey(document, trees, self.tables)
        mentions = _make_mentions(survey, self._choose)
        pairs = list(zip(survey.phrases, mentions, strict=True))
        return Resolution(
            mentions=tuple(sorted(mentions, key=lambda mention: (mention.start, -mention.end))),
            titles=tuple(_held_titles(survey, mentions)),
            by_token=cover_tokens(pairs),
            sides=find_sides((mention.entity for mention in mentions if mention.entity is not None), survey),
            sharing=_find_sharing(survey.phrases),
        )


def _find_sharing(phrases: Sequence[Phrase]) -> dict[tuple[int, int], tuple[int, ...]]:
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    for phrase in phrases:
        if phrase.shared is not None:
            place = (phrase.tree.sentence.index, phrase.shared.head)
            found[place] = (*found.get(place, ()), phrase.head)
    return found


def _make_mentions(survey: Survey, choose: Chooser) -> list[Mention]:
    """Return the mention of each phrase, read in text order, inner phrases before the ones around them."""
    made: dict[tuple[int, int], Mention] = {}
    by_place: dict[int, Mention] = {}
    context = Context(survey, Discourse(survey.tables, survey.trees), made)
    places = sorted(range(len(survey.phrases)), key=lambda place: _reading_order(survey.phrases[place]))
    for order, place in enumerate(places):
        phrase = survey.phrases[place]
        found = _follow(place, phrase, context, choose)
        words = phrase.words
        mention = Mention(
            sentence=phrase.tree.sentence.index,
            head=phrase.head,
            start=words.start,
            end=words.end,
            text=words.text,
            entity=found.entity,
            link=found.link,
            antecedent=found.antecedent,
            reason=found.reason,
            bare=phrase.bare,
        )
        by_place[place] = made[mention.sentence, mention.head] = mention
        if mention.entity is not None:
            context.discourse.add(_candidate(mention, mention.entity, phrase, order, survey))
    return [by_place[place] for place in range(len(survey.phrases))]


def _reading_order(phrase: Phrase) -> tuple[int, int, int]:
    return phrase.tree.sentence.index, phrase.first, phrase.last


def _follow(place: int, phrase: Phrase, context: Context, choose: Chooser) -> Found:
    """Return whom a phrase stands for."""
    survey = context.survey
    if phrase.form is Form.PRONOUN:
        return _follow_pronoun(phrase, context, choose)
    if place in survey.institutions:
        entity, reason = survey.institutions[place]
        return Found(entity, Link.NAME, reason)
    if phrase.form is Form.NOUN or is_bare_institution(phrase):
        return follow_noun(phrase, context)
    assert phrase.name is not None
    if is_collected(phrase):
        entity, reason = survey.naming.resolve(phrase)
        if entity.kind is Kind.ORG and entity.country is None:
            entity = replace(entity, country=phrase.country)
    elif phrase.name.origin is Origin.SEAT:
        entity, reason = metonym_entity(phrase, survey.tables)
    else:
        entity, reason = demonym_entity(phrase, survey.document, survey.tables)
    return Found(entity, Link.NAME, reason)


def _follow_pronoun(phrase: Phrase, context: Context, choose: Chooser) -> Found:
    survey, sort = context.survey, PRONOUNS[phrase.tree[phrase.head].text.casefold()]
    if sort == "speaker":
        return Found(None, Link.SPEAKER, "stands for the speaker's side")
    choice = follow_pronoun(phrase, survey, context.discourse, choose)
    if choice.candidate is None:
        return Found(None, Link.PRONOUN, choice.reason)
    return Found(choice.candidate.entity, Link.PRONOUN, choice.reason, choice.candidate.words)


def _candidate(mention: Mention, entity: Entity, phrase: Phrase, order: int, survey: Survey) -> Candidate:
    titles = tuple(title for title, _ in survey.held.get(entity.uid or "", ()))
    by_noun = survey.tables.gendered_nouns.get(phrase.noun.words) if phrase.noun is not None else None
    gender = survey.genders.get(entity.uid or "") or by_noun
    return Candidate(mention, phrase, order, entity, titles, gender)


def _held_titles(survey: Survey, mentions: Sequence[Mention]) -> Iterator[HeldTitle]:
    for office in survey.offices:
        person, tree = office.person, office.person.tree
        assert person.name is not None
        yield HeldTitle(
            sentence=tree.sentence.index,
            person=mentions[survey.place(person)],
            name=clean_words(tree.words(person.name.first, person.name.last)),
            words=tree.words(office.first, office.last),
            title=office.title.words,
            body=None if office.body is None else mentions[survey.place(office.body)],
            head=office.last,
        )
