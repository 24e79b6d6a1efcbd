"""Neo4j 5 and later through the official driver: plain Cypher, no APOC, one writer, every batch a retried transaction.

Batches may be sent twice (the driver retries what a network broke); they are written so that this changes nothing:
nodes are merged on their key, and relationships carry a unique sid.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from kg.errors import ConfigError, QueryError, QueryRefused, QueryTimeout, StoreError, StoreUnavailable
from kg.store import cypher
from kg.store.base import QueryResult
from kg.store.cypher_store import CypherStore, Parameters
from kg.store.normal import duration_text, plain_value

CONNECT_SECONDS = 5.0
RETRY_SECONDS = 30.0
FETCH_ROWS = 1_000
SECURITY_CODES = ("Neo.ClientError.Security.", "Neo.TransientError.Security.")
FORBIDDEN = "Neo.ClientError.Security.Forbidden"

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

    def __init__(
        self, uri: str, *, username: str = "neo4j", password: str | None = None, database: str | None = None
    ) -> None:
        import neo4j

        if "@" in urlsplit(uri).netloc:
            raise ConfigError(
                "the address of a database must not carry a login",
                hint="set NEO4J_USERNAME and NEO4J_PASSWORD in the environment instead",
            )
        self.name = uri
        self._database = database
        self._has_password = password is not None
        self._constraints: set[str] = set()
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        try:
            self._driver = neo4j.GraphDatabase.driver(
                uri,
                auth=None if password is None else (username, password),
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=2 * CONNECT_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                notifications_min_severity="OFF",
            )
        except (neo4j.exceptions.ConfigurationError, ValueError) as error:
            raise ConfigError(f"{uri} cannot be used as an address: {_first_line(error)}") from error
        try:
            with self._errors(), self._session(reading=True) as session:
                session.run("RETURN 1").consume()
        except BaseException:
            self._driver.close()
            raise

    def close(self) -> None:
        self._driver.close()

    def checkpoint(self) -> None:
        """Nothing to do: every batch was committed."""

    def ensure_schema(self) -> None:
        self._write_all(cypher.NODE_CONSTRAINTS + cypher.NODE_INDEXES)

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

    def _write(self, text: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
        def work(transaction: Any) -> list[tuple[Any, ...]]:
            return [tuple(record.values()) for record in transaction.run(text, parameters or {})]

        with self._errors(), self._session(reading=False) as session:
            return list(session.execute_write(work))

    def _read(self, text: str) -> Iterator[tuple[Any, ...]]:
        with self._errors(), self._session(reading=True) as session:
            for record in session.run(text):
                yield self._normal_rows([tuple(record.values())])[0]

    def _prepare_types(self, rel_types: Iterable[str]) -> None:
        if not self._constraints:
            self._constraints = {name for (name,) in self._read(cypher.READ_CONSTRAINTS)}
        new = [name for name in rel_types if cypher.constraint_name(name) not in self._constraints]
        if new:
            self._write_all(
                [text(name) for name in new for text in (cypher.document_index, cypher.statement_constraint)]
            )
            self._constraints.update(map(cypher.constraint_name, new))

    def _write_all(self, texts: Sequence[str]) -> None:
        """Make constraints and indexes in one transaction, and wait until they can be used."""

        def work(transaction: Any) -> None:
            for text in texts:
                transaction.run(text).consume()

        with self._errors(), self._session(reading=False) as session:
            session.execute_write(work)
            session.run("CALL db.awaitIndexes(300)").consume()

    def _session(self, *, reading: bool, fetch_size: int = FETCH_ROWS) -> Any:
        import neo4j

        return self._driver.session(
            database=self._database,
            default_access_mode=neo4j.READ_ACCESS if reading else neo4j.WRITE_ACCESS,
            bookmark_manager=self._bookmarks,
            fetch_size=fetch_size,
        )

    def _normal_rows(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        uids: dict[str, Any] = {}
        unknown: set[str] = set()
        for row in rows:
            for value in row:
                _collect_ends(value, uids, unknown)
        if missing := sorted(unknown - uids.keys()):
            with self._errors(), self._session(reading=True) as session:
                text = "MATCH (n) WHERE elementId(n) IN $ids RETURN elementId(n) AS id, n.uid AS uid"
                uids.update((record["id"], record["uid"]) for record in session.run(text, ids=missing))
        return [tuple(_normal(value, uids) for value in row) for row in rows]

    @contextmanager
    def _query_errors(self, timeout: float | None) -> Iterator[None]:
        """Turn what the server says of a user's query into the project's errors."""
        from neo4j.exceptions import ClientError, TransientError

        with self._errors():
            try:
                yield
            except (ClientError, TransientError) as error:
                code = str(error.code)
                if code.startswith(SECURITY_CODES) or code.startswith("Neo.ClientError.Database."):
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
                    _first_line(error),
                    hint="give its value with -p name=value" if missing else "check the spelling of the query",
                ) from error
            except (TypeError, ValueError, OverflowError) as error:
                raise QueryError(f"a parameter cannot be sent: {error}") from error

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn what the driver raises into the project's errors."""
        from neo4j.exceptions import AuthError, DriverError, Neo4jError

        try:
            yield
        except Neo4jError as error:
            code = str(error.code)
            if code == FORBIDDEN:
                raise StoreError(
                    f"{self.name} does not allow it: {_first_line(error)}",
                    hint="a load needs a login that may write data and make constraints",
                ) from error
            if isinstance(error, AuthError) or code.startswith(SECURITY_CODES):
                raise StoreUnavailable(f"{self.name} refuses the login", hint=self._login_hint(code)) from error
            if code == "Neo.ClientError.Database.DatabaseNotFound":
                raise ConfigError(
                    f"{self.name} has no database {self._database!r}", hint="set NEO4J_DATABASE, or leave it out"
                ) from error
            if code.startswith("Neo.TransientError."):
                raise StoreUnavailable(
                    f"{self.name} could not finish: {_first_line(error)}", hint="try again; the load goes on from there"
                ) from error
            raise StoreError(f"{self.name} refuses: {_first_line(error)}") from error
        except (DriverError, OSError) as error:
            raise StoreUnavailable(
                f"{self.name} does not answer",
                hint="is the server running, and is this its Bolt address? "
                "`docker compose up --wait` starts one at bolt://127.0.0.1:7687",
            ) from error

    def _login_hint(self, code: str) -> str:
        if code.endswith("CredentialsExpired"):
            return "the first password must be changed: log in once with the Neo4j browser or cypher-shell"
        if code.endswith("AuthenticationRateLimit"):
            return "too many wrong passwords: wait a few seconds, then check NEO4J_USERNAME and NEO4J_PASSWORD"
        return "check NEO4J_USERNAME and NEO4J_PASSWORD" if self._has_password else "set NEO4J_PASSWORD"


