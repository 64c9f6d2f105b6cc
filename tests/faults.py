"""What can befall the databases, done for real: each gate is run `count` times and returns how often it was.

A few of each in every test run (tests/whole/test_faults.py), many by `python -m tests.soak`.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from newsreader import database, importer, schema
from newsreader.errors import NewsreaderError
from newsreader.importer import Report
from newsreader.ingest import Writer
from newsreader.library import Library
from newsreader.marks import Marks
from tests.conftest import article

MARKING = """
import sys, itertools
from pathlib import Path
from newsreader.marks import Marks
marks = Marks(Path(sys.argv[1]))
start = int(sys.argv[2])
print("ready", flush=True)
for n in itertools.count(start):
    marks.set_starred([n], True, f"star {n}")
    print(n, flush=True)
    if n % 7 == 6:
        marks.undo(); print(-n, flush=True)
"""
IMPORTING = """
import sys
from pathlib import Path
from newsreader import importer
from newsreader.ingest import Writer
importer.BATCH = 20
writer = Writer(Path(sys.argv[1]))
print("ready", flush=True)
for _ in importer.run(writer, [Path(sys.argv[2])], importer.Report()):
    print("x", flush=True)
"""
PREPARING = """
import sys
from pathlib import Path
from newsreader import database
print("ready", flush=True)
database.prepare(Path(sys.argv[1]), database.LIBRARY)
database.prepare(Path(sys.argv[2]), database.MARKS)
"""


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def killed(code: str, *arguments: object, seconds: float) -> list[str]:
    """Run a program, kill it so many seconds after it is ready, and return what it had acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    lines = process.stdout.read().splitlines(keepends=True)
    process.wait()
    process.stdout.close()
    return [line.strip() for line in lines if line.endswith("\n")]


def sound(path: Path, spec: database.Spec) -> None:
    """The file at `path` is whole, and can be read and written."""
    assert database.faults(path, spec) == []


def kill_while_marking(count: int, chance: random.Random) -> int:
    """No mark that was acknowledged is lost by kill -9, nor is one there that was taken back."""
    with folder() as home:
        expected: set[int] = set()
        for number in range(count):
            start = 1 + number * 100_000
            lines = killed(MARKING, home / "marks.db", start, seconds=chance.uniform(0, 0.06))
            said = [int(line) for line in lines]
            with closing(Marks(home / "marks.db")) as marks:
                there = {
                    key for key, mark in marks.of(range(start, start + len(said) + 3)).items() if mark.starred
                }
            acknowledged = {n for n in said if n > 0} - {-n for n in said if n < 0}
            # Of the last change it is not known whether it was made: it was not acknowledged yet.
            unsure = {max(map(abs, said), default=start - 1) + 1} | {abs(n) for n in said[-1:]}
            assert acknowledged - unsure <= there, (acknowledged - there, said[-3:])
            assert there <= acknowledged | unsure, (there - acknowledged, said[-3:])
            expected |= there
        sound(home / "marks.db", database.MARKS)
        with closing(Marks(home / "marks.db")) as marks:
            assert {key for key, mark in marks.of(sorted(expected)).items() if mark.starred} == expected
    return count


def kill_while_importing(count: int, chance: random.Random) -> int:
    """An import that is killed again and again ends in the library of one that never was."""
    with folder() as home:
        files = home / "files"
        files.mkdir()
        for number in range(120):
            text = article(f"T{number}", f"https://e.org/{number % 90}", f"2020-01-{number % 28 + 1:02}")
            (files / f"{number}.md").write_text(text)
        fresh = _library_of(home / "fresh.db", files)
        for number in range(count):
            path = home / f"{number // 10}.db"
            killed(IMPORTING, path, files, seconds=chance.uniform(0, 0.08))
            sound(path, database.LIBRARY)
            if number % 10 == 9 or number == count - 1:
                assert _library_of(path, files) == fresh
    return count


def _library_of(path: Path, files: Path) -> list[tuple[str, int]]:
    with closing(Writer(path)) as writer:
        for _ in importer.run(writer, [files], Report()):
            pass
    with closing(Library(path, path.with_suffix(".marks"))) as library:
        return sorted((row.title, row.published) for row in library.rows(library.ids()).values())


