"""Follow pronouns, titles and descriptions back to what they stand for; abstain where that is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.model import Entity, Kind, Link, Mention, Scope, Words
from kg.resolve.mentions import PRONOUNS, Form, Phrase
from kg.tables import ActorTables, Title, name_key
from kg.tree import Token, Tree

CORE = frozenset({"nsubj", "obj", "iobj", "obl"})
PRONOUN_REACH = 2
TITLE_REACH = 12
DOUBT = 0.3  # two antecedents whose scores differ by less leave a pronoun open
NOUN_REACH = 6
GENERAL_OFFICES = frozenset({"leader", "ruler", "chief", "head"})
BESIDE = frozenset({"appos", "flat"})
NOMINAL_LINKS = frozenset({"nmod", "appos", "flat", "compound"})


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
    """What has been mentioned so far, latest last."""

    tables: ActorTables
    trees: Mapping[int, Tree] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)
    mentioned: Counter[str | None] = field(default_factory=Counter)
    heads: set[tuple[int, int]] = field(default_factory=set)
    countries: dict[str | None, Candidate] = field(default_factory=dict)
    institutions: dict[str | None, Candidate] = field(default_factory=dict)

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
        for candidate in self._each(sentence, reach):
            if candidate.mention.link is Link.PRONOUN:
                continue
            if candidate.entity.uid not in seen:
                seen.add(candidate.entity.uid)
                yield candidate

    def pronoun(self, phrase: Phrase) -> tuple[Candidate | None, str]:
        """Return the antecedent of a pronoun and why; None where nothing fits or two fit equally well.

        Persons by gender, "it" for states and organisations, "they" for groups and bodies. Nearer sentences first, then
        subjects before others; never a fellow argument of the same predicate.
        """
        word = phrase.tree[phrase.head].text.casefold()
        sort = PRONOUNS[word]
        sentence = phrase.tree.sentence.index
        recent = [c for c in self._each(sentence, PRONOUN_REACH) if _fits(c, sort)]
        fellows = {c.entity.uid for c in recent if _fellow_argument(phrase, c.phrase)}
        fitting = [c for c in recent if c.entity.uid not in fellows and _may_be_meant(phrase, c.phrase)]
        if not fitting:
            if sort == "plural" and self._joint_subject(phrase, sentence) is not None:
                return None, "stands for several actors together"
            return None, "no antecedent fits"
        scores: dict[str | None, tuple[float, Candidate]] = {}
        for c in fitting:
            score = _salience(c, sentence) + self._weight(c, sort) + _parallel(phrase, c.phrase)
            if c.entity.uid not in scores or score > scores[c.entity.uid][0]:
                scores[c.entity.uid] = (score, c)
        joint = self._joint_subject(phrase, sentence) if sort == "plural" else None
        if joint is not None and _salience(joint, sentence) > max(score for score, _ in scores.values()) + 0.5:
            return None, "stands for several actors together"
        ranked = sorted(scores.values(), key=lambda pair: (-pair[0], -pair[1].order))
        if sort in {"thing", "plural"} and self._thing_score(phrase, sort) > ranked[0][0] - DOUBT:
            return None, "may mean no actor"
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < DOUBT:
            return None, "several antecedents fit"
        return ranked[0][1], "nearest that fits"

    def subject_after(self, phrase: Phrase, others: Iterable[Phrase]) -> Phrase | None:
        """Return the subject that a pronoun before it looks forward to: "In his speech, the president ..."."""
        tree, at = phrase.tree, phrase.head
        for token in tree.ancestors(phrase.head):
            subject = tree.child(token.i, "nsubj")
            if subject is not None:
                fronted = tree[at].relation in {"obl", "advcl"} and at < token.i and phrase.head < subject.i
                return next((other for other in others if other.head == subject.i), None) if fronted else None
            at = token.i
        return None

    def _weight(self, candidate: Candidate, sort: str) -> float:
        """Return what speaks for an actor whatever its place: often mentioned, and of the pronoun's gender."""
        single = sort == "plural" and candidate.entity.kind is Kind.ORG and not candidate.phrase.plural
        often = min(self.mentioned[candidate.entity.uid] - 1, 4) * 0.1
        return often + (1.0 if candidate.gender == sort else 0.0) - (2.0 if single else 0.0)

    def _thing_score(self, phrase: Phrase, sort: str) -> float:
        """Return how well the best noun that is no actor fits "it" or "they": an object pronoun often means a thing."""
        best, here = -10.0, phrase.tree.sentence.index
        as_object = phrase.tree[phrase.head].relation in {"obj", "iobj"}
        for sentence in (here, here - 1):
            tree = self.trees.get(sentence)
            for token in tree.tokens[: phrase.head if sentence == here else None] if tree is not None else ():
                if token.relation in {"nsubj", "obj"} and self._is_thing(tree, token, plural=sort == "plural"):
                    score = -2.0 * (here - sentence) + (1.5 if token.relation == "nsubj" else 0.5)
                    score += 2.5 if as_object and token.relation == "obj" else 0.0
                    best = max(best, score)
        return best

    def _is_thing(self, tree: Tree | None, token: Token, *, plural: bool) -> bool:
        noun = token.tag == ("NNS" if plural else "NN") and token.entity == "O"
        return noun and (id(tree), token.i) not in self.heads

    def _joint_subject(self, phrase: Phrase, sentence: int) -> Candidate | None:
        """Return the first of several actors joined by "and" that may be meant together by "they"."""
        for c in self._each(sentence, PRONOUN_REACH):
            tree = c.phrase.tree
            joined = any((id(tree), other.i) in self.heads for other in tree.children(c.phrase.head, "conj"))
            if joined and not _fellow_argument(phrase, c.phrase):
                return c
        return None

    def _each(self, sentence: int, reach: int) -> Iterator[Candidate]:
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
            if _fellow_argument(phrase, c.phrase):
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
        for c in self._each(phrase.tree.sentence.index, TITLE_REACH):
            same = c.phrase.noun is noun and c.phrase.plural == phrase.plural and c.mention.link is not Link.PRONOUN
            if same and noun is not None and c.phrase.name is None:
                if _fellow_argument(phrase, c.phrase):
                    return None
                found.setdefault(c.entity.uid, c)
        return next(iter(found.values())) if len(found) == 1 else None

    def state(self, phrase: Phrase) -> Candidate | None:
        """Return the country that "the country" means: the last one named, if it is no fellow argument."""
        for c in self.recent(phrase.tree.sentence.index, PRONOUN_REACH):
            if c.entity.kind is Kind.GPE and c.entity.country and not _fellow_argument(phrase, c.phrase):
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
            if (fits or _says(c.entity, noun.words)) and not _fellow_argument(phrase, c.phrase):
                return c
        return None

    def institution(self, words: str) -> Candidate | None:
        """Return the named institution that bare words ("the government") take up, if only one was named so far."""
        ending = " " + name_key(words)
        found = [c for c in self.institutions.values() if name_key(c.entity.name).endswith(ending)]
        return found[0] if len(found) == 1 else None

    def only_country(self, sentence: int) -> Candidate | None:
        """Return the one country that the last two sentences name, else the whole text so far; None if several."""
        near = {c.entity.country: c for c in self._each(sentence, 1) if _tells_country(c)} or self.countries
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
    return not (other or abroad or _fellow_argument(phrase, candidate.phrase))


