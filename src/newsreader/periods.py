"""Days, weeks, months and years of the local calendar, each with a number, to be counted through.

A day is told by its ordinal, as `datetime.date` counts them: 1 January of the year 1 is day 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from newsreader.query import Field, Query, both

Unit = Literal["day", "week", "month", "year"]
UNITS: Final[tuple[Unit, ...]] = ("day", "week", "month", "year")

LAST_DAY = date.max.toordinal()


def day(ordinal: int) -> date:
    """The date of a day; of one that no date can hold, the nearest."""
    return date.fromordinal(min(max(ordinal, 1), LAST_DAY))


def number(unit: Unit, ordinal: int) -> int:
    """The number of the period that a day lies in; a week begins on Monday."""
    if unit == "day":
        return ordinal
    if unit == "week":
        return (ordinal - 1) // 7
    when = day(ordinal)
    return when.year * 12 + when.month - 1 if unit == "month" else when.year


@dataclass(frozen=True, slots=True)
class Period:
    """One day, week, month or year, by its number."""

    unit: Unit
    number: int

    @property
    def first(self) -> int:
        """The ordinal of the first day; 0 and the day after the last where the calendar ends."""
        if self.unit == "day":
            return self.number
        if self.unit == "week":
            return self.number * 7 + 1
        year, month = divmod(self.number, 12) if self.unit == "month" else (self.number, 0)
        if year < 1 or year > date.max.year:
            return 0 if year < 1 else LAST_DAY + 1
        return date(year, month + 1, 1).toordinal()

    @property
    def end(self) -> int:
        """The ordinal of the first day after the period."""
        return Period(self.unit, self.number + 1).first

    @property
    def name(self) -> str:
        """Like `Fri 10 Jul 2020`, `6 – 12 Jul 2020`, `July 2020` or `2020`."""
        first, last = day(self.first), day(self.end - 1)
        if self.unit == "day":
            return f"{first:%a} {_date(first)}"
        if self.unit == "month":
            return f"{first:%B} {first.year}"
        if self.unit == "year":
            return str(first.year)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day} – {_date(last)}"
        beginning = f"{first.day} {first:%b}" if first.year == last.year else _date(first)
        return f"{beginning} – {_date(last)}"

    @property
    def query(self) -> Query:
        """What selects the stories of the period."""
        parts: list[Query] = []
        if self.first > 1:
            parts.append(Field("after", day(self.first).isoformat()))
        if self.end <= LAST_DAY:
            parts.append(Field("before", day(self.end).isoformat()))
        return both(*parts)


def _date(when: date) -> str:
    return f"{when.day} {when:%b} {when.year}"
