"""How sure a statement is: the measured chance that readings of its kind are right as a whole.

A statement has features (the rules that made it, category, relation, kinds and links of its ends, distance); a table
gives each a weight, learned on gold sentences and calibrated on others (`benchmarks/confidence.py --fit`). The logistic
of their sum is the chance that pair, direction, category, polarity, modality and speaker are all right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp
from pathlib import Path
from types import MappingProxyType

from kg.config import read_toml, refuse_unknown_keys
from kg.errors import ConfigError
from kg.model import Statement

DECIMALS = 2
DISTANCE_STEP, FARTHEST = 25, 6
LENGTH_STEP, LONGEST = 50, 5
MOST_SPEAKERS = 2


@dataclass(frozen=True, slots=True)
class Confidence:
    """The weights of a pipeline.

    Attributes:
        intercept: the sum of a statement none of whose features has a weight.
        weights: feature to weight; features that were too rare to be measured have none.
    """

    intercept: float
    weights: Mapping[str, float]

    def of(self, statement: Statement) -> float:
        """Return the chance, from 0 to 1 in steps of 0.01, that the statement is right as a whole.

        Example:
            >>> Confidence(0.0, {}).of(statement)  # doctest: +SKIP
            0.5
        """
        total = self.intercept + sum(weight for _, weight in self.reasons(statement))
        return round(1 / (1 + exp(-total)), DECIMALS)

    def reasons(self, statement: Statement) -> tuple[tuple[str, float], ...]:
        """Return the features that count with their weights, the strongest first."""
        found = ((name, self.weights[name]) for name in features(statement) if name in self.weights)
        return tuple(sorted(found, key=lambda pair: (-abs(pair[1]), pair[0])))


def features(statement: Statement) -> Iterator[str]:
    """Yield the features of a statement, each once.

    Example:
        >>> next(features(statement))  # doctest: +SKIP
        'rule active-subject'
    """
    yield from (f"rule {rule}" for rule in statement.rules)
    yield f"category {statement.category}"
    yield f"relation {statement.relation}"
    yield f"polarity {statement.polarity}"
    yield f"modality {statement.modality}"
    for end, participant in (("source", statement.source), ("target", statement.target)):
        yield f"{end} link {participant.link}"
        yield f"{end} kind {participant.kind}"
        yield f"{end} scope {participant.scope}"
    yield f"speakers {min(MOST_SPEAKERS, len(statement.attributed_to))}"
    if any(speaker.uid is None for step in statement.attributed_to for speaker in step):
        yield "speaker unknown"
    apart = abs(statement.source.start - statement.target.start)
    yield f"distance {min(FARTHEST, apart // DISTANCE_STEP)}"
    length = statement.sentence.end - statement.sentence.start
    yield f"length {min(LONGEST, length // LENGTH_STEP)}"


def read_confidence(path: Path) -> Confidence:
    """Return the weights of a file.

    Raises:
        ConfigError: the file cannot be read, or something in it is no number.
    """
    table = read_toml(path)
    refuse_unknown_keys(table, frozenset({"intercept", "weights"}), path=path)
    intercept, weights = table.get("intercept"), table.get("weights")
    if not _is_number(intercept):
        raise ConfigError(f"{path}: intercept is {intercept!r}", path=path, key="intercept", hint="a number")
    if not isinstance(weights, dict):
        raise ConfigError(f"{path}: the table [weights] is missing", path=path, key="weights")
    for name, weight in weights.items():
        if not _is_number(weight):
            raise ConfigError(f"{path}: {name} weighs {weight!r}", path=path, key=f"weights.{name}", hint="a number")
    return Confidence(float(table["intercept"]), MappingProxyType({name: float(w) for name, w in weights.items()}))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
