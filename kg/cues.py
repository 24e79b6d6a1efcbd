"""Read and validate the cue and reporting words of a pipeline (`cues.toml`, `reporting.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ConfigError
from kg.model import Modality, Phase, Polarity

POS = ("VERB", "NOUN", "ADJ")


@dataclass(frozen=True, slots=True)
class Embedding:
    """What a word does to the status of the clause or event it embeds.

    Attributes:
        modality: the modality it gives, or None to pass its own on.
        polarity: NEGATED where it turns the polarity round.
        phase: the phase it gives, or None.
        attributed: whether the embedded reading rests on the word of its subject.
        when_negated: modality where the word itself is negated ("did not rule out"), or None.
    """

    modality: Modality | None
    polarity: Polarity
    phase: Phase | None
    attributed: bool
    when_negated: Modality | None = None


@dataclass(frozen=True, slots=True)
class Faults:
    """Words that find fault with whom they are said of.

    Attributes:
        verbs: misdeeds ("violate", "fail").
        omissions: what is a fault where it is not done ("comply").
        nouns, adjectives: what is a fault to be ("disgrace", "irresponsible").
        evils, carriers: what is a fault to do with such verbs ("commit" a "crime", "develop" a "weapon").
        trying: verbs that only lead to the misdeed ("try" to).
    """

    verbs: frozenset[str]
    omissions: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    evils: frozenset[str]
    carriers: frozenset[str]
    trying: frozenset[str]


INVOLVEMENT = ("stakes", "doers", "adjectives", "claims", "accuses", "holds", "proves", "clears", "joins")


@dataclass(frozen=True, slots=True)
class Cues:
    """The word lists that set status and speaker; all words are lower-case lemmas."""

    negation: frozenset[str]
    negative_determiners: frozenset[str]
    negative_prepositions: frozenset[str]
    ending: tuple[str, ...]
    blocked: tuple[str, ...]
    negative_phrases: tuple[str, ...]
    compelling: tuple[str, ...]
    modals: Mapping[str, Modality]
    adverbs: Mapping[str, Modality]
    hearsay: frozenset[str]
    adjectives: Mapping[str, Modality]
    phases: Mapping[str, Phase]
    condition_marks: frozenset[str]
    condition_phrases: tuple[str, ...]
    embeddings: Mapping[tuple[str, str], tuple[Embedding, ...]]
    not_of_events: frozenset[str]
    turning_down: frozenset[str]
    turned_down: frozenset[str]
    quantities: frozenset[str]
    owned: frozenset[str]
    sites: frozenset[str]
    holdings: frozenset[str]
    vehicles: frozenset[str]
    involvement: Mapping[str, frozenset[str]]
    sent: frozenset[str]
    faults: Faults
    representatives: frozenset[str]
    reporting_verbs: frozenset[str]
    urging_verbs: frozenset[str]
    reporting_nouns: frozenset[str]
    denying_verbs: frozenset[str]
    knowing_verbs: frozenset[str]
    conveying_verbs: frozenset[str]
    source_prepositions: frozenset[str]
    guessing: frozenset[str]
    anonymous: frozenset[str]

    def embedding(self, lemma: str, pos: str, *, finite: bool = False) -> Embedding | None:
        """Return what a word does to what it embeds; a word listed twice asks for the second sense where `finite`.

        "suggest" asks for something with an infinitive or gerund, and guesses with a that-clause.
        """
        found = self.embeddings.get((lemma, pos))
        if not found:
            return None
        return found[-1] if finite else found[0]


def read_cues(cues_path: Path, reporting_path: Path) -> Cues:
    """Return the cue words of two files.

    Raises:
        ConfigError: a file cannot be read, a key is missing or a value is outside its closed list.
    """
    cues, reporting = _read(cues_path), _read(reporting_path)
    try:
        return Cues(
            negation=frozenset(cues["negation"]["words"]),
            negative_determiners=frozenset(cues["negation"]["determiners"]),
            negative_prepositions=frozenset(cues["negation"]["prepositions"]),
            ending=tuple(cues["negation"]["ending"]),
            blocked=tuple(cues["negation"]["blocked"]),
            negative_phrases=tuple(cues["negation"]["phrases"]),
            compelling=tuple(cues["modals"]["compelling"]),
            modals=_by_word(
                {k: v for k, v in cues["modals"].items() if k != "compelling"}, Modality, cues_path, "modals"
            ),
            adverbs=_by_word({"POSSIBLE": cues["adverbs"]["POSSIBLE"]}, Modality, cues_path, "adverbs"),
            hearsay=frozenset(cues["adverbs"]["hearsay"]),
            adjectives=_by_word(
                {k: v for k, v in cues["adjectives"].items() if k in ("POSSIBLE", "PLANNED")},
                Modality,
                cues_path,
                "adjectives",
            ),
            phases=_by_word(
                {
                    "FORMER": cues["adjectives"]["FORMER"],
                    "CONTINUES": [*cues["adjectives"]["CONTINUES"], *cues["adverbs"]["CONTINUES"]],
                },
                Phase,
                cues_path,
                "adjectives",
            ),
            condition_marks=frozenset(cues["conditions"]["marks"]),
            condition_phrases=tuple(cues["conditions"]["phrases"]),
            embeddings=_embeddings(cues["embedding"], cues_path),
            not_of_events=frozenset(cues["events"]["untouched"]),
            turning_down=frozenset(cues["turned_down"]["verbs"]),
            turned_down=frozenset(cues["turned_down"]["events"]),
            quantities=frozenset(cues["quantities"]["lemmas"]),
            owned=frozenset(cues["owned"]["nouns"]),
            sites=frozenset(cues["sites"]["nouns"]),
            holdings=frozenset(cues["sites"]["holdings"]),
            vehicles=frozenset(cues["sites"]["vehicles"]),
            involvement={key: frozenset(cues["involvement"][key]) for key in INVOLVEMENT},
            sent=frozenset(cues["sent"]["nouns"]),
            faults=Faults(**{kind: frozenset(words) for kind, words in cues["faults"].items()}),
            representatives=frozenset(cues["representatives"]["nouns"]),
            reporting_verbs=frozenset(reporting["verbs"]["says"]),
            urging_verbs=frozenset(reporting["verbs"]["urging"]),
            reporting_nouns=frozenset(reporting["nouns"]["says"]),
            denying_verbs=frozenset(reporting["verbs"]["denying"]),
            knowing_verbs=frozenset(reporting["verbs"]["knowing"]),
            conveying_verbs=frozenset(reporting["verbs"]["conveying"]),
            source_prepositions=frozenset(reporting["sources"]["prepositions"]),
            guessing=frozenset(reporting["sources"]["guessing"]),
            anonymous=frozenset(reporting["sources"]["anonymous"]),
        )
    except KeyError as error:
        raise ConfigError(
            f"the key {error} is missing in {cues_path.name} or {reporting_path.name}", path=cues_path, key=str(error)
        ) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"cannot read {path.name}: {error}", path=path) from error


def _by_word(lists: Mapping[str, list[str]], values: Any, path: Path, key: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, words in lists.items():
        if name not in values.__members__:
            raise ConfigError(f"{path.name}: {key}.{name} is not one of {', '.join(values)}", path=path, key=key)
        for word in words:
            if word in found and found[word] != values[name]:
                raise ConfigError(f"{path.name}: “{word}” stands twice in {key}", path=path, key=key)
            found[word] = values[name]
    return found


def _embeddings(rows: list[dict[str, Any]], path: Path) -> dict[tuple[str, str], tuple[Embedding, ...]]:
    found: dict[tuple[str, str], tuple[Embedding, ...]] = {}
    for row in rows:
        unknown = set(row) - {"pos", "modality", "polarity", "phase", "attributed", "when_negated", "lemmas"}
        if unknown or row.get("pos") not in POS:
            raise ConfigError(
                f"{path.name}: [[embedding]] has an unknown key or pos: {row}", path=path, key="embedding"
            )
        try:
            embedding = Embedding(
                modality=Modality(row["modality"]) if "modality" in row else None,
                polarity=Polarity(row.get("polarity", "AFFIRMED")),
                phase=Phase(row["phase"]) if "phase" in row else None,
                attributed=row["attributed"],
                when_negated=Modality(row["when_negated"]) if "when_negated" in row else None,
            )
        except ValueError as error:
            raise ConfigError(f"{path.name}: [[embedding]]: {error}", path=path, key="embedding") from error
        for lemma in row["lemmas"]:
            key = (lemma, row["pos"])
            if embedding in found.get(key, ()):
                raise ConfigError(
                    f"{path.name}: “{lemma}” is listed twice in one embedding", path=path, key="embedding"
                )
            found[key] = (*found.get(key, ()), embedding)
    return found
