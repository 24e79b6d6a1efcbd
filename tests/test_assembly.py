"""From clauses and actors to statements: pairs, groups, ids, embedding, matter, and counts that add up."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from gold_files import Example, all_examples
from resolve_trees import make_document

from kg.ids import document_uid, make_id
from kg.model import Reading, Reason, Statement
from kg.pipeline import Pipeline

EXAMPLES = {example.text: example for example in all_examples()}


@cache
def pipeline() -> Pipeline:
    """The shipped pipeline without a model."""
    return Pipeline.without_parser()


def read(lines: str, name: str = "test") -> Reading:
    """The reading of hand-written trees."""
    document, trees = make_document(lines, name=name)
    return pipeline().read_trees(document, trees)


def read_gold(text: str) -> tuple[Statement, ...]:
    """The statements of a gold sentence."""
    example: Example = EXAMPLES[text]
    return pipeline().read_trees(example.document, example.trees).statements


def met(*names: str) -> Reading:
    """ "A, B and C met" with these names."""
    words = []
    for i, name in enumerate(names):
        if 0 < i < len(names) - 1:
            words.append(",|,|punct|1")
        if i == len(names) - 1:
            words.append("and|CC|cc|1")
        words.append(f"{name}|NNP|{'nsubj|VERB' if i == 0 else 'conj|1'}|B-GPE")
    verb = len(words) + 1
    return read(" ".join(words).replace("VERB", str(verb)) + f" met~meet|VBD|root|0 .|.|punct|{verb}")


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (("Ghana", "Togo"), 1),
        (("Ghana", "Togo", "Benin"), 3),
        (("Ghana", "Togo", "Benin", "Niger"), 6),
        (("Ghana", "Togo", "Benin", "Niger", "Mali"), 10),
    ],
)
def test_up_to_five_joint_actors_are_paired(names: tuple[str, ...], pairs: int) -> None:
    """All pairs share one event, and none is written twice."""
    statements = met(*names).statements
    assert len(statements) == pairs
    assert all(s.symmetric for s in statements)
    assert len({s.event for s in statements}) == 1
    assert len({frozenset((s.source.uid, s.target.uid)) for s in statements}) == pairs


def test_more_than_five_take_part_with_one_group() -> None:
    """Six actors give six statements, each with the same group, and no clique."""
    statements = met("Ghana", "Togo", "Benin", "Niger", "Mali", "Chad").statements
    groups = {p.uid for s in statements for p in (s.source, s.target) if p.kind == "GROUP"}
    assert len(statements) == 6
    assert len(groups) == 1
    assert all("joint-group" in s.rules for s in statements)
    members = {p.name for s in statements for p in (s.source, s.target) if p.kind != "GROUP"}
    assert members == {"Ghana", "Togo", "Benin", "Niger", "Mali", "Chad"}


def test_ends_of_a_symmetric_statement_are_sorted_by_uid() -> None:
    """ "A and B met" and "B and A met" make the same claim."""
    forth, back = met("Ghana", "Togo").statements[0], met("Togo", "Ghana").statements[0]
    assert (forth.source.uid, forth.target.uid) == (back.source.uid, back.target.uid)
    assert forth.claim == back.claim
    assert (forth.source.uid or "") < (forth.target.uid or "")


THANKS = "Ghana|NNP|nsubj|2|B-GPE thanked~thank|VBD|root|0 Togo|NNP|obj|2|B-GPE .|.|punct|2"


def test_equal_readings_share_the_claim_and_not_the_sid() -> None:
    """A sentence read twice in one document makes one claim at two places."""
    first, second = read(f"{THANKS}\n{THANKS}").statements
    assert first.claim == second.claim
    assert first.sid != second.sid
    assert first.event != second.event


def test_the_same_words_in_another_document_have_another_sid() -> None:
    """The document is part of the place."""
    here, there = read(THANKS, "here").statements[0], read(THANKS, "there").statements[0]
    assert here.sid != there.sid
    assert here.claim == there.claim


def test_sid_and_claim_are_hashes_of_the_named_parts() -> None:
    """Both can be made again from the record's own fields."""
    statement = read(THANKS).statements[0]
    ends = [[0, 5, None, None], [14, 18, None, None]]
    assert statement.sid == make_id(document_uid("test"), "THANKS", [6, 13], *ends)
    assert statement.claim == make_id(
        statement.source.uid, "THANKS", statement.target.uid, "AFFIRMED", "ASSERTED", None, []
    )
    assert statement.event == make_id(document_uid("test"), [6, 13])


