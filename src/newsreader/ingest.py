"""How articles get into the library: the one writer of `library.db`.

The same URL in several files is one article: the newest date wins, and among equal dates the greater hash,
so that every order of import ends in the same library.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from newsreader import database
from newsreader.article import Provider
from newsreader.frontmatter import PARSER, Parsed
from newsreader.schema import SECONDS_SHIFT
from newsreader.searchtext import fold

Outcome = Literal["new", "updated", "unchanged", "duplicate"]

_SEQUENCES = 1 << SECONDS_SHIFT
_SEARCHABLE = "rowid, title, excerpt, body, provider"


class Stamp(NamedTuple):
    """What a file looked like from outside; when it is the same, so is the file."""

    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the library remembers of a file."""

    stamp: Stamp
    hash: bytes
    key: int | None
    reason: str | None
    line: int | None


class Writer:
    """Puts files into the prepared library at `path`. For one thread; other processes may read meanwhile.

    Raises a `StorageError` from every method when the database cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        database.prepare(path, database.LIBRARY)
        self._connection = database.write(path, database.LIBRARY)
        self._execute = self._connection.execute
        self._ids: dict[tuple[str, ...], int] = {}
        self._counts: Counter[tuple[str, int]] = Counter()
        self.again: list[str] = []
        """Files that must be read again: another file no longer stands before them."""

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """A transaction around what is put meanwhile."""
        try:
            with database.transaction(self._connection, self.path):
                yield
                self._write_counts()
        except BaseException:
            # What was made in this transaction is gone, and with it what was remembered of it.
            self._ids.clear()
            self._counts.clear()
            raise

    def add_source(self, path: str) -> None:
        """Remember a file or folder, to be looked at again."""
        with database.errors(self.path):
            sql = "INSERT OR IGNORE INTO source (path, added_at) VALUES (?, ?)"
            self._execute(sql, (path, int(time.time())))

    def known(self, path: str) -> Known | None:
        """What is remembered of the file at `path`; None also when it should be read again anyhow."""
        with database.errors(self.path):
            row = self._execute(
                """SELECT size, modified_ns, hash, key, reason, line FROM file
                   WHERE path = ? AND parser = ?""",
                (path, PARSER),
            ).fetchone()
        return Known(Stamp(row[0], row[1]), *row[2:]) if row else None

    def touch(self, path: str, stamp: Stamp) -> None:
        """Note that a file looks different from outside, and holds the same."""
        with database.errors(self.path):
            self._execute("UPDATE file SET size = ?, modified_ns = ? WHERE path = ?", (*stamp, path))

    def refuse(self, path: str, stamp: Stamp, digest: bytes, reason: str, line: int | None) -> None:
        """Remember why a file was not taken. The article that it held before stays."""
        with database.errors(self.path):
            self._leave(path)
            self._file(path, stamp, digest, reason=reason, line=line)

    def put(self, path: str, stamp: Stamp, digest: bytes, parsed: Parsed) -> Outcome:
        """Take a file's article in, inside a `batch`."""
        article = parsed.article
        self._leave(path, article.key)
        shown = self._execute(
            """SELECT a.id, f.path, f.hash FROM article a
               LEFT JOIN file f ON f.key = a.key AND f.is_shown WHERE a.key = ?""",
            (article.key,),
        ).fetchone()
        if shown is None:
            self._insert(parsed)
            self._file(path, stamp, digest, key=article.key, is_shown=True)
            return "new"
        article_id, shown_path, shown_digest = shown
        is_own = shown_path in (path, None)
        published = article.published or 0
        rank, shown_rank = (published, digest), (article_id >> SECONDS_SHIFT, shown_digest or b"")
        is_newer = rank > shown_rank
        if is_own or is_newer:
            self._delete(article_id)
            self._insert(parsed, article_id)
            self._execute("UPDATE file SET is_shown = 0 WHERE key = ?", (article.key,))
            if is_own and rank < shown_rank:
                self._read_again(article.key, path)  # it grew older: any other may be the newest now
        self._file(path, stamp, digest, key=article.key, is_shown=is_own or is_newer)
        return "updated" if is_own else "duplicate"

    def _leave(self, path: str, key: int | None = None) -> None:
        """Note that the file at `path` is no longer one of an article other than `key`."""
        row = self._execute(
            "SELECT key FROM file WHERE path = ? AND is_shown AND key IS NOT ?", (path, key)
        ).fetchone()
        if row is not None:
            self._execute("UPDATE file SET is_shown = 0 WHERE path = ?", (path,))
            self._read_again(row[0], path)

    def _read_again(self, key: int, path: str) -> None:
        others = self._execute("SELECT path FROM file WHERE key = ? AND path <> ?", (key, path)).fetchall()
        self._execute("UPDATE file SET parser = 0 WHERE key = ? AND path <> ?", (key, path))
        self.again += [other for (other,) in others]

    def _insert(self, parsed: Parsed, old_id: int | None = None) -> None:
        article = parsed.article
        published = article.published or 0
        if old_id is not None and old_id >> SECONDS_SHIFT == published:
            article_id = old_id
        else:
            article_id = self._free_id(published)
        provider_id = self._provider(article.provider)
        self._execute(
            """INSERT INTO article (id, key, provider_id, title, url, category, type, quality, heat,
                   related, has_image, has_body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                article_id,
                article.key,
                provider_id,
                article.title,
                article.url,
                article.category,
                article.type,
                article.quality,
                article.heat,
                len(parsed.related),
                bool(article.images),
                bool(article.body),
            ),
        )
        self._kind("category", article.category)
        self._kind("type", article.type)
        front_matter = json.dumps(parsed.front_matter, ensure_ascii=False, separators=(",", ":"))
        self._execute(
            "INSERT INTO content (article_id, excerpt, body, front_matter) VALUES (?, ?, ?, ?)",
            (article_id, article.excerpt, article.body, front_matter),
        )
        topics = {self._topic(name) for name in article.topics}
        self._connection.executemany(
            "INSERT INTO article_topic (topic_id, article_id) VALUES (?, ?)",
            [(topic_id, article_id) for topic_id in topics],
        )
        self._count(provider_id, topics, 1)
        self._connection.executemany(
            "INSERT INTO related (article_id, position, key) VALUES (?, ?, ?)",
            [(article_id, position, key) for position, key in enumerate(parsed.related)],
        )
        self._execute(
            f"INSERT INTO search ({_SEARCHABLE}) SELECT id, title, excerpt, body, provider"
            " FROM searchable WHERE id = ?",
            (article_id,),
        )

    def _delete(self, article_id: int) -> None:
        self._execute(
            f"INSERT INTO search (search, {_SEARCHABLE}) SELECT 'delete', id, title, excerpt, body, provider"
            " FROM searchable WHERE id = ?",
            (article_id,),
        )
        (provider_id,) = self._execute(
            "SELECT provider_id FROM article WHERE id = ?", (article_id,)
        ).fetchone()
        topics = self._execute("SELECT topic_id FROM article_topic WHERE article_id = ?", (article_id,))
        self._count(provider_id, {topic_id for (topic_id,) in topics}, -1)
        self._execute("DELETE FROM article WHERE id = ?", (article_id,))
        for table in ("content", "article_topic", "related"):
            self._execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))

    def _count(self, provider_id: int, topics: set[int], change: int) -> None:
        """Change the totals, which are written once a batch."""
        self._counts["provider", provider_id] += change
        for topic_id in topics:
            self._counts["topic", topic_id] += change

    def _write_counts(self) -> None:
        for table in ("provider", "topic"):
            changes = [(change, id_) for (other, id_), change in self._counts.items() if other == table]
            self._connection.executemany(f"UPDATE {table} SET total = total + ? WHERE id = ?", changes)
        self._counts.clear()

    def _free_id(self, published: int) -> int:
        """An unused id of that second; when all of a second's are used, one of the next second's."""
        while True:
            first = published << SECONDS_SHIFT
            sql = "SELECT max(id) FROM article WHERE id BETWEEN ? AND ?"
            last = self._execute(sql, (first, first + _SEQUENCES - 1)).fetchone()[0]
            if last is None:
                return first
            if last < first + _SEQUENCES - 1:
                return int(last) + 1
            published += 1

    def _provider(self, provider: Provider) -> int:
        names = provider.name, provider.domain
        return self._id(
            ("provider", *names),
            "INSERT OR IGNORE INTO provider (name, domain, folded) VALUES (?, ?, ?)",
            (*names, fold(provider.name)),
            "SELECT id FROM provider WHERE name = ? AND domain = ?",
            names,
        )

    def _topic(self, name: str) -> int:
        return self._id(
            ("topic", name),
            "INSERT OR IGNORE INTO topic (name, folded) VALUES (?, ?)",
            (name, fold(name)),
            "SELECT id FROM topic WHERE folded = ?",
            (fold(name),),
        )

    def _kind(self, field: str, name: str) -> None:
        sql = "INSERT OR IGNORE INTO kind (field, name, folded) VALUES (?, ?, ?)"
        self._id((field, name), sql, (field, name, fold(name)), "SELECT 0", ())

    def _id(
        self, name: tuple[str, ...], insert: str, values: tuple[str, ...], select: str, keys: tuple[str, ...]
    ) -> int:
        """The id of something that is named once and never goes: remembered, found or made."""
        if name not in self._ids:
            self._execute(insert, values)
            self._ids[name] = self._execute(select, keys).fetchone()[0]
        return self._ids[name]

    def _file(
        self,
        path: str,
        stamp: Stamp,
        digest: bytes,
        key: int | None = None,
        is_shown: bool = False,
        reason: str | None = None,
        line: int | None = None,
    ) -> None:
        self._execute(
            """INSERT INTO file (path, size, modified_ns, hash, parser, key, is_shown, reason, line)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
               ON CONFLICT (path) DO UPDATE SET size = ?2, modified_ns = ?3, hash = ?4, parser = ?5, key = ?6,
                   is_shown = ?7, reason = ?8, line = ?9""",
            (path, *stamp, digest, PARSER, key, is_shown, reason, line),
        )
