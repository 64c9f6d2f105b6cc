"""Twenty kinds of address, from the file to a real browser's arguments: only what is safe gets through."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import article
from tests.whole.terminal import PROGRAM, Terminal

KINDS: dict[str, tuple[str, str | None]] = {
    "javascript": ("javascript:alert(1)//https://e.org/", None),
    "data": ("data:text/html,<script>alert(1)</script>", None),
    "file": ("file:///etc/passwd", None),
    "leading dash": ("--new-window=https://e.org/", None),
    "spaces": ("https://e.org/a b --flag", None),
    "%action": ("https://e.org/%action%s%u%", "https://e.org/%action%s%u%"),
    "user name": ("https://bank.example@evil.example/", None),
    "look-alike": ("https://аррӏе.example/", "https://xn--80ak6aa92e.example/"),
    "line break": ("https://e.org/\r\nSet-Cookie: x", None),
    "escape": ("https://e.org/\x1b]52;c;ZXZpbA==\x07", None),
    "nul": ("https://e.org/\x00", None),
    "10 KB": ("https://e.org/" + "x" * 10_240, None),
    "no scheme": ("e.org/page", None),
    "backslash": ("https://e.org\\@evil.example/", None),
    "IPv6": ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
    "shell": ("https://e.org/$(touch${IFS}x);&|'?*", "https://e.org/$(touch$%7BIFS%7Dx);&%7C'?*"),
    "no scheme, host": ("//evil.example/page", None),
    "ftp": ("ftp://e.org/file", None),
    "own scheme": ("newsreader://quit", None),
    "good": ("https://e.org/a?b=c&d=%20e#f", "https://e.org/a?b=c&d=%20e#f"),
}
"""What stands in the file, and what is opened; None for nothing."""

OPENED = sorted(opened for _, opened in KINDS.values() if opened)


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that notes how many arguments it gets, and which; the file that it notes them in."""
    notes = tmp_path / "notes"
    script = tmp_path / "fake-browser"
    script.write_text(f'#!/bin/sh\nprintf "%s %s\\n" "$#" "$*" >> {notes}\n')
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(script))
    return notes


@pytest.fixture
def stored(tmp_path: Path) -> None:
    """An article for each kind, in the order of KINDS."""
    files = tmp_path / "files"
    files.mkdir()
    for day, (name, (url, _)) in enumerate(reversed(KINDS.items())):
        quoted = json.dumps(url)[1:-1]  # what JSON escapes, YAML understands
        (files / f"{day}.md").write_text(article(name, quoted, f"2020-01-{day + 1:02}"))
    subprocess.run([PROGRAM, "import", files], check=True, capture_output=True)


def listed() -> dict[str, str | None]:
    out = subprocess.run([PROGRAM, "list", "--json"], check=True, capture_output=True).stdout
    return {line["title"]: line["url"] for line in map(json.loads, out.splitlines())}


def open_all(notes: Path, keys: str) -> None:
    """Open every story in the running program, and find that exactly the safe ones reached the browser."""
    with Terminal() as terminal:
        terminal.wait("of 20")
        for _ in KINDS:
            terminal.press(keys)
            terminal.pump(0.02)
        terminal.wait("0 unread|[1-9] unread")
        for _ in range(200):
            if notes.exists() and len(notes.read_text().splitlines()) == len(OPENED):
                break
            terminal.pump()
        terminal.press("\x11")
        assert terminal.end() == 0
        raw = bytes(terminal.raw)
    assert sorted(notes.read_text().splitlines()) == [f"1 {url}" for url in OPENED]
    assert b"\x1b]52;" not in raw, "an address that is not opened is not handed to the clipboard"


@pytest.mark.usefixtures("stored")
def test_at_ingest_and_on_to_the_browser(browser: Path) -> None:
    assert listed() == {name: opened for name, (_, opened) in KINDS.items()}
    open_all(browser, "oj")


@pytest.mark.usefixtures("stored")
def test_at_opening_whatever_the_library_holds(browser: Path, home: Path) -> None:
    """The library was written by somebody who checked nothing."""
    with closing(sqlite3.connect(home / "library.db")) as connection:
        for name, (url, _) in KINDS.items():
            connection.execute("UPDATE article SET url = ? WHERE title = ?", (url, name))
        connection.commit()
    open_all(browser, "oj")


@pytest.mark.parametrize("name", KINDS)
def test_in_a_related_story_and_in_a_picture(name: str) -> None:
    from newsreader import builder

    url, opened = KINDS[name]
    story = builder.whole(
        {"title": "T", "related": [{"title": "R", "webUrl": url}], "images": [{"url": url}]}, ""
    )
    assert story.related[0].url == (opened or "")
    assert [image.url for image in story.images] == ([opened] if opened else [])
