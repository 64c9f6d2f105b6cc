"""Files and folders into the library: incremental, complete, and past everything that is in the way."""

from __future__ import annotations

import errno
import os
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader import export, importer, ingest, pruning
from newsreader.errors import NewsreaderError
from newsreader.importer import Failure, Report
from newsreader.ingest import Writer
from newsreader.library import Library
from tests.conftest import Put, article, imported

URL = "https://e.org/same"


def counts(report: Report) -> tuple[int, int, int, int, int]:
    assert report.files == report.new + report.updated + report.unchanged + report.duplicates + report.failed
    return report.new, report.updated, report.unchanged, report.duplicates, report.failed


def open_library(home: Path) -> Library:
    return Library(home / "library.db", home / "marks.db")


def rows(home: Path) -> list[tuple[str, int]]:
    """Title and time of every article, newest first."""
    with closing(open_library(home)) as library:
        found = library.rows(ids := library.ids())
        return [(found[id_].title, found[id_].published) for id_ in ids]


def test_seeds_and_again(home: Path, seeds: Path) -> None:
    assert counts(imported(home / "library.db", seeds)) == (2, 0, 0, 0, 0)
    assert counts(imported(home / "library.db", seeds)) == (0, 0, 2, 0, 0)
    assert len(rows(home)) == 2


def test_a_change_is_taken_in_and_a_touch_is_not(home: Path, put: Put) -> None:
    put({"a.md": article("Old title", URL), "b.md": article("Other", "https://e.org/b")})
    assert counts(put({"a.md": article("New title", URL)})) == (0, 1, 1, 0, 0)
    with closing(open_library(home)) as library:
        from newsreader import query

        assert not library.ids(query.parse("old")) and len(library.ids(query.parse("new"))) == 1
        assert library.totals().total == 2
    file = home.parent / "articles" / "a.md"
    os.utime(file, ns=(1, 1))
    assert counts(imported(home / "library.db", file)) == (0, 0, 1, 0, 0)


def test_the_newest_of_the_same_url_is_shown_in_any_order(tmp_path: Path) -> None:
    texts = [article(f"From {day}", URL, f"2020-01-0{day}") for day in (2, 3, 1)]
    for name, order in (("x", (0, 1, 2)), ("y", (2, 1, 0)), ("z", (1, 2, 0))):
        home = tmp_path / name
        (home / "f").mkdir(parents=True)
        for place, index in enumerate(order):
            (home / "f" / f"{place}.md").write_text(texts[index])
        report = imported(home / "library.db", home / "f")
        assert (report.new, report.duplicates) == (1, 2)
        assert [title for title, _ in rows(home)] == ["From 3"]
        with closing(open_library(home)) as library:
            story = library.story(library.find(URL))
            assert len(story.files) == 3 and story.files[0].endswith(f"{order.index(1)}.md")
            assert library.totals().total == 1


def test_a_file_that_grows_older_gives_way(home: Path, put: Put) -> None:
    put({"a.md": article("A", URL, "2020-01-09"), "b.md": article("B", URL, "2020-01-05")})
    put({"a.md": article("A older", URL, "2020-01-01")})
    assert [title for title, _ in rows(home)] == ["B"]


def test_an_article_stays_when_its_file_goes(home: Path, put: Put) -> None:
    put({"a.md": article("A", URL)})
    (home.parent / "articles" / "a.md").unlink()
    assert counts(put({})) == (0, 0, 0, 0, 0)
    assert len(rows(home)) == 1


def test_ids_follow_the_time_and_do_not_collide(home: Path, put: Put) -> None:
    put({f"{n}.md": article(f"T{n}", f"https://e.org/{n}", "2020-01-01T00:00:00Z") for n in range(5)})
    put({"0.md": article("T0 again", "https://e.org/0", "2020-01-01T00:00:00Z")})
    put({"1.md": article("T1 moved", "https://e.org/1", "1969-12-31T23:59:00Z")})
    found = rows(home)
    assert len(found) == 5 and found[-1] == ("T1 moved", -60)


def test_a_full_second_runs_over(home: Path, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "_SEQUENCES", 2)
    put({f"{n}.md": article(f"T{n}", f"https://e.org/{n}", "2020-01-01T00:00:00Z") for n in range(5)})
    assert len(rows(home)) == 5


def test_bad_files_are_told_and_do_not_stop_the_others(home: Path, put: Put, tmp_path: Path) -> None:
    files = {"bad.md": "---\ntitle: a: b\n---\n", "empty.md": "", "good.md": article()}
    report = put(files)
    assert counts(report) == (1, 0, 0, 0, 2)
    folder = tmp_path / "articles"
    assert Failure(str(folder / "empty.md"), 1, "no front matter and no heading") in report.failures
    assert any(failure.line == 2 and "YAML" in failure.reason for failure in report.failures)
    assert counts(put(files)) == (0, 0, 1, 0, 2), "still told, without being parsed again"
    assert counts(put({"bad.md": article("Mended", "https://e.org/m")})) == (1, 0, 1, 0, 1)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ENFILE])
def test_a_file_that_could_not_be_read_is_tried_again(
    home: Path, put: Put, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """What kept it from being read changes nothing that can be seen from outside."""
    opened = os.open

    def refuse(path: str, *arguments: int) -> int:
        if str(path).endswith("a.md"):
            raise OSError(number, os.strerror(number))
        return opened(path, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        report = put({"a.md": article("A", "https://e.org/a"), "empty.md": ""})
        assert os.strerror(number).lower() in {failure.reason for failure in report.failures}
        assert counts(put({})) == (0, 0, 0, 0, 2)
    assert counts(put({})) == (1, 0, 0, 0, 1), "but what it holds is no reason to read it again"
    assert counts(put({})) == (0, 0, 1, 0, 1)


def test_a_folder_that_cannot_be_looked_into_is_told(
    home: Path, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "lock\x1bed":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        if Path(path).name == "vanished":
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", path)
        return listed(path)

    locked = tmp_path / "articles" / "lock\x1bed"
    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", refuse)
        report = put({f"{name}.md": article(name, f"https://e.org/{name}") for name in ("a", "c/d")})
        assert counts(report) == (2, 0, 0, 0, 0)
        report = put({"lock\x1bed/b.md": article("B", "https://e.org/b")})
        assert report.failures == [Failure(str(locked), None, "permission denied")]
        (tmp_path / "articles" / "vanished").mkdir()
        assert counts(put({})) == (0, 0, 2, 0, 1), "one that goes meanwhile is only gone"
        assert imported(home / "library.db", locked).failures == report.failures
    assert counts(put({})) == (1, 0, 2, 0, 0)


def test_what_a_folder_holds_beside_articles_is_passed_over(home: Path, put: Put) -> None:
    report = put(
        {
            "seed.txt": article("A", "https://e.org/a"),
            "deep/er/note.markdown": "# A heading\n",
            "page.html": article("C", "https://e.org/c"),
            "picture.png": "\x89PNG",
            "style.css": "a {}",
            ".hidden.md": article("D", "https://e.org/d"),
            ".git/x.md": article("E", "https://e.org/e"),
        }
    )
    assert counts(report) == (3, 0, 0, 0, 0)


def test_a_named_file_is_always_tried(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG")
    assert counts(imported(home / "library.db", file)) == (0, 0, 0, 0, 1)


def test_traps_are_refused(home: Path, put: Put, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "loop").mkdir(parents=True)
    os.mkfifo(folder / "fifo.md")
    (folder / "zero.md").symlink_to("/dev/zero")
    (folder / "self.md").symlink_to(folder / "self.md")
    (folder / "loop" / "one").symlink_to(folder)
    (folder / "loop" / "two").symlink_to(folder)
    with (folder / "sparse.md").open("wb") as sparse:
        sparse.truncate(1 << 30)
    (folder / "directory.md").mkdir()
    report = put({"good.md": article(), "directory.md/inside.md": article("B", "https://e.org/b")})
    assert report.new == 2
    reasons = {Path(failure.path).name: failure.reason for failure in report.failures}
    assert reasons == {
        "fifo.md": "not a regular file",
        "zero.md": "a link, which is not followed",
        "self.md": "a link, which is not followed",
        "sparse.md": "larger than 1 MiB",
        "directory.md": "a folder with the name of a file; what is in it was looked at",
    }


def test_a_link_that_takes_the_place_of_a_file_is_not_followed_when_another_gives_way(
    home: Path, put: Put, tmp_path: Path
) -> None:
    put({"a.md": article("Newer", published="2021-01-02"), "b.md": article("Older", published="2021-01-01")})
    outside = tmp_path / "outside.md"
    outside.write_text(article("Not meant for the library"))
    (tmp_path / "articles" / "b.md").unlink()
    (tmp_path / "articles" / "b.md").symlink_to(outside)
    put({"a.md": article("Newer", "https://example.org/elsewhere", "2021-01-02")})
    assert "Not meant for the library" not in [title for title, _ in rows(home)]


def test_what_is_no_article_by_its_name_is_passed_over_whatever_it_is(
    home: Path, put: Put, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(b"x" * (2 << 20))
    (folder / "link.jpg").symlink_to(folder / "photo.jpg")
    os.mkfifo(folder / "pipe")
    assert counts(put({"a.md": article()})) == (1, 0, 0, 0, 0)


def test_values_beyond_a_databases_range_do_not_stop_an_import(home: Path, put: Put, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    put(
        {
            "score.md": article("S", "https://e.org/s", quality="1e300", heat="9" * 40),
            "old.md": "---\ntitle: Old\n---\n",
        }
    )
    os.utime(folder / "old.md", (10_413_792_000, 10_413_792_000))
    report = put({"url.md": article("U", "https://a.com/" + "é" * 400), "good.md": article()})
    assert report.failures == [] and len(rows(home)) == 4
    with closing(open_library(home)) as library:
        assert all(export.listed_json(listed)["published"] for listed in library.listed())


def test_the_same_folder_by_another_path(
    home: Path, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put({"a.md": article("A", ""), "sub/b.md": article("B", "")})
    monkeypatch.chdir(tmp_path / "articles" / "sub")
    assert counts(imported(home / "library.db", Path(".."))) == (0, 0, 2, 0, 0)


CHANGES = st.dictionaries(
    st.sampled_from("abc"), st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(1, 9)), min_size=1
)
HISTORIES = st.lists(st.tuples(CHANGES, st.sets(st.sampled_from("abc"))), min_size=1, max_size=4)


@settings(max_examples=25)
@given(st.lists(CHANGES, min_size=1, max_size=4))
def test_every_history_of_files_ends_in_the_library_of_a_fresh_import(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, tuple[int, int, int]]]
) -> None:
    """Files change their URL, date and title; what they hold now is what the library shows."""
    folder = tmp_path_factory.mktemp("history")
    files = folder / "files"
    files.mkdir()
    for number, step in enumerate(history):
        for name, (url, day, title) in step.items():
            path = files / f"{name}.md"
            path.write_text(article(f"T{title}", f"https://e.org/{url}", f"2020-01-0{day}"))
            os.utime(path, (number, number))
        imported(folder / "kept" / "library.db", files)
    imported(folder / "fresh" / "library.db", files)
    kept, fresh = _shown(folder / "kept"), _shown(folder / "fresh")
    assert {story for story in kept if story[2]} == fresh


@settings(max_examples=25)
@given(HISTORIES)
def test_every_history_ends_in_the_library_of_a_fresh_import_once_it_is_pruned(
    tmp_path_factory: pytest.TempPathFactory,
    history: list[tuple[dict[str, tuple[int, int, int]], set[str]]],
) -> None:
    """Files change and go; after pruning there is nothing else than what a fresh import finds."""
    folder = tmp_path_factory.mktemp("pruned")
    files = folder / "files"
    files.mkdir()
    for number, (step, gone) in enumerate(history):
        for name, (url, day, title) in step.items():
            path = files / f"{name}.md"
            path.write_text(article(f"T{title}", f"https://e.org/{url}", f"2020-01-0{day}"))
            os.utime(path, (number, number))
        imported(folder / "kept" / "library.db", files)
        for name in gone:
            (files / f"{name}.md").unlink(missing_ok=True)
        with closing(Writer(folder / "kept" / "library.db")) as writer:
            list(pruning.prune(writer, lambda key: False, pruning.Pruned(), is_dry=number % 2 == 1))
    with closing(Writer(folder / "kept" / "library.db")) as writer:
        list(pruning.prune(writer, lambda key: False, pruning.Pruned(), is_dry=False))
        writer._connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    imported(folder / "fresh" / "library.db", files)
    assert _shown(folder / "kept") == _shown(folder / "fresh")


def _shown(home: Path) -> set[tuple[str, str, tuple[str, ...]]]:
    """Every article's URL, title and files; one whose files have all gone elsewhere stays, without files."""
    with closing(open_library(home)) as library:
        stories = [library.story(row.key) for row in library.rows(library.ids()).values()]
        assert library.totals().total == len(stories)
        return {
            (story.article.url, story.article.title, tuple(sorted(map(os.path.basename, story.files))))
            for story in stories
        }


def test_strange_names(home: Path, put: Put, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    names = [b"esc\x1b]0;x\x07.md", b"not-utf8-\xff.md", b"new\nline.md", b"-rf.md", "größe.md".encode()]
    for number, name in enumerate(names):
        with open(os.fsencode(folder) + b"/" + name, "w") as file:
            file.write(article(f"T{number}", f"https://e.org/{number}"))
    assert counts(put({})) == (5, 0, 0, 0, 0)
    assert counts(put({})) == (0, 0, 5, 0, 0)


def test_a_path_that_does_not_exist(home: Path, tmp_path: Path) -> None:
    with pytest.raises(NewsreaderError, match="does not exist"):
        imported(home / "library.db", tmp_path / "nothing")


def test_an_abandoned_import_leaves_whole_batches_and_goes_on(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "BATCH", 10)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(35):
        (folder / f"{number:02}.md").write_text(article(f"T{number}", f"https://e.org/{number}"))
    writer = Writer(home / "library.db")
    stream = importer.run(writer, [folder], Report())
    for _ in range(25):
        next(stream)
    del stream
    writer.close()
    assert len(rows(home)) == 20
    assert counts(imported(home / "library.db", folder)) == (15, 0, 20, 0, 0)


def test_sources_are_remembered(home: Path, put: Put, tmp_path: Path) -> None:
    put({"a.md": article()})
    folder = tmp_path / "articles"
    imported(home / "library.db", folder, remember=True)
    imported(home / "library.db", folder, folder / "a.md", remember=True)
    with closing(open_library(home)) as library:
        assert library.sources() == [str(folder), str(folder / "a.md")]


def test_sources_that_overlap_are_looked_at_once(home: Path, put: Put, tmp_path: Path) -> None:
    files = {f"{name}.md": article(name, f"https://e.org/{name}") for name in ("a", "sub/b", "sub/deep/c")}
    put(files | {"sub/bad.md": "", ".hidden/d.md": article("D", "https://e.org/d"), "sub/plain": "# Plain\n"})
    folder, library = tmp_path / "articles", tmp_path / "other.db"
    (folder / "link.md").symlink_to(folder / "a.md")
    assert counts(imported(library, folder / "sub", folder, folder, folder / "sub/deep")) == (3, 0, 0, 0, 2)
    roots = folder / "a.md", folder, folder / "sub" / "b.md", folder / "sub"
    assert counts(imported(library, *roots)) == (0, 0, 3, 0, 2), "the link is refused"
    extra = folder / ".hidden", folder / "sub" / "plain", folder / "link.md"
    report = imported(library, folder, *extra)
    assert counts(report) == (2, 0, 3, 1, 1), (
        "what a folder passes over or refuses is taken where it is named"
    )
    assert [Path(failure.path).name for failure in report.failures] == ["bad.md"]


@pytest.mark.parametrize("held", [0, 8 << 20])
def test_the_full_text_index_stays_sound(
    home: Path, put: Put, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    """Also where what is taken out of it is too much to wait for the end of the batch."""
    monkeypatch.setattr(ingest, "_HELD_LIMIT", held)
    put({f"{n}.md": article(f"東京 {n}", f"https://e.org/{n}", f"2020-01-0{n + 1}") for n in range(5)})
    put({f"{n}.md": article(f"大阪 {n}", f"https://e.org/{n}", f"2020-02-0{n + 1}") for n in range(3)})
    with closing(Writer(home / "library.db")) as writer:
        writer._connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        tables = ("article", "content", "search")
        assert [
            writer._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables
        ] == [5] * 3


def test_the_corpus_comes_in_whole(home: Path) -> None:
    corpus = Path(__file__).parents[2] / "shared" / "corpus"
    if not corpus.is_dir():
        pytest.skip("the shared corpus is not here")
    report = imported(home / "library.db", corpus)
    assert report.failures == [] and report.files == 616
    assert report.new + report.duplicates == 616
