"""Read and validate the actor tables of a pipeline: who is known by which names, words of office, actor nouns.

| job in `pipeline.toml` | default file | what |
|---|---|---|
| countries | countries.toml | states: ISO code, Wikidata id, names, adjectives, people, seats of government |
| actors | actors.toml | organisations, armed groups, alliances and their aliases; names that only look alike |
| titles | titles.toml | words of office and forms of address |
| nouns | nouns.toml | common nouns that can be actors, with kind and sector |
| names | names.toml | first names and what they tell of the gender |
| pronouns | pronouns.toml | what speaks for and against an actor that a pronoun may mean |
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.config import FILE_NAME, PipelineConfig
from kg.errors import ConfigError
from kg.ids import make_id
from kg.model import Entity, Kind, Scope

GENDERED_NOUNS = ("male_nouns", "female_nouns")
JOBS = ("countries", "actors", "titles", "nouns", "names", "pronouns")
PRONOUN_SORTS = ("person", "thing", "plural")
LONGEST_ACRONYM = 3
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u2011": "-"})
_POSSESSIVE = re.compile(r"'s?$")
_GAPS = re.compile(r"[\s\-/]+")
_NOTE = re.compile(r"[.,]?\[\d+\]?$")
_DROP = re.compile(r"[.,'\"()\u2022]")
_PIECE = re.compile(r"[^\W_]+")


class Side(StrEnum):
    """For whom the bearer of a title speaks with "we"."""

    STATE = "STATE"
    ORGANISATION = "ORGANISATION"
    SELF = "SELF"


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory; the first adjective makes the names of its institutions ("Syrian government")."""

    entity: Entity
    code: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()

    @property
    def adjective(self) -> str:
        """The word that makes names of institutions: "Syrian", or the name where there is no adjective."""
        return self.adjectives[0] if self.adjectives else self.entity.name

    @property
    def people_adjective(self) -> str:
        """The adjective that is no abbreviation: "American" rather than "U.S."."""
        return next((word for word in self.adjectives if "." not in word), self.adjective)


@dataclass(frozen=True, slots=True)
class Namesake:
    """A reading of a name other than the usual one, taken where one of the words stands in the document."""

    entity: Entity
    name: str
    when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """Words of office.

    Attributes:
        words: lower-case, the head word last.
        sector: the sector of a bearer, or None.
        side: for whom a bearer speaks with "we".
        fits: nouns that may refer back to a bearer.
    """

    words: str
    sector: str | None
    side: Side
    fits: frozenset[str]


@dataclass(frozen=True, slots=True)
class Noun:
    """A common noun that can be an actor; the fields are those of `nouns.toml`."""

    words: str
    kind: Kind
    sector: str | None
    institution: bool = False
    fighters: bool = False
    classifier: bool = False
    state: bool = False


