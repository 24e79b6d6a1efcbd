"""Targets and pinned bounds of a language model's figures, kept in `pipelines/language/floors.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.resources import find_resource
from kg.training.measures import Measure

MARGIN = 0.3
"""How far below a measured figure its floor is pinned: processors of another kind round differently."""
LOWER_IS_BETTER = ("lost", "MB on disk", "seconds to load", "MB of memory")
"""Ends of the names of measures whose bound is a ceiling; all other bounds are floors."""
QUICK_MARK = ", first "
"""In the names of data that only the quick table reads a part of."""
OF_THE_MACHINE = ("words a second", "speed against")
"""Beginnings of the names of measures that pinning leaves alone, as it does ceilings: they depend on the machine."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Targets and bounds by the key of a measure ("EWT dev: LAS")."""

    targets: Mapping[str, float]
    pinned: Mapping[str, float]

    def reaches(self, measure: Measure, bound: float) -> bool:
        """Whether the figure is at least as good as the bound.

        Example:
            >>> Bounds({}, {}).reaches(Measure("EWT dev", "LAS", 84.0), 83.0)
            True
        """
        if measure.what.endswith(LOWER_IS_BETTER):
            return measure.value <= bound
        return measure.value >= bound

    def find_worse(self, measured: Iterable[Measure], *, complete: bool) -> list[str]:
        """A line for each figure that is worse than its bound, and, in a complete table, for each that is missing."""
        by_key = {measure.key: measure for measure in measured}
        worse = [
            f"{key} is {by_key[key].value:.2f}, pinned at {bound:.2f}"
            for key, bound in self.pinned.items()
            if key in by_key and not self.reaches(by_key[key], bound)
        ]
        expected = [key for key in self.pinned if complete and QUICK_MARK not in key]
        return worse + [f"{key} was not measured" for key in expected if key not in by_key]

    def raised(self, measured: Iterable[Measure]) -> Bounds:
        """The same with floors raised to what was measured, less a margin; none is lowered."""
        pinned = dict(self.pinned)
        for measure in measured:
            if not measure.what.endswith(LOWER_IS_BETTER) and not measure.what.startswith(OF_THE_MACHINE):
                floor = round(measure.value - MARGIN, 1)
                pinned[measure.key] = max(floor, pinned.get(measure.key, floor))
        return replace(self, pinned=pinned)


def read_bounds() -> Bounds:
    """The bounds of the shipped model."""
    read = json.loads(find_resource("pipelines", "language", "floors.json").read_text(encoding="utf-8"))
    return Bounds(read["targets"], read["bounds"])


def write_bounds(bounds: Bounds) -> None:
    """Write the bounds back to where they were read."""
    content = {"targets": dict(bounds.targets), "bounds": dict(bounds.pinned)}
    path = find_resource("pipelines", "language", "floors.json")
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
