"""Which story is shown, and the way that led to it through related stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from newsreader.library import Library, RelatedStory, Story
from newsreader.marks import Mark
from newsreader.tui.headlines import Headlines
from newsreader.tui.requests import Requests
from newsreader.tui.story import StoryPane


@dataclass(frozen=True, slots=True)
class _Left:
    """A story that was left for a related one."""

    key: int
    title: str
    scroll: float
    selected: int | None


class Reading:
    """Takes stories from the library and shows them in the story pane."""

    def __init__(self, library: Library, requests: Requests, headlines: Headlines, pane: StoryPane) -> None:
        self._library = library
        self._requests = requests
        self._headlines = headlines
        self._pane = pane
        self._trail: list[_Left] = []
        self._ahead: list[_Left] = []
        self._story: Story | None = None
        self._saved: dict[int, Mark] = {}
        self.key: int | None = None

    def show_current(self) -> None:
        """Show the story under the headlines' cursor, from its top."""
        self._trail.clear()
        self._ahead.clear()
        row = self._headlines.current
        if row is not None:
            self._show(row.key)
        elif not self._headlines.count:
            self.key = self._story = None
            self._requests.drop("story")
            self._pane.show(None)

    def walk_to(self, key: int) -> None:
        """Show a related story; `walk_back` comes back."""
        self._trail += self._left()
        self._ahead.clear()
        self._show(key)

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
        self._show(left.key, left.scroll, left.selected)
        return True

    def _left(self) -> list[_Left]:
        """The story that is shown, where it is; nothing while it is on its way."""
        if (story := self._story) is None:
            return []
        pane = self._pane
        return [_Left(story.article.key, story.article.title, pane.scroll_offset.y, pane.selected)]

    @property
    def shown(self) -> Story | None:
        """The story that the pane shows; None while another one is on its way."""
        story = self._pane.story
        return story if story is not None and story.article.key == self.key else None

    def apply(self, marks: Mapping[int, Mark]) -> None:
        """Show marks that were saved on the story and on its related ones."""
        self._saved |= marks
        if self._story is not None and (marked := _marked(self._story, marks)) != self._story:
            self._story = marked
            self._pane.show(marked, self._headlines.listing.wanted)

    def _show(self, key: int, scroll: float = 0, selected: int | None = None) -> None:
        self.key, self._story = key, None
        self._saved.clear()
        self._requests.ask("story", partial(self._library.story, key), partial(self._taken, scroll, selected))

    def _taken(self, scroll: float, selected: int | None, story: Story) -> None:
        # A mark may have been saved between the reading of the story and its arrival here.
        self._story = _marked(story, self._saved)
        self._pane.show(self._story, self._headlines.listing.wanted, scroll, selected)
        self._pane.show_way(self._trail[-1].title if self._trail else "")


def _marked(story: Story, marks: Mapping[int, Mark]) -> Story:
    """The story with these marks on it and on those around it."""

    def marked(others: Iterable[RelatedStory]) -> tuple[RelatedStory, ...]:
        return tuple(
            other._replace(read=mark.read, starred=mark.starred)
            if (mark := marks.get(other.article.key))
            else other
            for other in others
        )

    if mark := marks.get(story.article.key):
        story = story._replace(read=mark.read, starred=mark.starred)
    return story._replace(related=marked(story.related), covered_by=marked(story.covered_by))
