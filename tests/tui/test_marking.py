"""Marks that cannot be saved wait, in their order, visibly, and are saved as soon as they can be."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsreader import database
from newsreader.errors import LockedError, StorageError
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.tui import marking
from newsreader.tui.marking import MarkQueue, Saved
from tests.tui.conftest import Reader, Start

Fail = Callable[[bool], None]


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "PAUSES", (0.05,))
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.05)


@pytest.fixture
def full_disk(marks: Marks) -> Fail:
    """A disk that is full, and one that has room again, for the marks."""

    def switch(is_full: bool) -> None:
        pages = marks._connection.execute("PRAGMA page_count").fetchone()[0]
        marks._connection.execute(f"PRAGMA max_page_count = {pages if is_full else 1 << 30}")
        if is_full:  # what is left of the pages that there are
            for size in (2_000, 200, 1):
                with pytest.raises(sqlite3.OperationalError, match="full"):
                    while True:
                        marks._connection.execute(
                            "INSERT INTO step (made_at, label) VALUES (0, ?)", ("x" * size,)
                        )

    return switch


async def saved(reader: Reader) -> None:
    """Wait until everything is saved by itself."""
    for _ in range(500):
        if not reader.screen.queue.has_failed:
            break
        await reader.pilot.pause(0.01)
    await reader.settle()


def starred(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM mark WHERE starred").fetchone()[0])


async def test_a_locked_database(start: Start, marks: Marks) -> None:
    with closing(sqlite3.connect(marks.path, isolation_level=None)) as other:
        async with start() as reader:
            other.execute("BEGIN IMMEDIATE")
            await reader.press("s")
            assert "1 change not saved" in reader.text() and "★" not in reader.text()
            assert "Not saved yet" in reader.messages[-1] and "in use" in reader.messages[-1]
            await reader.press("j", "s")
            assert "2 changes not saved" in reader.text() and reader.numbers["Starred"] == 0
            other.execute("ROLLBACK")
            await saved(reader)
            assert reader.messages[-1] == "Everything is saved now." and "not saved" not in reader.text()
            assert reader.text().count("★") >= 2 and reader.numbers["Starred"] == 2 == starred(marks.path)


async def test_toggles_keep_their_order(start: Start, marks: Marks) -> None:
    with closing(sqlite3.connect(marks.path, isolation_level=None)) as other:
        async with start() as reader:
            other.execute("BEGIN IMMEDIATE")
            await reader.press("s", "s", "s", "m", "u")
            assert "5 changes not saved" in reader.text()
            other.execute("ROLLBACK")
            await saved(reader)
            assert [past.label.split(":")[0] for past in marks.steps(9)] == [
                "starred",
                "star taken away",
                "starred",
            ]
            assert reader.numbers == {**reader.numbers, "Starred": 1, "Unread": 2}


async def test_a_full_disk(start: Start, marks: Marks, full_disk: Fail) -> None:
    async with start() as reader:
        full_disk(True)
        await reader.press("A")
        assert "the disk is full" in reader.messages[-1] and "1 change not saved" in reader.text()
        assert "2 unread of 2" in reader.text()
        full_disk(False)
        await saved(reader)
        assert "0 unread of 2" in reader.text() and "not saved" not in reader.text()


async def test_leaving_says_what_would_be_lost(start: Start, marks: Marks) -> None:
    with closing(sqlite3.connect(marks.path, isolation_level=None)) as other:
        async with start() as reader:
            other.execute("BEGIN IMMEDIATE")
            await reader.press("s")
            await reader.pilot.press("ctrl+q")
            await reader.settle()
            assert "Quit again to leave without them" in reader.messages[-1] and reader.app.is_running
            other.execute("ROLLBACK")
            await reader.pilot.press("ctrl+q")
            await reader.pilot.pause(0.05)
        assert starred(marks.path) == 1


@pytest.mark.parametrize("how", ["an unexpected error", "cancelled"])
async def test_nobody_waits_for_a_queue_that_has_ended(library: Library, marks: Marks, how: str) -> None:
    def done(saved: Saved) -> None:
        raise RuntimeError("unexpected")

    queue = MarkQueue(library, done, lambda error: None)
    running = asyncio.create_task(queue.run())
    await asyncio.sleep(0)
    for story in library.headlines():
        queue.put(lambda key=story.key: marks.set_read([key], True, "x"))  # type: ignore[misc]
    if how == "cancelled":
        running.cancel()
    await asyncio.wait_for(queue.finish(), 10)
    assert queue.has_failed
    with pytest.raises(RuntimeError if how != "cancelled" else asyncio.CancelledError):
        await running


async def test_numbers_are_not_asked_for_again_and_again_meanwhile(
    start: Start, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise LockedError("in use")

    async with start() as reader:
        monkeypatch.setattr(marks, "set_starred", locked)
        await reader.press("s")
        asked: list[int] = []
        count = reader.screen._library.count
        monkeypatch.setattr(reader.screen._library, "count", lambda query: asked.append(1) or count(query))  # type: ignore[func-returns-value]
        await reader.press("]")
        await reader.pilot.pause(0.2)
        assert len(asked) <= 4 and "Everything is read" not in reader.text()


@pytest.mark.parametrize("how", ["removed", "replaced"])
async def test_a_database_that_goes_while_it_is_open(start: Start, marks: Marks, how: str) -> None:
    async with start() as reader:
        await reader.press("s")
        marks.path.unlink()
        if how == "replaced":
            for suffix in ("-wal", "-shm"):
                marks.path.with_name(marks.path.name + suffix).unlink(missing_ok=True)
            with closing(Marks(marks.path.with_name("other.db"))) as other:
                other.set_starred([7], True, "somebody else's")
            marks.path.with_name("other.db").rename(marks.path)
        await reader.press("j", "s")
        await saved(reader)
        assert "not saved" not in reader.text()
    assert starred(marks.path) == 2, "both stars of ours, or theirs and the new one"


async def test_one_that_is_damaged_meanwhile_keeps_what_was_not_saved(start: Start, marks: Marks) -> None:
    good = marks.path.with_name("good.db")
    async with start() as reader:
        database.copy(marks.path, good)
        marks.path.with_name("text").write_text("this is no database " * 500)
        marks.path.with_name("text").replace(marks.path)
        await reader.press("s")
        assert "damaged or no database" in reader.messages[-1] and "1 change not saved" in reader.text()
        assert marks.path.read_text().startswith("this is no database")
        for suffix in ("-wal", "-shm"):
            marks.path.with_name(marks.path.name + suffix).unlink(missing_ok=True)
        good.replace(marks.path)
        await saved(reader)
        assert starred(marks.path) == 1


def test_an_import_does_not_write_where_nobody_will_read(home: Path) -> None:
    from newsreader.ingest import Writer

    with closing(Writer(home / "library.db")) as writer:
        (home / "library.db").unlink()
        with pytest.raises(StorageError, match="removed or replaced"), writer.batch():
            pass


@pytest.mark.parametrize("is_free", [True, False])
async def test_what_is_left_when_the_screen_ends_with_an_error(
    start: Start, marks: Marks, is_free: bool
) -> None:
    """It is tried without a loop, each once, in the order of the keys."""
    with closing(sqlite3.connect(marks.path, isolation_level=None)) as other:
        async with start() as reader:
            other.execute("BEGIN IMMEDIATE")
            await reader.press("s")
            await reader.pilot.press("j", "s")
            queue = reader.screen.queue
        if is_free:
            other.execute("ROLLBACK")
        assert queue.save_rest() == is_free
    if is_free:
        assert [step.label[:22] for step in marks.steps(9)] == [
            "starred: The City Of B",
            "starred: Boston City D",
        ]
        marks.undo()
        assert queue.save_rest() and starred(marks.path) == 1, "there is nothing left"


async def test_what_is_left_may_be_what_nobody_expected(start: Start, marks: Marks) -> None:
    async with start() as reader:
        queue = reader.screen.queue
    queue.put(lambda: marks.undo(0 // 0))
    assert not queue.save_rest()
