"""Sources to documents: formats, ids, metadata, and every kind of bad input."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ConfigError, ReaderError, UnknownFormat
from kg.model import Document, Failure
from kg.readers import Notes, ReaderOptions, count_documents, make_document, read_sources
from kg.readers.language import foreign_language

FRENCH = "La Russie soutient les autres pays de la région, dans une déclaration qui est publiée par le ministère. " * 3
RUSSIAN = "Россия поддерживает Ирак, заявил министр иностранных дел на встрече в Москве. " * 4
ENGLISH = (
    "Russia supports Iraq, and the minister said that it was in the interest of all the states of the region. " * 3
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(*sources: str | Path, notes: Notes | None = None, **options: object) -> list[Document | Failure]:
    return list(read_sources(sources, ReaderOptions(**options), notes=notes))  # type: ignore[arg-type]


def documents(*sources: str | Path, **options: object) -> list[Document]:
    """Read sources in which nothing may fail."""
    items = read(*sources, **options)
    assert [item for item in items if isinstance(item, Failure)] == []
    return [item for item in items if isinstance(item, Document)]


def only_failure(*sources: str | Path, **options: object) -> Failure:
    """Read sources that give one failure and nothing else."""
    (item,) = read(*sources, **options)
    assert isinstance(item, Failure)
    assert item.stage == "read"
    return item


def test_text_file_is_a_document(folder: Path) -> None:
    """A text file is one document, its id the path from the working folder."""
    (folder / "news").mkdir()
    (folder / "news" / "a.txt").write_text("Russia supports Iraq.\n", encoding="utf-8")
    (document,) = documents("news/a.txt", published="2014-09-19", publisher="Herald")
    assert document.id == "news/a.txt"
    assert document.text == "Russia supports Iraq.\n"
    assert (document.published, document.publisher, document.own_id) == ("2014-09-19", "Herald", False)
    assert document.path == str(folder / "news" / "a.txt")


def test_byte_order_mark_and_crlf_go(folder: Path) -> None:
    """The mark goes and CRLF becomes LF; a lone CR and everything else stays."""
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbfOne.\r\nTwo.\rThree \xc2\xa0four.\r\n")
    assert documents("a.txt")[0].text == "One.\nTwo.\rThree \xa0four.\n"


def test_windows_text_is_read_and_said(folder: Path) -> None:
    """Windows-1252 is guessed, and the guess is said."""
    (folder / "a.txt").write_bytes("The “café” in Zürich – open.".encode("cp1252"))
    notes = Notes()
    (document,) = read("a.txt", notes=notes)
    assert isinstance(document, Document)
    assert document.text == "The “café” in Zürich – open."
    assert notes.lines() == (f"{folder / 'a.txt'}: read as cp1252",)


def test_utf16_with_a_mark_is_read(folder: Path) -> None:
    """UTF-16 has NUL bytes, but its mark tells that it is text."""
    (folder / "a.txt").write_bytes("Russia supports Iraq.".encode("utf-16"))
    assert documents("a.txt")[0].text == "Russia supports Iraq."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the text is empty"),
        (b" \n\t\n", "the text is empty"),
        (b"abc\x00def", "the file is binary (it has NUL bytes)"),
        ("Zürich café é. ".encode() * 5 + b"\xff abc", "the file is broken UTF-8 (byte 90)"),
        (
            random.Random(1).randbytes(3000).replace(b"\0", b""),
            "the file is in no encoding that can be told; it may be binary",
        ),
        (b"a " * 500_001, "the text has 1,000,002 characters; at most 1,000,000 are read"),
        (b"a" * 10_000_000, "the file has more than 5,000,004 bytes; at most 1,000,000 characters are read"),
        (FRENCH.encode(), "the text is not English (it looks French)"),
        (RUSSIAN.encode(), "the text is not English (it looks written in another script)"),
    ],
    ids=["empty", "blank", "binary", "broken", "undecodable", "long", "very-long", "french", "russian"],
)
def test_unfit_text_file_is_a_failure(folder: Path, data: bytes, reason: str) -> None:
    """A file that is no English text of a fit length fails with its reason."""
    (folder / "a.txt").write_bytes(data)
    failure = only_failure("a.txt")
    assert failure.reason == reason
    assert failure.id == "a.txt"
    assert failure.path == str(folder / "a.txt")


def test_longest_text_is_read(folder: Path) -> None:
    """A text of exactly 1,000,000 characters is read, however many bytes it takes."""
    (folder / "a.txt").write_text("é\n" * 500_000, encoding="utf-8", newline="\r\n")
    assert len(documents("a.txt")[0].text) == 1_000_000


def test_folder_is_walked_in_a_stable_order(folder: Path) -> None:
    """Files come by folder and name; hidden ones and unknown formats are left out and counted."""
    for name in ("b.txt", "a.md", "sub/z.txt", "sub/y.TXT", "a/x.txt", ".hidden/h.txt", "c.odt", "d.odt", "sub/noend"):
        path = folder / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Text of {name}.", encoding="utf-8")
    notes = Notes()
    found = [item.id for item in read("news", notes=notes)]
    assert found == ["news/a.md", "news/b.txt", "news/a/x.txt", "news/sub/y.TXT", "news/sub/z.txt"]
    assert notes.lines() == (
        "left out: hidden file or folder",
        "left out: file of unknown format .odt (2 times)",
        "left out: file of unknown format (no ending)",
    )


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    """Sources may overlap."""
    (folder / "news").mkdir()
    (folder / "news" / "a.txt").write_text("A text.", encoding="utf-8")
    assert [d.id for d in documents("news/a.txt", "news", "news/*.txt", "./news/../news/a.txt")] == ["news/a.txt"]


def test_ids_outside_the_working_folder_start_at_the_source(folder: Path) -> None:
    """Elsewhere, an id starts in the folder that the source lies in; before a glob's first wildcard."""
    (folder / "work").mkdir()
    (folder / "data" / "news" / "may").mkdir(parents=True)
    (folder / "data" / "news" / "may" / "a.txt").write_text("A text.", encoding="utf-8")
    os.chdir(folder / "work")
    assert [d.id for d in documents("../data/news")] == ["news/may/a.txt"]
    assert [d.id for d in documents(str(folder / "data" / "news" / "may" / "a.txt"))] == ["a.txt"]
    assert [d.id for d in documents(str(folder / "data" / "*" / "may" / "*.txt"))] == ["news/may/a.txt"]
    assert [d.id for d in documents("../data", working_folder=folder)] == ["data/news/may/a.txt"]


