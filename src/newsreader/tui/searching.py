"""The search as it is typed: what it finds in the list, at every key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsreader.completion import completions
from newsreader.errors import QueryError
from newsreader.tui.browsing import Browsing
from newsreader.tui.entry import Entry
from newsreader.tui.headlines import Headlines


class Search(Entry):
    """Shows what the text finds. After a mistake in it, the last results stay."""

    prompt = "/"
    placeholder = 'words, "a phrase", pre*, -not, topic:AI'

    def __init__(self, browsing: Browsing, headlines: Headlines, names: Mapping[str, Sequence[str]]) -> None:
        """`names` are what words are completed to, by the field that names them."""
        self._browsing = browsing
        self._headlines = headlines
        self._names = names

    def changed(self, text: str) -> None:
        try:
            self._browsing.search(text)
        except QueryError as error:
            self._browsing.say(str(error), is_mistake=True)

    def accept(self, text: str) -> str | None:
        try:
            self._browsing.keep_search(text)
        except QueryError as error:
            return str(error)
        return None

    def cancel(self) -> None:
        self._browsing.end_search()

    def leave(self, text: str) -> None:
        """What was found stays, or with a mistake what was found before it."""
        self.accept(text)

    def press(self, key: str) -> bool:
        page = self._headlines.page
        moves = {"down": 1, "up": -1, "pagedown": page, "pageup": -page}
        if key in moves:
            self._headlines.move(moves[key])
        return key in moves

    def complete(self, before: str) -> Sequence[str]:
        return completions(before, self._names)
