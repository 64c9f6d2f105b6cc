"""What can still be read of a database that may be damaged, and what is made right in one that is not.

Reading goes around what cannot be read, from both ends of a table; nothing here writes to a damaged file.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from newsreader import builder, database, dialects
from newsreader.database import Connection
from newsreader.errors import StorageError
from newsreader.files import Stamp
from newsreader.frontmatter import Parsed
from newsreader.records import NamedTuple
from newsreader.schema import SECONDS_SHIFT, Rank
from newsreader.sqlerrors import errors
from newsreader.urls import key_text

_FILE = "SELECT path, size, modified_ns, hash FROM file WHERE key = ? ORDER BY is_shown DESC"
_MARK = "key, read, read_at, starred, starred_at"


class Found(NamedTuple):
    """An article as a library holds it, with a file that it came from."""

    path: str
    stamp: Stamp
    hash: bytes
    parsed: Parsed


class Shown(NamedTuple):
    """The file from which a library shows an article, and how that one ranks among those of its URL."""

    key: int
    path: str
    rank: Rank


def sources(library: Path) -> list[str]:
    """The files and folders that were imported, as far as that can be read."""
    return [path for _, path in _rows(library, "SELECT id, path FROM source", "id") if isinstance(path, str)]


def keys(library: Path) -> Iterator[int]:
    """The keys of the articles that can be read."""
    return (key for _, key in _rows(library, "SELECT id, key FROM article", "id") if isinstance(key, int))


def shown(library: Path) -> Iterator[Shown]:
    """Which file each article is shown from, as far as that can be read."""
    select = "SELECT a.id, a.key, f.path, f.hash FROM article a JOIN file f ON f.key = a.key AND f.is_shown"
    for article_id, key, path, digest in _rows(library, select, "a.id"):
        if isinstance(key, int) and isinstance(path, str) and isinstance(digest, bytes):
            yield Shown(key, path, (article_id >> SECONDS_SHIFT, digest))


def articles(library: Path, keys: Iterable[int]) -> Iterator[Found | None]:
    """The articles with these keys, in this order; None for one that cannot be read."""
    with contextlib.closing(database.read(library)) as connection:
        for key in keys:
            try:
                yield _article(connection, key)
            except (
                sqlite3.Error,
                StorageError,
                ValueError,
                TypeError,
                AttributeError,
                LookupError,
                RecursionError,
            ):
                yield None


def files(library: Path, keys: Iterable[int]) -> Iterator[str]:
    """The file that each of these articles came from, where that can be read."""
    with contextlib.closing(database.read(library)) as connection:
        for key in keys:
            with contextlib.suppress(sqlite3.Error):
                if file := connection.execute(_FILE, (key,)).fetchone():
                    yield str(file[0])


def _article(connection: Connection, key: int) -> Found | None:
    row = connection.execute(
        """SELECT a.id, a.title, c.body, c.front_matter FROM article a
           JOIN content c ON c.article_id = a.id WHERE a.key = ?""",
        (key,),
    ).fetchone()
    if row is None:
        return None
    article_id, title, body, front_matter = row
    file = connection.execute(_FILE, (key,)).fetchone()
    path, stamp, digest = (file[0], Stamp(*file[1:3]), file[3]) if file else no_file(key)
    published = article_id >> SECONDS_SHIFT
    entry = builder.entry(dialects.stored(front_matter).ours, body, path, published, [])
    entry = entry._replace(key=key, title=title, published=published)
    return Found(path, stamp, digest, Parsed(entry, front_matter))


def no_file(key: int) -> tuple[str, Stamp, bytes]:
    """What stands for the file of an article that none holds: a name, what it looks like, and its hash."""
    return f"(no file) {key_text(key)}", Stamp(0, 0), b""


def marks(damaged: Path) -> Iterator[tuple[int, ...]]:
    """The marks that can be read: key, read, read_at, starred, starred_at, as whole numbers of any size."""
    for row in _rows(damaged, f"SELECT {_MARK} FROM mark", "key"):
        if all(isinstance(value, int) for value in row):
            yield row


def drift(library: Path) -> list[str]:
    """Where what is kept twice in a library no longer agrees: the search index, the totals."""
    found = []
    with (
        contextlib.closing(database.write(library, database.LIBRARY)) as connection,
        errors(library),
    ):
        counts = connection.execute(
            """SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM content),
                      (SELECT count(*) FROM search_docsize)"""
        ).fetchone()
        if len(set(counts)) > 1:
            found.append(f"{counts[0]:,} articles, {counts[1]:,} texts and {counts[2]:,} in the search index")
        else:
            try:
                connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                    raise
                found.append("the search index does not agree with the articles")
        for name, (wrong, _) in _TOTALS.items():
            if number := connection.execute(wrong).fetchone()[0]:
                found.append(f"the totals of {number:,} {name} are wrong")
    return found


def mend(library: Path) -> None:
    """Make what is kept twice anew from the articles. Raises a `StorageError`."""
    with (
        contextlib.closing(database.write(library, database.LIBRARY)) as connection,
        database.transaction(connection, library),
    ):
        connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
        for _, right in _TOTALS.values():
            connection.execute(right)


_TOTALS = {
    "topics": (
        """SELECT count(*) FROM topic LEFT JOIN (SELECT topic_id, count(*) AS number FROM article_topic
           GROUP BY topic_id) ON topic_id = id WHERE total <> coalesce(number, 0)""",
        "UPDATE topic SET total = (SELECT count(*) FROM article_topic WHERE topic_id = topic.id)",
    ),
    "providers": (
        """SELECT count(*) FROM provider LEFT JOIN (SELECT provider_id, count(*) AS number FROM article
           GROUP BY provider_id) ON provider_id = id WHERE total <> coalesce(number, 0)""",
        """UPDATE provider SET total = coalesce((SELECT number FROM
           (SELECT provider_id AS id, count(*) AS number FROM article GROUP BY provider_id) counted
           WHERE counted.id = provider.id), 0)""",
    ),
    **{
        f"{field} names": (
            f"""SELECT count(*) FROM kind LEFT JOIN (SELECT {field} AS of, count(*) AS number FROM article
               GROUP BY 1) ON of = name WHERE field = '{field}' AND total <> coalesce(number, 0)""",
            f"""UPDATE kind SET total = (SELECT count(*) FROM article WHERE {field} = kind.name)
               WHERE field = '{field}'""",
        )
        for field in ("category", "type")
    },
}
"""For each kind of totals, how many are wrong, and what makes them right."""


def _rows(path: Path, select: str, key: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table that can be read: upward to the first fault, then downward to it."""
    last: object = None
    try:
        for row in _selected(path, f"{select} ORDER BY {key}"):
            last = row[0]
            yield row
        return
    except (sqlite3.Error, StorageError, UnicodeDecodeError):
        pass  # what lies behind the fault may be sound
    with contextlib.suppress(sqlite3.Error, StorageError, UnicodeDecodeError):
        yield from _selected(path, f"{select} WHERE coalesce({key} > ?, 1) ORDER BY {key} DESC", last)


def _selected(path: Path, sql: str, *parameters: object) -> Iterator[tuple[Any, ...]]:
    with contextlib.closing(database.read(path)) as connection:
        yield from connection.execute(sql, parameters)