def test_file_name_that_is_not_utf8(folder: Path) -> None:
    """Bytes of a name that are not UTF-8 are written out, so that ids can be stored anywhere."""
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        (folder / name).write_text("A text.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    (document,) = documents(".")
    assert document.id == "caf\\xe9.txt"
    assert document.path == f"{folder}/caf\\xe9.txt"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("missing.txt", "there is no file or folder missing.txt"),
        ("none/*.txt", "nothing matches none/*.txt"),
        ("empty", "the folder empty has no documents"),
        ("a.odt", "a.odt is of a format that is not known"),
        ("*.odt", "*.odt matches no file of a known format"),
    ],
)
def test_nothing_to_read_is_an_error(folder: Path, source: str, message: str) -> None:
    """A source that is missing, empty or of an unknown format is an error where there is no other."""
    (folder / "empty").mkdir()
    (folder / "a.odt").write_bytes(b"PK")
    with pytest.raises(ReaderError) as caught:
        read(source)
    assert caught.value.message == message
    assert caught.value.path == source
    assert caught.value.hint


def test_unknown_format_lists_the_known_ones(folder: Path) -> None:
    """The error about a format says which there are."""
    (folder / "a.odt").write_bytes(b"PK")
    with pytest.raises(UnknownFormat) as caught:
        read("a.odt")
    assert caught.value.hint == (
        "known formats: txt, md, jsonl, jsonl.gz, csv, html, htm, xhtml, pdf, docx; "
        "or say which it is with --input-format"
    )
    with pytest.raises(UnknownFormat):
        read("a.odt", input_format="odt")


