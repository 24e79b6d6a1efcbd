"""The text of a tree of elements: its blocks in order, whatever stands between them gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

# Elements of HTML, and of the trees that trafilatura makes, that end the paragraph before and after them.
_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search
    section summary table tbody td tfoot th thead title tr ul
    ab cell doc head item list quote row text
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_LINE_BREAKS = frozenset(("br", "lb"))
_NOT_SHOWN_NAMES = """
    applet area audio base button canvas datalist embed frame frameset iframe input link map math meta noframes
    noscript object param script select style svg template textarea track video
"""
_NOT_SHOWN = frozenset(_NOT_SHOWN_NAMES.split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_BREAK = "\0"
"""Stands for a line break while white space is squeezed; no text that is read has it."""
_WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(rf" ?{_BREAK} ?")
_MANY_BREAKS = re.compile(rf"{_BREAK}{{3,}}")
_SOFT_HYPHEN = "\xad"


def render_blocks(root: _Element) -> list[str]:
    """Return the blocks (paragraphs, headlines, items of lists, cells of tables) below an element, in order.

    White space is squeezed as a browser does it, soft hyphens are taken out; a line break is kept as `\\n`. Elements
    that a browser does not show are left out.

    Example:
        >>> from lxml.html import fromstring
        >>> render_blocks(fromstring("<div><h1>Talks  fail</h1>Russia<br>left.<script>x()</script></div>"))
        ['Talks fail', 'Russia\\nleft.']
    """
    from lxml import etree

    blocks: list[str] = []
    pieces: list[str] = []
    preformatted = 0

    def add(text: str | None) -> None:
        if text:
            pieces.append(text.replace("\n", _BREAK) if preformatted else text)

    def end_block() -> None:
        if pieces:
            block = _squeeze("".join(pieces))
            pieces.clear()
            if block:
                blocks.append(block)

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if element is not root and _is_hidden(element, tag):
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                end_block()
            elif tag in _LINE_BREAKS:
                pieces.append(_BREAK)
            preformatted += tag == "pre"
            add(element.text)
        else:
            if tag in _BLOCKS:
                end_block()
            if element is not root:
                preformatted -= tag == "pre" and not _is_hidden(element, tag)
                add(element.tail)
    end_block()
    return blocks


def _is_hidden(element: Any, tag: str) -> bool:
    if not tag or tag in _NOT_SHOWN or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _squeeze(text: str) -> str:
    text = _WHITE_SPACE.sub(" ", text.replace(_SOFT_HYPHEN, ""))
    text = _MANY_BREAKS.sub(_BREAK * 2, _AROUND_BREAK.sub(_BREAK, text))
    return text.strip(" " + _BREAK).replace(_BREAK, "\n")
