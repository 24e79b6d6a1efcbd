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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = "5.26.20"
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>actorkg</groupId>
  <artifactId>neo4j-for-tests</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{VERSION}</version></dependency>
  </dependencies>
</project>
"""
MAIN = """import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

public class Server {
    public static void main(String[] arguments) throws Exception {
        var address = new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1]));
        new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, address)
                .setConfig(BoltConnector.advertised_address, address)
                .setConfig(GraphDatabaseSettings.auth_enabled, Boolean.parseBoolean(arguments[2]))
                .build();
        System.out.println("ready");
        while (System.in.read() != -1) { }  // the end of the tests closes the pipe, however they end
        Runtime.getRuntime().halt(0);
    }
}
"""


class NoServerError(Exception):
    """Why no server can be started here."""


def find_tools() -> tuple[str, str]:
    """Return the commands `java` and `mvn`; raise NoServerError where one is missing or too old."""
    java, maven = shutil.which("java"), shutil.which("mvn")
    if java is None or maven is None:
        raise NoServerError(f"{'Java' if java is None else 'Maven'} is not installed")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    number = said.partition('"')[2].partition(".")[0]
    if not number.isdigit() or int(number) < 17:
        raise NoServerError(f"Java is older than 17: {said.splitlines()[0] if said else 'unknown'}")
    return java, maven


def fetch_jars(maven: str) -> Path:
    """Return the folder with Neo4j's jars, fetched by Maven the first time."""
    cache = Path(os.environ.get("KG_TEST_CACHE") or Path.home() / ".cache" / "actorkg") / f"neo4j-{VERSION}"
    jars = cache / "lib"
    if not (cache / "complete").exists():
        cache.mkdir(parents=True, exist_ok=True)
        (cache / "pom.xml").write_text(POM, encoding="utf-8")
        command = [maven, "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={jars}"]
        done = subprocess.run(command, cwd=cache, capture_output=True, text=True, check=False, timeout=600)
        if done.returncode != 0:
            lines = (done.stdout + done.stderr).strip().splitlines() or ["no reason given"]
            raise NoServerError(f"Maven cannot fetch Neo4j's jars: {lines[0]}")
        (cache / "complete").touch()
    return jars


@contextmanager
def running_server(folder: Path, *, auth: bool = False) -> Iterator[str]:
    """Start a server with its data in `folder` and yield its bolt address; it stops when the test session ends."""
    java, maven = find_tools()
    jars = fetch_jars(maven)
    (folder / "Server.java").write_text(MAIN, encoding="utf-8")
    port = free_port()
    flags = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"]
    command = [java, *flags, "-cp", f"{jars}/*", str(folder / "Server.java")]
    log = (folder / "server.log").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [*command, str(folder / "data"), str(port), str(auth).lower()],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait(process, port, folder / "server.log")
        yield f"bolt://127.0.0.1:{port}"
    finally:
        process.kill()  # its data is scratch: no need to wait for an orderly end
        process.communicate()
        log.close()


def free_port() -> int:
    """Return a loopback port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path, *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise NoServerError(f"the server stopped at once: {log.read_text(encoding='utf-8')[-2000:]}")
        if "ready" in log.read_text(encoding="utf-8"):
            return
        time.sleep(0.2)
    raise NoServerError(f"the server was not ready after {seconds:.0f} seconds")
