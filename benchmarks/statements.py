"""Score the statements of the shipped pipeline on gold sentences, with the scorer of the measuring data.

Usage: python benchmarks/statements.py [--sets dev ...] [--floors]

Needs the measuring data (`KG_DATA`, default ../shared/data) and the scorer beside it (../bench/score_statements.py).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

from kg.pipeline import Pipeline, document_of
from kg.records import statement_to_record
from kg.settings import read_settings

FLOORS = Path(__file__).with_name("floors.json")


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


def score_set(scorer: ModuleType, pipeline: Pipeline, path: Path) -> dict[str, object]:
    """Return the scorer's figures for one gold file."""
    gold = scorer.read_lines(path)
    records = []
    for row in gold:
        document = document_of(row["text"], id=row["id"], title=row.get("title"))
        records.extend(statement_to_record(s) for s in pipeline.read(document).statements)
    result, _ = scorer.score(gold, records)
    return dict(result)


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
                mark = "" if floor is None else f"  floor {floor:5.1f}{'  BELOW' if below else ''}"
                print(f"  {key:<13} {parts}{shown:5.1f}{mark}")
    if options.json:
        print(json.dumps(results))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
