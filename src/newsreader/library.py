"""The article store as the rest of the program reads it: lists, stories, totals.

A list is an array of ids, taken once; rows are fetched for the ids on the screen. Every call may be made
from any thread. What changes the store is in `ingest`, what changes read and starred in `marks`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from newsreader import database, selecting
from newsreader.errors import NotFoundError
from newsreader.query import EVERYTHING, Query
from newsreader.readers import Readers
from newsreader.records import TYPE_CHECKING, NamedTuple
from newsreader.schema import SECONDS_SHIFT, places

if TYPE_CHECKING:
    from array import array
    from typing import Any, Literal

    from newsreader.article import Article
    from newsreader.builder import Tree
    from newsreader.coverage import Folded
    from newsreader.querysql import Selection
    from newsreader.selecting import Found
    from newsreader.totals import Grouped, Totals, Weekly

# What only a story or a reference needs is imported there: the headlines are on the screen before.

COVERED_BY = 50
"""Articles at most that are shown as covering a story too."""

_ROW = """a.id, a.key, a.title, a.url, p.name, p.domain, a.category, a.type, a.quality, a.heat, a.related,
    coalesce(m.read, 0), coalesce(m.starred, 0)"""
_ROW_JOINS = "JOIN provider p ON p.id = a.provider_id LEFT JOIN mark m ON m.key = a.key"
_LISTED = f"""SELECT {_ROW}, c.excerpt, c.body, c.front_matter FROM {{}} {_ROW_JOINS}
    JOIN content c ON c.article_id = a.id"""


class Headline(NamedTuple):
    """One row of a list. `quality` and `heat` are None where they were not scored."""

    id: int
    key: int
    title: str
    url: str
    provider: str
    domain: str
    category: str
    type: str
    quality: int | None
    heat: int | None
    related: int
    read: bool
    starred: bool

    @property
    def published(self) -> int:
        """Seconds since 1970 UTC."""
        return self.id >> SECONDS_SHIFT


class Listed(NamedTuple):
    """A headline with what only exports need."""

    headline: Headline
    excerpt: str
    topics: tuple[str, ...]
    body: str = ""


class RelatedStory(NamedTuple):
    """A story that another one names, and what you did with it."""

    article: Article
    in_library: bool
    read: bool
    starred: bool


class Story(NamedTuple):
    """A story, whole: an article of the library, or one that is only known because another names it."""

    article: Article
    in_library: bool
    read: bool
    starred: bool
    related: tuple[RelatedStory, ...]
    files: tuple[str, ...]
    front_matter: dict[str, Tree]
    covered_by: tuple[RelatedStory, ...] = ()
    """Other articles of the library that name this story, and are not named by it, the oldest first."""

    @property
    def others(self) -> tuple[RelatedStory, ...]:
        """The stories around this one, as they stand below it."""
        return self.related + self.covered_by


class Library:
    """The articles of `path` with the marks of one profile in `marks`. Both are made if they are missing.

    Raises a `StorageError` from here and from every method when a database cannot be used.
    """

    def __init__(self, path: Path, marks: Path) -> None:
        self.path = path
        database.prepare(path, database.LIBRARY)
        database.prepare(marks, database.MARKS)
        self._readers = Readers(path, marks)

    def close(self) -> None:
        """Close every connection."""
        self._readers.close()

    def interrupt(self, thread: int) -> None:
        """End the query that a thread (by its identifier) is waiting for with a `StorageError`."""
        self._readers.interrupt(thread)

    def sources(self) -> list[str]:
        """The files and folders that were imported, to be looked at again."""
        with self._readers.connection() as connection:
            return [path for (path,) in connection.execute("SELECT path FROM source ORDER BY id")]

    def version(self) -> int:
        """Another number whenever another connection wrote articles."""
        with self._readers.watching() as connection:
            version = connection.execute("PRAGMA library.data_version").fetchone()[0]
            return hash((connection.identity, version))

    def is_empty(self) -> bool:
        """Whether it holds no article, and nothing that was imported is looked at again."""
        with self._readers.connection() as connection:
            sql = "SELECT 1 FROM article UNION ALL SELECT 1 FROM source LIMIT 1"
            return connection.execute(sql).fetchone() is None

    @contextmanager
    def selecting(self, query: Query) -> Iterator[tuple[sqlite3.Connection, Selection]]:
        """A connection, and the SQL over it of what `query` selects, for what counts in ways of its own."""
        with self._readers.connection() as connection:
            yield connection, selecting.compiled(connection, query)

    def ids(self, query: Query = EVERYTHING, limit: int | None = None) -> array[int]:
        """The ids of the stories that `query` selects, in its order, at most `limit`."""
        with self._readers.connection() as connection:
            return selecting.ids(connection, query, limit)

    def first(self, query: Query, limit: int, seconds: float) -> Found:
        """The first `limit` of these ids, or what is found of them within `seconds`: it may be nothing."""
        with self._readers.connection() as connection:
            return selecting.first(connection, query, limit, seconds)

    def count(self, query: Query) -> tuple[int, int]:
        """How many stories `query` selects, and how many of them are unread."""
        with self._readers.connection() as connection:
            return selecting.count(connection, query), selecting.count_unread(connection, query)

    def count_unread(self, query: Query) -> int:
        """How many unread stories `query` selects."""
        with self._readers.connection() as connection:
            return selecting.count_unread(connection, query)

    def folded(self, ids: Sequence[int]) -> Folded:
        """A list with each story in it once."""
        from newsreader import coverage

        with self._readers.connection() as connection:
            return coverage.folded(connection, ids)

    def rows(self, ids: Sequence[int]) -> dict[int, Headline]:
        """The headlines with these ids; one that is gone is left out."""
        sql = f"SELECT {_ROW} FROM article a {_ROW_JOINS} WHERE a.id IN ({places(ids)})"
        with self._readers.connection() as connection:
            return {row[0]: _headline(row) for row in connection.execute(sql, tuple(ids))}

    def keys(self, ids: Sequence[int]) -> list[int]:
        """The keys of the articles with these ids; one that is gone is left out."""
        sql = f"SELECT key FROM article WHERE id IN ({places(ids)})"
        with self._readers.connection() as connection:
            return [key for (key,) in connection.execute(sql, tuple(ids))]

    def listed(self, query: Query = EVERYTHING, limit: int | None = None) -> Iterator[Listed]:
        """The stories that `query` selects, in its order, in constant memory."""
        with self._readers.connection() as connection:
            ids, parameters = selecting.compiled(connection, query).ids(limit)
            sql = _LISTED.format(f"({ids}) listed CROSS JOIN article a ON a.id = listed.id")
            yield from map(_listed, connection.execute(sql, parameters))

    def listed_as(self, ids: Sequence[int]) -> list[Listed]:
        """The stories with these ids, in their order; one that is gone is left out."""
        sql = _LISTED.format("article a") + f" WHERE a.id IN ({places(ids)})"
        with self._readers.connection() as connection:
            found = {row[0]: _listed(row) for row in connection.execute(sql, tuple(ids))}
        return [found[id_] for id_ in ids if id_ in found]

    def headlines(self, query: Query = EVERYTHING, limit: int | None = None) -> Iterator[Headline]:
        """The headlines that `query` selects, in its order, in constant memory."""
        with self._readers.connection() as connection:
            ids, parameters = selecting.compiled(connection, query).ids(limit)
            sql = f"SELECT {_ROW} FROM ({ids}) listed CROSS JOIN article a ON a.id = listed.id {_ROW_JOINS}"
            yield from map(_headline, connection.execute(sql, parameters))

    def totals(self) -> Totals:
        """Every count that the sidebar shows; its cost grows with the stories read, not with the library."""
        from newsreader import totals

        with self._readers.connection() as connection:
            return totals.totals(connection)

    def weekly(self) -> Weekly:
        """How many stories came in each of the last weeks, by topic, provider and category."""
        from newsreader import totals

        with self._readers.connection() as connection:
            return totals.weekly(connection)

    def grouped(self, keys: Sequence[int]) -> dict[int, Grouped]:
        """Where the articles with these keys are counted."""
        from newsreader import totals

        with self._readers.connection() as connection:
            return totals.grouped(connection, keys)

    def next_unread(self, ids: Sequence[int], start: int, step: Literal[1, -1]) -> int | None:
        """The place in `ids` of the first unread story from `start` on, forward or backward."""
        sql = """SELECT a.id FROM article a LEFT JOIN mark m ON m.key = a.key
            WHERE a.id IN ({}) AND coalesce(m.read, 0) = 0"""
        at = start
        with self._readers.connection() as connection:
            while 0 <= at < len(ids):
                end = at + 500 * step
                rows = range(at, min(max(end, -1), len(ids)), step)
                some = [ids[place] for place in rows]
                unread = {id_ for (id_,) in connection.execute(sql.format(places(some)), some)}
                if unread:
                    return next(place for place in rows if ids[place] in unread)
                at = end
        return None

    def find(self, text: str) -> int:
        """The key that `text` names: a key as `urls.key_text` writes it, the beginning of one, or a URL.

        Raises `NotFoundError`, which may be an `AmbiguousKeyError`.
        """
        from newsreader import references

        with self._readers.connection() as connection:
            return references.find(connection, text)

    def known(self, keys: Sequence[int]) -> set[int]:
        """Which of these keys an article or a related story has."""
        from newsreader import references

        with self._readers.connection() as connection:
            return references.known(connection, keys)

    def story(self, key: int) -> Story:
        """The story with this key. Raises `NotFoundError` when no article and no related story has it."""

        from newsreader import builder, dialects

        with self._readers.connection() as connection:
            row = connection.execute(
                """SELECT a.id, a.title, c.body, c.front_matter FROM article a
                   JOIN content c ON c.article_id = a.id WHERE a.key = ?""",
                (key,),
            ).fetchone()
            if row is None:
                return self._named_story(connection, key)
            article_id, title, body, text = row
            front_matter, ours = dialects.stored(text)
            article = builder.whole(ours, body)
            article = article._replace(key=key, title=title, published=article_id >> SECONDS_SHIFT)
            files = connection.execute(
                "SELECT path FROM file WHERE key = ? AND reason IS NULL ORDER BY is_shown DESC, path", (key,)
            )
            paths = tuple(path for (path,) in files)
            return _story(connection, article, paths, front_matter)

    def _named_story(self, connection: sqlite3.Connection, key: int) -> Story:
        from newsreader import coverage

        found = coverage.named(connection, [key])
        if key not in found:
            raise NotFoundError("this story is no longer in the library", "press r to refresh the list")
        article, front_matter = found[key]
        return _story(connection, article, (), front_matter, in_library=False)

    def connected(self, key: int) -> list[int]:
        """The keys of everything that belongs to the story with this key, itself first: see `coverage`."""
        from newsreader import coverage

        with self._readers.connection() as connection:
            return coverage.connected(connection, key)

    def coverage(self, key: int) -> tuple[RelatedStory, ...]:
        """Who covers the story with this key, itself too, the oldest first and the undated last.

        Raises `NotFoundError` when no article and no related story has the key.
        """
        from newsreader import coverage

        with self._readers.connection() as connection:
            keys = coverage.connected(connection, key)
            sql = f"SELECT {_ROW} FROM article a {_ROW_JOINS} WHERE a.key IN ({places(keys)})"
            stories = [_told(_headline(row)) for row in connection.execute(sql, keys)]
            here = {story.article.key for story in stories}
            others = coverage.named(connection, [other for other in keys if other not in here])
            states = _states(connection, keys)
        stories += [RelatedStory(article, False, *states[other]) for other, (article, _) in others.items()]
        if not any(story.article.key == key for story in stories):
            raise NotFoundError("this story is no longer in the library", "press r to refresh the list")
        return tuple(sorted(stories, key=_published))


def _headline(columns: Sequence[object]) -> Headline:
    *facts, read, starred = columns
    return Headline._make([*facts, bool(read), bool(starred)])


def _listed(row: Sequence[Any]) -> Listed:
    from newsreader import builder, dialects

    *columns, excerpt, body, front_matter = row
    return Listed(_headline(columns), excerpt, builder.topics(dialects.stored(front_matter).ours), body)


def _story(
    connection: sqlite3.Connection,
    article: Article,
    files: tuple[str, ...],
    front_matter: dict[str, Tree],
    in_library: bool = True,
) -> Story:
    keys = [article.key, *(story.key for story in article.related)]
    states = _states(connection, keys)
    sql = f"SELECT key FROM article WHERE key IN ({places(keys)})"
    here = {key for (key,) in connection.execute(sql, keys)}
    related = tuple(RelatedStory(story, story.key in here, *states[story.key]) for story in article.related)
    covered_by = tuple(_covered_by(connection, article.key, keys))
    return Story(article, in_library, *states[article.key], related, files, front_matter, covered_by)


def _states(connection: sqlite3.Connection, keys: Sequence[int]) -> dict[int, tuple[bool, bool]]:
    """Whether each of these stories is read, and starred."""
    states = dict.fromkeys(keys, (False, False))
    sql = f"SELECT key, read, starred FROM mark WHERE key IN ({places(keys)})"
    for key, read, starred in connection.execute(sql, tuple(keys)):
        states[key] = (bool(read), bool(starred))
    return states


def _covered_by(connection: sqlite3.Connection, key: int, known: Sequence[int]) -> Iterator[RelatedStory]:
    """The articles that name the story with this key, but for those that are known around it already."""
    rows = connection.execute(
        f"""SELECT DISTINCT {_ROW} FROM related r CROSS JOIN article a ON a.id = r.article_id {_ROW_JOINS}
            WHERE r.key = ? AND a.key NOT IN ({places(known)}) ORDER BY a.id LIMIT ?""",
        (key, *known, COVERED_BY),
    )
    for row in rows:
        yield _told(_headline(row))


def _told(row: Headline) -> RelatedStory:
    """An article of the library in as few words as a related story."""
    from newsreader.article import Article, Provider

    provider = Provider(row.provider, row.domain)
    story = Article(row.key, row.title, published=row.published, url=row.url, provider=provider)
    return RelatedStory(story, True, row.read, row.starred)


def _published(story: RelatedStory) -> tuple[bool, int, int]:
    """The order of time, the undated last."""
    published = story.article.published
    return published is None, published or 0, story.article.key
