"""The list of headlines: any number of them, with rows only for those near the screen."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.message import Message

from newsreader import dates, safetext, searchtext
from newsreader.library import Headline
from newsreader.marks import Mark
from newsreader.tui.lines import Lines, fitted
from newsreader.tui.listing import Listing
from newsreader.tui.wording import count

UNREAD, STARRED = "●", "★"
ROWS = ("fit", "one", "two")
"""Lines that a headline may take."""

ONE_LINE_WIDTH = 64
"""Cells from which date, title, provider and quality fit on one line."""

_DATE_FROM, _PROVIDER_FROM, _QUALITY_FROM = 40, 54, ONE_LINE_WIDTH - 1
"""Cells from which one line leaves enough of the title beside each of these."""

_LOW = 14
"""Lines of a pane below which one line a headline shows enough of them."""

_CACHE_LIMIT = 4_000
_AHEAD = 60
_QUALITY_WIDTH = 3


class Headlines(Lines):
    """The headlines of a `Listing`. It says which rows it needs; it never fetches any."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "headlines--unread",  # the title of an unread story
        "headlines--read",  # the title of one that was read
        "headlines--detail",  # date, provider and quality
        "headlines--dot",  # the glyph of an unread story
        "headlines--star",  # the glyph of a starred one
        "headlines--match",  # what was searched for
    }

    class RowsNeeded(Message):
        """Headlines that are not there yet are about to be seen."""

        def __init__(self, ids: list[int]) -> None:
            super().__init__()
            self.ids = ids

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.rows = "fit"
        self.dates = "short"
        self.listing = Listing("", array("q"))
        self._rows: dict[int, Headline] = {}
        self._saved: dict[int, Mark] = {}
        self._asked: set[int] = set()
        self._anchor: int | None = None
        self.has_lost = False

    @property
    def count(self) -> int:
        return len(self.listing.ids)

    @property
    def current(self) -> Headline | None:
        """The headline under the cursor, as far as it is there."""
        return None if (id_ := self.current_id) is None else self._rows.get(id_)

    @property
    def current_id(self) -> int | None:
        """The id of the story under the cursor."""
        return None if self.cursor is None or self.cursor >= self.count else self.listing.ids[self.cursor]

    @property
    def selected(self) -> array[int]:
        """The ids of the stories that are selected, with those that they stand for; none usually."""
        return self.between(*self._marked)

    @property
    def _marked(self) -> tuple[int, int]:
        """The first line that is selected, and the first after it."""
        if self._anchor is None or self.cursor is None:
            return 0, 0
        return min(self._anchor, self.cursor), max(self._anchor, self.cursor) + 1

    def between(self, first: int, end: int) -> array[int]:
        """The ids of the stories on the lines from `first` up to `end`, with those that they stand for."""
        lines, within = self.listing.ids[first:end], self.listing.within
        if not within:
            return lines
        wanted = set(lines)
        return array("q", [id_ for id_ in self.listing.stories if within.get(id_, id_) in wanted])

    def select(self, is_on: bool) -> None:
        """Begin to select, from the line under the cursor on, or end it."""
        self._anchor = self.cursor if is_on else None
        self._show_title()
        self.refresh()

    @property
    def is_selecting(self) -> bool:
        """Whether stories are being selected."""
        return self._anchor is not None

    def is_marked(self, index: int) -> bool:
        first, end = self._marked
        return first <= index < end

    def move_to(self, index: int, direction: int = 1) -> None:
        before = self.cursor
        super().move_to(index, direction)
        self.has_lost = self.has_lost and self.cursor == before
        if self._anchor is not None:
            self._show_title()
            self.refresh()

    def show(
        self,
        listing: Listing,
        cursor: int | None,
        scroll: float = 0,
        rows: Mapping[int, Headline] | None = None,
    ) -> None:
        """Show another list, with the cursor on the item `cursor` and rows that are known already."""
        self.listing = listing
        self._anchor = None
        self.has_lost = False
        self.empty_text = listing.empty_text
        self._take(rows or {})
        self.items_changed()
        self._show_title()
        self.scroll_to(y=scroll, animate=False, force=True)
        self.set_cursor(cursor)
        self._need_rows()
        self.post_message(self.Moved(self, self.cursor))

    def replace(self, listing: Listing, rows: Mapping[int, Headline]) -> None:
        """Show the list as it is now: the cursor stays on its story, or on the one that stands for it.

        So does a selection, unless its stories are in another order now, and others between them. Where the
        story is gone the cursor is on the nearest one, until it moves `has_lost` its story.
        """
        cursor, anchor = (listing.place(id_) for id_ in self._ends)
        has_lost = cursor is None and self.cursor is not None
        is_kept = listing.order == self.listing.order or cursor == anchor
        near = self.listing.near(self.cursor) if has_lost and is_kept else []
        self.show(listing, listing.first_of(near) if cursor is None else cursor, rows=rows)
        self.has_lost = has_lost
        if anchor is not None and cursor is not None and is_kept:
            self._anchor = anchor
            self._show_title()

    @property
    def _ends(self) -> tuple[int | None, int | None]:
        """The ids under the cursor and where the selection began."""
        return self.current_id, None if self._anchor is None else self.listing.ids[self._anchor]

    def extend(self, listing: Listing) -> None:
        """Show more of the same list, or more that is known of it; cursor and scroll stay."""
        self.listing = listing
        self.items_changed()
        self._show_title()

    def grow(self, ids: array[int]) -> None:
        """Show more stories of the same list, in between; the one under the cursor stays where it is."""
        cursor, scroll = self.cursor, self.scroll_offset.y
        place = ids.index(self.listing.ids[cursor]) if cursor is not None else 0
        if self._anchor is not None:
            self._anchor = ids.index(self.listing.ids[self._anchor])
        self.listing = self.listing._replace(ids=ids)
        self.items_changed()
        self._show_title()
        if cursor is None:
            self.show(self.listing, 0 if ids else None)
        else:
            self.cursor = place
            self.scroll_to(y=scroll + (place - cursor) * self.item_height, animate=False, force=True)
            self._need_rows()

    def forget_rows(self) -> None:
        """Fetch all rows anew: they may have changed."""
        self._rows.clear()
        self._asked.clear()
        self._saved.clear()
        self.refresh()

    def ask_again(self) -> None:
        """Ask again for what did not come."""
        self._asked.clear()

    def add_rows(self, rows: Mapping[int, Headline]) -> None:
        """Take in rows that were needed."""
        before = self.current
        if len(self._rows) > _CACHE_LIMIT:
            near = set(self._near(_CACHE_LIMIT // 4))
            self._rows = {id_: row for id_, row in self._rows.items() if id_ in near}
            self._asked = set(self._rows)
        self._take(rows)
        self.refresh()
        if before is None and self.current is not None:
            self.post_message(self.Moved(self, self.cursor))

    def update_marks(self, marks: Mapping[int, Mark], unread: Mapping[int, int]) -> None:
        """Show the stories with these keys as read and starred, or not.

        `unread` is by how much each article, by id, changes the number of unread stories.
        """
        self._saved |= marks
        for id_, row in self._rows.items():
            if mark := marks.get(row.key):
                self._rows[id_] = row._replace(read=mark.read, starred=mark.starred)
        if self.listing.unread is not None:
            change = sum(change for id_, change in unread.items() if self._is_listed(id_))
            self.set_unread(self.listing.unread + change)
        self.refresh()

    def show_hint(self, text: str) -> None:
        """Say something below the last headline."""
        self.hint = text
        self.refresh()

    def set_unread(self, unread: int | None) -> None:
        """Tell how many stories of the list are unread."""
        self.listing = self.listing._replace(unread=unread)
        self._show_title()

    def draw(self, index: int, part: int, width: int, style: Style) -> Iterable[Segment]:
        row = self._rows.get(self.listing.ids[index])
        if row is None:
            self.call_later(self._need_rows)
            return fitted("   …" if part == 0 else "", width, style)
        detail = style + self.looks.part("headlines--detail")
        if self.item_height == 1:
            return self._one_line(row, width, style, detail)
        if part == 0:
            return [*self._glyphs(row, style), *self._title(row, width - 3, style)]
        quality = _quality(row)
        when = dates.listed(row.published, self.dates)
        provider = " · ".join(filter(None, [when, self._provider(row)]))
        return [
            Segment("   ", style),
            *fitted(provider, width - 5 - len(quality), detail),
            Segment(f" {quality} ", detail),
        ]

    def items_changed(self) -> None:
        region = self.scrollable_content_region
        is_one = (
            region.width >= ONE_LINE_WIDTH or region.height < _LOW
            if self.rows == "fit"
            else self.rows == "one"
        )
        self.item_height = 1 if is_one else 2
        super().items_changed()

    def set_rows(self, rows: str) -> None:
        """Have one line for each headline, two, or as fit; the cursor stays where it is on the screen."""
        self.rows = rows
        above = (self.cursor or 0) * self.item_height - self.scroll_offset.y
        self.items_changed()
        self.scroll_to(y=(self.cursor or 0) * self.item_height - above, animate=False, force=True)
        self.show_cursor()
        self._need_rows()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._need_rows()

    def _one_line(self, row: Headline, width: int, style: Style, detail: Style) -> list[Segment]:
        when = dates.listed(row.published, self.dates)
        date = f"{when:>{dates.STYLES[self.dates]}}  " if width >= _DATE_FROM else ""
        provider_width = min(24, width // 5) if width >= _PROVIDER_FROM else 0
        gap = " " if provider_width else ""
        quality = f" {_quality(row):>{_QUALITY_WIDTH}}" if width >= _QUALITY_FROM else ""
        return [
            *self._glyphs(row, style),
            Segment(date, detail),
            *self._title(row, width - 3 - len(date) - len(gap) - provider_width - len(quality) - 1, style),
            Segment(gap, style),
            *fitted(self._provider(row), provider_width, detail),
            Segment(f"{quality} ", detail),
        ]

    def _provider(self, row: Headline) -> str:
        """Who published it, and how many more of the same story are folded under it."""
        others = self._folded_into(row.id)
        return (f"+{others} · " if others else "") + safetext.line(row.provider)

    def _folded_into(self, id_: int) -> int:
        """For how many more headlines of its story a line stands."""
        return self.listing.others.get(id_, 0)

    def _glyphs(self, row: Headline, style: Style) -> list[Segment]:
        dot = self.looks.part("headlines--dot")
        star = self.looks.part("headlines--star")
        return [
            Segment(" " if row.read else UNREAD, style + dot),
            Segment(STARRED if row.starred else " ", style + star),
            Segment(" ", style),
        ]

    def _title(self, row: Headline, width: int, style: Style) -> list[Segment]:
        name = "headlines--read" if row.read else "headlines--unread"
        title = safetext.line(row.title)
        return fitted(
            title,
            width,
            style + self.looks.part(name),
            searchtext.matches(title, self.listing.wanted) if self.listing.wanted else (),
            self.looks.part("headlines--match"),
        )

    def _take(self, rows: Mapping[int, Headline]) -> None:
        for id_, row in rows.items():
            # A mark may have been saved between the reading of a row and its arrival here.
            mark = self._saved.get(row.key)
            self._rows[id_] = row._replace(read=mark.read, starred=mark.starred) if mark else row

    def _is_listed(self, id_: int) -> bool:
        ids = self.listing.stories
        if self.listing.order != "newest":
            return id_ in ids
        place = bisect_left(ids, -id_, key=lambda other: -other)  # the newest, and greatest, comes first
        return place < len(ids) and ids[place] == id_

    def _show_title(self) -> None:
        listing = self.listing
        number = len(listing.stories)
        of = f"of {number:,}{'' if listing.is_whole else '+'}"
        known = count(number, more=not listing.is_whole)
        if self.is_selecting:
            first, end = self._marked
            folded = sum(self._folded_into(id_) for id_ in listing.ids[first:end]) if listing.within else 0
            known = f"{end - first + folded:,} selected {of}"
        elif listing.unread is not None:
            known = f"{listing.unread:,} unread {of}"
        self.border_title = Content(safetext.line(listing.name, 80))
        self.border_subtitle = Content(known)

    def _near(self, ahead: int) -> Sequence[int]:
        first = int(self.scroll_offset.y) // self.item_height
        return self.listing.ids[max(0, first - ahead) : first + self.page + ahead]

    def _need_rows(self) -> None:
        """Ask for what is missing on the screen, and then for what is around it too."""
        on_screen = [id_ for id_ in self._near(1) if id_ not in self._rows and id_ not in self._asked]
        around = [id_ for id_ in self._near(_AHEAD) if id_ not in self._rows and id_ not in self._asked]
        if on_screen or len(around) > _AHEAD:
            self._asked.update(around)
            self.post_message(self.RowsNeeded(around))


def _quality(row: Headline) -> str:
    return str(row.quality) if row.quality is not None and row.quality > 0 else ""
