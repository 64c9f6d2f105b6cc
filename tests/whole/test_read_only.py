"""A library that another user owns: read by everybody, written by nobody else, and told in words."""

from __future__ import annotations

import os
import stat
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsreader import builder, files, pruning, query, rebuild, urls
from newsreader.doctor import Doctor
from newsreader.errors import StorageError
from newsreader.ingest import Writer
from newsreader.library import Library
from newsreader.marks import Marks
from tests.conftest import article, imported

NOBODY = 65_534
__all__ = ["builder", "urls"]  # loaded before another user, who may not read them, needs them


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder with a library and with marks that only its owner can write, beside one that anybody can."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "theirs" / "files").mkdir(parents=True)
        (root / "mine").mkdir()
        (root / "theirs" / "files" / "a.md").write_text(article("Shared", topics="[AI]"))
        imported(root / "theirs" / "library.db", root / "theirs" / "files")
        with closing(Marks(root / "theirs" / "marks.db")) as marks:
            marks.set_starred([1], True, "x")
        (root / "mine").chmod(0o777)
        root.chmod(0o755)
        for path in (root / "theirs").rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        (root / "theirs").chmod(0o555)
        yield root
        (root / "theirs").chmod(0o755)


def as_another_user(work: Callable[[], object]) -> None:
    """Do `work` in a child process that owns nothing; raises what it raised, as text."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            work()
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 - told to the parent
            os.write(writing, f"{type(error).__name__}: {error}".encode())
            os._exit(1)
    os.close(writing)
    said = os.read(reading, 4096).decode()
    os.close(reading)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, said


def test_a_shared_library_is_read_with_marks_of_ones_own(shared: Path) -> None:
    def work() -> None:
        with closing(Library(shared / "theirs" / "library.db", shared / "mine" / "marks.db")) as library:
            (row,) = library.rows(library.ids(query.parse("topic:AI"))).values()
            assert row.title == "Shared" and not row.starred
            with closing(Marks(shared / "mine" / "marks.db")) as marks:
                marks.set_starred([row.key], True, "x")
            assert library.totals().starred == 1

    as_another_user(work)


def test_what_cannot_be_written_is_told(shared: Path) -> None:
    def marking() -> None:
        with closing(Marks(shared / "theirs" / "marks.db")) as marks:
            assert marks.of([1])[1].starred
            marks.set_starred([2], True, "x")

    def importing() -> None:
        with closing(Writer(shared / "theirs" / "library.db")) as writer, writer.batch():
            pass

    def making() -> None:
        Marks(shared / "theirs" / "new" / "marks.db")

    for work in (marking, importing, making):

        def told(work: Callable[[], None] = work) -> None:
            with pytest.raises(StorageError, match="permissions"):
                work()

        as_another_user(told)


def test_nothing_of_it_was_changed(shared: Path) -> None:
    before = {path: path.stat() for path in shared.rglob("*")}

    def work() -> None:
        with closing(Library(shared / "theirs" / "library.db", shared / "theirs" / "marks.db")) as library:
            assert library.totals().total == 1 and library.version()

    as_another_user(work)
    after = {path: path.stat() for path in shared.rglob("*")}
    assert {path: (s.st_size, s.st_mtime_ns) for path, s in before.items() if stat.S_ISREG(s.st_mode)} == {
        path: (s.st_size, s.st_mtime_ns) for path, s in after.items() if stat.S_ISREG(s.st_mode)
    }


@pytest.fixture
def locked(shared: Path) -> Iterator[Path]:
    """A folder of two articles, of which one is in a folder that nobody else may enter."""
    root = shared / "mine"
    (root / "news" / "locked").mkdir(parents=True)
    (root / "news" / "a.md").write_text(article("A", "https://e.org/a"))
    (root / "news" / "locked" / "b.md").write_text(article("B", "https://e.org/b"))
    sources = root / "news", root / "news" / "locked" / "b.md", root / "news" / "locked"
    imported(root / "library.db", *sources, remember=True)
    for path in root.glob("library.db*"):
        path.chmod(0o666)
    (root / "news" / "locked").chmod(0)
    yield root
    (root / "news" / "locked").chmod(0o755)


def test_what_cannot_be_looked_at_is_told_and_is_not_gone(locked: Path) -> None:
    library, folder = locked / "library.db", locked / "news" / "locked"

    def work() -> None:
        denied = [(str(folder), "permission denied"), (str(folder / "b.md"), "permission denied")]
        for sources in ([locked / "news"], [folder], [folder / "b.md"]):
            report = imported(library, *sources)
            told = [(path, reason) for path, _, reason in report.failures]
            assert told == (denied[1:] if sources == [folder / "b.md"] else denied[:1])
        assert not files.is_away(str(folder / "b.md")) and not files.is_gone(str(folder / "b.md"))
        with closing(Writer(library)) as writer:
            pruned = pruning.Pruned()
            assert list(pruning.prune(writer, lambda key: False, pruned, is_dry=False)) == []
            assert pruned == pruning.Pruned()
        rebuilt = rebuild.Rebuilt()
        for _ in rebuild.run(library, rebuilt):
            pass
        assert sorted((path, reason) for path, _, reason in rebuilt.report.failures) == denied
        assert rebuilt.kept == ["B"]
        with closing(Library(library, locked / "marks.db")) as opened:
            assert opened.totals().total == 2

    as_another_user(work)
    folder.chmod(0o755)
    report = imported(library, locked / "news")
    assert report.failures == [] and report.unchanged + report.updated == 2


def test_doctor_tells_of_databases_that_cannot_be_looked_at(locked: Path) -> None:
    home = locked / "news" / "locked"

    def work() -> None:
        found = list(
            Doctor(home / "library.db", home / "profiles" / "marks.db", {"TERM": "xterm"}).findings()
        )
        told = {finding.subject: finding for finding in found if finding.level == "wrong"}
        assert {"library", "marks"} <= set(told)
        for name in ("library", "marks"):
            assert str(home) in told[name].text and "permissions" in told[name].hint
        assert found[-1].subject == "browser", "and everything else was looked at"

    as_another_user(work)