def test_input_format_wins_over_the_name(folder: Path) -> None:
    """A format that is said holds for all files, whatever they are called."""
    (folder / "a.log").write_text('{"text": "A text.", "id": "1"}\n', encoding="utf-8")
    assert [d.id for d in documents("a.log", input_format="jsonl")] == ["1"]


def test_a_missing_source_among_others_is_a_failure(folder: Path) -> None:
    """Where something can be read, the missing source is counted and the rest goes on."""
    (folder / "a.txt").write_text("A text.", encoding="utf-8")
    failure, document = read("missing", "a.txt")
    assert failure == Failure("missing", "missing", None, "read", "there is no file or folder missing")
    assert isinstance(document, Document)


def test_file_that_cannot_be_opened_is_a_failure(folder: Path) -> None:
    """A broken link in a folder fails; the rest goes on."""
    (folder / "a.txt").symlink_to("nowhere")
    (folder / "b.txt").write_text("A text.", encoding="utf-8")
    failure, document = read(".")
    assert isinstance(failure, Failure)
    assert failure.reason == "the file cannot be read: No such file or directory"
    assert document.id == "b.txt"


JSON_LINES = r"""{"text": "One.", "id": "1", "title": "T", "published": "2014-09-19", "publisher": "P", "url": "u"}

{"text": "Two.", "score": 5, "id": 2, "published": "2014-09-19T23:59:00Z"}
{bad
[1]
{"text": 5}
{"body": "x"}
{"text": "Three.", "published": "19.9.2014", "id": "3"}
{"text": "Four.", "published": "2014-02-30"}
{"text": "a\u0000b"}
{"text": "\ud800"}
{"text": "Five.", "id": ["5"]}
{"text": ""}
{"text": "Six."}
"""


def test_json_lines(folder: Path) -> None:
    """Each line is a document or a failure with path and line, and the rest goes on."""
    (folder / "a.jsonl").write_text(JSON_LINES, encoding="utf-8")
    items = read("a.jsonl")
    first, second, *failures, last = items
    assert isinstance(first, Document)
    assert (first.id, first.title, first.published, first.publisher, first.url, first.own_id) == (
        "1", "T", "2014-09-19", "P", "u", True,
    )  # fmt: skip
    assert isinstance(second, Document)
    assert (second.id, second.published, second.fields) == ("2", "2014-09-19", ("score",))
    assert [(f.id, f.line, f.reason) for f in failures if isinstance(f, Failure)] == [
        ("a.jsonl", 4, "the line is not JSON: Expecting property name enclosed in double quotes (column 2)"),
        ("a.jsonl", 5, "the line is JSON, but not an object"),
        ("a.jsonl", 6, 'the field "text" is not a text'),
        ("a.jsonl", 7, "there is no field \"text\"; the fields are: 'body'"),
        ("3", 8, "the date '19.9.2014' is not of the form YYYY-MM-DD"),
        ("a.jsonl", 9, "the date '2014-02-30' is not of the form YYYY-MM-DD"),
        ("a.jsonl", 10, "the text is binary (it has NUL characters)"),
        ("a.jsonl", 11, "the text has a broken character (half of a surrogate pair)"),
        ("a.jsonl", 12, 'the field "id" is not a text'),
        ("a.jsonl", 13, "the text is empty"),
    ]
    assert isinstance(last, Document)
    assert last.id == f"a.jsonl#{last.digest}"
    assert last.own_id is False


