"""Matrix products: right, the same alone and in company, and left to spaCy where they would not be."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
from thinc.api import Linear, NumpyOps

from kg.parsing import products


class Pipeline:
    """As much of a spaCy pipeline as is looked at: one component with a model, one without."""

    def __init__(self, model: Any) -> None:
        self.pipeline = [("tagger", type("Component", (), {"model": model})()), ("rules", object())]


def make_layer() -> Any:
    layer = Linear(nO=128, nI=96)
    layer.initialize()
    return layer


def test_product_is_right() -> None:
    """Small whole numbers, which floats hold exactly; the rows that fill the tile up are gone."""
    rows = numpy.array([[1, 2], [3, 4], [5, 6]], dtype="float32")
    weights = numpy.array([[1, 0], [0, 1], [1, 1], [2, -1]], dtype="float32")
    assert products.multiply(rows, weights).tolist() == [[1, 2, 3, 0], [3, 4, 7, 2], [5, 6, 11, 4]]


def test_layers_get_the_fast_products_only_where_rows_keep_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A processor on which a row's product depends on its company keeps spaCy's own products."""
    layer = make_layer()
    monkeypatch.setattr(products, "is_row_independent", lambda: False)
    assert products.use_fast_products(Pipeline(layer)) is False  # type: ignore[arg-type]
    assert type(layer.ops) is NumpyOps
    monkeypatch.setattr(products, "is_row_independent", lambda: True)
    assert products.use_fast_products(Pipeline(layer)) is True  # type: ignore[arg-type]
    assert type(layer.ops) is not NumpyOps


def test_trial_sees_a_row_that_depends_on_its_company(monkeypatch: pytest.MonkeyPatch) -> None:
    """A product whose last bits change with the number of rows is found out."""
    right = products.multiply
    monkeypatch.setattr(products, "multiply", lambda rows, weights: right(rows, weights) + numpy.float32(len(rows)))
    products.is_row_independent.cache_clear()
    try:
        assert not products.is_row_independent()
    finally:
        products.is_row_independent.cache_clear()


def test_layer_gives_what_spacy_gives() -> None:
    """The same numbers but for rounding, into a new array or a given one; nothing comes of no rows."""
    layer, rows = make_layer(), numpy.random.RandomState(1).rand(50, 96).astype("float32")
    weights = layer.get_param("W")
    expected = layer.ops.gemm(rows, weights, trans2=True)
    ops = products._fast_ops()
    given = numpy.empty_like(expected)
    assert numpy.allclose(ops.gemm(rows, weights, trans2=True), expected, atol=1e-4)
    assert ops.gemm(rows, weights, out=given, trans2=True) is given
    assert numpy.allclose(given, expected, atol=1e-4)
    assert ops.gemm(rows[:0], weights, trans2=True).shape == (0, 128)


@pytest.mark.model
def test_a_text_is_parsed_alike_alone_and_among_others() -> None:
    """Trees do not depend on the batch that a text stands in."""
    from kg.parsing.spacy_parser import SpacyParser

    texts = [
        "Arcadia supports Borduria.",
        "The minister met the envoy on Monday. Both said that talks would go on.\n\nNo.",
        "Rebels " + "and more rebels " * 30 + "attacked the port.",
    ]
    parser = SpacyParser()
    together = list(parser.parse_many(texts * 3))
    for text, trees in zip(texts * 3, together, strict=True):
        assert [tree.tokens for tree in trees] == [tree.tokens for tree in parser.parse(text)]
