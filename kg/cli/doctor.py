"""`kg doctor`: is all in place?"""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.cli.base import command
from kg.cli.errors import DONE, FINDINGS, describe
from kg.cli.output import RowOutput, write_rows
from kg.cli.params import Shared, pass_shared, row_options, shared_options
from kg.errors import KgError, LedgerMissing
from kg.settings import Settings

COLUMNS = ("check", "state", "detail")
PACKAGES = ("actorkg", "spacy", "kglite", "networkx", "neo4j", "click", "rich", "pandas")
LEAST_FREE = 500_000_000
SENTENCE = "Russia supports Iraq."


@dataclass(frozen=True, slots=True)
class Check:
    """What one look found: `problem` is False where all is well, and for what need not be there."""

    name: str
    detail: str
    problem: bool = False

    @property
    def state(self) -> str:
        """ "ok" or "problem"."""
        return "problem" if self.problem else "ok"


@command("doctor", examples=("kg doctor", "kg doctor --format json"))
@row_options
@shared_options
@pass_shared
def doctor_command(shared: Shared, /, to: RowOutput) -> int:
    """Check that everything is in place.

    Versions, one sentence from text to statement, home, stores, disk.
    Neo4j is tried only where NEO4J_URI is set. The exit code is 1 when a check found a problem.
    """
    checks = list(run_checks(shared.settings()))
    rows = [(check.name, check.state, check.detail) for check in checks]
    write_rows(COLUMNS, rows, to=to)
    return FINDINGS if any(check.problem for check in checks) else DONE


def run_checks(settings: Settings) -> Iterator[Check]:
    """Yield what each check found; a check that fails never stops the others."""
    for name, check in CHECKS.items():
        try:
            found = check(settings)
        except Exception as error:  # whatever goes wrong in a check is what it is to find
            message, hint, _ = describe(error)
            yield Check(name, f"{message} ({hint})" if isinstance(error, KgError) and hint else message, problem=True)
            continue
        yield Check(name, found)


def check_versions(_settings: Settings) -> str:
    """Return the versions of Python and of the packages that matter."""
    found = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            raise KgError(f"the package {package} is not installed", hint=f"pip install {package}") from None
    return ", ".join(found)


def check_pipeline(settings: Settings) -> str:
    """Load pipeline and model, and read one sentence from text to statement."""
    from kg.pipeline import Pipeline
    from kg.texts import extract

    pipeline = Pipeline.load(settings.pipeline, model=settings.model)
    found = [f"{s.source.name} {s.relation} {s.target.name}" for s in extract(SENTENCE, pipeline=pipeline)]
    if not found:
        raise KgError(
            f"{pipeline.name} with {pipeline.model_name} finds nothing in {SENTENCE!r}",
            hint="the model may not be an English pipeline with a parser and names",
        )
    return f"{pipeline.name} with {pipeline.model_name}: {SENTENCE!r} gives {'; '.join(found)}"


def check_home(settings: Settings) -> str:
    """Open the ledger, where there is one, and see whether the home can be written."""
    from kg.ledger import Ledger

    if settings.home.exists() and not settings.home.is_dir():
        raise KgError(f"{settings.home} is no folder", hint="name another home with --home")
    if settings.home.exists() and not os.access(settings.home, os.W_OK):
        raise KgError(f"{settings.home} cannot be written", hint="make it writable, or name another home with --home")

    try:
        with Ledger.open(settings.home, readonly=True) as ledger:
            documents = sum(1 for _ in ledger.documents())
            return f"{settings.home}: {documents} documents, revision {ledger.revision}"
    except LedgerMissing:
        return f"{settings.home}: not made yet; `kg build` makes it"


def check_embedded(settings: Settings) -> str:
    """Open the embedded graph, or an empty one where nothing was loaded yet."""
    from kg.store import open_store

    with open_store("embedded", home=settings.home, settings=settings) as store:
        labels = store.counts().labels
    return ", ".join(f"{count} {label}" for label, count in labels.items()) or "empty"


def check_neo4j(settings: Settings) -> str:
    """Reach Neo4j, where an address is set."""
    if settings.neo4j_uri is None:
        return "not set (NEO4J_URI)"
    from kg.store import open_store

    with open_store(settings.neo4j_uri, home=settings.home, settings=settings) as store:
        store.query("RETURN 1 AS one", timeout=10.0)
        return f"{store.name} answers"


def check_space(settings: Settings) -> str:
    """Look at the free space where the home is or would be."""
    place = next(path for path in (settings.home.absolute(), *settings.home.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    if free < LEAST_FREE:
        raise KgError(f"only {free / 1e6:.0f} MB are free at {place}", hint="free some space, or name another home")
    return f"{free / 1e9:.1f} GB free at {_short(place)}"


def _short(place: Path) -> str:
    home = Path.home()
    return f"~/{place.relative_to(home)}" if place.is_relative_to(home) else str(place)


CHECKS: dict[str, Callable[[Settings], str]] = {
    "versions": check_versions,
    "pipeline and model": check_pipeline,
    "home": check_home,
    "embedded graph": check_embedded,
    "Neo4j": check_neo4j,
    "disk": check_space,
}