def kill_while_starting(count: int, chance: random.Random) -> int:
    """A first start or a migration that is killed leaves the old schema or the new one, never neither."""
    for number in range(count):
        with folder() as home:
            library, marks = home / "library.db", home / "marks.db"
            if number % 2:
                old = database.Spec("marks", schema.MARKS_ID, schema.MARKS[:1], "FULL")
                database.prepare(marks, old)
                with closing(sqlite3.connect(marks)) as connection, connection:
                    connection.execute("INSERT INTO mark (key, starred) VALUES (5, 1)")
                database.prepare(
                    library, database.Spec("library", schema.LIBRARY_ID, schema.LIBRARY[:1], "NORMAL")
                )
            killed(PREPARING, library, marks, seconds=chance.uniform(0, 0.02))
            for path, spec in ((library, database.LIBRARY), (marks, database.MARKS)):
                if path.exists():
                    with closing(sqlite3.connect(path)) as connection:
                        version = connection.execute("PRAGMA user_version").fetchone()[0]
                        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
                    assert version in (0, 1, len(spec.migrations)) and bool(tables) == bool(version)
            with closing(Library(library, marks)) as opened:
                assert opened.is_empty()
            if number % 2:
                with closing(Marks(marks)) as kept:
                    assert kept.of([5])[5].starred
    return count


def start_together(count: int, chance: random.Random) -> int:
    """Eight first starts at once: no error."""
    for _ in range(count):
        with folder() as home:
            command = [sys.executable, "-c", PREPARING, str(home / "library.db"), str(home / "marks.db")]
            starts = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(8)]
            assert [start.wait() for start in starts] == [0] * 8
    return count


def fill_the_disk(count: int, chance: random.Random) -> int:
    """A disk that is full after so many pages: what was acknowledged is there, what was not is told."""
    for _ in range(count):
        with folder() as home, closing(Marks(home / "marks.db")) as marks:
            pages = marks._connection.execute("PRAGMA page_count").fetchone()[0]
            marks._connection.execute(f"PRAGMA max_page_count = {pages + chance.randrange(12)}")
            acknowledged = 0
            try:
                for key in range(1, 100_000):
                    marks.set_starred([key], True, "x" * chance.randint(1, 3_000))
                    acknowledged = key
            except NewsreaderError as error:
                assert "full" in str(error)
            marks._connection.execute("PRAGMA max_page_count = 1000000")
            marks.set_starred([acknowledged + 1], True, "goes on")
            all_starred(marks.path, acknowledged + 1)
    return count


FILLING = """
import sys, os, resource, signal
from pathlib import Path
from newsreader.errors import StorageError
from newsreader.marks import Marks
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
n = 0
try:
    marks = Marks(Path(sys.argv[1]))
    if sys.argv[2:]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    while n < 5_000:
        marks.set_starred([n + 1], True, "x" * 900)
        n += 1
except StorageError as error:
    print(error, file=sys.stderr)
print(n, flush=True)
os._exit(0)
"""
"""Marks until no more can be saved, at the latest when a file has so many bytes; ends without closing."""


def fill(marks: Path, *limit: int) -> int:
    """Run `FILLING`; how many marks were acknowledged."""
    command = [sys.executable, "-c", FILLING, str(marks), *map(str, limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    return int(done.stdout)


def all_starred(path: Path, number: int) -> None:
    """The first `number` marks are there, and one more can be made."""
    with closing(Marks(path)) as marks:
        found = marks.of(range(1, number + 2))
        assert [key for key, mark in sorted(found.items()) if mark.starred] == list(range(1, number + 1))
        marks.set_starred([number + 1], True, "goes on")
    sound(path, database.MARKS)


def limit_file_sizes(count: int, chance: random.Random) -> int:
    """The same with files that may not grow, as on a disk that is really full; the program ends without closing."""
    for _ in range(count):
        with folder() as home:
            all_starred(home / "marks.db", fill(home / "marks.db", chance.randrange(60_000, 900_000)))
    return count


def end_by_signal(count: int, chance: random.Random) -> int:
    """TERM, HUP and INT at any moment leave the terminal as it was."""
    from tests.whole.terminal import Terminal
    from tests.whole.test_program import restored

    with folder() as home:
        for number in range(count):
            which = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)[number % 3]
            with Terminal(environment={"NEWSREADER_HOME": str(home)}) as terminal:
                terminal.wait("unread of")
                for _ in range(chance.randrange(3)):
                    terminal.press(chance.choice("jkms\r/?1"))
                    terminal.pump(0.01)
                os.kill(terminal.child.pid or 0, which)
                code = terminal.end()
                assert restored(terminal) and code in (128 + which, 0), (which, code, terminal.text)
    return count


def fuzz(count: int, chance: random.Random) -> int:
    """Mangled files through both parsers, in a process of its own."""
    seed = chance.randrange(1 << 32)
    command = [sys.executable, "-m", "tests.whole.fuzz", str(seed), str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    assert done.returncode == 0, f"{command}: {done.stderr[-2_000:]}"
    return count
