"""The library made anew: every mark and every article is still there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsreader import cli, database, query, rebuild
from newsreader.errors import LockedError, ReplacedError
from newsreader.ingest import Writer
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.rebuild import Rebuilt
from tests.conftest import Put, article, imported


@pytest.fixture
def sources(home: Path, put: Put, tmp_path: Path) -> Path:
    """A library of four articles from one folder, two of them marked; the file of one is gone."""
    put({f"{n}.md": article(f"T{n}", f"https://e.org/{n}" if n else "", topics="[AI]") for n in range(4)})
    folder = tmp_path / "articles"
    with closing(Writer(home / "library.db")) as writer:
        writer.add_source(str(folder))
        writer.add_source("/a/source/that/is/gone")
    (folder / "0.md").unlink()
    return folder


def titles(home: Path, marked: str = "") -> list[str]:
    with closing(Library(home / "library.db", home / "profiles/default/marks.db")) as library:
        return sorted(row.title for row in library.rows(library.ids(query.parse(marked))).values())


def mark_all(home: Path) -> None:
    marks = home / "profiles/default/marks.db"
    with closing(Library(home / "library.db", marks)) as library, closing(Marks(marks)) as opened:
        opened.set_starred([row.key for row in library.rows(library.ids()).values()], True, "all")


def test_everything_is_kept(home: Path, sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mark_all(home)
    before = (home / "library.db").stat().st_ino
    assert cli.main(["rebuild"]) == 0
    out = capsys.readouterr().out
    assert "3 new" in out and "kept, no file says it any more: T0" in out
    assert (home / "library.db").stat().st_ino != before
    assert titles(home, "is:starred topic:AI") == ["T0", "T1", "T2", "T3"], (
        "with its key, and so with its mark"
    )
    with closing(Library(home / "library.db", home / "m.db")) as library:
        assert library.sources() == [str(sources), "/a/source/that/is/gone"]
    assert cli.main(["rebuild"]) == 0, "and again"
    assert len(titles(home)) == 4 and sorted(path.name for path in home.glob("library*")) in (
        ["library.db"], ["library.db", "library.db-shm", "library.db-wal"],
    )  # fmt: skip
    assert cli.main(["refresh"]) == cli.EXIT_REFUSED and len(titles(home)) == 4


def test_what_is_missing_is_dropped_on_demand(
    home: Path, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--quiet", "rebuild"]) == 0 and capsys.readouterr().out == ""
    assert cli.main(["rebuild", "--drop-missing"]) == 0
    assert "1 article left out" in capsys.readouterr().out
    assert titles(home) == ["T1", "T2", "T3"]


@pytest.mark.parametrize("how", ["no source any more", "deleted", "dropped"])
def test_the_newer_of_two_files_is_kept_also_where_no_source_has_it(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    folder, newer, url = tmp_path / "n", tmp_path / "b.md", "https://e.org/same"
    folder.mkdir()
    (folder / "a.md").write_text(article("Old version", url, "2020-01-01"))
    newer.write_text(article("New version", url, "2020-01-05"))
    assert cli.main(["import", str(folder), str(newer), "--quiet"]) == 0 and titles(home) == ["New version"]
    if how == "no source any more":
        assert cli.main(["sources", "remove", str(newer)]) == 0
    else:
        newer.unlink()
    for _ in range(2):
        capsys.readouterr()
        assert cli.main(["rebuild"] + ["--drop-missing"] * (how == "dropped")) == 0
        out = capsys.readouterr().out
        assert titles(home) == ["Old version" if how == "dropped" else "New version"]
        assert ("kept, no file says it any more: New version" in out) == (how == "deleted")
        assert "left out" not in out, "the article itself is still there"


def test_an_older_text_that_no_file_says_gives_way(home: Path, tmp_path: Path) -> None:
    folder, older, url = tmp_path / "n", tmp_path / "b.md", "https://e.org/same"
    folder.mkdir()
    older.write_text(article("Old version", url, "2020-01-01"))
    assert cli.main(["import", str(older), "--quiet"]) == 0
    (folder / "a.md").write_text(article("New version", url, "2020-01-05"))
    with closing(Writer(home / "library.db")) as writer:
        writer.add_source(str(folder))
    older.unlink()
    assert cli.main(["rebuild"]) == 0
    assert titles(home) == ["New version"]


def test_the_seeds_are_files_too(home: Path, library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.close()
    assert cli.main(["rebuild", "--drop-missing"]) == 0
    assert "2 new" in capsys.readouterr().out and len(titles(home)) == 2


def test_not_while_somebody_has_it_open(home: Path, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.database.WAIT_SECONDS", 0.05)
    with closing(Library(home / "library.db", home / "m.db")) as library:
        library.ids()
        with pytest.raises(LockedError, match="in use"):
            for _ in rebuild.run(home / "library.db", Rebuilt()):
                pass
    assert len(titles(home)) == 4 and not list(home.glob("*.new*"))


def test_one_that_fails_leaves_the_old(home: Path, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rebuild, "_copy_missing", fail)
    assert cli.main(["rebuild"]) == 1
    assert len(titles(home)) == 4 and not list(home.glob("*.new*"))


def test_nobody_writes_meanwhile(
    home: Path, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came in between would be lost with the old library."""
    monkeypatch.setattr("newsreader.database.WAIT_SECONDS", 0.05)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "o.md").write_text(article("Other", "https://e.org/other"))
    stream = rebuild.run(home / "library.db", Rebuilt())
    next(stream)
    with pytest.raises(LockedError):
        imported(home / "library.db", tmp_path / "other", remember=True)
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        assert library.totals().total == 4, "reading goes on"
    list(stream)
    imported(home / "library.db", tmp_path / "other", remember=True)
    assert "Other" in titles(home) and len(titles(home)) == 5


