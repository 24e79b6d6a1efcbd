"""From argument heads to actors: the mention at a head, what a counting noun counts, and whom "we" stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kg.assembly.places import nested, owners, passengers, surroundings
from kg.cues import Cues
from kg.extraction.grammar import case_words, conjuncts
from kg.extraction.subjects import agents
from kg.ids import make_id
from kg.model import Entity, Kind, Link, Mention, Participant, Scope, Words
from kg.resolve.mentions import base_span
from kg.tree import Tree

NESTED = ("nmod:poss", "amod", "compound", "nmod:desc")


class Resolution(Protocol):
    """Who is meant: made by kg.resolve for one document."""

    @property
    def mentions(self) -> tuple[Mention, ...]: ...

    def at(self, sentence: int, token: int) -> Mention | None: ...

    def sharing(self, sentence: int, token: int) -> tuple[int, ...]: ...

    def shares(self, sentence: int, token: int) -> bool: ...

    def side_of(self, speaker: Mention, pronoun: str) -> Entity | None: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A participant that an argument may stand for, with the rules that led from the argument to it.

    `participant` is None where the words are a pronoun that stays unresolved.
    """

    participant: Participant | None
    rules: tuple[str, ...]


class Cast:
    """Finds the participants of one document.

    Args:
        document_uid: for the ids of groups that are made here.
        trees: the document's sentences.
        resolution: its mentions.
        cues: the pipeline's cue words (for counting nouns).
    """

    def __init__(self, document_uid: str, trees: Sequence[Tree], resolution: Resolution, cues: Cues) -> None:
        self._document_uid = document_uid
        self._trees = trees
        self._resolution = resolution
        self._cues = cues

    def candidates(self, sentence: int, head: int, rule: str, speaker: Participant | None) -> tuple[Candidate, ...]:
        """Return whom the words at `head` stand for: one participant, several behind a counting noun, or nobody.

        "Iranian and Russian officials" are two: they share a noun.
        """
        tree = self._trees[sentence]
        counted = self._counted(tree, head)
        if counted:
            return tuple(c for j in counted for c in self.candidates(sentence, j, rule, speaker)) or ()
        if listed := self._listed(sentence, head):
            return tuple(Candidate(participant_of(m, e), (rule, "listed-names")) for m, e in listed)
        mention = self._named_beside(sentence, head) or self._resolution.at(sentence, head)
        if mention is None or (rule == "noun-modifier" and self._resolution.shares(sentence, head)):
            return ()
        sharing = () if rule == "nominal" else self._resolution.sharing(sentence, head)
        joined = (self._resolution.at(sentence, j) for j in sharing)
        return tuple(self._candidate(m, rule, speaker) for m in (*joined, mention) if m is not None)

    def _named_beside(self, sentence: int, head: int) -> Mention | None:
        """The name set beside words that describe somebody: "his Iranian counterpart, Ali Larijani"."""
        tree, described = self._trees[sentence], self._resolution.at(sentence, head)
        if tree[head].tag != "NN" or described is None or described.link is Link.NAME:
            return None
        for child in tree.children(head, "appos"):
            named = self._resolution.at(sentence, child.i)
            if named is not None and named.link is Link.NAME and named.head == child.i and named.entity is not None:
                return named
        return None

    def _listed(self, sentence: int, head: int) -> list[tuple[Mention, Entity]]:
        """The names that a plural is said to be: "the members are Ghana, Togo and Benin"."""
        tree = self._trees[sentence]
        named = tree[tree[head].head]
        if tree[head].tag != "NNS" or tree[head].dep != "nsubj" or named.pos != "PROPN":
            return []
        if tree.child(named.i, "cop") is None:
            return []
        mentions = [self._resolution.at(sentence, j) for j in conjuncts(tree, named.i)]
        listed = [(m, m.entity) for m in mentions if m is not None and m.entity is not None and m.link is Link.NAME]
        return listed if len(listed) == len(mentions) > 1 else []

    def behind(self, sentence: int, head: int, rule: str, speaker: Participant | None) -> tuple[Candidate, ...]:
        """Return the actor behind a thing: "Russia's reaction", "calls from B", "claims made by C"."""
        tree = self._trees[sentence]
        if tree[head].pos not in ("NOUN", "PROPN") or self._resolution.at(sentence, head) is not None:
            return ()
        lemma = tree[head].lemma.lower()
        done, said = lemma in self._cues.owned, lemma in self._cues.sent
        owners = {"by", *(("of",) if done else ()), *(("from",) if said else ())}
        before = self._widest([child.i for child in tree.children(head, *NESTED) if child.i < head], sentence)
        after = [
            child.i
            for child in tree.children(head, "nmod")
            if any(c.text.lower() in owners for c in tree.children(child.i, "case"))
        ]
        makers = [agent.i for child in tree.children(head, "acl") for agent in agents(tree, child.i)]
        return self._first_behind(sentence, [*before, *after, *(makers if done or said else ())], rule, speaker)

    def _widest(self, heads: list[int], sentence: int) -> list[int]:
        """The heads without those that stand inside the mention of another: no Israel in "Israeli military raid"."""
        mentions = {i: self._resolution.at(sentence, i) for i in heads}
        tree = self._trees[sentence]
        return [
            i
            for i in heads
            if not any(m and j != i and m.start <= tree[i].start < tree[i].end < m.end for j, m in mentions.items())
        ]

    def owner(self, sentence: int, head: int, rule: str, speaker: Participant | None) -> tuple[Candidate, ...]:
        """Return whose a thing is: "Russia's houses", "their homes", "a third of Cuba's oil"."""
        tree = self._trees[sentence]
        counted = self._counted(tree, head)
        if counted:
            return tuple(c for j in counted for c in self.owner(sentence, j, rule, speaker))
        if tree[head].pos not in ("NOUN", "PROPN") or self._resolution.at(sentence, head) is not None:
            return ()
        owners = [child.i for child in tree.children(head, "nmod:poss")]
        return self._first_behind(sentence, owners, rule, speaker)

    def principals(self, sentence: int, head: int, rule: str, speaker: Participant | None) -> tuple[Candidate, ...]:
        """Return for whom several representatives act: "the presidents of A and B", "delegations from A and B"."""
        tree = self._trees[sentence]
        if tree[head].tag != "NNS" or tree[head].lemma.lower() not in self._cues.representatives:
            return ()
        for child in tree.children(head, "nmod"):
            if case_words(tree, child.i) in ("of", "from"):
                joined = [c for j in conjuncts(tree, child.i) for c in self.candidates(sentence, j, rule, speaker)]
                if len(joined) > 1:
                    return tuple(Candidate(c.participant, (*c.rules, "representatives")) for c in joined)
        return ()

    def place(self, sentence: int, head: int, rule: str, speaker: Participant | None) -> tuple[Candidate, ...]:
        """Return the place that force is used on, or whose it is: "the village", "Taliban posts", "a bus with X"."""
        tree, lemma = self._trees[sentence], self._trees[sentence][head].lemma.lower()
        counted = self._counted(tree, head)
        if counted:
            return tuple(c for j in counted for c in self.place(sentence, j, rule, speaker))
        if tree[head].pos not in ("NOUN", "PROPN") or self._resolution.at(sentence, head) is not None:
            return ()
        if lemma in self._cues.vehicles:
            found = self._first_behind(sentence, [*passengers(tree, head), *owners(tree, head)], rule, speaker)
            of_whom = found or not any(self._resolution.at(sentence, i) for i in nested(tree, head))
            return found if of_whom else (Candidate(self._described_place(sentence, head), (rule, "struck-place")),)
        if lemma in self._cues.holdings:
            whose = [i for i in owners(tree, head) if self._is_whose(sentence, i)]
            if not whose and not nested(tree, head):
                return self._around(sentence, head, rule, speaker)
            found = self._first_behind(sentence, whose, rule, speaker)
            if found:
                return found
        elif lemma not in self._cues.sites:
            return ()
        return (Candidate(self._described_place(sentence, head), (rule, "struck-place")),)

    def _around(self, sentence: int, head: int, rule: str, speaker: Participant | None) -> tuple[Candidate, ...]:
        """Where a thing lies of which nothing else is said: "targets in Ecuadorean territory", "a site in Pakistan"."""
        for around in surroundings(self._trees[sentence], head):
            found = self._first_behind(sentence, [around, *nested(self._trees[sentence], around)], rule, speaker)
            if found:
                return found
        return ()

    def _is_whose(self, sentence: int, i: int) -> bool:
        """Whether a word before a holding tells whose it is, not only of which sort: "Taliban", not "rebel"."""
        mention = self._resolution.at(sentence, i)
        return mention is not None and (self._trees[sentence][i].dep != "compound" or mention.link is Link.NAME)

    def _described_place(self, sentence: int, head: int) -> Participant:
        tree = self._trees[sentence]
        words = tree.words(*base_span(tree, head))
        inside = (self._resolution.at(sentence, t.i) for t in tree.subtree(head) if words.start <= t.start < words.end)
        country = next((m.entity.country for m in inside if m is not None and m.entity is not None), None)
        return Participant(
            uid=make_id(self._document_uid, words.text.lower()),
            name=words.text,
            kind=Kind.LOC,
            sector=None,
            scope=Scope.DESCRIBED,
            country=country,
            text=words.text,
            start=words.start,
            end=words.end,
            link=Link.DESCRIPTION,
        )

    def _first_behind(
        self, sentence: int, heads: Sequence[int], rule: str, speaker: Participant | None
    ) -> tuple[Candidate, ...]:
        for head in heads:
            found = self.candidates(sentence, head, rule, speaker)
            if found:
                return tuple(Candidate(c.participant, (*c.rules, "actor-behind")) for c in found)
        return ()

    def speaker(self, sentence: int, head: int, outer: Participant | None = None) -> Participant | None:
        """Return the participant of a speaker, or None where the words are no mention.

        `outer` is who tells what the speaker says, and for whom "I" and "we" stand.
        """
        found = self.candidates(sentence, head, "", outer)
        return found[0].participant if found else None

    def _candidate(self, mention: Mention, rule: str, speaker: Participant | None) -> Candidate:
        if mention.entity is not None:
            participant = participant_of(mention, mention.entity)
            if rule == "title" and mention.bare is not None:
                words = mention.bare
                participant = replace(participant, text=words.text, start=words.start, end=words.end)
            return Candidate(participant, (rule,))
        if mention.link is Link.SPEAKER and speaker is not None and speaker.uid is not None:
            side = self._resolution.side_of(_as_mention(speaker), mention.text.lower())
            if side is not None:
                antecedent = Words(speaker.text, speaker.start, speaker.end)
                return Candidate(participant_of(mention, side, antecedent), (rule, "speaker-pronoun"))
        return Candidate(None, (rule,))

    def _counted(self, tree: Tree, head: int) -> tuple[int, ...]:
        """What a counting noun counts: "dozens of rebels", "one of the soldiers"."""
        token = tree[head]
        if token.lemma.lower() not in self._cues.quantities and token.pos != "NUM":
            return ()
        for child in tree.children(head, "nmod"):
            if any(c.text.lower() == "of" for c in tree.children(child.i, "case")):
                return (child.i, *(c.i for c in tree.children(child.i, "conj")))
        return ()

    def group(self, members: Sequence[Participant], sentence: int) -> Participant:
        """Return one described group for more joint actors than are paired."""
        start, end = min(m.start for m in members), max(m.end for m in members)
        text = self._trees[sentence].sentence
        words = text.text[start - text.start : end - text.start]
        return Participant(
            uid=make_id(self._document_uid, words),
            name=words,
            kind=Kind.GROUP,
            sector=None,
            scope=Scope.DESCRIBED,
            country=None,
            text=words,
            start=start,
            end=end,
            link=Link.DESCRIPTION,
        )


def participant_of(mention: Mention, entity: Entity, antecedent: Words | None = None) -> Participant:
    """Return a mention and its actor as a participant."""
    return Participant(
        uid=entity.uid,
        name=entity.name,
        kind=entity.kind,
        sector=entity.sector,
        scope=entity.scope,
        country=entity.country,
        text=mention.text,
        start=mention.start,
        end=mention.end,
        link=mention.link,
        antecedent=antecedent or mention.antecedent,
    )


def unknown_participant(words: Words) -> Participant:
    """Return a speaker of whom nothing is known but the words."""
    return Participant(
        None, words.text, None, None, Scope.DESCRIBED, None, words.text, words.start, words.end, Link.DESCRIPTION
    )


def _as_mention(participant: Participant) -> Mention:
    entity = Entity(
        participant.uid,
        participant.name,
        participant.kind,
        participant.sector,
        participant.scope,
        participant.country,
    )
    return Mention(
        0,
        0,
        participant.start,
        participant.end,
        participant.text,
        entity,
        participant.link,
        participant.antecedent,
    )
