"""Take into a home what was extracted elsewhere: shards of `kg build --engine ray`, or lines of `kg extract`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from kg.job import update_embedded_graph
from kg.ledger import Ledger
from kg.ledger.intake import Arrival
from kg.model import Failure, Report
from kg.shards import find_shards, read_shards
from kg.work import Progress, Tally, record_run

ITEMS_AT_ONCE = 64


def import_shards(
    sources: Sequence[str | Path],
    *,
    home: str | Path = ".kg",
    on_progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Report:
    """Take shards into a home, bring its embedded graph up to date, and return what came of it.

    The order of shards makes no difference, and neither does taking one in twice. Of two readings of one text the one
    that comes last stays; an id that comes with two texts is a failure, and neither text is kept.

    Args:
        sources: Parquet shards and files of `kg extract` lines, folders or globs of them, "-" for lines on stdin.
        home: folder of the ledger; made where it is missing.
        on_progress: called as the work goes on.
        stop: asked between batches; when it says True, KeyboardInterrupt is raised, and what was taken in stays.

    Raises:
        ReaderError: a source is no shard.
        ConfigError: a Parquet shard needs pyarrow, which is not installed.
        LedgerError: the home cannot be read or written; what was taken in before stays.
        StoreError: the embedded graph could not be brought up to date; the ledger is complete.

    Example:
        >>> import_shards(["shards/"], home=".kg").new                                    # doctest: +SKIP
        1200
    """
    paths = find_shards(sources)
    tally = Tally()
    with (
        Ledger.open(Path(home), create=True) as ledger,
        record_run(ledger, tally, sources=[str(source) for source in sources], command="import") as run,
    ):
        items = read_shards(paths)
        while batch := list(islice(items, ITEMS_AT_ONCE)):
            _take_in(ledger, batch, tally, run)
            if on_progress is not None:
                on_progress(tally.found, None, tally.report())
            if stop is not None and stop():
                raise KeyboardInterrupt
        update_embedded_graph(ledger)
    return tally.report()


def _take_in(ledger: Ledger, batch: list[Arrival | Failure], tally: Tally, run: str) -> None:
    arrivals = [item for item in batch if isinstance(item, Arrival)]
    outcomes = ledger.take_in(arrivals, run=run)
    failures = [item for item in batch if isinstance(item, Failure)]
    failures += [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    if failures:
        ledger.record_failures(failures, run=run)
    for arrival, outcome in zip(arrivals, outcomes, strict=True):
        if not isinstance(outcome, Failure):
            tally.take(arrival.reading, outcome)
    tally.failures += failures
