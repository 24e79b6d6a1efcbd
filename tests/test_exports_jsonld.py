"""The export as linked data: what an RDF library reads out of it."""

from __future__ import annotations

import io

import pytest
from cli_examples import FULL, PLAIN
from sample_graph import HOSTILE_NAME, SampleLedger, make_ledger

from kg.exports.jsonld import export_jsonld

rdflib = pytest.importorskip("rdflib")
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")

PREFIXES = """
PREFIX kg: <urn:actorkg:term:>
PREFIX relation: <urn:actorkg:relation:>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def parsed(ledger: SampleLedger) -> rdflib.Graph:
    """Return the export of a ledger as an RDF graph."""
    stream = io.StringIO()
    assert export_jsonld(ledger, stream) == len(ledger.statement_list)
    return rdflib.Graph().parse(data=stream.getvalue(), format="json-ld")


def ask(graph: rdflib.Graph, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a SPARQL query as plain values, sorted."""
    rows = [
        tuple(None if value is None else value.toPython() for value in row) for row in graph.query(PREFIXES + query)
    ]
    return sorted(rows, key=repr)


def test_every_node_is_there() -> None:
    """Actors, documents and statements, each once."""
    graph = parsed(make_ledger())
    counts = "SELECT (COUNT(DISTINCT ?n) AS ?c) WHERE {{ ?n a {} }}"
    found = [
        ask(graph, counts.format(name)) for name in ("kg:Actor", "schema:NewsArticle", "kg:Statement", "prov:Activity")
    ]
    assert found == [[(7,)], [(4,)], [(8,)], [(1,)]]


def test_hostile_names_come_back() -> None:
    """Quotes, line breaks and braces in a name and in a sentence are text."""
    graph = parsed(make_ledger())
    assert ask(graph, "SELECT ?name WHERE { <urn:actorkg:actor:a6> schema:name ?name }") == [(HOSTILE_NAME,)]
    quoted = "SELECT ?q WHERE { <urn:actorkg:statement:s7> kg:evidence/oa:hasSelector/oa:exact ?q }"
    assert ask(graph, quoted) == [(HOSTILE_NAME,)]


def test_a_statement_has_ends_status_speakers_and_provenance() -> None:
    """Who, what, whom; on whose word, in order; from which document, read by what."""
    graph = parsed(SampleLedger(statement_list=[PLAIN, FULL]))
    statement = f"<urn:actorkg:statement:{FULL.sid}>"
    ends = (
        "rdf:subject ?source; rdf:predicate ?relation; rdf:object ?target; kg:polarity ?p; kg:factual ?f; kg:score ?s"
    )
    assert ask(graph, f"SELECT ?source ?relation ?target ?p ?f ?s WHERE {{ {statement} {ends} }}") == [
        (
            "http://www.wikidata.org/entity/Q794",
            "urn:actorkg:relation:ARMS",
            f"urn:actorkg:actor:{FULL.target.uid}",
            "NEGATED",
            False,
            7.5,
        )
    ]
    first_step = f"SELECT ?name WHERE {{ {statement} kg:attributedTo/rdf:first/kg:speakers/schema:name ?name }}"
    assert ask(graph, first_step) == [("It",), ("Russia",)]
    second_step = (
        f"SELECT ?name WHERE {{ {statement} kg:attributedTo/rdf:rest/rdf:first/kg:speakers/schema:name ?name }}"
    )
    assert ask(graph, second_step) == [("Iraq",)]
    provenance = "prov:wasDerivedFrom ?d; prov:wasGeneratedBy/prov:wasAssociatedWith/schema:name ?agent; kg:within ?w"
    assert ask(graph, f"SELECT ?d ?agent ?w WHERE {{ {statement} {provenance} }}") == [
        (f"urn:actorkg:document:{FULL.document.uid}", name, f"urn:actorkg:statement:{PLAIN.sid}")
        for name in ("en_news@1", "newswire@1")
    ]
    place = "kg:evidence/oa:hasSelector ?at . ?at a oa:TextPositionSelector; oa:start ?start; oa:end ?end"
    assert ask(graph, f"SELECT ?start ?end WHERE {{ {statement} {place} }}") == [(37, 100)]


def test_every_term_is_mapped() -> None:
    """No key is dropped by the context, and every predicate is of a vocabulary that the page names."""
    graph = parsed(make_ledger())
    vocabularies = (
        "urn:actorkg:term:",
        "http://www.w3.org/ns/oa#",
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "https://schema.org/",
    )
    assert {str(p) for p in graph.predicates() if not str(p).startswith(vocabularies)} == set()
    assert len(graph) > 350
