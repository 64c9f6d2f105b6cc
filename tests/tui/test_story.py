"""The story pane: the way that led to a story, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newsreader.marks import Mark
from newsreader.tui import reading
from newsreader.tui.story import way
from tests.conftest import Put, article
from tests.tui.conftest import Reader, Start


@pytest.mark.parametrize(
    ("titles", "width", "text"),
    [
        (["First", "Second"], 40, "First ‹ Second ‹ here"),
        (["First", "Second"], 20, "… ‹ Second ‹ here"),
        (["A title that is longer than others", "Coverage"], 60, "A title that is lon… ‹ Coverage ‹ here"),
        (["A title that is longer than others"], 30, "A title that is longer… ‹ here"),
        (["東京タワーの見出し"], 20, "東京タワーの… ‹ here"),
        (["a", "b", "c", "d"], 17, "… ‹ c ‹ d ‹ here"),
        (["Anything"], 8, "… ‹ here"),
    ],
)  # fmt: skip
def test_the_way_keeps_what_is_nearest(titles: list[str], width: int, text: str) -> None:
    assert way(titles, width) == text


@given(st.lists(st.text(max_size=60), min_size=1, max_size=8), st.integers(8, 120))
def test_the_way_fits(titles: list[str], width: int) -> None:
    text = way(titles, width)
    assert cell_len(text) <= width and text.endswith("‹ here")


def long_text(name: str) -> str:
    """A body of many paragraphs, each with words of its own."""
    return "\n\n".join(
        f"{name}{number} " + " ".join(f"word{number}x{word}" for word in range(30)) for number in range(40)
    )


@pytest.fixture
def long(put: Put) -> None:
    """Three long stories, the newest of all."""
    put(
        {
            f"{n}.md": article(
                f"Long {n}", f"https://e.org/{n}", f"2031-01-0{n}", body=long_text("abc"[n - 1])
            )
            for n in (1, 2, 3)
        }
    )


def top(reader: Reader) -> str:
    return reader.story.render_line(0).text.strip()


@pytest.mark.usefixtures("long")
async def test_a_story_of_the_list_is_where_it_was_left(start: Start) -> None:
    async with start() as reader:
        await reader.press("enter", "pagedown", "pagedown")
        first = top(reader)
        await reader.press("h", "j")
        assert reader.title == "Long 2" and top(reader) == "Long 2"
        await reader.press("l", "pagedown")
        second = top(reader)
        await reader.press("h", "k")
        assert reader.title == "Long 3" and top(reader) == first
        await reader.press("j", "j", "k")
        assert reader.title == "Long 2" and top(reader) == second


@pytest.mark.usefixtures("long")
async def test_only_the_last_places_are_kept(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PLACES", 1)
    async with start() as reader:
        await reader.press("enter", "pagedown", "h", "j", "k")
        assert reader.title == "Long 3" and top(reader) != "Long 3"
        await reader.press("j", "l", "pagedown", "h", "j", "k", "k")
        assert reader.title == "Long 3" and top(reader) == "Long 3"


@pytest.mark.usefixtures("long")
async def test_the_line_at_the_top_stays_there_at_every_size(start: Start) -> None:
    async with start(size=(120, 36)) as reader:
        await reader.press("enter", *["pagedown"] * 3)
        first, scroll = top(reader).split()[0], reader.story.scroll_offset.y
        for width in (80, 100, 64, 200, 50, 90, 110, 70, 120):
            await reader.pilot.resize_terminal(width, 36)
            await reader.settle()
            assert first in top(reader).split()
        assert reader.story.scroll_offset.y == scroll, "it did not creep"
        await reader.press("m")
        assert first in top(reader).split(), "a mark changes nothing about it"
        await reader.press("g", "g")
        await reader.pilot.resize_terminal(80, 24)
        await reader.settle()
        assert top(reader) == "Long 3"


async def test_the_scroll_bar_is_that_of_the_story(start: Start, put: Put) -> None:
    lengths = {"2031-01-03": 60, "2031-01-02": 20, "2031-01-01": 0}
    put(
        {
            f"{count}.md": article(
                f"Of {count}", f"https://e.org/{count}", day, body="\n\n".join(["A paragraph."] * count)
            )
            for day, count in lengths.items()
        }
    )
    async with start(size=(120, 24)) as reader:
        story, seen = reader.story, []
        for key in "jjkk":
            await reader.press(key)
            seen.append(story.show_vertical_scrollbar)
            assert story.virtual_size.height == len(story.page.lines)
            if story.show_vertical_scrollbar:
                assert story.vertical_scrollbar.window_virtual_size == len(story.page.lines)
            assert story.max_scroll_y == max(
                0, len(story.page.lines) - story.scrollable_content_region.height
            )
        assert seen == [True, False, True, True]


async def test_marks_are_kept_only_for_a_story_on_its_way(start: Start) -> None:
    async with start() as reader:
        reader.screen.reading.apply({key: Mark(read=True) for key in range(1000)})
        assert reader.screen.reading._saved == {}
        await reader.press("j", "m", "k")
        reader.screen.reading._show(404)
        await reader.settle()
        assert any("no longer in the library" in message for message in reader.messages)
        reader.screen.reading.apply({key: Mark(read=True) for key in range(1000)})
        assert reader.screen.reading._saved == {}
