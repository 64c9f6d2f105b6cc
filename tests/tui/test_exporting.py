"""Stories written to a file: which, where to, and all that can be wrong with that."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TextIO

import pytest

from newsreader import files
from newsreader.library import Library, Listed
from newsreader.tui import exporting
from tests.conftest import Put, article
from tests.tui.conftest import Reader, Start


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program is started in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    return folder


@pytest.fixture
def many(put: Put, library: Library) -> None:
    """Ten stories beside the two seeds, the newest of all."""
    put({f"{n}.md": article(f"Story {n}", f"https://e.org/{n}", f"2024-01-{n + 10}") for n in range(10)})


async def name(reader: Reader, text: str) -> None:
    """Type a file's name in place of the proposed one."""
    await reader.press("ctrl+u", *("space" if sign == " " else sign for sign in text), "enter")


def titles(path: Path) -> list[str]:
    return [json.loads(line)["title"] for line in path.read_text("utf-8").splitlines()]


@pytest.mark.usefixtures("many")
async def test_the_story_under_the_cursor(start: Start, here: Path) -> None:
    async with start() as reader:
        await reader.press("j", "e")
        assert "Export 1 story to newsreader-" in reader.text()
        await reader.press("enter")
        (made,) = here.iterdir()
        assert made.name.startswith("newsreader-20") and made.suffix == ".md"
        assert reader.messages[-1] == f"Exported 1 story to {made.name}"
        assert "## [Story 8](<https://e.org/8>)" in made.read_text()
        await reader.press("e", "escape")
        assert len(list(here.iterdir())) == 1 and reader.pane == "headlines"
        await reader.press("e", "enter")
        assert (here / f"{made.stem}-2.md").is_file(), "another name is proposed"


@pytest.mark.usefixtures("many")
async def test_a_selection(start: Start, here: Path, tmp_path: Path) -> None:
    async with start() as reader:
        await reader.press("v", "j", "j", "e")
        assert "Export 3 stories to" in reader.text()
        await reader.press("escape")
        assert reader.headlines.is_selecting, "it is not lost"
        await reader.press("e")
        await name(reader, "~/a b.JSONL")
        assert titles(tmp_path / "a b.JSONL") == ["Story 9", "Story 8", "Story 7"]
        assert not reader.headlines.is_selecting and reader.messages[-1].startswith("Exported 3 stories to ")


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("kind", ["md", "html", "csv", "jsonl"])
async def test_the_whole_list(start: Start, here: Path, kind: str) -> None:
    async with start() as reader:
        await reader.press("/", *"story", "enter", "E")
        assert "Export 10 stories to" in reader.text()
        await name(reader, f"a.{kind}")
        assert all(f"Story {n}" in (here / f"a.{kind}").read_text() for n in range(10))
        assert "Boston" not in (here / f"a.{kind}").read_text()


async def test_from_the_story_pane(start: Start, here: Path) -> None:
    async with start() as reader:
        await reader.press("j", "enter", "e")
        await name(reader, "a.jsonl")
        assert titles(here / "a.jsonl")[0].startswith("The City Of Boston") and reader.pane == "story"
        await reader.press("j", "e")
        assert reader.messages[-1] == "This story is not in the library: only its link is."


async def test_a_related_story_of_the_library(start: Start, put: Put, here: Path) -> None:
    related = "\n  - title: Other\n    webUrl: https://e.org/b"
    put(
        {
            "a.md": article("One", "https://e.org/a", "2031-01-04", related=related),
            "b.md": article("Other", "https://e.org/b", "2019-01-03"),
        }
    )
    async with start() as reader:
        await reader.press("/", *"one", "enter", "enter", "j", "enter", "e")
        await name(reader, "a.jsonl")
        assert titles(here / "a.jsonl") == ["Other"]


async def test_what_is_wrong_with_a_name(start: Start, here: Path) -> None:
    (here / "folder.md").mkdir()
    os.mkfifo(here / "pipe.md")
    async with start() as reader:
        await reader.press("e")
        for text, says in [
            ("a.pdf", "must end in .jsonl .csv .md .html"),
            ("", "must end in"),
            (".md", "must end in"),
            ("folder.md", "that is a folder"),
            ("no/a.md", "there is no such folder"),
            ("pipe.md", "that is no file"),
            ("~nobody0/a.md", "no file can be called that"),
            (f"{'a' * 300}.md", "no file can be called that"),
        ]:
            await name(reader, text)
            assert says in reader.text(), text
        await name(reader, "a.md")
        assert (here / "a.md").is_file()