@dataclass(frozen=True, slots=True)
class PronounWeights:
    """How much each feature of an actor speaks for it as the antecedent of a pronoun.

    Attributes:
        threshold: chance from which on the likeliest actor is taken; below it the pronoun stays open.
        weights: feature, in the words of `kg.resolve.pronoun_features`, to its weight; others count nothing.
    """

    threshold: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ActorTables:
    """All tables of one pipeline; keys of names are those of `name_key`.

    Attributes:
        countries: ISO alpha-3 code to country.
        names: key of a name or alias to the known entity.
        demonyms: key of an adjective or word for a people to the country's code.
        seats: key of a capital or seat of government to the country's code.
        namesakes: key of a name to its other readings.
        both_kinds: keys of names that the tables list under two kinds.
        longest: first piece of a name to the largest number of pieces that start with it.
        titles, nouns: words to their entry.
        forms: forms of address to "male", "female" or "neutral".
        modifiers: words beside a title that leave open who is meant.
        gendered_nouns: common nouns ("mother") to "male" or "female".
        genders: first names to "male" or "female".
        peoples: keys of words for peoples, faiths and parties' followers.
        canonical: noun of an institution to the one that names the same thing ("regime" to "government").
        generic: noun that can take up an organisation named before ("group") to the sectors that fit.
        place_markers, place_verbs: prepositions and verbs beside which a seat of government is only a place.
        envoys: nouns after which "of" and a seat of government mean the government.
        never_nested: actor nouns that mean no actor before another noun ("press" in "press conference").
        nested_before_persons: those that mean one only before words of office ("service" in "service chief").
        aliases: uid to the further names the tables know.
        pronouns: "person" (he, she), "thing" (it), "plural" (they) to the weights of what speaks for an actor.
    """

    countries: Mapping[str, Country]
    names: Mapping[str, Entity]
    demonyms: Mapping[str, str]
    seats: Mapping[str, str]
    namesakes: Mapping[str, tuple[Namesake, ...]]
    both_kinds: frozenset[str]
    longest: Mapping[str, int]
    titles: Mapping[str, Title]
    nouns: Mapping[str, Noun]
    forms: Mapping[str, str]
    modifiers: frozenset[str]
    gendered_nouns: Mapping[str, str]
    genders: Mapping[str, str]
    peoples: frozenset[str]
    canonical: Mapping[str, str]
    generic: Mapping[str, frozenset[str]]
    place_markers: frozenset[str]
    place_verbs: frozenset[str]
    envoys: frozenset[str]
    never_nested: frozenset[str] = frozenset()
    nested_before_persons: frozenset[str] = frozenset()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pronouns: Mapping[str, PronounWeights] = field(default_factory=dict)

    def aliases_of(self, uid: str) -> tuple[str, ...]:
        """Return the names that the tables know for the entity with this uid, sorted; none where it is unknown."""
        return self.aliases.get(uid, ())


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Return the key under which a name is looked up.

    Quotes, dots, hyphens, accents, a leading "the" and a closing 's do not count. Letters' case does not count either,
    save in names of up to three capitals, so that "IS", "US" and "WHO" are never found in "is", "us" and "who".

    Example:
        >>> name_key("the U.S."), name_key("al-Qaida’s"), name_key("Côte d’Ivoire")
        ('US', 'al qaida', 'cote divoire')
    """
    text = _POSSESSIVE.sub("", _NOTE.sub("", name.translate(_QUOTES).strip()))
    text = _DROP.sub("", unicodedata.normalize("NFKD", text))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = _GAPS.sub(" ", text).strip()
    if len(text) > 4 and text[:4].casefold() == "the ":
        text = text[4:]
    if len(text) <= LONGEST_ACRONYM and text.isupper():
        return text
    return text.casefold()


def first_piece(name: str) -> str:
    """Return the first run of letters and digits of a name's key: "al" for "al-Qaida"; "" where there is none."""
    found = _PIECE.search(name_key(name))
    return found.group() if found else ""


def read_tables(source: PipelineConfig | Path) -> ActorTables:
    """Return the checked actor tables of a pipeline.

    Args:
        source: a pipeline's configuration, or its folder (the default file names are taken then).

    Raises:
        ConfigError: a file is missing or no TOML; an entry lacks a key, has an unknown one or one of the wrong type;
            a name stands for two entities.

    Example:
        >>> read_tables(find_pipeline("newswire")).names["islamic state"].name
        'Islamic State'
    """
    return _Builder({job: _find_file(source, job) for job in JOBS}).build()


def _find_file(source: PipelineConfig | Path, job: str) -> Path:
    if isinstance(source, Path):
        return source / f"{job}.toml"
    return source.files.get(job, source.folder / f"{job}.toml")


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(
            f"the actor table {path.name} is missing", path=path, hint=f"put it beside {FILE_NAME}"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name} is no valid TOML: {error}", path=path) from error


class _Row:
    """One entry of a table file, read key by key so that errors can name the place."""

    def __init__(self, path: Path, place: str, row: Any, allowed: Iterable[str]) -> None:
        self.path, self.place = path, place
        if not isinstance(row, dict):
            raise self.error("", "must be a table")
        self.row: dict[str, Any] = row
        for key in sorted(set(row) - set(allowed)):
            raise self.error(key, "is not known", hint=f"known keys: {', '.join(sorted(allowed))}")

    def error(self, key: str, what: str, *, hint: str | None = None) -> ConfigError:
        place = f"{self.place}.{key}" if key else self.place
        return ConfigError(f"{self.path.name}: {place} {what}", path=self.path, key=place, hint=hint)

    def text(self, key: str) -> str:
        value = self.optional(key)
        if value is None:
            raise self.error(key, "is missing")
        return value

    def optional(self, key: str) -> str | None:
        value = self.row.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.error(key, "must be a non-empty string")
        return value

    def flag(self, key: str) -> bool:
        value = self.row.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, "must be true or false")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        value = self.row.get(key, [])
        if not isinstance(value, list) or any(not isinstance(word, str) or not word.strip() for word in value):
            raise self.error(key, "must be a list of non-empty strings")
        return tuple(value)

    def kind(self) -> Kind:
        text = self.text("kind")
        if text not in Kind.__members__:
            raise self.error("kind", f"{text!r} is not one of {', '.join(Kind)}")
        return Kind(text)


