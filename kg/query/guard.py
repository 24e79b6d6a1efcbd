"""The read-only guard in front of every engine: one statement, allow-listed clauses and functions, no procedures.

A database's read mode is no sandbox: it still reads files, opens addresses and lists settings. The guard therefore
reads the query token by token and always knows whether an operand (a name, a value, a pattern) or an operator may come
next. Where an operand has just ended, the only words it lets through are operators and reading clauses; so `AS load`,
`r.set`, `:Create` and `{delete: 1}` are names, while `RETURN 1 DELETE n` is refused.
"""

from __future__ import annotations

from enum import Enum, auto

from kg.query.cursor import TokenCursor
from kg.query.tokens import Token, TokenKind, refuse
from kg.query.words import (
    CLAUSES,
    FIRST_CLAUSES,
    FUNCTIONS,
    INFIX_WORDS,
    REFUSED_WORDS,
    SORT_WORDS,
    SUBQUERY_EXPRESSIONS,
)

IN_BACKTICKS = "if it is a name, write it in backticks"
NO_PROCEDURES = "procedures cannot be called; `kg doctor` and `kg audit` show what a store holds"
MAX_DEPTH = 100
MAX_UNIONS = 100
"""An engine that runs out of stack takes the whole process with it."""
CLOSING = {")": "(", "]": "[", "}": "{"}
OPERATORS = frozenset({"+", "-", "/", "%", "^", "=", "<>", "<", ">", "<=", ">=", "=~", "||", "|", "&", "..", "*", ","})
PREFIXES = frozenset({"-", "+", "<", ">", "!", "..", "%"})


class _Expect(Enum):
    CLAUSE = auto()
    OPERAND = auto()
    LABEL = auto()
    OPERATOR = auto()


class _Frame(Enum):
    """What an opened bracket (or CASE) is."""

    PAREN = "("
    BRACKET = "["
    MAP = "{"
    CASE = "CASE"
    SUBQUERY_CLAUSE = "CALL {"
    SUBQUERY_EXPRESSION = "EXISTS {"


_SUBQUERIES = (_Frame.SUBQUERY_CLAUSE, _Frame.SUBQUERY_EXPRESSION)


def check_read_only(cypher: str) -> None:
    """Return if the query can only read from the graph; nothing is run.

    Args:
        cypher: one statement, with an optional `;` at its end.

    Raises:
        QueryRefused: with line, column, the reason, and what to write instead.

    Example:
        >>> check_read_only("MATCH (a:Actor)-[r:SUPPORTS]->(b) RETURN a.name AS name, count(r) AS load")
        >>> check_read_only("MATCH (n) DETACH DELETE n")
        Traceback (most recent call last):
        kg.errors.QueryRefused: query refused at line 1, column 11: DETACH writes to the graph
    """
    _Guard(cypher).check()


