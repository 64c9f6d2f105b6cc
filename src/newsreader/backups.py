"""Copies of the marks in `backups/` beside them: one a day, the last seven kept, one before a migration.

No mark is ever deleted, "unread" is one too: a copy that holds fewer than an older one is of a file that was
lost or emptied meanwhile. It never makes the older one go, nor is restored alone.
"""

from __future__ import annotations

import contextlib
import re
import time
from pathlib import Path
from threading import Thread

from newsreader import database
from newsreader.errors import StorageError
from newsreader.sqlerrors import errors

KEPT = 7
"""Daily copies; those made before a migration are kept for good."""

_DAILY = r".*-\d{4}-\d\d-\d\d\.db"


def daily(marks: Path, now: float | None = None) -> Path | None:
    """Make today's copy, if it is missing; the copy that was made.

    The oldest beyond `KEPT` are deleted, but for those that hold more marks than this copy. Raises a
    `StorageError` where the marks cannot be copied whole; then no other copy is touched.
    """
    day = time.strftime("%Y-%m-%d", time.localtime(now))
    target = database.backup_folder(marks) / f"{marks.stem}-{day}.db"
    if database.is_there(target) or not database.is_there(marks):
        return None
    database.copy(marks, target)
    held = _held(target)
    for old in [path for path in kept(marks) if re.fullmatch(_DAILY, path.name)][:-KEPT]:
        with contextlib.suppress(OSError, StorageError):  # it is looked at again tomorrow
            if _held(old) <= held:
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


def fullest(marks: Path) -> Path | None:
    """The sound copy with the most marks, of several the one that was made last."""
    held: list[tuple[int, float, Path]] = []
    for path in kept(marks):
        with contextlib.suppress(OSError, StorageError):
            held.append((_held(path), path.stat().st_mtime, path))
    for *_, path in sorted(held, reverse=True):
        with contextlib.suppress(StorageError):
            if not database.faults(path, database.MARKS):
                return path
    return None


def is_fuller(copy: Path, marks: Path) -> bool:
    """Whether a copy holds more than the marks that are there, of which some then were lost once."""
    with contextlib.suppress(StorageError):
        return _held(copy) > _held(marks)
    return False


def since(marks: Path, copy: Path | None) -> list[Path]:
    """The copies that were made after `copy`, sound or not; all of them for None."""
    return [path for path in kept(marks) if copy is None or path.stat().st_mtime > copy.stat().st_mtime]


def kept(marks: Path) -> list[Path]:
    """Every copy there is, the oldest day first."""
    return database.copies(marks)


def _held(marks: Path) -> int:
    """How many marks are in a file. Raises a `StorageError`."""
    with contextlib.closing(database.read(marks)) as connection, errors(marks):
        return int(connection.execute("SELECT count(*) FROM mark").fetchone()[0])
