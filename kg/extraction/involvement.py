"""Who is tied to an event by other words: "claimed responsibility for an attack", "wanted for the bombing of X"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.clause import Argument, Clause, Speaker, Status
from kg.cues import Cues
from kg.extraction.arguments import counted_with, noun_arguments
from kg.extraction.attribution import find_speakers, subject_speaker
from kg.extraction.event_agents import is_violent
from kg.extraction.grammar import case_words, conjuncts, is_passive, marker
from kg.extraction.own_words import token_words
from kg.extraction.qualify import Qualifier
from kg.extraction.subjects import Found, agents, noun_owners, surface_subjects
from kg.lexicon import Lexicon
from kg.model import Modality, Polarity
from kg.tree import Token, Tree

RULE = "involved"
BLAMED = "blamed"
ADJUNCT = "adjunct-subject"
LINKS = frozenset({"for", "in", "of", "with", "to", "behind", "over", "on"})
TIED_BY: Mapping[str, frozenset[str]] = {
    "claim": frozenset({"for", "to"}),
    "blame": frozenset({"for"}),
    "suspect": frozenset({"of", "in", "for"}),
    "accuse": frozenset({"of"}),
    "charge": frozenset({"with", "in", "for", "over", "on"}),
    "link": frozenset({"to", "with"}),
    "tie": frozenset({"to"}),
    "connect": frozenset({"to", "with"}),
}
"""The prepositions by which a verb ties its object to an event; of all others DEFAULT_LINKS."""
DEFAULT_LINKS = frozenset({"for", "in", "over", "of"})


@dataclass(frozen=True, slots=True)
class Involvement:
    """Who is tied to an event, and how the text puts it.

    Attributes:
        arguments: whoever it is, in the slot `possessor` of the event noun.
        status: of the event.
        speakers: on whose word it stands.
        joined: whether he joins others in it, after whom it may be named ("a NATO operation").
    """

    arguments: tuple[Argument, ...]
    status: Status
    speakers: tuple[Speaker, ...]
    joined: bool = False


def with_involved(clause: Clause, tree: Tree, lexicon: Lexicon, cues: Cues, qualifier: Qualifier) -> Clause:
    """Return the clause of a violent event, or of what that event did, with whoever is tied to it as its actor.

    The clause itself where nobody is, or where the event says whose it is.
    """
    predicate = clause.predicate
    if any(a.rule == BLAMED for a in clause.arguments) and clause.status.modality is Modality.ASSERTED:
        return replace(clause, status=_with_modality(clause.status, Modality.POSSIBLE, None))
    event = _event_of(clause, tree, lexicon, cues)
    found = None if event is None else find_involvement(tree, event, cues, qualifier)
    if found is None:
        return clause
    if predicate.pos == "VERB":
        rest = [a for a in clause.arguments if a.slot != "subject"]
        actors = [replace(a, slot="subject") for a in found.arguments]
    else:
        unwanted = {ADJUNCT, "modifier"} if found.joined else {ADJUNCT}
        rest = [b for a in clause.arguments if a.slot not in unwanted for b in _as_target(tree, a)]
        actors = list(found.arguments)
    return replace(clause, arguments=(*actors, *rest), status=found.status, speakers=found.speakers)


def _event_of(clause: Clause, tree: Tree, lexicon: Lexicon, cues: Cues) -> int | None:
    """The violent event of nobody's that a clause speaks of: its noun, its gerund, or the subject of what it did."""
    predicate = clause.predicate
    event = predicate.head
    if predicate.pos == "VERB":
        subjects = clause.filled("subject")
        if not is_violent(tree[event], "VERB", lexicon):
            return None
        if _at_stake(tree, event, cues):
            return event
        if len(subjects) != 1:
            return None
        event = subjects[0].head
    elif predicate.pos != "NOUN":
        return None
    return event if is_violent(tree[event], "NOUN", lexicon) and not _has_owner(tree, event, lexicon) else None


def _at_stake(tree: Tree, i: int, cues: Cues) -> bool:
    """Whether verb `i` is what somebody is responsible for or had a part in: "responsibility for killing X"."""
    token = tree[i]
    return token.dep == "acl" and token.tag == "VBG" and tree[token.head].lemma.lower() in cues.involvement["stakes"]


