"""Work in threads whose results carry the request they answer; the stale ones are stopped and dropped."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

from textual.message import Message
from textual.screen import Screen

from newsreader.errors import NewsreaderError

_Result = TypeVar("_Result")

_AGAIN = 0.02
"""Seconds before a thread that nobody waits for is stopped again: it notices nothing before it asks."""

_LONGEST = 1.0
"""Seconds that the end of a screen waits for its threads; what is no query goes on by itself."""


class Answered(Message):
    """A request's work is done."""

    def __init__(self, subject: str, number: int, deliver: Callable[[], None]) -> None:
        super().__init__()
        self.subject = subject
        self.number = number
        self.deliver = deliver


class Failed(Message):
    """A request's work met an error that the user can do something about."""

    def __init__(self, subject: str, number: int, error: NewsreaderError) -> None:
        super().__init__()
        self.subject = subject
        self.number = number
        self.error = error


class Requests:
    """Asks threads on behalf of a screen, which hands every `Answered` back to `answer`."""

    def __init__(
        self, screen: Screen[Any], version: Callable[[], int | None], interrupt: Callable[[int], None]
    ) -> None:
        """`version` is another number whenever marks were written, and None while they are.

        `interrupt` stops what a thread, by its identifier, is waiting for.
        """
        self._screen = screen
        self._version = version
        self._interrupt = interrupt
        self._latest: Counter[str] = Counter()
        self._threads: dict[tuple[str, int], int] = {}
        self._lock = threading.Lock()
        self._is_stopping = False

    def ask(self, subject: str, work: Callable[[], _Result], then: Callable[[_Result], None]) -> None:
        """Do `work` in a thread; `then` gets its result in the screen, unless `subject` was asked again."""
        self.drop(subject)
        number = self._latest[subject]

        def run() -> None:
            try:
                if not self._begin(subject, number):
                    return
                try:
                    result = work()
                finally:
                    self._finish(subject, number)
            except NewsreaderError as error:
                self._screen.post_message(Failed(subject, number, error))
            else:
                self._screen.post_message(Answered(subject, number, lambda: then(result)))

        self._screen.run_worker(run, group=subject, thread=True)

    def ask_numbers(self, subject: str, work: Callable[[], _Result], then: Callable[[_Result], None]) -> None:
        """The same for numbers that marks change: asked again when one was written meanwhile.

        So a change is either in the numbers or is told after them, never both.
        """
        version = self._version()

        def settled(result: _Result) -> None:
            if version is not None and version == self._version():
                then(result)
            else:
                self.ask_numbers(subject, work, then)

        self.ask(subject, work, settled)

    def drop(self, subject: str) -> None:
        """Let whatever was asked about `subject` be stale; a thread that works on it is stopped."""
        with self._lock:
            self._latest[subject] += 1
        if self._stop(only_stale=True) and not self._is_stopping:
            self._is_stopping = True
            self._screen.set_timer(_AGAIN, self._stop_again)

    async def end(self) -> None:
        """Stop every query of the screen, which is over, until no thread works for it any more."""
        for _ in range(int(_LONGEST / _AGAIN)):
            if not self._stop(only_stale=False):
                return
            await asyncio.sleep(_AGAIN)

    def is_waited_for(self, subject: str) -> bool:
        """Whether a thread works on what was asked about `subject`."""
        return (subject, self._latest[subject]) in self._threads

    def _stop_again(self) -> None:
        self._is_stopping = self._stop(only_stale=True)
        if self._is_stopping:
            self._screen.set_timer(_AGAIN, self._stop_again)

    def _stop(self, only_stale: bool) -> bool:
        """Stop the queries of all threads, or of those that nobody waits for; whether there were any."""
        with self._lock:  # so that the thread has nothing else to do yet
            stopped = [
                thread
                for (subject, number), thread in self._threads.items()
                if not only_stale or number != self._latest[subject]
            ]
            for thread in stopped:
                self._interrupt(thread)
        return bool(stopped)

    def _begin(self, subject: str, number: int) -> bool:
        """Note which thread works; False when nobody waits for it any more."""
        with self._lock:
            is_latest = self._latest[subject] == number
            if is_latest:
                self._threads[subject, number] = threading.get_ident()
            return is_latest

    def _finish(self, subject: str, number: int) -> None:
        with self._lock:
            del self._threads[subject, number]

    def is_stale(self, message: Answered | Failed) -> bool:
        """Whether somebody asked again meanwhile."""
        return message.number != self._latest[message.subject]

    def answer(self, message: Answered) -> None:
        """Deliver a result, if nobody asked again meanwhile."""
        if not self.is_stale(message):
            message.deliver()
