"""The arithmetic of charts made of block characters: scales, columns, bars and ticks. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import Final, Literal

from newsreader import periods
from newsreader.periods import Period, Unit
from newsreader.records import NamedTuple

EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
SHADE: Final = "▒"

Part = Literal["", "unread", "read", "both"]


class Cell(NamedTuple):
    """What stands in a cell: of both, the glyph is what is unread, before what is read."""

    glyph: str
    part: Part


_NOTHING = Cell(" ", "")


def nice(value: float) -> int:
    """The least round number, such as 8, 120 or 2,400, that is not below `value`: the top of a scale."""
    if value <= 10:
        return max(1, ceil(value))
    power = 1
    while value > 80 * power:
        power *= 10
    return power * next(step for step in (10, 12, 16, 20, 24, 30, 40, 50, 60, 80) if step * power >= value)


def compact(number: int) -> str:
    """A number in at most four or five cells: 950, 9,500, 12k, 1.5M."""
    if number < 10_000:
        return f"{number:,}"
    for size, sign in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:.1f}".removesuffix(".0") + sign
    raise AssertionError(number)


def eighths(value: float, top: float, cells: int) -> int:
    """How long `value` is where `top` fills `cells`, in eighths of a cell; whatever there is can be seen."""
    return max(1, min(round(value / top * cells * 8), cells * 8)) if value > 0 else 0


@lru_cache(4_096)
def lengths(total: int, unread: int, top: int, cells: int) -> tuple[int, int]:
    """The eighths of a bar, and of what is unread in it; both kinds can be seen if there is room."""
    whole = eighths(total, top, cells)
    part = eighths(unread, top, cells)
    if unread < total and whole > 1:
        part = min(part, whole - 1)
    return whole, min(part, whole)


def thin_bar(total: int, unread: int, top: int, cells: int) -> tuple[str, str]:
    """A bar that lies: what is unread of it, and then what is read, in half cells and with other glyphs."""
    whole, part = (round(eighths / 4) for eighths in lengths(total, unread, top, cells))
    part = min(max(part, unread > 0), whole := max(whole, 1 if total else 0))
    if unread < total and whole > 1:
        part = min(part, whole - 1)
    heavy, is_half = divmod(part, 2)
    light = (whole + 1) // 2 - heavy - is_half
    return "━" * heavy + ("╾" if light else "╸") * is_half, "─" * light


@lru_cache(4_096)
def cell(whole: int, part: int, place: int, has_colours: bool) -> Cell:
    """The cell `place` (0 is the foot) of an upright bar as `lengths` tells it.

    Without colours what is read is a shade, in whole cells.
    """
    whole, part = (min(max(length - 8 * place, 0), 8) for length in (whole, part))
    if part == 8 or (part and part == whole):
        return Cell(EIGHTHS[part], "unread")
    if not part:
        if has_colours or not whole:
            return Cell(EIGHTHS[whole], "read") if whole else _NOTHING
        return Cell(SHADE, "read") if whole >= 4 or not place else _NOTHING
    if not has_colours:
        return Cell(EIGHTHS[part], "unread")
    if whole == 8:
        return Cell(EIGHTHS[part], "both")
    # Two ends in one cell: it has two colours, and one is the background's.
    return Cell(EIGHTHS[whole], "unread" if part * 2 > whole else "read")


class _Tick(NamedTuple):
    days: int
    width: int
    """The cells of its widest label, and a gap."""
    key: Callable[[date], object]


def _years(step: int) -> _Tick:
    return _Tick(365 * step, 6, lambda day: day.year // step)


_TICKS = (
    _Tick(1, 6, date.toordinal),
    _Tick(7, 8, lambda day: periods.number("week", day.toordinal())),
    _Tick(14, 8, lambda day: (day.year, day.month, day.day > 14)),
    _Tick(30, 6, lambda day: (day.year, day.month)),
    _Tick(90, 6, lambda day: (day.year, (day.month - 1) // 3)),
    *(_years(step) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)),
)
_DAYS: dict[Unit, int] = {"day": 1, "week": 7, "month": 30, "year": 365}


def ticks(unit: Unit, first: int, count: int, pitch: int, width: int) -> list[tuple[int, str]]:
    """The labels under `count` bars, `pitch` cells apart in `width`, the first of them the period `first`.

    Each is (which bar, label). As many as there is room for, at even times; the year is not told again.
    """
    a_cell = _DAYS[unit] / pitch
    tick = next(
        (tick for tick in _TICKS if tick.days >= _DAYS[unit] and tick.days / a_cell >= tick.width), _TICKS[-1]
    )
    days = [periods.day(Period(unit, number).first) for number in range(first - 1, first + count)]
    found: list[tuple[int, str]] = []
    free = 0
    for place, (before, day) in enumerate(pairwise(days)):
        if tick.key(before) == tick.key(day) or place * pitch < free:
            continue
        label = _label(day, before, unit, tick.days)
        if not found and unit != "year" and label != str(day.year):
            label = _first_label(day, unit)
        if place * pitch + len(label) <= width:
            found.append((place, label))
            free = place * pitch + len(label) + 2
    return found


def _label(day: date, before: date, unit: Unit, apart: int) -> str:
    if unit == "year" or apart >= 365 or day.year != before.year:
        return str(day.year)
    if apart >= 30 or unit == "month":
        return f"{day:%b}"
    if apart == 1:
        return f"{day:%b}" if day.month != before.month else str(day.day)
    return f"{day.day} {day:%b}"


def _first_label(day: date, unit: Unit) -> str:
    return f"{day:%b} {day.year}" if unit == "month" else f"{day.day} {day:%b} {day.year}"
