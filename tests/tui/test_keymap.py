"""Keys that the user gives to commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsreader import config
from newsreader.config import Config
from newsreader.tui.keymap import is_key, key_label, remapped
from tests.tui.conftest import Start


def test_a_key_of_ones_own_is_taken_from_what_had_it() -> None:
    keymap, mistakes = remapped({"list.read": ("s", "g r"), "story.toggle_star": ("*",)})
    assert not mistakes
    assert keymap.press("s", "headlines").id == "list.read"  # type: ignore[union-attr]
    assert keymap.press("*", "story").id == "story.toggle_star"  # type: ignore[union-attr]
    assert keymap.press("g", "headlines") is None and keymap.press("r", "headlines").id == "list.read"  # type: ignore[union-attr]
    assert keymap.press("A", "headlines") is None, "its own key is given up"
    assert keymap.key_of("list.read") == "s"


def test_the_key_of_an_essential_command_that_has_another() -> None:
    keymap, mistakes = remapped({"list.read": ("?",), "app.help": ("f1",)})
    assert not mistakes and keymap.key_of("app.help") == "F1" and keymap.key_of("list.read") == "?"


def test_a_key_means_one_thing_in_the_panes_and_another_in_the_trends() -> None:
    keymap, mistakes = remapped({"list.fold": ("x",), "trends.fit": ("x", "escape", "y z")})
    assert not mistakes
    assert [keymap.press("x", pane).id for pane in ("headlines", "trends")] == ["list.fold", "trends.fit"]  # type: ignore[union-attr]
    assert keymap.press("escape", "trends").id == "trends.fit" and keymap.key_of("trends.close") == "q"  # type: ignore[union-attr]
    assert keymap.press("escape", "headlines").id == "pane.back"  # type: ignore[union-attr]
    assert keymap.press("y", "headlines") is None or keymap.pressed == (), (
        "a sequence begins where it applies"
    )


def test_a_sequence_takes_its_beginning() -> None:
    keymap, mistakes = remapped({"list.read": ("m m",)})
    assert not mistakes and keymap.key_of("story.toggle_read") == ""


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"list.raed": ("x",)}, "no command is called list.raed: did you mean list.read?"),
        ({"list.read": ("hyper+x",)}, "“hyper+x” is no key"),
        ({"list.read": ("",)}, "is no key"),
        ({"app.quit": ()}, "app.quit needs a key"),
        ({"list.read": ("x",), "list.search": ("x",)}, "list.search: x already means list.read"),
        ({"list.read": ("?",)}, "list.read: app.help would have no key: give it another one first"),
        ({"trends.in": ("?",)}, "trends.in: app.help would have no key: give it another one first"),
        ({"trends.close": ()}, "trends.close needs a key"),
        ({"trends.in": ("x",), "trends.out": ("x",)}, "trends.out: x already means trends.in"),
        ({"trends.in": ("escape", "q", "t")}, "trends.in: trends.close would have no key"),
    ],
)
def test_mistakes(keys: dict[str, tuple[str, ...]], says: str) -> None:
    keymap, mistakes = remapped(keys)
    assert len(mistakes) == 1 and says in next(iter(mistakes.values()))
    assert keymap.press("q", "topics") is not None


def test_what_is_a_key() -> None:
    assert all(
        map(is_key, ("x", "?", "ctrl+x", "g g", "space", "shift+tab", "f5", "alt+left", "ü", "ctrl+alt+a"))
    )
    assert not any(map(is_key, ("", "xy", "ctrl+", "ctrl+xy", "g  g", "\x1b", "meta+x")))


def test_labels() -> None:
    assert [key_label(key) for key in ("alt+left", "ctrl+alt+x", "f5", "delete")] == [
        "Alt+←", "Ctrl+Alt+X", "F5", "Del",
    ]  # fmt: skip


async def test_in_the_program(start: Start, home: Path) -> None:
    (home / "config.toml").write_text('[keys]\n"list.read" = ["X"]\n"pane.quit" = "Q"\n"nope" = "x"\n')
    settings, mistakes = config.load(home / "config.toml")
    assert not mistakes
    async with start(config=settings) as reader:
        assert "keys: no command is called nope" in reader.messages[-1]
        await reader.press("A")
        assert reader.numbers["Unread"] == 2
        await reader.press("X")
        assert reader.numbers["Unread"] == 0
        await reader.press("?", "/", *"mark list", "enter")
        assert "X " in reader.text() and "Mark every story" in reader.text()


async def test_the_help_is_searched(start: Start) -> None:
    async with start(config=Config()) as reader:
        await reader.press("?")
        assert "Keys in the headlines" in reader.text() and "Fold the group" not in reader.text()
        await reader.press("/", *"star")
        text = reader.text()
        assert "Star the story" in text and "One page down" not in text
        await reader.press("enter", "tab", "escape")
        assert (
            "Keys in" not in reader.text() and "Keys ─" in reader.text() and "One page down" in reader.text()
        )
        await reader.press("/", *"nothing like it")
        assert "No command is called so." in reader.text()
        await reader.press("escape", "q")
        assert "Keys" not in reader.text()
