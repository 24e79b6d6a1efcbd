"""docs/stores.md: its Python runs, its Cypher means the same on every store, its properties are the contract's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sample_graph import make_ledger

from kg.graph import ACTOR_PROPERTIES, DOCUMENT_PROPERTIES, STATEMENT_PROPERTIES
from kg.store import STORES, GraphStore, open_store
from kg.sync import load

PAGE = (Path(__file__).parent.parent.parent / "docs" / "stores.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


def test_python_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The blocks run one after the other, in a folder with a home."""
    monkeypatch.chdir(tmp_path)
    with open_store("embedded", home=tmp_path / ".kg") as store:
        load(make_ledger(), store)
    names: dict[str, object] = {}
    for block in blocks("python"):
        exec(block, names)
    printed = capsys.readouterr().out
    assert "'SUPPORTS': 2" in printed
    assert "Borduria BOR" in printed
    assert sorted(path.name for path in tmp_path.iterdir()) == [".kg", "graph.graphml", "graph.json"]


def test_cypher_of_the_page_answers(any_store: GraphStore) -> None:
    """The questions find what the sample holds, on every store."""
    load(make_ledger(), any_store)
    supporters, denied = blocks("cypher")
    assert any_store.query(supporters).rows == [("Arcadia", "Borduria", 1)]
    assert any_store.query(denied).rows == [
        (
            "Arcadia",
            "SUPPORTS",
            "Borduria",
            ["Anna Keller", "officials", "Coastal Union"],
            "Somebody did something.",
        )
    ]


def test_page_names_every_property() -> None:
    """A property that is added to the graph is added to the page."""
    for name in (*ACTOR_PROPERTIES, *DOCUMENT_PROPERTIES):
        assert re.search(rf"[{{ ]{name}[,}}]", PAGE), name
    for name in STATEMENT_PROPERTIES:
        assert f"`{name.replace('target_', 'source_')}`" in PAGE, name


def test_page_names_every_store() -> None:
    """Names, endings and the two plain schemes are on the page."""
    for name in STORES:
        assert name.replace("+s://", "://").replace("+ssc://", "://") in PAGE
