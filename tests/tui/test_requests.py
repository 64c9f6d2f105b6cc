"""Threads work for the screen as long as it is there."""

from __future__ import annotations

import asyncio
import threading

from newsreader.errors import StorageError
from tests.tui.conftest import Start

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


async def test_quitting_waits_for_no_query(start: Start) -> None:
    begun, ended = threading.Event(), threading.Event()
    async with start() as reader:
        readers = reader.screen._library._readers

        def count() -> None:
            try:
                with readers.connection() as connection:
                    begun.set()
                    connection.execute(ENDLESS)
            except StorageError:
                ended.set()

        # One that the screen has forgotten: it was dropped before the query had begun.
        thread = threading.Thread(target=count, daemon=True)
        thread.start()
        await reader.pilot.pause(0.1)
        assert begun.wait(5) and not ended.is_set()
    is_ended = await asyncio.to_thread(ended.wait, 5)
    readers.interrupt_all()  # else it would never end
    assert is_ended
