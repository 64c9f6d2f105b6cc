"""How numbers of things are told."""

from __future__ import annotations


def count(number: int, one: str = "story", many: str = "stories", more: bool = False) -> str:
    """Like `1 story` and `1,200 stories`; `more` says that there are others: `200+ stories`."""
    return f"{number:,}{'+' if more else ''} {one if number == 1 and not more else many}"
