"""Texts have the room that they need."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from newsreader.tui.fitting import Fitting
from tests.tui.conftest import Start


async def test_a_text_that_changes_around_a_layout(start: Start) -> None:
    async with start() as reader:
        await reader.press("/")
        prompt = reader.screen.query_one("#entry-prompt", Fitting)
        line = prompt.parent
        assert isinstance(line, Widget)
        prompt.update(Content("a"))
        line._clear_arrangement_cache()  # as what stands beside it does
        reader.screen._refresh_layout()
        prompt.update(Content("much longer"))
        await reader.settle()
        await reader.pilot.pause(0.1)
        assert prompt.size.width == len("much longer") and "much longer" in reader.text()
