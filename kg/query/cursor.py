"""A place in the tokens of a query, with a look around it, and the errors that name that place."""

from __future__ import annotations

from kg.errors import QueryRefused
from kg.query.tokens import Token, TokenKind, refuse, tokenize
from kg.query.words import OTHER_WORDS, OUTSIDE_WORDS, REFUSED_WORDS, WRITING_WORDS

READING = "use MATCH, OPTIONAL MATCH, WITH, UNWIND, WHERE, RETURN, ORDER BY, SKIP, LIMIT, UNION and CALL { } only"


class TokenCursor:
    """Steps through the tokens of one query; beyond its ends it sees an empty symbol."""

    def __init__(self, cypher: str) -> None:
        self.cypher = cypher
        self.tokens = tokenize(cypher)
        self.index = 0

    def at(self, index: int) -> Token:
        """Return the token at an index, or an empty symbol beyond the ends."""
        if 0 <= index < len(self.tokens):
            return self.tokens[index]
        return Token(TokenKind.SYMBOL, "", len(self.cypher), len(self.cypher))

    def here(self) -> Token:
        """Return the token that comes next."""
        return self.at(self.index)

    def peek(self) -> Token:
        """Return the token behind the next."""
        return self.at(self.index + 1)

    def before(self) -> Token:
        """Return the token just read."""
        return self.at(self.index - 1)

    def dotted_name(self) -> str:
        """Return the name `a.b.c` that comes next, as written."""
        end = self.index
        while self.at(end).is_name or self.at(end).is_symbol("."):
            end += 1
        return "".join(token.text for token in self.tokens[self.index : end]) or self.here().text

    def demand(self, token: Token, *keywords: str) -> None:
        """Refuse the query unless one of these keywords comes next; `token` is what needs it."""
        if self.here().keyword not in keywords:
            raise self.refusal(token, f"{token.keyword} without {' or '.join(keywords)}")

    def refusal(self, token: Token, reason: str, hint: str | None = READING) -> QueryRefused:
        """Return the error that points at a token."""
        return refuse(self.cypher, token.start, reason, hint)

    def not_understood(self, token: Token) -> QueryRefused:
        """Return the error for a token that cannot stand where it stands."""
        if token.is_symbol("!") and self.peek().is_symbol("="):
            return self.refusal(token, "!= is no operator", "write <>")
        shown = f"`{token.text}`" if token.text else "the end"
        return self.refusal(token, f"{shown} is not understood here", READING)

    def refused_function(self, token: Token, function: str) -> QueryRefused:
        """Return the error for a function outside the list."""
        if token.keyword in REFUSED_WORDS:
            return self.refused_word(token)
        return self.refusal(token, f"{function}() is not among the functions allowed", "use plain Cypher functions")

    def refused_word(self, token: Token) -> QueryRefused:
        """Return the error for a word where only operators and reading clauses may stand: why, if it is a known one."""
        before, earlier = self.before(), self.at(self.index - 2)
        if before.keyword in REFUSED_WORDS and not (earlier.is_symbol(".", ":") or earlier.keyword == "AS"):
            token = before
        word = token.keyword
        if word in WRITING_WORDS:
            return self.refusal(token, f"{word} writes to the graph", READING)
        if word in OUTSIDE_WORDS:
            return self.refusal(token, f"{word} reaches outside the graph", READING)
        if word in OTHER_WORDS:
            return self.refusal(token, f"{word} is not among the clauses allowed", READING)
        return self.not_understood(token)
