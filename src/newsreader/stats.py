"""Counting what a query selects by day, month, year, topic or provider, in SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from newsreader.querysql import Selection
from newsreader.schema import SECONDS_SHIFT

_TIMES = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
_NAMED = {
    "topic": "JOIN article_topic t ON t.article_id = listed.id JOIN topic n ON n.id = t.topic_id",
    "provider": "JOIN provider n ON n.id = a.provider_id AND n.name <> ''",
}


def tallied(connection: sqlite3.Connection, selection: Selection, by: str) -> Iterator[tuple[str, int, int]]:
    """Name, stories and unread stories of every group that has any.

    Times are local and the newest come first; topics and providers with the most stories come first.
    """
    if by in _TIMES:
        joins, name, group, order = "", _time(by), "1", "1 DESC"
    else:
        joins, name, group, order = _NAMED[by], "min(n.name)", "n.folded", "2 DESC, n.folded"
    sql = f"""SELECT {name}, count(*), sum(coalesce(m.read, 0) = 0)
        FROM ({selection.select(f"{selection.id} AS id")}) listed
        CROSS JOIN article a ON a.id = listed.id LEFT JOIN mark m ON m.key = a.key {joins}
        GROUP BY {group} ORDER BY {order}"""
    yield from connection.execute(sql, selection.parameters)


def _time(by: str) -> str:
    return f"strftime('{_TIMES[by]}', listed.id >> {SECONDS_SHIFT}, 'unixepoch', 'localtime')"
