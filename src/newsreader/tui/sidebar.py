"""The sidebar: what the list can show, with how much of it is unread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.message import Message

from newsreader import safetext
from newsreader.query import Field, Query
from newsreader.totals import WEEKS, Weekly
from newsreader.tui.lines import Lines, fitted
from newsreader.tui.views import ALL, Arrangement, Entries, View, arranged

SHUT = "▸"
_BLOCKS = " ▁▂▃▄▅▆▇█"
_WITH_WEEKS = ("topic", "provider", "category")
_NAME_WIDTH = 11
"""Cells that stay for the name of an entry."""


class Sidebar(Lines):
    """The entries; moving the cursor shows the one under it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sidebar--heading",
        "sidebar--unread",  # an entry with something unread in it
        "sidebar--quiet",  # one with nothing unread, and its number
        "sidebar--number",
        "sidebar--weeks",  # how much came in the last weeks
    }

    class Chosen(Message):
        """Another entry is under the cursor."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view = view

    class Arranged(Message):
        """The entries are arranged in another way."""

        def __init__(self, arrangement: Arrangement) -> None:
            super().__init__()
            self.arrangement = arrangement

    def __init__(self, arrangement: Arrangement, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.entries: Entries = {"": [ALL]}
        self.views: list[View] = [ALL]
        self.arrangement = arrangement
        self.weekly: Weekly = {}
        self._most = 0
        self.cursor = 0
        self._shown = ALL

    @property
    def count(self) -> int:
        return len(self.views)

    @property
    def shown(self) -> View:
        """The entry that the list shows."""
        return self._shown

    @property
    def is_on_heading(self) -> bool:
        """Whether the cursor is on the heading of a group that is folded away."""
        return self.views[self.cursor or 0].is_shut

    def names(self) -> dict[str, list[str]]:
        """The topics, providers and categories that there are, by the field that names them."""
        names: dict[str, list[str]] = {"topic": [], "provider": [], "category": []}
        for views in self.entries.values():
            for view in views:
                if isinstance(view.query, Field) and view.query.name in names and not view.is_counted:
                    names[view.query.name].append(view.name)
        return names

    def is_selectable(self, index: int) -> bool:
        return self.views[index].query is not None or self.views[index].is_shut

    def show(self, entries: Entries) -> None:
        """Show these entries; the cursor stays on the one it is on, or goes to the first."""
        self.entries = entries
        self._rebuild()

    def rearrange(self, arrangement: Arrangement) -> None:
        """Show the entries in another way."""
        self.arrangement = arrangement
        self._rebuild()
        self.post_message(self.Arranged(arrangement))

    def toggle_group(self, heading: str = "") -> None:
        """Fold a group away, or show it again: the one with this heading, or the one under the cursor."""
        heading = heading or self._heading()
        if heading:
            is_opened = heading in self.arrangement.shut
            self.rearrange(self.arrangement._replace(shut=self.arrangement.shut ^ {heading}))
            if is_opened:
                self.move_to(next(i for i, view in enumerate(self.views) if view.name == heading) + 1)

    def adjust(self, changes: Mapping[Query, int]) -> None:
        """Change the numbers of the entries with these queries, but for those that are counted."""

        def adjusted(view: View) -> View:
            change = 0 if view.query is None or view.is_counted else changes.get(view.query, 0)
            return view._replace(number=max(0, view.number + change)) if change else view

        if any(changes.values()):
            self._change(adjusted)

    def show_counts(self, counts: Mapping[Query, int]) -> None:
        """Show these numbers of the entries that are counted."""

        def recounted(view: View) -> View:
            number = counts.get(view.query) if view.query is not None and view.is_counted else None
            return view if number is None else view._replace(number=number)

        self._change(recounted)

    def _change(self, changed: Callable[[View], View]) -> None:
        """Change entries, each where it stands."""
        self.entries = {heading: [*map(changed, views)] for heading, views in self.entries.items()}
        self.views = [*map(changed, self.views)]
        self.refresh()

    def go_to(self, query: Query) -> bool:
        """Show the entry with this query, out of its fold if need be; False when there is none."""
        views = (view for views in self.entries.values() for view in views)
        if (view := next((view for view in views if view.query == query), None)) is None:
            return False
        self._choose(view)
        self.rearrange(
            self.arrangement._replace(wanted="", shut=self.arrangement.shut - {self._group_of(query)})
        )
        return True

    def go_to_unread(self) -> View | None:
        """Go to the next topic, provider or the like with something unread; None, and stay, without one."""
        groups = [view for name, views in self.entries.items() if name for view in views]
        shown = self._place_of_shown(groups)
        place = 0 if shown is None else shown + 1
        for view in groups[place:] + groups[:place]:
            if view.number and view.query != self._shown.query:
                self._shown = view
                self._rebuild()
                return view
        return None

    def step(self, steps: int) -> None:
        """Show the next entry, or one before, whatever is between."""
        entries = [i for i, view in enumerate(self.views) if view.query is not None]
        shown = self._place_of_shown(self.views)
        place = entries.index(shown) if shown is not None else 0
        self.move_to(entries[min(max(place + steps, 0), len(entries) - 1)])

    def move_to(self, index: int, direction: int = 1) -> None:
        super().move_to(index, direction)
        view = self.views[self.cursor or 0]
        if view.query is not None:
            self._choose(view)

    def _choose(self, view: View) -> None:
        is_other = view.query != self._shown.query
        self._shown = view
        if is_other:
            self.post_message(self.Chosen(view))

    def _rebuild(self) -> None:
        if not any(view.query == self._shown.query for views in self.entries.values() for view in views):
            self._shown = ALL
            self.post_message(self.Chosen(ALL))
        on_heading = self._heading() if self.is_on_heading else ""
        self.views = arranged(self.entries, self.arrangement, keep=self._shown.query)
        self._most = max(view.number for view in self.views)
        self.items_changed()
        wanted = self.arrangement.wanted
        self.border_title = Content(f"Topics · {wanted}" if wanted else "Topics")
        self.set_cursor(self._place(on_heading))

    def _place(self, on_heading: str) -> int:
        """Where the cursor belongs: on a shut heading it was on, on the entry shown, or on its heading."""
        shut = {view.name: i for i, view in enumerate(self.views) if view.is_shut}
        if on_heading in shut:
            return shut[on_heading]
        shown = self._place_of_shown(self.views)
        return shut.get(self._group_of(self._shown.query), 0) if shown is None else shown

    def _place_of_shown(self, views: Sequence[View]) -> int | None:
        """Where in `views` the entry is that the list shows; a topic and a kept search may be the same."""
        places = [i for i, view in enumerate(views) if view.query == self._shown.query]
        return min(places, key=lambda i: views[i].name != self._shown.name, default=None)

    def _group_of(self, query: Query | None) -> str:
        groups = self.entries.items()
        return next((name for name, views in groups if any(view.query == query for view in views)), "")

    def _heading(self) -> str:
        """The heading of the group that the cursor is in."""
        above = self.views[(self.cursor or 0) :: -1]
        return next((view.name for view in above if view.query is None and view.name), "")

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        index = (offset.y + self.scroll_offset.y) if offset is not None else self.count
        if index < self.count and self.views[index].query is None and self.views[index].name:
            self.toggle_group(self.views[index].name)
            event.prevent_default()

    def draw(self, index: int, part: int, width: int, style: Style) -> Iterable[Segment]:
        view = self.views[index]
        if view.query is None:
            heading = style + self.looks.part("sidebar--heading")
            if not view.is_shut:
                return fitted(view.name, width, heading)
            number = f" {view.number:,} "
            return [
                *fitted(f"{SHUT} {view.name}", width - len(number), heading),
                Segment(number, style + self.looks.part("sidebar--number")),
            ]
        number = f"{view.number:,}" if view.number else ""
        kind = "sidebar--quiet" if view.is_quiet or not view.number else "sidebar--unread"
        weeks = ""
        if self.arrangement.weeks:
            number = f"{number:>{len(f'{self._most:,}')}}"  # so that the weeks stand below each other
            weeks = self._weeks(view, width - len(number) - _NAME_WIDTH)
        return [
            *fitted(
                f" {safetext.line(view.name)}",
                width - len(number) - len(weeks) - 2,
                style + self.looks.part(kind),
            ),
            *([Segment(weeks, style + self.looks.part("sidebar--weeks"))] if weeks else []),
            Segment(f" {number} ", style + self.looks.part("sidebar--number")),
        ]

    def _weeks(self, view: View, width: int) -> str:
        """How much came in each of the last weeks, as blocks of eight heights: as many as fit."""
        if not isinstance(view.query, Field) or view.query.name not in _WITH_WEEKS or width < 4:
            return ""
        numbers = self.weekly.get((view.query.name, view.query.value), [0] * WEEKS)[1 - width :]
        most = max(numbers) or 1
        return " " + "".join(_BLOCKS[-(-number * 8 // most)] for number in numbers)
