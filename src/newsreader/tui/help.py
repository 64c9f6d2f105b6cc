"""The help screen: every key, from the table of commands."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from newsreader.tui.commands import GROUPS, SIGNS, TRENDS, key_label


class HelpScreen(ModalScreen[None]):
    """Lists the commands by group. Closed with any of its usual keys."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help") as scroll:
            scroll.border_title = Content("Keys")
            scroll.border_subtitle = Content("Esc closes")
            yield Static(help_table(self.app.theme_variables["accent"]))

    def on_key(self, event: events.Key) -> None:
        scroll = self.query_one("#help", VerticalScroll)
        moves = {
            "j": scroll.scroll_down,
            "k": scroll.scroll_up,
            "space": scroll.scroll_page_down,
            "ctrl+f": scroll.scroll_page_down,
            "ctrl+b": scroll.scroll_page_up,
            "g": scroll.scroll_home,
            "G": scroll.scroll_end,
        }
        if event.key in ("escape", "q", "question_mark", "enter"):
            event.stop()
            self.dismiss()
        elif event.key in moves:
            event.stop()
            moves[event.key](animate=False)


def help_table(accent: str) -> Table:
    """The commands as a table, a group after another, headings in the colour `accent`."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for number, (group, commands) in enumerate({**GROUPS, "In the trends": TRENDS}.items()):
        if number:
            table.add_row()
        table.add_row(Text(group, f"bold {accent}"))
        for command in commands:
            table.add_row(Text(", ".join(map(key_label, command.keys)), "bold"), Text(command.help))
    table.add_row()
    table.add_row(Text("Signs", f"bold {accent}"))
    for sign, meaning in SIGNS.items():
        table.add_row(Text(sign, "bold"), Text(meaning))
    return table
