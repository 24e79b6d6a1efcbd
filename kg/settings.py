"""Settings from flags, environment and defaults, each with where it came from.

Precedence: flag, environment variable, default. Passwords come from the environment alone and are never shown.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import ConfigError

ENVIRONMENT = {
    "home": "KG_HOME",
    "model": "KG_MODEL",
    "data": "KG_DATA",
    "pipeline": "KG_PIPELINE",
    "neo4j_uri": "NEO4J_URI",
    "neo4j_username": "NEO4J_USERNAME",
    "neo4j_password": "NEO4J_PASSWORD",
    "neo4j_database": "NEO4J_DATABASE",
}
DEFAULTS = {"home": ".kg", "pipeline": "newswire", "data": "../shared/data", "neo4j_username": "neo4j"}
SECRET = frozenset({"neo4j_password"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run goes by.

    Attributes:
        home: folder of the ledger and the embedded graph.
        pipeline: name of a shipped pipeline, or a folder with a `pipeline.toml`.
        model: name or path of a spaCy pipeline, or None for the shipped model.
        data: folder of measuring data (benchmarks and tests alone use it).
        neo4j_uri, neo4j_username, neo4j_password, neo4j_database: Neo4j's usual variables.
        origins: setting name to where its value came from.
    """

    home: Path
    pipeline: str
    model: str | None
    data: Path
    neo4j_uri: str | None
    neo4j_username: str
    neo4j_password: str | None = field(repr=False)
    neo4j_database: str | None
    origins: Mapping[str, str] = field(default_factory=dict)

    def shown(self) -> list[dict[str, str | None]]:
        """Return rows `{setting, value, origin}` for `kg config show`; a password is shown as `(set)`."""
        rows: list[dict[str, str | None]] = []
        for name in ENVIRONMENT:
            value = getattr(self, name)
            shown = "(set)" if name in SECRET and value else (None if value is None else str(value))
            rows.append({"setting": name, "value": shown, "origin": self.origins.get(name, "default")})
        return rows


def read_settings(environ: Mapping[str, str] | None = None, **flags: str | Path | None) -> Settings:
    """Return the settings in force.

    Args:
        environ: environment to read; the process's own by default.
        flags: values given on the command line or in Python; None means not given.

    Raises:
        ConfigError: a flag that is no setting.

    Example:
        >>> read_settings({"KG_HOME": "/data/kg"}).origins["home"]
        'environment KG_HOME'
    """
    environ = os.environ if environ is None else environ
    unknown = set(flags) - set(ENVIRONMENT)
    if unknown:
        raise ConfigError(f"unknown setting {sorted(unknown)[0]}", key=sorted(unknown)[0])
    values: dict[str, str | None] = {}
    origins: dict[str, str] = {}
    for name, variable in ENVIRONMENT.items():
        given = flags.get(name)
        if given is not None:
            values[name], origins[name] = str(given), "argument"
        elif environ.get(variable):
            values[name], origins[name] = environ[variable], f"environment {variable}"
        else:
            values[name], origins[name] = DEFAULTS.get(name), "default"
    return Settings(
        home=Path(values["home"] or DEFAULTS["home"]),
        pipeline=values["pipeline"] or DEFAULTS["pipeline"],
        model=values["model"],
        data=Path(values["data"] or DEFAULTS["data"]),
        neo4j_uri=values["neo4j_uri"],
        neo4j_username=values["neo4j_username"] or DEFAULTS["neo4j_username"],
        neo4j_password=values["neo4j_password"],
        neo4j_database=values["neo4j_database"],
        origins=origins,
    )
