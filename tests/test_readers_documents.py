"""PDF and DOCX: paragraphs, metadata, and files that cannot be read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from document_files import make_docx, make_pdf, paragraph

from kg.errors import UnknownFormat
from kg.model import Document, Failure
from kg.readers import Notes, ReaderOptions, read_sources
from kg.readers.pdf_lines import Line, join_lines

PAGES = (
    (
        (72, 750, 9, "The Herald, page 1"),
        (72, 720, 18, "Talks fail in Strelsau"),
        (72, 690, 11, "Ruritania rejected the border on Mon-"),
        (72, 676, 11, "day, its foreign minister told reporters in the capital, and it"),
        (72, 662, 11, "asked the council to meet."),
        (72, 640, 11, "Grustark denied the “charge”. A spokesman for the govern-"),
        (72, 626, 11, "ment said his country was ready (at any time) and it would"),
        (72, 60, 9, "1"),
    ),
    (
        (72, 750, 9, "The Herald, page 2"),
        (72, 720, 11, "meet in Iraq."),
        (90, 706, 11, "An indented paragraph begins here and goes on."),
        (72, 692, 11, "It goes on."),
        (72, 60, 9, "2"),
    ),
    (
        (72, 750, 9, "The Herald, page 3"),
        (72, 720, 11, "• Ruritania wants the villages."),
        (72, 706, 11, "• Grustark wants monitors."),
        (72, 60, 9, "3"),
    ),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read_any(data: bytes, name: str, notes: Notes | None = None) -> Document | Failure:
    """Read a file from the working folder."""
    Path(name).write_bytes(data)
    (item,) = read_sources([name], ReaderOptions(), notes=notes)
    return item


def read(data: bytes, name: str, notes: Notes | None = None) -> Document:
    """Read a file that is fit to be read."""
    item = read_any(data, name, notes)
    assert isinstance(item, Document), item
    return item


def test_pdf_lines_become_paragraphs(folder: Path) -> None:
    """Lines and split words are joined, across pages too; running headers, page numbers and the title go."""
    notes = Notes()
    document = read(
        make_pdf(PAGES, {"Title": "Talks fail in Strelsau", "CreationDate": "D:20140919103000Z"}), "a.pdf", notes
    )
    assert document.text.split("\n\n") == [
        "Ruritania rejected the border on Monday, its foreign minister told reporters in the capital, and it asked the "
        "council to meet.",
        "Grustark denied the “charge”. A spokesman for the government said his country was ready (at any time) and it "
        "would meet in Iraq.",
        "An indented paragraph begins here and goes on. It goes on.",
        "• Ruritania wants the villages.",
        "• Grustark wants monitors.",
    ]
    assert (document.title, document.published) == ("Talks fail in Strelsau", "2014-09-19")
    assert document.found_in == ("published: PDF CreationDate", "title: PDF Title")
    assert notes.lines()[0] == f"{folder / 'a.pdf'}: 6 running headers, footers and page numbers left out"


def test_pdf_title_of_a_word_processor_is_none(folder: Path) -> None:
    """What a program writes for want of a title is no title."""
    assert read(make_pdf([[(72, 700, 11, "Russia left.")]], {"Title": "Microsoft Word - a.doc"}), "a.pdf").title is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is damaged, or no PDF"),
        (b"%PDF-1.4\nnothing", "the file is damaged, or no PDF"),
        (make_pdf(PAGES)[:200], "the file is damaged, or no PDF"),
        (make_pdf([[]]), "the PDF has no text; it may be a scan"),
        (make_pdf([[]] * 2001), "the PDF has 2,001 pages; at most 2,000 are read"),
    ],
    ids=["empty", "nothing", "cut", "blank", "pages"],
)
def test_unfit_pdf_is_a_failure(folder: Path, data: bytes, reason: str) -> None:
    """A PDF without text, or none at all, fails with its reason."""
    failure = read_any(data, "a.pdf")
    assert isinstance(failure, Failure)
    assert failure.reason == reason


def test_pdf_without_its_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One error says what to install, before anything is read."""
    monkeypatch.setattr("kg.readers.find_spec", {}.get)
    Path("a.pdf").write_bytes(make_pdf(PAGES))
    Path("b.txt").write_text("Russia left.", encoding="utf-8")
    with pytest.raises(UnknownFormat, match="reading PDF files needs the extra pdf") as caught:
        read_sources(["."], ReaderOptions())
    assert caught.value.hint == "pip install 'actorkg[pdf]'"
    assert len(list(read_sources(["b.txt"], ReaderOptions()))) == 1


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        ([("Anglo", 90, True), ("American talks.", 78, False)], ["Anglo-American talks."]),
        ([("Anglo-", 90, False), ("American talks.", 78, False)], ["Anglo-American talks."]),
        ([("One", 90, False), ("two", 78, False), ("three", 50, False)], ["One two", "three"]),
        ([("Russia", 90, False), ("1,200", 90, False)], ["Russia", "1,200"]),
        ([("It ended.", 20, False), ("New column", 700, False)], ["It ended.", "New column"]),
        ([("It went", 20, False), ("on there.", 700, False)], ["It went on there."]),
    ],
)
def test_where_paragraphs_end(lines: list[tuple[str, int, bool]], blocks: list[str]) -> None:
    """Gaps, cells and columns part; split and hyphenated words join."""
    assert join_lines([Line(text, 0, 72, base, 10, splits) for text, base, splits in lines]) == blocks


