"""`kg build` without its last step, the graph: reading, extracting and recording alone, to measure their memory.

Usage: python benchmarks/record_only.py FILE HOME [WORKERS]

Prints JSON: the statements, and the highest memory, in MB, of this process and of the largest worker (0 for none).
"""

from __future__ import annotations

import json
import resource
import sys

import kg.job
from kg.ledger import Ledger


def main() -> None:
    """Build, and leave the graph out."""

    def leave_out(_ledger: Ledger) -> None:
        """The embedded engine holds the whole graph in memory; its share is measured apart."""

    kg.job.update_embedded_graph = leave_out
    report = kg.job.build([sys.argv[1]], home=sys.argv[2], workers=int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    peaks = {
        name: round(resource.getrusage(who).ru_maxrss / 1024)
        for name, who in (("main", resource.RUSAGE_SELF), ("worker", resource.RUSAGE_CHILDREN))
    }
    print(json.dumps({"statements": report.statements, **peaks}))


if __name__ == "__main__":
    main()
