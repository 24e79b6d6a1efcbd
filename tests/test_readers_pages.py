"""HTML and XHTML: main text, metadata and where it was found, encodings, and pages that cannot be read."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from kg.model import Document, Failure
from kg.readers import Notes, ReaderOptions, read_sources
from kg.readers.html_metadata import find_metadata
from kg.readers.metadata import choose, day_of

ARTICLE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Talks fail in Strelsau - The Herald</title>
<meta property="og:title" content="Talks fail in Strelsau"><meta property="og:site_name" content="Herald Online">
<link rel="canonical" href="https://herald.example/2014/09/19/talks">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle",
 "datePublished": "2014-09-19T08:00:00+02:00", "publisher": {"@type": "Organization", "name": "The Herald"}}]}</script>
</head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav></header>
<main><article><h1>Talks fail in Strelsau</h1><time datetime="2014-09-18">18 Sep</time>
<p>Ruritania rejected the border on Monday, its foreign minister <b>Rupert Hentzau</b> told reporters in the capital,
and it asked the council to meet within three days.</p>
<p>Grustark denied the charge. A spokesman said his country was ready to meet at any time and any place, provided that
the agreements of last spring were respected.</p>
<h2>What they want</h2><ul><li>Ruritania wants the villages back.</li><li>Grustark wants monitors.</li></ul>
<table><tr><th>Country</th><th>Troops</th></tr><tr><td>Ruritania</td><td>1,200</td></tr></table>
<p>The council is expected to vote later this week, and it may send forty monitors to the valley.</p></article>
<aside><h3>Related</h3><a href="/x">Grustark wins the cup</a></aside></main>
<footer>Copyright 2014 The Herald. All rights reserved.</footer></body></html>"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(page: str | bytes, name: str = "a.html", *, notes: Notes | None = None, **options: object) -> Document:
    """Read a page that is fit to be read."""
    item = read_any(page, name, notes=notes, **options)
    assert isinstance(item, Document), item
    return item


def read_any(
    page: str | bytes, name: str = "a.html", *, notes: Notes | None = None, **options: object
) -> Document | Failure:
    """Read a page from the working folder."""
    Path(name).write_bytes(page if isinstance(page, bytes) else page.encode())
    (item,) = read_sources([name], ReaderOptions(**options), notes=notes)  # type: ignore[arg-type]
    return item


def test_article_is_read_without_the_rest_of_the_page(folder: Path) -> None:
    """Paragraphs, headlines, items and cells are blocks; menus, links and the title itself are no part of the text."""
    document = read(ARTICLE)
    assert document.text.split("\n\n") == [
        "Ruritania rejected the border on Monday, its foreign minister Rupert Hentzau told reporters in the capital, "
        "and it asked the council to meet within three days.",
        "Grustark denied the charge. A spokesman said his country was ready to meet at any time and any place, "
        "provided that the agreements of last spring were respected.",
        "What they want",
        "Ruritania wants the villages back.",
        "Grustark wants monitors.",
        "Country",
        "Troops",
        "Ruritania",
        "1,200",
        "The council is expected to vote later this week, and it may send forty monitors to the valley.",
    ]
    assert (document.id, document.own_id, document.path) == ("a.html", False, str(folder / "a.html"))


def test_metadata_come_with_the_place_they_were_found_in(folder: Path) -> None:
    """The document keeps where each field was found, and the notes count the places."""
    notes = Notes()
    document = read(ARTICLE, notes=notes, published="1999-01-01", publisher="Nobody")
    assert document.title == "Talks fail in Strelsau"
    assert document.published == "2014-09-19"
    assert document.publisher == "The Herald"
    assert document.url == "https://herald.example/2014/09/19/talks"
    assert document.language == "en-GB"
    assert document.found_in == (
        "language: <html lang>",
        "published: JSON-LD datePublished",
        "publisher: JSON-LD publisher",
        "title: meta og:title",
        "url: <link rel=canonical>",
    )
    assert "published taken from JSON-LD datePublished" in notes.lines()


def test_page_that_says_nothing_of_itself(folder: Path) -> None:
    """Options stand in for what a page does not say; a day that nobody says is noted."""
    notes = Notes()
    page = "<p>Russia supports Iraq.</p>"
    document = read(page, published="2014-09-19", publisher="Herald")
    assert (document.title, document.published, document.publisher) == (None, "2014-09-19", "Herald")
    assert document.found_in == ()
    read(page, notes=notes)
    assert notes.lines() == ("no day of publication found",)


def test_plain_page_is_read_whole(folder: Path) -> None:
    """A page of text elements alone has nothing to leave out, be it as short as it may."""
    notes = Notes()
    document = read("<h1>Talks</h1>One.<br>Two<br><br>Three&nbsp;<i>f</i>our.<pre>a  b\nc</pre>", notes=notes)
    assert document.text == "One.\nTwo\n\nThree\xa0four.\n\na b\nc"
    assert document.title == "Talks"
    assert notes.lines() == ("title taken from <h1>", "no day of publication found")


def test_hidden_and_soft_parts_are_no_text(folder: Path) -> None:
    """What a browser does not show is not read, and a soft hyphen does not part a word."""
    page = '<p>Rus&shy;sia <span hidden>never </span>supports <span style="display: none">not </span>Iraq.</p>'
    assert read(page).text == "Russia supports Iraq."


def test_xhtml_with_empty_elements(folder: Path) -> None:
    """In XHTML `<script/>` and `<title/>` are closed, and what follows is text."""
    page = (
        '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><script src="x"/>'
        '<title/><meta name="DC.date" content="1990-01-03"/></head><body><p>Russia supports Iraq.</p><p/></body></html>'
    )
    document = read(page, "a.xhtml")
    assert (document.text, document.published) == ("Russia supports Iraq.", "1990-01-03")
    assert document.found_in == ("published: meta DC.date",)


def test_xhtml_that_is_none(folder: Path) -> None:
    """A page that only calls itself XHTML is read as HTML."""
    page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Russia &amp; Iraq<br>met.</body>'
    assert read(page, "a.xhtml").text == "Russia & Iraq\nmet."


@pytest.mark.parametrize(
    ("encoding", "declared", "note"),
    [
        ("utf-8", "iso-8859-1", None),
        ("cp1252", "iso-8859-1", "read as cp1252, as the page says"),
        ("cp1251", "windows-1251", "read as cp1251, as the page says"),
        ("koi8-r", "KOI8-R", "read as koi8-r, as the page says"),
        ("utf-16", "utf-8", "a.html: read as utf-16"),
    ],
)
def test_encoding_is_the_declared_one_unless_it_is_utf8(
    folder: Path, encoding: str, declared: str, note: str | None
) -> None:
    """Bytes that are UTF-8 are read so; then the page's own word counts."""
    word = "café" if encoding in ("cp1252", "utf-8", "utf-16") else "Москва"
    notes = Notes()
    page = f'<html><head><meta charset="{declared}"></head><body><p>The {word} is here.</p></body></html>'
    assert read(page.encode(encoding), notes=notes).text == f"The {word} is here."
    said = [line.replace(f"{folder}/", "") for line in notes.lines() if "read as" in line]
    assert said == ([] if note is None else [note])


