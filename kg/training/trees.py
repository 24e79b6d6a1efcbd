"""The best tree for a matrix of arc scores: a maximum spanning arborescence with one root (Chu, Liu, Edmonds)."""

from __future__ import annotations

from typing import Any

import numpy as np

Scores = Any
"""A NumPy matrix `[dependent, head]` of real scores; row and column 0 stand for the root."""


def best_tree(scores: Scores) -> list[int]:
    """The head of each word (0 is the root, words count from 1) in the tree of highest total score, one root word only.

    Args:
        scores: finite scores; what stands in row 0 and on the diagonal does not matter.

    Example:
        >>> best_tree(np.log([[1, 1, 1], [0.9, 0.1, 0.8], [0.8, 0.7, 0.1]]))
        [0, 1]
    """
    scores = np.array(scores, dtype=float)
    np.fill_diagonal(scores, -np.inf)
    scores[0] = -np.inf
    heads = scores.argmax(axis=1)
    if (heads[1:] == 0).sum() != 1 or _find_cycle(heads):
        heads = _spanning_tree(_avoid_root(scores))
    return [int(head) for head in heads[1:]]


def _avoid_root(scores: Scores) -> Scores:
    """Every arc from the root made dearer than all others together: the best tree then has as few as possible, one."""
    finite = scores[np.isfinite(scores)]
    changed = scores.copy()
    changed[1:, 0] -= 1 + len(scores) * (finite.max() - finite.min())
    return changed


def _find_cycle(heads: Any) -> list[int]:
    """The nodes of one cycle among the heads, in order; empty if there is none. Node 0 is never in one."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path, node = [], start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []


def _spanning_tree(scores: Scores) -> Any:
    """Chu-Liu-Edmonds: contract a cycle to one node, solve the smaller problem, break the cycle where it is entered."""
    heads = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if not cycle:
        return heads
    inside = np.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    loop = np.array(cycle)
    kept = scores[loop, heads[loop]]
    entering = scores[np.ix_(loop, outside)] - kept[:, None]
    leaving = scores[np.ix_(outside, loop)]
    size = len(outside)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[np.ix_(outside, outside)]
    smaller[:size, size] = leaving.max(axis=1)
    smaller[size, :size] = entering.max(axis=0)
    solved = _spanning_tree(smaller)
    result = heads.copy()
    for row in range(1, size):
        head = solved[row]
        result[outside[row]] = loop[leaving[row].argmax()] if head == size else outside[head]
    entry = int(solved[size])
    broken = loop[entering[:, entry].argmax()]
    result[broken] = outside[entry]
    return result
