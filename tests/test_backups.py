"""A copy of the marks a day, whole and checked, the last seven kept; one before each migration."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsreader import backups, database, schema
from newsreader.database import MARKS, Spec
from newsreader.errors import DamagedError, StorageError
from newsreader.marks import Marks
from tests.tui.conftest import Start

DAY = 86_400
__all__ = ["Start"]


def names(marks: Marks) -> list[str]:
    return [path.name for path in backups.kept(marks.path)]


def test_one_a_day_and_seven_in_all(marks: Marks) -> None:
    for day in range(10):
        marks.set_read([day], True, "x")  # still in the journal beside the file
        assert backups.daily(marks.path, day * DAY) is not None
        assert backups.daily(marks.path, day * DAY + 60) is None
    assert names(marks) == [f"marks-1970-01-{day:02}.db" for day in range(4, 11)]
    copy = database.backup_folder(marks.path) / "marks-1970-01-10.db"
    with closing(Marks(copy)) as copied:
        assert all(copied.of(range(10))[key].read for key in range(10))
    assert backups.fullest(marks.path) == copy


def test_damaged_marks_take_no_good_copys_place(marks: Marks) -> None:
    backups.daily(marks.path, 0)
    marks.close()
    marks.path.write_bytes(b"text " * 2_000)
    with pytest.raises(StorageError):
        backups.daily(marks.path, DAY)
    assert names(marks) == ["marks-1970-01-01.db"]
    assert sorted(path.name for path in database.backup_folder(marks.path).iterdir()) == names(marks)
    backups.begin_daily(marks.path).join()  # and does not end the program


def test_no_marks_no_copy(home: Path) -> None:
    assert backups.daily(home / "marks.db") is None and backups.kept(home / "marks.db") == []
    assert backups.fullest(home / "marks.db") is None


def test_copies_of_fewer_marks_never_make_fuller_ones_go(marks: Marks, home: Path) -> None:
    marks.set_starred(range(500), True, "x")
    backups.daily(marks.path, 0)
    with closing(Marks(home / "other.db")) as other:
        for day in range(1, 11):
            other.set_starred([1000 + day], True, "since")
            database.copy(other.path, marks.path)
            assert backups.daily(marks.path, day * DAY) is not None
    assert names(marks) == [f"marks-1970-01-{day:02}.db" for day in (1, *range(5, 12))]
    fullest = database.backup_folder(marks.path) / "marks-1970-01-01.db"
    assert backups.fullest(marks.path) == fullest and backups.is_fuller(fullest, marks.path)
    database.copy(fullest, marks.path)
    backups.daily(marks.path, 11 * DAY)
    assert names(marks) == [f"marks-1970-01-{day:02}.db" for day in range(6, 13)]


@pytest.mark.parametrize("is_emptied", [True, False])
def test_where_there_are_copies_nothing_is_begun_anew(home: Path, is_emptied: bool) -> None:
    path = home / "marks.db"
    with closing(Marks(path)) as marks:
        marks.set_starred(range(500), True, "x")
    copy = backups.daily(path, 0)
    path.write_bytes(b"") if is_emptied else path.unlink()
    for _ in range(2):
        with pytest.raises(DamagedError, match="there are copies of it"):
            Marks(path)
    assert path.exists() == is_emptied and backups.fullest(path) == copy
    database.backup_folder(path).rename(home / "away")
    with closing(Marks(path)) as marks:
        assert marks.starred() == set()


def test_what_else_is_in_the_folder_stays(marks: Marks) -> None:
    folder = database.backup_folder(marks.path)
    folder.mkdir()
    (folder / "marks-mine.db").write_text("mine")
    for day in range(9):
        backups.daily(marks.path, day * DAY)
    assert (folder / "marks-mine.db").exists() and len(names(marks)) == backups.KEPT


def test_before_a_migration(home: Path) -> None:
    path = home / "marks.db"
    database.prepare(path, Spec("marks", schema.MARKS_ID, schema.MARKS[:1], "FULL", is_precious=True))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO mark (key, starred) VALUES (5, 1)")
    database.prepare(path, MARKS)
    database.prepare(path, MARKS)
    copy = database.backup_folder(path) / "marks-schema-1.db"
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT key FROM mark").fetchall() == [(5,)]


def test_a_migration_without_a_copy_is_none(home: Path) -> None:
    path = home / "marks.db"
    database.prepare(path, Spec("marks", schema.MARKS_ID, schema.MARKS[:1], "FULL", is_precious=True))
    (home / "backups").write_text("in the way")
    with pytest.raises(StorageError):
        database.prepare(path, MARKS)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
