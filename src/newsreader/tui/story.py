"""The story pane: one story, scrolled by line, with links that can be selected as in a text browser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from newsreader import safetext
from newsreader.library import Story
from newsreader.searchtext import Phrase
from newsreader.tui import anchor
from newsreader.tui import page as pages
from newsreader.tui import timeline as timelines
from newsreader.tui.looks import Looks
from newsreader.tui.page import STYLES, Link, Page
from newsreader.tui.timeline import Shown

_POINTER = "▸"
_NEAR_TITLE, _FAR_TITLE, _SHORTEST_TITLE = 36, 20, 8
"""Cells that a title gets on the way here: the last one, those before it, and the least of all."""


Place = tuple[float, int | None]
"""How far a story is scrolled, and which of its links is selected."""


def way(titles: Sequence[str], width: int) -> str:
    """The way through stories with these titles in `width` cells, the nearest ones if not all have room."""
    text = "here"
    for place, title in enumerate(map(safetext.line, reversed(titles))):
        is_farthest = place == len(titles) - 1
        room = width - cell_len(text) - len(" ‹ ") - (0 if is_farthest else len("… ‹ "))
        if room < min(_SHORTEST_TITLE, cell_len(title)):
            return f"… ‹ {text}"
        text = f"{_shortened(title, min(room, _FAR_TITLE if place else _NEAR_TITLE))} ‹ {text}"
    return text


def _shortened(title: str, width: int) -> str:
    if cell_len(title) > width:
        title = set_cell_size(title, width - 1).rstrip(f" {safetext.JOINERS}") + "…"
    return safetext.isolated(title)


class StoryPane(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows one `Story`. It is laid out in a thread, since a body may be as long as a book."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"story--{name}" for name in STYLES} | {
        "story--selected",  # the selected link
        "story--empty",  # what is shown without a story
    }

    class Followed(Message):
        """The selected link was clicked."""

        def __init__(self, link: Link) -> None:
            super().__init__()
            self.link = link

    class LaidOut(Message):
        """A page is ready to be shown."""

        def __init__(
            self,
            number: int,
            story: Shown,
            page: Page,
            scroll: float,
            selected: int | None,
            anchor: int | None,
        ) -> None:
            super().__init__()
            self.number = number
            self.story = story
            self.page = page
            self.scroll = scroll
            self.selected = selected
            self.anchor = anchor

    def __init__(self, measure: int, dates: str, *, id: str) -> None:  # noqa: A002 - Textual's name
        """`measure` is the widest that a line of text gets, in cells, `dates` how it tells a time."""
        super().__init__(id=id)
        self.looks = Looks(self)
        self.measure = measure
        self.dates = dates
        self.border_title = Content("Story")
        self.story: Shown | None = None
        self.page = Page([], [])
        self.selected: int | None = None
        self._wanted: tuple[tuple[Phrase, bool], ...] = ()
        self._next: Shown | None = None
        self._place: Place = (0, None)
        self._way: Sequence[str] = ()
        self._layouts = 0
        self._anchor: tuple[int, int] | None = None

    @property
    def link(self) -> Link | None:
        """The selected link."""
        return self.page.links[self.selected] if self.selected is not None else None

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is visible."""
        return self.scroll_offset.y >= self.max_scroll_y

    def show(
        self,
        story: Shown | None,
        wanted: Iterable[tuple[Phrase, bool]] = (),
        place: Place | None = None,
    ) -> None:
        """Show a story or a timeline at this `place`; what is shown, or about to be, keeps the one it has."""
        self._next = story
        self._place = place or self._place
        self._wanted = tuple(wanted)
        if story is None:
            self._layouts += 1
            self.story, self.page, self.selected = None, Page([], []), None
            self.virtual_size = Size(0, 0)
            self.show_way(())
            self.refresh()
            return
        self._lay_out(story)

    def show_way(self, titles: Sequence[str]) -> None:
        """Show the way that led here, the titles from its beginning on."""
        self._way = titles
        self.border_subtitle = Content(way(titles, self.size.width - 2) if titles else "")

    def move(self, steps: int) -> None:
        """Select the next link if it can be seen, else scroll a line."""
        nearest = self._visible_link(steps)
        if nearest is None:
            self.scroll_to(y=self.scroll_offset.y + steps, animate=False, force=True)
            nearest = self._visible_link(steps)
        if nearest is not None:
            self.select(nearest)
        elif steps < 0 and self.scroll_offset.y == 0:
            self.select(None)

    def move_pages(self, pages: int) -> None:
        """Scroll by `pages` screens."""
        height = max(1, self.scrollable_content_region.height - 1)
        self.scroll_to(y=self.scroll_offset.y + pages * height, animate=False, force=True)
        self._drop_hidden_selection()

    def move_to_end(self, last: bool) -> None:
        """Scroll to the first or the last line."""
        self.scroll_to(y=self.max_scroll_y if last else 0, animate=False, force=True)
        self.select(len(self.page.links) - 1 if last and self.page.links else None)

    def select(self, link: int | None) -> None:
        """Select a link and make it visible, or none."""
        self.selected = link
        if link is not None:
            first, last = self.page.links[link].first, self.page.links[link].last
            top, height = self.scroll_offset.y, self.scrollable_content_region.height
            if first < top or last >= top + height:
                y = first if first < top else min(first, last - height + 1)
                self.scroll_to(y=y, animate=False, force=True)
        self.refresh()

    def select_related(self) -> None:
        """Select the first related story, if there is one."""
        self.select(
            next((i for i, link in enumerate(self.page.links) if link.key is not None), self.selected)
        )

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        if line >= len(self.page.lines):
            style = self.looks.whole("story--empty")
            text = "Nothing to show." if self.story is None and y == 1 else ""
            return Strip([Segment(f" {text}", style)]).adjust_cell_length(width, self.looks.own)
        strip = self.page.lines[line]
        style = self.looks.own
        if (link := self.link) and link.first <= line <= link.last:
            pointer = _POINTER if line == link.first else " "
            if self.has_focus:
                style = self.looks.whole("story--selected")
                strip = Strip([Segment(pointer), *strip.crop(1)])
        return Strip([Segment(" "), *strip]).adjust_cell_length(width).apply_style(style)

    def on_story_pane_laid_out(self, message: LaidOut) -> None:
        message.stop()
        if message.number != self._layouts:
            return
        scroll, selected = message.scroll, message.selected
        if is_same := self.is_shown(message.story):
            selected = self.selected
            if message.anchor is None:
                scroll = self.scroll_offset.y
        self.story, self.page = message.story, message.page
        self.selected = selected if selected is not None and selected < len(self.page.links) else None
        self._set_length(len(self.page.lines))
        self.scroll_to(y=scroll, animate=False, force=True)
        if message.anchor is not None:
            self._anchor = self.scroll_offset.y, message.anchor
        if not is_same:
            self.border_title = Content("Story" if isinstance(self.story, Story) else "Coverage")
            self.select(self.selected)
        self.refresh()

    def _set_length(self, lines: int) -> None:
        """Have room for these lines; the screen is laid out anew only where a scroll bar comes or goes."""
        size = Size(self.scrollable_content_region.width, lines)
        if self.show_vertical_scrollbar == (lines > self.scrollable_content_region.height):
            self.set_reactive(Widget.virtual_size, size)
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = lines
        else:
            self.virtual_size = size

    def is_shown(self, story: Shown) -> bool:
        """Whether this is what is drawn, apart from its marks."""
        shown = self.story
        return type(shown) is type(story) and shown is not None and shown.article.key == story.article.key

    def on_resize(self, event: events.Resize) -> None:
        self.show_way(self._way)
        if self._next is not None:
            self._lay_out(self._next)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.looks.forget()
        if self.is_mounted:
            self.call_later(self._lay_out_anew)  # once the components have their new styles, too

    def _lay_out_anew(self) -> None:
        if self._next is not None:
            self._lay_out(self._next)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        line = offset.y + self.scroll_offset.y
        for index, link in enumerate(self.page.links):
            if link.first <= line <= link.last:
                self.select(index)
                self.post_message(self.Followed(link))

    def _lay_out(self, story: Shown) -> None:
        scroll, selected = (self.scroll_offset.y, self.selected) if self.is_shown(story) else self._place
        width = min(self.measure, self.scrollable_content_region.width - 2)
        styles = {name: self.looks.part(f"story--{name}") for name in STYLES}
        wanted = self._wanted
        self._layouts += 1
        number = self._layouts
        before = self.page.lines if self.is_shown(story) and width != self.page.width else None
        line = self.scroll_offset.y
        # Where the top was before other resizes, if nobody scrolled since: so it does not creep upwards.
        known = self._anchor[1] if self._anchor and self._anchor[0] == line else None

        def work() -> None:
            if number == self._layouts:  # else it was overtaken while it waited for a thread
                if isinstance(story, Story):
                    page = pages.lay_out(story, width, styles, wanted, self.dates)
                else:
                    page = timelines.lay_out(story, width, styles)
                page = page._replace(width=width)
                letters, y = None, scroll
                if before is not None and line > 0:
                    letters = anchor.letters_before(before, line) if known is None else known
                    y = anchor.line_at(page.lines, letters)
                self.post_message(self.LaidOut(number, story, page, y, selected, letters))

        self.run_worker(work, group="layout", thread=True)

    def _visible_link(self, steps: int) -> int | None:
        """The next link in the direction of `steps` that is wholly on the screen."""
        top = self.scroll_offset.y
        bottom = top + self.scrollable_content_region.height
        links = self.page.links
        start = self.selected
        if steps > 0:
            order = range(0 if start is None else start + 1, len(links))
        else:
            order = range(-1 if start is None else start - 1, -1, -1)
        for index in order:
            if links[index].first >= top and links[index].last < bottom:
                return index
            if start is not None:
                return None
        return None

    def _drop_hidden_selection(self) -> None:
        top = self.scroll_offset.y
        if (link := self.link) and not top <= link.first < top + self.scrollable_content_region.height:
            self.selected = None
        self.refresh()