def test_fields_are_mapped_and_the_rest_noted(folder: Path) -> None:
    """`--field text=body` takes the text from `body`; fields that are not ours are counted."""
    row = {"body": "One.", "key": "k", "text": "not this", "stars": 3}
    (folder / "a.jsonl").write_text(json.dumps(row) + "\n" + json.dumps(row | {"key": "l"}), encoding="utf-8")
    notes = Notes()
    found = read("a.jsonl", notes=notes, fields={"text": "body", "id": "key"})
    assert [(d.id, d.text, d.fields) for d in found if isinstance(d, Document)] == [
        ("k", "One.", ("text", "stars")),
        ("l", "One.", ("text", "stars")),
    ]
    assert notes.lines() == (
        f"{folder / 'a.jsonl'}: field not used: text (2 times)",
        f"{folder / 'a.jsonl'}: field not used: stars (2 times)",
    )


def test_wrong_options_are_refused() -> None:
    """A field that we do not know, or a date that is none, is an error before anything is read."""
    with pytest.raises(ConfigError, match="unknown field 'body'"):
        ReaderOptions(fields={"body": "text"})
    with pytest.raises(ConfigError, match="published: the date 'May' is not of the form YYYY-MM-DD"):
        ReaderOptions(published="May")


def test_same_id_twice_is_a_failure(folder: Path) -> None:
    """The first document keeps the id; the second fails, in whatever file it stands."""
    (folder / "a.jsonl").write_text('{"text": "One.", "id": "x"}\n', encoding="utf-8")
    (folder / "b.jsonl").write_text('{"text": "Two.", "id": "x"}\n{"text": "Three."}\n{"text": "Three."}', "utf-8")
    one, two, three, again = read(".")
    assert isinstance(one, Document)
    assert isinstance(three, Document)
    assert two == Failure(
        "x", str(folder / "b.jsonl"), None, "read", f"the id x came before in this build, in {folder / 'a.jsonl'}"
    )
    assert isinstance(again, Failure)
    assert again.id == three.id


def test_gzip_is_unpacked_and_its_damage_told(folder: Path) -> None:
    """A cut archive gives what it holds, and a failure at the line where it breaks off."""
    packed = gzip.compress(b'{"text": "One.", "id": "1"}\n{"text": "Two.", "id": "2"}\n')
    (folder / "a.jsonl.gz").write_bytes(packed)
    assert [d.id for d in documents("a.jsonl.gz")] == ["1", "2"]
    (folder / "a.jsonl.gz").write_bytes(packed[:-8])
    *whole, failure = read("a.jsonl.gz")
    assert [d.id for d in whole] == ["1", "2"]
    assert isinstance(failure, Failure)
    assert failure.line == 3
    assert failure.reason.startswith("the file cannot be read on from here: Compressed file ended")


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_empty_table_is_a_failure(folder: Path, name: str) -> None:
    """A file of rows without rows fails."""
    (folder / name).write_bytes(b"\n")
    assert only_failure(name).reason == "the file is empty"


@pytest.mark.parametrize("length", [10_000_000, 20_000_000])
def test_a_huge_line_fails_alone(folder: Path, length: int) -> None:
    """A line of 10 MB, and one longer than any line that is read, fail quickly; the next line is read."""
    with open(folder / "a.jsonl", "w", encoding="utf-8") as stream:
        stream.write('{"text": "' + "a" * length + '"}\n{"text": "Next.", "id": "n"}\n')
    failure, following = read("a.jsonl")
    reasons = {
        10_000_000: "the text has 10,000,000 characters; at most 1,000,000 are read",
        20_000_000: "the line has more than 16,777,216 bytes",
    }
    assert isinstance(failure, Failure)
    assert (failure.line, failure.reason) == (1, reasons[length])
    assert following.id == "n"


def test_a_huge_line_of_csv_fails_alone(folder: Path) -> None:
    """The same for CSV."""
    (folder / "a.csv").write_text("text\n" + "a" * 10_000_000 + "\nNext.\n", encoding="utf-8")
    failure, following = read("a.csv")
    assert isinstance(failure, Failure)
    assert (failure.line, failure.reason) == (2, "the row is malformed: a line has more than 8,000,000 characters")
    assert isinstance(following, Document)
    assert following.text == "Next."


