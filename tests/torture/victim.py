"""A build and loads that are there to be disturbed: `python victim.py HOME WORKERS SOURCE TARGET...`.

The documents are hand-made, so that the time goes into what can be lost: batches, transactions, loads. Errors and exit
codes are those of the command line. Without a source, nothing is built. With `KG_VICTIM_NOBODY` in the environment, it
all is done as a user for whom permissions count; everything is imported before, by a run elsewhere.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from worker_reader import Obedient

from kg.cli.errors import report_error
from kg.job import build
from kg.ledger import Ledger
from kg.loading import load_store
from kg.settings import read_settings

NOBODY = 65534


def run(home: str, workers: int, source: str, targets: list[str]) -> int:
    """Build, then load each target; return 1 where a document failed."""
    failures = build([source], home=home, pipeline=Obedient(), workers=workers).failures if source else ()
    if targets:
        with Ledger.open(Path(home)) as ledger:
            for target in targets:
                load_store(ledger, target, settings=read_settings())
    return 1 if failures else 0


def become_nobody() -> None:
    """Import all that a run needs by making one, then drop the rights of root."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.jsonl"
        source.write_text('{"text": "Russia supports Iraq."}\n')
        run(f"{folder}/home", 1, str(source), ["embedded", f"{folder}/graph.json"])
    if os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def main() -> int:
    """Run, and return the exit code that the command line would give."""
    home, workers, source, *targets = sys.argv[1:]
    if os.environ.get("KG_VICTIM_NOBODY"):
        become_nobody()
    try:
        return run(home, int(workers), source, targets)
    except Exception as error:
        return report_error(error)


if __name__ == "__main__":
    sys.exit(main())
