"""The styles that lines are drawn in."""

from __future__ import annotations

from rich.color import Color

from newsreader.tui.chart import Chart
from newsreader.tui.lines import Lines
from newsreader.tui.story import StoryPane
from tests.tui.conftest import Reader, Start


def stale(reader: Reader) -> list[str]:
    """What is drawn in other styles than those that the style sheet says now."""
    found = []
    for pane in reader.app.screen.walk_children():
        if isinstance(pane, Lines | StoryPane | Chart):
            if pane.looks.own != pane.rich_style:
                found.append(str(pane))
            for name in pane.COMPONENT_CLASSES:
                if pane.looks.whole(name) != pane.get_component_rich_style(name):
                    found.append(f"{pane} {name}")
    return found


async def test_they_are_blended_anew_when_they_change(start: Start) -> None:
    async with start() as reader:
        for theme in ("light", "dark", "terminal"):
            reader.app.theme = theme
            await reader.settle()
            assert stale(reader) == []
            for key in ("l", "h", "h", "l", "t", "tab", "escape"):
                await reader.press(key)
                assert stale(reader) == []
                assert all(pane.looks._whole for pane in reader.app.screen.query(Lines))


async def test_a_story_has_the_colours_of_a_new_theme(start: Start) -> None:
    async with start() as reader:
        for theme, key in (("light", "j"), ("dark", "k"), ("terminal", "j"), ("light", "k")):
            reader.app.theme = theme
            await reader.settle()
            wanted = reader.story.get_component_rich_style("story--title").color
            assert title_colour(reader) == wanted
            await reader.press(key)
            assert title_colour(reader) == wanted


def title_colour(reader: Reader) -> Color | None:
    """The colour in which the story's title is laid out."""
    segment = next(segment for segment in reader.story.page.lines[0] if segment.text.strip())
    return segment.style.color if segment.style else None


async def test_a_part_has_no_background_of_its_own(start: Start) -> None:
    async with start() as reader:
        assert reader.headlines.looks.whole("headlines--dot").bgcolor is not None
        part = reader.headlines.looks.part("headlines--dot")
        assert part.bgcolor is None and part.color == reader.headlines.looks.whole("headlines--dot").color