async def test_nothing_is_overwritten_unasked(start: Start, here: Path) -> None:
    (here / "a.md").write_text("precious")
    async with start() as reader:
        await reader.press("e")
        await name(reader, "a.md")
        assert "Replace a.md?" in reader.text()
        for keys in (["escape"], ["n", "enter"]):
            await reader.press(*keys)
            assert "Export 1 story to a.md" in reader.text(), "what was typed is not lost"
            await reader.press("enter")
        await reader.press("escape", "escape")
        assert (here / "a.md").read_text() == "precious" and reader.pane == "headlines"
        await reader.press("e")
        await name(reader, "a.md")
        await reader.press("enter")
        assert "Boston" in (here / "a.md").read_text() and reader.pane == "headlines"


async def test_what_came_to_be_there_meanwhile_stays(
    start: Start, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replacing = files.replacing

    def late(path: Path, is_new: bool) -> AbstractContextManager[TextIO]:
        path.write_text("precious")
        return replacing(path, is_new)

    monkeypatch.setattr(files, "replacing", late)
    async with start() as reader:
        await reader.press("e")
        await name(reader, "a.md")
        assert reader.messages[-1] == "Not exported: a.md is there already: choose another name"
        assert (here / "a.md").read_text() == "precious"


async def test_a_full_disk_is_told(start: Start, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with start() as reader:
        await reader.press("e")
        monkeypatch.setattr(os, "fsync", full)
        await name(reader, "a.md")
        assert reader.messages[-1].startswith("Not exported: a.md cannot be written: no space left on device")
        assert not any(here.iterdir())


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Stories are read one by one, the second one when this is set."""
    gate = threading.Event()
    listed = Library.listed_as

    def listed_as(self: Library, ids: Sequence[int]) -> list[Listed]:
        if list(ids) != list(self.ids()[:1]):
            assert gate.wait(20)
        return listed(self, ids)

    monkeypatch.setattr(exporting, "_PART", 1)
    monkeypatch.setattr(Library, "listed_as", listed_as)
    return gate


async def slowly(reader: Reader) -> None:
    """Begin to export the list, and wait until that is under way."""
    await reader.press("E")
    await reader.pilot.press("ctrl+u", *"a.md", "enter")
    while "Exporting: 1 of 2 stories" not in reader.text():
        await reader.pilot.pause(0.005)


async def test_esc_stops_it(start: Start, here: Path, slow: threading.Event) -> None:
    async with start() as reader:
        await slowly(reader)
        await reader.pilot.press("j", "E")
        await reader.pilot.pause()
        assert reader.headlines.cursor == 1, "the keys are free meanwhile"
        assert reader.messages[-1] == "Another file is still being written; Esc stops it."
        await reader.pilot.press("escape")
        slow.set()
        await reader.settle()
        assert reader.messages[-1] == "The export was stopped, and no file was left."
        assert not any(here.iterdir()) and "Exporting" not in reader.text()
        await reader.press("E", "enter")
        assert reader.messages[-1].startswith("Exported 2 stories to ")


async def test_what_can_no_longer_be_stopped_is_told_as_written(
    start: Start, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_end, go = threading.Event(), threading.Event()
    fsync = os.fsync

    def slowly(descriptor: int) -> None:
        at_end.set()
        go.wait(5)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", slowly)
    async with start() as reader:
        await reader.press("E")
        await reader.pilot.press("ctrl+u", *"a.md", "enter")
        while not at_end.is_set():
            await reader.pilot.pause(0.005)
        await reader.pilot.press("escape")
        await reader.pilot.pause()
        assert not reader.messages, "nobody knows yet"
        go.set()
        await reader.settle()
        assert reader.messages[-1] == "Exported 2 stories to a.md" and (here / "a.md").exists()


async def test_quitting_asks_once(start: Start, here: Path, slow: threading.Event) -> None:
    async with start() as reader:
        await slowly(reader)
        await reader.pilot.press("q")
        await reader.pilot.pause()
        assert reader.app.is_running and "Quit again to leave without it" in reader.messages[-1]
        await reader.pilot.press("q")
    slow.set()
    while any(here.iterdir()):  # the thread ends; the program waits for it
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("size", [(44, 20), (80, 24)])
async def test_what_is_typed_can_be_seen(start: Start, size: tuple[int, int]) -> None:
    """The end of the proposed name, where it goes on, and on a narrow screen also below a mistake."""
    async with start(size=size) as reader:
        await reader.press("E")
        assert ".md" in reader.text().splitlines()[-1]
        await reader.press("ctrl+u", *"a.pdf", "enter")
        above, line = reader.text().splitlines()[-2:]
        assert "Export 2 stories to a.pdf" in line
        assert (above if size[0] < 80 else line).rstrip().endswith("must end in .jsonl .csv .md .html")
        await reader.press("x")
        line = reader.text().splitlines()[-1]
        assert "Export 2 stories to a.pdfx" in line and "must" not in line
