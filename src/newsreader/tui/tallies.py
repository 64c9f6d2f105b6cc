"""A list of topics or providers as bars: how many stories each has, and how many are unread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.content import Content

from newsreader import safetext
from newsreader.totals import Tally
from newsreader.tui import plotting
from newsreader.tui.lines import Lines, fitted

_NAME_SHARE = 0.42
_NAME_LIMIT = 32


class Tallies(Lines):
    """The most frequent first; the longest bar has the whole room."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tallies--unread",  # what is unread in a bar
        "tallies--read",  # what is read in it
        "tallies--name",
        "tallies--number",
        "tallies--total",
    }

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._tallies: Sequence[Tally] = ()
        self._numbers = self._top = 0
        self._title = title
        self.border_title = Content(title)
        self.empty_text = "Counting …"

    @property
    def count(self) -> int:
        return len(self._tallies)

    @property
    def current(self) -> Tally | None:
        """What is under the cursor."""
        return self._tallies[self.cursor] if self.cursor is not None and self.count else None

    def show(self, tallies: Sequence[Tally], empty_text: str) -> None:
        """Show these, the most frequent first; `empty_text` if there are none."""
        self._tallies = tallies
        self.empty_text = empty_text
        self._top = max((tally.total for tally in tallies), default=0)
        self._numbers = max((len(f"{tally.total:,}") for tally in tallies), default=0)
        self.border_title = Content(f"{self._title} · {len(tallies):,}" if tallies else self._title)
        self.border_subtitle = Content("unread of all" if tallies else "")
        self.items_changed()
        self.set_cursor(0 if tallies else None)

    def draw(self, index: int, part: int, width: int, style: Style) -> Iterable[Segment]:
        tally = self._tallies[index]
        name = min(int(width * _NAME_SHARE), _NAME_LIMIT)
        bar = max(width - name - 2 * self._numbers - 6, 0)
        kind = style + self.looks.part("tallies--name")
        unread = f"{tally.unread:,}" if tally.unread else ""
        return [
            *fitted(safetext.line(tally.name), name, kind),
            Segment(" ", style),
            *self._bar(tally, bar, style),
            Segment(f"  {unread:>{self._numbers}}", style + self.looks.part("tallies--number")),
            Segment(f"  {tally.total:>{self._numbers},} ", style + self.looks.part("tallies--total")),
        ]

    def _bar(self, tally: Tally, width: int, style: Style) -> Iterable[Segment]:
        if not width:
            return
        bar = plotting.thin_bar(tally.total, tally.unread, self._top, width)
        for text, name in zip(bar, ("unread", "read"), strict=True):
            yield Segment(text, style + self.looks.part(f"tallies--{name}"))
        yield Segment(" " * (width - len(bar[0]) - len(bar[1])), style)
