"""The network of the teacher: word and affix embeddings, a two-way LSTM, and biaffine scores of heads and labels.

The one module that imports PyTorch (`pip install 'actorkg[teacher]'`); what ships needs neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Sizes:
    """Widths of the layers; the defaults are those of the recipe."""

    columns: tuple[int, ...] = (128, 48, 32, 32, 16)
    hidden: int = 192
    layers: int = 2
    arc: int = 192
    label: int = 64
    dropout: float = 0.3
    word_dropout: float = 0.15


class Biaffine(nn.Module):  # type: ignore[misc]
    """Scores of pairs: `left W right + left U + right V + b` for each of `outputs` matrices."""

    def __init__(self, width: int, outputs: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(outputs, width + 1, width + 1))

    def all_pairs(self, left: Tensor, right: Tensor) -> Tensor:
        """`[batch, left, right]` scores of the first matrix."""
        return _with_one(left) @ self.weight[0] @ _with_one(right).transpose(1, 2)

    def each_pair(self, left: Tensor, right: Tensor) -> Tensor:
        """`[pairs, outputs]` scores of row i of `left` with row i of `right`."""
        half = torch.einsum("pi,oij->poj", _with_one(left), self.weight)
        return torch.einsum("poj,pj->po", half, _with_one(right))


def _with_one(rows: Tensor) -> Tensor:
    return torch.cat([rows, torch.ones_like(rows[..., :1])], dim=-1)


class SharedDropout(nn.Module):  # type: ignore[misc]
    """Dropout with one mask for all words of a sentence."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, rows: Tensor) -> Tensor:
        """The rows `[batch, words, width]`, masked and scaled while training."""
        if not self.training:
            return rows
        keep = rows.new_empty(rows.shape[0], 1, rows.shape[2]).bernoulli_(1 - self.rate)
        return rows * keep / (1 - self.rate)


class TeacherNetwork(nn.Module):  # type: ignore[misc]
    """Tags, heads and labels of sentences of equal length; position 0 of each is the root.

    Args:
        rows: number of values of each input column (word, affixes, shape).
        tags: number of tags.
        labels: number of labels.
        sizes: widths.
    """

    def __init__(self, rows: tuple[int, ...], tags: int, labels: int, sizes: Sizes) -> None:
        super().__init__()
        self.word_dropout = sizes.word_dropout
        self.embed = nn.ModuleList(nn.Embedding(n, width) for n, width in zip(rows, sizes.columns, strict=True))
        for table in self.embed:
            nn.init.normal_(table.weight, std=0.3)
        self.dropout = SharedDropout(sizes.dropout)
        width = sum(sizes.columns)
        self.lstms = nn.ModuleList(
            nn.LSTM(width if i == 0 else 2 * sizes.hidden, sizes.hidden, batch_first=True, bidirectional=True)
            for i in range(sizes.layers)
        )
        outer = 2 * sizes.hidden
        self.arc_dependent, self.arc_head = self._layer(outer, sizes.arc), self._layer(outer, sizes.arc)
        self.label_dependent, self.label_head = self._layer(outer, sizes.label), self._layer(outer, sizes.label)
        self.arcs, self.labels = Biaffine(sizes.arc, 1), Biaffine(sizes.label, labels)
        self.tags = nn.Linear(outer, tags)

    def _layer(self, width: int, out: int) -> nn.Sequential:
        return nn.Sequential(nn.Linear(width, out), nn.LeakyReLU(0.1))

    def encode(self, columns: Tensor) -> Tensor:
        """The states `[batch, words, 2 * hidden]` of the columns `[batch, words, columns]`."""
        if self.training and self.word_dropout:
            drop = torch.rand(columns.shape[:2]) < self.word_dropout
            drop[:, 0] = False
            columns = columns.clone()
            columns[..., 0].masked_fill_(drop, 0)
        states = torch.cat([table(columns[..., i]) for i, table in enumerate(self.embed)], dim=-1)
        states = self.dropout(states)
        for lstm in self.lstms:
            states = self.dropout(lstm(states)[0])
        return states

    def score_arcs(self, states: Tensor) -> Tensor:
        """`[batch, dependent, head]` scores."""
        return self.arcs.all_pairs(self.dropout(self.arc_dependent(states)), self.dropout(self.arc_head(states)))

    def score_labels(self, states: Tensor, heads: Tensor) -> Tensor:
        """`[batch * words, labels]` scores of the arcs to `heads` `[batch, words]`; the root's row says nothing."""
        dependents = self.dropout(self.label_dependent(states))
        governors = self.dropout(self.label_head(states))
        chosen = governors.gather(1, heads.unsqueeze(-1).expand(-1, -1, governors.shape[-1]))
        return self.labels.each_pair(dependents.flatten(0, 1), chosen.flatten(0, 1))

    def loss(self, columns: Tensor, heads: Tensor, labels: Tensor, tags: Tensor) -> Tensor:
        """Mean loss a word; a gold value of -1 is unknown and not learned from."""
        states = self.encode(columns)
        arcs = self.score_arcs(states).flatten(0, 1)
        total = functional.cross_entropy(arcs, heads.flatten(), ignore_index=-1)
        scores = self.score_labels(states, heads.clamp(min=0))
        total = total + functional.cross_entropy(scores, labels.flatten(), ignore_index=-1)
        if (tags >= 0).any():
            total = total + 0.5 * functional.cross_entropy(
                self.tags(states).flatten(0, 1), tags.flatten(), ignore_index=-1
            )
        return total


def make_tensor(rows: Any) -> Tensor:
    """A tensor of whole numbers."""
    return torch.as_tensor(rows, dtype=torch.long)