def _has_owner(tree: Tree, event: int, lexicon: Lexicon) -> bool:
    """Whether the event noun itself says whose it is: "Iran's attack", "an attack by Iran"."""
    arguments = noun_arguments(tree, event, lexicon.light_verbs)
    return any(a.slot in ("possessor", "by", "from") and tree[a.head].entity_type != "DATE" for a in arguments)


def _as_target(tree: Tree, argument: Argument) -> tuple[Argument, ...]:
    """The name before an event that somebody is tied to is its victim's: "wanted for the U.S. embassy bombings"."""
    if argument.slot == "modifier" and tree[argument.head].pos != "ADJ":
        return tuple(replace(argument, slot=slot) for slot in ("of", "against"))
    return (argument,)


def find_involvement(tree: Tree, i: int, cues: Cues, qualifier: Qualifier) -> Involvement | None:
    """Return who is tied to the event noun `i` by the words that govern it, or None."""
    at = tree[i]
    while at.dep == "conj" and at.head != at.i:
        at = tree[at.head]
    at = counted_with(tree, at.i)
    return _Reading(tree, i, cues, qualifier).read(at)


class _Reading:
    """One event noun with what its readers look at."""

    def __init__(self, tree: Tree, event: int, cues: Cues, qualifier: Qualifier) -> None:
        self._tree, self._event, self._cues, self._qualifier = tree, event, cues, qualifier

    def read(self, at: Token) -> Involvement | None:
        tree, above = self._tree, self._tree.head(at.i)
        case = case_words(tree, at.i) or marker(tree, at.i)
        if case == "behind" and tree.child(at.i, "cop") is not None:
            return self._plain(surface_subjects(tree, at.i), at)
        if above is None or case not in LINKS:
            return self._claimed(above) if above is not None and at.relation in ("obj", "nsubj") else None
        lemma = above.lemma.lower()
        if above.pos == "VERB":
            return self._tied(above, case)
        if above.pos == "ADJ" and lemma in self._cues.involvement["adjectives"]:
            found = surface_subjects(tree, above.i) or ((above.head, "adjective-noun"),)
            return self._plain(found, above)
        if above.pos == "NOUN" and lemma in self._cues.involvement["stakes"]:
            return self._at_stake(above)
        if above.pos in ("NOUN", "PROPN") and lemma in self._cues.involvement["doers"]:
            return self._done_by(above)
        return None

    def _claimed(self, verb: Token) -> Involvement | None:
        """ "X claimed the attack": on his own word."""
        if verb.lemma.lower() != "claim" or verb.pos != "VERB":
            return None
        return self._of(self._acting(verb), verb, (subject_speaker(self._tree, verb, RULE),))

    def _at_stake(self, noun: Token) -> Involvement | None:
        """ "His role in the attack", "claimed responsibility for it", "arrested in connection with it"."""
        tree, verb = self._tree, self._tree.head(noun.i)
        if verb is not None and verb.pos in ("VERB", "ADJ") and noun.relation == "obl":
            case = case_words(tree, noun.i)
            tied = self._tied(verb, case) if verb.pos == "VERB" and case is not None else None
            if tied is not None or case == "as" or noun.lemma.lower() == "connection":
                return self._modified(tied, noun)
        if verb is None or verb.pos != "VERB" or noun.relation not in ("obj", "nsubj"):
            owners = noun_owners(tree, noun.i)
            return self._modified(self._plain(owners, noun), noun) if owners else None
        owners = noun_owners(tree, noun.i)
        actors = self._acting(verb) or owners
        own = subject_speaker(tree, verb, RULE) if verb.lemma.lower() in self._cues.involvement["claims"] else None
        effect = self._cues.embedding(verb.lemma.lower(), "VERB")
        if effect is not None and effect.polarity is Polarity.NEGATED:
            return self._of(actors, verb, (subject_speaker(tree, verb, RULE),), polarity=Polarity.NEGATED)
        return self._modified(self._of(actors, verb, (own,)), noun)

    def _done_by(self, noun: Token) -> Involvement | None:
        """ "The mastermind of the attack", "X is a suspect in it"."""
        tree = self._tree
        found: tuple[Found, ...] = ((noun.i, "nominal"),)
        if tree.child(noun.i, "cop") is not None:
            found = surface_subjects(tree, noun.i)
        elif noun.dep == "appos":
            found = ((noun.head, "apposition"),)
        involved = self._plain(found, noun)
        possible = noun.lemma.lower() == "suspect"
        return self._modified(self._possible(involved) if possible else involved, noun)

    def _tied(self, verb: Token, case: str) -> Involvement | None:
        """ "X is wanted for the bombing", "a court convicted X of it"."""
        lemma, words = verb.lemma.lower(), self._cues.involvement
        if lemma in words["joins"] and case == "in" and is_passive(self._tree, verb.i) == (lemma == "involve"):
            joined = self._plain(surface_subjects(self._tree, verb.i), verb)
            return None if joined is None else replace(joined, joined=True)
        kind = next((k for k in ("accuses", "holds", "proves", "clears") if lemma in words[k]), None)
        if kind is None or case not in TIED_BY.get(lemma, DEFAULT_LINKS):
            return None
        tree = self._tree
        passive = is_passive(tree, verb.i)
        found = surface_subjects(tree, verb.i) if passive else _objects(tree, verb)
        accuser = subject_speaker(tree, verb, RULE) if kind != "holds" else None
        if accuser is not None and not accuser.heads:
            accuser = None
        polarity = Polarity.NEGATED if kind == "clears" else Polarity.AFFIRMED
        involved = self._of(found, verb, (accuser,), polarity=polarity)
        if kind == "holds" or (kind == "accuses" and accuser is None):
            return self._possible(involved)
        return involved

    def _acting(self, verb: Token) -> tuple[Found, ...]:
        if is_passive(self._tree, verb.i):
            return tuple((a.i, "passive-agent") for a in agents(self._tree, verb.i))
        return surface_subjects(self._tree, verb.i)

    def _plain(self, found: tuple[Found, ...], at: Token) -> Involvement | None:
        """What stands as it is told: "X is behind the attack", "X is not responsible for it"."""
        polarity = self._qualifier.status(at.i).polarity
        return self._of(found, at, (), polarity=polarity, denied=polarity is Polarity.NEGATED)

    def _of(
        self,
        found: tuple[Found, ...],
        at: Token,
        own: tuple[Speaker | None, ...],
        *,
        polarity: Polarity = Polarity.AFFIRMED,
        denied: bool = False,
    ) -> Involvement | None:
        outer = self._qualifier.status(at.i)
        found = tuple(other for one in found for other in self._who(one))
        if not found or (outer.polarity is Polarity.NEGATED and not denied):
            return None
        speakers = (*(s for s in own if s is not None), *find_speakers(self._tree, at.i, self._cues, self._qualifier))
        cues = (*outer.cues, token_words(self._tree, at)) if polarity is Polarity.NEGATED else outer.cues
        status = Status(polarity, outer.modality, None, outer.condition, cues, outer.rules)
        event = self._qualifier.own_status(self._event)
        if event.modality is not Modality.ASSERTED:
            status = _with_modality(status, event.modality, event)
        arguments = tuple(Argument("possessor", j, RULE) for j, _ in found)
        return Involvement(arguments, status, speakers)

    def _who(self, found: Found) -> tuple[Found, ...]:
        """Whom the noun of a copula speaks of: "X was the second man charged in the attack"."""
        named = surface_subjects(self._tree, found[0]) if self._tree.child(found[0], "cop") is not None else ()
        return named or (found,)

    def _possible(self, involved: Involvement | None) -> Involvement | None:
        if involved is None or involved.status.modality is not Modality.ASSERTED:
            return involved
        return Involvement(
            involved.arguments, _with_modality(involved.status, Modality.POSSIBLE, None), involved.speakers
        )

    def _modified(self, involved: Involvement | None, noun: Token) -> Involvement | None:
        """The words beside the noun count too: "his alleged role"."""
        own = self._qualifier.own_status(noun.i)
        if involved is None or own.modality is Modality.ASSERTED:
            return involved
        return Involvement(involved.arguments, _with_modality(involved.status, own.modality, own), involved.speakers)


def _with_modality(status: Status, modality: Modality, because: Status | None) -> Status:
    cues = status.cues if because is None else (*status.cues, *because.cues)
    rules = status.rules if because is None else (*status.rules, *because.rules)
    return Status(status.polarity, modality, status.phase, status.condition, cues, rules)


def _objects(tree: Tree, verb: Token) -> tuple[Found, ...]:
    return tuple((j, "direct-object") for o in tree.children(verb.i, "obj") for j in conjuncts(tree, o.i))
