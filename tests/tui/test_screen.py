"""Every command, by its key, on the two seeds."""

from __future__ import annotations

import os
import threading
import time
from array import array
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.events import AppBlur, AppFocus, DescendantFocus
from textual.widgets import Input

from newsreader import browser as browser_module
from newsreader.config import Config, Mistake
from newsreader.library import Library, Story
from newsreader.marks import Marks
from newsreader.query import Query
from newsreader.tui.keymap import Keymap
from newsreader.tui.marking import MarkQueue
from newsreader.tui.palette import CommandProvider, Palette
from tests.conftest import Put, article, imported
from tests.tui.conftest import Reader, Start

BOSTON = "Boston City Departments Can No Longer Use Facial Recognition"
BANNING = "The City Of Boston Will Be Banning The Use Of Facial Recognition Based Surveillance"
UBERGIZMO = "https://www.ubergizmo.com/2020/06/boston-ban-facial-recognition-surveillance/"


def hold_up(monkeypatch: pytest.MonkeyPatch, owner: type, method: str) -> threading.Event:
    """Have a method that threads call wait for the event that is returned."""
    goes_on, usual = threading.Event(), getattr(owner, method)

    def held_up(*arguments: Any) -> Any:
        goes_on.wait(9)
        return usual(*arguments)

    monkeypatch.setattr(owner, method, held_up)
    return goes_on


async def test_start(start: Start) -> None:
    async with start() as reader:
        assert reader.pane == "headlines" and reader.title == BOSTON
        assert reader.numbers == {
            "All": 2, "Unread": 2, "Starred": 0, "Today": 0, "This week": 0, "Hot": 0, "news": 2, "AI": 2, "Computer Vision": 1, "Natural Language Processing": 2,
            "Campus Safety Magazine": 1, "Ubergizmo Feed": 1,
        }  # fmt: skip
        text = reader.text()
        assert "2 unread of 2" in text and "10 Jul 20" in text and "41" in text


async def test_moving_previews_and_does_not_mark(start: Start) -> None:
    async with start() as reader:
        for key, title in [("j", BANNING), ("k", BOSTON), ("down", BANNING), ("up", BOSTON), ("G", BANNING),
                           ("home", BOSTON), ("end", BANNING)]:  # fmt: skip
            await reader.press(key)
            assert reader.title == title
        await reader.press("g", "g")
        assert reader.title == BOSTON
        await reader.press("pagedown")
        assert reader.title == BANNING
        await reader.press("ctrl+b")
        assert reader.title == BOSTON and reader.numbers["Unread"] == 2


@pytest.mark.parametrize("keys", [["enter"], ["l"], ["tab"], ["3"], ["space"], ["right"]])
async def test_opening_marks_read_at_once(start: Start, keys: list[str], library: Library) -> None:
    async with start() as reader:
        await reader.press(*keys)
        assert reader.pane == "story"
        assert (
            reader.numbers["Unread"] == 1
            and reader.numbers["AI"] == 1
            and reader.numbers["Campus Safety Magazine"] == 0
        )
        row = reader.headlines.current
        assert row is not None and row.read
        assert "1 unread of 2" in reader.text()
        assert isinstance(reader.story.story, Story) and reader.story.story.read
    assert library.totals().unread == 1


async def test_marks_are_there_after_a_restart(start: Start) -> None:
    async with start() as reader:
        await reader.press("j", "m", "s", "q")
    async with start() as reader:
        assert reader.numbers["Unread"] == 1 and reader.numbers["Starred"] == 1
        await reader.press("j")
        row = reader.headlines.current
        assert row is not None and row.read and row.starred


async def test_select_marks_when_configured(start: Start) -> None:
    async with start(config=Config(mark_read="select")) as reader:
        assert reader.numbers["Unread"] == 1
        await reader.press("j")
        assert reader.numbers["Unread"] == 0


async def test_panes(start: Start) -> None:
    async with start() as reader:
        for key, pane in [("1", "topics"), ("2", "headlines"), ("h", "topics"), ("left", "topics"), ("l", "headlines"),
                          ("shift+tab", "topics"), ("shift+tab", "story"), ("tab", "topics"), ("enter", "headlines"),
                          ("3", "story"), ("h", "headlines"), ("enter", "story"), ("escape", "headlines")]:  # fmt: skip
            await reader.press(key)
            assert reader.pane == pane, key


async def test_toggling_and_undo(start: Start) -> None:
    async with start() as reader:
        await reader.press("m", "s")
        assert reader.numbers["Unread"] == 1 and reader.numbers["Starred"] == 1
        assert "★" in reader.text()
        await reader.press("m")
        assert reader.numbers["Unread"] == 2
        await reader.press("u", "u", "u")
        assert (reader.numbers["Unread"], reader.numbers["Starred"]) == (2, 0)
        await reader.press("u")
        assert "nothing to take back" in reader.messages[-1]