def test_wrong_or_unknown_declaration_is_passed_over(folder: Path) -> None:
    """An encoding that nobody knows, or that does not fit, gives way to a guess."""
    for declared in ("x-nonsense", "ascii", "base64", "rot13", "utf-16"):
        page = f'<meta charset="{declared}"><p>The “café” in Zürich supports Iraq.</p>'
        assert read(page.encode("cp1252")).text == "The “café” in Zürich supports Iraq."


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("", "the page is empty, or no HTML"),
        ("<html><body><script>x()</script></body></html>", "the page has no text"),
        ("<h1>Talks</h1>", "the page has no text"),
        ("<p>a\0b</p>", "the file is binary (it has NUL bytes)"),
        ("<div>" * 1000 + "Russia.", "the page's elements stand more than 200 deep in each other"),
        ("<p>a<b>b</b></p>" * 30_000, "the page has more than 50,000 elements"),
        ("<p " + "a=1 " * 1001 + ">Russia.</p>", "an element of the page has more than 1,000 attributes"),
        (" " * (16 << 20) + "x", "the file has more than 16,777,216 bytes; at most 1,000,000 characters are read"),
        ("<p>" + "a " * 500_001 + "</p>", "the text has 1,000,001 characters; at most 1,000,000 are read"),
    ],
    ids=["empty", "no-text", "title-alone", "binary", "deep", "elements", "attributes", "bytes", "characters"],
)
def test_unfit_page_is_a_failure(folder: Path, page: str, reason: str) -> None:
    """A page that holds no text, or too much of anything, fails with its reason."""
    failure = read_any(page)
    assert isinstance(failure, Failure)
    assert failure.reason == reason
    assert (failure.id, failure.stage, failure.path) == ("a.html", "read", str(folder / "a.html"))


