"""Who covered a story, in the story pane."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from newsreader.article import Article, Provider
from newsreader.library import Library, RelatedStory
from newsreader.marks import Mark
from newsreader.tui import timeline as timelines
from newsreader.tui.page import NARROWEST, STYLES, Page
from newsreader.tui.timeline import Timeline, lay_out, summary
from tests.conftest import Put, article
from tests.tui.conftest import Start

PLAIN = {name: Style() for name in STYLES}
HOUR = 3_600
NOON = 1_709_294_400


def told(key: int, title: str, published: int | None, provider: str = "", read: bool = False) -> RelatedStory:
    story = Article(key, title, published=published, provider=Provider(provider))
    return RelatedStory(story, True, read, False)


STORIES = (
    told(1, "City bans it", NOON, "Alpha"),
    told(2, "市議会が禁止：東京タワー", NOON + 3 * HOUR, "毎日ニュース", read=True)._replace(starred=True),
    told(3, "Police react to what the city does", NOON + 50 * HOUR, "A very long name of a provider"),
    told(4, "Nobody knows when", None, "alpha"),
)


def test_a_table() -> None:
    page = lay_out(Timeline(STORIES[2].article, STORIES), 78, PLAIN)
    assert [line.text.rstrip() for line in page.lines] == [
        "Police react to what the city does",
        "4 stories by 3 providers, over 2 days in 2024",
        "",
        "  [1] ●  1 Mar 12:00 first  Alpha          City bans it",
        "  [2]  ★ 1 Mar 15:00  +3 h  毎日ニュース   市議会が禁止：東京タワー",
        " ▌[3] ●  3 Mar 14:00  +2 d  A very long …  Police react to what the city does",
        "  [4] ●      no date        alpha          Nobody knows when",
    ]
    assert [(link.first, link.key) for link in page.links] == [(3, 1), (4, 2), (5, 3), (6, 4)]


@pytest.mark.parametrize(
    ("stories", "text"),
    [
        (STORIES[:1], "1 story by 1 provider in 2024"),
        ((told(1, "a", None), told(2, "b", None)), "2 stories"),
        ((told(1, "a", 0), told(2, "b", NOON)), "2 stories, over 54 years"),
        (
            tuple(told(key, "a", NOON) for key in range(200)),
            "The nearest 200 stories, over 0 minutes in 2024",
        ),
    ],
)
def test_what_there_is(stories: tuple[RelatedStory, ...], text: str) -> None:
    assert summary(stories) == text


@given(
    st.lists(st.tuples(st.text(max_size=40), st.text(max_size=30), st.none() | st.integers(-(10**12), 10**13)), min_size=1),
    st.integers(1, 150),
)  # fmt: skip
def test_every_line_has_the_same_width(rows: list[tuple[str, str, int | None]], width: int) -> None:
    rows.sort(key=lambda row: (row[2] is None, row[2] or 0))
    stories = tuple(told(key, *row[::2], provider=row[1]) for key, row in enumerate(rows))
    page = lay_out(Timeline(stories[-1].article, stories), width, PLAIN)
    assert {line.cell_length for line in page.lines if line.text} == {max(NARROWEST, width)}


@pytest.fixture
def covered(put: Put) -> None:
    """The newest of three articles, which one of them names, beside a story that is none here."""
    named = "[{title: As told, webUrl: 'https://e.org/1'}, {title: Elsewhere, webUrl: 'https://e.org/9'}]"
    put(
        {
            "1.md": article("First", "https://e.org/1", "2031-01-03T10:00:00Z"),
            "2.md": article("Later", "https://e.org/2", "2031-01-03T12:00:00Z", related=named),
        }
    )


@pytest.mark.usefixtures("covered")
async def test_coverage_is_walked_like_a_story(start: Start, library: Library) -> None:
    async with start() as reader:
        await reader.press("enter", "c")
        text = reader.text()
        assert "Coverage" in text and "3 stories, over 2 hours in 2031" in text
        assert reader.story.selected == 1, "the story itself"
        await reader.press("k", "enter")
        assert reader.title == "First" and "Story" in reader.text() and reader.pane == "story"
        assert "Later ‹ Coverage ‹ here" in reader.text()
        await reader.press("escape")
        assert reader.title == "Later" and "3 stories" in reader.text() and reader.story.selected == 0
        await reader.press("escape")
        assert reader.title == "Later" and "3 stories" not in reader.text()
        await reader.press("shift+escape")
        assert "3 stories" in reader.text() and reader.story.selected == 0
        await reader.press("c")
        assert "3 stories" not in reader.text() and reader.pane == "story"
        await reader.press("escape")
        assert reader.pane == "headlines"


@pytest.mark.usefixtures("covered")
async def test_marks_in_the_coverage(start: Start, library: Library) -> None:
    async with start() as reader:
        await reader.press("c")
        assert reader.pane == "story", "from the headlines too"
        await reader.press("j", "s", "m", "y")
        assert reader.app.clipboard == "https://e.org/9"
        (elsewhere,) = (story for story in library.coverage(library.find("https://e.org/9")) if story.starred)
        assert elsewhere.read and elsewhere.article.title == "Elsewhere"
        assert "★" in reader.text()
        await reader.press("u", "u")
        assert "★" not in reader.text()
        await reader.press("f", "1")
        assert reader.title == "First"


@pytest.mark.usefixtures("covered")
@pytest.mark.parametrize("meanwhile", ["a mark", "a new size"])
async def test_what_comes_while_it_is_laid_out_leaves_its_place(
    start: Start, library: Library, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    async with start() as reader:
        is_free = threading.Event()

        def slow(timeline: Timeline, width: int, styles: Mapping[str, Style]) -> Page:
            is_free.wait(5)
            return lay_out(timeline, width, styles)

        monkeypatch.setattr(timelines, "lay_out", slow)
        await reader.pilot.press("enter", "c")
        while not reader.screen.reading.is_timeline:
            await reader.pilot.pause(0.01)
        if meanwhile == "a mark":
            reader.screen.reading.apply({library.find("https://e.org/9"): Mark(read=False, starred=True)})
        else:
            await reader.pilot.resize_terminal(100, 30)
            await reader.pilot.pause(0.1)
        is_free.set()
        await reader.settle()
        assert "Coverage" in reader.text() and reader.story.selected == 1, "the story itself"


async def test_a_story_that_nobody_else_covers(start: Start, put: Put) -> None:
    put({"1.md": article("Lonely", "https://e.org/1", "2031-01-03")})
    async with start() as reader:
        await reader.press("enter", "c")
        assert reader.messages[-1] == "Nobody else here covers this story."
        assert reader.title == "Lonely" and "Lonely" in reader.text()
        await reader.press("escape")
        assert reader.pane == "headlines"


@pytest.mark.usefixtures("covered")
async def test_coverage_of_a_story_that_is_not_there_yet(start: Start) -> None:
    async with start() as reader:
        await reader.pilot.press("j", "c")
        await reader.settle()
        assert reader.title == "First" and "3 stories" in reader.text()
        await reader.press("escape")
        assert reader.title == "First" and "3 stories" not in reader.text() and reader.pane == "story"
