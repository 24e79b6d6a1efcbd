"""The seeds: well-formed, sourced, and read as a careful reader reads them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.model import Modality, Polarity
from kg.resources import find_resource

SHARE_FOUND = 0.855
"""Floor for the share of `must.jsonl` that the shipped pipeline finds; it may only rise."""

NEVER_FOUND = 4
"""Ceiling for the lines of `never.jsonl` that it finds; it may only fall."""

QUOTATION = re.compile('["“”«»]')
FIELDS = {"document", "source", "relation", "target", "polarity", "modality", "speaker", "words"}


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_reports() -> dict[str, dict[str, Any]]:
    """Return id to report, title and date None for text files."""
    folder = find_resource("seeds", "documents")
    reports = {row["id"]: row for path in sorted(folder.glob("*.jsonl")) for row in read_lines(path)}
    for path in sorted(folder.glob("*.txt")):
        reports[path.stem] = {"id": path.stem, "text": path.read_text(encoding="utf-8"), "published": None}
    return reports


def read_expected() -> list[dict[str, Any]]:
    return [
        row for name in ("must", "never") for row in read_lines(find_resource("seeds", "expected", f"{name}.jsonl"))
    ]


def test_there_are_enough_reports_of_the_right_length() -> None:
    """27 reports of 120 to 250 words each."""
    reports = read_reports()
    assert len(reports) == 27
    lengths = {key: len(report["text"].split()) for key, report in reports.items()}
    assert {key: count for key, count in lengths.items() if not 120 <= count <= 250} == {}


def test_reports_quote_nobody() -> None:
    """No quotation marks: positions are told in indirect speech."""
    assert [key for key, report in read_reports().items() if QUOTATION.search(report["text"])] == []


def test_both_apostrophes_occur() -> None:
    """Straight and curly apostrophes are both there, as in real news."""
    texts = [report["text"] for report in read_reports().values()]
    assert any("'s " in text for text in texts)
    assert any("’s " in text for text in texts)


def test_dated_reports_lie_between_2014_and_2016() -> None:
    """All but the text files carry a day, a title and a publisher."""
    dated = [report for report in read_reports().values() if report["published"]]
    assert len(dated) == 24
    assert all("2014-01-01" <= report["published"] <= "2016-12-31" for report in dated)
    assert all(report["title"] and report["publisher"].startswith("actorkg seeds") for report in dated)


def test_every_report_names_its_sources() -> None:
    """SOURCES.md has a line for each report; the reprint stands with its original."""
    sources = find_resource("seeds", "SOURCES.md").read_text(encoding="utf-8")
    reports = set(read_reports()) - {"2014-08-08-food-embargo-reprint"}
    assert {key for key in reports if f"| {key} " not in sources} == set()
    assert "`2014-08-08-food-embargo-reprint`" in sources


def test_expected_statements_are_well_formed() -> None:
    """Known documents, fields, values and relations; each line can be told apart from the others."""
    import tomllib

    known = set(tomllib.loads(find_resource("pipelines", "newswire", "relations.toml").read_text("utf-8"))["relations"])
    reports = read_reports()
    lines = [json.dumps(row, sort_keys=True) for row in read_expected()]
    assert len(lines) == len(set(lines))
    for row in read_expected():
        assert set(row) <= FIELDS
        assert row["document"] in reports
        assert set(row["relation"]) <= known
        assert row.get("polarity", "AFFIRMED") in set(Polarity)
        assert row.get("modality", "ASSERTED") in set(Modality)
        assert row.get("words", "") in reports[row["document"]]["text"]


def test_every_report_has_expected_statements() -> None:
    """Only the reprint is left to its original."""
    covered = {row["document"] for row in read_lines(find_resource("seeds", "expected", "must.jsonl"))}
    assert set(read_reports()) - covered == {"2014-08-08-food-embargo-reprint"}


def matches(expected: dict[str, Any], statement: Any) -> bool:
    """Return whether a statement is the one that a line describes."""
    document = Path(statement.document.id).name.removesuffix(".txt")
    ends = [(statement.source.name, statement.target.name)]
    if statement.symmetric:
        ends.append((statement.target.name, statement.source.name))
    sources, targets = expected.get("source"), expected.get("target")
    nearest = {speaker.name for step in statement.attributed_to[:1] for speaker in step}
    return (
        document == expected["document"]
        and any((not sources or one in sources) and (not targets or other in targets) for one, other in ends)
        and statement.relation in expected["relation"]
        and expected.get("polarity", statement.polarity) == statement.polarity
        and expected.get("modality", statement.modality) == statement.modality
        and _speaker_fits(expected, nearest)
        and expected.get("words", "") in statement.sentence.text
    )


def _speaker_fits(expected: dict[str, Any], nearest: set[str]) -> bool:
    if "speaker" not in expected:
        return True
    return not nearest if expected["speaker"] is None else bool(nearest & set(expected["speaker"]))


@pytest.fixture(scope="module")
def statements() -> list[Any]:
    """Return all statements of the seeds, read with the shipped pipeline and model."""
    import kg
    from kg.ids import document_uid, text_digest

    documents = [
        kg.Document(
            uid=document_uid(key),
            id=key,
            digest=text_digest(report["text"]),
            text=report["text"],
            published=report["published"],
        )
        for key, report in read_reports().items()
    ]
    return list(kg.extract(documents))


@pytest.mark.model
def test_the_pipeline_finds_what_a_reader_signs(statements: list[Any]) -> None:
    """The share of the expected statements that are found stays above its floor."""
    expected = read_lines(find_resource("seeds", "expected", "must.jsonl"))
    missing = [row for row in expected if not any(matches(row, statement) for statement in statements)]
    share = 1 - len(missing) / len(expected)
    assert share >= SHARE_FOUND, f"found {share:.1%}; missing:\n" + "\n".join(json.dumps(row) for row in missing)


@pytest.mark.model
def test_the_pipeline_says_little_that_is_not_there(statements: list[Any]) -> None:
    """Reversed, un-negated and un-hedged readings stay below their ceiling."""
    never = read_lines(find_resource("seeds", "expected", "never.jsonl"))
    found = [row for row in never if any(matches(row, statement) for statement in statements)]
    assert len(found) <= NEVER_FOUND, "\n".join(json.dumps(row) for row in found)
