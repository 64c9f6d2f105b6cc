"""Everything that makes no sense in the configuration, where keys and themes are known, too."""

from __future__ import annotations

from collections.abc import Iterable

from newsreader import searches
from newsreader.config import Config, Mistake
from newsreader.tui import keymap, themes


def every(settings: Config, found: Iterable[Mistake]) -> list[Mistake]:
    """The mistakes that were `found` when the file was read and those behind it, by their lines."""
    mistakes = [*found, *searches.parsed(settings)[1]]
    for id_, text in keymap.remapped(settings.keys)[1].items():
        mistakes.append(settings.mistake(("keys", id_), f"keys: {text}"))
    if not themes.is_theme(settings.theme):
        mistakes.append(settings.mistake(("theme",), *themes.mistake(settings.theme)))
    return sorted(mistakes, key=lambda mistake: mistake.line)
