"""Opening the databases: made once, migrated whole, never overwritten; every method tells failures in words."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsreader import database, query, schema, trends
from newsreader.database import Spec
from newsreader.errors import DamagedError, LockedError, NewerSchemaError, StorageError
from newsreader.files import Stamp
from newsreader.ingest import Writer
from newsreader.intake import Taken
from newsreader.library import Library
from newsreader.marks import Entry, Marks
from tests.conftest import imported

SPEC = Spec("test", 0x1234, ["CREATE TABLE a (x); INSERT INTO a VALUES (1);", "CREATE TABLE b (y);"], "FULL")


def version(path: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as connection:
        pragmas = "PRAGMA application_id", "PRAGMA user_version"
        application, user = (connection.execute(pragma).fetchone()[0] for pragma in pragmas)
    return application, user


def test_prepare_makes_stamps_and_migrates(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "test.db"
    database.prepare(path, Spec("test", 0x1234, SPEC.migrations[:1], "FULL"))
    assert version(path) == (0x1234, 1)
    database.prepare(path, SPEC)
    database.prepare(path, SPEC)
    assert version(path) == (0x1234, 2)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("SELECT count(*) FROM a").fetchone() == (1,)


def test_a_failing_migration_leaves_the_old_schema(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    database.prepare(path, SPEC)
    broken = Spec("test", 0x1234, [*SPEC.migrations, "CREATE TABLE c (z); CREATE TABLE a (again);"], "FULL")
    with pytest.raises(StorageError):
        database.prepare(path, broken)
    assert version(path) == (0x1234, 2)
    with closing(sqlite3.connect(path)) as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'c'").fetchall()


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough to look like a file of something" * 20, b"\0" * 4096]
)
def test_what_is_not_ours_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "test.db"
    path.write_bytes(content)
    with pytest.raises(StorageError):
        database.prepare(path, SPEC)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(DamagedError, match="not a test database"):
        database.prepare(path, SPEC)
    assert path.read_bytes() == before


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    database.prepare(path, SPEC)
    with pytest.raises(NewerSchemaError, match="update newsreader"):
        database.prepare(path, Spec("test", 0x1234, SPEC.migrations[:1], "FULL"))


def test_many_first_starts_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from newsreader import database;"
        "database.prepare(Path(sys.argv[1]), database.LIBRARY); database.prepare(Path(sys.argv[2]), database.MARKS)"
    )
    places = [str(tmp_path / "library.db"), str(tmp_path / "marks.db")]
    starts = [subprocess.Popen([sys.executable, "-c", code, *places]) for _ in range(8)]
    assert [start.wait() for start in starts] == [0] * 8


Method = Callable[[Path, Path], object]


def with_library(call: Callable[[Library], object]) -> Method:
    def method(library: Path, marks: Path) -> object:
        with closing(Library(library, marks)) as opened:
            return call(opened)

    return method


def with_marks(call: Callable[[Marks], object]) -> Method:
    def method(library: Path, marks: Path) -> object:
        with closing(Marks(marks)) as opened:
            return call(opened)

    return method


def with_writer(call: Callable[[Writer], object]) -> Method:
    def method(library: Path, marks: Path) -> object:
        with closing(Writer(library)) as opened:
            return call(opened)

    return method


def refuse(writer: Writer) -> None:
    with writer.batch():
        writer.refuse(Taken("/a", STAMP, b"", None, "why", 1))


def remove(writer: Writer) -> None:
    with writer.batch():
        writer.forget("/a")
        writer.remove(KEY)


STAMP = Stamp(1, 1)
KEY = 0x1A6602DFE2D893F4

READING: dict[str, Method] = {
    "Library.is_empty": with_library(lambda library: library.is_empty()),
    "Library.ids": with_library(lambda library: library.ids(query.parse("boston topic:AI"))),
    "Library.first": with_library(lambda library: library.first(query.parse("boston"), 9, 60)),
    "Library.count": with_library(lambda library: library.count(query.EVERYTHING)),
    "Library.rows": with_library(lambda library: library.rows([1, 2])),
    "Library.listed": with_library(lambda library: list(library.listed())),
    "Library.totals": with_library(lambda library: library.totals()),
    "Library.grouped": with_library(lambda library: library.grouped([KEY])),
    "Library.next_unread": with_library(lambda library: library.next_unread([1, 2], 0, 1)),
    "Library.find": with_library(lambda library: library.find(f"{KEY:016x}")),
    "Library.known": with_library(lambda library: library.known([KEY])),
    "Library.headlines": with_library(lambda library: list(library.headlines())),
    "Writer.sources": with_writer(lambda writer: writer.sources()),
    "Writer.held": with_writer(lambda writer: writer.held(0, 9)),
    "Writer.refused": with_writer(lambda writer: writer.refused(0, 9)),
    "Library.story": with_library(lambda library: library.story(KEY)),
    "trends.days": with_library(lambda library: trends.days(library, query.EVERYTHING)),
    "trends.topics": with_library(lambda library: trends.topics(library, query.parse("boston"))),
    "trends.providers": with_library(lambda library: trends.providers(library, query.EVERYTHING)),
    "Library.connected": with_library(lambda library: library.connected(KEY)),
    "Library.coverage": with_library(lambda library: library.coverage(KEY)),
    "Writer.known": with_writer(lambda writer: writer.known(["/a"])),
}
MARKING: dict[str, Method] = {
    "Marks.of": with_marks(lambda marks: marks.of([1])),
    "Marks.set_read": with_marks(lambda marks: marks.set_read([1], True, "x")),
    "Marks.set_starred": with_marks(lambda marks: marks.set_starred([1], True, "x")),
    "Marks.undo": with_marks(lambda marks: marks.undo()),
    "Marks.redo": with_marks(lambda marks: marks.redo()),
    "Marks.merge": with_marks(lambda marks: marks.merge([Entry(1, True, 1)], "x")),
    "Marks.all": with_marks(lambda marks: list(marks.all())),
    "Marks.starred": with_marks(lambda marks: marks.starred()),
    "Marks.steps": with_marks(lambda marks: marks.steps(9)),
}
READING_MARKS = "Marks.of", "Marks.steps", "Marks.all", "Marks.starred"
WRITING: dict[str, Method] = {
    "Writer.add_source": with_writer(lambda writer: writer.add_source("/a")),
    "Writer.remove_source": with_writer(lambda writer: writer.remove_source("/a")),
    "Writer.remove": with_writer(lambda writer: remove(writer)),
    "Writer.touch": with_writer(lambda writer: writer.touch("/a", STAMP)),
    "Writer.refuse": with_writer(lambda writer: refuse(writer)),
    "Writer.batch": with_writer(lambda writer: writer.batch().__enter__()),
}


@pytest.fixture
def places(tmp_path: Path, seeds: Path) -> tuple[Path, Path]:
    """A library with the seeds, and marks."""
    library, marks = tmp_path / "s" / "library.db", tmp_path / "s" / "marks.db"
    imported(library, seeds)
    with closing(Marks(marks)) as opened:
        opened.set_read([KEY], True, "x")
    return library, marks


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.05)


@pytest.mark.parametrize("name", [*READING, *MARKING, *WRITING])
def test_every_method_works_on_sound_databases(name: str, places: tuple[Path, Path]) -> None:
    {**READING, **MARKING, **WRITING}[name](*places)


@pytest.mark.parametrize("name", [*(name for name in MARKING if name not in READING_MARKS), *WRITING])
def test_locked(name: str, places: tuple[Path, Path]) -> None:
    path = places[1] if name in MARKING else places[0]
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LockedError, match="in use"):
            {**MARKING, **WRITING}[name](*places)


@pytest.mark.parametrize("name", [*READING, *MARKING, *WRITING])
def test_text_in_place_of_a_database(name: str, places: tuple[Path, Path]) -> None:
    path = places[1] if name in MARKING else places[0]
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(b"this is text and no database " * 200)
    with pytest.raises(StorageError, match=str(path)):
        {**READING, **MARKING, **WRITING}[name](*places)
    assert path.read_bytes().startswith(b"this is text")


@pytest.mark.parametrize("name", [*READING, *MARKING, *WRITING])
def test_newer(name: str, places: tuple[Path, Path]) -> None:
    path = places[1] if name in MARKING else places[0]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerSchemaError):
        {**READING, **MARKING, **WRITING}[name](*places)


def test_a_full_disk_is_said(places: tuple[Path, Path]) -> None:
    with closing(Marks(places[1])) as marks:
        marks._connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StorageError, match="disk is full"):
            for key in range(10_000):
                marks.set_read([key], True, "x" * 500)
        marks._connection.execute("PRAGMA max_page_count = 1000000")
        assert marks.set_read([1 << 40], True, "x").changes, "it goes on once there is room"


def test_a_connection_comes_back_whatever_happens(places: tuple[Path, Path]) -> None:
    from newsreader.errors import NotFoundError

    with closing(Library(*places)) as library:
        for _ in range(5):
            with pytest.raises(NotFoundError):
                library.story(1)
            stream = library.listed()
            next(stream)
            stream.close()  # type: ignore[attr-defined]
        assert len(library._readers._idle) == 1


def test_strange_places(tmp_path: Path) -> None:
    for name in ("with space?#%20.db", "größe.db", os.fsdecode(b"not-utf8-\xff.db")):
        database.prepare(tmp_path / name, SPEC)
        assert (tmp_path / name).exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="permissions"):
        database.prepare(tmp_path / "file" / "x" / "test.db", SPEC)


def test_a_library_of_the_first_schema_is_brought_up_to_date(tmp_path: Path, seeds: Path) -> None:
    path, marks = tmp_path / "library.db", tmp_path / "marks.db"
    imported(path, seeds)
    with closing(database.write(path, database.LIBRARY)) as connection:  # take the schemas since back
        connection.executescript(
            """UPDATE topic SET folded = '?' || name; ALTER TABLE kind DROP COLUMN total;
            DROP TABLE search; DROP VIEW searchable; DROP TABLE word;
            CREATE TABLE old (topic_id INTEGER NOT NULL, article_id INTEGER NOT NULL,
                PRIMARY KEY (topic_id, article_id)) WITHOUT ROWID;
            INSERT INTO old SELECT topic_id, article_id FROM article_topic; DROP TABLE article_topic;
            ALTER TABLE old RENAME TO article_topic;
            CREATE INDEX topic_by_article ON article_topic (article_id, topic_id);
            CREATE INDEX article_by_provider ON article (provider_id);
            CREATE INDEX article_by_category ON article (category);
            CREATE INDEX article_by_type ON article (type);
            PRAGMA user_version = 1;"""
        )
        connection.executescript(schema.LIBRARY[0][schema.LIBRARY[0].index("CREATE VIEW") :])
        connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
    with closing(Library(path, marks)) as library:
        for text, number in (("boston", 2), ("topic:ai", 2), ("provider:ubergizmo.com", 1), ("surveil*", 2)):
            assert len(library.ids(query.parse(text))) == number, text
        totals = library.totals()
        assert totals.total == 2 and totals.categories == (("news", 2, 2),)
    with closing(database.write(path, database.LIBRARY)) as connection:
        assert connection.execute("SELECT count(*) FROM topic WHERE folded = 'ai'").fetchone() == (1,)
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        assert connection.execute("SELECT count(*) FROM word WHERE text = 'surveillance'").fetchone() == (1,)


def test_an_index_of_the_third_schema_is_made_anew(tmp_path: Path, seeds: Path) -> None:
    path = tmp_path / "library.db"
    imported(path, seeds)
    with closing(database.write(path, database.LIBRARY)) as connection:
        connection.executescript(
            """INSERT INTO search (search) VALUES ('delete-all'); DELETE FROM word;
            UPDATE topic SET folded = '?' || name; PRAGMA user_version = 3;"""
        )
    with closing(Library(path, tmp_path / "marks.db")) as library:
        for text in ("boston", "topic:ai", "surveil*"):
            assert len(library.ids(query.parse(text))) == 2, text
    with closing(database.write(path, database.LIBRARY)) as connection:
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        assert connection.execute("SELECT count(*) FROM word WHERE text = 'surveillance'").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM topic WHERE folded = 'ai'").fetchone() == (1,)


def saved(path: Path, target: Path) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    database.copy(path, target, lambda left, all_: told.append((left, all_)), is_new=True)
    return told


def test_a_backup_is_a_database_of_its_own(places: tuple[Path, Path], tmp_path: Path) -> None:
    for number, path in enumerate(places):
        folder = tmp_path / f"backups {number}"
        folder.mkdir()
        target = folder / "saved.db"
        assert saved(path, target)[-1][0] == 0
        assert list(folder.iterdir()) == [target], "and nothing lies beside it"
        with closing(sqlite3.connect(target)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with closing(Marks(tmp_path / "backups 1" / "saved.db")) as marks:
        assert marks.of([KEY])[KEY].read
    with closing(Library(tmp_path / "backups 0" / "saved.db", places[1])) as library:
        assert library.totals().total == 2


def test_a_backup_never_overwrites(places: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "saved.db"
    target.write_text("mine")
    with pytest.raises(StorageError, match="exists already"):
        saved(places[1], target)
    assert target.read_text() == "mine"
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(StorageError, match="exists already"):
        saved(places[1], link)
    with pytest.raises(StorageError, match="permissions"):
        saved(places[1], tmp_path / "no" / "folder.db")


def test_a_backup_that_fails_leaves_nothing(places: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    def stop(left: int, all_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        database.copy(places[0], folder / "saved.db", stop, is_new=True)
    assert list(folder.iterdir()) == []


def test_a_backup_is_of_one_moment_while_others_write(
    places: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PAGES_AT_ONCE", 1)
    with closing(Marks(places[1])) as marks:
        marks.set_read(range(1, 2_000), True, "many")
        written = 0

        def write_too(left: int, all_: int) -> None:
            nonlocal written
            marks.set_read([1_000_000 + left], True, "meanwhile")
            written += 1

        database.copy(places[1], tmp_path / "saved.db", write_too, is_new=True)
        assert written > 10 and len(list(marks.all())) == 2_000 + written
    with closing(Marks(tmp_path / "saved.db")) as copy:
        assert len(list(copy.all())) == 2_000
        with closing(sqlite3.connect(tmp_path / "saved.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_where_there_are_no_hard_links(
    places: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*paths: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", link)
    saved(places[1], tmp_path / "saved.db")
    with closing(Marks(tmp_path / "saved.db")) as marks:
        assert marks.of([KEY])[KEY].read


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.replace(b"CREATE TABLE mark", b"\xe5REATE TABLE mark"),
        lambda data: data[:60] + b"\xff\xff\xff\xf0" + data[64:],  # a version below 0
        lambda data: data[:60] + bytes(4) + data[64:],
        lambda data: data[:44] + b"\x00\x00\x00\x63" + data[48:],  # a file format that nobody knows
    ],
)
def test_a_damaged_schema_is_told_in_words(
    places: tuple[Path, Path], damage: Callable[[bytes], bytes]
) -> None:
    with closing(sqlite3.connect(places[1])) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    data = damage(places[1].read_bytes())
    places[1].write_bytes(data)
    with pytest.raises(DamagedError, match="newsreader doctor says") as told:
        Marks(places[1])
    assert str(told.value).isprintable() and places[1].read_bytes() == data


def test_damaged_marks_are_not_blamed_on_the_library(home: Path, library: Library) -> None:
    path = home / "profiles/default/marks.db"
    with closing(Marks(path)) as marks:
        marks.set_starred(list(range(5_000)), True, "x")
    library.close()
    database.set_journal(path, "DELETE")
    data = bytearray(path.read_bytes())
    for place in range(4_096, len(data), 4_096):
        data[place : place + 64] = b"\xff" * 64
    path.write_bytes(data)
    with (
        closing(Library(home / "library.db", path)) as opened,
        pytest.raises(DamagedError, match=r"marks\.db"),
    ):
        opened.ids(query.parse("is:starred"))
        opened.totals()


def test_a_copy_takes_no_name_that_something_got_meanwhile(
    places: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where there are no hard links to tell."""
    target = tmp_path / "saved.db"

    def refuse(*arguments: object) -> None:
        target.write_text("mine")
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(StorageError):
        database.copy(places[0], target, is_new=True)
    assert target.read_text() == "mine" and [path.name for path in tmp_path.glob("*.new")] == []
