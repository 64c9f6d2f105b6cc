"""The help screen: the keys that apply in a pane, or everywhere, and a search among them."""

from __future__ import annotations

from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.color import Color
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from newsreader.searchtext import fold
from newsreader.tui.closing import ClosedOnce
from newsreader.tui.commands import SIGNS, Command, Pane
from newsreader.tui.fitting import Fitting
from newsreader.tui.keymap import Keymap, key_label


class HelpScreen(ModalScreen[None], ClosedOnce[None]):
    """Lists the commands by group. Closed with any of its usual keys."""

    AUTO_FOCUS = "#help-keys"

    def __init__(self, keymap: Keymap, pane: Pane) -> None:
        super().__init__()
        self._keymap = keymap
        self._pane: Pane = pane
        self._is_whole = False

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield Input(placeholder="a word of what you look for", compact=True, id="help-search")
            with VerticalScroll(id="help-keys"):
                yield Fitting()

    def on_mount(self) -> None:
        self.query_one(Input).display = False
        self._show()

    def on_input_changed(self) -> None:
        self._show()

    def on_key(self, event: events.Key) -> None:
        scroll = self.query_one("#help-keys", VerticalScroll)
        search = self.query_one(Input)
        moves = {
            "j": scroll.scroll_down,
            "k": scroll.scroll_up,
            "space": scroll.scroll_page_down,
            "ctrl+f": scroll.scroll_page_down,
            "ctrl+b": scroll.scroll_page_up,
            "g": scroll.scroll_home,
            "G": scroll.scroll_end,
        }
        plain = {
            "down": scroll.scroll_down,
            "up": scroll.scroll_up,
            "pagedown": scroll.scroll_page_down,
            "pageup": scroll.scroll_page_up,
        }
        if search.has_focus and event.key in plain:
            plain[event.key](animate=False)
        elif search.has_focus and event.key in ("escape", "enter"):
            self._end_search(keep=event.key == "enter")
        elif search.has_focus and event.key != "tab":
            return
        elif event.key == "tab":
            self._is_whole = not self._is_whole
            self._show()
        elif event.key == "slash":
            search.display = True
            search.focus()
        elif event.key == "escape" and search.display:
            self._end_search(keep=False)
        elif event.key in ("escape", "q", "question_mark", "enter"):
            self.dismiss()
        elif event.key in moves:
            moves[event.key](animate=False)
        else:
            return
        event.stop()
        event.prevent_default()

    def _end_search(self, keep: bool) -> None:
        search = self.query_one(Input)
        if not keep:
            search.value = ""
        search.display = bool(search.value)
        self.query_one("#help-keys").focus()

    def _show(self) -> None:
        where = "" if self._is_whole else f" in the {self._pane}"
        box = self.query_one("#help")
        box.border_title = Content(f"Keys{where}")
        other = "fewer" if self._is_whole else "all keys"
        box.border_subtitle = Content(f"/ search   Tab {other}   Esc close")
        groups = {
            name: [command for command in commands if self._is_shown(command)]
            for name, commands in self._keymap.groups.items()
        }
        heading = Style(color=Color.parse(self.app.theme_variables["accent"]).rich_color, bold=True)
        table = help_table(groups, heading, with_signs=not self._wanted)
        if not table.row_count:
            table.add_row(Text("No command is called so."), Text(""))
        self.query_one(Fitting).update(table)

    @property
    def _wanted(self) -> str:
        return fold(self.query_one(Input).value.strip())

    def _is_shown(self, command: Command) -> bool:
        keys = [*command.keys, *map(key_label, command.keys)]
        texts = [command.label, command.help, command.id]
        is_wanted = self._wanted in (fold(key) for key in keys) or any(
            self._wanted in fold(text) for text in texts
        )
        return is_wanted and (self._is_whole or command.applies(self._pane))


def help_table(groups: dict[str, list[Command]], heading_style: Style, with_signs: bool) -> Table:
    """The commands as a table, a group after another."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()

    def add(heading: str, rows: list[tuple[str, str]]) -> None:
        if table.row_count:
            table.add_row()
        table.add_row(Text(heading, heading_style))
        for left, right in rows:
            table.add_row(Text(left, "bold"), Text(right))

    for group, commands in groups.items():
        if commands:
            add(group, [(", ".join(map(key_label, command.keys)), command.help) for command in commands])
    if with_signs:
        add("Signs", list(SIGNS.items()))
    return table
