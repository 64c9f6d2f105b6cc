"""Marks written one after another in a thread, in the order in which they were asked for.

What cannot be saved, on a full disk or in a locked database, is kept and tried again until it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat

from newsreader.errors import NewsreaderError, StorageError
from newsreader.library import Library
from newsreader.marks import Mark, Step
from newsreader.query import Query
from newsreader.records import EMPTY, NamedTuple
from newsreader.tui.views import changes_of

PAUSES = (0.5, 1.0, 2.0, 5.0)
"""Seconds before a change that was not saved is tried again; the last of them from then on."""

ADJUSTED_LIMIT = 500
"""Changes up to which the numbers that are shown are adjusted; beyond it they are counted anew."""

AT_ONCE = 0.25
"""Seconds after which a long change lets other marks be saved."""

Work = Callable[[], Step | None]
Then = Callable[[Step | None], None]


class Saved(NamedTuple):
    """What is in the database after a step: the marks by key, the changes of numbers by id and by entry.

    `is_large`: there is too much of it to adjust numbers; the rows on the screen are read anew.
    """

    marks: Mapping[int, Mark] = EMPTY
    unread: Mapping[int, int] = EMPTY
    numbers: Mapping[Query, int] = EMPTY
    is_large: bool = False


class MarkQueue:
    """Runs what changes marks; `done` gets what was saved.

    `failed` gets the error of each try that saved nothing, and None once what had failed is saved.
    """

    def __init__(
        self,
        library: Library,
        done: Callable[[Saved], None],
        failed: Callable[[NewsreaderError | None], None],
    ) -> None:
        self._library = library
        self._thread = ThreadPoolExecutor(
            1, "marks"
        )  # its own, so that no other work can keep a mark waiting
        self._done = done
        self._failed = failed
        self._waiting: asyncio.Queue[tuple[Work, Then | None]] = asyncio.Queue()
        self._intended: dict[tuple[int, str], bool] = {}
        self._error: NewsreaderError | None = None
        self._is_writing = False
        self._version = 0
        self._hurry = asyncio.Event()
        self._has_tried = asyncio.Event()
        self._unsaved: Work | None = None
        self._has_ended = asyncio.Event()
        self.unfinished = 0
        """Changes that are not saved yet."""

    @property
    def has_failed(self) -> bool:
        """Whether something waits to be tried again, or for nobody any more."""
        return self._error is not None or (self._has_ended.is_set() and self.unfinished > 0)

    @property
    def version(self) -> int | None:
        """Another number whenever marks were written; None while they are."""
        return None if self._is_writing else self._version

    def toggled(self, key: int, name: str, shown: bool) -> bool:
        """What a toggle means: the opposite of what is shown, or of what is not saved yet."""
        self._intended[key, name] = not self._intended.get((key, name), shown)
        return self._intended[key, name]

    def intend(self, keys: Iterable[int], name: str, value: bool) -> None:
        """Note what is about to be put, for toggles that come before it is saved."""
        self._intended |= {(key, name): value for key in keys}

    def forget(self) -> None:
        """Have toggles mean the opposite of what is shown: nobody knows yet what undoing leads to."""
        self._intended.clear()

    def put(self, work: Work, then: Then | None = None) -> None:
        """Have `work` done after everything that was put before; `then` gets its step too."""
        self.unfinished += 1
        self._waiting.put_nowait((work, then))
        if self._error is not None:
            self._failed(self._error)  # there is more of it now

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            while True:
                await self._take(*await self._waiting.get())
        finally:
            self._has_ended.set()

    async def _take(self, work: Work, then: Then | None) -> None:
        step, saved = await self._save(work)
        self._version += 1
        self.unfinished -= 1
        if not self.unfinished:
            self._intended.clear()
        self._done(saved)
        if then is not None:
            then(step)
        self._waiting.task_done()
        if self._error is not None and not self.unfinished:
            self._error = None
            self._failed(None)

    async def _save(self, work: Work) -> tuple[Step | None, Saved]:
        """Try until it is done: what is behind it waits, so that the order stays."""
        self._unsaved = work
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            self._is_writing = True
            try:
                return await asyncio.get_running_loop().run_in_executor(self._thread, self._work, work)
            except NewsreaderError as error:
                self._error = error
                self._failed(error)
            finally:
                self._is_writing = False
            self._has_tried.set()
            self._hurry.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), pause)
        raise AssertionError("it is tried for ever")

    def hurry(self) -> None:
        """Try at once what waits to be tried again."""
        self._hurry.set()

    async def finish(self) -> None:
        """Wait until everything that was put is saved, or one more try has failed: then `has_failed`.

        Nobody waits for what no longer works: whoever quits would wait for ever.
        """
        self._has_tried.clear()
        self._hurry.set()
        waits = (self._waiting.join(), self._has_tried.wait(), self._has_ended.wait())
        ends = [asyncio.ensure_future(wait) for wait in waits]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()

    def save_rest(self) -> bool:
        """Try once, without a loop, what was put and is not saved; whether all of it is. For the end."""
        self._thread.shutdown()  # what is on its way is saved, or known not to be
        rest = [] if self._unsaved is None else [self._unsaved]
        self._unsaved = None
        while not self._waiting.empty():
            rest.append(self._waiting.get_nowait()[0])
        with ThreadPoolExecutor(1) as thread:  # which keeps whatever error there is
            return all(thread.submit(work).exception() is None for work in rest)

    def _work(self, work: Work) -> tuple[Step | None, Saved]:
        self._unsaved = None  # an unexpected error is not met twice
        try:
            step = work()
        except NewsreaderError:
            self._unsaved = work
            raise
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

    `part` is called in the queue's thread with the step that it continues; `progress` and `end` in the
    screen, with how many stories were changed.
    """

    def __init__(
        self,
        queue: MarkQueue,
        part: Callable[[int | None], Step | None],
        progress: Callable[[int], None],
        end: Callable[[Step | None, int], None],
    ) -> None:
        self._queue = queue
        self._part = part
        self._progress = progress
        self._end = end
        self._changed = 0
        self._step: int | None = None
        self._stopped = self._has_failed = False
        self._next()

    def stop(self) -> None:
        """Leave it at what is done; a part that could not be saved is not tried again."""
        self._stopped = True

    @property
    def is_given_up(self) -> bool:
        """Whether it was stopped when a part could not be saved."""
        return self._stopped and self._has_failed

    def _next(self) -> None:
        self._queue.put(self._try, self._done)

    def _try(self) -> Step | None:
        """The next parts, as one: what is told and shown anew for each takes longer than to save it."""
        if self.is_given_up:
            return None
        made = None
        end = time.monotonic() + AT_ONCE
        try:
            while step := self._part(made.id if made else self._step):
                made = made.joined(step) if made else step
                self._has_failed = False
                if step.is_whole or self._stopped or time.monotonic() > end:
                    break
        except NewsreaderError:
            self._has_failed = True
            if made is None:  # else the part that failed is tried again after what was saved is shown
                raise
        return made

    def _done(self, step: Step | None) -> None:
        if step is not None:
            self._changed += len(step.changes)
            self._step = step.id
            if not step.is_whole and not self._stopped:
                self._progress(self._changed)
                self._next()
                return
        self._end(step, self._changed)
