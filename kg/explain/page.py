"""The explanation as an offline page: no script, no font, no address; it looks like the page of the picture."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from kg.explain.arcs import draw_tree
from kg.explain.explanation import Explanation, SentenceExplanation
from kg.explain.marks import ROLES, Piece, cut, marks_of
from kg.explain.reasons import meaning
from kg.explain.text import tree_lines
from kg.explain.words import (
    accounts,
    actor_words,
    chosen_words,
    details_of,
    identity_words,
    mended_words,
    plural,
    rule_words,
    status_words,
)
from kg.model import Statement
from kg.picture.evidence import badges, tone_of_score
from kg.picture.words import clean, shorten
from kg.picture.xml import Markup, element

TITLE_LENGTH = 90
MOST_DRAWN = 300
"""Longer sentences have their parse as text: arcs over a list of a thousand words show nothing."""
FOOTER = (
    "Made by actorkg. The page is complete in itself and contacts nobody. It contains sentences of the document: mind"
    " their rights before you share it."
)


def explanation_page(explanation: Explanation) -> str:
    """Return the explanation as one HTML document, which no script can change and which loads nothing."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    first = explanation.sentences[0].tree.sentence.text if explanation.sentences else "nothing to explain"
    title = shorten(clean(first), TITLE_LENGTH)
    return "\n".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=True)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>",
            f"<header><h1>How it was read: <bdi>{escape(title)}</bdi></h1></header>",
            '<main class="explained">',
            *_overview(explanation),
            *(_sentence(n, part, explanation) for n, part in enumerate(explanation.sentences, start=1)),
            f"</main>\n<footer>{escape(FOOTER)}</footer>\n</body>\n</html>\n",
        )
    )


def _style() -> str:
    shared = files("kg.picture").joinpath("static", "page.css").read_text(encoding="utf-8")
    return shared + files("kg.explain").joinpath("static", "explain.css").read_text(encoding="utf-8")


def _overview(explanation: Explanation) -> Iterator[str]:
    if explanation.chosen is not None:
        kind = "notice" if not explanation.chosen_is_read else "caption"
        yield element("p", {"class": kind}, clean(chosen_words(explanation)))
    legend = [element("mark", {"class": role}, role) for role in ROLES]
    yield element("p", {"class": "note legend"}, "Marked: ", *(x for mark in legend for x in (mark, " ")))
    if len(explanation.sentences) < 2:
        return
    yield element("h2", {}, plural(len(explanation.sentences), "sentence"))
    rows = []
    for number, part in enumerate(explanation.sentences, start=1):
        link = element("a", {"href": f"#s{number}"}, _bdi(shorten(clean(part.tree.sentence.text), TITLE_LENGTH)))
        count = element("span", {"class": "count"}, plural(len(part.statements), "statement"))
        rows.append(element("li", {}, link, " ", count))
    yield element("ol", {"class": "contents"}, *rows)


def _sentence(number: int, part: SentenceExplanation, explanation: Explanation) -> str:
    everything = [mark for statement in part.statements for mark in marks_of(statement)]
    blocks = [
        element("p", {"class": "sentence whole"}, *_pieces(cut(part.tree.sentence, everything))),
        element("p", {"class": "note"}, accounts(part)),
        *_statements(part, explanation),
        *_omissions(part),
        *_actors(part),
        *_cues(part),
        *_parse(part),
    ]
    return element("section", {"id": f"s{number}", "class": "part"}, *blocks)


def _statements(part: SentenceExplanation, explanation: Explanation) -> Iterator[Markup]:
    yield element("h2", {}, "Statements ", _count(len(part.statements)))
    if not part.statements:
        yield element("p", {"class": "note"}, "None: the reasons stand below.")
    for statement in part.statements:
        asked = explanation.is_chosen(statement)
        yield element(
            "article",
            {"class": "card chosen" if asked else "card", "id": statement.sid},
            _headline(statement),
            element("p", {"class": "sentence"}, *_pieces(cut(part.tree.sentence, marks_of(statement)))),
            _details(part, statement),
            _rules(statement),
        )


