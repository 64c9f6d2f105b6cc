"""Marks of many stories at once: in parts, stopped, taken back and done again."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence

import pytest

from newsreader import keyparts
from newsreader import marks as marks_module
from newsreader.errors import StorageError
from newsreader.library import Library
from newsreader.marks import Marks, Step
from tests.conftest import Put, article
from tests.tui.conftest import Start
from tests.tui.test_requests import ENDLESS


@pytest.fixture
def many(put: Put, library: Library) -> None:
    """Ten stories beside the two seeds, the newest of all."""
    put({f"{n}.md": article(f"Story {n}", f"https://e.org/{n}", f"2024-01-{n + 10}") for n in range(10)})


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (marks_module, keyparts):
        monkeypatch.setattr(module, "PART", 5)


@pytest.mark.usefixtures("many")
async def test_the_whole_list_and_back(start: Start) -> None:
    async with start() as reader:
        await reader.press("s", "A")
        assert reader.messages[-1] == "12 stories marked as read. u takes it back."
        assert (
            reader.numbers["Unread"] == 0 and "0 unread of 12" in reader.text() and "●" not in reader.text()
        )
        await reader.press("A")
        assert reader.messages[-1] == "Nothing changed: all of it was so already."
        await reader.press("u")
        assert reader.messages[-1] == "Taken back: marked read: All"
        assert reader.numbers["Unread"] == 12 and reader.text().count("●") == 13  # one of them in the story
        await reader.press("ctrl+r")
        assert reader.messages[-1] == "Done again: marked read: All" and reader.numbers["Unread"] == 0
        await reader.press("u", "u")
        assert (
            reader.messages[-1].startswith("Taken back: starred: Story 9") and reader.numbers["Starred"] == 0
        )
        await reader.press("ctrl+r", "ctrl+r", "ctrl+r")
        assert reader.messages[-1] == "There is nothing to do again."
        assert reader.numbers["Unread"] == 0 and reader.numbers["Starred"] == 1


async def test_the_whole_story_and_back(start: Start, put: Put, library: Library) -> None:
    named = (
        "[{title: First as told, webUrl: 'https://e.org/1'}, {title: Elsewhere, webUrl: 'https://e.org/9'}]"
    )
    put(
        {
            "1.md": article("First", "https://e.org/1", "2031-01-01"),
            "2.md": article("Later", "https://e.org/2", "2031-01-02", related=named),
            "3.md": article("Apart", "https://e.org/3", "2031-01-03"),
        }
    )
    elsewhere = library.find("https://e.org/9")
    async with start() as reader:
        await reader.press("j", "M")
        assert reader.messages[-1] == "3 stories marked as read. u takes it back."
        assert reader.numbers["Unread"] == 3
        assert [line.text for line in reader.story.page.lines if "Elsewhere" in line.text] == [
            " [2]    Elsewhere"
        ]
        assert library.story(elsewhere).read
        await reader.press("M")
        assert reader.messages[-1] == "Nothing changed: all of it was so already."
        await reader.press("u")
        assert reader.messages[-1] == "Taken back: whole story read: Later"
        assert reader.numbers["Unread"] == 5 and not library.story(elsewhere).read
        await reader.press("j", "enter", "c", "M")
        assert reader.messages[-1] == "2 stories marked as read. u takes it back.", "one was opened"
        assert "●" not in reader.story.render_line(5).text and library.story(elsewhere).read


@pytest.mark.usefixtures("many")
async def test_above_and_below_the_cursor(start: Start) -> None:
    async with start() as reader:
        await reader.press("j", "j", "K")
        assert reader.messages[-1] == "2 stories marked as read. u takes it back."
        await reader.press("G", "k", "J")
        assert (
            reader.messages[-1] == "1 story marked as read. u takes it back."
            and reader.numbers["Unread"] == 9
        )
        await reader.press("u", "u")
        assert reader.numbers["Unread"] == 12


@pytest.mark.usefixtures("many")
async def test_escape_stops_a_long_change_and_other_marks_go_between(
    start: Start, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    set_read = marks.set_read

    def slowly(keys: Sequence[int], read: bool, label: str, step: int | None = None) -> Step:
        if len(keys) > 1:
            go.wait(5)
        return set_read(keys, read, label, step)

    monkeypatch.setattr(marks, "set_read", slowly)
    async with start() as reader:
        await reader.pilot.press("A", "j", "s")
        go.set()
        await reader.settle()
        assert reader.numbers["Unread"] == 0 and reader.numbers["Starred"] == 1
        await reader.press("u", "u")
        go.clear()
        await reader.pilot.press("A")
        await asyncio.sleep(0.05)
        await reader.pilot.press("escape")
        go.set()
        await reader.settle()
        assert reader.numbers["Unread"] == 7 and reader.messages[-1].startswith("5 stories")
        assert "Esc stop" not in reader.text()
        await reader.press("u")
        assert reader.numbers["Unread"] == 12


@pytest.mark.usefixtures("many")
async def test_a_change_can_be_taken_back_before_it_is_done(
    start: Start, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of what was stopped does not take the change after it for its own."""
    first, second = threading.Event(), threading.Event()
    set_read, undo = marks.set_read, marks.undo

    def slow_read(keys: Sequence[int], read: bool, label: str, step: int | None = None) -> Step:
        first.wait(5)
        return set_read(keys, read, label, step)

    def slow_undo(step: int | None = None) -> Step | None:
        second.wait(5)
        return undo(step)

    monkeypatch.setattr(marks, "set_read", slow_read)
    monkeypatch.setattr(marks, "undo", slow_undo)
    async with start() as reader:
        await reader.pilot.press("A", "u")
        first.set()
        while "5 stories marked as read. u takes it back." not in reader.messages:
            await reader.pilot.pause(0.01)
        assert reader.screen.acting.stop(), "the undoing goes on, and can be stopped"
        second.set()
        await reader.settle()
        assert reader.numbers["Unread"] == 12 and not reader.screen.acting.stop()


