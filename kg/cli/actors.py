"""`kg actors`: who is in the ledger, and who is one with whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import click

from kg.cli.base import command
from kg.cli.complete import complete_actors
from kg.cli.judge import merge_command, review_command, split_command, undo_command
from kg.cli.output import RowOutput, write_rows
from kg.cli.params import Shared, pass_shared, row_options, shared_options
from kg.errors import UnknownActor

if TYPE_CHECKING:
    from kg.ledger import Ledger

LIST_COLUMNS = ("uid", "name", "kind", "sector", "country", "scope", "statements", "mentions", "documents", "aliases")
LIST_IN_TABLE = ("uid", "name", "kind", "country", "statements", "mentions", "documents")
SHOW_COLUMNS = ("field", "value")


@click.group("actors")
def actors_group() -> None:
    """List the actors of the ledger, show one, and judge who is one with whom."""


@command("list", examples=("kg actors list", "kg actors list --kind PERSON --top 20"))
@click.option("--kind", type=click.Choice(("PERSON", "ORG", "GPE", "NORP", "LOC", "GROUP")), help="Only this kind.")
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Only the N with the most statements.")
@row_options
@shared_options
@pass_shared
def list_command(shared: Shared, /, kind: str | None, top: int | None, to: RowOutput) -> None:
    """List the actors, those with the most statements first.

    `statements` counts those in which the actor is source or target, `mentions` all places where a text speaks of it.
    """
    from kg.ledger import Ledger

    with Ledger.open(shared.settings().home, readonly=True) as ledger, ledger.snapshot():
        rows = actor_rows(ledger, kind=kind)[:top]
    write_rows(LIST_COLUMNS, rows, to=to, in_table=LIST_IN_TABLE)


@command("show", examples=('kg actors show "Russia"', "kg actors show Q159 --format json"))
@click.argument("name", shell_complete=complete_actors)
@row_options
@shared_options
@pass_shared
def show_command(shared: Shared, /, name: str, to: RowOutput) -> None:
    """Show one actor: who it is and what is told of it.

    NAME is a name, an alias or a uid.
    """
    from kg.ledger import Ledger
    from kg.query.parameters import find_actor

    with Ledger.open(shared.settings().home, readonly=True) as ledger, ledger.snapshot():
        rows = actor_details(ledger, find_actor(name, ledger).uid)
    write_rows(SHOW_COLUMNS, rows, to=to)


for actors_command in (list_command, show_command, merge_command, split_command, undo_command, review_command):
    actors_group.add_command(actors_command)


def actor_rows(ledger: Ledger, *, kind: str | None = None) -> list[tuple[Any, ...]]:
    """Return one row an actor, columns as in `LIST_COLUMNS`, most statements first."""
    statements: Counter[str | None] = Counter()
    for statement in ledger.statements():
        statements.update({statement.source.uid, statement.target.uid})
    mentions: Counter[str] = Counter()
    documents: defaultdict[str, int] = defaultdict(int)
    for uid, _, count in ledger.mention_counts():
        mentions[uid] += count
        documents[uid] += 1
    rows: list[tuple[Any, ...]] = [
        (
            actor.uid,
            actor.name,
            None if actor.kind is None else str(actor.kind),
            actor.sector,
            actor.country,
            str(actor.scope),
            statements[actor.uid],
            mentions[actor.uid],
            documents[actor.uid],
            list(actor.aliases),
        )
        for actor in ledger.actors()
        if kind is None or actor.kind == kind
    ]
    return sorted(rows, key=lambda row: (-row[6], -row[7], row[1], row[0]))


def actor_details(ledger: Ledger, uid: str) -> list[tuple[str, Any]]:
    """Return rows (field, value) about one actor, columns as in `SHOW_COLUMNS`.

    Raises:
        UnknownActor: the ledger has no actor with this uid.
    """
    actor = ledger.actor(uid)
    if actor is None:
        raise UnknownActor(f"no actor has the uid {uid}", hint="`kg actors list` lists them")
    acts: Counter[str] = Counter()
    receives: Counter[str] = Counter()
    says = 0
    for statement in ledger.statements():
        shown = statement.relation if statement.factual else f"{statement.relation} (not factual)"
        if statement.source.uid == actor.uid:
            acts[f"{shown} {statement.target.name}"] += 1
        if statement.target.uid == actor.uid:
            receives[f"{statement.source.name} {shown}"] += 1
        says += any(speaker.uid == actor.uid for step in statement.attributed_to for speaker in step)
    counts = [count for mentioned, _, count in ledger.mention_counts() if mentioned == uid]
    return [
        ("uid", actor.uid),
        ("name", actor.name),
        ("kind", None if actor.kind is None else str(actor.kind)),
        ("sector", actor.sector),
        ("scope", str(actor.scope)),
        ("country", actor.country),
        ("wikidata", actor.wikidata),
        ("aliases", list(actor.aliases)),
        ("documents", len(counts)),
        ("mentions", sum(counts)),
        ("statements as source", acts.total()),
        ("statements as target", receives.total()),
        ("statements as speaker", says),
        *(("does", f"{text} ({count})") for text, count in _ranked(acts)),
        *(("receives", f"{text} ({count})") for text, count in _ranked(receives)),
    ]


def _ranked(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:10]
