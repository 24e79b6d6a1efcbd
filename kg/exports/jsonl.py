"""Statements as JSON lines: the record of the contract, complete, one a line."""

from __future__ import annotations

from typing import TextIO

from kg.projection import LedgerLike
from kg.records import record_line


def export_jsonl(ledger: LedgerLike, stream: TextIO) -> int:
    """Write one record a line and return how many there were."""
    count = 0
    for record in ledger.records():
        stream.write(record_line(record) + "\n")
        count += 1
    return count
