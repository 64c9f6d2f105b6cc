"""What a query selects, over a connection to the library and the marks: the ids, how many, and the first."""

from __future__ import annotations

import sqlite3
import time

from newsreader.query import UNREAD, Query, both
from newsreader.querysql import READ, Selection, compile_query
from newsreader.records import TYPE_CHECKING, NamedTuple
from newsreader.sqlerrors import primary

if TYPE_CHECKING:
    from array import array

COMPLETIONS = 200
"""Words that the beginning of a long word may become; more are left to FTS5, which reads all their hits."""

_FETCHED = 10_000  # rows at once
_STEPS = 100
"""Steps of SQLite's machine between two looks at the clock: about a millisecond where FTS5 reads and finds
nothing, since it takes three for each page of its index."""


class Found(NamedTuple):
    """The first of the ids that a query selects; `is_whole` if there are no others."""

    ids: array[int]
    is_whole: bool


def compiled(connection: sqlite3.Connection, query: Query) -> Selection:
    """The SQL for what `query` selects, the beginnings of its long words completed."""

    def completions(beginning: str) -> list[str]:
        sql = "SELECT text FROM word WHERE text >= ? AND text < ? LIMIT ?"
        parameters = (beginning, beginning + "\U0010ffff", COMPLETIONS + 1)
        found = [text for (text,) in connection.execute(sql, parameters)]
        return found if len(found) <= COMPLETIONS else []

    return compile_query(query, completions=completions)


def count(connection: sqlite3.Connection, query: Query) -> int:
    """How many stories the list of `query` has."""
    selection = compiled(connection, query)
    sql = selection.select("count(*)")
    if selection.is_bounded:
        sql = f"SELECT count(*) FROM ({selection.newest('1')})"
    return int(connection.execute(sql, selection.parameters).fetchone()[0])


def count_unread(connection: sqlite3.Connection, query: Query) -> int:
    """How many of these are unread."""
    selection = compiled(connection, query)
    if not selection.is_bounded:
        return count(connection, both(query, UNREAD))
    listed = selection.newest(f"{selection.id} AS id")
    sql = f"SELECT count(*) FROM ({listed}) listed CROSS JOIN article a ON a.id = listed.id WHERE NOT {READ}"
    return int(connection.execute(sql, selection.parameters).fetchone()[0])


def ids(connection: sqlite3.Connection, query: Query, limit: int | None) -> array[int]:
    """The ids of the stories that `query` selects, in its order, at most `limit`."""
    from array import array  # for scripts' lists it need not be loaded

    sql, parameters = compiled(connection, query).ids(limit)
    found: array[int] = array("q")
    cursor = connection.execute(sql, parameters)
    while rows := cursor.fetchmany(_FETCHED):
        found.extend([row[0] for row in rows])
    return found


def first(connection: sqlite3.Connection, query: Query, limit: int, seconds: float) -> Found:
    """The first of the ids that `query` selects, in its order: at most `limit`, and what is found in time.

    What must be sorted is never found in time.
    """
    from array import array

    selection = compiled(connection, query)
    sql, parameters = selection.ids(limit)
    found: array[int] = array("q")
    if selection.is_sorted:
        return Found(found, False)
    end = time.monotonic() + seconds
    is_late = False

    def look() -> bool:
        nonlocal is_late
        is_late = time.monotonic() > end
        return is_late

    # Python's module looks for the row behind one before it hands that over; a function is told at once.
    connection.create_function("found", 1, found.append)
    connection.set_progress_handler(look, _STEPS)
    try:
        connection.execute(f"SELECT found(id) FROM ({sql})", parameters).fetchall()
    except sqlite3.OperationalError as error:
        if not is_late or primary(error) != sqlite3.SQLITE_INTERRUPT:
            raise
        return Found(found, False)
    finally:
        connection.set_progress_handler(None, 0)
        connection.create_function("found", 1, None)
    return Found(found, len(found) < limit)
