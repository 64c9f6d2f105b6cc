"""What a user means by a key, the beginning of one, or a URL."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from newsreader import urls
from newsreader.errors import AmbiguousKeyError, NotFoundError, UnsafeUrlError
from newsreader.schema import places

_HINT = "newsreader list --json prints the keys"
_AT_ONCE = 500


def find(connection: sqlite3.Connection, text: str) -> int:
    """The key that `text` names. Raises `NotFoundError` or `AmbiguousKeyError`."""
    keys = urls.key_range(text)
    if keys is None:
        try:
            key = urls.key_of(urls.canonical(text))
        except UnsafeUrlError:
            problem = f"{text} is neither a URL nor a key, of which {urls.KEY_BEGINNING} digits are enough"
            raise NotFoundError(problem, _HINT) from None
        keys = key, key
    found = connection.execute(
        """SELECT key FROM article WHERE key BETWEEN ? AND ?
           UNION SELECT key FROM related WHERE key BETWEEN ? AND ? LIMIT 2""",
        keys * 2,
    ).fetchall()
    if not found:
        raise NotFoundError(f"no story {text} in the library", _HINT)
    if len(found) > 1:
        raise AmbiguousKeyError(f"several keys begin with {text}", "give more digits of it")
    return int(found[0][0])


def known(connection: sqlite3.Connection, keys: Sequence[int]) -> set[int]:
    """Which of these keys an article or a related story has."""
    found: set[int] = set()
    for start in range(0, len(keys), _AT_ONCE):
        some = tuple(keys[start : start + _AT_ONCE])
        for table in ("article", "related"):
            rows = connection.execute(f"SELECT key FROM {table} WHERE key IN ({places(some)})", some)
            found.update(key for (key,) in rows)
    return found
