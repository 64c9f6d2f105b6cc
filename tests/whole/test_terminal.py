"""Whatever ends or stops the program, the terminal is left as it was, and what went wrong is in the log."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.whole.terminal import Terminal
from tests.whole.test_program import restored

FAILING = {
    "a key": ("acting.Acting.do_copy", "y"),
    "a thread": ("page._Layout.story", "j"),
    "a drawn line": ("headlines.Headlines.draw", "j"),
    "a message": ("entry.EntryBar.on_input_changed", "/a"),
    "a search": ("browsing.Browsing._listing", "/boston"),
    "a mark": ("marking.MarkQueue._work", "m"),
    "what quitting waits for": ("reading.Reading.apply", "m\x11"),
    "a worker": ("living.Living._sources", "r"),
    "the way out": ("screen.ReaderScreen.finish", "\x11"),
}
"""What raises an error that nobody expected, and the key after which it does."""

CODE = """
import importlib, sys
module, name, method = sys.argv[1].split(".")
owner = getattr(importlib.import_module(f"newsreader.tui.{module}"), name)
before = getattr(owner, method)
armed = []
def fail(*arguments, **more):
    if armed:
        raise RuntimeError("provoked")
    return before(*arguments, **more)
setattr(owner, method, fail)
from newsreader.tui.screen import ReaderScreen
take_key = ReaderScreen.take_key
async def arm(self, event):
    armed.append(1)
    return await take_key(self, event)
