"""A terminal that may go away, or send what nobody understands.

Textual writes in a thread, which ends with the first error; then what is drawn is queued for nobody, and once
the queue is full the program waits for ever and cannot end. It reads in another one, which ends the program
with the first byte that is not UTF-8. And whoever sends it SIGCONT has it take the terminal a second time.
"""

from __future__ import annotations

import contextlib
from typing import IO, Any

from textual._xterm_parser import XTermParser
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


_NONSENSE = (ValueError, ArithmeticError, LookupError, TypeError, EOFError)
"""What Textual raises for bytes that are no text, and for reports whose numbers make no sense."""


def lasting(driver: type[Driver]) -> type[Driver]:
    """The driver class, with a `LastingFile` in place of the file that it writes to."""

    class LastingDriver(driver):  # type: ignore[misc, valid-type]
        def __init__(self, *arguments: Any, **more: Any) -> None:
            super().__init__(*arguments, **more)
            if file := getattr(self, "_file", None):
                self._file: Any = LastingFile(file)

        def run_input_thread(self) -> None:
            """Read until the end. What makes no sense is dropped, a report with what came at once with it."""
            while not self.exit_event.is_set():
                with contextlib.suppress(*_NONSENSE):
                    try:
                        super().run_input_thread()
                    except UnicodeDecodeError as error:
                        for event in XTermParser().feed(error.object.decode("utf-8", "ignore")):
                            self.process_message(event)

        def start_application_mode(self) -> None:
            """Take the terminal, unless it was never given back: then only draw it anew."""
            reading = getattr(self, "_key_thread", None)
            if reading is not None and reading.is_alive():
                self._app.post_message(self.SignalResume())
            else:
                super().start_application_mode()

    return LastingDriver
