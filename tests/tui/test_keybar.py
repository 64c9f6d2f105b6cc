"""The bottom line: five keys for each pane and the help, a note beside them, and each a button."""

from __future__ import annotations

import pytest

from newsreader.config import Config
from newsreader.tui.commands import PANES, Pane
from newsreader.tui.keymap import Keymap
from tests.tui.conftest import Reader, Start


def bar(reader: Reader) -> str:
    return reader.text().splitlines()[-1].rstrip()


@pytest.mark.parametrize("pane", PANES)
def test_five_keys_for_each_pane_and_the_help(pane: Pane) -> None:
    shown = [command for command in Keymap() if pane in command.bar]
    assert len(shown) == 6 and [command.id for command in shown][-1] == "app.help"
    assert all(command.applies(pane) for command in shown)


@pytest.mark.parametrize(("size", "keys"), [((120, 30), 6), ((80, 24), 6), ((44, 20), 3)])
async def test_what_does_not_fit_is_left_out(start: Start, size: tuple[int, int], keys: int) -> None:
    async with start(size=size) as reader:
        assert bar(reader).startswith(" n next unread   Enter open") and bar(reader).endswith("? help")
        assert bar(reader).count("   ") == keys - 1


async def test_on_the_narrowest_screen_there_is_help(start: Start) -> None:
    async with start(size=(16, 20)) as reader:
        assert bar(reader) == " ? help"


async def test_the_keys_are_those_of_the_user(start: Start) -> None:
    async with start(config=Config(keys={"move.next_unread": ("N",), "list.search": ()})) as reader:
        assert bar(reader).startswith(" N next unread   Enter open   o browser")


async def test_each_entry_is_a_button(start: Start) -> None:
    async with start() as reader:
        await reader.pilot.hover("#keys", offset=(bar(reader).index("read/unread"), 0))
        assert reader.screen.keys._hovered is not None
        await reader.pilot.hover("#headlines", offset=(3, 3))
        assert reader.screen.keys._hovered is None
        for text, done in [
            ("read/unread", lambda: reader.numbers["Unread"] == 1),
            ("n next", lambda: reader.headlines.cursor == 1),
            ("Enter", lambda: reader.pane == "story"),
            ("Esc", lambda: reader.pane == "headlines"),
            ("/ search", lambda: not reader.screen.takes_keys),
        ]:
            await reader.pilot.click("#keys", offset=(bar(reader).index(text), 0))
            await reader.settle()
            assert done(), text
        await reader.press("escape")
        before = reader.numbers
        await reader.pilot.click("#keys", offset=(115, 0))
        await reader.settle()
        assert reader.numbers == before and reader.pane == "headlines"


async def test_the_end_of_something_long_is_a_button_too(start: Start) -> None:
    async with start() as reader:
        reader.screen.show_progress("Looking for new stories")
        await reader.settle()
        assert bar(reader) == " Looking for new stories   Esc stop"
        await reader.press("3")
        await reader.pilot.click("#keys", offset=(bar(reader).index("stop"), 0))
        await reader.settle()
        assert reader.pane == "headlines", "what Esc does"
