"""What the embedded graph costs on a generated ledger: making it, asking it, starting the commands that use it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from generated_ledger import World, write_ledger
from measuring import Row, Setting, at_most, reported, run_kg

from kg.ledger import Ledger
from kg.query.files import list_questions
from kg.query.parameters import bind_parameters
from kg.query.question import ParameterType, Question
from kg.query.run import run_query
from kg.store import GraphStore, open_store

LARGE, SMALL = 1_000_000, 100_000
QUICK_LARGE, QUICK_SMALL = 50_000, 10_000
PLACES = (0, 120, 1_000)
"""Who is asked about: the busiest state, the sixty-first of some 200, and the thousandth actor of all."""
TURN = "2015-01-01"
ROUNDS = 5
TIMEOUT = 120.0


def rebuild(setting: Setting) -> Iterator[Row]:
    """`kg load --rebuild` of the embedded graph from a large ledger."""
    name, size = "rebuild", QUICK_LARGE if setting.quick else LARGE
    home, made = _home(setting.shared, size)
    if made is not None:
        yield reported(name, f"ledger of {size:,} statements, generated in", f"{made:.0f} s", made)
    cost = run_kg("load", "--rebuild", "--quiet", "--home", str(home))
    again = run_kg("load", "--quiet", "--home", str(home))
    yield at_most(name, f"rebuild from {size:,} statements, wall clock", cost.seconds, 120, unit=" s", places=0)
    yield reported(name, "the same, processor time", f"{cost.cpu:.0f} s", cost.cpu)
    yield at_most(name, "the same, peak memory", cost.megabytes / 1000, 4, unit=" GB")
    yield reported(name, "second load, which changes nothing", f"{again.seconds:.0f} s", again.seconds)
    graph, ledger = home / "graph.kgl", home / "ledger.sqlite"
    sizes = f"{graph.stat().st_size / 1e6:,.0f} MB, {ledger.stat().st_size / 1e6:,.0f} MB"
    yield reported(name, "size of the graph, of the ledger", sizes, graph.stat().st_size / 1e6)


def questions(setting: Setting) -> Iterator[Row]:
    """Every saved question on the large graph, about the busiest actor and less busy ones (`PLACES`)."""
    name, size = "questions", QUICK_LARGE if setting.quick else LARGE
    home, _ = _home(setting.shared, size)
    if not (home / "graph.kgl").exists():
        run_kg("load", "--quiet", "--home", str(home))
    world = World(size)
    about_actor: list[tuple[float, str]] = []
    about_all: list[tuple[float, str]] = []
    with Ledger.open(home, readonly=True) as ledger, open_store("embedded", home=home) as store:
        start = time.perf_counter()
        store.query("RETURN 1 AS one")
        opened = time.perf_counter() - start
        yield reported(name, "opening the graph", f"{opened:.1f} s", opened)
        for question in list_questions():
            required = [parameter for parameter in question.parameters if parameter.required]
            group = about_actor if required else about_all
            for place in PLACES if required else (0,):
                places = (place, 0 if place else 2)
                given = {p.name: _value(p.type, world, at) for p, at in zip(required, places, strict=False)}
                group.append((_seconds(store, ledger, question, given), f"{question.name}, actor {place + 1}"))
    times = [seconds for seconds, _ in (*about_actor, *about_all)]
    measure = f"{len(times)} askings of {len(list_questions())} questions, median"
    yield at_most(name, measure, 1000 * median(times), 100, unit=" ms", places=0)
    slowest, which = max(about_actor)
    yield at_most(name, f"about an actor, slowest ({which})", slowest, 2, unit=" s")
    for seconds, which in sorted(about_all, reverse=True):
        yield at_most(name, f"about the whole graph: {which.partition(',')[0]}", seconds, 15, unit=" s")
    for seconds, which in sorted(about_actor, reverse=True)[1:6]:
        yield reported(name, f"next slowest about an actor: {which}", f"{seconds:.2f} s", seconds)


def start_up(setting: Setting) -> Iterator[Row]:
    """`kg --help`, and a saved question on a warm home."""
    name = "start-up"
    size = QUICK_SMALL if setting.quick else SMALL
    home, _ = _home(setting.shared, size)
    if not (home / "graph.kgl").exists():
        run_kg("load", "--quiet", "--home", str(home))
    helped = [run_kg("--help") for _ in range(ROUNDS)]
    yield at_most(name, "`kg --help`, whole process", median(cost.seconds for cost in helped), 0.3, unit=" s")
    yield reported(name, "the same, processor time", f"{median(cost.cpu for cost in helped):.2f} s")
    for question, parameters in (("who_supports", ("-p", "actor=Russia")), ("most_active", ())):
        asked = [run_kg("ask", question, *parameters, "--home", str(home)) for _ in range(ROUNDS)]
        measure = f"`kg ask {question}` on {size:,} statements, whole process"
        yield at_most(name, measure, median(cost.seconds for cost in asked), 1.0, unit=" s")
        yield reported(name, "the same, processor time", f"{median(cost.cpu for cost in asked):.2f} s")


def _home(folder: Path, statements: int) -> tuple[Path, float | None]:
    """Return a home with a generated ledger, and the seconds that making it took if it was not there."""
    home = folder / f"generated-{statements}"
    done = home / "generated.json"
    if done.exists():
        return home, None
    start = time.perf_counter()
    documents = write_ledger(home, statements)
    done.write_text(json.dumps({"documents": documents, "statements": statements}), encoding="utf-8")
    return home, time.perf_counter() - start


def _value(kind: ParameterType, world: World, place: int) -> Any:
    actor = world.actors[place]
    match kind:
        case ParameterType.ACTOR:
            return actor.uid
        case ParameterType.COUNTRY:
            return actor.country
        case ParameterType.DATE:
            return TURN
    sys.exit(f"no value for a parameter of type {kind}")


def _seconds(store: GraphStore, ledger: Ledger, question: Question, given: dict[str, Any]) -> float:
    values = bind_parameters(question, given, ledger)
    times = []
    for _ in range(2):
        start = time.perf_counter()
        run_query(store, question.cypher, values, timeout=TIMEOUT)
        times.append(time.perf_counter() - start)
    return min(times)
