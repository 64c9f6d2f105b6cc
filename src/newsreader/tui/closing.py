"""Closing a screen that stands above the reader's."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

_Result = TypeVar("_Result")


class ClosedOnce(Screen[_Result]):
    """A screen that is closed once, however many keys and clicks say so before it is gone.

    To be named behind another base: Textual takes styles only from the first one, and what that is made of.
    """

    def dismiss(self, result: _Result | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete()
