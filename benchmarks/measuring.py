"""Whole processes, timed: wall clock, processor and memory, and the rows of the table that they end in."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
KG = (sys.executable, "-m", "kg")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        name: the measure that gave it, as `--row` takes it.
        measure: what was measured, against what.
        figure: as shown.
        value: the bare number behind the figure, or None for a remark.
        target: as shown, empty where the figure is only reported.
        met: whether the target is met; None where there is none.
    """

    name: str
    measure: str
    figure: str
    value: float | None = None
    target: str = ""
    met: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the row as a JSON-ready dict."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where to measure: a folder of the measure's own, one that measures share, and whether small sizes will do."""

    folder: Path
    shared: Path
    quick: bool


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took: seconds on the clock and of the processor, its highest memory in MB, what it printed."""

    seconds: float
    cpu: float
    megabytes: float
    output: str


def run(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    timeout: float = 3_600,
    fine: Sequence[int] = (0,),
) -> Cost:
    """Run a command to its end, with one thread for matrix products, and return its cost.

    Children that it waited for count; the memory is that of the largest single process.

    Raises:
        RuntimeError: it ended with another code than those that are `fine`; the message ends with what it said.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env={**os.environ, **ONE_THREAD, **(env or {})},
        )
        usage = _wait(process, start + timeout)
        seconds = time.perf_counter() - start
        output.seek(0)
        errors.seek(0)
        if process.returncode not in fine:
            said = errors.read()[-2_000:].decode(errors="replace")
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said}")
        return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read().decode())


def _wait(process: subprocess.Popen[bytes], until: float) -> Any:
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage
        if time.perf_counter() > until:
            process.kill()
        time.sleep(0.005)


def run_kg(*arguments: str, env: Mapping[str, str] | None = None, fine: Sequence[int] = (0,)) -> Cost:
    """Run a `kg` command line and return its cost; see `run`."""
    return run([*KG, *arguments], env=env, fine=fine)


def ratio_of(pairs: Sequence[tuple[float, float]]) -> float:
    """Return the median of first by second over pairs that were measured in turns."""
    return median(first / second for first, second in pairs)


def at_least(
    name: str, measure: str, value: float, target: float, *, unit: str = "", floor: float | None = None
) -> Row:
    """Return the row of a figure that should be high."""
    wanted = f"at least {target:g}{unit}" + (f", floor {floor:g}" if floor is not None else "")
    return Row(name, measure, f"{value:.2f}{unit}", round(value, 4), wanted, value >= target)


def at_most(name: str, measure: str, value: float, target: float, *, unit: str = "", places: int = 2) -> Row:
    """Return the row of a figure that should be low."""
    return Row(
        name, measure, f"{value:,.{places}f}{unit}", round(value, 4), f"at most {target:,g}{unit}", value <= target
    )


def reported(name: str, measure: str, figure: str, value: float | None = None) -> Row:
    """Return the row of a figure without a target."""
    return Row(name, measure, figure, value)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| measure | figure | target | met |", "|---|---|---|---|"]
    marks = {True: "yes", False: "**no**", None: ""}
    lines += [f"| {row.measure} | {row.figure} | {row.target} | {marks[row.met]} |" for row in rows]
    return "\n".join(lines)
