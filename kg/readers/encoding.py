"""Bytes to text: UTF-8 first, a guess that is said aloud next, else a reason."""

from __future__ import annotations

import codecs
from typing import BinaryIO

from kg.errors import ReaderError

SAMPLE_BYTES = 1 << 18
_CHUNK = 1 << 16
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The characters of Windows-1252 that English news has beside ASCII: accented letters, quotes, dashes, signs.
_WESTERN = frozenset("‘’“”„–—…•€£¥§©®°±²³½¼·×«»¡¿\xa0™´") | {chr(c) for c in range(0xC0, 0x100)}


def decode_text(data: bytes) -> tuple[str, str | None]:
    """Return the text of a file, and the encoding if it is not UTF-8.

    Raises:
        ReaderError: it is binary, broken UTF-8, or in no encoding that can be told.
    """
    marked = marked_encoding(data)
    if marked is None and b"\0" in data:
        raise ReaderError("the file is binary (it has NUL bytes)")
    try:
        return data.decode(marked or "utf-8"), None if marked in (None, "utf-8") else marked
    except UnicodeDecodeError as error:
        if marked is not None:
            raise ReaderError(f"the file is broken {marked.upper()} (byte {error.start})") from error
        broken = error
    encoding = guess_encoding(data, broken.start)
    return data.decode(encoding), encoding


def find_encoding(stream: BinaryIO) -> str:
    """Return the encoding of a file that is read to its end here, in little memory.

    Raises:
        ReaderError: it is binary, broken UTF-8, or in no encoding that can be told.
    """
    head = stream.read(_CHUNK)
    marked = marked_encoding(head)
    if marked not in (None, "utf-8"):
        return str(marked)
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample, at, chunk = bytearray(), 0, head
    while chunk:
        if b"\0" in chunk:
            raise ReaderError("the file is binary (it has NUL bytes)")
        if len(sample) < SAMPLE_BYTES:
            sample += chunk
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return guess_encoding(bytes(sample) if at == 0 else chunk, at + error.start)
        at += len(chunk)
        chunk = stream.read(_CHUNK)
    return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"


def guess_encoding(data: bytes, broken_at: int) -> str:
    """Return the likely encoding of bytes that are not UTF-8.

    Args:
        data: the bytes, or enough of them.
        broken_at: where they stop being UTF-8.

    Raises:
        ReaderError: they are UTF-8 but for some bytes, or nothing can be told.
    """
    kept = data.decode("utf-8", "ignore")
    multibyte = sum(1 for character in kept if character >= "\x80")
    stray = len(data) - len(kept.encode("utf-8"))
    if multibyte > stray:
        raise ReaderError(f"the file is broken UTF-8 (byte {broken_at})")
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = None
    if western is not None:
        high = [character for character in western if character >= "\x80"]
        if len(high) <= len(western) / 5 and _WESTERN.issuperset(high):
            return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE_BYTES]).best()
    if best is None or best.encoding in ("ascii", "utf_8"):
        raise ReaderError("the file is in no encoding that can be told; it may be binary")
    return str(best.encoding)


def marked_encoding(data: bytes) -> str | None:
    """Return the encoding that a byte order mark names, or None."""
    return next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