class _Builder:
    """Collects the tables from their files."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self.files = files
        self.countries: dict[str, Country] = {}
        self.names: dict[str, Entity] = {}
        self.demonyms: dict[str, str] = {}
        self.seats: dict[str, str] = {}
        self.namesakes: dict[str, list[Namesake]] = {}
        self.longest: dict[str, int] = {}
        self.aliases: dict[str, list[str]] = {}

    def build(self) -> ActorTables:
        self.read_countries()
        both_kinds = self.read_actors()
        titles, forms, modifiers = self.read_titles()
        nouns, peoples = self.read_nouns()
        places = self.section("nouns", "places", ("markers", "verbs", "envoys"))
        nested = self.section("nouns", "nested", ("never", "before_persons"))
        return ActorTables(
            countries=self.countries,
            names=self.names,
            demonyms=self.demonyms,
            seats=self.seats,
            namesakes={key: tuple(found) for key, found in self.namesakes.items()},
            both_kinds=both_kinds,
            longest=self.longest,
            titles=titles,
            nouns=nouns,
            forms=forms,
            modifiers=modifiers,
            gendered_nouns=self.read_gendered_nouns(),
            genders=self.read_genders(),
            peoples=peoples,
            canonical=self.read_canonical(),
            generic=self.read_generic(),
            place_markers=frozenset(places.words("markers")),
            place_verbs=frozenset(places.words("verbs")),
            envoys=frozenset(places.words("envoys")),
            never_nested=frozenset(nested.words("never")),
            nested_before_persons=frozenset(nested.words("before_persons")),
            aliases={uid: tuple(sorted(set(found))) for uid, found in self.aliases.items()},
            pronouns={sort: self.read_pronouns(sort) for sort in PRONOUN_SORTS},
        )

    def rows(self, job: str, table: str, allowed: Iterable[str], others: Iterable[str] = ()) -> Iterable[_Row]:
        path = self.files[job]
        content = _read_toml(path)
        top = _Row(path, path.stem, content, {table, *others})
        rows = content.get(table)
        if not isinstance(rows, list):
            raise top.error(table, "must be a list of tables", hint=f"write each entry under [[{table}]]")
        for number, row in enumerate(rows, 1):
            yield _Row(path, f"{table}[{number}]", row, allowed)

    def section(self, job: str, name: str, allowed: Iterable[str]) -> _Row:
        path = self.files[job]
        return _Row(path, name, _read_toml(path).get(name, {}), allowed)

    def add_name(self, row: _Row, key: str, name: str, entity: Entity) -> None:
        known = self.names.setdefault(name_key(name), entity)
        if known != entity:
            raise row.error(key, f"{name!r} already stands for {known.name!r}", hint="one name, one entity")
        self.note_length(name)
        if entity.uid is not None and name != entity.name:
            self.aliases.setdefault(entity.uid, []).append(name)

    def note_length(self, name: str) -> None:
        pieces = len(_PIECE.findall(name.translate(_QUOTES)))
        for piece in {first_piece(name), first_piece(name.partition(" ")[0])}:
            self.longest[piece] = max(self.longest.get(piece, 0), pieces)

    def read_countries(self) -> None:
        allowed = ("name", "code", "wikidata", "aliases", "adjectives", "people", "seats")
        for row in self.rows("countries", "country", allowed):
            name, code = row.text("name"), row.text("code")
            if not re.fullmatch(r"[A-Z]{3}", code):
                raise row.error("code", f"{code!r} is no ISO 3166 alpha-3 code")
            if code in self.countries:
                raise row.error("code", f"{code!r} stands twice")
            entity = Entity(uid=_wikidata(row), name=name, kind=Kind.GPE, country=code)
            lists = {key: row.words(key) for key in allowed[3:]}
            self.countries[code] = Country(entity, code, **lists)
            for alias in (name, *lists["aliases"]):
                self.add_name(row, "aliases", alias, entity)
            for table, key in ((self.demonyms, "adjectives"), (self.demonyms, "people"), (self.seats, "seats")):
                for word in lists[key]:
                    if table.setdefault(name_key(word), code) != code:
                        raise row.error(key, f"{word!r} already stands for {table[name_key(word)]}")
                    self.note_length(word)

    def read_actors(self) -> frozenset[str]:
        allowed = ("name", "kind", "sector", "country", "wikidata", "aliases", "namesake", "when")
        kinds: dict[str, set[Kind]] = {}
        rows = list(self.rows("actors", "actor", allowed))
        for row in rows:
            kinds.setdefault(name_key(row.text("name")), set()).add(row.kind())
        both = frozenset(key for key, found in kinds.items() if len(found) > 1)
        for row in rows:
            name, kind, country = row.text("name"), row.kind(), row.optional("country")
            if country is not None and country not in self.countries:
                raise row.error("country", f"{country!r} is not in {self.files['countries'].name}")
            key = name_key(name)
            uid = _wikidata(row) if "wikidata" in row.row else make_id(key, str(kind)) if key in both else make_id(key)
            entity = Entity(uid, name, kind, row.optional("sector"), Scope.NAMED, country)
            namesake, when = row.optional("namesake"), row.words("when")
            if (namesake is None) != (not when):
                raise row.error("when", "and namesake need each other")
            if namesake is not None:
                self.namesakes.setdefault(name_key(namesake), []).append(Namesake(entity, namesake, when))
            if namesake is None or name_key(namesake) != key:
                self.add_name(row, "name", name, entity)
            for alias in row.words("aliases"):
                self.add_name(row, "aliases", alias, entity)
        return both

    def read_titles(self) -> tuple[dict[str, Title], dict[str, str], frozenset[str]]:
        titles: dict[str, Title] = {}
        for row in self.rows("titles", "title", ("sector", "side", "words", "fits"), ("forms", "modifiers")):
            side = row.text("side")
            if side not in Side.__members__:
                raise row.error("side", f"{side!r} is not one of {', '.join(Side)}")
            fits = frozenset(row.words("fits"))
            for words in row.words("words"):
                if words in titles:
                    raise row.error("words", f"{words!r} stands twice")
                titles[words] = Title(words, row.optional("sector"), Side(side), fits)
        genders = ("male", "female", "neutral")
        section = self.section("titles", "forms", genders)
        forms = {word: gender for gender in genders for word in section.words(gender)}
        modifiers = self.section("titles", "modifiers", ("words",)).words("words")
        return titles, forms, frozenset(modifiers)

    def read_nouns(self) -> tuple[dict[str, Noun], frozenset[str]]:
        nouns: dict[str, Noun] = {}
        flags = ("institution", "fighters", "class", "state")
        for row in self.rows(
            "nouns", "noun", ("kind", "sector", "words", *flags), ("people", "canonical", "places", "generic", "nested")
        ):
            marks = [row.flag(flag) for flag in flags]
            for words in row.words("words"):
                if words in nouns:
                    raise row.error("words", f"{words!r} stands twice")
                nouns[words] = Noun(words, row.kind(), row.optional("sector"), *marks)
        people = self.section("nouns", "people", ("words",)).words("words")
        for word in people:
            self.note_length(word)
        return nouns, frozenset(name_key(word) for word in people)

    def read_canonical(self) -> dict[str, str]:
        content = _read_toml(self.files["nouns"]).get("canonical", {})
        row = _Row(self.files["nouns"], "canonical", content, content if isinstance(content, dict) else ())
        return {noun: row.text(noun) for noun in row.row}

    def read_generic(self) -> dict[str, frozenset[str]]:
        content = _read_toml(self.files["nouns"]).get("generic", {})
        row = _Row(self.files["nouns"], "generic", content, content if isinstance(content, dict) else ())
        return {noun: frozenset(row.words(noun)) for noun in row.row}

    def read_genders(self) -> dict[str, str]:
        row = _Row(self.files["names"], "names", _read_toml(self.files["names"]), ("male", "female", *GENDERED_NOUNS))
        genders: dict[str, str] = {}
        for gender in ("male", "female"):
            for name in row.words(gender):
                if genders.setdefault(name_key(name), gender) != gender:
                    raise row.error(gender, f"{name!r} stands under both genders")
        return genders

    def read_pronouns(self, sort: str) -> PronounWeights:
        row = self.section("pronouns", sort, ("threshold", "weights"))
        threshold, weights = row.row.get("threshold"), row.row.get("weights")
        if not isinstance(threshold, float) or not 0 <= threshold <= 1:
            raise row.error("threshold", "must be a number from 0.0 to 1.0")
        if not isinstance(weights, dict) or any(not isinstance(value, float) for value in weights.values()):
            raise row.error("weights", "must be a table of numbers with a point")
        return PronounWeights(threshold, weights)

    def read_gendered_nouns(self) -> dict[str, str]:
        row = _Row(self.files["names"], "names", _read_toml(self.files["names"]), ("male", "female", *GENDERED_NOUNS))
        return {noun: key.partition("_")[0] for key in GENDERED_NOUNS for noun in row.words(key)}


def _wikidata(row: _Row) -> str:
    uid = row.text("wikidata")
    if not re.fullmatch(r"Q[1-9]\d*", uid):
        raise row.error("wikidata", f"{uid!r} is no Wikidata id")
    return uid
