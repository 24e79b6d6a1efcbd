"""The audit: does every piece of evidence still stand where the ledger says it stands?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.ids import document_uid, text_digest
from kg.ledger.evidence import Piece, evidence_of, find_misplaced
from kg.ledger.ledger import Ledger
from kg.model import Document


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold: in which document and statement (sid, or None), which part, and what is wrong."""

    document: str
    sid: str | None
    part: str
    reason: str

    def __str__(self) -> str:
        place = self.document if self.sid is None else f"{self.document}, statement {self.sid}"
        return f"{place}: {self.part}: {self.reason}"


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What an audit found.

    Attributes:
        documents, statements: how many were looked at, statements that are set aside included.
        checked: checks made; each check can give one problem.
        parts: checks by part of the evidence (source, target, predicate, cue, ...).
        without_text: documents whose texts the ledger does not hold, so that their evidence cannot be checked.
        problems: what does not hold, in the order of documents and statements.
    """

    documents: int
    statements: int
    checked: int
    parts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    without_text: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def audit(ledger: Ledger) -> AuditResult:
    """Return what is wrong in a ledger: texts, digests, and the offsets of all evidence against the stored texts.

    Documents that came without their texts are counted; what is said of them is taken on trust.

    Example:
        >>> with Ledger.open(Path(".kg"), readonly=True) as ledger:                       # doctest: +SKIP
        ...     audit(ledger).is_sound
        True
    """
    parts: Counter[str] = Counter()
    problems: list[Problem] = []
    documents = statements = without_text = 0
    with ledger.snapshot():
        for entry in ledger.documents():
            document = entry.document
            documents += 1
            if not entry.is_held:
                without_text += 1
                statements += entry.statements + entry.same_actor
                continue
            problems += _check_document(document, parts)
            for set_aside in (False, True):
                for statement in ledger.statements(document_uid=document.uid, same_actor=set_aside):
                    statements += 1
                    problems += _check_evidence(evidence_of(statement), statement.sid, document, parts)
            problems += _check_evidence(_evidence_of_reading(ledger, document.uid), None, document, parts)
        parts["foreign keys"] += 1
        problems += [Problem(table, None, "foreign keys", "a row without its parent") for table in ledger.loose_rows()]
    return AuditResult(documents, statements, parts.total(), dict(sorted(parts.items())), tuple(problems), without_text)


def _check_document(document: Document, parts: Counter[str]) -> Iterator[Problem]:
    parts["text"] += 1
    if text_digest(document.text) != document.digest:
        yield Problem(document.id, None, "text", "it does not have the digest it was read with")
    parts["uid"] += 1
    if document_uid(document.id) != document.uid:
        yield Problem(document.id, None, "uid", "it is not that of the id")


def _check_evidence(
    evidence: Iterable[Piece], sid: str | None, document: Document, parts: Counter[str]
) -> Iterator[Problem]:
    pieces = list(evidence)
    parts.update(part for part, *_ in pieces)
    yield from (Problem(document.id, sid, part, reason) for part, reason in find_misplaced(pieces, document.text))


def _evidence_of_reading(ledger: Ledger, document_uid: str) -> Iterator[Piece]:
    """Yield the pieces of text that mentions and abstentions are about."""
    for mention in ledger.mentions(document_uid):
        yield "mention", mention.text, mention.start, mention.end
        if mention.antecedent is not None:
            yield "mention's antecedent", mention.antecedent.text, mention.antecedent.start, mention.antecedent.end
    for abstention in ledger.abstentions(document_uid):
        yield "abstention", abstention.text, abstention.start, abstention.end