async def test_keys_that_come_faster_than_the_disk(start: Start, library: Library) -> None:
    async with start() as reader:
        await reader.pilot.press(*"mmmsm")
        await reader.settle()
        assert reader.numbers["Unread"] == 2 and reader.numbers["Starred"] == 1
    assert library.totals().starred == 1


@pytest.mark.parametrize(
    ("keys", "unread"),
    [(["enter", "escape", "m"], 2), (["m", "u", "m"], 1), (["enter", "escape", "u", "m"], 1)],
)
async def test_marked_faster_than_the_disk(
    start: Start, monkeypatch: pytest.MonkeyPatch, keys: list[str], unread: int
) -> None:
    async with start() as reader:
        may_write = hold_up(monkeypatch, MarkQueue, "_work")
        await reader.pilot.press(*keys)
        may_write.set()
        await reader.settle()
        assert reader.numbers["Unread"] == unread


async def test_a_focus_that_was_left_again_changes_nothing(start: Start) -> None:
    async with start(size=(60, 20)) as reader:
        await reader.press("enter", "escape", "m")
        assert reader.numbers["Unread"] == 2 and "unread of 2" in reader.text()
        reader.screen.on_descendant_focus(DescendantFocus(reader.story))  # behind the keys
        await reader.settle()
        assert reader.numbers["Unread"] == 2 and "unread of 2" in reader.text()


@pytest.mark.parametrize("way", ["a question", "the help", "another window"])
async def test_who_comes_back_to_a_story_does_not_open_it_again(start: Start, way: str) -> None:
    async with start() as reader:
        await reader.press("enter", "m")
        assert reader.pane == "story" and reader.numbers["Unread"] == 2
        if way == "another window":
            for event in (AppBlur(), AppFocus()):
                reader.app.post_message(event)
                await reader.settle()
        else:
            await reader.press(*{"a question": ("f", "escape"), "the help": ("?", "escape")}[way])
        assert reader.pane == "story" and reader.numbers["Unread"] == 2


