"""Faster matrix products for a loaded language model, where they give the same bytes whatever a batch holds.

Most of the time of a parse goes into products of a batch's rows with the weights. spaCy leaves them to BLIS, whose
kernels are slow on some processors; NumPy's library took 40 % of the time on the one that this was measured on. But a
row's product must not depend on the rows beside it: else a document would be parsed one way alone and another way among
others. So batches are filled up to whole tiles, small products stay with BLIS, and the library is tried out once; where
a row changes with its company, all products stay with BLIS.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

TILE = 48
"""Rows are filled up to a multiple: a common one of the heights of the tiles that kernels work in."""
SMALLEST = 8_000
"""Products with fewer weights may take other kernels when there are few rows; BLIS keeps them."""
_TRIED_ROWS = (1, 2, 31, 48, 100, 333)
_TRIED_WEIGHTS = ((384, 512), (384, 384), (128, 128), (688, 128), (96, 288))


def use_fast_products(nlp: Language) -> bool:
    """Let NumPy multiply in all layers of a pipeline, if that is safe here; return whether it is."""
    if not is_row_independent():
        return False
    ops = _fast_ops()
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in () if model is None else model.walk():
            node.ops = ops
    return True


@cache
def is_row_independent() -> bool:
    """Return whether NumPy's products of a row are the same alone and among other rows, as far as a trial tells."""
    import numpy

    draw = numpy.random.RandomState(0)
    for shape in _TRIED_WEIGHTS:
        weights = draw.rand(*shape).astype("float32")
        rows = draw.rand(500, shape[1]).astype("float32")
        whole = multiply(rows, weights)
        for first in (0, 7):
            for count in _TRIED_ROWS:
                some = slice(first, first + count)
                if not numpy.array_equal(multiply(rows[some], weights), whole[some]):
                    return False
    return True


def multiply(rows: Any, weights: Any) -> Any:
    """Return `rows @ weights.T` of two matrices of 32-bit floats, computed in whole tiles."""
    import numpy

    count = rows.shape[0]
    if missing := -count % TILE:
        rows = numpy.concatenate([rows, numpy.zeros((missing, rows.shape[1]), dtype=rows.dtype)])
    return (rows @ weights.T)[:count]


@cache
def _fast_ops() -> Any:
    from thinc.api import NumpyOps

    class FastOps(NumpyOps):  # type: ignore[misc]
        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            usual = trans2 and not trans1 and x.ndim == y.ndim == 2 and x.dtype == y.dtype == "float32"
            if not (usual and y.size >= SMALLEST and x.shape[0]):
                return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
            product = multiply(x, y)
            if out is None:
                return product
            out[:] = product
            return out

    return FastOps()
