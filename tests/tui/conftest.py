"""The screen under a pilot: started on a library, settled after every key."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from newsreader.config import Config
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.tui import arranging
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.headlines import Headlines
from newsreader.tui.screen import ReaderScreen
from newsreader.tui.sidebar import Sidebar
from newsreader.tui.story import StoryPane

LONGEST = 100
"""Seconds after which a test fails where it waits, since that never comes; the whole suite would wait, too."""


class Reader:
    """A running program, and what can be seen of it."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        assert isinstance(pilot.app, NewsreaderApp)
        self.app = pilot.app

    async def press(self, *keys: str) -> None:
        """Press keys, each when what the one before caused is done; but text is typed on as people type it."""
        for place, key in enumerate(keys, 1):
            await self.pilot.press(key)
            is_text = len(key) == 1 and place < len(keys) and len(keys[place]) == 1
            if not is_text or self.screen.takes_keys:
                await self.settle()

    async def settle(self) -> None:
        """Wait until no thread works for the screen and everything is drawn.

        What a thread found may make the screen ask another one, and a new size goes from widget to widget: only
        three looks in a row that see no thread are the end.
        """
        idle = 0
        while idle < 3:
            await self.pilot._wait_for_screen()
            assert self.app._exception is None, "it would be waited for what ended"
            idle = 0 if self._is_working else idle + 1
            while self._is_working:
                await asyncio.sleep(0.002)
            await self.screen.finish()
            await self.pilot.pause(0.002)

    @property
    def _is_working(self) -> bool:
        """Whether keys are still kept for a start, or a thread does what one asked for, or what that led to."""
        if self.app._early_keys is not None:
            return True
        workers = (worker for worker in self.app.workers if worker.group not in ("marks", "living"))
        return not all(worker.is_finished for worker in workers)

    @property
    def screen(self) -> ReaderScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, ReaderScreen)
        return screen

    @property
    def headlines(self) -> Headlines:
        return self.screen.headlines

    @property
    def sidebar(self) -> Sidebar:
        return self.screen._sidebar

    @property
    def story(self) -> StoryPane:
        return self.screen.story

    @property
    def pane(self) -> str:
        return self.screen.pane

    @property
    def title(self) -> str:
        """The title of the story that is shown."""
        return self.story.story.article.title if self.story.story else ""

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers of the sidebar."""
        return {view.name: view.number for view in self.sidebar.views if view.query is not None}

    @property
    def messages(self) -> list[str]:
        """What the program told the user."""
        return [str(notification.message) for notification in self.app._notifications]

    def text(self) -> str:
        """What is on the screen."""
        width = self.app.size.width
        return "\n".join(
            "".join(segment.text for segment in line)[:width]
            for line in self.app.screen._compositor.render_strips()
        )


Start = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture(autouse=True)
def no_idling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the pilot's waiting for an idle processor, a tenth of a second a key: `settle` waits for the work."""

    async def give_way(*seconds: float) -> None:
        await asyncio.sleep(0.001)

    for module in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{module}.wait_for_idle", give_way)
    monkeypatch.setattr(arranging, "PAUSE", 0.001)


@pytest.fixture
def start(library: Library, marks: Marks) -> Start:
    """Starts the program on the two seeds: `async with start(size=…, config=…) as reader`."""

    @asynccontextmanager
    async def started(
        size: tuple[int, int] = (120, 36), config: Config | None = None, other: Library | None = None
    ) -> AsyncIterator[Reader]:
        app = NewsreaderApp(other or library, marks, config)
        async with asyncio.timeout(LONGEST), app.run_test(size=size) as pilot:
            reader = Reader(pilot)
            await reader.settle()
            yield reader

    return started


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that writes its arguments to the file that this returns."""
    out, script = tmp_path / "opened", tmp_path / "browser"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {out}\n')
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(script))
    return out
