"""Articles whose files are gone: only those leave, and never because something could not be looked at."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from newsreader import files, pruning
from newsreader.ingest import Writer
from newsreader.library import Library
from newsreader.pruning import Pruned
from tests.conftest import Put, article, imported


def pruned(home: Path, starred: set[int] | None = None, *, is_dry: bool = False) -> tuple[list[str], Pruned]:
    """The titles of what is gone, and the report."""
    report = Pruned()
    with closing(Writer(home / "library.db")) as writer:
        gone = pruning.prune(writer, (starred or set()).__contains__, report, is_dry=is_dry)
        return [held.title for held in gone], report


def titles(home: Path) -> list[str]:
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        found = library.rows(ids := library.ids())
        assert library.totals().total == len(ids)
        return sorted(found[id_].title for id_ in ids)


@pytest.fixture
def folder(put: Put, tmp_path: Path) -> Path:
    """A folder of three imported articles and a refused file."""
    put({f"{name}.md": article(name.upper(), f"https://e.org/{name}") for name in "abc"} | {"bad.md": "no"})
    return tmp_path / "articles"


def test_what_is_gone_goes_and_the_rest_stays(home: Path, folder: Path) -> None:
    assert pruned(home) == ([], Pruned())
    (folder / "a.md").unlink()
    (folder / "bad.md").unlink()
    assert pruned(home, is_dry=True) == (["A"], Pruned(articles=1))
    assert titles(home) == ["A", "B", "C"], "nothing is removed unasked"
    assert pruned(home) == (["A"], Pruned(articles=1))
    assert titles(home) == ["B", "C"] and pruned(home) == ([], Pruned())
    with closing(Writer(home / "library.db")) as writer:
        assert writer.refused(-1, 9) == []
        writer._connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


def test_a_star_keeps_an_article(home: Path, folder: Path) -> None:
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        key = library.find("https://e.org/a")
    (folder / "a.md").unlink()
    (folder / "b.md").unlink()
    assert pruned(home, {key}) == (["B"], Pruned(articles=1, starred=1))
    assert titles(home) == ["A", "C"]
    assert pruned(home) == (["A"], Pruned(articles=1))


def test_a_source_that_is_away_takes_nothing_with_it(home: Path, folder: Path) -> None:
    imported(home / "library.db", folder, remember=True)
    folder.rename(folder.with_name("elsewhere"))
    assert pruned(home) == ([], Pruned(away=3))
    with closing(Writer(home / "library.db")) as writer:
        assert writer.refused(-1, 9), "nor is it forgotten what was refused there"
        assert writer.remove_source(str(folder)) and not writer.remove_source(str(folder))
    assert pruned(home)[1] == Pruned(articles=3) and titles(home) == []


def test_a_source_that_is_a_link_is_away_with_what_it_leads_to(home: Path, tmp_path: Path) -> None:
    disk, link = tmp_path / "disk", tmp_path / "news"
    disk.mkdir()
    (disk / "a.md").write_text(article("A", "https://e.org/a"))
    link.symlink_to(disk)
    imported(home / "library.db", link, remember=True)
    disk.rename(tmp_path / "unplugged")
    assert pruned(home) == ([], Pruned(away=1))
    assert imported(home / "library.db", link).failed == 1
    link.unlink()
    assert pruned(home) == ([], Pruned(away=1)), "nor was it a file because it was refused as one"
    assert titles(home) == ["A"]


def test_a_file_that_was_a_source_of_its_own_may_be_deleted(home: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    file = tmp_path / "disk" / "one.md"
    file.write_text(article("One"))
    imported(home / "library.db", file, remember=True)
    shutil.move(tmp_path / "disk", tmp_path / "unplugged")
    assert pruned(home, is_dry=True) == ([], Pruned(away=1))
    (tmp_path / "disk").mkdir()
    assert pruned(home) == (["One"], Pruned(articles=1))


def test_an_article_in_two_files_is_shown_as_the_other_one_says(home: Path, put: Put, tmp_path: Path) -> None:
    url = "https://e.org/same"
    put({"old.md": article("Old", url, "2020-01-01"), "new.md": article("New", url, "2020-01-02")})
    assert titles(home) == ["New"]
    (tmp_path / "articles" / "new.md").unlink()
    assert pruned(home) == ([], Pruned())
    assert titles(home) == ["Old"]


def test_more_than_a_page(home: Path, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "BATCH", 2)
    put({f"{n}.md": article(f"T{n}", f"https://e.org/{n}", f"19{60 + n}-01-01") for n in range(15)})
    for n in range(0, 15, 2):
        (tmp_path / "articles" / f"{n}.md").unlink()
    assert pruned(home)[1] == Pruned(articles=8)
    assert len(titles(home)) == 7


def test_what_cannot_be_looked_for_is_not_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = tmp_path / "there"
    there.write_text("")
    assert not files.is_gone(str(there))
    assert files.is_gone(str(tmp_path / "nowhere")) and files.is_gone(str(there / "inside of a file"))
    assert not files.is_gone("/with\0nul") and not files.is_gone("/" + "x" * 5000)
    (tmp_path / "dangling").symlink_to("/nowhere")
    assert not files.is_gone(str(tmp_path / "dangling"))
    assert files.is_away(str(tmp_path / "dangling")) and files.is_away("/with\0nul")
    assert not files.is_away(str(there)) and not files.is_away("/" + "x" * 5000)

    def denied(path: object) -> object:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(os, "lstat", denied)
        patched.setattr(os, "stat", denied)
        assert not files.is_gone(str(there)) and not files.is_away(str(there))


def test_a_name_that_is_no_utf8_is_found_again(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/gr\xfcn \\xff.md"
    with open(path, "w"):
        pass
    name = files.text(os.fsdecode(path))
    assert name.endswith("gr\\xfcn \\xff.md")
    with open(os.fsencode(tmp_path) + b"/plain\xff.md", "w"):
        pass
    assert not files.is_gone(str(tmp_path) + "/plain\\xff.md")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/plain\xff.md")).unlink()
    assert files.is_gone(str(tmp_path) + "/plain\\xff.md")


def test_a_file_that_is_there_and_broken_keeps_its_article(home: Path, folder: Path) -> None:
    (folder / "a.md").write_text("---\ntitle: 'no end\n---\n")
    (folder / "b.md").write_bytes(b" " * ((1 << 20) + 1))
    assert imported(home / "library.db", folder).failed == 3
    assert pruned(home) == ([], Pruned()) and titles(home) == ["A", "B", "C"]
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        assert library.story(library.find("https://e.org/a")).files == (), "but it no longer says so"
    (folder / "a.md").unlink()
    assert pruned(home) == (["A"], Pruned(articles=1))
    (folder / "b.md").write_text(article("B again", "https://e.org/b"))
    assert imported(home / "library.db", folder).updated == 1 and titles(home) == ["B again", "C"]


def test_an_empty_source_may_be_a_disk_that_is_not_there(home: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "a.md").write_text(article("A", "https://e.org/a"))
    imported(home / "library.db", disk, remember=True)
    (disk / "a.md").unlink()
    assert pruned(home) == ([], Pruned(away=1)) and titles(home) == ["A"]
    (disk / "b.md").write_text(article("B", "https://e.org/b"))
    assert pruned(home) == (["A"], Pruned(articles=1))
