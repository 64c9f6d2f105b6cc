"""The bottom line while searching: a prompt, what was typed, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from newsreader import safetext
from newsreader.completion import completions


class _Entry(Input):
    """What is pasted may be a stranger's text, and so may the name that a word is completed to."""

    def validate_value(self, value: str) -> str:
        return safetext.printable(value)


class SearchBar(Horizontal):
    """Says what is typed as it is typed."""

    _names: Mapping[str, Sequence[str]] = {}
    _offers: Sequence[str] = ()

    class Changed(Message):
        """The search text is another one."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def compose(self) -> ComposeResult:
        yield Static(Content("/"), id="search-prompt")
        yield _Entry(placeholder='words, "a phrase", pre*, -not, topic:AI', id="search-text", compact=True)
        yield Static(id="search-status")

    @property
    def text(self) -> str:
        """What was typed."""
        return self.query_one(Input).value

    def open(self, text: str, names: Mapping[str, Sequence[str]]) -> None:
        """Take the focus, with `text` to go on from, and the `names` that words are completed to."""
        self._names = names
        self._offers = ()
        entry = self.query_one(Input)
        with self.prevent(Input.Changed):
            entry.value = text
        entry.cursor_position = len(text)
        self.screen.set_focus(entry)

    def complete(self) -> None:
        """Complete what stands before the cursor; again, to the next possibility."""
        entry = self.query_one(Input)
        if entry.value not in self._offers:
            self._offers = completions(entry.value[: entry.cursor_position], self._names)
            place = 0
        else:
            place = (self._offers.index(entry.value) + 1) % len(self._offers)
        if self._offers:
            entry.value = self._offers[place]
            entry.cursor_position = len(entry.value)

    def say(self, text: str, is_mistake: bool = False) -> None:
        """Show something about the search beside it."""
        status = self.query_one("#search-status", Static)
        status.update(Content(text))
        status.set_class(is_mistake, "-mistake")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))
