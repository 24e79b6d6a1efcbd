"""Run the torture scripts of tests/torture one after the other, each bounded in time, and print what came of them.

Usage: python benchmarks/torture.py [NAME ...] [--minutes 60] [--list]

A torture script says `Usage: python tests/torture/NAME.py` in its docstring, prints its own findings, and ends with 0
where nothing went wrong. The exit code is 1 if one of them found something or ran over its time.
"""

from __future__ import annotations

import argparse
import ast
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "torture"


def scripts() -> dict[str, str]:
    """Return the torture scripts: name to the first line of the docstring."""
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if f"Usage: python tests/torture/{path.name}" in text:
            found[path.stem] = text.splitlines()[0]
    return found


def run(name: str, seconds: float) -> tuple[str, float]:
    """Run one script in a process group of its own, so that nothing of it outlives its time; return how it ended."""
    start = time.monotonic()
    process = subprocess.Popen([sys.executable, str(FOLDER / f"{name}.py")], cwd=ROOT, start_new_session=True)
    try:
        code = process.wait(timeout=seconds)
        outcome = "nothing found" if code == 0 else f"**found something** (exit code {code})"
    except subprocess.TimeoutExpired:
        outcome = f"**over its {seconds / 60:.0f} minutes**"
    except KeyboardInterrupt:
        outcome = "interrupted"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return outcome, time.monotonic() - start


def main() -> None:
    """Run them all, or the named ones, and print one table at the end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = scripts()
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(known)}; all by default")
    parser.add_argument("--minutes", type=float, default=60, help="bound of each script")
    parser.add_argument("--list", action="store_true", help="print the names and what they do")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"no torture script {', '.join(unknown)}; there are {', '.join(known)}")
    if options.list:
        for name, summary in known.items():
            print(f"{name}: {summary}")
        return
    lines, bad = [], False
    for name in options.names or known:
        print(f"\n{name}: {known[name]}", flush=True)
        outcome, seconds = run(name, options.minutes * 60)
        bad |= outcome != "nothing found"
        lines.append(f"| {name} | {known[name]} | {outcome} | {seconds / 60:.1f} min |")
    print("\n| script | what it does | outcome | time |\n|---|---|---|---|", *lines, sep="\n")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