async def test_a_story_is_opened_when_it_is_known_which(
    start: Start, put: Put, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    put({f"{n}.md": article(f"T{n}", f"https://e.org/{n}", f"2019-01-{n % 28 + 1:02}") for n in range(300)})
    async with start() as reader:
        may_read = hold_up(monkeypatch, Library, "rows")
        await reader.pilot.press("G", "enter")
        may_read.set()
        await reader.settle()
        read = [place for place, row in enumerate(library.headlines()) if row.read]
        assert read == [301] and reader.pane == "story"


async def test_the_mouse_opens_what_a_search_from_a_story_finds(start: Start) -> None:
    async with start() as reader:
        await reader.press("enter", "/", *"title:banning")
        assert reader.title == BANNING and reader.numbers["Unread"] == 1
        await reader.pilot.click("#story", offset=(5, 2))
        await reader.settle()
        assert reader.pane == "story" and reader.numbers["Unread"] == 0


async def test_the_story_that_is_opened_is_the_one_that_the_cursor_is_on(
    start: Start, library: Library
) -> None:
    async with start() as reader:
        reader.headlines.move(1)
        reader.screen.panes.focus("story")  # before what tells the screen of the move
        reader.screen.panes.focus("headlines")
        await reader.settle()
        assert [row.read for row in library.headlines()] == [False, True]


async def test_a_key_belongs_to_the_pane_that_the_key_before_it_led_to(start: Start) -> None:
    async with start() as reader:
        await reader.pilot.press("enter", "q", "h", "l", "l", "escape", "m")
        await reader.settle()
        assert reader.pane == "headlines" and reader.numbers["Unread"] == 2, "opened, and marked unread again"
    async with start() as reader:
        await reader.pilot.press("enter", "q", "q")
        await reader.pilot.pause()
    assert reader.app.return_code == 0


async def test_unread_is_found_once_for_every_key(start: Start, put: Put) -> None:
    put({f"{n}.md": article(f"T{n}", f"https://e.org/{n}", f"2022-01-0{9 - n}") for n in range(6)})
    async with start() as reader:
        await reader.pilot.press(*"nnnn")
        await reader.settle()
        assert reader.headlines.cursor == 4
        await reader.pilot.press(*"pp")
        await reader.settle()
        assert reader.headlines.cursor == 2


async def test_two_readers_at_once(start: Start, library: Library, home: Path) -> None:
    other = Marks(home / "profiles/default/marks.db")
    async with start() as reader:
        row = reader.headlines.current
        assert row is not None
        other.set_starred([row.key], True, "elsewhere")
        await reader.press("s")
        assert library.totals().starred == 1, "what was shown unstarred is starred, not toggled"
        assert reader.headlines.current is not None and reader.headlines.current.starred
    other.close()


async def test_a_list_that_grows_keeps_what_is_shown(
    start: Start, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.tui.lists.FIRST_PAGE", 4)
    put({f"{n}.md": article(f"T{n}", f"https://e.org/{n}", f"2022-01-0{9 - n}") for n in range(6)})
    async with start() as reader:
        assert reader.headlines.count == 8 and reader.headlines.listing.is_whole
        slow = reader.screen._library.ids

        def ids(selected: Query, limit: int | None = None) -> array[int]:
            time.sleep(0.4 if limit is None else 0)
            return slow(selected, limit)

        monkeypatch.setattr(reader.screen._library, "ids", ids)
        await reader.pilot.press("]")
        await reader.pilot.pause(0.2)
        await reader.pilot.press("m")
        await reader.settle()
        assert reader.headlines.count == 8 and reader.title == "T0", "read meanwhile, and still there"
        row = reader.headlines.current
        assert row is not None and row.title == "T0" and row.read
        assert "7 unread of 8" in reader.text()


async def test_numbers_after_a_search_in_which_something_was_read(start: Start) -> None:
    async with start() as reader:
        await reader.press("/", *"campus", "enter", "enter", "escape", "escape")
        assert "1 unread of 2" in reader.text() and reader.numbers["Unread"] == 1


async def test_a_story_that_is_not_there_yet_is_not_acted_on(
    start: Start, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = library.story

    def story(key: int) -> Story:
        time.sleep(0.4)
        return slow(key)

    async with start() as reader:
        monkeypatch.setattr(library, "story", story)
        await reader.pilot.press("j", "enter", "s", "y")
        await reader.settle()
        assert reader.app.clipboard == UBERGIZMO
        assert (
            isinstance(reader.story.story, Story) and reader.story.story.starred and reader.title == BANNING
        )


async def test_a_mark_that_is_saved_while_the_story_loads_is_shown(
    start: Start, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = library.story

    def story(key: int) -> Story:
        found = slow(key)
        time.sleep(0.3)
        return found

    async with start() as reader:
        monkeypatch.setattr(library, "story", story)
        await reader.pilot.press("j", "m")
        await reader.settle()
        assert reader.title == BANNING and isinstance(reader.story.story, Story) and reader.story.story.read
        assert "· read" in reader.text()


async def test_topics(start: Start) -> None:
    async with start() as reader:
        await reader.press(*"]]]]]]]")
        assert reader.sidebar.shown.name == "Computer Vision"
        assert reader.headlines.count == 1 and reader.title == BOSTON
        await reader.press("[")
        assert reader.sidebar.shown.name == "AI" and reader.headlines.count == 2
        await reader.press("1", "G", "k")
        assert reader.sidebar.shown.name == "Ubergizmo Feed" and reader.title == BANNING
        await reader.press("g", "g")
        assert reader.sidebar.shown.name == "All"
        await reader.press("j", "j")
        assert reader.sidebar.shown.name == "Starred"
        assert reader.title == "" and "Nothing is starred." in reader.text()


async def test_a_story_stays_in_unread_until_refresh(start: Start) -> None:
    async with start() as reader:
        await reader.press("]", "enter", "escape")
        assert reader.headlines.count == 2
        await reader.press("r")
        assert reader.headlines.count == 1 and reader.title == BANNING


async def test_what_is_read_stays_when_it_leaves_the_list(start: Start, put: Put, marks: Marks) -> None:
    put({f"{n}.md": article(f"Story {n}", f"https://e.org/{n}", f"2031-01-{n + 10}") for n in range(5)})
    async with start() as reader:
        await reader.press("]", "j", "j", "enter", "r")
        assert reader.title == "Story 2" and reader.pane == "story" and reader.headlines.count == 6
        assert [step.label for step in marks.steps(9)] == ["opened: Story 2"]
        await reader.press("r")
        assert reader.title == "Story 2" and len(marks.steps(9)) == 1
        await reader.press("s")
        assert marks.steps(1)[0].label == "starred: Story 2", "it is what is acted on"
        await reader.press("escape")
        assert reader.title == "Story 1" and len(marks.steps(9)) == 2, "the next one, which nobody opened"
        await reader.press("enter")
        assert marks.steps(1)[0].label == "opened: Story 1"
        await reader.press("n")
        assert reader.title == "Story 0" and marks.steps(1)[0].label == "opened: Story 0"


async def test_the_cursor_goes_to_the_nearest_story_that_is_left(start: Start, put: Put) -> None:
    put({f"{n}.md": article(f"Story {n}", f"https://e.org/{n}", f"2031-01-{n + 10}") for n in range(5)})
    async with start() as reader:
        await reader.press("]", "j", "m", "r")
        assert (reader.headlines.cursor, reader.title, reader.numbers["Unread"]) == (1, "Story 2", 6)
        await reader.press("G", "m", "k", "m", "j", "r")
        assert reader.headlines.cursor == reader.headlines.count - 1 == 3, "the last one before them"


async def test_next_and_previous_unread(start: Start) -> None:
    async with start() as reader:
        await reader.press("n")
        assert reader.title == BANNING
        await reader.press("n")
        assert reader.title == BOSTON, "around the end"
        await reader.press("p")
        assert reader.title == BANNING
        await reader.press("enter", "n")
        assert reader.title == BOSTON and reader.numbers["Unread"] == 0, "in the story pane it is opened"
        await reader.press("n")
        assert "Nothing unread" in reader.messages[-1]


async def test_space_reads_on(start: Start) -> None:
    async with start(size=(120, 20)) as reader:
        await reader.press("space")
        assert reader.pane == "story"
        for _ in range(12):
            if reader.title == BANNING:
                break
            await reader.press("space")
        assert reader.title == BANNING and reader.numbers["Unread"] == 0


async def test_search_as_you_type(start: Start) -> None:
    async with start() as reader:
        await reader.press("j", "/", *"cour")
        assert (
            reader.headlines.count == 0
            and "0 stories" in reader.text()
            and "Nothing in All matches." in reader.text()
        )
        await reader.press(*["backspace"] * 4, *"camp")
        assert reader.headlines.count == 1 and reader.title == BOSTON
        await reader.press("escape")
        assert reader.headlines.count == 2 and reader.headlines.cursor == 1 and reader.title == BANNING
        assert reader.pane == "headlines" and "/ search" in reader.text()


async def test_search_is_kept_with_enter_and_left_with_escape(start: Start) -> None:
    async with start() as reader:
        await reader.press("/", *'"facial rec', "down")
        assert reader.headlines.cursor == 1
        await reader.press("enter")
        assert reader.headlines.listing.name == '“"facial rec” in All'
        assert reader.pane == "headlines" and reader.headlines.cursor == 1
        await reader.press("enter", "escape")
        assert reader.headlines.listing.wanted, "back from the story, not from the search"
        await reader.press("escape")
        assert reader.headlines.listing.name == "All" and reader.headlines.cursor == 0


async def test_search_is_within_the_topic(start: Start) -> None:
    async with start() as reader:
        await reader.press(*"]]]]]]]", "/", *"boston")
        assert reader.headlines.listing.name == "“boston” in Computer Vision" and reader.headlines.count == 1


async def test_tab_completes_fields_and_names(start: Start) -> None:
    async with start() as reader:
        entry = reader.screen.query_one("#entry-text", Input)
        await reader.press("/", *"bos", "tab")
        assert entry.value == "bos", "nothing begins like this"
        await reader.press("space", *"top", "tab", *"co", "tab")
        assert entry.value == 'bos topic:"Computer Vision" ' and reader.headlines.count == 0
        await reader.press("ctrl+u", *"provider:", "tab")
        assert entry.value == 'provider:"Campus Safety Magazine" ' and reader.headlines.count == 1
        await reader.press("tab")
        assert entry.value == 'provider:"Ubergizmo Feed" ' and reader.title == BANNING


async def test_enter_on_a_mistake_keeps_typing(start: Start) -> None:
    async with start() as reader:
        await reader.press("/", *"boston is:")
        assert reader.headlines.count == 2
        await reader.press("enter")
        assert "one of read, unread, starred" in reader.text() and not reader.screen.keys.display
        await reader.press("f")
        assert "cannot be “f”" in reader.text()
        await reader.press("escape")
        assert reader.screen.keys.display


async def test_the_mouse_ends_typing(start: Start) -> None:
    async with start() as reader:
        await reader.press("/", *"campus")
        await reader.pilot.click("#headlines", offset=(10, 8))
        await reader.settle()
        assert reader.screen.keys.display and reader.headlines.count == 1
        await reader.press("s")
        assert reader.numbers["Starred"] == 1


async def test_a_mistake_keeps_the_last_results(start: Start) -> None:
    async with start() as reader:
        await reader.press("/", *"campus")
        assert reader.headlines.count == 1
        reader.screen.query_one("#entry-text", Input).value = "campus topc:x"
        await reader.settle()
        assert reader.headlines.count == 1 and "did you mean topic:?" in reader.text()
        await reader.press("escape")
        assert reader.headlines.count == 2


async def test_related_stories_can_be_walked(start: Start, library: Library) -> None:
    async with start() as reader:
        await reader.press("j", "enter", "enter")
        assert reader.story.link is not None and reader.story.link.key is not None
        await reader.press("j", "enter")
        assert reader.title == "Boston bans police from using facial recognition technology"
        assert "The City Of Boston Will Be" in reader.text() and "not in your library" in reader.text()
        await reader.press("escape")
        assert reader.title == BANNING and reader.pane == "story"
        assert reader.story.selected == 1, "where it was left"
        assert isinstance(reader.story.story, Story) and reader.story.story.related[1].read, "it was opened"
        await reader.press("k", "m", "s")
        first = reader.story.story.related[0]
        assert first.read and first.starred and not reader.story.story.starred
        await reader.press("escape")
        assert reader.pane == "headlines"
    assert library.story(first.article.key).starred


async def test_walking_inside_the_library(start: Start, home: Path, put: Put) -> None:
    put(
        {
            "a.md": article("One", "https://e.org/1", "2021-01-02", related="[{title: As One has it, webUrl: 'https://e.org/2'}]"),
            "b.md": article("Two", "https://e.org/2", "2021-01-01"),
        }
    )  # fmt: skip
    async with start() as reader:
        assert reader.title == "One"
        await reader.press("enter", "enter", "enter")
        assert reader.title == "Two"
        assert reader.numbers["Unread"] == 2, "of four, One and Two were opened"
        await reader.press("escape", "escape", "j")
        row = reader.headlines.current
        assert row is not None and row.title == "Two" and row.read


async def test_a_story_leads_to_those_that_name_it(start: Start, put: Put) -> None:
    related = "[{title: As told, webUrl: 'https://e.org/1'}]"
    put(
        {
            "a.md": article("First", "https://e.org/1", "2021-01-02"),
            "b.md": article("Later", "https://e.org/2", "2021-01-03", related=related),
            "c.md": article("Last", "https://e.org/3", "2021-01-04", related=related),
        }
    )
    async with start() as reader:
        await reader.press("j", "j", "enter")
        assert reader.title == "First" and "Also covered by (2), oldest first" in reader.text()
        await reader.press("enter", "j", "m")
        assert isinstance(reader.story.story, Story) and reader.story.story.covered_by[1].read
        await reader.press("k", "enter")
        assert reader.title == "Later"
        await reader.press("escape")
        assert reader.title == "First" and reader.story.selected == 0
        await reader.press("alt+right")
        assert reader.title == "Later" and "First ‹ here" in reader.text()
        await reader.press("alt+left", "alt+right", "alt+right")
        assert reader.title == "Later" and reader.messages[-1] == "There is no story to go forward to."


async def test_zen_shows_only_the_story(start: Start) -> None:
    async with start() as reader:
        await reader.press("z")
        assert reader.pane == "story" and "Topics" not in reader.text() and BOSTON[:30] in reader.text()
        await reader.press("n")
        assert reader.title == BANNING and "Topics" not in reader.text()
        await reader.press("z")
        assert "Topics" in reader.text() and reader.pane == "story"
        await reader.press("z", "escape")
        assert "Topics" in reader.text() and reader.pane == "headlines"


async def test_open_in_the_browser_marks_read(start: Start, browser: Path) -> None:
    async with start() as reader:
        await reader.press("j", "o")
        assert browser.read_text() == f"{UBERGIZMO}\n"
        assert reader.numbers["Unread"] == 1 and reader.pane == "headlines"
        await reader.press("enter", "enter", "o")
        assert browser.read_text().splitlines()[1].startswith("https://thenextweb.com/")
        assert isinstance(reader.story.story, Story) and reader.story.story.related[0].read
        await reader.press("end", "enter")
        assert browser.read_text().splitlines()[2].endswith("security-camera.jpg"), "the last link"


async def test_browsers_that_start_slowly_hold_up_no_list(
    start: Start, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put({f"{n}.md": article(f"Story {n}", f"https://e.org/{n}", f"2031-01-{n + 10}") for n in range(12)})
    go, opened = threading.Event(), []

    def slowly(how: browser_module.Launch) -> None:
        go.wait(5)
        opened.append(how.url)

    monkeypatch.setenv("BROWSER", "/bin/true")
    monkeypatch.setattr(browser_module, "launch", slowly)
    async with start() as reader:
        await reader.press("v", "G")
        await reader.pilot.press("O")
        await until(reader, lambda: "Open 14 stories in the browser?" in reader.text())
        await reader.pilot.press("enter", "g", "g")
        await until(reader, lambda: reader.title == "Story 11")
        assert not opened
        go.set()
        await reader.settle()
        assert len(opened) == 14


async def test_one_of_the_addresses_is_chosen(start: Start, browser: Path, put: Put) -> None:
    more = {"originalUrl": "https://o.org/1", "cdnAmpWebUrl": "https://cdn.org/1", "related": "[{title: R, ampWebUrl: 'https://amp.org/r'}]"}  # fmt: skip
    put({"a.md": article("One", "https://e.org/1", "2031-01-02", **more)})
    async with start() as reader:
        await reader.press("g", "o", "enter", "g", "w", "g", "a")
        assert browser.read_text().split() == ["https://o.org/1", "https://e.org/1", "https://cdn.org/1"]
        await reader.press("enter", "g", "a", "g", "o")
        assert browser.read_text().split()[3:] == ["https://amp.org/r"]
        assert reader.messages[-1] == "This story has no original address."
        await reader.press("escape", "G", "g", "o")
        assert reader.messages[-1] == "This story has no original address." and reader.numbers["Unread"] == 2


async def test_where_no_browser_is_the_address_is_copied(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", os.defpath)
    async with start() as reader:
        await reader.press("j", "o")
        assert reader.app.clipboard == UBERGIZMO
        assert "set $BROWSER" in reader.messages[-1] and UBERGIZMO in reader.messages[-1]


async def test_copy(start: Start) -> None:
    async with start() as reader:
        await reader.press("j", "y")
        assert reader.app.clipboard == UBERGIZMO and f"Copied {UBERGIZMO}" in reader.messages


async def test_copy_title_and_link(start: Start, put: Put) -> None:
    put({"a.md": article("[a] \\\\b", "https://e.org/1", "2031-01-02")})
    async with start() as reader:
        await reader.press("Y")
        assert reader.app.clipboard == "[\\[a\\] \\\\b](https://e.org/1)"
        await reader.press("ctrl+y")
        assert reader.app.clipboard == "[a] \\b"


async def test_a_story_without_an_address(start: Start, put: Put) -> None:
    put({"a.md": article("Lonely", "", "2022-01-01")})
    async with start() as reader:
        assert "There is no text." in reader.text()
        await reader.press("o", "y")
        assert "no address to copy" in reader.messages[-1] and len(reader.messages) == 1


QUITTING = [
    "/ a ctrl+q",
    "e ctrl+c",
    "? ctrl+q",
    "? / x ctrl+c",
    "ctrl+p ctrl+q",
    "t ? ctrl+q",
    "F ctrl+q",
    "z q q",
]


@pytest.mark.parametrize("keys", QUITTING)
async def test_the_program_can_be_left_from_everywhere(start: Start, keys: str) -> None:
    async with start() as reader:
        await reader.pilot.press(*keys.split())
        for _ in range(100):
            if not reader.app.is_running:
                break
            await reader.pilot.pause(0.02)
        assert not reader.app.is_running


async def test_the_palette_says_where_a_command_applies(start: Start) -> None:
    async with start() as reader:
        await reader.press("1", "ctrl+p", *"star the story", "enter")
        for _ in range(20):
            await reader.settle()
        assert reader.numbers["Starred"] == 0
        assert reader.messages[-1] == "Star: only in the headlines and the story."


async def test_a_palette_without_room_for_it(start: Start) -> None:
    async with start(size=(10, 3)) as reader:
        await reader.press("ctrl+p", "pagedown", "pageup", "down", "escape")
        assert reader.app.is_running and reader.screen.is_current


async def test_a_palette_that_is_closed_while_it_gathers(start: Start) -> None:
    async with start():
        assert Palette([CommandProvider]).get_component_styles("command-palette--help-text") is not None


async def test_help_and_palette_and_theme(start: Start) -> None:
    async with start() as reader:
        await reader.press("question_mark")
        assert "To the next unread story" in reader.text()
        await reader.press("j", "k", *["space"] * 3)
        assert "what you marked is kept" in reader.text()
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1
        await reader.press("ctrl+p", *"star")
        assert "Star the story" in reader.text()
        await reader.press("enter")
        await reader.settle()
        assert reader.numbers["Starred"] == 1
        await reader.press("ctrl+p", *"go to comp", "enter")
        assert reader.sidebar.shown.name == "Computer Vision"
        await reader.press("T", *"light", "enter")
        assert reader.app.theme == "light"


async def test_q_goes_back_and_then_out(start: Start) -> None:
    async with start() as reader:
        await reader.press("enter", "q")
        assert reader.pane == "headlines" and reader.app.is_running
        await reader.press("h", "q")
        assert reader.pane == "headlines" and reader.app.is_running
        await reader.pilot.press("m", "q")
    assert reader.app.return_code == 0


@pytest.mark.parametrize("key", ["question_mark", "ctrl+p"])
async def test_quitting_from_above(start: Start, key: str) -> None:
    async with start() as reader:
        await reader.press(key)
        await reader.pilot.press("ctrl+q")
    assert reader.app.return_code == 0


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_quitting_saves_what_was_pressed(start: Start, key: str, marks: Marks) -> None:
    async with start() as reader:
        row = reader.headlines.current
        assert row is not None
        await reader.pilot.press("m", "s", key)
    assert marks.of([row.key])[row.key] == (True, True)


async def test_mouse(start: Start) -> None:
    async with start() as reader:
        await reader.pilot.click("#headlines", offset=(10, 3))
        await reader.settle()
        assert reader.title == BANNING and reader.numbers["Unread"] == 2
        await reader.pilot.click("#headlines", offset=(10, 3))
        await reader.settle()
        assert reader.pane == "story" and reader.numbers["Unread"] == 1
        related = reader.story.page.links[0]
        await reader.pilot.click("#story", offset=(8, related.first + 1))
        await reader.settle()
        assert reader.title.startswith("Democrats and civil liberties")
        await reader.pilot.click("#topics", offset=(5, 10))
        await reader.settle()
        assert reader.sidebar.shown.name == "Computer Vision"


@pytest.mark.parametrize("size", [(200, 50), (120, 36), (80, 24), (50, 20), (30, 8), (10, 3)])
async def test_every_size(start: Start, size: tuple[int, int]) -> None:
    async with start(size=size) as reader:
        await reader.press("j", "enter", "enter", "escape", "1", "j", "2")
        assert reader.app.is_running


async def test_one_pane_at_a_time_when_narrow(start: Start) -> None:
    async with start(size=(50, 20)) as reader:
        assert "Boston City" in reader.text() and "Topics" not in reader.text()
        await reader.press("h")
        assert "Computer Vision" in reader.text() and "Boston City" not in reader.text()
        await reader.press("l", "l")
        assert "BOSTON, Mass." in reader.text()


async def test_a_search_is_seen_as_it_is_typed_when_narrow(start: Start) -> None:
    async with start(size=(50, 20)) as reader:
        for back in ("h", "l"):  # to the topics and to the story
            await reader.press(back)
            assert not reader.headlines.display
            await reader.press("/", *"ubergizmo")
            assert reader.headlines.display and reader.headlines.count == 1
            await reader.press("escape")
            assert reader.pane == "headlines" and reader.headlines.display


async def test_resizing(start: Start) -> None:
    async with start() as reader:
        for size in [(80, 24), (50, 20), (200, 50), (20, 5), (120, 36)]:
            await reader.pilot.resize_terminal(*size)
            await reader.press("j")
        assert reader.title == BANNING and "Story" in reader.text()


async def test_an_empty_library(start: Start, tmp_path: Path) -> None:
    empty = Library(tmp_path / "empty.db", tmp_path / "marks.db")
    async with start(other=empty) as reader:
        assert "newsreader import FOLDER" in reader.text() and "Nothing to show." in reader.text()
        for command in Keymap():
            if command.id not in ("pane.quit", "app.quit", "app.palette", "app.theme", "app.help"):
                await reader.screen.run_command(command)
                await reader.settle()
                if not reader.screen.keys.display:
                    await reader.press("escape")
        assert reader.app.is_running
    empty.close()


HOSTILE = [
    "[/]", "[@click=app.quit]x[/]", "[link=https://evil.example]x", "[[[", "[b=']", "Review [/Film]",
    "\\x1b]52;c;eA==\\x07", "\\x1b[2J", "\\u202egnp.exe", "\\u200b", "a\\u0301\\u0301\\u0301", "$(reboot) `x` %s {0}",
    "👩‍💻 日本語 שלום العربية", "\\u009b31m",
]  # fmt: skip


async def test_hostile_text_is_literal_everywhere(start: Start, put: Put) -> None:
    put({f"{number}.md": _hostile(number, text) for number, text in enumerate(HOSTILE)})
    async with start(size=(140, 40)) as reader:
        seen = [reader.text()]
        for _ in HOSTILE:
            for key in ("enter", "y", "escape", "m", "j"):
                await reader.press(key)
                seen.append(reader.text())
        for keys in (["/", "[", "escape"], ["u"], ["ctrl+p", *"go to"], ["escape"]):
            await reader.press(*keys)
            seen.append(reader.text())
        await reader.press("1")
        for _ in range(reader.sidebar.count // 20):
            await reader.press("pagedown")
            seen.append(reader.text())
        assert reader.app.is_running and len(reader.app.screen_stack) == 1
    shown = "\n".join(seen)
    assert not [char for char in shown if (char < " " and char != "\n") or "\x7f" <= char <= "\x9f"]
    assert "\u202e" not in shown
    for text in HOSTILE:
        assert "\\" in text or text in shown


def _hostile(number: int, text: str) -> str:
    """An article that says `text` wherever an article can say something."""
    return article(
        text,
        f"https://e.org/{number}",
        f"2023-01-{28 - number:02}",
        topics=f'["{text}"]',
        excerpt=f'"{text}"',
        provider=f'{{name: "{text}", domain: "{text}"}}',
        related=f'[{{title: "{text}", webUrl: "https://e.org/r{number}"}}]',
        category=f'"{text}"',
        body=text.encode().decode("unicode_escape") if "\\" in text else text,
    )


async def test_a_mistake_in_the_configuration_is_told(library: Library, marks: Marks) -> None:
    from newsreader.tui.app import NewsreaderApp

    app = NewsreaderApp(library, marks, mistakes=[Mistake(None, 1, "config.toml: theme must be [b]x")])
    async with app.run_test() as pilot:
        await pilot.pause()
        assert [notification.message for notification in app._notifications] == [
            "config.toml: theme must be [b]x"
        ]


async def test_what_is_told_at_the_start_leaves_mistakes_to_be_read(start: Start) -> None:
    async with start() as reader:
        reader.app.tell("A mistake")
        reader.app.tell("1 new story.", beside=True)
        await reader.settle()
        assert reader.messages == ["A mistake", "1 new story."]
        reader.app.tell("Something else")
        await reader.settle()
        assert reader.messages == ["Something else"]


async def test_marks_that_cannot_be_saved_are_told(start: Start, marks: Marks) -> None:
    async with start() as reader:
        marks._connection.execute("PRAGMA query_only = ON")
        await reader.press("m")
        assert reader.messages[-1].startswith("Not saved yet")
        row = reader.headlines.current
        assert row is not None and not row.read, "what was not saved is not shown"
        await reader.pilot.press("m", "q")
        await reader.settle()
        assert reader.app.is_running and "Quit again to leave without them" in reader.messages[-1]
        marks._connection.execute("PRAGMA query_only = OFF")
        await reader.press("m")
        assert reader.numbers["Unread"] == 1, "read, unread, and read again, in their order"


async def test_the_state_and_the_order_of_each_view(start: Start, put: Put) -> None:
    put({"a.md": article("Aardvark", "https://e.org/a", "2019-01-01", quality="99", topics="[Zoo]")})
    async with start() as reader:
        await reader.press("enter", "escape", "a")
        assert reader.headlines.count == 2 and "All · unread" in reader.text()
        await reader.press("a")
        assert (
            reader.headlines.count == 0
            and "All · starred" in reader.text()
            and "Nothing is starred." in reader.text()
        )
        await reader.press("a", "j")
        assert reader.headlines.count == 3 and reader.title == BANNING, "the cursor stays on its story"
        await reader.press("S", "g", "g")
        assert reader.title == "Aardvark" and "All · oldest first" in reader.text()
        await reader.press("S", "S", "g", "g")
        assert reader.title == "Aardvark" and "All · by quality" in reader.text()
        await reader.press("S", "g", "g")
        assert reader.title == "Aardvark" and "All · by title" in reader.text()
        await reader.press("]")
        assert reader.headlines.listing.name == "Unread", "every view has its own"
        await reader.press("[")
        assert reader.headlines.listing.name == "All · by title"
        await reader.press("/", *"boston", "enter", "a", "escape", "escape")
        assert reader.headlines.listing.name == "All · unread · by title" and reader.headlines.count == 2


async def test_another_list_opens_no_story(start: Start) -> None:
    async with start() as reader:
        await reader.press("enter", "a")
        assert reader.pane == "headlines" and reader.title == BANNING
        assert reader.numbers["Unread"] == 1, "only the story that was opened is read"


async def test_what_another_process_writes_is_shown(
    start: Start, home: Path, put: Put, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.tui.living.INTERVAL", 0.02)
    async with start() as reader:
        await reader.press("j")
        put({f"{n}.md": article(f"New {n}", f"https://e.org/{n}", f"2024-01-0{n + 1}") for n in range(3)})
        await until(reader, lambda: reader.headlines.count == 5)
        assert reader.title == BANNING and reader.headlines.cursor == 4, "the cursor stays on its story"
        await until(reader, lambda: reader.numbers["Unread"] == 5)
        with closing(Marks(marks.path)) as other:
            other.set_read([reader.headlines.current.key], True, "elsewhere")  # type: ignore[union-attr]
        await until(reader, lambda: reader.numbers["Unread"] == 4)
        await reader.settle()
        assert reader.headlines.current is not None and reader.headlines.current.read
        assert "4 unread of 5" in reader.text()


async def test_sources_are_looked_at_again(start: Start, home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.md").write_text(article("Mine", "https://e.org/a", "2024-01-01"))
    imported(home / "library.db", folder, remember=True)
    (folder / "b.md").write_text(article("Mine too", "https://e.org/b", "2024-01-02"))
    async with start() as reader:
        await until(reader, lambda: reader.messages[-1:] == ["1 new story."], 20)
        await until(reader, lambda: reader.headlines.count == 4)
        (folder / "c.md").write_text("---\na: *b\n---\n")
        await reader.press("r")
        await until(reader, lambda: "1 refused" in reader.messages[-1], 20)
        assert "Looking for" not in reader.text()


async def until(reader: Reader, condition: Callable[[], bool], seconds: float = 5) -> None:
    """Wait for something that happens by itself."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, reader.text() + "\n".join(reader.messages)
        await reader.pilot.pause(0.02)
