"""The page of an explanation in a real browser: it needs no script, and its policy lets its own style through."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from test_explain import explain_gold

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = pytest.mark.skipif(
    BROWSER is None and not os.environ.get("CI"), reason="no Chromium found: the page was not opened"
)

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--virtual-time-budget=2000",
    "--dump-dom",
]


def test_the_page_opens_without_a_complaint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing on the console, so the style was not refused and nothing was asked for; the parse is drawn."""
    assert BROWSER is not None, "no Chromium found"
    path = tmp_path / "how.html"
    page = explain_gold("Russia attacked Georgia. It is also supporting Armenia.", monkeypatch).to_html()
    path.write_text(page, encoding="utf-8")
    command = [BROWSER, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert re.findall(r'CONSOLE[^"]*"(.*?)", source', done.stderr) == []
    assert done.stdout.count('<svg xmlns="http://www.w3.org/2000/svg"') == 2
    assert done.stdout.count('<article class="card"') == 2


def test_a_changed_style_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The policy knows the page's own style byte for byte: the check above can fail."""
    assert BROWSER is not None, "no Chromium found"
    path = tmp_path / "how.html"
    page = explain_gold("Norway sleeps.", monkeypatch).to_html()
    changed = page.replace("<style>", "<style> ", 1)
    assert changed != page
    path.write_text(changed, encoding="utf-8")
    command = [BROWSER, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert any("Content Security Policy" in m for m in re.findall(r'CONSOLE[^"]*"(.*?)", source', done.stderr))
