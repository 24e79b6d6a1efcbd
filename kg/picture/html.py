"""The offline page: one HTML file with picture, lists and sentences, which no script can send anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from kg.picture.page_data import to_inert_json


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of the page: SVG, its title, the actor in its middle (None: the backbone), and its caption."""

    svg: str
    title: str
    actor: str | None
    caption: str


def write_page(drawings: Sequence[Drawing], data: dict[str, Any]) -> str:
    """Return the page as HTML.

    Args:
        drawings: the first is shown at the start, the others when their actor is chosen.
        data: from `make_page_data`.

    The policy in its head allows the page's own script and style by their digests, and nothing else: no network, no
    frames, no forms. Data reaches the page as inert JSON, and its script makes text nodes of it.
    """
    style, script = _static("page.css"), _static("page.js")
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}';"
        " base-uri 'none'; form-action 'none'"
    )
    start = drawings[0]
    return Template(_static("page.html")).substitute(
        policy=policy,
        title=escape(start.title),
        style=style,
        script=script,
        caption=escape(start.caption),
        picture=start.svg,
        footer=escape(_footer(data)),
        templates="\n".join(_templates(drawings)),
        data=to_inert_json(data),
    )


def _templates(drawings: Sequence[Drawing]) -> Iterable[str]:
    for drawing in drawings:
        caption = escape(drawing.caption, quote=True)
        actor = escape(drawing.actor or "", quote=True)
        title = escape(drawing.title, quote=True)
        head = f'<template data-view="{actor}" data-title="{title}" data-caption="{caption}">'
        yield f"{head}{drawing.svg}</template>"


def _footer(data: dict[str, Any]) -> str:
    words = [
        "Made by actorkg. Evidence counts independent texts, not reprints; colours show the tone of acts, not whether"
        " they are true. The page is complete in itself and contacts nobody."
    ]
    if data["redacted"]:
        words.append("The sentences were left out of this file.")
    else:
        words.append("The file contains sentences of the documents: mind their rights before you share it.")
    if data["left_out"]:
        words.append(f"{data['left_out']} statements of weaker lines are not in this file.")
    return " ".join(words)


def _static(name: str) -> str:
    return files("kg.picture").joinpath("static", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
