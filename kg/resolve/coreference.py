"""What a document has mentioned so far, and whom titles and bare nouns take up of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.model import Entity, Kind, Link, Mention, Scope, Words
from kg.resolve.binding import fellow_argument
from kg.resolve.mentions import Form, Phrase
from kg.tables import ActorTables, Title, name_key
from kg.tree import Token, Tree

PRONOUN_REACH = 2
TITLE_REACH = 12
NOUN_REACH = 6
GENERAL_OFFICES = frozenset({"leader", "ruler", "chief", "head"})


@dataclass(slots=True)
class Candidate:
    """An actor mentioned before, as an antecedent.

    Attributes:
        mention: the latest mention.
        phrase: its phrase.
        order: running number in the text.
        titles: words of office of a person.
        gender: "male", "female" or None where unknown.
    """

    mention: Mention
    phrase: Phrase
    order: int
    entity: Entity
    titles: tuple[Title, ...] = ()
    gender: str | None = None

    @property
    def words(self) -> Words:
        """The words that a link through it goes by: its own, or those it goes by itself."""
        return self.mention.antecedent or Words(self.mention.text, self.mention.start, self.mention.end)


@dataclass(slots=True)
class Discourse:
    """What has been mentioned so far, latest last; `genders` holds what pronouns told of actors."""

    tables: ActorTables
    trees: Mapping[int, Tree] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)
    mentioned: Counter[str | None] = field(default_factory=Counter)
    heads: set[tuple[int, int]] = field(default_factory=set)
    countries: dict[str | None, Candidate] = field(default_factory=dict)
    institutions: dict[str | None, Candidate] = field(default_factory=dict)
    genders: dict[str | None, str] = field(default_factory=dict)

    def add(self, candidate: Candidate) -> None:
        """Note a mention as a possible antecedent of later ones."""
        self.candidates.append(candidate)
        self.mentioned[candidate.entity.uid] += 1
        if _tells_country(candidate):
            self.countries[candidate.entity.country] = candidate
        self.heads.add((id(candidate.phrase.tree), candidate.phrase.head))
        if candidate.entity.kind is Kind.ORG and candidate.entity.country and candidate.phrase.name is None:
            self.institutions[candidate.entity.uid] = candidate

    def recent(self, sentence: int, reach: int) -> Iterator[Candidate]:
        """Yield the candidates of the last `reach` sentences, latest first, each actor once, pronouns left out."""
        seen: set[str | None] = set()
        for candidate in self.within(sentence, reach):
            if candidate.mention.link is Link.PRONOUN:
                continue
            if candidate.entity.uid not in seen:
                seen.add(candidate.entity.uid)
                yield candidate

    def thing_score(self, phrase: Phrase, *, plural: bool) -> float:
        """Return how well the best noun that is no actor fits "it" or "they": an object pronoun often means a thing."""
        best, here = -10.0, phrase.tree.sentence.index
        as_object = phrase.tree[phrase.head].relation in {"obj", "iobj"}
        for sentence in (here, here - 1):
            tree = self.trees.get(sentence)
            for token in tree.tokens[: phrase.head if sentence == here else None] if tree is not None else ():
                if token.relation in {"nsubj", "obj"} and self._is_thing(tree, token, plural=plural):
                    score = -2.0 * (here - sentence) + (1.5 if token.relation == "nsubj" else 0.5)
                    score += 2.5 if as_object and token.relation == "obj" else 0.0
                    best = max(best, score)
        return best

    def _is_thing(self, tree: Tree | None, token: Token, *, plural: bool) -> bool:
        noun = token.tag == ("NNS" if plural else "NN") and token.entity == "O"
        return noun and (id(tree), token.i) not in self.heads

    def joint_subject(self, phrase: Phrase) -> Candidate | None:
        """Return the first of several actors joined by "and" that may be meant together by "they"."""
        for c in self.within(phrase.tree.sentence.index, PRONOUN_REACH):
            tree = c.phrase.tree
            joined = any((id(tree), other.i) in self.heads for other in tree.children(c.phrase.head, "conj"))
            if joined and not fellow_argument(phrase, c.phrase):
                return c
        return None

    def within(self, sentence: int, reach: int) -> Iterator[Candidate]:
        """Yield the mentions of the last `reach` sentences, latest first."""
        for candidate in reversed(self.candidates):
            if sentence - candidate.mention.sentence > reach:
                return
            yield candidate

    def title(self, phrase: Phrase, words: str) -> Candidate | None:
        """Return the person that words of office refer back to: a title that fits, the same country, the nearest.

        Specific words ("foreign secretary") need that very title; a general word ("diplomat") may fit several titles.
        """
        best: tuple[int, Candidate] | None = None
        for c in self.recent(phrase.tree.sentence.index, TITLE_REACH):
            if c.entity.kind is not Kind.PERSON or c.entity.scope is not Scope.NAMED:
                continue
            if fellow_argument(phrase, c.phrase):
                continue
            if phrase.country is not None and c.entity.country != phrase.country:
                continue
            fit = max((_title_fit(t, words) for t in c.titles), default=0)
            if fit and (best is None or fit > best[0]):
                best = (fit, c)
        return best[1] if best else None

    def person_around(self, phrase: Phrase, words: str) -> Candidate | None:
        """Return the only person named before in the sentence, if nothing told of him stands against the office.

        Who has another office, is of another country, or is the subject of what the words stand in, is somebody else.
        """
        above = {token.i for token in phrase.tree.ancestors(phrase.head)}
        found = [c for c in self.recent(phrase.tree.sentence.index, 0) if _may_hold(c, phrase, words, above)]
        return found[0] if len(found) == 1 else None

    def same_noun(self, phrase: Phrase) -> Candidate | None:
        """Return the described actor that the same noun named before ("the coalition"), if only one did."""
        noun = phrase.noun
        found: dict[str | None, Candidate] = {}
        for c in self.within(phrase.tree.sentence.index, TITLE_REACH):
            same = c.phrase.noun is noun and c.phrase.plural == phrase.plural and c.mention.link is not Link.PRONOUN
            if same and noun is not None and c.phrase.name is None:
                if fellow_argument(phrase, c.phrase):
                    return None
                found.setdefault(c.entity.uid, c)
        return next(iter(found.values())) if len(found) == 1 else None

    def state(self, phrase: Phrase) -> Candidate | None:
        """Return the country that "the country" means: the last one named, if it is no fellow argument."""
        for c in self.recent(phrase.tree.sentence.index, PRONOUN_REACH):
            if c.entity.kind is Kind.GPE and c.entity.country and not fellow_argument(phrase, c.phrase):
                return c
        return None

    def body(self, phrase: Phrase) -> Candidate | None:
        """Return the organisation that "the group", "the party", "the company" means: the last one that fits."""
        noun = phrase.noun
        assert noun is not None
        sectors = self.tables.generic.get(noun.words)
        for c in self.recent(phrase.tree.sentence.index, NOUN_REACH):
            if c.entity.kind not in {Kind.ORG, Kind.GROUP} or c.entity.scope is not Scope.NAMED:
                continue
            fits = sectors is not None and (c.entity.sector is None or c.entity.sector in sectors)
            if (fits or _says(c.entity, noun.words)) and not fellow_argument(phrase, c.phrase):
                return c
        return None

    def institution(self, words: str) -> Candidate | None:
        """Return the named institution that bare words ("the government") take up, if only one was named so far."""
        ending = " " + name_key(words)
        found = [c for c in self.institutions.values() if name_key(c.entity.name).endswith(ending)]
        return found[0] if len(found) == 1 else None

    def only_country(self, sentence: int) -> Candidate | None:
        """Return the one country that the last two sentences name, else the whole text so far; None if several."""
        near = {c.entity.country: c for c in self.within(sentence, 1) if _tells_country(c)} or self.countries
        return next(iter(near.values())) if len(near) == 1 else None


def _tells_country(candidate: Candidate) -> bool:
    entity, link = candidate.entity, candidate.mention.link
    return entity.country is not None and entity.kind is not Kind.PERSON and link is not Link.PRONOUN


def _says(entity: Entity, words: str) -> bool:
    return words.split()[-1] in name_key(entity.name).split()


def _may_hold(candidate: Candidate, phrase: Phrase, words: str, above: set[int]) -> bool:
    """Return whether a person named in the sentence may be meant by words of office after the name."""
    entity, token = candidate.entity, candidate.phrase.tree[candidate.phrase.head]
    if entity.kind is not Kind.PERSON or entity.scope is not Scope.NAMED or candidate.phrase.form is not Form.NAME:
        return False
    while token.relation == "conj" and token.head != token.i:
        token = candidate.phrase.tree[token.head]
    if token.relation == "nsubj" and token.head in above:
        return False
    other = candidate.titles and not any(
        _title_fit(title, words) > (words not in GENERAL_OFFICES) for title in candidate.titles
    )
    abroad = entity.country not in {None, phrase.country}
    return not (other or abroad or fellow_argument(phrase, candidate.phrase))


def _title_fit(title: Title, words: str) -> int:
    """Return how well words refer back: 3 for the title itself, 2 for its head noun, 1 for a fitting word."""
    if title.words == words:
        return 3
    if " " in words:
        return 0
    if title.words.split()[-1] == words:
        return 2
    return 1 if words in title.fits else 0