def test_docx_is_read_in_order(folder: Path) -> None:
    """Paragraphs, cells, inserted words and notes are read; deleted words and the title are not."""
    row = f"<w:tbl><w:tr><w:tc>{paragraph('One.')}</w:tc><w:tc>{paragraph('Two.')}</w:tc></w:tr></w:tbl>"
    changed = (
        "<w:p><w:ins><w:r><w:t>Iran</w:t></w:r></w:ins><w:del><w:r><w:delText>Iraq</w:delText></w:r></w:del>"
        "<w:r><w:tab/><w:t>left.</w:t><w:br/><w:t>Then.</w:t></w:r></w:p>"
    )
    data = make_docx(
        paragraph("Talks fail") + paragraph("Russia ", "supports Iraq.") + "<w:p/>" + row + changed,
        properties={"title": "Talks fail", "created": "2014-09-19T08:00:00Z"},
        footnotes=f"<w:footnote>{paragraph('A note.')}</w:footnote>",
    )
    document = read(data, "a.docx")
    assert document.text == "Russia supports Iraq.\n\nOne.\n\nTwo.\n\nIran left.\nThen.\n\nA note."
    assert (document.title, document.published) == ("Talks fail", "2014-09-19")
    assert document.found_in == ("published: DOCX created", "title: DOCX title")


def _zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is a damaged or protected DOCX document"),
        (b"PK\x03\x04 nothing", "the file is a damaged or protected DOCX document"),
        (make_docx(paragraph("Russia left."))[:-40], "the file is a damaged or protected DOCX document"),
        (_zipped("a.txt", b"Russia left."), "the file is no DOCX document"),
        (_zipped("word/document.xml", b"<w"), "the part word/document.xml is broken XML, or nested too deep"),
        (make_docx("<w:p>" * 3000), "the part word/document.xml is broken XML, or nested too deep"),
        (
            _zipped("word/document.xml", b" " * ((32 << 20) + 1)),
            "the part word/document.xml has more than 33,554,432 bytes",
        ),
        (make_docx("<w:p/>"), "the text is empty"),
    ],
    ids=["empty", "cut", "tail-cut", "other", "broken", "deep", "bomb", "no-text"],
)
def test_unfit_docx_is_a_failure(folder: Path, data: bytes, reason: str) -> None:
    """A DOCX file that is none, too large when unpacked, or empty fails with its reason."""
    failure = read_any(data, "a.docx")
    assert isinstance(failure, Failure)
    assert failure.reason == reason


def test_docx_entities_are_not_filled_in(folder: Path) -> None:
    """A document cannot blow itself up, or read other files, by entities."""
    xml = (
        '<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>Russia &b;&c;left.</w:t></w:r></w:p></w:body></w:document>"
    )
    assert read(_zipped("word/document.xml", xml.encode()), "a.docx").text == "Russia &b;&c;left."


def test_archives_are_refused(folder: Path) -> None:
    """An archive that is named is an error that says what to do; one in a folder is left out and noted."""
    for name in ("a.zip", "b.tar.gz", "c.7z"):
        Path(name).write_bytes(b"PK")
        with pytest.raises(UnknownFormat, match="is an archive; archives are not read") as caught:
            read_sources([name], ReaderOptions())
        assert caught.value.hint == "unpack it and name the folder"
    Path("d.txt").write_text("Russia left.", encoding="utf-8")
    notes = Notes()
    assert len(list(read_sources(["."], ReaderOptions(), notes=notes))) == 1
    assert notes.lines() == ("left out: archive .zip", "left out: archive .gz", "left out: archive .7z")
