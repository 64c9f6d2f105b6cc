"""What changes without a key: sources are looked at again, and what other processes write is shown.

Sources are looked at by a process of its own (`newsreader refresh`), so that however many files there are,
and whatever is in them, no key has to wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from newsreader import config, files
from newsreader.errors import StorageError
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.records import NamedTuple
from newsreader.tui.wording import count

INTERVAL = 1.0
"""Seconds between two looks at the databases and the configuration."""


class Found(NamedTuple):
    """What there is to say of the sources, and whether it is news."""

    text: str
    is_news: bool


class Living:
    """Calls `articles_changed`, `marks_changed` and `settings_changed` when another process wrote some.

    `settings` is the file of the configuration, which names what files say, too.
    """

    def __init__(
        self,
        library: Library,
        marks: Marks,
        articles_changed: Callable[[], None],
        marks_changed: Callable[[], None],
        settings_changed: Callable[[], None],
        settings: Path | None,
    ) -> None:
        self._library = library
        self._marks = marks
        self._changed = (articles_changed, marks_changed, settings_changed)
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None
        self._is_refreshing = False
        self._can_stop = False

    async def watch(self) -> None:
        """Look at both databases and the configuration until cancelled."""
        before: tuple[object, ...] = ()
        while True:
            # A database that cannot be read now is told of by whatever needs it; here it is only not news.
            with contextlib.suppress(StorageError):
                now = await asyncio.to_thread(self._versions)
                for changed, was, is_now in zip(self._changed, before or now, now, strict=True):
                    if was != is_now:
                        changed()
                before = now
            await asyncio.sleep(INTERVAL)

    def _versions(self) -> tuple[object, ...]:
        settings = files.version(self._settings) if self._settings else None
        return self._library.version(), self._marks.version(), settings

    async def refresh(self, begun: Callable[[], None], can_stop: bool) -> Found | None:
        """Look at the sources again; None if there are none, or if that is being done.

        `begun` is called once there is something to look at; `stop` ends it if it `can_stop`.
        """
        if self._is_refreshing:
            return None
        self._is_refreshing = True
        try:
            if not await asyncio.to_thread(self._sources):
                return None
            if bar := await asyncio.to_thread(self._bar):
                return Found(f"The sources were not looked at. {bar}", is_news=True)
            begun()
            return await self._look(can_stop)
        finally:
            self._is_refreshing = False

    async def _look(self, can_stop: bool) -> Found:
        """Have a process look at the sources."""
        try:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "newsreader", "--library", os.fspath(self._library.path)),
                *("refresh", "--json"),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as error:
            return Found(f"The sources were not looked at: {error.strerror}. Start newsreader again.", True)
        with contextlib.suppress(OSError):  # it may have ended
            mine = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PROCESS, self._process.pid, mine + files.NICENESS)
        try:
            self._can_stop = can_stop
            answer, _ = await self._process.communicate()
        finally:
            self._can_stop = True
            self.stop()
            self._process = None
        return _found(answer)

    def stop(self) -> bool:
        """Stop looking at the sources; False when nobody asked for it. What was found so far stays."""
        if self._process is None or not self._can_stop:
            return False
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        return True

    def _bar(self) -> str:
        """Why files may not be read with the configuration as it is now; "" if they may."""
        bar = config.barring(config.load(self._settings)[1]) if self._settings else None
        return f"{bar.refusal()}." if bar else ""

    def _sources(self) -> bool:
        try:
            writable = os.access(self._library.path, os.W_OK)
            return writable and not all(map(files.is_away, self._library.sources()))
        except StorageError:
            return False


def _found(answer: bytes) -> Found:
    """The summary of `newsreader refresh --json` in words."""
    try:
        counts = json.loads(answer)
        new, updated, failed = (int(counts[name]) for name in ("new", "updated", "failed"))
    except (ValueError, KeyError, TypeError):
        return Found("The sources were not looked at to the end. newsreader refresh says why.", True)
    parts = [count(new, "new story", "new stories") if new else "Nothing new"]
    if updated:
        parts.append(f"{updated:,} changed")
    if failed:
        parts.append(f"{failed:,} refused (newsreader refresh says why)")
    return Found(", ".join(parts) + ".", is_news=bool(new or updated))
