"""Going where a numbered link of the story leads."""

from __future__ import annotations

from collections.abc import Callable

from newsreader.tui.entry import Entry


class LinkNumber(Entry):
    """Asks for the number of one of `count` links; `follow` gets its place, from 0 on."""

    prompt = "Go to link "

    def __init__(self, count: int, follow: Callable[[int], None]) -> None:
        self.placeholder = f"1 to {count}" if count > 1 else "1"
        self._count = count
        self._follow = follow

    def is_complete(self, text: str) -> bool:
        """Whether no longer number would be that of a link."""
        return self._is_number(text) and int(text) * 10 > self._count

    def accept(self, text: str) -> str | None:
        if not text:
            return None
        if not self._is_number(text):
            return f"there is no link {text}, only {self.placeholder}"
        self._follow(int(text) - 1)
        return None

    def _is_number(self, text: str) -> bool:
        return text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= self._count
