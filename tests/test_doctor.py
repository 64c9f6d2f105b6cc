"""What is wrong is found and said; what is mended keeps every mark and every file."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsreader import backups, cli, database, query, salvage
from newsreader import doctor as doctor_module
from newsreader.doctor import Doctor
from newsreader.errors import DamagedError, NewerSchemaError, StorageError
from newsreader.library import Library
from newsreader.marks import Entry, Mark, Marks
from tests.conftest import Put, article

Say = dict[str, tuple[str, str]]


@pytest.fixture
def places(home: Path, put: Put) -> tuple[Path, Path]:
    """A library of three articles, and marks with a copy of yesterday and a mark of today."""
    put({f"{n}.md": article(f"T{n}", f"https://e.org/{n}", topics=f"[topic {n}]") for n in range(3)})
    library, marks = home / "library.db", home / "profiles/default/marks.db"
    with closing(Marks(marks)) as opened:
        opened.set_starred(list(range(50)), True, "fifty")
        backups.daily(marks, 0)
        opened.set_read([7], True, "one more")
    return library, marks


def said(places: tuple[Path, Path], **environment: str) -> Say:
    usual = {"TERM": "xterm", "BROWSER": "/bin/true"}
    return {
        finding.subject: (finding.level, f"{finding.text}: {finding.hint}")
        for finding in sorted(Doctor(*places, usual | environment).findings())  # wrong comes last
    }


def fixed(places: tuple[Path, Path]) -> str:
    return "\n".join(Doctor(*places, {}).fix())


def corrupt(path: Path, start: int, data: bytes) -> bytes:
    """Overwrite a part of a database that nobody has open; what it is now."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)
    return path.read_bytes()


