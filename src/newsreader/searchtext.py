"""How text is cut into words and folded: for the full-text index, for queries and for highlighting.

The index uses FTS5's `unicode61 remove_diacritics 2`, which finds words between spaces and folds their case.
It knows the accents of Latin letters only, so all are taken away before. Scripts written without spaces get
one around every character first, so that any part of a Chinese, Japanese, Korean or Thai title is a phrase.

What stands in an index was cut by `index_text`: changing it needs a migration that rebuilds the index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u318f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff"
)
_ACCENTS = (
    "\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
)
"""Marks without which a Latin, Greek, Cyrillic, Hebrew or Arabic word is the same."""

Phrase = tuple[str, ...]
"""Folded words that stand side by side; one word is a phrase of one."""

LONG_WORD = 5
"""Letters; words this long are listed by `long_words`, shorter prefixes have an index of their own."""


def index_text(text: str | None) -> str:
    """`text` as it is handed to FTS5, at ingest and in a query alike; no word of it can be a tag."""
    if not text:
        return ""
    return text if text.isascii() else _private().sub(" ", _unspaced_char().sub(r" \1 ", _unaccented(text)))


def fold(text: str) -> str:
    """`text` without case and without accents, for comparing."""
    return text.lower() if text.isascii() else _unaccented(text.lower()).replace("ς", "σ")


def _unaccented(text: str) -> str:
    """`text` without accents, and each character written in one way."""
    return unicodedata.normalize("NFC", _accent().sub("", unicodedata.normalize("NFD", text)))


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The folded words of `text`, each with the place where it starts and ends."""
    for match in (_ascii_word() if text.isascii() else _word()).finditer(text):
        if folded := fold(match[0]):
            yield folded, match.start(), match.end()


def phrase(text: str) -> Phrase:
    """The folded words of `text`, in order."""
    return tuple(word for word, _, _ in words(text))


def long_words(*texts: str) -> set[str]:
    """The folded words that begin with `LONG_WORD` Latin letters or digits, of texts made by `index_text`."""
    text = fold("\n".join(texts))
    return set((_ascii_long_word() if text.isascii() else _long_word()).findall(text))


# Compiled when they are needed: a list without a search needs none, and large classes take long.


@cache
def _ascii_word() -> re.Pattern[str]:
    return re.compile(r"[a-zA-Z0-9]+")


@cache
def _ascii_long_word() -> re.Pattern[str]:
    return re.compile(rf"[a-z0-9]{{{LONG_WORD},}}")


@cache
def _long_word() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])[a-z0-9]{{{LONG_WORD}}}[^\W_]*")


@cache
def _accent() -> re.Pattern[str]:
    return re.compile(f"[{_ACCENTS}]+")


@cache
def _private() -> re.Pattern[str]:
    return re.compile("[\ue000-\uf8ff]")


@cache
def _unspaced_char() -> re.Pattern[str]:
    return re.compile(f"([{_UNSPACED}])")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[{_UNSPACED}]|(?:(?![_{_UNSPACED}])[\w{_ACCENTS}])+")


def matches(text: str, phrases: Iterable[tuple[Phrase, bool]]) -> list[tuple[int, int]]:
    """Where `text` holds one of the phrases: spans in order, not overlapping.

    Each phrase comes with whether its last word is only the beginning of a word.
    """
    wanted = [(phrase, prefix) for phrase, prefix in phrases if phrase]
    if not wanted or not text:
        return []
    found = list(words(text))
    marked: list[tuple[int, int]] = []
    for at in range(len(found)):
        length = max((len(p) for p, prefix in wanted if _starts(found, at, p, prefix)), default=0)
        if length:
            start, end = found[at][1], found[at + length - 1][2]
            if marked and start < marked[-1][1]:
                marked[-1] = (marked[-1][0], max(end, marked[-1][1]))
            else:
                marked.append((start, end))
    return marked


def _starts(found: list[tuple[str, int, int]], at: int, phrase: Phrase, prefix: bool) -> bool:
    if at + len(phrase) > len(found):
        return False
    *first, last = phrase
    if any(found[at + i][0] != word for i, word in enumerate(first)):
        return False
    word = found[at + len(first)][0]
    return word.startswith(last) if prefix else word == last
