"""The borders between the panes: where they may stand, and how the mouse moves them."""

from __future__ import annotations

from typing import Final, Literal

from textual import events
from textual.containers import Horizontal
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from newsreader.records import NamedTuple

Layout = Literal["-narrow", "-medium", "-wide", "-large"]
"""How the panes stand: one at a time, headlines above the story, or three side by side."""

BREAKPOINTS: Final[list[tuple[int, Layout]]] = [
    (0, "-narrow"),
    (64, "-medium"),
    (110, "-wide"),
    (160, "-large"),
]
"""The layouts, by the width in cells from which they are used."""

Border = Literal["topics", "headlines"]
"""A border that moves, by the pane that is before it."""

_LEAST_TOPICS, _LEAST_WIDTH, _LEAST_HEIGHT = 14, 30, 6


class Sizes(NamedTuple):
    """The topics' width in cells, and the headlines' width, or height where the story is below them."""

    topics: int
    headlines: int


def layout_of(width: int) -> Layout:
    """The layout of a terminal that is `width` cells wide."""
    return next(layout for least, layout in reversed(BREAKPOINTS) if width >= least)


def bounded(sizes: Sizes, room: Size) -> Sizes | None:
    """`sizes` with something left of every pane; None where there is no room to choose any."""
    if layout_of(room.width) == "-narrow":
        return None
    if layout_of(room.width) == "-medium":
        if room.height < 2 * _LEAST_HEIGHT:
            return None
        return Sizes(
            _within(sizes.topics, _LEAST_TOPICS, room.width - _LEAST_WIDTH),
            _within(sizes.headlines, _LEAST_HEIGHT, room.height - _LEAST_HEIGHT),
        )
    topics = _within(sizes.topics, _LEAST_TOPICS, room.width - 2 * _LEAST_WIDTH)
    return Sizes(topics, _within(sizes.headlines, _LEAST_WIDTH, room.width - topics - _LEAST_WIDTH))


def moved(sizes: Sizes, border: Border, by: int, room: Size) -> Sizes | None:
    """`sizes` with a border moved by so many cells; only the panes beside it become others."""
    if border == "headlines":
        return bounded(sizes._replace(headlines=sizes.headlines + by), room)
    if layout_of(room.width) == "-medium":
        return bounded(sizes._replace(topics=sizes.topics + by), room)
    both = sizes.topics + sizes.headlines
    topics = _within(sizes.topics + by, _LEAST_TOPICS, both - _LEAST_WIDTH)
    return bounded(Sizes(topics, both - topics), room)


def _within(size: int, least: int, most: int) -> int:
    return max(least, min(size, most))


class _Drag(NamedTuple):
    """A border on its way: where it was grasped, and the sizes then."""

    border: Border
    start: events.MouseDown
    sizes: Sizes


class Frame(Horizontal):
    """The panes. A border between two of them lights up under the mouse, and goes where it is dragged."""

    class Moved(Message):
        """A border was let go somewhere else."""

        def __init__(self, sizes: Sizes) -> None:
            super().__init__()
            self.sizes = sizes

    def __init__(self, topics: Widget, headlines: Widget, story: Widget, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._topics, self._headlines, self._story = topics, headlines, story
        self._drag: _Drag | None = None

    @property
    def sizes(self) -> Sizes:
        """The sizes as they are on the screen."""
        headlines = self._headlines.outer_size
        return Sizes(self._topics.outer_size.width, headlines.height if self._is_stacked else headlines.width)

    def divide(self, sizes: Sizes | None, layout: Layout) -> None:
        """Give the panes these sizes, or None for the usual ones."""
        topics, headlines = self._topics.styles, self._headlines.styles
        is_stacked = layout == "-medium"
        topics.width = sizes.topics if sizes else None
        headlines.width = sizes.headlines if sizes and not is_stacked else None
        headlines.height = sizes.headlines if sizes and is_stacked else None
        headlines.min_width = 0 if sizes else None

    def border_at(self, x: int, y: int) -> Border | None:
        """The border that moves at this place of the screen."""
        topics, headlines = self._topics.region, self._headlines.region
        if not (topics and headlines and self._story.region):
            return None
        if x in (topics.right - 1, topics.right) and y in topics.line_range:
            return "topics"
        if self._is_stacked:
            is_between = y in (headlines.bottom - 1, headlines.bottom) and x in headlines.column_range
        else:
            is_between = x in (headlines.right - 1, headlines.right) and y in headlines.line_range
        return "headlines" if is_between else None

    @property
    def _is_stacked(self) -> bool:
        return layout_of(self.screen.size.width) == "-medium"

    def _moved(self, event: events.MouseEvent) -> Sizes | None:
        """The sizes with the dragged border where the mouse is."""
        assert self._drag is not None
        border, start, sizes = self._drag
        is_upright = border == "topics" or not self._is_stacked
        by = event.screen_x - start.screen_x if is_upright else event.screen_y - start.screen_y
        return moved(sizes, border, int(by), self.size)

    def _light(self, border: Border | None) -> None:
        """Show which border would move."""
        is_low = border == "headlines" and self._is_stacked
        self._topics.set_class(border == "topics", "-grip-right")
        self._headlines.set_class(border == "topics", "-grip-left")
        self._headlines.set_class(border == "headlines" and not is_low, "-grip-right")
        self._story.set_class(border == "headlines" and not is_low, "-grip-left")
        self._headlines.set_class(is_low, "-grip-bottom")
        self._story.set_class(is_low, "-grip-top")

    def on_mouse_down(self, event: events.MouseDown) -> None:
        border = self.border_at(event.screen_x, event.screen_y)
        if border is not None and event.button == 1:
            self._drag = _Drag(border, event, self.sizes)
            self.capture_mouse()
            self.screen.clear_selection()  # else the pane under the mouse would scroll along
            self._light(border)
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._drag is None:
            self._light(self.border_at(event.screen_x, event.screen_y))
        elif sizes := self._moved(event):
            self.divide(sizes, layout_of(self.screen.size.width))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._drag is not None:
            sizes, before = self._moved(event), self._drag.sizes
            self._drag = None
            self.release_mouse()
            self._light(None)
            if sizes and sizes != before:
                self.post_message(self.Moved(sizes))

    def on_mouse_release(self) -> None:
        self._drag = None

    def on_leave(self) -> None:
        if self._drag is None:
            self._light(None)
