"""Which frame of the lexicon fits a clause, and which pairs of actors fill it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from kg.assembly.participants import Candidate
from kg.clause import Argument, Clause
from kg.lexicon import ALWAYS_SYMMETRIC, VERB, Frame, Lexicon, Relation
from kg.model import Category, Kind, Participant, Reason, Scope

MAX_PAIRED = 5
TAIL = "RELATES_TO"
EMPLOYED = "WORKS_FOR"
THROUGH_THINGS = frozenset(
    {
        Category.SUPPORT,
        Category.ACCUSE,
        Category.REJECT,
        Category.REQUEST,
        Category.CONCEDE,
        Category.AGREE,
        Category.PROTEST,
        Category.THREATEN,
        Category.SANCTION,
    }
)
ADJOINED = frozenset({Category.CONSULT, Category.COOPERATE, Category.AGREE})
"""Events whose actor may be the subject of the verb they stand beside: "X spoke during a visit to Y"."""
HANDED_OVER = frozenset({Category.AID, Category.AGREE})
"""What "give" and "offer" say of things, but not of an event noun: "gave Syria military aid" is told by "aid"."""
COUNTRIES = frozenset({Kind.GPE, Kind.NORP, Kind.LOC})
Find = Callable[[Argument], tuple[Candidate, ...]]
Filler = tuple[Participant, tuple[str, ...]]
"""Who fills a slot, with the rules that led there."""


@dataclass(frozen=True, slots=True)
class Finders:
    """How the words of an argument lead to actors.

    Attributes:
        find: whom the words themselves stand for.
        behind: the actor behind a thing: "the Israeli raid", "the decision of the court".
        owner: whose a thing is: "Russia's houses".
        place: the place that force is used on, or whose it is: "the village", "Taliban positions".
        principals: for whom several representatives act together: "the presidents of A and B".
        group: makes one participant of more than `MAX_PAIRED` joint actors.
    """

    find: Find
    behind: Find
    owner: Find
    place: Find
    principals: Find
    group: Callable[[Sequence[Participant]], Participant]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two participants in a relation, with the rules that found each end.

    `symmetric` tells whether the text gives neither end the lead: "A and B met", and always for allies and rivals.
    """

    source: Participant
    target: Participant
    relation: Relation
    rules: tuple[str, ...]
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Pairing:
    """The pairs of a clause, or the reason why there are none."""

    pairs: tuple[Pair, ...]
    reason: Reason | None


def pair_clause(clause: Clause, lexicon: Lexicon, finders: Finders) -> Pairing:
    """Return the pairs of the first frame that two actors fill.

    Args:
        clause: the clause.
        lexicon: relations and frames.
        finders: from its arguments to actors.
    """
    predicate, find = clause.predicate, finders.find
    frames = [f for f in lexicon.frames(predicate.lemma, predicate.pos) if _fits(f, clause, lexicon)]
    if _carries_event(clause, lexicon):
        frames = [f for f in frames if f.object or lexicon.relations[f.relation].category not in HANDED_OVER]
    unresolved = False
    made: list[Pair] = []
    plain = _without_events_of_objects(clause, lexicon)
    for frame in frames:
        if made and not frame.also:
            continue
        pairs, lost = _read_frame(clause if frame.object else plain, frame, lexicon.relations[frame.relation], finders)
        unresolved = unresolved or lost
        made.extend(p for p in pairs if all((p.source, p.target) != (q.source, q.target) for q in made))
    if made:
        return Pairing(tuple(made), None)
    if not lexicon.frames(predicate.lemma, predicate.pos):
        return _tail(clause, lexicon, find)
    return Pairing((), _reason(clause, find, unresolved=unresolved, known=bool(frames)))


def _without_events_of_objects(clause: Clause, lexicon: Lexicon) -> Clause:
    """ "approved the extradition of X": X belongs to the extradition alone, unlike "approved of X"."""
    events = (frame for lemma in clause.predicate.objects for frame in lexicon.frames(lemma, "NOUN"))
    if clause.predicate.pos != "VERB" or not any("of" in frame.target for frame in events):
        return clause
    kept = tuple(a for a in clause.arguments if a.slot != "of" or a.rule != "oblique-of-object")
    return replace(clause, arguments=kept)


