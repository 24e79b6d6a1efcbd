"""Measure how well `confidence` tells right statements from wrong ones, or learn its weights.

Usage: python benchmarks/confidence.py [--fit] [--json]

A statement is right where the scorer finds pair, category, polarity, modality and speaker right; what gold leaves open
does not count. Measured on dev: AUC (the chance that a right statement is given more than a wrong one), Brier score
beside that of the share of right statements alone, and how many are right among those of like confidence. With --fit
the weights are learned on train, put on the right scale by calibration, and written into the pipeline's
`confidence.toml`; dev has no part in that.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from figures import data_file, read_by_row, read_floors
from statements import load_scorer

from kg.confidence import features
from kg.config import read_config
from kg.model import Statement
from kg.pipeline import Pipeline
from kg.records import statement_to_record
from kg.settings import read_settings

LEAST_SEEN = 8
"""Statements in which a feature must stand to get a weight."""
RIDGE, RIDGE_OF_INTERCEPT, STEPS = 10.0, 1e-3, 50
BANDS = ((0.0, 0.4), (0.4, 0.6), (0.6, 0.75), (0.75, 0.85), (0.85, 1.01))
Judged = list[tuple[Statement, bool]]
Numbers = Any
"""A numpy array of floats."""


def judge(pipeline: Pipeline, name: str) -> Judged:
    """Return the statements of one gold set, each with whether it is right as a whole."""
    scorer: Any = load_scorer(read_settings().data)
    rows = list(scorer.read_lines(data_file("gold", f"{name}.jsonl")))
    judged: Judged = []
    for row, found in zip(rows, read_by_row(pipeline, [row["text"] for row in rows]), strict=True):
        records = [statement_to_record(s) for s in found]
        gold_of = {r: g for g, r in scorer.align(row["text"], row["statements"], records, {}).items()}
        for r, statement in enumerate(found):
            if r not in gold_of:
                judged.append((statement, False))
            elif not (gold := row["statements"][gold_of[r]]).get("optional"):
                judged.append((statement, all(scorer.quality(row["text"], gold, records[r], {}).values())))
    return judged


def fit_logistic(rows: Numbers, right: Numbers, ridge: float) -> Numbers:
    """Return the weights of a logistic regression, the first column's unpunished, by Newton's method.

    Args:
        rows: one row a statement, one column a feature, of shape (statements, features); the first column is all ones.
        right: 1.0 or 0.0 a statement.
        ridge: how much large weights cost.
    """
    weights = np.zeros(rows.shape[1])
    cost = np.full(rows.shape[1], ridge)
    cost[0] = RIDGE_OF_INTERCEPT
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - right) + cost * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(cost)
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def as_rows(judged: Judged, names: Sequence[str]) -> Numbers:
    """Return the features of statements as rows of zeros and ones, after a first column of ones."""
    place = {name: column for column, name in enumerate(names, start=1)}
    rows = np.zeros((len(judged), len(names) + 1))
    rows[:, 0] = 1
    for i, (statement, _) in enumerate(judged):
        for name in features(statement):
            if name in place:
                rows[i, place[name]] = 1
    return rows


def learn(train: Judged, calibration: Judged) -> tuple[float, dict[str, float]]:
    """Return intercept and weights: learned on the first set, stretched and shifted to fit the second."""
    seen = Counter(name for statement, _ in train for name in set(features(statement)))
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN)
    weights = fit_logistic(as_rows(train, names), np.array([float(right) for _, right in train]), RIDGE)
    sums = as_rows(calibration, names) @ weights
    scale = fit_logistic(
        np.stack([np.ones(len(sums)), sums], axis=1), np.array([float(right) for _, right in calibration]), 0.01
    )
    fitted = scale[1] * weights
    return float(scale[0] + fitted[0]), dict(zip(names, map(float, fitted[1:]), strict=True))


def as_toml(intercept: float, weights: dict[str, float]) -> str:
    """Return the file of a pipeline's weights."""
    lines = [
        "# Weights of the chance that a statement is right as a whole.",
        "# Written by `python benchmarks/confidence.py --fit`.",
        "",
        f"intercept = {intercept:.3f}",
        "",
        "[weights]",
        *(f'"{name}" = {weight:.3f}' for name, weight in sorted(weights.items())),
    ]
    return "\n".join(lines) + "\n"


def auc(judged: Judged) -> float:
    """Return the chance that a right statement is given more confidence than a wrong one, a tie being half."""
    right = [s.confidence or 0.0 for s, is_right in judged if is_right]
    wrong = [s.confidence or 0.0 for s, is_right in judged if not is_right]
    won = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong)
    return won / (len(right) * len(wrong))


def brier(judged: Judged) -> float:
    """Return the mean squared distance of confidence from what was the case."""
    return sum(((s.confidence or 0.0) - right) ** 2 for s, right in judged) / len(judged)


def main() -> None:
    """Print the table and fail where AUC is below its floor; with --fit write the weights first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="learn the weights and write them")
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    options = parser.parse_args()
    if options.fit:
        pipeline = Pipeline.load()
        intercept, weights = learn(judge(pipeline, "train"), judge(pipeline, "calibration"))
        read_config("newswire").file_for("confidence").write_text(as_toml(intercept, weights), encoding="utf-8")
    judged = judge(Pipeline.load(), "dev")
    share = sum(right for _, right in judged) / len(judged)
    figures = {
        "auc": round(100 * auc(judged), 1),
        "brier": round(brier(judged), 3),
        "brier of the share alone": round(share * (1 - share), 3),
    }
    floor = read_floors().get("confidence", {}).get("auc")
    if options.json:
        print(json.dumps({"confidence": figures}))
    else:
        print(f"Confidence of {len(judged)} statements of dev, {100 * share:.1f} % right as a whole")
        print(f"  AUC {figures['auc']:5.1f}" + ("" if floor is None else f"  floor {floor:g}"))
        print(f"  Brier score {figures['brier']:.3f}, of the share alone {figures['brier of the share alone']:.3f}")
        for low, high in BANDS:
            band = [(s.confidence or 0.0, right) for s, right in judged if low <= (s.confidence or 0.0) < high]
            if band:
                mean, hits = sum(c for c, _ in band) / len(band), sum(right for _, right in band)
                print(f"  from {low:.2f}  {len(band):4} statements, mean {mean:.2f}, right {hits / len(band):.2f}")
    sys.exit(1 if floor is not None and figures["auc"] < floor else 0)


if __name__ == "__main__":
    main()
