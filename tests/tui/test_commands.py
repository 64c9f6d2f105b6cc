"""The command table and the keys that lead into it."""

from __future__ import annotations

import pytest

from newsreader.tui.commands import PANES, Command, Pane
from newsreader.tui.keymap import Keymap
from tests.tui.conftest import Start


async def test_every_command_can_be_done_and_is_said(start: Start) -> None:
    assert len({command.id for command in Keymap()}) == len(list(Keymap()))
    async with start() as reader:
        await reader.press("t")
        screens = {"trends": reader.app.screen}
        for command, pane in [(one, pane) for one in Keymap() for pane in one.panes]:
            part, _, action = command.action.rpartition(".")
            screen = screens.get(pane, reader.screen)
            assert callable(getattr(getattr(screen, part) if part else screen, f"do_{action}")), command.id
        for command in Keymap():
            assert command.label and command.help and command.keys
            assert bool(command.bar) == bool(command.bar_label)


@pytest.mark.parametrize("pane", [*PANES, "trends"])
def test_no_key_means_two_things_in_a_pane(pane: Pane) -> None:
    keys = [key for command in Keymap() if command.applies(pane) for key in command.keys]
    assert len(set(keys)) == len(keys)
    assert not any(other.startswith(f"{key} ") for key in keys for other in keys)


def test_sequences() -> None:
    keymap = Keymap()
    assert keymap.press("g", "headlines") is None
    top = keymap.press("g", "headlines")
    assert top is not None and top.id == "move.top"
    assert keymap.press("g", "headlines") is None
    down = keymap.press("j", "headlines")
    assert down is not None and down.id == "move.down", "a broken sequence does not swallow the next key"
    assert keymap.press("F12", "headlines") is None


def test_a_command_only_where_it_applies() -> None:
    keymap = Keymap({"X": (Command("x", ("x",), "X", "x", "x", panes=("story",)),)})
    assert keymap.press("x", "topics") is None
    assert keymap.press("x", "story") is not None