def test_status_and_speaker_are_part_of_the_claim() -> None:
    """What is denied, planned, ended or told by somebody else is another claim."""
    told = read_gold("Hungary supports Serbia, Nadia Rossi said.")[0]
    plain = read_gold("Hungary supports Serbia, Bosnia and Albania.")[0]
    assert (told.source.uid, told.relation, told.target.uid) == (plain.source.uid, plain.relation, plain.target.uid)
    assert told.claim != plain.claim
    claims = {
        read_gold(text)[0].claim
        for text in (
            "Spain may recognize Kosovo.",
            "Spain will recognize Kosovo.",
            "Spain won't recognize Kosovo.",
            "In May Spain recognized Kosovo.",
        )
    }
    assert len(claims) == 4


def test_the_embedded_statement_names_the_one_above_it() -> None:
    """A request and what is asked for: `within` is the sid of the request, whose matter it is."""
    request, content = read_gold("Brazil urged Venezuela to free the priests.")
    assert content.within == request.sid
    assert request.within is None
    assert request.matter is not None
    assert request.matter.text == "to free the priests"
    assert request.factual
    assert not content.factual


def test_of_several_requests_the_one_with_this_source_is_named() -> None:
    """ "Asked A and B to help": what A shall do stands within the request to A."""
    by_sid = {s.sid: s for s in read_gold("Zambia asked Malawi and Kenya to help Uganda.")}
    inner = [s for s in by_sid.values() if s.within]
    assert sorted(s.source.name for s in inner) == ["Kenya", "Malawi"]
    assert all(by_sid[s.within or ""].target.uid == s.source.uid for s in inner)


def test_urging_by_a_speaker_holds_the_duty() -> None:
    """The speaker's own act is a fact with the duty as its matter; the duty stands within it."""
    urging, duty = sorted(read_gold("Ana Duarte said Bolivia must help Paraguay."), key=lambda s: s.relation != "URGES")
    assert (urging.relation, urging.factual, urging.attributed_to) == ("URGES", True, ())
    assert (duty.relation, duty.factual, duty.within) == ("AIDS", False, urging.sid)


def test_one_actor_at_both_ends_is_kept_apart() -> None:
    """ "Ghana thanked Ghana" is counted, and no statement of two actors."""
    reading = read(THANKS.replace("Togo", "Ghana"))
    assert reading.statements == ()
    assert [s.relation for s in reading.same_actor] == ["THANKS"]
    assert (reading.clauses, reading.clauses_with_statements, reading.abstentions) == (1, 1, ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Ghana|NNP|nsubj|2|B-GPE slept~sleep|VBD|root|0 .|.|punct|2", Reason.VERB_UNKNOWN),
        ("Ghana|NNP|nsubj|2|B-GPE thanked~thank|VBD|root|0 .|.|punct|2", Reason.NO_SECOND_ACTOR),
        ("Rain|NN|nsubj|2 fell~fall|VBD|root|0 .|.|punct|2", Reason.NO_ACTOR),
        ("Ghana|NNP|nsubj|2|B-GPE thanked~thank|VBD|root|0 them~they|PRP|obj|2 .|.|punct|2", Reason.PRONOUN_UNRESOLVED),
        ("Good|JJ|amod|2 morning|NN|root|0 .|.|punct|2", Reason.NOT_A_CLAUSE),
    ],
)
def test_silence_has_a_reason(line: str, reason: Reason) -> None:
    """A clause, or a sentence without one, that gives nothing says why."""
    reading = read(line)
    assert reading.statements == ()
    assert [a.reason for a in reading.abstentions] == [reason]


def test_abstentions_carry_the_words_of_their_clause() -> None:
    """What gave nothing can be found in the text."""
    abstention = read("Ghana|NNP|nsubj|2|B-GPE slept~sleep|VBD|root|0 .|.|punct|2").abstentions[0]
    assert (abstention.start, abstention.end, abstention.text) == (0, 11, "Ghana slept")


def test_reading_is_a_pure_function() -> None:
    """The same trees give an equal reading, whatever was read between."""
    example = EXAMPLES["Zambia asked Malawi and Kenya to help Uganda."]
    first = pipeline().read_trees(example.document, example.trees)
    read(THANKS)
    assert pipeline().read_trees(example.document, example.trees) == first


def test_published_day_grounds_dates_and_nothing_else() -> None:
    """Without the document's date the words of time stay, the days do not."""
    example = EXAMPLES["Ghana helped Togo last month."]
    dated = pipeline().read_trees(example.document, example.trees).statements[0]
    undated = pipeline().read_trees(replace(example.document, published=None), example.trees).statements[0]
    assert dated.date is not None
    assert undated.date is not None
    assert (dated.date.first, dated.date.last) == ("2014-08-01", "2014-08-31")
    assert (undated.date.first, undated.date.text) == (None, "last month")
    assert dated.claim == undated.claim
    assert dated.sid == undated.sid
