"""Score who did what to whom on coded event sentences (events/plv_train.tsv of the measuring data).

Usage: python benchmarks/plv.py [--errors N] [--json]

Only rows whose two ends are actors by the statement guide are scored. The rule, written down before the figures: an end
is an actor if its words stand in the sentence, and the head of the phrase (its last word before a comma, preposition,
relative clause or participle; after "dozens of", "members of" and the like the head of what follows) is neither one of
`THINGS` nor one of `PLACES`. A place, and any end that the sentence names only after "in", "at", "near" and the like,
is an actor only as target of ASSAULT or MOBILIZE ("attacks in Israel"). One end may not contain the other.

Right direction: some statement goes from the row's source to its target (either way where it is symmetric), by the
scorer's comparison of heads; of joined ends ("Turkey and Syria") one is enough. Right category: one of those statements
has the row's root, where YIELD is CONCEDE or RETREAT, and SANCTION may be RETREAT. Beside it stands the share by
PLOVER's own rule for what is not done yet, which our categories leave to polarity and modality: a cooperative act in
the future is AGREE, one that is refused or cancelled is REJECT.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from figures import Share, data_file, read_by_row, read_options, report
from statements import load_scorer

from kg.model import Category, Modality, Participant, Polarity, Statement
from kg.pipeline import Pipeline
from kg.settings import read_settings

ACCEPTED = {"YIELD": {"CONCEDE", "RETREAT"}, "SANCTION": {"SANCTION", "RETREAT"}}
COOPERATIVE = {Category(name) for name in ("CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "AGREE")}
ON_PLACES = {"ASSAULT", "MOBILIZE"}
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
LOCATIVE = r"(?:in|at|near|across|around|inside|outside|along|within|throughout)"
PHRASE_END = re.compile(
    r",(?!\d)|\s(?:of|for|in|at|from|on|to|with|who|which|that|by|against|over|about|as|such|under|between|"
    r"based|loyal|led|known|supported|suspected|employed|impacted|involved|run|fired|laid|made|lodged|put|"
    r"fighting|fleeing|carrying|protesting|working|charged|west|elsewhere)\s"
)
QUANTITIES = re.compile(
    r"^(?:(?:about|around|more than|over|at least|nearly|some|all|a|an|the)\s)*"
    r"(?:\w+\s)?(?:dozens|hundreds|thousands|tens of thousands|number|handful|group|majority|members?|remnants|one|\d+)"
    r"\sof\s",
    re.IGNORECASE,
)
THINGS = frozenset(
    """
    accord action agreement aid air airport airports airstrike airstrikes announcement appeal approval
    assassination attack attacks base beef bid bill bomb bombing border building bus call calls camp campaign
    camps captivity case ceasefire center channels charge charges compound conditions conference conviction
    convoy criticism deal dealings death decision declaration demand demolition denuclearisation depot
    detentions dispute election elections embargo exchange explosion exports factory fields fire fleet forum
    frontier goods handling headquarters helicopter home hospital independence industry initiative injuries
    inquiry intervention investigation jets jurisdiction killing law lawsuit legislation march meeting mine
    missiles mosque motion moves museum offensive operation plan plane policies poll position positions
    possibility prison prize probe proceedings products program programme project proposal proposals protest
    rally reactor referendum refusal register report reports request requests residence resolution results
    rule rules sanctions seat sector shelling ship ships shooting shrine siege solution spate statement
    stations strike strikes suggestion summit system talks tanker target targets treaty tree truce vessels
    victory violations vote warehouses warplanes weapons websites wild yatra zones
    """.split()  # noqa: SIM905
)
PLACES = frozenset(
    """
    area areas bastion cities city countryside district districts enclave heights island neighborhood
    neighbourhood parts port ports province provinces region regions strip territory town towns village
    villages zone
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Row:
    """One coded sentence, with the spans that either end may have."""

    line: int
    text: str
    source: tuple[list[int], ...]
    target: tuple[list[int], ...]
    root: str
    time: str


def head_word(phrase: str) -> str:
    """Return the head of an English noun phrase, lower-case."""
    words = re.findall(r"[^\W_][\w.’'-]*", bare(QUANTITIES.sub("", phrase.strip())))
    return re.sub(r"['’]s?$", "", words[-1]).casefold() if words else ""


def conjuncts(phrase: str) -> Iterator[tuple[int, str]]:
    """Yield offset and words of each part of a phrase that joins several with "and" or commas."""
    start = 0
    for joint in (*re.finditer(r"\s*,?\s+(?:and|or)\s+|\s*,\s+", phrase), None):
        end = len(phrase) if joint is None else joint.start()
        part = phrase[start:end]
        stripped = ARTICLE.sub("", part)
        if stripped.strip():
            yield start + len(part) - len(stripped), stripped
        if joint is not None:
            start = joint.end()


def actor_spans(text: str, phrase: str, *, place: bool) -> tuple[list[int], ...]:
    """Return the spans of an end that is an actor, none where it is not; `place`: places count as actors."""
    core = ARTICLE.sub("", phrase.strip())
    at = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(core)}(?!\w)", text, re.IGNORECASE)]
    if not at or head_word(core) in THINGS:
        return ()
    if not place:
        if head_word(core) in PLACES:
            return ()
        located = re.compile(rf"\b{LOCATIVE}\s+(?:the\s+|a\s+|an\s+)?$", re.IGNORECASE)
        at = [start for start in at if not located.search(text[:start])]
    quantity = QUANTITIES.match(core)
    counted = len(quantity[0]) if quantity else 0
    whole = [[start + counted, start + counted + len(bare(core[counted:]))] for start in at]
    parts = [[start + i, start + i + len(bare(part))] for start in at for i, part in conjuncts(core)]
    return tuple(whole + [span for span in parts if span not in whole])


