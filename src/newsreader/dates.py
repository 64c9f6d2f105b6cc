"""Times as people read them, in their own time zone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_SECONDS_A_YEAR = 31_556_952
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_AGE = re.compile(r"(\d{1,5})([hdwmy])")
_UNITS = {"h": 3_600, "d": 86_400, "w": 604_800, "m": _SECONDS_A_YEAR // 12, "y": _SECONDS_A_YEAR}


DAYS = ("today", "yesterday", "week", "month", "year")
"""Names of spans that go with the clock; the week begins on Monday."""


def span(text: str, now: float | None = None) -> tuple[int, int] | None:
    """The first second of a year, month or day (`2020`, `2020-07`, `2020-07-10`), and the first after it.

    So too for the `DAYS` around `now` (seconds since 1970; None is the present). In local time; None for text
    that is no date.
    """
    try:
        if text in DAYS:
            today = date.today() if now is None else date.fromtimestamp(now)
            start, end = _named_span(text, today)
        elif match := _DATE.fullmatch(text):
            year, month, day = (int(part) if part else None for part in match.groups())
            start, end = _dated_span(year or 0, month, day)
        else:
            return None
        return int(start.timestamp()), int(end.timestamp())
    except (ValueError, OverflowError, OSError):
        return None


def _named_span(name: str, today: date) -> tuple[datetime, datetime]:
    if name == "month":
        return _dated_span(today.year, today.month, None)
    if name == "year":
        return _dated_span(today.year, None, None)
    start = datetime(today.year, today.month, today.day)
    if name == "week":
        monday = start - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=7)
    start -= timedelta(days=name == "yesterday")
    return start, start + timedelta(days=1)


def _dated_span(year: int, month: int | None, day: int | None) -> tuple[datetime, datetime]:
    start = datetime(year, month or 1, day or 1)
    if day is not None:
        return start, datetime.fromordinal(start.toordinal() + 1)
    if month is not None:
        return start, datetime(year + month // 12, month % 12 + 1, 1)
    return start, datetime(year + 1, 1, 1)


def age(text: str) -> int | None:
    """The seconds in an age such as `12h`, `7d`, `3w`, `6m` (months) or `2y`; None for text that is none."""
    match = _AGE.fullmatch(text)
    return int(match[1]) * _UNITS[match[2]] if match else None


def long_date(seconds: int) -> str:
    """Like `Fri 10 Jul 2020 08:04`; only the year for a time that the platform cannot place."""
    moment = _local(seconds)
    return moment.strftime("%a %d %b %Y %H:%M") if moment else _year(seconds)


def short_date(seconds: int, today: date | None = None) -> str:
    """In at most nine cells: the time of day for today, no year for this year."""
    moment = _local(seconds)
    if moment is None:
        return _year(seconds)
    today = today or date.today()
    if moment.date() == today:
        return f"{moment:%H:%M}"
    if abs(moment.year - today.year) >= 60:
        return f"{moment.year:04}"
    return f"{moment.day} {moment:%b}" if moment.year == today.year else f"{moment.day} {moment:%b %y}"


def moment(seconds: int, with_year: bool = True) -> str:
    """Day and time of day, like `10 Jul 20 08:04` or, without the year, `10 Jul 08:04`."""
    local = _local(seconds)
    if local is None:
        return _year(seconds)
    return f"{local.day} {local:%b %y %H:%M}" if with_year else f"{local.day} {local:%b %H:%M}"


def later(seconds: int) -> str:
    """How much later something came, in at most eight cells: `+40 min`, `+3 h`, `+2 d`, `+5 y`."""
    number, unit = _length(seconds)
    return f"+{number:,} {unit}"


def length(seconds: int) -> str:
    """A length of time in words, like `3 hours`."""
    number, unit = _length(seconds)
    name = {"min": "minute", "h": "hour", "d": "day", "y": "year"}[unit]
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _length(seconds: int) -> tuple[int, str]:
    for unit, size in (("y", _SECONDS_A_YEAR), ("d", _UNITS["d"]), ("h", _UNITS["h"])):
        if seconds >= (2 if unit == "y" else 1) * size:
            return seconds // size, unit
    return seconds // 60, "min"


def iso_date(seconds: int) -> str:
    """Like `2020-07-10`."""
    moment = _local(seconds)
    return moment.date().isoformat() if moment else _year(seconds)


def _local(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds)
    except (OverflowError, OSError, ValueError):
        return None


def _year(seconds: int) -> str:
    return f"{1970 + seconds // _SECONDS_A_YEAR:04}"