def _title_fit(title: Title, words: str) -> int:
    """Return how well words refer back: 3 for the title itself, 2 for its head noun, 1 for a fitting word."""
    if title.words == words:
        return 3
    if " " in words:
        return 0
    if title.words.split()[-1] == words:
        return 2
    return 1 if words in title.fits else 0


def _fits(candidate: Candidate, sort: str) -> bool:
    entity = candidate.entity
    if sort in {"male", "female"}:
        if entity.kind is not Kind.PERSON or (candidate.phrase.plural and entity.scope is Scope.DESCRIBED):
            return False
        return candidate.gender in {None, sort}
    if sort == "thing":
        single = not candidate.phrase.plural or candidate.phrase.form is Form.NAME
        return entity.kind in {Kind.ORG, Kind.GPE} and single and not _only_place(candidate)
    if entity.kind in {Kind.GROUP, Kind.NORP}:
        return candidate.phrase.plural or entity.kind is Kind.NORP
    return entity.kind is Kind.ORG and (candidate.phrase.plural or entity.scope is Scope.NAMED)


def _only_place(candidate: Candidate) -> bool:
    """Return whether a state is only where something happens: "in Iraq"."""
    tree, head = candidate.phrase.tree, candidate.phrase.head
    token = tree[head]
    if token.relation in {"compound", "amod"} or token.dep == "nmod:desc":
        return True
    return any(c.text.casefold() in {"in", "near", "at", "inside", "across"} for c in tree.children(head, "case"))


