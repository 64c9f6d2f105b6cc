"""Threads work for the screen as long as somebody waits for what they do."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import NamedTuple

import pytest

from newsreader.errors import StorageError
from newsreader.library import Library
from tests.tui.conftest import Start

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


class Query(NamedTuple):
    """What a thread may be asked for: it begins, goes on with a query when it may, and is stopped, or never ends."""

    ask: Callable[[], None]
    begun: threading.Event
    goes_on: threading.Event
    ended: threading.Event


@pytest.fixture(params=["before it has a connection", "before it asks"])
def endless(request: pytest.FixtureRequest, library: Library) -> Query:
    """One that is stopped at that time, when nothing can be stopped yet."""
    begun, goes_on, ended = threading.Event(), threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        goes_on.wait(20)

    def ask() -> None:
        is_early = request.param == "before it has a connection"
        if is_early:
            wait()
        try:
            with library._readers.connection() as connection:
                if not is_early:
                    wait()
                connection.execute(ENDLESS)
        except StorageError:
            ended.set()
            raise

    return Query(ask, begun, goes_on, ended)


async def test_what_is_dropped_before_its_query_ends_too(start: Start, endless: Query) -> None:
    async with start() as reader:
        requests = reader.screen.requests
        requests.ask("count", endless.ask, lambda _: None)
        assert await asyncio.to_thread(endless.begun.wait, 20)
        requests.drop("count")
        endless.goes_on.set()
        assert await asyncio.to_thread(endless.ended.wait, 20)
        await reader.press("j")
        assert reader.title and not reader.messages


async def test_quitting_waits_for_no_query(start: Start, endless: Query) -> None:
    async with start() as reader:
        reader.screen.requests.ask("count", endless.ask, lambda _: None)
        assert await asyncio.to_thread(endless.begun.wait, 20)
        asyncio.get_running_loop().call_later(0.1, endless.goes_on.set)
    assert endless.ended.is_set()


async def test_quitting_waits_not_for_ever_for_anything_else(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.tui.requests._LONGEST", 0.1)
    goes_on, ended = threading.Event(), threading.Event()

    def work() -> None:
        goes_on.wait(20)
        ended.set()

    async with start() as reader:
        reader.screen.requests.ask("count", work, lambda _: None)
        await asyncio.sleep(0.05)
    assert not ended.is_set()
    goes_on.set()
