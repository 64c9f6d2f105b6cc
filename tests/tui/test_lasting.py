"""A terminal that goes away takes nothing with it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from pathlib import Path

import pytest
from textual.drivers._writer_thread import WriterThread

from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.lasting import LastingFile
from tests.tui.conftest import Start


def test_what_cannot_be_written_is_dropped() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    file = os.fdopen(writing, "w", buffering=1)
    thread = WriterThread(LastingFile(file))  # type: ignore[arg-type]
    thread.start()
    done = threading.Event()

    def write() -> None:
        for _ in range(100):  # more than are queued
            thread.write("a line\n")
        thread.stop()
        done.set()

    threading.Thread(target=write, daemon=True).start()
    assert done.wait(20), "the writer waits for ever"
    with contextlib.suppress(OSError):
        file.close()


async def test_nothing_begins_anew_once_the_screen_was_left(start: Start) -> None:
    """A terminal that is closed sends SIGCONT behind SIGHUP."""
    before = {which: signal.getsignal(which) for which in (signal.SIGTSTP, signal.SIGCONT)}
    try:
        async with start():
            for which in before:  # as the driver of a terminal does
                signal.signal(which, lambda *_: None)
        assert {signal.getsignal(which) for which in before} == {signal.SIG_DFL}
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)


def test_an_error_of_a_thread_of_textuals_is_in_the_log(
    library: Library,
    marks: Marks,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = NewsreaderApp(library, marks)

    async def run() -> None:
        app.panic("what a thread met")

    monkeypatch.setattr(app, "run", lambda: asyncio.run(run()))
    assert app.run_to_end(tmp_path / "log") == 1
    assert "what a thread met" in (tmp_path / "log").read_text()
    assert "an unexpected RuntimeError" in capsys.readouterr().err
