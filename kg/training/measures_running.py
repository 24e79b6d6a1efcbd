"""Speed, size, time to load and memory of a pipeline, beside the first recipe's configuration."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.parsing.products import use_fast_products
from kg.training.measures import Measure, join_groups
from kg.training.sentences import TrainingSentence, make_example

if TYPE_CHECKING:
    from spacy.language import Language

BATCH = 64
ROUNDS = 3
WIDTH, DEPTH = 128, 4
FIRST_RECIPE = ("tok2vec", "tagger", "morphologizer", "parser", "ner")
"""Pipes of the first recipe: one CNN for trees, another one inside `ner`; no lemmas."""
PROBE = """
import json, pathlib, resource, sys, time
import spacy
from kg.parsing.spacy_parser import SpacyParser
started = time.process_time()
parser = SpacyParser(sys.argv[1])
loaded = time.process_time() - started
for trees in parser.parse_many(json.load(sys.stdin)):
    pass
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
status = pathlib.Path("/proc/self/status")
if status.exists():  # Linux counts what the parent held before this program began, too
    peak = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps([loaded, peak / 1024]))
"""


def measure_speed(nlp: Language, sentences: Sequence[TrainingSentence], name: str) -> Iterator[Measure]:
    """Words a second of processor time on one core, alone and against the first recipe's configuration.

    Both read the same texts by turns, in batches of 64, with the same matrix products, and the best of three rounds
    counts. The first recipe's weights are untrained: they decide what is found, not how long it takes.
    """
    texts = _texts(sentences)
    first = make_first_recipe(nlp, sentences[:BATCH])
    best = [0.0, 0.0]
    for pipeline in (first, nlp):
        list(pipeline.pipe(texts[:BATCH]))
    for _ in range(ROUNDS):
        best = [max(fastest, _words_a_second(p, texts)) for fastest, p in zip(best, (first, nlp), strict=True)]
    yield Measure(name, "words a second, one core", best[1])
    yield Measure(name, "words a second, first recipe", best[0])
    yield Measure(name, "speed against the first recipe", best[1] / best[0])


def _texts(sentences: Sequence[TrainingSentence]) -> list[str]:
    return ["".join(s.text for s in group).rstrip() for group in join_groups(sentences)]


def _words_a_second(nlp: Language, texts: Sequence[str]) -> float:
    started = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(texts, batch_size=BATCH))
    return words / (time.process_time() - started)


def make_first_recipe(like: Language, sentences: Sequence[TrainingSentence]) -> Language:
    """An untrained pipeline as the first recipe had it, with the tokenizer and the labels of another one."""
    import spacy

    nlp = spacy.blank("en")
    nlp.tokenizer = like.tokenizer
    listener: dict[str, Any] = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH}
    nlp.add_pipe("tok2vec", config={"model": _tok2vec()})
    heads = {
        "tagger": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener},
        "morphologizer": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener},
        "parser": _transitions("parser", listener),
        "ner": _transitions("ner", _tok2vec()),
    }
    for pipe, model in heads.items():
        component: Any = nlp.add_pipe(pipe, config={"model": model})
        known: Any = like.get_pipe(pipe)
        for label in known.labels:
            component.add_label(label)
    nlp.initialize(lambda: [make_example(nlp, [sentence]) for sentence in sentences])
    use_fast_products(nlp)
    return nlp


def _tok2vec() -> dict[str, Any]:
    rows = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500}
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": WIDTH,
            "attrs": list(rows),
            "rows": list(rows.values()),
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": WIDTH,
            "depth": DEPTH,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }


def _transitions(state: str, tok2vec: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": state,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": tok2vec,
    }


def measure_files(path: Path, sentences: Sequence[TrainingSentence]) -> Iterator[Measure]:
    """MB on disk; of fresh processes the least seconds of processor time to load (imports apart), and MB of memory.

    Memory is the peak of a process that loads the pipeline and reads the sentences as the product does.
    """
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    yield Measure("files", "MB on disk", size / 1e6)
    texts = json.dumps(_texts(sentences))
    runs = [_probe(path, texts if i == 0 else "[]") for i in range(ROUNDS)]
    yield Measure("files", "seconds to load", min(seconds for seconds, _ in runs))
    yield Measure("files", "MB of memory", runs[0][1])


def _probe(path: Path, texts: str) -> tuple[float, float]:
    command = [sys.executable, "-c", PROBE, str(path)]
    done = subprocess.run(command, input=texts, check=True, capture_output=True, text=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes
