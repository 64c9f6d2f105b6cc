"""What goes into the store and out of it: paths from a pipe, sources, pruning, backups."""

from __future__ import annotations

import io
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsreader import cli, database
from newsreader.errors import StorageError
from tests.cli.test_marking import Stdin, listed, stdin
from tests.conftest import article

__all__ = ["stdin"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles in a folder."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.md").write_text(article(name.upper(), f"https://e.org/{name}"))
    return folder


def test_paths_from_standard_input(folder: Path, stdin: Stdin, capsys: pytest.CaptureFixture[str]) -> None:
    strange = os.fsencode(folder) + b"/new\nline \xff.md"
    with open(strange, "w") as file:
        file.write(article("Strange", "https://e.org/strange"))
    stdin(b"%b/a.md\n/nowhere.md\n" % os.fsencode(folder))
    assert cli.main(["import", "-", str(folder / "b.md")]) == cli.EXIT_REFUSED
    captured = capsys.readouterr()
    assert captured.out == "3 files: 2 new, 0 updated, 0 unchanged, 0 duplicates, 1 refused\n"
    assert captured.err == "/nowhere.md: does not exist\n"
    stdin(b"%b\0%b/c.md\0" % (strange.replace(b"\n", b"\\n"), os.fsencode(folder)))
    assert cli.main(["import", "-", "--json"]) == cli.EXIT_REFUSED
    assert json.loads(capsys.readouterr().out)["new"] == 1
    stdin(b"")
    assert cli.main(["import", "-"]) == 0


def test_sources(folder: Path, stdin: Stdin, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", str(folder), str(folder / "a.md"), "--quiet"]) == 0
    assert cli.main(["sources"]) == 0
    assert capsys.readouterr().out == f"{folder}\tthere\n{folder}/a.md\tthere\n"
    stdin(f"{folder}/a.md\n".encode())
    assert cli.main(["sources", "remove", "-", str(folder.parent / "other")]) == cli.EXIT_REFUSED
    captured = capsys.readouterr()
    assert captured.out == "1 source removed; the articles stay\n"
    assert "other is no source" in captured.err
    assert cli.main(["sources", "remove", str(folder.parent / "other"), "--quiet"]) == cli.EXIT_FAILED
    folder.rename(folder.with_name("elsewhere"))
    assert cli.main(["sources", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"path": str(folder), "exists": False}
    assert len(listed(capsys, "")) == 3


def test_a_source_that_is_a_link_to_nowhere_is_missing(
    folder: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = tmp_path / "news"
    link.symlink_to(folder)
    assert cli.main(["import", str(link), "--quiet"]) == 0
    folder.rename(tmp_path / "unplugged")
    assert cli.main(["sources"]) == 0
    assert capsys.readouterr().out == f"{link}\tmissing\n"
    assert cli.main(["refresh"]) == cli.EXIT_REFUSED
    assert capsys.readouterr().err == f"{link}: is not there; its articles stay\n"
    cli.main(["doctor"])
    assert f"{link} is gone: its articles stay" in capsys.readouterr().out
    assert cli.main(["sources", "--prune", "--yes"]) == 0
    assert "3 articles kept below sources that are away" in capsys.readouterr().err
    assert cli.main(["rebuild"]) == 0
    assert len(listed(capsys, "")) == 3


def test_pruning_asks_and_keeps_what_anybody_starred(
    folder: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", str(folder), "--quiet"]) == 0
    assert cli.main(["--profile", "ann", "mark", "star", "https://e.org/b", "--quiet"]) == 0
    for is_meant in ([], ["--yes"]):
        assert cli.main(["sources", "--prune", *is_meant]) == 0
        assert capsys.readouterr().err == "no article is without files\n"
    for name in "ab":
        (folder / f"{name}.md").unlink()
    assert cli.main(["sources", "--prune"]) == 0
    captured = capsys.readouterr()
    assert [line.split("\t")[1] for line in captured.out.splitlines()] == ["A"]
    assert captured.err.splitlines() == [
        "1 article without files would be removed; --yes removes them",
        "1 story kept for the star; --all takes them too",
    ]
    assert listed(capsys, "sort:title") == ["A", "B", "C"]
    assert cli.main(["sources", "--prune", "--yes", "--quiet"]) == 0
    assert listed(capsys, "sort:title") == ["B", "C"]
    assert cli.main(["sources", "--prune", "--yes", "--all", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == [str(folder / "b.md")]
    assert cli.main(["--profile", "ann", "marks", "export", "-"]) == 0
    assert '"starred": true' in capsys.readouterr().out, "marks outlive articles"
    folder.rename(folder.with_name("elsewhere"))
    assert cli.main(["sources", "--prune", "--yes"]) == 0
    told = "1 article kept below sources that are away or empty; sources remove PATH gives them up\n"
    assert capsys.readouterr().err == told


def test_one_is_not_told_as_many(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", str(folder / "a.md")]) == 0
    assert capsys.readouterr().out.startswith("1 file: 1 new")
    (folder / "again.md").write_text(article("A", "https://e.org/a"))
    assert cli.main(["import", str(folder / "again.md")]) == 0
    assert "1 duplicate, 0 refused" in capsys.readouterr().out
    cli.main(["mark", "star", "https://e.org/a", "--quiet"])
    assert cli.main(["mark", "star", "https://e.org/a"]) == 0
    assert "1 was that already" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["import"], ["sources", "remove"]])
def test_an_empty_path_is_not_the_current_folder(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text(article("A"))
    monkeypatch.chdir(folder)
    if words == ["sources", "remove"]:
        assert cli.main(["import", "."]) == 0
    for more in (["", "a.md"], [""]):
        with pytest.raises(SystemExit, match="2"):
            cli.main([*words, *more])
        assert "argument PATH: it is empty; . is the current folder" in capsys.readouterr().err
    cli.main(["sources", "--json"])
    assert (str(folder) in capsys.readouterr().out) == (words != ["import"])


def test_backup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mark", "star", "--query", "is:unread", "--quiet"]) == 0
    marks, articles = tmp_path / "marks.db", tmp_path / "articles.db"
    assert cli.main(["backup", str(marks), "--articles", str(articles)]) == 0
    for path, table, number in ((marks, "mark WHERE starred", 2), (articles, "article", 2)):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (number,)
    capsys.readouterr()
    articles.unlink()
    assert cli.main(["backup", str(marks), "--articles", str(articles)]) == cli.EXIT_FAILED
    assert "never overwrites" in capsys.readouterr().err and not articles.exists()
    assert cli.main(["--library", str(tmp_path / "x.db"), "--profile", "new", "backup", str(articles)]) == 0
    assert cli.main(["--library", str(marks), "list"]) == cli.EXIT_FAILED, "marks are no library"


def test_a_backup_that_has_room_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """SQLite says that there are no pages at all then, before it fails."""

    def full(source: Path, target: Path, progress: Callable[[int, int], None], is_new: bool) -> None:
        progress(0, 0)
        raise StorageError("the disk is full", "make room")

    monkeypatch.setattr(database, "copy", full)
    assert cli.main(["backup", str(tmp_path / "marks.db")]) == cli.EXIT_FAILED
    assert capsys.readouterr().err == "newsreader: the disk is full: make room\n"


def test_a_source_with_a_name_that_is_no_utf8_is_found_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / os.fsdecode(b"folder\xe9")
    folder.mkdir()
    (folder / "a.md").write_text(article("A", "https://e.org/a"))
    assert cli.main(["import", str(folder)]) == 0
    assert cli.main(["sources"]) == 0 and "there" in capsys.readouterr().out
    (folder / "b.md").write_text(article("B", "https://e.org/b"))
    assert cli.main(["refresh"]) == 0 and "1 new" in capsys.readouterr().out


def test_a_line_of_a_pipe_is_a_name_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is called ~ is not the home folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "myself"))
    for name in ("~", "myself"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(article(f"In {name}", f"https://e.org/{name}"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"~\n")))
    assert cli.main(["import", "-"]) == 0
    capsys.readouterr()
    assert cli.main(["sources"]) == 0
    assert capsys.readouterr().out.split("\t")[0] == str(tmp_path / "~")
    assert cli.main(["import", "~"]) == 0, "in a word that no shell has seen it is"
    assert cli.main(["list", "myself"]) == 0 and "In myself" in capsys.readouterr().out


def test_names_of_ones_own_are_asked_for_at_the_next_refresh(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, settings = tmp_path / "a.md", home / "config.toml"
    file.write_text("---\nkop: Een stad\nwebUrl: https://e.org/a\n---\nText.\n")

    def titles() -> str:
        capsys.readouterr()
        assert cli.main(["list", "stad"]) == 0
        return capsys.readouterr().out

    def refreshed() -> tuple[int, int, str]:
        capsys.readouterr()
        assert cli.main(["refresh", "--json"]) == 0
        captured = capsys.readouterr()
        report = json.loads(captured.out)
        return report["updated"], report["unchanged"], captured.err

    assert cli.main(["import", str(file)]) == 0 and titles() == ""
    settings.write_text('measure = 1\n[fields]\ntitle = "kop"\n')
    updated, unchanged, told = refreshed()
    assert (updated, unchanged) == (1, 0) and "Een stad" in titles()
    assert f"{settings}:1: measure must be a number from 40 to 200" in told
    assert refreshed()[:2] == (0, 1)
    assert cli.main(["rebuild", "--quiet"]) == 0 and "Een stad" in titles()
    assert refreshed()[:2] == (0, 1), "a rebuilt library is asked the same"
    settings.unlink()
    assert refreshed()[:2] == (1, 0) and titles() == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\n[fields\n", ":2: not valid TOML"),
        ("[fields]\ntitlle = 'x'\n", ":2: fields: no field is called titlle: mend it first"),
        (None, ":1: it cannot be read: not a regular file: mend it first"),
    ],
)
def test_nothing_is_read_under_names_that_may_be_others(
    folder: Path, home: Path, text: str | None, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Read under other names, stories would have other keys, and their stars be lost from sight."""
    file = home / "config.toml"
    file.write_text("[fields]\nurl = 'permalink'\n")
    (folder / "p.md").write_text(article("P", "", permalink="https://e.org/p"))
    assert cli.main(["import", str(folder), "--quiet"]) == 0
    assert cli.main(["mark", "star", "https://e.org/p", "--quiet"]) == 0
    (folder / "p.md").write_text(article("P again", "", permalink="https://e.org/p"))
    (folder / "a.md").unlink()
    file.unlink()
    file.mkdir() if text is None else file.write_text(text)
    for words in (
        ["import", str(folder)],
        ["refresh"],
        ["rebuild"],
        ["doctor", "--fix"],
        ["sources", "--prune"],
        ["sources", "--prune", "--yes", "--all"],
    ):
        assert cli.main(words) == cli.EXIT_FAILED
        captured = capsys.readouterr()
        (line,) = captured.err.splitlines()
        assert line.startswith(f"newsreader: {file}{says}") and line.endswith(": mend it first")
        assert captured.out == ""
    assert cli.main(["list", "--json", "is:starred"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "P"
    cli.main(["doctor"])
    assert f"! config    {file}{says.removesuffix(': mend it first')}" in capsys.readouterr().out


def test_a_mistake_elsewhere_in_the_configuration_keeps_nothing_from_being_read(
    folder: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config.toml").write_text("measure = 1\n[keys]\na = 3\n[fields]\nurl = 'permalink'\n")
    (folder / "p.md").write_text(article("P", "", permalink="https://e.org/p"))
    assert cli.main(["import", str(folder)]) == 0
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert cli.main(["show", "https://e.org/p", "--quiet"]) == 0


def test_a_refresh_is_nobodys_profile(folder: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--profile", "work", "import", str(folder)]) in (0, 3)
    assert cli.main(["refresh"]) in (0, 3)
    assert not (home / "profiles" / "default").exists()
