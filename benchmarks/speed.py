"""Measure speed and memory, each figure against its target or its reference in the same run, as one table and JSON.

Usage: python benchmarks/speed.py [--row NAME]... [--quick] [--keep FOLDER] [--json FILE]

Figures of whole processes are wall-clock times; processor time stands beside them, because other work on a machine
slows the one and not the other. Generated ledgers take some minutes to make; `--keep` lets the next run have them.
A run of all rows takes about fifteen minutes on two free cores, `--quick` some three.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import build_rows
import graph_rows
from measuring import Row, Setting, reported, run, table

HERE = Path(__file__).resolve().parent
Measure = Callable[[Setting], Iterator[Row]]
"""Gives rows as they are measured."""


def neo4j_load(_setting: Setting) -> Iterator[Row]:
    """Loading a Neo4j database, measured by a script of its own, which says itself what it needs."""
    script = HERE / "neo4j_load.py"
    if not script.exists():
        yield reported("neo4j-load", "Neo4j: `kg load` / raw UNWIND and CREATE", "not measured: there is no script")
        return
    for line in run([sys.executable, str(script)]).output.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if line.startswith("|") and len(cells) >= 2 and not cells[0].startswith(("-", "measure")):
            yield reported("neo4j-load", f"Neo4j: {cells[0]}", ", ".join(cells[1:]))


def wheel(setting: Setting) -> Iterator[Row]:
    """The size of the wheel."""
    target = setting.folder / "wheel"
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(HERE.parent)])
    size = next(target.glob("*.whl")).stat().st_size / 1e6
    yield reported("wheel", "wheel, language model included", f"{size:.1f} MB", size)


MEASURES: Mapping[str, Measure] = {
    "build-ratio": build_rows.build_ratio,
    "workers": build_rows.workers,
    "memory": build_rows.memory,
    "neo4j-load": neo4j_load,
    "rebuild": graph_rows.rebuild,
    "questions": graph_rows.questions,
    "start-up": graph_rows.start_up,
    "stories": build_rows.stories,
    "wheel": wheel,
}


def main() -> None:
    """Measure, print the table, and write the JSON where it is wanted; a target that is missed is no error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--row", action="append", choices=MEASURES, help="only this one; may be repeated")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that everything runs")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="work there, and leave generated ledgers behind")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    options = parser.parse_args()
    machine, began = _machine(), time.perf_counter()
    rows: list[Row] = []
    failed: list[str] = []
    place: AbstractContextManager[str] = tempfile.TemporaryDirectory()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        place = nullcontext(str(options.keep))
    with place as folder:
        for name in options.row or MEASURES:
            rows += _measured(name, Path(folder), options.quick, failed)
    print(table(rows))
    small = ", small sizes" if options.quick else ""
    print(f"\n{machine}; {time.perf_counter() - began:.0f} s in all{small}")
    if options.json:
        found = {"machine": machine, "quick": options.quick, "rows": [row.as_json() for row in rows]}
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


def _measured(name: str, shared: Path, quick: bool, failed: list[str]) -> list[Row]:
    """Return the rows of one measure; one that breaks is said, and the others go on."""
    rows: list[Row] = []
    try:
        with tempfile.TemporaryDirectory(dir=shared) as own:
            for row in MEASURES[name](Setting(Path(own), shared, quick)):
                print(f"{name}: {row.measure}: {row.figure}", file=sys.stderr, flush=True)
                rows.append(row)
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
        failed.append(name)
        rows.append(reported(name, name, "failed"))
    return rows


def _machine() -> str:
    cores, python, load = os.cpu_count(), platform.python_version(), os.getloadavg()[0]
    return f"{cores} cores, {platform.machine()}, Python {python}, load {load:.1f} when it began"


if __name__ == "__main__":
    main()
