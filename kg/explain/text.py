"""The explanation as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.explain.explanation import Explanation, Omission, SentenceExplanation
from kg.explain.marks import bracketed, marks_of
from kg.explain.reasons import meaning
from kg.explain.words import (
    accounts,
    actor_words,
    chosen_words,
    details_of,
    identity_words,
    mended_words,
    rule_words,
    status_words,
)
from kg.model import Mention
from kg.tree import Tree

DEEPEST = 120
"""Branches are not drawn further to the right than this: a chain of 10,000 brackets would fill a disk."""


def explanation_text(explanation: Explanation) -> str:
    """Return the explanation as lines joined by line feeds; empty for a text without a sentence."""
    parts = []
    if explanation.chosen is not None:
        parts.append(chosen_words(explanation))
    parts.extend("\n".join(_sentence(part, explanation)) for part in explanation.sentences)
    return "\n\n".join(parts)


def _sentence(part: SentenceExplanation, explanation: Explanation) -> Iterator[str]:
    yield part.tree.sentence.text
    yield from _section("Parse", tree_lines(part.tree))
    if part.mended:
        yield from _section("Parse mended", (f"  {words}" for words in mended_words(part)))
    yield from _section("Actors", [_mention(m) for m in part.mentions] or ["  none"])
    if part.scopes or part.blocked:
        yield from _section("Status cues", _scopes(part))
    yield from _section("Statements", _statements(part, explanation))
    if part.omissions:
        yield from _section("What gave nothing, and why", (_omission(o) for o in part.omissions))
    yield ""
    yield accounts(part)


def _section(title: str, lines: Sequence[str] | Iterator[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from lines


def tree_lines(tree: Tree) -> Iterator[str]:
    """Yield the tree with its branches: each word below its head, in the order of the sentence."""
    rows = list(_branches(tree))
    width = max((len(branch) + len(tree[i].text) for branch, i in rows), default=0)
    for branch, i in rows:
        token = tree[i]
        name = "" if token.entity_type is None else f"  [{token.entity_type}]"
        yield f"  {branch}{token.text:<{width - len(branch)}}  {token.pos or token.tag:<6} {token.dep}{name}"


def _branches(tree: Tree) -> Iterator[tuple[str, int]]:
    """Yield the branch to draw before each token, and the token; no recursion, however deep the tree is."""
    roots = [t.i for t in tree if t.head == t.i]
    stack = [("", "", i) for i in reversed(roots)]
    while stack:
        branch, below, i = stack.pop()
        yield branch, i
        children = tree.children(i)
        for position in range(len(children) - 1, -1, -1):
            last = position == len(children) - 1
            mark, rest = ("└ ", "  ") if last else ("├ ", "│ ")
            deeper = below + rest if len(below) < DEEPEST else below
            stack.append((below + mark, deeper, children[position].i))


def _mention(mention: Mention) -> str:
    return f"  “{mention.text}”: {identity_words(mention)}"


def _scopes(part: SentenceExplanation) -> Iterator[str]:
    for scope in part.scopes:
        over = ", ".join(f"“{words.text}”" for words in scope.predicates)
        yield f"  “{scope.cue.text}” {scope.effect}: {over}"
        yield from (f"    in “{words.text}”" for words in scope.spans)
    yield from (f"  “{phrase}” looks like a negation and is none" for phrase in part.blocked)


def _statements(part: SentenceExplanation, explanation: Explanation) -> Iterator[str]:
    if not part.statements:
        yield "  none"
    for number, statement in enumerate(part.statements):
        if number:
            yield ""
        asked = "   <- asked for" if explanation.is_chosen(statement) else ""
        yield (
            f"  {statement.source.name} -{statement.relation}-> {statement.target.name}"
            f"   ({status_words(statement)}){asked}"
        )
        yield f"    {bracketed(part.tree.sentence, marks_of(statement))}"
        yield f"    sid: {statement.sid}"
        yield from (f"    {label}: {value}" for label, value in details_of(statement, part))
        yield from (
            f"    {role}: “{end.text}” is {actor_words(end)}"
            for role, end in (("source", statement.source), ("target", statement.target))
        )
        yield "    rules, in order:"
        for place, name in enumerate(statement.rules, start=1):
            yield f"    {place:>3}. {name}: {rule_words(name)}"


def _omission(omission: Omission) -> str:
    abstention = omission.abstention
    had = ", ".join(f"{slot} “{words}”" for slot, words in omission.arguments)
    predicate = "" if omission.predicate is None else f" [“{omission.predicate}”{f' with {had}' if had else ''}]"
    return f"  {abstention.reason}: {abstention.text}{predicate}\n    {meaning(abstention.reason)}"