def test_all_is_well(places: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    found = said(places)
    assert all(level == "ok" for level, _ in found.values() if _), found
    assert {"versions", "library", "marks", "backups", "folder", "clock", "terminal", "browser"} <= set(found)
    assert "is sound" in found["library"][1] and "SQLite 3." in found["versions"][1]
    assert cli.main(["doctor"]) in (0, 1)
    assert "library" in capsys.readouterr().out


def test_before_the_first_start(home: Path) -> None:
    places = home / "library.db", home / "profiles/default/marks.db"
    found = said(places)
    assert found["library"][0] == found["marks"][0] == "note"
    assert not places[0].exists() and fixed(places) == ""


@pytest.mark.parametrize(
    ("environment", "subject", "level"),
    [
        ({"TERM": "dumb"}, "terminal", "wrong"),
        ({"TERM": ""}, "terminal", "wrong"),
        ({"BROWSER": "", "DISPLAY": "", "PATH": ""}, "browser", "note"),
        ({"BROWSER": "/nonexistent/browser", "PATH": ""}, "browser", "note"),
    ],
)
def test_surroundings(
    places: tuple[Path, Path], environment: dict[str, str], subject: str, level: str
) -> None:
    assert said(places, **environment)[subject][0] == level


@pytest.mark.parametrize(("browser", "level"), [("/bin/true", "ok"), ("/nonexistent/browser", "note")])
def test_the_configured_browser_is_the_one_that_counts(
    places: tuple[Path, Path], browser: str, level: str
) -> None:
    for environment in ({}, {"BROWSER": "/bin/true"}):
        findings = Doctor(*places, environment, browser=browser).findings()
        assert [finding.level for finding in findings if finding.subject == "browser"] == [level]


def test_a_source_that_is_gone_and_a_clock_that_is_behind(places: tuple[Path, Path], home: Path) -> None:
    import os

    with closing(sqlite3.connect(places[0])) as connection, connection:
        connection.execute("INSERT INTO source (path, added_at) VALUES ('/gone', 0)")
    os.utime(backups.kept(places[1])[0], (1 << 33, 1 << 33))
    found = said(places)
    assert "/gone is gone" in found["sources"][1] and found["clock"][0] == "wrong"


def test_the_index_and_the_totals_are_mended(places: tuple[Path, Path]) -> None:
    with closing(sqlite3.connect(places[0])) as connection, connection:
        connection.execute("UPDATE topic SET total = total + 5")
        connection.execute("UPDATE provider SET total = 0")
        connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    level, text = said(places)["library"]
    assert level == "wrong" and "--fix" in text
    assert "were made anew" in fixed(places)
    assert said(places)["library"][0] == "ok"
    with closing(Library(*places)) as library:
        assert len(library.ids(query.parse("T1"))) == 1 and library.totals().total == 3
        assert [tally.total for tally in library.totals().topics] == [1, 1, 1]


@pytest.mark.parametrize(
    ("start", "data"),
    [(0, b"this is no database at all"), (68, b"\0\0\0\0"), (4096, b"\xff" * 600), (100, b"\0" * 40)],
)
def test_damaged_marks_are_moved_aside_and_restored(
    places: tuple[Path, Path], start: int, data: bytes
) -> None:
    damaged = corrupt(places[1], start, data)
    assert said(places)["marks"][0] == "wrong"
    assert places[1].read_bytes() == damaged, "looking changes nothing"
    text = fixed(places)
    assert "restored from" in text
    (aside,) = places[1].parent.glob("marks.db.damaged")
    assert aside.read_bytes() == damaged, "it is kept as it was"
    with closing(Marks(places[1])) as marks:
        assert all(marks.of(range(50))[key].starred for key in range(50))
    assert said(places)["marks"][0] == "ok"


def test_what_can_be_read_of_damaged_marks_is_newer_than_the_copy(places: tuple[Path, Path]) -> None:
    with closing(sqlite3.connect(places[1])) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'step'").fetchone()
    corrupt(places[1], 4096 * (page - 1), b"\xff" * 100)
    assert "50 marks could be read" in fixed(places)
    with closing(Marks(places[1])) as marks:
        assert marks.of([7])[7] == Mark(read=True, starred=True), "read was marked after the copy was made"


def test_marks_that_were_emptied_are_not_begun_anew(places: tuple[Path, Path]) -> None:
    corrupt(places[1], 0, b"")
    places[1].write_bytes(b"")
    with pytest.raises(DamagedError, match="doctor --fix restores them"):
        Marks(places[1])
    assert places[1].read_bytes() == b""
    assert "restored from" in fixed(places)
    with closing(Marks(places[1])) as marks:
        assert marks.of([7])[7].starred


def removed(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def test_marks_that_are_gone_are_not_begun_anew_and_come_back(places: tuple[Path, Path]) -> None:
    removed(places[1])
    assert said(places)["marks"] == (
        "wrong",
        f"{places[1]} is gone, but there are copies: newsreader doctor --fix restores what they hold",
    )
    with pytest.raises(DamagedError, match=r"is gone.*doctor --fix restores them; to begin anew"):
        Library(*places)
    assert not places[1].exists()
    assert "there was no file any more" in fixed(places)
    with closing(Marks(places[1])) as marks:
        assert all(marks.of(range(50))[key].starred for key in range(50))
    assert said(places)["marks"][0] == said(places)["backups"][0] == "ok"


@pytest.mark.parametrize("is_there", [True, False])
def test_what_was_marked_since_is_kept_beside_what_was_lost(
    places: tuple[Path, Path], home: Path, is_there: bool
) -> None:
    """As an older version did: begun anew, and copied since."""
    removed(places[1])
    with closing(Marks(home / "other/marks.db")) as other:
        other.set_starred([100], True, "since")
    database.copy(home / "other/marks.db", places[1])
    backups.daily(places[1], 2 * 86_400)
    for number, copy in enumerate(backups.kept(places[1])):
        os.utime(copy, (number, number))
    if is_there:
        level, text = said(places)["backups"]
        assert level == "wrong" and "marks-1970-01-01.db holds marks that are lost since" in text
    else:
        removed(places[1])
    assert "marks-1970-01-01.db" in fixed(places)
    with closing(Marks(places[1])) as marks:
        assert all(marks.of(range(101))[key].starred for key in (*range(50), 100))
    assert said(places)["backups"][0] == "ok" and "1970-01-01" not in fixed(places)


def test_marks_that_are_gone_with_every_copy_damaged(places: tuple[Path, Path]) -> None:
    removed(places[1])
    corrupt(backups.kept(places[1])[0], 100, b"\0" * 40)
    assert "there was no sound copy" in fixed(places)
    with closing(Marks(places[1])) as marks:
        assert marks.of([7]) == {}


def test_damaged_marks_without_a_copy(places: tuple[Path, Path]) -> None:
    for copy in backups.kept(places[1]):
        copy.unlink()
    corrupt(places[1], 0, b"nothing that was ever a database")
    assert "there was no sound copy" in fixed(places)
    with closing(Marks(places[1])) as marks:
        assert marks.of([7]) == {}


def test_a_damaged_library_is_made_anew(places: tuple[Path, Path], put: Put) -> None:
    from newsreader.ingest import Writer

    with closing(Writer(places[0])) as writer:
        writer.add_source(str(places[0].parent.parent / "articles"))
    with closing(sqlite3.connect(places[0])) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'article'").fetchone()
    damaged = corrupt(places[0], 4096 * (page - 1), b"\xff" * 600)
    assert said(places)["library"][0] == "wrong"
    assert "made anew from its sources" in fixed(places)
    (aside,) = places[0].parent.glob("library.db.damaged")
    assert aside.read_bytes() == damaged
    with closing(Library(*places)) as library:
        assert len(library.ids()) == 3


def test_another_programs_library_is_left_alone(places: tuple[Path, Path], tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.db"
    with closing(sqlite3.connect(theirs)) as connection, connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = theirs.read_bytes()
    assert said((theirs, places[1]))["library"] == (
        "wrong", f"{theirs} is not a library database of newsreader: name another file",
    )  # fmt: skip
    fixed((theirs, places[1]))
    assert theirs.read_bytes() == before


def test_a_newer_schema_is_left_alone(places: tuple[Path, Path]) -> None:
    with closing(sqlite3.connect(places[1])) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert "update newsreader" in said(places)["marks"][1]
    with pytest.raises(NewerSchemaError):
        fixed(places)
    assert not list(places[1].parent.glob("*damaged*"))


def test_the_totals_of_categories_are_mended(places: tuple[Path, Path]) -> None:
    with closing(sqlite3.connect(places[0])) as connection, connection:
        connection.execute("UPDATE kind SET total = total + 9 WHERE field = 'category'")
    assert said(places)["library"][0] == "wrong"
    assert "were made anew" in fixed(places) and said(places)["library"][0] == "ok"


def test_marks_of_a_damaged_file_are_merged_as_any_others(places: tuple[Path, Path]) -> None:
    """A time that nobody could have is not taken; of two marks of one moment the one with a star stays."""
    with closing(Marks(places[1])) as marks:
        at = next(entry for entry in marks.all() if entry.key == 3).starred_at
    with closing(sqlite3.connect(places[1])) as connection, connection:
        connection.execute("UPDATE mark SET starred = 0 WHERE key = 3")
        connection.execute("UPDATE mark SET starred = 0, starred_at = ? WHERE key = 4", ((1 << 63) - 1,))
    assert at > 0
    added = doctor_module._added(salvage.marks(places[1]), copied := places[1].with_name("other.db"))
    assert added == 49
    with closing(Marks(copied)) as marks:
        marks.merge([Entry(3, starred=True, starred_at=at)], "the other machine")
        assert marks.of([3])[3].starred and 4 not in marks.of([4])


def test_a_restoring_that_fails_leaves_the_damaged_marks_where_they_are(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = corrupt(places[1], 0, b"this is no database at all")

    def full(*arguments: object, **more: object) -> None:
        raise StorageError("the disk is full", "make room")

    with monkeypatch.context() as patched:
        patched.setattr(database, "copy", full)
        with pytest.raises(StorageError):
            fixed(places)
    assert places[1].read_bytes() == damaged and said(places)["marks"][0] == "wrong"
    assert "restored from" in fixed(places)
    with closing(Marks(places[1])) as marks:
        assert len(marks.starred()) == 50


def test_marks_that_cannot_be_looked_at_are_not_said_to_be_missing(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **more: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, "stat", refuse)
        (finding,) = Doctor(*places, {})._database(places[1], database.MARKS)
        with pytest.raises(StorageError, match="Input/output error"):
            backups.daily(places[1])
    assert finding.level == "wrong" and "Input/output error" in finding.text
