"""How the stories of a query spread over time, topics and providers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from newsreader import dates, periods
from newsreader.library import Library
from newsreader.periods import Period, Unit
from newsreader.query import EVERYTHING, UNREAD, All, Field, Query, both
from newsreader.querysql import READ, SCORED
from newsreader.schema import SECONDS_SHIFT
from newsreader.totals import Tally

LONGEST = 1_000
"""Topics, or providers, at most that are told."""

_SECONDS_A_DAY = 86_400
_A_YEAR = 366 * _SECONDS_A_DAY << SECONDS_SHIFT
_TO_ORDINAL = date(1970, 1, 1).toordinal() * _SECONDS_A_DAY


@dataclass(frozen=True, slots=True)
class Bucket:
    """The stories of one day, week, month or year."""

    period: Period
    total: int
    unread: int
    scored: int = 0
    """Stories whose heat somebody scored."""
    heat: int = 0
    """The heat of these together."""
    last_day: int = 0
    """The ordinal of the last day on which there is a story."""

    @property
    def mean_heat(self) -> float | None:
        """None where no story was scored."""
        return self.heat / self.scored if self.scored else None


def days(library: Library, query: Query) -> tuple[Bucket, ...]:
    """The days, in the local time zone, on which there are stories that `query` selects, the oldest first."""
    with library.selecting(query) as (connection, selection):
        # A time zone is a row for each stretch with one offset: a day is then told by arithmetic alone, and
        # SQLite, which lets other threads run meanwhile, need not ask Python about a million stories.
        zone = ", ".join(
            f"({start << SECONDS_SHIFT}, {end << SECONDS_SHIFT}, {offset + _TO_ORDINAL})"
            for first, last in _stretches(connection)
            for start, end, offset in _zones(first, last)
        )
        if not zone:
            return ()
        rows = connection.execute(
            f"""WITH zone (first, end, shift) AS (VALUES {zone})
                SELECT ((a.id >> {SECONDS_SHIFT}) + shift) / {_SECONDS_A_DAY} AS day,
                    count(*), sum(NOT {READ}), sum(coalesce({SCORED["heat"]}, 0)),
                    sum(CASE WHEN {SCORED["heat"]} THEN a.heat ELSE 0 END)
                FROM zone CROSS JOIN {selection.article_source}
                WHERE ({selection.condition})
                    AND {selection.id} >= zone.first AND {selection.id} < zone.end
                GROUP BY day ORDER BY day""",
            selection.parameters,
        )
        return tuple(
            Bucket(Period("day", day), total, unread, scored, heat, day)
            for day, total, unread, scored, heat in rows
        )


def _stretches(connection: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """The first and the last second of each stretch of a year in which there are stories.

    One story of a wild date must not make a table of all the years between.
    """
    last = -(1 << 63)
    while True:
        (first,) = connection.execute("SELECT min(id) FROM article WHERE id > ?", (last,)).fetchone()
        if first is None:
            return
        end = min(first + _A_YEAR, (1 << 63) - 1) | ((1 << SECONDS_SHIFT) - 1)  # no second is in two of them
        (last,) = connection.execute("SELECT max(id) FROM article WHERE id <= ?", (end,)).fetchone()
        yield first >> SECONDS_SHIFT, last >> SECONDS_SHIFT


def _zones(first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """The stretches with one offset from UTC between two seconds: start, end and offset."""
    begins = dates.offsets(first, last)
    ends = [*(start for start, _ in begins[1:]), last + 1]
    for (start, offset), end in zip(begins, ends, strict=True):
        yield start, end, offset


def gathered(days: Iterable[Bucket], unit: Unit) -> tuple[Bucket, ...]:
    """`days`, the oldest first, added up in the periods of `unit` in which there are stories."""
    return tuple(
        _sum(Period(unit, number), list(some))
        for number, some in groupby(days, lambda day: periods.number(unit, day.period.number))
    )


def _sum(period: Period, days: Sequence[Bucket]) -> Bucket:
    return Bucket(
        period,
        sum(day.total for day in days),
        sum(day.unread for day in days),
        sum(day.scored for day in days),
        sum(day.heat for day in days),
        days[-1].last_day,
    )


def tallied(library: Library, query: Query, by: str) -> Sequence[Tally]:
    """The stories that `query` selects by `topic`, by `provider`, or by a unit of time, the newest first.

    Times are named as in ISO 8601: `2020-07-10`, `2020-07`, `2020`; a week by its first day.
    """
    if by in ("topic", "provider"):
        return (topics if by == "topic" else providers)(library, query, None)
    unit = next(unit for unit in periods.UNITS if unit == by)
    length = {"year": 4, "month": 7}.get(unit, 10)
    return [
        Tally(periods.day(bucket.period.first).isoformat()[:length], bucket.total, bucket.unread)
        for bucket in reversed(gathered(days(library, query), unit))
    ]


def topics(library: Library, query: Query, limit: int | None = LONGEST) -> tuple[Tally, ...]:
    """The topics of the stories that `query` selects, the most frequent first."""
    if (known := _known(library, query, "topics", limit)) is not None:
        return known
    with library.selecting(query) as (connection, selection):
        rows = connection.execute(
            f"""SELECT name, number, unread FROM
                    (SELECT topic_id, count(*) AS number, sum(NOT {READ}) AS unread
                     FROM {selection.article_source}
                     CROSS JOIN article_topic ON article_topic.article_id = a.id
                     WHERE ({selection.condition}) GROUP BY topic_id)
                JOIN topic ON topic.id = topic_id ORDER BY number DESC, folded LIMIT ?""",
            (*selection.parameters, -1 if limit is None else limit),
        )
        return tuple(Tally(*row) for row in rows)


def providers(library: Library, query: Query, limit: int | None = LONGEST) -> tuple[Tally, ...]:
    """The providers of the stories that `query` selects, the most frequent first."""
    if (known := _known(library, query, "providers", limit)) is not None:
        return known
    with library.selecting(query) as (connection, selection):
        rows = connection.execute(
            f"""SELECT min(name), sum(number), sum(unread) FROM
                    (SELECT provider_id, count(*) AS number, sum(NOT {READ}) AS unread
                     FROM {selection.article_source}
                     WHERE ({selection.condition}) GROUP BY provider_id)
                JOIN provider ON provider.id = provider_id
                WHERE name <> '' GROUP BY folded ORDER BY 2 DESC, folded LIMIT ?""",
            (*selection.parameters, -1 if limit is None else limit),
        )
        return tuple(Tally(*row) for row in rows)


def _known(library: Library, query: Query, what: str, limit: int | None) -> tuple[Tally, ...] | None:
    """What the library's totals say already, which it takes a hundredth of the time to ask."""
    items = query.items if isinstance(query, All) else (query,)
    plain = both(*(item for item in items if not (isinstance(item, Field) and item.name == "sort")))
    if plain not in (EVERYTHING, UNREAD):
        return None
    tallies: Sequence[Tally] = getattr(library.totals(), what)
    if plain == UNREAD:
        tallies = [Tally(tally.name, tally.unread, tally.unread) for tally in tallies]
    # The totals are sorted by name, and sorting keeps that order among equals.
    return tuple(sorted((tally for tally in tallies if tally.total), key=lambda tally: -tally.total)[:limit])
