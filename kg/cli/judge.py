"""`kg actors merge`, `split`, `undo`, `review`: judgements about who is who, recorded and reversible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.base import command
from kg.cli.complete import complete_actors
from kg.cli.errors import DONE, UNREACHABLE
from kg.cli.output import RowOutput, write_rows
from kg.cli.params import Shared, note, pass_shared, row_options, shared_options

if TYPE_CHECKING:
    from kg.judging import JudgementReport
    from kg.ledger import Judgement, Ledger, Sighting
    from kg.review import Suggestion

DONE_COLUMNS = ("judgement", "decision", "actor", "name", "rewritten", "set_aside", "returned", "stores", "pending")
LIST_COLUMNS = ("judgement", "decision", "left", "right", "documents", "reason", "author", "made", "undone")
REVIEW_COLUMNS = (
    "left", "left_name", "right", "right_name", "reason", "statements",
    "left_document", "left_sentence", "right_document", "right_sentence",
)  # fmt: skip
REVIEW_IN_TABLE = ("left_name", "right_name", "reason", "statements", "left_sentence", "right_sentence")
author_option = click.option("--author", metavar="NAME", default="user", help="Who says so [default: user].")
reason_option = click.option("--reason", metavar="TEXT", required=True, help="Why, for the record.")


@command(
    "merge",
    examples=(
        'kg actors merge "Pavel Ivanov" "Sergei Ivanov" --reason "Pavel is a misprint"',
        'kg actors merge "Sergei Ivanov" "Pavel Ivanov" --reason "Pavel is a misprint" --author "A. Reader"',
    ),
)
@click.argument("left", metavar="A", shell_complete=complete_actors)
@click.argument("right", metavar="B", shell_complete=complete_actors)
@reason_option
@author_option
@row_options
@shared_options
@pass_shared
def merge_command(shared: Shared, /, left: str, right: str, reason: str, author: str, to: RowOutput) -> int:
    """Say that two actors are one.

    A and B are names, aliases or uids. Only the statements about them change, in every store that was loaded from
    this ledger, and `kg actors undo` gives them back as they were. A statement between the two is set aside.
    """
    from kg.judging import merge
    from kg.ledger import Ledger
    from kg.query.parameters import find_actor

    settings = shared.settings()
    with Ledger.open(settings.home) as ledger:
        one, other = find_actor(left, ledger), find_actor(right, ledger)
        if one.uid == other.uid:
            raise click.UsageError(f"{left!r} and {right!r} are one actor already: {one.name} ({one.uid})")
        report = merge(ledger, one.uid, other.uid, reason=reason, author=author, settings=settings)
        return _write(shared, ledger, report, to)


@command(
    "split",
    examples=(
        'kg actors split "Pavel Ivanov" --documents news/b.txt --reason "the footballer"',
        'kg actors split "Pavel Ivanov" --documents news/a.txt --reason "the banker" --author "A. Reader"',
    ),
)
@click.argument("name", metavar="A", shell_complete=complete_actors)
@click.argument("more", metavar="[DOCUMENT]...", nargs=-1)
@click.option(
    "--documents", metavar="DOCUMENT", multiple=True, required=True, help="Documents in which it is somebody else."
)
@reason_option
@author_option
@row_options
@shared_options
@pass_shared
def split_command(
    shared: Shared,
    /,
    name: str,
    more: tuple[str, ...],
    documents: tuple[str, ...],
    reason: str,
    author: str,
    to: RowOutput,
) -> int:
    """Say that an actor is somebody else in some documents.

    There it gets a uid of its own, which is printed, and may be merged with others or split further.
    A is a name, alias or uid; each DOCUMENT an id, uid or path, one or several after --documents.
    """
    from kg.judging import split
    from kg.ledger import Ledger
    from kg.query.parameters import find_actor

    settings = shared.settings()
    with Ledger.open(settings.home) as ledger:
        actor = find_actor(name, ledger)
        report = split(ledger, actor.uid, (*documents, *more), reason=reason, author=author, settings=settings)
        return _write(shared, ledger, report, to)


@command("undo", examples=("kg actors undo", "kg actors undo 1"))
@click.argument("number", type=click.IntRange(min=1), required=False)
@row_options
@shared_options
@pass_shared
def undo_command(shared: Shared, /, number: int | None, to: RowOutput) -> int:
    """Take a judgement back; without NUMBER, list the judgements.

    Everything is then as if it had never been made; the list keeps it, with the time it was undone.
    """
    from kg.judging import undo
    from kg.ledger import Ledger

    settings = shared.settings()
    if number is None:
        with Ledger.open(settings.home, readonly=True) as ledger:
            write_rows(LIST_COLUMNS, [judgement_row(judgement) for judgement in ledger.judgements()], to=to)
        return DONE
    with Ledger.open(settings.home) as ledger:
        known = {judgement.number: judgement for judgement in ledger.judgements()}
        if number not in known:
            raise click.UsageError(f"there is no judgement {number}; `kg actors undo` alone lists them")
        if known[number].undone is not None:
            raise click.UsageError(f"judgement {number} was undone before, at {known[number].undone}")
        return _write(shared, ledger, undo(ledger, number, settings=settings), to)


@command("review", examples=("kg actors review", "kg actors review --top 50 --format csv -o pairs.csv"))
@click.option("--top", type=click.IntRange(min=1), default=100, metavar="N", help="At most N pairs [default: 100].")
@row_options
@shared_options
@pass_shared
def review_command(shared: Shared, /, top: int, to: RowOutput) -> None:
    """List pairs of actors that may be one, with the evidence.

    Names that a text states as equal, the shorter of two names, spellings of one name. Nothing is changed:
    `kg actors merge` joins a pair, and pairs that were joined and undone are not offered again.
    """
    from kg.ledger import Ledger
    from kg.review import find_suggestions

    with Ledger.open(shared.settings().home, readonly=True) as ledger, ledger.snapshot():
        rows = [review_row(suggestion) for suggestion in find_suggestions(ledger, limit=top)]
    if not rows:
        note(shared, "no pair of actors looks like one")
    write_rows(REVIEW_COLUMNS, rows, to=to, in_table=REVIEW_IN_TABLE)


def judgement_row(judgement: Judgement) -> tuple[Any, ...]:
    """Return a judgement as a row, columns as in `LIST_COLUMNS`."""
    return (
        judgement.number,
        str(judgement.decision),
        judgement.left,
        judgement.right,
        list(judgement.documents),
        judgement.reason,
        judgement.author,
        judgement.made,
        judgement.undone,
    )


def review_row(suggestion: Suggestion) -> tuple[Any, ...]:
    """Return a pair as a row, columns as in `REVIEW_COLUMNS`."""
    left, right = suggestion.left, suggestion.right
    seen = (*_seen(suggestion.left_seen), *_seen(suggestion.right_seen))
    return left.uid, left.name, right.uid, right.name, suggestion.reason, suggestion.statements, *seen


def _seen(sighting: Sighting | None) -> tuple[str | None, str | None]:
    return (None, None) if sighting is None else (sighting.document, sighting.sentence)


def _write(shared: Shared, ledger: Ledger, report: JudgementReport, to: RowOutput) -> int:
    """Write what a judgement did as one row, say what is left to do, and return the exit code."""
    from kg.loading import StoreState

    judgement = report.judgement
    actor = ledger.actor(report.uid)
    pending = [outcome.address for outcome in report.stores if outcome.state is StoreState.PENDING]
    done = [outcome.address for outcome in report.stores if outcome.state is StoreState.DONE]
    name = None if actor is None else actor.name
    decision = str(judgement.decision) if judgement.undone is None else "undone"
    counts = (report.rewritten, report.set_aside, report.returned)
    write_rows(DONE_COLUMNS, [(judgement.number, decision, report.uid, name, *counts, done, pending)], to=to)
    if judgement.undone is None:
        note(shared, f"judgement {judgement.number}; `kg actors undo {judgement.number}` takes it back")
    if report.is_complete:
        return DONE
    note(shared, "kg: a store that is pending does not have it yet: `kg load --to` that store")
    return UNREACHABLE
