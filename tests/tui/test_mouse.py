"""The mouse in the lists: hovering, clicks, the wheel."""

from __future__ import annotations

from textual import events
from textual.widget import Widget

from tests.conftest import Put, article
from tests.tui.conftest import Reader, Start


def background(reader: Reader, line: int) -> object:
    """The background of a line of the headlines."""
    strip = reader.headlines.render_line(line)
    style = list(strip)[2].style
    return style.bgcolor if style else None


async def test_the_line_under_the_mouse_is_lit(start: Start) -> None:
    async with start() as reader:
        plain, cursor = background(reader, 2), background(reader, 0)
        await reader.pilot.hover("#headlines", offset=(9, 4))
        assert background(reader, 2) == background(reader, 3) not in (plain, cursor)
        await reader.pilot.hover("#headlines", offset=(9, 1))
        assert background(reader, 2) == plain and background(reader, 0) == cursor
        await reader.pilot.hover("#headlines", offset=(9, 3))
        await reader.pilot.hover("#story", offset=(9, 3))
        assert background(reader, 2) == plain
        await reader.pilot.hover("#headlines", offset=(9, 20))
        assert reader.pane == "headlines" and reader.headlines.cursor == 0


async def test_a_double_click_opens_a_story(start: Start) -> None:
    async with start() as reader:
        await reader.pilot.click("#headlines", offset=(9, 3))
        await reader.settle()
        assert reader.headlines.cursor == 1 and reader.pane == "headlines" and reader.numbers["Unread"] == 2
        await reader.pilot.click("#headlines", offset=(9, 1), times=2)
        await reader.settle()
        assert reader.headlines.cursor == 0 and reader.pane == "story" and reader.numbers["Unread"] == 1


async def wheel(reader: Reader, pane: Widget, times: int = 3) -> None:
    region = pane.region
    x, y = region.x + 5, region.y + 5
    for _ in range(times):
        event = events.MouseScrollDown(pane, x, y, 0, 1, 0, False, False, False, screen_x=x, screen_y=y)
        reader.screen._forward_event(event)
        await reader.pilot.pause()
    for _ in range(100):
        if not reader.app.animator.is_being_animated(pane, "scroll_y"):
            break
        await reader.pilot.pause(0.02)
    await reader.settle()


async def test_the_wheel_scrolls_what_is_under_it(start: Start, put: Put) -> None:
    text = article("Long", "https://e.org/long", "2023-01-01", excerpt=f'"{"word " * 900}"')
    put(
        {
            f"{n}.md": article(f"T{n}", f"https://e.org/{n}", f"2022-01-{n:02}", provider=f"{{name: P{n}}}")
            for n in range(1, 31)
        }
        | {"long.md": text}
    )
    async with start() as reader:
        panes: list[Widget] = [reader.headlines, reader.story, reader.sidebar]
        for pane in panes:
            before = [other.scroll_offset.y for other in panes]
            await wheel(reader, pane)
            after = [other.scroll_offset.y for other in panes]
            assert [one != two for one, two in zip(before, after, strict=True)] == [
                other is pane for other in panes
            ]
        assert reader.pane == "headlines" and reader.headlines.cursor == 0
