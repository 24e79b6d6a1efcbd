"""`kg audit`: does every piece of evidence stand where it should, and do stores hold what the ledger holds?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from kg.cli.base import command
from kg.cli.errors import DONE, FINDINGS
from kg.cli.output import RowOutput, write_rows
from kg.cli.params import Shared, note, pass_shared, row_options, shared_options
from kg.cli.stores import check_there

if TYPE_CHECKING:
    from kg.ledger import Ledger
    from kg.store import GraphStore

COLUMNS = ("check", "state", "held", "expected", "detail")
SHOWN_KEYS = 5

AuditRow = tuple[str, str, int, int, str]


@command("audit", examples=("kg audit", "kg audit --on graph.json"))
@click.option(
    "--on",
    "targets",
    metavar="STORE",
    multiple=True,
    help="Compare this store: embedded, a neo4j:// or bolt:// address or a graph file; may be repeated.",
)
@row_options
@shared_options
@pass_shared
def audit_command(shared: Shared, /, targets: tuple[str, ...], to: RowOutput) -> int:
    """Check all evidence, and stores against the ledger.

    Every offset is checked against the stored texts, every row of a store by its digest.
    Without --on, the embedded graph is compared. The exit code is 1 when something differs.
    """
    from kg.ledger import Ledger
    from kg.store import open_store

    settings = shared.settings()
    with Ledger.open(settings.home, readonly=True) as ledger:
        rows = evidence_rows(ledger)
        for target in targets or ("embedded",):
            check_there(target)
            with open_store(target, home=settings.home, settings=settings) as store, ledger.snapshot():
                rows.extend(compare_store(ledger, store))
    write_rows(COLUMNS, rows, to=to)
    wrong = sum(row[1] != "ok" for row in rows)
    note(shared, f"{len(rows)} checks, {wrong} found something")
    if any(row[1] != "ok" and row[0].split()[0] != "evidence" for row in rows):
        note(shared, "`kg load` brings a store up to date, `kg load --rebuild` makes it afresh")
    return FINDINGS if wrong else DONE


def evidence_rows(ledger: Ledger) -> list[AuditRow]:
    """Return one row about the evidence offsets of all statements, columns as in `COLUMNS`."""
    from kg.ledger.audit import audit

    result = audit(ledger)
    wrong = len(result.problems)
    detail = "; ".join(str(problem) for problem in result.problems[:SHOWN_KEYS])
    return [("evidence offsets", _state(not wrong), result.checked - wrong, result.checked, detail)]


def compare_store(ledger: Ledger, store: GraphStore) -> list[AuditRow]:
    """Return one row for each table of a store: what it holds against what the ledger would load, by key and digest.

    `held` counts the rows that the store holds as they should be.
    """
    from kg.graph import actor_row, document_row, mention_row, statement_row

    state = store.state()
    actors = {row.key: row.digest for row in map(actor_row, ledger.actors())}
    mentions = (mention_row(*counted) for counted in ledger.mention_counts() if counted[0] in actors)
    expected: dict[str, Mapping[str, str]] = {
        "actors": actors,
        "documents": {row.key: row.digest for row in map(document_row, ledger.documents())},
        "statements": {row.key: row.digest for row in map(statement_row, ledger.statements())},
        "mentions": {row.key: row.digest for row in mentions},
    }
    held: dict[str, Mapping[str, str]] = {
        "actors": state.actors,
        "documents": state.documents,
        "statements": {sid: ref.digest for sid, ref in state.statements.items()},
        "mentions": state.mentions,
    }
    rows = [_compare(f"{store.name} {table}", held[table], expected[table]) for table in expected]
    mark = store.mark()
    owner = "nothing was loaded" if mark is None else ("" if mark.uid == ledger.uid else "it is another ledger's")
    revision = -1 if mark is None else mark.revision
    behind = "" if owner or revision == ledger.revision else "not up to date"
    rows.append((f"{store.name} revision", _state(not (owner or behind)), revision, ledger.revision, owner or behind))
    return rows


def _compare(name: str, held: Mapping[str, str], expected: Mapping[str, str]) -> AuditRow:
    missing = sorted(expected.keys() - held.keys())
    extra = sorted(held.keys() - expected.keys())
    different = sorted(key for key in expected.keys() & held.keys() if expected[key] != held[key])
    right = len(expected) - len(missing) - len(different)
    found = (("missing", missing), ("too many", extra), ("different", different))
    detail = "; ".join(f"{len(keys)} {what}: {_some(keys)}" for what, keys in found if keys)
    return (name, _state(not detail), right, len(expected), detail)


def _some(keys: Iterable[str]) -> str:
    listed = list(keys)
    more = f" and {len(listed) - SHOWN_KEYS} more" if len(listed) > SHOWN_KEYS else ""
    return ", ".join(listed[:SHOWN_KEYS]) + more


def _state(right: bool) -> str:
    return "ok" if right else "problem"
