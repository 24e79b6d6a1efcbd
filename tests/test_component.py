"""The spaCy component `kg_statements`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.parsing import load_model
from kg.pipeline import Pipeline, document_of
from kg.records import statement_to_record

TEXTS = ["Ghana thanked Togo.", "Benin accused Mali of arming rebels.", "It rained.", ""]


@pytest.fixture(scope="module")
def nlp() -> Any:
    """The shipped model with the component at its end."""
    model = load_model()
    model.add_pipe("kg_statements")
    return model


def records(text: str) -> list[dict[str, Any]]:
    """What the pipeline itself says of a text."""
    return [dict(statement_to_record(s)) for s in Pipeline.load().read(document_of(text)).statements]


@pytest.mark.model
def test_component_gives_statement_records(nlp: Any) -> None:
    """Plain dicts on the Doc, the fields of the statement record."""
    found = nlp("Ghana thanked Togo.")._.kg_statements
    assert [(r["source"]["name"], r["relation"], r["target"]["name"]) for r in found] == [("Ghana", "THANKS", "Togo")]
    assert json.loads(json.dumps(found)) == found
    assert found[0]["schema_version"] == 1


@pytest.mark.model
def test_model_and_pipeline_are_named_in_the_records(nlp: Any) -> None:
    """The names with versions that `kg extract` writes."""
    record = nlp("Ghana thanked Togo.")._.kg_statements[0]
    assert record["pipeline"] == "newswire@1"
    assert record["model"] == records("Ghana thanked Togo.")[0]["model"]


@pytest.mark.model
def test_a_text_without_statements_has_an_empty_list(nlp: Any) -> None:
    """Nothing found is not the same as not looked."""
    assert nlp("It rained.")._.kg_statements == []
    assert nlp.make_doc("It rained.")._.kg_statements is None


@pytest.mark.model
def test_records_survive_a_docbin(nlp: Any) -> None:
    """Written to bytes and read back, the records say the same (lists come back as tuples)."""
    from spacy.tokens import DocBin

    docs = [nlp(text) for text in TEXTS]
    data = DocBin(docs=docs, store_user_data=True).to_bytes()
    back = list(DocBin().from_bytes(data).get_docs(nlp.vocab))
    assert [json.dumps(d._.kg_statements) for d in back] == [json.dumps(d._.kg_statements) for d in docs]
    assert back[0]._.kg_statements[0]["relation"] == "THANKS"


@pytest.mark.model
@pytest.mark.slow
def test_two_processes_give_the_same_records(nlp: Any) -> None:
    """`n_process=2` carries the records back, in order."""
    alone = [doc._.kg_statements for doc in nlp.pipe(TEXTS)]
    assert [doc._.kg_statements for doc in nlp.pipe(TEXTS, n_process=2, batch_size=2)] == alone


@pytest.mark.model
def test_component_is_found_by_its_entry_point() -> None:
    """Who has the package installed needs no import."""
    from importlib.metadata import entry_points

    points = entry_points(group="spacy_factories")
    assert [p.value for p in points if p.name == "kg_statements"] == ["kg.component:make_statements_component"]
