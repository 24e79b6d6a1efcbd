"""What extraction finds in a tree before anybody knows who the actors are.

An argument names a *slot* of its predicate. Slots are logical: in "Iraq was attacked by IS", "Iraq" is `object` and
"IS" is `subject`. Besides `subject`, `object`, `indirect` and `clause-subject` a verb's slots are prepositions
("with", "against"); an event noun has `possessor`, `modifier` and prepositions; a noun that denotes somebody in a
relation ("ally", "minister") has `self` as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Modality, Phase, Polarity, Words


@dataclass(frozen=True, slots=True)
class Predicate:
    """The word that expresses a relation.

    Attributes:
        head: token index in the tree.
        pos: VERB, NOUN (event noun), ADJ or NOMINAL (noun for somebody in a relation).
        lemma: lemma of the head; particle: of a phrasal verb, or None.
        words: the words as written, with the particle where it follows at once.
        passive: whether it was said in the passive.
        objects: lemmas of its grammatical object, for fixed phrases ("pay a visit"); of a noun, of its modifiers.
        content: lemmas of the infinitives that it governs ("vowed to attack").
        complement: whether its object is called something ("called X a liar").
    """

    head: int
    pos: str
    lemma: str
    particle: str | None
    words: Words
    passive: bool = False
    objects: frozenset[str] = frozenset()
    complement: bool = False
    content: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Argument:
    """A participant of a predicate: its slot, its head token, and the rule that found it."""

    slot: str
    head: int
    rule: str


@dataclass(frozen=True, slots=True)
class Status:
    """How the text puts a clause: as affirmed or denied, as fact, plan, possibility, duty, request or condition."""

    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED
    phase: Phase | None = None
    condition: Words | None = None
    cues: tuple[Words, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """One step of a speaker chain: head tokens of the speakers, or words that name nobody ("reportedly")."""

    heads: tuple[int, ...]
    words: Words
    predicate: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One predicate with its arguments, status and speakers.

    Attributes:
        sentence: index of the sentence.
        parent: head token of the predicate that embeds it (a request, a plan, an accusation), or None.
        span: words of the whole clause, for reports.
        matter: what it is about, in the words read, or None.
        time: words of time, or None; places: head tokens of locative obliques.
        past: whether the clause is in a past tense, future: in a future one (both False: present).
    """

    sentence: int
    predicate: Predicate
    arguments: tuple[Argument, ...]
    status: Status
    speakers: tuple[Speaker, ...]
    parent: int | None
    span: Words
    matter: Words | None = None
    time: Words | None = None
    places: tuple[int, ...] = ()
    past: bool = False
    future: bool = False
    urges: bool = False

    def filled(self, slot: str) -> tuple[Argument, ...]:
        """Return the arguments of one slot, in order."""
        return tuple(a for a in self.arguments if a.slot == slot)