ReaderScreen.take_key = arm
from newsreader.cli import main
raise SystemExit(main([]))
"""


@pytest.mark.parametrize("where", FAILING)
def test_an_error_anywhere(where: str, home: Path) -> None:
    method, keys = FAILING[where]
    (home / "config.toml").write_text('refresh = "asked"')
    with Terminal(["-c", CODE, method], program=sys.executable) as terminal:
        terminal.wait("2 unread")
        terminal.wait("Boston City Departments")
        terminal.press(keys)
        assert terminal.end() == 1 and restored(terminal)
        last = terminal.text.replace("\n", "")
        assert f"unexpected RuntimeError, please report it: see {home}/newsreader.log" in last
        assert "Traceback" not in last
    assert "RuntimeError: provoked" in (home / "newsreader.log").read_text()


def modes(terminal: Terminal) -> list[int]:
    """Whether the terminal itself echoes and edits lines, as a shell expects it to."""
    return [
        termios.tcgetattr(terminal.child.child_fd)[3] & bit
        for bit in (termios.ECHO, termios.ICANON, termios.ISIG)
    ]


def left(terminal: Terminal) -> list[int]:
    """The modes in which a program that ends leaves it."""
    end = time.monotonic() + 20
    while terminal.pump():
        assert time.monotonic() < end, f"it did not end:\n{terminal.text}"
    return modes(terminal)


def test_suspended_and_back() -> None:
    with Terminal() as terminal:
        usual = modes(terminal)
        terminal.wait("2 unread")
        pid = terminal.child.pid or 0
        for is_below_another in (False, True):
            terminal.press("?" * is_below_another)
            shown = drawn(terminal)
            seen = len(terminal.raw)
            if is_below_another:
                os.kill(pid, signal.SIGTSTP)
            else:
                terminal.press("\x1a")
            wait_for_stop(terminal, True)
            assert restored(terminal) and modes(terminal) == usual
            assert b"\x1b[?1049l" in terminal.raw[seen:]
            terminal.screen.erase_in_display(2)
            seen = len(terminal.raw)
            os.kill(pid, signal.SIGCONT)
            end = time.monotonic() + 20
            while b"\x1b[?1049h" not in terminal.raw[seen:]:
                assert terminal.pump() and time.monotonic() < end, terminal.text
            for _ in range(100):
                if modes(terminal) != usual:
                    break
                terminal.pump(0.1)
            assert modes(terminal) != usual
            assert drawn(terminal) == shown
        terminal.press("\x1b")
        drawn(terminal)
        terminal.press("m")
        terminal.wait("1 unread of 2")
        terminal.press("\x11")
        assert terminal.end() == 0 and restored(terminal)


NONSENSE = (
    b"\x80", b"\xe9\xa0", b"\x1b[M \xf0!", b"\x1b[1114112u", b"\x1b[999999999;9999999999u",
    b"\x1b[?2048;1$y\x1b[48;0;0;0;0t", b"\x1b[<0;10;5M\x1b[<0;10;5m",
)  # fmt: skip
"""Text that is not UTF-8, and reports of keys, the mouse and the size with numbers that cannot be."""


def test_what_makes_no_sense_is_dropped(home: Path) -> None:
    with Terminal() as terminal:
        usual = modes(terminal)
        terminal.wait("2 unread")
        for place, sent in enumerate(NONSENSE):
            terminal.child.send(sent)
            for _ in range(4):
                terminal.pump(0.1)
            terminal.press("m")
            terminal.wait(f"{1 + place % 2} unread of 2")
        terminal.press("\x11")
        assert left(terminal) == usual and terminal.end() == 0 and restored(terminal)
    assert not (home / "newsreader.log").exists()


def test_told_to_go_on_without_having_been_stopped() -> None:
    with Terminal() as terminal:
        usual = modes(terminal)
        terminal.wait("2 unread")
        for which in (signal.SIGCONT, signal.SIGSTOP, signal.SIGCONT):
            os.kill(terminal.child.pid or 0, which)
            drawn(terminal)
        terminal.press("m")
        terminal.wait("1 unread of 2")
        terminal.press("q")
        assert left(terminal) == usual and terminal.end() == 0 and restored(terminal)


@pytest.mark.parametrize("closing", ["qq", "??", "\r\r"])
def test_closed_twice_at_once(closing: str, home: Path) -> None:
    with Terminal() as terminal:
        terminal.wait("2 unread")
        terminal.press("?")
        terminal.wait("Keys in")
        terminal.press(closing)
        terminal.press("\x11")
        assert terminal.end() == 0 and restored(terminal)
    assert not (home / "newsreader.log").exists()


def test_ended_while_it_is_suspended() -> None:
    with Terminal() as terminal:
        terminal.wait("2 unread")
        terminal.press("m")
        terminal.wait("1 unread of 2")
        terminal.press("\x1a")
        wait_for_stop(terminal, True)
        os.kill(terminal.child.pid or 0, signal.SIGTERM)
        os.kill(terminal.child.pid or 0, signal.SIGCONT)
        assert terminal.end() == 128 + signal.SIGTERM and restored(terminal)


def wait_for_stop(terminal: Terminal, is_stopped: bool) -> None:
    """Read until the process is stopped, or goes on."""
    end = time.monotonic() + 20
    while (_state(terminal.child.pid or 0) == "T") != is_stopped:
        assert time.monotonic() < end, terminal.text
        terminal.pump()
    for _ in range(3):
        terminal.pump()


def drawn(terminal: Terminal) -> str:
    """What is on the screen once nothing more comes for half a second."""
    quiet_since = time.monotonic()
    while time.monotonic() < quiet_since + 0.5:
        seen = len(terminal.raw)
        terminal.pump()
        if len(terminal.raw) > seen:
            quiet_since = time.monotonic()
    return terminal.text


def _state(pid: int) -> str:
    status = Path(f"/proc/{pid}/stat")
    if not status.exists():
        pytest.skip("this platform has no /proc")
    return re.sub(r".*\) (.).*", r"\1", status.read_text(), flags=re.DOTALL)


def test_a_terminal_that_cannot_move_its_cursor() -> None:
    with Terminal(environment={"TERM": "dumb"}) as terminal:
        assert terminal.end() == 1
        assert "this terminal cannot move its cursor: newsreader list prints the headlines" in terminal.text
        assert b"\x1b" not in terminal.raw
