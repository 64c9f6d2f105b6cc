"""Borders between panes: their bounds, the keys, the mouse, and that they are where they were left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Size

from newsreader.tui.borders import Border, Sizes, bounded, layout_of, moved
from tests.tui.conftest import Reader, Start

CELLS = st.integers(0, 999)


@given(CELLS, CELLS, st.integers(1, 400), st.integers(1, 200), st.integers(-500, 500), st.booleans())
def test_no_pane_becomes_unusable(
    topics: int, headlines: int, width: int, height: int, by: int, is_first: bool
) -> None:
    border: Border = "topics" if is_first else "headlines"
    room = Size(width, height)
    for sizes in (bounded(Sizes(topics, headlines), room), moved(Sizes(topics, headlines), border, by, room)):
        if sizes is None:
            assert width < 64 or (width < 110 and height < 12)
        elif layout_of(width) == "-medium":
            assert sizes.topics >= 14 and width - sizes.topics >= 30
            assert sizes.headlines >= 6 and height - sizes.headlines >= 6
        else:
            assert sizes.topics >= 14 and sizes.headlines >= 30 and width - sum(sizes) >= 30


@given(CELLS, CELLS, st.integers(110, 400), st.integers(-500, 500))
def test_only_the_panes_beside_a_border_change(topics: int, headlines: int, width: int, by: int) -> None:
    before = bounded(Sizes(topics, headlines), Size(width, 40))
    assert before is not None
    after = moved(before, "topics", by, Size(width, 40))
    assert after is not None and sum(after) == sum(before)
    other = moved(before, "headlines", by, Size(width, 40))
    assert other is not None and other.topics == before.topics


def widths(reader: Reader) -> tuple[int, int, int]:
    panes = (reader.sidebar, reader.headlines, reader.story)
    return tuple(pane.outer_size.width for pane in panes)  # type: ignore[return-value]


def heights(reader: Reader) -> tuple[int, int]:
    return reader.headlines.outer_size.height, reader.story.outer_size.height


async def held(reader: Reader, *keys: str) -> None:
    """Press keys faster than anything is drawn."""
    await reader.pilot.press(*keys)
    await reader.settle()


async def test_keys_move_borders_and_bring_them_back(start: Start) -> None:
    async with start() as reader:
        usual = widths(reader)
        assert usual[0] == 26 and sum(usual) == 120
        for keys, changes in [
            ((">", ">"), (0, 4, -4)),
            (("<",), (0, 2, -2)),
            (("1", ">"), (2, 0, -2)),
            (("3", ">"), (2, -2, 0)),
            (("<",), (2, 0, -2)),
            (("=",), (0, 0, 0)),
        ]:
            await reader.press(*keys)
            assert widths(reader) == tuple(map(sum, zip(usual, changes, strict=True))), keys
        assert not reader.screen.memory.now.sizes
        await held(reader, "1", *["<"] * 8)
        assert widths(reader)[0] == 14
        await held(reader, "2", *[">"] * 24)
        assert widths(reader)[2] == 30


async def test_keys_where_panes_stand_above_each_other(start: Start) -> None:
    async with start(size=(80, 24)) as reader:
        above, below = heights(reader)
        await reader.press(">", ">", "<", ">")
        assert heights(reader) == (above + 2, below - 2) and widths(reader)[0] == 20
        await reader.press("3", ">", "1", ">")
        assert heights(reader) == (above + 1, below - 1) and widths(reader)[0] == 22
        await held(reader, "2", *[">"] * 8)
        assert heights(reader) == (17, 6)


async def test_sizes_are_kept_by_layout(start: Start) -> None:
    async with start() as reader:
        await reader.press("1", ">", ">", "2", ">")
        wide = widths(reader)
        await reader.pilot.resize_terminal(80, 24)
        await reader.settle()
        assert widths(reader)[0] == 20
        await reader.press(">")
        above = heights(reader)[0]
        await reader.pilot.resize_terminal(44, 20)
        await reader.settle()
        assert reader.headlines.outer_size == Size(44, 19)
        await reader.press(">")
        assert "Only one pane" in reader.messages[-1]
    async with start() as reader:
        assert widths(reader) == wide
        await reader.pilot.resize_terminal(80, 24)
        await reader.settle()
        assert heights(reader)[0] == above
        await reader.press("=")
        await reader.pilot.resize_terminal(110, 24)
        await reader.settle()
        assert widths(reader)[:2] == wide[:2] and widths(reader)[2] == 110 - sum(wide[:2])


async def test_sizes_of_a_larger_terminal_are_bounded(start: Start) -> None:
    async with start(size=(159, 40)) as reader:
        await held(reader, *[">"] * 24)
        assert widths(reader) == (26, 103, 30)
    async with start(size=(110, 30)) as reader:
        assert widths(reader) == (26, 54, 30)


@pytest.mark.parametrize("side", [-1, 0])
async def test_dragging(start: Start, side: int) -> None:
    async with start() as reader:
        topics, headlines, story = widths(reader)
        pilot = reader.pilot
        await pilot.hover(offset=(topics + side, 10))
        assert reader.headlines.has_class("-grip-left")
        await pilot.hover(offset=(topics + 5, 10))
        assert not reader.headlines.has_class("-grip-left")
        await pilot.mouse_down(offset=(topics + headlines + side, 10))
        assert reader.story.has_class("-grip-left")
        await pilot.hover(offset=(topics + headlines + side - 3, 14))
        assert widths(reader) == (topics, headlines - 3, story + 3), "while it is dragged"
        await pilot.hover(offset=(2, 14))
        await pilot.mouse_up(offset=(topics + headlines + side + 7, 14))
        await reader.settle()
        assert widths(reader) == (topics, headlines + 7, story - 7)
        assert not reader.story.has_class("-grip-left")
        assert reader.pane == "headlines" and reader.numbers["Unread"] == 2, "no story was opened"
        assert reader.screen.memory.now.sizes == {"-wide.topics": topics, "-wide.headlines": headlines + 7}


async def test_dragging_down(start: Start) -> None:
    async with start(size=(80, 24)) as reader:
        above, below = heights(reader)
        await reader.pilot.mouse_down(offset=(40, above))
        assert reader.headlines.has_class("-grip-bottom")
        await reader.pilot.mouse_up(offset=(40, above + 2))
        await reader.settle()
        assert heights(reader) == (above + 2, below - 2)
        await reader.press("z")
        assert reader.screen.frame.border_at(40, above + 2) is None


async def test_pressing_a_border_changes_nothing(start: Start) -> None:
    async with start() as reader:
        before = widths(reader)
        await reader.pilot.click(offset=(26, 10))
        await reader.settle()
        assert widths(reader) == before and not reader.screen.memory.now.sizes
