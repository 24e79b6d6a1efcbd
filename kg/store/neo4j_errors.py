"""What the Neo4j driver raises, as the project's errors: what happened, and what to do about it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import ConfigError, KgError, StoreError, StoreUnavailable

SECURITY_CODES = ("Neo.ClientError.Security.", "Neo.TransientError.Security.")
ONE_LOAD = "is another load under way? wait for it and load again; if it stays, `kg load --rebuild`"
TERMINAL: dict[str, tuple[str, str]] = {
    "Neo.ClientError.Security.Forbidden": (
        "does not allow it",
        "a load needs a login that may write data and make constraints",
    ),
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": (
        "is read-only",
        "load into a database that may be written, or let the administrator open it for writing",
    ),
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": (
        "is read-only",
        "load into a database that may be written, or let the administrator open it for writing",
    ),
    "Neo.ClientError.Cluster.NotALeader": (
        "is a member of a cluster that does not take writes",
        "say neo4j:// instead of bolt://, which finds the one that does",
    ),
    "Neo.ClientError.Schema.ConstraintValidationFailed": ("holds it already", ONE_LOAD),
    "Neo.ClientError.Schema.ConstraintWithNameAlreadyExists": (
        "has a constraint of that name with another meaning",
        "drop it, or load into a database of its own",
    ),
    "Neo.ClientError.Schema.IndexWithNameAlreadyExists": (
        "has an index of that name with another meaning",
        "drop it, or load into a database of its own",
    ),
    "Neo.DatabaseError.Schema.ConstraintCreationFailed": ("holds a statement twice", ONE_LOAD),
    "Neo.DatabaseError.Transaction.TransactionLogError": (
        "cannot write its log",
        "is the server's disk full? free some space there and load again",
    ),
    "Neo.DatabaseError.Transaction.TransactionCommitFailed": (
        "cannot commit",
        "is the server's disk full? free some space there and load again",
    ),
}
"""What trying again does not mend: a code, what to say of the server, and what to do."""


@contextmanager
def driver_errors(name: str, *, database: str | None, has_password: bool) -> Iterator[None]:
    """Turn what the driver raises into the project's errors.

    Args:
        name: how the store is spoken of.
        database: the database that was asked for, or None.
        has_password: whether one was sent.
    """
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    try:
        yield
    except Neo4jError as error:
        code = str(error.code)
        if isinstance(error, AuthError) and code not in TERMINAL:
            raise StoreUnavailable(f"{name} refuses the login", hint=_login_hint(code, has_password)) from error
        raise _translate(error, code, name, database, has_password) from error
    except (DriverError, OSError) as error:
        raise StoreUnavailable(f"{name} does not answer", hint=_silence_hint(error)) from error


def _translate(error: Exception, code: str, name: str, database: str | None, has_password: bool) -> KgError:
    said = first_line(error)
    if code in TERMINAL:
        what, hint = TERMINAL[code]
        return StoreError(f"{name} {what}: {said}", hint=hint)
    if code.startswith(SECURITY_CODES):
        return StoreUnavailable(f"{name} refuses the login", hint=_login_hint(code, has_password))
    if code == "Neo.ClientError.Database.DatabaseNotFound":
        hint = "set NEO4J_DATABASE, or leave it out"
        return ConfigError(f"{name} has no database {database!r}", hint=hint)
    if is_memory_error(error):
        return out_of_memory(name, error)
    if code.startswith("Neo.TransientError."):
        return StoreUnavailable(f"{name} could not finish: {said}", hint="try again; the load goes on from there")
    return StoreError(f"{name} refuses: {said}")


def out_of_memory(name: str, error: Exception) -> StoreError:
    """Return the error for a server without memory for what it was asked."""
    hint = "raise db.memory.transaction.max or the heap of the server"
    return StoreError(f"{name} has not enough memory: {first_line(error)}", hint=hint)


def is_memory_error(error: BaseException | None) -> bool:
    """Whether the server lacked memory for what it was asked."""
    return "OutOfMemory" in str(getattr(error, "code", ""))


def is_refused_login(error: BaseException | None) -> bool:
    """Whether the server answered, but does not know the login."""
    from neo4j.exceptions import AuthError

    return isinstance(error, AuthError)


def first_line(error: BaseException) -> str:
    """Return what an error says, in one line."""
    said = str(getattr(error, "message", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__


def _login_hint(code: str, has_password: bool) -> str:
    if code.endswith("CredentialsExpired"):
        return "the first password must be changed: log in once with the Neo4j browser or cypher-shell"
    if code.endswith("AuthenticationRateLimit"):
        return "too many wrong passwords: wait a few seconds, then check NEO4J_USERNAME and NEO4J_PASSWORD"
    return "check NEO4J_USERNAME and NEO4J_PASSWORD" if has_password else "set NEO4J_PASSWORD"


def _silence_hint(error: BaseException) -> str:
    """Tell a certificate that is not trusted, and a server without TLS, from one that is down."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "its certificate is not trusted: +ssc in place of +s takes one that it signed itself"
        if isinstance(cause, ssl.SSLError):
            return "it does not speak TLS there: leave out +s, or switch TLS on in the server"
        cause = cause.__cause__ or cause.__context__
    start = "`docker compose up --wait` starts one at bolt://127.0.0.1:7687"
    return f"is the server running, and is this its Bolt address? {start}"
