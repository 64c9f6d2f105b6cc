"""Times as people read them, in their own time zone, and as they write them."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

_SECONDS_A_YEAR = 31_556_952
_DATE = r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?"
_AGE = r"(\d{1,5})([hdwmy])"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NTH = r"(?P<day>\d{1,2})(?:st|[nr]d|th)?"
_DAYS = (
    r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})",
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?",
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
    rf"(?:[a-z]{{3,9}},? )?{_NTH}[ -](?P<month>[a-z]{{3,9}})\.?,?[ -](?P<year>\d{{4}})",
    rf"(?:[a-z]{{3,9}},? )?(?P<month>[a-z]{{3,9}})\.? {_NTH},? (?P<year>\d{{4}})",
)
_TIME = (
    r"(?:(?:t|,? (?:at )?)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?)?"
    r"(?: ?(?:z|(?:utc|gmt)?(?:(?P<zone>[+-]\d\d):?(?P<part>\d\d)?)?))(?: ?\([a-z ]*\))?"
)
_WRITTEN_LIMIT = 80  # characters; longer text is no date
_STAMPS = ((10**8, 10**11, 1), (10**11, 10**14, 1_000))  # since 1970: seconds, milliseconds
_FOUR_WEEKS = 28 * 86_400
_UNITS = {"h": 3_600, "d": 86_400, "w": 604_800, "m": _SECONDS_A_YEAR // 12, "y": _SECONDS_A_YEAR}
_HOUR, _DAY, _WEEK, _MONTH, _YEAR = _UNITS.values()
_SPANS = ("y", 2 * _YEAR, _YEAR), ("d", _DAY, _DAY), ("h", _HOUR, _HOUR)
_AGES = _SPANS[0], ("mo", 9 * _WEEK, _MONTH), ("w", 2 * _WEEK, _WEEK), *_SPANS[1:]
_NAMES = {"min": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month", "y": "year"}

STYLES = {"short": 9, "iso": 10, "relative": 9}
"""The ways in which a list shows times, and the cells that they take."""

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
        elif match := re.fullmatch(_DATE, text):
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
    match = re.fullmatch(_AGE, text)
    return int(match[1]) * _UNITS[match[2]] if match else None


def written(text: str) -> datetime | None:
    """A date as front matter, mails and people write it, in UTC, which it is in where it names no zone.

    ISO 8601, `2020-07-10 12:00:00 +0200`, `2020/7/10`, `10.07.2020`, `Jul 10, 2020 8:04 pm`, RFC 2822, or
    seconds or milliseconds since 1970. None for other text, also for `07/10/2020`, which is two days.
    """
    text = " ".join(text[: _WRITTEN_LIMIT + 1].lower().split())
    if len(text) > _WRITTEN_LIMIT or not text.isascii():
        return None
    try:
        if text.isdigit() and len(text) > 8:
            (unit,) = (unit for first, end, unit in _STAMPS if first <= int(text) < end)
            return datetime.fromtimestamp(int(text) // unit, UTC)
        moment = _iso(text) or _by_words(text)
        return moment.astimezone(UTC) if moment else None
    except (ValueError, OverflowError):
        return None


def _iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _by_words(text: str) -> datetime | None:
    """Raises ValueError for a day or time that does not exist."""
    for day in _DAYS:
        if match := re.fullmatch(day + _TIME, text):
            break
    else:
        return None
    part = match.groupdict()
    month = part["month"] or "1"
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    hour = int(part["hour"] or 0)
    if part["half"]:
        hour = hour % 12 + (12 if part["half"] == "p" else 0)
    clock = hour, int(part["minute"] or 0), int(part["second"] or 0)
    moment = datetime(int(part["year"]), number, int(part.get("day") or 1), *clock, tzinfo=UTC)
    if not part["zone"]:
        return moment
    minutes = 60 * int(part["zone"]) + int(part["zone"][0] + (part["part"] or "0"))
    return moment - timedelta(minutes=minutes)


def offsets(first: int, last: int) -> list[tuple[int, int]]:
    """The local offsets from UTC between two seconds, each as (the second it begins, offset in seconds).

    One that lasts less than four weeks may be missed.
    """
    found = [(first, _offset(first))]
    for before, after in pairwise((*range(first, last, _FOUR_WEEKS), last)):
        if _offset(after) != found[-1][1]:
            while after - before > 1:
                middle = (before + after) // 2
                before, after = (middle, after) if _offset(middle) == found[-1][1] else (before, middle)
            found.append((after, _offset(after)))
    return found


def _offset(seconds: int) -> int:
    return time.localtime(seconds).tm_gmtoff


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


def listed(seconds: int, style: str, now: float | None = None) -> str:
    """A time in the way of `STYLES`, in at most as many cells as that says; `now` is the present if None.

    Like `10 Jul` (`short`), `2020-07-10` (`iso`), or `3 d` and, of the future, `in 3 d` (`relative`).
    """
    if style == "iso":
        return iso_date(seconds)
    if style == "relative":
        passed = _passed(seconds, now)
        number, unit = _length(abs(passed), _AGES)
        return f"{'in ' if passed < 0 else ''}{number} {unit}"
    return short_date(seconds, None if now is None else date.fromtimestamp(now))


def in_full(seconds: int, style: str, now: float | None = None) -> str:
    """A time with its time of day, in the way of `STYLES`: an ISO date, or the age behind the usual one."""
    if style == "iso":
        local = _local(seconds)
        return f"{local:%Y-%m-%d %H:%M}" if local else _year(seconds)
    if style == "relative":
        passed = _passed(seconds, now)
        age = _in_words(*_length(abs(passed), _AGES))
        return f"{long_date(seconds)}, {f'in {age}' if passed < 0 else f'{age} ago'}"
    return long_date(seconds)


def _passed(seconds: int, now: float | None) -> int:
    return int(time.time() if now is None else now) - seconds


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
    return _in_words(*_length(seconds))


def _length(seconds: int, steps: Sequence[tuple[str, int, int]] = _SPANS) -> tuple[int, str]:
    """A length in the first unit of `steps` (with the least length that it is for, and its own) that fits."""
    number, unit = next(
        ((seconds // size, unit) for unit, least, size in steps if seconds >= least), (seconds // 60, "min")
    )
    return number, unit


def _in_words(number: int, unit: str) -> str:
    return f"{number:,} {_NAMES[unit]}{'' if number == 1 else 's'}"


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
