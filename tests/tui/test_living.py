"""Sources are looked at again by a process of its own, unless the configuration is broken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsreader import config
from newsreader.files import NICENESS
from tests.conftest import article, imported
from tests.tui.conftest import Reader, Start
from tests.tui.test_screen import until


async def told(reader: Reader, text: str) -> str:
    """The message with this text, once it is there."""
    await until(reader, lambda: any(text in message for message in reader.messages), 20)
    return next(message for message in reader.messages if text in message)


async def test_a_broken_configuration_keeps_files_from_being_read(
    start: Start, home: Path, tmp_path: Path
) -> None:
    file, folder = home / "config.toml", tmp_path / "mine"
    folder.mkdir()
    imported(home / "library.db", folder, remember=True)
    (folder / "a.md").write_text(article("Mine"))
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


async def test_what_looks_at_the_sources_gives_way(
    start: Start, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    imported(home / "library.db", folder, remember=True)
    (folder / "a.md").write_text(article("Mine"))
    found = []
    real = os.setpriority

    def seen(which: int, process: int, niceness: int) -> None:
        real(which, process, niceness)
        found.append((process != os.getpid(), os.getpriority(which, process)))

    monkeypatch.setattr(os, "setpriority", seen)
    async with start() as reader:
        assert await told(reader, "1 new story.")
    assert found == [(True, min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS))]
