"""Which story is shown, and the way that led to it through related stories."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TypeVar

from newsreader.library import Library, RelatedStory, Story
from newsreader.marks import Mark
from newsreader.records import NamedTuple
from newsreader.tui.headlines import Headlines
from newsreader.tui.requests import Requests
from newsreader.tui.story import Place, StoryPane
from newsreader.tui.timeline import Shown, Timeline

_Asked = TypeVar("_Asked", Story, Timeline)

PLACES = 50
"""Stories of which it is known how far they were scrolled."""


class _Left(NamedTuple):
    """A story, or its timeline, that was left for another one."""

    key: int
    title: str
    scroll: float = 0
    selected: int | None = None
    is_timeline: bool = False

    @property
    def name(self) -> str:
        """What it is called on the way."""
        return "Coverage" if self.is_timeline else self.title


class Reading:
    """Takes stories from the library and shows them in the story pane."""

    def __init__(self, library: Library, requests: Requests, headlines: Headlines, pane: StoryPane) -> None:
        self._library = library
        self._requests = requests
        self._headlines = headlines
        self._pane = pane
        self._trail: list[_Left] = []
        self._ahead: list[_Left] = []
        self._story: Shown | None = None
        self._saved: dict[int, Mark] = {}
        self._awaits_story = False
        self._places: dict[int, float] = {}
        self._under: int | None = None
        self._has_stayed = False
        self.key: int | None = None

    @property
    def is_behind(self) -> bool:
        """Whether the headlines' cursor has gone to another story since one was shown for it."""
        row = self._headlines.current
        return row is not None and row.id != self._under

    def follow(self, is_reading: bool) -> bool:
        """Show the story under the headlines' cursor; whether somebody went to it.

        Who `is_reading` stays in a story that left the list, until it is left.
        """
        has_lost, is_behind = self._headlines.has_lost, self.is_behind
        if is_reading and (has_lost or (self._has_stayed and not is_behind)):
            self._under = self._headlines.current_id
            self._has_stayed = True
        else:
            self.show_current()
        return is_behind and not has_lost

    def leave(self) -> None:
        """Show the story under the cursor in place of one that left the list."""
        if self._has_stayed:
            self.show_current()

    def show_current(self) -> None:
        """Show the story under the headlines' cursor, from where it was left, or from its top."""
        self._trail.clear()
        self._ahead.clear()
        self._has_stayed = False
        row = self._headlines.current
        self._under = row.id if row is not None else None
        if row is not None:
            self._show(row.key, self._places.get(row.key, 0))
        elif not self._headlines.count:
            self._remember()
            self.key = self._story = None
            self._requests.drop("story")
            self.give_up()
            self._pane.show(None)

    def walk_to(self, key: int) -> None:
        """Show a related story; `walk_back` comes back."""
        self._trail += self._left()
        self._ahead.clear()
        self._show(key)

    def show_coverage(self, alone: Callable[[], None]) -> None:
        """Show who covered the story that is shown; `alone` is called when nobody else did."""
        if (key := self.key) is None:
            return

        def taken(timeline: Timeline) -> None:
            if len(timeline.others) > 1:
                self._trail.extend(self._left() or [_Left(key, timeline.article.title)])
                self._ahead.clear()
                self._taken(0, timeline.place, timeline)
                return
            alone()
            if self._story is None:
                self._show(key)

        self._ask(partial(self._timeline, key), taken)

    @property
    def is_timeline(self) -> bool:
        """Whether it is a timeline that is shown."""
        return isinstance(self._story, Timeline)

    def walk_back(self) -> bool:
        """Show the story before this one, where it was left; False when this is the first."""
        return self._walk(self._trail, self._ahead)

    def walk_forward(self) -> bool:
        """Show the story that `walk_back` came from, where it was left; False when there is none."""
        return self._walk(self._ahead, self._trail)

    def _walk(self, way: list[_Left], behind: list[_Left]) -> bool:
        if not way:
            return False
        behind += self._left()
        left = way.pop()
        self._show(left.key, left.scroll, left.selected, left.is_timeline)
        return True

    def _left(self) -> list[_Left]:
        """The story that is shown, where it is; nothing while it is on its way."""
        if (story := self._story) is None:
            return []
        place = self._place(story)
        return [_Left(story.article.key, story.article.title, *place, isinstance(story, Timeline))]

    @property
    def shown(self) -> Shown | None:
        """The story that the pane shows; None while another one is on its way."""
        story = self._pane.story
        return story if story is not None and story.article.key == self.key else None

    def apply(self, marks: Mapping[int, Mark]) -> None:
        """Show marks that were saved on the story and on its related ones."""
        if self._awaits_story:  # which may have been read before these were saved
            self._saved |= marks
        if self._story is not None and (marked := _marked(self._story, marks)) != self._story:
            self._story = marked
            self._pane.show(marked, self._headlines.listing.wanted)

    def _show(
        self, key: int, scroll: float = 0, selected: int | None = None, is_timeline: bool = False
    ) -> None:
        self._remember()
        self.key, self._story = key, None
        take = self._timeline if is_timeline else self._library.story
        self._ask(partial(take, key), partial(self._taken, scroll, selected))

    def give_up(self) -> None:
        """No story is on its way any more."""
        self._awaits_story = False
        self._saved.clear()

    def _ask(self, take: Callable[[], _Asked], then: Callable[[_Asked], None]) -> None:
        """Take a story; `then` may look at what was saved meanwhile."""

        def taken(story: _Asked) -> None:
            self._awaits_story = False
            then(story)

        self._saved.clear()
        self._awaits_story = True
        self._requests.ask("story", take, taken)

    def _remember(self) -> None:
        """Keep where the story that is shown was left."""
        if isinstance(story := self._story, Story):
            scroll, _ = self._place(story)
            self._places.pop(story.article.key, None)
            if scroll:
                self._places[story.article.key] = scroll
            while len(self._places) > PLACES:
                del self._places[next(iter(self._places))]

    def _place(self, story: Shown) -> Place:
        """Where a story is on the screen: scrolled to which line, with which link selected."""
        pane = self._pane
        return (pane.scroll_offset.y, pane.selected) if pane.is_shown(story) else (0, None)

    def _timeline(self, key: int) -> Timeline:
        return Timeline(self._library.story(key).article, self._library.coverage(key))

    def _taken(self, scroll: float, selected: int | None, story: Shown) -> None:
        # A mark may have been saved between the reading of the story and its arrival here.
        self._story = _marked(story, self._saved)
        self._pane.show(self._story, self._headlines.listing.wanted, (scroll, selected))
        self._pane.show_way([left.name for left in self._trail])


def _marked(story: Shown, marks: Mapping[int, Mark]) -> Shown:
    """The story with these marks on it and on those around it."""

    def marked(others: Iterable[RelatedStory]) -> tuple[RelatedStory, ...]:
        return tuple(
            other._replace(read=mark.read, starred=mark.starred)
            if (mark := marks.get(other.article.key))
            else other
            for other in others
        )

    if isinstance(story, Timeline):
        return story._replace(others=marked(story.others))
    if mark := marks.get(story.article.key):
        story = story._replace(read=mark.read, starred=mark.starred)
    return story._replace(related=marked(story.related), covered_by=marked(story.covered_by))
