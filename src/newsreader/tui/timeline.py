"""Who covered a story, in the order of time: as a value, and laid out as a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from newsreader import dates, safetext
from newsreader.article import Article
from newsreader.coverage import STORY_LIMIT
from newsreader.library import RelatedStory, Story
from newsreader.records import NamedTuple
from newsreader.tui.headlines import STARRED, UNREAD
from newsreader.tui.lines import CURSOR_BAR, fitted
from newsreader.tui.page import NARROWEST, Link, Page
from newsreader.tui.wording import count

_PROVIDER_LEAST, _PROVIDER_MOST = 8, 24
_NUMBERED_FROM = 70
"""Cells from which there is room for the numbers of the links."""


class Timeline(NamedTuple):
    """Everything that belongs to the story of `article`, the oldest first, the undated last."""

    article: Article
    others: tuple[RelatedStory, ...]

    @property
    def place(self) -> int:
        """Where the story itself stands."""
        return next(place for place, story in enumerate(self.others) if story.article.key == self.article.key)

    @property
    def read(self) -> bool:
        return self.others[self.place].read

    @property
    def starred(self) -> bool:
        return self.others[self.place].starred


Shown = Story | Timeline
"""What the story pane shows."""


def lay_out(timeline: Timeline, width: int, styles: Mapping[str, Style]) -> Page:
    """`timeline` in `width` cells: a heading, and a line for each story."""
    return _Table(timeline, max(NARROWEST, width), styles).page()


def summary(stories: tuple[RelatedStory, ...]) -> str:
    """How many stories these are, by how many providers, over which time."""
    providers = {_provider(story.article).casefold() for story in stories} - {""}
    dated = _dated(stories)
    text = count(len(stories))
    if len(stories) >= STORY_LIMIT:
        text = f"The nearest {text}"
    if providers:
        text += f" by {count(len(providers), 'provider', 'providers')}"
    if len(dated) > 1:
        text += f", over {dates.length(dated[-1] - dated[0])}"
    if dated and not _spans_years(dated):
        text += f" in {dates.iso_date(dated[0])[:4]}"
    return text


class _Table:
    def __init__(self, timeline: Timeline, width: int, styles: Mapping[str, Style]) -> None:
        self.timeline = timeline
        self.width = width
        self.styles = styles
        stories = timeline.others
        dated = _dated(stories)
        self.moments = _aligned([_moment(story, _spans_years(dated)) for story in stories])
        self.delays = _aligned(["first", *(_delay(story, dated) for story in stories[1:])] if dated else [""])
        self.numbers = _aligned([f"[{place}] " for place in range(1, len(stories) + 1)])
        self.providers = [_provider(story.article) for story in stories]
        most = min(_PROVIDER_MOST, max(_PROVIDER_LEAST, width // 6))
        self.provider_width = min(most, max(map(cell_len, self.providers)))

    def page(self) -> Page:
        stories = self.timeline.others
        title = safetext.line(self.timeline.article.title)
        lines = [
            Strip(fitted(title, self.width, self.styles["title"])),
            Strip(fitted(summary(stories), self.width, self.styles["meta"])),
            Strip([]),
        ]
        lines += [self._line(place, story) for place, story in enumerate(stories)]
        links = [
            Link(line, line, story.article.url, story.article.key)
            for line, story in enumerate(stories, start=len(lines) - len(stories))
        ]
        return Page(lines, links)

    def _line(self, place: int, story: RelatedStory) -> Strip:
        styles = self.styles
        number = self.numbers[place] if self.width >= _NUMBERED_FROM else ""
        delay = self.delays[place] if place < len(self.delays) else ""
        before = [
            Segment(" "),
            Segment(CURSOR_BAR if place == self.timeline.place else " ", styles["dot"]),
            Segment(number, styles["meta"]),
            Segment(" " if story.read else UNREAD, styles["dot"]),
            Segment((STARRED if story.starred else " ") + " ", styles["star"]),
            Segment(f"{self.moments[place]} ", styles["meta"]),
            Segment(f"{delay}  ", styles["meta" if place else "dot"]),
            *fitted(self.providers[place], self.provider_width, styles["meta"]),
            Segment("  " if self.provider_width else ""),
        ]
        room = self.width - sum(segment.cell_length for segment in before)
        title = fitted(safetext.line(story.article.title), room, styles["read" if story.read else "unread"])
        return Strip([*before, *title]).crop(0, self.width)


def _dated(stories: tuple[RelatedStory, ...]) -> list[int]:
    return [story.article.published for story in stories if story.article.published is not None]


def _spans_years(dated: list[int]) -> bool:
    return bool(dated) and dates.iso_date(dated[0])[:4] != dates.iso_date(dated[-1])[:4]


def _moment(story: RelatedStory, with_year: bool) -> str:
    published = story.article.published
    return dates.moment(published, with_year) if published is not None else "no date"


def _delay(story: RelatedStory, dated: list[int]) -> str:
    published = story.article.published
    return dates.later(published - dated[0]) if published is not None else ""


def _aligned(texts: list[str]) -> list[str]:
    """ASCII texts, flush right."""
    width = max(map(len, texts))
    return [text.rjust(width) for text in texts]


def _provider(article: Article) -> str:
    return safetext.line(article.provider.name or article.provider.domain)
