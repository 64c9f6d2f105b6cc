"""What is done with several stories: a selection, a part of the list, the journal."""

from __future__ import annotations

import threading
from array import array

import pytest

from newsreader.config import Config
from newsreader.library import Library
from tests.conftest import Put, article
from tests.tui.conftest import Start


@pytest.fixture
def many(put: Put, library: Library) -> None:
    """Ten stories beside the two seeds, the newest of all."""
    put({f"{n}.md": article(f"Story {n}", f"https://e.org/{n}", f"2024-01-{n + 10}") for n in range(10)})


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were opened."""
    urls: list[str] = []
    for module in ("acting", "several"):
        monkeypatch.setattr(f"newsreader.tui.{module}.open_url", lambda app, url: urls.append(url))
    return urls


@pytest.mark.usefixtures("many")
async def test_a_selection_is_marked(start: Start, library: Library) -> None:
    async with start() as reader:
        await reader.press("j", "v", "j", "j")
        assert "3 selected of 12" in reader.text() and len(reader.headlines.selected) == 3
        await reader.press("m")
        assert reader.messages[-1] == "3 stories marked as read. u takes it back."
        assert reader.numbers["Unread"] == 9 and not reader.headlines.is_selecting
        await reader.press("shift+up", "s")
        assert reader.numbers["Starred"] == 2 and reader.messages[-1].startswith("2 stories starred")
        await reader.press("u", "u")
        assert reader.numbers["Unread"] == 12 and reader.numbers["Starred"] == 0
        await reader.press("g", "g", "shift+down", "escape")
        assert not reader.headlines.is_selecting and reader.pane == "headlines"
        await reader.press("g", "g", "v", "G", "m")
        assert reader.numbers["Unread"] == 0
        await reader.press("v", "enter")
        assert reader.pane == "story" and not reader.headlines.is_selecting
    assert library.totals().unread == 0


@pytest.mark.usefixtures("many")
async def test_a_selection_is_copied(start: Start) -> None:
    async with start() as reader:
        await reader.press("shift+down", "y")
        assert reader.app.clipboard == "https://e.org/9\nhttps://e.org/8"
        await reader.press("k", "shift+down", "Y")
        assert reader.app.clipboard == "[Story 9](https://e.org/9)\n[Story 8](https://e.org/8)"
        assert reader.messages[-1] == "Copied 2 lines."


@pytest.mark.usefixtures("many")
async def test_several_are_opened_after_a_question(start: Start, opened: list[str]) -> None:
    async with start(config=Config(open_limit=3)) as reader:
        await reader.press("shift+down", "o")
        assert "Open 2 stories in the browser?" in reader.text() and not opened
        await reader.press("escape")
        assert reader.pane == "headlines" and not opened
        await reader.press("o", "n", "enter")
        assert not opened
        await reader.press("o", "enter")
        assert opened == ["https://e.org/9", "https://e.org/8"] and reader.numbers["Unread"] == 10
        opened.clear()
        await reader.press("O")
        assert "Open the first 3 stories in the browser?" in reader.text()
        await reader.press("enter")
        assert opened == ["https://e.org/7", "https://e.org/6", "https://e.org/5"]
        await reader.press("A", "O")
        assert reader.messages[-1] == "There is nothing to open."


@pytest.mark.usefixtures("many")
async def test_what_is_older_is_marked(start: Start) -> None:
    async with start() as reader:
        await reader.press("B", *"soon", "enter")
        assert "7d, 3w or a date" in reader.text()
        await reader.press("ctrl+u", *"2024-01-12", "enter")
        assert reader.messages[-1] == "4 stories marked as read. u takes it back."
        await reader.press("B", *"1d", "enter")
        assert reader.numbers["Unread"] == 0


@pytest.mark.usefixtures("many")
async def test_the_palette_takes_steps_back(start: Start) -> None:
    async with start() as reader:
        await reader.press("m", "j", "m", "j", "s")
        await reader.press("ctrl+p", *"Story 8 · 1")
        assert "Take back: marked read: Story 8 · 1 story, " in reader.text()
        await reader.press("enter")
        for _ in range(20):
            await reader.settle()
        assert reader.numbers["Unread"] == 11 and reader.numbers["Starred"] == 0


RELATED = "\n  - title: {0}\n    webUrl: https://e.org/{0}"


@pytest.fixture
def covered(put: Put, library: Library) -> None:
    """Three headlines of one story (a names b, c names a) and two others among them."""
    put(
        {
            "a.md": article("Second", "https://e.org/a", "2024-01-04", related=RELATED.format("b")),
            "x.md": article("Other", "https://e.org/x", "2024-01-03"),
            "b.md": article("First", "https://e.org/b", "2024-01-02"),
            "c.md": article("Third", "https://e.org/c", "2024-01-05", related=RELATED.format("a")),
            "y.md": article("Another", "https://e.org/y", "2024-01-06"),
        }
    )


@pytest.mark.usefixtures("covered")
async def test_stories_are_folded(start: Start) -> None:
    def titles() -> list[str]:
        rows = [reader.headlines._rows[id_].title for id_ in reader.headlines.listing.ids]
        return rows[:-2]  # without the seeds

    async with start() as reader:
        await reader.press("j", "f")
        assert titles() == ["Another", "Third", "Other"] and reader.headlines.cursor == 1
        assert "+2 ·" in reader.text() and "7 unread of 7" in reader.text()
        await reader.press("J")
        assert reader.numbers["Unread"] == 4, "what stands for others is not below the line with them"
        await reader.press("v", "m")
        assert reader.numbers["Unread"] == 1
    async with start() as reader:
        assert titles() == ["Another", "Third", "Other"], "it is remembered"
        await reader.press("/", *"first")
        assert reader.headlines.count == 1
        await reader.press("escape", "f")
        assert titles() == ["Another", "Third", "Second", "Other", "First"]


@pytest.mark.usefixtures("covered")
async def test_what_is_typed_while_the_list_is_on_its_way_counts(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    gate.set()
    ids = Library.ids

    def slow(self: Library, *arguments: object) -> array[int]:
        assert gate.wait(20)
        return ids(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "ids", slow)

    async def typed(*keys: str) -> str:
        gate.clear()
        await reader.pilot.press(*keys)
        await reader.pilot.pause()
        gate.set()
        await reader.settle()
        row = reader.headlines.current
        return row.title if row else ""

    async with start() as reader:
        assert await typed("f", "v") == "Another" and reader.headlines.is_selecting
        assert await typed("f", "j", "j") == "Other" and "4 selected of 7" in reader.text()
        assert await typed("k", "f") == "Third", "which stands for the second now"
        assert "4 selected of 7" in reader.text(), "with all that it stands for"
        assert await typed("r", "escape", "v", "j") == "Other" and "4 selected of 7" in reader.text()
        assert await typed("S") == "Other" and not reader.headlines.is_selecting, "others are between now"
        assert await typed("S", "v") == "Other" and len(reader.headlines.selected) == 1
        await typed("]")
        assert not reader.headlines.is_selecting, "another list"


async def test_space_goes_on_in_the_next_topic(start: Start, put: Put) -> None:
    put({"z.md": article("In Zoo", "https://e.org/z", "2020-01-04", topics="[Zoo]")})
    async with start(size=(120, 50)) as reader:
        await reader.press(*"]]]]]]]]]")
        assert reader.sidebar.shown.name == "Zoo"
        await reader.press("enter")
        await reader.press("space")
        assert reader.sidebar.shown.name == "Campus Safety Magazine" and reader.pane == "story"
        assert reader.messages[-1] == "Going on in Campus Safety Magazine." and reader.numbers["Unread"] == 1
        await reader.press("space")
        assert reader.sidebar.shown.name == "Ubergizmo Feed"
        await reader.press("space")
        assert reader.numbers["Unread"] == 0
        assert reader.messages[-1] == "Nothing unread is left in this list."


async def test_the_look_of_a_view_is_remembered(start: Start) -> None:
    async with start() as reader:
        await reader.press(*"]]]]]]", "S", "a")
        assert reader.headlines.listing.name == "AI · unread · oldest first"
    async with start() as reader:
        assert reader.headlines.listing.name == "All"
        await reader.press(*"]]]]]]")
        assert reader.headlines.listing.name == "AI · unread · oldest first"


async def test_the_usual_order_is_the_configurations(start: Start) -> None:
    async with start(config=Config(sort="oldest")) as reader:
        assert reader.headlines.listing.name == "All · oldest first"
        await reader.press(*"]]]]]")
        assert reader.headlines.listing.name == "Hot", "what is hot has an order of its own"
        await reader.press("[", "[", "[", "[", "[", "S")
        assert reader.headlines.listing.name == "All · by heat"


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("key", ["r", "f", "S", "a"])
async def test_far_down_the_cursor_stays_on_its_story(
    start: Start, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr("newsreader.tui.lists.FIRST_PAGE", 4)
    async with start() as reader:
        await reader.press(*"jjjjjj")
        title = reader.title
        await reader.press(key)
        row = reader.headlines.current
        assert row is not None and row.title == title
        assert reader.headlines.listing.is_whole
