"""A chart of bars over time with a cursor, of which only what is visible is ever drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from newsreader import periods
from newsreader.periods import UNITS, Period
from newsreader.trends import Bucket, gathered
from newsreader.tui import plotting
from newsreader.tui.lines import fitted
from newsreader.tui.looks import Looks
from newsreader.tui.wording import count

_GUTTER = 7
"""Cells at the left, for the numbers of the scale."""

_WIDEST = 9
"""Cells from one bar to the next at most."""

_LOWEST_TOP = 4
"""The scale's top at least: a single story is no tower."""

_TALL = 18
"""Lines from which the heat has three of them and a gap before it."""

_NOTHING = plotting.Cell(" ", "")


class Chart(Widget, can_focus=True, inherit_bindings=False):
    """Stories by day, week, month or year; what is unread of them, and their mean heat below."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "chart--unread",
        "chart--read",
        "chart--heat",
        "chart--cursor",  # the background of the bar with the cursor
        "chart--mark",  # the cursor's mark on the axis
        "chart--axis",  # the axis and the lines of the scale
        "chart--label",
        "chart--name",  # the period under the cursor
        "chart--detail",  # its numbers
    }

    class Opened(Message):
        """The bar that was already under the cursor was clicked."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.looks = Looks(self)
        self._days: Sequence[Bucket] = ()
        self._buckets: dict[int, Bucket] = {}
        self._day = 0
        self._first = self._last = self._left = 0
        self._top = self._hottest = 1
        self._unit: periods.Unit = "day"
        self._has_heat = False
        self.empty_text = ""

    @property
    def period(self) -> Period | None:
        """What is under the cursor; None while there is nothing."""
        return Period(self._unit, periods.number(self._unit, self._day)) if self._days else None

    @property
    def bucket(self) -> Bucket | None:
        """The stories under the cursor; None while there is nothing."""
        period = self.period
        return self._buckets.get(period.number, Bucket(period, 0, 0)) if period else None

    def show(self, days: Sequence[Bucket], empty_text: str = "") -> None:
        """Show these days at the zoom that fits, the newest under the cursor; `empty_text` without any."""
        self._days = days
        self._has_heat = any(bucket.scored for bucket in days)
        self.empty_text = empty_text
        if days:
            self._day = days[-1].period.number
            self.fit()
        self.refresh()

    def move(self, steps: int) -> None:
        """Move the cursor by `steps` bars."""
        if period := self.period:
            self._go(min(max(period.number + steps, self._first), self._last))

    def move_pages(self, pages: int) -> None:
        """Move the cursor by so many widths of the chart."""
        self.move(pages * max(1, self._visible - 1))

    def move_to_end(self, last: bool) -> None:
        """Move the cursor to the newest or the oldest bar."""
        if self._days:
            self._go(self._last if last else self._first)

    def zoom(self, steps: int) -> None:
        """Show shorter periods (1) or longer ones (-1), around the cursor."""
        place = UNITS.index(self._unit) - steps
        if self._days and 0 <= place < len(UNITS):
            self._gather(UNITS[place])
            self._centre()

    def fit(self) -> None:
        """Show the periods whose number is nearest to that of the bars, with gaps, that have room."""
        if self._days:
            first, last = (self._days[place].period.number for place in (0, -1))
            room = self._width / 2
            self._gather(
                min(
                    UNITS,
                    key=lambda unit: abs(
                        log((periods.number(unit, last) - periods.number(unit, first) + 1) / room)
                    ),
                )
            )
            self._centre()

    # Where things are

    @property
    def _width(self) -> int:
        return max(1, self.content_size.width - _GUTTER - 1)

    @property
    def _pitch(self) -> int:
        """Cells from one bar to the next; from two on, one of them is a gap."""
        return min(max(self._width // (self._last - self._first + 1), 1), _WIDEST)

    @property
    def _visible(self) -> int:
        return max(1, self._width // self._pitch)

    @property
    def _heat_lines(self) -> int:
        if not self._has_heat:
            return 0
        return 3 if self.content_size.height >= _TALL else 1

    @property
    def _gap(self) -> int:
        return int(self.content_size.height >= _TALL)

    @property
    def _plot_lines(self) -> int:
        below = self._heat_lines + (self._gap if self._heat_lines else 0)
        return max(1, self.content_size.height - below - self._gap - 3)  # what is told, the axis, its labels

    def _gather(self, unit: periods.Unit) -> None:
        self._unit = unit
        self._buckets = {bucket.period.number: bucket for bucket in gathered(self._days, unit)}
        self._first, self._last = min(self._buckets), max(self._buckets)
        self._top = plotting.nice(max(_LOWEST_TOP, *(bucket.total for bucket in self._buckets.values())))
        self._hottest = plotting.nice(max(bucket.mean_heat or 0 for bucket in self._buckets.values()) or 1)

    def _go(self, number: int) -> None:
        bucket = self._buckets.get(number)
        self._day = bucket.last_day if bucket else Period(self._unit, number).first
        self._follow()

    def _follow(self) -> None:
        """Scroll as little as needed for the cursor to be visible."""
        if period := self.period:
            self._show_from(min(max(self._left, period.number - self._visible + 1), period.number))

    def _centre(self) -> None:
        if period := self.period:
            self._show_from(period.number - self._visible // 2)

    def _show_from(self, left: int) -> None:
        self._left = max(min(left, self._last - self._visible + 1), self._first)
        self.border_subtitle = Content(self._span())
        self.refresh()

    def _span(self) -> str:
        first, last = periods.day(self._days[0].period.number), periods.day(self._days[-1].period.number)
        names = list(dict.fromkeys(f"{day.day} {day:%b} {day.year}" for day in (first, last)))
        return f"by {self._unit} · {' – '.join(names)}"

    def on_resize(self, event: events.Resize) -> None:
        self._follow()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move(-1)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or not (period := self.period):
            return
        number = self._left + (offset.x - _GUTTER) // self._pitch
        if offset.x < _GUTTER or number > self._last:
            return
        if number == period.number:
            self.post_message(self.Opened())
        else:
            self._go(number)

    # Drawing

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.looks.forget()

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        return Strip(self._line(y, width)).adjust_cell_length(width, self.looks.own)

    def _line(self, y: int, width: int) -> list[Segment]:
        label = self._style("label")
        if not self._days:
            return fitted(f"  {self.empty_text}" if y == 1 else "", width, label)
        if y == 0:
            return self._told(width)
        y -= 1 + self._gap
        if y < self._plot_lines:
            return self._plot_line(y)
        y -= self._plot_lines
        if y == 0:
            return self._axis()
        if y == 1:
            return self._labels()
        y -= 2 + self._gap
        return self._heat_line(y) if 0 <= y < self._heat_lines else []

    def _style(self, name: str) -> Style:
        return self.looks.own + self.looks.part(f"chart--{name}")

    def _told(self, width: int) -> list[Segment]:
        bucket = self.bucket
        assert bucket is not None
        detail = self._style("detail")
        shade = plotting.SHADE if self.app.no_color else "█"
        entries = [
            ("█", "unread", f" {bucket.unread:,} unread"),
            (shade, "read", f" {bucket.total - bucket.unread:,} read"),
        ]
        if bucket.mean_heat is not None:
            entries.append(("▅", "heat", f" mean heat {bucket.mean_heat:,.0f}"))
        told = [
            Segment(bucket.period.name, self._style("name")),
            Segment(f"   {count(bucket.total)}", detail),
        ]
        for sign, kind, text in entries:  # what does not fit is left out, never cut
            entry = [Segment("   ", detail), Segment(sign, self._style(kind)), Segment(text, detail)]
            if sum(segment.cell_length for segment in told + entry) <= width:
                told += entry
        return told

    def _plot_line(self, y: int) -> list[Segment]:
        lines, (wide, gap) = self._plot_lines, self._bar_width
        place = lines - 1 - y
        scale = self._scale(place)
        blank = "┈" if scale else " "
        lined, read, unread = (self._style(name) for name in ("axis", "read", "unread"))
        styles = {"": lined, "read": read, "unread": unread, "both": unread + Style(bgcolor=read.color)}
        runs = _Runs(f"{scale:>{_GUTTER - 1}} ", self._style("label"))
        has_colours = not self.app.no_color
        for bucket, cursor in self._shown():
            cell = _NOTHING
            if bucket:
                whole, part = plotting.lengths(bucket.total, bucket.unread, self._top, lines)
                cell = plotting.cell(whole, part, place, has_colours)
            style = styles[cell.part]
            if cursor and cell.part != "both":
                style += cursor
            runs.add((cell.glyph if cell.part else blank) * wide, style)
            runs.add(blank * gap, lined)
        runs.add(blank * (self._width - self._shown_cells), lined)
        return runs.segments

    def _shown(self) -> Iterator[tuple[Bucket | None, Style | None]]:
        """The bars from left to right: what is known of each, and what the cursor adds to its style."""
        cursor = Style(bgcolor=self.looks.whole("chart--cursor").bgcolor)
        at = period.number if (period := self.period) else None
        for number in range(self._left, min(self._left + self._visible, self._last + 1)):
            yield self._buckets.get(number), cursor if number == at else None

    def _scale(self, place: int) -> str:
        """What the scale says in the cell `place` above the axis, if anything."""
        lines = self._plot_lines
        if place == lines - 1:
            return plotting.compact(self._top)
        if lines >= 6 and lines % 2 == 0 and self._top % 2 == 0 and place == lines // 2 - 1:
            return plotting.compact(self._top // 2)
        return ""

    @property
    def _bar_width(self) -> tuple[int, int]:
        pitch = self._pitch
        return (pitch - 1, 1) if pitch > 1 else (1, 0)

    @property
    def _shown_cells(self) -> int:
        return (min(self._left + self._visible, self._last + 1) - self._left) * self._pitch

    def _axis(self) -> list[Segment]:
        axis = self._style("axis")
        period = self.period
        assert period is not None
        wide, _ = self._bar_width
        mark = (period.number - self._left) * self._pitch + (wide - 1) // 2
        has_more = self._left > self._first, self._left + self._visible <= self._last
        return [
            Segment(f"{'0':>{_GUTTER - 2}}", self._style("label")),
            Segment("‹" if has_more[0] else " ", self._style("mark")),
            Segment(" " + "─" * mark, axis),
            Segment("▲", self._style("mark")),
            Segment("─" * (self._width - mark - 1), axis),
            Segment("›" if has_more[1] else " ", self._style("mark")),
        ]

    def _labels(self) -> list[Segment]:
        count = min(self._visible, self._last - self._left + 1)
        line = [" "] * (self._width + 1)
        for place, label in plotting.ticks(self._unit, self._left, count, self._pitch, self._width):
            at = place * self._pitch
            line[at : at + len(label)] = label
        return [Segment(" " * _GUTTER + "".join(line), self._style("label"))]

    def _heat_line(self, y: int) -> list[Segment]:
        lines = self._heat_lines
        place = lines - 1 - y
        name = "heat" if not place else plotting.compact(self._hottest) if place == lines - 1 else ""
        runs = _Runs(f"{name:>{_GUTTER - 1}} ", self._style("label"))
        wide, gap = self._bar_width
        style = self._style("heat")
        for bucket, cursor in self._shown():
            heat = bucket.mean_heat if bucket else None
            length = max(plotting.eighths(heat, self._hottest, lines), 1) if heat is not None else 0
            glyph = plotting.EIGHTHS[min(max(length - 8 * place, 0), 8)]
            runs.add(glyph * wide, style + cursor if cursor else style)
            runs.add(" " * gap, style)
        return runs.segments


class _Runs:
    """A line of segments, as few as its styles allow."""

    def __init__(self, text: str, style: Style) -> None:
        self._done: list[Segment] = []
        self._text = text
        self._style = style

    def add(self, text: str, style: Style) -> None:
        """Go on with `text`."""
        if style is self._style:
            self._text += text
        elif text:
            self._done.append(Segment(self._text, self._style))
            self._text, self._style = text, style

    @property
    def segments(self) -> list[Segment]:
        """The line so far."""
        return [*self._done, Segment(self._text, self._style)]
