"""How the terminal shows pictures: as pixels (sixel, or kitty's protocol), or in half cells of two colours.

textual-image asks the terminal too, when it is imported, a tenth of a second for each answer: what comes
later, as it does from afar, would be taken for keys. So it is asked here, once, and patiently.
"""

from __future__ import annotations

import io
import os
import re
import select
import sys
import termios
import time
import tty
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fcntl import ioctl
from struct import unpack
from typing import TYPE_CHECKING

from newsreader.records import NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image
    from textual.widget import Widget

PATIENCE = 1.5
"""Seconds to wait for an answer; nearly every terminal gives the last one at once."""

CELLS_LIMIT = 250
"""Cells that a picture is wide or high at most: kitty's protocol has signs for 297."""

_KITTY = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
_CELL_SIZE = "\x1b[16t"
_ATTRIBUTES = "\x1b[c"  # asked for last, since every terminal knows it
_ANSWER = re.compile(
    rb"\x1b_G(?P<kitty>[^\x1b]*)\x1b\\"
    rb"|\x1b\[6;(?P<height>[0-9]{1,4});(?P<width>[0-9]{1,4})t"
    rb"|\x1b\[\?(?P<attributes>[0-9;]*)c"
)
_SIXEL = b"4"


class Terminal(NamedTuple):
    """What a terminal can, the size of its cells in pixels, and the letters typed while it was asked."""

    sixel: bool = False
    kitty: bool = False
    cell: tuple[int, int] = (10, 20)
    typed: str = ""


def ask() -> Terminal:
    """Ask the terminal. To be called while nobody else reads what it says."""
    if not all(stream is not None and stream.isatty() for stream in (sys.__stdin__, sys.__stdout__)):
        return Terminal()
    assert sys.__stdin__ is not None and sys.__stdout__ is not None
    with _unbuffered(sys.__stdin__.fileno()) as terminal:
        sys.__stdout__.write(_KITTY + _CELL_SIZE + _ATTRIBUTES)
        sys.__stdout__.flush()
        said = _heard(terminal)
        sys.__stdout__.write("\r\x1b[K")  # where something was shown for a question
        sys.__stdout__.flush()
    return understood(said, _cell_in_pixels(sys.__stdout__.fileno()))


def understood(said: bytes, cell: tuple[int, int] | None = None) -> Terminal:
    """What a terminal said, among what was typed; the size of a `cell` if that is known already."""
    sixel = kitty = False
    for match in _ANSWER.finditer(said):
        sixel |= _SIXEL in (match["attributes"] or b"").split(b";")
        kitty |= match["kitty"] == b"i=31;OK"
        if cell is None and match["width"] and int(match["width"]) and int(match["height"]):
            cell = int(match["width"]), int(match["height"])
    typed = _ANSWER.sub(b"", said).decode("ascii", "ignore")
    return Terminal(sixel, kitty, cell or (10, 20), "".join(filter(str.isalnum, typed)))


def _heard(terminal: int) -> bytes:
    """What the terminal says until the answer to the last question, or until patience ends."""
    said = b""
    end = time.monotonic() + PATIENCE
    while not any(match["attributes"] is not None for match in _ANSWER.finditer(said)):
        if not select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
            break
        if not (some := os.read(terminal, 1024)):
            break
        said += some
    return said


@contextmanager
def _unbuffered(terminal: int) -> Iterator[int]:
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal, termios.TCSANOW)
    try:
        yield terminal
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)


def _cell_in_pixels(terminal: int) -> tuple[int, int] | None:
    try:
        rows, columns, width, height = unpack("HHHH", ioctl(terminal, termios.TIOCGWINSZ, b"\0" * 8))
    except OSError:
        return None
    return (width // columns, height // rows) if width and height and rows and columns else None


def widget_class(terminal: Terminal, has_all_colours: bool) -> Callable[[Image], Widget]:
    """The widget that shows a picture as well as the terminal can.

    kitty's protocol names a picture by a colour, which must come through as it is (`has_all_colours`).
    """
    with _told(terminal.cell):
        from textual_image import widget
    if terminal.sixel:
        return widget.SixelImage
    return widget.TGPImage if terminal.kitty and has_all_colours else widget.HalfcellImage


@contextmanager
def _told(cell: tuple[int, int]) -> Iterator[None]:
    """Tell textual-image, while it is imported, what it would ask the terminal."""
    output = sys.__stdout__
    names = ("TEXTUAL_CELL_WIDTH", "TEXTUAL_CELL_HEIGHT")
    for name, pixels in zip(names, cell, strict=True):
        os.environ[name] = str(pixels)
    sys.__stdout__ = io.StringIO()  # type: ignore[misc, assignment]
    try:
        yield
    finally:
        sys.__stdout__ = output  # type: ignore[misc]
        for name in names:
            os.environ.pop(name, None)


class Kitty:
    """Sends pictures to a terminal with kitty's protocol by `write`, in line with everything else.

    textual-image would write them past Textual, into the midst of what its thread writes, and wait for it.
    """

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._parts: list[str] = []
        self._sent: set[object] = set()

    def take_over(self) -> None:
        """Have what textual-image sends come here."""
        from textual_image.renderable import tgp

        tgp._send_tgp_message = self.send

    def send(self, *, payload: str | None = None, **values: int | str | None) -> None:
        """Send a message, or keep it until the last part of its picture is there."""
        if values.get("a") == "d":
            self._forget(values.get("I"))
            return
        self._sent.add(values["i"])
        self._parts.append(_message(values, payload))
        if not values.get("m"):
            self._write("".join(self._parts))
            self._parts.clear()

    def forget_all(self) -> None:
        """Have the terminal forget every picture; it would keep them for as long as it runs."""
        for picture in list(self._sent):
            self._forget(picture)

    def _forget(self, picture: object) -> None:
        self._sent.discard(picture)
        self._write(_message({"a": "d", "d": "I", "i": picture, "q": 2}))


def _message(values: Mapping[str, object], payload: str | None = None) -> str:
    named = ",".join(f"{name}={value}" for name, value in values.items() if value is not None)
    return f"\x1b_G{named}{f';{payload}' if payload else ''}\x1b\\"
