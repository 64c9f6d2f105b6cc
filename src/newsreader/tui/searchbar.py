"""The bottom line while searching: a prompt, what was typed, and what it finds."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static


class SearchBar(Horizontal):
    """Says what is typed as it is typed."""

    class Changed(Message):
        """The search text is another one."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def compose(self) -> ComposeResult:
        yield Static(Content("/"), id="search-prompt")
        yield Input(placeholder='words, "a phrase", pre*, -not, topic:AI', id="search-text", compact=True)
        yield Static(id="search-status")

    @property
    def text(self) -> str:
        """What was typed."""
        return self.query_one(Input).value

    def open(self, text: str) -> None:
        """Take the focus, with `text` to go on from."""
        entry = self.query_one(Input)
        with self.prevent(Input.Changed):
            entry.value = text
        entry.cursor_position = len(text)
        entry.focus()

    def say(self, text: str, is_mistake: bool = False) -> None:
        """Show something about the search beside it."""
        status = self.query_one("#search-status", Static)
        status.update(Content(text))
        status.set_class(is_mistake, "-mistake")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))
