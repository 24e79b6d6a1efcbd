"""Score the statements of the shipped pipeline on gold sentences, with the scorer of the measuring data.

Usage: python benchmarks/statements.py [--sets dev ...] [--floors]

Needs the measuring data (`KG_DATA`, default ../shared/data) and the scorer beside it (../bench/score_statements.py).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from figures import drawn_interval

from kg.pipeline import Pipeline, document_of
from kg.records import statement_to_record
from kg.settings import read_settings

FLOORS = Path(__file__).with_name("floors.json")
SCORES = ("pair", "triple", "full")


def load_scorer(data: Path) -> ModuleType:
    """Return the scorer's module, or stop with a line that says what is missing."""
    path = data.parent / "bench" / "score_statements.py"
    if not path.is_file():
        sys.exit(f"the scorer {path} is missing: point KG_DATA at the folder of measuring data")
    spec = importlib.util.spec_from_file_location("score_statements", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_set(scorer: ModuleType, pipeline: Pipeline, path: Path) -> dict[str, Any]:
    """Return the scorer's figures for one gold file, each F1 with its interval over draws of the texts."""
    gold = scorer.read_lines(path)
    records, counts = [], []
    for row in gold:
        document = document_of(row["text"], id=row["id"], title=row.get("title"))
        found = [statement_to_record(s) for s in pipeline.read(document).statements]
        counts.append(_counts(scorer.score([row], found)[0]))
        records.extend(found)
    result = dict(scorer.score(gold, records)[0])
    for name in SCORES:
        result[name]["interval"] = drawn_interval(counts, name)
    return result


def _counts(result: dict[str, Any]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name in SCORES:
        counts[f"{name} gold"], counts[f"{name} system"] = result["gold"], result["system"]
        counts[f"{name} hit"] = round(result["gold"] * result[name]["recall"] / 100)
    return counts


def main() -> None:
    """Print one table, and fail where a figure is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="+", default=["dev", "dev_documents", "calibration"])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    data = read_settings().data
    scorer, pipeline = load_scorer(data), Pipeline.load()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    failed = False
    results = {}
    for name in options.sets:
        result = results[name] = score_set(scorer, pipeline, data / "gold" / f"{name}.jsonl")
        if not options.json:
            print(f"{name}: gold {result['gold']}, system {result['system']}")
        for key, value in result.items():
            if key in ("gold", "system"):
                continue
            shown = value["f1"] if isinstance(value, dict) else value
            floor = floors.get(name, {}).get(key)
            below = floor is not None and shown < floor
            failed |= below
            if not options.json:
                parts = (
                    f"P {value['precision']:5.1f}  R {value['recall']:5.1f}  " if isinstance(value, dict) else " " * 18
                )
                low_high = f"  [{value['interval'][0]}, {value['interval'][1]}]" if isinstance(value, dict) else ""
                mark = "" if floor is None else f"  floor {floor:5.1f}{'  BELOW' if below else ''}"
                print(f"  {key:<13} {parts}{shown:5.1f}{low_high}{mark}")
    if options.json:
        print(json.dumps(results))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
