"""Train the teacher: a parser of another kind than the one that ships, whose trees of unparsed news train the latter.

    python -m kg.training.teacher --output FOLDER [--data DIR] [--seed N] [--epochs N] [--share X] [--threads N]

A biaffine parser over a two-way LSTM, learned from the same trees as the shipped parser and nothing else. Optional: it
needs `pip install 'actorkg[teacher]'` and about 80 seconds of one core an epoch. Each epoch is measured on EWT dev
(gold words) and saved.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.training.data import EWT_DEV, NEWS_DEV, find_data
from kg.training.readers import read_training_paragraphs
from kg.training.sentences import TrainingSentence
from kg.training.teacher_data import (
    EncodedSentence,
    Vocabulary,
    batch_by_length,
    encode_sentence,
)
from kg.training.tokenizing import split_hyphenated
from kg.training.treebank import read_paragraphs
from kg.training.trees import best_tree

if TYPE_CHECKING:
    from torch import nn

BATCH_WORDS = 1_300
PEAK_RATE = 0.002
WARMUP_STEPS = 200
CLIP = 5.0
NEWS_WEIGHT = 2


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """Tags, heads (word numbers, the root its own head), labels, and the mean probability of the heads."""

    tags: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    confidence: float


class Ensemble:
    """One or more trained teachers that parse together: the best tree is sought in the mean of their probabilities."""

    def __init__(self, members: Sequence[tuple[Vocabulary, Any]]) -> None:
        self.members = members

    @classmethod
    def load(cls, folders: Iterable[Path]) -> Ensemble:
        """The teachers saved in the folders."""
        return cls([_load_member(folder) for folder in folders])

    def parse(
        self,
        sentences: Sequence[Sequence[str]],
        *,
        votes: Sequence[ParsedSentence] | None = None,
        weight: float = 1.0,
        batch_words: int = 4_000,
    ) -> list[ParsedSentence]:
        """A tree for each sentence of words, in order.

        Args:
            sentences: words of each sentence; none may be empty.
            votes: trees of another parser, which count as `weight` times one teacher's.
            weight: of the votes.
            batch_words: about how many words are parsed at once.
        """
        parsed: dict[int, ParsedSentence] = {}
        for batch in batch_by_length([len(words) for words in sentences], words=batch_words):
            voted = [votes[i] for i in batch] if votes else None
            parsed.update(zip(batch, self._parse_batch([sentences[i] for i in batch], voted, weight), strict=True))
        return [parsed[i] for i in range(len(sentences))]

    def _parse_batch(
        self, sentences: Sequence[Sequence[str]], votes: Sequence[ParsedSentence] | None, weight: float
    ) -> Iterator[ParsedSentence]:
        import torch

        from kg.training.teacher_network import make_tensor

        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            states, arcs = [], []
            for vocabulary, network in self.members:
                network.eval()
                states.append(network.encode(make_tensor([vocabulary.encode_words(words) for words in sentences])))
                arcs.append(network.score_arcs(states[-1]).float().log_softmax(-1))
            likely = torch.stack(arcs).exp().sum(0).double().numpy()
            for row, vote in enumerate(votes or ()):
                for word, head in enumerate(vote.heads):
                    likely[row, word + 1, 0 if head == word else head + 1] += weight
            likely /= len(self.members) + (weight if votes else 0)
            trees = [best_tree(np.log(np.maximum(matrix, 1e-9))) for matrix in likely]
            heads = make_tensor([[0, *tree] for tree in trees])
            shape = heads.shape
            labels: Any = 0.0
            tags: Any = 0.0
            for (_, network), state in zip(self.members, states, strict=True):
                labels = labels + network.score_labels(state, heads).float().softmax(-1).view(*shape, -1)
                tags = tags + network.tags(state).float().softmax(-1)
            vocabulary = self.members[0][0]
            for row, vote in enumerate(votes or ()):
                for word, (head, dep, tag) in enumerate(zip(vote.heads, vote.deps, vote.tags, strict=True), 1):
                    if trees[row][word - 1] == (0 if head == word - 1 else head + 1) and dep in vocabulary.labels:
                        labels[row, word, vocabulary.labels[dep]] += weight
                    if tag in vocabulary.tags:
                        tags[row, word, vocabulary.tags[tag]] += weight
            best_labels, best_tags = labels.argmax(-1).tolist(), tags.argmax(-1).tolist()
        label_names, tag_names = list(vocabulary.labels), list(vocabulary.tags)
        for row, tree in enumerate(trees):
            words = range(1, len(tree) + 1)
            sure = [float(likely[row, i, tree[i - 1]]) for i in words]
            yield ParsedSentence(
                tags=tuple(tag_names[best_tags[row][i]] for i in words),
                heads=tuple(head - 1 if head else i for i, head in enumerate(tree)),
                deps=tuple("ROOT" if tree[i - 1] == 0 else label_names[best_labels[row][i]] for i in words),
                confidence=sum(sure) / max(1, len(sure)),
            )


def train_teacher(*, data: Path, output: Path, seed: int, epochs: int, share: float = 1.0) -> None:
    """Train for `epochs` passes with a rate that falls to 0, saving to `output` after each.

    Args:
        data: the data folder.
        output: folder for `vocabulary.json`, `weights.pt` and `log.jsonl`.
        seed: of the weights and of the order.
        epochs: passes over the trees.
        share: part of the paragraphs to learn from, drawn at random, for a learning curve.
    """
    import torch

    from kg.training.teacher_network import Sizes, TeacherNetwork, make_tensor

    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    paragraphs = read_training_paragraphs(str(data), NEWS_WEIGHT)
    drawn = random.Random(seed).sample(paragraphs, round(len(paragraphs) * share)) if share < 1 else paragraphs
    sentences = [sentence for paragraph in drawn for sentence in paragraph]
    vocabulary = Vocabulary.learn(sentences)
    encoded = [encode_sentence(vocabulary, sentence) for sentence in sentences]
    network = TeacherNetwork(vocabulary.rows(), len(vocabulary.tags), len(vocabulary.labels), Sizes())
    optimizer = torch.optim.Adam(network.parameters(), lr=PEAK_RATE, betas=(0.9, 0.95))
    lengths = [len(sentence.columns) for sentence in encoded]
    per_epoch = sum(1 for _ in batch_by_length(lengths, words=BATCH_WORDS))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, per_epoch * epochs))
    output.mkdir(parents=True, exist_ok=True)
    (output / "vocabulary.json").write_text(json.dumps(asdict(vocabulary)), encoding="utf-8")
    (output / "log.jsonl").write_text("", encoding="utf-8")
    started = time.monotonic()
    for epoch in range(epochs):
        network.train()
        total, count = 0.0, 0
        for batch in batch_by_length(lengths, words=BATCH_WORDS, rng=random.Random(f"{seed}-{epoch}")):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = network.loss(*(make_tensor(column) for column in _columns([encoded[i] for i in batch])))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
            optimizer.step()
            schedule.step()
            total, count = total + float(loss.detach()), count + 1
            if count % 50 == 0:
                print(
                    f"{epoch + count / per_epoch:.2f} {total / count:.3f} {time.monotonic() - started:.0f} s",
                    flush=True,
                )
        torch.save(network.state_dict(), output / "weights.new")
        (output / "weights.new").replace(output / "weights.pt")
        row: dict[str, float] = {"epoch": epoch + 1, "loss": round(total / count, 4)}
        for name, path, punctuation in (("EWT dev", EWT_DEV, True), ("news dev", NEWS_DEV, False)):
            row |= {f"{name} {k}": v for k, v in measure_teacher(vocabulary, network, data / path, punctuation).items()}
        row["seconds"] = round(time.monotonic() - started)
        print(json.dumps(row), flush=True)
        with (output / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(row) + "\n")


def _rate(step: int, total: int) -> float:
    """Share of the peak rate: up a line over the first steps, then down half a cosine to 0."""
    warmup = max(1, min(WARMUP_STEPS, total // 10))
    return min((step + 1) / warmup, 0.5 * (1 + math.cos(math.pi * min(1.0, step / total))))


def _columns(batch: Sequence[EncodedSentence]) -> Iterator[list[Any]]:
    for name in ("columns", "heads", "labels", "tags"):
        yield [getattr(sentence, name) for sentence in batch]


def measure_teacher(vocabulary: Vocabulary, network: nn.Module, path: Path, punctuation: bool) -> dict[str, float]:
    """LAS, UAS and tags (percent) on gold words and sentences."""
    gold = [split_hyphenated(s) for paragraph in read_paragraphs(path) for s in paragraph]
    return compare(gold, Ensemble([(vocabulary, network)]).parse([s.words for s in gold]), punctuation)


def compare(gold: Sequence[TrainingSentence], parsed: Sequence[ParsedSentence], punctuation: bool) -> dict[str, float]:
    """LAS, UAS and tags (percent) of the parsed sentences against the gold ones."""
    words = heads = labels = tags = tagged = 0
    for expected, found in zip(gold, parsed, strict=True):
        for i, dep in enumerate(expected.deps):
            tagged += bool(expected.tags[i])
            tags += bool(expected.tags[i]) and expected.tags[i] == found.tags[i]
            if punctuation or dep != "punct":
                same = expected.heads[i] == found.heads[i]
                words, heads, labels = words + 1, heads + same, labels + (same and dep == found.deps[i])
    shares = {"LAS": labels / words, "UAS": heads / words, "tag": tags / max(1, tagged)}
    return {name: round(100 * share, 2) for name, share in shares.items()}


def _load_member(folder: Path) -> tuple[Vocabulary, Any]:
    import torch

    from kg.training.teacher_network import Sizes, TeacherNetwork

    read = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
    vocabulary = Vocabulary(tuple(read["columns"]), read["tags"], read["labels"])
    network = TeacherNetwork(vocabulary.rows(), len(vocabulary.tags), len(vocabulary.labels), Sizes())
    network.load_state_dict(torch.load(folder / "weights.pt", weights_only=True))
    return vocabulary, network


def main(arguments: list[str] | None = None) -> None:
    """Command line of this module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--output", type=Path, required=True)
    options.add_argument("--data")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--epochs", type=int, default=14)
    options.add_argument("--share", type=float, default=1.0, help="part of the trees, for a learning curve")
    options.add_argument("--threads", type=int, default=1)
    given = options.parse_args(arguments)
    import torch

    torch.set_num_threads(given.threads)
    train_teacher(
        data=find_data(given.data), output=given.output, seed=given.seed, epochs=given.epochs, share=given.share
    )


if __name__ == "__main__":
    main()
