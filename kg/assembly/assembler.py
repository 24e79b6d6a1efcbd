"""From the clauses and mentions of a document to its statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.assembly.answers import answered_pairs
from kg.assembly.pairing import Finders, Pair, pair_clause
from kg.assembly.participants import Cast, Resolution, unknown_participant
from kg.assembly.quotes import carry_speakers, introduced_spans, quotation_of, quoted_spans
from kg.clause import Clause, Speaker
from kg.confidence import Confidence
from kg.cues import Cues
from kg.extraction.dates import ground_date
from kg.extraction.grammar import CONTRASTED
from kg.ids import claim_id, make_id
from kg.lexicon import Lexicon, Relation
from kg.model import (
    Abstention,
    Category,
    Document,
    DocumentReference,
    Link,
    Modality,
    Participant,
    Phase,
    Polarity,
    PredicateWords,
    Reason,
    Statement,
    Words,
)
from kg.tree import Tree

URGING = "URGES"
SAID_AND_DONE = frozenset(
    {Category.ACCUSE, Category.SUPPORT, Category.PROTEST, Category.REJECT, Category.CONCEDE, Category.OTHER}
)
"""What somebody says or shows by doing something else for it: "gathered to protest against X"."""
SPEECH_RULES = frozenset({"reporting-verb", "parenthetical-speaker", "according-to"})


@dataclass(frozen=True, slots=True)
class Assembled:
    """What the clauses of a document gave; every clause gave statements or stands in `abstentions`."""

    statements: tuple[Statement, ...]
    same_actor: tuple[Statement, ...]
    abstentions: tuple[Abstention, ...]
    clauses_with_statements: int


class Assembler:
    """Makes statements.

    Args:
        lexicon, cues: the pipeline's words.
        pipeline, model: names with versions, written into each statement.
        confidence: weights of the chance that a statement is right, or None to leave it open.
    """

    def __init__(
        self, lexicon: Lexicon, cues: Cues, *, pipeline: str, model: str, confidence: Confidence | None = None
    ) -> None:
        self._lexicon = lexicon
        self._cues = cues
        self._pipeline = pipeline
        self._model = model
        self._confidence = confidence

    def assemble(
        self, document: Document, trees: Sequence[Tree], clauses: Sequence[Clause], resolution: Resolution
    ) -> Assembled:
        """Return the statements of one document, in text order, with reasons for the clauses that gave none."""
        work = _DocumentWork(self, document, trees, clauses, resolution)
        return work.run()

    @property
    def lexicon(self) -> Lexicon:
        """The relation lexicon."""
        return self._lexicon

    @property
    def cues(self) -> Cues:
        """The cue words."""
        return self._cues

    @property
    def confidence(self) -> Confidence | None:
        """The weights of the chance that a statement is right."""
        return self._confidence

    @property
    def names(self) -> tuple[str, str]:
        """Pipeline and model, as statements carry them."""
        return self._pipeline, self._model


@dataclass(frozen=True, slots=True)
class _Speech:
    """On whose word a clause stands, nearest first, and the rules that found them."""

    chain: tuple[tuple[Participant, ...], ...]
    rules: tuple[str, ...]


class _DocumentWork:
    """The state of assembling one document."""

    def __init__(
        self,
        assembler: Assembler,
        document: Document,
        trees: Sequence[Tree],
        clauses: Sequence[Clause],
        resolution: Resolution,
    ) -> None:
        self._assembler = assembler
        self._document = document
        self._trees = trees
        self._clauses = clauses
        self._cast = Cast(document.uid, trees, resolution, assembler.cues)
        self._reference = DocumentReference(
            document.uid, document.id, document.published, document.publisher, document.url, document.uid
        )
        self._spans = quoted_spans(document.text)
        named = self._reporting()
        self._spans += introduced_spans(document.text, [at for _, at, _ in named])
        self._quoted = carry_speakers(trees, self._spans, named)
        self._statements: dict[str, Statement] = {}
        self._of_clause: dict[tuple[int, int], list[str]] = {}
        self._clauses_of: dict[str, list[Clause]] = {}

    def run(self) -> Assembled:
        abstentions: list[Abstention] = []
        productive = 0
        for clause in self._clauses:
            made, reason = self._read(clause)
            if made or self._answer(clause):
                productive += 1
            else:
                abstentions.append(
                    Abstention(clause.sentence, clause.span.start, clause.span.end, clause.span.text, reason)
                )
        weights = self._assembler.confidence
        statements = [self._with_parent(s) for s in self._statements.values()]
        if weights is not None:
            statements = [replace(s, confidence=weights.of(s)) for s in statements]
        order = sorted(
            statements, key=lambda s: (s.sentence.index, s.predicate.start, s.source.start, s.target.start, s.sid)
        )
        return Assembled(
            tuple(s for s in order if s.source.uid != s.target.uid),
            tuple(s for s in order if s.source.uid == s.target.uid),
            tuple(abstentions),
            productive,
        )

    def _read(self, clause: Clause) -> tuple[bool, Reason]:
        speech = self._speech(clause)
        nearest = speech.chain[0][0] if speech.chain else None

        pairing = pair_clause(clause, self._assembler.lexicon, self._finders(clause.sentence, nearest))
        made = [self._state(clause, pair, speech) for pair in pairing.pairs if not self._repeats(clause, pair)]
        if clause.urges:
            made.extend(self._urging(clause, speech))
        return bool(self._keep(clause, made)), pairing.reason or Reason.NO_SECOND_ACTOR

    def _answer(self, clause: Clause) -> list[str]:
        """A denial that names nobody answers whoever accused its subject in the sentence."""
        at = clause.sentence
        pairs = answered_pairs(
            clause,
            self._trees[at],
            accusations=[
                s for s in self._statements.values() if s.sentence.index == at and s.category is Category.ACCUSE
            ],
            before=[c for c in self._clauses if c.sentence == at and c.predicate.head < clause.predicate.head],
            cast=self._cast,
            lexicon=self._assembler.lexicon,
            cues=self._assembler.cues,
        )
        speech = self._speech(clause)
        return self._keep(clause, [self._state(clause, pair, speech) for pair in pairs])

    def _keep(self, clause: Clause, made: list[str]) -> list[str]:
        """Remember which statements a clause gave."""
        for sid in made:
            self._of_clause.setdefault((clause.sentence, clause.predicate.head), []).append(sid)
            self._clauses_of.setdefault(sid, []).append(clause)
        return made

    def _repeats(self, clause: Clause, pair: Pair) -> bool:
        """Whether an event beside a verb, or its purpose, is what the verb said: "A and B met for talks"."""
        if not pair.symmetric or not ("adjunct-subject" in pair.rules or "purpose" in clause.status.rules):
            return False
        ends = {pair.source.uid, pair.target.uid}
        above = (self._statements[sid] for sid in self._said_above(clause))
        return any({s.source.uid, s.target.uid} == ends and s.category is pair.relation.category for s in above)

    def _said_above(self, clause: Clause) -> Iterator[str]:
        for token in self._trees[clause.sentence].ancestors(clause.predicate.head):
            yield from self._of_clause.get((clause.sentence, token.i), ())

    def _finders(self, sentence: int, speaker: Participant | None) -> Finders:
        cast = self._cast
        return Finders(
            find=lambda argument: cast.candidates(sentence, argument.head, argument.rule, speaker),
            behind=lambda argument: cast.behind(sentence, argument.head, argument.rule, speaker),
            owner=lambda argument: cast.owner(sentence, argument.head, argument.rule, speaker),
            place=lambda argument: cast.place(sentence, argument.head, argument.rule, speaker),
            principals=lambda argument: cast.principals(sentence, argument.head, argument.rule, speaker),
            group=lambda members: cast.group(members, sentence),
        )

    def _reporting(self) -> list[tuple[int, int, Participant]]:
        """The speakers of reporting verbs that stand outside quotations, in text order."""
        found = []
        for clause in self._clauses:
            predicate = clause.predicate
            if predicate.pos != "VERB" or predicate.lemma not in self._assembler.cues.reporting_verbs:
                continue
            tree = self._trees[clause.sentence]
            if quotation_of(tree, predicate.head, self._spans) is not None:
                continue
            for argument in clause.filled("subject")[:1]:
                speaker = self._cast.speaker(clause.sentence, argument.head)
                if speaker is not None:
                    found.append((clause.sentence, tree[predicate.head].start, speaker))
        return found

    def _speech(self, clause: Clause) -> _Speech:
        """The speakers from the outermost inwards, so that "we" and "I" of an inner one are the outer one's."""
        carried = self._carried(clause)
        steps: list[tuple[Participant, ...]] = [] if carried is None else [(carried,)]
        rules = []
        for speaker in reversed(clause.speakers):
            step = self._step(clause, speaker, steps[-1][0] if steps else None)
            if not step:
                continue
            rules.append(speaker.rule)
            if steps and [p.uid for p in step] == [p.uid for p in steps[-1]] and step[0].link is Link.SPEAKER:
                continue
            steps.append(step)
        if carried is not None and any(carried.uid == p.uid for step in steps[1:] for p in step):
            del steps[0]
        return _Speech(tuple(reversed(steps)), tuple(reversed(rules)))

    def _carried(self, clause: Clause) -> Participant | None:
        """Who speaks in the quotation that a clause stands in, where its own sentence names nobody."""
        if any(s.rule in SPEECH_RULES for s in clause.speakers):
            return None
        quotation = quotation_of(self._trees[clause.sentence], clause.predicate.head, self._spans)
        return None if quotation is None else self._quoted.get(quotation)

    def _step(self, clause: Clause, speaker: Speaker, outer: Participant | None) -> tuple[Participant, ...]:
        found = [self._cast.speaker(clause.sentence, head, outer) for head in speaker.heads]
        named = tuple(p for p in found if p is not None)
        tree = self._trees[clause.sentence]
        things = [h for h in speaker.heads if tree[h].lemma.lower() not in self._assembler.cues.anonymous]
        if not named and things and all(tree[h].pos == "NOUN" for h in things):
            return ()
        return named or (unknown_participant(speaker.words),)

    def _state(
        self,
        clause: Clause,
        pair: Pair,
        speech: _Speech,
        *,
        predicate: PredicateWords | None = None,
        urging: bool = False,
    ) -> str:
        relation, status = pair.relation, clause.status
        words = clause.predicate.words
        predicate = predicate or PredicateWords(words.text, words.start, words.end, clause.predicate.lemma)
        source, target = pair.source, pair.target
        in_text_order = sorted((source, target), key=lambda p: (p.start, p.end))
        if pair.symmetric and (target.uid or "") < (source.uid or ""):
            source, target = target, source
        first, second = in_text_order if pair.symmetric else (source, target)
        sid = make_id(
            self._document.uid,
            relation.name,
            [predicate.start, predicate.end],
            _span(first),
            _span(second),
        )
        if sid in self._statements:
            return sid
        polarity = Polarity.AFFIRMED if urging else status.polarity
        if CONTRASTED in pair.rules:
            polarity = polarity.turned
        done = urging or (relation.category in SAID_AND_DONE and "purpose" in status.rules)
        modality = Modality.ASSERTED if done else status.modality
        phase = None if urging else status.phase
        factual = (
            polarity is Polarity.AFFIRMED and modality is Modality.ASSERTED and phase not in (Phase.ENDS, Phase.FORMER)
        )
        pipeline, model = self._assembler.names
        self._statements[sid] = Statement(
            sid=sid,
            claim=claim_id(
                source.uid,
                relation.name,
                target.uid,
                polarity=polarity,
                modality=modality,
                phase=phase,
                speaker_uids=[[p.uid for p in step] for step in speech.chain],
            ),
            document=self._reference,
            sentence=self._trees[clause.sentence].sentence,
            source=source,
            predicate=predicate,
            target=target,
            relation=relation.name,
            category=relation.category,
            quad=relation.quad,
            cameo=relation.cameo,
            score=relation.score,
            polarity=polarity,
            modality=modality,
            phase=phase,
            condition=status.condition,
            cues=() if urging else status.cues,
            factual=factual,
            attributed_to=speech.chain,
            symmetric=pair.symmetric,
            event=make_id(self._document.uid, [words.start, words.end]),
            within=None,
            matter=self._duty(clause) if urging else clause.matter,
            place=self._place(clause, source, target),
            date=None
            if clause.time is None
            else ground_date(clause.time, self._document.published, past=clause.past, future=clause.future),
            confidence=None,
            rules=tuple(
                dict.fromkeys(
                    (
                        *pair.rules,
                        *(() if urging else status.rules),
                        *speech.rules,
                    )
                )
            ),
            pipeline=pipeline,
            model=model,
        )
        return sid

    def _urging(self, clause: Clause, speech: _Speech) -> list[str]:
        """A speaker who says that Y must do Z urges Y."""
        if not speech.chain:
            return []
        urging, outer = speech.chain[0], _Speech(speech.chain[1:], speech.rules)
        relation: Relation = self._assembler.lexicon.relations[URGING]
        slot = "object" if clause.predicate.passive else "subject"
        made: list[str] = []
        for argument in clause.filled(slot):
            for candidate in self._cast.candidates(clause.sentence, argument.head, argument.rule, urging[0]):
                for speaker in urging:
                    target = candidate.participant
                    if target is None or target.uid == speaker.uid or speaker.uid is None:
                        continue
                    pair = Pair(speaker, target, relation, (*candidate.rules, "speaker-urges"))
                    made.append(self._state(clause, pair, outer, predicate=self._duty_words(clause), urging=True))
        return made

    def _duty_words(self, clause: Clause) -> PredicateWords:
        """The modal and the verb: "must join"."""
        tree, head = self._trees[clause.sentence], clause.predicate.head
        cue = clause.status.cues[-1] if clause.status.cues else clause.predicate.words
        first = next((t.i for t in tree if t.start == cue.start), head)
        words = tree.words(min(first, head), head)
        return PredicateWords(words.text, words.start, words.end, clause.predicate.lemma)

    def _duty(self, clause: Clause) -> Words:
        """What must be done: the verb and what follows it in its clause."""
        tree, head = self._trees[clause.sentence], clause.predicate.head
        last = max((t.i for t in tree if t.start < clause.span.end and t.end <= clause.span.end), default=head)
        return tree.words(head, max(head, last))

    def _place(self, clause: Clause, source: Participant, target: Participant) -> Participant | None:
        for head in clause.places:
            place = self._cast.speaker(clause.sentence, head)
            if place is not None and place.start not in (source.start, target.start):
                return place
        return None

    def _with_parent(self, statement: Statement) -> Statement:
        """Set `within`: the statement that embeds this one, of several the one whose target is this source."""
        for clause in self._clauses_of[statement.sid]:
            embedding = self._embedding(clause, statement)
            if embedding is not None:
                return replace(statement, within=embedding)
        return statement

    def _embedding(self, clause: Clause, statement: Statement) -> str | None:
        same = [s for s in self._of_clause.get((clause.sentence, clause.predicate.head), ()) if s != statement.sid]
        urging = [
            s for s in same if self._statements[s].relation == URGING and "speaker-urges" in self._statements[s].rules
        ]
        if urging and "speaker-urges" not in statement.rules:
            return next((s for s in urging if self._statements[s].target.uid == statement.source.uid), urging[0])
        if clause.parent is None or "speaker-urges" in statement.rules:
            return None
        above = [s for s in self._of_clause.get((clause.sentence, clause.parent), ()) if s != statement.sid]
        if not above:
            return None
        return next((s for s in above if self._statements[s].target.uid == statement.source.uid), above[0])


def _span(participant: Participant) -> list[int | None]:
    antecedent: Words | None = participant.antecedent
    return [
        participant.start,
        participant.end,
        None if antecedent is None else antecedent.start,
        None if antecedent is None else antecedent.end,
    ]
