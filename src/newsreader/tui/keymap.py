"""Which keys mean which command: the table's own, and what the user's configuration makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from textual.events import Key

from newsreader.errors import nearest
from newsreader.tui.commands import GROUPS, Command, Pane

_KEY_LABELS = {
    "space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab", "backspace": "Backspace",
    "delete": "Del",
    "up": "↑", "down": "↓", "left": "←", "right": "→",
    "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
}  # fmt: skip
_MODIFIERS = {"ctrl": "Ctrl", "alt": "Alt", "shift": "Shift"}
_NAMED = {*_KEY_LABELS, "insert", *(f"f{number}" for number in range(1, 25))}
_ESSENTIAL = ("app.quit", "pane.back", "app.help", "trends.close")
"""Commands without which nobody finds the way out: they may have other keys, but not none."""


def key_label(keys: str) -> str:
    """A key sequence as people read it: `ctrl+p` is Ctrl+P."""
    return " ".join(_one_label(key) for key in keys.split(" "))


def _one_label(key: str) -> str:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not modifiers:
        return _KEY_LABELS.get(last, last.upper() if len(last) > 1 else last)
    shown = _KEY_LABELS.get(last, last.upper())
    return "+".join([*(_MODIFIERS[modifier] for modifier in modifiers), shown])


def is_key(keys: str) -> bool:
    """Whether this is a sequence of key names, such as `g g`, `ctrl+r` or `space`."""
    return bool(keys) and all(map(_is_one_key, keys.split(" ")))


def _is_one_key(key: str) -> bool:
    if len(key) == 1:
        return key.isprintable()
    *modifiers, last = key.split("+")
    known = last in _NAMED or bool(re.fullmatch("[a-z0-9]", last))
    return known and set(modifiers) <= set(_MODIFIERS) and (bool(modifiers) or len(last) > 1)


def pressed_key(event: Key) -> str:
    """The name of a key as the table of commands writes it."""
    key = event.character if event.is_printable and event.character != " " else event.key
    return key or event.key


def overlap(one: Command, other: Command) -> bool:
    """Whether there is a pane in which both commands apply."""
    return bool(set(one.panes) & set(other.panes))


class Keymap:
    """The commands with the keys that they have, and the one that pressed keys mean, sequences included."""

    def __init__(self, groups: Mapping[str, tuple[Command, ...]] = GROUPS) -> None:
        self.groups = groups
        self.pressed: tuple[str, ...] = ()
        self._sequences: dict[tuple[str, ...], list[Command]] = {}
        for command in self:
            for keys in command.keys:
                self._sequences.setdefault(tuple(keys.split(" ")), []).append(command)

    def __iter__(self) -> Iterator[Command]:
        for group in self.groups.values():
            yield from group

    def keys_of(self, id_: str) -> tuple[str, ...]:
        """The keys of the command `id_`."""
        return next((command.keys for command in self if command.id == id_), ())

    def key_of(self, id_: str) -> str:
        """The first key of the command `id_`, as people read it; "" when it has none."""
        return next(map(key_label, self.keys_of(id_)), "")

    def press(self, key: str, pane: Pane) -> Command | None:
        """The command that is complete with `key`; None also while a sequence has only begun."""
        for sequence in ((*self.pressed, key), (key,)):
            self.pressed = ()
            if command := next((c for c in self._sequences.get(sequence, ()) if c.applies(pane)), None):
                return command
            if self._begins(sequence, pane):
                self.pressed = sequence
                return None
        return None

    def _begins(self, sequence: tuple[str, ...], pane: Pane) -> bool:
        return any(
            len(other) > len(sequence) and other[: len(sequence)] == sequence
            for other, commands in self._sequences.items()
            if any(command.applies(pane) for command in commands)
        )


def remapped(keys: Mapping[str, Sequence[str]]) -> tuple[Keymap, dict[str, str]]:
    """The commands with the keys of `keys` (by command id) in place of their own, and what is wrong in it.

    A key that the user gives to a command is taken from whatever had it in the same pane.
    """
    commands = {command.id: command for group in GROUPS.values() for command in group}
    mistakes: dict[str, str] = {}
    given: dict[str, tuple[str, ...]] = {}
    for id_, sequences in keys.items():
        if mistake := _mistake(id_, sequences, commands, given) or _way_out(id_, sequences, keys, commands):
            mistakes[id_] = mistake
        else:
            given[id_] = tuple(sequences)
    groups = {
        name: tuple(command._replace(keys=_keys(command, commands, given)) for command in group)
        for name, group in GROUPS.items()
    }
    return Keymap(groups), mistakes


def _keys(
    command: Command, commands: Mapping[str, Command], given: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    if command.id in given:
        return given[command.id]
    taken = [key for id_, sequences in given.items() if overlap(commands[id_], command) for key in sequences]
    return tuple(key for key in command.keys if not any(_clash(key, other) for other in taken))


def _clash(one: str, other: str) -> bool:
    """Whether of two sequences one is the other, or its beginning."""
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _mistake(
    id_: str,
    sequences: Sequence[str],
    commands: Mapping[str, Command],
    given: Mapping[str, tuple[str, ...]],
) -> str:
    """What is wrong with the keys of one command; "" is nothing."""
    if id_ not in commands:
        return f"no command is called {id_}: {_nearest(id_, commands)}"
    if not sequences and id_ in _ESSENTIAL:
        return f"{id_} needs a key"
    for key in sequences:
        if not is_key(key):
            return f"{id_}: “{key}” is no key: write x, ctrl+x, space, f2, or two in a row like g g"
        for other, others in given.items():
            if overlap(commands[id_], commands[other]) and any(_clash(key, one) for one in others):
                return f"{id_}: {key} already means {other}"
    return ""


def _way_out(
    id_: str, sequences: Sequence[str], keys: Mapping[str, Sequence[str]], commands: Mapping[str, Command]
) -> str:
    """What is wrong with keys that an essential command would be left without; "" is nothing."""
    for essential in (commands[essential] for essential in _ESSENTIAL if essential not in keys):
        if not overlap(commands[id_], essential):
            continue
        beside = [
            others for other, others in keys.items() if overlap(commands.get(other, essential), essential)
        ]
        taken = [key for others in beside for key in others]
        left = [key for key in essential.keys if not any(_clash(key, other) for other in taken)]
        if not left and any(_clash(key, other) for key in essential.keys for other in sequences):
            return f"{id_}: {essential.id} would have no key: give it another one first"
    return ""


def _nearest(id_: str, known: Iterable[str]) -> str:
    near = nearest(id_, known)
    return f"did you mean {near[0]}?" if near else "docs/keys.md names them all"
