"""The sidebar: views, groups that fold, a filter, searches that are kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsreader import config, remembered
from newsreader.config import Config
from newsreader.library import Library
from newsreader.query import Query
from newsreader.remembered import Remembered
from newsreader.tui import arranging
from tests.conftest import Put, article
from tests.tui.conftest import Reader, Start


def lines(reader: Reader) -> list[str]:
    return [view.name for view in reader.sidebar.views]


async def test_groups_fold_and_stay_folded(start: Start) -> None:
    async with start() as reader:
        await reader.press("1", *"]]]]]]", "f")
        assert "AI" not in lines(reader) and "▸ Topics" in reader.text()
        assert reader.sidebar.shown.name == "AI", "what is shown stays"
        await reader.press("j")
        assert reader.sidebar.shown.name == "Campus Safety Magazine"
        await reader.press("k", "enter")
        assert "AI" in lines(reader)
        await reader.press("f")
    async with start() as reader:
        assert "AI" not in lines(reader) and "Ubergizmo Feed" in lines(reader)
        await reader.pilot.click("#topics", offset=(5, 8))
        await reader.settle()
        assert "AI" in lines(reader)


async def test_a_folded_topic_is_found_by_the_palette(start: Start) -> None:
    async with start() as reader:
        await reader.press("1", *"]]]]]]", "f", "g", "g")
        assert reader.sidebar.shown.name == "All"
        reader.screen.go_to(next(view for view in reader.screen.views if view.name == "Computer Vision"))
        await reader.settle()
        assert reader.sidebar.shown.name == "Computer Vision" and reader.headlines.count == 1


async def test_finding_a_topic(start: Start) -> None:
    async with start() as reader:
        await reader.press("F", *"vis")
        assert [name for name in lines(reader) if name] == ["All", "Topics", "Computer Vision"]
        await reader.press("down")
        assert reader.headlines.listing.name == "Computer Vision"
        await reader.press("enter")
        assert reader.pane == "headlines" and "Topics · vis" in reader.text()
        await reader.press("F", "escape")
        assert "Ubergizmo Feed" in lines(reader)
        await reader.press("F", *"nothing")
        assert [name for name in lines(reader) if name] == ["Topics", "Computer Vision"]


async def test_order_and_hiding(start: Start) -> None:
    async with start() as reader:
        await reader.press("m", "1", "S")
        topics = lines(reader)[lines(reader).index("Topics") + 1 :]
        assert topics[:2] == ["AI", "Natural Language Processing"]
        await reader.press("a")
        assert "Campus Safety Magazine" not in lines(reader) and "Ubergizmo Feed" in lines(reader)
        assert reader.screen.memory.now.chosen == {
            "topics_show": ["all", "unread"],
            "topics_sort": ["name", "unread"],
        }
    async with start() as reader:
        assert "Campus Safety Magazine" not in lines(reader)
        await reader.press("1", "a", "S")
        assert "Campus Safety Magazine" in lines(reader)


async def test_how_it_is_arranged_can_be_configured(start: Start) -> None:
    settings = Config(show="unread", topics_sort="unread", topics_show="unread")
    async with start(config=settings) as reader:
        await reader.press("m")
        assert reader.headlines.listing.name == "All · unread"
        await reader.press("1", "2", "r")
        assert len(reader.headlines.listing.ids) == 1, "what was read is gone from the list"
        topics = lines(reader)[lines(reader).index("Topics") + 1 :]
        assert topics[:2] == ["AI", "Natural Language Processing"]
        assert "Campus Safety Magazine" not in lines(reader)
        await reader.press("1", "S", "a")
        assert "Campus Safety Magazine" in lines(reader)
    async with start(config=settings) as reader:
        assert "Campus Safety Magazine" in lines(reader), "what was chosen on the screen counts"
    async with start(config=Config(topics_show="all", topics_sort="unread")) as reader:
        await reader.press("1", "a")
        assert "Campus Safety Magazine" not in lines(reader), "until the configuration says otherwise"


async def test_a_search_is_kept(start: Start, home: Path, library: Library) -> None:
    file = home / "config.toml"
    file.write_text("# mine\ntheme = 'light' # bright\n")
    settings, _ = config.load(file)
    async with start(config=settings) as reader:
        await reader.press("w")
        assert "Search for something first" in reader.messages[-1]
        await reader.press("/", *"campus", "enter", "w", "ctrl+u", *"Safe places", "enter")
        assert reader.pane == "headlines" and reader.numbers["Safe places"] == 1
        await reader.press("enter")
        assert reader.numbers["Safe places"] == 0
    settings, mistakes = config.load(file)
    assert list(settings.searches) == ["Safe places"] and not mistakes
    assert file.read_text().startswith("# mine\ntheme = 'light' # bright\n")
    async with start(config=settings) as reader:
        await reader.press(*"]]]]]]")
        assert reader.sidebar.shown.name == "Safe places" and reader.headlines.count == 1
        await reader.press("1", "D", "enter")
        assert reader.sidebar.shown.name == "All" and "Safe places" not in reader.numbers
        await reader.press("D")
        assert "Only a search of your own" in reader.messages[-1]
    assert config.load(file)[0].searches == {}


async def test_a_search_that_cannot_be_kept_is_told(start: Start, home: Path) -> None:
    file = home / "config.toml"
    file.write_text("this is no TOML")
    async with start(config=Config(path=file)) as reader:
        await reader.press("/", *"campus", "enter", "w", "ctrl+u", *"x", "enter")
        assert "not valid TOML" in reader.messages[-1]
        assert "Keep this search as x" in reader.text(), "what was typed is there to be tried again"
        await reader.press("escape")
        assert reader.pane == "headlines" and file.read_text() == "this is no TOML"


async def test_what_was_written_meanwhile_is_never_replaced(
    start: Start, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.tui.living.INTERVAL", 3600)  # it would be seen
    file = home / "config.toml"
    file.write_text("[searches]\nOld = 'campus'\n")
    async with start(config=config.load(file)[0]) as reader:
        text = "[searches]\nOld = 'police'\nFoo = ['topic:AI', 'x']\nSame = 'campus*'\n"
        file.write_text(text)
        await reader.press("/", *"campus", "enter", "w", "ctrl+u", *"Foo", "enter")
        assert ":3: something that is no search has that name" in reader.messages[-1]
        await reader.press("ctrl+u", *"Same", "enter")
        assert "“Same” stands in the sidebar now." in reader.messages[-1]
        await reader.press("escape", *"]]]]]]")
        assert reader.sidebar.shown.name == "Old"
        await reader.press("1", "D", "enter")
        assert "another search has that name now" in reader.messages[-1] and "Old" in reader.numbers
    assert file.read_text() == text


async def test_a_mistaken_search_of_the_configuration_is_told(start: Start) -> None:
    async with start(config=Config(searches={"Bad": "nope:1", "Good": "topic:AI"})) as reader:
        assert "searches: Bad: no field is called nope" in reader.messages[0]
        assert "Good" in reader.numbers and "Bad" not in reader.numbers


async def test_today_and_what_is_hot(start: Start, put: Put) -> None:
    import datetime

    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    put(
        {
            "now.md": article("Just in", "https://e.org/now", now),
            "hot.md": article("Hot and new", "https://e.org/hot", now, heat="100"),
            "warm.md": article("Warm and new", "https://e.org/warm", now, quality="10"),
        }
    )
    async with start() as reader:
        assert reader.numbers["Today"] == 3 and reader.numbers["This week"] == 3
        await reader.press(*"]]]")
        assert reader.sidebar.shown.name == "Today" and reader.headlines.count == 3
        await reader.press("A")
        assert reader.numbers["Today"] == 0
        await reader.press(*"]]")
        assert reader.sidebar.shown.name == "Hot" and reader.title == "Hot and new"
        await reader.press("j")
        assert reader.title == "Warm and new"
        assert reader.headlines.count == 4


@pytest.mark.parametrize(
    "content", ["", "no JSON", "[]", '{"shut": 3, "looks": {"a": 1}, "sizes": {"a": -1}}']
)
async def test_a_damaged_memory_is_none(start: Start, home: Path, content: str) -> None:
    file = home / "profiles/default/screen.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)
    async with start() as reader:
        await reader.press("1", *"]]]]]]", "f")
        assert "▸ Topics" in reader.text() and not reader.messages
    assert "Topics" in file.read_text()


def test_a_memory_that_is_no_file_is_none_and_holds_nobody_up(home: Path) -> None:
    os.mkfifo(home / "screen.json")
    assert remembered.load(home / "screen.json") == Remembered()


async def test_the_last_weeks(start: Start, put: Put) -> None:
    put(
        {
            f"{n}.md": article(f"T{n}", f"https://e.org/{n}", f"2020-07-0{n}", topics="[AI]")
            for n in range(1, 6)
        }
    )
    async with start() as reader:
        assert "█" not in reader.text()
        await reader.press("1", "W")
        line = next(line for line in reader.text().splitlines() if " AI " in line and "7" in line)
        assert "      ▃██ 7 " in line, "one, three and three; nothing in the weeks before"
        assert reader.screen.memory.now.weeks
    async with start() as reader:
        assert "█" in reader.text()
        await reader.press("1", "W")
        assert "█" not in reader.text()


async def test_searches_are_counted_once_for_many_marks(
    start: Start, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put({f"{n}.md": article(f"Zebra {n}", f"https://e.org/{n}", f"2022-01-0{n}") for n in range(1, 9)})
    counted: list[str] = []
    count_unread = Library.count_unread

    def counting(self: Library, query: Query) -> int:
        counted.append(str(query))
        return count_unread(self, query)

    monkeypatch.setattr(Library, "count_unread", counting)
    async with start(config=Config(searches={"Mine": "zebra"})) as reader:
        monkeypatch.setattr(arranging, "PAUSE", 1_000)
        counted.clear()
        await reader.press(*"mjmjmj")
        assert reader.numbers["Unread"] == 7 and not counted
        monkeypatch.setattr(arranging, "PAUSE", 0.001)
        await reader.press("m")
        assert counted.count('"zebra"') == 1 and reader.numbers["Mine"] == 4


async def test_esc_shows_what_was_filtered_out(start: Start) -> None:
    async with start(size=(80, 24)) as reader:
        await reader.press("1", "F", *"vision", "enter")
        assert "Topics · visi" in reader.text() and "Ubergizmo Feed" not in lines(reader)
        await reader.press("escape")
        assert "Ubergizmo Feed" in lines(reader) and reader.pane == "topics"
        await reader.press("escape")
        assert reader.pane == "headlines"


async def test_a_kept_search_may_be_a_topic(start: Start) -> None:
    """Each has its own number, `]` passes both, and only the topic is one to complete."""
    async with start(config=Config(searches={"Robots": "topic:AI"})) as reader:
        assert (reader.numbers["AI"], reader.numbers["Robots"]) == (2, 2)
        await reader.press("m")
        assert (reader.numbers["AI"], reader.numbers["Robots"]) == (1, 1)
        await reader.press("1", *"]]]]]]")
        assert reader.sidebar.shown.name == "Robots"
        names = [name for name in lines(reader)[lines(reader).index("Topics") + 1 :] if name][:2]
        await reader.press("]")
        assert names[0] == "AI" and reader.sidebar.shown.name == "AI"
        reader.screen.recount()
        await reader.settle()
        await reader.press("]")
        assert reader.sidebar.shown.name == names[1]
        assert "Robots" not in reader.sidebar.names()["topic"]
