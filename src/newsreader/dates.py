"""Times as people read them, in their own time zone."""

from __future__ import annotations

from datetime import date, datetime

_SECONDS_A_YEAR = 31_556_952


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
    return str(1970 + seconds // _SECONDS_A_YEAR)
