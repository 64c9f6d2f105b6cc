"""Writing to a terminal that may go away.

Textual writes in a thread, which ends with the first error; then what is drawn is queued for nobody, and once
the queue is full the program waits for ever and cannot end.
"""

from __future__ import annotations

import contextlib
from typing import IO, Any

from textual.driver import Driver


class LastingFile:
    """A file whose errors are dropped with what could not be written; all else is the file's."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._file.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def lasting(driver: type[Driver]) -> type[Driver]:
    """The driver class, with a `LastingFile` in place of the file that it writes to."""

    class LastingDriver(driver):  # type: ignore[misc, valid-type]
        def __init__(self, *arguments: Any, **more: Any) -> None:
            super().__init__(*arguments, **more)
            if file := getattr(self, "_file", None):
                self._file: Any = LastingFile(file)

    return LastingDriver