def _fellow_argument(phrase: Phrase, other: Phrase) -> bool:
    """Return whether both are arguments of one predicate, so that they cannot be one actor ("he" and "him").

    A verb without a subject of its own shares that of the verb it is joined to: "A phoned B and told him ...".
    """
    tree = phrase.tree
    if tree is not other.tree:
        return False
    one, two = tree[phrase.head], tree[other.head]
    while two.relation == "conj" and two.head != two.i:
        two = tree[two.head]
    if one.relation not in CORE or two.relation not in CORE:
        return False
    verb = tree[one.head]
    if verb.relation == "xcomp" and verb.head == two.head and two.relation in {"obj", "iobj"}:
        return one.relation != "nsubj"
    while verb.i != two.head:
        shares = two.relation == "nsubj" and verb.relation in {"conj", "xcomp"} and verb.head != verb.i
        controlled = verb.relation == "xcomp" and bool(tree.children(verb.head, "obj", "iobj"))
        if not shares or controlled or one.relation == "nsubj" or tree.children(verb.i, "nsubj"):
            return False
        verb = tree[verb.head]
    return True


def _may_be_meant(phrase: Phrase, other: Phrase) -> bool:
    return not (_is_predicate(other) or _inside(phrase, other))


def _is_predicate(phrase: Phrase) -> bool:
    """Return whether the phrase only says what somebody is: "are our allies"."""
    return bool(phrase.tree.children(phrase.head, "cop"))


def _inside(phrase: Phrase, other: Phrase) -> bool:
    """Return whether the pronoun belongs to the very phrase, beside its name or in it: "her sister Anna"."""
    tree = phrase.tree
    if tree is not other.tree:
        return False
    if other.first <= phrase.first <= other.last:
        return True
    for token in (tree[phrase.head], *tree.ancestors(phrase.head)):
        beside = token.i != phrase.head and tree[other.head].head == token.i and tree[other.head].relation in BESIDE
        if beside or token.i == other.head:
            return True
        if token.relation not in NOMINAL_LINKS:
            return False
    return False


def _parallel(phrase: Phrase, other: Phrase) -> float:
    """Return a little for an antecedent in the same role: an object after an object."""
    one, two = phrase.tree[phrase.head].relation, other.tree[other.head].relation
    return 1.0 if one == two and one in {"obj", "iobj"} else 0.0


def _salience(candidate: Candidate, sentence: int) -> float:
    distance = sentence - candidate.mention.sentence
    score = -2.0 * distance
    token = candidate.phrase.tree[candidate.phrase.head]
    if token.relation == "nsubj":
        score += 1.5
        if distance and candidate.phrase.tree[token.head].dep in {"root", "ccomp", "parataxis"}:
            score += 0.5
    elif token.relation in {"obj", "iobj"}:
        score += 0.5
    elif token.relation in {"nmod", "compound", "amod", "appos"}:
        score -= 0.5
    return score + (1.0 if candidate.entity.scope is Scope.NAMED else 0.0)
