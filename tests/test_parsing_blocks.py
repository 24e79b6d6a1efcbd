"""Where a text is cut before it is parsed, and that no offset is lost by it."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.parsing.blocks import LONGEST_BLOCK, Block, is_hard_wrapped, split_blocks, squeeze
from kg.parsing.capitals import is_capitals, recase, show_acronyms

WRAPPED = """The foreign ministers of Norway and Peru met in Lima on Tuesday to
talk about fishing rights, and agreed that both navies will patrol the
disputed waters together from next month on, officials of both
countries said after the meeting.

Chile was not invited to the talks."""


def cut(text: str) -> list[str]:
    return [text[block.start : block.end] for block in split_blocks(text)]


def test_blank_line_ends_a_block_in_any_text() -> None:
    """A blank line, even one with spaces in it, parts two blocks."""
    assert cut("Peru voted.\n \t\nChile waits.") == ["Peru voted.", "Chile waits."]


def test_every_line_is_a_block_where_lines_are_paragraphs() -> None:
    """Headlines and one-line paragraphs are parted at each line break."""
    text = "Norway joins fishing talks\nPeru stays out\nThe talks begin in Lima on Monday."
    assert cut(text) == text.split("\n")


def test_what_has_no_blank_is_cut() -> None:
    """A thousand brackets are no word: they are cut, a long address is not."""
    assert cut("Peru voted. " + "(" * 450) == ["Peru voted. " + "(" * 200, "(" * 200, "(" * 50]
    address = "See https://example.org/" + "a" * 150
    assert cut(address) == [address]


def test_hard_wrapped_lines_are_joined() -> None:
    """Lines that were broken to fit a width stay one block up to the blank line."""
    assert is_hard_wrapped(WRAPPED)
    blocks = cut(WRAPPED)
    assert len(blocks) == 2
    assert blocks[0].endswith("after the meeting.")
    assert blocks[1] == "Chile was not invited to the talks."


@pytest.mark.parametrize(
    "text",
    [
        "Norway joins talks on fishing rights in the waters off Peru\nPeru says it will send two ships to the south",
        "- Norway joins the talks on fishing in the south of the sea\n- Peru stays out of them for now\n- Chile waits",
        "Short line\nanother short line\nand one more",
        "One single line without any break in it, however long it may be, is wrapped by nobody.",
        "",
    ],
)
def test_not_hard_wrapped(text: str) -> None:
    """Headlines, lists, short lines and single lines are not taken for wrapped text."""
    assert not is_hard_wrapped(text)


def test_capitals_can_be_hard_wrapped() -> None:
    """Wire copy all in capitals is judged by how full its lines are."""
    text = (
        "THE MINISTERS OF NORWAY AND PERU MET IN LIMA ON TUESDAY TO TALK\n"
        "ABOUT FISHING RIGHTS AND AGREED THAT BOTH NAVIES WILL PATROL IN\n"
        "THE DISPUTED WATERS TOGETHER FROM NEXT MONTH ON, OFFICIALS SAID\n"
        "IN LIMA."
    )
    assert cut(text) == [text]


def test_long_block_is_cut_after_a_sentence_and_fast() -> None:
    """A text of one line is cut into blocks of bounded length at sentence ends, in linear time."""
    sentence = "The ministers of Norway met again. "
    text = sentence * 20_000
    started = time.process_time()
    blocks = split_blocks(text)
    assert time.process_time() - started < 2
    assert all(block.end - block.start <= LONGEST_BLOCK for block in blocks)
    assert all(text[block.start : block.end].endswith("again.") for block in blocks)
    assert "".join(cut(text)).count("Norway") == 20_000


def test_long_block_without_a_space_is_cut_too() -> None:
    """Even a single endless word cannot make a block too long."""
    blocks = split_blocks("x" * (3 * LONGEST_BLOCK + 5))
    assert sum(block.end - block.start for block in blocks) == 3 * LONGEST_BLOCK + 5


@given(st.text(alphabet="aB. \n\t\u00a0\u2028é“", max_size=200))
def test_blocks_hold_all_that_is_not_space(text: str) -> None:
    """Blocks are in order, do not overlap, have no white space at their ends and lose nothing else."""
    blocks = split_blocks(text)
    assert all(a.end <= b.start for a, b in pairwise(blocks))
    assert all(text[b.start : b.end] == text[b.start : b.end].strip() != "" for b in blocks)
    assert "".join("".join(text[b.start : b.end].split()) for b in blocks) == "".join(text.split())


@given(st.text(alphabet="aB. \n\t\u00a0é“", min_size=1, max_size=80).filter(lambda t: t == t.strip()))
def test_squeeze_keeps_every_character_at_its_offset(text: str) -> None:
    """Runs of white space become one space; all else stands where its offset says."""
    squeezed, offsets = squeeze(text, Block(0, len(text)))
    assert len(squeezed) == len(offsets)
    assert "  " not in squeezed
    assert "\n" not in squeezed
    assert all(text[at] == character or text[at].isspace() for character, at in zip(squeezed, offsets, strict=True))


def test_capitals_are_recognised_and_recased_letter_for_letter() -> None:
    """All-capital text is put in usual spelling, with acronyms, abbreviations, clitics and sentence starts right."""
    text = "THE UN'S ENVOY WON'T MEET THE U.S.-BACKED REBELS. PERU, WHO IS THERE, CAN'T."
    assert is_capitals(text)
    assert recase(text) == "The Un's envoy won't meet the U.S.-BACKED rebels. Peru, who is there, can't."
    assert recase('NORWEGIAN-LED TALKS (IN LIMA) "FAILED"') == 'Norwegian-led talks (in Lima) "failed"'
    assert not is_capitals("NATO and the EU meet in Lima")
    assert not is_capitals("NATO MEETS")


@given(st.text(max_size=60))
def test_recase_never_moves_a_character(text: str) -> None:
    """Recasing keeps the length and every character but for its case."""
    recased = recase(text)
    assert len(recased) == len(text) == len(show_acronyms(text))
    assert all(a == b or a.lower() == b.lower() for a, b in zip(recased, text, strict=True))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Peru fights IS in Lima.", "Peru fights EU in Lima."),
        ("IS, Peru and the WHO met.", "EU, Peru and the CIA met."),
        ("This IS true, and it IS late.", "This IS true, and it IS late."),
        ("ISIS, IS-held towns, is, who, I.S.", "ISIS, EU-held towns, is, who, I.S."),
        ("", ""),
    ],
)
def test_acronyms_that_are_words_are_shown_as_others(text: str, shown: str) -> None:
    """IS and WHO stand for organisations unless they are stressed words; nothing moves."""
    assert show_acronyms(text) == shown
    assert len(text) == len(shown)
