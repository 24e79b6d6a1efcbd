"""Hostile names and texts through every store and export: the table of docs/exports.md, cell by cell."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from sample_graph import ARCADIA, SampleActor, SampleLedger, make_document, make_statement

from kg.errors import ReaderError
from kg.exports import EXPORTS, BinaryExport, FolderExport, TextExport
from kg.readers import make_document as read_text
from kg.records import statement_from_record
from kg.settings import read_settings
from kg.store import open_store
from kg.sync import load

PAGE = (Path(__file__).parent.parent / "docs" / "exports.md").read_text(encoding="utf-8")
TEXTS: Mapping[str, str] = {
    "quotation marks, backslashes, backticks": 'a "b" \'c\' \\ \\" `d`',
    "commas, semicolons, bars": "a, b; c | d",
    "line feeds": "a\nb\n\nc",
    "carriage returns": "a\r\nb\rc",
    "tabs": "a\tb",
    "blanks around": " a ",
    "markup, entities": "<b>a</b> &amp; ]]> <![CDATA[ <!--",
    "Cypher, SQL": "`}) DETACH DELETE n // '; DROP TABLE statements; --",
    "control characters": "a\x07b\x1bc",
    "U+001F": "a\x1fb",
    "U+0085, U+2028": "a\x85b\u2028c",
    "U+FFFE": "a\ufffeb",
    "`\\x{7}` as written": "a\\x{7}b",
    "formulas": '=HYPERLINK("http://a.example")',
    "a sign in front": "-1 @b",
    "other scripts, emoji": "Żółć 日本 🕊 👩‍👩‍👧",
    "bidi and combining marks": "a\u202eb\u2066c e\u0301 \u200b",
}
SAME = "same"
Got = tuple[str, str, str]
"""Name, sentence and the one speaker of a statement as something gives them back."""


def make_hostile_ledger() -> SampleLedger:
    """Return a ledger with an actor, an alias, a sentence and a speaker for each text."""
    actors = [SampleActor(f"h{i:02}", text, aliases=(text + "!",)) for i, text in enumerate(TEXTS.values())]
    statements = []
    for actor in actors:
        statement = make_statement(f"s-{actor.uid}", actor, "SUPPORTS", ARCADIA, sentence=actor.name)
        statements.append(replace(statement, attributed_to=((statement.source,),)))
    return SampleLedger(
        actor_list=[ARCADIA, *actors],
        document_list=[make_document(1)],
        statement_list=statements,
        mention_list=[(actor.uid, "d1", 1) for actor in actors],
    )


def exported(name: str) -> bytes:
    """Return what an export of the hostile ledger writes."""
    export, ledger = EXPORTS[name], make_hostile_ledger()
    if isinstance(export, TextExport):
        text = io.StringIO(newline="\n")
        assert export.write(ledger, text) == len(TEXTS)
        return text.getvalue().encode()
    assert isinstance(export, BinaryExport)
    data = io.BytesIO()
    assert export.write(ledger, data) == len(TEXTS)
    return data.getvalue()


def of_records(records: list[dict[str, Any]]) -> list[Got]:
    """Return what records give back; they are the very statements."""
    assert [statement_from_record(record) for record in records] == make_hostile_ledger().statement_list
    return [(r["source"]["name"], r["sentence"]["text"], r["attributed_to"][0][0]["name"]) for r in records]


def through_jsonl(_folder: Path) -> list[Got]:
    lines = exported("jsonl").decode().split("\n")[:-1]
    return of_records([json.loads(line) for line in lines])


def through_parquet(_folder: Path) -> list[Got]:
    pq = pytest.importorskip("pyarrow.parquet")
    return of_records(pq.read_table(io.BytesIO(exported("parquet"))).to_pylist())


def through_store(target: str) -> Callable[[Path], list[Got]]:
    """Return what loads a store, opens it again and reads its statements; the state is that of the live graph."""

    def through(folder: Path) -> list[Got]:
        address = str(folder / target) if target.startswith("graph.") else target
        ledger = make_hostile_ledger()
        with open_store("networkx", home=folder / "nothing") as live:
            load(ledger, live)
            expected = live.state(verify=True)
        with open_store(address, home=folder, settings=read_settings({})) as store:
            load(ledger, store)
        with open_store(address, home=folder, settings=read_settings({})) as store:
            if target != "networkx":
                assert store.state(verify=True) == expected
                assert load(ledger, store).is_unchanged
            else:
                load(ledger, store)
            asked = "MATCH (a:Actor)-[r:SUPPORTS]->() RETURN a.name, r.sentence, r.speakers[0] ORDER BY r.sid"
            return [(row[0], row[1], row[2]) for row in store.query(asked).rows]

    return through


def through_networkx(ending: str) -> Callable[[Path], list[Got]]:
    """Return what exports a graph file and reads it with NetworkX, as other programs do."""

    def through(folder: Path) -> list[Got]:
        path = folder / f"other.{ending}"
        path.write_bytes(exported(ending))
        read = nx.read_gexf if ending == "gexf" else nx.read_graphml
        graph = read(path) if ending == "gexf" else read(path, force_multigraph=True, edge_key_type=str)
        edges = sorted((edge for edge in graph.edges(data=True) if "sid" in edge[2]), key=lambda edge: edge[2]["sid"])
        return [(graph.nodes[s]["name"], e["sentence"], json.loads(e["speakers"])[0]) for s, _, e in edges]

    return through


def through_csv(_folder: Path) -> list[Got]:
    rows = csv.DictReader(io.StringIO(exported("csv").decode(), newline=""))
    return [(row["source"], row["sentence"], row["speakers"]) for row in rows]


def through_jsonld(_folder: Path) -> list[Got]:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(data=exported("jsonld").decode(), format="json-ld")
    rows = graph.query("""
        PREFIX kg: <urn:actorkg:term:> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX schema: <https://schema.org/>
        SELECT ?s ?name ?sentence WHERE {
          ?s rdf:subject/schema:name ?name ; kg:evidence/oa:hasSelector/oa:exact ?sentence } ORDER BY ?s""")
    return [(str(row[1]), str(row[2]), str(row[1])) for row in rows]


def _header(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").strip().split(",")


def through_importer(folder: Path) -> list[Got]:
    export = EXPORTS["neo4j-admin"]
    assert isinstance(export, FolderExport)
    made = folder / "import"
    made.mkdir()
    _, note = export.write(make_hostile_ledger(), made)
    assert note is not None
    assert note.startswith("2 rows have a list that CSV cannot hold")
    tables = {}
    for table in ("actors", "statements"):
        header = [name.partition(":")[0] or name for name in _header(made / f"{table}_header.csv")]
        text = gzip.decompress((made / f"{table}_000.csv.gz").read_bytes()).decode()
        tables[table] = [dict(zip(header, row, strict=True)) for row in csv.reader(io.StringIO(text, newline=""))]
    names = {row["uid"]: row["name"] for row in tables["actors"]}
    rows = sorted(tables["statements"], key=lambda row: row["sid"])
    return [(names[row[":START_ID(Actor)"]], row["sentence"], row["speakers"].split("\x1f")[0]) for row in rows]


WAYS: Mapping[str, tuple[Callable[[Path], list[Got]], ...]] = {
    "`jsonl`, `parquet`": (through_jsonl, through_parquet),
    "embedded, NetworkX, `.json`": (through_store("embedded"), through_store("networkx"), through_store("graph.json")),
    "`graphml`, `gexf` in `kg`": (through_store("graph.graphml"), through_store("graph.gexf")),
    "`graphml`, `gexf` elsewhere": (through_networkx("graphml"), through_networkx("gexf")),
    "`csv`": (through_csv,),
    "`jsonld`": (through_jsonld,),
    "`neo4j-admin`": (through_importer,),
}
"""The columns of the table, and what goes through each."""


def cell(text: str, got: Got) -> str:
    """Return what the table says of a text that came back so."""
    if got == (text, text, text):
        return SAME
    if got == (f"'{text}",) * 3:
        return "`'` in front"
    if got[:2] == (text, text):
        return "lists at the next load"
    escaped = re.sub("[\x00-\x08\x0b-\x1f\ufffe]", lambda found: f"\\x{{{ord(found[0]):x}}}", text)
    escaped = escaped if escaped != text else text.replace("\\x{", "\\x{5c}x{")
    return "escaped" if got[:2] == (escaped, escaped) else repr(got)


def table_of_page() -> tuple[list[str], dict[str, list[str]]]:
    """Return the columns and the rows of the table of hostile texts."""
    lines = [line for line in PAGE.partition("| text |")[2].partition("\n\n")[0].splitlines() if "---" not in line]
    cells = [[part.strip() for part in line.strip("| ").split(" | ")] for line in lines]
    return cells[0], {row[0]: row[1:] for row in cells[1:]}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("column", WAYS)
def test_table_of_hostile_texts(tmp_path: Path, column: str) -> None:
    """What comes back is what the page says, for each text, as a name, a sentence and a list."""
    columns, rows = table_of_page()
    assert columns == list(WAYS)
    at = columns.index(column)
    for number, through in enumerate(WAYS[column]):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = dict(zip(TEXTS, map(cell, TEXTS.values(), through(folder)), strict=True))
        assert found == {text: row[at] for text, row in rows.items()}


@pytest.mark.neo4j
def test_neo4j_gives_every_hostile_text_back(tmp_path: Path, neo4j_uri: str) -> None:
    """Loaded into a server and read back: the same, property by property."""
    with open_store(neo4j_uri, settings=read_settings({})) as store:
        store.clear()
    got = through_store(neo4j_uri)(tmp_path)
    assert [cell(text, found) for text, found in zip(TEXTS.values(), got, strict=True)] == [SAME] * len(TEXTS)


@pytest.mark.parametrize(("text", "reason"), [("Iraq\0 left.", "NUL"), ("Iraq \ud800 left.", "surrogate")])
def test_what_no_text_may_hold_is_refused_when_it_is_read(text: str, reason: str) -> None:
    """NUL and half surrogate pairs never get as far as a store."""
    with pytest.raises(ReaderError, match=reason):
        read_text(text, id="a", own_id=True)
