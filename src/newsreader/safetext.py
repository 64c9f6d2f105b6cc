"""Untrusted text made safe for a terminal.

Everything an article says, and every file name, passes through here at ingest and again at render. What
comes out holds no control sequence, no invisible or reordering character and no tower of combining marks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain

TITLE_LIMIT = 300
NAME_LIMIT = 100
EXCERPT_LIMIT = 20_000
BODY_LIMIT = 1 << 20
COMBINING_LIMIT = 8
"""Marks kept on one base character; Tibetan and pointed Hebrew need about four."""

JOINERS = "\u200c\u200d"
"""ZWNJ and ZWJ: Persian, Indic scripts and emoji sequences need them between letters."""

_FILLERS = "[\u115f\u1160\u2800\u3164\uffa0]"  # letters and signs that show nothing
_LOOSE_JOINERS = rf"[{JOINERS}]+(?=\s|\Z)"  # at the end of a word one would join what follows
_REPLACEMENT = "\ufffd"
_DOTTED_CIRCLE = "\u25cc"
_MAY_COMBINE = (
    "\u0300-\u1fff\u200c-\u200d\u20d0-\u20ff\u2cef-\u2dff\u302a-\u309f\ua66f-\uabff\ufb1e-\ufb1e\ufe00-\ufe2f"
)
_MAY_COMBINE_BEYOND = "\U00010000-\U0001efff\U000e0100-\U000e01ef"
"""The ranges in which every character of the categories M lies, and the joiners: a cheap first look."""

_BEYOND = f"[{_MAY_COMBINE_BEYOND}]"

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_JSON_UNSAFE = (
    r"[\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\ud800-\uf8ff\ufeff\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)


def line(text: str, limit: int = TITLE_LIMIT) -> str:
    """`text` as one line of at most `limit` characters, white space folded to single spaces."""
    if not (text.isascii() and text.isprintable()):
        text = _tame_marks(_without_fillers(_printable(text, " ")))
    return _cut(" ".join(text.split()), limit).rstrip()


def block(text: str, limit: int = EXCERPT_LIMIT) -> str:
    """`text` with its line breaks kept, at most `limit` characters; a tab becomes four spaces."""
    if text.isascii() and text.isprintable():
        return _cut(text, limit)
    text = _cut(text, 2 * limit).replace("\r\n", "\n").replace("\t", "    ")
    text = "\n".join([_printable(line, "\n") for line in text.split("\n")])
    return _cut(_tame_marks(_without_fillers(text)), limit)


def printable(text: str) -> str:
    """One line of `text` as it is, its spaces too, with only what is unsafe replaced."""
    return _printable(text, " ")


def isolated(text: str) -> str:
    """`text`, made safe before, so that a right-to-left run cannot reorder what stands beside it."""
    if text.isascii() or not any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text):
        return text
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"


def json_escaped(text: str) -> str:
    """JSON text with every character that a terminal could act on as a `\\u` escape: the same JSON value."""
    return re.sub(_JSON_UNSAFE, lambda match: _json_escape(match[0]), text)


def _json_escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _printable(text: str, line_break: str) -> str:
    if text.isprintable():
        return text
    return "".join([char if char.isprintable() else _stand_in(char, line_break) for char in text])


def _stand_in(char: str, line_break: str) -> str:
    if char in JOINERS:
        return char
    if char in "\n\r\x0b\x0c\x85\u2028\u2029":
        return line_break
    category = unicodedata.category(char)
    if category[0] == "Z" or char == "\t":
        return " "
    return "" if category == "Cf" else _REPLACEMENT


def _without_fillers(text: str) -> str:
    return text if text.isascii() else re.sub(_FILLERS, " ", text)


@cache
def _may_combine() -> re.Pattern[str]:
    """Compiled when it is needed: such large classes take longer than the rest of this module."""
    return re.compile(f"[{_MAY_COMBINE}{_MAY_COMBINE_BEYOND}]")


@cache
def _marks(within: str) -> re.Pattern[str]:
    """Runs of combining marks and joiners `within` these ranges."""
    ranges = zip(within[::3], within[2::3], strict=True)
    places = chain.from_iterable(range(ord(first), ord(last) + 1) for first, last in ranges)
    return re.compile(f"[{''.join(filter(_is_mark, map(chr, places)))}]+")


def _is_mark(char: str) -> bool:
    return char in JOINERS or unicodedata.category(char)[0] == "M"


def _tame_marks(text: str) -> str:
    """Cap runs of combining marks (joiners do not end a run) and give a leading mark something to sit on."""
    if text.isascii() or not _may_combine().search(text) or not any(map(_is_mark, set(text))):
        return text  # most scripts have none, and the pattern of all takes longer to make than a page to read
    # With those beyond the first plane the class is searched range by range, for every letter.
    marks = _marks(_MAY_COMBINE + _MAY_COMBINE_BEYOND if re.search(_BEYOND, text) else _MAY_COMBINE)
    return re.sub(_LOOSE_JOINERS, "", marks.sub(_tamed, text))


def _tamed(run: re.Match[str]) -> str:
    """A run of combining marks, as long as one may be."""
    kept = run[0][:COMBINING_LIMIT]
    if run.start() and not run.string[run.start() - 1].isspace():
        return kept
    kept = kept.lstrip(JOINERS)
    return kept and _DOTTED_CIRCLE + kept


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip(JOINERS) + "…"
