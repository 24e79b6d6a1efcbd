"""Compare a store with the ledger, row by row: what is missing, what is too much, what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.projection import LedgerLike, Projection
from kg.store.base import GraphStore, LedgerMark


@dataclass(frozen=True, slots=True)
class TableComparison:
    """One table of a store against the ledger, by key and digest.

    Attributes:
        table: actors, documents, statements or mentions.
        expected: rows that the ledger has.
        missing, surplus, different: keys, in order: those that the store lacks, those that only the store has, and
            those of rows that say something else.
    """

    table: str
    expected: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def held(self) -> int:
        """Rows that the store holds as the ledger has them."""
        return self.expected - len(self.missing) - len(self.different)

    @property
    def is_equal(self) -> bool:
        """Whether the store holds just what the ledger has."""
        return not (self.missing or self.surplus or self.different)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A store against the ledger.

    Attributes:
        tables: one comparison each, in the order actors, documents, statements, mentions.
        mark: whose projection the store is; None where nothing was loaded.
    """

    tables: tuple[TableComparison, ...]
    mark: LedgerMark | None


def compare(ledger: LedgerLike, store: GraphStore) -> Comparison:
    """Return how a store differs from the ledger; every property is looked at, not only the stored digests.

    Raises:
        StoreError: the store cannot be read.

    Example:
        >>> all(table.is_equal for table in compare(ledger, store).tables)                # doctest: +SKIP
        True
    """
    with ledger.snapshot():
        rows, state = Projection(ledger), store.state(verify=True)
        statements = {sid: ref.digest for sid, ref in state.statements.items()}
        return Comparison(
            tables=(
                _compare("actors", state.actors, ((row.key, row.digest) for row in rows.actors())),
                _compare("documents", state.documents, ((row.key, row.digest) for row in rows.documents())),
                _compare("statements", statements, ((row.key, row.digest) for row in rows.statements())),
                _compare("mentions", state.mentions, ((row.key, row.digest) for row in rows.mentions())),
            ),
            mark=store.mark(),
        )


def _compare(table: str, held: Mapping[str, str], expected: Iterable[tuple[str, str]]) -> TableComparison:
    seen: set[str] = set()
    missing, different = [], []
    for key, digest in expected:
        seen.add(key)
        if (found := held.get(key)) is None:
            missing.append(key)
        elif found != digest:
            different.append(key)
    surplus = held.keys() - seen
    return TableComparison(table, len(seen), tuple(sorted(missing)), tuple(sorted(surplus)), tuple(sorted(different)))
