"""A real Neo4j server for the tests, from Maven's jars: no Docker, no installation, gone at the end.

The jars are fetched once into a cache folder outside the repository (`KG_TEST_CACHE`, else `~/.cache/actorkg`); each
server is a Java process of its own with a scratch folder and a free loopback port.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

LONG_TERM = "5.26.20"
NEWEST = "2025.11.2"
JAVA_NEEDED = {LONG_TERM: 17, NEWEST: 21}
ARTIFACTS = {LONG_TERM: ("neo4j", "neo4j-import-tool"), NEWEST: ("neo4j",)}
JAVA_FOLDERS = ("/usr/lib/jvm", "/Library/Java/JavaVirtualMachines", "/opt/java")
PASSWORD = "right-password"
DEFAULTS = {"server.bolt.enabled": "true", "dbms.security.auth_enabled": "false"}
MAIN = """import java.nio.file.Path;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

public class Server {
    public static void main(String[] arguments) throws Exception {
        new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
                .loadPropertiesFromFile(Path.of(arguments[1]))
                .build();
        System.out.println("ready");
        while (System.in.read() != -1) { }  // the end of the tests closes the pipe, however they end
        Runtime.getRuntime().halt(0);
    }
}
"""


class NoServerError(Exception):
    """Why no server can be started here."""


@dataclass
class Server:
    """A server process that can be killed and started again on its data and its port.

    Attributes:
        folder: scratch folder; `data` in it is the server's.
        version: of Neo4j.
        settings: Neo4j's own, by name.
        uri: its bolt address.
    """

    folder: Path
    version: str = LONG_TERM
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port = self.port or free_port()

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def start(self, *, seconds: float = 120) -> None:
        """Start it, and return when it answers."""
        self.launch()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                raise RuntimeError(f"the server stopped at once: {self._log()[-2000:]}")
            if "ready" in self._log():
                return
            time.sleep(0.1)
        raise RuntimeError(f"the server was not ready after {seconds:.0f} seconds")

    def launch(self) -> None:
        """Start it without waiting."""
        java, jars = find_java(self.version), fetch_jars(self.version)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "Server.java").write_text(MAIN, encoding="utf-8")
        flags = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"]
        address = {"server.bolt.listen_address": f"127.0.0.1:{self.port}"}
        settings = {**DEFAULTS, **address, "server.bolt.advertised_address": f"127.0.0.1:{self.port}", **self.settings}
        conf = self.folder / "neo4j.conf"
        conf.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
        command = [java, *flags, "-cp", f"{jars}/*", str(self.folder / "Server.java")]
        with (self.folder / "server.log").open("wb") as log:
            self._process = subprocess.Popen(
                [*command, str(self.folder / "data"), str(conf)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self) -> None:
        """Stop it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")


def find_java(version: str = LONG_TERM) -> str:
    """Return a `java` that is new enough for a version of Neo4j; raise NoServerError where there is none."""
    needed = JAVA_NEEDED[version]
    found: dict[str, int] = {}
    for java in _javas():
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
        number = said.partition('"')[2].partition(".")[0]
        if number.isdigit() and int(number) >= needed:
            return java
        found[java] = int(number) if number.isdigit() else 0
    raise NoServerError(f"Neo4j {version} needs Java {needed} or newer; found {found or 'none'}")


def find_maven() -> str:
    """Return the command `mvn`; raise NoServerError where there is none."""
    maven = shutil.which("mvn")
    if maven is None:
        raise NoServerError("Maven is not installed")
    return maven


def _javas() -> Iterator[str]:
    if java := shutil.which("java"):
        yield java
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += [home for folder in JAVA_FOLDERS for home in sorted(Path(folder).glob("*"))]
    for home in homes:
        for java_file in (home / "bin" / "java", home / "Contents" / "Home" / "bin" / "java"):
            if java_file.exists():
                yield str(java_file)


def fetch_jars(version: str = LONG_TERM) -> Path:
    """Return the folder with Neo4j's jars, fetched by Maven the first time."""
    root = Path(os.environ.get("KG_TEST_CACHE") or Path.home() / ".cache" / "actorkg")
    cache = root / "-".join(("neo4j", version, *ARTIFACTS[version][1:]))
    jars = cache / "lib"
    if not (cache / "complete").exists():
        maven = find_maven()
        cache.mkdir(parents=True, exist_ok=True)
        (cache / "pom.xml").write_text(_pom(version), encoding="utf-8")
        command = [maven, "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={jars}"]
        done = subprocess.run(command, cwd=cache, capture_output=True, text=True, check=False, timeout=600)
        if done.returncode != 0:
            lines = (done.stdout + done.stderr).strip().splitlines() or ["no reason given"]
            raise NoServerError(f"Maven cannot fetch Neo4j's jars: {lines[0]}")
        (cache / "complete").touch()
    return jars


def _pom(version: str) -> str:
    dependency = "<dependency><groupId>org.neo4j</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"
    dependencies = "\n    ".join(dependency.format(name, version) for name in ARTIFACTS[version])
    return f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>actorkg</groupId>
  <artifactId>neo4j-for-tests</artifactId>
  <version>1</version>
  <dependencies>
    {dependencies}
  </dependencies>
</project>
"""


def make_certificate(folder: Path) -> dict[str, str]:
    """Make a key and a certificate that signs itself, and return the settings with which a server takes TLS, too."""
    openssl = shutil.which("openssl")
    if openssl is None:
        raise NoServerError("openssl is not installed")
    folder.mkdir(parents=True)
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    files = ["-keyout", str(folder / "private.key"), "-out", str(folder / "public.crt")]
    subprocess.run([*command, *files], check=True, capture_output=True)
    policy = {"enabled": "true", "base_directory": str(folder), "client_auth": "NONE"}
    policy |= {"private_key": "private.key", "public_certificate": "public.crt"}
    return {
        "server.bolt.tls_level": "OPTIONAL",
        **{f"dbms.ssl.policy.bolt.{name}": value for name, value in policy.items()},
    }


def set_password(uri: str, password: str) -> None:
    """Give the user `neo4j` of a new server its password, and make a user `newcomer` who has to change it."""
    import neo4j

    with neo4j.GraphDatabase.driver(uri, auth=("neo4j", "neo4j")) as driver:
        change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
        driver.execute_query(change, password=password, database_="system")
    with neo4j.GraphDatabase.driver(uri, auth=("neo4j", password)) as driver:
        make = "CREATE USER newcomer SET PASSWORD $password CHANGE REQUIRED"
        driver.execute_query(make, password=password, database_="system")


def run_import(script: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script of an export on the server whose data is in `folder / "data"`, with Neo4j's own importer."""
    conf = folder / "conf"
    for needed in (conf, folder / "data"):
        needed.mkdir(parents=True, exist_ok=True)
    flags = "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
    admin = folder / "neo4j-admin"
    line = f"exec '{find_java()}' {flags} -cp '{fetch_jars()}/*' org.neo4j.cli.AdminTool \"$@\""
    admin.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    admin.chmod(0o755)
    environment = {**os.environ, "NEO4J_HOME": str(folder / "data"), "NEO4J_CONF": str(conf), "NEO4J_ADMIN": str(admin)}
    return subprocess.run([str(script)], env=environment, capture_output=True, text=True, check=False)


def free_port() -> int:
    """Return a loopback port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
