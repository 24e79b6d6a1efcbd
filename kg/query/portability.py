"""What in a query the three stores do not all understand, or answer differently, and how to write it instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.query.tokens import Token, TokenKind, tokenize
from kg.query.words import PORTABLE_FUNCTIONS

COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
EXPRESSION_ENDS = frozenset(
    {"AND", "OR", "XOR", "NOT", "WHERE", "WITH", "RETURN", "WHEN", "THEN", "ELSE", "END", "AS", "ORDER", "MATCH"}
    | {"UNWIND", "IN", "CASE"}
)
NO_FUNCTIONS = frozenset(
    {"MATCH", "CALL", "WHERE", "AND", "OR", "XOR", "NOT", "IN", "CONTAINS", "WITH", "BY", "AS", "RETURN", "WHEN"}
    | {"THEN", "ELSE", "DISTINCT", "UNWIND", "LIMIT", "SKIP", "OFFSET", "CASE"}
)
FUNCTION_REWRITES = {
    "id": "use the property uid (of a relationship: sid)",
    "elementid": "use the property uid (of a relationship: sid)",
    "exists": "write x.name IS NOT NULL, or EXISTS { pattern }",
    "lower": "write toLower(x)",
    "upper": "write toUpper(x)",
    "isempty": "write size(x) = 0",
    "char_length": "write size(x)",
    "character_length": "write size(x)",
    "percentilecont": "sort and take the value: collect(x)[toInteger(size * p)] after WITH ... ORDER BY x",
    "percentiledisc": "sort and take the value: collect(x)[toInteger(size * p)] after WITH ... ORDER BY x",
    "duration.between": "compare ISO days as strings, or count with date.truncate",
    "rand": "its rows differ each time",
    "randomuuid": "its rows differ each time",
    "timestamp": "pass the moment as a parameter",
}
STRUCTURAL = {"id": "uid", "title": "name", "type": "kind"}


@dataclass(frozen=True, slots=True)
class PortabilityNote:
    """One construct outside the subset that all stores answer alike.

    Attributes:
        line, column: where it is, counted from 1.
        construct: what it is.
        rewrite: what to write instead.
    """

    line: int
    column: int
    construct: str
    rewrite: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.construct}: {self.rewrite}"


def portability_notes(cypher: str) -> tuple[PortabilityNote, ...]:
    """Return what to rewrite so that every store gives the same rows, in the order of the text.

    Raises:
        QueryRefused: text that cannot be split into tokens; a query that passes the guard always can.

    Example:
        >>> [note.rewrite for note in portability_notes("MATCH (a)-[:SUPPORTS*]->(b) RETURN b.name AS name")]
        ['write an upper bound, such as *1..3']
    """
    tokens = tokenize(cypher)
    found = {entry for check in CHECKS for entry in check(tokens)}
    return tuple(_note(cypher, *entry) for entry in sorted(found))


def _note(cypher: str, start: int, construct: str, rewrite: str) -> PortabilityNote:
    line_start = cypher.rfind("\n", 0, start) + 1
    return PortabilityNote(cypher.count("\n", 0, start) + 1, start - line_start + 1, construct, rewrite)


Entry = tuple[int, str, str]
Tokens = tuple[Token, ...]


def _functions(tokens: Tokens) -> Iterator[Entry]:
    for index, token in enumerate(tokens):
        if not token.is_name or (index and tokens[index - 1].is_symbol(".", ":", "|")):
            continue
        end, parts = index + 1, [token.name]
        while end + 1 < len(tokens) and tokens[end].is_symbol(".") and tokens[end + 1].is_name:
            parts.append(tokens[end + 1].name)
            end += 2
        if end >= len(tokens) or not tokens[end].is_symbol("(") or token.keyword in NO_FUNCTIONS:
            continue
        name = ".".join(parts)
        if name.lower() not in PORTABLE_FUNCTIONS:
            rewrite = FUNCTION_REWRITES.get(name.lower(), "not every store has it; do it outside of the query")
            yield token.start, f"{name}()", rewrite


def _unions(tokens: Tokens) -> Iterator[Entry]:
    kinds = set()
    for index, token in enumerate(tokens):
        if token.keyword == "UNION" and not tokens[index - 1].is_symbol(".", ":", "$"):
            kinds.add(tokens[index + 1].keyword == "ALL")
            if len(kinds) > 1:
                yield token.start, "UNION beside UNION ALL", "use one of them throughout"


def _subqueries(tokens: Tokens) -> Iterator[Entry]:
    for index, token in enumerate(tokens):
        following = tokens[index + 1 : index + 3]
        if token.keyword == "COLLECT" and following and following[0].is_symbol("{"):
            yield token.start, "COLLECT { }", "write WITH ... collect(x) AS list, or a pattern comprehension"
        if token.keyword == "OPTIONAL" and following and following[0].keyword == "CALL":
            yield token.start, "OPTIONAL CALL", "write CALL (x) { OPTIONAL MATCH ... RETURN ... }"
        if token.keyword == "CALL":
            yield from _inside_call(tokens, index)


def _inside_call(tokens: Tokens, call: int) -> Iterator[Entry]:
    opened = next((index for index in range(call, len(tokens)) if tokens[index].is_symbol("{")), len(tokens))
    inside = tokens[opened + 1 : _closing(tokens, opened)]
    if opened == call + 1 and inside and inside[0].keyword == "WITH":
        yield tokens[call].start, "CALL { WITH x ... }", "write CALL (x) { ... }"
    for token in inside:
        if token.keyword in ("LIMIT", "SKIP"):
            yield token.start, f"{token.keyword} inside CALL {{ }}", "sort before and slice: collect(x)[..3]"


def _paths(tokens: Tokens) -> Iterator[Entry]:
    openings = _openings(tokens)
    for index, token in enumerate(tokens):
        if token.is_symbol("*") and _in_relationship(tokens, openings[index]):
            number = index + 1
            if tokens[number].kind is TokenKind.NUMBER:
                number += 1
            bounded = tokens[number].is_symbol("]", "{") and number > index + 1
            if tokens[number].is_symbol(".."):
                bounded = tokens[number + 1].kind is TokenKind.NUMBER
            if not bounded:
                yield token.start, "a path without an upper bound", "write an upper bound, such as *1..3"
        if token.is_symbol("{") and index and tokens[index - 1].is_symbol(">", ")", "-"):
            inside = tokens[index + 1 : _closing(tokens, index)]
            if inside and all(item.kind is TokenKind.NUMBER or item.is_symbol(",") for item in inside):
                yield token.start, "a quantified path", "write -[:TYPE*1..3]->"
        if token.is_symbol("+") and tokens[index - 1].is_symbol(")", ">") and tokens[index + 1].is_symbol("(", ","):
            yield token.start, "a quantified path", "write -[:TYPE*1..3]->"


def _labels(tokens: Tokens) -> Iterator[Entry]:
    for index, token in enumerate(tokens):
        if token.is_symbol("|") and index + 1 < len(tokens) and tokens[index + 1].is_symbol(":"):
            yield token.start, "|: between types", "write [:A|B]"
        if token.is_symbol("&"):
            yield token.start, "& between labels", "write WHERE x:A AND x:B"
        if token.is_symbol("!") or (token.is_symbol("%") and tokens[index - 1].is_symbol(":", "&", "|", "!", "(")):
            yield token.start, f"{token.text} in a label", "write WHERE NOT x:A"


def _inner_conditions(tokens: Tokens) -> Iterator[Entry]:
    """WHERE inside the brackets of a node or relationship; not that of a list, of all(), any() and the like."""
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.is_symbol("(", "[", "{"):
            opened.append(index)
        elif token.is_symbol(")", "]", "}") and opened:
            opened.pop()
        elif token.keyword == "WHERE" and opened and tokens[opened[-1]].is_symbol("(", "["):
            inside = tokens[opened[-1] + 1 : index]
            has_list = any(item.keyword == "IN" for item in inside)
            if not has_list and not (inside and inside[0].is_symbol("(")):
                yield token.start, "WHERE inside a pattern", "write it behind the pattern"


def _comparisons(tokens: Tokens) -> Iterator[Entry]:
    open_at: list[bool] = [False]
    for index, token in enumerate(tokens):
        if token.is_symbol("(", "[", "{"):
            open_at.append(False)
        elif token.is_symbol(")", "]", "}") and len(open_at) > 1:
            open_at.pop()
        elif token.is_symbol(",", "|", ";") or token.keyword in EXPRESSION_ENDS:
            open_at[-1] = False
        elif token.is_symbol(*COMPARISONS) and not _is_arrow(tokens, index):
            if open_at[-1]:
                yield token.start, "a chain of comparisons", "write 1 < x AND x < 3"
            open_at[-1] = True


def _properties(tokens: Tokens) -> Iterator[Entry]:
    openings = _openings(tokens)
    relationships = {
        token.name
        for index, token in enumerate(tokens)
        if token.is_name and index and tokens[index - 1].is_symbol("[") and _in_relationship(tokens, openings[index])
    }
    for index, token in enumerate(tokens):
        if not token.is_name or index < 2 or not tokens[index - 1].is_symbol("."):
            continue
        owner = tokens[index - 2]
        called = index + 1 < len(tokens) and tokens[index + 1].is_symbol("(")
        if owner.is_name and token.name in STRUCTURAL and not called:
            yield (
                token.start,
                f"the property {token.name}",
                f"the embedded store has its own; use {STRUCTURAL[token.name]}",
            )
        if (
            owner.name in relationships
            and tokens[index - 3].is_symbol(":")
            and _in_pattern_map(tokens, openings, index)
        ):
            yield (
                owner.start,
                "a relationship's property inside a pattern",
                "write it behind the pattern: WHERE a.x = r.x",
            )


def _in_relationship(tokens: Tokens, opened: int) -> bool:
    """Return True where the enclosing bracket is that of `-[ ]-`, not of a list."""
    return opened > 0 and tokens[opened].is_symbol("[") and tokens[opened - 1].is_symbol("-")


def _in_pattern_map(tokens: Tokens, openings: Sequence[int], index: int) -> bool:
    """Return True inside `{ }` of a node or relationship, not of a map by itself."""
    brace = openings[index]
    around = openings[brace] if brace >= 0 else -1
    return around >= 0 and tokens[brace].is_symbol("{") and tokens[around].is_symbol("(", "[")


def _openings(tokens: Tokens) -> tuple[int, ...]:
    """Return for each token the index of the bracket that encloses it, or -1; a closing bracket belongs to its pair."""
    opened: list[int] = []
    openings: list[int] = []
    for index, token in enumerate(tokens):
        openings.append(opened[-1] if opened else -1)
        if token.is_symbol("(", "[", "{"):
            opened.append(index)
        elif token.is_symbol(")", "]", "}") and opened:
            opened.pop()
    return tuple(openings)


def _is_arrow(tokens: Tokens, index: int) -> bool:
    token = tokens[index]
    if token.is_symbol("<"):
        return tokens[index - 1].is_symbol(")") and tokens[index + 1].is_symbol("-")
    return token.is_symbol(">") and tokens[index - 1].is_symbol("-")


def _closing(tokens: Tokens, opened: int) -> int:
    depth = 0
    for index in range(opened, len(tokens)):
        if tokens[index].is_symbol("(", "[", "{"):
            depth += 1
        elif tokens[index].is_symbol(")", "]", "}"):
            depth -= 1
            if depth == 0:
                return index
    return len(tokens)


CHECKS: tuple[Callable[[Tokens], Iterator[Entry]], ...] = (
    _functions,
    _unions,
    _subqueries,
    _paths,
    _labels,
    _inner_conditions,
    _comparisons,
    _properties,
)
