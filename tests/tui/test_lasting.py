"""A terminal that goes away takes nothing with it."""

from __future__ import annotations

import contextlib
import os
import threading

from textual.drivers._writer_thread import WriterThread

from newsreader.tui.lasting import LastingFile


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
