"""What SQLite says of a file that cannot be read or written, in words, and what may be done about it."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from newsreader import safetext
from newsreader.errors import DamagedError, LockedError, StorageError

_UNWRITABLE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)
"""Error codes of a file that cannot be opened for writing."""


_DAMAGE = (
    "unsupported file format|invalid fts5 file format|fts5: corruption|vtable constructor failed"
    "|no such (table|column)|table .* has no column|Could not decode"
)
"""What SQLite says, as errors of no class of their own, of a file that is not what its version says."""


@contextlib.contextmanager
def errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about `path` into ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise _in_words(error, path) from error
    except UnicodeDecodeError as error:  # of a name in a damaged schema, which SQLite's message quotes
        hint = "newsreader doctor says what can be done"
        raise DamagedError(f"{path} is damaged (a name in it is no text)", hint) from error
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}", "check the folder and its permissions") from error


def primary(error: sqlite3.Error) -> int:
    """SQLite's error code without what its extended codes add."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def is_without_room(error: sqlite3.Error) -> bool:
    """Whether the disk has no room for the index that even a reader keeps beside what is not folded in."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_IOERR_SHMSIZE


def only_reads(error: sqlite3.Error, path: Path) -> bool:
    """Whether the file at `path`, which gave `error`, may still be read, as one that nobody changes.

    On a full disk it may where all that was written is in it, and nothing is left beside it.
    """
    if is_without_room(error):
        with contextlib.suppress(OSError):
            return path.with_name(f"{path.name}-wal").stat().st_size == 0
        return True
    return primary(error) in _UNWRITABLE


def _in_words(error: sqlite3.Error, path: Path) -> StorageError:
    code = primary(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LockedError(f"{path} is in use by another program", "try again when that one is done")
    said = safetext.line(str(error))  # which may quote what stands in a damaged file
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or re.match(_DAMAGE, said):
        return DamagedError(
            f"{path} is damaged or no database ({said})", "newsreader doctor says what can be done"
        )
    if code == sqlite3.SQLITE_INTERRUPT:
        return StorageError("a query was stopped", "its answer is no longer needed")
    if code == sqlite3.SQLITE_FULL or is_without_room(error):
        return StorageError(f"{path}: the disk is full", "make room and try again")
    if code in _UNWRITABLE:
        return StorageError(f"{path} cannot be opened or written", "check that it exists and its permissions")
    if code == sqlite3.SQLITE_IOERR:
        return StorageError(f"{path}: reading or writing failed ({said})", "check the disk")
    return StorageError(f"{path}: {said}", "newsreader doctor looks whether it is damaged")
