"""How articles get into the library: the one writer of `library.db`.

The same URL in several files is one article: the newest date wins, and among equal dates the greater hash,
so that every order of import ends in the same library.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from newsreader import database, frontmatter
from newsreader.dialects import DIALECTS, Dialects
from newsreader.files import Stamp
from newsreader.frontmatter import Parsed
from newsreader.intake import Known, Taken
from newsreader.records import NamedTuple
from newsreader.schema import SECONDS_SHIFT, Rank, places
from newsreader.searchtext import fold, index_text, long_words
from newsreader.sqlerrors import errors
from newsreader.tags import tags

Outcome = Literal["new", "updated", "unchanged", "duplicate"]

_SEQUENCES = 1 << SECONDS_SHIFT
_CACHE_KIB = 64 << 10  # the indexes over keys are written at random places
_WORDS_LIMIT = 300_000
_HELD_LIMIT = 8 << 20  # characters of what articles said before that wait to be taken out of the index
_SEARCHABLE = "title, excerpt, body, provider, tags"

_ARTICLE = """INSERT INTO article (id, key, provider_id, title, url, category, type, quality, heat,
    related, has_image, has_body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_CONTENT = "INSERT INTO content (article_id, excerpt, body, front_matter) VALUES (?, ?, ?, ?)"
_TOPIC = "INSERT INTO article_topic (article_id, topic_id) VALUES (?, ?)"
_RELATED = "INSERT INTO related (article_id, position, key) VALUES (?, ?, ?)"
_INDEX = f"INSERT INTO search (rowid, {_SEARCHABLE}) VALUES (?, ?, ?, ?, ?, ?)"
_UNINDEX = f"INSERT INTO search (search, rowid, {_SEARCHABLE}) VALUES ('delete', ?, ?, ?, ?, ?, ?)"
_WORD = "INSERT OR IGNORE INTO word (text) VALUES (?)"
_FILE = """INSERT INTO file (path, size, modified_ns, hash, parser, key, is_shown, reason, line)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET size = excluded.size, modified_ns = excluded.modified_ns,
        hash = excluded.hash, parser = excluded.parser, key = iif(excluded.reason IS NULL, excluded.key, key),
        is_shown = excluded.is_shown, reason = excluded.reason, line = excluded.line
    -- one that is refused stays the file of what it held"""
_STATEMENTS = (_ARTICLE, _CONTENT, _TOPIC, _RELATED, _WORD, _FILE)


class Held(NamedTuple):
    """An article and the files that hold it, or held it when they were last looked at."""

    id: int
    key: int
    title: str
    files: list[str]


class _Shown(NamedTuple):
    """An article and the file from which it is shown, None where that is not known."""

    id: int
    path: str | None
    rank: Rank


class Writer:
    """Puts files into the prepared library at `path`. For one thread; other processes may read meanwhile.

    Rows are gathered and written together when something needs to see them, at the latest at the end of the
    batch. Raises a `StorageError` from every method when the database cannot be used.
    """

    def __init__(self, path: Path, names: Dialects = DIALECTS) -> None:
        """`names` are what files are asked for that are put here; one read with others is not `known`."""
        self.path = path
        self.names = names
        self._parser = frontmatter.parser(names)
        database.prepare(path, database.LIBRARY)
        self._connection = database.write(path, database.LIBRARY)
        self._execute = self._connection.execute
        with errors(path):
            self._execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._ids: dict[tuple[str, ...], int] = {}
        self._words: set[str] = set()
        self._counts: Counter[tuple[str, *tuple[object, ...]]] = Counter()
        self._rows: dict[str, list[tuple[object, ...]]] = {sql: [] for sql in _STATEMENTS}
        self._indexed: dict[int, tuple[object, ...]] = {}
        """What is to be written into the full-text index, by the article."""
        self._unindexed: dict[int, tuple[object, ...]] = {}
        """What stands in the index and is to be taken out: of what changed twice, the first text."""
        self._held = 0
        self._pending: set[int | str] = set()
        self._last_ids: dict[int, int] = {}
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
                self._flush()
                self._write_index()
                self._write_counts()
        except BaseException:
            # What was made in this transaction is gone, and with it what was remembered of it.
            self._ids.clear()
            self._words.clear()
            self._counts.clear()
            self._clear_index()
            self._clear()
            raise

    def add_source(self, path: str) -> None:
        """Remember a file or folder, to be looked at again."""
        with errors(self.path):
            sql = "INSERT OR IGNORE INTO source (path, added_at) VALUES (?, ?)"
            self._execute(sql, (path, int(time.time())))

    def remove_source(self, path: str) -> bool:
        """Look no more at a file or folder; its articles stay. False when it was not looked at."""
        with errors(self.path):
            return self._execute("DELETE FROM source WHERE path = ?", (path,)).rowcount > 0

    def sources(self) -> list[tuple[str, bool]]:
        """What is looked at again, and whether it is a file that was understood once (and not a folder)."""
        with errors(self.path):
            sql = """SELECT path, EXISTS (SELECT 1 FROM file WHERE file.path = source.path
                     AND (reason IS NULL OR key IS NOT NULL)) FROM source ORDER BY id"""
            return [(path, bool(is_file)) for path, is_file in self._execute(sql)]

    def held(self, after: int, limit: int) -> list[Held]:
        """The next articles behind the one with the id `after`, with the files that hold them."""
        with errors(self.path):
            rows = self._execute(
                """SELECT a.id, a.key, a.title, f.path
                   FROM (SELECT id, key, title FROM article WHERE id > ? ORDER BY id LIMIT ?) a
                   LEFT JOIN file f ON f.key = a.key ORDER BY a.id, f.path""",
                (after, limit),
            )
            found: dict[int, Held] = {}
            for article_id, key, title, path in rows:
                held = found.setdefault(article_id, Held(article_id, key, title, []))
                if path is not None:
                    held.files.append(path)
            return list(found.values())

    def refused(self, after: int, limit: int) -> list[tuple[int, str]]:
        """The next files that were refused, by their ids, behind the one with the id `after`."""
        with errors(self.path):
            sql = "SELECT id, path FROM file WHERE reason IS NOT NULL AND id > ? ORDER BY id LIMIT ?"
            return self._execute(sql, (after, limit)).fetchall()

    def forget(self, path: str) -> None:
        """Forget a file that is gone, inside a `batch`. An article that it alone held stays."""
        self._flush()
        self._leave(path)
        self._execute("DELETE FROM file WHERE path = ?", (path,))

    def remove(self, key: int) -> None:
        """Take an article out with all that is known of its files, inside a `batch`."""
        self._flush()
        row = self._execute("SELECT id FROM article WHERE key = ?", (key,)).fetchone()
        if row is not None:
            self._delete(row[0])
        self._execute("DELETE FROM file WHERE key = ?", (key,))

    def known(self, names: Sequence[str]) -> dict[str, Known]:
        """What is remembered of files, by their names; one that should be read again anyhow is left out."""
        with errors(self.path):
            rows = self._execute(
                f"""SELECT path, size, modified_ns, hash, reason, line FROM file
                    WHERE path IN ({places(names)}) AND parser = ?""",
                (*names, self._parser),
            )
            return {row[0]: Known(Stamp(row[1], row[2]), *row[3:]) for row in rows}

    def rank(self, key: int) -> Rank | None:
        """How the file ranks from which this article is shown; None without the article."""
        with errors(self.path):
            shown = self._shown(key)
            return shown and shown.rank

    def touch(self, path: str, stamp: Stamp) -> None:
        """Note that a file looks different from outside, and holds the same."""
        with errors(self.path):
            self._execute("UPDATE file SET size = ?, modified_ns = ? WHERE path = ?", (*stamp, path))

    def refuse(self, taken: Taken) -> None:
        """Remember why a file was not taken. The article that it held before stays."""
        with errors(self.path):
            self._flush()
            self._leave(taken.name)
            self._file(taken, None, False)

    def put(self, taken: Taken, parsed: Parsed) -> Outcome:
        """Take a file's article in, inside a `batch`."""
        path, digest, entry = taken.name, taken.hash, parsed.entry
        if not self._pending.isdisjoint((path, entry.key)):
            self._flush()
        self._leave(path, entry.key)
        shown = self._shown(entry.key)
        if shown is None:
            self._insert(parsed)
            self._file(taken, entry.key, True)
            return "new"
        article_id, shown_path, shown_rank = shown
        is_own = shown_path in (path, None)
        rank = entry.published, digest
        is_newer = rank > shown_rank
        if is_own or is_newer:
            self._flush()
            self._delete(article_id)
            self._insert(parsed, article_id)
            self._flush()
            self._execute("UPDATE file SET is_shown = 0 WHERE key = ?", (entry.key,))
            if is_own and rank < shown_rank:
                self._read_again(entry.key, path)  # it grew older: any other may be the newest now
        self._file(taken, entry.key, is_own or is_newer)
        return "updated" if is_own else "duplicate"

    def _shown(self, key: int) -> _Shown | None:
        row = self._execute(
            """SELECT a.id, f.path, f.hash FROM article a
               LEFT JOIN file f ON f.key = a.key AND f.is_shown WHERE a.key = ?""",
            (key,),
        ).fetchone()
        return row and _Shown(row[0], row[1], (row[0] >> SECONDS_SHIFT, row[2] or b""))

    def _leave(self, path: str, key: int | None = None) -> None:
        """Note that the file at `path` is no longer one of an article other than `key`."""
        row = self._execute(
            "SELECT key FROM file WHERE path = ? AND is_shown AND key IS NOT ?", (path, key)
        ).fetchone()
        if row is not None:
            self._flush()
            self._execute("UPDATE file SET is_shown = 0 WHERE path = ?", (path,))
            self._read_again(row[0], path)

    def _read_again(self, key: int, path: str) -> None:
        others = self._execute("SELECT path FROM file WHERE key = ? AND path <> ?", (key, path)).fetchall()
        self._execute("UPDATE file SET parser = 0 WHERE key = ? AND path <> ?", (key, path))
        self.again += [other for (other,) in others]

    def _insert(self, parsed: Parsed, old_id: int | None = None) -> None:
        entry = parsed.entry
        if old_id is not None and old_id >> SECONDS_SHIFT == entry.published:
            article_id = old_id
        else:
            article_id = self._free_id(entry.published)
        provider_id = self._provider(entry.provider, entry.domain)
        named = sorted((self._topic(name), name) for name in entry.topics)
        topics = dict(named)
        title, excerpt, body, provider = entry.title, entry.excerpt, entry.body, entry.provider
        kinds = entry.category, entry.type
        flags = len(entry.related), entry.has_image, bool(body)
        self._kind("category", entry.category)
        self._kind("type", entry.type)
        self._count(provider_id, topics, kinds, 1)
        indexed = [index_text(text) for text in (title, excerpt, body, provider)]
        words = long_words(*indexed) - self._words
        self._words |= words
        tagged = tags(*kinds, provider, entry.domain, *flags, entry.url, "\n".join(topics.values()))
        scores = entry.quality, entry.heat
        rows = self._rows
        rows[_ARTICLE].append((article_id, entry.key, provider_id, title, entry.url, *kinds, *scores, *flags))
        rows[_CONTENT].append((article_id, excerpt, body, parsed.front_matter))
        rows[_TOPIC] += [(article_id, topic_id) for topic_id in topics]
        rows[_RELATED] += [(article_id, position, key) for position, key in enumerate(entry.related)]
        self._indexed[article_id] = (article_id, *indexed, tagged)
        rows[_WORD] += [(word,) for word in words]

    def _flush(self) -> None:
        """Write the rows that were gathered."""
        for sql, rows in self._rows.items():
            if rows:
                self._connection.executemany(sql, rows)
        self._clear()

    def _write_index(self) -> None:
        """Write what the batch changes in the full-text index.

        All at once and by the ids: FTS5 writes what it gathered whenever an id is not above the one before,
        and much of its work is joining what it wrote.
        """
        for sql, rows in ((_UNINDEX, self._unindexed), (_INDEX, self._indexed)):
            self._connection.executemany(sql, sorted(rows.values()))
        self._clear_index()

    def _clear_index(self) -> None:
        self._indexed.clear()
        self._unindexed.clear()
        self._held = 0

    def _clear(self) -> None:
        for rows in self._rows.values():
            rows.clear()
        self._pending.clear()
        self._last_ids.clear()
        if len(self._words) > _WORDS_LIMIT:
            self._words.clear()

    def _delete(self, article_id: int) -> None:
        """Take an article out whose rows are written already: what the index has of it is read from them."""
        if self._indexed.pop(article_id, None) is None:
            indexed = f"SELECT id, {_SEARCHABLE} FROM searchable WHERE id = ?"
            if row := self._execute(indexed, (article_id,)).fetchone():
                self._unindexed[article_id] = row
                self._held += sum(len(text) for text in row[1:])
        provider_id, *kinds = self._execute(
            "SELECT provider_id, category, type FROM article WHERE id = ?", (article_id,)
        ).fetchone()
        topics = self._execute("SELECT topic_id FROM article_topic WHERE article_id = ?", (article_id,))
        self._count(provider_id, [topic_id for (topic_id,) in topics], kinds, -1)
        self._execute("DELETE FROM article WHERE id = ?", (article_id,))
        for table in ("content", "article_topic", "related"):
            self._execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
        if self._held > _HELD_LIMIT:
            self._write_index()

    def _count(self, provider_id: int, topics: Iterable[int], kinds: Iterable[str], change: int) -> None:
        """Change the totals, which are written once a batch. `kinds` are the category and the type."""
        self._counts["provider", provider_id] += change
        for topic_id in topics:
            self._counts["topic", topic_id] += change
        for field, name in zip(("category", "type"), kinds, strict=True):
            self._counts["kind", field, name] += change

    def _write_counts(self) -> None:
        for table, which in (("provider", "id = ?"), ("topic", "id = ?"), ("kind", "field = ? AND name = ?")):
            changes = [(change, *names) for (other, *names), change in self._counts.items() if other == table]
            self._connection.executemany(f"UPDATE {table} SET total = total + ? WHERE {which}", changes)
        self._counts.clear()

    def _free_id(self, published: int) -> int:
        """An unused id of that second; when all of a second's are used, one of the next second's."""
        while True:
            first = published << SECONDS_SHIFT
            last = self._last_ids.get(published)
            if last is None:
                sql = "SELECT max(id) FROM article WHERE id BETWEEN ? AND ?"
                last = self._execute(sql, (first, first + _SEQUENCES - 1)).fetchone()[0]
            free = first if last is None else last + 1
            if free < first + _SEQUENCES:
                self._last_ids[published] = free
                return free
            published += 1

    def _provider(self, name: str, domain: str) -> int:
        return self._id(
            ("provider", name, domain),
            "INSERT OR IGNORE INTO provider (name, domain, folded) VALUES (?, ?, ?)",
            (name, domain, fold(name)),
            "SELECT id FROM provider WHERE name = ? AND domain = ?",
            (name, domain),
        )

    def _topic(self, name: str) -> int:
        folded = fold(name)
        return self._id(
            ("topic", folded),
            "INSERT OR IGNORE INTO topic (name, folded) VALUES (?, ?)",
            (name, folded),
            "SELECT id FROM topic WHERE folded = ?",
            (folded,),
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

    def _file(self, taken: Taken, key: int | None, is_shown: bool) -> None:
        name, stamp, digest = taken.name, taken.stamp, taken.hash
        self._rows[_FILE].append(
            (name, *stamp, digest, self._parser, key, is_shown, taken.reason, taken.line)
        )
        self._pending.add(name)
        if key is not None:
            self._pending.add(key)
