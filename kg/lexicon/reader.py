"""Read and validate the files of the lexicon: every mistake is a ConfigError that names file, line and key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from kg.config import PipelineConfig, read_toml, refuse_unknown_keys
from kg.errors import ConfigError
from kg.lexicon.words import (
    ALWAYS_SYMMETRIC,
    CAMEO_ROOTS,
    DEFAULT_SOURCE,
    DEFAULT_TARGET,
    MAX_RELATIONS,
    MAX_SCORE,
    NEVER_SYMMETRIC,
    NOUN,
    PREPOSITIONS,
    QUADS,
    SLOTS,
    UNSCORED,
    VERB,
    Frame,
    Lexicon,
    Relation,
)
from kg.model import Category, Kind

RELATION_KEYS = frozenset({"category", "cameo", "score", "symmetric", "places"})
FILE_KEYS = frozenset({"pos", "light_verbs", "silent", "frames"})
FRAME_KEYS = frozenset(
    {"relation", "words", "source", "target", "object", "modifier", "complement", "also", "content", "passive"}
    | {"source_kinds", "target_kinds", "source_sectors", "target_sectors"}
)
E = TypeVar("E", bound=StrEnum)
_RELATION_NAME = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_WORD = re.compile(r"[a-zé]+([-'’.][a-z]+)*( [a-z]+)?")
_LEMMA = re.compile(r"'?[a-zé]+([-'’.][a-z]+)*")


def read_lexicon(config: PipelineConfig) -> Lexicon:
    """Return the lexicon that a pipeline's `relations` and `frames` files say.

    Raises:
        ConfigError: unknown keys, relations, categories or slots, two equal senses, more than 200 relations; the
            message names file, line and key.
    """
    relations = _read_relations(config.file_for("relations"))
    frames: list[Frame] = []
    light_verbs: set[str] = set()
    silent: set[str] = set()
    seen: dict[tuple[object, ...], str] = {}
    for path in config.files_for("frames"):
        table = read_toml(path)
        refuse_unknown_keys(table, FILE_KEYS, path=path)
        frames.extend(_read_frames(table, relations, seen, path=path))
        for key, verbs in (("light_verbs", light_verbs), ("silent", silent)):
            verbs |= set(_words(table.get(key, []), path=path, key=key, place=str(path)))
    _refuse_silent_frames(silent, frames, config)
    return Lexicon(relations, tuple(frames), frozenset(light_verbs), frozenset(silent))


def _refuse_silent_frames(silent: set[str], frames: list[Frame], config: PipelineConfig) -> None:
    """A verb cannot be silent and relate its subject to its object."""
    for frame in frames:
        bare = frame.pos == VERB and not frame.object and frame.particle is None
        if bare and frame.lemma in silent and "object" in frame.source + frame.target:
            raise ConfigError(
                f"the verb {frame.lemma!r} is silent and says {frame.relation}",
                path=config.files_for("frames")[0],
                key="silent",
                hint="take it out of `silent`, or out of its frame",
            )


def _read_relations(path: Path) -> dict[str, Relation]:
    table = read_toml(path)
    refuse_unknown_keys(table, frozenset({"relations"}), path=path)
    rows = table.get("relations")
    if not isinstance(rows, dict) or not rows:
        raise ConfigError(f"{path}: the table [relations] is missing or empty", path=path, key="relations")
    if len(rows) > MAX_RELATIONS:
        raise ConfigError(
            f"{path}: {len(rows)} relations, more than {MAX_RELATIONS}",
            path=path,
            key="relations",
            hint="a relation is a type in the graph: join those that nobody would ask for apart",
        )
    return {name: _read_relation(name, row, path) for name, row in rows.items()}


def _read_relation(name: str, row: Any, path: Path) -> Relation:
    key = f"relations.{name}"

    def refuse(problem: str, hint: str | None = None) -> ConfigError:
        return ConfigError(f"{path}: {key} {problem}", path=path, key=key, hint=hint)

    if not _RELATION_NAME.fullmatch(name):
        raise refuse("is no relation name", "use upper-case words joined by '_'")
    if not isinstance(row, dict):
        raise refuse("must be a table")
    refuse_unknown_keys(row, RELATION_KEYS, path=path, at=key)
    if row.get("category") not in set(Category):
        raise refuse(f"has the category {row.get('category')!r}", f"one of {', '.join(Category)}")
    category = Category(row["category"])
    cameo, score, symmetric = row.get("cameo"), row.get("score", 0.0), row.get("symmetric", False)
    roots = CAMEO_ROOTS.get(category, frozenset())
    if cameo not in roots and (roots or cameo is not None):
        raise refuse(f"has the CAMEO root {cameo!r}", f"{category} carries {' or '.join(sorted(roots)) or 'none'}")
    if isinstance(score, bool) or not isinstance(score, (int, float)) or not -MAX_SCORE <= score <= MAX_SCORE:
        raise refuse(f"has the score {score!r}", f"a number from {-MAX_SCORE:g} to {MAX_SCORE:g}")
    if category in UNSCORED and score:
        raise refuse(f"has the score {score!r}", f"{category} is no event and carries 0")
    places = row.get("places", False)
    for flag, value in (("symmetric", symmetric), ("places", places)):
        if not isinstance(value, bool):
            raise refuse(f"has {flag} = {value!r}", "true or false")
    if symmetric and category in NEVER_SYMMETRIC:
        raise refuse("is symmetric", f"{category} has a direction")
    if not symmetric and category in ALWAYS_SYMMETRIC:
        raise refuse("is not symmetric", f"{category} holds both ways: write symmetric = true")
    return Relation(name, category, QUADS.get(category), cameo, float(score), symmetric, places)


def _read_frames(
    table: Mapping[str, Any],
    relations: Mapping[str, Relation],
    seen: dict[tuple[object, ...], str],
    *,
    path: Path,
) -> list[Frame]:
    pos = table.get("pos")
    if not isinstance(pos, str) or pos not in SLOTS:
        raise ConfigError(f"{path}: pos is {pos!r}", path=path, key="pos", hint=f"one of {', '.join(SLOTS)}")
    rows = table.get("frames")
    if not isinstance(rows, list) or not rows:
        raise ConfigError(f"{path}: there is no [[frames]]", path=path, key="frames")
    lines = _lines_of(path, "[[frames]]")
    frames: list[Frame] = []
    for number, row in enumerate(rows):
        line = lines[number] if number < len(lines) else None
        for frame in _read_group(row, pos, relations, path=path, number=number, line=line):
            _refuse_duplicate(frame, seen, path=path, number=number, line=line)
            frames.append(frame)
    return frames


def _read_group(
    row: Any, pos: str, relations: Mapping[str, Relation], *, path: Path, number: int, line: int | None
) -> Iterator[Frame]:
    at, place = f"frames[{number}]", f"{path}, line {line}" if line else str(path)
    if not isinstance(row, dict):
        raise ConfigError(f"{place}: {at} must be a table", path=path, key=at)
    refuse_unknown_keys(row, FRAME_KEYS, path=path, at=at, line=line)
    relation = row.get("relation")
    if not isinstance(relation, str) or relation not in relations:
        raise ConfigError(
            f"{place}: unknown relation {relation!r}",
            path=path,
            key=f"{at}.relation",
            hint="add it to relations.toml, or use one that stands there",
        )
    source = _slots(row.get("source", DEFAULT_SOURCE[pos]), pos, path=path, key=f"{at}.source", place=place)
    target = _slots(row.get("target", DEFAULT_TARGET.get(pos)), pos, path=path, key=f"{at}.target", place=place)
    phrase = frozenset(_words(row.get("object", []), path=path, key=f"{at}.object", place=place))
    if phrase and pos != VERB:
        raise ConfigError(f"{place}: only a verb has object words", path=path, key=f"{at}.object")
    before = frozenset(_words(row.get("modifier", []), path=path, key=f"{at}.modifier", place=place, single=True))
    if before and pos != NOUN:
        raise ConfigError(f"{place}: only an event noun has modifier words", path=path, key=f"{at}.modifier")
    also = _flag(row, "also", path=path, key=f"{at}.also", place=place)
    complement = _flag(row, "complement", path=path, key=f"{at}.complement", place=place)
    passive = bool(_flag(row, "passive", path=path, key=f"{at}.passive", place=place))
    if passive and pos != VERB:
        raise ConfigError(f"{place}: only a verb is passive", path=path, key=f"{at}.passive")
    content = _members(Category, row, "content", path=path, at=at, place=place)
    if content and pos not in (VERB, NOUN):
        raise ConfigError(f"{place}: only a verb or event noun has content", path=path, key=f"{at}.content")
    sectors = frozenset(row.get("target_sectors", []))
    words = _words(row.get("words"), path=path, key=f"{at}.words", place=place, single=pos != VERB)
    if not words:
        raise ConfigError(f"{place}: {at} has no words", path=path, key=f"{at}.words")
    for word in words:
        lemma, _, particle = word.partition(" ")
        yield Frame(
            lemma,
            pos,
            particle or None,
            phrase | before,
            relation,
            source,
            target,
            bool(also),
            complement,
            _members(Kind, row, "source_kinds", path=path, at=at, place=place),
            _members(Kind, row, "target_kinds", path=path, at=at, place=place),
            sectors,
            content,
            passive,
            frozenset(row.get("source_sectors", [])),
        )


def _members(closed: type[E], row: Mapping[str, Any], name: str, *, path: Path, at: str, place: str) -> frozenset[E]:
    value = row.get(name, [])
    if not isinstance(value, list) or not set(value) <= set(closed):
        raise ConfigError(
            f"{place}: {name} is {value!r}", path=path, key=f"{at}.{name}", hint=f"a list of {', '.join(closed)}"
        )
    return frozenset(closed(member) for member in value)


def _flag(row: Mapping[str, Any], name: str, *, path: Path, key: str, place: str) -> bool | None:
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise ConfigError(f"{place}: {name} is {value!r}", path=path, key=key, hint="true or false")
    return value


def _slots(value: Any, pos: str, *, path: Path, key: str, place: str) -> tuple[str, ...]:
    if value is None:
        raise ConfigError(f"{place}: {key} is missing: a {pos} has no usual slot for it", path=path, key=key)
    if not isinstance(value, (list, tuple)) or not value:
        raise ConfigError(f"{place}: {key} must be a list of slots, not {value!r}", path=path, key=key)
    for slot in value:
        if slot not in SLOTS[pos]:
            raise ConfigError(
                f"{place}: {pos} has no slot {slot!r}",
                path=path,
                key=key,
                hint=f"one of {', '.join(sorted(SLOTS[pos] - PREPOSITIONS))}, or a preposition",
            )
    if len(set(value)) != len(value):
        raise ConfigError(f"{place}: {key} names a slot twice", path=path, key=key)
    return tuple(value)


def _words(value: Any, *, path: Path, key: str, place: str, single: bool = False) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ConfigError(f"{place}: {key} must be a list of words, not {value!r}", path=path, key=key)
    pattern = _LEMMA if single else _WORD
    for word in value:
        if not isinstance(word, str) or not pattern.fullmatch(word):
            form = "one lower-case lemma" if single else "a lower-case lemma, or one with its particle or preposition"
            raise ConfigError(f"{place}: {word!r} in {key} is not {form}", path=path, key=key)
    if len(set(value)) != len(value):
        twice = next(word for word in value if value.count(word) > 1)
        raise ConfigError(f"{place}: {twice!r} stands twice in {key}", path=path, key=key)
    return tuple(value)


def _refuse_duplicate(
    frame: Frame,
    seen: dict[tuple[object, ...], str],
    *,
    path: Path,
    number: int,
    line: int | None,
) -> None:
    """Refuse a second frame that the same word with the same first target slot would reach."""
    here = f"{path.name}, line {line}" if line else path.name
    for phrase in sorted(frame.object) or [""]:
        for slot in frame.target:
            key = (
                frame.lemma,
                frame.pos,
                frame.particle,
                phrase,
                slot,
                frame.complement,
                frame.passive,
                *_ends_wanted(frame),
            )
            if key in seen:
                word = " ".join(part for part in (frame.lemma, frame.particle, phrase) if part)
                raise ConfigError(
                    f"{path}, line {line}: a second sense of {word!r} ({frame.pos}) with target {slot!r}",
                    path=path,
                    key=f"frames[{number}]",
                    hint=f"the first stands in {seen[key]}: keep one of them",
                )
            seen[key] = here


def _ends_wanted(frame: Frame) -> tuple[frozenset[object], ...]:
    return frame.source_kinds, frame.target_kinds, frame.source_sectors, frame.target_sectors, frame.content


def _lines_of(path: Path, header: str) -> list[int]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return [number for number, text in enumerate(lines, start=1) if text.strip().startswith(header)]
