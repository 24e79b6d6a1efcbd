"""The spaCy component `kg_statements`: statement records as plain dicts on each Doc.

```python
nlp = kg.load_model()
nlp.add_pipe("kg_statements")
doc = nlp("Russia supports Iraq.")
doc._.kg_statements[0]["relation"]  # "SUPPORTS"
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc

if TYPE_CHECKING:
    from kg.pipeline import Pipeline

EXTENSION = "kg_statements"


class StatementsComponent:
    """Reads statements from each parsed Doc and keeps their records in `doc._.kg_statements`.

    Records are plain dicts, so that `DocBin(store_user_data=True)` and `nlp.pipe(n_process=2)` carry them.
    """

    def __init__(self, pipeline: str, model: str) -> None:
        self._name = pipeline
        self._model = model
        self._pipeline: Pipeline | None = None

    def __call__(self, doc: Doc) -> Doc:
        from kg.pipeline import Pipeline

        if self._pipeline is None:
            self._pipeline = Pipeline.without_parser(self._name, model_name=self._model)
        doc._.set(EXTENSION, self._pipeline.records_of_doc(doc))
        return doc


@Language.factory("kg_statements", default_config={"pipeline": "newswire"}, requires=["token.dep"])
def make_statements_component(nlp: Language, name: str, pipeline: str) -> StatementsComponent:  # noqa: ARG001
    """Return the component; `pipeline` is the name or folder of the pipeline whose words it goes by."""
    if not Doc.has_extension(EXTENSION):
        Doc.set_extension(EXTENSION, default=None)
    meta: dict[str, Any] = nlp.meta
    return StatementsComponent(pipeline, f"{meta['lang']}_{meta['name']}@{meta['version']}")