def bare(phrase: str) -> str:
    """Return a noun phrase up to its head: without what follows in brackets, of-phrases, participles and the like."""
    return PHRASE_END.split(re.split(r"\s\(", phrase, maxsplit=1)[0], maxsplit=1)[0].rstrip()


def read_rows() -> tuple[list[Row], int]:
    """Return the rows whose two ends are actors by the rule, and how many rows there are."""
    with data_file("events", "plv_train.tsv").open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = []
    for number, row in enumerate(table, start=2):
        text, root = row["sentence"], row["root"]
        source = actor_spans(text, row["source"], place=False)
        target = actor_spans(text, row["target"], place=root in ON_PLACES)
        nested = (
            row["source"].casefold() in row["target"].casefold() or row["target"].casefold() in row["source"].casefold()
        )
        if source and target and not nested:
            rows.append(Row(number, text, source, target, root, row["modality"]))
    return rows, len(table)


def spans(participant: Participant) -> list[list[int]]:
    """Return the spans by which an end may be known: its words, and those it goes through."""
    found = [[participant.start, participant.end]]
    if participant.antecedent is not None:
        found.append([participant.antecedent.start, participant.antecedent.end])
    return found


def links(same: Callable[..., bool], row: Row, statement: Statement, *, reverse: bool = False) -> bool:
    """Whether a statement goes from the row's source to its target, or the other way round for `reverse`."""

    def goes(a: Participant, b: Participant) -> bool:
        return any(same(row.text, span, *spans(a)) for span in row.source) and any(
            same(row.text, span, *spans(b)) for span in row.target
        )

    straight = goes(statement.source, statement.target)
    turned = goes(statement.target, statement.source)
    if statement.symmetric:
        return (straight or turned) and not reverse
    return turned if reverse else straight


def plover_root(statement: Statement) -> str:
    """Return the event as PLOVER codes it: by its category, but for friendly acts that are still to come or refused."""
    if statement.category in COOPERATIVE and statement.polarity is Polarity.NEGATED:
        return "REJECT"
    if statement.category in COOPERATIVE and statement.modality is Modality.PLANNED:
        return "AGREE"
    return str(statement.category)


def outcome_of(*, right: bool, linked: bool, turned: bool, silent: bool) -> str:
    """Return the name of what became of one row."""
    if linked:
        return "right" if right else "category"
    if turned:
        return "reversed"
    return "no statement" if silent else "other ends"


def main() -> None:
    """Print the table; with --errors the rows of each kind, for reading."""
    options = read_options(__doc__)
    scorer: Any = load_scorer(read_settings().data)
    rows, read = read_rows()
    counts: Counter[str] = Counter()
    by_root: dict[str, Counter[str]] = {}
    errors: dict[str, list[str]] = {}
    for row, statements in zip(rows, read_by_row(Pipeline.load(), [r.text for r in rows]), strict=True):
        root = by_root.setdefault(row.root, Counter())
        linked = [s for s in statements if links(scorer.same, row, s)]
        right = any(s.category in ACCEPTED.get(row.root, {row.root}) for s in linked)
        coded = any(plover_root(s) in ACCEPTED.get(row.root, {row.root}) for s in linked)
        turned = any(links(scorer.same, row, s, reverse=True) for s in statements)
        outcome = outcome_of(right=right, linked=bool(linked), turned=turned, silent=not statements)
        counts.update([outcome] + ["coded"] * coded)
        if linked and row.time == "todo":
            counts.update(["todo"] + ["todo right"] * any(not s.factual for s in linked))
        root.update([outcome, "rows"])
        found = "; ".join(f"{s.source.text} {s.category} {s.target.text} {s.modality} {s.polarity}" for s in statements)
        ends = " => ".join(row.text[slice(*end[0])] for end in (row.source, row.target))
        errors.setdefault(outcome, []).append(f"{row.line} {row.root}: {ends} | {found} | {row.text}")
    linked_rows = counts["right"] + counts["category"]
    shares = [
        Share("rows", "rows whose ends are both actors", len(rows), read),
        Share("direction", "source and target found, right direction", linked_rows, len(rows), 65),
        Share("category", "category right where found", counts["right"], linked_rows, 75),
        Share("coded", "by PLOVER's rule for future and refused acts", counts["coded"], linked_rows),
        Share("reversed", "found the wrong way round only", counts["reversed"], len(rows)),
        Share("silent", "no statement at all", counts["no statement"], len(rows)),
        Share("future", "future rows not told as fact, where found", counts["todo right"], counts["todo"]),
    ]
    good = report("Coded events (PLV train)", "plv", shares, as_json=options.json)
    if not options.json:
        print("  by root: rows, found, category right")
        for name, c in sorted(by_root.items()):
            print(f"    {name:<10} {c['rows']:4} {c['right'] + c['category']:4} {c['right']:4}")
    for outcome in ("category", "reversed", "no statement", "other ends"):
        for line in errors.get(outcome, [])[: options.errors]:
            print(f"{outcome}: {line}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
