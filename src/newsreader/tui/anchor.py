"""The same place in two layouts of one text: a line is found again by the letters that stand before it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip


def letters_before(lines: Sequence[Strip], line: int) -> int:
    """The letters and digits in front of a line; white space and borders are others at every width."""
    return sum(_letters(strip) for strip in lines[:line])


def line_at(lines: Sequence[Strip], letters: int) -> int:
    """The line that the letter after the first `letters` stands in; the last one where there are no more."""
    before = 0
    for line, strip in enumerate(lines):
        before += _letters(strip)
        if before > letters:
            return line
    return max(0, len(lines) - 1)


def _letters(strip: Strip) -> int:
    return sum(map(str.isalnum, strip.text))
