"""Marks written one after another in a thread, in the order in which they were asked for."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from newsreader.errors import NewsreaderError, StorageError
from newsreader.library import Library
from newsreader.marks import Mark, Step
from newsreader.query import Query
from newsreader.tui.views import changes_of

ADJUSTED_LIMIT = 500
"""Changes up to which the numbers that are shown are adjusted; beyond it they are counted anew."""

Work = Callable[[], Step | None]
Then = Callable[[Step | None], None]


@dataclass(frozen=True, slots=True)
class Saved:
    """What is in the database after a step: the marks by key, the changes of numbers by id and by entry.

    `is_large`: there is too much of it to adjust numbers; the rows on the screen are read anew.
    """

    marks: Mapping[int, Mark] = field(default_factory=dict)
    unread: Mapping[int, int] = field(default_factory=dict)
    numbers: Counter[Query] = field(default_factory=Counter)
    is_large: bool = False


class MarkQueue:
    """Runs what changes marks; `done` gets what was saved, `failed` each error."""

    def __init__(
        self, library: Library, done: Callable[[Saved], None], failed: Callable[[NewsreaderError], None]
    ) -> None:
        self._library = library
        self._thread = ThreadPoolExecutor(
            1, "marks"
        )  # its own, so that no other work can keep a mark waiting
        self._done = done
        self._failed = failed
        self._waiting: asyncio.Queue[tuple[Work, Then | None]] = asyncio.Queue()
        self._unfinished = 0
        self._intended: dict[tuple[int, str], bool] = {}
        self.has_failed = False
        self._version = 0

    @property
    def version(self) -> int | None:
        """Another number whenever marks were written; None while they are."""
        return None if self._unfinished else self._version

    def toggled(self, key: int, name: str, shown: bool) -> bool:
        """What a toggle means: the opposite of what is shown, or of what is not saved yet."""
        self._intended[key, name] = not self._intended.get((key, name), shown)
        return self._intended[key, name]

    def put(self, work: Work, then: Then | None = None) -> None:
        """Have `work` done after everything that was put before; `then` gets its step too."""
        self._unfinished += 1
        self._waiting.put_nowait((work, then))

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            work, then = await self._waiting.get()
            try:
                loop = asyncio.get_running_loop()
                step, saved = await loop.run_in_executor(self._thread, self._work, work)
                self.has_failed = False
                self._done(saved)
                if then is not None:
                    then(step)
            except NewsreaderError as error:
                self.has_failed = True
                self._failed(error)
            finally:
                self._version += 1
                self._unfinished -= 1
                if not self._unfinished:
                    self._intended.clear()
                self._waiting.task_done()

    async def finish(self) -> None:
        """Wait until everything that was put is done."""
        await self._waiting.join()

    def _work(self, work: Work) -> tuple[Step | None, Saved]:
        step = work()
        if step is None:
            return None, Saved()
        if len(step.changes) > ADJUSTED_LIMIT:
            return step, Saved(step.marks, is_large=True)
        try:
            grouped = self._library.grouped([change.key for change in step.changes])
        except StorageError:
            return step, Saved(
                step.marks, is_large=True
            )  # the marks are saved; only their numbers are not known
        unread = {
            grouped[change.key].id: change.before.read - change.now.read
            for change in step.changes
            if change.key in grouped
        }
        return step, Saved(step.marks, unread, changes_of(step, grouped))


class Bulk:
    """One long change of marks, a part of it at a time, so that other marks are saved between the parts.

    `part` is called in the queue's thread with how many stories were looked at so far and the step that it
    continues; `progress` and `end` in the screen, with how many were changed.
    """

    def __init__(
        self,
        queue: MarkQueue,
        part: Callable[[int, int | None], Step | None],
        progress: Callable[[int], None],
        end: Callable[[Step | None, int], None],
    ) -> None:
        self._queue = queue
        self._part = part
        self._progress = progress
        self._end = end
        self._seen = self._changed = 0
        self._step: int | None = None
        self._stopped = False
        self._next()

    def stop(self) -> None:
        """Leave it at what is done."""
        self._stopped = True

    def _next(self) -> None:
        self._queue.put(lambda: self._part(self._seen, self._step), self._done)

    def _done(self, step: Step | None) -> None:
        if step is not None:
            self._seen += len(step.marks)
            self._changed += len(step.changes)
            self._step = step.id
            if not step.is_whole and not self._stopped:
                self._progress(self._changed)
                self._next()
                return
        self._end(step, self._changed)
