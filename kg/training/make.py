"""Make the language model from the data and put it in place.

    python -m kg.training.make [--data DIR] [--out FOLDER] [--work FOLDER] [--silver FILE | --teacher FOLDER ...]
                               [--steps N] [--one-after-the-other]

The parser is trained in two stages (`parser`, `refine`), the names beside it in two of their own (`names`,
`names_refine`); about 80 minutes on two free cores with the configs as they are. The second stage of the parser learns
from silver trees too: from a file that `kg.training.silver` wrote, or
from one written between the stages by teachers
(`kg.training.teacher`); from gold trees alone if neither is given. The same data, silver trees, configs, versions and
kind of processor give the same weights: everything random follows from the seeds in the configs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import KgError
from kg.resources import find_resource, shipped_model_path
from kg.training.assemble import assemble_model
from kg.training.data import find_data
from kg.training.digests import file_digest

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(slots=True)
class _Run:
    """The steps of one making: each a process of its own with a log, timed."""

    data: Path
    work: Path
    steps: int | None
    seconds: dict[str, float] = field(default_factory=dict)
    running: dict[str, tuple[subprocess.Popen[bytes], float]] = field(default_factory=dict)

    def start(self, step: str, module: str, *arguments: str | Path) -> None:
        command = [sys.executable, "-m", module, *map(str, arguments), "--data", str(self.data)]
        with (self.work / f"{step}.log").open("wb") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, env=os.environ | ONE_THREAD | {"PYTHONHASHSEED": "0"}
            )
        self.running[step] = (process, time.monotonic())

    def start_training(self, part: str, *arguments: str | Path) -> None:
        config = find_resource("pipelines", "language", f"{part}.cfg")
        limit = ["--steps", str(self.steps)] if self.steps else []
        self.start(
            part, "kg.training.train", part, "--config", config, "--output", self.work / part, *arguments, *limit
        )

    def finish(self, step: str) -> None:
        process, started = self.running.pop(step)
        if process.wait() != 0:
            for other, _ in self.running.values():
                other.terminate()
            raise KgError(f"the step {step!r} failed", hint=f"see {self.work / step}.log")
        self.seconds[step] = round(time.monotonic() - started, 1)

    def continue_names(self, stage: str, after: str, checkpoint: str) -> None:
        """Wait for a stage of the names, and start the next one from its checkpoint."""
        self.finish(after)
        self.start_training(stage, "--first", self.work / after / checkpoint)


def make_model(
    *,
    data: Path,
    out: Path,
    work: Path,
    silver: Path | None = None,
    teachers: Sequence[Path] = (),
    steps: int | None = None,
    parallel: bool = True,
) -> dict[str, float]:
    """Train all parts, assemble them in `out`, and give the seconds that each step took.

    Args:
        data: the data folder.
        out: folder of the finished model.
        work: folder for checkpoints and logs.
        silver: file of silver trees for the second stage of the parser.
        teachers: folders of trained teachers; they write the silver trees if there is no such file.
        steps: updates of each part instead of the configs' own numbers.
        parallel: train the names beside the parser, each on one core.

    Raises:
        KgError: a step failed; its log is named.
    """
    work.mkdir(parents=True, exist_ok=True)
    run = _Run(data, work, steps)
    run.start_training("names")
    if not parallel:
        run.continue_names("names_refine", "names", "model-best")
        run.finish("names_refine")
    run.start_training("parser")
    run.finish("parser")
    if parallel:
        run.continue_names("names_refine", "names", "model-best")
    first = work / "parser" / "model-best"
    if silver is None and teachers:
        silver = work / "silver.jsonl"
        named = [argument for folder in teachers for argument in ("--teacher", folder)]
        run.start("silver", "kg.training.silver", *named, "--model", first, "--output", silver)
        run.finish("silver")
    run.start_training("refine", "--first", first, *(("--silver", silver) if silver else ()))
    run.finish("refine")
    if parallel:
        run.finish("names_refine")
    digest = file_digest(silver) if silver else None
    assemble_model(work / "refine" / "model-last", work / "names_refine" / "model-last", out, silver=digest)
    (work / "seconds.json").write_text(json.dumps(run.seconds), encoding="utf-8")
    return run.seconds


def main(arguments: list[str] | None = None) -> int:
    """Command line of this module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", help="data folder (default: KG_DATA, else ../shared/data)")
    options.add_argument("--out", type=Path, default=shipped_model_path())
    options.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "kg-training")
    source = options.add_mutually_exclusive_group()
    source.add_argument("--silver", type=Path, help="file of silver trees")
    source.add_argument("--teacher", type=Path, action="append", default=[], help="folder of a trained teacher")
    options.add_argument("--steps", type=int, help="updates of each part, for a quick try")
    options.add_argument("--one-after-the-other", action="store_true", help="for a machine with one core")
    given = options.parse_args(arguments)
    try:
        seconds = make_model(
            data=find_data(given.data),
            out=given.out,
            work=given.work,
            silver=given.silver,
            teachers=given.teacher,
            steps=given.steps,
            parallel=not given.one_after_the_other,
        )
    except KgError as error:
        print(f"{error.message} ({error.hint})", file=sys.stderr)
        return 2
    print(f"{given.out}: {seconds}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
