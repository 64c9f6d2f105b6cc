"""The bottom line when something is typed."""

from __future__ import annotations

import pytest
from textual.widgets import Input

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
