"""Copies of the marks in `backups/` beside them: one a day, the last seven kept, one before a migration."""

from __future__ import annotations

import contextlib
import re
import time
from pathlib import Path
from threading import Thread

from newsreader import database
from newsreader.errors import StorageError

KEPT = 7
"""Daily copies; those made before a migration are kept for good."""

_DAILY = r"marks-\d{4}-\d\d-\d\d\.db"
_ANY = r"marks-(\d{4}-\d\d-\d\d|schema-\d+)\.db"


def daily(marks: Path, now: float | None = None) -> Path | None:
    """Make today's copy, if it is missing, and delete the oldest beyond `KEPT`; the copy that was made.

    Raises a `StorageError` where the marks cannot be copied whole; then no other copy is touched.
    """
    day = time.strftime("%Y-%m-%d", time.localtime(now))
    target = database.backup_folder(marks) / f"marks-{day}.db"
    if database.is_there(target) or not database.is_there(marks):
        return None
    database.copy(marks, target)
    for old in _named(marks, _DAILY)[:-KEPT]:
        with contextlib.suppress(OSError):  # it is looked at again tomorrow
            old.unlink()
    return target


def begin_daily(marks: Path) -> Thread:
    """The same in a thread that holds nobody up; where it fails, `newsreader doctor` says why."""

    def run() -> None:
        with contextlib.suppress(StorageError):
            daily(marks)

    thread = Thread(target=run, name="backup")
    thread.start()
    return thread


def newest_sound(marks: Path) -> Path | None:
    """The newest copy that can be restored, by the time at which it was made."""
    for path in sorted(_named(marks, _ANY), key=lambda path: path.stat().st_mtime, reverse=True):
        with contextlib.suppress(StorageError):
            if not database.faults(path, database.MARKS):
                return path
    return None


def kept(marks: Path) -> list[Path]:
    """Every copy there is, the oldest day first."""
    return _named(marks, _ANY)


def _named(marks: Path, names: str) -> list[Path]:
    try:
        return sorted(
            path for path in database.backup_folder(marks).iterdir() if re.fullmatch(names, path.name)
        )
    except OSError:
        return []
