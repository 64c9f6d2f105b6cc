"""Keeps what the screen remembers, in its file, without holding up a key."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from newsreader import remembered
from newsreader.errors import NewsreaderError, reason
from newsreader.tui.requests import Requests

LOOKS_LIMIT = 100
"""Views of which it is remembered how they are looked at; every part of a list is one."""


class Memory:
    """What is remembered `now`; every change is written to the file at `path`.

    A setting that was chosen on the screen counts in place of the configuration's, at the next start too,
    until the configuration says something else: the later word counts.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self.now = remembered.load(path)

    def change(self, requests: Requests, **parts: Any) -> None:
        """Remember these parts as they are now."""
        before = self.now
        self.now = replace(before, **parts)
        if self.now != before:
            requests.ask("memory", self._save, lambda _: None)

    def chosen(self, name: str, configured: str) -> str:
        """A setting as it was chosen on the screen; as it is `configured` if that was changed since then."""
        return self.now.choice(name, configured)

    def choose(self, requests: Requests, name: str, configured: str, choice: str) -> None:
        """Have `choice` in place of a setting, until the configuration says something else."""
        chosen = {one: kept for one, kept in self.now.chosen.items() if one != name}
        if choice != configured:
            chosen[name] = [configured, choice]
        self.change(requests, chosen=chosen)

    def look(self, view: str) -> list[str] | None:
        """How the view with this query is looked at, if not as usual."""
        return self.now.looks.get(view)

    def use_look(self, view: str) -> None:
        """Have the look of a view be the last to be forgotten."""
        if look := self.look(view):
            self.now = replace(self.now, looks={**self._looks_but(view), view: look})

    def keep_look(self, requests: Requests, view: str, look: list[str] | None) -> None:
        """Remember how a view is looked at, None as usual; what was not used for longest is forgotten."""
        looks = [*self._looks_but(view).items(), *([(view, look)] if look else [])]
        self.change(requests, looks=dict(looks[-LOOKS_LIMIT:]))

    def _looks_but(self, view: str) -> dict[str, list[str]]:
        return {one: look for one, look in self.now.looks.items() if one != view}

    def _save(self) -> None:
        try:
            with self._lock:  # what is written last is what was remembered last
                remembered.save(self._path, self.now)
        except OSError as error:
            raise NewsreaderError(
                f"how the screen is arranged was not kept: {reason(error)}", str(self._path)
            ) from None