def _headline(statement: Statement) -> Markup:
    tone = str(tone_of_score(statement.score))
    arrow = " – " if statement.symmetric else " → "
    relation = element("span", {"class": f"relation {tone}"}, clean(statement.relation.replace("_", " ").lower()))
    kinds = [element("span", {"class": f"badge {word}"}, word) for word in badges(statement)]
    parts = [_bdi(statement.source.name), " ", relation, arrow, _bdi(statement.target.name), *kinds]
    return element("p", {"class": "headline"}, *parts)


def _details(part: SentenceExplanation, statement: Statement) -> Markup:
    rows = [("status", status_words(statement))]
    ends = (("source", statement.source), ("target", statement.target))
    rows += [(role, f"“{end.text}” is {actor_words(end)}") for role, end in ends]
    rows += [*details_of(statement, part), ("sid", statement.sid)]
    return element(
        "dl", {}, *(x for label, value in rows for x in (element("dt", {}, label), element("dd", {}, _bdi(value))))
    )


def _rules(statement: Statement) -> Markup:
    rows = [element("li", {}, element("code", {}, name), " ", rule_words(name)) for name in statement.rules]
    summary = element("summary", {}, f"Rules, in order: {', '.join(statement.rules)}")
    return element("details", {}, summary, element("ol", {"class": "rules"}, *rows))


def _omissions(part: SentenceExplanation) -> Iterator[Markup]:
    if not part.omissions:
        return
    yield element("h2", {}, "What gave nothing, and why ", _count(len(part.omissions)))
    rows = []
    for omission in part.omissions:
        abstention = omission.abstention
        had = ", ".join(f"{slot} “{words}”" for slot, words in omission.arguments) or "none"
        rows.append(
            (
                str(abstention.reason),
                meaning(abstention.reason),
                omission.predicate or "–",
                "–" if omission.predicate is None else had,
                abstention.text,
            )
        )
    yield _table(("Reason", "Meaning", "Predicate", "Arguments found", "Words"), rows)


def _actors(part: SentenceExplanation) -> Iterator[Markup]:
    if part.mentions:
        yield element("h2", {}, "Actors ", _count(len(part.mentions)))
        yield _table(("Words", "Who, and why"), [(m.text, identity_words(m)) for m in part.mentions])


def _cues(part: SentenceExplanation) -> Iterator[Markup]:
    if not part.scopes and not part.blocked:
        return
    yield element("h2", {}, "Status cues ", _count(len(part.scopes)))
    rows = [
        (
            scope.cue.text,
            scope.effect,
            ", ".join(f"“{words.text}”" for words in scope.predicates),
            " · ".join(words.text for words in scope.spans),
        )
        for scope in part.scopes
    ]
    rows += [(phrase, "looks like a negation and is none", "–", "–") for phrase in part.blocked]
    yield _table(("Cue", "Effect", "Predicates under it", "Scope"), rows)


def _parse(part: SentenceExplanation) -> Iterator[Markup]:
    yield element("h2", {}, "Parse ", _count(len(part.tree)))
    drawn = len(part.tree) <= MOST_DRAWN
    parse = draw_tree(part.tree) if drawn else element("pre", {}, _clean_lines(tree_lines(part.tree)))
    yield element("div", {"class": "table parse", "tabindex": "0", "aria-label": "Parse"}, parse)
    for words in mended_words(part):
        yield element("p", {"class": "note"}, "Mended before reading: ", _bdi(words))


def _clean_lines(lines: Iterator[str]) -> str:
    """Return the lines joined, each without what turns or hides text; blanks stay as they are."""
    return "\n".join("".join(c if c.isspace() else clean(c) for c in line) for line in lines)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    head = element("tr", {}, *(element("th", {"scope": "col"}, word) for word in heads))
    body = [element("tr", {}, *(element("td", {}, _bdi(cell)) for cell in row)) for row in rows]
    table = element("table", {}, element("thead", {}, head), element("tbody", {}, *body))
    return element("div", {"class": "table"}, table)


def _pieces(pieces: tuple[Piece, ...]) -> Iterator[Markup | str]:
    for piece in pieces:
        text = "".join(c if c.isspace() else clean(c) for c in piece.text)
        if piece.roles:
            roles = " ".join(piece.roles)
            yield element("mark", {"class": roles, "title": ", ".join(piece.roles)}, element("bdi", {}, text))
        else:
            yield text


def _count(number: int) -> Markup:
    return element("span", {"class": "count"}, str(number))


def _bdi(text: str) -> Markup:
    return element("bdi", {}, clean(text))
