"""Pictures in terminals that show them: what they are asked and sent, and that nothing is left behind."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tests.conftest import Put, article
from tests.tui.test_pictures import picture
from tests.whole.terminal import Terminal
from tests.whole.test_program import restored

ATTRIBUTES, CELL = r"\x1b\[c", r"\x1b\[16t"
KITTY = {
    r"\x1b_G[^\x1b]*a=q[^\x1b]*\x1b\\": "\x1b_Gi=31;OK\x1b\\",
    CELL: "\x1b[6;20;10t",
    ATTRIBUTES: "\x1b[?62;c",
}
SIXEL = {CELL: "\x1b[6;20;10t", ATTRIBUTES: "\x1b[?62;4c"}
NEITHER = {ATTRIBUTES: "\x1b[?62;22c"}
PLACEHOLDER = "\U0010eeee".encode()
SENT, FORGOTTEN, SHOWN = rb"\x1b_Gi=(\d+),m=0", rb"\x1b_Ga=d,d=I,i=(\d+)", rb"\x1bP[0-9;]*q"


@pytest.fixture(autouse=True)
def illustrated(home: Path, tmp_path: Path, put: Put) -> None:
    """One story with two pictures beside it."""
    text = "![Here](here.png) ![There](there.png)"
    put({"a.md": article("Pictures", "https://e.org/1", "2031-01-02", body=text)})
    (tmp_path / "articles/here.png").write_bytes(picture((60, 40)))
    (tmp_path / "articles/there.png").write_bytes(picture((40, 60)))
    (home / "config.toml").write_text('refresh = "asked"')


def opened(terminal: Terminal, answers: dict[str, str]) -> None:
    terminal.answers = answers
    terminal.wait("1 unread of 1")
    assert not re.search(rb"\x1b\[16t|\x1b\[c|\x1b_G", terminal.raw), "nobody is asked before it is needed"
    terminal.press("i")
    terminal.wait(r"Here .*\n[^$]*1 of 2")


def until(terminal: Terminal, pattern: bytes, times: int = 1, start: int = 0) -> list[bytes]:
    end = time.monotonic() + 20
    while len(found := re.findall(pattern, terminal.raw[start:])) < times:
        assert time.monotonic() < end, pattern
        assert terminal.pump()
    return found


def settle(terminal: Terminal) -> int:
    """Read until nothing comes for a while; how much there was."""
    before = -1
    while before < len(terminal.raw):
        before = len(terminal.raw)
        terminal.pump(0.5)
    return before


def test_kitty() -> None:
    with Terminal(columns=80, rows=24) as terminal:
        opened(terminal, KITTY)
        first = until(terminal, SENT)[-1]
        until(terminal, PLACEHOLDER)
        place = terminal.raw.index(PLACEHOLDER)
        assert terminal.raw.index(b"m=0") < place and terminal.raw.index(b"a=p,i=" + first) < place
        terminal.press("n")
        terminal.wait(r"There .*\n[^$]*2 of 2")
        second = until(terminal, SENT, 2)[-1]
        assert first in until(terminal, FORGOTTEN) and second != first
        terminal.resize(60, 20)
        third = until(terminal, SENT, 3)[-1]
        assert second in until(terminal, FORGOTTEN, 2)
        start = settle(terminal)
        terminal.press("q")
        terminal.wait("1 unread of 1")
        assert third in until(terminal, FORGOTTEN, 3)
        settle(terminal)
        assert PLACEHOLDER.decode() not in terminal.text and PLACEHOLDER not in terminal.raw[start:]
        terminal.press("i")
        last = until(terminal, SENT, 4)[-1]
        terminal.press("\x11")
        assert terminal.end() == 0 and restored(terminal)
        assert last in re.findall(FORGOTTEN, terminal.raw), "also when the program ends"


def test_sixel() -> None:
    with Terminal(columns=80, rows=24) as terminal:
        opened(terminal, SIXEL)
        until(terminal, SHOWN)
        assert (
            b"\x1b_Gi=" not in terminal.raw.replace(b"\x1b_Gi=31,", b"") and PLACEHOLDER not in terminal.raw
        )
        start = len(terminal.raw)
        terminal.resize(60, 20)
        until(terminal, SHOWN, 1, start)
        start = settle(terminal)
        terminal.press("q")
        terminal.wait("1 unread of 1")
        terminal.wait("Pictures  ")
        assert not re.search(SHOWN, terminal.raw[start:]), "what is behind it is drawn over it"
        terminal.press("\x11")
        assert terminal.end() == 0 and restored(terminal)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"COLORTERM": "", "TERM": "xterm-kitty"}])
def test_colours_that_do_not_come_through_name_no_picture(environment: dict[str, str]) -> None:
    with Terminal(columns=80, rows=24, environment=environment) as terminal:
        opened(terminal, KITTY)
        until(terminal, "▀|▄".encode())
        assert not re.search(SENT, terminal.raw) and PLACEHOLDER not in terminal.raw
        terminal.press("q")
        terminal.wait("1 unread of 1")


@pytest.mark.parametrize("answers", [NEITHER, {}])
def test_half_cells(answers: dict[str, str]) -> None:
    with Terminal(columns=80, rows=24) as terminal:
        opened(terminal, answers)
        until(terminal, "▀|▄".encode())
        assert not re.search(SENT, terminal.raw) and not re.search(SHOWN, terminal.raw)
        terminal.press("q")
        terminal.wait("1 unread of 1")


def test_answers_from_afar_are_no_keys() -> None:
    with Terminal(columns=80, rows=24) as terminal:
        terminal.wait("1 unread of 1")
        terminal.press("i")
        until(terminal, ATTRIBUTES.encode())
        time.sleep(0.4)
        terminal.press("n")
        terminal.press("".join(KITTY.values()))
        terminal.wait(r"There .*\n[^$]*2 of 2")
        until(terminal, SENT)
        terminal.press("q")
        terminal.wait("1 unread of 1")
        assert "╭─ Topics" in terminal.text
