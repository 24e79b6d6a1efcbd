"""The page in a real browser, where one is installed: its script runs under its policy, and shows what it should."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from picture_samples import hostile_ledger, make_ledger
from sample_graph import ARCADIA, BORDURIA, UNION, make_statement

from kg.picture import PictureOptions, draw

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium found: the page's script was not run")

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--virtual-time-budget=4000",
    "--dump-dom",
]


def open_page(folder: Path, page: str, fragment: str = "") -> tuple[str, list[str]]:
    """Return what the browser made of the page, and what it wrote on its console."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    command = [str(BROWSER), *FLAGS, f"--user-data-dir={folder / 'profile'}", path.as_uri() + fragment]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout, re.findall(r'CONSOLE[^"]*"(.*?)", source', done.stderr)


def test_a_line_in_the_address_shows_its_sentence(tmp_path: Path) -> None:
    """The table lists the actor's lines, and the evidence panel the chosen line's sentence with its ends marked."""
    text = "Arcadia backs Borduria."
    statement = make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA, sentence=text)
    other = make_statement("s2", UNION, "ATTACKS", BORDURIA, score=-9.0)
    page = draw(make_ledger([statement, other]), PictureOptions(actor="Arcadia"))
    shown, console = open_page(tmp_path, page, "#actor=Q1&line=Q1+Q2+to")
    assert console == []
    body = shown.split("<template", 1)[0]
    table = re.search(r'<tbody id="lines">(.*?)</tbody>', body, re.DOTALL)
    assert table is not None
    assert table.group(1).count("<tr") == 1
    assert "1 line, 1 statement of Arcadia" in body
    assert '<mark class="source" title="source">Arcadia</mark>' in body
    assert '<g class="line chosen" data-line="Q1 Q2 to">' in body


def test_hostile_page_runs_nothing(tmp_path: Path) -> None:
    """Script tags in every field are words on the page; nothing was refused, because nothing was tried."""
    shown, console = open_page(tmp_path, draw(hostile_ledger(), PictureOptions()), "#actor=h1&line=h1+Q2+to")
    assert console == []
    assert "<img" not in shown
    assert shown.count("<script") == 2
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in shown


def test_a_changed_script_is_refused(tmp_path: Path) -> None:
    """The policy lets only the page's own script run, byte for byte."""
    page = draw(make_ledger([make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA)]), PictureOptions())
    changed = page.replace('"use strict";', '"use strict"; ', 1)
    assert changed != page
    shown, console = open_page(tmp_path, changed)
    assert any("Content Security Policy" in message for message in console)
    assert '<tbody id="lines"></tbody>' in shown
