"""From an error to one line on stderr and an exit code (the table of docs/record.md).

| code | means |
|---|---|
| 0 | done |
| 1 | finished, but some documents failed, or a check found something |
| 2 | usage, configuration, refused query, nothing readable, unknown actor, a home or store that does not fit |
| 3 | a database cannot be reached, or refuses the login |
| 4 | could not finish: disk full or read-only, home locked, query timeout, internal error |
| 130 | interrupted; the work so far is kept |
"""

from __future__ import annotations

import errno
import os
import shlex
import sqlite3
import sys
import traceback
from typing import Final

import click

from kg import errors
from kg.cli.output import clean

DONE: Final = 0
FINDINGS: Final = 1
USAGE: Final = 2
UNREACHABLE: Final = 3
UNFINISHED: Final = 4
INTERRUPTED: Final = 130

EXIT_CODES: Final[dict[type[errors.KgError], int]] = {
    errors.KgError: UNFINISHED,
    errors.ConfigError: USAGE,
    errors.ReaderError: USAGE,
    errors.ModelNotFound: USAGE,
    errors.ExtractionError: UNFINISHED,
    errors.WorkerError: UNFINISHED,
    errors.LedgerError: UNFINISHED,
    errors.LedgerMissing: USAGE,
    errors.LedgerVersionError: USAGE,
    errors.UnknownDocument: USAGE,
    errors.StoreError: UNFINISHED,
    errors.StoreUnavailable: UNREACHABLE,
    errors.StoreMismatch: USAGE,
    errors.QueryError: USAGE,
    errors.QueryTimeout: UNFINISHED,
    errors.QueryTooLarge: UNFINISHED,
}

_DISK_HINTS: Final = {
    errno.ENOSPC: "the disk is full; free some space and run the same line again",
    errno.EDQUOT: "the disk quota is used up; free some space and run the same line again",
    errno.EFBIG: "the file grew over the size limit of this process; raise it or choose another place",
    errno.EROFS: "the disk is read-only; choose another place",
    errno.EACCES: "choose a place you may read and write",
    errno.EPERM: "choose a place you may read and write",
}


def exit_code_of(error: errors.KgError) -> int:
    """Return the exit code of an error: that of its class, else of the nearest class above it."""
    return next(EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES)


def report_error(error: BaseException) -> int:
    """Say in one line on stderr what went wrong and what to do, and return the exit code."""
    if _wants_traceback() and not isinstance(error, click.ClickException):
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return USAGE
    message, hint, code = describe(error)
    _say(message, hint)
    return code


def describe(error: BaseException) -> tuple[str, str | None, int]:
    """Return message, hint and exit code of any error."""
    match error:
        case errors.KgError():
            return error.message, error.hint, exit_code_of(error)
        case click.UsageError():
            path = error.ctx.command_path if error.ctx else "kg"
            return error.format_message().rstrip("."), f"see `{path} --help`", USAGE
        case click.ClickException():
            return error.format_message(), None, USAGE
        case KeyboardInterrupt() | click.Abort():
            return "interrupted; what was recorded is kept", f"to go on: {_command_line()}", INTERRUPTED
        case OSError() if error.errno in _DISK_HINTS:
            place = f": {error.filename}" if error.filename else ""
            return f"cannot read or write{place} ({error.strerror})", _DISK_HINTS[error.errno], UNFINISHED
        case OSError():
            return str(error), None, UNFINISHED
        case sqlite3.Error():
            return f"the ledger could not be read or written: {error}", "see `kg doctor`", UNFINISHED
        case MemoryError():
            return "out of memory", "read fewer or smaller documents at a time", UNFINISHED
        case _:
            return (
                f"internal error: {type(error).__name__}: {error}",
                f"run `{_command_line('--traceback')}` to see where",
                UNFINISHED,
            )


def close_output() -> None:
    """Let the process end quietly after stdout broke: what is still in its buffer has nowhere to go."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # not a real file, as in tests
        return


def _say(message: str, hint: str | None) -> None:
    line = " ".join(clean(message).split())
    if hint:
        line += f" ({' '.join(clean(hint).split())})"
    click.echo(f"{click.style('kg:', fg='red', bold=True)} {line}", err=True)


def _wants_traceback() -> bool:
    context = click.get_current_context(silent=True)
    asked = context is not None and context.find_root().params.get("traceback", False)
    return bool(asked) or "--traceback" in sys.argv[1:]


def _command_line(*first: str) -> str:
    return shlex.join(["kg", *first, *sys.argv[1:]])
