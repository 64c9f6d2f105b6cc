"""The bottom line: the keys of the pane with the focus, how far something long is, what is not saved."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widgets import Static

from newsreader.tui.commands import Pane
from newsreader.tui.keymap import Keymap, key_label

_GAP = "   "


class KeyBar(Static):
    """Made from the table of commands; what does not fit is left out, never cut."""

    def __init__(self, keymap: Keymap, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._keymap = keymap
        self._pane: Pane = "headlines"
        self._progress = ""
        self._unsaved = 0

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
        unsaved = f"{self._unsaved:,} {'change' if self._unsaved == 1 else 'changes'} not saved"
        warning = [Content.styled(unsaved, "bold $text-error")] if self._unsaved else []
        if self._progress:
            stop = Content.assemble((f"{self._progress}{_GAP}"), ("Esc", "bold $accent"), " stop")
            self.update(Content(_GAP).join([*warning, stop]))
            return
        entries = warning + [
            Content.assemble((key_label(command.keys[0]), "bold $accent"), f" {command.bar_label}")
            for command in self._keymap
            if pane in command.bar and command.keys
        ]
        while len(entries) > 1 and sum(entry.cell_length + len(_GAP) for entry in entries) > self.size.width:
            del entries[-2]  # the last one is the help
        self.update(Content(_GAP).join(entries))

    def on_resize(self, event: events.Resize) -> None:
        self.show(self._pane)