CSV = """id,text,published
7,"hello, ""you""
there",2014-01-02
8,short
9,"a"b,2014-01-02
,fine,

10,"x",yesterday
11,"unclosed,2
12,swallowed,
"""


def test_csv(folder: Path) -> None:
    """Each row is a document or a failure with path and line; an unclosed quote says how much it takes with it."""
    (folder / "a.csv").write_text(CSV, encoding="utf-8")
    items = read("a.csv")
    assert [(d.id.split("#")[0], d.text, d.published) for d in items if isinstance(d, Document)] == [
        ("7", 'hello, "you"\nthere', "2014-01-02"),
        ("a.csv", "fine", None),
    ]
    assert [(f.id, f.line, f.reason) for f in items if isinstance(f, Failure)] == [
        ("a.csv", 4, "the row has 2 cells, the header has 3"),
        ("a.csv", 5, "the row is malformed: ',' expected after '\"'"),
        ("10", 8, "the date 'yesterday' is not of the form YYYY-MM-DD"),
        ("a.csv", 9, "the row is malformed: unexpected end of data; nothing was read up to line 10"),
    ]


def test_csv_with_semicolons_in_windows_letters(folder: Path) -> None:
    """What a spreadsheet writes in Europe is read, and both guesses are said."""
    (folder / "a.csv").write_bytes("id;text\r\nx;Café in Zürich\r\n".encode("cp1252"))
    notes = Notes()
    (document,) = read("a.csv", notes=notes)
    assert isinstance(document, Document)
    assert document.text == "Café in Zürich"
    assert notes.lines() == (
        f"{folder / 'a.csv'}: read as cp1252",
        f"{folder / 'a.csv'}: cells are parted by ';'",
    )


def test_names_of_columns_are_stripped(folder: Path) -> None:
    """Blanks around the names in a header do not count."""
    (folder / "a.csv").write_text("id; text\n1;One.\n", encoding="utf-8")
    assert [(d.id, d.text) for d in documents("a.csv")] == [("1", "One.")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a,b\n1,2\n", 'the header has no column "text"; it has: a, b (name the column with --field text=COLUMN)'),
        (b"text,text\n1,2\n", 'the header has the column "text" twice'),
        (b"text\n", "the file has a header and no rows"),
        (b"text\nab\x00c\n", "the file is binary (it has NUL bytes)"),
    ],
)
def test_csv_that_cannot_be_read_at_all(folder: Path, content: bytes, reason: str) -> None:
    """A file whose header is unfit is one failure."""
    (folder / "a.csv").write_bytes(content)
    assert only_failure("a.csv").reason == reason


class _Input(io.BytesIO):
    """Standard input made of bytes."""

    buffer = property(lambda self: self)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"Russia supports Iraq.\n", [(None, "Russia supports Iraq.\n")]),
        (b' {"text": "One.", "id": "1"}\n{"text": "Two."}\n', [("1", "One."), (None, "Two.")]),
        (gzip.compress(b'{"text": "One.", "id": "1"}'), [("1", "One.")]),
        (b"{curly} text", [(None, "{curly} text")]),
    ],
    ids=["text", "jsonl", "gzip", "curly"],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, expected: list[tuple[str | None, str]]) -> None:
    """Standard input is JSON lines where it starts like one, else text; ids are digests of the texts."""
    monkeypatch.setattr(sys, "stdin", _Input(data))
    found = documents("-")
    assert [(d.id if d.own_id else None, d.text) for d in found] == expected
    assert all(d.own_id or d.id == f"#{d.digest}" for d in found)
    assert all(d.path is None for d in found)


