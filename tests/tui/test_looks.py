"""The styles that lines are drawn in."""

from __future__ import annotations

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
            for key in ("l", "h", "h", "l", "t", "tab", "escape"):
                await reader.press(key)
                assert stale(reader) == []
                assert all(pane.looks._whole for pane in reader.app.screen.query(Lines))


async def test_a_part_has_no_background_of_its_own(start: Start) -> None:
    async with start() as reader:
        assert reader.headlines.looks.whole("headlines--dot").bgcolor is not None
        part = reader.headlines.looks.part("headlines--dot")
        assert part.bgcolor is None and part.color == reader.headlines.looks.whole("headlines--dot").color
