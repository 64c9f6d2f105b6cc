"""Processes that read files while this one writes what they found.

A worker is an interpreter of its own with a pipe in each direction. It ends when its input is closed, however
this process ends, and when it dies its files are read here instead.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from queue import SimpleQueue
from types import TracebackType

from newsreader.dialects import DIALECTS, Dialects
from newsreader.intake import Taken, Task, take

CHUNK = 50
"""Files handed over at once."""

AHEAD = 40
"""Chunks that are read before they are asked for, so that no worker waits while a batch is written."""

Answer = list[Taken | None]


class Workers:
    """Some worker processes, to be used in a `with`, which ends them."""

    def __init__(self, count: int | None = None, names: Dialects = DIALECTS) -> None:
        """`count`: how many; by default one for each processor but the one that writes, four at most.

        `names` are what front matter is asked for.
        """
        self._names = names
        # Reading takes twice as long as writing: where there are two, two workers and the writer share them.
        processors = os.cpu_count() or 1
        self._count = count or min(4, max(min(2, processors), processors - 1))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._idle: SimpleQueue[subprocess.Popen[bytes] | None] = SimpleQueue()  # None: one that is gone
        self._threads = ThreadPoolExecutor(self._count, "worker")
        self._ended = False

    def __enter__(self) -> Workers:
        command = [sys.executable, "-P", "-c", "from newsreader.intake import work; work()"]
        for _ in range(self._count):
            process = None
            with contextlib.suppress(OSError):
                process = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
                self._processes.append(process)
                _send(process, self._names)
            self._idle.put(process)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended = True
        for process in self._processes:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.communicate()

    def take(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        """What was in the files, a list for each chunk of tasks, in their order."""
        answers: deque[Future[Answer]] = deque()
        for chunk in _chunks(tasks):
            if len(answers) >= AHEAD:
                yield answers.popleft().result()
            answers.append(self._threads.submit(self._ask, chunk))
        for answer in answers:
            yield answer.result()

    def _ask(self, chunk: list[Task]) -> Answer:
        process = self._idle.get()
        try:
            if process is not None and process.stdout is not None:
                _send(process, chunk)
                answer: Answer = pickle.load(process.stdout)
                return answer
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            process = None
        finally:
            self._idle.put(process)
        return [] if self._ended else [take(task, names=self._names) for task in chunk]


def _send(process: subprocess.Popen[bytes], what: object) -> None:
    """Hand something over. Raises OSError."""
    if process.stdin is not None:
        pickle.dump(what, process.stdin, pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()


def _chunks(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    tasks = iter(tasks)
    while chunk := list(islice(tasks, CHUNK)):
        yield chunk
