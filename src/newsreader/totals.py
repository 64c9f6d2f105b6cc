"""How many stories there are of each kind, and how many of them are unread: what the sidebar counts."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Sequence

from newsreader.records import NamedTuple
from newsreader.schema import SECONDS_SHIFT, places

# CROSS JOIN keeps this order: from the marks, which are few, to the articles.
_MARKED = "FROM mark m CROSS JOIN article a ON a.key = m.key"


WEEKS = 8
"""Weeks of which the sidebar shows how much came in each."""

_WEEK = 604_800 << SECONDS_SHIFT


class Tally(NamedTuple):
    """How many stories a topic, provider or category has."""

    name: str
    total: int
    unread: int


class Grouped(NamedTuple):
    """Where an article is counted: its id, and its topics, provider and category as the totals name them."""

    id: int
    topics: tuple[str, ...]
    provider: str
    category: str


class Totals(NamedTuple):
    """How many stories there are, in all and by name; the names are sorted."""

    total: int
    unread: int
    starred: int
    topics: tuple[Tally, ...]
    providers: tuple[Tally, ...]
    categories: tuple[Tally, ...]


def totals(connection: sqlite3.Connection) -> Totals:
    """Every count; its cost grows with the stories read, not with the library."""
    topics = connection.execute(
        f"""SELECT name, total, total - coalesce(read, 0) FROM topic LEFT JOIN
            (SELECT topic_id, count(*) AS read {_MARKED}
             CROSS JOIN article_topic t ON t.article_id = a.id
             WHERE m.read GROUP BY topic_id) ON topic_id = id
            WHERE total > 0 ORDER BY folded"""
    ).fetchall()
    providers = connection.execute(
        f"""SELECT min(name), sum(total), sum(total - coalesce(read, 0)) FROM provider LEFT JOIN
            (SELECT provider_id, count(*) AS read {_MARKED} WHERE m.read GROUP BY provider_id)
            ON provider_id = id
            WHERE total > 0 GROUP BY folded ORDER BY folded"""
    ).fetchall()
    categories = connection.execute(
        f"""SELECT min(name), sum(total), sum(total - coalesce(read, 0)) FROM kind LEFT JOIN
            (SELECT a.category, count(*) AS read {_MARKED} WHERE m.read GROUP BY a.category)
            ON category = name
            WHERE field = 'category' AND total > 0 GROUP BY folded ORDER BY folded"""
    ).fetchall()
    starred = connection.execute(f"SELECT count(*) {_MARKED} WHERE m.starred").fetchone()[0]
    return Totals(
        sum(row[1] for row in providers),
        sum(row[2] for row in providers),
        starred,
        tuple(Tally(*row) for row in topics),
        tuple(Tally(*row) for row in providers if row[0]),
        tuple(Tally(*row) for row in categories if row[0]),
    )


def grouped(connection: sqlite3.Connection, keys: Sequence[int]) -> dict[int, Grouped]:
    """Where the articles with these keys are counted."""
    sql = f"""SELECT a.key, a.id, (SELECT min(name) FROM provider WHERE folded = p.folded AND total > 0),
            (SELECT min(other.name) FROM kind JOIN kind other ON other.folded = kind.folded
             AND other.field = 'category' AND other.total > 0
             WHERE kind.field = 'category' AND kind.name = a.category),
            t.name
        FROM article a JOIN provider p ON p.id = a.provider_id
        LEFT JOIN article_topic at ON at.article_id = a.id LEFT JOIN topic t ON t.id = at.topic_id
        WHERE a.key IN ({places(keys)})"""
    found: dict[int, Grouped] = {}
    for key, article_id, provider, category, topic in connection.execute(sql, tuple(keys)):
        topics = found[key].topics if key in found else ()
        found[key] = Grouped(article_id, (*topics, topic) if topic else topics, provider, category or "")
    return found


Weekly = dict[tuple[str, str], list[int]]
"""How many stories came in each of the last weeks, the oldest first, by field and name."""


def weekly(connection: sqlite3.Connection) -> Weekly:
    """The `WEEKS` weeks up to the newest story that is not of the future."""
    sql = "SELECT max(id) FROM article WHERE id < ?"
    (newest,) = connection.execute(sql, (int(time.time()) << SECONDS_SHIFT,)).fetchone()
    start = (newest or 0) + 1 - WEEKS * _WEEK
    week = f"(article_id - {start}) / {_WEEK}"
    recent = f"article_id BETWEEN {start} AND {newest or 0}"
    found: Weekly = {}

    def add(field: str, rows: Iterable[tuple[str, int, int]]) -> None:
        for name, place, number in rows:
            found.setdefault((field, name), [0] * WEEKS)[place] = number

    add(
        "topic",
        connection.execute(
            f"""SELECT name, week, number FROM topic JOIN
                (SELECT topic_id, {week} AS week, count(*) AS number FROM article_topic
                 WHERE {recent} GROUP BY 1, 2) ON topic_id = id"""
        ),
    )
    articles = f"(SELECT id AS article_id, provider_id, category FROM article) WHERE {recent}"
    add(
        "provider",
        connection.execute(
            f"""SELECT (SELECT min(name) FROM provider other
                        WHERE other.folded = p.folded AND total > 0), week, sum(number)
                FROM provider p JOIN (SELECT provider_id, {week} AS week, count(*) AS number FROM {articles}
                GROUP BY 1, 2) ON provider_id = p.id GROUP BY p.folded, week"""
        ),
    )
    add(
        "category",
        connection.execute(
            f"""SELECT (SELECT min(name) FROM kind other WHERE field = 'category'
                        AND other.folded = k.folded AND other.total > 0), week, sum(number)
                FROM kind k JOIN (SELECT category, {week} AS week, count(*) AS number
                FROM {articles} GROUP BY 1, 2) found ON k.name = found.category
                WHERE field = 'category' GROUP BY k.folded, week"""
        ),
    )
    return found