@pytest.mark.usefixtures("many")
async def test_a_change_that_fails_half_way_is_told(
    start: Start, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_read = marks.set_read

    def failing(keys: Sequence[int], read: bool, label: str, step: int | None = None) -> Step:
        if step is not None:
            raise StorageError("the disk is full", "make room")
        return set_read(keys, read, label, step)

    async with start() as reader:
        monkeypatch.setattr(marks, "set_read", failing)
        await reader.press("A")
        assert "Not saved yet, it is tried again: the disk is full" in reader.messages[-1]
        assert "Marked as read: 5 of 12" in reader.text() and "1 change not saved" in reader.text()
        await reader.press("escape")
        await reader.settle()
        assert "5 stories marked as read. u takes it back." in reader.messages
        assert "Esc stop" not in reader.text() and "not saved" not in reader.text()
        await reader.press("u")
        assert reader.numbers["Unread"] == 12


async def test_a_change_that_was_never_saved_is_not_told_as_saved(
    start: Start, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(keys: Sequence[int], read: bool, label: str, step: int | None = None) -> Step:
        raise StorageError("the disk is full", "make room")

    async with start() as reader:
        monkeypatch.setattr(marks, "set_read", failing)
        await reader.press("A")
        assert "Not saved yet" in reader.messages[-1]
        await reader.press("escape")
        assert reader.messages[-1] == "Stopped. Nothing was changed." and "not saved" not in reader.text()
        assert reader.numbers["Unread"] == 2


async def test_a_query_that_nobody_waits_for_is_stopped(start: Start, library: Library) -> None:
    """Going on while a slow count runs ends the count."""
    ended: list[float] = []

    def slow() -> None:
        try:
            with library._readers.connection() as connection:
                connection.execute(ENDLESS).fetchone()
        finally:
            ended.append(time.monotonic())

    async with start() as reader:
        for _ in range(12):  # more than there are threads
            reader.screen.requests.ask("count", slow, lambda _: None)
            await asyncio.sleep(0.01)
        reader.screen.requests.drop("count")
        await reader.press("j")
        assert ended and reader.title and not reader.messages
