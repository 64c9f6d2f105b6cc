"""Hostile text in every field, every screen and every command: what reaches the terminal is searched for it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.whole.terminal import PROGRAM, Terminal

SEQUENCES = {
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "hyperlink": "\x1b]8;;http://evil.example\x1b\\",
    "window title": "\x1b]0;EVILTITLE\x07",
    "clear": "\x1b[2J\x1b[3J",
    "report": "\x1b[6n\x1b[c",
    "device": "\x1bP+q544e\x1b\\",
    "eight bits": "\x9b31mEVIL\x9d52;c;eA==\x9c",
    "reordering": "\u202egnp\u202c\u2066x\u2069\u200f",
    "invisible": "zero\u200b\u2060\ufeff\u00adwidth",
    "separators": "one\u2028two\u2029three\x85four\x0bfive\x0csix",
    "tags": "\U000e0041\U000e007f",
    "private": "\ue000\U0010fffd",
    "markup": "[@click=app.quit]EVILLINK[/] [link=file:///etc]x[/link] [/nope] [b",
}
EVIL = "".join(SEQUENCES.values())

LEAKS = [
    re.compile(pattern)
    for pattern in (
        rb"\x1b\]52;c;ZXZpbA", rb"\x1b\]8;", rb"\x1b\][0-9]*;EVILTITLE", rb"\x1b\[3J", rb"\x1b\[6n", rb"\x1b\[c", rb"\x1bP\+q544e",
        *(re.escape(char.encode()) for char in "\x9b\x9d\x9c\u202e\u202c\u2066\u200f\u200b\u2060\ufeff\u00ad\u2028\u2029\x85"),
        *(re.escape(char.encode()) for char in "\U000e0041\ue000\U0010fffd"), rb"\x0b", rb"\x0c", rb"/etc\x1b\\", rb"\x1b\]8;[^;]*;file",
    )
]  # fmt: skip
"""What must never be among the bytes. Our own isolates (U+2068, U+2069) and sequences of Textual are not among them."""


def leaks(raw: bytes) -> list[bytes]:
    """The hostile sequences in `raw`, each with what stands around it."""
    return [raw[max(0, m.start() - 40) : m.end() + 20] for pattern in LEAKS for m in pattern.finditer(raw)]


def yaml(text: str) -> str:
    """`text` quoted for YAML, nothing in it as it is."""
    return '"' + "".join(char if char.isalnum() else f"\\U{ord(char):08x}" for char in text) + '"'


def evil_article(number: int, evil: str) -> str:
    text = yaml(f"T{number} {evil}")
    image = f"{{url: 'https://e.org/i.png', title: {text}, width: 9, height: 9}}"
    return f"""---
title: {text}
excerpt: {text}
publishedDateTime: 2020-01-{number + 1:02}
webUrl: "https://e.org/{number}"
originalUrl: {yaml("https://e.org/" + evil)}
category: {text}
type: {text}
quality: {text}
topics: [{text}, AI]
provider: {{name: {text}, domain: {text}, images: [{image}]}}
images: [{image}]
featuredContent: {yaml(f'<iframe src="https://e.org/{evil}">')}
secured: {text}
{yaml("key " + evil)}: {text}
related:
- title: {text}
  excerpt: {text}
  webUrl: "https://e.org/related/{number}"
  provider: {{name: {text}, domain: {text}}}
- title: {text}
  webUrl: "https://e.org/{(number + 1) % 4}"
---
# {evil}

{evil} `{evil}` [{evil}](javascript:x) <b>{evil}</b> &#x1b;]52;c;ZXZpbA== &#x202e; &#155;31m

