"""Times as people read them, in their own time zone."""

from __future__ import annotations

import re
from datetime import date, datetime

_SECONDS_A_YEAR = 31_556_952
_DATE = r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?"
_AGE = r"(\d{1,5})([hdwmy])"
_UNITS = {"h": 3_600, "d": 86_400, "w": 604_800, "m": _SECONDS_A_YEAR // 12, "y": _SECONDS_A_YEAR}


def span(text: str) -> tuple[int, int] | None:
    """The first second of a year, month or day (`2020`, `2020-07`, `2020-07-10`), and the first after it.

    In local time; None for text that is no date.
    """
    if not (match := re.fullmatch(_DATE, text)):
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        start = datetime(year, month or 1, day or 1)
        if day is not None:
            end = datetime.fromordinal(start.toordinal() + 1)
        elif month is not None:
            end = datetime(year + month // 12, month % 12 + 1, 1)
        else:
            end = datetime(year + 1, 1, 1)
        return int(start.timestamp()), int(end.timestamp())
    except (ValueError, OverflowError, OSError):
        return None


def age(text: str) -> int | None:
    """The seconds in an age such as `12h`, `7d`, `3w`, `6m` (months) or `2y`; None for text that is none."""
    match = re.fullmatch(_AGE, text)
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
