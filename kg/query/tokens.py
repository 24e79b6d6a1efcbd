"""Cypher text to tokens, such that no engine can read the text differently.

Where engines differ (Unicode escapes outside strings, comments inside comments, odd line ends and blanks), the text is
refused instead of guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kg.errors import QueryRefused

MAX_CHARACTERS = 100_000
LINE_ENDS = frozenset("\v\f\x1c\x1d\x1e\x85\u2028\u2029")
AS_PARAMETER = "pass the text as a parameter: -p name=value, and $name in the query"

_SPACE = re.compile(r"[ \t\n]+|\r\n")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|0o[0-7]+|(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_SYMBOL = re.compile(r"<>|<=|>=|=~|\+=|\|\||::|\.\.|[()\[\]{},;:.|&!%*/+\-<>=^$]")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_ESCAPE = re.compile(r"\\[uU](?P<digits>[0-9a-fA-F]{4})?")


class TokenKind(StrEnum):
    """What sort of token it is; comments and blanks are none."""

    WORD = "word"
    QUOTED = "quoted name"
    STRING = "string"
    NUMBER = "number"
    PARAMETER = "parameter"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `text` as written, `start` and `end` as offsets into the query."""

    kind: TokenKind
    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """The upper-case form of an unquoted ASCII word, else ""."""
        return self.text.upper() if self.kind is TokenKind.WORD and self.text.isascii() else ""

    @property
    def is_name(self) -> bool:
        """True for words and for names in backticks."""
        return self.kind in (TokenKind.WORD, TokenKind.QUOTED)

    @property
    def name(self) -> str:
        """The name that a word, a backticked name or a parameter stands for."""
        text = self.text.removeprefix("$")
        return text[1:-1].replace("``", "`") if text.startswith("`") else text

    def is_symbol(self, *symbols: str) -> bool:
        """Return True for one of these symbols."""
        return self.kind is TokenKind.SYMBOL and self.text in symbols


def refuse(cypher: str, start: int, reason: str, hint: str | None = None) -> QueryRefused:
    """Return the error that says where (line and column from 1) and why a query is refused."""
    line = cypher.count("\n", 0, start) + 1
    column = start - (cypher.rfind("\n", 0, start) + 1) + 1
    return QueryRefused(f"query refused at line {line}, column {column}: {reason}", hint=hint)


def tokenize(cypher: str) -> tuple[Token, ...]:
    """Return the tokens of a query, without blanks and comments.

    Raises:
        QueryRefused: text that ends inside a string or comment, is too long, or that engines read differently.

    Example:
        >>> [token.text for token in tokenize("RETURN n.`set` // SET")]
        ['RETURN', 'n', '.', '`set`']
    """
    if len(cypher) > MAX_CHARACTERS:
        raise refuse(cypher, 0, f"it has more than {MAX_CHARACTERS:,} characters", "pass long lists as parameters")
    tokens: list[Token] = []
    position = 0
    while position < len(cypher):
        if space := _SPACE.match(cypher, position):
            position = space.end()
        elif cypher.startswith(("//", "/*"), position):
            position = _end_of_comment(cypher, position)
        else:
            token = _read_token(cypher, position)
            tokens.append(token)
            position = token.end
    return tuple(tokens)


def without_comments(cypher: str) -> str:
    """Return the query with a blank for each comment (line ends kept), as some engines know no block comments.

    Raises:
        QueryRefused: as `tokenize`.

    Example:
        >>> without_comments("RETURN 'a // b' /* c */ AS x")
        "RETURN 'a // b'   AS x"
    """
    parts: list[str] = []
    end = 0
    for token in tokenize(cypher):
        parts.append(_blank(cypher[end : token.start]))
        parts.append(token.text)
        end = token.end
    parts.append(_blank(cypher[end:]))
    return "".join(parts)


def _blank(gap: str) -> str:
    if "/" not in gap:
        return gap
    return _COMMENT.sub(lambda comment: " " + "\n" * comment[0].count("\n"), gap)


