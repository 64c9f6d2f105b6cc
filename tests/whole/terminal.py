"""The installed program in a real pty, behind a terminal emulator."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pexpect
import pyte
import wcwidth

PROGRAM = str(Path(sys.executable).parent / "newsreader")

# The emulator does not know these reports (kitty keyboard, mode queries), nor the isolates around
# right-to-left text, which take no cell.
_UNKNOWN = re.compile(
    rb"\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9;]*\$p|\x1b\[>[0-9;]*[mq]|\xe2\x81[\xa8\xa9]|\x1b[_P][^\x1b]*\x1b\\\\"
)
_QUESTION = 300
"""Bytes that a question has at most."""

_BEGUN = re.compile(rb"\x1b(?:[_P][^\x1b]*\x1b?)?\Z")
"""A picture, or nobody knows yet what, of which the rest is still to come."""


class _Screen(pyte.Screen):
    """A screen that puts each grapheme into its cell, or two, as terminals do; pyte drops what follows a joiner."""

    @property
    def display(self) -> list[str]:
        rows = (self.buffer[y] for y in range(self.lines))
        return ["".join(row[x].data for x in range(self.columns)) for row in rows]

    def draw(self, data: str) -> None:
        if data.isascii():
            super().draw(data)
            return
        for cluster in wcwidth.iter_graphemes(data):
            width = wcwidth.wcswidth(cluster)
            if width <= 0:
                continue
            super().draw("W" if width == 1 else "\u3042")  # which moves the cursor as far
            place = self.cursor.x - width
            row = self.buffer[self.cursor.y]
            row[place] = row[place]._replace(data=cluster)


class Terminal:
    """`newsreader` with `arguments` in a terminal of `columns` x `rows` cells."""

    def __init__(
        self,
        arguments: Sequence[str] = (),
        columns: int = 120,
        rows: int = 36,
        environment: dict[str, str] | None = None,
        program: str = PROGRAM,
    ) -> None:
        self.screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        self.answers: dict[str, str] = {}
        """What it answers to what it is asked, by a pattern of that."""
        self._asked = 0
        self._begun = b""
        inherited = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        full = {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        self.child = pexpect.spawn(program, list(arguments), env=full, dimensions=(rows, columns), timeout=20)
        self.child.delaybeforesend = None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.close(force=True)

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def pump(self, seconds: float = 0.05) -> bool:
        """Take in what the program writes; False once it has ended."""
        try:
            data = self.child.read_nonblocking(1 << 16, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        output: bytes = data  # type: ignore[assignment]
        self.raw += output
        self._answer()
        output = self._begun + output
        end = begun.start() if (begun := _BEGUN.search(output)) else len(output)
        self._begun = output[end:]
        self._stream.feed(_UNKNOWN.sub(b"", output[:end]))
        return True

    def _answer(self) -> None:
        if not self.answers:
            return
        said = self.raw[self._asked :].decode("latin-1")
        end = 0
        for asked, answer in self.answers.items():
            for match in re.finditer(asked, said):
                self.child.send(answer)
                end = max(end, match.end())
        # What is asked may come in two parts; but looking through all that was ever written takes ever longer.
        self._asked = max(self._asked + end, len(self.raw) - _QUESTION)

    def resize(self, columns: int, rows: int) -> None:
        """Have another size."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def wait(self, pattern: str, seconds: float = 20) -> None:
        """Read until `pattern` is on the screen."""
        end = time.monotonic() + seconds
        while not re.search(pattern, self.text):
            assert time.monotonic() < end, f"{pattern!r} never came:\n{self.text}"
            if not self.pump():
                assert re.search(pattern, self.text), (
                    f"{pattern!r} never came, the program ended:\n{self.text}"
                )

    def press(self, keys: str) -> None:
        """Type keys."""
        self.child.send(keys)

    def end(self, seconds: float = 20) -> int:
        """Read until the program ends; its exit code."""
        end = time.monotonic() + seconds
        while self.pump():
            assert time.monotonic() < end, f"it did not end:\n{self.text}"
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)
