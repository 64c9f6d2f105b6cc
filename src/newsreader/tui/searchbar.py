"""The bottom line while searching: a prompt, what was typed, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message

from newsreader.completion import completions

if TYPE_CHECKING:
    from textual.widgets import Input, Static


class SearchBar(Horizontal):
    """Says what is typed as it is typed."""

    _names: Mapping[str, Sequence[str]] = {}
    _offers: Sequence[str] = ()

    class Changed(Message):
        """The search text is another one."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    async def prepare(self) -> None:
        """Make what the bar consists of, unless it is there: not at the start, when nobody searches yet."""
        from textual.widgets import Input, Static

        if not self.children:
            await self.mount(
                Static(Content("/"), id="search-prompt"),
                Input(placeholder='words, "a phrase", pre*, -not, topic:AI', id="search-text", compact=True),
                Static(id="search-status"),
            )

    @property
    def _entry(self) -> Input:
        return cast("Input", self.query_one("#search-text"))

    @property
    def text(self) -> str:
        """What was typed."""
        return self._entry.value

    def open(self, text: str, names: Mapping[str, Sequence[str]]) -> None:
        """Take the focus, with `text` to go on from, and the `names` that words are completed to."""
        self._names = names
        self._offers = ()
        from textual.widgets import Input

        entry = self._entry
        with self.prevent(Input.Changed):
            entry.value = text
        entry.cursor_position = len(text)
        entry.focus()

    def complete(self) -> None:
        """Complete what stands before the cursor; again, to the next possibility."""
        entry = self._entry
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
        status = cast("Static", self.query_one("#search-status"))
        status.update(Content(text))
        status.set_class(is_mistake, "-mistake")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))
