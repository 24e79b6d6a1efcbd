"""Make the language model from the data, both parts at once, and put it in place.

    python -m kg.training.make [--data DIR] [--out FOLDER] [--work FOLDER] [--steps N] [--one-after-the-other]

About 45 minutes on two free cores with the configs as they are. The same data, configs, versions and kind of processor
give the same weights: everything random follows from the seed in the configs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg.errors import KgError
from kg.resources import find_resource, shipped_model_path
from kg.training.assemble import assemble_model
from kg.training.data import find_data

PARTS = ("parser", "names")


def make_model(
    *, data: Path, out: Path, work: Path, steps: int | None = None, parallel: bool = True
) -> dict[str, float]:
    """Train both parts, assemble them in `out`, and give the seconds that each part took.

    Args:
        data: the data folder.
        out: folder of the finished model.
        work: folder for checkpoints and logs.
        steps: updates of each part instead of the configs' own numbers.
        parallel: train both parts at the same time, each on one core.

    Raises:
        KgError: a part could not be trained; its log is named.
    """
    work.mkdir(parents=True, exist_ok=True)
    running: dict[str, tuple[subprocess.Popen[bytes], float]] = {}
    seconds: dict[str, float] = {}
    for part in PARTS:
        running[part] = (_start(part, data, work, steps), time.monotonic())
        if not parallel:
            seconds[part] = _finish(part, *running.pop(part), work)
    for part, (process, started) in running.items():
        seconds[part] = _finish(part, process, started, work)
    assemble_model(work / "parser" / "model-best", work / "names" / "model-best", out)
    (work / "seconds.json").write_text(json.dumps(seconds), encoding="utf-8")
    return seconds


def _start(part: str, data: Path, work: Path, steps: int | None) -> subprocess.Popen[bytes]:
    config = find_resource("pipelines", "language", f"{part}.cfg")
    command = [sys.executable, "-m", "kg.training.train", part, "--config", str(config), "--data", str(data)]
    command += ["--output", str(work / part)]
    if steps:
        command += ["--steps", str(steps)]
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    with (work / f"{part}.log").open("wb") as log:
        return subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, env=os.environ | single | {"PYTHONHASHSEED": "0"}
        )


def _finish(part: str, process: subprocess.Popen[bytes], started: float, work: Path) -> float:
    if process.wait() != 0:
        raise KgError(f"training the {part} failed", hint=f"see {work / part}.log")
    return round(time.monotonic() - started, 1)


def main(arguments: list[str] | None = None) -> int:
    """Command line of this module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", help="data folder (default: KG_DATA, else ../shared/data)")
    options.add_argument("--out", type=Path, default=shipped_model_path())
    options.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "kg-training")
    options.add_argument("--steps", type=int, help="updates of each part, for a quick try")
    options.add_argument("--one-after-the-other", action="store_true", help="for a machine with one core")
    given = options.parse_args(arguments)
    try:
        seconds = make_model(
            data=find_data(given.data),
            out=given.out,
            work=given.work,
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
