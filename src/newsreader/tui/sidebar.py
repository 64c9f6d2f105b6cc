"""The sidebar: what the list can show, with how much of it is unread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from newsreader import safetext
from newsreader.library import Grouped, Totals
from newsreader.marks import Step
from newsreader.query import EVERYTHING, STARRED, UNREAD, Field, Query
from newsreader.tui.lines import Lines, component_style, fitted


@dataclass(frozen=True, slots=True)
class View:
    """Something the list can show, by name; without a query it is a heading of the sidebar."""

    name: str
    query: Query | None
    number: int = 0
    is_quiet: bool = False


ALL = View("All", EVERYTHING)


def views_of(totals: Totals) -> list[View]:
    """The entries of the sidebar. Topics and providers show their unread stories, All the whole number."""
    views = [
        View("All", EVERYTHING, totals.total, is_quiet=True),
        View("Unread", UNREAD, totals.unread),
        View("Starred", STARRED, totals.starred, is_quiet=True),
    ]
    for heading, field, tallies in (
        ("Topics", "topic", totals.topics),
        ("Providers", "provider", totals.providers),
    ):
        if tallies:
            views += [View("", None), View(heading, None)]
            views += [View(tally.name, Field(field, tally.name), tally.unread) for tally in tallies]
    return views


def changes_of(step: Step, grouped: Mapping[int, Grouped]) -> Counter[Query]:
    """By how much a step changes the numbers of the entries."""
    changes: Counter[Query] = Counter()
    for change in step.changes:
        if where := grouped.get(change.key):
            unread = change.before.read - change.now.read
            changes[STARRED] += change.now.starred - change.before.starred
            topics = (Field("topic", name) for name in where.topics)
            for query in (UNREAD, Field("provider", where.provider), *topics):
                changes[query] += unread
    return changes


class Sidebar(Lines):
    """The entries; moving the cursor shows the one under it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sidebar--heading",
        "sidebar--unread",  # an entry with something unread in it
        "sidebar--quiet",  # one with nothing unread, and its number
        "sidebar--number",
    }

    class Chosen(Message):
        """Another entry is under the cursor."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view = view

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.views: list[View] = [ALL]
        self.cursor = 0

    @property
    def count(self) -> int:
        return len(self.views)

    @property
    def current(self) -> View:
        """The entry under the cursor."""
        return self.views[self.cursor or 0]

    def names(self) -> dict[str, list[str]]:
        """The topics and providers that there are, by the field that names them."""
        names: dict[str, list[str]] = {"topic": [], "provider": []}
        for view in self.views:
            if isinstance(view.query, Field) and view.query.name in names:
                names[view.query.name].append(view.name)
        return names

    def is_selectable(self, index: int) -> bool:
        return self.views[index].query is not None

    def show(self, views: list[View]) -> None:
        """Show these entries; the cursor stays on the one it is on, or goes to the first."""
        current = self.current.query
        self.views = views
        self.items_changed()
        self.set_cursor(next((i for i, view in enumerate(views) if view.query == current), 0))

    def adjust(self, changes: Mapping[Query, int]) -> None:
        """Change the numbers of the entries with these queries."""
        for index, view in enumerate(self.views):
            if view.query is not None and (change := changes.get(view.query)):
                number = max(0, view.number + change)
                self.views[index] = replace(view, number=number)
                self.refresh_item(index)

    def move_to(self, index: int, direction: int = 1) -> None:
        before = self.cursor
        super().move_to(index, direction)
        if self.cursor != before:
            self.post_message(self.Chosen(self.current))

    def draw(self, index: int, part: int, width: int, style: Style) -> Iterable[Segment]:
        view = self.views[index]
        if view.query is None:
            heading = style + component_style(self, "sidebar--heading")
            return fitted(view.name, width, heading)
        number = f"{view.number:,}" if view.number else ""
        kind = "sidebar--quiet" if view.is_quiet or not view.number else "sidebar--unread"
        return [
            *fitted(
                f" {safetext.line(view.name)}",
                width - len(number) - 2,
                style + component_style(self, kind),
            ),
            Segment(f" {number} ", style + component_style(self, "sidebar--number")),
        ]