class _Guard(TokenCursor):
    def __init__(self, cypher: str) -> None:
        super().__init__(cypher)
        self.expect = _Expect.CLAUSE
        self.frames: list[_Frame] = []
        self.closed: _Frame | None = None
        self.unions = 0

    def check(self) -> None:
        if not self.tokens:
            raise refuse(self.cypher, 0, "it is empty", "write a query such as MATCH (a:Actor) RETURN a.name AS name")
        while self.index < len(self.tokens):
            token = self.tokens[self.index]
            if self.expect is _Expect.CLAUSE:
                self._read_first_clause(token)
            elif self.expect is _Expect.LABEL:
                self._read_label(token)
            elif self.expect is _Expect.OPERAND:
                self._read_operand(token)
            else:
                self._read_operator(token)
        if self.frames:
            raise self.refusal(self.tokens[-1], f"{self.frames[-1].value} is not closed")
        if self.expect is not _Expect.OPERATOR:
            raise self.refusal(self.tokens[-1], "it stops in the middle")

    # where a query or subquery begins

    def _read_first_clause(self, token: Token) -> None:
        if self.frames and self.frames[-1] is _Frame.SUBQUERY_EXPRESSION and self._begins_pattern(token):
            self.expect = _Expect.OPERAND
        elif token.keyword in FIRST_CLAUSES:
            self._read_clause(token)
        else:
            raise self.refused_word(token)

    def _begins_pattern(self, token: Token) -> bool:
        return token.is_symbol("(") or (token.is_name and self.peek().is_symbol("="))

    def _read_clause(self, token: Token) -> None:
        if self.frames and self.frames[-1] not in _SUBQUERIES and token.keyword != "WHERE":
            raise self.refusal(token, f"{token.keyword} inside brackets", IN_BACKTICKS)
        self._advance(_Expect.OPERAND)
        match token.keyword:
            case "OPTIONAL":
                self.demand(token, "MATCH", "CALL")
                self._read_clause(self.tokens[self.index])
            case "ORDER":
                self.demand(token, "BY")
                self._advance(_Expect.OPERAND)
            case "UNION":
                self.unions += 1
                if self.unions > MAX_UNIONS:
                    raise self.refusal(token, f"more than {MAX_UNIONS} times UNION", "use UNWIND over a list")
                if self.here().keyword in ("ALL", "DISTINCT"):
                    self.index += 1
                self.expect = _Expect.CLAUSE
            case "CALL":
                self._read_call(token)

    def _read_call(self, token: Token) -> None:
        if self.here().is_symbol("("):
            self.index += 1
            while self.here().is_name or self.here().is_symbol("*"):
                self.index += 2 if self.peek().is_symbol(",") else 1
                if not self.before().is_symbol(","):
                    break
            if not self.here().is_symbol(")"):
                raise self.refusal(token, "CALL ( ) takes the names of variables", "write CALL (a, b) { ... }")
            self.index += 1
        if not self.here().is_symbol("{"):
            raise self.refusal(token, f"CALL {self.dotted_name()} calls a procedure", NO_PROCEDURES)
        self._open(_Frame.SUBQUERY_CLAUSE, _Expect.CLAUSE)

    # where a name, a value or a pattern begins

    def _read_operand(self, token: Token) -> None:
        if token.kind is TokenKind.SYMBOL:
            self._read_operand_symbol(token)
        elif not token.is_name:
            self._advance(_Expect.OPERATOR)
        elif self._top() is _Frame.MAP and self.before().is_symbol("{", ",") and self.peek().is_symbol(":"):
            self.index += 2
        elif token.keyword == "NOT" or (token.keyword == "DISTINCT" and self._may_be_distinct()):
            self.index += 1
        elif token.keyword == "CASE":
            self.frames.append(_Frame.CASE)
            self._advance(_Expect.OPERAND)
            if self.here().keyword == "WHEN":
                self.index += 1
        elif token.keyword in SUBQUERY_EXPRESSIONS and self.peek().is_symbol("{"):
            self.index += 1
            self._open(_Frame.SUBQUERY_EXPRESSION, _Expect.CLAUSE)
        else:
            self._read_name(token)

    def _read_operand_symbol(self, token: Token) -> None:
        before = self.before()
        if token.text in CLOSING:
            self._close(token)
        elif token.text == "(":
            self._open(_Frame.PAREN, _Expect.OPERAND)
        elif token.text == "[":
            self._open(_Frame.BRACKET, _Expect.OPERAND)
        elif token.text == "{":
            if not (before.is_symbol(">", "-") and self._skip_quantifier()):
                self._open(_Frame.MAP, _Expect.OPERAND)
        elif token.text == ":":
            self._advance(_Expect.LABEL)
        elif token.text == "." and self._top() is _Frame.MAP and before.is_symbol("{", ","):
            self.index += 1
            if not (self.here().is_name or self.here().is_symbol("*")):
                raise self.not_understood(token)
            self._advance(_Expect.OPERATOR)
        elif token.text == "*":
            if before.keyword in ("RETURN", "WITH", "DISTINCT") or before.is_symbol("("):
                self._advance(_Expect.OPERATOR)
            elif before.is_symbol("["):
                self.index += 1
            else:
                raise self.not_understood(token)
        elif token.text in PREFIXES:
            self.index += 1
        else:
            raise self.not_understood(token)

    def _read_name(self, token: Token) -> None:
        """Read a variable or property chain `a.b.c`, or a function call `date.truncate(`."""
        before, parts = self.before(), [token.name]
        self.index += 1
        while self.here().is_symbol(".") and self.peek().is_name:
            parts.append(self.peek().name)
            self.index += 2
        if self.here().is_symbol("("):
            function = ".".join(parts)
            if function.lower() not in FUNCTIONS:
                raise self.refused_function(token, function)
            self._open(_Frame.PAREN, _Expect.OPERAND)
            return
        # `+`, `*` and `}` may also end a quantified pattern, and then a clause could begin here.
        begins_operand = self.here().is_symbol("[", "{", "+", "-")
        if token.keyword in REFUSED_WORDS and begins_operand and before.is_symbol(*PREFIXES, "*", "}"):
            raise self.refusal(token, f"the word {token.text} behind {before.text}", IN_BACKTICKS)
        self.expect = _Expect.OPERATOR

    def _may_be_distinct(self) -> bool:
        before = self.before()
        return before.keyword in ("RETURN", "WITH") or before.is_symbol("(")

    # behind `:`

    def _read_label(self, token: Token) -> None:
        if token.is_name or token.is_symbol("%"):
            self._advance(_Expect.OPERATOR)
        elif token.is_symbol("!"):
            self.index += 1
        elif token.is_symbol("("):
            self._open(_Frame.PAREN, _Expect.LABEL)
        else:
            raise self.refusal(token, "a label or relationship type must be a plain name", "write it literally")

    # where an operand has ended

    def _read_operator(self, token: Token) -> None:
        if token.kind is TokenKind.SYMBOL:
            self._read_operator_symbol(token)
        elif token.keyword in CLAUSES:
            self._read_clause(token)
        elif token.keyword in INFIX_WORDS:
            if token.keyword == "IN" and self.before().is_symbol("}") and self.closed is _Frame.SUBQUERY_CLAUSE:
                raise self.refusal(token, "CALL { } IN TRANSACTIONS", "leave IN TRANSACTIONS away")
            self._advance(_Expect.OPERAND)
        elif token.keyword in ("STARTS", "ENDS"):
            self.index += 1
            self.demand(token, "WITH")
            self._advance(_Expect.OPERAND)
        elif token.keyword == "IS":
            self.index += 2 if self.peek().keyword == "NOT" else 1
            self.demand(token, "NULL")
            self._advance(_Expect.OPERATOR)
        elif token.keyword == "AS":
            if not self.peek().is_name:
                raise self.not_understood(self.peek())
            self.index += 2
        elif token.keyword in SORT_WORDS:
            self.index += 1
        elif self._top() is _Frame.CASE and token.keyword in ("WHEN", "THEN", "ELSE", "END"):
            if token.keyword == "END":
                self.closed = self.frames.pop()
            self._advance(_Expect.OPERATOR if token.keyword == "END" else _Expect.OPERAND)
        else:
            raise self.refused_word(token)

    def _read_operator_symbol(self, token: Token) -> None:
        before = self.before()
        if token.text in CLOSING:
            self._close(token)
        elif token.text == ".":
            self.index += 1
            if not self.here().is_name or self.peek().is_symbol("("):
                raise self.not_understood(self.here())
            self.index += 1
        elif token.text == ":":
            self._advance(_Expect.LABEL)
        elif token.text == "[":
            self._open(_Frame.BRACKET, _Expect.OPERAND)
        elif token.text == "{":
            if not (before.is_symbol(")") and self._skip_quantifier()):
                self._open(_Frame.MAP, _Expect.OPERAND)
        elif token.text == "(" and before.is_symbol(")", "}"):
            self._open(_Frame.PAREN, _Expect.OPERAND)
        elif token.text == ";":
            if self.index + 1 < len(self.tokens) or self.frames:
                raise self.refusal(token, "more than one statement", "run them one by one")
            self.index += 1
        elif token.text in OPERATORS:
            self._advance(_Expect.OPERAND)
        else:
            raise self.not_understood(token)

    def _skip_quantifier(self) -> bool:
        """Step over `{2}`, `{1,3}`, `{,3}`, `{1,}` behind a pattern; return False for anything else."""
        position = self.index + 1
        while position < len(self.tokens) and (
            self.tokens[position].kind is TokenKind.NUMBER or self.tokens[position].is_symbol(",")
        ):
            position += 1
        found = position > self.index + 1 and position < len(self.tokens) and self.tokens[position].is_symbol("}")
        if found:
            self.index = position + 1
        return found

    # small steps

    def _advance(self, expect: _Expect) -> None:
        self.index += 1
        self.expect = expect

    def _open(self, frame: _Frame, expect: _Expect) -> None:
        if len(self.frames) >= MAX_DEPTH:
            raise self.refusal(self.here(), f"brackets more than {MAX_DEPTH} deep", "make it flatter")
        self.frames.append(frame)
        self._advance(expect)

    def _close(self, token: Token) -> None:
        frame = self._top()
        shape = None if frame is None else ("{" if frame in _SUBQUERIES else frame.value)
        if shape != CLOSING[token.text]:
            raise self.refusal(token, f"{token.text} closes nothing")
        if self.expect is _Expect.OPERAND and self.before().is_symbol(",", ".", "="):
            raise self.not_understood(token)
        self.closed = self.frames.pop()
        self._advance(_Expect.OPERATOR)

    def _top(self) -> _Frame | None:
        return self.frames[-1] if self.frames else None
