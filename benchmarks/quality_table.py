"""Write the table of targets and figures into docs/quality.md, between its two marks.

Usage: python benchmarks/quality_table.py

Runs the measures of `make eval`, which needs the measuring data (`KG_DATA`); nothing is typed in by hand.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from figures import wilson

FOLDER = Path(__file__).resolve().parent
PAGE = FOLDER.parent / "docs" / "quality.md"
BEGIN, END = "<!-- figures: python benchmarks/quality_table.py -->", "<!-- end of figures -->"
SHARES = (
    ("plv", "plv", "rows", "Coded events: rows whose ends are both actors, by the rule below", None),
    ("plv", "plv", "direction", "… of these: both ends found, in the right direction", 65),
    ("plv", "plv", "category", "… category right where found, as it stands", 75),
    ("plv", "plv", "coded", "… category right where found, by PLOVER's rule for future and refused acts", 75),
    ("sentiment", "sentiment", "precision", "Directed sentiment: sign and direction right where answered", 80),
    ("sentiment", "sentiment", "answered", "… labelled rows answered", None),
    ("sentiment", "sentiment", "neutral", "… neutral rows given a sign", None),
    ("gold", "gold", "stored", "Own gold sentences of constructions, stored parses", 100),
    ("gold", "gold", "model", "… parsed anew by the shipped model", 90),
    ("sample", "sample", "whole", "Random statements of unseen news, read one by one: right as a whole", 70),
    ("sample", "sample", "triple", "… ends, direction and category right", 80),
    ("sample", "sample", "still", "… of the marked statements, still made by this version", None),
    ("pronouns", "gap", "precision", "Pronouns with two names (GAP): right, of those answered", 85),
    ("pronouns", "gap", "answered", "… answered", 40),
    ("pronouns", "ontogum", "precision", "Pronouns of whole news texts (OntoGUM): right, of those answered", None),
    ("pronouns", "ontogum", "answered", "… answered", None),
    ("identity", "identity", "apart", "Who is who, own pairs: two actors kept apart", 100),
    ("identity", "identity", "joined", "… one actor found", 95),
)
STATEMENTS: tuple[tuple[str, str, dict[str, int | None], dict[str, int]], ...] = (
    ("dev", "News sentences (dev)", {"pair": 75, "triple": 65, "full": 55}, {"type": 88, "speaker": 92}),
    ("calibration", "News sentences (calibration)", {"pair": None, "full": None}, {}),
    ("dev_documents", "Whole documents", {"pair": 65, "full": 50}, {"identity": 92, "speaker": 85}),
)


def measure(name: str) -> dict[str, Any]:
    """Return the figures of one measure by section: of shares, hits and total by name."""
    command = [sys.executable, str(FOLDER / f"{name}.py"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or not done.stdout.strip():
        sys.exit(f"{name}: {done.stderr.strip() or 'no figures'}")
    figures: dict[str, Any] = {}
    for line in done.stdout.splitlines():
        found = json.loads(line)
        counts = found.pop("counts", None)
        figures.update({name: counts or value for name, value in found.items()})
    return figures


def rows() -> list[str]:
    """Return the rows of the table."""
    found = []
    statements = measure("statements")
    for key, label, scores, parts in STATEMENTS:
        for score, target in scores.items():
            value = statements[key][score]
            low, high = value["interval"]
            figure = (
                f"**{value['f1']:.1f}** [{low:.1f}, {high:.1f}] (P {value['precision']:.1f}, R {value['recall']:.1f})"
            )
            found.append(_row(f"{label}: {score} F1", target, figure, "statements"))
        for part, target in parts.items():
            found.append(
                _row(f"{label}: {part} on matched pairs", target, f"**{statements[key][part]:.1f}**", "statements")
            )
    status = measure("status")
    for name, value in status["status"].items():
        low, high = status["intervals"][name]
        label = f"dev and calibration, matched pairs: F1 of {name}"
        found.append(_row(label, 80, f"**{value:.1f}** [{low:.1f}, {high:.1f}]", "status"))
    confidence = measure("confidence")["confidence"]
    label = "`confidence` of dev statements: AUC (a right one has more of it than a wrong one); Brier score"
    found.append(_row(label, None, f"**{confidence['auc']:.1f}**; {confidence['brier']:.3f}", "confidence"))
    measured: dict[str, dict[str, Any]] = {}
    for script, section, name, label, target in SHARES:
        if script not in measured:
            measured[script] = measure(script)
        hits, total = measured[script][section][name]
        low, high = wilson(hits, total)
        share = 100 * hits / total if total else 0.0
        found.append(_row(label, target, f"**{share:.1f}** [{low:.1f}, {high:.1f}], {hits} of {total}", script))
    return found


def _row(label: str, target: float | None, figure: str, script: str) -> str:
    return f"| {label} | {'–' if target is None else f'{target:g}'} | {figure} | `{script}.py` |"


def main() -> None:
    """Replace what stands between the marks."""
    page = PAGE.read_text(encoding="utf-8")
    before, found, rest = page.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not found or not closed:
        sys.exit(f"{PAGE} lacks its marks")
    head = "| measure | target | figure in percent, 95 % interval | script |\n|---|---|---|---|"
    table = "\n".join([BEGIN, "", head, *rows(), "", END])
    PAGE.write_text(before + table + after, encoding="utf-8")
    print(f"written to {PAGE.name}")


if __name__ == "__main__":
    main()
