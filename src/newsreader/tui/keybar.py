"""The bottom line: the keys of the pane with the focus, how far something long is, what is not saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from newsreader.tui.commands import Command, Pane
from newsreader.tui.keymap import Keymap, key_label
from newsreader.tui.wording import count

_GAP = "   "
_LAST = ("trends.close", "app.help")
"""What stands at the end, and is left out last."""


class KeyBar(Static):
    """Made from the table of commands; what does not fit is left out, never cut. A click does the command."""

    class Pressed(Message):
        """A command was clicked."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    def __init__(self, keymap: Keymap, pane: Pane, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._keymap = keymap
        self._pane = pane
        self._progress = ""
        self._unsaved = 0
        self._places: list[tuple[range, Command]] = []
        self._hovered: Command | None = None

    def show_progress(self, text: str) -> None:
        """Show how far something is that Esc stops; "" shows the keys again."""
        self._progress = text
        self.show(self._pane)

    def show_unsaved(self, changes: int) -> None:
        """Say how many changes are not saved yet, until it is none."""
        self._unsaved = changes
        self.show(self._pane)

    def show(self, pane: Pane) -> None:
        """Show the keys of `pane`."""
        self._pane = pane
        unsaved = f"{count(self._unsaved, 'change', 'changes')} not saved{_GAP}"
        before = Content.styled(unsaved, "bold $text-error") if self._unsaved else Content("")
        width = self.content_size.width - before.cell_length
        if self._progress:
            stop = next(command for command in self._keymap if command.id == "pane.back")
            self._lay_out(before + f"{self._progress}{_GAP}", {"stop": [stop]})
            return
        shown = [command for command in self._keymap if pane in command.bar and command.keys]
        entries: dict[str, list[Command]] = {}
        for command in sorted(shown, key=lambda command: command.id in _LAST and _LAST.index(command.id) + 1):
            entries.setdefault(command.bar_label, []).append(command)
        while len(entries) > 1 and _width(entries) > width:
            others = [label for label, commands in entries.items() if commands[0].id not in _LAST]
            del entries[others[-1] if others else next(iter(entries))]
        self._lay_out(before, entries)

    def _lay_out(self, before: Content, entries: Mapping[str, Sequence[Command]]) -> None:
        """Show the entries, and remember where each command is."""
        self._places = []
        line = before
        for number, (label, commands) in enumerate(entries.items()):
            line = line + _GAP if number else line
            for command, part in zip(commands, _entry(commands, label), strict=True):
                end = line.cell_length + part.cell_length
                self._places.append((range(line.cell_length, end), command))
                line += part.stylize("underline") if command is self._hovered else part
        self.update(Content.assemble(line))

    def _command_at(self, event: events.MouseEvent) -> Command | None:
        offset = event.get_content_offset(self)
        place = offset.x if offset is not None else -1
        return next((command for cells, command in self._places if place in cells), None)

    def _hover(self, command: Command | None) -> None:
        if command is not self._hovered:
            self._hovered = command
            self.show(self._pane)

    def on_resize(self, event: events.Resize) -> None:
        self.show(self._pane)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover(self._command_at(event))

    def on_leave(self) -> None:
        self._hover(None)

    def on_click(self, event: events.Click) -> None:
        if command := self._command_at(event):
            self.post_message(self.Pressed(command))


def _entry(commands: Sequence[Command], label: str) -> list[Content]:
    """A part for each command with this label, which stands behind the last one's key."""
    keys = [Content.assemble((key_label(command.keys[0]), "bold $accent"), " ") for command in commands]
    return [*keys[:-1], keys[-1] + label]


def _width(entries: Mapping[str, Sequence[Command]]) -> int:
    parts = [part for label, commands in entries.items() for part in _entry(commands, label)]
    return sum(part.cell_length for part in parts) + len(_GAP) * (len(entries) - 1)
