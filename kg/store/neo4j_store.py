"""Neo4j 5.26 and later through the official driver: plain Cypher, no APOC, one writer, every batch one transaction.

A batch that the driver sends again after a broken connection was rolled back before. Where nobody can know whether it
was (the connection broke while the server committed), the batch is not sent again: the load begins anew with what the
store holds by then.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from kg.errors import ConfigError, QueryError, QueryRefused, QueryTimeout, StoreError, StoreUnavailable
from kg.graph import StatementRow
from kg.store import cypher
from kg.store.base import QueryResult
from kg.store.cypher_store import CypherStore, Parameters, Step, statement_parameters
from kg.store.neo4j_errors import (
    SECURITY_CODES,
    driver_errors,
    first_line,
    is_memory_error,
    is_refused_login,
    out_of_memory,
)
from kg.store.neo4j_values import normal_rows

CONNECT_SECONDS = 5.0
RETRY_SECONDS = 30.0
POLL_SECONDS = 1.0
FETCH_ROWS = 1_000
CLEAR_ROWS = 10_000
OLDEST = (5, 26)

T = TypeVar("T")

# The driver logs what it also raises, and Python prints a log that nobody handles; whoever wants it adds a handler.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Neo4jStore(CypherStore):
    """A database of a Neo4j server.

    Args:
        uri: address of the server, `neo4j://` or `bolt://` with their `+s` and `+ssc` forms, without credentials.
        username, password: login; without a password none is sent.
        database: name of the database; the server's default for None.

    Raises:
        StoreUnavailable: the server does not answer within five seconds, or refuses the login.
        ConfigError: the address cannot be used, or there is no such database.

    Example:
        >>> with Neo4jStore("neo4j://127.0.0.1", password="...") as store:               # doctest: +SKIP
        ...     store.counts().labels
        {'Actor': 412, 'Document': 37}
    """

    clear_rows = CLEAR_ROWS
    """How many rows `clear` deletes in one transaction."""

    def __init__(
        self, uri: str, *, username: str = "neo4j", password: str | None = None, database: str | None = None
    ) -> None:
        if "@" in urlsplit(uri).netloc:
            raise ConfigError(
                "the address of a database must not carry a login",
                hint="set NEO4J_USERNAME and NEO4J_PASSWORD in the environment instead",
            )
        self.name = uri
        self._database = database
        self._has_password = password is not None
        self._driver = _open_driver(uri, username, password)
        self._bookmarks = _bookmark_manager()
        self._server = ""
        try:
            self._ping()
        except StoreUnavailable as error:
            self._driver.close()
            raise _explained(error, uri) from error.__cause__
        except BaseException:
            self._driver.close()
            raise

    def close(self) -> None:
        self._driver.close()

    def checkpoint(self) -> None:
        """Nothing to do: every batch was committed."""

    def reconnect(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            time.sleep(min(POLL_SECONDS, left))
            try:
                self._ping()
            except StoreUnavailable as error:
                if is_refused_login(error.__cause__):
                    return False
            else:
                return True
        return False

    def ensure_schema(self) -> None:
        version = tuple(int(part) for part in self._server.rpartition("/")[2].split(".")[:2] if part.isdigit())
        if self._server.startswith("Neo4j/") and version < OLDEST:
            raise StoreError(f"{self.name} is {self._server}", hint="load into Neo4j 5.26 or later")
        self._change_schema((*cypher.NODE_CONSTRAINTS, *cypher.NODE_INDEXES, cypher.FULL_TEXT_INDEX))

    def ensure_types(self, rel_types: Iterable[str]) -> None:
        if wanted := {cypher.constraint_name(name): name for name in rel_types}:
            known = {name for (name,) in self._read(cypher.READ_CONSTRAINTS)}
            new = [wanted[name] for name in sorted(wanted.keys() - known)]
            makers = (cypher.document_index, cypher.statement_constraint)
            self._change_schema([make(name) for name in new for make in makers])

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> QueryResult:
        import neo4j

        wanted = neo4j.Query(cypher, timeout=timeout)
        fetch = FETCH_ROWS if limit is None else min(FETCH_ROWS, limit + 1)
        with self._query_errors(timeout), self._session(reading=True, fetch_size=fetch) as session:
            result = session.run(wanted, dict(parameters or {}))
            columns = tuple(result.keys())
            rows: list[tuple[Any, ...]] = []
            truncated = False
            for record in result:
                if limit is not None and len(rows) == limit:
                    truncated = True
                    break
                rows.append(tuple(record.values()))
        return QueryResult(columns, self._normal_rows(rows), truncated)

    def clear(self) -> None:
        """Delete relationships before their nodes, of which one alone may have too many for a transaction."""
        for text in (cypher.DELETE_SOME_RELATIONSHIPS, *cypher.DELETE_SOME_NODES):
            while self._delete_some(text):
                pass

    def _delete_some(self, text: str) -> int:
        """Delete what `text` finds, so many at once as the server has memory for, and return how many that were."""
        while True:
            try:
                return int(self._write(text, {"most": self.clear_rows})[0][0])
            except StoreError as error:
                if self.clear_rows == 1 or not is_memory_error(error.__cause__):
                    raise
                self.clear_rows //= 2

    def _write(self, text: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
        return self._execute(lambda transaction: [tuple(r.values()) for r in transaction.run(text, parameters or {})])

    def _read(self, text: str) -> Iterator[tuple[Any, ...]]:
        with self._errors(), self._session(reading=True) as session:
            for record in session.run(text):
                yield self._normal_rows([tuple(record.values())])[0]

    def _send(self, items: Iterable[T], steps: Callable[[list[T]], list[Step]]) -> None:
        """Write batch by batch, in a thread: the next batch is made while the server works on this one."""
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="neo4j-writer")
        under_way: Future[None] | None = None
        try:
            for batch in self._batches(items):
                if under_way is not None:
                    under_way.result()
                under_way = pool.submit(self._commit, batch, steps)
            if under_way is not None:
                under_way.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _commit(self, batch: list[T], steps: Callable[[list[T]], list[Step]]) -> None:
        """Write a batch in one transaction; one that the server has no memory for, in halves."""
        try:
            self._transact(steps(batch))
        except StoreError as error:
            if len(batch) == 1 or not is_memory_error(error.__cause__):
                raise
            half = len(batch) // 2
            self.batch_rows = min(self.batch_rows, half)
            self._commit(batch[:half], steps)
            self._commit(batch[half:], steps)

    def _transact(self, steps: Sequence[Step]) -> None:
        def work(transaction: Any) -> None:
            for step in steps:
                rows = [tuple(record.values()) for record in transaction.run(step.text, rows=step.rows)]
                self._check_made(step, rows)

        self._execute(work)

    def _execute(self, work: Callable[[Any], T]) -> T:
        """Run a writing transaction; lack of memory never reaches the driver, which would send the same again."""
        from neo4j.exceptions import Neo4jError

        def in_memory(transaction: Any) -> T:
            try:
                return work(transaction)
            except Neo4jError as error:
                if is_memory_error(error):
                    raise out_of_memory(self.name, error) from error
                raise

        with self._errors(), self._session(reading=False) as session:
            result: T = session.execute_write(in_memory)
        return result

    def _creating(self, rows: Iterable[StatementRow]) -> list[Step]:
        """Return one step for all types: 200 texts of one type each would cost the server a plan each."""
        parameters = [{"type": cypher.check_type(row.rel_type), **statement_parameters(row)} for row in rows]
        return [Step(cypher.CREATE_STATEMENTS, parameters, "statements")]

    def _change_schema(self, texts: Sequence[str]) -> None:
        """Make constraints and indexes in one transaction, and wait until they can be used."""

        def work(transaction: Any) -> None:
            for text in texts:
                transaction.run(text).consume()

        if texts:
            with self._errors(), self._session(reading=False) as session:
                session.execute_write(work)
                session.run("CALL db.awaitIndexes(300)").consume()

    def _ping(self) -> None:
        with self._errors(), self._session(reading=True) as session:
            summary = session.run("RETURN 1").consume()
        self._server = str(summary.server.agent)

    def _session(self, *, reading: bool, fetch_size: int = FETCH_ROWS) -> Any:
        import neo4j

        return self._driver.session(
            database=self._database,
            default_access_mode=neo4j.READ_ACCESS if reading else neo4j.WRITE_ACCESS,
            bookmark_manager=self._bookmarks,
            fetch_size=fetch_size,
        )

    def _normal_rows(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        def find_uids(ids: list[str]) -> dict[str, Any]:
            with self._errors(), self._session(reading=True) as session:
                text = "MATCH (n) WHERE elementId(n) IN $ids RETURN elementId(n) AS id, n.uid AS uid"
                return {record["id"]: record["uid"] for record in session.run(text, ids=ids)}

        return normal_rows(rows, find_uids)

    @contextmanager
    def _query_errors(self, timeout: float | None) -> Iterator[None]:
        """Turn what the server says of a user's query into the project's errors."""
        from neo4j.exceptions import ClientError, TransientError

        with self._errors():
            try:
                yield
            except (ClientError, TransientError) as error:
                code = str(error.code)
                if code.startswith((*SECURITY_CODES, "Neo.ClientError.Database.")):
                    raise
                if "TransactionTimedOut" in code:
                    raise QueryTimeout(
                        f"the query ran longer than {timeout} seconds" if timeout else "the query ran too long",
                        hint="ask for less, bound its paths, or give it more time with --timeout",
                    ) from error
                if code == "Neo.ClientError.Statement.AccessMode":
                    raise QueryRefused(
                        "the query would change the graph", hint="the graph is made by `kg build` and `kg load` alone"
                    ) from error
                missing = code == "Neo.ClientError.Statement.ParameterMissing"
                raise QueryError(
                    first_line(error),
                    hint="give its value with -p name=value" if missing else "check the spelling of the query",
                ) from error
            except (TypeError, ValueError, OverflowError) as error:
                raise QueryError(f"a parameter cannot be sent: {error}") from error

    @contextmanager
    def _errors(self) -> Iterator[None]:
        with driver_errors(self.name, database=self._database, has_password=self._has_password):
            yield


def _open_driver(uri: str, username: str, password: str | None) -> Any:
    import neo4j

    try:
        return neo4j.GraphDatabase.driver(
            uri,
            auth=None if password is None else (username, password),
            connection_timeout=CONNECT_SECONDS,
            connection_acquisition_timeout=2 * CONNECT_SECONDS,
            max_transaction_retry_time=RETRY_SECONDS,
            notifications_min_severity="OFF",
        )
    except (neo4j.exceptions.ConfigurationError, ValueError) as error:
        raise ConfigError(f"{uri} cannot be used as an address: {first_line(error)}") from error


def _explained(error: StoreUnavailable, uri: str) -> StoreUnavailable:
    """Return the error with the hint of a direct connection: a driver that routes does not say why TLS failed."""
    if not uri.startswith("neo4j+s") or is_refused_login(error.__cause__):
        return error
    try:
        Neo4jStore(uri.replace("neo4j", "bolt", 1)).close()
    except StoreUnavailable as direct:
        if not is_refused_login(direct.__cause__):
            return StoreUnavailable(error.message, hint=direct.hint)
    return error


def _bookmark_manager() -> Any:
    import neo4j

    return neo4j.GraphDatabase.bookmark_manager()