def test_somebody_who_opens_it_meanwhile_keeps_the_old(
    home: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.database.WAIT_SECONDS", 0.05)
    stream = rebuild.run(home / "library.db", Rebuilt())
    next(stream)
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        library.totals()
        with pytest.raises(LockedError):
            list(stream)
    assert len(titles(home)) == 4 and not list(home.glob("*.new*"))


def test_who_waited_does_not_write_into_what_was_replaced(home: Path, sources: Path) -> None:
    with closing(Writer(home / "library.db")) as writer:
        (home / "library.db").rename(home / "elsewhere.db")
        with pytest.raises(ReplacedError), writer.batch():
            pass


def test_a_file_that_says_something_else_now_stays_that_ones(
    home: Path, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The article that it held before is kept, and must not take the file with it when it goes."""
    (sources / "1.md").write_text(article("Moved", "https://e.org/moved"))
    assert cli.main(["rebuild"]) == 0
    assert titles(home) == ["Moved", "T0", "T1", "T2", "T3"]
    assert cli.main(["sources", "--prune", "--yes"]) == 0
    assert titles(home) == ["Moved", "T2", "T3"]
    assert cli.main(["refresh"]) == cli.EXIT_REFUSED and "3 unchanged" in capsys.readouterr().out


def test_who_reads_right_after_it_was_replaced_is_no_error(
    home: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close, held = database.Reserved.close, []
    monkeypatch.setattr("newsreader.database.WAIT_SECONDS", 0.05)

    def closing_late(reserved: database.Reserved) -> None:
        close(reserved)
        held.append(sqlite3.connect(home / "library.db", isolation_level=None))
        held[0].execute("BEGIN")
        held[0].execute("SELECT count(*) FROM article").fetchone()

    monkeypatch.setattr(database.Reserved, "close", closing_late)
    assert cli.main(["rebuild"]) == 0
    assert held[0].execute("PRAGMA journal_mode").fetchone() == ("wal",)
    held[0].close()


def test_a_file_that_is_broken_stays_that_of_its_article(home: Path, sources: Path) -> None:
    """So that pruning does not take it for gone, also after a rebuild."""
    (sources / "1.md").write_text("---\ntitle: 'no end\n---\n")
    assert cli.main(["rebuild"]) == cli.EXIT_REFUSED
    assert titles(home) == ["T0", "T1", "T2", "T3"]
    assert cli.main(["refresh"]) == cli.EXIT_REFUSED
    assert cli.main(["sources", "--prune", "--yes"]) == 0
    assert titles(home) == ["T1", "T2", "T3"], "but T0, whose file is gone"
    (sources / "1.md").write_text(article("T1 mended", "https://e.org/1"))
    assert cli.main(["refresh"]) == cli.EXIT_REFUSED, "a source is gone"
    assert titles(home) == ["T1 mended", "T2", "T3"]


def test_a_file_that_was_refused_still_is(home: Path, sources: Path) -> None:
    (sources / "1.md").write_text("---\ntitle: 'no end\n---\n")
    assert imported(home / "library.db", sources).failed == 1
    assert cli.main(["rebuild"]) == cli.EXIT_REFUSED
    assert "T1" in titles(home), "what it held before stays"
    assert imported(home / "library.db", sources).failed == 1


def test_what_killed_rebuilds_left_is_taken_away(home: Path, sources: Path) -> None:
    before = titles(home)
    other = sources.with_name("other")
    other.mkdir()
    (other / "a.md").write_text(article("Of a killed one", "https://e.org/other"))
    left = home / "library.db.1.new"
    imported(left, other)
    left.with_name("library.db.1.new-wal").write_bytes(b"")
    for _ in rebuild.run(home / "library.db", Rebuilt()):
        pass
    assert titles(home) == before
    assert [path.name for path in home.iterdir() if ".new" in path.name] == []
