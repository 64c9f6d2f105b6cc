"""Marks written one after another in a thread, in the order in which they were asked for."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from newsreader.errors import NewsreaderError
from newsreader.library import Library
from newsreader.marks import Step
from newsreader.query import Query
from newsreader.tui.sidebar import changes_of

ADJUSTED_LIMIT = 500
"""Changes up to which what is shown is adjusted; beyond it everything is taken anew."""

Work = Callable[[], Step | None]


@dataclass(frozen=True, slots=True)
class Saved:
    """A step that is in the database, and what it changes in the sidebar: None means take all anew."""

    step: Step
    numbers: Counter[Query] | None


class MarkQueue:
    """Runs what changes marks; `done` gets each step once it is saved, `failed` each error."""

    def __init__(
        self, library: Library, done: Callable[[Saved], None], failed: Callable[[NewsreaderError], None]
    ) -> None:
        self._library = library
        self._done = done
        self._failed = failed
        self._waiting: asyncio.Queue[tuple[Work, Callable[[Step | None], None] | None]] = asyncio.Queue()

    def put(self, work: Work, then: Callable[[Step | None], None] | None = None) -> None:
        """Have `work` done after everything that was put before; `then` gets its step too."""
        self._waiting.put_nowait((work, then))

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            work, then = await self._waiting.get()
            try:
                step, saved = await asyncio.to_thread(self._work, work)
                if saved is not None:
                    self._done(saved)
                if then is not None:
                    then(step)
            except NewsreaderError as error:
                self._failed(error)
            finally:
                self._waiting.task_done()

    async def finish(self) -> None:
        """Wait until everything that was put is done."""
        await self._waiting.join()

    def _work(self, work: Work) -> tuple[Step | None, Saved | None]:
        step = work()
        if step is None or not step.changes:
            return step, None
        if len(step.changes) > ADJUSTED_LIMIT:
            return step, Saved(step, None)
        names = self._library.topics_and_providers([change.key for change in step.changes])
        return step, Saved(step, changes_of(step, names))