def _read_frame(clause: Clause, frame: Frame, relation: Relation, finders: Finders) -> tuple[tuple[Pair, ...], bool]:
    """The pairs that fill a frame, and whether an end is a pronoun that nobody resolved."""
    is_verb = clause.predicate.pos == "VERB"
    sources, lost_source = _fill(clause, frame.source, finders.find)
    targets, lost_target = _fill(clause, frame.target, finders.find, outside=True, kinds=frame.target_kinds)
    if not targets and relation.category in THROUGH_THINGS:
        targets, _ = _fill(clause, frame.target, finders.behind)
    elif not targets and (is_verb or (relation.places and clause.predicate.pos == "NOUN")):
        targets, _ = _fill(clause, frame.target, finders.owner)
    if not targets and relation.places:
        targets, _ = _fill(clause, frame.target, finders.place, outside=True)
    if clause.predicate.pos == "NOMINAL":
        targets = _whole_bodies(targets)
    if targets and not sources and is_verb:
        slots = frame.source if "event-agent" in frame.source else (*frame.source, "event-agent")
        sources, _ = _fill(clause, slots, finders.find)
        sources = sources or _fill(clause, slots, finders.behind)[0]
    if targets and _adjoins(clause, relation) and not _beyond(sources, targets):
        sources, _ = _fill(clause, ("adjunct-subject",), finders.find)
    if relation.category is Category.ASSAULT:
        sources = [(p, rules) for p, rules in sources if not _is_town(p)]
        sources = _without_countries(sources) if clause.predicate.pos == "NOUN" else sources
    if relation.symmetric and relation.category in ADJOINED and len(sources) == 1 and not _beyond(targets, sources):
        principals, _ = _fill(clause, frame.source, finders.principals)
        sources, targets = (principals, []) if len(principals) > 1 else (sources, targets)
    pairs = tuple(p for p in _pairs(sources, targets, relation, finders.group) if _suits(p, frame))
    plural = _is_plural(clause)
    pairs = tuple(p for p in pairs if not _is_plain_affiliation(p, plural=plural))
    return pairs, lost_source or lost_target


def _is_town(participant: Participant) -> bool:
    """Whether it is a place that no state is: "the Gaza City attack" is not one by Gaza City."""
    return participant.kind is Kind.GPE and participant.country is None


def _without_countries(fillers: list[Filler]) -> list[Filler]:
    """In "a U.S. military spokesman" the military is meant, not the United States."""
    bodies = {p.country for p, _ in fillers if p.kind not in COUNTRIES and p.country is not None}
    return [(p, rules) for p, rules in fillers if p.kind not in COUNTRIES or p.country not in bodies]


def _whole_bodies(targets: list[Filler]) -> list[Filler]:
    """The bodies without their countries, nor a name in the words of a longer one."""
    abroad = _without_countries(targets)
    return [(p, rules) for p, rules in abroad if not any(_within(p, other) for other, _ in abroad)]


def _within(one: Participant, other: Participant) -> bool:
    """Whether the words of one overlap longer ones of another."""
    overlap = min(one.end, other.end) - max(one.start, other.start)
    return overlap > 0 and one.end - one.start < other.end - other.start


def _suits(pair: Pair, frame: Frame) -> bool:
    """Whether the ends are of the kinds that the frame wants."""
    return (
        (not frame.source_kinds or pair.source.kind in frame.source_kinds)
        and (not frame.target_kinds or pair.target.kind in frame.target_kinds)
        and (not frame.source_sectors or pair.source.sector in frame.source_sectors)
        and (not frame.target_sectors or pair.target.sector in frame.target_sectors)
    )


def _covers(target: Participant, clause: Clause) -> bool:
    """Whether the words of a target take the predicate in: "Secretary General" is nobody beside "General"."""
    if clause.predicate.pos in ("VERB", "CASE"):  # "the Saudi-led coalition" is whom Saudi Arabia leads
        return False
    return target.start <= clause.predicate.words.start and clause.predicate.words.end <= target.end


def _carries_event(clause: Clause, lexicon: Lexicon) -> bool:
    """Whether a light verb only carries an event noun, which has its own clause: "gave Syria military aid"."""
    predicate = clause.predicate
    return (
        predicate.pos == "VERB"
        and predicate.lemma in lexicon.light_verbs
        and any(lexicon.frames(o, "NOUN") for o in predicate.objects)
    )


def _fits(frame: Frame, clause: Clause, lexicon: Lexicon) -> bool:
    predicate = clause.predicate
    if frame.particle != predicate.particle:
        return False
    if frame.complement is not None and frame.complement != predicate.complement:
        return False
    if frame.passive and not predicate.passive:
        return False
    if frame.content and not frame.content & _said_by(predicate.content, lexicon):
        return False
    return not frame.object or bool(frame.object & predicate.objects)


def _said_by(verbs: frozenset[str], lexicon: Lexicon) -> set[Category]:
    """What some verbs say by themselves."""
    free = (f for verb in verbs for f in lexicon.frames(verb, VERB) if f.particle is None and not f.object)
    return {lexicon.relations[frame.relation].category for frame in free}


