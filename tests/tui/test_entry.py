"""The bottom line when something is typed."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from newsreader.fields import FIELDS
from tests.tui.conftest import Start


@pytest.mark.parametrize(
    ("keys", "before", "behind"),
    [
        (["t", "o", "p", "left", "tab"], "topic:", "p"),
        ([*"topic:n police", *["left"] * 7, "tab"], 'topic:"Natural Language Processing"', " police"),
        ([*"topic:n", "left", "tab", "tab"], 'topic:"Computer Vision" ', "n"),
        ([*" police", "home", *"topic:", "tab", "tab", "tab", "tab"], "topic:AI", " police"),
    ],
)
async def test_tab_keeps_what_is_behind_the_cursor(
    start: Start, keys: list[str], before: str, behind: str
) -> None:
    async with start() as reader:
        entry = reader.screen.query_one("#entry-text", Input)
        await reader.press("/", *keys)
        assert (entry.value, entry.cursor_position) == (before + behind, len(before))


async def test_tab_goes_on_from_the_only_possibility(start: Start) -> None:
    async with start() as reader:
        entry = reader.screen.query_one("#entry-text", Input)
        await reader.press("/", *"top", "tab")
        assert entry.value == "topic:"
        found = []
        for _ in range(4):
            await reader.press("tab")
            found.append(entry.value)
        assert found[0] == found[3] == "topic:AI " and len(set(found)) == 3
        await reader.press("ctrl+u", *"t", "tab")
        assert entry.value == "topic:"
        await reader.press("tab")
        assert entry.value == "type:", "of several, the next one"


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 10)])
async def test_all_of_a_mistake_is_seen(start: Start, size: tuple[int, int]) -> None:
    async with start(size=size) as reader:
        await reader.press("/", *"foo:x")
        words = " ".join(reader.text().split())
        assert f"no field is called foo: there are {', '.join(FIELDS)}" in words
        assert reader.text().splitlines()[-1].strip().startswith("/foo:x")
        await reader.press("ctrl+u", *"topc:x")
        assert "did you mean topic:?" in " ".join(reader.text().split())
        await reader.press("ctrl+u", *"boston")
        assert "no field" not in reader.text() and "2 stories" in reader.text().splitlines()[-1]
        await reader.press("escape")
        assert reader.screen.keys.region.height == 1
        assert reader.screen.keys.region.bottom == size[1]


async def test_a_mistake_finds_its_place_when_the_size_changes(start: Start) -> None:
    async with start(size=(140, 36)) as reader:
        await reader.press("/", *"sort:x")
        assert "relevance, hot" in reader.text().splitlines()[-1]
        await reader.pilot.resize_terminal(60, 20)
        await reader.settle()
        *_, above, line = reader.text().splitlines()
        assert "relevance, hot" in above and line.strip() == "/sort:x"


async def test_signs_in_which_nothing_is_looked_for_are_told(start: Start) -> None:
    async with start() as reader:
        await reader.press("/", "%")
        assert reader.headlines.count == 2
        await reader.press("enter")
        assert "nothing to look for in “%”" in reader.text()
        await reader.press("backspace", "enter")
        assert reader.pane == "headlines" and reader.headlines.count == 2
