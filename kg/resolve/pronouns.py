"""Whom a pronoun of the third person means: the actors that fit are ranked, and one in doubt is nobody's.

Each actor near by that grammar, number and gender allow gets a score, the weighted sum of what speaks for it
(`kg.resolve.pronoun_features`); so does "nobody of these". The scores become chances that add up to one. The best actor
is the answer if its chance reaches the threshold of the pipeline's `pronouns.toml`, else the pronoun stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp

from kg.model import Entity, Kind, Link, Mention, Scope
from kg.resolve.binding import fellow_argument, may_be_meant, subject_after
from kg.resolve.coreference import Candidate, Discourse
from kg.resolve.mentions import PRONOUNS, Form, Phrase
from kg.resolve.naming import is_collected
from kg.resolve.pronoun_features import Features, actor_features, nobody_features
from kg.resolve.survey import Survey
from kg.tables import PronounWeights

REACH = 4
PERSONS = frozenset({"male", "female"})
OF_PLACES = frozenset({"in", "near", "at", "inside", "across", "the"})
UNSURE_KINDS = frozenset({Kind.ORG, Kind.GPE, Kind.LOC})
LONGEST_NAME = 3  # words of a name that may be a person's although the tagger took it for something else


@dataclass(frozen=True, slots=True)
class Option:
    """Somebody whom a pronoun may mean, with what speaks for it; `candidate` is None for nobody of those named."""

    candidate: Candidate | None
    features: Features


@dataclass(frozen=True, slots=True)
class Choice:
    """The antecedent of a pronoun, or None where it stays open, why, and the chance of the likeliest option."""

    candidate: Candidate | None
    reason: str
    chance: float = 1.0


Chooser = Callable[[Phrase, Sequence[Option]], Choice]


def section_of(sort: str) -> str:
    """Return the section of `pronouns.toml` for a sort of pronoun: "person", "thing" or "plural"."""
    return "person" if sort in PERSONS else sort


def likeliest(weights: Mapping[str, PronounWeights]) -> Chooser:
    """Return what takes the likeliest option where its chance reaches the threshold."""

    def choose(phrase: Phrase, options: Sequence[Option]) -> Choice:
        own = weights[section_of(PRONOUNS[phrase.tree[phrase.head].text.casefold()])]
        scores = [sum(own.weights.get(name, 0.0) * value for name, value in o.features.items()) for o in options]
        top = max(scores)
        chances = [exp(score - top) for score in scores]
        whole = sum(chances)
        best = max(range(len(options)), key=lambda i: (chances[i], -i))
        chance = chances[best] / whole
        candidate = options[best].candidate
        if candidate is None:
            return Choice(None, "may mean no actor", chance)
        if chance < own.threshold:
            return Choice(None, f"several antecedents fit ({chance:.0%} for {candidate.entity.name})", chance)
        return Choice(candidate, f"{chance:.0%} likely: {_strongest(options[best].features, own.weights)}", chance)

    return choose


def _strongest(features: Features, weights: Mapping[str, float]) -> str:
    by_weight = sorted(features, key=lambda name: (-weights.get(name, 0.0) * features[name], name))
    return "; ".join(by_weight[:2])


def follow_pronoun(phrase: Phrase, survey: Survey, discourse: Discourse, choose: Chooser) -> Choice:
    """Return the antecedent of a pronoun of the third person.

    Args:
        phrase: the pronoun.
        survey: the document's survey.
        discourse: what was mentioned before; the gender that a pronoun tells of its actor is noted in it.
        choose: what decides between the options.
    """
    sort = PRONOUNS[phrase.tree[phrase.head].text.casefold()]
    groups = _fitting(phrase, sort, survey, discourse)
    if not groups:
        joint = sort == "plural" and discourse.joint_subject(phrase) is not None
        return Choice(None, "stands for several actors together" if joint else "no antecedent fits")
    options = [Option(group[0], actor_features(phrase, sort, uid, groups, discourse)) for uid, group in groups.items()]
    options.append(Option(None, nobody_features(phrase, sort, groups, discourse, survey.covered)))
    choice = choose(phrase, options)
    if choice.candidate is None:
        joint = sort == "plural" and discourse.joint_subject(phrase) is not None
        return Choice(None, "stands for several actors together") if joint else choice
    entity = choice.candidate.entity
    if sort in PERSONS:
        discourse.genders.setdefault(entity.uid, sort)
        choice = replace(choice, candidate=replace(choice.candidate, entity=_as_person(entity)))
    return choice


def _as_person(entity: Entity) -> Entity:
    return entity if entity.kind is Kind.PERSON else replace(entity, kind=Kind.PERSON)


def _fitting(phrase: Phrase, sort: str, survey: Survey, discourse: Discourse) -> dict[str, list[Candidate]]:
    """Return the mentions near by of each actor that the pronoun may mean, latest first."""
    groups: dict[str, list[Candidate]] = {}
    after = _subject_after(phrase, survey)
    near = discourse.within(phrase.tree.sentence.index, REACH)
    for candidate in (*([after] if after is not None else []), *near):
        uid = candidate.entity.uid
        if uid is None:
            continue
        told = discourse.genders.get(uid)
        if candidate.gender is None and told is not None:
            candidate.gender = told
        groups.setdefault(uid, []).append(candidate)
    found: dict[str, list[Candidate]] = {}
    for uid, group in groups.items():
        allowed = [c for c in group if may_be_meant(phrase, c.phrase, c.entity.scope)]
        if allowed and not any(fellow_argument(phrase, c.phrase) for c in allowed) and _agrees(allowed, sort):
            found[uid] = allowed
    return found


def _subject_after(phrase: Phrase, survey: Survey) -> Candidate | None:
    head = subject_after(phrase.tree, phrase.head)
    other = next((p for p in survey.beside(phrase) if p.head == head), None)
    if other is None or not is_collected(other):
        return None
    entity, words = survey.naming.resolve(other)[0], other.words
    mention = Mention(
        sentence=phrase.tree.sentence.index,
        head=other.head,
        start=words.start,
        end=words.end,
        text=words.text,
        entity=entity,
        link=Link.NAME,
        antecedent=None,
        reason="subject of its sentence",
    )
    return Candidate(mention, other, survey.place(other), entity, (), survey.genders.get(entity.uid or ""))


def _agrees(group: Sequence[Candidate], sort: str) -> bool:
    """Return whether an actor agrees in number, gender and kind, by its latest mention that is no pronoun."""
    candidate = next((c for c in group if c.mention.link is not Link.PRONOUN), None)
    if candidate is None:
        return PRONOUNS[group[0].mention.text.casefold()] == sort
    entity, phrase = candidate.entity, candidate.phrase
    if sort in PERSONS:
        person = entity.kind is Kind.PERSON and not (phrase.plural and entity.scope is Scope.DESCRIBED)
        return (person and candidate.gender in {None, sort}) or _may_be_person(candidate)
    if sort == "thing":
        return entity.kind in {Kind.ORG, Kind.GPE} and (not phrase.plural or phrase.form is Form.NAME)
    if entity.kind in {Kind.GROUP, Kind.NORP}:
        return phrase.plural or entity.kind is Kind.NORP
    return entity.kind is Kind.ORG and (phrase.plural or entity.scope is Scope.NAMED)


def _may_be_person(candidate: Candidate) -> bool:
    """Return whether an unknown name that the tagger took for a body or a place may be a person's: "Prytz"."""
    entity, phrase, name = candidate.entity, candidate.phrase, candidate.phrase.name
    if phrase.form is not Form.NAME or name is None or name.entity is not None or phrase.noun is not None:
        return False
    if (
        entity.kind not in {Kind.ORG, Kind.GPE, Kind.LOC}
        or entity.country
        or name.country
        or entity.scope is Scope.DESCRIBED
    ):
        return False
    if len(entity.name.split()) > LONGEST_NAME or entity.name.isupper() or candidate.gender is not None:
        return False
    return not any(word.text.casefold() in OF_PLACES for word in phrase.tree.children(phrase.head, "case", "det"))
