"""The trends of a list: every key, what Enter shows, and the way back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from textual import events

from newsreader import trends
from newsreader.config import Config
from newsreader.errors import StorageError
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.query import Query
from newsreader.trends import Bucket
from newsreader.tui.chart import Chart
from newsreader.tui.screen import ReaderScreen
from newsreader.tui.tallies import Tallies
from newsreader.tui.trends import TrendsScreen
from tests.conftest import article, imported
from tests.tui.conftest import Reader, Start
from tests.tui.test_requests import ENDLESS

Make = Callable[[Iterable[str]], Library]


@pytest.fixture
def make(home: Path, tmp_path: Path) -> Iterator[Make]:
    """Makes a library of these files alone."""
    made: list[Library] = []

    def make(files: Iterable[str]) -> Library:
        folder = tmp_path / "made"
        folder.mkdir()
        for number, text in enumerate(files):
            (folder / f"{number}.md").write_text(text, "utf-8")
        imported(tmp_path / "made.db", folder)
        made.append(Library(tmp_path / "made.db", home / "profiles/default/marks.db"))
        return made[-1]

    yield make
    for library in made:
        library.close()


@pytest.fixture
def years(make: Make) -> Library:
    """Stories of three years: one of 2019, three of 2020 and one of 2021; two topics, two providers."""
    days = ["2019-12-31", "2020-07-10", "2020-07-10", "2020-07-12", "2021-02-01"]
    return make(
        article(
            f"Story {n}",
            f"https://e.org/{n}",
            f"{day}T12:00:00Z",
            topics="[AI, Police]" if n % 2 else "[AI]",
            provider="{name: Gazette}" if n < 3 else "{name: Herald}",
            heat=str(n * 10),
        )
        for n, day in enumerate(days)
    )


def screen(reader: Reader) -> TrendsScreen:
    shown = reader.app.screen
    assert isinstance(shown, TrendsScreen)
    return shown


def chart(reader: Reader) -> Chart:
    return screen(reader).query_one(Chart)


def bucket(reader: Reader) -> Bucket:
    found = chart(reader).bucket
    assert found is not None
    return found


def under_cursor(reader: Reader) -> str:
    return bucket(reader).period.name


def is_closed(reader: Reader) -> bool:
    return isinstance(reader.app.screen, ReaderScreen)


async def test_it_opens_at_the_newest_end(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("t")
        assert under_cursor(reader) == "25 – 31 Jan 2021" or under_cursor(reader) == "1 – 7 Feb 2021"
        assert bucket(reader).total == 1
        text = reader.text()
        assert "Trends · All" in text and "by week · 31 Dec 2019 – 1 Feb 2021" in text
        assert "1 story" in text and "1 unread" in text and "mean heat 40" in text


async def test_zooming_stays_where_the_cursor_is(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("t", "-", "-")
        assert under_cursor(reader) == "2021"
        await reader.press("-", "left")
        assert under_cursor(reader) == "2020" and bucket(reader).total == 3
        await reader.press("+")
        assert under_cursor(reader) == "July 2020" and bucket(reader).total == 3
        await reader.press("=")
        assert under_cursor(reader) == "6 – 12 Jul 2020"
        await reader.press("+", "+")
        assert under_cursor(reader) == "Sun 12 Jul 2020" and bucket(reader).total == 1
        await reader.press("0")
        assert under_cursor(reader) == "6 – 12 Jul 2020"


async def test_moving_along_the_bars(start: Start, years: Library) -> None:
    steps = [
        ("h", "2020"), ("l", "2021"), ("left", "2020"), ("right", "2021"), ("right", "2021"),
        ("home", "2019"), ("h", "2019"), ("end", "2021"), ("g g", "2019"), ("G", "2021"),
        ("pageup", "2019"), ("pagedown", "2021"), ("ctrl+b", "2019"), ("ctrl+f", "2021"),
        ("j", "2021"), ("k", "2021"), ("_", "2021"),
    ]  # fmt: skip
    async with start(other=years) as reader:
        await reader.press("t", "-", "-")
        for keys, name in steps:
            await reader.press(*keys.split())
            assert under_cursor(reader) == name, keys


async def test_thousands_of_bars_scroll(start: Start, make: Make) -> None:
    library = make(article(f"S {y}", f"https://e.org/{y}", f"{y}-01-01") for y in (1980, 2000, 2020))
    async with start(other=library, size=(80, 24)) as reader:
        await reader.press("t", "+", "+", "+")
        assert under_cursor(reader) == "Wed 1 Jan 2020" and "‹" in reader.text()
        await reader.press("pageup")
        assert bucket(reader).total == 0 and "0 stories" in reader.text()
        await reader.press("home")
        assert under_cursor(reader) == "Tue 1 Jan 1980" and "›" in reader.text()


async def test_enter_on_a_bar_shows_its_stories(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("j")
        for key, name, number in (("home", "2019", 1), ("h", "2020", 3), ("end", "2021", 1)):
            await reader.press("t", "-", "-", key, "enter")
            assert is_closed(reader) and reader.pane == "headlines"
            assert (reader.headlines.listing.name, reader.headlines.count) == (f"{name} in All", number)
            await reader.press("escape")
            assert reader.headlines.listing.name == "All" and reader.headlines.count == 5
            assert reader.headlines.cursor == 1, "as it was left"


async def test_enter_on_a_topic_or_provider(start: Start, years: Library) -> None:
    chosen = [
        ("tab", "AI", 5), ("tab j", "Police", 2), ("tab down up", "AI", 5), ("tab end", "Police", 2),
        ("tab tab", "Gazette", 3), ("shift+tab j", "Herald", 2), ("tab l j k j", "Herald", 2),
        ("tab tab h j", "Police", 2),
    ]  # fmt: skip
    async with start(other=years) as reader:
        for keys, name, number in chosen:
            await reader.press("t", *keys.split(), "enter")
            assert is_closed(reader)
            assert (reader.headlines.listing.name, reader.headlines.count) == (f"{name} in All", number)
            await reader.press("escape")
            assert (reader.headlines.listing.name, reader.headlines.count) == ("All", 5)


async def test_tab_goes_around(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("t", "tab", "tab", "tab", "-", "-", "h")
        assert under_cursor(reader) == "2020"


async def test_closing_leaves_the_list_as_it_was(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("j", "j")
        for key in ("escape", "q", "t"):
            await reader.press("t", "h", key)
            assert is_closed(reader) and reader.headlines.cursor == 2
            assert reader.headlines.listing.name == "All"


async def test_trends_of_a_search_and_of_a_part(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("/", *"topic:police", "enter", "t")
        assert "Trends · “topic:police” in All" in reader.text()
        await reader.press("-", "-", "-", "h", "enter")
        assert reader.headlines.count == 2 and reader.headlines.listing.name.startswith("2020 in “topic:")
        await reader.press("t", "tab", "enter")
        assert reader.headlines.count == 2 and reader.headlines.listing.name.startswith("AI in 2020 in ")
        await reader.press("escape", "escape")
        assert reader.headlines.listing.name == "“topic:police” in All" and reader.headlines.count == 2
        await reader.press("escape")
        assert reader.headlines.listing.name == "All" and reader.headlines.count == 5


async def test_searching_within_a_part(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("t", "tab", "tab", "enter", "/", *"story 2", "enter")
        assert reader.headlines.count == 1
        await reader.press("escape")
        assert reader.headlines.listing.name == "Gazette in All" and reader.headlines.count == 3
        await reader.press("escape")
        assert reader.headlines.listing.name == "All"


async def test_a_part_keeps_state_and_order(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("m", "a", "S", "t")
        assert "Trends · All · unread · oldest first" in reader.text()
        await reader.press("tab", "enter")
        assert reader.headlines.count == 4 and reader.headlines.listing.order == "oldest"


async def test_another_topic_ends_the_part(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("t", "tab", "enter", "]", "[")
        assert reader.headlines.listing.name == "All"
        await reader.press("escape")
        assert reader.headlines.listing.name == "All"


async def test_from_the_story_the_part_is_no_opened_story(start: Start, years: Library, marks: Marks) -> None:
    async with start(other=years) as reader:
        await reader.press("3", "t", "-", "-", "h", "enter")
        assert reader.pane == "headlines" and reader.numbers["Unread"] == 4


async def test_read_against_unread(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("m", "j", "m", "t", "-", "-")
        assert (bucket(reader).total, bucket(reader).unread) == (1, 0)
        await reader.press("h")
        assert (bucket(reader).total, bucket(reader).unread) == (3, 2)
        assert "2 unread" in reader.text() and "1 read" in reader.text()


async def test_an_empty_list(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("a", "a", "t")
        text = reader.text()
        assert "There is no story in this list." in text and "No topics." in text
        await reader.press("h", "l", "+", "-", "0", "home", "end", "pageup", "enter", "tab", "j", "enter")
        assert not is_closed(reader)
        await reader.press("q")
        assert is_closed(reader)


async def test_hostile_names_are_literal(start: Start, make: Make) -> None:
    name = '"[red]T[/] [@click=app.quit]x \\u202e"'
    library = make([article("A", "https://e.org/a", topics=f"[{name}]", provider=f"{{name: {name}}}")])
    async with start(other=library, size=(160, 30)) as reader:
        await reader.press("t")
        assert reader.text().count("[red]T[/] [@click=app.quit]x") == 2
        assert "\u202e" not in reader.text()
        await reader.press("tab", "enter")
        assert reader.headlines.count == 1
        assert "[red]T[/] [@click=app.quit]x in All" in reader.text()
        await reader.press("t")
        assert "Trends · [red]T[/] [@click=app.quit]x in All" in reader.text()


async def test_mouse(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("t", "-", "-")
        await reader.pilot.click("#chart", offset=(12, 6))
        await reader.settle()
        assert under_cursor(reader) == "2019"
        await reader.pilot.click("#chart", offset=(4, 6))
        await reader.pilot.click("#chart", offset=(100, 6))
        await reader.settle()
        assert under_cursor(reader) == "2019"
        await reader.pilot.click("#chart", offset=(12, 6))
        await reader.settle()
        assert reader.headlines.listing.name == "2019 in All"


async def test_the_wheel_moves_along_the_bars(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("t", "-", "-")
        for kind, name in ((events.MouseScrollUp, "2020"), (events.MouseScrollDown, "2021")):
            await reader.pilot._post_mouse_events([kind], "#chart", offset=(20, 6), button=0)
            await reader.settle()
            assert under_cursor(reader) == name


async def test_it_lives_while_it_counts(
    start: Start, years: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    counted = trends.days

    def slow(library: Library, query: Query) -> tuple[Bucket, ...]:
        assert gate.wait(20)
        return counted(library, query)

    monkeypatch.setattr(trends, "days", slow)
    async with start(other=years) as reader:
        await reader.pilot.press("t")
        await reader.pilot.pause(0.05)
        assert "Counting the stories …" in reader.text()
        await reader.pilot.press("enter", "h", "+", "0", "tab", "tab")
        await reader.pilot.pause()
        assert isinstance(screen(reader).focused, Tallies)
        await reader.pilot.press("escape")
        await reader.pilot.pause()
        assert is_closed(reader)
        gate.set()
        await reader.settle()
        assert reader.messages == []


async def test_closing_stops_what_is_counted(
    start: Start, years: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()
    begun = threading.Event()

    def endless(library: Library, query: Query) -> tuple[Bucket, ...]:
        with library.selecting(query) as (connection, _):
            begun.set()
            try:
                connection.execute(ENDLESS).fetchone()
            finally:
                stopped.set()
        return ()

    monkeypatch.setattr(trends, "days", endless)
    async with start(other=years) as reader:
        await reader.pilot.press("t")
        assert await asyncio.to_thread(begun.wait, 20)
        await reader.pilot.pause(0.05)
        await reader.pilot.press("escape")
        assert await asyncio.to_thread(stopped.wait, 20)
        await reader.settle()
        assert is_closed(reader) and reader.messages == []


async def test_a_library_that_fails_is_told(
    start: Start, years: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(library: Library, query: Query) -> tuple[Bucket, ...]:
        raise StorageError("the disk is gone", "plug it in")

    for name in ("days", "topics", "providers"):
        monkeypatch.setattr(trends, name, fail)
    async with start(other=years) as reader:
        await reader.press("t")
        assert "the disk is gone" in reader.messages[0]
        assert reader.text().count("Not counted.") == 3


@pytest.mark.parametrize("size", [(200, 50), (80, 24), (44, 20), (30, 8), (10, 3)])
async def test_every_size(start: Start, years: Library, size: tuple[int, int]) -> None:
    async with start(other=years, size=size) as reader:
        await reader.press("t", "-", "home", "tab", "j", "tab", "j", "tab", "enter")
        assert is_closed(reader) and reader.headlines.count > 0


@pytest.mark.parametrize(
    ("keys", "name"),
    [("tqtq", "All"), ("ttttttm", "All"), ("tqtqtqj", "All"), ("t+-hlqjt\t\tttt", "All")],
)
async def test_typing_ahead(start: Start, years: Library, keys: str, name: str) -> None:
    """Keys that come at once are taken in their order, by whatever screen the ones before led to."""
    async with start(other=years) as reader:
        for key in keys:
            reader.app.post_message(events.Key("tab", None) if key == "\t" else events.Key(key, key))
        await reader.settle()
        assert is_closed(reader) and reader.headlines.listing.name == name
        row = reader.headlines.current
        assert row is not None and row.read == keys.endswith("m")
        assert reader.headlines.cursor == keys.count("j")


async def test_keys_of_ones_own(start: Start, years: Library) -> None:
    """They count here as in the panes, each in its own place: `x` is free in the other one."""
    keys = {"trends.close": ("x",), "trends.out": ("z z",), "app.help": ("f1",), "list.fold": ("x",)}
    async with start(other=years, config=Config(keys=keys)) as reader:
        assert reader.messages == []
        await reader.press("t")
        assert "← → move   + z z zoom   0 fit" in reader.text() and "x back   F1 help" in reader.text()
        await reader.press("z", "z", "z", "z", "escape", "-")
        assert under_cursor(reader) == "2021", "what is given up means nothing"
        await reader.press("f1")
        assert "Keys in the trends" in reader.text() and "Longer periods" in reader.text()
        assert "Mark list read" not in reader.text()
        await reader.press("escape", "x")
        assert is_closed(reader)


async def test_each_entry_of_its_bar_is_a_button(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("t", "-", "-")
        line = reader.text().splitlines()[-1]
        for text, name in [
            ("←", "2020"),
            ("→ move", "2021"),
            ("- zoom", "2021"),
            ("+ - zoom", "February 2021"),
        ]:
            await reader.pilot.click("#keys", offset=(line.index(text), 0))
            await reader.settle()
            assert under_cursor(reader) == name, text
        await reader.pilot.click("#keys", offset=(line.index("back"), 0))
        await reader.settle()
        assert is_closed(reader)


async def test_the_program_can_be_left_from_here(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("t")
        await reader.pilot.press("ctrl+q")
        await reader.pilot.pause()
        assert not reader.app.is_running


async def test_themes_are_chosen_here_too(start: Start, years: Library) -> None:
    async with start(other=years) as reader:
        await reader.press("t", "T", *"light", "enter")
        for _ in range(20):
            await reader.settle()
        assert reader.app.theme == "light" and "Trends · All" in reader.text()


@pytest.mark.parametrize("size", [(40, 10), (80, 14), (80, 15), (80, 24)])
async def test_the_chart_has_room_at_every_height(
    start: Start, years: Library, size: tuple[int, int]
) -> None:
    async with start(other=years, size=size) as reader:
        await reader.press("t")
        assert chart(reader).content_size.height >= 5 and "story" in reader.text()
        has_both = size[1] >= 15
        assert ("Topics" in reader.text()) == has_both
        await reader.press("tab")
        assert "Topics · 2" in reader.text() and "Police" in reader.text()
        assert ("Trends" in reader.text()) == has_both
        await reader.press("l", "j")
        assert isinstance(screen(reader).focused, Tallies) and "Herald" in reader.text()
        await reader.press("tab")
        assert chart(reader).has_focus and "Trends" in reader.text()
        await reader.press("shift+tab", "enter")
        assert reader.headlines.listing.name == "Herald in All"


async def test_what_has_the_focus_is_shown_when_the_screen_becomes_low(start: Start, years: Library) -> None:
    async with start(other=years, size=(80, 24)) as reader:
        await reader.press("t")
        await reader.pilot.click("#by-provider", offset=(5, 2))
        await reader.pilot.resize_terminal(40, 10)
        await reader.settle()
        assert "Herald" in reader.text() and "Trends" not in reader.text()
