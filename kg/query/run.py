"""Run Cypher against a store, guarded whatever the engine, and ask saved questions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from kg.errors import QueryError, QueryParameterError
from kg.query.files import read_question
from kg.query.guard import check_read_only
from kg.query.parameters import ActorFinder, bind_parameters
from kg.query.portability import portability_notes
from kg.query.tokens import TokenKind, tokenize, without_comments
from kg.store.base import QueryResult


class Answering(Protocol):
    """What is asked of a store: any `kg.store.GraphStore`, or one in a process of its own (`kg.store.apart`)."""

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> QueryResult: ...


def run_query(
    store: Answering,
    cypher: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    timeout: float | None = None,
    limit: int | None = None,
) -> QueryResult:
    """Return the answer to one read-only query; comments are taken out on the way, as engines differ on them.

    Args:
        store: any open store.
        cypher: one statement of reading clauses.
        parameters: values for its `$names`; others are ignored.
        timeout: seconds after which to give up; None for the store's own limit.
        limit: most rows to return; the result's `truncated` says whether there were more.

    Raises:
        QueryRefused: the guard does not let it through; nothing has reached the store.
        QueryParameterError: the query names a parameter without a value.
        QueryTimeout, QueryTooLarge, QueryError, StoreUnavailable: from the store. Where the query has something that
            not every store understands, the hint says what to write instead.

    Example:
        >>> run_query(store, "MATCH (a:Actor {uid: $uid}) RETURN a.name AS name", {"uid": "Q159"})  # doctest: +SKIP
        QueryResult(columns=('name',), rows=[('Russia',)], truncated=False)
    """
    check_read_only(cypher)
    given = dict(parameters or {})
    missing = sorted({token.name for token in tokenize(cypher) if token.kind is TokenKind.PARAMETER} - given.keys())
    if missing:
        raise QueryParameterError(f"the query needs the parameter {missing[0]}", hint=f"add -p {missing[0]}=...")
    try:
        return store.query(without_comments(cypher), given, timeout=timeout, limit=limit)
    except QueryError as error:
        if type(error) is QueryError and (notes := portability_notes(cypher)):
            raise QueryError(error.message, hint=str(notes[0])) from error
        raise


def ask(
    store: Answering,
    ledger: ActorFinder,
    name: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    timeout: float | None = None,
    limit: int | None = None,
    folder: Path | None = None,
) -> QueryResult:
    """Return the answer to a saved question.

    Args:
        store: any open store that holds the ledger's graph.
        ledger: where names of actors are looked up.
        name: name of the question.
        parameters: values by name, Python values or strings; checked and turned by the question's header.
        timeout, limit: as `run_query`.
        folder: folder of questions; the package's own by default.

    Raises:
        UnknownQuery: there is no such question.
        QueryParameterError: a parameter that is missing, unknown or of the wrong type.
        UnknownActor: a name that means no actor, or several.
        QueryTimeout, QueryError, StoreUnavailable: from the store.

    Example:
        >>> ask(store, ledger, "who_supports", {"actor": "Iraq"}).columns                          # doctest: +SKIP
        ('supporter', 'relations', 'events', 'origins', 'last_day')
    """
    question = read_question(name, folder)
    values = bind_parameters(question, parameters or {}, ledger)
    return run_query(store, question.cypher, values, timeout=timeout, limit=limit)
