"""Sources are looked at again by a process of its own, unless the configuration is broken."""

from __future__ import annotations

from pathlib import Path

from newsreader import config
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
