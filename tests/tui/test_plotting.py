"""The arithmetic of the charts."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import periods
from newsreader.periods import UNITS, Unit
from newsreader.tui import plotting

COUNTS = st.integers(1, 10**7).flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total)))
CELLS = st.integers(1, 40)


def test_nice() -> None:
    assert [plotting.nice(value) for value in (0, 1, 9.5, 10, 11, 137, 262, 801, 5_228, 999_999)] == [
        1, 1, 10, 10, 12, 160, 300, 1_000, 6_000, 1_000_000,
    ]  # fmt: skip


@given(st.integers(1, 10**12))
def test_nice_is_near(value: int) -> None:
    assert value <= plotting.nice(value) <= value * 1.4 + 1


def test_compact() -> None:
    assert [plotting.compact(number) for number in (0, 950, 9_500, 12_000, 1_500_000, 2_000_000_000)] == [
        "0", "950", "9,500", "12k", "1.5M", "2G",
    ]  # fmt: skip


@given(COUNTS, CELLS, st.booleans())
def test_a_bar_is_as_long_as_its_number(counts: tuple[int, int], lines: int, has_colours: bool) -> None:
    total, unread = counts
    top = plotting.nice(total)
    whole, part = plotting.lengths(total, unread, top, lines)
    assert abs(whole - total / top * lines * 8) <= 1
    assert 0 <= part <= whole <= lines * 8
    assert bool(part) == bool(unread)
    assert (part < whole) or unread == total or whole == 1
    cells = [plotting.cell(whole, part, place, has_colours) for place in range(lines)]
    parts = [cell.part for cell in cells]
    order = ["unread", "both", "read", ""]
    assert parts == sorted(parts, key=order.index), "from the foot up, and nothing in between"
    if has_colours:
        height = sum(8 if cell.part == "both" else plotting.EIGHTHS.index(cell.glyph) for cell in cells)
        assert height == whole
    else:
        assert "both" not in parts
        assert all((cell.glyph == plotting.SHADE) == (cell.part == "read") for cell in cells)
    assert cells[0].part, "whatever there is can be seen"


@given(COUNTS, CELLS, st.integers(0, 10**6))
def test_a_thin_bar(counts: tuple[int, int], cells: int, more: int) -> None:
    total, unread = counts
    heavy, light = plotting.thin_bar(total, unread, total + more, cells)
    assert 1 <= len(heavy) + len(light) <= cells
    assert bool(heavy) == bool(unread)
    assert heavy.strip("━") in ("", "╸", "╾") and light.strip("─") == ""


def test_nothing_is_no_bar() -> None:
    assert plotting.thin_bar(0, 0, 10, 10) == ("", "")
    assert plotting.lengths(0, 0, 10, 10) == (0, 0)


def labels(unit: Unit, first: date, count: int, pitch: int, width: int = 110) -> list[str]:
    number = periods.number(unit, first.toordinal())
    return [label for _, label in plotting.ticks(unit, number, count, pitch, width)]


@pytest.mark.parametrize(
    ("unit", "first", "count", "pitch", "found"),
    [
        ("year", date(2016, 1, 1), 8, 9, ["2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023"]),
        ("year", date(1970, 1, 1), 54, 1, ["1970", "1980", "1990", "2000", "2010", "2020"]),
        ("month", date(2021, 2, 1), 36, 1, ["2022", "2023", "2024"]),
        ("month", date(2021, 10, 1), 8, 6, ["Oct 2021", "Dec", "2022", "Feb", "Mar", "Apr", "May"]),
        ("day", date(2020, 7, 10), 1, 9, ["10 Jul 2020"]),
        ("day", date(2020, 12, 29), 6, 9, ["29 Dec 2020", "31", "2021", "2", "3"]),
        ("day", date(2020, 6, 20), 60, 1, ["1 Jul 2020", "15 Jul", "1 Aug", "15 Aug"]),
        (
            "week",
            date(2020, 6, 20),
            20,
            4,
            ["15 Jun 2020", "20 Jul", "3 Aug", "17 Aug", "7 Sep", "21 Sep", "5 Oct", "19 Oct"],
        ),
    ],
)
def test_ticks(unit: Unit, first: date, count: int, pitch: int, found: list[str]) -> None:
    assert labels(unit, first, count, pitch) == found


@given(
    st.sampled_from(UNITS), st.integers(1, periods.LAST_DAY), CELLS, st.integers(1, 9), st.integers(1, 200)
)
def test_ticks_stand_side_by_side(unit: Unit, day: int, count: int, pitch: int, width: int) -> None:
    found = plotting.ticks(unit, periods.number(unit, day), count, pitch, width)
    for (place, label), (following, _) in pairwise(found):
        assert place * pitch + len(label) < following * pitch
    assert all(place < count and place * pitch + len(label) <= width for place, label in found)
