"""Sources are looked at again by a process of its own, unless the configuration is broken."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from newsreader import config
from newsreader.config import Config
from newsreader.files import NICENESS
from newsreader.tui.living import Living
from tests.conftest import article, imported
from tests.tui.conftest import Reader, Start
from tests.tui.test_screen import until


@pytest.fixture
def mine(home: Path, tmp_path: Path) -> Path:
    """A folder that is a source, with a file in it that nobody looked at yet."""
    folder = tmp_path / "mine"
    folder.mkdir()
    imported(home / "library.db", folder, remember=True)
    (folder / "a.md").write_text(article("Mine"))
    return folder


async def told(reader: Reader, text: str) -> str:
    """The message with this text, once it is there."""
    await until(reader, lambda: any(text in message for message in reader.messages), 20)
    return next(message for message in reader.messages if text in message)


@pytest.mark.usefixtures("mine")
async def test_a_broken_configuration_keeps_files_from_being_read(start: Start, home: Path) -> None:
    file = home / "config.toml"
    file.write_text("\n[fields]\ntitle = [\n")
    async with start(config=config.load(file)[0]) as reader:
        message = await told(reader, "The sources were not looked at")
        assert f"{file}:" in message and message.endswith("mend it first.")
        await reader.settle()
        assert reader.numbers["All"] == 2 and len(reader.messages) == 1
        file.write_text("[fields]\ntitle = 'headline'\n")
        await reader.press("r")
        assert await told(reader, "1 new story.")
        file.write_text("[fields]\ntitlle = 'headline'\n")
        await reader.press("r")
        assert f"{file}:2: fields: no field is called titlle: mend it first." in await told(reader, "titlle")


@pytest.mark.usefixtures("mine")
async def test_what_looks_at_the_sources_gives_way(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    real = os.setpriority

    def seen(which: int, process: int, niceness: int) -> None:
        real(which, process, niceness)
        found.append((process != os.getpid(), os.getpriority(which, process)))

    monkeypatch.setattr(os, "setpriority", seen)
    async with start() as reader:
        assert await told(reader, "1 new story.")
    assert found == [(True, min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS))]


@pytest.mark.usefixtures("mine")
async def test_what_is_looked_at_already_is_not_looked_at_twice(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = [], threading.Event()
    real, spawn = Living._sources, asyncio.create_subprocess_exec

    def slowly(self: Living) -> bool:
        go.wait(5)
        return real(self)

    async def counted(*command: str, **pipes: Any) -> asyncio.subprocess.Process:
        begun.append(command)
        return await spawn(*command, **pipes)

    monkeypatch.setattr(Living, "_sources", slowly)
    monkeypatch.setattr(asyncio, "create_subprocess_exec", counted)
    async with start(config=Config(refresh="asked")) as reader:
        await reader.press("r", "r")
        go.set()
        assert await told(reader, "1 new story.") and len(begun) == 1


async def test_a_process_that_cannot_be_started_is_told(
    start: Start, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(mine / "gone"))
    async with start(config=Config(refresh="asked")) as reader:
        for _ in range(2):
            await reader.press("r")
            assert await told(reader, "The sources were not looked at: No such file or directory.")
            reader.app.clear_notifications()


async def test_searches_that_another_process_writes_show_by_themselves(
    start: Start, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.tui.living.INTERVAL", 0.02)
    read = []
    real = config.load

    def load(path: Path) -> tuple[config.Config, list[config.Mistake]]:
        found = real(path)
        read.append(found)
        return found

    monkeypatch.setattr(config, "load", load)
    file = home / "config.toml"
    async with start(config=real(file)[0]) as reader:
        config.save_search(file, "Mine", "campus")
        await until(reader, lambda: reader.numbers.get("Mine") == 1)
        file.write_text("[searches]\nMine = 'no such word'\nYours = 'campus'\nBad = 'nope:1'\n")
        await until(reader, lambda: reader.numbers.get("Yours") == 1 and reader.numbers["Mine"] == 0)
        before = len(read)
        file.write_text("[searches\n")  # somebody is in the middle of writing it
        await until(reader, lambda: len(read) > before)
        await reader.settle()
        assert {"Mine", "Yours"} <= set(reader.numbers) and "Bad" not in reader.numbers
        file.unlink()
        await until(reader, lambda: not {"Mine", "Yours"} & set(reader.numbers))
        assert not reader.messages


async def test_a_search_that_vanishes_while_it_is_shown_leaves_its_list(
    start: Start, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.tui.living.INTERVAL", 0.02)
    file = home / "config.toml"
    config.save_search(file, "Mine", "campus")
    async with start(config=config.load(file)[0]) as reader:
        await reader.press(*"]]]]]]")
        assert reader.sidebar.shown.name == "Mine" and reader.headlines.count == 1
        config.save_search(file, "Mine", None)
        await until(reader, lambda: "Mine" not in reader.numbers)
        await reader.press("j", "k")
        assert (reader.sidebar.shown.name, reader.headlines.count) == ("All", 2) and not reader.messages
