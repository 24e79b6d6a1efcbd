"""Cue words: what the shipped files say, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cues import Cues, read_cues
from kg.errors import ConfigError
from kg.model import Modality, Phase, Polarity
from kg.resources import find_resource

CUES = find_resource("pipelines", "newswire") / "cues.toml"
REPORTING = find_resource("pipelines", "newswire") / "reporting.toml"


@pytest.fixture(scope="module")
def cues() -> Cues:
    """The shipped cue words."""
    return read_cues(CUES, REPORTING)


@pytest.mark.parametrize(
    ("lemma", "pos", "finite", "modality", "polarity", "attributed"),
    [
        ("urge", "VERB", False, Modality.REQUESTED, Polarity.AFFIRMED, True),
        ("plan", "VERB", False, Modality.PLANNED, Polarity.AFFIRMED, False),
        ("plan", "NOUN", False, Modality.PLANNED, Polarity.AFFIRMED, False),
        ("refuse", "VERB", False, None, Polarity.NEGATED, False),
        ("deny", "VERB", False, None, Polarity.NEGATED, True),
        ("accuse", "VERB", False, None, Polarity.AFFIRMED, True),
        ("need", "VERB", False, Modality.OBLIGED, Polarity.AFFIRMED, False),
        ("suggest", "VERB", False, Modality.REQUESTED, Polarity.AFFIRMED, True),
        ("suggest", "VERB", True, Modality.POSSIBLE, Polarity.AFFIRMED, True),
        ("tell", "VERB", False, Modality.REQUESTED, Polarity.AFFIRMED, True),
        ("tell", "VERB", True, None, Polarity.AFFIRMED, True),
        ("unable", "ADJ", False, None, Polarity.NEGATED, False),
    ],
)
def test_what_a_word_does_to_what_it_embeds(
    cues: Cues, lemma: str, pos: str, finite: bool, modality: Modality | None, polarity: Polarity, attributed: bool
) -> None:
    """Each class of embedding words has its effect; a word of two senses goes by the form of the clause."""
    found = cues.embedding(lemma, pos, finite=finite)
    assert found is not None
    assert (found.modality, found.polarity, found.attributed) == (modality, polarity, attributed)


def test_words_that_embed_nothing(cues: Cues) -> None:
    """A word outside the lists has no effect, nor has one under another part of speech."""
    assert cues.embedding("eat", "VERB") is None
    assert cues.embedding("urge", "ADJ") is None


def test_modals_and_phases(cues: Cues) -> None:
    """Modals, adverbs and adjectives have the status that the contract names."""
    assert [cues.modals[w] for w in ("will", "may", "must", "would")] == [
        Modality.PLANNED, Modality.POSSIBLE, Modality.OBLIGED, Modality.CONDITIONAL,
    ]  # fmt: skip
    assert cues.phases["former"] is Phase.FORMER
    assert cues.phases["still"] is Phase.CONTINUES
    assert cues.adverbs["reportedly"] is Modality.POSSIBLE
    assert "reportedly" in cues.hearsay
    assert "possibly" not in cues.hearsay


def test_ruling_out_turns_possible_where_it_is_denied(cues: Cues) -> None:
    """ "Did not rule out" leaves it possible."""
    found = cues.embedding("rule out", "VERB")
    assert found is not None
    assert (found.polarity, found.when_negated) == (Polarity.NEGATED, Modality.POSSIBLE)


def test_word_lists_are_lower_case_and_without_stray_spaces(cues: Cues) -> None:
    """Lemmas are compared in lower case."""
    words = [*cues.negation, *cues.modals, *cues.adverbs, *cues.quantities, *cues.reporting_verbs, *cues.urging_verbs]
    words += [lemma for lemma, _ in cues.embeddings]
    assert [w for w in words if w != w.lower().strip() or not w] == []


def _changed(tmp_path: Path, old: str, new: str, *, reporting: bool = False) -> tuple[Path, Path]:
    paths = []
    for path in (CUES, REPORTING):
        text = path.read_text(encoding="utf-8")
        if (path == REPORTING) is reporting:
            assert old in text
            text = text.replace(old, new, 1)
        paths.append(tmp_path / path.name)
        paths[-1].write_text(text, encoding="utf-8")
    return paths[0], paths[1]


@pytest.mark.parametrize(
    ("old", "new", "reporting", "message", "key"),
    [
        ("[owned]\nnouns", "[owned]\nwords", False, "the key 'nouns' is missing", "'nouns'"),
        ("[verbs]\n", "[vebs]\n", True, "the key 'verbs' is missing", "'verbs'"),
        ("OBLIGED = [", "FORCED = [", False, "modals.FORCED is not one of", "modals"),
        ('POSSIBLE = ["may"', 'POSSIBLE = ["will", "may"', False, "“will” stands twice in modals", "modals"),
        ('pos = "VERB"', 'pos = "ADV"', False, "unknown key or pos", "embedding"),
        ('pos = "VERB"', 'pos = "VERB"\ncolour = "red"', False, "unknown key or pos", "embedding"),
        ('modality = "REQUESTED"', 'modality = "WISHED"', False, "'WISHED' is not a valid Modality", "embedding"),
        ('"beseech"', '"beseech", "beseech"', False, "“beseech” is listed twice in one embedding", "embedding"),
    ],
)
def test_a_wrong_file_is_refused_with_its_key(
    tmp_path: Path, old: str, new: str, reporting: bool, message: str, key: str
) -> None:
    """A wrong word list is a ConfigError that names file and key."""
    with pytest.raises(ConfigError) as caught:
        read_cues(*_changed(tmp_path, old, new, reporting=reporting))
    assert message in caught.value.message
    assert caught.value.key == key
    assert caught.value.path == tmp_path / "cues.toml"


@pytest.mark.parametrize("content", [b"[negation", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    """Broken TOML and broken UTF-8 are one clear error."""
    broken = tmp_path / "cues.toml"
    broken.write_bytes(content)
    with pytest.raises(ConfigError, match=r"cannot read cues\.toml"):
        read_cues(broken, REPORTING)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """The name of the missing file is told."""
    with pytest.raises(ConfigError, match=r"cannot read reporting\.toml"):
        read_cues(CUES, tmp_path / "reporting.toml")
