"""The installed program as a user has it: in a terminal, with a browser, twice."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import article
from tests.whole.terminal import PROGRAM, Terminal

UBERGIZMO = "https://www.ubergizmo.com/2020/06/boston-ban-facial-recognition-surveillance/"


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A browser that writes its arguments to `arguments` beside itself, and prints noise."""
    script = tmp_path / "fake-browser"
    script.write_text(f'#!/bin/sh\necho NOISE\nprintf "%s\\n" "$@" >> {tmp_path}/arguments\n')
    script.chmod(0o755)
    return script


def restored(terminal: Terminal) -> bool:
    """Whether the terminal was left as it was: main screen, cursor shown, mouse off."""
    raw = bytes(terminal.raw)
    return all(raw.rfind(on) < raw.rfind(off) for on, off in [
        (b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?25l", b"\x1b[?25h"), (b"\x1b[?1000h", b"\x1b[?1000l"),
    ])  # fmt: skip


def test_read_a_seed_open_it_quit_and_find_it_read(browser: Path, tmp_path: Path) -> None:
    environment = {"BROWSER": str(browser)}
    with Terminal(environment=environment) as terminal:
        terminal.wait("2 unread")
        terminal.wait("The City Of Boston Will Be")
        terminal.press("j")
        terminal.wait("While some parts of the world")
        terminal.press("o")
        terminal.wait("1 unread of 2")
        for _ in range(100):
            if (tmp_path / "arguments").exists():
                break
            terminal.pump()
        terminal.press("q")
        assert terminal.end() == 0 and restored(terminal)
        assert b"NOISE" not in terminal.raw
    assert (tmp_path / "arguments").read_text() == f"{UBERGIZMO}\n"
    with Terminal(environment=environment) as terminal:
        terminal.wait("1 unread of 2")
        assert "● 24 Jun" not in terminal.text
        terminal.press("q")
        assert terminal.end() == 0


def test_two_profiles_on_one_library() -> None:
    for profile, unread in (("ann", 2), ("bob", 2), ("ann", 1)):
        with Terminal(["--profile", profile]) as terminal:
            terminal.wait(f"{unread} unread of 2")
            if unread == 2 and profile == "ann":
                terminal.press("\r")
                terminal.wait("1 unread of 2")
            terminal.press("\x11")
            assert terminal.end() == 0


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_the_terminal_restored(which: signal.Signals) -> None:
    with Terminal() as terminal:
        terminal.wait("2 unread")
        terminal.press("m")
        terminal.child.kill(which)
        code = terminal.end()
        assert restored(terminal) and code in (128 + which, 0)


@pytest.mark.parametrize("is_early", [True, False])
def test_nothing_that_is_typed_fast_is_lost(is_early: bool) -> None:
    with Terminal() as terminal:
        if not is_early:
            terminal.wait("2 unread")
        terminal.press("/ubergizmo")
        terminal.wait(r"/ubergizmo +1 story")
        terminal.press("\x1b")
        terminal.wait("next unread")
        terminal.press("qq")
        assert terminal.end() == 0


def test_an_unexpected_error_goes_to_the_log(home: Path) -> None:
    code = (
        "from newsreader.tui.acting import Acting; Acting.do_copy = lambda self, what: 1 / 0;"
        "from newsreader.cli import main; raise SystemExit(main([]))"
    )
    with Terminal(["-c", code], program=sys.executable) as terminal:
        terminal.wait("2 unread")
        terminal.press("y")
        assert terminal.end() == 1 and restored(terminal)
        assert f"unexpected ZeroDivisionError, please report it: see {home}" in terminal.text.replace(
            "\n", ""
        )
        assert "Traceback" not in terminal.text
    assert "ZeroDivisionError" in (home / "newsreader.log").read_text()


def test_hostile_articles_reach_the_terminal_as_text(tmp_path: Path) -> None:
    evil = r"\x1b]52;c;ZXZpbA==\x07\x1b[2J\u202egnp [@click=app.quit]x[/] [/"
    (tmp_path / "evil.md").write_text(article(evil, topics=f'["{evil}"]', provider=f'{{name: "{evil}"}}'))
    assert subprocess.run([PROGRAM, "import", tmp_path / "evil.md"], check=False).returncode == 0
    with Terminal() as terminal:
        terminal.wait("1 unread")
        terminal.wait(r"52;c;ZXZpbA==")
        terminal.press("\r")
        terminal.wait("click=app.quit")
        terminal.press("q")
        terminal.press("q")
        assert terminal.end() == 0
    assert b"\x1b]52" not in terminal.raw and "\u202e".encode() not in terminal.raw


def test_quitting_at_once_and_keys_held_down() -> None:
    with Terminal() as terminal:
        terminal.wait("2 unread")
        terminal.press("jk" * 200 + "m" * 7)
        terminal.press("q")
        assert terminal.end() == 0
    listed = subprocess.run([PROGRAM, "list", "is:read"], capture_output=True, text=True, check=False).stdout
    assert len(listed.splitlines()) == 1, "seven toggles are one"


def test_the_wheel_scrolls_and_a_click_selects(tmp_path: Path) -> None:
    for number in range(60):
        text = article(
            f"Number {number:02}", f"https://e.org/{number}", f"2021-03-01T{number % 24:02}:{number:02}:00Z"
        )
        (tmp_path / f"{number}.md").write_text(text)
    subprocess.run([PROGRAM, "import", tmp_path], check=True, stdout=subprocess.DEVNULL)
    with Terminal() as terminal:
        terminal.wait("60 unread of 60")
        first = terminal.screen.display[1]
        terminal.press("\x1b[<65;40;10M" * 4)
        for _ in range(100):
            before = len(terminal.raw)
            terminal.pump(1.5)
            if terminal.screen.display[1] != first and len(terminal.raw) == before:
                break  # and the scrolling has come to its end
        assert terminal.screen.display[1] != first, "the wheel over the headlines"
        # The line that is clicked is a title, or stands below its own.
        title = re.search(
            r"Number \d\d", terminal.screen.display[11][26:68] + terminal.screen.display[10][26:68]
        )
        assert title is not None
        terminal.press("\x1b[<0;40;12M\x1b[<0;40;12m")
        terminal.wait(f"Story.*\n.*{title[0]} ")
        terminal.press("q")
        assert terminal.end() == 0


def test_a_dragged_border_is_where_it_was_left() -> None:
    with Terminal() as terminal:
        terminal.wait("2 unread")
        assert terminal.screen.display[0][25:27] == "╮╭"
        terminal.press("\x1b[<0;27;10M\x1b[<32;32;12M\x1b[<32;37;12M\x1b[<0;37;12m")
        terminal.wait(r"^╭─ Topics ─{25}╮╭─ All")
        terminal.press("q")
        assert terminal.end() == 0
    with Terminal() as terminal:
        terminal.wait(r"^╭─ Topics ─{25}╮╭─ All")
        terminal.press("=")
        terminal.wait(r"^╭─ Topics ─{15}╮╭─ All")
        terminal.press("q")
        assert terminal.end() == 0


def test_an_import_shows_its_progress_on_a_terminal_only(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(article())
    with Terminal(["import", str(tmp_path / "a.md")]) as terminal:
        assert terminal.end() == 0
        assert "1 new" in terminal.text and b"Importing" in terminal.raw
    quiet = subprocess.run([PROGRAM, "import", tmp_path / "a.md"], capture_output=True, text=True, check=True)
    assert quiet.stderr == "" and "1 unchanged" in quiet.stdout


def test_an_error_in_the_configuration_is_told_and_the_program_starts(home: Path) -> None:
    (home / "config.toml").write_text("= nonsense")
    with Terminal() as terminal:
        terminal.wait("not valid TOML")
        terminal.press("q")
        assert terminal.end() == 0


def test_quitting_waits_for_marks_that_another_process_holds_up(home: Path) -> None:
    with Terminal() as terminal:
        terminal.wait("2 unread of 2")
        with closing(sqlite3.connect(home / "profiles/default/marks.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            terminal.press("sjs\x11")
            for _ in range(20):
                terminal.pump()
            other.execute("ROLLBACK")
        assert terminal.end() == 0
    listed = subprocess.run(
        [PROGRAM, "list", "is:starred"], capture_output=True, text=True, check=False
    ).stdout
    assert len(listed.splitlines()) == 2


def test_a_terminal_that_goes_away_ends_the_program() -> None:
    terminal = Terminal()
    terminal.wait("2 unread of 2")
    # Through its owner, which would else close the number again when somebody else has it.
    child: Any = terminal.child
    child.ptyproc.fileobj.close()
    child.ptyproc.closed = child.closed = True
    for _ in range(300):
        if os.waitpid(terminal.child.pid or 0, os.WNOHANG) != (0, 0):
            break
        time.sleep(0.1)
    else:
        status = Path(f"/proc/{child.pid}/status")
        told = status.read_text() if status.exists() else ""
        os.kill(child.pid, signal.SIGKILL)
        raise AssertionError(f"it went on without a terminal\n{told}")


def test_a_key_behind_enter_is_not_typed() -> None:
    with Terminal() as terminal:
        terminal.wait("unread of")
        terminal.press("/boston\rw")
        terminal.wait("Keep this search as boston")
        terminal.press("\x15Miss\x7f\x7fne\rjm/campus\r")
        terminal.wait("Mine")
        terminal.wait("“campus” in ")
        terminal.press("\x1b")
        terminal.wait("of 2")
        terminal.press("qq")
        assert terminal.end() == 0


def test_a_key_behind_a_number_that_is_complete_is_a_command() -> None:
    with Terminal() as terminal:
        terminal.wait("unread of")
        terminal.press("\rf1h")
        terminal.wait("Despite Concerns(.*\n)*.*NBC(.*\n)*.*Enter open +/ search")
        terminal.press("qq")
        assert terminal.end() == 0