def test_entities_of_its_own_are_not_filled_in(folder: Path) -> None:
    """A page cannot blow itself up, or read other files, by entities."""
    bomb = '<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">'
    page = f'<!DOCTYPE html [{bomb}]><html xmlns="http://www.w3.org/1999/xhtml"><p>&b; Russia &c; left.</p></html>'
    assert read(page, "a.xhtml").text == "&b; Russia &c; left."


def test_page_on_standard_input(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Input that starts like a page is one; `--input-format html` says so of any."""
    for page, options in (("<!DOCTYPE html><p>Russia left.", {}), ("<p>Russia left.", {"input_format": "html"})):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page.encode())))
        (document,) = read_sources(["-"], ReaderOptions(**options))  # type: ignore[arg-type]
        assert isinstance(document, Document)
        assert (document.text, document.path) == ("Russia left.", None)


@pytest.mark.parametrize(
    ("head", "place", "day"),
    [
        ('<meta property="article:published_time" content="2014-09-19T23:30:00Z">', "meta article:published_time", 19),
        ('<meta name="DC.Date.Issued" content="20140919">', "meta DC.Date.Issued", 19),
        ('<meta name="pubdate" content="Fri, 19 Sep 2014 10:00:00 GMT">', "meta pubdate", 19),
        ('<meta name="date" content="September 19, 2014">', "meta date", 19),
        ('<time>now</time><time datetime="2014-09-18 10:00">x</time>', "<time>", 18),
        ('<span itemprop="datePublished" content="2014-09-17">x</span>', "datepublished", 17),
        ('<meta name="date" content="19.9.14"><meta name="DC.date" content="2014-09-16">', "meta DC.date", 16),
        ('<meta name="date" content="1411084800"><time datetime="2014-09-15">', "<time>", 15),
    ],
)
def test_places_of_the_day(head: str, place: str, day: int) -> None:
    """The day is taken from the best place that has one that can be read."""
    from lxml.html import document_fromstring

    chosen = choose(find_metadata(document_fromstring(f"<html><head>{head}</head><body></body></html>")))
    assert (chosen.published, chosen.found_in) == (f"2014-09-{day}", (f"published: {place}",))


def test_day_that_cannot_be_read_is_said(folder: Path) -> None:
    """A page whose day is not understood is read without one, and the notes say what stood there."""
    notes = Notes()
    assert read('<meta name="date" content="last Friday"><p>Russia left.', notes=notes).published is None
    assert f"{folder / 'a.html'}: no day of publication: meta date says 'last Friday'" in notes.lines()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2014-9-19", None),
        ("2014-02-30", None),
        ("2014/09/19", "2014-09-19"),
        ("20140919T101010", "2014-09-19"),
        ("D:20140919103000+02'00'", "2014-09-19"),
        ("1411084800", None),
        ("1411084800000", None),
        ("19 September 2014", "2014-09-19"),
        ("Friday, 19 Sept. 2014", "2014-09-19"),
        ("Fri, September 19 2014", "2014-09-19"),
        ("0000-00-00", None),
        ("May", None),
    ],
)
def test_days_as_files_write_them(written: str, day: str | None) -> None:
    """Only dates with one meaning are taken."""
    assert day_of(written) == day


def test_linked_data_of_any_shape(folder: Path) -> None:
    """Linked data that are broken, deep or of another thing are passed over."""
    for script in ("{", "[" * 100_000, '"text"', "[1, null]", '{"@type": "Person", "datePublished": "2014-09-19"}'):
        page = f'<script type="application/ld+json">{script}</script><p>Russia left.</p>'
        assert read(page).published is None
    listed = '[{"@type": ["Thing", "ReportageNewsArticle"], "datePublished": ["2014-09-19"], "headline": "Talks"}]'
    document = read(f'<script type="application/ld+json">{listed}</script><p>Russia left.</p>')
    assert (document.published, document.title) == ("2014-09-19", "Talks")


def test_metadata_with_unfit_characters(folder: Path) -> None:
    """White space and control characters in metadata become single spaces; what is no address is none."""
    page = '<title>Talks\n\n \x07fail</title><link rel="canonical" href="/talks"><p>Russia left.</p>'
    document = read(page)
    assert (document.title, document.url) == ("Talks fail", None)
