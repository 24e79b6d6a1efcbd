"""Files that no reader likes: made from a seed, so that the number of a file is enough to make it again."""

from __future__ import annotations

import gzip
import io
import json
import random
import string
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from document_files import make_docx, make_pdf, paragraph

Maker = Callable[[random.Random], bytes]
MEGABYTE = 1 << 20

SENTENCES = (
    "Russia supports Iraq, a spokesman told reporters on Monday.",
    "The president of France said that Germany and Italy would not attack Syria.",
    "“We will never leave,” Mr. Hentzau said, “unless they pay.”",
    "They met in Geneva, where the minister asked her to help him.",
    "If Iran agrees, the United States could lift its sanctions next week.",
    "Rebels killed twelve soldiers of the Ruritanian army near the border, officials say.",
)
_NAMES = [
    "Russia",
    "Iraq",
    "France",
    "Germany",
    "Syria",
    "Iran",
    "Turkey",
    "Israel",
    "Egypt",
    "China",
    "Japan",
    "Kenya",
    "Sudan",
    "Chad",
    "Peru",
    "Cuba",
]
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e\x1f\x7f\x9f"
_EMOJI = "😀👩‍👩‍👧‍👦🇷🇺🏴󠁧󠁢󠁥󠁮󠁧󠁿👍🏿❤️"
_LANGUAGES = (
    "Россия поддерживает Ирак, заявил министр на встрече. ",
    "La Russie soutient les autres pays de la région, dit le ministre qui est dans une ville. ",
    "俄罗斯支持伊拉克,发言人说。",
    "تدعم روسيا العراق، بحسب ما قال المتحدث باسم الوزارة. ",
    "Die Regierung und der Präsident haben nicht mit den anderen gesprochen. ",
)


@dataclass(frozen=True)
class HostileFile:
    """A file: its number, what is hostile about it, its name and its bytes."""

    number: int
    kind: str
    name: str
    data: bytes


def make_file(number: int, *, seed: int = 1, most_bytes: int = 50 * MEGABYTE) -> HostileFile:
    """Return the file with a number; the same number and seed give the same bytes.

    Args:
        number: from 0; kinds take turns, so that as many files as there are kinds have each once.
        seed: of all random choices.
        most_bytes: no file is larger.
    """
    kinds = tuple(KINDS)
    kind = kinds[number % len(kinds)]
    choice = random.Random(f"{seed} {number}")
    ending = kind.partition(":")[0]
    data = KINDS[kind](choice)
    if len(data) > most_bytes:
        data = data[:most_bytes]
    return HostileFile(number, kind, f"{number:05d}.{ending}", data)


# -- texts


