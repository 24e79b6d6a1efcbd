"""Kill builds and loads at random moments, go on, and compare with a run that nobody disturbed.

Usage: python tests/torture/kills.py [--rounds 100] [--from 0] [--seed 1] [--neo4j URI | --no-neo4j]

Each round kills a build or a load (the main process or one of its workers, with SIGKILL) one to three times, then lets
it finish, and compares the export, the audit, and every store, byte by byte or digest by digest. The Neo4j database is
emptied before each round; it is a server of the script's own, from Maven's jars, where none is named. Rounds do not
depend on each other, so that they can be run in portions; Ctrl-C ends with the table of those that were run.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "store"))

from neo4j_server import NoServerError, Server

from kg.ledger import Ledger
from kg.ledger.audit import audit
from kg.records import record_line, statement_to_record
from kg.settings import read_settings
from kg.store import open_store

HERE = Path(__file__).resolve().parent
FILES = ("graph.json", "graph.graphml", "graph.gexf")
ACTORS = ("Russia", "Iraq", "France", "Lavrov", "Sergei Lavrov")
VERBS = ("supports", "meets", "attacks", "ignores")


def write_source(path: Path, documents: int) -> None:
    """Write JSON lines of hand-made documents, some of which are reprints of others."""
    rng = random.Random(7)
    with path.open("w", encoding="utf-8") as lines:
        for number in range(documents):
            text = "\n".join(
                f"{rng.choice(ACTORS)} {rng.choice(VERBS)} {rng.choice(ACTORS)}." for _ in range(rng.randint(1, 12))
            )
            lines.write(json.dumps({"id": f"d{number}", "text": text}) + "\n")


@dataclass
class Outcome:
    """What a home and its stores hold."""

    export: str
    sound: bool
    stores: dict[str, object]


@dataclass
class Trial:
    """Rounds of killing and going on.

    Attributes:
        folder: scratch folder.
        documents: how many documents a build reads.
        workers: worker processes of the builds that have any.
        neo4j: address of a scratch server, or None.
        kills: what was killed, and how often.
    """

    folder: Path
    documents: int = 400
    workers: int = 2
    neo4j: str | None = None
    kills: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.source = self.folder / "source.jsonl"
        write_source(self.source, self.documents)
        self.expected: dict[int, Outcome] = {}
        self.seconds: dict[int, float] = {}
        for workers in (1, self.workers):
            home = self.folder / f"undisturbed{workers}"
            began = time.monotonic()
            self._run(home, workers).wait()
            self.seconds[workers] = time.monotonic() - began
            self.expected[workers] = self._look(home)
        if self.expected[1] != self.expected[self.workers]:
            raise AssertionError("workers give something else than one process")

    def round(self, number: int, rng: random.Random) -> None:
        """Kill, go on, compare.

        Raises:
            AssertionError: something was lost, or is there twice.
        """
        workers = rng.choice((1, self.workers))
        home = self.folder / f"round{number}"
        for _ in range(rng.randint(1, 3)):
            victim = self._run(home, workers)
            time.sleep(rng.uniform(0.1, 1.0) * self.seconds[workers])
            self._kill(victim, rng)
            victim.wait()
        for _ in range(3):
            if self._run(home, workers).wait() == 0:
                break
        found, expected = self._look(home), self.expected[workers]
        if found != expected:
            names = [name for name, value in expected.stores.items() if found.stores.get(name) != value]
            same = "same" if found.export == expected.export else "another"
            raise AssertionError(f"round {number} in {home}: {same} export, sound {found.sound}, stores {names} differ")
        shutil.rmtree(home)

    def _run(self, home: Path, workers: int) -> subprocess.Popen[bytes]:
        if self.neo4j is not None and not home.exists():
            self._empty()
        home.mkdir(exist_ok=True)
        targets = [str(home / name) for name in FILES] + ([self.neo4j] if self.neo4j else [])
        line = [sys.executable, str(HERE / "victim.py"), str(home), str(workers), str(self.source), *targets]
        return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _kill(self, victim: subprocess.Popen[bytes], rng: random.Random) -> None:
        children = _children(victim.pid)
        pid = rng.choice([victim.pid, *children])
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            self.kills["too late"] += 1
        else:
            self.kills["main process" if pid == victim.pid else "worker"] += 1

    def _look(self, home: Path) -> Outcome:
        with Ledger.open(home, readonly=True) as ledger:
            export = "".join(record_line(statement_to_record(s)) + "\n" for s in ledger.statements())
            sound = audit(ledger).is_sound
            uid = ledger.uid
        stores: dict[str, object] = {}
        for name in ("embedded", *FILES, *([self.neo4j] if self.neo4j else [])):
            target = name if name == "embedded" or "://" in name else str(home / name)
            with open_store(target, home=home, settings=read_settings({})) as store:
                mark = store.mark()
                stores[name] = (store.state(), mark is not None and mark.uid == uid and mark.revision > 0)
        return Outcome(export, sound, stores)

    def _empty(self) -> None:
        import neo4j

        with neo4j.GraphDatabase.driver(str(self.neo4j)) as driver:
            driver.execute_query("MATCH (n) DETACH DELETE n")


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


@contextlib.contextmanager
def scratch_neo4j(folder: Path) -> Iterator[str | None]:
    """Start a server, give its address, and stop it; None, and a line why, where none can be started."""
    server = Server(folder)
    try:
        server.start()
    except NoServerError as error:
        print(f"without Neo4j: {error}", file=sys.stderr)
        yield None
        return
    try:
        yield server.uri
    finally:
        server.kill()


def main() -> None:
    """Print what was killed as a Markdown table; the exit code is 1 when something was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--from", dest="first", type=int, default=0, metavar="ROUND")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--neo4j", metavar="URI", help="a scratch server: its database is emptied")
    parser.add_argument("--no-neo4j", action="store_true")
    options = parser.parse_args()
    began, done, lost = time.monotonic(), 0, []
    with tempfile.TemporaryDirectory(prefix="kg-kills-") as scratch:
        folder = Path(scratch)
        given = options.neo4j is not None or options.no_neo4j
        server = contextlib.nullcontext(options.neo4j) if given else scratch_neo4j(folder / "neo4j")
        with server as neo4j:
            trial = Trial(folder, neo4j=neo4j)
            with contextlib.suppress(KeyboardInterrupt):
                for number in range(options.first, options.first + options.rounds):
                    try:
                        trial.round(number, random.Random(f"{options.seed} {number}"))
                    except AssertionError as error:
                        lost.append(str(error))
                        print(error, file=sys.stderr, flush=True)
                    done += 1
    print("| measure | figure |")
    print("|---|---|")
    print(f"| rounds, {'with' if neo4j else 'without'} Neo4j | {done} |")
    for what, count in sorted(trial.kills.items()):
        print(f"| killed: {what} | {count} |")
    print(f"| rounds that end otherwise than an undisturbed run | {len(lost)} |")
    print(f"| seconds | {time.monotonic() - began:.0f} |")
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
