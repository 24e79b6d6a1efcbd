"""docker-compose.yml: what it promises in its header, checked in its YAML; no Docker needed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml")

FILE = Path(__file__).parent.parent / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def neo4j(compose: dict[str, Any]) -> dict[str, Any]:
    service: dict[str, Any] = compose["services"]["neo4j"]
    return service


def test_version_is_pinned(neo4j: dict[str, Any]) -> None:
    """The image names one release of the long-term line, community edition."""
    assert re.fullmatch(r"neo4j:5\.26\.\d+-community", neo4j["image"])


def test_only_this_machine_reaches_it(neo4j: dict[str, Any]) -> None:
    """Every published port is bound to the loopback address."""
    assert neo4j["ports"] == ["127.0.0.1:7474:7474", "127.0.0.1:7687:7687"]


def test_password_comes_from_the_environment(neo4j: dict[str, Any]) -> None:
    """There is no password in the file, and without one in the environment compose stops with a message."""
    assert re.fullmatch(r"neo4j/\$\{NEO4J_PASSWORD:\?set NEO4J_PASSWORD [^}]+\}", neo4j["environment"]["NEO4J_AUTH"])


def test_data_lives_in_a_named_volume(compose: dict[str, Any], neo4j: dict[str, Any]) -> None:
    """The database survives `docker compose down`."""
    assert neo4j["volumes"] == ["neo4j-data:/data"]
    assert list(compose["volumes"]) == ["neo4j-data"]


def test_health_check_asks_the_database(neo4j: dict[str, Any]) -> None:
    """`docker compose up --wait` returns when a query is answered."""
    kind, command = neo4j["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    assert "cypher-shell" in command
    assert "'RETURN 1'" in command
    # Compose turns $$ into $: the shell in the container takes the password from the variable that is there.
    assert "$${NEO4J_AUTH#neo4j/}" in command


def test_settings_are_spelled_as_neo4j_reads_them(neo4j: dict[str, Any]) -> None:
    """Every other variable is a setting: a single underscore for a dot, a double one for an underscore."""
    settings = {
        name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_")
        for name in neo4j["environment"]
        if name != "NEO4J_AUTH"
    }
    assert settings == {
        "server.memory.heap.initial_size",
        "server.memory.heap.max_size",
        "server.memory.pagecache.size",
        "dbms.usage_report.enabled",
    }


def test_header_shows_how_to_use_it() -> None:
    """The commands of the header are those of the README: start, load, stop."""
    header = FILE.read_text(encoding="utf-8").split("name: actorkg")[0]
    for command in ("export NEO4J_PASSWORD=", "docker compose up --wait", "kg load --to bolt://127.0.0.1:7687"):
        assert command in header