def test_csv_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """CSV is read from standard input where it is asked for."""
    monkeypatch.setattr(sys, "stdin", _Input(b"id,text\n1,One.\n"))
    assert [(d.id, d.text) for d in documents("-", input_format="csv")] == [("1", "One.")]


def test_count_of_documents(folder: Path) -> None:
    """The number is known where every file is one document, or JSON lines, missing sources counted; else not."""
    (folder / "a.txt").write_text("One.", encoding="utf-8")
    (folder / "b.md").write_text("Two.", encoding="utf-8")
    assert count_documents([".", "missing"], ReaderOptions()) == 3
    (folder / "c.jsonl").write_text('{"text": "Three."}\n\n{"text": "Four."}', encoding="utf-8")
    (folder / "d.jsonl").write_text("", encoding="utf-8")
    assert count_documents([".", "missing"], ReaderOptions()) == 6
    (folder / "e.csv").write_text("text\nFive.\n", encoding="utf-8")
    assert count_documents(["."], ReaderOptions()) is None


@pytest.mark.parametrize(
    "text", [ENGLISH, FRENCH[:150], "Angela Merkel, Vladimir Putin, Xi Jinping, " * 8, ENGLISH + FRENCH]
)
def test_doubtful_texts_are_not_called_foreign(text: str) -> None:
    """English, short texts, lists of names and mixed texts are read."""
    assert foreign_language(text) is None


GERMAN = """Der Minister hat erklärt, dass die Regierung das Abkommen nicht mit den anderen Staaten schließen wird und
sie auch in der nächsten Woche für eine Lösung ist, die von allen Seiten getragen wird, wie das Amt am Montag sagte. Das
Parlament ist nicht in der Stadt."""
SPANISH = """El ministro ha dicho que las fuerzas de la coalición no van a entrar en la ciudad por el momento, y que los
países de la región están de acuerdo con una solución política para el conflicto, según el comunicado. La reunión fue
el lunes en la capital, y los dos presidentes no se han visto desde el año pasado."""
DUTCH = """De minister heeft gezegd dat het kabinet niet met de andere landen over een nieuw verdrag wil praten, en dat
er ook voor de komende weken geen plan is om naar de hoofdstad te gaan, zo meldt het ministerie op zijn site. De koning
is niet in het land, en de regering van het land zegt dat hij ook niet op reis is naar een van de buurlanden."""


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "German"), (SPANISH, "Spanish"), (DUTCH, "Dutch")])
def test_foreign_texts_are_told(text: str, language: str) -> None:
    """Running text of 200 letters in another language is told."""
    assert foreign_language(text) == language


def test_make_document_from_a_string() -> None:
    """A text without an id goes by its digest, on every machine the same."""
    document = make_document("Russia supports Iraq.", id="#", own_id=False)
    assert document.id == "#5723bd9a7381b29db1e29cb4"
    with pytest.raises(ReaderError, match="the text is empty"):
        make_document(" ", id="x", own_id=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=6))
def test_every_json_line_is_accounted_for(tmp_path: Path, texts: list[str]) -> None:
    """Whatever the texts, each line gives one document with just that text, or one failure."""
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": t, "id": str(i)}) + "\n" for i, t in enumerate(texts)), "utf-8")
    items = read(path)
    assert len(items) == max(len(texts), 1)
    for text, item in zip(texts, items, strict=False):
        if isinstance(item, Document):
            assert item.text == text.removeprefix("\ufeff").replace("\r\n", "\n")
        else:
            assert not text.removeprefix("\ufeff").strip() or "\0" in text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=300),
    ending=st.sampled_from(["txt", "md", "jsonl", "jsonl.gz", "csv", "html", "xhtml", "pdf", "docx"]),
)
def test_no_bytes_break_a_reader(tmp_path: Path, data: bytes, ending: str) -> None:
    """Any bytes under any name give documents and failures, at least one of them, and never another error."""
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data)
    items = read(path)
    assert items
    assert all(item.text.strip() for item in items if isinstance(item, Document))
