"""Run every measure of quality, print its table, and fail where a figure is below its floor.

Usage: python benchmarks/measures.py [NAME ...]

NAME is one of the measures below; all of them by default. Needs the measuring data (`KG_DATA`).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MEASURES = ("statements", "status", "plv", "sentiment", "gold", "sample", "pronouns", "identity", "confidence")


def main() -> None:
    """Run the measures one after the other, each in a process of its own."""
    names = sys.argv[1:] or MEASURES
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        sys.exit(f"no measure {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    below = []
    for name in names:
        script = Path(__file__).with_name(f"{name}.py")
        if subprocess.run([sys.executable, str(script)], check=False).returncode:
            below.append(name)
        print(flush=True)
    if below:
        sys.exit(f"below the floor or not measured: {', '.join(below)}")


if __name__ == "__main__":
    main()