def _story(choice: random.Random, sentences: int = 12) -> str:
    return "\n\n".join(" ".join(choice.choices(SENTENCES, k=4)) for _ in range(max(1, sentences // 4)))


def _sprinkled(signs: str) -> Maker:
    """Return a maker of a story with signs anywhere between and within its words."""

    def make(choice: random.Random) -> bytes:
        share = choice.choice((0.02, 0.2, 0.6))
        story = "".join(c + (choice.choice(signs) if choice.random() < share else "") for c in _story(choice))
        return story.encode("utf-8", "surrogatepass")

    return make


def _repeated(*pieces: str, most: int = 10_000) -> Maker:
    """Return a maker of one piece repeated up to `most` times."""
    return lambda choice: (choice.choice(pieces) * choice.randint(most // 10, most)).encode()


def _encoded(encoding: str, story: str | None = None) -> Maker:
    return lambda choice: (story * 5 if story else _story(choice)).encode(encoding, "replace")


def _joined(pieces: tuple[str, ...], between: str, most: int) -> Maker:
    return lambda choice: between.join(choice.choices(pieces, k=choice.randint(most // 4, most))).encode() + b"."


def _random_bytes(choice: random.Random) -> bytes:
    return choice.randbytes(choice.choice((1, 100, 10_000, 1_000_000)))


def _random_characters(choice: random.Random) -> bytes:
    points = (choice.randrange(0x20, choice.choice((0x250, 0x3000, 0x110000))) for _ in range(5_000))
    return "".join(chr(p) for p in points if not 0xD800 <= p < 0xE000).encode()


def _damaged(choice: random.Random) -> bytes:
    data = bytearray(_story(choice).encode())
    for _ in range(choice.randint(1, 30)):
        data[choice.randrange(len(data))] = choice.randrange(256)
    return bytes(data)


def _large(choice: random.Random) -> bytes:
    size = choice.choice((1, 6, 50)) * MEGABYTE
    sentence = choice.choice(SENTENCES).encode() + choice.choice((b" ", b"\n", b"\n\n"))
    return sentence * (size // len(sentence))


def _long_sentence(choice: random.Random) -> bytes:
    words = " ".join(SENTENCES).replace(".", "").replace("”", "").replace("“", "").lower().split()
    return " ".join(choice.choices(words + list(_NAMES), k=choice.choice((400, 2_000)))).encode()


def _mail(choice: random.Random) -> bytes:
    headers = "".join(f"{name}: <{choice.random()}@mail.example>\r\n" for name in ("Received", "Message-ID", "To") * 9)
    subject = "Subject: =?utf-8?B?UnVzc2lh?="
    return f"From: A <a@b.example>\r\n{headers}{subject}\r\n\r\n> > {_story(choice)}\r\n-- \r\n".encode()


def _markup_text(choice: random.Random) -> bytes:
    noise = (
        "<p>{}</p>",
        "{{{{cite|{}}}}}",
        "[{}](http://x.example/?a=b&c)",
        "| {} | 1 | 2 |",
        "\\textbf{{{}}}",
        "// {}",
    )
    return "\n".join(choice.choice(noise).format(choice.choice(SENTENCES)) for _ in range(60)).encode()


def _binary_text(choice: random.Random) -> bytes:
    from base64 import encodebytes

    return encodebytes(choice.randbytes(choice.choice((1_000, 60_000))))


# -- rows


def _json_lines(choice: random.Random) -> bytes:
    rows = (
        lambda: json.dumps({"text": _story(choice), "id": choice.choice(("same", "x" * 10_000, 7, ""))}),
        lambda: '{"text": "Russia \\ud800 supports Iraq."}',
        lambda: '{"text": "Russia \\u0000 supports Iraq."}',
        lambda: '{"text": "Russia left.", "title": "\\udfff"}',
        lambda: json.dumps({"text": choice.choice((None, 1, [], {}, True))}),
        lambda: json.dumps({"text": "Russia left.", "published": choice.choice(("2014-02-30", "soon", "99", [1]))}),
        lambda: "[" * choice.choice((10, 100_000)),
        lambda: '{"text": ' + "9" * 10_000 + "}",
        lambda: choice.choice(
            ("{", "null", "NaN", '"', "{}", '{"text": "a', "\x00", "\ufeff{}", "{'text': 1}", "\u2028")
        ),
        lambda: json.dumps({"text": "=cmd()|' /C calc'!A1", "title": "\x07\u202e"}),
        lambda: json.dumps({f"field{i}": i for i in range(2_000)} | {"text": "Russia left."}),
    )
    return "\n".join(choice.choice(rows)() for _ in range(choice.randint(1, 12))).encode("utf-8", "surrogatepass")


def _gzipped(choice: random.Random) -> bytes:
    packed = gzip.compress(_json_lines(choice), mtime=0)
    bomb = choice.randrange(60) == 0
    if bomb:
        return gzip.compress(b"0" * (50 * MEGABYTE), mtime=0)
    cut = choice.randrange(len(packed))
    return choice.choice((packed, packed[:cut], packed[:cut] + b"\xff" + packed[cut + 1 :]))


def _long_line(choice: random.Random) -> bytes:
    size = choice.choice((1, 1, 1, 17, 50)) * MEGABYTE
    return b'{"text": "' + b"Russia left. " * (size // 13) + b'"}'


def _table(choice: random.Random) -> bytes:
    delimiter = choice.choice(",;\t|")
    columns = choice.choice((1, 3, 5_000))
    header = delimiter.join(["text", *(f"c{i}" for i in range(columns))])
    cells = ("Russia left.", '"a ""b"" c"', '"never closed', "", "=1+1", "a\x00b", '"a\nb"', "é", "x" * 5_000)
    rows = (delimiter.join(choice.choices(cells, k=choice.choice((columns + 1, 2)))) for _ in range(20))
    return choice.choice(("\n", "\r\n", "\r")).join((choice.choice((header, header, "", '"')), *rows)).encode()


# -- pages


def _page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode("utf-8", "surrogatepass")


def _nested(choice: random.Random) -> bytes:
    depth = choice.choice((50, 150, 250, 20_000))
    tag = choice.choice(
        ("div", "table><tr><td", "ul><li", "b", "blockquote", "a href=x", "font", "p", "span", "select", "svg")
    )
    closing = f"</{tag.split()[0].split('>')[0]}>" * choice.choice((0, depth))
    return _page(f"<{tag}>" * depth + choice.choice(SENTENCES) + closing)


def _huge_table(choice: random.Random) -> bytes:
    rows = choice.choice((100, 5_000, 200_000))
    return _page(f"<div><table>{'<tr><td>Russia left.</td><td>1</td></tr>' * rows}</table></div>")


def _bomb(choice: random.Random) -> bytes:
    name = choice.choice(("lol", "nbsp", "amp"))
    entities = f'<!ENTITY {name}0 "lol">' + "".join(
        f'<!ENTITY {name}{i} "{f"&{name}{i - 1};" * 10}">' for i in range(1, 10)
    )
    outside = choice.choice(
        ("", '<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY % p SYSTEM "http://x.invalid/">%p;')
    )
    body = f"<p>&{name}9; &x; {choice.choice(SENTENCES)}</p>"
    return (
        f'<?xml version="1.0"?><!DOCTYPE html [{entities}{outside}]>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
    ).encode()


def _many(choice: random.Random) -> bytes:
    piece = choice.choice(
        (
            "<br>",
            "<!-- x -->",
            "<p>",
            "<a href=x>y</a> ",
            "&amp;",
            "&#x10FFFF;",
            "&nosuch;",
            "<b>x</b>",
            "<",
            "<![CDATA[",
            "<script>",
        )
    )
    return _page(piece * choice.choice((1_000, 20_000, 300_000)) + choice.choice(SENTENCES))


def _attributes(choice: random.Random) -> bytes:
    count = choice.choice((900, 5_000, 200_000))
    sign = choice.choice(('{}="x"', "{}", "{}='>'", "a<{}=1"))
    return _page(f"<p {' '.join(sign.format(f'a{i}') for i in range(count))}>Russia left.</p>")


def _head(choice: random.Random) -> bytes:
    values = (
        "",
        "x" * 100_000,
        "\x01\u202e",
        "2014-13-45",
        "0000-00-00",
        "javascript:alert(1)",
        "' OR 1=1 --",
        "{{7*7}}",
    )
    names = ("og:title", "DC.date", "og:url", "og:site_name", "article:published_time", "content-language")
    metas = "".join(f'<meta name="{choice.choice(names)}" content="{choice.choice(values)}">' for _ in range(30))
    scripts = (
        "[" * 50_000,
        '{"@type": "NewsArticle", "publisher": {"name": {"name": []}}}',
        "{",
        '{"@graph": [null, 1]}',
    )
    linked = f'<script type="application/ld+json">{choice.choice(scripts)}</script>'
    return _page(f"<p>{choice.choice(SENTENCES)}</p>", metas + linked)


def _declared(choice: random.Random) -> bytes:
    names = (
        "utf-7",
        "utf-16",
        "x-user-defined",
        "base64",
        "zip",
        "idna",
        "cp037",
        "hz",
        "iso-2022-jp",
        "euc-jp",
        "koi8-r",
        "'",
    )
    body = f"<body><p>{choice.choice(SENTENCES)} é</p></body>"
    page = f'<html><head><meta charset="{choice.choice(names)}"></head>{body}</html>'
    return page.encode(
        choice.choice(("utf-8", "cp1252", "utf-16", "utf-16-le", "koi8-r", "shift_jis", "cp037")), "replace"
    )


def _cluttered(choice: random.Random) -> bytes:
    parts = (
        "<nav>{}</nav>",
        "<div class='ad comment'>{}</div>",
        "<p>{}</p>",
        "<form><input value='x'>{}</form>",
        "<td>{}",
        "</div>{}",
    )
    return _page(
        "".join(choice.choice(parts).format(choice.choice(SENTENCES)) for _ in range(choice.choice((10, 400, 4_000))))
    )


# -- packed documents


def _pdf(choice: random.Random) -> bytes:
    lines = [(choice.randint(-50, 700), choice.randint(-50, 900), choice.choice((1, 11, 90)), s) for s in SENTENCES * 4]
    pages = [choice.sample(lines, 10) for _ in range(choice.choice((1, 5, 300)))]
    data = bytearray(make_pdf(pages, {"Title": choice.choice(("", "x" * 5_000, "a\\(b"))}))
    for _ in range(choice.choice((0, 1, 20, 500))):
        data[choice.randrange(len(data))] = choice.randrange(256)
    return bytes(data[: choice.choice((len(data), len(data) // 2, 20))])


def _docx(choice: random.Random) -> bytes:
    bodies = (
        lambda: "".join(paragraph(s) for s in SENTENCES),
        lambda: "<w:p>" * choice.choice((100, 100_000)),
        lambda: "<w:tbl><w:tr><w:tc>" * 200 + paragraph(SENTENCES[0]),
        lambda: paragraph("x" * choice.choice((100, 2_000_000))),
        lambda: "<w:p/>" * 100_000,
        lambda: f"<w:p>{'<w:r><w:t>a</w:t><w:br/></w:r>' * 50_000}</w:p>",
    )
    data = bytearray(make_docx(choice.choice(bodies)(), properties={"title": "\u202eT", "created": "never"}))
    for _ in range(choice.choice((0, 0, 1, 40))):
        data[choice.randrange(len(data))] = choice.randrange(256)
    return bytes(data)


def _zip_bomb(choice: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * choice.choice((1, 40)) * MEGABYTE)
        package.writestr("../../word/document.xml", b"x")
    return out.getvalue()


KINDS: Mapping[str, Maker] = {
    "txt:empty": lambda choice: choice.choice((b"", b"\n", b" \t\r\n" * 100, b"\xef\xbb\xbf", b"\xff\xfe")),
    "txt:random bytes": _random_bytes,
    "txt:random characters": _random_characters,
    "txt:damaged UTF-8": _damaged,
    "txt:NULs": _sprinkled("\0"),
    "txt:lone surrogates": _sprinkled("\ud800\udfff"),
    "txt:bidi marks": _sprinkled(_BIDI),
    "txt:invisible characters": _sprinkled(_INVISIBLE),
    "txt:combining marks": _sprinkled("\u0300\u0301\u0336\u20dd\u0489"),
    "txt:emoji": _sprinkled(_EMOJI),
    "txt:UTF-16 with a mark": _encoded("utf-16"),
    "txt:UTF-16 without a mark": _encoded("utf-16-le"),
    "txt:UTF-32": _encoded("utf-32"),
    "txt:Windows-1252": _encoded("cp1252"),
    "txt:Shift JIS": _encoded("shift_jis", _LANGUAGES[2]),
    "txt:KOI8-R": _encoded("koi8-r", _LANGUAGES[0]),
    "txt:EBCDIC": _encoded("cp037"),
    "txt:other languages": lambda choice: (choice.choice(_LANGUAGES) * choice.choice((1, 30))).encode(),
    "txt:mixed languages": _joined((*_LANGUAGES, *SENTENCES), " ", 60),
    "txt:brackets": _repeated("(", "[", "({[<", "()", ")"),
    "txt:quotation marks": _repeated('"', "“", "“”", "'\"'", "« »", '" '),
    "txt:signs": _repeated(".", "-", "…", "! ? ", ", ", "— ", ": ", "; ", "/", "_"),
    "txt:one letter": _repeated("a", "A", "é", "I "),
    "txt:one long word": _repeated("Russia", "super", "9", most=30_000),
    "txt:one word again": _repeated(
        "Russia ", "said ", "he ", "not ", "of ", "that ", "Mr. ", "and ", "to ", most=3_000
    ),
    "txt:lines of one word": _repeated("Russia\n", "a\n\n", "* x\n", "\n", "1.\n", most=5_000),
    "txt:a sentence of 400 to 2,000 words": _long_sentence,
    "txt:names and commas": _joined(tuple(_NAMES), ", ", 800),
    "txt:names and 'and'": _joined(tuple(_NAMES), " and ", 400),
    "txt:names of names": _joined(tuple(_NAMES), " of ", 400),
    "txt:names' names": _joined(tuple(_NAMES), "'s ", 400),
    "txt:said that": _joined(tuple(f"{name} said that" for name in _NAMES), " ", 300),
    "txt:which supports": _joined(tuple(f"{name} supports" for name in _NAMES), ", which ", 200),
    "txt:quotations in quotations": _joined(tuple(f"“{s}" for s in SENTENCES), " ", 200),
    "txt:pronouns": _joined(("He told her", "They said it", "Its own", "who", "himself", "We"), " ", 500),
    "txt:titles": _joined(("President", "Foreign Minister", "Gen.", "Mr.", "the former", "deputy"), " ", 300),
    "txt:capitals": lambda choice: _story(choice, 40).upper().encode(),
    "txt:no blanks": lambda choice: _story(choice).replace(" ", "").encode(),
    "txt:many short quotations": _joined(("“No,” he said.", "“Yes!” Iran said.", "'It is “so”,'"), " ", 400),
    "txt:parentheses": _joined(tuple(f"{name} (" for name in _NAMES), " ", 200),
    "txt:numbers": _joined(("1,200", "3.5%", "$4bn", "12/11/2014", "+1 555", "0x1F", "1e9"), " ", 900),
    "txt:addresses": _joined(("http://a.example/b?c=d&e#f", "a.b@c.example", "@user", "#tag", "C:\\x"), " ", 300),
    "txt:a mail": _mail,
    "txt:base64": _binary_text,
    "txt:large": _large,
    "md:markup": _markup_text,
    "jsonl:rows": _json_lines,
    "jsonl:one long line": _long_line,
    "jsonl.gz:packed": _gzipped,
    "csv:rows": _table,
    "html:deep": _nested,
    "html:huge table": _huge_table,
    "html:many": _many,
    "html:attributes": _attributes,
    "html:head": _head,
    "html:declared encoding": _declared,
    "html:cluttered": _cluttered,
    "xhtml:entity bomb": _bomb,
    "xhtml:deep": _nested,
    "pdf:damaged": _pdf,
    "docx:damaged": _docx,
    "docx:bomb": _zip_bomb,
    "docx:none": _random_bytes,
    "html:random bytes": _random_bytes,
    "html:printable": lambda choice: "".join(choice.choices(string.printable, k=20_000)).encode(),
}
"""What is hostile about a file, after the ending of its name, to its maker."""
