"""How alike two texts are: a signature for each, of fixed size, in time linear in the text.

Texts are compared by their runs of three words, without regard to case, punctuation and quotation marks. The
signature holds, for each of 128 orderings of all such runs, a piece of the first one in the text (MinHash, 16 bits
each): the share of equal pieces of two signatures estimates the share of runs that the two texts have in common.
Whether two texts are near is a function of these two alone, so groups of near texts do not depend on any order.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RUN_WORDS = 3
"""Words in a run."""
PIECES = 128
"""Pieces of a signature, two bytes each."""
NEAR_PIECES = 51
"""Two texts are near from so many equal pieces on: two fifths of their runs in common."""
BAND_PIECES = 3
"""Near texts also have one of the 42 bands of so many pieces in common, by which they are looked up."""
SHORT_WORDS = 40
"""Texts of fewer words are near only if all their words are the same."""

_BANDS = PIECES // BAND_PIECES
_WORD = re.compile(r"\w+")
_RUNS_AT_ONCE = 4096
_MASK = (1 << 64) - 1


def signature(text: str) -> bytes:
    """Return the signature of a text, 256 bytes.

    Example:
        >>> signature("Russia supports Iraq.") == signature("RUSSIA supports\\n “Iraq” ")
        True
    """
    words = _WORD.findall(text.casefold())
    if len(words) < SHORT_WORDS:
        return hashlib.shake_256(" ".join(words or text.split()).encode()).digest(2 * PIECES)
    import numpy as np

    hashes = np.fromiter((zlib.crc32(word.encode()) for word in words), dtype=np.uint64, count=len(words))
    runs = np.zeros(len(words) - RUN_WORDS + 1, dtype=np.uint64)
    for i in range(RUN_WORDS):
        runs = _mixed(runs + hashes[i : i + len(runs)])
    runs = np.unique(runs)
    factors, summands = _orderings()
    firsts = np.full(PIECES, _MASK, dtype=np.uint64)
    for at in range(0, len(runs), _RUNS_AT_ONCE):
        ranks = runs[at : at + _RUNS_AT_ONCE, None] * factors + summands
        firsts = np.minimum(firsts, ranks.min(axis=0))
    return firsts.astype("<u2").tobytes()


def band_keys(signed: bytes) -> list[int]:
    """Return the keys, as signed 64-bit numbers, of which two near texts share at least one."""
    import numpy as np

    pieces = np.frombuffer(signed, dtype="<u2")[: _BANDS * BAND_PIECES].reshape(_BANDS, BAND_PIECES)
    keys = np.arange(_BANDS, dtype=np.uint64)
    for i in range(BAND_PIECES):
        keys = _mixed(keys + pieces[:, i])
    return [int(key) for key in keys.view(np.int64)]


def near(signed: bytes, others: list[bytes]) -> NDArray[np.bool_]:
    """Return for each of other signatures whether its text is nearly the same as that of `signed`.

    Example:
        >>> near(signature("Russia left."), [signature("Russia left!"), signature("Russia stayed.")]).tolist()
        [True, False]
    """
    import numpy as np

    pieces = np.frombuffer(b"".join(others), dtype="<u2").reshape(len(others), PIECES)
    equal = pieces == np.frombuffer(signed, dtype="<u2")
    bands = equal[:, : _BANDS * BAND_PIECES].reshape(len(others), _BANDS, BAND_PIECES)
    found: NDArray[np.bool_] = (equal.sum(axis=1) >= NEAR_PIECES) & bands.all(axis=2).any(axis=1)
    return found


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return numbers whose bits all depend on all bits of the given ones (the finaliser of splitmix64)."""
    import numpy as np

    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@cache
def _orderings() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return odd factors and summands: run * factor + summand ranks the runs in one ordering."""
    import numpy as np

    numbers = _mixed(np.arange(2 * PIECES, dtype=np.uint64))
    return numbers[:PIECES] | np.uint64(1), numbers[PIECES:]
