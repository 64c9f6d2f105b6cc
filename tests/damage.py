"""Databases that are damaged in every way: only errors in words come of it, and what can be restored is."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from newsreader import database, importer, query, trends
from newsreader.doctor import Doctor
from newsreader.errors import NewsreaderError
from newsreader.importer import Report
from newsreader.ingest import Writer
from newsreader.library import Library
from newsreader.marks import Marks
from tests.conftest import article
from tests.faults import folder, sound


def _flipped(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 40)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _header(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(100)] = chance.randrange(256)


def _overwritten(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start : start + 3_000] = chance.randbytes(len(data[start : start + 3_000]))


CORRUPTIONS: dict[str, Callable[[bytearray, random.Random], object]] = {
    "header": _header,
    "flips": _flipped,
    "overwritten": _overwritten,
    "truncated": lambda data, chance: data.__delitem__(slice(chance.randrange(len(data)), None)),
    "zeros": lambda data, chance: data.__setitem__(slice(0, 4096), bytes(4096)),
    "text": lambda data, chance: data.__setitem__(slice(None), b"this is text and no database\n" * 300),
    "empty": lambda data, chance: data.clear(),
    "garbage WAL": lambda data, chance: None,
}


def _damaged(original: Path, path: Path, number: int, chance: random.Random) -> tuple[str, bytes]:
    """Write a damaged copy of `original`, each time in another way; the way, and what was written."""
    how = list(CORRUPTIONS)[number % len(CORRUPTIONS)]
    data = bytearray(original.read_bytes())
    CORRUPTIONS[how](data, chance)
    path.write_bytes(data)
    if how == "garbage WAL":
        path.with_name(f"{path.name}-wal").write_bytes(chance.randbytes(20_000))
    return how, bytes(data)


def marks(count: int, chance: random.Random) -> int:
    """Marks that are damaged: a typed error or an answer, never a trace; the file is kept, and all can be restored."""
    with folder() as home:
        library, original = home / "library.db", home / "original" / "marks.db"
        with closing(Writer(library)):
            pass
        with closing(Marks(original)) as marks:
            for key in range(0, 3_000, 300):
                marks.set_starred(list(range(key, key + 300)), True, "x" * 50)
        _fold(original)
        for number in range(count):
            place = home / str(number)
            (place / "backups").mkdir(parents=True)
            path = place / "marks.db"
            shutil.copy(original, place / "backups" / "marks-2020-01-01.db")
            how, data = _damaged(original, path, number, chance)
            _use(library, path)
            if path.read_bytes() != data:  # it was sound enough to be written
                assert how not in ("text", "zeros", "empty"), how
            doctor = Doctor(library, path, {})
            before = path.read_bytes()
            was_wrong = any(
                level == "wrong" and subject == "marks" for level, subject, *_ in doctor.findings()
            )
            try:
                list(doctor.fix())
            except NewsreaderError:
                assert how in ("header", "flips", "overwritten"), how  # such as a newer schema by its number
                continue
            aside = path.with_name("marks.db.damaged")
            assert not was_wrong or not aside.exists() or aside.read_bytes() == before, "kept as it was"
            assert aside.exists() or not was_wrong, how
            if was_wrong:
                sound(path, database.MARKS)
                with closing(Marks(path)) as restored:
                    assert all(mark.starred for mark in restored.of(range(3_000)).values())
                    assert len(restored.of(range(3_000))) >= 2_990, how
            shutil.rmtree(place)
    return count


def library(count: int, chance: random.Random) -> int:
    """A library that is damaged: only errors in words come of it, and it is made anew with what its sources hold."""
    with folder() as home:
        files, original = home / "files", home / "original.db"
        files.mkdir()
        for number in range(250):
            text = article(
                f"T{number}", f"https://e.org/{number}", topics=f"[A{number % 9}]", body="word " * 90
            )
            (files / f"{number}.md").write_text(text)
        with closing(Writer(original)) as writer:
            for _ in importer.run(writer, [files], Report()):
                pass
        _fold(original)
        for number in range(count):
            place = home / str(number)
            place.mkdir()
            path = place / "library.db"
            how, _ = _damaged(original, path, number, chance)
            _read(path, place / "marks.db")
            doctor = Doctor(path, place / "marks.db", {})
            before = path.read_bytes()
            try:
                was_wrong = "wrong" in [
                    level for level, subject, *_ in doctor.findings() if subject == "library"
                ]
                list(doctor.fix())
                with closing(Writer(path)) as writer:
                    for _ in importer.run(writer, [files], Report()):
                        pass
            except NewsreaderError as error:
                assert how in ("header", "flips", "overwritten", "text"), (
                    how,
                    error,
                )  # such as a newer schema
                assert path.read_bytes() == before, "kept as it was"
                continue
            aside = path.with_name("library.db.damaged")
            assert not aside.exists() or aside.read_bytes() == before, "kept as it was"
            assert aside.exists() or not was_wrong or database.faults(path, database.LIBRARY) == [], how
            sound(path, database.LIBRARY)
            with closing(Library(path, place / "marks.db")) as library:
                assert library.totals().total >= 250, how
            shutil.rmtree(place)
    return count


def _read(library: Path, marks: Path) -> None:
    """Everything that the program asks of a library; only errors in words may come of it."""
    try:
        with closing(Library(library, marks)) as opened:
            opened.totals()
            ids = opened.ids(query.parse("word OR topic:A1"))
            opened.folded(ids)
            for row in opened.rows(ids[:99]).values():
                opened.story(row.key)
            opened.weekly()
            trends.days(opened, query.EVERYTHING)
    except NewsreaderError as error:
        assert str(error).isprintable(), error


def _fold(path: Path) -> None:
    database.set_journal(path, "DELETE")
    database.set_journal(path, "WAL")
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _use(library: Path, marks: Path) -> None:
    """Everything that the program does with marks; only errors in words may come of it."""
    try:
        with closing(Library(library, marks)) as opened, closing(Marks(marks)) as used:
            opened.totals()
            used.set_read([1, 2, 3], True, "x")
            used.undo()
            used.steps(9)
            used.of(range(5_000))
    except NewsreaderError as error:
        assert str(error).isprintable(), error
