"""What the Tab key offers for names: saved questions and actors. A completion never fails, it only has nothing."""

from __future__ import annotations

from contextlib import suppress

import click
from click.shell_completion import CompletionItem

from kg.cli.params import Shared
from kg.errors import KgError

MOST = 50


def complete_questions(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the saved questions whose names begin so, with their summaries."""
    with suppress(KgError):
        from kg.query.files import list_questions

        return [
            CompletionItem(question.name, help=question.summary)
            for question in list_questions()
            if question.name.startswith(incomplete.replace("-", "_"))
        ]
    return []


def complete_actors(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the names of actors of the home that begin so, whatever the case."""
    with suppress(KgError):
        from kg.ledger import Ledger

        shared = ctx.find_object(Shared) or Shared()
        with Ledger.open(shared.settings().home, readonly=True) as ledger:
            names = sorted({actor.name for actor in ledger.actors()})
        return [CompletionItem(name) for name in names if name.casefold().startswith(incomplete.casefold())][:MOST]
    return []