def _read_token(cypher: str, start: int) -> Token:
    character = cypher[start]
    if character in "'\"":
        return Token(TokenKind.STRING, *_slice(cypher, start, _end_of_string(cypher, start)))
    if character == "`":
        return Token(TokenKind.QUOTED, *_slice(cypher, start, _end_of_quoted(cypher, start)))
    if character == "$" and start + 1 < len(cypher):
        following = cypher[start + 1]
        if following == "`":
            return Token(TokenKind.PARAMETER, *_slice(cypher, start, _end_of_quoted(cypher, start + 1)))
        if _continues_word(following):
            return Token(TokenKind.PARAMETER, *_slice(cypher, start, _end_of_word(cypher, start + 1)))
    if number := _NUMBER.match(cypher, start):
        if number.end() < len(cypher) and _continues_word(cypher[number.end()]):
            raise refuse(cypher, start, "a number runs into a word", "put a blank between them")
        return Token(TokenKind.NUMBER, *_slice(cypher, start, number.end()))
    if character.isidentifier():
        return Token(TokenKind.WORD, *_slice(cypher, start, _end_of_word(cypher, start)))
    if symbol := _SYMBOL.match(cypher, start):
        return Token(TokenKind.SYMBOL, *_slice(cypher, start, symbol.end()))
    if character == "\\":
        raise refuse(cypher, start, "a backslash outside a string", "write names and keywords without Unicode escapes")
    shown = unicodedata.name(character, "control character")
    raise refuse(cypher, start, f"the character U+{ord(character):04X} ({shown}) outside a string", "type it anew")


def _slice(cypher: str, start: int, end: int) -> tuple[str, int, int]:
    return cypher[start:end], start, end


def _continues_word(character: str) -> bool:
    return ("a" + character).isidentifier() and unicodedata.category(character) != "Cf"


def _end_of_word(cypher: str, start: int) -> int:
    end = start
    while end < len(cypher) and _continues_word(cypher[end]):
        end += 1
    return end


def _end_of_string(cypher: str, start: int) -> int:
    quote, position = cypher[start], start + 1
    while position < len(cypher):
        character = cypher[position]
        if character == quote:
            _check_escapes(cypher, start, position)
            return position + 1
        if character == "\0":
            raise refuse(cypher, position, "a null character", AS_PARAMETER)
        if character == "\\":
            position += 1
        position += 1
    raise refuse(cypher, start, "a string that does not end", f"close it with {quote}")


def _end_of_quoted(cypher: str, start: int) -> int:
    position = start + 1
    while position < len(cypher):
        if cypher.startswith("``", position):
            position += 2
        elif cypher[position] == "`":
            if "\\" in cypher[start:position]:
                raise refuse(cypher, start, "a backslash in a name", "write the name without escapes")
            return position + 1
        else:
            position += 1
    raise refuse(cypher, start, "a name in backticks that does not end", "close it with `")


def _end_of_comment(cypher: str, start: int) -> int:
    if cypher.startswith("//", start):
        end = cypher.find("\n", start)
        end = len(cypher) if end < 0 else end
        if "\r" in cypher[start:end].removesuffix("\r"):
            raise refuse(cypher, start, "a comment with a line end of its own", "use ordinary line ends")
    else:
        end = cypher.find("*/", start + 2)
        if end < 0:
            raise refuse(cypher, start, "a comment that does not end", "close it with */")
        end += 2
    inside = cypher[start + 2 : end]
    if any(character in LINE_ENDS or character == "\0" for character in inside):
        raise refuse(cypher, start, "a comment with a line end of its own", "use ordinary line ends")
    if cypher.startswith("/*", start) and "/*" in inside:
        raise refuse(cypher, start, "a comment inside a comment", "engines differ on it; take one away")
    if _ESCAPE.search(inside):
        raise refuse(cypher, start, "a Unicode escape in a comment", "write the character itself")
    return end


def _check_escapes(cypher: str, start: int, end: int) -> None:
    """Refuse escapes that some engines decode before they look for the end of the string."""
    for escape in _ESCAPE.finditer(cypher, start, end):
        digits = escape["digits"]
        if digits is None:
            raise refuse(cypher, escape.start(), "an unfinished Unicode escape", AS_PARAMETER)
        character = chr(int(digits, 16))
        if not (character.isalnum() or character == " "):
            raise refuse(cypher, escape.start(), f"the Unicode escape {escape[0]} in a string", AS_PARAMETER)