def _fill(
    clause: Clause,
    slots: tuple[str, ...],
    find: Find,
    *,
    outside: bool = False,
    kinds: frozenset[Kind] = frozenset(),
) -> tuple[list[Filler], bool]:
    """The participants of the first slot that has any of the kinds wanted.

    With `outside`, nobody whose words take the predicate in.
    """
    unresolved = False
    for slot in slots:
        arguments = clause.filled(slot)
        own = [a for a in arguments if not a.rule.startswith("light-verb")]
        for group in (own, [a for a in arguments if a not in own]):
            found: list[Filler] = []
            for candidate in (c for argument in group for c in find(argument)):
                if candidate.participant is None or candidate.participant.uid is None:
                    unresolved = True
                elif (outside and slot != "self" and _covers(candidate.participant, clause)) or (
                    kinds and candidate.participant.kind not in kinds
                ):
                    continue
                elif all(candidate.participant.uid != p.uid for p, _ in found):
                    found.append((candidate.participant, candidate.rules))
            if found:
                return found, unresolved
    return [], unresolved


def _adjoins(clause: Clause, relation: Relation) -> bool:
    """Whether the event noun may have the subject of the verb beside it for its actor.

    Whoever condemns or discusses attacks on somebody does not attack him.
    """
    if relation.category in ADJOINED:
        return True
    if clause.predicate.pos != "NOUN" or not any(clause.filled(slot) for slot in ("with", "against")):
        return False
    mutual = relation.symmetric and relation.category is not Category.ASSAULT
    return mutual or any(a.rule != "governor-subject" for a in clause.filled("adjunct-subject"))


def _beyond(sources: list[Filler], targets: list[Filler]) -> bool:
    """Whether the sources are somebody, and not only the targets once more (unless those are joint actors)."""
    return bool(sources) and ([p for p, _ in sources] != [p for p, _ in targets] or len(sources) > 1)


def _pairs(
    sources: list[Filler],
    targets: list[Filler],
    relation: Relation,
    group: Callable[..., Participant],
) -> tuple[Pair, ...]:
    if not sources:
        return ()
    between = [p for p, _ in sources] == [p for p, _ in targets]
    if relation.symmetric and (not targets or between):
        if len(sources) < 2:
            return ()
        if len(sources) > MAX_PAIRED:
            whole = group([p for p, _ in sources])
            return tuple(Pair(p, whole, relation, (*rules, "joint-group"), symmetric=True) for p, rules in sources)
        return tuple(
            Pair(a, b, relation, tuple(dict.fromkeys((*first, *second, "joint-actors"))), symmetric=True)
            for (a, first), (b, second) in combinations(sources, 2)
        )
    if between:
        return ()
    return tuple(
        Pair(a, b, relation, tuple(dict.fromkeys((*first, *second))), symmetric=relation.category in ALWAYS_SYMMETRIC)
        for a, first in sources
        for b, second in targets
        if (a.start, a.end) != (b.start, b.end)
    )


def _is_plural(clause: Clause) -> bool:
    return clause.predicate.words.text.lower() != clause.predicate.lemma


def _is_plain_affiliation(pair: Pair, *, plural: bool) -> bool:
    """ "British soldiers", "U.N. officials", "a university professor" say what they are, not which post they hold."""
    if not {"nominal", "noun-modifier"} <= set(pair.rules):
        return False
    described = pair.target.scope is Scope.DESCRIBED
    if pair.relation.name == EMPLOYED:
        return plural or described
    return plural and (pair.target.kind in COUNTRIES or (pair.target.kind is Kind.GROUP and described))


def _tail(clause: Clause, lexicon: Lexicon, find: Find) -> Pairing:
    """A verb without a frame relates its subject and object, if both are actors."""
    predicate = clause.predicate
    if predicate.lemma in lexicon.silent:
        return Pairing((), Reason.VERB_UNKNOWN)
    relation = lexicon.relations[TAIL]
    sources, lost_source = _fill(clause, ("subject",), find)
    targets, lost_target = _fill(clause, ("object",), find)
    if predicate.pos == "VERB" and sources and targets:
        return Pairing(_pairs(sources, targets, relation, lambda members: members[0]), None)
    anybody = sources or targets or any(c.participant for a in clause.arguments for c in find(a))
    if anybody:
        return Pairing((), Reason.VERB_UNKNOWN)
    return Pairing((), Reason.PRONOUN_UNRESOLVED if lost_source or lost_target else Reason.NO_ACTOR)


def _reason(clause: Clause, find: Find, *, unresolved: bool, known: bool) -> Reason:
    actors = {c.participant for a in clause.arguments for c in find(a) if c.participant is not None}
    if unresolved:
        return Reason.PRONOUN_UNRESOLVED
    if not actors:
        return Reason.NO_ACTOR
    if len(actors) == 1:
        return Reason.NO_SECOND_ACTOR
    return Reason.NO_TARGET if known else Reason.VERB_UNKNOWN
