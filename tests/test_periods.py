"""Days, weeks, months and years as numbers."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import dates, periods
from newsreader.periods import UNITS, Period, Unit
from newsreader.query import EVERYTHING, All, Field

DAYS = st.integers(1, periods.LAST_DAY)


@given(st.sampled_from(UNITS), DAYS)
def test_every_day_lies_in_its_period(unit: Unit, day: int) -> None:
    number = periods.number(unit, day)
    period = Period(unit, number)
    assert period.first <= day < period.end
    assert period.end == Period(unit, number + 1).first
    assert periods.number(unit, period.first) == number
    assert period.name


def test_weeks_begin_on_monday() -> None:
    friday = date(2020, 7, 10).toordinal()
    assert periods.day(Period("week", periods.number("week", friday)).first) == date(2020, 7, 6)


@pytest.mark.parametrize(
    ("unit", "day", "name"),
    [
        ("day", date(2020, 7, 10), "Fri 10 Jul 2020"),
        ("week", date(2020, 7, 10), "6 – 12 Jul 2020"),
        ("week", date(2020, 7, 1), "29 Jun – 5 Jul 2020"),
        ("week", date(2021, 1, 1), "28 Dec 2020 – 3 Jan 2021"),
        ("month", date(2020, 7, 10), "July 2020"),
        ("year", date(2020, 7, 10), "2020"),
        ("year", date(33, 7, 10), "33"),
    ],
)
def test_names(unit: Unit, day: date, name: str) -> None:
    assert Period(unit, periods.number(unit, day.toordinal())).name == name


def test_queries() -> None:
    july = Period("month", 2020 * 12 + 6)
    assert july.query == All((Field("after", "2020-07-01"), Field("before", "2020-08-01")))
    assert Period("year", 9999).query == Field("after", "9999-01-01")
    assert Period("year", 1).query == Field("before", "0002-01-01")
    assert Period("week", 0).query == Field("before", "0001-01-08")
    assert EVERYTHING not in (july.query, Period("year", 1).query)


@given(st.sampled_from(UNITS), st.integers(date(1971, 1, 1).toordinal(), date(2090, 1, 1).toordinal()))
def test_a_query_selects_what_the_calendar_says(unit: Unit, day: int) -> None:
    period = Period(unit, periods.number(unit, day))
    query = period.query
    assert isinstance(query, All)
    after, before = (dates.span(item.value) for item in query.items if isinstance(item, Field))
    noon = int(datetime(*periods.day(day).timetuple()[:3], 12).timestamp())
    assert after and before and after[0] <= noon < before[0]
    assert before[0] - after[0] == (period.end - period.first) * 86_400