| {evil} | b |
| --- | --- |
| {evil} | {evil} |
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with hostile names, of four articles that may come in and one that may not."""
    folder = tmp_path / f"folder {SEQUENCES['clipboard']}{SEQUENCES['reordering']}".replace("/", "_")
    folder.mkdir()
    for number in range(4):
        name = f"{number} {SEQUENCES['window title']}{SEQUENCES['eight bits']}\udcff.md"
        (folder / name).write_text(evil_article(number, EVIL), "utf-8", newline="")
    (folder / f"bad {SEQUENCES['hyperlink']}.md".replace("/", "_")).write_text(f"---\ntitle: *{EVIL}\n---\n")
    (folder / f"bent {SEQUENCES['clear']}.md").write_text(
        f"---\ntitle: B\npublishedDateTime: {yaml(EVIL)}\nwebUrl: {yaml('https://e.org/' + EVIL)}\n---\n"
    )
    return folder


def in_a_terminal(*arguments: str) -> bytes:
    with Terminal(arguments) as terminal:
        terminal.end()
        return bytes(terminal.raw)


def unchecked(home: Path) -> None:
    """Put the hostile text into the database as it is, as if nothing had ever been made safe."""
    with closing(sqlite3.connect(home / "library.db")) as connection:
        connection.execute("DELETE FROM topic")
        connection.executemany(
            "INSERT INTO topic (id, name, folded, total) VALUES (?, ?, ?, 4)",
            [(1, f"AI {EVIL}", "a"), (2, EVIL, "b")],
        )
        connection.execute("UPDATE provider SET name = name || ?, domain = ?", (EVIL, EVIL))
        connection.execute("UPDATE article SET title = ?, category = ?, type = ?", (f"T {EVIL}", EVIL, EVIL))
        connection.execute("UPDATE content SET body = ?, excerpt = ?", (f"# x {EVIL}\n\n{EVIL}", EVIL))
        connection.execute("UPDATE file SET reason = ?, path = path || ?", (EVIL, EVIL))
        connection.commit()


def visit_every_screen(terminal: Terminal) -> None:
    """The list in all widths and folded, the story, who covered it, trends, search, help, palette, an error."""
    terminal.wait("unread of")
    steps = [
        ("j", "unread"), ("\r", "Story"), ("\r\r", "Story"), ("G", ""), ("\x1b", ""), ("\x1b", ""), ("y", "Copied|no address"),
        ("\x19", "Copied"), ("Y", "Copied|no address"), ("m", ""), ("s", ""), ("u", "Taken back"), ("\x12", "Done again"),
        ("A", "marked as read|all of it was"), ("/", "/"), ("topic:", "/topic:"), ("\t\t", ""), (" nothing (", ""), ("\x1b", "next unread"),
        ("/", "/"), ("evil\r", "next unread"), ("\x1b", ""), ("1", ""), ("]]]]", ""), ("G", ""), ("2", ""), ("?", "Esc close"), ("\x1b", "!Esc close"),
        ("\x10", "Find a command"), ("AI", "Go to"), ("\x1b", "!Go to"), ("o", "Not opened|no address"), ("1", "F find"), ("g", ""), ("g", " All "), ("2", "next unread"),
        ("t", "Trends"), ("\t", ""), ("\t", ""), ("\x1b", "next unread"), ("j", ""), ("c", "Coverage"), ("f", "Go to link"), ("\x1b", "read on"), ("2", "next unread"),
        ("f", r"\+3 ·"), ("v", "selected of"), ("\x1b", "!selected of"), ("1", ""), ("F", "Topics with"), ("evil\r", "Topics · evil"), ("W", ""), ("2", "next unread"),
        ("S", ""), ("a", ""), ("z", ""), ("z", ""), ("r", ""), ("n", ""),
    ]  # fmt: skip
    for keys, pattern in steps:
        terminal.press(keys)
        end = time.monotonic() + (0.8 if keys == "\x1b" else 0)  # or the next key would be one with Alt
        while terminal.pump(0.05) and time.monotonic() < end:
            pass
        if pattern:
            terminal.wait(pattern if pattern[0] != "!" else f"(?s)^(?!.*{pattern[1:]})")
    for columns, rows in ((60, 20), (80, 24), (200, 50)):
        terminal.child.setwinsize(rows, columns)
        for _ in range(4):
            terminal.pump(0.05)
    terminal.press("\x11")
    terminal.end()


@pytest.mark.parametrize("how", ["as imported", "unchecked"])
def test_every_screen(files: Path, home: Path, how: str) -> None:
    done = subprocess.run([PROGRAM, "import", files], capture_output=True, check=False)
    assert done.returncode == 3 and leaks(done.stdout + done.stderr) == []
    if how == "unchecked":
        unchecked(home)
    with Terminal(columns=120) as terminal:
        visit_every_screen(terminal)
        raw = bytes(terminal.raw)
    own = re.compile(rb"\x1b\]52;c;([^\x07\x1b]*)")  # what y, Y and Ctrl+Y copy, always in base64
    assert all(re.fullmatch(rb"[A-Za-z0-9+/=]*", text) for text in own.findall(raw))
    assert leaks(raw) == []
    assert "EVILLINK" in terminal.text or b"EVILLINK" in raw


COMMANDS = """
import sys
from newsreader.cli import main
evil, folder = sys.argv[1:3]
for arguments in (
    ["import", folder], ["import", "--json", folder], ["refresh"], ["list"], ["list", "--json"], ["list", f"topc:{evil}"],
    ["list", f'title:"{evil}'], ["show", "https://e.org/0"], ["show", "https://e.org/0", "--json"], ["show", evil],
    ["import", f"/no/{evil}"], [f"--{evil}"], ["--library", f"/dev/null/{evil}", "list"], ["--profile", evil, "list"],
    [evil], ["list", "--limit", evil], ["doctor"],
):
    if sys.argv[3] == "unchecked" and arguments == ["list"] and not sys.stdout.isatty():
        continue  # for programs it is as the library has it
    try:
        main(arguments)
    except SystemExit:
        pass
"""


@pytest.mark.parametrize("how", ["as imported", "unchecked"])
def test_every_command_on_a_terminal_and_in_a_pipe(files: Path, home: Path, how: str) -> None:
    subprocess.run([PROGRAM, "import", files], capture_output=True, check=False)
    if how == "unchecked":
        unchecked(home)
    arguments = ["-c", COMMANDS, EVIL, str(files), how]
    with Terminal(arguments, program=sys.executable) as terminal:
        assert terminal.end() == 0, terminal.text
        shown = bytes(terminal.raw)
    done = subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
    for found in (shown, done.stdout + done.stderr):
        assert b"Traceback" not in found and b"EVILLINK" in found
        assert leaks(found) == []


def test_the_log_and_the_last_line_after_an_error(home: Path) -> None:
    code = (
        "import sys; from newsreader.tui.acting import Acting\n"
        "def fail(self, what): raise ValueError(sys.argv[1])\n"
        "Acting.do_copy = fail\n"
        "from newsreader.cli import main; raise SystemExit(main([]))"
    )
    with Terminal(["-c", code, EVIL], program=sys.executable) as terminal:
        terminal.wait("2 unread")
        terminal.press("y")
        assert terminal.end() == 1
        assert leaks(bytes(terminal.raw)) == []
        assert "newsreader: an unexpected ValueError" in terminal.text
    log = (home / "newsreader.log").read_bytes()
    assert b"ValueError" in log and leaks(log) == [], "a log is read with cat"


def test_the_search_for_leaks_finds_them() -> None:
    for name, text in SEQUENCES.items():
        assert leaks(os.fsencode(text)) or name == "markup", name
