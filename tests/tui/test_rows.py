"""Headlines on one line or two, at every width, in every script; the measure of a story."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Region

from newsreader.config import Config
from tests.conftest import Put, article
from tests.tui.conftest import Reader, Start


def heights(reader: Reader) -> int:
    return reader.headlines.item_height


async def test_lines_of_a_headline_are_chosen_and_kept(start: Start) -> None:
    async with start() as reader:
        assert heights(reader) == 2
        await reader.press("L")
        assert heights(reader) == 1 and "One line" in reader.messages[-1]
        await reader.pilot.resize_terminal(80, 24)
        await reader.settle()
        await reader.press("L")
        assert heights(reader) == 2, "also where one would be usual"
    async with start() as reader:
        assert heights(reader) == 2 and reader.headlines.rows == "two"
        await reader.press("L")
        assert reader.headlines.rows == "fit" and not reader.screen.memory.now.chosen
    async with start(size=(44, 20), config=Config(rows="one")) as reader:
        assert heights(reader) == 1


async def test_what_is_remembered_and_unknown_is_as_configured(start: Start, home: Path) -> None:
    async with start() as reader:
        await reader.press("L")
    (kept,) = home.rglob("screen.json")
    kept.write_text(kept.read_text().replace('"one"', '"seven"'))
    async with start() as reader:
        assert reader.screen.memory.chosen("rows", "fit") == "seven" and reader.headlines.rows == "fit"
        await reader.press("L")
        assert reader.headlines.rows == "one"


async def test_the_configuration_counts_again_once_it_changes(start: Start) -> None:
    async with start(config=Config(rows="two")) as reader:
        await reader.press("L", "L")
        assert reader.headlines.rows == "one"
    async with start(config=Config(rows="two")) as reader:
        assert reader.headlines.rows == "one"
    async with start(config=Config(rows="fit")) as reader:
        assert reader.headlines.rows == "fit"


async def test_the_cursor_stays_where_it_is_on_the_screen(start: Start, put: Put) -> None:
    put({f"{n}.md": article(f"T{n}", f"https://e.org/{n}", f"2022-01-{n:02}") for n in range(1, 30)})
    async with start() as reader:
        await reader.press(*"jjjjjjjjjjjjjjjjjjjj")
        before = 20 * 2 - reader.headlines.scroll_offset.y
        await reader.press("L")
        assert reader.headlines.cursor == 20 and 20 - reader.headlines.scroll_offset.y in (before, 20)
        await reader.press("G", "L")
        assert reader.headlines.cursor == 30
        top = reader.headlines.scroll_offset.y
        assert top <= 60 < top + reader.headlines.scrollable_content_region.height


@pytest.mark.parametrize("rows", ["one", "two"])
async def test_every_width_is_filled_exactly(start: Start, put: Put, rows: str) -> None:
    put(
        {
            "a.md": article("日本語の見出し、とても長い題名で幅を超えるもの", "https://e.org/1", provider="{name: 朝日新聞デジタル東京}"),
            "b.md": article("Family 👩‍💻 flags 🇩🇪🇫🇷 hearts ❤️ and e\u0301te\u0301", "https://e.org/2", provider="{name: 👩‍💻 news}", quality="7"),
            "c.md": article("خبر عاجل من العاصمة عن المدينة الكبيرة", "https://e.org/3", provider="{name: الجزيرة}", quality="99"),
        }
    )  # fmt: skip
    async with start(config=Config(rows=rows)) as reader:
        for width in range(8, 130):
            for index in range(reader.headlines.count):
                for part in range(heights(reader)):
                    drawn = "".join(s.text for s in reader.headlines.draw(index, part, width, Style()))
                    # The isolates around text from right to left take no cell.
                    drawn = drawn.replace("\u2068", "").replace("\u2069", "")
                    assert cell_len(drawn) == width or width < 13, (width, drawn)


@pytest.mark.parametrize(
    ("width", "shown"),
    [(30, ()), (45, ("date",)), (58, ("date", "provider")), (70, ("date", "provider", "quality"))],
)
async def test_what_one_line_leaves_out(start: Start, width: int, shown: tuple[str, ...]) -> None:
    async with start(config=Config(rows="one"), size=(120, 24)) as reader:
        line = "".join(s.text for s in reader.headlines.draw(0, 0, width, Style()))
        texts = {"date": "10 Jul 20", "provider": "Campus Saf", "quality": " 41 "}
        assert {name for name, text in texts.items() if text in line} == set(shown)
        assert "Boston City Departm" in line


async def test_the_measure_and_zen(start: Start, home: Path, put: Put) -> None:
    put({"a.md": article("Long", "https://e.org/1", "2023-01-01", excerpt=f'"{"word " * 200}"')})
    for measure, size in ((50, 200), (120, 200), (84, 80)):
        async with start(size=(size, 40), config=Config(measure=measure)) as reader:
            await reader.press("z")
            width = max(line.cell_length for line in reader.story.page.lines)
            assert measure - 5 <= width <= measure if measure < size else width <= size - 2
            text = next(line for line in reader.text().splitlines() if "word word" in line)
            left, right = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
            assert abs(left - right) <= 7, "in the middle, but for the ragged end"
            assert reader.story.region == Region(0, 0, size, 39), "the wheel turns it wherever the mouse is"
            await reader.press("z")
            assert not reader.story.styles.padding.width


@pytest.mark.parametrize(
    ("style", "listed", "in_full"),
    [("short", "10 Jul 20", "Fri 10 Jul 2020 08:04"), ("iso", "2020-07-10", "2020-07-10 08:04"), ("relative", " y ", " years ago")],
)  # fmt: skip
async def test_dates_as_they_are_configured(start: Start, style: str, listed: str, in_full: str) -> None:
    async with start(size=(160, 30), config=Config(dates=style)) as reader:
        assert listed in reader.text() and in_full in reader.text()
        await reader.press("L", "L")
        assert listed in reader.text(), "on two lines too"
