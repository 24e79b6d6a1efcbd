"""`kg audit`: does every piece of evidence stand where it should, and do stores hold what the ledger holds?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from kg.cli.base import command
from kg.cli.errors import DONE, FINDINGS, UNREACHABLE
from kg.cli.output import RowOutput, write_rows
from kg.cli.params import Shared, database_option, note, pass_shared, row_options, shared_options
from kg.cli.stores import check_there
from kg.errors import ConfigError, StoreError, StoreUnavailable

if TYPE_CHECKING:
    from kg.comparison import Comparison, TableComparison
    from kg.ledger import Ledger
    from kg.settings import Settings

COLUMNS = ("check", "state", "held", "expected", "detail")
DIFFERENCE_COLUMNS = ("check", "difference", "key")
SHOWN_KEYS = 5
OK, PROBLEM = "ok", "problem"

AuditRow = tuple[str, str, int | None, int | None, str]
DifferenceRow = tuple[str, str, str]


@command("audit", examples=("kg audit", "kg audit --on graph.json", "kg audit --differences"))
@click.option(
    "--on",
    "targets",
    metavar="STORE",
    multiple=True,
    help="Compare this store: embedded, a neo4j:// or bolt:// address or a graph file; may be repeated.",
)
@database_option
@click.option("--differences", is_flag=True, help="List every difference, one a row, instead of a summary.")
@row_options
@shared_options
@pass_shared
def audit_command(
    shared: Shared, /, targets: tuple[str, ...], database: str | None, differences: bool, to: RowOutput
) -> int:
    """Check all evidence, and stores against the ledger.

    Every offset is checked against the stored texts, every property of a store against the ledger.
    Without --on, all stores are compared that the ledger was loaded into.
    The exit code is 1 when something differs, 3 when a database cannot be reached.
    """
    from kg.ledger import Ledger

    settings = shared.settings(database=database)
    with Ledger.open(settings.home, readonly=True) as ledger:
        audit = _Audit(ledger)
        audit.check_evidence()
        for name, target, chosen in _stores(ledger, targets, settings):
            audit.check_store(name, target, chosen)
    if differences:
        write_rows(DIFFERENCE_COLUMNS, audit.differences, to=to)
    else:
        write_rows(COLUMNS, audit.rows, to=to)
    wrong = sum(row[1] != OK for row in audit.rows)
    note(shared, f"{len(audit.rows)} checks, {wrong} found something")
    for hint in audit.hints:
        note(shared, hint)
    if audit.is_cut_off:
        return UNREACHABLE
    return FINDINGS if wrong else DONE


def _stores(ledger: Ledger, targets: tuple[str, ...], settings: Settings) -> Iterator[tuple[str, str, Settings]]:
    """Yield name, target and settings of each store to compare: those named, else those that the ledger remembers."""
    from kg.loading import target_of

    for target in targets:
        check_there(target)
        yield target, target, settings
    if not targets:
        entries = ledger.stores()
        if not any(entry.kind == "embedded" for entry in entries):
            yield "embedded", "embedded", settings
        for entry in entries:
            target, database = target_of(entry)
            yield entry.address, target, replace(settings, neo4j_database=database)


class _Audit:
    """Rows and differences as they are found."""

    def __init__(self, ledger: Ledger) -> None:
        self.rows: list[AuditRow] = []
        self.differences: list[DifferenceRow] = []
        self.hints: list[str] = []
        self.is_cut_off = False
        self._ledger = ledger

    def check_evidence(self) -> None:
        """Add one row about the evidence offsets of all statements."""
        from kg.ledger.audit import audit

        result = audit(self._ledger)
        problems = [str(problem) for problem in result.problems]
        detail = "; ".join(problems[:SHOWN_KEYS])
        self.rows.append(
            ("evidence offsets", _state(not problems), result.checked - len(problems), result.checked, detail)
        )
        self.differences += [("evidence offsets", "wrong", problem) for problem in problems]
        if result.without_text:
            held = result.documents - result.without_text
            detail = "bare statements came without the texts of the rest: their evidence cannot be checked"
            self.rows.append(("texts held", "missing", held, result.documents, detail))

    def check_store(self, name: str, target: str, settings: Settings) -> None:
        """Add one row for each table of a store and one for its revision, or one that says why there is none."""
        from kg.comparison import compare
        from kg.store import open_store

        try:
            check_there(target)
            with open_store(target, home=self._ledger.home, settings=settings) as store:
                comparison = compare(self._ledger, store)
        except (StoreError, ConfigError) as error:
            self.is_cut_off |= isinstance(error, StoreUnavailable)
            self.rows.append((name, PROBLEM, None, None, error.message))
            self.differences.append((name, "not compared", error.message))
            self.hints.append(f"{error.message} ({error.hint})" if error.hint else error.message)
            return
        for table in comparison.tables:
            check = f"{name} {table.table}"
            self.rows.append((check, _state(table.is_equal), table.held, table.expected, _detail(table)))
            self.differences += [(check, what, key) for what, keys in _found(table) for key in keys]
        self._check_mark(name, target, settings.neo4j_database if "://" in target else None, comparison)

    def _check_mark(self, name: str, target: str, database: str | None, comparison: Comparison) -> None:
        mark, revision = comparison.mark, self._ledger.revision
        held = -1 if mark is None else mark.revision
        detail = ""
        if mark is None:
            detail = "nothing was loaded"
        elif mark.uid != self._ledger.uid:
            detail = "it is another ledger's"
        elif held != revision:
            detail = "not up to date"
        self.rows.append((f"{name} revision", _state(not detail), held, revision, detail))
        if detail:
            self.differences.append((f"{name} revision", "different", detail))
        if detail or not all(table.is_equal for table in comparison.tables):
            line = "kg load" if target == "embedded" else f"kg load --to {target}"
            line += f" --database {database}" if database else ""
            needed = " --verify" if comparison.tables[2].different and not detail else ""
            self.hints.append(f"`{line}{needed}` brings {name} up to date, `{line} --rebuild` makes it afresh")


def _found(table: TableComparison) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("missing", table.missing), ("too many", table.surplus), ("different", table.different)


def _detail(table: TableComparison) -> str:
    return "; ".join(f"{len(keys)} {what}: {_some(keys)}" for what, keys in _found(table) if keys)


def _some(keys: tuple[str, ...]) -> str:
    more = f" and {len(keys) - SHOWN_KEYS} more" if len(keys) > SHOWN_KEYS else ""
    return ", ".join(keys[:SHOWN_KEYS]) + more


def _state(right: bool) -> str:
    return OK if right else PROBLEM