def _first_line(error: BaseException) -> str:
    said = str(getattr(error, "message", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__


def _collect_ends(value: Any, uids: dict[str, Any], unknown: set[str]) -> None:
    """Note the uid of every node among the values, and the nodes at the ends of every relationship."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        uids[value.element_id] = value.get("uid")
    elif isinstance(value, Relationship):
        unknown |= {node.element_id for node in value.nodes if node is not None}
    elif isinstance(value, Path):
        for part in (*value.nodes, *value.relationships):
            _collect_ends(part, uids, unknown)
    elif isinstance(value, Mapping):
        for item in value.values():
            _collect_ends(item, uids, unknown)
    elif isinstance(value, list):
        for item in value:
            _collect_ends(item, uids, unknown)


def _normal(value: Any, uids: Mapping[str, Any]) -> Any:
    from neo4j.graph import Node, Path, Relationship
    from neo4j.time import Date, DateTime, Duration, Time

    if isinstance(value, Node):
        return {"labels": sorted(value.labels), "properties": _normal(dict(sorted(value.items())), uids)}
    if isinstance(value, Relationship):
        source, target = value.nodes
        return {
            "type": value.type,
            "source": None if source is None else uids.get(source.element_id),
            "target": None if target is None else uids.get(target.element_id),
            "properties": _normal(dict(sorted(value.items())), uids),
        }
    if isinstance(value, Path):
        return {
            "nodes": [_normal(node, uids) for node in value.nodes],
            "relationships": [_normal(relationship, uids) for relationship in value.relationships],
        }
    if isinstance(value, Mapping):
        return {name: _normal(item, uids) for name, item in value.items()}
    if isinstance(value, list):
        return [_normal(item, uids) for item in value]
    if isinstance(value, Date | DateTime | Time):
        return plain_value(value.to_native())
    if isinstance(value, Duration):
        return duration_text(value.months, value.days, value.seconds)
    return plain_value(value)
