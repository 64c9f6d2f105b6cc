"""Which list is shown, and what an empty one says."""

from __future__ import annotations

import threading
from array import array
from typing import Any

import pytest

from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.query import Field, Query
from newsreader.selecting import Found
from newsreader.tui.views import View
from tests.conftest import Put, article
from tests.tui.conftest import Start


async def test_an_empty_list_says_what_helps(start: Start) -> None:
    async with start() as reader:
        await reader.press(*"]]]")
        assert reader.headlines.listing.name == "Today" and "Press h for other lists." in reader.text()
        await reader.press("a")
        assert "Nothing unread is here." in reader.text() and "Press a twice for all" in reader.text()
        await reader.press("a")
        assert "Nothing starred is here." in reader.text() and "Press a for all stories." in reader.text()
        await reader.press("a", "h")
        assert "Press h" in reader.text() and reader.pane == "topics"


async def test_from_an_empty_part_of_a_list_escape_goes_back(start: Start) -> None:
    async with start() as reader:
        reader.screen.browsing.show_part(View("1 – 7 Mar 1999 in All", Field("on", "1999-03-01")))
        await reader.settle()
        assert "Esc goes back." in reader.text() and "Press" not in reader.text()
        await reader.press("escape")
        assert reader.headlines.listing.name == "All" and reader.headlines.count == 2


@pytest.mark.parametrize("width", [30, 24, 16])
async def test_what_an_empty_list_says_is_wrapped(start: Start, width: int) -> None:
    async with start(size=(width, 24)) as reader:
        name = "A long name that no narrow pane has room for 広い"
        reader.screen.browsing.show_part(View(name, Field("on", "1999-03-01")))
        await reader.press("/", *"zzz")
        words = " ".join(line.strip("│ ") for line in reader.text().splitlines()[1:-2])
        assert f"Nothing in {name} matches. Esc goes back to the list." == " ".join(words.split())


@pytest.fixture
def late(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight stories, of which the first page has no time to find more than the first."""
    put({f"{n}.md": article(f"Zebra {n}", f"https://e.org/{n}", f"2022-01-0{9 - n}") for n in range(6)})

    def first(library: Library, asked: Query, limit: int, seconds: float) -> Found:
        return Found(library.ids(asked, 1), is_whole=False)

    monkeypatch.setattr(Library, "first", first)


@pytest.mark.usefixtures("late")
async def test_what_is_found_late_is_shown_as_well(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.tui.lists.FIRST_PAGE", 4)
    async with start() as reader:
        assert reader.headlines.count == 8 and reader.title == "Zebra 0"
        await reader.press("/", *"zeb*")
        assert "6 stories" in reader.text()
        await reader.press("enter", "G")
        assert reader.headlines.count == 6 and reader.title == "Zebra 5"
        await reader.press("r")
        assert reader.headlines.count == 6 and reader.title == "Zebra 5", "the cursor stays on its story"
        await reader.press("escape", "/", *"absent")
        assert reader.headlines.count == 0 and "matches" in reader.text()


@pytest.mark.usefixtures("late")
async def test_the_number_comes_not_in_place_of_a_mistake(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as reader:
        goes_on, ids = threading.Event(), reader.screen._library.ids

        def slow(asked: Query, limit: int | None = None) -> array[int]:
            goes_on.wait(9)
            return ids(asked, limit)

        await reader.pilot.press("/")
        monkeypatch.setattr(reader.screen._library, "ids", slow)
        await reader.pilot.press(*"zebra", "space", *"is:x", "space")
        await reader.pilot.pause(0.1)
        goes_on.set()
        await reader.settle()
        assert "cannot be" in reader.text()


@pytest.mark.usefixtures("late")
async def test_the_number_comes_not_into_another_question(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as reader:
        goes_on, ids = threading.Event(), reader.screen._library.ids

        def slow(asked: Query, limit: int | None = None) -> array[int]:
            if limit != 1:
                goes_on.wait(9)
            return ids(asked, limit)

        monkeypatch.setattr(reader.screen._library, "ids", slow)
        await reader.pilot.press("/", *"zeb*")
        await reader.pilot.pause(0.1)
        assert "1+ stories" in reader.text()
        await reader.pilot.press("enter", "w")
        goes_on.set()
        await reader.settle()
        assert "Keep this search as" in reader.text() and "stories" not in reader.text().splitlines()[-1]
        assert reader.headlines.count == 6


@pytest.mark.usefixtures("late")
async def test_what_is_unread_is_sought_in_the_whole_list(
    start: Start, library: Library, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks.set_read(library.keys(library.ids()[:1]), True, "x")
    async with start() as reader:
        goes_on, ids = threading.Event(), reader.screen._library.ids

        def slow(asked: Query, limit: int | None = None) -> array[int]:
            goes_on.wait(9)
            return ids(asked, limit)

        monkeypatch.setattr(reader.screen._library, "ids", slow)
        monkeypatch.setattr(reader.screen._library, "first", lambda asked, *_: Found(ids(asked, 1), False))
        await reader.pilot.press("]", "[")
        await reader.pilot.pause(0.2)
        await reader.pilot.press("n")
        await reader.pilot.pause(0.2)
        assert "still being read" in reader.messages[-1]
        goes_on.set()
        await reader.settle()
        await reader.press("n")
        assert reader.title == "Zebra 1"


async def test_a_search_that_takes_long_says_so(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.tui.browsing._LONG", 0.01)
    async with start() as reader:
        goes_on, first = threading.Event(), reader.screen._library.first

        def slow(*arguments: Any) -> Found:
            goes_on.wait(9)
            return first(*arguments)

        monkeypatch.setattr(reader.screen._library, "first", slow)
        await reader.pilot.press("/", *"bos")
        await reader.pilot.pause(0.1)
        assert "looking" in reader.text()
        goes_on.set()
        await reader.settle()
        assert "looking" not in reader.text() and "2 stories" in reader.text()
