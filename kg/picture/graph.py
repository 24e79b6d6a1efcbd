"""Aggregate statements for drawing: actors as nodes, one line per direction with all its evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.model import Kind, Participant, Polarity, Statement
from kg.picture.evidence import Certainty, Tone, certainty_of, group_evidence, mean_score, tone_of


class ActorLike(Protocol):
    """What the picture asks of an actor: `kg.ledger.Actor` has it."""

    @property
    def uid(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> Kind | None: ...
    @property
    def country(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Node:
    """An actor to draw.

    Attributes:
        uid, name, kind, country: the actor's.
        evidence: pieces of independent evidence of all statements it is an end of.
    """

    uid: str
    name: str
    kind: Kind | None
    country: str | None
    evidence: int


@dataclass(frozen=True, slots=True)
class Line:
    """All statements from one actor to another; those of symmetric relations make a line of their own.

    Attributes:
        source, target: uids of the ends; in order of uid where `symmetric`.
        symmetric: the line has no direction.
        statements: in the order of the ledger, reprints and denials too.
        evidence: pieces of independent evidence.
        tone, certainty: of the evidence as a whole.
        score: mean score of the evidence that is not denied.
        relations: relation, whether denied, and number of such statements; what is denied stands last, unless the line
            is denied, and the most frequent first.
    """

    source: str
    target: str
    symmetric: bool
    statements: tuple[Statement, ...]
    evidence: int
    tone: Tone
    certainty: Certainty
    score: float
    relations: tuple[tuple[str, bool, int], ...]

    @property
    def ends(self) -> frozenset[str]:
        """The uids of both ends."""
        return frozenset((self.source, self.target))

    def other(self, uid: str) -> str:
        """Return the end that is not `uid`."""
        return self.target if uid == self.source else self.source


@dataclass(frozen=True, slots=True)
class Graph:
    """The aggregated graph that views are cut from.

    Attributes:
        nodes: by uid.
        lines: strongest first.
        statements: number of statements in the lines.
        documents: number of documents that they stand in.
        undated: statements left out because a period was asked for and their documents have no date.
        first_day, last_day: first and last day of publication in the lines, or None.
    """

    nodes: Mapping[str, Node]
    lines: tuple[Line, ...]
    statements: int
    documents: int
    undated: int = 0
    first_day: str | None = None
    last_day: str | None = None


def build_graph(
    statements: Iterable[Statement],
    actors: Iterable[ActorLike] = (),
    *,
    from_date: str | None = None,
    to_date: str | None = None,
) -> Graph:
    """Return the statements as nodes and lines.

    Args:
        statements: those that stores get, both ends identified and different.
        actors: who the ends are; an end that is not among them is described by its statement.
        from_date, to_date: ISO days, both inclusive.
    """
    kept: list[Statement] = []
    undated = 0
    for statement in statements:
        day = statement.document.published
        if day is None and (from_date or to_date):
            undated += 1
        elif day is None or (from_date or day) <= day <= (to_date or day):
            kept.append(statement)
    bundles: dict[tuple[str, str, bool], list[Statement]] = defaultdict(list)
    touching: dict[str, list[Statement]] = defaultdict(list)
    described: dict[str, Participant] = {}
    for statement in kept:
        source, target = _uid(statement.source), _uid(statement.target)
        if statement.symmetric and target < source:
            bundles[target, source, True].append(statement)
        else:
            bundles[source, target, statement.symmetric].append(statement)
        for uid, participant in ((source, statement.source), (target, statement.target)):
            touching[uid].append(statement)
            described.setdefault(uid, participant)
    known = {actor.uid: actor for actor in actors}
    nodes = {}
    for uid in sorted(touching):
        actor = known.get(uid) or described[uid]
        nodes[uid] = Node(uid, actor.name, actor.kind, actor.country, len(group_evidence(touching[uid])))
    days = sorted(statement.document.published for statement in kept if statement.document.published)
    return Graph(
        nodes=nodes,
        lines=order_lines(_line(key, bundle) for key, bundle in bundles.items()),
        statements=len(kept),
        documents=len({statement.document.uid for statement in kept}),
        undated=undated,
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
    )


def order_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines strongest first, equals by their ends."""
    return tuple(sorted(lines, key=lambda line: (-line.evidence, line.source, line.target, line.symmetric)))


def _uid(participant: Participant) -> str:
    return participant.uid or f"?{participant.name}"


def _line(key: tuple[str, str, bool], statements: Sequence[Statement]) -> Line:
    source, target, symmetric = key
    units = group_evidence(statements)
    certainty = certainty_of(units)
    told = Counter((statement.relation, statement.polarity is Polarity.NEGATED) for statement in statements)
    first = certainty is Certainty.DENIED
    order = sorted(told, key=lambda item: (item[1] != first, -told[item], item))
    return Line(
        source=source,
        target=target,
        symmetric=symmetric,
        statements=tuple(statements),
        evidence=len(units),
        tone=tone_of(units),
        certainty=certainty,
        score=mean_score(units),
        relations=tuple((relation, denied, told[relation, denied]) for relation, denied in order),
    )
