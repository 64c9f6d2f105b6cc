"""`config check` and the screen find the same mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsreader import cli, config, remembered
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.remembered import Remembered
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.mistakes import every

TEXT = """theme = "nrod"
sort = "oldst"
[keys]
"list.raed" = "x"
"story.open" = 3
[searches]
"Bad" = "topc:AI"
"""


def test_every_mistake_is_found_in_the_order_of_lines() -> None:
    mistakes = every(*config.parsed(TEXT))
    assert [mistake.line for mistake in mistakes] == [1, 2, 4, 5, 7]
    assert mistakes[2].message.startswith("keys: no command is called list.raed")
    assert every(*config.parsed("")) == []


async def test_the_screen_tells_what_config_check_does(
    library: Library, marks: Marks, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / "config.toml"
    file.write_text(TEXT)
    # What was chosen on the screen counts, and makes no mistake of the file good.
    remembered.save(remembered.beside(marks.path), Remembered(chosen={"theme": ["nrod", "light"]}))
    assert cli.main(["config", "check"]) == cli.EXIT_FAILED
    lines = capsys.readouterr().out.splitlines()
    async with NewsreaderApp(library, marks, *config.load(file)).run_test() as pilot:
        (notification,) = pilot.app._notifications
        assert str(notification.message).split("\n") == lines and len(lines) == 5
        assert pilot.app.theme == "light"


@pytest.mark.parametrize(("chosen", "theme"), [("nord", "nord"), ("gone", "light")])
async def test_a_theme_that_is_no_more_leaves_the_configured_one(
    library: Library, marks: Marks, chosen: str, theme: str
) -> None:
    remembered.save(remembered.beside(marks.path), Remembered(chosen={"theme": ["light", chosen]}))
    app = NewsreaderApp(library, marks, config.Config(theme="light"))
    assert app.theme == theme
