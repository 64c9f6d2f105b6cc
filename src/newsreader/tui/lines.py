"""A list of any length with a cursor, of which only the visible lines are ever drawn."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from newsreader import safetext
from newsreader.tui.looks import Looks

CURSOR_BAR = "▌"
_PLAIN = Style()


class Lines(ScrollView, can_focus=True, inherit_bindings=False):
    """Items of equal height. A subclass says how many there are and draws one line of one item."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--cursor",  # the item under the cursor, in the pane that has the focus
        "lines--cursor-blur",  # the same in another pane
        "lines--marked",  # an item that is selected beside the one under the cursor
        "lines--hover",  # the item under the mouse
        "lines--bar",  # the bar at the left of the cursor
        "lines--empty",  # what is shown when there are no items
    }

    item_height = 1
    empty_text = ""
    hint = ""
    """What is shown below the last item, where there is room."""

    class Moved(Message):
        """The cursor stands on another item, or the item under it is another one."""

        def __init__(self, lines: Lines, index: int | None) -> None:
            super().__init__()
            self.lines = lines
            self.index = index

        @property
        def control(self) -> Lines:
            return self.lines

    class Opened(Message):
        """An item that was already under the cursor was clicked."""

        def __init__(self, lines: Lines, index: int) -> None:
            super().__init__()
            self.lines = lines
            self.index = index

        @property
        def control(self) -> Lines:
            return self.lines

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.looks = Looks(self)
        self.cursor: int | None = None
        self._hovered: int | None = None

    @property
    def count(self) -> int:
        """How many items there are."""
        raise NotImplementedError

    def draw(self, index: int, part: int, width: int, style: Style) -> Iterable[Segment]:
        """Line `part` of an item, `width` cells wide, over `style`."""
        raise NotImplementedError

    def is_selectable(self, index: int) -> bool:
        """Whether the cursor may stand on the item."""
        return True

    def is_marked(self, index: int) -> bool:
        """Whether the item is selected beside the one under the cursor."""
        return False

    @property
    def page(self) -> int:
        """How many whole items are visible."""
        return max(1, self.scrollable_content_region.height // self.item_height)

    def move_to(self, index: int, direction: int = 1) -> None:
        """Put the cursor on `index`, or on the next selectable item in `direction`, and make it visible."""
        target = self._selectable(index, direction)
        if target is None or target == self.cursor:
            self.show_cursor()
            return
        old, self.cursor = self.cursor, target
        for changed in (old, target):
            if changed is not None:
                self.refresh_item(changed)
        self.show_cursor()
        self.post_message(self.Moved(self, target))

    def move(self, steps: int) -> None:
        """Move the cursor by `steps` items."""
        self.move_to((self.cursor if self.cursor is not None else -1) + steps, 1 if steps > 0 else -1)

    def move_pages(self, pages: int) -> None:
        """Move the cursor by `pages` screens."""
        self.move(pages * max(1, self.page - 1))

    def move_to_end(self, last: bool) -> None:
        """Move the cursor to the first or the last item."""
        self.move_to(self.count - 1 if last else 0, -1 if last else 1)

    def set_cursor(self, index: int | None) -> None:
        """Put the cursor somewhere without saying that it moved."""
        self.cursor = index
        self.show_cursor()
        self.refresh()

    def items_changed(self) -> None:
        """To be called when `count` or `item_height` are others."""
        self.virtual_size = Size(self.scrollable_content_region.width, self.count * self.item_height)
        self.refresh()

    def refresh_item(self, index: int) -> None:
        """Draw one item again."""
        self.refresh_lines(index * self.item_height, self.item_height)

    def show_cursor(self) -> None:
        """Scroll as little as needed for the item under the cursor to be visible."""
        if self.cursor is None or not self.count:
            return
        region = Region(0, self.cursor * self.item_height, 1, self.item_height)
        self.scroll_to_region(region, animate=False, force=True, x_axis=False)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index, part = divmod(y + self.scroll_offset.y, self.item_height)
        if index >= self.count:
            return self._empty_line(y, width)
        style = self.looks.own
        if index == self.cursor:
            style = self.looks.whole("lines--cursor" if self.has_focus else "lines--cursor-blur")
            bar = Segment(" " if style.reverse else CURSOR_BAR, style + self.looks.part("lines--bar"))
        elif self.is_marked(index):
            style = self.looks.whole("lines--marked")
            bar = Segment(CURSOR_BAR, style + self.looks.part("lines--bar"))
        else:
            if index == self._hovered:
                style = self.looks.whole("lines--hover")
            bar = Segment(" ", style)
        strip = Strip([bar, *self.draw(index, part, width - 1, style)]).adjust_cell_length(width, style)
        return Strip([_plain(segment, style) for segment in strip]) if style.reverse else strip

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.looks.forget()

    def on_resize(self, event: events.Resize) -> None:
        self.items_changed()
        self.show_cursor()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        index = self._index_at(event)
        if index is None:
            return
        if index == self.cursor:
            self.post_message(self.Opened(self, index))
        else:
            self.move_to(index)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover(self._index_at(event))

    def on_leave(self) -> None:
        self._hover(None)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._hover(None)  # another item is under the mouse, which did not ask for it

    def _index_at(self, event: events.MouseEvent) -> int | None:
        """The item under the mouse, if the cursor may stand on it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        index = (offset.y + self.scroll_offset.y) // self.item_height
        return index if index < self.count and self.is_selectable(index) else None

    def _hover(self, index: int | None) -> None:
        old, self._hovered = self._hovered, index
        for changed in (old, index) if old != index else ():
            if changed is not None:
                self.refresh_item(changed)

    def _selectable(self, index: int, direction: int) -> int | None:
        count = self.count
        if not count:
            return None
        index = min(max(index, 0), count - 1)
        for way in (direction, -direction):
            at = index
            while 0 <= at < count:
                if self.is_selectable(at):
                    return at
                at += way
        return None

    def _empty_line(self, y: int, width: int) -> Strip:
        lines = _wrapped(self.hint if self.count else self.empty_text, width - 2)
        style = self.looks.whole("lines--empty")
        place = y - self.count * self.item_height - 1
        text = lines[place] if 0 <= place < len(lines) else ""
        return Strip(fitted(f"  {text}", width, style)).adjust_cell_length(width, self.looks.own)


@lru_cache(4)
def _wrapped(text: str, width: int) -> list[str]:
    """What an empty list says, in lines of at most `width` cells."""
    return [line.plain.rstrip() for line in Content(text).wrap(max(2, width))] if text else []


def _plain(segment: Segment, style: Style) -> Segment:
    """A part of a reversed line, in which another colour would be a patch of background."""
    own = segment.style or style
    return Segment(segment.text, style + Style(bold=own.bold, underline=own.underline))


def fitted(
    text: str,
    width: int,
    style: Style,
    marked: Iterable[tuple[int, int]] = (),
    marked_style: Style = _PLAIN,
) -> list[Segment]:
    """`text`, safe already, cut or padded to exactly `width` cells, its `marked` spans in another style.

    A right-to-left run is isolated, so that it cannot reorder what stands beside it.
    """
    if width <= 0:
        return []
    cells = cell_len(text)
    kept = len(text)
    if cells > width:
        text = set_cell_size(text, width - 1).rstrip(safetext.JOINERS)
        kept, cells = len(text), cell_len(text) + 1
        text += "…"
    segments: list[Segment] = []
    at = 0
    for start, end in marked:
        if start >= kept:
            break
        end = min(end, kept)
        segments += [Segment(text[at:start], style), Segment(text[start:end], style + marked_style)]
        at = end
    segments.append(Segment(text[at:], style))
    isolated = safetext.isolated(text)
    if isolated != text:
        segments = [Segment(isolated[0], style), *segments, Segment(isolated[-1], style)]
    if cells < width:
        segments.append(Segment(" " * (width - cells), style))
    return segments
