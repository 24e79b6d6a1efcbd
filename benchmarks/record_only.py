"""`kg build` without its last step, the graph: reading, extracting and recording alone, to measure their memory.

Usage: python benchmarks/record_only.py FILE HOME
"""

from __future__ import annotations

import sys

import kg.job
from kg.ledger import Ledger


def main() -> None:
    """Build, and leave the graph out."""

    def leave_out(_ledger: Ledger) -> None:
        """The embedded engine holds the whole graph in memory; its share is measured apart."""

    kg.job.update_embedded_graph = leave_out
    report = kg.job.build([sys.argv[1]], home=sys.argv[2])
    print(report.statements)


if __name__ == "__main__":
    main()
