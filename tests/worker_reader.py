"""A pipeline for the tests of worker processes: it reads hand-made sentences, and does as its texts say."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ledger_fixture import make_reading

from kg.errors import ModelNotFound
from kg.model import Document, Failure, Reading


@dataclass
class Obedient:
    """Reads the sentences of the hand-made readings.

    "boom" fails, "die" kills the process, "die once at FILE" does so until FILE is there, "sleep" takes long.
    """

    digest: str = "p1"
    name: str = "hand@1"
    model_name: str = "none@1"

    def read_all(self, documents: Iterable[Document]) -> Iterator[Reading | Failure]:
        for document in documents:
            first = document.text.split("\n")[0]
            if first.startswith("die once at "):
                flag = Path(first.removeprefix("die once at "))
                if not flag.exists():
                    flag.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
            elif first == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            elif first == "sleep":
                time.sleep(600)
            elif first == "break":
                raise RuntimeError("this reader is broken")
            if first == "boom":
                yield Failure(document.id, document.path, None, "extract", "boom")
            else:
                yield make_reading(document)


def make_obedient() -> Obedient:
    """Return the reader, in whatever process."""
    return Obedient()


def make_none() -> Obedient:
    """Fail as a missing model does."""
    raise ModelNotFound("there is no such model", hint="name another")


def die_at_start() -> Obedient:
    """Kill the process before there is a reader."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@dataclass
class Numbered:
    """Makes a reader whose digest differs each time, as when pipeline files are edited during a build."""

    folder: Path

    def __call__(self) -> Obedient:
        for number in range(100):
            try:
                (self.folder / f"made{number}").touch(exist_ok=False)
            except FileExistsError:
                continue
            return Obedient(digest=f"p{number}")
        raise AssertionError
